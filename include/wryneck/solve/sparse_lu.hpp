#pragma once
// LU of small matrices with a pattern that the compiler knows. It chooses the order of elimination (diagonal pivots,
// least Markowitz count first) and the place of every entry, fill included, and lays out factorisation and solution as
// straight code. No pivoting at run time: meant for 1/(gamma h) - J, whose diagonal is large where the step is right.

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "wryneck/solve/sparsity.hpp"

namespace wryneck {

template <std::size_t N>
struct Elimination {
    std::array<std::size_t, N> order{};             // pivots
    std::array<std::uint64_t, N> lower{}, upper{};  // of pivot k: rows below and columns behind that it touches
    std::array<std::array<std::uint16_t, N>, N> slot{};
    std::size_t filled = 0;
};

namespace detail {

/// The diagonal whose elimination can fill least.
template <std::size_t N>
consteval std::size_t next_pivot(const Pattern<N>& pattern, std::uint64_t left) {
    std::size_t best = N, least = 0;
    for (std::size_t k = 0; k < N; ++k) {
        if (!(left >> k & 1)) continue;
        std::size_t below = 0;
        for (std::size_t i = 0; i < N; ++i) below += (left >> i & 1) && i != k && pattern.has(i, k);
        const std::size_t count = below * static_cast<std::size_t>(std::popcount(pattern.rows[k] & left) - 1);
        if (best == N || count < least) best = k, least = count;
    }
    return best;
}

}  // namespace detail

template <std::size_t N>
consteval Elimination<N> elimination_of(Pattern<N> pattern) {
    Elimination<N> plan;
    std::uint64_t left = N == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << N) - 1;
    for (std::size_t& k : plan.order) {
        k = detail::next_pivot(pattern, left);
        left &= ~(std::uint64_t{1} << k);
        plan.upper[k] = pattern.rows[k] & left;
        for (std::size_t i = 0; i < N; ++i)
            if ((left >> i & 1) && pattern.has(i, k))
                plan.lower[k] |= std::uint64_t{1} << i, pattern.rows[i] |= plan.upper[k];
    }
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            if (pattern.has(i, j)) plan.slot[i][j] = static_cast<std::uint16_t>(plan.filled++);
    return plan;
}

template <auto pattern>
class SparseLU {
public:
    static constexpr std::size_t N = pattern.size;
    static constexpr Elimination<N> plan = elimination_of(pattern);

    /// Factorises diagonal - J; `jacobian` row by row. A zero pivot gives values that are not finite.
    void factorise(double diagonal, const double* jacobian) {
        values_.fill(0);
        each<0, N>([&]<std::size_t Row> {
            for (std::size_t column : bits<pattern.rows[Row]>()) values_[plan.slot[Row][column]] = -*jacobian++;
            values_[plan.slot[Row][Row]] += diagonal;
        });
        each<0, N>([&]<std::size_t Step> { eliminate<plan.order[Step]>(); });
    }

    /// Replaces b by the solution.
    void solve(std::array<double, N>& b) const {
        std::array<double, N> y = b;  // apart from the factors for the compiler
        each<0, N>([&]<std::size_t Step> {
            constexpr std::size_t k = plan.order[Step];
            constexpr auto rows = bits<plan.lower[k]>();
            each<0, rows.size()>([&]<std::size_t L> { y[rows[L]] -= values_[plan.slot[rows[L]][k]] * y[k]; });
        });
        each<0, N>([&]<std::size_t Back> {
            constexpr std::size_t k = plan.order[N - 1 - Back];
            constexpr auto columns = bits<plan.upper[k]>();
            each<0, columns.size()>([&]<std::size_t U> { y[k] -= values_[plan.slot[k][columns[U]]] * y[columns[U]]; });
            y[k] *= values_[plan.slot[k][k]];
        });
        b = y;
    }

private:
    /// f<First>(), ... f<Last - 1>()
    template <std::size_t First, std::size_t Last, class F>
    static void each(F&& f) {
        [&]<std::size_t... I>(std::index_sequence<I...>) { (f.template operator()<First + I>(), ...); }
        (std::make_index_sequence<Last - First>());
    }

    template <std::size_t k>
    void eliminate() {
        constexpr auto rows = bits<plan.lower[k]>();
        constexpr auto columns = bits<plan.upper[k]>();
        const double reciprocal = 1 / values_[plan.slot[k][k]];
        values_[plan.slot[k][k]] = reciprocal;
        each<0, rows.size()>([&]<std::size_t L> {
            constexpr std::size_t i = rows[L];
            const double factor = values_[plan.slot[i][k]] * reciprocal;
            values_[plan.slot[i][k]] = factor;
            each<0, columns.size()>([&]<std::size_t U> {
                constexpr std::size_t j = columns[U];
                values_[plan.slot[i][j]] -= factor * values_[plan.slot[k][j]];
            });
        });
    }

    std::array<double, plan.filled> values_{};
};

}  // namespace wryneck
