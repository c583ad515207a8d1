// The tissue sheet against what is known of bistable fronts: speed, critical radius, pinning; and against itself:
// conservation, order, threads, memory.

#include <cmath>
#include <cstdio>
#include <numbers>

#include "catch.hpp"
#include "figures.hpp"
#include "sheet_reactions.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/math/philox.hpp"

using namespace wryneck;
using namespace wryneck::test;

namespace {

/// Speed of a front on a grid of this spacing, once it runs evenly.
double speed(const Nagumo& nagumo, double spacing, double tolerance = 1e-5) {
    const auto n = static_cast<std::size_t>(std::max(40.0, 12 * spacing) / spacing);
    Sheet<Nagumo> sheet(nagumo, {n, 1, spacing}, {.tolerance = tolerance});
    for (std::size_t x = 0; x < n; ++x)
        sheet.set(0, x, 0, nagumo.profile((static_cast<double>(x) + 0.5) * spacing - 12));
    const double settle = 10000, run = 30000;
    REQUIRE(sheet.advance(settle).end == LoopEnd::reached_end);
    const double from = crossing(sheet.plane(0), 0.5, spacing);
    REQUIRE(sheet.advance(settle + run).end == LoopEnd::reached_end);
    return (crossing(sheet.plane(0), 0.5, spacing) - from) / run;
}

/// Does a disc of this radius grow? A quarter of it, its centre in a corner.
bool grows(const Nagumo& nagumo, double radius, double spacing) {
    const auto n = static_cast<std::size_t>(4 * radius / spacing);
    Sheet<Nagumo> sheet(nagumo, {n, n, spacing});
    sheet.each([&](std::size_t x, std::size_t y) {
        const double r = std::hypot(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5) * spacing;
        sheet.set(0, x, y, nagumo.profile(r - radius));
    });
    for (double t = 1e4; t <= 4e5; t += 1e4) {
        REQUIRE(sheet.advance(t).end == LoopEnd::reached_end);
        const auto u = sheet.plane(0);
        const double now = crossing({u.begin(), u.begin() + static_cast<std::ptrdiff_t>(n)}, 0.5, spacing);
        if (now < radius / 2) return false;
        if (now > 1.5 * radius) return true;
    }
    return true;
}

template <class S>
void scatter(S& sheet, std::size_t slot) {
    const std::size_t nx = sheet.grid().nx;
    sheet.each([&](std::size_t x, std::size_t y) {
        sheet.set(slot, x, y, uniform({7, 0, static_cast<std::uint32_t>(slot), y * nx + x}));
    });
}

double total(const std::vector<double>& plane) {
    long double sum = 0;
    for (const double v : plane) sum += v;
    return static_cast<double>(sum);
}

}  // namespace

TEST_CASE("a bistable front runs at its known speed and converges with the square of the spacing", "[sheet]") {
    const Nagumo nagumo;
    const double exact = nagumo.speed();
    const double coarse = std::abs(speed(nagumo, 0.5) / exact - 1), middle = std::abs(speed(nagumo, 0.25) / exact - 1),
                 fine = std::abs(speed(nagumo, 0.125) / exact - 1);
    std::printf("  front speed, relative error at 0.5, 0.25, 0.125 mm: %.4f %.4f %.4f\n", coarse, middle, fine);
    CHECK(middle < 0.10);
    verifies("against.front_speed", "speed of a bistable front at 0.125 mm against the exact one, relative", fine, {0, 0.01});
    verifies("order.sheet_space", "2: front speed in the spacing of the tissue sheet", std::log2(coarse / middle), {1.585, 2.322});
}

TEST_CASE("speed follows the unstable root, forwards and backwards", "[sheet]") {
    for (const double theta : {0.1, 0.3, 0.45, 0.6}) {
        const Nagumo nagumo{.theta = theta};
        INFO("theta " << theta);
        CHECK(speed(nagumo, 0.25) == Approx(nagumo.speed()).epsilon(0.05));
    }
}

TEST_CASE("coarse grids pin the front", "[sheet]") {
    const Nagumo nagumo;
    double last = 2;
    for (const double spacing : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0}) {
        const double relative = speed(nagumo, spacing, 1e-4) / nagumo.speed();
        std::printf("  spacing %.2f mm: speed %.3f of the law\n", spacing, relative);
        CHECK(relative < last + 1e-3);  // each coarser grid is slower
        last = relative;
    }
    CHECK(std::abs(last) < 1e-3);
}

TEST_CASE("a disc below the critical radius dies and one above it grows", "[sheet][slow]") {
    const Nagumo nagumo{.theta = 0.4};
    const double critical = nagumo.D / nagumo.speed();
    double dies = 0.7 * critical, lives = 1.3 * critical;
    CHECK_FALSE(grows(nagumo, dies, 0.25));
    CHECK(grows(nagumo, lives, 0.25));
    for (int k = 0; k < 4; ++k) (grows(nagumo, (dies + lives) / 2, 0.25) ? lives : dies) = (dies + lives) / 2;
    std::printf("  critical radius %.2f mm, D/v = %.2f mm\n", (dies + lives) / 2, critical);
    CHECK((dies + lives) / 2 == Approx(critical).epsilon(0.15));
}

