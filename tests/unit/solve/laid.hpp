#pragma once
// What the compiler laid out along a tape beside what dense matrices and dual numbers give.

#include <array>
#include <cmath>
#include <vector>

#include <Eigen/Dense>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/core/dual.hpp"
#include "wryneck/solve/equations.hpp"
#include "wryneck/solve/sparse_lu.hpp"

namespace wryneck::test {

template <std::size_t N, class F>
Eigen::MatrixXd dense_jacobian(const F& f, const double* x) {
    std::array<Dual<N>, N> at, dx;
    for (std::size_t i = 0; i < N; ++i) at[i] = Dual<N>::variable(x[i], i);
    f(at.data(), dx.data());
    Eigen::MatrixXd J(N, N);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            J(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = dx[i].slope[j];
    return J;
}

/// Rates and -J along the tape, in lanes or not; the values of the last lane.
template <class System, class T>
struct Laid {
    using E = Equations<System, pack_width<T> == 1>;
    std::array<double, E::N> rates, again;
    std::array<double, E::entries> minus_jacobian{};

    Laid(const double* x, const std::vector<double>& further, const std::vector<double>& parameters) {
        constexpr std::size_t last = pack_width<T> - 1;
        const auto known = E::prepare(parameters);
        std::array<T, E::N + E::extra> inputs;
        std::array<T, E::numbers> numbers;
        for (std::size_t i = 0; i < E::N; ++i) inputs[i] = spread<T>(x[i]);
        for (std::size_t i = 0; i < E::extra; ++i) inputs[E::N + i] = spread<T>(further[i]);
        for (std::size_t i = 0; i < E::numbers; ++i) numbers[i] = spread<T>(known[i]);
        for (std::size_t e = 0; e < E::entries; ++e)
            if (E::entry_number[e] != E::varies) minus_jacobian[e] = known[E::entry_number[e]];
        E::template rates<T>(inputs.data(), numbers.data(), [&]<std::size_t i>(const T& v) { rates[i] = at(v, last); });
        E::template rates_and_jacobian<T>(inputs.data(), numbers.data(), [&]<std::size_t i>(const T& v) {
            if constexpr (i < E::N)
                again[i] = at(v, last);
            else
                minus_jacobian[i - E::N] = at(v, last);
        });
    }
};

/// Checks all of them; the largest relative deviation.
template <class System, class T, class F>
double compare_rates(const F& f, const double* x, const std::vector<double>& further, const std::vector<double>& parameters) {
    constexpr const auto& pattern = EquationsRead<System>::pattern;
    constexpr std::size_t N = System::N;
    const Laid<System, T> laid(x, further, parameters);
    const Eigen::MatrixXd dense = dense_jacobian<N>(f, x);
    std::array<double, N> plain;
    f(x, plain.data());
    std::size_t e = 0;
    double largest = 0;
    const auto compare = [&](double got, double expected) {
        CHECK(std::abs(got - expected) <= 1e-11 * std::abs(expected) + 1e-14);
        largest = larger(largest, std::abs(got - expected) / (std::abs(expected) + 1e-3));
    };
    for (std::size_t i = 0; i < N; ++i) {
        INFO("row " << i);
        compare(laid.rates[i], plain[i]), compare(laid.again[i], plain[i]);
        for (std::size_t j = 0; j < N; ++j) {
            const double expected = dense(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
            if (pattern.has(i, j)) {
                compare(-laid.minus_jacobian[e++], expected);
            } else {
                CHECK(expected == 0);
            }
        }
    }
    return largest;
}

/// Largest deviation of the sparse solution from the dense one, relative to the largest component.
template <class System, class F>
double solution_gap(const F& f, const double* x, double diagonal, const std::vector<double>& parameters) {
    constexpr std::size_t N = System::N;
    const Laid<System, double> laid(x, std::vector<double>(System::extra), parameters);
    Eigen::MatrixXd W = -dense_jacobian<N>(f, x);
    W.diagonal().array() += diagonal;
    Eigen::VectorXd right(N);
    std::array<double, N> b;
    for (std::size_t i = 0; i < N; ++i)
        right[static_cast<Eigen::Index>(i)] = b[i] = std::sin(1.0 + static_cast<double>(i));
    SparseLU<EquationsRead<System>::pattern> lu;
    lu.factorise(diagonal, laid.minus_jacobian.data());
    lu.solve(b.data());
    const Eigen::VectorXd expected = W.partialPivLu().solve(right);
    double gap = 0;
    for (std::size_t i = 0; i < N; ++i) gap = std::max(gap, std::abs(b[i] - expected[static_cast<Eigen::Index>(i)]));
    return gap / expected.cwiseAbs().maxCoeff();
}

}  // namespace wryneck::test
