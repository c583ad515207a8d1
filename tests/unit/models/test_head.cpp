// The head: falls, is held, rests, and stops at its limits.
#include "wryneck/models/head.hpp"

#include "catch.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

constexpr auto p = defaults<Head::Parameters>(Head::parameters);
constexpr auto upright = defaults<Head::State>(Head::states);

Head::Input<double> still() {
    Head::Input<double> in{};
    in.gravity = in.control = 1;
    return in;
}

/// Explicit steps; the muscles give at once what the command asks for, times `obedience`, and `spasm` on top of it in roll.
Head::State<double> after(double seconds, Head::State<double> x, Head::Input<double> in, double obedience, double spasm = 0) {
    constexpr double step = 1e-3;
    for (int i = 0; i < static_cast<int>(seconds / step); ++i) {
        Head::State<double> dx{};
        const auto out = Head::rhs(x, in, p, dx);
        in.M_pitch = obedience * out.T_pitch;
        in.M_roll = obedience * out.T_roll + spasm;
        in.M_yaw = obedience * out.T_yaw;
        Head::rhs(x, in, p, dx);
        x = {x.pitch + step * dx.pitch,     x.roll + step * dx.roll,     x.yaw + step * dx.yaw,
             x.I_pitch + step * dx.I_pitch, x.I_roll + step * dx.I_roll, x.I_yaw + step * dx.I_yaw};
    }
    return x;
}

}  // namespace

TEST_CASE("posture control holds the head within a degree and reaches a new target") {
    constexpr double degree = 0.01745;
    const auto held = after(60, upright, still(), 1);
    REQUIRE(std::abs(held.pitch) < degree);
    auto in = still();
    in.pitch_0 = -17 * degree;
    in.yaw_0 = 30 * degree;
    const auto turned = after(60, upright, in, 1);
    REQUIRE(turned.pitch == Approx(in.pitch_0).margin(degree));
    REQUIRE(turned.yaw == Approx(in.yaw_0).margin(degree));
    REQUIRE(turned.roll == Approx(0).margin(1e-12));
}

TEST_CASE("without muscles the head falls forward to its end stop, lying down it stays") {
    const auto fallen = after(30, upright, still(), 0);
    REQUIRE(fallen.pitch < -0.5);
    REQUIRE(fallen.pitch > -1.2);
    auto lying = still();
    lying.gravity = 0;
    lying.control = 0;
    lying.support = 1;
    const auto resting = after(30, upright, lying, 0);
    REQUIRE(std::abs(resting.pitch) < 1e-3);
    REQUIRE(std::abs(resting.I_pitch) < 1e-3);
}

TEST_CASE("a spasm beyond the cap of the command pulls the head into its end stop, and the integral does not wind up") {
    const auto pulled = after(60, upright, still(), 1, 25);
    REQUIRE(pulled.roll > 0.75);
    REQUIRE(pulled.roll < 1.0);
    REQUIRE(std::abs(pulled.I_roll) < 40);
    const auto released = after(30, pulled, still(), 1);
    REQUIRE(std::abs(released.roll) < 0.02);
}

TEST_CASE("the command never passes its cap and weights add up from above") {
    Head::State<double> x = upright, dx{};
    x.pitch = -0.3;
    x.I_pitch = 40;
    const auto out = Head::rhs(x, still(), p, dx);
    REQUIRE(out.T_pitch <= p.T_c);
    REQUIRE(out.T_pitch > 0.95 * p.T_c);
    REQUIRE(out.W_C0C2 < out.W_C4C5);
    REQUIRE(out.W_C4C5 < out.W_C7T1);
}

TEST_CASE("ligaments are taut in flexion only and carry their share of what tissue holds") {
    const auto taut = [](double pitch, double support) {
        Head::State<double> x = upright, dx{};
        x.pitch = pitch;
        auto in = still();
        in.support = support, in.gravity = 0;
        return Head::rhs(x, in, p, dx);
    };
    REQUIRE(taut(0.3, 0).L == 0);
    REQUIRE(taut(0, 0).L < 0.01);
    REQUIRE(taut(-0.3, 0).L == Approx(p.s_L * taut(-0.3, 0).N_pitch / p.d_L));
    REQUIRE(taut(-0.3, 1).L == taut(-0.3, 0).L);
}

TEST_CASE("a posture that is far out of reach is given up, a nearer one is not") {
    Head::State<double> x = upright, dx{};
    x.pitch = 1.2;
    REQUIRE(std::abs(Head::rhs(x, still(), p, dx).T_pitch) < 0.2 * p.T_c);
    x.pitch = 0.3;
    REQUIRE(std::abs(Head::rhs(x, still(), p, dx).T_pitch) > 0.2 * p.T_c);
}

TEST_CASE("roll and yaw are odd: left is the mirror image of right") {
    auto in = still();
    for (const double q : {0.1, 0.6, 0.9}) {
        Head::State<double> right{0, q, q, 0, 0, 0}, left{0, -q, -q, 0, 0, 0}, dx_right{}, dx_left{};
        Head::rhs(right, in, p, dx_right);
        Head::rhs(left, in, p, dx_left);
        REQUIRE(dx_left.roll == Approx(-dx_right.roll));
        REQUIRE(dx_left.yaw == Approx(-dx_right.yaw));
        REQUIRE(dx_left.pitch == Approx(dx_right.pitch));
    }
}
