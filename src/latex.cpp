// Sub-models as LaTeX. No command in it is a backslash with a punctuation mark, which Markdown would take for its own.

#include "wryneck/run/latex.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <string_view>
#include <utility>

#include "number_text.hpp"
#include "wryneck/core/equations.hpp"
#include "wryneck/models/all.hpp"

namespace wryneck {

namespace {

using Op = Symbol::Op;

// --- names -----------------------------------------------------------------------------------------------------------

std::string word(const std::string& text) {
    static const std::set<std::string> greek{"alpha", "beta", "gamma", "delta", "eta", "theta", "lambda",
                                             "nu",    "phi",  "psi",   "sigma", "tau", "Delta"};
    if (greek.count(text)) return "\\" + text;
    const bool digits = text.find_first_not_of("0123456789") == text.npos;
    return text.size() == 1 || digits ? text : "\\mathrm{" + text + "}";
}

/// I_Cl_t is I_{\mathrm{Cl},t}.
std::string symbol_of(const std::string& name) {
    const auto first = name.find('_');
    std::string below;
    for (std::size_t begin = first; begin != name.npos;) {
        const auto end = name.find('_', begin + 1);
        below += (below.empty() ? "" : ",") + word(name.substr(begin + 1, end == name.npos ? end : end - begin - 1));
        begin = end;
    }
    return word(name.substr(0, first)) + (below.empty() ? "" : "_{" + below + "}");
}

// --- expressions -----------------------------------------------------------------------------------------------------

enum Binding { sum = 1, product, fraction, powers, atom };

struct Text {
    std::string text;
    Binding binding;

    [[nodiscard]] std::string within(Binding least) const {
        return binding < least ? "\\left(" + text + "\\right)" : text;
    }
};

/// About as many characters as meet the eye.
std::size_t breadth(const std::string& text) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            while (i + 1 < text.size() && std::isalpha(static_cast<unsigned char>(text[i + 1]))) ++i;
            ++n;
        } else if (std::string_view("{}^_ ").find(text[i]) == std::string_view::npos) {
            ++n;
        }
    }
    return n;
}

/// The factors above and below the line, and whether the sign is minus.
struct Factors {
    std::vector<Symbol> above, below;
    bool minus = false;

    void take(const Symbol& s, bool up) {
        if (s.is(Op::multiply))
            take(s.arg(0), up), take(s.arg(1), up);
        else if (s.is(Op::divide))
            take(s.arg(0), up), take(s.arg(1), !up);
        else if (s.is(Op::negate))
            minus = !minus, take(s.arg(0), up);
        else if (s.is(Op::exprelr))
            take(s.arg(0) / (exp(s.arg(0)) - 1), up);
        else if (!s.is_number(1))
            (up ? above : below).push_back(s);
    }
};

std::string figure(double x) {
    if (std::abs(x - std::numbers::pi) < 1e-12) return "\\pi";
    if (std::abs(x - std::numbers::ln10) < 1e-12) return "\\ln 10";
    return detail::decimal_text(x);
}

std::string joined(const std::vector<std::string>& factors) {
    std::string text;
    for (const std::string& one : factors) {
        const bool digit = one[0] >= '0' && one[0] <= '9';
        text += (text.empty() ? "" : digit ? " \\cdot " : " \\thinspace ") + one;
    }
    return text.empty() ? "1" : text;
}

/// Writes expressions; `flat` in one line, as in exponents.
class Writer {
public:
    explicit Writer(bool flat = false) : flat_(flat) {}

    Text operator()(const Symbol& s) const {
        switch (s.node().op) {
            case Op::number:
                return {figure(s.node().number), s.node().number < 0 ? sum : atom};
            case Op::variable:
                return {symbol_of(s.node().name), atom};
            case Op::add:
                return {of(s, 0).text + " + " + of(s, 1).within(product), sum};
            case Op::subtract:
                return {of(s, 0).text + " - " + of(s, 1).within(product), sum};
            case Op::multiply:
            case Op::divide:
            case Op::negate:
            case Op::exprelr:
                return s.is_zero() ? Text{"0", atom} : quotient(s);
            case Op::power:
                return {of(s, 0).within(atom) + "^{" + figure(s.node().number) + "}", powers};
            case Op::exp:
                return exponential(s);
            case Op::log:
                return bracketed("\\ln", s);
            case Op::tanh:
                return bracketed("\\tanh", s);
            case Op::min:
                return bracketed("\\min", s);
            case Op::max:
                return bracketed("\\max", s);
            case Op::sqrt:
                return {"\\sqrt{" + of(s, 0).text + "}", atom};
            case Op::abs:
                return {"\\left|" + of(s, 0).text + "\\right|", atom};
            case Op::floor:
                return {"\\left\\lfloor " + of(s, 0).text + " \\right\\rfloor", atom};
            case Op::less:
            case Op::less_equal:
                return comparison(s);
            case Op::where:
                return {"\\begin{cases} " + of(s, 1).text + " & \\text{where } " + of(s, 0).text + " \\cr " +
                            of(s, 2).text + " & \\text{elsewhere} \\end{cases}",
                        fraction};
        }
        return {};
    }

private:
    [[nodiscard]] Text of(const Symbol& s, std::size_t i) const { return (*this)(s.arg(i)); }

