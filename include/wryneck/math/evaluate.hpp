#pragma once
// What a recorded expression is worth, for every scalar: doubles give the number, `Checked` its unit as well.

#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

#include "wryneck/core/equations.hpp"
#include "wryneck/math/smooth.hpp"

namespace wryneck {

/// `variable(symbol)` gives the value of a variable. Subexpressions are computed once.
template <class T, class F>
class Evaluator {
public:
    explicit Evaluator(F variable) : variable_(std::move(variable)) {}

    T operator()(const Symbol& s) {
        if (const auto found = known_.find(&s.node()); found != known_.end()) return found->second;
        const T value = compute(s);
        known_.emplace(&s.node(), value);
        return value;
    }

private:
    using Op = Symbol::Op;

    T compute(const Symbol& s) {
        const auto arg = [&](std::size_t i) { return (*this)(s.arg(i)); };
        switch (s.node().op) {
            case Op::number:
                return T(s.node().number);
            case Op::variable:
                return variable_(s);
            case Op::add:
                return arg(0) + arg(1);
            case Op::subtract:
                return arg(0) - arg(1);
            case Op::multiply:
                return arg(0) * arg(1);
            case Op::divide:
                return arg(0) / arg(1);
            case Op::negate:
                return -arg(0);
            case Op::power:
                return whole_power(arg(0), static_cast<int>(s.node().number));
            case Op::exp:
                return exp(arg(0));
            case Op::log:
                return log(arg(0));
            case Op::sqrt:
                return sqrt(arg(0));
            case Op::abs:
                return abs(arg(0));
            case Op::tanh:
                return tanh(arg(0));
            case Op::floor:
                return floor_of(arg(0));
            case Op::exprelr:
                return exprelr(arg(0));
            case Op::min:
                return min(arg(0), arg(1));
            case Op::max:
                return max(arg(0), arg(1));
            case Op::where:
                return chosen(s);
            case Op::less:
            case Op::less_equal:
                break;
        }
        throw std::logic_error("a condition is no number");
    }

    T chosen(const Symbol& s) {
        const Symbol& condition = s.arg(0);
        const T a = (*this)(condition.arg(0)), b = (*this)(condition.arg(1)), yes = (*this)(s.arg(1)),
                no = (*this)(s.arg(2));
        return condition.is(Op::less) ? where(a < b, yes, no) : where(a <= b, yes, no);
    }

    static T floor_of(const T& x) {
        if constexpr (requires { x.unit(); })
            return T(std::floor(x.value()), x.unit());
        else
            return std::floor(x);
    }

    static T whole_power(const T& x, int n) {
        return n == 1 ? x : n % 2 == 0 ? square(whole_power(x, n / 2)) : x * whole_power(x, n - 1);
    }

    F variable_;
    std::map<const Symbol::Node*, T> known_;
};

}  // namespace wryneck
