#pragma once
// A value as a function of time, given by knots. A jump is two knots at one time; the later knot holds from that time
// on.

#include <limits>
#include <vector>

namespace wryneck {

constexpr double seconds(double n) { return n; }
constexpr double minutes(double n) { return 60 * n; }
constexpr double hours(double n) { return 3600 * n; }
constexpr double days(double n) { return 86400 * n; }

struct Profile {
    static constexpr double open_end = std::numeric_limits<double>::infinity();

    std::vector<double> time_s, value;
    bool linear = false;        ///< straight lines between the knots; otherwise each value is held to the next knot
    double until_s = open_end;  ///< from here on the input is back at its default

    static Profile constant(double v);
    static Profile step(double t, double v);
    static Profile ramp(double t0, double t1, double v0, double v1);
    static Profile pulse(double t0, double t1, double v);
    static Profile table(std::vector<double> times_s, std::vector<double> values, bool linear = true);

    /// The same profile, ended at `t`.
    Profile until(double t) const;

    double begin_s() const { return time_s.empty() ? open_end : time_s.front(); }
    bool active(double t) const { return t >= begin_s() && t < until_s; }

    /// Value at `t`, right-continuous at jumps; `standard` where the profile says nothing.
    double at(double t, double standard = 0) const;

    /// Times at which the value or its slope may jump.
    std::vector<double> corners() const;

    friend bool operator==(const Profile&, const Profile&) = default;
};

}  // namespace wryneck
