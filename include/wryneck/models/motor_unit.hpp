#pragma once
// One motor unit: the motoneuron between its discharges, and the twitches of its fibres.
//
//   d  = V - theta + P,   P = gain G D p q (1 - h)           drive above threshold; persistent inward current (PIC)
//   x' = k_m (d + c (V+ + P) - x)                               potential at the soma, as drive; c: common fluctuation
//   p' = (sigma((d - V_p)/w_p) - p)/tau_p   q' = (sigma((V_q - d)/w_q) - q)/tau_q   h' = k_h y (1 - h) - h/tau_h
//   y' = -y/tau_y,   F'' = -k (2 F' + k F), k = 1/tau_t      recent discharge; force of twitches (each discharge adds)
//
// It discharges where x and the noise of its synapses reach A(age), what is left of the afterhyperpolarisation:
//   A = (1/age - f_min)/k_f until 1/f_min, so that a steady drive gives the rate f_min + k_f x of Fuglevand's pool exactly.
// The pool: RTE_i = RR^(i/N), largest rate f_1 falling to f_N, twitch P_i = RP^(i/N), contraction time tau_L P_i^(-1/c),
// time constant of the membrane 1/k_m = tau_m (tau_m_N/tau_m)^(i/N). An impulse takes t_e from soma to muscle and t_M of that from
// the place where the nerve is stimulated, so t_e - t_M from there up to the soma.
// The PIC sits in the dendrites: the noise of synapses does not reach it. Sources: NE-40, NE-43, NE-45; section 9 E4, E6.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct MotorUnit {
    static constexpr const char* name = "motor_unit";

    template <class T> struct State { T x, p, q, h, y, F, v; };
    template <class T> struct Input { T V, theta, D, gain, c, k_t, k_m; };
    template <class T> struct Output { T d, pic; };
    template <class T> struct Parameters {
        T tau_m, tau_m_N, G, V_p, w_p, tau_p, V_q, w_q, tau_q, k_h, tau_h, tau_y;
        T RR, f_min, f_1, f_N, k_E, RP, tau_L, t_ratio, x_lin, t_r, s_d, t_d;
        T s_n, tau_n, s_c, f_c, w_c, tonic, tonic_history, w_tonic, c_V;
        T t_e, t_a, t_M, t_s, eps, s_Ib, p_F, g_rec, t_st, s_st, tau_st, k_st, tau_k;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::x>(0.0, "1", "potential at the soma above threshold, as drive", "NE-section-9-E4", Grade::model, {-20, 3}),
        field<&S::p>(0.01, "1", "activation of the persistent inward current", "NE-43", Grade::model, {-0.01, 1.01}),
        field<&S::q>(0.99, "1", "its fast availability", "NE-43", Grade::model, {-0.01, 1.01}),
        field<&S::h>(0.0, "1", "its slow inactivation", "EK-prototype", Grade::fitted, {-0.01, 1.01}),
        field<&S::y>(0.0, "1", "recent discharge as share of the largest rate", "definition", Grade::assumed, {-0.01, 5}),
        field<&S::F>(0.0, "1", "force, as share of the weakest twitch", "NE-45", Grade::model, {-1, 2000}),
        field<&S::v>(0.0, "1/s", "its rate of change", "NE-45", Grade::model, {-1e5, 1e5}));

    static constexpr auto inputs = table<Input>(
        port<&I::V>(0.2, "1", "synaptic drive of the pool, as share of full voluntary drive"),
        port<&I::theta>(0.1, "1", "recruitment threshold of the unit"), port<&I::D>(1.0, "1", "monoaminergic gain"),
        port<&I::gain>(1.0, "1", "hypothesis gain of the persistent inward current"),
        port<&I::c>(0.0, "1", "common fluctuation, as share of the exciting drive"),
        port<&I::k_t>(16.0, "1/s", "one over the contraction time of the twitch"),
        port<&I::k_m>(100.0, "1/s", "one over the time constant of the membrane"));

    static constexpr auto outputs = table<Output>(port<&O::d>(0.1, "1", "drive above threshold at the dendrites"),
                                                  port<&O::pic>(0.0, "1", "drive added by the persistent inward current"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::tau_m>(0.017, "s", "time constant of the membrane of the first unit", "NE-43: capacitance over leak", Grade::model, {0.004, 0.03}),
        field<&P::tau_m_N>(0.005, "s", "the same of the last unit", "NE-43: capacitance over leak", Grade::model, {0.002, 0.02}),
        field<&P::G>(0.24, "1", "strength of the persistent inward current", "fitted to NE-40 with s_n", Grade::fitted, {0, 0.5}),
        field<&P::V_p>(0.0, "1", "drive above threshold at half activation: near recruitment", "NE-41b", Grade::model, {-0.1, 0.1}),
        field<&P::w_p>(0.004, "1", "width of that activation", "assumed: narrow enough for two states", Grade::assumed, {0.002, 0.05}),
        field<&P::tau_p>(0.2, "s", "time constant of that activation", "as in the classes of the neck (channels: 40 ms, NE-43; a full current takes 0.5 to 2 s, NE-40)", Grade::assumed, {0.04, 0.5}),
        field<&P::V_q>(0.9, "1", "drive at half of the fast inactivation", "EK-prototype", Grade::assumed, {0.6, 1.2}),
        field<&P::w_q>(0.2, "1", "width of that inactivation", "EK-prototype", Grade::assumed, {0.1, 0.4}),
        field<&P::tau_q>(2.5, "s", "time constant of the fast inactivation", "NE-43", Grade::model, {1, 5}),
        field<&P::k_h>(0.009, "1/s", "rate of slow inactivation at the largest rate", "as in the classes of the neck: NE-50", Grade::assumed, {0.002, 0.03}),
        field<&P::tau_h>(200.0, "s", "recovery of slow inactivation", "EK-prototype", Grade::assumed, {60, 600}),
        field<&P::tau_y>(0.05, "s", "time over which recent discharge counts", "assumed", Grade::assumed, {0.02, 0.2}),
        field<&P::RR>(30.0, "1", "range of recruitment thresholds", "NE-45", Grade::model, {10, 60}),
        field<&P::f_min>(8.0, "Hz", "rate at recruitment", "NE-45", Grade::model, {6, 8}),
        field<&P::f_1>(45.0, "Hz", "largest rate of the first unit", "NE-45", Grade::model, {25, 50}),
        field<&P::f_N>(35.0, "Hz", "largest rate of the last unit", "NE-45", Grade::model, {15, 50}),
        field<&P::k_E>(1.0, "Hz", "rise of the rate per threshold of the first unit", "NE-45", Grade::model, {1, 1.5}),
        field<&P::RP>(100.0, "1", "range of twitch forces", "NE-45", Grade::model, {30, 200}),
        field<&P::tau_L>(0.09, "s", "longest contraction time", "NE-45", Grade::model, {0.05, 0.12}),
        field<&P::t_ratio>(3.0, "1", "range of contraction times", "NE-45", Grade::model, {2, 5}),
        field<&P::x_lin>(0.4, "1", "contraction time over interval up to which twitches add", "NE-45", Grade::model, {0.3, 0.5}),
        field<&P::t_r>(0.003, "s", "refractory period", "assumed", Grade::assumed, {0.001, 0.005}),
        field<&P::s_d>(0.25, "1", "drive above threshold for a second discharge out of the delayed depolarisation", "assumed", Grade::assumed, {0.05, 1}),
        field<&P::t_d>(0.010, "s", "end of the delayed depolarisation", "assumed", Grade::assumed, {0.005, 0.02}),
        field<&P::s_n>(0.12, "1", "noise of synapses at full exciting drive", "fitted to section 9 E6: voluntary intervals vary by 0.15 to 0.2", Grade::fitted, {0, 0.2}),
        field<&P::tau_n>(0.005, "s", "its correlation time", "assumed", Grade::assumed, {0.001, 0.05}),
        field<&P::s_c>(0.05, "1", "common fluctuation of the exciting drive", "assumed", Grade::assumed, {0, 0.5}),
        field<&P::f_c>(1.4, "Hz", "its frequency", "NE-52", Grade::human, {1, 2}),
        field<&P::w_c>(0.5, "Hz", "its bandwidth", "NE-52", Grade::human, {0.1, 1}),
        field<&P::tonic>(0.30, "1", "inhibition of the pool at rest, which a slight command ends and toxin takes away", "assumed: more than the persistent inward current, so that units end with every effort (NE-48a)", Grade::assumed, {0, 0.4}),
        field<&P::tonic_history>(0.02, "1", "the same of a very short muscle with a history of cramp, whose tendon organs are silent", "assumed: so that a short muscle can go on", Grade::assumed, {0, 0.4}),
        field<&P::w_tonic>(0.004, "1", "command at which it has fallen to 37 %", "assumed: small, so that slight efforts find the pool as it is", Grade::assumed, {1e-3, 0.02}),
        field<&P::c_V>(0.30, "1", "share of a command that the persistent inward current makes good", "assumed: so that units and classes of the neck agree", Grade::assumed, {0, 0.5}),
        field<&P::t_e>(0.016, "s", "from the motoneuron to the muscle", "half of the loop of NE-66 from the muscle and back (gastrocnemius)", Grade::human, {0.012, 0.03}),
        field<&P::t_a>(0.015, "s", "from the stimulated nerve to the motoneuron by spindle afferents and their synapse", "assumed", Grade::assumed, {0.005, 0.03}),
        field<&P::t_M>(0.004, "s", "from the stimulated nerve to the muscle", "assumed", Grade::assumed, {0.001, 0.01}),
        field<&P::t_s>(0.032, "s", "from a shock to the tendon to the motoneuron", "CT-34 less t_e", Grade::human, {0.01, 0.05}),
        field<&P::eps>(0.4, "1", "potential by one volley of all spindle afferents, as drive", "assumed: a reflex of two thirds of the units at rest; little is known of the neck (NE-47b)", Grade::assumed, {0, 1}),
        field<&P::s_Ib>(1.0, "1", "inhibition by a shock to the tendon", "assumed", Grade::assumed, {0, 5}),
        field<&P::p_F>(0.02, "1", "chance that an impulse up the axon comes back", "assumed", Grade::assumed, {0, 0.2}),
        field<&P::g_rec>(0.0, "1", "inhibition by spindles of the antagonist", "NE-47: none in the neck", Grade::mammal, {0, 0.5}),
        field<&P::t_st>(0.051, "s", "from a startling event to the motoneuron", "NE-79 less what somata and axons take", Grade::human, {0.02, 0.1}),
        field<&P::s_st>(0.8, "1", "drive by the first startle of the usual size", "assumed", Grade::assumed, {0, 2}),
        field<&P::tau_st>(0.05, "s", "decay of that drive", "assumed", Grade::assumed, {0.01, 0.2}),
        field<&P::k_st>(0.023, "1", "share of the answer that each startle takes from the next", "fitted to NE-79", Grade::fitted, {0, 0.3}),
        field<&P::tau_k>(3600.0, "s", "time constant with which it comes back", "assumed", Grade::assumed, {600, 86400}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& s, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T x = s.x, v = s.v;
        const T pic = in.gain * p.G * in.D * s.p * s.q * (1 - s.h);
        const T d = in.V - in.theta + pic;
        dx.p = (sigmoid((d - p.V_p) / p.w_p) - s.p) / p.tau_p;
        dx.q = (sigmoid((p.V_q - d) / p.w_q) - s.q) / p.tau_q;
        dx.h = p.k_h * positive(s.y) * (1 - s.h) - s.h / p.tau_h;
        dx.y = -s.y / p.tau_y;
        dx.v = -in.k_t * (2 * v + in.k_t * s.F);
        dx.F = v;
        dx.x = in.k_m * (d + in.c * (positive(in.V) + pic) - x);
        names("pic d", pic, d);
        return {d, pic};
    }
};

}  // namespace wryneck
