#include "catch.hpp"

#include "wryneck/scenario/profile.hpp"

#include <cmath>

using namespace wryneck;
using wryneck::test::Approx;

TEST_CASE("a constant holds from the start for ever", "[scenario]") {
    const auto p = Profile::constant(3);
    CHECK(p.at(0) == 3);
    CHECK(p.at(days(90)) == 3);
}

TEST_CASE("a step says nothing before its time", "[scenario]") {
    const auto p = Profile::step(10, 3);
    CHECK(p.at(9.999, -1) == -1);
    CHECK(p.at(10, -1) == 3);
}

TEST_CASE("a ramp is straight, then stays", "[scenario]") {
    const auto p = Profile::ramp(10, 20, 4, 2);
    CHECK(p.at(9, 4.2) == 4.2);
    CHECK(p.at(10) == 4);
    CHECK(p.at(12.5) == Approx(3.5));
    CHECK(p.at(20) == 2);
    CHECK(p.at(1000) == 2);
}

TEST_CASE("a pulse ends in the default", "[scenario]") {
    const auto p = Profile::pulse(1, 2, 5);
    CHECK(p.at(1) == 5);
    CHECK(p.at(1.999) == 5);
    CHECK(p.at(2, 0.5) == 0.5);
    CHECK(p.corners() == std::vector<double>{1, 2});
}

TEST_CASE("at a jump the later value holds", "[scenario]") {
    const auto linear = Profile::table({0, 10, 10, 20}, {0, 1, 5, 6});
    CHECK(linear.at(10) == 5);
    CHECK(linear.at(std::nextafter(10.0, 0.0)) == Approx(1));
    CHECK(linear.corners() == std::vector<double>{0, 10, 20});
    const auto held = Profile::table({0, 10, 20}, {1, 2, 3}, false);
    CHECK(held.at(9.9) == 1);
    CHECK(held.at(10) == 2);
    CHECK(held.at(25) == 3);
}

TEST_CASE("a ramp of no length is a step", "[scenario]") {
    const auto p = Profile::ramp(5, 5, 1, 2);
    CHECK(p.at(4.9, 0) == 0);
    CHECK(p.at(5) == 2);
}

TEST_CASE("a table can be cut short", "[scenario]") {
    const auto p = Profile::table({0, 10, 20}, {1, 2, 3}).until(15);
    CHECK(p.at(14) == Approx(2.4));
    CHECK(p.at(15, 7) == 7);
    CHECK(p.corners() == std::vector<double>{0, 10, 15});
}
