// Exponential and logarithm of packs against the standard library; a value does not depend on its neighbours.
#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "wryneck/math/pack.hpp"

using namespace wryneck;

namespace {

template <class V>
double worst_exp(double low, double high) {
    double worst = 0;
    for (int i = 0; i <= 20000; ++i) {
        const V x = spread<V>(low + (high - low) * i / 20000);
        const long double expected = std::exp(static_cast<long double>(at(x, 0)));
        const V y = fast_exp(x);
        worst = std::max(worst, static_cast<double>(std::abs(at(y, pack_width<V> - 1) - expected) / expected));
    }
    return worst;
}

template <class V>
double worst_log(double low, double high) {
    double worst = 0;
    for (int i = 0; i <= 20000; ++i) {
        const V x = spread<V>(low * std::pow(high / low, i / 20000.0));
        const long double expected = std::log(static_cast<long double>(at(x, 0)));
        const V y = fast_log(x);
        worst = std::max(worst, static_cast<double>(std::abs(at(y, pack_width<V> - 1) - expected) /
                                                    std::max(1e-3L, std::abs(expected))));
    }
    return worst;
}

}  // namespace

TEST_CASE("exponentials are within about an ulp", "[math]") {
    CHECK(worst_exp<double>(-700, 700) < 2.5e-16);
    CHECK(worst_exp<Pack<double, 4>>(-40, 40) < 2.5e-16);
    CHECK(worst_exp<float>(-85, 85) < 1.3e-7);
    CHECK(worst_exp<Pack<float, 8>>(-85, 85) < 1.3e-7);
    CHECK(fast_exp(0.0) == 1.0);
    CHECK(std::isfinite(fast_exp(1e300)));
    CHECK(fast_exp(-1e300) > 0);
}

TEST_CASE("logarithms are within about an ulp, and not a number where there is none", "[math]") {
    CHECK(worst_log<double>(1e-300, 1e300) < 5e-16);
    CHECK(worst_log<Pack<double, 4>>(1e-3, 1e3) < 5e-16);
    CHECK(worst_log<Pack<float, 8>>(1e-30, 1e30) < 3e-7);
    CHECK(std::isnan(fast_log(-1.0)));
    CHECK(std::isnan(fast_log(0.0)));
}

TEST_CASE("a value in a pack has the bits that it has alone", "[math]") {
    const Pack<double, 4> x{-1.25, 3e-7, 17.125, -250.5}, y = fast_exp(x);
    for (std::size_t i = 0; i < 4; ++i) CHECK(at(y, i) == fast_exp(at(x, i)));
}
