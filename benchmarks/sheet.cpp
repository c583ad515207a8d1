// The tissue sheet at scale: cost per patch-second, memory, threads.

#include <cmath>

#include "bench.hpp"
#include "wryneck/systems/sheet_patch.hpp"

using namespace wryneck;
using bench::number;

namespace {

constexpr std::size_t tile = 32;  // a strained disc in each tile of 32 x 32: the same mixture at every size

Sheet<SheetPatch> strained(std::size_t side, int threads, double tolerance) {
    SheetPatch tissue;
    tissue.heterogeneity = 1;
    Sheet<SheetPatch> sheet(tissue, {side, side, 0.25}, {.tolerance = tolerance, .threads = threads});
    sheet.each([&](std::size_t x, std::size_t y) {
        auto site = sheet.site(x, y);
        const double dx = static_cast<double>(x % tile) - 15.5, dy = static_cast<double>(y % tile) - 15.5;
        site.insult = std::hypot(dx, dy) < 8 ? 20 : 0;
        sheet.set_site(x, y, site);
    });
    return sheet;
}

double resident_bytes() {
    std::ifstream in("/proc/self/statm");
    double total = 0, resident = 0;
    in >> total >> resident;
    return resident * 4096;
}

struct Outcome {
    double seconds, simulated, steps, bytes, resident;
};

Outcome measure(std::size_t side, int threads, double simulated, int times) {
    Outcome out{1e300, simulated, 0, 0, 0};
    for (int k = 0; k < times; ++k) {
        const double before = resident_bytes();
        auto sheet = strained(side, threads, 1e-4);
        const bench::Stopwatch watch;
        if (sheet.advance(simulated).end != LoopEnd::reached_end) std::printf("the sheet did not reach the end\n");
        out.seconds = std::min(out.seconds, watch.seconds());
        out.steps = static_cast<double>(sheet.loop().accepted),
        out.bytes = static_cast<double>(sheet.bytes()) / static_cast<double>(sheet.state_bytes());
        out.resident = (resident_bytes() - before) / static_cast<double>(sheet.state_bytes());
    }
    return out;
}

/// Largest difference to a run with a tolerance ten times smaller, over the scale of each state.
double error(double simulated) {
    auto sheet = strained(tile, 1, 1e-4), reference = strained(tile, 1, 1e-5);
    sheet.advance(simulated), reference.advance(simulated);
    const auto scales = sheet.reaction().scales();
    double worst = 0;
    for (std::size_t j = 0; j < SheetPatch::size; ++j)
        sheet.each([&](std::size_t x, std::size_t y) {
            worst = std::max(worst, std::abs(sheet.value(j, x, y) - reference.value(j, x, y)) / scales[j]);
        });
    return worst;
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = bench::asked(argc, argv, "--quick");
    const double simulated = quick ? 60 : 300;
    bench::Table table(
        "sheet",
        "does the cost of a patch stay flat from a thousand to a million patches, and do two threads halve it?",
        "itself at other sizes; an error of the same problem against a ten times smaller tolerance",
        {"patches", "threads", "steps", "wall s", "ns per patch-second", "bytes per state byte",
         "resident per state byte", "speed-up"});
    const std::vector<std::size_t> sides =
        quick ? std::vector<std::size_t>{32, 64} : std::vector<std::size_t>{32, 96, 320, 1024};
    for (const std::size_t side : sides) {
        const int times = side < 300 && !quick ? 5 : 1;
        double alone = 0;
        for (const int threads : {1, 2}) {
            const Outcome o = measure(side, threads, simulated, times);
            const double patches = static_cast<double>(side * side);
            if (threads == 1) alone = o.seconds;
            table.row({number(patches, "%.0f"), std::to_string(threads), number(o.steps, "%.0f"), number(o.seconds),
                       number(o.seconds * 1e9 / (patches * simulated), "%.1f"), number(o.bytes, "%.3f"),
                       number(o.resident, "%.2f"), number(alone / o.seconds, "%.2f")});
        }
    }
    table.note("Simulated time " + number(simulated) + " s; error against a ten times smaller tolerance " +
               number(error(simulated), "%.1e") + " of each state's range.");
    table.print();
    if (!quick) table.record();
}
