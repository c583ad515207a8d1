// The neck at its main job: times real time, with the error beside it; lanes against scalars; the cost of a patch.

#include <cmath>

#include "bench.hpp"
#include "wryneck/run/run.hpp"
#include "wryneck/run/setup.hpp"

using namespace wryneck;
using bench::number;

namespace {

Scenario desk_day(double hours) {
    return scenario("Desk day")
        .lasts(3600 * hours)
        .set("pitch", Profile::constant(-17))
        .set("drive", {"TRAP_U", "LEVSC"}, Profile::constant(0.03))
        .set("stress", Profile::ramp(0, 6 * 3600, 0.1, 0.4));
}

/// Overuse, a cramp of the sternomastoid at short length, and two strained segments of the trapezius.
Scenario hard_hour() {
    return scenario("Hard hour")
        .lasts(3600)
        .with(Subject{.cramp_history = true})
        .set("drive", {"TRAP_U_R", "LEVSC_R", "SPL_CAP_R", "SCM_ST_R", "SCM_CL_R"},
             Profile::table({300, 1500, 1620, 1625}, {0.3, 0, 0, 0}, false))
        .set("stretch", {"SCM_ST_L", "SCM_CL_L"}, Profile::pulse(1560, 1920, -0.15))
        .set("drive", {"SCM_ST_L", "SCM_CL_L"}, Profile::pulse(1620, 1625, 0.8))
        .set("strain", {"TRAP_U_L"}, Profile::pulse(600, 1200, 15), {2, 3})
        .set("drive", {"TRAP_U_L"}, Profile::pulse(600, 1800, 0.1));
}

using Gap = std::pair<double, std::string>;

/// Per series the largest difference over the series' largest size; the worst three, largest first.
std::vector<Gap> errors(const Result& a, const Result& reference) {
    std::vector<Gap> all;
    for (std::size_t s = 0; s < a.series.size(); ++s) {
        if (a.series[s].name.starts_with("balance")) continue;  // residuals around zero have no size of their own
        const auto &x = a.series[s].values, &y = reference.series[s].values;
        double size = 0, gap = 0;
        for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
            size = std::max(size, std::abs(y[i])), gap = std::max(gap, std::abs(x[i] - y[i]));
        if (size > 0)
            all.emplace_back(gap / size,
                             a.series[s].name + (size < 1e-3 ? " (never above " + number(size, "%.0e") + ")" : ""));
    }
    std::sort(all.rbegin(), all.rend());
    all.resize(std::min<std::size_t>(all.size(), 3));
    return all;
}

std::string text(const std::vector<Gap>& gaps) {
    std::string all;
    for (const auto& [gap, name] : gaps) all += (all.empty() ? "" : ", ") + number(gap, "%.1e") + " " + name;
    return all;
}

/// Largest shift of an episode's onset, in seconds, and of what.
std::string onset_shift(const Result& a, const Result& b) {
    if (a.episodes.size() != b.episodes.size())
        return std::to_string(a.episodes.size()) + " against " + std::to_string(b.episodes.size()) + " episodes";
    double worst = 0;
    std::string what = "none";
    for (std::size_t i = 0; i < a.episodes.size(); ++i) {
        const Episode &x = a.episodes[i], &y = b.episodes[i];
        if (x.muscle != y.muscle || x.kind != y.kind)
            return "episode " + std::to_string(i) + " differs: " + x.kind + " " + x.muscle + ", " + y.kind + " " +
                   y.muscle;
        const double shift = std::abs(x.onset_s - y.onset_s);
        if (shift > worst) worst = shift, what = x.kind + " " + x.muscle;
    }
    return number(worst, "%.3f") + " " + what;
}

void time_scenario(bench::Table& table, const Scenario& scenario, bool scalar, int times) {
    Options options;
    options.noise = false, options.record = {"all"};
    Options fine = options;
    fine.tolerance /= 10, fine.longest_step_s /= 2;
    Options plain = options;
    plain.record.clear(), plain.scalar = scalar;  // timed with what a user gets by default
    Result timed;
    const double seconds = bench::fastest(times, [&] { timed = run(scenario, plain); });
    options.scalar = scalar;
    const Result r = run(scenario, options), reference = run(scenario, fine);
    table.row({scenario.name + (scalar ? ", scalar" : ", lanes"), number(seconds),
               number(scenario.duration_s / seconds, "%.0f"), number(timed.statistics.at("steps"), "%.0f"),
               number(timed.statistics.at("patch_rates"), "%.0f"), number(timed.statistics.at("pool_rates"), "%.0f"),
               std::to_string(timed.episodes.size())});
    const std::string name = scenario.name + (scalar ? ", scalar" : ", lanes");
    table.note(name + ", against tolerance / 10: worst series " + text(errors(r, reference)) +
               "; largest shift of an onset in s: " + onset_shift(r, reference) + ".");
    if (r.status != Status::complete) table.note(scenario.name + ": " + r.message);
}

/// Nanoseconds of one right-hand side of a patch.
template <class T>
double patch_cost() {
    const Scenario s = desk_day(1);
    const Anatomy anatomy = neck_anatomy();
    Neck<T> neck(anatomy, 6, parameters_of(s), gains_of<T>(s));
    draw_traits(neck, anatomy, 1, 1);
    auto in = neck.drive();
    Timeline timeline(s, targets_of(anatomy), anatomy.muscles.size(), 6);
    InputValues values = timeline.defaults();
    timeline.fill(0, values);
    apply_inputs(values, s.subject, neck, in);
    const auto x = rest(neck, in).slow;
    std::vector<T> dx(x.size());
    constexpr int calls = 100;
    const double seconds = bench::fastest(15, [&] {
        for (int k = 0; k < calls; ++k) neck.slow_rates(x, dx, in);
    });
    return seconds * 1e9 / (calls * static_cast<double>(neck.muscles() * 6));
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = bench::asked(argc, argv, "--quick");
    const int times = quick ? 1 : 3;
    bench::Table table("neck",
                       "can a day of the neck be looked at interactively, on one core and with its error known?",
                       "itself with a ten times smaller tolerance; scalar code instead of lanes",
                       {"scenario", "wall s", "x real time", "steps", "patch rates", "pool rates", "episodes"});
    const Scenario day = desk_day(quick ? 0.5 : 8);
    time_scenario(table, day, false, times);
    time_scenario(table, day, true, 1);
    if (!quick) time_scenario(table, hard_hour(), false, times);

    Options lanes;
    lanes.noise = false, lanes.record = {"all"};
    Options scalar = lanes;
    scalar.scalar = true;
    const std::string gap = text(errors(run(day, lanes), run(day, scalar)));
    table.note("Lanes against scalars over " + number(day.duration_s / 3600) + " h: worst series " + gap + ".");
    const double wide = patch_cost<Lanes<native_lanes>>(), narrow = patch_cost<double>();
    table.note("Right-hand side of one patch: " + number(wide, "%.1f") + " ns in lanes of " + std::to_string(native_lanes) + ", " +
               number(narrow, "%.1f") + " ns scalar, ratio " + number(narrow / wide, "%.2f") +
               " (padding of the last block included).");
    table.note("Errors: largest difference of a recorded series over its largest value, without noise.");
    table.print();
    if (!quick) table.record();
}
