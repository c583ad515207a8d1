#pragma once
// Ions of a patch: potassium outside, in the cleft and in the fibre; sodium, chloride, calcium, magnesium; lactate outside.
//
//   K_e' = r_K f - J_p + k_Q Q (K_p - K_e)        interstitium, exchanged with plasma
//   K_t' = k_t f_t - (K_t - K_e) / tau_t            cleft: terminal and T-tubules, too small to count in the balance
//   Na_i' = v (r_K f - J_p),  K_i' = -Na_i'       v = interstitial per cell water
//   J_p = [k_K g (K_e - K_0) + k_Na (Na_i - Na_0)] h(K_e) ATP/(ATP + K_ATP),  g = g_0 + n/(n+n_g), n = max(0, Na_i - Na_0)
//
// The pump gain rises with activity (sodium), so that interstitial potassium follows plasma at rest within minutes and
// is held in work. Sources: NE-15, NE-23..27, EK-48, EK-49, EK-79.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Interstitium {
    static constexpr const char* name = "interstitium";

    template <class T> struct State { T K_e, K_t, K_i, Na_i, Na_e, Cl_i, Ca_e, Mg_e, L_e, K_w; };
    template <class T> struct Input { T f, f_t, Q, V, ATP, J_L, K_p, Na_p, Ca_p, Mg_p; };
    template <class T> struct Output { T J_p, J_ATP, balance_K; };
    template <class T> struct Parameters {
        T r_K, k_t, tau_t, k_Q, v, k_K, K_0, k_Na, Na_0, g_0, n_g, K_h, K_ATP, n_ATP, tau_Cl, Cl_o, RT_F, L_p, K_i0;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::K_e>(4.2, "mM", "interstitial potassium", "NE-23", Grade::human, {0.3, 25}),
        field<&S::K_t>(4.2, "mM", "potassium in the cleft", "NE-23", Grade::assumed, {0.3, 40}),
        field<&S::K_i>(150.0, "mM", "potassium in the fibre", "NE-15", Grade::model, {80, 180}),
        field<&S::Na_i>(10.0, "mM", "sodium in the fibre", "NE-15", Grade::model, {0, 60}),
        field<&S::Na_e>(140.0, "mM", "interstitial sodium", "NE-82", Grade::human, {90, 180}),
        field<&S::Cl_i>(5.8, "mM", "chloride in the fibre", "NE-15", Grade::model, {0.5, 60}),
        field<&S::Ca_e>(1.25, "mM", "interstitial ionised calcium", "NE-80", Grade::human, {0.2, 4}),
        field<&S::Mg_e>(0.55, "mM", "interstitial ionised magnesium", "NE-83", Grade::human, {0.05, 6}),
        field<&S::L_e>(1.0, "mM", "interstitial lactate", "EK-75", Grade::assumed, {-0.1, 60}),
        field<&S::K_w>(0.0, "mM", "potassium gained from plasma (ledger, per interstitial volume)", "computed", Grade::model, {-1e3, 1e3}));

    static constexpr auto inputs = table<Input>(
        port<&I::f>(5.0, "Hz", "action potentials per fibre of the patch"),
        port<&I::f_t>(5.0, "Hz", "the same where the cleft is, spontaneous ones included"),
        port<&I::Q>(5.0, "ml/100g/min", "blood flow"), port<&I::V>(-82.0, "mV", "membrane potential"),
        port<&I::ATP>(8.0, "mM", "ATP"), port<&I::J_L>(0.0, "mM/s", "lactate that leaves the fibre, per cell water"),
        port<&I::K_p>(4.2, "mM", "plasma potassium"), port<&I::Na_p>(140.0, "mM", "plasma sodium"),
        port<&I::Ca_p>(1.25, "mM", "plasma ionised calcium"), port<&I::Mg_p>(0.55, "mM", "plasma ionised magnesium"));

    static constexpr auto outputs = table<Output>(
        port<&O::J_p>(0.0, "mM/s", "pumped potassium above rest, per interstitial volume"),
        port<&O::J_ATP>(0.0, "mM/s", "ATP used by the pump above rest, per cell water"),
        port<&O::balance_K>(0.0, "mM", "potassium in both spaces minus the ledger"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::r_K>(0.05, "mM", "interstitial potassium released per action potential", "fitted to EK-48", Grade::fitted, {0.02, 0.1}),
        field<&P::k_t>(0.235, "mM", "cleft potassium released per action potential", "fitted to NE-50 (nerve block)", Grade::fitted, {0.05, 0.3}),
        field<&P::tau_t>(1.5, "s", "exchange of the cleft with the interstitium", "EK-49", Grade::fitted, {0.3, 3}),
        field<&P::k_Q>(1.389e-3, "100g*min/ml/s", "exchange with plasma per unit of flow", "EK-section-3.3", Grade::fitted, {5e-4, 5e-3}),
        field<&P::v>(0.15, "1", "interstitial water per cell water", "EK-units", Grade::human, {0.1, 0.2}),
        field<&P::k_K>(0.13, "1/s", "pump gain for potassium in work", "EK-prototype", Grade::fitted, {0.05, 0.5}),
        field<&P::K_0>(4.2, "mM", "interstitial potassium at which the pump only balances the leak", "NE-23", Grade::human, {3.8, 4.6}),
        field<&P::k_Na>(0.04, "1/s", "pump gain for sodium", "EK-prototype", Grade::fitted, {0.01, 0.2}),
        field<&P::Na_0>(10.0, "mM", "sodium in the fibre at rest", "between NE-15 and NE-15b", Grade::assumed, {6, 15}),
        field<&P::g_0>(0.004, "1", "pump gain at rest as a share of that in work", "assumed: plasma is followed within minutes", Grade::assumed, {0, 0.05}),
        field<&P::n_g>(1.0, "mM", "sodium rise at half of the pump gain", "EK-prototype", Grade::assumed, {0.3, 5}),
        field<&P::K_h>(2.5, "mM", "potassium at half of one pump site (two sites)", "NE-15b", Grade::model, {1, 2.5}),
        field<&P::K_ATP>(0.1, "mM", "ATP at half of the pump rate", "EK-section-3.3", Grade::assumed, {0.05, 0.5}),
        field<&P::n_ATP>(2.0, "1", "potassium ions pumped per ATP", "NE-27", Grade::human, {2, 2}),
        field<&P::tau_Cl>(600.0, "s", "time constant of chloride redistribution", "NE-section-9-E2", Grade::model, {300, 1800}),
        field<&P::Cl_o>(128.0, "mM", "chloride outside", "NE-15", Grade::model, {95, 130}),
        field<&P::RT_F>(26.7, "mV", "thermal voltage at 37 degC", "physics", Grade::human, {26, 27}),
        field<&P::L_p>(1.0, "mM", "lactate of plasma", "clinical range", Grade::human, {0.5, 2}),
        field<&P::K_i0>(150.0, "mM", "potassium in the fibre at rest", "NE-15", Grade::model, {140, 160}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T n = positive(x.Na_i - p.Na_0);
        const T gain = p.g_0 + n / (n + p.n_g);
        const T K_pos = positive(x.K_e);
        const T sites = square(K_pos / (K_pos + p.K_h) * (p.K_0 + p.K_h) / p.K_0);
        const T J_p = (p.k_K * gain * (x.K_e - p.K_0) + p.k_Na * (x.Na_i - p.Na_0)) * sites * in.ATP / (in.ATP + p.K_ATP);
        const T released = p.r_K * in.f;
        const T wash = p.k_Q * in.Q;

        names("n gain sites released wash", n, gain, sites, released, wash);
        dx.K_e = released - J_p + wash * (in.K_p - x.K_e);
        dx.K_t = p.k_t * in.f_t - (x.K_t - x.K_e) / p.tau_t;
        dx.Na_i = p.v * (released - J_p);
        dx.K_i = -dx.Na_i;
        dx.Na_e = J_p - released + wash * (in.Na_p - x.Na_e);
        dx.Cl_i = (p.Cl_o * exp(in.V / p.RT_F) - x.Cl_i) / p.tau_Cl;
        dx.Ca_e = wash * (in.Ca_p - x.Ca_e);
        dx.Mg_e = wash * (in.Mg_p - x.Mg_e);
        dx.L_e = in.J_L / p.v - wash * (x.L_e - p.L_p);
        dx.K_w = wash * (in.K_p - x.K_e);
        const T balance = (x.K_e - p.K_0) + (x.K_i - p.K_i0) / p.v - x.K_w;
        return {J_p, positive(J_p) * p.v / p.n_ATP, balance};
    }
};

}  // namespace wryneck
