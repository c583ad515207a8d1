// The neck's patch on a sheet: the front that a knot would drive, against the law of motion of models/knot_front.hpp;
// threads, lanes and memory.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "catch.hpp"
#include "figures.hpp"
#include "sheet_reactions.hpp"
#include "wryneck/systems/sheet_patch.hpp"

using namespace wryneck;
using namespace wryneck::test;

namespace {

constexpr double fold = 0.4;  // contracture that counts as knotted

/// Overload the first `reach` mm of a strip (or a disc of that radius) by `leak` resting leaks.
template <class S>
void strain(S& sheet, double reach, double leak) {
    sheet.each([&](std::size_t x, std::size_t y) {
        auto site = sheet.site(x, y);
        site.insult =
            std::hypot(static_cast<double>(x), static_cast<double>(y)) * sheet.grid().spacing < reach ? leak : 0;
        sheet.set_site(x, y, site);
    });
    sheet.disturb();
}

/// Tissue whose stores are held, so that the milieu behind a front stays and a steady speed exists.
SheetPatch held_stores(double a_M, double D) {
    SheetPatch tissue;
    tissue.patch.calcium.a_M = a_M;
    tissue.patch.calcium.k_N = 0;
    tissue.patch.mediators.k_B = 0;
    tissue.p.D_M = D;
    return tissue;
}

struct Front {
    double speed, leak, law,
        scale;  // mm/h; leak by the milieu behind the front; what the knot's law makes of it; sqrt(D/2 tau)
};

/// A strip whose end is strained for 20 min, then left alone: its front between 1.7 and 2.7 h later.
Front front(double a_M, double D, double spacing) {
    const SheetPatch tissue = held_stores(a_M, D);
    Sheet<SheetPatch> sheet(tissue, {static_cast<std::size_t>(30 / spacing), 1, spacing});
    strain(sheet, 3, 60);
    REQUIRE(sheet.advance(1200).end == LoopEnd::reached_end);
    strain(sheet, 3, 0);
    REQUIRE(sheet.advance(7200).end == LoopEnd::reached_end);
    const auto M = sheet.plane(SheetPatch::M);
    const double before = crossing(sheet.plane(SheetPatch::C), fold, spacing),
                 crest = *std::max_element(M.begin(), M.end());
    REQUIRE(sheet.advance(10800).end == LoopEnd::reached_end);
    const double after = crossing(sheet.plane(SheetPatch::C), fold, spacing);

    auto p = tissue.patch.knot_front;
    p.v_0 = std::sqrt(D / (2 * tissue.patch.mediators.tau_M));
    const KnotFront::State<double> x{p.R_p / 2};
    KnotFront::State<double> dx;
    const auto law = KnotFront::rhs(x, {0.0, a_M * crest, 0.0, 0.0, 1.0}, p, dx);
    return {after - before, a_M * crest, law.v * 3600, p.v_0 * 3600};
}

/// Does a strained disc outlive its strain? A quarter of it, its centre in a corner.
bool lasts(const SheetPatch& tissue, double radius) {
    Sheet<SheetPatch> sheet(tissue, {40, 40, 0.125});
    strain(sheet, radius, 60);
    REQUIRE(sheet.advance(1200).end == LoopEnd::reached_end);
    strain(sheet, radius, 0);
    REQUIRE(sheet.advance(6000).end == LoopEnd::reached_end);
    return sheet.value(SheetPatch::C, 0, 0) > fold;
}

template <class T = Lanes<8>>
Sheet<SheetPatch, T> strained_sheet(int threads) {
    SheetPatch tissue;
    tissue.heterogeneity = 1;
    Sheet<SheetPatch, T> sheet(tissue, {37, 11, 0.3}, {.threads = threads, .seed = 5});
    strain(sheet, 2, 20);
    return sheet;
}

}  // namespace

TEST_CASE("the knot's law of motion gives the front speed of the sheet within 10 %", "[sheet][slow]") {
    for (const double a_M : {30.0, 40.0, 60.0}) {
        const Front f = front(a_M, 5e-4, 0.25);
        std::printf("  front speed %.2f mm/h on the sheet, %.2f by the law (%+.0f %%), leak %.1f\n", f.speed,
                    f.law, 100 * (f.law / f.speed - 1), f.leak);
        CHECK(f.law == Approx(f.speed).epsilon(0.10));
    }
}

TEST_CASE("the front speed grows with the logarithm of the leak behind it", "[sheet][slow]") {
    constexpr double slope = 1.18, stand = 8.2;  // fitted to the sheet: the leak at which a front stands still
    for (const auto& [a_M, D] : {std::pair{30.0, 5e-4}, {40.0, 5e-4}, {60.0, 5e-4}, {80.0, 5e-4}, {60.0, 2e-3}}) {
        const Front f = front(a_M, D, 0.25);
        INFO("a_M " << a_M << ", D " << D);
        CHECK(slope * f.scale * std::log(f.leak / stand) == Approx(f.speed).epsilon(0.10));
    }
}

