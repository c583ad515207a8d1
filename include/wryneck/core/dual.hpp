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

    // A plain number has no slopes: half of the work.
    friend Dual operator+(const Dual& a, double b) { return shifted(a.value + b, a); }
    friend Dual operator+(double a, const Dual& b) { return shifted(a + b.value, b); }
    friend Dual operator-(const Dual& a, double b) { return shifted(a.value - b, a); }
    friend Dual operator-(double a, const Dual& b) { return chain(a - b.value, -1, b); }
    friend Dual operator*(const Dual& a, double b) { return chain(a.value * b, b, a); }
    friend Dual operator*(double a, const Dual& b) { return chain(a * b.value, a, b); }
    friend Dual operator/(const Dual& a, double b) { return chain(a.value / b, 1 / b, a); }
    friend Dual operator/(double a, const Dual& b) {
        const double q = a / b.value;
        return chain(q, -q / b.value, b);
    }

    friend bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
    friend bool operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
    friend bool operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
    friend bool operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }

    friend Dual exp(const Dual& a) {
        const double e = std::exp(a.value);
        return chain(e, e, a);
    }
    friend Dual log(const Dual& a) { return chain(std::log(a.value), 1 / a.value, a); }
    friend Dual sqrt(const Dual& a) {
        const double root = std::sqrt(a.value);
        return chain(root, 0.5 / root, a);
    }
    friend Dual abs(const Dual& a) { return chain(std::abs(a.value), a.value < 0 ? -1 : 1, a); }
    friend Dual tanh(const Dual& a) {
        const double t = std::tanh(a.value);
        return chain(t, 1 - t * t, a);
    }
    friend Dual min(const Dual& a, const Dual& b) { return b < a ? b : a; }
    friend Dual max(const Dual& a, const Dual& b) { return a < b ? b : a; }
    friend Dual where(bool condition, const Dual& a, const Dual& b) { return condition ? a : b; }

    /// A function of one number needs one direction inside, whatever number of directions there is outside.
    template <class F>
    friend Dual unary(const Dual& a, F&& f) {
        const auto r = f(Dual<1>::variable(a.value, 0));
        return chain(r.value, r.slope[0], a);
    }

private:
    static Dual shifted(double value, const Dual& a) {
        Dual r = a;
        r.value = value;
        return r;
    }
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
