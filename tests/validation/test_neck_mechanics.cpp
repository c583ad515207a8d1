// Is the neck as strong, as loaded and as unstable as published? Bands and sources: data/anatomy/strength_targets.csv.
#include <map>
#include <string>

#include "catch.hpp"
#include "wryneck/models/head.hpp"
#include "wryneck/models/hill_force.hpp"
#include "wryneck/systems/skeleton.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

using Axes = std::array<double, 3>;
constexpr auto hill = defaults<HillForce::Parameters>(HillForce::parameters);
constexpr auto head = defaults<Head::Parameters>(Head::parameters);
constexpr double weight_C4C5 = 42.2 + 5.0;

struct Neck {
    explicit Neck(const Body& body = {}) : anatomy(neck_anatomy(body)), skeleton(anatomy) {}
    Anatomy anatomy;
    Skeleton<double> skeleton;

    [[nodiscard]] const Muscle& muscle(int m) const { return anatomy.muscles[static_cast<std::size_t>(m)]; }
    [[nodiscard]] int count() const { return skeleton.muscles(); }

    /// Tendon force of full activation.
    [[nodiscard]] double strength(int m, const Axes& q = {}) const {
        const auto path = skeleton.paths(m, q);
        return skeleton.F_max(m) * HillForce::force_length(path.fibre, hill) * path.cos_pennation;
    }
    [[nodiscard]] double torque(int m, std::size_t axis) const { return strength(m) * skeleton.paths(m, {}).arm[axis]; }
};

struct Effort {
    double moment = 0, moment_C7T1 = 0, compression = weight_C4C5;
};

/// All muscles that help about an axis of the head, none that hinder: direction +1 or -1. The moment about C7-T1 is what the
/// same effort gives there; muscles that work against each other at the two ends of the neck take part as they do at the head.
Effort maximal(const Neck& neck, std::size_t axis, int direction) {
    Effort e;
    for (int m = 0; m < neck.count(); ++m) {
        const double moment = direction * neck.torque(m, axis);
        if (moment <= 0) continue;
        e.moment += moment;
        e.moment_C7T1 += direction * neck.strength(m) * neck.muscle(m).arm_C7T1_m[axis];
        e.compression += neck.skeleton.spine_load(m, neck.strength(m))[1][0];
    }
    return e;
}

void within(double value, double low, double high) {
    REQUIRE(value >= low);
    REQUIRE(value <= high);
}

/// The head alone: what gravity and passive tissue do to it at an angle.
Head::Output<double> passive_head(const Axes& q, double gravity) {
    const Head::State<double> x{q[0], q[1], q[2], 0, 0, 0};
    Head::State<double> dx{};
    Head::Input<double> in{};
    in.gravity = gravity;
    return Head::rhs(x, in, head, dx);
}

/// Passive muscle, joints, end stops and gravity, no activation.
Axes passive_torque(const Neck& neck, const Axes& q, double gravity) {
    Axes torque{};
    for (int m = 0; m < neck.count(); ++m) {
        const auto path = neck.skeleton.paths(m, q);
        const double force = neck.skeleton.F_max(m) * HillForce::passive(path.fibre, hill) * path.cos_pennation;
        for (std::size_t axis = 0; axis < 3; ++axis) torque[axis] += force * path.arm[axis];
    }
    const auto out = passive_head(q, gravity);
    return {torque[0] + out.N_pitch, torque[1] + out.N_roll, torque[2] + out.N_yaw};
}

struct Rest {
    double extensor_drive = 0;    // mean over the extensors, each by its share of their strength
    double compression = weight_C4C5;
};

/// The head held still at a pitch by the sharing rule.
Rest hold(const Neck& neck, double pitch) {
    const Axes q{pitch, 0, 0};
    Reach reach;
    for (int m = 0; m < neck.count(); ++m) reach.add(neck.skeleton.paths(m, q), neck.strength(m, q));
    const Axes wanted{-passive_torque(neck, q, 1)[0], 0, 0};
    Rest rest;
    rest.compression += passive_head(q, 1).L;
    double strength = 0;
    for (int m = 0; m < neck.count(); ++m) {
        const auto path = neck.skeleton.paths(m, q);
        const double full = neck.strength(m, q), drive = share(wanted, path, reach);
        const double passive = neck.skeleton.F_max(m) * HillForce::passive(path.fibre, hill) * path.cos_pennation;
        rest.compression += neck.skeleton.spine_load(m, drive * full + passive)[1][0];
        const double moment = full * std::max(0.0, path.arm[0]);
        rest.extensor_drive += drive * moment;
        strength += moment;
    }
    rest.extensor_drive /= strength;
    return rest;
}

}  // namespace

