#pragma once
// Which rate depends on which state, found by reading the equations once with traced numbers; and the Jacobian along that
// pattern, with columns that share no row evaluated together.

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "wryneck/core/dual.hpp"
#include "wryneck/core/traced.hpp"

namespace wryneck {

struct Entry {
    std::uint16_t row, column;
};

/// All entries that may differ from zero, the diagonal included, row by row. f(x, dx) for any scalar.
template <std::size_t N, class F>
std::vector<Entry> pattern_of(const F& f, const double* x) {
    static_assert(N <= Traced::Inputs().size());
    std::array<Traced, N> at, rates;
    for (std::size_t i = 0; i < N; ++i) at[i] = Traced::input(x[i], i);
    f(at.data(), rates.data());
    std::vector<Entry> entries;
    for (std::size_t row = 0; row < N; ++row)
        for (std::size_t column = 0; column < N; ++column)
            if (row == column || rates[row].depends_on(column))
                entries.push_back({static_cast<std::uint16_t>(row), static_cast<std::uint16_t>(column)});
    return entries;
}

/// A colour for every column, so that no two columns of one colour share a row; columns that clash most choose first.
template <std::size_t N>
std::array<std::size_t, N> column_colours(const std::vector<Entry>& entries) {
    std::array<std::bitset<N>, N> rows, clashes;
    for (const Entry& e : entries) rows[e.column].set(e.row);
    for (std::size_t a = 0; a < N; ++a)
        for (std::size_t b = 0; b < N; ++b) clashes[a][b] = a != b && (rows[a] & rows[b]).any();
    constexpr std::size_t none = N;
    std::array<std::size_t, N> colour;
    colour.fill(none);
    for (std::size_t done = 0; done < N; ++done) {
        const auto taken = [&](std::size_t column) {
            std::bitset<N> colours;
            for (std::size_t other = 0; other < N; ++other)
                if (clashes[column][other] && colour[other] != none) colours.set(colour[other]);
            return colours;
        };
        std::size_t next = none, most = 0;
        for (std::size_t column = 0; column < N; ++column) {
            const std::size_t weight = (N + 1) * taken(column).count() + clashes[column].count();
            if (colour[column] == none && (next == none || weight > most)) next = column, most = weight;
        }
        const auto used = taken(next);
        colour[next] = 0;
        while (used[colour[next]]) ++colour[next];
    }
    return colour;
}

/// Rates and Jacobian entries of f(x, dx) in one pass for every `Width` colours.
template <std::size_t N, std::size_t Width>
class SparseJacobian {
public:
    explicit SparseJacobian(std::vector<Entry> entries)
        : entries_(std::move(entries)), colour_(column_colours<N>(entries_)),
          colours_(1 + *std::max_element(colour_.begin(), colour_.end())) {}

    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] std::size_t colours() const { return colours_; }

    template <class F>
    void operator()(const F& f, const double* x, double* rates, double* values) {
        for (std::size_t first = 0; first < colours_; first += Width) {
            for (std::size_t i = 0; i < N; ++i) {
                at_[i] = Dual<Width>(x[i]);
                if (colour_[i] >= first && colour_[i] < first + Width) at_[i].slope[colour_[i] - first] = 1;
            }
            f(at_.data(), slopes_.data());
            for (std::size_t e = 0; e < entries_.size(); ++e)
                if (const std::size_t c = colour_[entries_[e].column]; c >= first && c < first + Width)
                    values[e] = slopes_[entries_[e].row].slope[c - first];
        }
        for (std::size_t i = 0; i < N; ++i) rates[i] = slopes_[i].value;
    }

private:
    std::vector<Entry> entries_;
    std::array<std::size_t, N> colour_;
    std::size_t colours_;
    std::array<Dual<Width>, N> at_, slopes_;
};

}  // namespace wryneck
