// Every plasma ion acts through its own mechanism and with its own sign, and its effect goes when the mechanism goes.
#include <cmath>
#include <map>

#include "laboratory.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

constexpr const char* muscle = "SCM_ST";
constexpr const char* right = "SCM_ST_R";
using Values = std::map<std::string, double>;

Scenario& in_plasma(Scenario& s, const Values& plasma) {
    for (const auto& [ion, value] : plasma) s.set(ion, Profile::constant(value));
    return s;
}

/// All ions of plasma concentrated or diluted alike.
Values scaled(double sodium) {
    const double by = sodium / 140;
    return {{"sodium", sodium}, {"potassium", 4.2 * by}, {"calcium", 1.25 * by}, {"magnesium", 0.55 * by}};
}

/// Threshold in steps of a quarter of a hertz: the mean of a group is finer than the steps of its test.
double threshold_in(const Values& plasma, const Values& gains = {}, bool history = false) {
    Staircase stairs;
    stairs.step = 0.25, stairs.last = 34;
    Scenario s = bench(muscle, stairs.seconds(), 2).set("stretch", {right}, Profile::constant(short_length)).set("stimulation", {right}, stairs.stimulation());
    s.subject.cramp_history = history;
    s.hypotheses = gains;
    return threshold(curve(run(in_plasma(s, plasma), calm(0.1, {"activation"})), "activation", right), stairs);
}

double reference() {
    static const double f = threshold_in({});
    return f;
}

/// Force of a maximal effort of a second, relative to normal plasma.
double strength_in(const Values& plasma, const Values& parameters = {}) {
    const auto force = [&](const Values& p) {
        Scenario s = bench(muscle, 8, 2).set("drive", {right}, Profile::pulse(5, 6, 1));
        s.parameters = parameters;
        return curve(run(in_plasma(s, p), calm(0.05, {"force"})), "force", right).largest(5, 6.5);
    };
    return force(plasma) / force({});
}

/// Greatest expected discharge of resting fibres, and of axons (Hz).
double at_rest(const std::string& series, const Values& plasma, const Values& gains = {}, const Values& parameters = {}) {
    Scenario s = bench(muscle, 60, 2);
    s.hypotheses = gains, s.parameters = parameters;
    return curve(run(in_plasma(s, plasma), calm(1, {series})), series, right).at(60);
}

/// Cramps of the upright neck in ten minutes, of which the last nine in changed plasma, by cause.
std::map<std::string, int> tetany(const Values& plasma, const Values& gains = {}) {
    Scenario s = scenario("upright").lasts(600);
    s.resolution.patches_per_muscle = 2;
    s.hypotheses = gains;
    for (const auto& [ion, value] : plasma) s.set(ion, Profile::step(60, value));
    std::map<std::string, int> found;
    for (const Episode& e : episodes(run(s, calm(1, {"axon"})), "cramp")) found[e.cause] += 1;
    return found;
}

int total(const std::map<std::string, int>& found) {
    int n = 0;
    for (const auto& [cause, times] : found) n += times;
    return n;
}

constexpr const char* axons = "discharge of motor axons";

}  // namespace

TEST_CASE("NE-57: sweating alone leaves the threshold", "[slow]") {
    std::printf("threshold in normal plasma: %.2f Hz\n", reference());
    meets("NE-57, NE-58 threshold after sweating, sodium +3 mM (Hz)", threshold_in(scaled(143)) - reference(), {-1.5, 1.5});
    meets("NE-57, NE-58 threshold after sweating, sodium +6 mM (Hz)", threshold_in(scaled(146)) - reference(), {-1.5, 1.5});
}

TEST_CASE("NE-59: plain water after sweating lowers the threshold", "[slow]") {
    const double lowered = threshold_in(scaled(137.6)) - reference();
    meets("NE-59 threshold after plain water, sodium 137.6 mM (Hz)", lowered, {-6.5, -2.5});
    const double undiluted = threshold_in(scaled(137.6), {{"electrolyte_dilution", 0}}) - threshold_in({}, {{"electrolyte_dilution", 0}});
    meets("NE-59 the same without the dilution hypothesis (Hz)", undiluted, {-1, 1});
}

