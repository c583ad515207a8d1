#pragma once
// Straight code along a tape. The compiler chooses what is needed for some results, in which order, and which products
// are fused with a sum; `execute` is then one run of instructions without any list at run time. In `grouped` order,
// meant for one number at a time, all exponentials, logarithms and reciprocals of one depth stand together and are
// computed four at once. Both orders do the same operations and give the same bits.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "wryneck/core/recorded.hpp"
#include "wryneck/math/pack.hpp"

namespace wryneck {

enum class Do : std::uint8_t {
    operation,
    fused_add,       // a b + c
    fused_subtract,  // a b - c
    fused_from,      // c - a b
    group,           // one function of up to four values
    result           // hands over a result: to[0] is its number
};

enum class In : std::uint8_t { numbers, inputs, values };

struct Operand {
    In where = In::numbers;
    Id at = 0;
};

struct Step {
    Do what = Do::operation;
    Op op = Op::constant;
    std::array<Operand, 4> from{};
    std::array<Id, 4> to{};  // places of values; the number of a result
};

/// Places of what is known before the run: parameters, what follows from them, literals.
struct Numbers {
    std::array<Id, Tape::capacity> place{}, ids{};
    std::size_t used = 0;

    constexpr Id of(Id id) {
        if (used == 0 || ids[place[id]] != id) place[id] = static_cast<Id>(used), ids[used++] = id;
        return place[id];
    }
};

template <std::size_t Size>
struct Program {
    std::array<Step, Size> steps{};
    std::size_t used = 0, values = 0;
};

namespace detail {

class Layout {
public:
    static constexpr std::size_t most = Tape::capacity / 2;

    constexpr Layout(const Tape& tape, Numbers& numbers, bool grouped)
        : tape_(tape), numbers_(numbers), grouped_(grouped) {}

    /// Results in `order`; those from `skip_from` on are left out where they are known before the run.
    template <std::size_t R>
    constexpr Program<most> of(const std::array<Id, R>& results, const std::array<Id, R>& order,
                               std::size_t skip_from) {
        for (Id id : results) ++uses_[id];
        for (std::size_t id = tape_.size(); id-- > 0;)
            if (uses_[id] > 0 && !ready(Id(id)))
                for (Id from : operands(Id(id))) ++uses_[from];
        if (grouped_) place_groups();
        for (Id r : order) {
            if (r >= skip_from && tape_[results[r]].fixed) continue;
            place(results[r]);
            push({.what = Do::result, .from = {operand(results[r])}, .to = {r}});
        }
        return program_;
    }

private:
    constexpr bool ready(Id id) const { return tape_[id].fixed || tape_[id].op == Op::input; }
    constexpr std::array<Id, 3> operands(Id id) const { return {tape_[id].a, tape_[id].b, tape_[id].c}; }
    constexpr bool groups(Id id) const {
        const Op op = tape_[id].op;
        return grouped_ && (op == Op::exp || op == Op::log || op == Op::invert);
    }
    /// A product that only one sum wants.
    constexpr bool fusable(Id id) const { return tape_[id].op == Op::multiply && !tape_[id].fixed && uses_[id] == 1; }

    constexpr void push(const Step& step) {
        if (program_.used == most) throw "the program is too long";
        program_.steps[program_.used++] = step;
    }
    constexpr Id keep(Id id) {
        done_[id] = true;
        return place_[id] = Id(program_.values++);
    }
    constexpr Operand operand(Id id) {
        if (tape_[id].fixed) return {In::numbers, numbers_.of(id)};
        return tape_[id].op == Op::input ? Operand{In::inputs, tape_[id].a} : Operand{In::values, place_[id]};
    }

