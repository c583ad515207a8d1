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
    double largest = 0;
    for (const auto kind : {fibre::Kind::fast, fibre::Kind::slow}) {
        const auto p = fibre::Published::of(kind);
        const auto x = fibre::initial<fibre::Published>(kind);
        largest = larger(largest, compare_rates<Stimulated, double>(Whole{p, 100}, x.data(), {100}, flat(p)));
        largest = larger(largest, compare_rates<Stimulated, Pack<double, 4>>(Whole{p, 100}, x.data(), {100}, flat(p)));
    }
    verifies("code.tape",
             "rates and Jacobian of the fibre as laid out by the compiler against the equations as written, relative (to 0.001 at least)",
             largest, {0, 1e-11});
}

TEST_CASE("a fibre alone and in lanes has the same bits", "[fibre]") {
    const auto p = flat(fibre::Published::of(fibre::Kind::fast));
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    const Laid<Stimulated, double> alone(x.data(), {150}, p);
    const Laid<Stimulated, Pack<double, 4>> lanes(x.data(), {150}, p);
    const auto different = [](const auto& a, const auto& b) { return different_bits<double>({a.begin(), a.end()}, {b.begin(), b.end()}); };
    const auto all = different(alone.rates, lanes.rates) + different(alone.again, lanes.again) + different(alone.minus_jacobian, lanes.minus_jacobian);
    verifies("same.fibre_rates", "rates and Jacobian entries of the fibre that differ in lanes", static_cast<double>(all), {0, 0});
}

TEST_CASE("sparse LU of the fibre solves as dense LU with pivots does", "[fibre]") {
    const auto p = fibre::Published::of(fibre::Kind::fast);
    const auto x = fibre::initial<fibre::Published>(fibre::Kind::fast);
    double largest = 0;
    for (double diagonal : {1e-2, 1.0, 1e2, 1e4}) largest = larger(largest, solution_gap<Stimulated>(Whole{p}, x.data(), diagonal, flat(p)));
    verifies("code.lu", "linear systems of the fibre by sparse LU against dense LU with pivots, relative", largest, {0, 1e-10});
}
