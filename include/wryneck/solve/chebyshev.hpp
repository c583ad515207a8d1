#pragma once
// Second-order Runge-Kutta-Chebyshev, RKC2 [Sommeijer1997]: an explicit scheme whose stable step grows with the square
// of the number of stages. For mildly stiff systems with eigenvalues near the negative real axis.
//
// States are contiguous elements of any type T with + and - among themselves and * by a double: doubles, or lanes.

#include <cassert>
#include <cstddef>
#include <span>

#include "wryneck/solve/chebyshev_table.hpp"

namespace wryneck {

// Elements of scratch memory that rkc_step needs for a state of n elements.
constexpr std::size_t rkc_workspace(std::size_t n) { return 2 * n; }

// One step from x at t to out at t + h; dxdt is f at (x, t), f is called as f(x, dx, t) for the inner stages only.
// Nothing is allocated. `out` and `workspace` must overlap neither each other nor x and dxdt.
template <class T, class F>
void rkc_step(F&& f, std::span<const T> x, std::span<const T> dxdt, double t, double h, int stages, std::span<T> out,
              std::span<T> workspace, const ChebyshevTable& table) {
    const std::size_t n = x.size();
    assert(dxdt.size() == n && out.size() == n && workspace.size() >= rkc_workspace(n));
    const ChebyshevStage* row = table.rows(stages);
    std::span<T> force = workspace.subspan(0, n), spare = workspace.subspan(n, n);
    // Stage j overwrites stage j - 2 in place; start on the side that lets the last stage land in out.
    std::span<T> odd = stages % 2 == 1 ? out : spare, even = stages % 2 == 1 ? spare : out;

    const double first = h * row->mu_f;
    for (std::size_t i = 0; i < n; ++i) odd[i] = x[i] + dxdt[i] * first;
    for (int j = 2; j <= stages; ++j) {
        const std::span<T> last = j % 2 == 0 ? odd : even, next = j % 2 == 0 ? even : odd;
        f(std::span<const T>(last), force, t + row->c * h);
        ++row;
        const std::span<const T> before = j == 2 ? x : std::span<const T>(next);
        const double start = 1.0 - row->mu - row->nu, hf = h * row->mu_f, hg = h * row->gamma_f;
        for (std::size_t i = 0; i < n; ++i)
            next[i] = x[i] * start + last[i] * row->mu + before[i] * row->nu + force[i] * hf + dxdt[i] * hg;
    }
}

// Estimate of the local error of one element: start and end of the step with their derivatives [Sommeijer1997, eq. 2.9].
template <class T>
T rkc_error(const T& x, const T& x_end, const T& dxdt, const T& dxdt_end, double h) {
    return T((x - x_end) * 0.8 + (dxdt + dxdt_end) * (0.4 * h));
}

}  // namespace wryneck