    /// Lay out what an operation needs, then the operation itself.
    constexpr void place(Id id) {
        if (ready(id) || done_[id]) return;
        const Node n = tape_[id];
        if ((n.op == Op::add || n.op == Op::subtract) && fusable(n.b))
            fuse(n.op == Op::add ? Do::fused_add : Do::fused_from, n.b, n.a, id);
        else if ((n.op == Op::add || n.op == Op::subtract) && fusable(n.a))
            fuse(n.op == Op::add ? Do::fused_add : Do::fused_subtract, n.a, n.b, id);
        else {
            for (Id from : operands(id)) place(from);
            push({.op = n.op, .from = {operand(n.a), operand(n.b), operand(n.c)}, .to = {keep(id)}});
        }
    }
    constexpr void fuse(Do what, Id product, Id rest, Id to) {
        const Id a = tape_[product].a, b = tape_[product].b;
        place(a), place(b), place(rest);
        push({.what = what, .from = {operand(a), operand(b), operand(rest)}, .to = {keep(to)}});
    }

    constexpr void place_groups() {
        std::array<std::size_t, Tape::capacity> depth{};  // functions of a group on the way to a value
        std::size_t deepest = 0;
        for (std::size_t id = 0; id < tape_.size(); ++id) {
            if (uses_[id] == 0 || ready(Id(id))) continue;
            for (Id from : operands(Id(id))) depth[id] = depth[from] > depth[id] ? depth[from] : depth[id];
            if (groups(Id(id))) ++depth[id];
            deepest = depth[id] > deepest ? depth[id] : deepest;
        }
        for (std::size_t level = 1; level <= deepest; ++level)
            for (Op op : {Op::exp, Op::log, Op::invert}) {
                std::array<Id, 256> members{};
                std::size_t count = 0;
                for (std::size_t id = 0; id < tape_.size(); ++id)
                    if (uses_[id] > 0 && depth[id] == level && tape_[Id(id)].op == op && !ready(Id(id)))
                        members[count++] = Id(id);
                place_group(op, members, count);
            }
    }
    constexpr void place_group(Op op, const std::array<Id, 256>& members, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) place(tape_[members[i]].a);
        for (std::size_t first = 0; first < count; first += 4) {
            Step step{.what = Do::group, .op = op};
            for (std::size_t k = 0; k < 4; ++k) {
                const Id id = members[first + k < count ? first + k : first];
                step.from[k] = operand(tape_[id].a);
                step.to[k] = first + k < count ? keep(id) : Id(program_.values++);  // or into the void
            }
            push(step);
        }
    }

    const Tape& tape_;
    Numbers& numbers_;
    bool grouped_;
    std::array<std::uint16_t, Tape::capacity> uses_{}, place_{};
    std::array<bool, Tape::capacity> done_{};
    Program<most> program_;
};

}  // namespace detail

template <std::size_t R>
consteval auto lay_out(const Tape& tape, Numbers& numbers, const std::array<Id, R>& results,
                       const std::array<Id, R>& order, bool grouped, std::size_t skip_from) {
    return detail::Layout(tape, numbers, grouped).of(results, order, skip_from);
}

template <std::size_t Size, std::size_t Most>
consteval Program<Size> cut(const Program<Most>& draft) {
    Program<Size> p{.used = draft.used, .values = draft.values};
    for (std::size_t i = 0; i < Size; ++i) p.steps[i] = draft.steps[i];
    return p;
}

namespace detail {

/// f<First>() to f<Last - 1>(), in pieces that compilers can nest.
template <std::size_t First, std::size_t Last, class F>
[[gnu::always_inline]] inline void each_of(const F& f) {
    constexpr std::size_t piece = 64;
    if constexpr (Last - First <= piece)
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            (f.template operator()<First + I>(), ...);
        }
    (std::make_index_sequence<Last - First>());
    else each_of<First, First + piece>(f), each_of<First + piece, Last>(f);
}

template <Op op, class T>
[[gnu::always_inline]] inline T apply(const T& a) {
    if constexpr (op == Op::invert)
        return spread<T>(1) / a;
    else if constexpr (op == Op::exp)
        return fast_exp(a);
    else if constexpr (op == Op::log)
        return fast_log(a);
    else if constexpr (op == Op::abs)
        return choose<T>(a < T{}, -a, a);
    else if constexpr (op == Op::sqrt)
        return mapped(a, [](auto v) { return std::sqrt(v); });
    else
        return mapped(a, [](auto v) { return std::tanh(v); });
}

}  // namespace detail

