// Parts by themselves: what a sub-model gives at a point, and the neck held still.
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/models/endplate.hpp"
#include "wryneck/models/fibre/gates.hpp"
#include "wryneck/run/parts.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

template <class F>
std::string complaint(F&& f) {
    try {
        (void)f();
    } catch (const InputError& error) {
        return error.what();
    }
    return "none";
}

std::string of_endplate(const Numbers& inputs, const Numbers& parameters = {}) {
    return complaint([&] { return evaluate("endplate", "", false, {}, inputs, parameters); });
}

}  // namespace

TEST_CASE("a sub-model at a point is its own right-hand side", "[parts]") {
    const auto p = defaults<fibre::Gates::Parameters>(fibre::Gates::parameters, Column::second);
    auto x = defaults<fibre::Gates::State>(fibre::Gates::states, Column::second);
    auto in = defaults<fibre::Gates::Input>(fibre::Gates::inputs, Column::second);
    x.m = 0.3, in.V_s = -40;
    auto dx = x;
    const auto out = fibre::Gates::rhs(x, in, p, dx);
    const Evaluated found = evaluate("gates", "", true, {{"m", 0.3}}, {{"V_s", -40}}, {});
    CHECK(found.rates.at("m") == dx.m);
    CHECK(found.rates.at("h") == dx.h);
    CHECK(found.outputs.at("open_Na") == out.open_Na);
    CHECK(found.rates.size() == fibre::Gates::states.size());
}

TEST_CASE("sub-models that share a name are told apart by their variant", "[parts]") {
    CHECK(evaluate("ions", "", false, {}, {}, {}).rates.count("out_Cl") == 0);
    CHECK(evaluate("ions", "repaired", false, {}, {}, {}).rates.count("out_Cl") == 1);
    CHECK(evaluate("bath", "", false, {}, {}, {{"Ca", 20}}).outputs.at("shift_Na") > 20);  // without states or inputs
}

TEST_CASE("names and numbers that cannot be meant are refused", "[parts]") {
    CHECK(of_endplate({}) == "none");
    CHECK(of_endplate({{"ca", 1}}) == "inputs.ca, expected a name of the table; did you mean Ca?");
    CHECK(of_endplate({}, {{"K_1", std::numeric_limits<double>::quiet_NaN()}}) ==
          "parameters.K_1 is nan, expected a finite number");
    CHECK(complaint([] { return evaluate("endplat", "", false, {}, {}, {}); }) ==
          "model is endplat, expected the name of a sub-model; did you mean endplate?");
    CHECK(complaint([] { return evaluate("endplate", "repaired", false, {}, {}, {}); }).find("variant is repaired") ==
          0);
}

TEST_CASE("the neck held still is that of the anatomy", "[parts]") {
    const StillNeck neck = still_neck({}, {0, 0, 0}, 1);
    const Anatomy anatomy = neck_anatomy();
    REQUIRE(neck.muscles.size() == anatomy.muscles.size());
    double extension = 0, roll = 0;
    for (std::size_t m = 0; m < neck.muscles.size(); ++m) {
        const StillMuscle& one = neck.muscles[m];
        CHECK(one.id == anatomy.muscles[m].id);
        CHECK(one.strength_N > one.passive_N);
        CHECK(one.strength_N <= anatomy.muscles[m].F_max_N);
        extension += std::max(0.0, one.strength_N * one.arm_m[0]), roll += one.strength_N * one.arm_m[1];
    }
    CHECK(extension > 40);
    CHECK(extension < 62);
    CHECK(roll == Approx(0).margin(1e-9));
    CHECK(neck.weight_N[0] < neck.weight_N[1]);
    CHECK(neck.weight_N[1] < neck.weight_N[2]);
    CHECK(neck.torque_Nm[0] == Approx(-0.9).margin(0.01));  // the weight of the head before its joint
    CHECK(still_neck({}, {0, 0, 0}, 0).torque_Nm[0] == Approx(0).margin(0.01));
    CHECK(still_neck({true, 75}, {0, 0, 0}, 1).muscles[0].strength_N < neck.muscles[0].strength_N);
}

TEST_CASE("a posture that no neck has is refused", "[parts]") {
    const auto at = [](std::array<double, 3> angle, double gravity = 1, double mass = 75) {
        return complaint([&] { return still_neck({false, mass}, angle, gravity); });
    };
    CHECK(at({0, 0, 0}) == "none");
    CHECK(at({90, 0, 0}) == "pitch is 90, expected a value from -60 to 70");
    CHECK(at({0, 0, std::numeric_limits<double>::quiet_NaN()}) == "yaw is nan, expected a value from -80 to 80");
    CHECK(at({0, 0, 0}, 2) == "gravity is 2, expected a value from 0 to 1");
    CHECK(at({0, 0, 0}, 1, 5) == "mass_kg is 5, expected a value from 30 to 250");
}
