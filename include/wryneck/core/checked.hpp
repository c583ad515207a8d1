#pragma once
// A value with its unit. Feeding a model checked numbers is a dimensional analysis of every equation: adding unlike
// units, or taking the exponential of something that is not a pure number, throws.

#include <cmath>
#include <stdexcept>
#include <string>

#include "wryneck/core/units.hpp"

namespace wryneck {

struct UnitError : std::logic_error {
    using std::logic_error::logic_error;
};

class Checked {
public:
    Checked() = default;
    Checked(double v) : value_(v) {}  // a literal is a pure number
    Checked(double v, const Unit& unit) : value_(v), unit_(unit) {}

    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] const Unit& unit() const { return unit_; }

    Checked& operator+=(const Checked& b) { return *this = *this + b; }
    Checked& operator-=(const Checked& b) { return *this = *this - b; }
    Checked& operator*=(const Checked& b) { return *this = *this * b; }
    Checked& operator/=(const Checked& b) { return *this = *this / b; }

    friend Checked operator+(const Checked& a, const Checked& b) { return {a.value_ + b.value_, like(a, b, "sum")}; }
    friend Checked operator-(const Checked& a, const Checked& b) { return {a.value_ - b.value_, like(a, b, "difference")}; }
    friend Checked operator*(const Checked& a, const Checked& b) { return {a.value_ * b.value_, a.unit_.times(b.unit_)}; }
    friend Checked operator/(const Checked& a, const Checked& b) { return {a.value_ / b.value_, a.unit_.times(b.unit_, -1)}; }
    friend Checked operator-(const Checked& a) { return {-a.value_, a.unit_}; }

    friend bool operator<(const Checked& a, const Checked& b) { return like(a, b, "comparison"), a.value_ < b.value_; }
    friend bool operator>(const Checked& a, const Checked& b) { return like(a, b, "comparison"), a.value_ > b.value_; }
    friend bool operator<=(const Checked& a, const Checked& b) { return like(a, b, "comparison"), a.value_ <= b.value_; }
    friend bool operator>=(const Checked& a, const Checked& b) { return like(a, b, "comparison"), a.value_ >= b.value_; }

    friend Checked exp(const Checked& a) { return {std::exp(pure(a, "exp")), Unit{}}; }
    friend Checked log(const Checked& a) { return {std::log(pure(a, "log")), Unit{}}; }
    friend Checked tanh(const Checked& a) { return {std::tanh(pure(a, "tanh")), Unit{}}; }
    friend Checked sqrt(const Checked& a) { return {std::sqrt(a.value_), root(a.unit_)}; }
    friend Checked abs(const Checked& a) { return {std::abs(a.value_), a.unit_}; }
    friend Checked min(const Checked& a, const Checked& b) { return {std::fmin(a.value_, b.value_), like(a, b, "min")}; }
    friend Checked max(const Checked& a, const Checked& b) { return {std::fmax(a.value_, b.value_), like(a, b, "max")}; }
    friend Checked where(bool c, const Checked& a, const Checked& b) { return {c ? a.value_ : b.value_, like(a, b, "where")}; }

private:
    static const Unit& like(const Checked& a, const Checked& b, const char* operation) {
        if (!a.unit_.same(b.unit_)) throw UnitError(std::string("unlike units in a ") + operation);
        return a.unit_;
    }
    static double pure(const Checked& a, const char* function) {
        if (!a.unit_.pure_number()) throw UnitError(std::string("argument of ") + function + " is not a pure number");
        return a.value_;
    }
    static Unit root(Unit unit) {
        for (int& exponent : unit.dimension) {
            if (exponent % 2 != 0) throw UnitError("square root of an odd power of a unit");
            exponent /= 2;
        }
        unit.factor = std::sqrt(unit.factor);
        return unit;
    }

    double value_ = 0;
    Unit unit_;
};

}  // namespace wryneck
