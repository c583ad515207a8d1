// The stiff stepper on a small system with a known solution: order, output within a step, stiffness, lanes, failures.
#include <array>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/solve/equations.hpp"
#include "wryneck/solve/stiff_stepper.hpp"

using namespace wryneck;

namespace {

/// x = 1/(1 + t); y follows x with the rate lambda, a parameter, and is x if it begins there; the input drives z.
struct Pursuit {
    static constexpr std::size_t N = 3, extra = 1;

    static consteval Reading<N, extra> read() {
        return read_equations<N, extra>(
            [](const Recorded* x, const auto& further, const Recorded& lambda, Recorded* dx) {
                dx[0] = -(x[0] * x[0]);
                dx[1] = lambda * (x[0] - x[1]) - x[0] * x[0];
                dx[2] = further[0] - x[2];
            },
            [](Tape& tape) { return Recorded(tape, tape.parameter(0)); });
    }
};

template <class T>
using Stepper = StiffStepper<Equations<Pursuit, pack_width<T> == 1>, T>;

constexpr std::array<double, 3> start{1, 1, 0};

template <class T>
void begin(Stepper<T>& stepper, std::size_t lane, double lambda, double input, std::array<double, 3> x = start) {
    stepper.start(lane, x, Equations<Pursuit, pack_width<T> == 1>::prepare(std::array{lambda}));
    stepper.set_input(lane, 0, input);
    for (std::size_t n = 0; n < 3; ++n) stepper.allow(lane, n, 1);
}

/// Error at t = 2, or half a step before it, after equal steps.
double error_of(int steps, bool between) {
    Stepper<double> stepper;
    begin<double>(stepper, 0, 1, 1, {1, 0.5, 0});
    const double h = 2.0 / steps;
    for (int k = 0; k < steps; ++k) {
        stepper.try_step(h);
        if (between && k + 1 == steps) break;
        stepper.accept(true);
    }
    const double t = between ? 2 - h / 2 : 2, x = 1 / (1 + t), y = x - 0.5 * std::exp(-t), z = 1 - std::exp(-t);
    const auto value = [&](std::size_t n) { return between ? stepper.between(0.5, 0, n) : stepper.x(0, n); };
    return std::hypot(value(0) - x, value(1) - y, value(2) - z);
}

}  // namespace

TEST_CASE("the stiff stepper has order four, and its output within a step order three or more", "[solve]") {
    using test::unlimited;
    test::verifies("order.stiff",
                   "4: RODAS4P2 as the fibre uses it, along the tape", std::log2(error_of(20, false) / error_of(80, false)) / 2, {3.8, unlimited});
    test::verifies("order.stiff_between", "3: its output within a step", std::log2(error_of(20, true) / error_of(80, true)) / 2, {3.5, unlimited});
    CHECK(error_of(80, false) < 1e-8);
}

TEST_CASE("the stiff stepper takes long steps where a fast state follows a slow one", "[solve]") {
    Stepper<double> stepper;
    begin<double>(stepper, 0, 1e9, 0);
    for (int k = 0; k < 20; ++k) stepper.try_step(0.1), stepper.accept(true);
    CHECK(std::abs(stepper.x(0, 0) - 1.0 / 3) < 1e-6);
    CHECK(std::abs(stepper.x(0, 1) - 1.0 / 3) < 1e-5);
}

TEST_CASE("each lane of the stiff stepper has the bits of that system alone", "[solve]") {
    using Four = Pack<double, 4>;
    Stepper<Four> lanes;
    const std::array<double, 4> lambda{1, 30, 1e3, 1e6}, h{0.1, 0.02, 0.05, 0.2};
    for (std::size_t l = 0; l < 4; ++l) begin<Four>(lanes, l, lambda[l], double(l));
    Four step{};
    for (std::size_t l = 0; l < 4; ++l) at(step, l) = h[l];
    std::array<Stepper<double>, 4> alone;
    for (std::size_t l = 0; l < 4; ++l) begin<double>(alone[l], 0, lambda[l], double(l));
    for (int k = 0; k < 10; ++k) {
        lanes.try_step(step);
        Four good = spread<Four>(1);
        at(good, 2) = k == 5 ? 0 : 1;  // a lane that is refused stays where it is
        lanes.accept(good > Four{});
        for (std::size_t l = 0; l < 4; ++l) alone[l].try_step(h[l]), alone[l].accept(at(good, l) > 0);
    }
    int different = 0;
    for (std::size_t l = 0; l < 4; ++l)
        for (std::size_t n = 0; n < 3; ++n) different += lanes.x(l, n) != alone[l].x(0, n);
    test::verifies("same.stiff_lanes", "values of four systems in lanes of the stiff stepper that differ from each alone", different, {0, 0});
}

TEST_CASE("the stiff stepper names the worst state and does not hide what is not finite", "[solve]") {
    Stepper<double> stepper;
    begin<double>(stepper, 0, 1, 1000);
    CHECK(std::isfinite(stepper.try_step(1)));
    CHECK(stepper.worst(0) == 2);
    begin<double>(stepper, 0, 1, std::numeric_limits<double>::quiet_NaN());
    CHECK_FALSE(std::isfinite(stepper.try_step(1)));
    CHECK(stepper.worst(0) == 2);
}
