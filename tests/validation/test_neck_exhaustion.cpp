// Muscles driven to the end of their energy: pools stay where they can be, ledgers close, and rest brings them back.
#include "catch.hpp"
#include "laboratory.hpp"

using namespace wryneck;
using namespace wryneck::test;

namespace {

struct Load {
    double cuff, drive, hours;
};

Result exhausted(const Load& load) {
    Scenario s = scenario("exhaustion").lasts(hours(load.hours + 2));
    s.resolution.muscles = {"SCM_ST"};
    s.resolution.patches_per_muscle = 2;
    s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
    s.set("cuff", {"SCM_ST_R"}, Profile::pulse(60, hours(load.hours), load.cuff));
    s.set("drive", {"SCM_ST_R"}, Profile::pulse(60, hours(load.hours), load.drive));
    Options o;
    o.noise = false;
    o.record = {"pcr", "atp", "ph", "balance_energy", "balance_protons", "balance_potassium"};
    return run(s, o);
}

}  // namespace

TEST_CASE("a cuffed muscle that works until nothing is left stays inside its pools", "[slow]") {
    double worst_of_all = 0;
    for (const Load& load : {Load{300, 1, 0.5}, Load{300, 0.3, 1}, Load{300, 0, 3}, Load{60, 0.2, 0.5}}) {
        const Result r = exhausted(load);
        INFO("cuff " << load.cuff << " mmHg, drive " << load.drive << ", " << load.hours << " h: " << r.message);
        REQUIRE(r.status == Status::complete);
        for (const double v : r.of("pcr", "SCM_ST_R")) REQUIRE((v > -0.05 && v < 42.5));
        for (const double v : r.of("ph", "SCM_ST_R")) REQUIRE((v > 5.5 && v < 7.6));
        for (const double v : r.of("atp", "SCM_ST_R")) REQUIRE((v > -0.05 && v < 9));
        double worst = 0;
        for (const double v : r["balance_energy"].values) worst = std::max(worst, v);
        std::printf("cuff %.0f mmHg, drive %.1f: largest energy residual %.2g mM\n", load.cuff, load.drive, worst);
        CHECK(worst < 0.05);
        CHECK(r.of("pcr", "SCM_ST_R").back() > 15);
        worst_of_all = larger(worst_of_all, worst);
    }
    verifies("kept.neck_exhausted", "bonds of a muscle that works under a cuff until nothing is left, mM", worst_of_all, {0, 0.05});
}
