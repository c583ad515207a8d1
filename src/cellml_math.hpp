#pragma once
// Expressions as content MathML, as CellML 2.0 asks for it: each literal with its unit.

#include <map>
#include <string>

#include "cellml_units.hpp"
#include "wryneck/core/checked.hpp"
#include "wryneck/math/evaluate.hpp"

namespace wryneck::detail {

/// The name of a variable in the file: words that Myokit keeps for itself get a line behind them.
inline std::string identifier(const std::string& name) {
    for (const char* word : {"and", "as", "bind", "in", "infinity", "label", "nan", "not", "or", "use"})
        if (name == word) return name + "_";
    return name;
}

inline std::string ci(const std::string& name) { return "<ci>" + identifier(name) + "</ci>"; }

/// Content MathML of expressions over the variables of one component.
class MathML {
public:
    using Variables = std::map<std::string, Checked>;

    MathML(Units& units, const Variables& variables) : units_(units), variables_(variables) {}

    [[nodiscard]] Unit unit(const Symbol& s) const {
        const auto known = [&](const Symbol& v) { return variables_.at(v.node().name); };
        return Evaluator<Checked, decltype(known)>(known)(s).unit();
    }

    std::string operator()(const Symbol& s) {
        switch (s.node().op) {
            case Symbol::Op::number:
                return literal(s.node().number, Unit{});
            case Symbol::Op::variable:
                return ci(s.node().name);
            case Symbol::Op::add:
                return chain("plus", s);
            case Symbol::Op::multiply:
                return s.is_zero() ? literal(0, unit(s)) : chain("times", s);
            case Symbol::Op::subtract:
                return apply("minus", s);
            case Symbol::Op::divide:
                return apply("divide", s);
            case Symbol::Op::negate:
                return apply("minus", s);
            case Symbol::Op::power:
                return "<apply><power/>" + (*this)(s.arg(0)) + literal(s.node().number, Unit{}) + "</apply>";
            case Symbol::Op::exp:
                return apply("exp", s);
            case Symbol::Op::log:
                return apply("ln", s);
            case Symbol::Op::sqrt:
                return apply("root", s);
            case Symbol::Op::abs:
                return apply("abs", s);
            case Symbol::Op::tanh:
                return apply("tanh", s);
            case Symbol::Op::floor:
                return apply("floor", s);
            case Symbol::Op::less:
                return apply("lt", s);
            case Symbol::Op::less_equal:
                return apply("leq", s);
            case Symbol::Op::min:
                return (*this)(where(s.arg(1) < s.arg(0), s.arg(1), s.arg(0)));
            case Symbol::Op::max:
                return (*this)(where(s.arg(0) < s.arg(1), s.arg(1), s.arg(0)));
            case Symbol::Op::exprelr:
                return (*this)(limited(s.arg(0)));
            case Symbol::Op::where:
                return "<piecewise><piece>" + (*this)(s.arg(1)) + (*this)(s.arg(0)) + "</piece><otherwise>" +
                       (*this)(s.arg(2)) + "</otherwise></piecewise>";
        }
        return {};
    }

private:
    /// x/(exp(x) - 1) as smooth.hpp computes it within the range of the exponential.
    static Symbol limited(const Symbol& x) { return where(abs(x) < 1e-5, 1 - 0.5 * x, x / (exp(x) - 1)); }

    std::string literal(double value, const Unit& unit) {
        return "<cn cellml:units=\"" + units_.of(unit) + "\">" + decimal_text(value) + "</cn>";
    }

    std::string apply(const std::string& what, const Symbol& s) {
        std::string text = "<apply><" + what + "/>";
        for (const Symbol& part : s.node().of) text += (*this)(part);
        return text + "</apply>";
    }

    /// a + b + c as one sum.
    std::string chain(const std::string& what, const Symbol& s) {
        return "<apply><" + what + "/>" + links(s.node().op, s) + "</apply>";
    }
    std::string links(Symbol::Op op, const Symbol& s) {
        return s.is(op) && !s.is_zero() ? links(op, s.arg(0)) + (*this)(s.arg(1)) : (*this)(s);
    }

    Units& units_;
    const Variables& variables_;
};

}  // namespace wryneck::detail