    [[nodiscard]] std::vector<std::string> texts(const std::vector<Symbol>& factors, bool alone) const {
        std::vector<std::string> all;
        for (const Symbol& s : factors)
            all.push_back(alone && factors.size() == 1 ? (*this)(s).text : (*this)(s).within(fraction));
        return all;
    }

    [[nodiscard]] Text quotient(const Symbol& s) const {
        Factors f;
        f.take(s, true);
        cancel(f);
        const std::string sign = f.minus ? "-" : "";
        const Binding binding = f.minus ? sum : f.below.empty() ? product : flat_ ? product : fraction;
        if (f.below.empty() && f.above.size() == 1 && !f.minus) return (*this)(f.above[0]);
        if (f.below.empty()) return {sign + joined(texts(f.above, false)), binding};
        if (!flat_)
            return {sign + "\\frac{" + joined(texts(f.above, true)) + "}{" + joined(texts(f.below, true)) + "}",
                    binding};
        const std::string below = joined(texts(f.below, false));
        return {sign + joined(texts(f.above, false)) + " / " +
                    (f.below.size() > 1 ? "\\left(" + below + "\\right)" : below),
                binding};
    }

    /// Takes away what stands on both sides of the line.
    void cancel(Factors& f) const {
        for (std::size_t i = 0; i < f.above.size();) {
            const auto equal = [&](const Symbol& b) { return (*this)(b).text == (*this)(f.above[i]).text; };
            const auto same = std::find_if(f.below.begin(), f.below.end(), equal);
            if (same == f.below.end()) {
                ++i;
                continue;
            }
            f.below.erase(same);
            f.above.erase(f.above.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

    [[nodiscard]] Text bracketed(const std::string& function, const Symbol& s) const {
        std::string arguments;
        for (const Symbol& part : s.node().of) arguments += (arguments.empty() ? "" : ", ") + (*this)(part).text;
        return {function + "\\left(" + arguments + "\\right)", atom};
    }

    [[nodiscard]] Text exponential(const Symbol& s) const {
        const std::string text = Writer(true)(s.arg(0)).text;
        return breadth(text) > 24 ? bracketed("\\exp", s) : Text{"e^{" + text + "}", powers};
    }

    [[nodiscard]] Text comparison(const Symbol& s) const {
        const bool less = s.is(Op::less), flipped = s.arg(0).is_zero();
        const std::string sign = flipped ? (less ? " \\gt " : " \\ge ") : (less ? " \\lt " : " \\le ");
        return {of(s, flipped ? 1 : 0).text + sign + of(s, flipped ? 0 : 1).text, sum};
    }

    bool flat_;
};

Text written(const Symbol& s) { return Writer()(s); }

// --- equations -------------------------------------------------------------------------------------------------------

/// A sum in lines: its terms, each with its sign.
void terms(const Symbol& s, std::vector<std::string>& all) {
    if (!s.is(Op::add) && !s.is(Op::subtract)) return all.push_back(written(s).text);
    terms(s.arg(0), all);
    all.push_back((s.is(Op::add) ? "+ " : "- ") + written(s.arg(1)).within(product));
}

std::string right_side(const Symbol& s) {
    constexpr std::size_t broad = 90;
    const std::string whole = written(s).text;
    std::vector<std::string> parts;
    terms(s, parts);
    if (breadth(whole) <= broad || parts.size() == 1) return "= " + whole;
    std::string text, line;
    for (const std::string& part : parts) {
        if (!line.empty() && breadth(line + part) > broad) text += line + " \\cr & \\quad ", line.clear();
        line += (line.empty() ? "" : " ") + part;
    }
    return "&= " + text + line;
}

std::string equation(const Equation& e) {
    const std::string name = symbol_of(e.name), right = right_side(e.value);
    const std::string left = e.role == Symbol::Role::rate ? "\\frac{d " + name + "}{d t}" : name;
    if (right[0] != '&') return left + " " + right;
    return "\\begin{aligned} " + left + " " + right + " \\end{aligned}";
}

std::vector<ModelEquations::Port> ports(std::span<const Field> rows) {
    std::vector<ModelEquations::Port> all;
    for (const Field& row : rows)
        all.push_back({std::string(row.name), std::string(row.unit), std::string(row.meaning)});
    return all;
}

}  // namespace

std::string latex(const Symbol& expression) { return written(expression).text; }

std::vector<ModelEquations> model_equations() {
    std::vector<ModelEquations> all;
    for_each_model([&]<class M>(M) {
        const Block block = block_of<M>();
        ModelEquations one{block.model, block.time_unit, ports(block.input_rows), ports(block.output_rows), {}};
        for (const Equation& e : equations(block)) one.latex.push_back(equation(e));
        all.push_back(std::move(one));
    });
    return all;
}

}  // namespace wryneck
