#pragma once
// A value that remembers which inputs touched it. Feeding a model traced numbers gives the sparsity pattern of its
// Jacobian: both branches of every `where` count, so the pattern holds for all states.

#include <bitset>
#include <cmath>
#include <cstddef>

namespace wryneck {

class Traced {
public:
    using Inputs = std::bitset<512>;
    struct Condition {
        bool value;
        Inputs inputs;
    };

    Traced() = default;
    Traced(double v) : value_(v) {}
    static Traced input(double v, std::size_t index) {
        Traced x(v);
        x.inputs_.set(index);
        return x;
    }
    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] bool depends_on(std::size_t index) const { return inputs_.test(index); }
    [[nodiscard]] const Inputs& inputs() const { return inputs_; }

    Traced& operator+=(const Traced& b) { return *this = *this + b; }
    Traced& operator-=(const Traced& b) { return *this = *this - b; }
    Traced& operator*=(const Traced& b) { return *this = *this * b; }
    Traced& operator/=(const Traced& b) { return *this = *this / b; }

    friend Traced operator+(const Traced& a, const Traced& b) { return {a.value_ + b.value_, a.inputs_ | b.inputs_}; }
    friend Traced operator-(const Traced& a, const Traced& b) { return {a.value_ - b.value_, a.inputs_ | b.inputs_}; }
    friend Traced operator*(const Traced& a, const Traced& b) { return {a.value_ * b.value_, a.inputs_ | b.inputs_}; }
    friend Traced operator/(const Traced& a, const Traced& b) { return {a.value_ / b.value_, a.inputs_ | b.inputs_}; }
    friend Traced operator-(const Traced& a) { return {-a.value_, a.inputs_}; }

    friend Condition operator<(const Traced& a, const Traced& b) { return {a.value_ < b.value_, a.inputs_ | b.inputs_}; }
    friend Condition operator>(const Traced& a, const Traced& b) { return {a.value_ > b.value_, a.inputs_ | b.inputs_}; }
    friend Condition operator<=(const Traced& a, const Traced& b) { return {a.value_ <= b.value_, a.inputs_ | b.inputs_}; }
    friend Condition operator>=(const Traced& a, const Traced& b) { return {a.value_ >= b.value_, a.inputs_ | b.inputs_}; }

    friend Traced exp(const Traced& a) { return {std::exp(a.value_), a.inputs_}; }
    friend Traced log(const Traced& a) { return {std::log(a.value_), a.inputs_}; }
    friend Traced sqrt(const Traced& a) { return {std::sqrt(a.value_), a.inputs_}; }
    friend Traced abs(const Traced& a) { return {std::abs(a.value_), a.inputs_}; }
    friend Traced tanh(const Traced& a) { return {std::tanh(a.value_), a.inputs_}; }
    friend Traced min(const Traced& a, const Traced& b) { return {std::fmin(a.value_, b.value_), a.inputs_ | b.inputs_}; }
    friend Traced max(const Traced& a, const Traced& b) { return {std::fmax(a.value_, b.value_), a.inputs_ | b.inputs_}; }
    friend Traced where(const Condition& c, const Traced& a, const Traced& b) {
        return {c.value ? a.value_ : b.value_, c.inputs | a.inputs_ | b.inputs_};
    }

private:
    Traced(double v, const Inputs& inputs) : value_(v), inputs_(inputs) {}
    double value_ = 0;
    Inputs inputs_;
};

}  // namespace wryneck
