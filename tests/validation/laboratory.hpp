#pragma once
// Small tools to build experiments on the neck and to read what came out. They compose; no experiment lives here.
//
// `meets` holds a figure to its published band. `misses` is an expected failure: it prints a line that starts with
// `missed:`, and it fails when the figure gets worse than recorded, or when the target is reached and has to move to `meets`
// (unless what was recorded overlaps the target: a figure that rounding moves to and fro).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/run/run.hpp"

namespace wryneck::lab {

constexpr double none = std::numeric_limits<double>::infinity();

// Figures.

using test::Band;
using test::figure;

inline void print(const char* verdict, const std::string& finding, double reached, Band target) {
    std::printf("%s %s: %.4g, target", verdict, finding.c_str(), reached);
    if (target.low > -none) std::printf(" from %.4g", target.low);
    if (target.high < none) std::printf(" to %.4g", target.high);
    std::printf("\n");
    std::fflush(stdout);
}

inline void meets(const std::string& finding, double reached, Band target) {
    print(target.holds(reached) ? "reached:" : "missed:", finding, reached, target);
    INFO(finding);
    CHECK(reached >= target.low);
    CHECK(reached <= target.high);
}

inline void misses(const std::string& finding, double reached, Band target, Band today) {
    print(target.holds(reached) ? "reached:" : "missed:", finding, reached, target);
    INFO(finding << ": reached, hold it with `meets`; or further from the target than it was");
    if (std::max(target.low, today.low) >= std::min(target.high, today.high)) CHECK_FALSE(target.holds(reached));
    CHECK(reached >= today.low);
    CHECK(reached <= today.high);
}

// Curves: one column of a result.

struct Curve {
    std::vector<double> t, v;

    [[nodiscard]] std::size_t index(double time) const {
        const auto after = std::lower_bound(t.begin(), t.end(), time - 1e-9);
        return std::min(static_cast<std::size_t>(after - t.begin()), t.size() - 1);
    }
    [[nodiscard]] double at(double time) const { return v[index(time)]; }
    [[nodiscard]] double largest(double from = 0, double to = none) const { return extreme(from, to, -none, [](double a, double b) { return std::max(a, b); }); }
    [[nodiscard]] double smallest(double from = 0, double to = none) const { return extreme(from, to, none, [](double a, double b) { return std::min(a, b); }); }
    [[nodiscard]] double mean(double from = 0, double to = none) const {
        double sum = 0, n = 0;
        for (std::size_t i = index(from); i < t.size() && t[i] <= to; ++i) sum += v[i], n += 1;
        return sum / n;
    }
    /// Time after `from` until the curve falls below `level` for the first time; `none` if it never does.
    [[nodiscard]] double falls_below(double level, double from) const {
        for (std::size_t i = index(from); i < t.size(); ++i)
            if (v[i] < level) return t[i] - from;
        return none;
    }

private:
    template <class F>
    double extreme(double from, double to, double start, F&& better) const {
        for (std::size_t i = index(from); i < t.size() && t[i] <= to; ++i) start = better(start, v[i]);
        return start;
    }
};

inline Curve curve(const Result& r, const std::string& series, const std::string& muscle) { return {r.time_s, r.of(series, muscle)}; }

/// Column of a series that is not by muscle: axis, level, or any flat index.
inline Curve column(const Result& r, const std::string& series, std::size_t which = 0) {
    Curve c{r.time_s, {}};
    for (std::size_t i = 0; i < r.time_s.size(); ++i) c.v.push_back(r[series].row(i)[which]);
    return c;
}

inline std::vector<Episode> episodes(const Result& r, const std::string& kind) {
    std::vector<Episode> found;
    for (const Episode& e : r.episodes)
        if (e.kind == kind) found.push_back(e);
    return found;
}

/// Muscles (id with side) that had an episode of a kind, each once, in order of onset.
inline std::vector<std::string> seized(const Result& r, const std::string& kind) {
    std::vector<std::string> ids;
    for (const Episode& e : episodes(r, kind)) {
        const std::string id = e.muscle + (e.side == "right" ? "_R" : "_L");
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

// Scenarios.

inline Scenario& lying(Scenario& s) {
    return s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
}

/// A muscle and its mirror image on a bench: no weight to hold, nobody to hold it.
inline Scenario bench(const std::string& muscle, double seconds, int patches = 6) {
    Scenario s = scenario("bench").lasts(seconds);
    s.resolution = {patches, {muscle}};
    return lying(s);
}

/// Without random bursts: their mean acts.
inline Options calm(double every_s, std::vector<std::string> record = {}) {
    Options o;
    o.noise = false, o.every_s = every_s, o.record = std::move(record);
    return o;
}

inline Scenario& no_spread(Scenario& s) {
    for (const char* gain : {"contact_spread", "within_muscle_spread", "compartment_pressure", "spinal_sensitisation", "posture_coupling", "pain_to_drive"})
        s.suppose(gain, 0);
    return s;
}

// Cramp.

constexpr double short_length = -0.15;  // imposed change of fibre length
constexpr double quiet_level = 0.05;    // active state below which a muscle counts as silent

/// The published test (NE-63): short trains of rising frequency with a rest between them.
struct Staircase {
    double first = 4, step = 2, last = 40, train_s = 2, rest_s = 60, start_s = 10;

    [[nodiscard]] int trains() const { return 1 + static_cast<int>(std::floor((last - first) / step + 1e-9)); }
    [[nodiscard]] double frequency(int i) const { return first + step * i; }
    [[nodiscard]] double begin(int i) const { return start_s + i * (train_s + rest_s); }
    [[nodiscard]] double end(int i) const { return begin(i) + train_s; }
    [[nodiscard]] double seconds() const { return begin(trains()); }

    [[nodiscard]] Profile stimulation() const {
        std::vector<double> t, v;
        for (int i = 0; i < trains(); ++i) t.insert(t.end(), {begin(i), end(i)}), v.insert(v.end(), {frequency(i), 0.0});
        return Profile::table(t, v, false);
    }
};

/// How long activity outlasts `end`; what is left of a train after 0.3 s is not relaxation any more.
inline double outlasts(const Curve& activation, double end) {
    const double silent = activation.falls_below(quiet_level, end + 0.3);
    return silent == 0 ? 0 : 0.3 + silent;
}

/// First frequency after which the muscle stays active for more than a second; `none` if there is none, 0 if the muscle
/// is active before it is stimulated.
inline double threshold(const Curve& activation, const Staircase& stairs) {
    for (int i = 0; i < stairs.trains(); ++i) {
        if (activation.at(stairs.begin(i) - 1) > quiet_level) return 0;
        if (outlasts(activation, stairs.end(i)) > 1) return stairs.frequency(i);
    }
    return none;
}

}  // namespace wryneck::lab
