#include <limits>

#include "catch.hpp"
#include "wryneck/core/scalar.hpp"

using namespace wryneck;
using test::Approx;

namespace {

template <int W>
Lanes<W> from(double first, double step) {
    Lanes<W> x(0.0);
    for (int i = 0; i < W; ++i) set_lane(x, i, first + step * i);
    return x;
}

/// f lane by lane equals f of each value.
template <int W, class F>
void agrees(F f, double first, double step) {
    const Lanes<W> x = from<W>(first, step), y = f(x);
    for (int i = 0; i < W; ++i) CHECK(lane(y, i) == Approx(f(lane(x, i))).epsilon(1e-14).margin(1e-300));
}

template <int W>
void all_functions() {
    agrees<W>([](const auto& a) { return exp(a); }, -30, 9);
    agrees<W>([](const auto& a) { return log(a); }, 1e-8, 17);
    agrees<W>([](const auto& a) { return sqrt(a); }, 0, 1.7);
    agrees<W>([](const auto& a) { return abs(a); }, -3, 1);
    agrees<W>([](const auto& a) { return tanh(a); }, -3, 0.8);
    agrees<W>([](const auto& a) { return -a * a + 2 * a - 1 / (a + 7); }, -3, 1);
    agrees<W>([](const auto& a) { return min(a, a * 0 + 0.5) + max(a, a * 0 - 1.0); }, -3, 1);
    agrees<W>([](const auto& a) { return where(a < 0, a * 2, a * 3); }, -3, 1);
    agrees<W>([](const auto& a) { return where(a >= 1, a * 2, a * 3); }, -3, 1);
}

}  // namespace

TEST_CASE("lanes compute as single numbers do", "[core]") {
    STATIC_REQUIRE(Scalar<Lanes<8>>);
    all_functions<2>();
    all_functions<4>();
    all_functions<8>();
}

TEST_CASE("masks choose lane by lane", "[core]") {
    const Lanes<4> x = from<4>(0, 1);
    const Lanes<4> chosen = where((x > 0) && (x < 3), Lanes<4>(1.0), Lanes<4>(0.0));
    CHECK(sum(chosen) == 2);
    CHECK(sum(where((x <= 0) || (x >= 3), Lanes<4>(1.0), Lanes<4>(0.0))) == 2);
    CHECK(sum(where(!(x > 0), Lanes<4>(1.0), Lanes<4>(0.0))) == 1);
}

TEST_CASE("assignment operators work in place", "[core]") {
    Lanes<4> x = from<4>(1, 1);
    x += Lanes<4>(1.0);
    x *= Lanes<4>(3.0);
    x -= Lanes<4>(2.0);
    x /= Lanes<4>(4.0);
    for (int i = 0; i < 4; ++i) CHECK(lane(x, i) == ((i + 2) * 3 - 2) / 4.0);
    x[2] = 99;
    CHECK(lane(x, 2) == 99);
    CHECK(width_of<Lanes<4>> == 4);
    CHECK(width_of<double> == 1);
}

TEST_CASE("the largest lane shows a hidden NaN wherever it is", "[core]") {
    for (int i = 0; i < 8; ++i) {
        Lanes<8> x = from<8>(-4, 1);
        CHECK(largest(x) == 3);
        set_lane(x, i, std::numeric_limits<double>::quiet_NaN());
        CHECK(std::isnan(largest(x)));
    }
}

TEST_CASE("lanes are aligned for their width and hold nothing else", "[core]") {
    CHECK(sizeof(Lanes<8>) == 8 * sizeof(double));
    CHECK(from<4>(1, 1).array().sum() == 10);
    CHECK(lane(Lanes<4>(Lanes<4>::Array(2 * from<4>(1, 1).array())), 3) == 8);
}
