#include "wryneck/scenario/profile.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wryneck {

Profile Profile::constant(double v) { return step(0, v); }

Profile Profile::step(double t, double v) { return {{t}, {v}, false, open_end}; }

Profile Profile::ramp(double t0, double t1, double v0, double v1) { return {{t0, t1}, {v0, v1}, true, open_end}; }

Profile Profile::pulse(double t0, double t1, double v) { return {{t0}, {v}, false, t1}; }

Profile Profile::table(std::vector<double> times_s, std::vector<double> values, bool linear) {
    return {std::move(times_s), std::move(values), linear, open_end};
}

Profile Profile::until(double t) const {
    Profile ended = *this;
    ended.until_s = t;
    return ended;
}

double Profile::at(double t, double standard) const {
    if (!active(t)) return standard;
    const auto after = std::upper_bound(time_s.begin(), time_s.end(), t) - time_s.begin();
    const auto right = static_cast<std::size_t>(after), left = right - 1;
    if (!linear || right == time_s.size()) return value[left];
    const double share = (t - time_s[left]) / (time_s[right] - time_s[left]);
    return std::lerp(value[left], value[right], share);
}

std::vector<double> Profile::corners() const {
    std::vector<double> times;
    for (const double t : time_s)
        if (t < until_s && (times.empty() || t > times.back())) times.push_back(t);
    if (std::isfinite(until_s)) times.push_back(until_s);
    return times;
}

}  // namespace wryneck
