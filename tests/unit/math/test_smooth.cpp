#include <cmath>

#include "catch.hpp"
#include "wryneck/math/smooth.hpp"

using namespace wryneck;
using wryneck::test::Approx;

TEST_CASE("hill is the textbook law and cannot overflow", "[smooth]") {
    CHECK(hill<3>(2.0, 5.0) == Approx(8.0 / 133.0).epsilon(1e-12));
    CHECK(hill<4>(5.0, 5.0) == Approx(0.5).epsilon(1e-12));
    CHECK(hill<2>(0.0, 1.0) == 0.0);
    CHECK(hill<2>(-0.1, 1.0) == 0.0);
    CHECK(hill<8>(1e200, 1e-3) == 1.0);
    CHECK(hill<8>(1e-200, 1e3) == 0.0);
}

TEST_CASE("exprelr is smooth through its removable singularity", "[smooth]") {
    CHECK(exprelr(0.0) == 1.0);
    CHECK(exprelr(1.0) == Approx(1.0 / std::expm1(1.0)).epsilon(1e-12));
    CHECK(exprelr(1e5) == Approx(0.0).margin(1e-290));
    CHECK(exprelr(-1e5) == 1e5);
    for (double x = -1e-3; x <= 1e-3; x += 1.7e-6)
        CHECK(std::abs(exprelr(x) - (x == 0.0 ? 1.0 : x / std::expm1(x))) < 1e-10);
}

TEST_CASE("smooth limits bound what they limit", "[smooth]") {
    for (double x : {-1e6, -3.0, -0.1, 0.0, 0.2, 5.0, 1e6}) {
        CHECK(smooth_max(x, 0.0, 0.5) >= std::max(x, 0.0));
        CHECK(smooth_min(x, 0.0, 0.5) <= std::min(x, 0.0));
        CHECK(smooth_max(x, 0.0, 0.5) - std::max(x, 0.0) <= 0.25);
    }
}

TEST_CASE("Boltzmann's step and Q10", "[smooth]") {
    CHECK(boltzmann(-40.0, -40.0, 7.0) == Approx(0.5));
    CHECK(boltzmann(-33.0, -40.0, 7.0) == Approx(1.0 / (1.0 + std::exp(-1.0))));
    CHECK(boltzmann(1e6, 0.0, -1.0) == 0.0);
    CHECK(q10_factor(2.5, 10.0) == Approx(2.5));
    CHECK(q10_factor(3.0, -5.0) == Approx(1.0 / std::sqrt(3.0)));
    CHECK(power<5>(3.0) == 243.0);
}

TEST_CASE("lanes give what doubles give", "[smooth]") {
    Lanes<8> x(0.0);
    for (std::size_t k = 0; k < 8; ++k) x[k] = 1.5 * (static_cast<double>(k) - 3.0);
    const Lanes<8> h = hill<3>(x, Lanes<8>(2.0)), e = exprelr(x), m = smooth_max(x, Lanes<8>(0.0), Lanes<8>(0.3));
    for (std::size_t k = 0; k < 8; ++k) {
        CHECK(h[k] == Approx(hill<3>(x[k], 2.0)).epsilon(1e-12));
        CHECK(e[k] == Approx(exprelr(x[k])).epsilon(1e-12));
        CHECK(m[k] == Approx(smooth_max(x[k], 0.0, 0.3)).epsilon(1e-12));
    }
}

TEST_CASE("the difference of two soft positive parts needs one logarithm and does not overflow", "[smooth]") {
    for (double a : {-900.0, -3.0, 0.0, 0.2, 5.0, 900.0})
        for (double b : {-900.0, -3.0, 0.0, 0.2, 5.0, 900.0})
            CHECK(softplus_between(a, b) == Approx(softplus(a) - softplus(b)).epsilon(1e-12).margin(1e-14));
}
