#pragma once
// W values side by side: one lane per fibre, patch, muscle or subject. An eager wrapper of a fixed-size Eigen array:
// every operation returns a value, so that equations read as for a double and no expression outlives its operands.

#include <Eigen/Core>
#include <cstddef>

namespace wryneck {

template <int W>
struct Mask {
    Eigen::Array<bool, W, 1> lanes;
    friend Mask operator&&(const Mask& a, const Mask& b) { return {a.lanes && b.lanes}; }
    friend Mask operator||(const Mask& a, const Mask& b) { return {a.lanes || b.lanes}; }
    friend Mask operator!(const Mask& a) { return {!a.lanes}; }
};

template <int W>
class Lanes {
public:
    using Array = Eigen::Array<double, W, 1>;
    static constexpr int width = W;

    Lanes() = default;
    Lanes(double value) : lanes_(Array::Constant(value)) {}
    template <class Derived>
    explicit Lanes(const Eigen::ArrayBase<Derived>& expression) : lanes_(expression) {}

    [[nodiscard]] double operator[](std::size_t lane) const { return lanes_[static_cast<Eigen::Index>(lane)]; }
    [[nodiscard]] double& operator[](std::size_t lane) { return lanes_[static_cast<Eigen::Index>(lane)]; }
    [[nodiscard]] const Array& array() const { return lanes_; }

    Lanes& operator+=(const Lanes& b) { lanes_ += b.lanes_; return *this; }
    Lanes& operator-=(const Lanes& b) { lanes_ -= b.lanes_; return *this; }
    Lanes& operator*=(const Lanes& b) { lanes_ *= b.lanes_; return *this; }
    Lanes& operator/=(const Lanes& b) { lanes_ /= b.lanes_; return *this; }

    friend Lanes operator+(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_ + b.lanes_); }
    friend Lanes operator-(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_ - b.lanes_); }
    friend Lanes operator*(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_ * b.lanes_); }
    friend Lanes operator/(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_ / b.lanes_); }
    friend Lanes operator-(const Lanes& a) { return Lanes(-a.lanes_); }

    friend Mask<W> operator<(const Lanes& a, const Lanes& b) { return {a.lanes_ < b.lanes_}; }
    friend Mask<W> operator>(const Lanes& a, const Lanes& b) { return {a.lanes_ > b.lanes_}; }
    friend Mask<W> operator<=(const Lanes& a, const Lanes& b) { return {a.lanes_ <= b.lanes_}; }
    friend Mask<W> operator>=(const Lanes& a, const Lanes& b) { return {a.lanes_ >= b.lanes_}; }

    friend Lanes exp(const Lanes& a) { return Lanes(a.lanes_.exp()); }
    friend Lanes log(const Lanes& a) { return Lanes(a.lanes_.log()); }
    friend Lanes sqrt(const Lanes& a) { return Lanes(a.lanes_.sqrt()); }
    friend Lanes abs(const Lanes& a) { return Lanes(a.lanes_.abs()); }
    friend Lanes tanh(const Lanes& a) { return Lanes(a.lanes_.tanh()); }
    friend Lanes min(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_.min(b.lanes_)); }
    friend Lanes max(const Lanes& a, const Lanes& b) { return Lanes(a.lanes_.max(b.lanes_)); }
    friend Lanes where(const Mask<W>& condition, const Lanes& a, const Lanes& b) {
        return Lanes(condition.lanes.select(a.lanes_, b.lanes_));
    }
    friend double sum(const Lanes& a) {  // fixed order, so that results never depend on the instruction set
        double total = 0;
        for (int i = 0; i < W; ++i) total += a.lanes_[i];
        return total;
    }
    friend double largest(const Lanes& a) {  // NaN wins: a hidden NaN would pass every error test
        double found = a.lanes_[0];
        for (int i = 1; i < W; ++i) found = (a.lanes_[i] > found || a.lanes_[i] != a.lanes_[i]) ? a.lanes_[i] : found;
        return found;
    }

private:
    Array lanes_;
};

}  // namespace wryneck
