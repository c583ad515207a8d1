#pragma once
// One block of patches over a span of time by RKC2 in steps of its own, in a workspace that stays in the processor's
// nearest cache. Blocks at rest take one long step where a block at a front takes several.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "wryneck/core/scalar.hpp"
#include "wryneck/solve/chebyshev.hpp"

namespace wryneck {

template <class T, std::size_t N>
class BlockStepper {
public:
    std::array<T, N> x;  // the block, before and after

    /// f(x, dx) gives the rates; `proposal` is the block's step, kept between calls. False: no step is short enough.
    template <class F>
    bool advance(F&& f, double span, double radius, const std::array<double, N>& inverse_tolerance,
                 const ChebyshevTable& table, double& proposal) {
        const double longest = chebyshev_step_limit(table.max_stages() - 1, radius), smallest = 1e-9 * span;
        const auto rates = [&](std::span<const T> y, std::span<T> dy, double) { f(y.data(), dy.data()); };
        f(x.data(), first_.data());
        for (double t = 0; t < span;) {
            const double left = span - t, wanted = std::min(proposal, longest);
            const bool last = wanted >= left * (1 - 1e-9);
            const double h = last ? left : 2 * wanted > left ? left / 2 : wanted;
            rkc_step<T>(rates, x, first_, t, h, chebyshev_stages(h, radius), std::span<T>(out_), std::span<T>(work_),
                        table);
            f(out_.data(), last_.data());
            const double e = error(h, inverse_tolerance);
            if (!(e <= 1)) {
                proposal = h * (std::isfinite(e) ? std::clamp(0.8 / std::cbrt(e), 0.1, 0.7) : 0.25);
                if (proposal < smallest) return false;
                continue;
            }
            const double grown = h * std::clamp(0.8 / std::cbrt(std::max(e, 1e-6)), 0.3, 5.0);
            proposal = h < wanted ? std::max(wanted, grown) : grown;
            std::swap(x, out_), std::swap(first_, last_);
            t = last ? span : t + h;
            ++steps_;
            if (proposal > ceiling) proposal = ceiling;
        }
        return true;
    }

    [[nodiscard]] std::size_t steps() const { return steps_; }

private:
    static constexpr double ceiling = 1e4;

    /// Largest error over its tolerance; NaN if anything is not finite.
    [[nodiscard]] double error(double h, const std::array<double, N>& inverse_tolerance) const {
        T worst(0.0), sick(0.0);
        for (std::size_t i = 0; i < N; ++i) {
            const T ratio = abs(rkc_error(x[i], out_[i], first_[i], last_[i], h)) * inverse_tolerance[i];
            worst = max(worst, ratio);
            sick += ratio * 0;
        }
        return largest(worst + sick);
    }

    std::array<T, N> first_, last_, out_;
    std::array<T, rkc_workspace(N)> work_;
    std::size_t steps_ = 0;
};

}  // namespace wryneck
