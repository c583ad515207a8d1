#pragma once
// Equations made ready for a stiff stepper: read once onto a tape by the compiler, with the pattern of their Jacobian
// and the programs for rates alone and for rates with Jacobian. A `System` says N (states), extra (further inputs, such
// as a stimulus) and read(), which gives its Reading. `grouped`: for one system at a time, see program.hpp.

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "wryneck/solve/program.hpp"
#include "wryneck/solve/reading.hpp"
#include "wryneck/solve/sparsity.hpp"

namespace wryneck {

/// What does not depend on the order of the programs.
template <class System>
struct EquationsRead {
    static constexpr std::size_t N = System::N;
    static constexpr auto reading = System::read();
    static constexpr Pattern<N> pattern = [] {
        Pattern<N> p;
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j) p.rows[i][j] = i == j || reading.minus_slopes[i][j] != 0;
        return p;
    }();
    static constexpr std::size_t entries = pattern.entries();
    /// The rates, then the entries of -J row by row.
    static constexpr std::array<Id, N + entries> results = [] {
        std::array<Id, N + entries> all{};
        std::size_t next = N;
        for (std::size_t i = 0; i < N; ++i) {
            all[i] = reading.rates[i];
            for (std::size_t j = 0; j < N; ++j)
                if (pattern.has(i, j)) all[next++] = reading.minus_slopes[i][j];
        }
        return all;
    }();
    static constexpr std::array<Id, N> in_turn = [] {
        std::array<Id, N> all{};
        for (std::size_t i = 0; i < N; ++i) all[i] = static_cast<Id>(i);
        return all;
    }();
    /// Each rate with its row of -J, which shares much with it: what is near is in a register.
    static constexpr std::array<Id, N + entries> row_by_row = [] {
        std::array<Id, N + entries> all{};
        std::size_t next = 0, entry = N;
        for (std::size_t i = 0; i < N; ++i) {
            all[next++] = static_cast<Id>(i);
            for (std::size_t j = 0; j < N; ++j)
                if (pattern.has(i, j)) all[next++] = static_cast<Id>(entry++);
        }
        return all;
    }();
};

template <class System, bool grouped>
class Equations {
    using Read = EquationsRead<System>;
    static constexpr const Tape& tape = Read::reading.tape;

    struct Drafts {
        Numbers numbers;
        Program<detail::Layout::most> rates, whole;

        consteval Drafts()
            : rates(lay_out(tape, numbers, Read::reading.rates, Read::in_turn, grouped, System::N)),
              whole(lay_out(tape, numbers, Read::results, Read::row_by_row, grouped, System::N)) {
            for (Id id : Read::results)
                if (tape[id].fixed) numbers.of(id);
        }
    };
    static constexpr Drafts drafts{};
    static constexpr auto rates_program = cut<drafts.rates.used>(drafts.rates);
    static constexpr auto whole_program = cut<drafts.whole.used>(drafts.whole);

public:
    static constexpr std::size_t N = System::N, extra = System::extra;
    static constexpr const Pattern<N>& pattern = Read::pattern;
    static constexpr std::size_t entries = Read::entries;
    static constexpr std::size_t numbers = drafts.numbers.used;  // that are known before the run
    static constexpr Id varies = 0xFFFF;

    /// Of each entry of -J: its place among the numbers that are known before the run, or `varies`.
    static constexpr std::array<Id, entries> entry_number = [] {
        std::array<Id, entries> places{};
        for (std::size_t e = 0; e < entries; ++e) {
            const Id id = Read::results[N + e];
            places[e] = tape[id].fixed ? drafts.numbers.place[id] : varies;
        }
        return places;
    }();

    /// All that follows from the parameters alone.
    static std::array<double, numbers> prepare(std::span<const double> parameters) {
        std::vector<double> values(last);
        for (std::size_t i = 0; i < last; ++i)
            if (fixed_part[i].fixed) values[i] = value_of(fixed_part[i], values, parameters);
        std::array<double, numbers> all;
        for (std::size_t i = 0; i < numbers; ++i) all[i] = values[ids[i]];
        return all;
    }

    /// take<i>(rate i), from N states with the further inputs behind them and the numbers known before.
    template <class T, class F>
    [[gnu::always_inline]] static void rates(const T* inputs, const T* known, const F& take) {
        execute<rates_program>(known, inputs, take);
    }

    /// The same, and take<N + e>(entry e of -J) for those that vary.
    template <class T, class F>
    [[gnu::always_inline]] static void rates_and_jacobian(const T* inputs, const T* known, const F& take) {
        execute<whole_program>(known, inputs, take);
    }

private:
    static constexpr std::array<Id, numbers> ids = [] {
        std::array<Id, numbers> all{};
        for (std::size_t i = 0; i < numbers; ++i) all[i] = drafts.numbers.ids[i];
        return all;
    }();
    /// The part of the tape that they follow from.
    static constexpr std::size_t last = [] {
        Id most = 0;
        for (Id id : ids) most = id > most ? id : most;
        return std::size_t{most} + 1;
    }();
    static constexpr std::array<Node, last> fixed_part = [] {
        std::array<Node, last> part{};
        for (std::size_t i = 0; i < last; ++i) part[i] = tape[static_cast<Id>(i)];
        return part;
    }();

    static double value_of(const Node& n, const std::vector<double>& v, std::span<const double> parameters) {
        switch (n.op) {
            case Op::constant:
                return n.value;
            case Op::parameter:
                return parameters[n.a];
            case Op::add:
                return v[n.a] + v[n.b];
            case Op::subtract:
                return v[n.a] - v[n.b];
            case Op::multiply:
                return v[n.a] * v[n.b];
            case Op::negate:
                return -v[n.a];
            case Op::invert:
                return 1 / v[n.a];
            case Op::exp:
                return std::exp(v[n.a]);
            case Op::log:
                return std::log(v[n.a]);
            case Op::sqrt:
                return std::sqrt(v[n.a]);
            case Op::tanh:
                return std::tanh(v[n.a]);
            case Op::abs:
                return std::abs(v[n.a]);
            default:
                return 0;
        }
    }
};

}  // namespace wryneck
