// Paths of the muscles: arms are the slope of the length, left mirrors right, lanes agree with one muscle at a time.
#include "wryneck/systems/skeleton.hpp"

#include <set>
#include <string>

#include "catch.hpp"
#include "wryneck/core/error.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

using Angles = std::array<double, 3>;

const std::array<Angles, 6> postures{{{0, 0, 0}, {0.3, -0.2, 0.4}, {-0.6, 0.4, -0.9}, {0.9, 0.1, 0.2}, {-1.1, -0.7, 1.2}, {0, 0.6, 0}}};

}  // namespace

TEST_CASE("moment arms are minus the slope of the length, also beyond the fitted range") {
    const Skeleton<double> skeleton(neck_anatomy());
    constexpr double step = 1e-5;
    for (const Angles& q : postures)
        for (int m = 0; m < skeleton.muscles(); ++m)
            for (std::size_t axis = 0; axis < 3; ++axis) {
                Angles up = q, down = q;
                up[axis] += step;
                down[axis] -= step;
                const double slope = (skeleton.paths(m, up).length - skeleton.paths(m, down).length) / (2 * step);
                REQUIRE(-slope == Approx(skeleton.paths(m, q).arm[axis]).margin(1e-6));
            }
}

TEST_CASE("fibre length follows the path with the stated slope and stays usable over the range of motion") {
    const Anatomy neck = neck_anatomy();
    const Skeleton<double> skeleton(neck);
    constexpr double step = 1e-5;
    for (const Angles& q : postures)
        for (int m = 0; m < skeleton.muscles(); ++m) {
            INFO(neck.muscles[static_cast<std::size_t>(m)].id << " at pitch " << q[0] << ", roll " << q[1] << ", yaw " << q[2]);
            const auto here = skeleton.paths(m, q);
            Angles up = q;
            up[2] += step;
            const auto there = skeleton.paths(m, up);
            REQUIRE(there.fibre - here.fibre == Approx(here.fibre_per_length * (there.length - here.length)).margin(1e-7));
            REQUIRE(here.fibre > 0.1);
            REQUIRE(here.fibre < 2.2);
        }
}

TEST_CASE("in neutral the fibres are near their optimal length") {
    const Anatomy neck = neck_anatomy();
    const Skeleton<double> skeleton(neck);
    for (int m = 0; m < skeleton.muscles(); ++m) {
        INFO(neck.muscles[static_cast<std::size_t>(m)].id);
        const auto path = skeleton.paths(m, {0, 0, 0});
        REQUIRE(path.length == neck.muscles[static_cast<std::size_t>(m)].neutral_length_m);
        REQUIRE(path.fibre > 0.9);
        REQUIRE(path.fibre < 1.07);
    }
}

TEST_CASE("the left side is the mirror image of the right side") {
    const Skeleton<double> skeleton(neck_anatomy());
    const int half = skeleton.muscles() / 2;
    for (const Angles& q : postures)
        for (int m = 0; m < half; ++m) {
            const auto right = skeleton.paths(m, q);
            const auto left = skeleton.paths(m + half, {q[0], -q[1], -q[2]});
            REQUIRE(left.length == Approx(right.length).margin(1e-15));
            REQUIRE(left.arm[0] == Approx(right.arm[0]).margin(1e-15));
            REQUIRE(left.arm[1] == Approx(-right.arm[1]).margin(1e-15));
            REQUIRE(left.arm[2] == Approx(-right.arm[2]).margin(1e-15));
        }
}

TEST_CASE("eight lanes give what one muscle at a time gives, and padded lanes pull with no force") {
    const Anatomy neck = neck_anatomy();
    const Skeleton<double> one(neck);
    const Skeleton<Lanes<8>> eight(neck);
    REQUIRE(eight.blocks() == 7);
    REQUIRE(one.blocks() == 52);
    for (const Angles& q : postures)
        for (int m = 0; m < 7 * 8; ++m) {
            const auto block = eight.paths(m / 8, {q[0], q[1], q[2]});
            if (m >= 52) {
                REQUIRE(lane(eight.F_max(m / 8), m % 8) == 0);
                REQUIRE(std::isfinite(lane(block.fibre, m % 8)));
                continue;
            }
            const auto path = one.paths(m, q);
            REQUIRE(lane(eight.F_max(m / 8), m % 8) == one.F_max(m));
            REQUIRE(lane(block.fibre, m % 8) == Approx(path.fibre).epsilon(1e-13));
            REQUIRE(lane(block.cos_pennation, m % 8) == Approx(path.cos_pennation).epsilon(1e-13));
            for (std::size_t axis = 0; axis < 3; ++axis)
                REQUIRE(lane(block.arm[axis], m % 8) == Approx(path.arm[axis]).margin(1e-15));
        }
}

