#pragma once
// What reaches the motor pool of a muscle: command, posture, spindles, stimulated and thin afferents; less inhibition.
//
//   V = command + posture + stress - rest + g_Ia max(0, l - l_w) + g_aff f_stim (1 + k_f s) + g_K h_K + g_sp f_sp + g_N N + g_S S - z - inhibition
//   z' = (inhibition_gain (g_R max(0, u - descending) + g_Ib(l) max(0, F - descending)) - z)/tau_z
//        recurrent (Renshaw) and tendon organ (Ib) inhibition, silenced by the command as far as it explains them
//   g_Ib(l) = g_Ib (b_0 + (1 - b_0) sigma((l - l_0)/w_l))       tendon organs are quiet in a short muscle
//   s' = max(0, u - descending) (1 - s)/tau_s - s/tau_f           facilitation of the afferent path that outlasts a cramp, not an effort (CT-35)
//   E' = k_E (target - F), slowed at 0 and 1; -k_E E without a target    effort of a hold: the subject watches the force
//
// Sources: NE-46..48, NE-50..53, NE-56, EK-78, section 9 E4; length dependence of Ib after CT-34.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Reflex {
    static constexpr const char* name = "reflex";

    template <class T> struct State { T z, s, E; };
    template <class T> struct Input {
        T command, hold, posture, l, l_w, f_stim, K_e, f_sp, N, S, u, F, inhibition, inhibition_gain, block, stress, g_aff, pain_gain, spinal_gain,
            facilitation_gain, loop_gain;
    };
    template <class T> struct Output { T V, command; };
    template <class T> struct Parameters {
        T rest, brisk, g_Ia, k_f, g_K, K_0, K_h, g_sp, g_N, g_S, g_R, g_Ib, b_0, l_0, w_l, tau_z, tau_s, tau_f, k_E, E_end, block_V, k_stress, load_stress;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::z>(0.0, "1", "recurrent and tendon-organ inhibition", "NE-46", Grade::model, {-0.05, 2}),
        field<&S::s>(0.0, "1", "facilitation of the stimulated afferent path", "EK-78", Grade::fitted, {-0.01, 1.01}),
        field<&S::E>(0.0, "1", "effort of an isometric hold", "protocol", Grade::assumed, {-0.05, 1.05}));

    static constexpr auto inputs = table<Input>(
        port<&I::command>(0.1, "1", "voluntary drive"), port<&I::hold>(0.0, "1", "target force of a hold; 0: none"),
        port<&I::posture>(0.0, "1", "drive of posture control"), port<&I::l>(1.0, "1", "fibre length relative to neutral"),
        port<&I::l_w>(1.0, "1", "the same in the wanted posture, where spindles are set to rest"),
        port<&I::f_stim>(0.0, "Hz", "nerve stimulation"), port<&I::K_e>(4.2, "mM", "interstitial potassium"),
        port<&I::f_sp>(0.0, "Hz", "spontaneous discharge of the fibres"), port<&I::N>(0.0, "1", "thin afferents"),
        port<&I::S>(0.0, "1", "spinal sensitisation"), port<&I::u>(0.1, "1", "driven share of the pool"),
        port<&I::F>(0.1, "1", "force as a share of the fresh maximum"), port<&I::inhibition>(0.0, "1", "inhibition from outside"),
        port<&I::inhibition_gain>(1.0, "1", "what toxin leaves of glycine and GABA"), port<&I::block>(0.0, "1", "nerve block"),
        port<&I::stress>(0.0, "1", "stress level"), port<&I::g_aff>(0.013, "s", "drive per impulse rate of stimulated afferents"),
        port<&I::pain_gain>(0.0, "1", "hypothesis gain of pain to drive"), port<&I::spinal_gain>(0.0, "1", "hypothesis gain of spinal sensitisation"),
        port<&I::facilitation_gain>(1.0, "1", "hypothesis gain of facilitation after cramp"),
        port<&I::loop_gain>(1.0, "1", "hypothesis gain of the potassium loop"));

    static constexpr auto outputs = table<Output>(port<&O::V>(0.1, "1", "synaptic drive of the pool"),
                                                  port<&O::command>(0.1, "1", "part of it that descends from the brain"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::rest>(0.008, "1", "distance of the resting pool from recruitment", "assumed", Grade::assumed, {0.002, 0.1}),
        field<&P::brisk>(0.008, "1", "command at which half of that distance is bridged", "assumed", Grade::assumed, {1e-3, 0.02}),
        field<&P::g_Ia>(0.3, "1", "drive per relative lengthening (spindles)", "NE-47, NE-47b", Grade::assumed, {0, 1.5}),
        field<&P::k_f>(2.0, "1", "gain of the facilitation", "fitted to EK-78", Grade::fitted, {0, 3}),
        field<&P::g_K>(0.05, "1", "drive by potassium on afferents", "EK-prototype", Grade::assumed, {0, 0.2}),
        field<&P::K_0>(5.0, "mM", "potassium below which it does not act", "EK-prototype", Grade::assumed, {4.2, 6}),
        field<&P::K_h>(4.0, "mM", "potassium rise at half of that", "EK-prototype", Grade::assumed, {2, 8}),
        field<&P::g_sp>(0.002, "s", "drive per rate of spontaneous discharge", "EK-prototype", Grade::assumed, {0, 0.02}),
        field<&P::g_N>(0.1, "1", "drive per thin-afferent discharge, times the hypothesis gain", "CT-56", Grade::assumed, {0, 0.3}),
        field<&P::g_S>(0.5, "1", "drive per spinal sensitisation, times the hypothesis gain", "EK-prototype", Grade::assumed, {0, 2}),
        field<&P::g_R>(0.15, "1", "recurrent inhibition", "NE-46", Grade::fitted, {0, 0.5}),
        field<&P::g_Ib>(0.9, "1", "tendon-organ inhibition at length", "fitted to NE-51", Grade::fitted, {0.2, 1}),
        field<&P::b_0>(0.10, "1", "share of it that a short muscle keeps", "fitted to NE-51", Grade::fitted, {0, 0.4}),
        field<&P::l_0>(0.93, "1", "relative length at half of it", "fitted to NE-51", Grade::fitted, {0.85, 0.98}),
        field<&P::w_l>(0.03, "1", "width of that dependence", "fitted to NE-51", Grade::fitted, {0.01, 0.06}),
        field<&P::tau_z>(0.03, "s", "time constant of inhibition", "EK-prototype", Grade::assumed, {0.01, 0.05}),
        field<&P::tau_s>(60.0, "s", "growth of the facilitation while the whole pool goes on by itself", "fitted to EK-78", Grade::fitted, {20, 200}),
        field<&P::tau_f>(6000.0, "s", "decay of the facilitation", "fitted to EK-78", Grade::fitted, {3000, 7200}),
        field<&P::k_E>(1.5, "1/s", "speed at which a subject corrects a hold", "assumed", Grade::assumed, {0.2, 5}),
        field<&P::E_end>(0.09, "1", "distance from the ends of effort at which its change is halved", "assumed", Grade::assumed, {0.01, 0.3}),
        field<&P::block_V>(1.0, "1", "drive that a full nerve block takes away", "definition", Grade::assumed, {1, 10}),
        field<&P::k_stress>(0.015, "1", "drive added by full stress at rest", "NE-70", Grade::human, {0.005, 0.04}),
        field<&P::load_stress>(0.3, "1", "relative rise of commanded drive by full stress", "NE-71", Grade::assumed, {0, 1}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T K = positive(in.K_e - p.K_0);
        const T descending = (in.command + x.E) * (1 + p.load_stress * in.stress) + p.k_stress * in.stress + in.posture;
        const T brisk = positive(descending) / (positive(descending) + p.brisk);  // a slight command brings the pool to threshold
        const T afferent = in.g_aff * in.f_stim * (1 + in.facilitation_gain * p.k_f * x.s) + p.g_Ia * positive(in.l - in.l_w) +
                           in.loop_gain * (p.g_K * K / (K + p.K_h) + p.g_sp * in.f_sp) + in.pain_gain * p.g_N * in.N +
                           in.spinal_gain * p.g_S * in.S;
        const T V = descending + p.rest * (brisk - 1) + afferent - x.z - in.inhibition;

        const T g_Ib = p.g_Ib * (p.b_0 + (1 - p.b_0) * sigmoid((in.l - p.l_0) / p.w_l));
        dx.z = (in.inhibition_gain * (p.g_R * positive(in.u - descending) + g_Ib * positive(in.F - descending)) - x.z) / p.tau_z;
        dx.s = positive(in.u - descending) * (1 - x.s) / p.tau_s - x.s / p.tau_f;
        const T error = where(in.hold > 0, in.hold - in.F, -x.E);
        const T room = where(error > 0, positive(1 - x.E), positive(x.E));
        dx.E = p.k_E * error * where(in.hold > 0, room / (room + p.E_end), T(1.0));
        names("K descending brisk afferent V_drive g_Ib_l error room", K, descending, brisk, afferent, V, g_Ib, error, room);
        return {(1 - in.block) * V - p.block_V * in.block, (1 - in.block) * descending};
    }
};

}  // namespace wryneck
