#pragma once
// A value with its derivatives in N directions (forward mode). Feeding a model duals gives exact Jacobians.

#include <array>
#include <cmath>
#include <cstddef>

namespace wryneck {

template <std::size_t N>
struct Dual {
    double value = 0;
    std::array<double, N> slope{};

    Dual() = default;
    Dual(double v) : value(v) {}
    static Dual variable(double v, std::size_t direction) {
        Dual x(v);
        x.slope[direction] = 1;
        return x;
    }

    Dual& operator+=(const Dual& b) { return *this = *this + b; }
    Dual& operator-=(const Dual& b) { return *this = *this - b; }
    Dual& operator*=(const Dual& b) { return *this = *this * b; }
    Dual& operator/=(const Dual& b) { return *this = *this / b; }

    friend Dual operator+(const Dual& a, const Dual& b) { return combine(a.value + b.value, a, 1, b, 1); }
    friend Dual operator-(const Dual& a, const Dual& b) { return combine(a.value - b.value, a, 1, b, -1); }
    friend Dual operator*(const Dual& a, const Dual& b) { return combine(a.value * b.value, a, b.value, b, a.value); }
    friend Dual operator/(const Dual& a, const Dual& b) {
        const double q = a.value / b.value;
        return combine(q, a, 1 / b.value, b, -q / b.value);
    }
    friend Dual operator-(const Dual& a) { return chain(-a.value, -1, a); }

    friend bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
    friend bool operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
    friend bool operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
    friend bool operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }

    friend Dual exp(const Dual& a) { return chain(std::exp(a.value), std::exp(a.value), a); }
    friend Dual log(const Dual& a) { return chain(std::log(a.value), 1 / a.value, a); }
    friend Dual sqrt(const Dual& a) { return chain(std::sqrt(a.value), 0.5 / std::sqrt(a.value), a); }
    friend Dual abs(const Dual& a) { return chain(std::abs(a.value), a.value < 0 ? -1 : 1, a); }
    friend Dual tanh(const Dual& a) {
        const double t = std::tanh(a.value);
        return chain(t, 1 - t * t, a);
    }
    friend Dual min(const Dual& a, const Dual& b) { return b < a ? b : a; }
    friend Dual max(const Dual& a, const Dual& b) { return a < b ? b : a; }
    friend Dual where(bool condition, const Dual& a, const Dual& b) { return condition ? a : b; }

private:
    static Dual chain(double value, double derivative, const Dual& a) {
        Dual r(value);
        for (std::size_t i = 0; i < N; ++i) r.slope[i] = derivative * a.slope[i];
        return r;
    }
    static Dual combine(double value, const Dual& a, double da, const Dual& b, double db) {
        Dual r(value);
        for (std::size_t i = 0; i < N; ++i) r.slope[i] = da * a.slope[i] + db * b.slope[i];
        return r;
    }
};

}  // namespace wryneck