TEST_CASE("NE-80, NE-87: low calcium and high pH give tetany through the axon", "[slow]") {
    for (const Values& plasma : {Values{{"calcium", 0.6}}, Values{{"ph", 7.75}}}) {
        const std::string what = plasma.begin()->first == "ph" ? "NE-87 pH 7.75" : "NE-80 calcium 0.6 mM";
        const auto found = tetany(plasma);
        const int by_axon = found.count(axons) ? found.at(axons) : 0;
        meets(what + ", cramps by motor axons in 9 min upright", by_axon, {1, none});
        meets(what + ", the same without hyperexcitable axons", total(tetany(plasma, {{"axon_hyperexcitability", 0}})), {0, 0});
        meets(what + ", discharge of axons (Hz)", at_rest("axon", plasma), {3, none});
    }
}

TEST_CASE("NE-80: calcium of 0.9 to 1.0 mM is latent", "[slow]") {
    for (const double calcium : {1.0, 0.9}) {
        const std::string what = "NE-80 calcium " + std::string(calcium < 1 ? "0.9" : "1.0") + " mM";
        meets(what + ", cramps in 9 min upright", total(tetany({{"calcium", calcium}})), {0, 0});
        meets(what + ", change of the threshold (Hz)", threshold_in({{"calcium", calcium}}) - reference(), {-none, -0.5});
    }
    CHECK(at_rest("axon", {{"calcium", 0.9}}) > 2 * at_rest("axon", {}));
}

TEST_CASE("NE-83, NE-84: magnesium acts through calcium and gating", "[slow]") {
    const double normal = at_rest("axon", {}), low = at_rest("axon", {{"magnesium", 0.15}});
    meets("NE-84 discharge of axons at magnesium 0.15 mM against normal", low / normal, {1.5, none});
    const double uncoupled = at_rest("axon", {{"magnesium", 0.15}}, {}, {{"subject.k_CaMg", 0}});
    meets("NE-83 the same without the fall of calcium, as a share", uncoupled / low, {0, 0.9});
    CHECK(uncoupled > normal);
    const Values quiet_axons{{"axon_hyperexcitability", 0}};
    meets("NE-83 discharge of resting fibres at magnesium 0.15 mM against normal, axons apart",
          at_rest("spontaneous", {{"magnesium", 0.15}}, quiet_axons) / at_rest("spontaneous", {}, quiet_axons), {1.05, 20});
    meets("NE-83 cramps in 9 min upright at magnesium 0.3 mM (mild lack)", total(tetany({{"magnesium", 0.3}})), {0, 0});
}

TEST_CASE("NE-31: high magnesium weakens at the end plate and calms") {
    meets("NE-31 force at magnesium 4.5 mM against normal", strength_in({{"magnesium", 4.5}}), {0.1, 0.95});
    CHECK(at_rest("axon", {{"magnesium", 3}}) < at_rest("axon", {}));
    CHECK(at_rest("spontaneous", {{"magnesium", 3}}) < at_rest("spontaneous", {}));
}

TEST_CASE("NE-17, NE-82: potassium is biphasic", "[slow]") {
    double before = at_rest("spontaneous", {});
    for (const double K : {5.5, 6.5, 8.0}) {
        const double now = at_rest("spontaneous", {{"potassium", K}});
        CHECK(now > before);
        before = now;
    }
    meets("NE-82 threshold at potassium 6.5 mM less normal (Hz)", threshold_in({{"potassium", 6.5}}) - reference(), {-20, -1});
    meets("NE-82 threshold at potassium 2.5 mM less normal (Hz)", threshold_in({{"potassium", 2.5}}) - reference(), {0, none});
    meets("NE-82 force at potassium 2.0 mM against normal", strength_in({{"potassium", 2.0}}), {0.05, 0.8});
    meets("NE-82 force at potassium 3.5 mM against normal", strength_in({{"potassium", 3.5}}), {0.97, 1.03});
}

TEST_CASE("NE-59: low sodium excites through dilution", "[slow]") {
    const Values low{{"sodium", 120}};
    const double change = threshold_in(low) - reference();
    meets("sodium 120 mM, change of the threshold (Hz)", change, {-none, -1});
    const double screening = threshold_in(low, {{"electrolyte_dilution", 0}}) - threshold_in({}, {{"electrolyte_dilution", 0}});
    meets("the same without the dilution hypothesis, as a share", screening / change, {0, 0.6});
    CHECK(at_rest("spontaneous", low) > 2 * at_rest("spontaneous", low, {{"electrolyte_dilution", 0}}));
}