/// What a program reads and writes. `numbers`: what is known before the run, literals included, in the order of their
/// places; `inputs`: states and further inputs.
template <class T, std::size_t Values>
struct Frame {
    using Condition = decltype(T{} < T{});
    const T* numbers;
    const T* inputs;
    T values[Values + 1];
    Condition conditions[Values + 1];
};

namespace detail {

/// Step I; operands are chosen by constants, without calls, which keeps compilers quick.
template <const auto& program, std::size_t I, class T, std::size_t Values, class Result>
[[gnu::always_inline]] inline void take_step(Frame<T, Values>& f, const Result& result) {
    constexpr const Step& s = program.steps[I];
    constexpr Operand A = s.from[0], B = s.from[1], C = s.from[2];
    const T& a = A.where == In::numbers ? f.numbers[A.at] : A.where == In::inputs ? f.inputs[A.at] : f.values[A.at];
    const T& b = B.where == In::numbers ? f.numbers[B.at] : B.where == In::inputs ? f.inputs[B.at] : f.values[B.at];
    const T& c = C.where == In::numbers ? f.numbers[C.at] : C.where == In::inputs ? f.inputs[C.at] : f.values[C.at];
    constexpr Id to = s.to[0];
    if constexpr (s.what == Do::result) {
        result.template operator()<to>(a);
    } else if constexpr (s.what == Do::group) {
        using Four = Pack<T, 4>;
        constexpr Operand D = s.from[3];
        const T& d = D.where == In::numbers ? f.numbers[D.at] : D.where == In::inputs ? f.inputs[D.at] : f.values[D.at];
        const Four in{a, b, c, d}, out = apply<s.op, Four>(in);
        f.values[to] = out[0], f.values[s.to[1]] = out[1], f.values[s.to[2]] = out[2], f.values[s.to[3]] = out[3];
    } else if constexpr (s.what == Do::fused_add) {
        f.values[to] = fused<T>(a, b, c);
    } else if constexpr (s.what == Do::fused_subtract) {
        f.values[to] = fused<T>(a, b, -c);
    } else if constexpr (s.what == Do::fused_from) {
        f.values[to] = fused<T>(-a, b, c);
    } else if constexpr (s.op == Op::less) {
        f.conditions[to] = a < b;
    } else if constexpr (s.op == Op::at_most) {
        f.conditions[to] = a <= b;
    } else if constexpr (s.op == Op::choose) {
        f.values[to] = f.conditions[A.at] ? b : c;
    } else if constexpr (s.op == Op::add) {
        f.values[to] = a + b;
    } else if constexpr (s.op == Op::subtract) {
        f.values[to] = a - b;
    } else if constexpr (s.op == Op::multiply) {
        f.values[to] = a * b;
    } else if constexpr (s.op == Op::negate) {
        f.values[to] = -a;
    } else {
        f.values[to] = apply<s.op, T>(a);
    }
}

}  // namespace detail

namespace detail {

template <const auto& program, std::size_t First, class T, std::size_t Values, class Result, std::size_t... I>
[[gnu::always_inline]] inline void take_steps(Frame<T, Values>& f, const Result& result, std::index_sequence<I...>) {
    (take_step<program, First + I>(f, result), ...);
}

/// All steps from First on, in pieces that compilers can nest.
template <const auto& program, std::size_t First, class T, std::size_t Values, class Result>
[[gnu::always_inline]] inline void take_all(Frame<T, Values>& f, const Result& result) {
    constexpr std::size_t piece = std::min<std::size_t>(128, program.used - First);
    take_steps<program, First>(f, result, std::make_index_sequence<piece>());
    if constexpr (First + piece < program.used) take_all<program, First + piece>(f, result);
}

}  // namespace detail

/// Runs a program; result<r>(value) takes result r.
template <const auto& program, class T, class Result>
[[gnu::always_inline]] inline void execute(const T* numbers, const T* inputs, const Result& result) {
    Frame<T, program.values> frame;
    frame.numbers = numbers, frame.inputs = inputs;
    detail::take_all<program, 0>(frame, result);
}

}  // namespace wryneck
