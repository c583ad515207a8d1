// Does cramp start, last and end as it was measured? Threshold by the published staircase (NE-63) on the sternal head of
// sternomastoid, which is free to shorten; the findings are from foot and calf, no neck muscle was ever tested so.
#include "laboratory.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

constexpr const char* muscle = "SCM_ST";
constexpr const char* right = "SCM_ST_R";

struct Person {
    bool history = true;
    double length = short_length, block = 0;
};

Scenario on_bench(const Person& who, double seconds) {
    Scenario s = bench(muscle, seconds);
    s.subject.cramp_history = who.history;
    s.set("nerve_block", {right}, Profile::constant(who.block));
    return s;
}

Scenario at_length(const Person& who, double seconds) {
    return on_bench(who, seconds).set("stretch", {right}, Profile::constant(who.length));
}

Curve activation(const Scenario& s) { return curve(run(s, calm(0.1, {"activation"})), "activation", right); }

double threshold_of(const Person& who, const Staircase& stairs = {}) {
    return threshold(activation(at_length(who, stairs.seconds()).set("stimulation", {right}, stairs.stimulation())), stairs);
}

/// Seconds of activity after a 2-s train.
double duration_of(const Person& who, double frequency) {
    return outlasts(activation(at_length(who, 212).set("stimulation", {right}, Profile::pulse(10, 12, frequency))), 12);
}

/// Cramps of at least a second after a voluntary effort of 5 s, and how long the longest lasted.
struct Aftermath {
    double cramps = 0, longest_s = 0;
};

Aftermath after_effort(const Person& who, double effort) {
    const Result r = run(at_length(who, 135).set("drive", {right}, Profile::pulse(10, 15, effort)), calm(0.1, {"activation"}));
    Aftermath found;
    for (const Episode& e : episodes(r, "cramp")) found.cramps += 1, found.longest_s = std::max(found.longest_s, e.duration_s);
    return found;
}

std::string name(bool history) { return history ? "history of cramp" : "no history"; }

}  // namespace

TEST_CASE("NE-49: threshold frequency with and without a history of cramp", "[slow]") {
    meets("NE-49 threshold, history of cramp (Hz)", threshold_of({true}), {12, 18});
    meets("NE-49 threshold, no history (Hz)", threshold_of({false}), {22.5, 28.5});
}

TEST_CASE("NE-51: no cramp at neutral length up to 40 Hz", "[slow]") {
    for (const bool history : {true, false})
        meets("NE-51 threshold at neutral length, " + name(history) + " (Hz)", threshold_of({history, 0.0}), {40.001, none});
}

TEST_CASE("NE-50: duration of a cramp, intact and under nerve block", "[slow]") {
    const double intact = threshold_of({true}), blocked = threshold_of({true, short_length, 1});
    meets("NE-50 rise of the threshold under nerve block (Hz)", blocked - intact, {2, 8});
    const double lasts = duration_of({true}, intact + 4), remains = duration_of({true, short_length, 1}, blocked + 4);
    meets("NE-50 duration 4 Hz above threshold (s)", lasts, {30, 80});
    meets("NE-50 the same under nerve block (s)", remains, {1, 5});
    meets("NE-50 the second as a share of the first", remains / lasts, {0, 0.1});
}

TEST_CASE("NE-50: duration of a cramp without a history", "[slow]") {
    meets("NE-50 duration 4 Hz above threshold, no history (s)", duration_of({false}, threshold_of({false}) + 4), {30, 80});
}

TEST_CASE("NE-51: stretch ends a cramp within two seconds", "[slow]") {
    const double intact = threshold_of({true}) + 4, blocked = threshold_of({true, short_length, 1}) + 4;
    const auto stretched = [&](double block) {
        Scenario s = on_bench({true, 0, block}, 40).set("stimulation", {right}, Profile::pulse(10, 12, block > 0 ? blocked : intact));
        const double at = block > 0 ? 13 : 22;
        s.set("stretch", {right}, Profile::table({0, at, at + 0.5}, {short_length, short_length, -short_length}));
        const Curve a = activation(s);
        CHECK(a.at(at) > quiet_level);
        return a.falls_below(quiet_level, at);
    };
    meets("NE-51 end of a cramp after the start of a stretch (s)", stretched(0), {0, 2});
    meets("NE-51 the same under nerve block (s)", stretched(1), {0, 2});
}

TEST_CASE("NE-51: maximal effort starts a cramp in a short muscle only", "[slow]") {
    meets("NE-51 cramp after maximal effort at short length, history (s)", after_effort({true}, 1).longest_s, {10, none});
    for (const bool history : {true, false})
        meets("NE-51 cramps after maximal effort at neutral length, " + name(history), after_effort({history, 0.0}, 1).cramps, {0, 0});
}

TEST_CASE("NE-51: a slight effort of a short muscle does not cramp", "[slow]") {
    for (const bool history : {true, false})
        meets("cramps after 20 % effort at short length, " + name(history), after_effort({history}, 0.2).cramps, {0, 0});
}

TEST_CASE("EK-78: the threshold is lower 10 and 60 min after a cramp", "[slow]") {
    for (const bool history : {true, false}) {
        const Person who{history};
        const double fresh = threshold_of(who);
        const auto later = [&](double minutes) {
            Staircase stairs;
            stairs.start_s = 12 + minutes * 60;
            Scenario s = at_length(who, stairs.seconds());
            Profile p = stairs.stimulation();
            p.time_s.insert(p.time_s.begin(), {10, 12}), p.value.insert(p.value.begin(), {fresh + 4, 0});
            const Curve a = activation(s.set("stimulation", {right}, p));
            CHECK(outlasts(a, 12) > 10);
            return threshold(a, stairs) - fresh;
        };
        meets("EK-78 threshold 10 min after a cramp less before, " + name(history) + " (Hz)", later(10), {-8, -2});
        meets("EK-78 the same 60 min after, " + name(history) + " (Hz)", later(60), {-8, -2});
    }
}

TEST_CASE("NE-50: mechanisms of cramp vanish with their gains", "[slow]") {
    const Person who{true};
    const double frequency = threshold_of(who) + 4;
    const auto without = [&](const char* gain) {
        return outlasts(activation(at_length(who, 80).suppose(gain, 0).set("stimulation", {right}, Profile::pulse(10, 12, frequency))), 12);
    };
    meets("duration without persistent inward current (s)", without("persistent_inward_current"), {0, 5});
    const auto blocked = [&](double loop) {
        return outlasts(activation(at_length({true, short_length, 1}, 40).suppose("potassium_loop", loop).set("stimulation", {right}, Profile::pulse(10, 12, 30))), 12);
    };
    CHECK(blocked(1) > 1);
    meets("duration under nerve block without the potassium loop (s)", blocked(0), {0, 1});
}
