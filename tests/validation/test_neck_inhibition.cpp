// What inhibition holds back: without glycine and GABA a slight effort does not stop (NE-48a, tetanus), with them it does.
#include "laboratory.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

constexpr const char* muscle = "SCM_ST";
constexpr const char* right = "SCM_ST_R";

/// Seconds of activity after 2 s at 20 % of the maximum, at neutral length.
double after_discharge(double inhibition_gain) {
    Scenario s = bench(muscle, 72).set("drive", {right}, Profile::pulse(10, 12, 0.2)).set("inhibition_gain", {right}, Profile::constant(inhibition_gain));
    return std::min(outlasts(curve(run(s, calm(0.1, {"activation"})), "activation", right), 12), 60.0);
}

}  // namespace

TEST_CASE("NE-48a: discharge outlasts a slight effort only without inhibition", "[slow]") {
    meets("NE-48a activity after 20 % effort, no inhibition (s)", after_discharge(0), {10, none});
    meets("NE-48a the same with a tenth of it (s)", after_discharge(0.1), {10, none});
    meets("NE-48a the same with normal inhibition (s)", after_discharge(1), {0, 0.5});
}

TEST_CASE("NE-46: inhibition from outside ends a cramp", "[slow]") {
    const auto lasts = [](double inhibition) {
        Scenario s = bench(muscle, 200).set("stretch", {right}, Profile::constant(short_length));
        s.subject.cramp_history = true;
        s.set("stimulation", {right}, Profile::pulse(10, 12, 22)).set("inhibition", {right}, Profile::step(22, inhibition));
        const Curve a = curve(run(s, calm(0.1, {"activation"})), "activation", right);
        REQUIRE(a.at(22) > quiet_level);
        return a.falls_below(quiet_level, 22);
    };
    meets("NE-46 rest of a cramp under inhibition as a share of the rest without", lasts(0.5) / lasts(0), {0, 0.2});
}
