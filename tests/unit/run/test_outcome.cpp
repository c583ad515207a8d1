// What a run tells beyond its rows: extremes between them, the posture that it starts from, what brought a knot about.
#include "catch.hpp"
#include "wryneck/run/run.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

Scenario lying(double seconds, const char* muscle) {
    Scenario s = scenario("lying").lasts(seconds);
    s.resolution = {2, {muscle}};
    return s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
}

Options every(double seconds) {
    Options o;
    o.noise = false, o.every_s = seconds;
    return o;
}

std::string cause_of_knot(const Scenario& s) {
    for (const Episode& e : run(s, every(60)).episodes)
        if (e.kind == "knot") return e.cause;
    return "no knot";
}

}  // namespace

TEST_CASE("extremes are those of every step, not of the rows that are kept") {
    Scenario s = lying(600, "SCM_ST").set("drive", {"SCM_ST_R"}, Profile::pulse(101, 106, 0.5));
    const Result r = run(s, every(300));
    const Series &a = r["activation"], &pcr = r["pcr"];
    REQUIRE(a.highest.size() == r.muscles.size());
    CHECK(a.row(0)[0] < 0.01);
    CHECK(a.row(1)[0] < 0.01);
    CHECK(a.highest[0] > 0.4);
    CHECK(a.highest[1] < 0.01);
    CHECK(pcr.lowest[0] < pcr.row(0)[0] - 1);
    CHECK(r["contracture_patch"].highest.empty());  // not followed: too many columns
    for (const Series& one : r.series)
        for (std::size_t i = 0; i < one.highest.size(); ++i)
            for (std::size_t row = 0; row < one.rows(); ++row) {
                CHECK(one.row(row)[i] <= one.highest[i]);
                CHECK(one.row(row)[i] >= one.lowest[i]);
            }
}

TEST_CASE("a run starts in the wanted posture, held", "[slow]") {
    for (const double pitch : {0.0, -17.0}) {
        const Result r = run(scenario("upright").lasts(5).set("pitch", Profile::constant(pitch)), every(0.1));
        CHECK(r["angle"].row(0)[0] == Approx(pitch).margin(0.5));
        CHECK(r["angle"].highest[0] - r["angle"].lowest[0] < 0.5);
    }
    Scenario dropped = scenario("nobody holds the head").lasts(5).set("control", Profile::constant(0));
    const Result r = run(dropped, every(0.1));
    CHECK(r["angle"].row(0)[0] == Approx(0).margin(0.5));
    CHECK(r["angle"].lowest[0] < -5);
}

TEST_CASE("a knot knows whether strain from outside or work brought it about", "[slow]") {
    CHECK(cause_of_knot(lying(3600, "TRAP_U").set("drive", {"TRAP_U_R"}, Profile::pulse(60, 1260, 0.4))) == "overload in work");
    CHECK(cause_of_knot(lying(3600, "TRAP_U").set("strain", {"TRAP_U_R"}, Profile::pulse(60, 660, 15))) == "insult to the muscle");
}
