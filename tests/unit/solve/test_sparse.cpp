// Rates, Jacobian and LU that the compiler lays out along a tape, against dense, dual and traced ones.
#include <array>
#include <cmath>
#include <vector>

#include <Eigen/Dense>

#include "catch.hpp"
#include "wryneck/core/dual.hpp"
#include "wryneck/core/traced.hpp"
#include "wryneck/solve/sparse_lu.hpp"
#include "wryneck/systems/fibre_equations.hpp"

using namespace wryneck;

namespace {

/// A chain of reactions with one shared product.
struct Chain {
    static constexpr std::size_t N = 5, extra = 0;

    template <class T>
    constexpr void operator()(const T* x, T* dx) const {
        dx[0] = -2 * x[0] + x[4] * x[4];
        dx[1] = x[0] - 3 * x[1];
        dx[2] = x[1] * x[0] - x[2] / (1 + exp(x[1]));
        dx[3] = where(x[2] < x[0], x[2], T(0.0)) - x[3];
        dx[4] = log(x[3]) - 4 * sqrt(x[4]) + tanh(x[0]) * abs(x[1]) - max(x[4], 2 * x[2]);
    }
    static consteval Reading<N, extra> read() {
        return read_equations<N, extra>([](const Recorded* x, const auto&, int, Recorded* dx) { Chain{}(x, dx); },
                                        [](Tape&) { return 0; });
    }
};

using Stimulated = fibre::Stimulated<fibre::Published>;

/// The fibre as plain equations.
struct Whole {
    fibre::Published::Parameters<double> p;
    double I_HH = 0;

    template <class T>
    void operator()(const T* x, T* dx) const {
        Stimulated::rhs<T, double>(x, {T(I_HH)}, p, dx);
    }
};

constexpr const auto& chain = EquationsRead<Chain>::pattern;
constexpr const auto& whole = EquationsRead<Stimulated>::pattern;
constexpr std::array<double, 5> chain_x{1.0, 0.5, 0.2, 0.1, 2.0};

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

std::vector<double> flat(const fibre::Published::Parameters<double>& p) {
    const auto all = Stimulated::flat(p);
    return {all.begin(), all.end()};
}

template <class System, class T, class F>
void compare(const F& f, const double* x, const std::vector<double>& further, const std::vector<double>& parameters) {
    constexpr const auto& pattern = EquationsRead<System>::pattern;
    constexpr std::size_t N = System::N;
    const Laid<System, T> laid(x, further, parameters);
    const Eigen::MatrixXd dense = dense_jacobian<N>(f, x);
    std::array<double, N> plain;
    f(x, plain.data());
    std::size_t e = 0;
    for (std::size_t i = 0; i < N; ++i) {
        INFO("row " << i);
        CHECK(std::abs(laid.rates[i] - plain[i]) <= 1e-11 * std::abs(plain[i]) + 1e-14);
        CHECK(std::abs(laid.again[i] - plain[i]) <= 1e-11 * std::abs(plain[i]) + 1e-14);
        for (std::size_t j = 0; j < N; ++j) {
            const double expected = dense(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
            if (pattern.has(i, j)) {
                const double got = -laid.minus_jacobian[e++];
                CHECK(std::abs(got - expected) <= 1e-11 * std::abs(expected) + 1e-14);
            } else {
                CHECK(expected == 0);
            }
        }
    }
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

}  // namespace

TEST_CASE("the pattern holds what the rates depend on and the diagonal", "[solve]") {
    STATIC_REQUIRE(chain.entries() == 14);
    STATIC_REQUIRE(chain.has(0, 4));
    STATIC_REQUIRE(chain.has(3, 2));
    STATIC_REQUIRE_FALSE(chain.has(1, 2));
    STATIC_REQUIRE(whole.entries() == 289);
}

TEST_CASE("the pattern of the fibre is that of traced numbers", "[solve]") {
    constexpr std::size_t N = whole.size;
    const auto start = fibre::initial<fibre::Published>(fibre::Kind::fast);
    std::array<Traced, N> x, dx;
    for (std::size_t i = 0; i < N; ++i) x[i] = Traced::input(start[i], i);
    Whole{fibre::Published::of(fibre::Kind::fast)}(x.data(), dx.data());
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) CHECK((dx[i].depends_on(j) || i == j) == whole.has(i, j));
}

TEST_CASE("rates and Jacobian along the tape are those of the equations as written", "[solve]") {
    compare<Chain, double>(Chain{}, chain_x.data(), {}, {});
    compare<Chain, Pack<double, 4>>(Chain{}, chain_x.data(), {}, {});
    for (const auto kind : {fibre::Kind::fast, fibre::Kind::slow}) {
        const auto p = fibre::Published::of(kind);
        const auto x = fibre::initial<fibre::Published>(kind);
        compare<Stimulated, double>(Whole{p, 100}, x.data(), {100}, flat(p));
        compare<Stimulated, Pack<double, 4>>(Whole{p, 100}, x.data(), {100}, flat(p));
    }
}

TEST_CASE("alone and in lanes the same bits", "[solve]") {
    const auto p = flat(fibre::Published::of(fibre::Kind::fast));
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    const Laid<Stimulated, double> alone(x.data(), {150}, p);
    const Laid<Stimulated, Pack<double, 4>> lanes(x.data(), {150}, p);
    CHECK(alone.rates == lanes.rates);
    CHECK(alone.again == lanes.again);
    CHECK(alone.minus_jacobian == lanes.minus_jacobian);
}

TEST_CASE("sparse LU solves as dense LU with pivots does", "[solve]") {
    CHECK(solution_gap<Chain>(Chain{}, chain_x.data(), 3.0, {}) < 1e-14);
    const auto p = fibre::Published::of(fibre::Kind::fast);
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    for (double diagonal : {1e-2, 1.0, 1e2, 1e4})
        CHECK(solution_gap<Stimulated>(Whole{p}, x.data(), diagonal, flat(p)) < 1e-10);
}