TEST_CASE("maximal moments of a man lie in the published bands and are equal on both sides") {
    const Neck neck;
    const auto extension = maximal(neck, 0, 1), flexion = maximal(neck, 0, -1);
    const auto right = maximal(neck, 1, 1), left = maximal(neck, 1, -1);
    const auto turn_right = maximal(neck, 2, 1), turn_left = maximal(neck, 2, -1);
    CAPTURE(extension.moment, extension.moment_C7T1, flexion.moment, flexion.moment_C7T1, right.moment, turn_right.moment);
    within(extension.moment, 40, 62);
    within(flexion.moment_C7T1, 18, 38);
    within(flexion.moment, 15, 28);
    within(right.moment, 23, 48);
    within(turn_right.moment, 8, 21);
    REQUIRE(right.moment == Approx(left.moment).epsilon(1e-9));
    REQUIRE(turn_right.moment == Approx(turn_left.moment).epsilon(1e-9));
    within(flexion.moment_C7T1 / extension.moment, 0.35, 0.75);    // each where it was measured against
}

TEST_CASE("a woman's moments are 0.6 to 0.85 of a man's") {
    const Neck man, woman(Body{true, 75});
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (const int direction : {1, -1}) {
            const double ratio = maximal(woman, axis, direction).moment / maximal(man, axis, direction).moment;
            CAPTURE(axis, direction, ratio);
            within(ratio, 0.6, 0.85);
        }
    REQUIRE(maximal(woman, 0, 1).moment > maximal(woman, 0, -1).moment);
}

TEST_CASE("compression at C4-C5 is 1 to 2 kN in maximal effort and stays below 3.5 kN with every muscle maximal") {
    const Neck neck;
    double all = weight_C4C5;
    for (int m = 0; m < neck.count(); ++m) all += neck.skeleton.spine_load(m, neck.strength(m))[1][0];
    const double extension = maximal(neck, 0, 1).compression, flexion = maximal(neck, 0, -1).compression;
    CAPTURE(extension, flexion, all);
    within(extension, 1000, 2000);
    within(flexion, 1000, 2000);
    within(all, 2500, 3400);
}

TEST_CASE("one muscle alone moves the head the way anatomy says") {
    const Neck neck;
    const auto torque = [&](const char* id, std::size_t axis) { return neck.torque(neck.anatomy.find(id), axis); };
    for (const char* id : {"SCM_ST_R", "SCM_CL_R"}) {
        REQUIRE(torque(id, 0) < 0);
        REQUIRE(torque(id, 1) > 0);
        REQUIRE(torque(id, 2) < 0);
        REQUIRE(neck.muscle(neck.anatomy.find(id)).arm_C7T1_m[0] < 0);
    }
    for (std::size_t axis = 0; axis < 3; ++axis) REQUIRE(torque("SPL_CAP_R", axis) > 0);
    REQUIRE(torque("OC_INF_R", 2) > 5 * std::abs(torque("OC_INF_R", 0)));
    REQUIRE(torque("OC_INF_R", 2) > 5 * std::abs(torque("OC_INF_R", 1)));
    REQUIRE(torque("TRAP_U_R", 2) < 0);
    REQUIRE(torque("SCM_ST_L", 2) > 0);
    REQUIRE(torque("SUPRAHY_R", 0) == 0);
    double roll = 0, yaw = 0;
    for (int m = 0; m < neck.count(); ++m) roll += neck.torque(m, 1), yaw += neck.torque(m, 2);
    REQUIRE(roll == Approx(0).margin(1e-9));
    REQUIRE(yaw == Approx(0).margin(1e-9));
}

TEST_CASE("the sternomastoid flexes less the further the head is extended") {
    const Neck neck;
    const int m = neck.anatomy.find("SCM_ST_R");
    REQUIRE(neck.skeleton.paths(m, {0.78, 0, 0}).arm[0] > 0);
    REQUIRE(neck.skeleton.paths(m, {-0.4, 0, 0}).arm[0] < neck.skeleton.paths(m, {0, 0, 0}).arm[0]);
}

