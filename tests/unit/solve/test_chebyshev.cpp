#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/core/lanes.hpp"
#include "wryneck/solve/chebyshev.hpp"
#include "wryneck/solve/spectral_radius.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

// The heat equation on n points between cold ends: eigenvalues -4 (n + 1)^2 sin^2(k pi / (2 (n + 1))).
struct Heat {
    template <class T>
    void operator()(std::span<const T> x, std::span<T> dx, double) const {
        const std::size_t n = x.size();
        const double scale = static_cast<double>((n + 1) * (n + 1));
        for (std::size_t i = 0; i < n; ++i) {
            const T left = i > 0 ? x[i - 1] : T(0.0), right = i + 1 < n ? x[i + 1] : T(0.0);
            dx[i] = (left + right - x[i] * 2.0) * scale;
        }
    }

    static double spectral_radius(std::size_t n) {
        const double m = static_cast<double>(n + 1);
        return 4.0 * m * m * std::pow(std::sin(std::numbers::pi * static_cast<double>(n) / (2.0 * m)), 2);
    }
};

template <class T>
std::vector<T> steps(int count, double h, int stages, std::vector<T> x) {
    const ChebyshevTable table(stages);
    std::vector<T> dx(x.size()), out(x.size()), work(rkc_workspace(x.size()));
    for (int k = 0; k < count; ++k) {
        Heat()(std::span<const T>(x), std::span<T>(dx), k * h);
        rkc_step<T>(Heat(), x, dx, k * h, h, stages, out, work, table);
        x.swap(out);
    }
    return x;
}

std::vector<double> rough(std::size_t n) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = (i % 2 == 0 ? 1.0 : -1.0) + 0.1 * static_cast<double>(i % 5);
    return x;
}

double largest_of(const std::vector<double>& x) {
    double found = 0.0;
    for (double v : x) found = std::isfinite(v) ? std::max(found, std::abs(v)) : std::numeric_limits<double>::infinity();
    return found;
}

}  // namespace

TEST_CASE("rows of the table hold the conditions of order two", "[chebyshev]") {
    const ChebyshevTable table(64);
    for (int s = 2; s <= 64; ++s) {
        // The stability polynomial P(z) = 1 + z + z^2/2 + ...: its coefficients to second order through the recursion.
        double p1[] = {0, 0}, p2[] = {0, 0};  // stage j-2, j-1
        const ChebyshevStage* row = table.rows(s);
        p1[1] = row->mu_f;
        for (int j = 2; j <= s; ++j) {
            ++row;
            const double next1 = row->mu * p1[1] + row->nu * p1[0] + row->mu_f + row->gamma_f;
            const double next2 = row->mu * p2[1] + row->nu * p2[0] + row->mu_f * p1[1];
            p1[0] = p1[1], p1[1] = next1, p2[0] = p2[1], p2[1] = next2;
            CHECK(row->c == Approx(next1).epsilon(1e-12));
        }
        CHECK(p1[1] == Approx(1.0).epsilon(1e-12));
        CHECK(p2[1] == Approx(0.5).epsilon(1e-12));
    }
    CHECK_THROWS_AS(table.rows(65), std::out_of_range);
    CHECK_THROWS_AS(table.rows(1), std::out_of_range);
}

TEST_CASE("stages follow from the step and back", "[chebyshev]") {
    CHECK(chebyshev_stages(0.0, 4.0) == 2);
    for (int s = 2; s < 40; ++s) {
        CHECK(chebyshev_stages(0.999 * chebyshev_step_limit(s, 7.0), 7.0) == s);
        CHECK(chebyshev_stages(1.001 * chebyshev_step_limit(s, 7.0), 7.0) == s + 1);
    }
}

TEST_CASE("a stiff heat equation is stable at the claimed stages and not below", "[chebyshev]") {
    constexpr std::size_t n = 60;
    const double radius = Heat::spectral_radius(n);
    for (int s : {2, 3, 5, 10, 30}) {
        const double h = 0.999 * chebyshev_step_limit(s, radius);
        CHECK(largest_of(steps(400, h, s, rough(n))) < 1.5);
        if (s > 2) CHECK(largest_of(steps(400, h, s - 1, rough(n))) > 1e6);
    }
    CHECK(largest_of(steps(400, 1.1 * chebyshev_step_limit(2, radius), 2, rough(n))) > 1e6);
}

TEST_CASE("power iteration finds the spectral radius of the heat equation", "[chebyshev]") {
    constexpr std::size_t n = 40;
    const auto x = rough(n);
    std::vector<double> dx(n);
    Heat()(std::span<const double>(x), std::span<double>(dx), 0.0);
    SpectralRadius<double> estimator(n);
    const SpectralBound first = estimator.estimate(Heat(), std::span<const double>(x), std::span<const double>(dx), 0.0);
    const double exact = Heat::spectral_radius(n);
    CHECK(first.converged);
    CHECK(first.radius >= exact);
    CHECK(first.radius < 1.3 * exact);
    const SpectralBound again = estimator.estimate(Heat(), std::span<const double>(x), std::span<const double>(dx), 0.0);
    CHECK(again.iterations <= first.iterations);
    CHECK(again.iterations <= 3);
}

TEST_CASE("power iteration survives what has no dynamics, or no numbers", "[chebyshev]") {
    const std::vector<double> x{1.0, 2.0}, dx{3.0, 3.0};
    SpectralRadius<double> estimator(2);
    const auto constant = [](std::span<const double>, std::span<double> d, double) { d[0] = d[1] = 3.0; };
    const auto broken = [](std::span<const double>, std::span<double> d, double) { d[0] = d[1] = std::nan(""); };
    const std::span<const double> at(x), slope(dx);
    CHECK(estimator.estimate(constant, at, slope, 0.0).converged);
    CHECK(estimator.estimate(constant, at, slope, 0.0).radius == 0.0);
    CHECK_FALSE(estimator.estimate(broken, at, slope, 0.0).converged);
}

TEST_CASE("lanes take the same steps as doubles", "[chebyshev]") {
    constexpr std::size_t n = 16;
    const auto scalar = rough(n);
    std::vector<Lanes<8>> packed(n, Lanes<8>(0.0));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < 8; ++k) packed[i][k] = scalar[i] * (1.0 + static_cast<double>(k));
    const auto result = steps(50, 0.01, 9, packed);
    double worst = 0;
    for (std::size_t k = 0; k < 8; ++k) {
        std::vector<double> one(n);
        for (std::size_t i = 0; i < n; ++i) one[i] = scalar[i] * (1.0 + static_cast<double>(k));
        const auto expected = steps(50, 0.01, 9, one);
        for (std::size_t i = 0; i < n; ++i) {
            CHECK(result[i][k] == Approx(expected[i]).epsilon(1e-13).margin(1e-16));
            worst = test::larger(worst, std::abs(result[i][k] - expected[i]) / (std::abs(expected[i]) + 1e-3));
        }
    }
    test::verifies("same.chebyshev_lanes", "Runge-Kutta-Chebyshev in eight lanes against doubles, relative", worst, {0, 1e-13});
}
