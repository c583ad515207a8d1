#pragma once
// How rates of voltage-dependent gates follow the potential, for every scalar. V_0 and A are the place and the width.

#include "wryneck/math/smooth.hpp"

namespace wryneck {

/// exp((V_0 - V)/A).
template <class T, class Q>
constexpr T exponential(const T& V, const Q& V_0, const Q& A) {
    return unary(V, [&](const auto& v) { return exp((V_0 - v) / A); });
}

/// (V - V_0)/(1 - exp((V_0 - V)/A)): A at V_0, a straight line far above.
template <class T, class Q>
constexpr T linoid(const T& V, const Q& V_0, const Q& A) {
    return unary(V, [&](const auto& v) { return A * exprelr((V_0 - v) / A); });
}

/// 1/(1 + exp((V_0 - V)/A)): rises from 0 to 1.
template <class T, class Q>
constexpr T rising(const T& V, const Q& V_0, const Q& A) {
    return unary(V, [&](const auto& v) { return sigmoid((v - V_0) / A); });
}

/// 1/(1 + exp((V - V_0)/A)): falls from 1 to 0.
template <class T, class Q>
constexpr T falling(const T& V, const Q& V_0, const Q& A) {
    return unary(V, [&](const auto& v) { return sigmoid((V_0 - v) / A); });
}

}  // namespace wryneck
