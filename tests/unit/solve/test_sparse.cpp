// Pattern, colours, Jacobian and LU that the compiler lays out, against dense and traced ones.
#include <cmath>
#include <vector>

#include <Eigen/Dense>

#include "catch.hpp"
#include "wryneck/core/traced.hpp"
#include "wryneck/run/fibre_simulation.hpp"
#include "wryneck/solve/sparse_lu.hpp"

using namespace wryneck;

namespace {

/// A chain of reactions with one shared product.
struct Chain {
    template <class T>
    constexpr void operator()(const T* x, T* dx) const {
        dx[0] = -2 * x[0] + x[4] * x[4];
        dx[1] = x[0] - 3 * x[1];
        dx[2] = x[1] * x[0] - x[2];
        dx[3] = where(x[2] < x[0], x[2], T(0.0)) - x[3];
        dx[4] = x[3] - 4 * x[4];
    }
};

using Fibre = fibre::Stimulated<fibre::Published>;
constexpr auto chain = pattern_of<5>(Chain{});
constexpr auto whole = Fibre::pattern();

template <auto pattern, class F>
Eigen::MatrixXd dense_jacobian(const F& f, const double* x) {
    constexpr std::size_t N = pattern.size;
    std::array<Dual<N>, N> at, dx;
    for (std::size_t i = 0; i < N; ++i) at[i] = Dual<N>::variable(x[i], i);
    f(at.data(), dx.data());
    Eigen::MatrixXd J(N, N);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            J(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = dx[i].slope[j];
    return J;
}

/// Largest deviation of the sparse solution from the dense one, relative to the largest component.
template <auto pattern, class F>
double solution_gap(const F& f, const double* x, double diagonal) {
    constexpr std::size_t N = pattern.size;
    std::array<double, N> rates, b;
    std::array<double, pattern.entries()> values;
    SparseJacobian<pattern> jacobian;
    jacobian(f, x, rates.data(), values.data());
    Eigen::MatrixXd W = -dense_jacobian<pattern>(f, x);
    W.diagonal().array() += diagonal;
    Eigen::VectorXd right(N);
    for (std::size_t i = 0; i < N; ++i)
        right[static_cast<Eigen::Index>(i)] = b[i] = std::sin(1.0 + static_cast<double>(i));
    SparseLU<pattern> lu;
    lu.factorise(diagonal, values.data());
    lu.solve(b);
    const Eigen::VectorXd expected = W.partialPivLu().solve(right);
    double gap = 0;
    for (std::size_t i = 0; i < N; ++i) gap = std::max(gap, std::abs(b[i] - expected[static_cast<Eigen::Index>(i)]));
    return gap / expected.cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("the pattern holds what the equations touch and the diagonal", "[solve]") {
    STATIC_REQUIRE(chain.entries() == 12);
    STATIC_REQUIRE(chain.has(0, 4));
    STATIC_REQUIRE(chain.has(3, 0));
    STATIC_REQUIRE_FALSE(chain.has(1, 2));
}

TEST_CASE("columns of one colour share no row", "[solve]") {
    for (std::uint64_t row : whole.rows) {
        std::uint64_t seen = 0;
        for (std::size_t c = 0; c < whole.size; ++c) {
            if (!(row >> c & 1)) continue;
            const std::uint64_t colour = std::uint64_t{1} << SparseJacobian<whole>::colour[c];
            CHECK((seen & colour) == 0);
            seen |= colour;
        }
    }
    CHECK(SparseJacobian<whole>::colours == 14);
}

TEST_CASE("the pattern of the fibre is that of traced numbers", "[solve]") {
    constexpr std::size_t N = whole.size;
    const auto start = fibre::initial<fibre::Published>(fibre::Kind::fast);
    std::array<Traced, N> x, dx;
    for (std::size_t i = 0; i < N; ++i) x[i] = Traced::input(start[i], i);
    Fibre{fibre::Published::of(fibre::Kind::fast)}(x.data(), dx.data());
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) CHECK((dx[i].depends_on(j) || i == j) == whole.has(i, j));
}

TEST_CASE("Jacobian entries are the dense ones", "[solve]") {
    const Fibre f{fibre::Published::of(fibre::Kind::slow), 100.0};
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::slow);
    const Eigen::MatrixXd dense = dense_jacobian<whole>(f, x.data());
    std::array<double, whole.size> rates, plain;
    std::array<double, whole.entries()> values;
    SparseJacobian<whole> jacobian;
    jacobian(f, x.data(), rates.data(), values.data());
    f(x.data(), plain.data());
    std::size_t e = 0;
    for (std::size_t i = 0; i < whole.size; ++i) {
        CHECK(rates[i] == plain[i]);
        for (std::size_t j = 0; j < whole.size; ++j) {
            const double expected = dense(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
            if (whole.has(i, j))
                CHECK(values[e++] == expected);
            else
                CHECK(expected == 0);
        }
    }
}

TEST_CASE("sparse LU solves as dense LU with pivots does", "[solve]") {
    const std::array<double, 5> x{1.0, 0.5, 0.2, 0.1, 2.0};
    CHECK(solution_gap<chain>(Chain{}, x.data(), 3.0) < 1e-14);
    const Fibre f{fibre::Published::of(fibre::Kind::fast)};
    const auto start = fibre::initial<fibre::Published>(fibre::Kind::fast);
    for (double diagonal : {1e-2, 1.0, 1e2, 1e4}) CHECK(solution_gap<whole>(f, start.data(), diagonal) < 1e-10);
}
