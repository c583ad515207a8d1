#pragma once
// What the compiler finds by reading equations onto a tape: the rates of all states and their derivatives, each an
// operation on the tape. Derivatives follow the chain rule along the tape, from the inputs up, and share with the rates
// what they can: the derivative of an exponential is the same exponential.

#include <array>
#include <cstddef>

#include "wryneck/core/recorded.hpp"

namespace wryneck {

/// N states, then `Extra` further inputs by which nothing is differentiated.
template <std::size_t N, std::size_t Extra>
struct Reading {
    Tape tape;
    std::array<Id, N> rates{};
    std::array<std::array<Id, N>, N> minus_slopes{};  // 0: that rate does not depend on that state
};

namespace detail {

/// Derivative of operation n by one state, given those of its operands.
constexpr Id slope_of(Tape& tape, Id id, Id da, Id db, Id dc) {
    const Node n = tape[id];
    switch (n.op) {
        case Op::add:
            return tape.add(da, db);
        case Op::subtract:
            return tape.subtract(da, db);
        case Op::multiply:
            return tape.add(tape.multiply(da, n.b), tape.multiply(n.a, db));
        case Op::negate:
            return tape.negate(da);
        case Op::invert:
            return da == 0 ? Id{0} : tape.negate(tape.multiply(tape.multiply(id, id), da));
        case Op::exp:
            return tape.multiply(id, da);
        case Op::log:
            return da == 0 ? Id{0} : tape.divide(da, n.a);
        case Op::sqrt:
            return da == 0 ? Id{0} : tape.divide(tape.multiply(tape.constant(0.5), da), id);
        case Op::tanh:
            return da == 0 ? Id{0} : tape.multiply(tape.subtract(tape.constant(1), tape.multiply(id, id)), da);
        case Op::abs:
            return da == 0 ? Id{0} : tape.choose(tape.compare(Op::less, n.a, 0), tape.negate(da), da);
        case Op::choose:
            return tape.choose(n.a, db, dc);
        default:
            return 0;
    }
}

}  // namespace detail

/// Reads f(x, extra, parameters, dx); `parameters(tape)` makes the parameters as numbers on the tape.
template <std::size_t N, std::size_t Extra, class F, class Parameters>
consteval Reading<N, Extra> read_equations(const F& f, const Parameters& parameters) {
    Reading<N, Extra> all;
    Tape& tape = all.tape;
    std::array<Recorded, N> x, dx;
    std::array<Recorded, Extra> extra;
    for (std::size_t i = 0; i < N; ++i) x[i] = {tape, tape.input(i)};
    for (std::size_t i = 0; i < Extra; ++i) extra[i] = {tape, tape.input(N + i)};
    f(x.data(), extra, parameters(tape), dx.data());
    for (std::size_t i = 0; i < N; ++i) all.rates[i] = dx[i].on(tape);

    const std::size_t size = tape.size();
    std::array<bool, Tape::capacity> wanted{};
    for (Id id : all.rates) wanted[id] = true;
    for (std::size_t id = size; id-- > 0;)
        if (wanted[id] && tape[Id(id)].op > Op::parameter) {
            const Node n = tape[Id(id)];
            wanted[n.a] = wanted[n.b] = wanted[n.c] = true;
        }
    std::array<std::array<Id, N>, Tape::capacity / 2> slopes{};
    for (std::size_t id = 0; id < size; ++id) {
        const Node n = tape[Id(id)];
        if (!wanted[id] || n.fixed) continue;
        if (n.op == Op::input) {
            if (n.a < N) slopes[id][n.a] = tape.constant(1);
            continue;
        }
        if (n.op == Op::less || n.op == Op::at_most) continue;
        for (std::size_t i = 0; i < N; ++i) {
            const Id da = n.op == Op::choose ? Id{0} : slopes[n.a][i], db = slopes[n.b][i], dc = slopes[n.c][i];
            if (da != 0 || db != 0 || dc != 0) slopes[id][i] = detail::slope_of(tape, Id(id), da, db, dc);
        }
    }
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) all.minus_slopes[i][j] = tape.negate(slopes[all.rates[i]][j]);
    return all;
}

}  // namespace wryneck