TEST_CASE("a strained disc below the critical radius lets go, a larger one lasts", "[sheet][slow]") {
    const SheetPatch tissue = held_stores(40, 5e-4);
    const double critical = 5e-4 / (front(40, 5e-4, 0.25).speed / 3600);
    double dies = 0.4 * critical, lives = 1.6 * critical;
    CHECK_FALSE(lasts(tissue, dies));
    CHECK(lasts(tissue, lives));
    for (int k = 0; k < 2; ++k) (lasts(tissue, (dies + lives) / 2) ? lives : dies) = (dies + lives) / 2;
    std::printf("  critical radius %.2f to %.2f mm, D/v = %.2f mm\n", dies, lives, critical);
}

TEST_CASE("fronts of the sheet agree with the law in sign and in diffusivity", "[sheet][slow]") {
    const Front slow = front(40, 2e-4, 0.125), middle = front(40, 5e-4, 0.25), fast = front(40, 2e-3, 0.25);
    CHECK(middle.speed > 0);
    CHECK(middle.law > 0);
    CHECK(fast.speed / middle.speed == Approx(2).epsilon(0.10));
    CHECK(middle.speed / slow.speed == Approx(std::sqrt(2.5)).epsilon(0.10));
    CHECK(middle.speed > 1);  // chemical fronts creep: 1 to 10 mm/h
    CHECK(middle.speed < 10);
}

TEST_CASE("where mediators excite less than the fold, strained tissue lets go", "[sheet]") {
    const Front f = front(6, 5e-4, 0.25);
    CHECK(f.leak < 7);  // resting leaks; a front needs about eight
    CHECK(f.law < 0);
    CHECK(f.speed <= 0);
}

TEST_CASE("the patch front converges with the spacing and pins on coarse grids", "[sheet][slow]") {
    const double fine = front(40, 5e-4, 0.125).speed;
    std::printf("  spacing 0.125 mm: %.2f mm/h\n", fine);
    for (const double spacing : {0.25, 0.5, 1.0, 2.0, 3.0})
        std::printf("  spacing %.2f mm: %.2f mm/h\n", spacing, front(40, 5e-4, spacing).speed);
    CHECK(front(40, 5e-4, 0.25).speed == Approx(fine).epsilon(0.03));
    CHECK(front(40, 5e-4, 0.5).speed == Approx(fine).epsilon(0.08));
    CHECK(std::abs(front(40, 5e-4, 3).speed) < 0.2 * fine);
}

TEST_CASE("one, two and seven threads give the same bits", "[sheet]") {
    std::size_t different = 0;
    auto one = strained_sheet(1);
    REQUIRE(one.advance(600).end == LoopEnd::reached_end);
    for (const int threads : {2, 7}) {
        auto many = strained_sheet(threads);
        REQUIRE(many.advance(600).end == LoopEnd::reached_end);
        CHECK(many.loop().accepted == one.loop().accepted);
        CHECK(many.block_steps() == one.block_steps());
        for (std::size_t j = 0; j < SheetPatch::size; ++j) different += different_bits(many.plane(j), one.plane(j));
    }
    verifies("same.sheet_threads",
             "values of the tissue sheet on two and seven threads that differ from those on one", static_cast<double>(different), {0, 0});
    CHECK(one.value(SheetPatch::C, 0, 0) > 0.5);
    CHECK(one.value(SheetPatch::C, 36, 10) < 0.1);
}

TEST_CASE("lanes and scalars agree within the tolerance", "[sheet]") {
    auto lanes = strained_sheet(1);
    auto scalar = strained_sheet<double>(1);
    lanes.advance(600), scalar.advance(600);
    const auto scales = lanes.reaction().scales();
    double worst = 0;
    for (std::size_t j = 0; j < SheetPatch::size; ++j)
        lanes.each([&](std::size_t x, std::size_t y) { worst = larger(worst, std::abs(lanes.value(j, x, y) - scalar.value(j, x, y)) / scales[j]); });
    verifies("same.sheet_lanes", "tissue sheet in lanes against patch by patch, over the scale of each state (steps differ)", worst, {0, 3e-3});
}

TEST_CASE("patches differ by seed and place, not by the order of asking", "[sheet]") {
    SheetPatch tissue;
    tissue.heterogeneity = 1;
    const auto a = tissue.site(1, 5), b = tissue.site(1, 6), c = tissue.site(2, 5), again = tissue.site(1, 5);
    CHECK(a.mediator != b.mediator);
    CHECK(a.mediator != c.mediator);
    CHECK(a.mediator == again.mediator);
    CHECK(a.fatigue != a.noise);
}

TEST_CASE("a large sheet needs at most 2.5 times its state", "[sheet]") {
    const Sheet<SheetPatch> sheet(SheetPatch{}, {256, 256, 0.25});
    const double ratio = static_cast<double>(sheet.bytes()) / static_cast<double>(sheet.state_bytes());
    std::printf("  %.3f bytes per byte of state, the state included\n", ratio);
    CHECK(sheet.state_bytes() == 256 * 256 * SheetPatch::size * sizeof(double));
    CHECK(ratio < 2.5);
}
