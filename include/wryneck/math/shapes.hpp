#pragma once
// Small shapes that the physiology shares, for every scalar. Branch-free: `where`, `min` and `max` choose values, not code.

#include "wryneck/core/scalar.hpp"

namespace wryneck {

template <class T> constexpr T square(const T& x) { return x * x; }
template <class T> constexpr T cube(const T& x) { return x * x * x; }
template <class T> constexpr T fourth(const T& x) { return square(square(x)); }

/// x where it is positive, else zero of the same unit.
template <class T> constexpr T positive(const T& x) { return max(x, 0 * x); }

/// 1 / (1 + exp(-x)).
template <class T> constexpr T sigmoid(const T& x) {
    return unary(x, [](const auto& y) { return 1 / (1 + exp(-y)); });
}

/// log(1 + exp(x)) without overflow: a smooth positive part.
template <class T> constexpr T softplus(const T& x) { return positive(x) + log(1 + exp(-abs(x))); }

/// softplus(a) - softplus(b) with one logarithm.
template <class T> constexpr T softplus_between(const T& a, const T& b) {
    return positive(a) - positive(b) + log((1 + exp(-abs(a))) / (1 + exp(-abs(b))));
}

/// x / (x + half): hyperbolic saturation.
template <class T, class K> constexpr T saturation(const T& x, const K& half) { return x / (x + half); }

}  // namespace wryneck
