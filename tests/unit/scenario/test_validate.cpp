#include "catch.hpp"

#include "wryneck/scenario/validate.hpp"

#include <limits>
#include <string>

using namespace wryneck;

namespace {

const Targets& neck() {
    static const Targets targets({"TRAP_U_R", "LEVSC_R", "TRAP_U_L", "LEVSC_L"});
    return targets;
}

Scenario day() { return scenario("day").lasts(hours(8)); }

/// The error that a scenario gives; fails the test when it gives none.
InputError error_of(const Scenario& s, const std::vector<ParameterRange>& parameters = {}) {
    try {
        validate(s, neck(), parameters);
    } catch (const InputError& e) {
        return e;
    }
    FAIL("the scenario was accepted");
    return {"", "", ""};
}

void refused(const Scenario& s, const std::string& field, const std::string& nearest = "") {
    const auto e = error_of(s);
    INFO(e.what());
    CHECK(e.field() == field);
    CHECK(e.nearest() == nearest);
    CHECK(std::string(e.what()).find('\n') == std::string::npos);
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("a sound scenario is accepted", "[scenario]") {
    CHECK_NOTHROW(validate(day()
                               .set("pitch", Profile::constant(-17))
                               .set("drive", {"TRAP_U", "LEVSC"}, Profile::constant(0.03))
                               .set("strain", {"TRAP_U_R"}, Profile::pulse(0, 60, 5), {0, 5})
                               .suppose("endplate_noise", 0),
                           neck()));
}

TEST_CASE("unknown names are refused with the nearest right one", "[scenario]") {
    refused(day().set("sodum", Profile::constant(140)), "timeline[0].input", "sodium");
    refused(day().set("drive", {"LEVSC", "TRAP_V"}, Profile::constant(0.1)), "timeline[0].muscles[1]", "TRAP_U");
    refused(day().suppose("endplate_nois", 1), "hypotheses.endplate_nois", "endplate_noise");
    refused(day().set("xyzzyxyzzy", Profile::constant(1)), "timeline[0].input");
    const auto e = error_of(day().parameter("energetics.J_mx", 1), {{"energetics.J_max", 1, 3}});
    CHECK(e.nearest() == "energetics.J_max");
}

TEST_CASE("numbers that cannot be meant are refused", "[scenario]") {
    for (const double v : {not_a_number, inf, -inf, -1.0, 1000.0}) {
        refused(day().set("sodium", Profile::constant(v)), "timeline[0].value");
        refused(day().suppose("mediator_loop", v), "hypotheses.mediator_loop");
    }
    refused(day().set("sodium", Profile::ramp(0, 60, 140, 1400)), "timeline[0].value[1]");
    refused(day().parameter("energetics.J_max", not_a_number), "parameters.energetics.J_max");
    CHECK(error_of(day().parameter("a.b", -1), {{"a.b", 1, 3}}).field() == "parameters.a.b");
    CHECK(error_of(day().parameter("a.b", 3.01), {{"a.b", 1, 3}}).expected() == "a number from 1 to 3");
    CHECK_NOTHROW(validate(day().parameter("a.b", 3), neck(), {{"a.b", 1, 3}}));
}

TEST_CASE("durations and resolutions have bounds", "[scenario]") {
    for (const double d : {0.0, -1.0, not_a_number, inf, days(91)}) refused(scenario("x").lasts(d), "duration");
    for (const int n : {0, -3, 4097, 1000000000})
        refused(day().with(Resolution{n}), "resolution.patches_per_muscle");
    CHECK_NOTHROW(validate(scenario("x").lasts(days(90)).with(Resolution{4096, {"left"}}), neck()));
    refused(day().with(Resolution{6, {"TRAP_U", ""}}), "resolution.muscles[1]");
    refused(day().with(Subject{Sex::female, 5, false}), "subject.mass");
    auto endless = day();
    for (std::size_t i = 0; i <= most_actions; ++i)
        endless.set("sodium", Profile::pulse(double(i), double(i) + 1, 140));
    refused(endless, "timeline");
}

TEST_CASE("times must be in order and inside the scenario", "[scenario]") {
    refused(day().set("stress", Profile::step(-1, 0.5)), "timeline[0].at");
    refused(day().set("stress", Profile::step(not_a_number, 0.5)), "timeline[0].at");
    refused(day().set("stress", Profile::step(hours(8), 0.5)), "timeline[0].at");
    refused(day().set("stress", Profile::pulse(60, 60, 0.5)), "timeline[0].until");
    refused(day().set("stress", Profile::pulse(60, not_a_number, 0.5)), "timeline[0].until");
    refused(day().set("stress", Profile::table({0, 5, 4}, {0, 1, 0})), "timeline[0].table[2]");
    refused(day().set("stress", Profile::table({0, 5, 5, 5}, {0, 1, 0, 1})), "timeline[0].table[3]");
    refused(day().set("stress", Profile::table({}, {})), "timeline[0].value");
    refused(day().set("stress", Profile::table({0, 1}, {1})), "timeline[0].value");
}

TEST_CASE("an action needs the targets that its input takes", "[scenario]") {
    refused(day().set("drive", Profile::constant(0.1)), "timeline[0].muscles");
    refused(day().set("sodium", {"all"}, Profile::constant(140)), "timeline[0].muscles");
    refused(day().set("drive", {"all"}, Profile::constant(0.1), {1}), "timeline[0].patches");
    refused(day().set("strain", {"all"}, Profile::constant(1), {0, 6}), "timeline[0].patches[1]");
    refused(day().with(Resolution{6, {"TRAP_U"}}).set("drive", {"LEVSC"}, Profile::constant(0.1)),
            "timeline[0].muscles");
}

TEST_CASE("a list that came out empty does not mean all", "[scenario]") {
    const std::vector<int> none;
    const auto e = error_of(day().set("strain", {"all"}, Profile::constant(1), none));
    CHECK(e.field() == "timeline[0].patches");
    CHECK(std::string(e.what()) == "timeline[0].patches is empty, expected whole numbers from 0 to 5, or no list for all patches");
    refused(day().set("drive", {"all"}, Profile::constant(0.1), none), "timeline[0].patches");
    refused(day().set("drive", Scenario::Names{}, Profile::constant(0.1)), "timeline[0].muscles");
    refused(day().with(Resolution{6, {}}), "resolution.muscles");
    CHECK_NOTHROW(validate(day().set("strain", {"all"}, Profile::constant(1), {}, "left out"), neck()));
}

TEST_CASE("two actions cannot set one input of one muscle at one time", "[scenario]") {
    const auto first = day().set("drive", {"TRAP_U"}, Profile::pulse(0, 60, 0.1));
    auto clash = first, after = first, beside = first;
    clash.set("drive", {"right"}, Profile::step(59, 0.2));
    const auto e = error_of(clash);
    CHECK(e.field() == "timeline[1]");
    CHECK(e.expected().find("timeline[0]") != std::string::npos);
    CHECK_NOTHROW(validate(after.set("drive", {"right"}, Profile::step(60, 0.2)), neck()));
    CHECK_NOTHROW(validate(beside.set("drive", {"LEVSC"}, Profile::step(0, 0.2)), neck()));
    refused(day().set("gravity", Profile::constant(0)).set("gravity", Profile::step(60, 1)), "timeline[1]");
}

TEST_CASE("patches of one muscle can be set apart", "[scenario]") {
    const auto one = day().set("strain", {"TRAP_U_R"}, Profile::constant(1), {3, 1});
    auto apart = one, same = one, all = one;
    CHECK_NOTHROW(validate(apart.set("strain", {"TRAP_U_R"}, Profile::constant(2), {2, 0}), neck()));
    refused(same.set("strain", {"TRAP_U"}, Profile::constant(2), {1}), "timeline[1]");
    refused(all.set("strain", {"all"}, Profile::constant(2)), "timeline[1]");
}

TEST_CASE("the nearest name is found by edits, and only when near", "[scenario]") {
    CHECK(nearest_name("potasium", {"sodium", "potassium"}) == "potassium");
    CHECK(nearest_name("trap_u", {"TRAP_M", "TRAP_U"}) == "TRAP_U");
    CHECK(nearest_name("zzzz", {"sodium", "potassium"}).empty());
    CHECK(nearest_name("", {"a"}).empty());
    CHECK(nearest_name(std::string(1000000, 'a'), {"aaaa"}).empty());
}
