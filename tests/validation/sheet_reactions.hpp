#pragma once
// Reactions with known answers for the tissue sheet.

#include <vector>

#include "wryneck/systems/sheet.hpp"

namespace wryneck::test {

/// Nagumo's bistable front, u' = D lap u + k u (1 - u)(u - theta): speed sqrt(D k/2)(1 - 2 theta) exactly.
struct Nagumo {
    static constexpr std::size_t size = 1;
    template <class T>
    struct Site {
        T theta;
    };

    double D = 5e-4, k = 1.0 / 600, theta = 0.2;

    [[nodiscard]] double speed() const { return std::sqrt(D * k / 2) * (1 - 2 * theta); }
    [[nodiscard]] double width() const { return std::sqrt(2 * D / k); }
    [[nodiscard]] double profile(double distance) const { return 1 / (1 + std::exp(distance / width())); }

    [[nodiscard]] std::vector<Diffusing> diffusing() const { return {{0, D, k}}; }
    [[nodiscard]] double radius() const { return k; }
    [[nodiscard]] std::vector<double> scales() const { return {1}; }
    [[nodiscard]] std::vector<double> rest() const { return {0}; }
    [[nodiscard]] Site<double> site(std::uint64_t, std::uint32_t) const { return {theta}; }

    template <class T>
    void rates(const T* u, const Site<T>& site, T* du) const {
        du[0] = k * u[0] * (1 - u[0]) * (u[0] - site.theta);
    }
};

/// Nothing happens but diffusion, of two of three states.
struct Inert {
    static constexpr std::size_t size = 3;
    template <class T>
    struct Site {
        T unused;
    };

    [[nodiscard]] std::vector<Diffusing> diffusing() const { return {{0, 1e-3, 0}, {2, 5e-5, 0}}; }
    [[nodiscard]] double radius() const { return 1; }
    [[nodiscard]] std::vector<double> scales() const { return {1, 1, 1}; }
    [[nodiscard]] std::vector<double> rest() const { return {0, 0, 0}; }
    [[nodiscard]] Site<double> site(std::uint64_t, std::uint32_t) const { return {0}; }

    template <class T>
    void rates(const T*, const Site<T>&, T* dx) const {
        dx[0] = dx[1] = dx[2] = T(0.0);
    }
};

/// Where a falling row of values crosses a level, in mm from the border; 0 if nowhere.
inline double crossing(const std::vector<double>& row, double level, double spacing) {
    for (std::size_t i = row.size() - 1; i > 0; --i)
        if (row[i - 1] >= level && row[i] < level)
            return (static_cast<double>(i) - 0.5 + (row[i - 1] - level) / (row[i - 1] - row[i])) * spacing;
    return 0;
}

}  // namespace wryneck::test
