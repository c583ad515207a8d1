// Diffusion on a plane: order in time, and what is kept whatever the step.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/systems/plane_diffusion.hpp"

using namespace wryneck;
using namespace wryneck::test;

namespace {

constexpr std::size_t nx = 24, ny = 18;

double wave(std::size_t x, std::size_t y) {
    const auto along = [](std::size_t i, std::size_t n) { return std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n)); };
    return along(x, nx) * along(y, ny);
}

/// Largest error of a product of cosines, which decays alone, after a span in equal steps.
double error_after(int steps) {
    constexpr double D = 1, span = 16;
    const auto mode = [](std::size_t n) { return 2 * std::cos(2 * std::numbers::pi / static_cast<double>(n)) - 2; };
    const double left = std::exp(D * span * (mode(nx) + mode(ny)));
    PlaneDiffusion plane({nx, ny, 1.0}, nx);
    Workers one(1);
    for (std::size_t y = 0; y < ny; ++y)
        for (std::size_t x = 0; x < nx; ++x) plane.start(y)[x] = wave(x, y);
    for (int k = 0; k < steps; ++k) {
        plane.step(one, D, span / steps);
        for (std::size_t y = 0; y < ny; ++y) std::copy_n(plane.result(y), nx, plane.start(y));
    }
    double worst = 0;
    for (std::size_t y = 0; y < ny; ++y)
        for (std::size_t x = 0; x < nx; ++x) worst = larger(worst, std::abs(plane.result(y)[x] - left * wave(x, y)));
    return worst;
}

}  // namespace

TEST_CASE("diffusion on a plane has order two", "[systems]") {
    // Steps that take the same number of stages, two: the constant of the error depends on it.
    verifies("order.plane",
             "2: diffusion on a plane (mediators on the tissue sheet)", std::log2(error_after(128) / error_after(512)) / 2, {1.9, 2.1});
    CHECK(error_after(128) < 1e-4);
}
