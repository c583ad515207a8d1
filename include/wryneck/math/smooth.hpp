#pragma once
// Smooth limits and removable singularities, for every scalar, without branches or overflow.

#include <type_traits>

#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

/// x to a whole power, by repeated squaring known at compile time.
template <int N, class T>
T power(const T& x) {
    static_assert(N >= 1);
    if constexpr (N == 1) return x;
    else if constexpr (N % 2 == 0) return square(power<N / 2>(x));
    else return x * power<N - 1>(x);
}

/// Hill's law x^N / (x^N + half^N); slightly negative x counts as 0. Scaled first, so that no power overflows for x or
/// half of any unit.
template <int N, class T, class K>
auto hill(const T& x, const K& half) {
    const auto r = positive(x) / half;
    using R = std::remove_cvref_t<decltype(r)>;
    const R small = power<N>(min(r, R(1.0))), inverse = power<N>(R(1.0) / max(r, R(1.0)));
    return small / (small + inverse);
}

/// x / (exp(x) - 1), which is 1 at 0: the rate law of voltage-dependent gates.
template <class T>
constexpr T exprelr(const T& x) {
    return unary(x, []<class U>(const U& y) {
        const auto near = abs(y) < U(1e-5);
        const U safe = min(max(where(near, U(1.0), y), U(-700.0)), U(700.0));
        return where(near, 1.0 - 0.5 * y, where(y < U(-700.0), -y, safe / (exp(safe) - 1.0)));
    });
}

/// Boltzmann's step: 0 far below `half`, 1 far above; `slope` in the unit of x (negative: falling).
template <class T, class K, class S>
auto boltzmann(const T& x, const K& half, const S& slope) {
    return sigmoid((x - half) / slope);
}

/// The larger of two, rounded over a zone of about `width` where they are close; never below either.
template <class T, class U, class W>
auto smooth_max(const T& a, const U& b, const W& width) {
    const auto gap = a - b;
    return 0.5 * (a + b + sqrt(gap * gap + width * width));
}

template <class T, class U, class W>
auto smooth_min(const T& a, const U& b, const W& width) {
    const auto gap = a - b;
    return 0.5 * (a + b - sqrt(gap * gap + width * width));
}

/// Factor by which a rate grows over `dT` kelvin at a given growth per 10 kelvin.
template <class T>
T q10_factor(const T& per_ten, const T& dT) { return exp(log(per_ten) * (dT / 10.0)); }

}  // namespace wryneck
