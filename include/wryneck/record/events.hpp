#pragma once
// Random events by an integrated-hazard clock: event k happens when the integral of the hazard passes the sum of k unit
// exponentials. The draws belong to (seed, member, stream, k), not to the steps, so the path does not depend on them.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "wryneck/math/philox.hpp"

namespace wryneck {

// Plain numbers, so that a resumed run continues the same path.
struct HazardClock {
    double remaining = 0.0;   // hazard still to be integrated before the next event
    std::uint64_t events = 0;  // so far
};

inline HazardClock start_clock(Draw stream) {
    stream.index = 0;
    return {exponential(stream), 0};
}

namespace detail {

// Time within a step of length h at which the integral of a hazard that runs straight from a to b reaches `part`: the
// root of (b - a)/(2 h) s^2 + a s = part, in the form that does not cancel.
inline double crossing(double part, double h, double a, double b) {
    const double discriminant = std::max(a * a + 2.0 * (b - a) / h * part, 0.0);
    const double divisor = a + std::sqrt(discriminant);
    return divisor > 0.0 ? std::min(2.0 * part / divisor, h) : h;
}

}  // namespace detail

// Advances the clock over a step from t to t + h whose hazard (events per second; below 0 counts as 0) runs straight
// from `start` to `end`; sink(time) is called per event. Returns their number. More than `most` events in one step
// mean a rate that single events cannot describe: refused rather than run for ever.
template <class Sink>
std::uint64_t advance_clock(HazardClock& clock, Draw stream, double t, double h, double start, double end, Sink&& sink,
                            std::uint64_t most = 100000) {
    start = std::isnan(start) ? start : std::max(start, 0.0);
    end = std::isnan(end) ? end : std::max(end, 0.0);
    const double total = 0.5 * (start + end) * h;
    if (!(total <= static_cast<double>(most)))
        throw std::domain_error("the hazard runs from " + std::to_string(start) + " to " + std::to_string(end) +
                                " per s in a step of " + std::to_string(h) + " s, expected at most " +
                                std::to_string(most) + " events");
    std::uint64_t count = 0;
    double spent = clock.remaining;  // of the step's integral, up to the next event
    while (spent <= total) {
        sink(t + detail::crossing(spent, h, start, end));
        ++count;
        stream.index = ++clock.events;
        clock.remaining = exponential(stream);
        spent += clock.remaining;
    }
    clock.remaining = spent - total;
    return count;
}

}  // namespace wryneck
