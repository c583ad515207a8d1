#pragma once
// Which rate depends on which state, read off the equations by the compiler; and the Jacobian along that pattern, with
// columns that share no row evaluated together.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "wryneck/core/dual.hpp"
#include "wryneck/core/touched.hpp"

namespace wryneck {

/// Bit `column` of `rows[row]`: that entry of a matrix may differ from zero.
template <std::size_t N>
struct Pattern {
    static_assert(N <= 64, "one bit per column");
    static constexpr std::size_t size = N;
    std::array<std::uint64_t, N> rows{};

    [[nodiscard]] constexpr bool has(std::size_t row, std::size_t column) const { return rows[row] >> column & 1; }
    [[nodiscard]] constexpr std::size_t entries() const {
        std::size_t all = 0;
        for (std::uint64_t row : rows) all += static_cast<std::size_t>(std::popcount(row));
        return all;
    }
};

/// Pattern of the Jacobian of f(x, dx), with the whole diagonal. Both sides of every `where` count.
template <std::size_t N, class F>
consteval Pattern<N> pattern_of(const F& f) {
    std::array<Touched, N> x, rates;
    for (std::size_t i = 0; i < N; ++i) x[i] = Touched::input(i);
    f(x.data(), rates.data());
    Pattern<N> pattern;
    for (std::size_t i = 0; i < N; ++i) pattern.rows[i] = rates[i].inputs | x[i].inputs;
    return pattern;
}

/// The places of the bits of a mask, ascending.
template <std::uint64_t Mask>
consteval auto bits() {
    std::array<std::size_t, static_cast<std::size_t>(std::popcount(Mask))> places{};
    std::uint64_t left = Mask;
    for (std::size_t& place : places) place = static_cast<std::size_t>(std::countr_zero(left)), left &= left - 1;
    return places;
}

/// A colour for every column, so that no two columns of one colour share a row; who has least choice left chooses
/// first.
template <std::size_t N>
consteval std::array<std::size_t, N> column_colours(const Pattern<N>& pattern) {
    std::array<std::uint64_t, N> clashes{}, taken{};
    for (std::uint64_t row : pattern.rows)
        for (std::size_t c = 0; c < N; ++c)
            if (row >> c & 1) clashes[c] |= row & ~(std::uint64_t{1} << c);
    std::array<std::size_t, N> colour{};
    std::uint64_t done = 0;
    for (std::size_t round = 0; round < N; ++round) {
        std::size_t next = N, most = 0;
        for (std::size_t c = 0; c < N; ++c) {
            const auto weight = static_cast<std::size_t>(std::popcount(taken[c])) * N +
                                static_cast<std::size_t>(std::popcount(clashes[c]));
            if (!(done >> c & 1) && (next == N || weight > most)) next = c, most = weight;
        }
        colour[next] = static_cast<std::size_t>(std::countr_one(taken[next]));
        done |= std::uint64_t{1} << next;
        for (std::size_t c = 0; c < N; ++c)
            if (clashes[next] >> c & 1) taken[c] |= std::uint64_t{1} << colour[next];
    }
    return colour;
}

/// Rates and Jacobian of f(x, dx) in one pass.
template <auto pattern>
class SparseJacobian {
public:
    static constexpr std::size_t N = pattern.size, entries = pattern.entries();
    static constexpr std::array<std::size_t, N> colour = column_colours(pattern);
    static constexpr std::size_t colours = 1 + *std::max_element(colour.begin(), colour.end());

    SparseJacobian() {
        for (std::size_t i = 0; i < N; ++i) at_[i] = Number::variable(0, colour[i]);
    }

    /// `values`: the entries row by row.
    template <class F>
    void operator()(const F& f, const double* x, double* rates, double* values) {
        for (std::size_t i = 0; i < N; ++i) at_[i].value = x[i];
        f(at_.data(), slopes_.data());
        [&]<std::size_t... Row>(std::index_sequence<Row...>) {
            ((rates[Row] = slopes_[Row].value, values = copy_row<Row>(values)), ...);
        }
        (std::make_index_sequence<N>());
    }

private:
    using Number = Dual<colours>;

    template <std::size_t Row>
    double* copy_row(double* values) const {
        for (std::size_t column : bits<pattern.rows[Row]>()) *values++ = slopes_[Row].slope[colour[column]];
        return values;
    }

    std::array<Number, N> at_, slopes_;
};

}  // namespace wryneck