TEST_CASE("diffusion alone keeps every total and leaves what does not diffuse", "[sheet]") {
    Sheet<Inert> sheet(Inert{}, {37, 23, 0.25}, {.threads = 2});
    for (const std::size_t slot : {0, 1, 2}) scatter(sheet, slot);
    const auto before = std::vector{sheet.plane(0), sheet.plane(1), sheet.plane(2)};
    REQUIRE(sheet.advance(5000).end == LoopEnd::reached_end);
    double lost = 0;
    for (const std::size_t slot : {0, 2}) {
        lost = larger(lost, std::abs(total(sheet.plane(slot)) / total(before[slot]) - 1));
        CHECK((sheet.plane(slot) != before[slot]));
    }
    verifies("kept.sheet", "total under diffusion on the tissue sheet", lost, {0, 1e-12});
    sheet.each(
        [&](std::size_t x, std::size_t y) { REQUIRE(std::abs(sheet.value(1, x, y) - before[1][y * 37 + x]) < 1e-12); });
}

TEST_CASE("a cosine decays at its exact rate, along and across the lanes", "[sheet]") {
    double worst = 0;
    for (const bool along : {true, false}) {
        const std::size_t n = 50;
        const Grid grid{along ? n : 3, along ? 3 : n, 0.2};
        Sheet<Inert> sheet(Inert{}, grid, {.tolerance = 1e-6});
        const auto wave = [&](std::size_t i) {
            return std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) / n);
        };
        sheet.each([&](std::size_t x, std::size_t y) { sheet.set(0, x, y, wave(along ? x : y)); });
        sheet.advance(10000);
        const double rate = 4 * 1e-3 / (0.2 * 0.2) * std::pow(std::sin(std::numbers::pi / (2 * n)), 2);
        sheet.each([&](std::size_t x, std::size_t y) {
            worst = larger(worst, std::abs(sheet.value(0, x, y) - wave(along ? x : y) * std::exp(-rate * 10000)));
        });
    }
    verifies("against.cosine", "a cosine of height 1 on the sheet against its exact decay", worst, {0, 2e-5});
}

TEST_CASE("the split step is of second order in time", "[sheet]") {
    const Nagumo nagumo{.k = 1.0 / 60, .theta = 0.3};
    const auto end = [&](double h) {  // a tolerance that never binds: steps are all h
        Sheet<Nagumo> sheet(nagumo, {40, 1, 0.25}, {.tolerance = 1e3, .longest_step_s = h, .first_step_s = h});
        sheet.each([&](std::size_t x, std::size_t) {
            sheet.set(0, x, 0, nagumo.profile((static_cast<double>(x) + 0.5) * 0.25 - 3));
        });
        sheet.advance(1024);
        return sheet.plane(0);
    };
    const auto reference = end(0.25);
    const auto error = [&](double h) {
        const auto u = end(h);
        double worst = 0;
        for (std::size_t i = 0; i < u.size(); ++i) worst = std::max(worst, std::abs(u[i] - reference[i]));
        return worst;
    };
    verifies("order.sheet_time", "2: splitting of diffusion and reaction on the tissue sheet", std::log2(error(32) / error(8)) / 2, {1.8, unlimited});
}

TEST_CASE("error control holds the tolerance", "[sheet]") {
    const Nagumo nagumo;
    const auto end = [&](double tolerance) {
        Sheet<Nagumo> sheet(nagumo, {64, 1, 0.25}, {.tolerance = tolerance, .longest_step_s = 1000});
        sheet.each([&](std::size_t x, std::size_t) { sheet.set(0, x, 0, x < 20); });
        sheet.advance(5000);
        return sheet.plane(0);
    };
    const auto reference = end(1e-8);
    for (const double tolerance : {1e-3, 1e-4, 1e-5}) {
        const auto u = end(tolerance);
        double worst = 0;
        for (std::size_t i = 0; i < u.size(); ++i) worst = std::max(worst, std::abs(u[i] - reference[i]));
        std::printf("  tolerance %.0e: error %.1e\n", tolerance, worst);
        CHECK(worst < 30 * tolerance);
    }
}

TEST_CASE("a sheet that cannot be is refused", "[sheet]") {
    CHECK_THROWS_AS((Sheet<Nagumo>(Nagumo{}, Grid{0, 4, 0.25})), InputError);
    CHECK_THROWS_AS((Sheet<Nagumo>(Nagumo{}, Grid{4, 4, -1})), InputError);
    CHECK_THROWS_AS((Sheet<Nagumo>(Nagumo{}, Grid{4, 4, 0.25}, {.threads = 0})), InputError);
}

TEST_CASE("a number that is not finite ends the run with the last good state", "[sheet]") {
    Sheet<Nagumo> sheet(Nagumo{}, {20, 3, 0.25});
    REQUIRE(sheet.advance(10).end == LoopEnd::reached_end);
    sheet.set_site(5, 1, {std::nan("")});
    sheet.set(0, 6, 1, 0.5);
    const auto report = sheet.advance(100);
    CHECK(report.end == LoopEnd::not_finite);
    CHECK(sheet.time() == 10);
    CHECK(sheet.value(0, 6, 1) == 0.5);
}
