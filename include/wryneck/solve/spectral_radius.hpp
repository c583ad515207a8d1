#pragma once
// A bound on the spectral radius of df/dx by nonlinear power iteration [Sommeijer1997, section 3]. Only f is called.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "wryneck/core/scalar.hpp"

namespace wryneck {

struct SpectralBound {
    double radius = 0.0;     // with safety
    bool converged = false;  // if false, radius is the largest value met
    int iterations = 0;      // calls of f
};

struct PowerIteration {
    double safety = 1.2;
    double tolerance = 0.01;  // relative change between iterations that ends the search
    int max_iterations = 50;
};

// Keeps the dominant direction between calls: along a solution it changes little, so later calls need few iterations.
template <class T>
class SpectralRadius {
public:
    explicit SpectralRadius(std::size_t n, PowerIteration options = {})
        : options_(options), direction_(n, T(0.0)), probe_(n, T(0.0)), image_(n, T(0.0)) {}

    // `scale` (empty: all 1) gives each element a size, so that states of different units weigh alike.
    template <class F>
    SpectralBound estimate(F&& f, std::span<const T> x, std::span<const T> dxdt, double t,
                           std::span<const T> scale = {}) {
        const double size = probe_size(x, scale);
        double length = norm(direction_, scale);
        if (!(length > 0.0)) length = restart(dxdt, scale);
        SpectralBound bound;
        double last = 0.0;
        while (bound.iterations < options_.max_iterations) {
            for (std::size_t i = 0; i < x.size(); ++i) probe_[i] = x[i] + direction_[i] * (size / length);
            f(std::span<const T>(probe_), std::span<T>(image_), t);
            ++bound.iterations;
            for (std::size_t i = 0; i < x.size(); ++i) image_[i] = image_[i] - dxdt[i];
            length = norm(image_, scale);
            if (!(length > 0.0) || !std::isfinite(length)) return forget(bound, length);
            direction_.swap(image_);
            const double now = length / size;
            bound.radius = std::max(bound.radius, options_.safety * now);
            if (bound.iterations > 1 && std::abs(now - last) <= options_.tolerance * now) {
                bound.radius = options_.safety * now;
                bound.converged = true;
                return bound;
            }
            last = now;
        }
        return bound;
    }

private:
    static double norm(std::span<const T> v, std::span<const T> scale) {
        double sum = 0.0;
        for (std::size_t i = 0; i < v.size(); ++i)
            for (int k = 0; k < width_of<T>; ++k) {
                const double r = lane(v[i], k) / (scale.empty() ? 1.0 : lane(scale[i], k));
                sum += r * r;
            }
        return std::sqrt(sum);
    }

    static double probe_size(std::span<const T> x, std::span<const T> scale) {
        const double root = std::sqrt(std::numeric_limits<double>::epsilon());
        const double length = norm(x, scale);
        return length > 0.0 ? root * length : root;
    }

    // The derivative alone may lack the dominant direction; a little of everything, alternating, is added.
    double restart(std::span<const T> dxdt, std::span<const T> scale) {
        const double length = norm(dxdt, scale);
        for (std::size_t i = 0; i < direction_.size(); ++i) {
            const double ripple = (i % 2 == 0 ? 1.0 : -1.0) * (1.0 + 0.1 * static_cast<double>(i % 7));
            const T unit = scale.empty() ? T(1.0) : scale[i];
            direction_[i] = unit * ripple + (length > 0.0 ? dxdt[i] * (1.0 / length) : T(0.0));
        }
        return norm(direction_, scale);
    }

    SpectralBound forget(SpectralBound bound, double length) {
        std::fill(direction_.begin(), direction_.end(), T(0.0));
        bound.converged = length == 0.0;  // f does not depend on x along any direction met
        return bound;
    }

    PowerIteration options_;
    std::vector<T> direction_, probe_, image_;
};

}  // namespace wryneck
