// Knots: they stay where they are without the hypotheses of spread, grow with them, and whatever happened comes to an end.
#include <cmath>

#include "laboratory.hpp"
#include "wryneck/systems/anatomy.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

const std::vector<int> strained{1, 2, 3, 4};
constexpr const char* origin = "TRAP_U_R";

Scenario& overload(Scenario& s, double strain, std::vector<int> patches) {
    return s.set("strain", {origin}, Profile::pulse(minutes(10), minutes(20), strain), std::move(patches));
}

const std::vector<std::string> recorded{"contracture_patch", "contracture", "knot_radius", "angle", "pcr", "potassium", "mediator", "sensitisation", "pain"};

/// Largest contracture of any patch outside the origin's own, over the whole run.
double elsewhere(const Result& r, const std::vector<int>& own) {
    const Series& s = r["contracture_patch"];
    const std::size_t patches = s.row_size() / r.muscles.size();
    double worst = 0;
    for (std::size_t i = 0; i < s.rows(); ++i)
        for (std::size_t j = 0; j < s.row_size(); ++j) {
            const bool inside = r.muscles[j / patches] == origin && std::find(own.begin(), own.end(), static_cast<int>(j % patches)) != own.end();
            if (!inside) worst = std::max(worst, s.row(i)[j]);
        }
    return worst;
}

/// Largest value of a series by muscle at the end.
double worst_at_end(const Result& r, const std::string& series) {
    const auto row = r[series].row(r.time_s.size() - 1);
    return *std::max_element(row.begin(), row.end());
}

double onset(const Result& r, const std::string& muscle) {
    for (const Episode& e : episodes(r, "knot"))
        if (e.muscle + (e.side == "right" ? "_R" : "_L") == muscle) return e.onset_s;
    return none;
}

Scenario sensitised(double gain, double seconds) {
    Scenario s = scenario("super-knot").lasts(seconds).suppose("spinal_sensitisation", gain);
    return overload(s, 20, strained);
}

/// What ends it: lying down, a muscle relaxant, a slow stretch, then rest.
Scenario& relieve(Scenario& s, double from) {
    return s.set("gravity", Profile::step(from, 0))
        .set("support", Profile::step(from, 1))
        .set("inhibition", {"all"}, Profile::pulse(from, from + hours(2), 0.5))
        .set("stretch", {"all"}, Profile::table({from + 1800, from + 2100, from + 3300, from + 3600}, {0, 0.12, 0.12, 0}));
}

/// At the strongest gain of the demonstration.
const Result& super_knot() {
    static const Result r = [] {
        Scenario s = sensitised(2, hours(18));
        return run(relieve(s, hours(5)), calm(60, recorded));
    }();
    return r;
}

}  // namespace

TEST_CASE("without the gains of spread a knot stays in its patches, posture control off and on", "[slow]") {
    for (const double control : {0.0, 1.0}) {
        Scenario s = scenario("strained").lasts(hours(3));
        if (control > 0) s.set("control", Profile::constant(1));
        else lying(s);
        const Result r = run(overload(no_spread(s), 8, strained), calm(30, recorded));
        const std::string how = control > 0 ? "control on" : "control off";
        REQUIRE(r.status == Status::complete);
        meets("no spread, " + how + ": contracture inside the strained patches", curve(r, "contracture", origin).largest() * 6 / 4, {0.5, 1});
        meets("no spread, " + how + ": contracture of any other patch", elsewhere(r, strained), {0, 0.05});
        meets("no spread, " + how + ": muscles with a knot", static_cast<double>(seized(r, "knot").size()), {1, 1});
        for (const Episode& e : episodes(r, "knot")) CHECK(std::includes(strained.begin(), strained.end(), e.patches.begin(), e.patches.end()));
    }
}

TEST_CASE("a knot grows within its muscle where mediators are strong and last, and only with the gain of that growth", "[slow]") {
    const std::vector<int> two{2, 3};
    const auto growth = [&](double gain) {
        Scenario s = no_spread(scenario("strained").lasts(hours(4))).suppose("within_muscle_spread", gain).suppose("mediator_loop", 2);
        s.parameter("calcium.a_M", 14).parameter("mediators.k_B", 2e-5);  // within their ranges, not the defaults
        return elsewhere(run(overload(s, 15, two), calm(30, recorded)), two);
    };
    meets("strong mediators, growth off: contracture of any patch that was not strained", growth(0), {0, 0.05});
    meets("strong mediators, growth on: contracture of the worst patch that was not strained", growth(2), {0.5, 1});
}

TEST_CASE("at default gains a knot does not grow", "[slow]") {
    const std::vector<int> two{2, 3};
    Scenario s = scenario("strained").lasts(hours(4));
    const double extent = elsewhere(run(overload(s, 15, two), calm(30, recorded)), two);
    misses("default gains: contracture of the worst patch that was not strained", extent, {0.5, 1}, {0, 0.05});
}

