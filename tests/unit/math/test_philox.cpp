#include <cmath>
#include <set>

#include "catch.hpp"
#include "wryneck/math/philox.hpp"

using namespace wryneck;

TEST_CASE("philox gives the published known answers", "[philox]") {
    // kat_vectors of the authors' Random123 library, philox4x32 with 10 rounds.
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
    static_assert(philox({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5);
}

TEST_CASE("every part of a draw's name matters", "[philox]") {
    std::set<double> seen;
    for (const Draw& d : {Draw{1, 2, 3, 4}, Draw{9, 2, 3, 4}, Draw{1, 9, 3, 4}, Draw{1, 2, 9, 4}, Draw{1, 2, 3, 9},
                          Draw{1 + (std::uint64_t{1} << 32), 2, 3, 4}, Draw{1, 2, 3, 4 + (std::uint64_t{1} << 32)},
                          Draw{1, 3, 2, 4}, Draw{2, 1, 3, 4}})
        seen.insert(uniform(d));
    CHECK(seen.size() == 9);
    CHECK(uniform(Draw{1, 2, 3, 4}) == uniform(Draw{1, 2, 3, 4}));
}

TEST_CASE("uniform numbers never touch the ends of their interval", "[philox]") {
    CHECK(detail::open_unit(0, 0) > 0.0);
    CHECK(detail::open_unit(0xffffffff, 0xffffffff) < 1.0);
}

TEST_CASE("draws have the moments of their distribution", "[philox]") {
    constexpr int n = 200000;
    double u1 = 0, u2 = 0, e1 = 0, e2 = 0, n1 = 0, n2 = 0, n4 = 0, serial = 0;
    for (std::uint64_t i = 0; i < n; ++i) {
        const Draw d{42, 0, 7, i};
        const double u = uniform(d), e = exponential(d), g = normal(d);
        u1 += u, u2 += u * u, e1 += e, e2 += e * e, n1 += g, n2 += g * g, n4 += g * g * g * g;
        serial += (u - 0.5) * (uniform({42, 0, 7, i + 1}) - 0.5);
    }
    const double five_sigma = 5.0 / std::sqrt(n);
    CHECK(std::abs(u1 / n - 0.5) < five_sigma * std::sqrt(1.0 / 12.0));
    CHECK(std::abs(u2 / n - 1.0 / 3.0) < five_sigma * std::sqrt(4.0 / 45.0));
    CHECK(std::abs(e1 / n - 1.0) < five_sigma);
    CHECK(std::abs(e2 / n - 2.0) < five_sigma * std::sqrt(20.0));
    CHECK(std::abs(n1 / n) < five_sigma);
    CHECK(std::abs(n2 / n - 1.0) < five_sigma * std::sqrt(2.0));
    CHECK(std::abs(n4 / n - 3.0) < five_sigma * std::sqrt(96.0));
    CHECK(std::abs(serial / n) < five_sigma / 12.0);
}
