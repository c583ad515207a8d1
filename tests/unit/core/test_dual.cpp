#include "catch.hpp"
#include "wryneck/core/dual.hpp"
#include "wryneck/core/scalar.hpp"

using namespace wryneck;
using test::Approx;
using D = Dual<2>;

namespace {

/// Slope by x of f at x, beside the same slope in closed form.
template <class F>
double slope(F f, double x) {
    return f(D::variable(x, 0)).slope[0];
}

}  // namespace

TEST_CASE("slopes of functions", "[core]") {
    STATIC_REQUIRE(Scalar<D>);
    const double x = 0.7;
    CHECK(slope([](D a) { return exp(a); }, x) == Approx(std::exp(x)));
    CHECK(slope([](D a) { return log(a); }, x) == Approx(1 / x));
    CHECK(slope([](D a) { return sqrt(a); }, x) == Approx(0.5 / std::sqrt(x)));
    CHECK(slope([](D a) { return tanh(a); }, x) == Approx(1 - std::tanh(x) * std::tanh(x)));
    CHECK(slope([](D a) { return abs(a); }, -x) == -1);
    CHECK(slope([](D a) { return -a * a * a; }, x) == Approx(-3 * x * x));
    CHECK(slope([](D a) { return 1 / a; }, x) == Approx(-1 / (x * x)));
    CHECK(slope([](D a) { return max(a, D(1.0)); }, x) == 0);
    CHECK(slope([](D a) { return min(a, D(1.0)); }, x) == 1);
    CHECK(slope([](D a) { return where(a > 0, 2 * a, 3 * a); }, x) == 2);
    CHECK(slope([](D a) { return (3 - a) / 2 + (a - 3) * 5 + 4 / a + (1 + a); }, x) == Approx(-0.5 + 5 - 4 / (x * x) + 1));
    CHECK(slope([](D a) { return unary(a * a, [](const auto& y) { return exp(y) * y; }); }, x) ==
          Approx(2 * x * std::exp(x * x) * (1 + x * x)));
}

TEST_CASE("slopes in several directions stay apart", "[core]") {
    const D x = D::variable(2, 0), y = D::variable(5, 1);
    D f = x * y + x / y - y;
    CHECK(f.value == Approx(5.4));
    CHECK(f.slope[0] == Approx(5 + 1.0 / 5));
    CHECK(f.slope[1] == Approx(2 - 2.0 / 25 - 1));
    f += x;
    f *= y;
    f -= y;
    f /= x;
    CHECK(f.value == Approx((5.4 + 2) * 5 / 2 - 2.5));
    CHECK(f.slope[0] == Approx((5.2 + 1) * 5 / 2 - (7.4 * 5 - 5) / 4));
    CHECK(f.slope[1] == Approx((0.92 * 5 + 7.4 - 1) / 2));
}

TEST_CASE("a plain number has no slope", "[core]") {
    const D c = 3.0;
    CHECK(c.value == 3);
    CHECK(c.slope == std::array<double, 2>{});
}
