#pragma once
// Equations that write themselves down. Reading a model with `Recorded` numbers in a constant expression leaves the
// list of its operations on a tape: each one once, with literals folded and numbers that are known before the run
// (`fixed`: parameters, and what depends on nothing else) drawn together. From the tape the compiler takes derivatives
// and lays out code (solve/program.hpp), so that the equations as written stay the only source.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace wryneck {

enum class Op : std::uint8_t {
    constant,
    input,
    parameter,
    add,
    subtract,
    multiply,
    negate,
    invert,
    exp,
    log,
    sqrt,
    tanh,
    abs,
    less,
    at_most,
    choose  // a < b; a <= b; a ? b : c
};

using Id = std::uint16_t;  // the number of an operation on its tape; 0 is the constant zero

struct Node {
    Op op = Op::constant;
    bool fixed = true;
    Id a = 0, b = 0, c = 0;  // operands; of an input or a parameter: a is its number
    double value = 0;        // of a constant
};

class Tape {
public:
    static constexpr std::size_t capacity = 8192;

    constexpr const Node& operator[](Id id) const { return nodes_[id]; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }

    constexpr Id constant(double v) { return v == 0 ? Id{0} : put({.value = v}); }
    constexpr Id input(std::size_t number) { return put({.op = Op::input, .fixed = false, .a = Id(number)}); }
    constexpr Id parameter(std::size_t number) { return put({.op = Op::parameter, .a = Id(number)}); }

    constexpr Id add(Id a, Id b) {
        if (literal(a) && literal(b)) return constant(value(a) + value(b));
        if (a == 0) return b;
        if (b == 0) return a;
        if (is(b, Op::negate)) return subtract(a, nodes_[b].a);
        if (is(a, Op::negate)) return subtract(b, nodes_[a].a);
        return a < b ? derived(Op::add, a, b) : derived(Op::add, b, a);
    }
    constexpr Id subtract(Id a, Id b) {
        if (literal(a) && literal(b)) return constant(value(a) - value(b));
        if (a == b) return 0;
        if (b == 0) return a;
        if (a == 0) return negate(b);
        if (is(b, Op::negate)) return add(a, nodes_[b].a);
        return derived(Op::subtract, a, b);
    }
    constexpr Id multiply(Id a, Id b) {
        if (literal(a) && literal(b)) return constant(value(a) * value(b));
        if (a == 0 || b == 0) return 0;
        if (is_one(a)) return b;
        if (is_one(b)) return a;
        if (literal(a) && value(a) == -1) return negate(b);
        if (literal(b) && value(b) == -1) return negate(a);
        if (is(a, Op::negate) && !fixed(a)) return negate(multiply(nodes_[a].a, b));
        if (is(b, Op::negate) && !fixed(b)) return negate(multiply(a, nodes_[b].a));
        if (fixed(b) && !fixed(a)) return multiply(b, a);
        if (fixed(a) && scaled(b)) return multiply(multiply(a, nodes_[b].a), nodes_[b].b);
        if (fixed(a) != fixed(b) || a < b) return derived(Op::multiply, a, b);
        return derived(Op::multiply, b, a);
    }
    constexpr Id negate(Id a) {
        if (literal(a)) return constant(-value(a));
        if (is(a, Op::negate)) return nodes_[a].a;
        if (is(a, Op::subtract)) return subtract(nodes_[a].b, nodes_[a].a);
        if (scaled(a)) return multiply(negate(nodes_[a].a), nodes_[a].b);
        return derived(Op::negate, a);
    }
    constexpr Id invert(Id a) {
        if (literal(a)) return constant(1 / value(a));
        if (is(a, Op::invert)) return nodes_[a].a;
        return derived(Op::invert, a);
    }
    constexpr Id divide(Id a, Id b) { return multiply(a, invert(b)); }
    constexpr Id function(Op op, Id a) { return derived(op, a); }
    constexpr Id compare(Op op, Id a, Id b) { return derived(op, a, b); }
    constexpr Id choose(Id condition, Id a, Id b) { return a == b ? a : derived(Op::choose, condition, a, b); }

private:
    constexpr bool is(Id a, Op op) const { return nodes_[a].op == op; }
    constexpr bool literal(Id a) const { return is(a, Op::constant); }
    constexpr double value(Id a) const { return nodes_[a].value; }
    constexpr bool is_one(Id a) const { return literal(a) && value(a) == 1; }
    constexpr bool fixed(Id a) const { return nodes_[a].fixed; }
    constexpr bool scaled(Id a) const { return is(a, Op::multiply) && !fixed(a) && fixed(nodes_[a].a); }

