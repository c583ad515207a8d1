#pragma once
// One threshold class of a muscle's motor pool: recruitment, persistent inward current (PIC), activation of its fibres.
//
//   V_k = V + G_k D p q (1 - h) - theta_k            synaptic drive plus PIC, less the class threshold, as share of full drive
//   u'  = (clamp01(V_k / w_k) - u) / tau_u           recruited and driven share of the class
//   p'  = (sigma((V_k - c_V i command - V_p)/w_p) - p) / tau_p   PIC activation; q' its fast, h' its slow inactivation
//   h'  = k_h w u (1 - h) - h/tau_h
//   a'  = (1 - (1 - u T)(1 - r(f)) - a) / tau_a      active state; f are impulses that bypass the motoneuron
//
// The classes are recruited one after another and their shares w_k are the widths of their recruitment, so that the whole
// pool follows drive in proportion. What the PIC adds to a commanded contraction is counted in the command already, so
// command turns it on only where it is strong, or where inhibition (i) is gone. Sources: NE-40..46, NE-50..53, section 9 E4; the prototype's slow inactivation.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct MotorPool {
    static constexpr const char* name = "motor_pool";

    template <class T> struct State { T u, p, q, h, a; };
    template <class T> struct Input { T V, command, inhibition_gain, D, theta, w, G, f, transmission, gain; };
    template <class T> struct Output { T rate, pic; };
    template <class T> struct Parameters { T w_u, tau_u, V_p, w_p, tau_p, V_q, w_q, tau_q, k_h, tau_h, tau_a, f_h, f_min, f_range, c_V; };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::u>(0.0, "1", "recruited and driven share of the class", "NE-section-9-E4", Grade::model, {-0.01, 1.05}),
        field<&S::p>(0.0012, "1", "activation of the persistent inward current", "NE-43", Grade::model, {-0.01, 1.01}),
        field<&S::q>(0.989, "1", "its fast availability", "NE-43", Grade::model, {-0.01, 1.01}),
        field<&S::h>(0.0, "1", "its slow inactivation", "EK-prototype", Grade::fitted, {-0.01, 1.01}),
        field<&S::a>(0.0, "1", "active state of the fibres of the class", "NE-45", Grade::model, {-0.01, 1.01}));

    static constexpr auto inputs = table<Input>(
        port<&I::V>(0.1, "1", "synaptic drive of the pool, as share of full voluntary drive"),
        port<&I::command>(0.05, "1", "part of that drive that descends from the brain"), port<&I::inhibition_gain>(1.0, "1", "what toxin leaves of glycine and GABA"), port<&I::D>(1.0, "1", "monoaminergic gain"), port<&I::theta>(0.0, "1", "recruitment threshold of the class"),
        port<&I::w>(0.45, "1", "share of the class in the muscle, width of its recruitment"),
        port<&I::G>(0.42, "1", "strength of the persistent inward current"),
        port<&I::f>(0.0, "Hz", "impulses that reach the fibres without the motoneuron"),
        port<&I::transmission>(1.0, "1", "share of impulses transmitted at the end plate"),
        port<&I::gain>(1.0, "1", "hypothesis gain of the persistent inward current"));

    static constexpr auto outputs = table<Output>(
        port<&O::rate>(8.0, "Hz", "impulses per motor unit of the class"), port<&O::pic>(0.0, "1", "drive added by the persistent inward current"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::w_u>(0.004, "1", "softness of recruitment", "assumed", Grade::assumed, {0.002, 0.05}),
        field<&P::tau_u>(0.02, "s", "time constant of the motoneurons", "NE-section-9-E4", Grade::model, {0.01, 0.05}),
        field<&P::V_p>(0.20, "1", "drive at half activation of the persistent inward current", "fitted to NE-50", Grade::fitted, {0.1, 0.4}),
        field<&P::w_p>(0.03, "1", "width of that activation", "fitted to NE-50", Grade::fitted, {0.02, 0.06}),
        field<&P::tau_p>(0.2, "s", "time constant of that activation", "fitted to NE-51 (channels: 40 ms, NE-43)", Grade::fitted, {0.04, 0.5}),
        field<&P::V_q>(0.9, "1", "drive at half of the fast inactivation", "EK-prototype", Grade::assumed, {0.6, 1.2}),
        field<&P::w_q>(0.2, "1", "width of that inactivation", "EK-prototype", Grade::assumed, {0.1, 0.4}),
        field<&P::tau_q>(2.5, "s", "time constant of the fast inactivation", "NE-43", Grade::model, {1, 5}),
        field<&P::k_h>(0.009, "1/s", "rate of slow inactivation at full drive of a whole pool (times the share of the class)", "fitted to NE-50", Grade::fitted, {0.002, 0.03}),
        field<&P::tau_h>(200.0, "s", "recovery of slow inactivation", "EK-prototype", Grade::assumed, {60, 600}),
        field<&P::tau_a>(0.06, "s", "time constant of activation", "NE-45", Grade::model, {0.03, 0.1}),
        field<&P::f_h>(12.0, "Hz", "rate at half of the tetanic force (cubic)", "EK-prototype", Grade::model, {8, 25}),
        field<&P::f_min>(8.0, "Hz", "rate at recruitment", "NE-45", Grade::model, {6, 8}),
        field<&P::f_range>(20.0, "Hz", "rise of the rate to full drive", "NE-45", Grade::model, {15, 35}),
        field<&P::c_V>(0.85, "1", "share of command that leaves the persistent inward current alone", "fitted to NE-51: only strong efforts start a cramp",
              Grade::fitted, {0, 1}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T pic = in.gain * in.G * in.D * x.p * x.q * (1 - x.h);
        const T V = in.V + pic - in.theta;
        const T w = max(in.w, T(p.w_u / 1000));  // a class without fibres: no width to be recruited over
        const T recruited = softplus_between(V / p.w_u, (V - w) / p.w_u) * p.w_u / w;
        dx.u = (recruited - x.u) / p.tau_u;
        const T V_pic = V - p.c_V * in.inhibition_gain * in.command;
        dx.p = (sigmoid((V_pic - p.V_p) / p.w_p) - x.p) / p.tau_p;
        dx.q = (sigmoid((p.V_q - V_pic) / p.w_q) - x.q) / p.tau_q;
        dx.h = p.k_h * positive(x.u) * in.w * (1 - x.h) - x.h / p.tau_h;
        const T f3 = cube(in.f / p.f_h);
        names("V_pool w_pos recruited V_pic f3", V, w, recruited, V_pic, f3);
        dx.a = (1 - (1 - x.u * in.transmission) * (1 - f3 / (1 + f3)) - x.a) / p.tau_a;
        return {p.f_min + p.f_range * x.u, pic};
    }
};

}  // namespace wryneck
