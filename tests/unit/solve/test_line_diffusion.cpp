#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/solve/line_diffusion.hpp"

using namespace wryneck;

namespace {

/// Largest error of a cosine, which decays alone, after all of an exchange of 4 in equal steps.
double error_after(int steps) {
    constexpr std::size_t cells = 20;
    constexpr double whole = 4;
    const auto shape = [](std::size_t i) { return std::cos(3 * std::numbers::pi * (double(i) + 0.5) / cells); };
    LineDiffusion line(cells);
    std::vector<double> u(cells);
    for (std::size_t i = 0; i < cells; ++i) u[i] = shape(i);
    for (int k = 0; k < steps; ++k) line.step(whole / steps, u);
    const double curvature = 2 * std::cos(3 * std::numbers::pi / cells) - 2, rate = curvature / (1 + curvature / 12);
    double error = 0;
    for (std::size_t i = 0; i < cells; ++i) error = std::max(error, std::abs(u[i] - std::exp(rate * whole) * shape(i)));
    return error;
}

}  // namespace

TEST_CASE("diffusion along a line has order two", "[solve]") {
    test::verifies("order.line", "2: diffusion along a line (current along a fibre)", std::log2(error_after(8) / error_after(32)) / 2, {1.9, 2.1});
    CHECK(error_after(256) < 1e-5);
}

TEST_CASE("diffusion along a line keeps the sum and damps what is rough at once", "[solve]") {
    LineDiffusion line(7);
    std::vector<double> u{-80, 30, -80, 30, -80, 30, 12};
    const double sum = std::accumulate(u.begin(), u.end(), 0.0);
    line.step(0.3, u), line.step(2e3, u), line.step(1e5, u);
    const double gap = std::abs(std::accumulate(u.begin(), u.end(), 0.0) / sum - 1);
    test::verifies("kept.line", "sum under diffusion along a line, exchange per step from 0.3 to 1e5", gap, {0, 1e-9});
    for (double v : u) CHECK(std::abs(v - sum / 7) < 0.2);
}

TEST_CASE("one place diffuses nowhere", "[solve]") {
    LineDiffusion line(1);
    std::vector<double> u{-80};
    line.step(5, u);
    CHECK(u[0] == -80);
}