TEST_CASE("contacts are mirrored and every muscle receives weights that sum to one") {
    const Anatomy neck = neck_anatomy();
    std::vector<double> received(52, 0.0);
    std::set<std::pair<int, int>> pairs;
    for (const Contact& c : neck.contacts) {
        REQUIRE(c.weight > 0);
        received[static_cast<std::size_t>(c.to)] += c.weight;
        pairs.insert({c.to, c.from});
    }
    REQUIRE(pairs.size() == neck.contacts.size());
    REQUIRE(neck.contacts.size() == 77 * 4 + 13 * 2);
    for (const double weight : received) REQUIRE(weight == Approx(1).epsilon(1e-12));
    for (const auto& [to, from] : pairs) {
        REQUIRE(pairs.count({from, to}) == 1);
        REQUIRE(pairs.count({(to + 26) % 52, (from + 26) % 52}) == 1);
    }
    REQUIRE(pairs.count({neck.find("LCOL_R"), neck.find("LCOL_L")}) == 1);
}

TEST_CASE("names stand for muscles, sides and groups") {
    const Anatomy neck = neck_anatomy();
    REQUIRE(neck.muscles.front().id == "TRAP_U_R");
    REQUIRE(neck.muscles[26].id == "TRAP_U_L");
    REQUIRE(neck.select("all").size() == 52);
    REQUIRE(neck.select("right").size() == 26);
    REQUIRE(neck.select("SCM_ST") == std::vector<int>{neck.find("SCM_ST_R"), neck.find("SCM_ST_L")});
    REQUIRE(neck.select("accessory").size() == 8);
    for (const char* group : {"extensors", "flexors", "rotators", "benders", "suboccipital"}) REQUIRE(neck.select(group).size() >= 8);
    for (const Muscle& m : neck.muscles) {
        double roots = 0;
        for (const double share : m.roots) roots += share;
        REQUIRE(roots == Approx(1).epsilon(1e-12));
        REQUIRE(m.volume_cm3 > 0);
        REQUIRE(m.F_max_N > 0);
    }
}

TEST_CASE("a choice of muscles keeps the order of the table and only its own contacts") {
    const Anatomy neck = neck_anatomy({}, {"SSP_CAP", "TRAP_U_R", "TRAP_U_R"});
    REQUIRE(neck.muscles.size() == 3);
    REQUIRE(neck.muscles[0].id == "TRAP_U_R");
    REQUIRE(neck.muscles[2].id == "SSP_CAP_L");
    REQUIRE(neck.select("left") == std::vector<int>{2});
    for (const Contact& c : neck.contacts) {
        REQUIRE(c.to < 3);
        REQUIRE(c.from < 3);
    }
}

TEST_CASE("unknown muscles and absurd bodies are refused in one sentence") {
    try {
        (void)neck_anatomy({}, {"TRAP_R_U"});
        FAIL("an unknown muscle was accepted");
    } catch (const InputError& error) {
        REQUIRE(error.nearest() == "TRAP_U_R");
        REQUIRE(std::string(error.what()).find("TRAP_R_U") != std::string::npos);
    }
    REQUIRE_THROWS_AS(neck_anatomy({false, -3}), InputError);
    REQUIRE_THROWS_AS(neck_anatomy({false, std::nan("")}), InputError);
}

TEST_CASE("a woman's neck is shorter and weaker by the stated factors") {
    const Anatomy man = neck_anatomy(), woman = neck_anatomy({true, 75});
    for (std::size_t m = 0; m < 52; ++m) {
        REQUIRE(woman.muscles[m].F_max_N == Approx(0.74 * man.muscles[m].F_max_N));
        REQUIRE(woman.muscles[m].optimal_length_m == Approx(0.9 * man.muscles[m].optimal_length_m));
        REQUIRE(woman.muscles[m].volume_cm3 == Approx(0.74 * 0.9 * man.muscles[m].volume_cm3));
        REQUIRE(woman.muscles[m].arms[0].coefficients[0] == Approx(0.9 * man.muscles[m].arms[0].coefficients[0]));
    }
    REQUIRE(neck_anatomy({false, 100}).muscles[0].F_max_N > man.muscles[0].F_max_N);
}
