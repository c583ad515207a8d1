// Whole days of the whole neck: at rest it rests, upright it holds the head, a desk day leaves no cramp.
#include <cmath>
#include <map>

#include "laboratory.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

const std::vector<std::string> everything{"all"};

/// Largest relative change per hour of a series between two times, over all its columns.
struct Drift {
    double per_cent_per_hour = 0;
    std::string where;
};

Drift drift(const Result& r, const std::string& series, double from, double to, double least_scale) {
    const Series& s = r[series];
    const Curve clock{r.time_s, r.time_s};
    const auto first = s.row(clock.index(from)), last = s.row(clock.index(to));
    Drift worst;
    for (std::size_t i = 0; i < s.row_size(); ++i) {
        const double d = 100 * std::abs(last[i] - first[i]) / std::max(std::abs(first[i]), least_scale) / ((to - from) / 3600);
        if (d < worst.per_cent_per_hour) continue;
        worst.per_cent_per_hour = d;
        worst.where = s.row_size() == r.muscles.size() ? r.muscles[i] : std::to_string(i);
    }
    return worst;
}

/// Largest imbalance of each ledger over the run, as a share of its pool; the worst so far by name.
void balanced(const Result& r, const std::string& day, std::map<std::string, double>& worst) {
    // Phosphocreatine, protons bound at pH 7, potassium of the fibre per interstitial volume, cell water.
    const std::pair<const char*, double> pools[] = {
        {"balance_energy", 33.0}, {"balance_protons", 200.0}, {"balance_potassium", 1000.0}, {"balance_water", 70.0}};
    for (const auto& [series, pool] : pools) {
        const double share = column(r, series).largest() / pool;
        meets(day + " " + series + " as a share of its pool", share, {0, 1e-6});
        worst[series] = test::larger(worst[series], share);
    }
}

const Result& night() {
    static const Result r = [] {
        Scenario s = scenario("lying").lasts(hours(8));
        return run(lying(s), [] {
            Options o;
            o.record = everything, o.every_s = 60;
            return o;
        }());
    }();
    return r;
}

const Result& upright() {
    static const Result r = [] {
        Options o;
        o.record = everything, o.every_s = 60;
        return run(scenario("upright").lasts(hours(8)), o);
    }();
    return r;
}

const Result& desk() {
    static const Result r = [] {
        Options o;
        o.record = everything, o.every_s = 60;
        return run(scenario("desk").lasts(hours(8)).set("pitch", Profile::constant(-17)).set("drive", {"TRAP_U", "LEVSC"}, Profile::constant(0.03)), o);
    }();
    return r;
}

}  // namespace

TEST_CASE("lying for 8 h: the neck stays at rest", "[slow]") {
    const Result& r = night();
    REQUIRE(r.status == Status::complete);
    meets("lying 8 h, episodes", static_cast<double>(r.episodes.size()), {0, 0});
    for (const char* series : {"pcr", "potassium", "ph"}) {
        meets(std::string("lying 8 h, drift of ") + series + " (% per h)", drift(r, series, 0, hours(8), 0).per_cent_per_hour, {0, 1});
        meets(std::string("lying, drift of ") + series + " after the first hour (% per h)", drift(r, series, hours(1), hours(8), 0).per_cent_per_hour, {0, 1});
    }
    double moved = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Curve angle = column(r, "angle", axis);
        moved = std::max(moved, angle.largest(60) - angle.smallest(60));
    }
    meets("lying 8 h, movement of the head after the first minute (deg)", moved, {0, 0.1});
}

TEST_CASE("lying for 8 h: what else drifts", "[slow]") {
    const Result& r = night();
    // The scale is that of the quantity where its resting value is next to nothing.
    const std::pair<const char*, double> all[] = {
        {"atp", 0.0}, {"lactate", 0.0}, {"po2", 0.0}, {"flow", 0.0}, {"glycogen", 0.0}, {"capacity", 0.0}, {"sodium_fibre", 0.0},
        {"resting_potential", 0.0}, {"calcium_rest", 0.0}, {"conduction", 0.0}, {"force", 0.1}, {"spontaneous", 0.01},
        {"contracture", 1.0}, {"fatigue", 1.0}, {"water", 70.0}};
    for (const auto& [series, scale] : all) {
        const Drift d = drift(r, series, hours(1), hours(8), scale);
        meets(std::string("lying, drift of ") + series + " after the first hour, worst in " + d.where + " (% per h)", d.per_cent_per_hour, {0, 1});
    }
}

TEST_CASE("upright for 8 h: the head is held", "[slow]") {
    const Result& r = upright();
    REQUIRE(r.status == Status::complete);
    meets("upright 8 h, episodes", static_cast<double>(r.episodes.size()), {0, 0});
    double off = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) off = std::max({off, r["angle"].highest[axis], -r["angle"].lowest[axis]});  // of every step
    meets("upright 8 h, largest angle of the head (deg)", off, {0, 1});
    meets("upright 8 h, least compression at C4-C5 (N)", r["compression"].lowest[1], {70, 150});
    meets("upright 8 h, largest compression at C4-C5 (N)", r["compression"].highest[1], {70, 150});
    meets("upright 8 h, largest pain (index)", column(r, "pain").largest(), {0, 1});
}

TEST_CASE("a desk day of 8 h leaves no cramp and no knot", "[slow]") {
    const Result& r = desk();
    REQUIRE(r.status == Status::complete);
    for (const char* kind : {"cramp", "knot", "super-knot"})
        meets(std::string("desk day 8 h, episodes of ") + kind, static_cast<double>(episodes(r, kind).size()), {0, 0});
    const Series& angle = r["angle"];
    meets("desk day 8 h, pitch of the head less wanted (deg)", std::max(std::abs(angle.highest[0] + 17), std::abs(angle.lowest[0] + 17)), {0, 2});
    // A tired muscle, not a spent one.
    meets("desk day 8 h, least capacity of the upper trapezius", curve(r, "capacity", "TRAP_U_R").smallest(), {0.3, 0.95});
}

TEST_CASE("conserved quantities close over 8 h", "[slow]") {
    std::map<std::string, double> worst;
    balanced(night(), "lying", worst);
    balanced(upright(), "upright", worst);
    balanced(desk(), "desk day", worst);
    for (const auto& [series, share] : worst)
        figure("kept.neck." + series.substr(series.find('_') + 1),
               series + " of the neck as a share of its pool, worst of three times 8 h", share, {0, 1e-6});
}
