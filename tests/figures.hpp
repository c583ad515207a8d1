#pragma once
// A figure that says whether the program solves its equations: an order, a residual, a deviation. `figure` prints one line
// that tools/verification.py gathers into docs/verification.md; `verifies` also holds the figure to its limits. The id, or its
// beginning, and the limits are literals at the call: a test reads them there and compares them with the page.
//
// First part of an id: order, kept (balances), same (bits, or nearly), against (other programs), code (what is read or laid out
// from the equations).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"

namespace wryneck::test {

constexpr double unlimited = std::numeric_limits<double>::infinity();

struct Band {
    double low = -unlimited, high = unlimited;
    [[nodiscard]] bool holds(double v) const { return low <= v && v <= high; }
};

/// "at most 1e-09", "1.9 to 2.1", "0".
inline std::string text(Band limits) {
    std::array<char, 80> buffer{};
    if (limits.low == limits.high) std::snprintf(buffer.data(), buffer.size(), "%.6g", limits.low);
    else if (limits.high == unlimited) std::snprintf(buffer.data(), buffer.size(), "at least %.6g", limits.low);
    else if (limits.low == 0) std::snprintf(buffer.data(), buffer.size(), "at most %.6g", limits.high);
    else std::snprintf(buffer.data(), buffer.size(), "%.6g to %.6g", limits.low, limits.high);
    return buffer.data();
}

inline void figure(const std::string& id, const std::string& what, double measured, Band limits) {
    const bool whole = measured == std::floor(measured) && std::abs(measured) < 1e9;
    std::printf(whole ? "figure: %s | %s | %s | %.0f | %s\n" : "figure: %s | %s | %s | %.3g | %s\n", limits.holds(measured) ? "held" : "missed", id.c_str(),
                what.c_str(), measured, text(limits).c_str());
    std::fflush(stdout);
}

inline void verifies(const std::string& id, const std::string& what, double measured, Band limits) {
    figure(id, what, measured, limits);
    INFO(id << ", " << what << ": " << measured);
    CHECK(limits.holds(measured));
}

/// The larger of two deviations; what is not a number stays.
inline double larger(double a, double b) { return std::isnan(a) || b <= a ? a : b; }

/// How many values of two lists differ in any bit; a value without a partner differs.
template <class T>
std::size_t different_bits(const std::vector<T>& a, const std::vector<T>& b) {
    std::size_t n = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) n += std::memcmp(&a[i], &b[i], sizeof(T)) != 0;
    return n;
}

}  // namespace wryneck::test
