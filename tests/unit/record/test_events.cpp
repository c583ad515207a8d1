#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "wryneck/record/events.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

template <class Hazard, class NextStep>
std::vector<double> path(double t_end, const Draw& stream, Hazard hazard, NextStep next_step) {
    HazardClock clock = start_clock(stream);
    std::vector<double> times;
    for (double t = 0.0; t < t_end;) {
        const double h = std::min(next_step(t), t_end - t);
        advance_clock(clock, stream, t, h, hazard(t), hazard(t + h), [&](double at) { times.push_back(at); });
        t += h;
    }
    return times;
}

double irregular(double t) { return 0.01 + 0.3 * uniform({5, 0, 0, static_cast<std::uint64_t>(t * 1e6)}); }

}  // namespace

TEST_CASE("events of a hazard that is straight in time do not depend on the steps", "[events]") {
    const auto hazard = [](double t) { return 2.0 + 0.5 * t; };
    const auto coarse = path(60.0, {1, 0, 3, 0}, hazard, [](double) { return 60.0; });
    const auto fine = path(60.0, {1, 0, 3, 0}, hazard, [](double) { return 0.003; });
    const auto uneven = path(60.0, {1, 0, 3, 0}, hazard, irregular);
    REQUIRE(coarse.size() > 900);
    REQUIRE(fine.size() == coarse.size());
    REQUIRE(uneven.size() == coarse.size());
    for (std::size_t i = 0; i < coarse.size(); ++i) {
        CHECK(std::abs(fine[i] - coarse[i]) < 1e-9);
        CHECK(std::abs(uneven[i] - coarse[i]) < 1e-9);
    }
}

TEST_CASE("events of a curved hazard converge with the square of the step", "[events]") {
    const auto hazard = [](double t) { return 4.0 + 3.0 * std::sin(t); };
    const auto exact = path(100.0, {2, 0, 1, 0}, hazard, [](double) { return 1e-3; });
    const auto worst = [&](double h) {
        const auto times = path(100.0, {2, 0, 1, 0}, hazard, [h](double) { return h; });
        REQUIRE(std::abs(static_cast<double>(times.size()) - static_cast<double>(exact.size())) <= 1);
        double distance = 0.0;
        for (std::size_t i = 0; i < std::min(times.size(), exact.size()); ++i)
            distance = std::max(distance, std::abs(times[i] - exact[i]));
        return distance;
    };
    const double at_02 = worst(0.2), at_01 = worst(0.1);
    CHECK(at_02 < 0.02);
    CHECK(at_02 / at_01 > 3.0);
}

TEST_CASE("the clock keeps its promises about rate, order and streams", "[events]") {
    const auto constant = [](double) { return 5.0; };
    const auto a = path(4000.0, {3, 0, 0, 0}, constant, [](double) { return 0.5; });
    const auto b = path(4000.0, {3, 0, 1, 0}, constant, [](double) { return 0.5; });
    CHECK(std::abs(static_cast<double>(a.size()) - 20000.0) < 5.0 * std::sqrt(20000.0));
    CHECK(std::is_sorted(a.begin(), a.end()));
    CHECK(a != b);
    CHECK(path(100.0, {3, 0, 0, 0}, [](double) { return 0.0; }, irregular).empty());
    CHECK(path(100.0, {3, 0, 0, 0}, [](double) { return -1.0; }, irregular).empty());
}

TEST_CASE("a hazard that cannot be served is refused", "[events]") {
    HazardClock clock = start_clock({1, 0, 0, 0});
    const auto ignore = [](double) {};
    const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    for (double bad : {1e12, inf, nan})
        CHECK_THROWS_AS(advance_clock(clock, {1, 0, 0, 0}, 0.0, 1.0, 1.0, bad, ignore), std::domain_error);
    CHECK(clock.events == 0);
}
