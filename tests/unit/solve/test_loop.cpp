#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "wryneck/solve/loop.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

// x' = -x + input(t), input jumps at the switching times; Heun with the Euler difference as error.
struct Decay {
    double x = 1.0, tolerance = 1e-6, candidate = 0.0;
    double broken_from = std::numeric_limits<double>::infinity();
    std::vector<double> ends = {}, restarts = {};

    static double input(double t) { return t >= 1.0 && t < 2.5 ? 1.0 : 0.0; }

    Trial try_step(double t, double h) {
        const double u = input(t);  // constant within a step, because no step crosses a switching time
        const double k1 = -x + u, k2 = -(x + h * k1) + u;
        candidate = t + h > broken_from ? std::nan("") : x + 0.5 * h * (k1 + k2);
        return {t + h > broken_from ? candidate : std::abs(0.5 * h * (k2 - k1)) / tolerance, 3};
    }
    void accept(double t, double h) { x = candidate, ends.push_back(t + h); }
    void restart(double t) { restarts.push_back(t); }
};

const StepControl second_order = [] {
    StepControl control;
    control.error_order = 2;
    return control;
}();
const std::vector<double> switches{1.0, 2.5, 2.5000001};

LoopState from(double h) {
    LoopState state;
    state.memory.h = h;
    return state;
}

}  // namespace

TEST_CASE("the loop lands exactly on switching times and the end", "[loop]") {
    Decay system;
    LoopState state = from(0.3);
    const LoopReport report = run_loop(system, state, 4.0, switches, second_order);
    CHECK(report.end == LoopEnd::reached_end);
    CHECK(state.t == 4.0);
    CHECK(system.restarts == switches);
    const double at_1 = std::exp(-1.0), at_2 = 1.0 + (at_1 - 1.0) * std::exp(-1.5);
    CHECK(system.x == Approx(at_2 * std::exp(-1.5)).epsilon(1e-4));
    CHECK(state.accepted == system.ends.size());
    CHECK_FALSE(report.failed());
}

TEST_CASE("a step cut short by a landing does not shorten the steps after it", "[loop]") {
    struct Easy {
        std::vector<double> steps = {};
        Trial try_step(double, double) { return {1e-3, 0}; }
        void accept(double, double h) { steps.push_back(h); }
        void restart(double) {}
    } system;
    LoopState state = from(0.5);
    StepControl steady = second_order;
    steady.longest = 0.5;
    run_loop(system, state, 4.0, std::vector<double>{1.0, 1.0001}, steady);
    REQUIRE(system.steps.size() > 3);
    CHECK(system.steps[2] == Approx(0.0001));
    CHECK(system.steps[3] == Approx(0.5));
    LoopLimits careful;
    careful.restart_step = 0.01;
    Easy again;
    state = from(0.5);
    run_loop(again, state, 4.0, std::vector<double>{1.0}, steady, careful);
    CHECK(again.steps[2] == Approx(0.01));
}

TEST_CASE("two halves make the same steps as the whole", "[loop]") {
    Decay whole, halves;
    LoopState one = from(0.3), two = from(0.3);
    run_loop(whole, one, 4.0, switches, second_order);
    LoopLimits budget;
    for (budget.max_steps = 1; run_loop(halves, two, 4.0, switches, second_order, budget).end == LoopEnd::step_budget;)
        ++budget.max_steps;  // stops after every single step
    CHECK(halves.ends == whole.ends);
    CHECK(halves.x == whole.x);
    CHECK(two.rejected == one.rejected);
}

TEST_CASE("a value that is not finite ends the loop with the good state", "[loop]") {
    Decay system;
    system.broken_from = 0.7;
    LoopState state = from(0.3);
    const LoopReport report = run_loop(system, state, 4.0, switches, second_order);
    CHECK(report.end == LoopEnd::not_finite);
    CHECK(report.failed());
    CHECK(report.worst == 3);
    CHECK(std::isfinite(system.x));
    CHECK(state.t == Approx(0.7).margin(1e-6));
    CHECK(report.history.used == StepHistory::length);
    const std::string text = describe(report, "potassium of TRAP_U_R = nan mM");
    CHECK(text.find("potassium of TRAP_U_R") != std::string::npos);
    CHECK(SolveFailure(report).report().end == LoopEnd::not_finite);
}

TEST_CASE("an error that never shrinks ends the loop", "[loop]") {
    struct Hopeless {
        Trial try_step(double, double) { return {2.0, 7}; }
        void accept(double, double) { FAIL("accepted"); }
        void restart(double) {}
    } system;
    LoopState state = from(0.3);
    const LoopReport report = run_loop(system, state, 1.0, {}, second_order);
    CHECK(report.end == LoopEnd::step_too_small);
    CHECK(report.worst == 7);
    CHECK(state.t == 0.0);
}

TEST_CASE("a step lost in the rounding of time ends the loop", "[loop]") {
    struct Tiny {
        Trial try_step(double, double) { return {0.5, 0}; }
        void accept(double, double) {}
        void restart(double) {}
    } system;
    LoopState state = from(1e-9);
    state.t = 1e12;
    StepControl frozen = second_order;
    frozen.longest = 1e-9;
    CHECK(run_loop(system, state, 2e12, {}, frozen).end == LoopEnd::step_too_small);
}

TEST_CASE("budget, clock, token and callback end the loop", "[loop]") {
    Decay system;
    LoopState state = from(1e-4);
    LoopLimits limits;
    limits.max_steps = 5;
    CHECK(run_loop(system, state, 4.0, {}, second_order, limits).end == LoopEnd::step_budget);
    CHECK(state.accepted + state.rejected == 5);
    LoopLimits no_time;
    no_time.wall_limit_s = 0.0;
    CHECK(run_loop(system, state, 4.0, {}, second_order, no_time).end == LoopEnd::wall_clock);
    std::atomic<bool> stop = false;
    LoopHooks hooks{&stop, [&](const LoopState& s) { return stop = s.accepted == 8, true; }};
    CHECK(run_loop(system, state, 4.0, {}, second_order, {}, hooks).end == LoopEnd::stopped);
    CHECK(state.accepted == 8);
    LoopHooks refuse{nullptr, [](const LoopState&) { return false; }};
    CHECK(run_loop(system, state, 4.0, {}, second_order, {}, refuse).end == LoopEnd::stopped);
    CHECK(state.accepted == 9);
    CHECK(run_loop(system, state, 4.0, {}, second_order).end == LoopEnd::reached_end);
}

TEST_CASE("bad arguments are refused", "[loop]") {
    Decay system;
    const auto run = [&](double t, double h, double end, std::vector<double> at) {
        LoopState state = from(h);
        state.t = t;
        run_loop(system, state, end, at, second_order);
    };
    CHECK_THROWS_AS(run(std::nan(""), 0.1, 1.0, {}), std::invalid_argument);
    CHECK_THROWS_AS(run(0.0, 0.0, 1.0, {}), std::invalid_argument);
    CHECK_THROWS_AS(run(0.0, std::nan(""), 1.0, {}), std::invalid_argument);
    CHECK_THROWS_AS(run(0.0, 0.1, INFINITY, {}), std::invalid_argument);
    CHECK_THROWS_AS(run(0.0, 0.1, 1.0, {0.5, 0.4}), std::invalid_argument);
}
