// The surface for a whole person: rows, series, ends, errors in a sentence.
#include <cmath>
#include <limits>
#include <string>

#include "catch.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/subject.hpp"

using namespace wryneck;
using test::Approx;

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

LayersProtocol iced() {
    LayersProtocol protocol;
    protocol.stretches = {{600, true, 0}, {300, false, 0}};
    return protocol;
}

BodyProtocol resting() {
    BodyProtocol protocol;
    protocol.stretches = {{600}};
    return protocol;
}

}  // namespace

TEST_CASE("layers cool under ice, most where it lies, and warm after it", "[subject]") {
    const SubjectTraces found = run_layers(iced());
    REQUIRE(found.status == Status::complete);
    REQUIRE(found.time_s.size() == 16);
    CHECK(found.time_s[10] == 600);
    const Series &T = found["temperature"], &skin = found["skin"];
    CHECK(T.shape == std::vector<std::size_t>{16, 2});
    CHECK(skin.row(0)[0] > 25);  // still in the air
    CHECK(skin.row(10)[0] < 3);
    CHECK(T.row(10)[0] < T.row(0)[0] - 3);
    CHECK(T.row(10)[1] > T.row(10)[0] + 3);
    CHECK(skin.row(15)[0] > skin.row(10)[0] + 5);
    for (double v : found["balance_heat"].values) CHECK(std::abs(v) < 1e-6);
}

TEST_CASE("more fat keeps cold out", "[subject]") {
    LayersProtocol fat = iced();
    fat.skinfold_mm = 30;
    CHECK(run_layers(fat)["temperature"].row(10)[0] > run_layers(iced())["temperature"].row(10)[0] + 2);
}

TEST_CASE("a subject who does nothing stays as he is", "[subject]") {
    const SubjectTraces found = run_body(resting());
    REQUIRE(found.time_s.size() == 11);
    CHECK(found["sodium"].values.back() == Approx(140).epsilon(1e-9));
    CHECK(found["outside"].values[0] + found["cells"].values[0] == Approx(45));
    CHECK(found["urine"].values.back() == Approx(0).margin(1e-9));
}

TEST_CASE("what a body holds follows mass and sex, or is said", "[subject]") {
    const auto water = [](const BodyProtocol& protocol) { return run_body(protocol)["outside"].values[0] / 0.4; };
    BodyProtocol woman = resting(), said = resting();
    woman.female = true, woman.mass_kg = 60, said.body_water_l = 25;
    CHECK(water(woman) == Approx(30));
    CHECK(water(said) == Approx(25));
}

TEST_CASE("parameters can be changed by name", "[subject]") {
    BodyProtocol protocol = resting();
    protocol.stretches = {{3600, 0, 0, 0, 1, 0}};
    protocol.parameters = {{"sweat.c_K", 4}};
    CHECK(run_body(protocol)["sweat_potassium"].values.back() == Approx(4));
    bool found = false;
    for (const SubjectParameter& p : subject_parameters())
        found = found || (p.name == "drug.k_a" && p.row.second > p.row.value);
    CHECK(found);
}

TEST_CASE("what cannot be meant of a person is refused in one sentence", "[subject]") {
    const auto layers = [](auto change) {
        LayersProtocol protocol = iced();
        change(protocol);
        return complaint([&] { return run_layers(protocol); });
    };
    const auto body = [](auto change) {
        BodyProtocol protocol = resting();
        change(protocol);
        return complaint([&] { return run_body(protocol); });
    };
    CHECK(layers([](auto&) {}) == "none");
    CHECK(layers([](auto& p) { p.skinfold_mm = 1; }).find("skinfold_mm is 1, expected a value from 3.2 to 100 mm") ==
          0);
    CHECK(layers([](auto& p) { p.depth_mm = {80}; }) == "depth_mm[0] is 80, expected a value from -5 to 60 mm");
    CHECK(layers([](auto& p) { p.stretches[0].pack_degC = 90; }) ==
          "stretches[0].pack_degC is 90, expected a value from -5 to 46 degC");
    CHECK(layers([](auto& p) { p.parameters["tissue.k_muscl"] = 1; }) ==
          "parameters.tissue.k_muscl, expected the name of a parameter; did you mean tissue.k_muscle?");
    CHECK(layers([](auto& p) { p.parameters["tissue.k_fat"] = 9; }) ==
          "parameters.tissue.k_fat is 9, expected a value from 0.16 to 0.32 W/m/K");
    CHECK(layers([](auto& p) { p.stretches.clear(); }) ==
          "stretches is an empty list, expected one stretch of time or more");
    CHECK(body([](auto& p) {
              p.stretches[0].duration_s = std::numeric_limits<double>::quiet_NaN();
          }).find("stretches[0].duration_s is nan") == 0);
    CHECK(body([](auto& p) { p.mass_kg = 5; }) == "mass_kg is 5, expected a value from 30 to 250 kg");
    CHECK(body([](auto& p) { p.stretches[0].water_l = -1; }) ==
          "stretches[0].water_l is -1, expected a value from 0 to 10 l");
    CHECK(body([](auto& p) { p.every_s = 0; }).find("every_s is 0") == 0);
    CHECK(complaint([] { return run_body(resting())["sodum"]; }) ==
          "series is sodum, expected the name of a series; did you mean sodium?");
}
