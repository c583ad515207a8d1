#pragma once
// The head on the neck: three angles that follow the torques, and the command that keeps it where it should be.
//
//   (B + D) q' = M + gravity + bushing + end stop + support
//   gravity (pitch) = g [-G cos q + K_G sin q],  bushing = -K q,  support = S K_S (q* - q)
//   end stop        = -E [exp((q - q_max)/w) - exp((q_min - q)/w)]
//   ligaments       L = s_L max(0, M_tissue)/d_L           tension behind the joints in flexion, which presses them together
//   command         T = hope T_c tanh(u / T_c), hope = 1/(1 + (|q* - q|/q_give)^4),  u = c [k_P (q* - q) + I],  I' = c k_I (q* - q) + k_b (T - hope u) - (2 - hope - c) k_b I
//
// Masses are left out: the head's inertia acts within 0.1 s, faster than anything that the neck model follows. Sine and
// cosine by their first two terms. The back-calculation k_b keeps I from winding up while T is at its cap.
// Axes: pitch (extension +), roll (to the right +), yaw (to the right +).
// Sources: own statics of the geometry (gravity, lumped bushings), McGill1994 (end range), EK-prototype (controller).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Head {
    static constexpr const char* name = "head";

    template <class T> struct State { T pitch, roll, yaw, I_pitch, I_roll, I_yaw; };
    template <class T> struct Input {
        T M_pitch, M_roll, M_yaw, D_pitch, D_roll, D_yaw, pitch_0, roll_0, yaw_0, gravity, support, control;
    };
    template <class T> struct Output { T T_pitch, T_roll, T_yaw, N_pitch, N_roll, N_yaw, W_C0C2, W_C4C5, W_C7T1, L; };
    template <class T> struct Parameters {
        T B, G, K_G_pitch, K_G_roll, K_pitch, K_roll, K_yaw, E, w, q_flexion, q_extension, q_roll, q_yaw, K_S, k_P, k_I, k_b, T_c, q_give, W_head,
            W_C4C5, W_C7T1, s_L, d_L;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::pitch>(0.0, "rad", "extension of the head", "upright", Grade::human, {-1.6, 1.6}),
        field<&S::roll>(0.0, "rad", "bend to the right", "upright", Grade::human, {-1.3, 1.3}),
        field<&S::yaw>(0.0, "rad", "turn of the face to the right", "upright", Grade::human, {-1.9, 1.9}),
        field<&S::I_pitch>(0.9, "N*m", "integrated part of the command: carries the weight", "G", Grade::model, {-60, 60}),
        field<&S::I_roll>(0.0, "N*m", "the same in roll", "upright", Grade::model, {-60, 60}),
        field<&S::I_yaw>(0.0, "N*m", "the same in yaw", "upright", Grade::model, {-60, 60}));

    static constexpr auto inputs = table<Input>(
        port<&I::M_pitch>(0.9, "N*m", "torque of the muscles: sum of tendon force times arm"),
        port<&I::M_roll>(0.0, "N*m", "the same in roll"), port<&I::M_yaw>(0.0, "N*m", "the same in yaw"),
        port<&I::D_pitch>(0.1, "N*m*s/rad", "damping by the muscles: sum of arm squared times slope of force against velocity"),
        port<&I::D_roll>(0.1, "N*m*s/rad", "the same in roll"), port<&I::D_yaw>(0.1, "N*m*s/rad", "the same in yaw"),
        port<&I::pitch_0>(0.0, "rad", "wanted extension"), port<&I::roll_0>(0.0, "rad", "wanted bend"),
        port<&I::yaw_0>(0.0, "rad", "wanted turn"), port<&I::gravity>(1.0, "1", "1 upright, 0 lying"),
        port<&I::support>(0.0, "1", "1: the head rests on something in the wanted posture"),
        port<&I::control>(1.0, "1", "posture control on (1) or off (0)"));

    static constexpr auto outputs = table<Output>(
        port<&O::T_pitch>(0.9, "N*m", "torque that posture control asks of the muscles"),
        port<&O::T_roll>(0.0, "N*m", "the same in roll"), port<&O::T_yaw>(0.0, "N*m", "the same in yaw"),
        port<&O::N_pitch>(-0.9, "N*m", "torque of gravity, passive tissue and support"),
        port<&O::N_roll>(0.0, "N*m", "the same in roll"), port<&O::N_yaw>(0.0, "N*m", "the same in yaw"),
        port<&O::W_C0C2>(42.0, "N", "weight above C0-C2"), port<&O::W_C4C5>(48.0, "N", "weight above C4-C5"),
        port<&O::W_C7T1>(54.0, "N", "weight above C7-T1"),
        port<&O::L>(0.0, "N", "tension of the ligaments behind the joints"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::B>(1.5, "N*m*s/rad", "damping of the passive neck", "EK-prototype", Grade::assumed, {0.2, 5}),
        field<&P::G>(0.9, "N*m", "moment of the head's weight on the head angle, upright", "own statics", Grade::model, {0.6, 1.4}),
        field<&P::K_G_pitch>(4.2, "N*m/rad", "gravity's negative stiffness in pitch", "own statics", Grade::model, {3, 6}),
        field<&P::K_G_roll>(4.8, "N*m/rad", "gravity's negative stiffness in roll", "own statics", Grade::model, {3, 6}),
        field<&P::K_pitch>(2.4, "N*m/rad", "stiffness of the joints near neutral", "Mortensen2018, lumped", Grade::model, {1, 6}),
        field<&P::K_roll>(2.8, "N*m/rad", "the same in roll", "Mortensen2018, lumped", Grade::model, {1, 6}),
        field<&P::K_yaw>(1.5, "N*m/rad", "the same in yaw", "Mortensen2018, lumped", Grade::model, {0.5, 4}),
        field<&P::E>(4.5, "N*m", "moment of the end stop at the limit of motion: with joints and muscles below 10",
                     "fitted to McGill1994", Grade::fitted, {3, 10}),
        field<&P::w>(0.08, "rad", "angle over which the end stop grows e-fold", "EK-prototype", Grade::assumed, {0.03, 0.2}),
        field<&P::q_flexion>(0.96, "rad", "active range of flexion, 55 deg", "clinical norms", Grade::human, {0.79, 1.13}),
        field<&P::q_extension>(1.13, "rad", "active range of extension, 65 deg", "clinical norms", Grade::human, {0.87, 1.4}),
        field<&P::q_roll>(0.75, "rad", "active range of bending, 43 deg", "clinical norms", Grade::human, {0.61, 0.87}),
        field<&P::q_yaw>(1.31, "rad", "active range of turning, 75 deg", "clinical norms", Grade::human, {1.13, 1.48}),
        field<&P::K_S>(40.0, "N*m/rad", "stiffness of a pillow or rest", "assumed", Grade::assumed, {5, 200}),
        field<&P::k_P>(10.0, "N*m/rad", "command per error of posture: stable with 0.1 s of muscle lag", "assumed", Grade::assumed, {5, 60}),
        field<&P::k_I>(5.0, "N*m/s/rad", "command per error and time", "assumed", Grade::assumed, {0, 60}),
        field<&P::k_b>(2.0, "1/s", "rate at which the integral gives way at the cap and when control is off", "assumed", Grade::assumed, {0.1, 10}),
        field<&P::T_c>(10.0, "N*m", "largest command: posture does not claim maximal strength", "assumed", Grade::assumed, {2, 40}),
        field<&P::q_give>(0.8, "rad", "error of posture at which half of the command is given up: nobody fights a spasm for hours", "assumed",
                          Grade::assumed, {0.2, 2}),
        field<&P::W_head>(42.2, "N", "weight of a head of 4.3 kg", "Beier1979", Grade::human, {36, 57}),
        field<&P::W_C4C5>(5.0, "N", "weight of the neck above C4-C5", "assumed", Grade::assumed, {2, 10}),
        field<&P::W_C7T1>(11.0, "N", "weight of the neck above C7-T1", "assumed", Grade::assumed, {5, 20}),
        field<&P::s_L>(0.5, "1", "share of the passive moment in flexion that ligaments behind the joints carry, discs the rest", "Moroney1988a: stiffness lost with the posterior elements",
                       Grade::human, {0.2, 0.8}),
        field<&P::d_L>(0.03, "m", "distance of those ligaments from the axis of bending", "assumed", Grade::assumed, {0.015, 0.05}));

    /// Torque of passive tissue about one axis: joints, end stops, support.
    template <Scalar T, class Q, class K, class L>
    static T tissue(const T& q, const T& wanted, const T& support, const K& stiffness, const L& low, const L& high, const Parameters<Q>& p) {
        const T stop = p.E * (exp((q - high) / p.w) - exp((-low - q) / p.w));
        return support * p.K_S * (wanted - q) - stiffness * q - stop;
    }

    template <class T> struct Command { T torque, integral_rate; };

    template <Scalar T, class Q>
    static Command<T> command(const T& q, const T& wanted, const T& integral, const T& control, const T& hope, const Parameters<Q>& p) {
        const T error = wanted - q;
        const T u = control * (p.k_P * error + integral);
        const T torque = hope * p.T_c * tanh(u / p.T_c);
        names("error u torque", error, u, torque);
        return {torque, control * p.k_I * error + p.k_b * (torque - hope * u) - (1 - hope) * p.k_b * integral - (1 - control) * p.k_b * integral};
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T sine = x.pitch - cube(x.pitch) / 6, cosine = 1 - square(x.pitch) / 2, sine_roll = x.roll - cube(x.roll) / 6;
        const T M_tissue = tissue(x.pitch, in.pitch_0, T(0.0), p.K_pitch, p.q_flexion, p.q_extension, p);
        const T N_pitch = in.gravity * (p.K_G_pitch * sine - p.G * cosine) + M_tissue + in.support * p.K_S * (in.pitch_0 - x.pitch);
        const T N_roll = in.gravity * p.K_G_roll * sine_roll + tissue(x.roll, in.roll_0, in.support, p.K_roll, p.q_roll, p.q_roll, p);
        const T N_yaw = tissue(x.yaw, in.yaw_0, in.support, p.K_yaw, p.q_yaw, p.q_yaw, p);

        const T lost = (square(in.pitch_0 - x.pitch) + square(in.roll_0 - x.roll) + square(in.yaw_0 - x.yaw)) / (p.q_give * p.q_give);
        const T hope = 1 / (1 + square(lost));
        const auto pitch = command(x.pitch, in.pitch_0, x.I_pitch, in.control, hope, p);
        const auto roll = command(x.roll, in.roll_0, x.I_roll, in.control, hope, p);
        const auto yaw = command(x.yaw, in.yaw_0, x.I_yaw, in.control, hope, p);

        names("sine cosine sine_roll M_tissue lost hope", sine, cosine, sine_roll, M_tissue, lost, hope);
        dx.pitch = (in.M_pitch + N_pitch) / (p.B + in.D_pitch);
        dx.roll = (in.M_roll + N_roll) / (p.B + in.D_roll);
        dx.yaw = (in.M_yaw + N_yaw) / (p.B + in.D_yaw);
        dx.I_pitch = pitch.integral_rate;
        dx.I_roll = roll.integral_rate;
        dx.I_yaw = yaw.integral_rate;
        const T W = in.gravity * p.W_head;
        return {pitch.torque, roll.torque, yaw.torque, N_pitch, N_roll, N_yaw, W, W + in.gravity * p.W_C4C5, W + in.gravity * p.W_C7T1,
                p.s_L * positive(M_tissue) / p.d_L};
    }
};

}  // namespace wryneck
