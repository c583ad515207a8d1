#pragma once
// LU of small matrices with a pattern that the compiler knows. It chooses the order of elimination (diagonal pivots,
// least Markowitz count first) and the place of every entry, fill included, and lays out factorisation and solution as
// straight code, for one number or for several side by side. No pivoting at run time: meant for 1/(gamma h) - J, whose
// diagonal is large where the step is right.

#include <array>
#include <cstddef>
#include <cstdint>

#include "wryneck/math/pack.hpp"
#include "wryneck/solve/program.hpp"
#include "wryneck/solve/sparsity.hpp"

namespace wryneck {

template <std::size_t N>
struct Elimination {
    static constexpr std::uint16_t never = 0xFFFF;
    using Numbers = std::array<std::uint16_t, N>;
    Numbers order{};                             // pivots
    std::array<std::array<bool, N>, N> lower{};  // of pivot k: rows below that it touches
    std::array<std::array<bool, N>, N> upper{};  // of pivot k: columns behind
    std::array<Numbers, N> slot{}, born{};       // place of an entry; step in which it fills, 0 if it is in the pattern
    std::size_t filled = 0;
};

namespace detail {

/// How many entries each row and each column of what is left has, the diagonal included.
template <std::size_t N>
struct Counts {
    std::array<std::uint16_t, N> row{}, column{};

    consteval explicit Counts(const Pattern<N>& pattern) {
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                if (pattern.has(i, j)) ++row[i], ++column[j];
    }
    /// The diagonal whose elimination can fill least.
    [[nodiscard]] consteval std::size_t next_pivot(const std::array<bool, N>& left) const {
        std::size_t best = N;
        int least = 0;
        for (std::size_t k = 0; k < N; ++k)
            if (const int fill = (row[k] - 1) * (column[k] - 1); left[k] && (best == N || fill < least))
                best = k, least = fill;
        return best;
    }
};

/// The places of what is true in row k of `table`.
template <const auto& table, std::size_t k>
consteval auto places() {
    constexpr std::size_t size = [] {
        std::size_t n = 0;
        for (bool one : table[k]) n += one;
        return n;
    }();
    std::array<std::uint16_t, size> all{};
    std::size_t next = 0;
    for (std::size_t i = 0; i < table[k].size(); ++i)
        if (table[k][i]) all[next++] = static_cast<std::uint16_t>(i);
    return all;
}

}  // namespace detail

template <std::size_t N>
consteval Elimination<N> elimination_of(Pattern<N> pattern) {
    Elimination<N> plan;
    for (auto& row : plan.born) row.fill(Elimination<N>::never);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            if (pattern.has(i, j)) plan.born[i][j] = 0;
    std::array<bool, N> left;
    left.fill(true);
    detail::Counts<N> counts(pattern);
    for (std::size_t step = 0; step < N; ++step) {
        const std::size_t k = counts.next_pivot(left);
        plan.order[step] = static_cast<std::uint16_t>(k);
        left[k] = false;
        for (std::size_t j = 0; j < N; ++j) {
            if (!left[j]) continue;
            if ((plan.upper[k][j] = pattern.has(k, j))) --counts.column[j];
            if ((plan.lower[k][j] = pattern.has(j, k))) --counts.row[j];
        }
        for (std::size_t i = 0; i < N; ++i) {
            if (!plan.lower[k][i]) continue;
            for (std::size_t j = 0; j < N; ++j) {
                if (!plan.upper[k][j] || pattern.has(i, j)) continue;
                pattern.rows[i][j] = true, plan.born[i][j] = static_cast<std::uint16_t>(step + 1);
                ++counts.row[i], ++counts.column[j];
            }
        }
    }
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            if (pattern.has(i, j)) plan.slot[i][j] = static_cast<std::uint16_t>(plan.filled++);
    return plan;
}

template <const auto& pattern, class T = double>
class SparseLU {
public:
    static constexpr std::size_t N = pattern.size;
    static constexpr Elimination<N> plan = elimination_of(pattern);

    /// Factorises diagonal - J; `minus_jacobian`: the entries of -J row by row. A zero pivot gives values that are not
    /// finite.
    void factorise(const T& diagonal, const T* minus_jacobian) {
        T w[plan.filled];  // apart from the members for the compiler
        detail::each_of<0, N>([&]<std::size_t i>() __attribute__((always_inline)) {
            constexpr auto columns = detail::places<pattern.rows, i>();
            detail::each_of<0, columns.size()>([&]<std::size_t C>() __attribute__((always_inline)) {
                constexpr std::size_t j = columns[C];
                w[plan.slot[i][j]] = i == j ? *minus_jacobian + diagonal : *minus_jacobian;
                ++minus_jacobian;
            });
        });
        detail::each_of<0, N>([&]<std::size_t S>() __attribute__((always_inline)) { eliminate<S>(w); });
        detail::each_of<0, plan.filled>([&]<std::size_t e>() __attribute__((always_inline)) { values_[e] = w[e]; });
    }

    /// Replaces b by the solution.
    void solve(T* b) const {
        T y[N];  // apart from b for the compiler; no loop, which would become a copy of memory
        detail::each_of<0, N>([&]<std::size_t i>() __attribute__((always_inline)) { y[i] = b[i]; });
        detail::each_of<0, N>([&]<std::size_t S>() __attribute__((always_inline)) {
            constexpr std::size_t k = plan.order[S];
            constexpr auto rows = detail::places<plan.lower, k>();
            detail::each_of<0, rows.size()>([&]<std::size_t L>() __attribute__((always_inline)) {
                y[rows[L]] = fused<T>(-values_[plan.slot[rows[L]][k]], y[k], y[rows[L]]);
            });
        });
        detail::each_of<0, N>([&]<std::size_t Back>() __attribute__((always_inline)) {
            constexpr std::size_t k = plan.order[N - 1 - Back];
            constexpr auto columns = detail::places<plan.upper, k>();
            detail::each_of<0, columns.size()>([&]<std::size_t U>() __attribute__((always_inline)) {
                y[k] = fused<T>(-values_[plan.slot[k][columns[U]]], y[columns[U]], y[k]);
            });
            y[k] = y[k] * values_[plan.slot[k][k]];
        });
        detail::each_of<0, N>([&]<std::size_t i>() __attribute__((always_inline)) { b[i] = y[i]; });
    }

private:
    template <std::size_t S>
    [[gnu::always_inline]] static void eliminate(T* w) {
        constexpr std::size_t k = plan.order[S];
        constexpr auto rows = detail::places<plan.lower, k>();
        constexpr auto columns = detail::places<plan.upper, k>();
        const T reciprocal = spread<T>(1) / w[plan.slot[k][k]];
        w[plan.slot[k][k]] = reciprocal;
        detail::each_of<0, rows.size()>([&]<std::size_t L>() __attribute__((always_inline)) {
            constexpr std::size_t i = rows[L];
            const T factor = w[plan.slot[i][k]] * reciprocal;
            w[plan.slot[i][k]] = factor;
            detail::each_of<0, columns.size()>([&]<std::size_t U>() __attribute__((always_inline)) {
                constexpr std::size_t j = columns[U];
                T& entry = w[plan.slot[i][j]];
                const T& above = w[plan.slot[k][j]];
                if constexpr (plan.born[i][j] == S + 1)
                    entry = -factor * above;
                else
                    entry = fused<T>(-factor, above, entry);
            });
        });
    }

    T values_[plan.filled]{};
};

}  // namespace wryneck
