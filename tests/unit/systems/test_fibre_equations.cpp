// The fibre as the compiler lays it out along a tape: rates, Jacobian and LU, against dense, dual and traced ones.
#include <array>
#include <vector>

#include "catch.hpp"
#include "unit/solve/laid.hpp"
#include "wryneck/core/traced.hpp"
#include "wryneck/systems/fibre_equations.hpp"

using namespace wryneck;
using namespace wryneck::test;

namespace {

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

constexpr const auto& whole = EquationsRead<Stimulated>::pattern;

std::vector<double> flat(const fibre::Published::Parameters<double>& p) {
    const auto all = Stimulated::flat(p);
    return {all.begin(), all.end()};
}

}  // namespace

TEST_CASE("the pattern of the fibre is that of traced numbers", "[fibre]") {
    STATIC_REQUIRE(whole.entries() == 289);
    constexpr std::size_t N = whole.size;
    const auto start = fibre::initial<fibre::Published>(fibre::Kind::fast);
    std::array<Traced, N> x, dx;
    for (std::size_t i = 0; i < N; ++i) x[i] = Traced::input(start[i], i);
    Whole{fibre::Published::of(fibre::Kind::fast)}(x.data(), dx.data());
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) CHECK((dx[i].depends_on(j) || i == j) == whole.has(i, j));
}

TEST_CASE("the fibre's rates and Jacobian along the tape are those of the equations as written", "[fibre]") {
    for (const auto kind : {fibre::Kind::fast, fibre::Kind::slow}) {
        const auto p = fibre::Published::of(kind);
        const auto x = fibre::initial<fibre::Published>(kind);
        compare_rates<Stimulated, double>(Whole{p, 100}, x.data(), {100}, flat(p));
        compare_rates<Stimulated, Pack<double, 4>>(Whole{p, 100}, x.data(), {100}, flat(p));
    }
}

TEST_CASE("a fibre alone and in lanes has the same bits", "[fibre]") {
    const auto p = flat(fibre::Published::of(fibre::Kind::fast));
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    const Laid<Stimulated, double> alone(x.data(), {150}, p);
    const Laid<Stimulated, Pack<double, 4>> lanes(x.data(), {150}, p);
    CHECK(alone.rates == lanes.rates);
    CHECK(alone.again == lanes.again);
    CHECK(alone.minus_jacobian == lanes.minus_jacobian);
}

TEST_CASE("sparse LU of the fibre solves as dense LU with pivots does", "[fibre]") {
    const auto p = fibre::Published::of(fibre::Kind::fast);
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    for (double diagonal : {1e-2, 1.0, 1e2, 1e4})
        CHECK(solution_gap<Stimulated>(Whole{p}, x.data(), diagonal, flat(p)) < 1e-10);
}