TEST_CASE("spinal sensitisation recruits the neck sharply", "[slow]") {
    double before = 0, jump = 0, at_one = 0;
    for (const double gain : {0.0, 0.5, 1.0, 1.25, 1.5, 1.75}) {
        const auto muscles = static_cast<double>(seized(run(sensitised(gain, hours(5)), calm(60, recorded)), "knot").size());
        std::printf("spinal sensitisation %.2f: knots in %.0f muscles\n", gain, muscles);
        CHECK(muscles >= before);
        jump = std::max(jump, muscles - before);
        before = muscles;
        if (gain == 0) meets("muscles with a knot without spinal sensitisation", muscles, {1, 4});
        if (gain == 1) at_one = muscles;
    }
    meets("muscles with a knot at a sensitisation of 1", at_one, {13, 52});
    meets("muscles with a knot at a sensitisation of 2", static_cast<double>(seized(super_knot(), "knot").size()), {13, 52});
    meets("largest jump of that number between the gains above", jump, {10, 52});
    meets("super-knots", static_cast<double>(episodes(super_knot(), "super-knot").size()), {1, none});
}

TEST_CASE("a super-knot follows the roots", "[slow]") {
    const Result& r = super_knot();
    const Anatomy anatomy = neck_anatomy();
    const Muscle* first = nullptr;
    for (const Muscle& m : anatomy.muscles)
        if (m.id == origin) first = &m;
    REQUIRE(first != nullptr);
    REQUIRE(seized(r, "knot").front() == origin);
    double near = 0, near_n = 0, far = 0, far_n = 0;
    for (const Muscle& m : anatomy.muscles) {
        if (m.id == origin) continue;
        double shared = 0;
        for (std::size_t k = 0; k < 12; ++k) shared += std::min(m.roots[k], first->roots[k]);
        const double t = std::min(onset(r, m.id), hours(18));
        if (m.side == first->side && shared >= 0.5) near += t, near_n += 1;
        if (shared == 0) far += t, far_n += 1;
    }
    REQUIRE(near_n > 0);
    REQUIRE(far_n > 0);
    meets("super-knot: mean onset in muscles of the same roots and side as a share of that in muscles of other roots", (near / near_n) / (far / far_n), {0, 0.9});
}

TEST_CASE("a super-knot ends with stretch, inhibition and rest", "[slow]") {
    const Result& r = super_knot();
    REQUIRE(r.status == Status::complete);
    for (const Episode& e : r.episodes) CHECK_FALSE(e.ongoing);
    double gone = 0;  // last time at which some muscle was in contracture
    for (const auto& m : r.muscles) {
        const Curve c = curve(r, "contracture", m);
        for (std::size_t i = 0; i < c.t.size(); ++i)
            if (c.v[i] > 0.05) gone = std::max(gone, c.t[i]);
    }
    std::printf("super-knot: all muscles had let go %.1f h after relief began\n", gone / 3600 - 5);
    meets("super-knot, 13 h after relief began: largest contracture of a muscle", worst_at_end(r, "contracture"), {0, 0.05});
    double off = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) off = std::max(off, std::abs(column(r, "angle", axis).v.back()));
    meets("super-knot, angle of the head then (deg)", off, {0, 5});
    double pcr = 0, potassium = 0;
    for (const auto& m : r.muscles) {
        const Curve a = curve(r, "pcr", m), b = curve(r, "potassium", m);
        pcr = std::max(pcr, std::abs(a.v.back() / a.at(300) - 1));
        potassium = std::max(potassium, std::abs(b.v.back() / b.at(300) - 1));
    }
    meets("super-knot, phosphocreatine then, relative to before", pcr, {0, 0.05});
    meets("super-knot, potassium then, relative to before", potassium, {0, 0.1});
}

TEST_CASE("no state absorbs: fully contractured muscles let go", "[slow]") {
    Scenario s = scenario("everything strained").lasts(hours(14)).suppose("spinal_sensitisation", 1);
    s.set("strain", {"all"}, Profile::pulse(600, 3600, 30));
    const Result r = run(relieve(s, hours(2)), calm(60, recorded));
    REQUIRE(r.status == Status::complete);
    double least = 1;
    for (const auto& m : r.muscles) least = std::min(least, curve(r, "contracture", m).largest());
    CHECK(least > 0.5);
    meets("all muscles strained: largest contracture 12 h after relief began", worst_at_end(r, "contracture"), {0, 0.05});
    meets("all muscles strained: largest mediators then", worst_at_end(r, "mediator"), {0, 0.1});
}
