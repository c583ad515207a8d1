#pragma once
// Choice of the step size. All decisions are functions of one number, the largest weighted error over all components,
// so they do not depend on threads, lanes or the order of evaluation.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "wryneck/core/scalar.hpp"

namespace wryneck {

// Result of trying a step: `error` is at most 1 where the step is good enough; NaN or infinity means that a value was
// not finite. `worst` is the component (element * lanes + lane) that decided.
struct Trial {
    double error = 0.0;
    std::size_t worst = 0;
};

// Largest of |error| / (absolute + relative max(|x|, |x_end|)). `absolute`
// (above 0) has one value per element, or one for all.
template <class T>
Trial weighted_error(std::span<const T> error, std::span<const T> x, std::span<const T> x_end,
                     std::span<const double> absolute, double relative) {
    Trial worst;
    for (std::size_t i = 0; i < error.size(); ++i) {
        const double floor = absolute.size() == 1 ? absolute[0] : absolute[i];
        for (int k = 0; k < width_of<T>; ++k) {
            const double size = std::max(std::abs(lane(x[i], k)), std::abs(lane(x_end[i], k)));
            const double ratio = std::abs(lane(error[i], k)) / (floor + relative * size);
            if (ratio <= worst.error && std::isfinite(lane(x_end[i], k))) continue;
            const bool finite = std::isfinite(ratio) && std::isfinite(lane(x_end[i], k));
            worst = {finite ? ratio : std::numeric_limits<double>::quiet_NaN(), i * static_cast<std::size_t>(width_of<T>) + static_cast<std::size_t>(k)};
            if (!finite) return worst;
        }
    }
    return worst;
}

// The largest power of two not above h (h > 0): steps from a few sizes only, for grids and cached coefficients.
inline double floor_pow2(double h) {
    int exponent = 0;
    std::frexp(h, &exponent);
    return std::ldexp(1.0, exponent - 1);
}

struct StepControl {
    int error_order = 3;  // the error estimate shrinks as h to this power
    double safety = 0.8;
    double shrink_at_most = 0.1, grow_at_most = 5.0;
    double integral = 0.7, proportional = 0.4;  // exponents times error_order [Hairer1996, section IV.2]
    double longest = std::numeric_limits<double>::infinity();
    bool powers_of_two = false;
};

// What the controller remembers; plain numbers, so that a resumed run takes the same steps.
struct StepMemory {
    double h = 0.0;           // proposal for the next step
    double last_error = 0.0;  // of the last accepted step; 0: none yet
    bool after_rejection = false;
};

namespace detail {

/// x^-p. A fourth root, which fast steps ask for every time, is two square roots.
inline double inverse_power(double x, double p) {
    return p == 0.25 ? 1.0 / std::sqrt(std::sqrt(x)) : std::pow(x, -p);
}

}  // namespace detail

// Judges a tried step of length h: true accepts. The proposal for the next one is left in memory.h.
inline bool judge(const StepControl& control, StepMemory& memory, double h, double error) {
    if (!std::isfinite(error)) {
        memory.h = 0.5 * h;
        memory.after_rejection = true;
        return false;
    }
    const bool accepted = error <= 1.0;
    const double now = std::max(error, 1e-8);  // an error of 0 must not ask for an endless step
    const double before = memory.last_error > 0.0 ? memory.last_error : now;
    const double order = control.error_order;
    double factor = detail::inverse_power(now, (accepted ? control.integral : 1.0) / order);
    if (accepted && control.proportional != 0) factor *= std::pow(before, control.proportional / order);
    const double ceiling = memory.after_rejection || !accepted ? 1.0 : control.grow_at_most;
    factor = std::clamp(control.safety * factor, control.shrink_at_most, ceiling);
    memory.h = std::min(h * factor, control.longest);
    if (control.powers_of_two) memory.h = floor_pow2(memory.h);
    memory.after_rejection = !accepted;
    if (accepted) memory.last_error = now;
    return accepted;
}

}  // namespace wryneck