    /// Comparisons count as varying: only numbers are drawn together.
    constexpr Id derived(Op op, Id a, Id b = 0, Id c = 0) {
        const bool known = fixed(a) && fixed(b) && fixed(c) && op != Op::less && op != Op::at_most;
        return put({.op = op, .fixed = known, .a = a, .b = b, .c = c});
    }
    /// The number of an equal operation, or a new one.
    constexpr Id put(const Node& n) {
        std::uint64_t hash = std::bit_cast<std::uint64_t>(n.value);
        for (std::uint64_t part : {std::uint64_t(n.op), std::uint64_t{n.a}, std::uint64_t{n.b}, std::uint64_t{n.c}})
            hash = (hash ^ part) * 0x9E3779B97F4A7C15u, hash ^= hash >> 29;
        std::size_t at = hash % places_.size();
        for (; places_[at] != 0; at = (at + 1) % places_.size()) {
            const Node& m = nodes_[places_[at]];
            if (m.op == n.op && m.a == n.a && m.b == n.b && m.c == n.c && m.value == n.value) return places_[at];
        }
        if (size_ == capacity) throw "the equations are longer than the tape";
        places_[at] = Id(size_);
        nodes_[size_] = n;
        return Id(size_++);
    }

    std::array<Node, capacity> nodes_{};
    std::array<Id, 2 * capacity> places_{};  // open hashing; 0 is free
    std::size_t size_ = 1;
};

/// A number on a tape, or a plain one.
class Recorded {
public:
    struct Condition {
        Tape* tape = nullptr;
        Id id = 0;
        bool plain = false;
    };

    constexpr Recorded() = default;
    constexpr Recorded(double v) : plain_(v) {}
    constexpr Recorded(Tape& tape, Id id) : tape_(&tape), id_(id) {}

    /// Its number on a tape.
    [[nodiscard]] constexpr Id on(Tape& tape) const { return tape_ ? id_ : tape.constant(plain_); }

    friend constexpr Recorded operator+(const Recorded& a, const Recorded& b) {
        return a.alone(b) ? Recorded(a.plain_ + b.plain_) : a.with(b, &Tape::add);
    }
    friend constexpr Recorded operator-(const Recorded& a, const Recorded& b) {
        return a.alone(b) ? Recorded(a.plain_ - b.plain_) : a.with(b, &Tape::subtract);
    }
    friend constexpr Recorded operator*(const Recorded& a, const Recorded& b) {
        return a.alone(b) ? Recorded(a.plain_ * b.plain_) : a.with(b, &Tape::multiply);
    }
    friend constexpr Recorded operator/(const Recorded& a, const Recorded& b) {
        return a.alone(b) ? Recorded(a.plain_ / b.plain_) : a.with(b, &Tape::divide);
    }
    friend constexpr Recorded operator-(const Recorded& a) { return 0.0 - a; }

    friend constexpr Condition operator<(const Recorded& a, const Recorded& b) { return a.compared(b, Op::less); }
    friend constexpr Condition operator>(const Recorded& a, const Recorded& b) { return b < a; }
    friend constexpr Condition operator<=(const Recorded& a, const Recorded& b) { return a.compared(b, Op::at_most); }
    friend constexpr Condition operator>=(const Recorded& a, const Recorded& b) { return b <= a; }

    // Of numbers on a tape only: a function of a literal is written as a parameter.
    friend constexpr Recorded exp(const Recorded& a) { return a.mapped(Op::exp); }
    friend constexpr Recorded log(const Recorded& a) { return a.mapped(Op::log); }
    friend constexpr Recorded sqrt(const Recorded& a) { return a.mapped(Op::sqrt); }
    friend constexpr Recorded tanh(const Recorded& a) { return a.mapped(Op::tanh); }
    friend constexpr Recorded abs(const Recorded& a) { return a.mapped(Op::abs); }
    friend constexpr Recorded min(const Recorded& a, const Recorded& b) { return where(b < a, b, a); }
    friend constexpr Recorded max(const Recorded& a, const Recorded& b) { return where(a < b, b, a); }
    friend constexpr Recorded where(const Condition& c, const Recorded& a, const Recorded& b) {
        if (!c.tape) return c.plain ? a : b;
        return {*c.tape, c.tape->choose(c.id, a.on(*c.tape), b.on(*c.tape))};
    }

private:
    [[nodiscard]] constexpr bool alone(const Recorded& b) const { return !tape_ && !b.tape_; }
    constexpr Recorded with(const Recorded& b, Id (Tape::*operation)(Id, Id)) const {
        Tape& tape = tape_ ? *tape_ : *b.tape_;
        return {tape, (tape.*operation)(on(tape), b.on(tape))};
    }
    [[nodiscard]] constexpr Condition compared(const Recorded& b, Op op) const {
        if (alone(b)) return {.plain = op == Op::less ? plain_ < b.plain_ : plain_ <= b.plain_};
        Tape& tape = tape_ ? *tape_ : *b.tape_;
        return {&tape, tape.compare(op, on(tape), b.on(tape))};
    }
    [[nodiscard]] constexpr Recorded mapped(Op op) const {
        if (!tape_) throw "a function of a literal cannot be recorded";
        return {*tape_, tape_->function(op, id_)};
    }

    Tape* tape_ = nullptr;
    Id id_ = 0;
    double plain_ = 0;
};

}  // namespace wryneck