TEST_CASE("semispinalis and splenius capitis lead extension, sternomastoid bending, trapezius rotation at C7-T1") {
    const Neck neck;
    std::map<std::string, std::array<double, 3>> right;
    std::map<std::string, double> twist;
    for (int m = 0; m < neck.count() / 2; ++m) {
        const std::string base = neck.muscle(m).base.substr(0, neck.muscle(m).base.rfind("SCM", 0) == 0 ? 3 : std::string::npos);
        for (std::size_t axis = 0; axis < 3; ++axis) right[base][axis] += neck.torque(m, axis);
        twist[neck.muscle(m).base] += std::abs(neck.strength(m) * neck.muscle(m).arm_C7T1_m[2]);
    }
    const double leading = 2 * (right["SSP_CAP"][0] + right["SPL_CAP"][0]) / maximal(neck, 0, 1).moment;
    CAPTURE(leading);
    within(leading, 0.4, 0.6);
    for (const auto& [name, torque] : right) {
        CAPTURE(name);
        REQUIRE(torque[1] <= right["SCM"][1]);
        if (name != "INFRAHY") REQUIRE(torque[0] >= right["SCM"][0]);
    }
    for (const auto& [name, torque] : twist) REQUIRE(torque <= twist["TRAP_M"]);
}

TEST_CASE("without activation the upright head falls, and light tone is stiff enough to hold it") {
    const Neck neck;
    constexpr double step = 1e-3;
    const double stiffness = -(passive_torque(neck, {step, 0, 0}, 1)[0] - passive_torque(neck, {-step, 0, 0}, 1)[0]) / (2 * step);
    CAPTURE(stiffness);
    within(stiffness, -2.0, -1.6);
    REQUIRE(passive_torque(neck, {0, 0, 0}, 1)[0] == Approx(-0.9).margin(0.01));
    double tone = 0;
    for (int m = 0; m < neck.count(); ++m) {
        const auto path = neck.skeleton.paths(m, {});
        const double force = 0.04 * neck.strength(m);
        tone += hill.k_sr * force * path.fibre_per_length * path.arm[0] * path.arm[0];
    }
    CAPTURE(tone);
    REQUIRE(tone + stiffness > 0);
}

TEST_CASE("passive moments at the limits of motion are 5 to 10 N m") {
    const Neck neck;
    const std::array<std::pair<Axes, std::size_t>, 4> limits{
        {{{head.q_extension, 0, 0}, 0}, {{-head.q_flexion, 0, 0}, 0}, {{0, head.q_roll, 0}, 1}, {{0, 0, head.q_yaw}, 2}}};
    for (const auto& [q, axis] : limits) {
        const double moment = std::abs(passive_torque(neck, q, 0)[axis]);
        CAPTURE(q[0], q[1], q[2], moment);
        within(moment, 5, 10);
    }
}

TEST_CASE("upright the head costs 1.5 to 6 per cent of the extensors and loads C4-C5 with 70 to 150 N") {
    const Neck neck;
    const Rest rest = hold(neck, 0);
    CAPTURE(rest.extensor_drive, rest.compression);
    within(rest.extensor_drive, 0.015, 0.06);
    within(rest.compression, 70, 150);
}

TEST_CASE("Barrett2019: flexion of 45 degrees about doubles the compression") {
    const Neck neck;
    const double ratio = hold(neck, -0.785).compression / hold(neck, 0).compression;
    CAPTURE(ratio);
    within(ratio, 1.6, 2.5);
}

TEST_CASE("the sharing rule gives the torque that was asked for, about one axis at a time") {
    const Neck neck;
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (const double wanted : {4.0, -4.0}) {
            Reach reach;
            for (int m = 0; m < neck.count(); ++m) reach.add(neck.skeleton.paths(m, {}), neck.strength(m));
            Axes torque{};
            torque[axis] = wanted;
            double given = 0;
            for (int m = 0; m < neck.count(); ++m) {
                const double drive = share(torque, neck.skeleton.paths(m, {}), reach);
                REQUIRE(drive >= 0);
                given += drive * neck.torque(m, axis);
            }
            REQUIRE(given == Approx(wanted).epsilon(1e-12));
        }
}
