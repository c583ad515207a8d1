// The macro step of the neck, patches and pools by turns: its order in time, with the error of the steps inside it made small.
#include <cmath>
#include <vector>

#include "laboratory.hpp"
#include "wryneck/run/setup.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

/// Two muscles, lying, that are told to pull with a third of their strength; what they have come to after two seconds in equal
/// macro steps: states of the patches over their plausible range, then active states.
std::vector<double> pull(int steps_per_s) {
    constexpr int seconds = 2;
    const Anatomy anatomy = neck_anatomy({}, {"SPL_CAP", "TRAP_U"});
    const Scenario s = bench("SPL_CAP", seconds, 2);
    Neck<double> neck(anatomy, 2, NeckParameters{}, gains_of<double>(s));
    const Timeline timeline(s, targets_of(anatomy), anatomy.muscles.size(), 2);
    draw_traits(neck, anatomy, 1, 1);
    auto in = neck.drive();
    apply_inputs(timeline.defaults(), {}, neck, in);
    in.gravity = 0, in.support = 1, in.control = 0;
    auto x = rest(neck, in), next = x;
    for (auto& pool : in.pools) pool.command = 0.33;
    const Couplings couplings(anatomy);
    NeckStepper<double> stepper(neck, couplings, 1e-9);
    std::vector<double> a, end;
    Report<double> report, after;
    stepper.nerve(x, in, a);
    stepper.observe(x, in, report);
    const double h = 1.0 / steps_per_s;
    for (int i = 0; i < seconds * steps_per_s; ++i) {
        REQUIRE(std::isfinite(stepper.step(x, report, i * h, h, in, next, after).error));
        std::swap(x, next), std::swap(report, after);
        stepper.hand_over(report, x, in);
    }
    const auto fields = Patch::States::fields();
    for (std::size_t i = 0; i < x.slow.size(); ++i) {
        const Range range = fields[i % fields.size()].range;
        end.push_back(x.slow[i] / (range.high - range.low));
    }
    stepper.nerve(x, in, a);
    CHECK(a.front() > 0.1);
    end.insert(end.end(), a.begin(), a.end());
    return end;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
    REQUIRE(a.size() == b.size());
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) worst = test::larger(worst, std::abs(a[i] - b[i]));
    return worst;
}

}  // namespace

TEST_CASE("the macro step of the neck has order two", "[neck]") {
    // Longer steps than these err by more than the second power.
    const auto reference = pull(4096);
    const double coarse = distance(pull(128), reference), fine = distance(pull(512), reference);
    INFO("errors over the range " << coarse << ' ' << fine);
    test::verifies("order.neck",
                   "2: macro step of the neck (Strang), two muscles that begin to work, worst state after 2 s",
                   std::log2(coarse / fine) / 2, {1.8, 2.2});
}
