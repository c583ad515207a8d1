// Rates, Jacobian and LU that the compiler lays out along a tape, and the stepper on them, on a small system. The same of
// the fibre: systems/test_fibre_equations.cpp.
#include <array>
#include <cmath>

#include "catch.hpp"
#include "unit/solve/laid.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/solve/stiff_stepper.hpp"

using namespace wryneck;
using namespace wryneck::test;

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

constexpr const auto& chain = EquationsRead<Chain>::pattern;
constexpr std::array<double, 5> chain_x{1.0, 0.5, 0.2, 0.1, 2.0};

}  // namespace

TEST_CASE("the pattern holds what the rates depend on and the diagonal", "[solve]") {
    STATIC_REQUIRE(chain.entries() == 14);
    STATIC_REQUIRE(chain.has(0, 4));
    STATIC_REQUIRE(chain.has(3, 2));
    STATIC_REQUIRE_FALSE(chain.has(1, 2));
}

TEST_CASE("rates and Jacobian along the tape are those of the equations as written", "[solve]") {
    compare_rates<Chain, double>(Chain{}, chain_x.data(), {}, {});
    compare_rates<Chain, Pack<double, 4>>(Chain{}, chain_x.data(), {}, {});
}

TEST_CASE("sparse LU solves as dense LU with pivots does", "[solve]") {
    CHECK(solution_gap<Chain>(Chain{}, chain_x.data(), 3.0, {}) < 1e-14);
}
