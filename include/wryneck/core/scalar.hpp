#pragma once
// What the equations ask of a number. The same body gives values (double), many subjects at once (Lanes), derivatives
// (Dual), dependencies (Traced), dimensional analysis (Checked) or the equations themselves (Symbol), depending on the
// scalar that it is read with.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <string_view>

#include "wryneck/core/lanes.hpp"

namespace wryneck {

using std::abs;
using std::exp;
using std::log;
using std::sqrt;
using std::tanh;

inline double where(bool condition, double a, double b) { return condition ? a : b; }
inline double min(double a, double b) { return b < a ? b : a; }
inline double max(double a, double b) { return a < b ? b : a; }
inline double sum(double a) { return a; }
inline double largest(double a) { return a; }

/// f(x), for functions that depend on nothing else that varies. Scalars may know a shorter way: see Dual.
template <class T, class F>
constexpr T unary(const T& x, F&& f) {
    return f(x);
}

/// Names of quantities, divided by blanks, for those who read equations: see Symbol. Numbers have no use for them.
template <class... T>
constexpr void names(std::string_view, const T&...) {}

template <class T>
concept Scalar = requires(const T a, const T b) {
    T(1.0);
    { a + b } -> std::convertible_to<T>;
    { a - b } -> std::convertible_to<T>;
    { a * b } -> std::convertible_to<T>;
    { a / b } -> std::convertible_to<T>;
    { -a } -> std::convertible_to<T>;
    { exp(a) } -> std::convertible_to<T>;
    { log(a) } -> std::convertible_to<T>;
    { sqrt(a) } -> std::convertible_to<T>;
    { where(a < b, a, b) } -> std::convertible_to<T>;
};

/// Number of values side by side in one scalar: 1, or the width of the lanes.
template <class T>
inline constexpr int width_of = 1;
template <int W>
inline constexpr int width_of<Lanes<W>> = W;

/// Read or write one of the values side by side.
template <int W>
double lane(const Lanes<W>& x, int i) { return x[static_cast<std::size_t>(i)]; }
inline double lane(double x, int) { return x; }
template <int W>
void set_lane(Lanes<W>& x, int i, double value) { x[static_cast<std::size_t>(i)] = value; }
inline void set_lane(double& x, int, double value) { x = value; }

}  // namespace wryneck
