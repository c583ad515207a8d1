#pragma once
// A value that remembers how it was computed. Feeding a model symbols gives its equations, to be written down in
// another language: see equations.hpp. Rewriting is limited to what changes no number: 1 x, x + 0, -(a - b), x x = x^2.

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wryneck {

struct Block;  // one call of a sub-model: equations.hpp

class Symbol {
public:
    enum class Op {
        number,
        variable,
        add,
        subtract,
        multiply,
        divide,
        negate,
        power,
        exp,
        log,
        sqrt,
        abs,
        tanh,
        floor,
        exprelr,
        min,
        max,
        less,
        less_equal,
        where
    };
    enum class Role { state, input, parameter, output, rate, auxiliary };

    struct Node {
        Op op = Op::number;
        double number = 0;            ///< of a number its value, of a power the whole exponent
        std::vector<Symbol> of{};     ///< what it is computed from
        std::string model{}, name{};  ///< of a variable; elsewhere `name` is that of a quantity in the source, if any
        Role role = Role::auxiliary;
        std::shared_ptr<const Block> block{};  ///< of an output or a rate: the call that gave it
    };

    Symbol() : Symbol(0.0) {}
    Symbol(double number) : node_(std::make_shared<Node>(Node{.op = Op::number, .number = number})) {}
    static Symbol variable(std::string_view model, std::string_view name, Role role,
                           std::shared_ptr<const Block> block = {}) {
        return Symbol(Node{.op = Op::variable,
                           .model = std::string(model),
                           .name = std::string(name),
                           .role = role,
                           .block = std::move(block)});
    }
    /// As it stands, without rewriting.
    static Symbol of(Op op, std::vector<Symbol> args, double number = 0) {
        return Symbol(Node{.op = op, .number = number, .of = std::move(args)});
    }

    [[nodiscard]] const Node& node() const { return *node_; }
    [[nodiscard]] bool is(Op op) const { return node_->op == op; }
    [[nodiscard]] bool is_number(double x) const { return is(Op::number) && node_->number == x; }
    /// Nothing: the number 0, or 0 times something, which has its unit.
    [[nodiscard]] bool is_zero() const { return is_number(0) || (is(Op::multiply) && arg(0).is_number(0)); }
    [[nodiscard]] bool same_node(const Symbol& b) const { return node_ == b.node_; }
    [[nodiscard]] bool same_variable(const Symbol& b) const {
        return is(Op::variable) && b.is(Op::variable) && node_->role == b.node_->role && node_->name == b.node_->name &&
               node_->model == b.node_->model;
    }
    [[nodiscard]] const Symbol& arg(std::size_t i) const { return node_->of[i]; }

    /// Gives a quantity the name that it has in the source. What has one already keeps it.
    void call_it(std::string_view name) const {
        if (!is(Op::variable) && !is(Op::number) && node_->name.empty()) node_->name = name;
    }

    Symbol& operator+=(const Symbol& b) { return *this = *this + b; }
    Symbol& operator-=(const Symbol& b) { return *this = *this - b; }
    Symbol& operator*=(const Symbol& b) { return *this = *this * b; }
    Symbol& operator/=(const Symbol& b) { return *this = *this / b; }

    friend Symbol operator+(const Symbol& a, const Symbol& b) {
        if (a.is_zero()) return b;
        if (b.is_zero()) return a;
        return numbers(a, b) ? Symbol(a.value() + b.value()) : of(Op::add, {a, b});
    }
    friend Symbol operator-(const Symbol& a, const Symbol& b) {
        if (b.is_zero()) return a;
        if (a.is_zero()) return -b;
        return numbers(a, b) ? Symbol(a.value() - b.value()) : of(Op::subtract, {a, b});
    }
    friend Symbol operator*(const Symbol& a, const Symbol& b) {
        if (a.is_number(1)) return b;
        if (b.is_number(1)) return a;
        if (numbers(a, b)) return a.value() * b.value();
        if (a.anonymous(Op::multiply) && (a.arg(0).is_number(0) || a.arg(1).base().same_node(b.base())))
            return a.arg(0) * (a.arg(1) * b);
        if (a.base().same_node(b.base())) return of(Op::power, {a.base()}, a.exponent() + b.exponent());
        return of(Op::multiply, {a, b});
    }
    friend Symbol operator/(const Symbol& a, const Symbol& b) {
        if (b.is_number(1)) return a;
        return numbers(a, b) ? Symbol(a.value() / b.value()) : of(Op::divide, {a, b});
    }
    friend Symbol operator-(const Symbol& a) {
        if (a.is(Op::number)) return -a.value();
        if (a.anonymous(Op::negate)) return a.arg(0);
        if (a.anonymous(Op::subtract)) return a.arg(1) - a.arg(0);
        if (a.anonymous(Op::divide) && a.arg(0).anonymous(Op::subtract)) return -a.arg(0) / a.arg(1);
        return of(Op::negate, {a});
    }

    friend Symbol operator<(const Symbol& a, const Symbol& b) { return of(Op::less, {a, b}); }
    friend Symbol operator>(const Symbol& a, const Symbol& b) { return of(Op::less, {b, a}); }
    friend Symbol operator<=(const Symbol& a, const Symbol& b) { return of(Op::less_equal, {a, b}); }
    friend Symbol operator>=(const Symbol& a, const Symbol& b) { return of(Op::less_equal, {b, a}); }

    friend Symbol exp(const Symbol& a) { return of(Op::exp, {a}); }
    friend Symbol log(const Symbol& a) { return of(Op::log, {a}); }
    friend Symbol sqrt(const Symbol& a) { return of(Op::sqrt, {a}); }
    friend Symbol abs(const Symbol& a) { return of(Op::abs, {a}); }
    friend Symbol tanh(const Symbol& a) { return of(Op::tanh, {a}); }
    friend Symbol floor(const Symbol& a) { return of(Op::floor, {a}); }
    friend Symbol exprelr(const Symbol& a) {
        return of(Op::exprelr, {a});
    }  // a function of its own: others need its limit
    friend Symbol min(const Symbol& a, const Symbol& b) { return of(Op::min, {a, b}); }
    friend Symbol max(const Symbol& a, const Symbol& b) { return of(Op::max, {a, b}); }
    friend Symbol where(const Symbol& c, const Symbol& a, const Symbol& b) { return of(Op::where, {c, a, b}); }

    /// How a system calls a sub-model where its equations are asked for: equations.hpp.
    template <class M, class State, class Input, class Parameters>
    static auto call(const State& x, const Input& in, const Parameters& p, State& dx);

private:
    explicit Symbol(Node&& node) : node_(std::make_shared<Node>(std::move(node))) {}

    static bool numbers(const Symbol& a, const Symbol& b) { return a.is(Op::number) && b.is(Op::number); }
    [[nodiscard]] double value() const { return node_->number; }
    [[nodiscard]] bool anonymous(Op op) const { return is(op) && node_->name.empty(); }
    [[nodiscard]] const Symbol& base() const { return anonymous(Op::power) ? arg(0) : *this; }
    [[nodiscard]] double exponent() const { return anonymous(Op::power) ? value() : 1; }

    std::shared_ptr<Node> node_;
};

/// Names of quantities, divided by blanks, in the order of the values: see scalar.hpp.
template <class... S>
requires(std::same_as<S, Symbol>&&...) void names(std::string_view list, const S&... values) {
    (([&] {
         const auto end = list.find(' ');
         values.call_it(list.substr(0, end));
         list = end == list.npos ? std::string_view() : list.substr(end + 1);
     }()),
     ...);
}

}  // namespace wryneck
