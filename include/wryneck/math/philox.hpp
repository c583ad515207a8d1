#pragma once
// Philox4x32-10, a counter-based random number generator [Salmon2011].
//
// A draw is a pure function of (seed, member, stream, index): there is no generator state to share, lock or save, so
// the same draw has the same bits for any number of threads, any batch and any order of evaluation.

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace wryneck {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

namespace detail {

constexpr PhiloxCounter philox_round(const PhiloxCounter& c, const PhiloxKey& k) {
    constexpr std::uint64_t multiplier_0 = 0xD2511F53u, multiplier_1 = 0xCD9E8D57u;
    const std::uint64_t p0 = multiplier_0 * c[0];
    const std::uint64_t p1 = multiplier_1 * c[2];
    return {static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(p1),
            static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(p0)};
}

// 52 random bits and a half: exactly representable, never 0 and never 1.
constexpr double open_unit(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32) | low;
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

}  // namespace detail

constexpr PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
    constexpr std::uint32_t weyl_0 = 0x9E3779B9u, weyl_1 = 0xBB67AE85u;
    for (int round = 0; round < 10; ++round) {
        counter = detail::philox_round(counter, key);
        key = {key[0] + weyl_0, key[1] + weyl_1};
    }
    return counter;
}

// The name of one draw. `member` is the subject in a sweep, `stream` the thing that draws (a patch, a parameter),
// `index` the number of the draw. All 192 bits enter the generator, so no two names can collide.
struct Draw {
    std::uint64_t seed = 0;
    std::uint32_t member = 0;
    std::uint32_t stream = 0;
    std::uint64_t index = 0;
};

constexpr PhiloxCounter bits(const Draw& d) {
    return philox({static_cast<std::uint32_t>(d.index), static_cast<std::uint32_t>(d.index >> 32), d.stream, d.member},
                  {static_cast<std::uint32_t>(d.seed), static_cast<std::uint32_t>(d.seed >> 32)});
}

// Uniform in the open interval (0, 1).
constexpr double uniform(const Draw& d) {
    const PhiloxCounter r = bits(d);
    return detail::open_unit(r[0], r[1]);
}

// Exponential with mean 1.
inline double exponential(const Draw& d) { return -std::log(uniform(d)); }

// Normal with mean 0 and standard deviation 1, by Box and Muller's transform of the two halves of one block.
inline double normal(const Draw& d) {
    const PhiloxCounter r = bits(d);
    const double radius = std::sqrt(-2.0 * std::log(detail::open_unit(r[0], r[1])));
    return radius * std::cos(2.0 * std::numbers::pi * detail::open_unit(r[2], r[3]));
}

}  // namespace wryneck
