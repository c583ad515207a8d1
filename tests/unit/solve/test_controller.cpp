#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "wryneck/core/lanes.hpp"
#include "wryneck/solve/controller.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {
const double not_a_number = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
}

TEST_CASE("the weighted error is the largest over all components", "[controller]") {
    const std::vector<double> error{1e-4, -3e-4, 2e-4}, x{1.0, 1.0, 0.0}, end{1.0, 2.0, 0.0}, absolute{1e-4, 1e-4, 1e-4};
    const Trial trial = weighted_error<double>(error, x, end, absolute, 1e-4);
    CHECK(trial.worst == 2);
    CHECK(trial.error == Approx(2.0));
    const double one_for_all = 1e-3;
    CHECK(weighted_error<double>(error, x, end, {&one_for_all, 1}, 0.0).worst == 1);
}

TEST_CASE("nothing that is not finite passes the error test", "[controller]") {
    const double absolute = 1.0;
    const std::vector<double> good{0.0, 0.0, 0.0};
    for (std::size_t at = 0; at < 3; ++at)
        for (double bad : {not_a_number, inf, -inf}) {
            std::vector<double> broken = good;
            broken[at] = bad;
            CHECK(std::isnan(weighted_error<double>(broken, good, good, {&absolute, 1}, 0.1).error));
            CHECK(weighted_error<double>(good, good, broken, {&absolute, 1}, 0.1).worst == at);
            CHECK(std::isnan(weighted_error<double>(good, good, broken, {&absolute, 1}, 0.1).error));
        }
    StepMemory memory{1.0, 0.5, false};
    for (double bad : {not_a_number, inf}) {
        CHECK_FALSE(judge({}, memory, 0.4, bad));
        CHECK(memory.h == 0.2);
    }
}

TEST_CASE("lanes are judged one by one", "[controller]") {
    std::vector<Lanes<8>> error(2, Lanes<8>(1e-6)), x(2, Lanes<8>(1.0));
    error[1][5] = 4e-3;
    const double absolute = 1e-3;
    const Trial trial = weighted_error<Lanes<8>>(error, x, x, {&absolute, 1}, 1e-3);
    CHECK(trial.worst == 13);
    CHECK(trial.error == Approx(2.0));
    x[0][7] = not_a_number;
    CHECK(std::isnan(weighted_error<Lanes<8>>(error, x, x, {&absolute, 1}, 1e-3).error));
}

TEST_CASE("steps shrink on rejection, grow on success, within bounds", "[controller]") {
    StepControl control;
    StepMemory memory{0.1, 0.0, false};
    CHECK_FALSE(judge(control, memory, 0.1, 8.0));
    CHECK(memory.h == Approx(0.1 * control.safety / 2.0));  // error 8 of a third-order estimate: half the step
    CHECK(judge(control, memory, 0.04, 1e-12));
    CHECK(memory.h <= 0.04);  // never grows right after a rejection
    CHECK(judge(control, memory, 0.04, 1e-12));
    CHECK(memory.h > 0.04);
    CHECK(memory.h <= 0.04 * control.grow_at_most);
    control.longest = 0.05;
    CHECK(judge(control, memory, 0.04, 0.0));
    CHECK(memory.h == 0.05);
    CHECK_FALSE(judge(control, memory, 1.0, 1e300));
    CHECK(memory.h == 0.05);
    control.longest = inf;
    CHECK_FALSE(judge(control, memory, 1.0, 1e300));
    CHECK(memory.h == control.shrink_at_most);
}

TEST_CASE("powers of two", "[controller]") {
    CHECK(floor_pow2(1.0) == 1.0);
    CHECK(floor_pow2(0.99) == 0.5);
    CHECK(floor_pow2(3.0) == 2.0);
    StepControl control;
    control.powers_of_two = true;
    StepMemory memory{0.25, 0.0, false};
    CHECK(judge(control, memory, 0.25, 0.5));
    CHECK((memory.h == 0.25 || memory.h == 0.125));
    CHECK_FALSE(judge(control, memory, 0.25, 1.01));
    CHECK(memory.h == 0.125);
}
