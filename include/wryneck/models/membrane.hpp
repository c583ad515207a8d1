#pragma once
// Excitability of the fibre membrane at rate level.
//
//   V(K) = (1-w) RT/F ln((K + a_Na Na_e)/(K_i + a_Na Na_i)) + w E_Cl     a_Na rises when K+ is so low that Kir closes
//   dpsi = s log10((Ca + a Mg + c_0)/(ref)) + b_Na log10(Na/Na_ref) - b_pH (pH - 7.4)     screening of surface charge (E1)
//   x = exp((V(K_t) - theta - theta_s - k dpsi + osm + k_l (1 - l))/Delta) A(S),  f_sp = f_max x/(1+x)              escape-rate law (E3)
//   osm = gain k_osm d/(1 + d/d_osm),  d = max(0, Na_ref - Na_p);  1 - l is held within +-l_max
//   S' = (S_inf(V(K_e) - dpsi) - S)/tau_S;  conduction = 1/(1 + exp(-(S - S_c)/w_c))          slow inactivation and block
//
// Each cation acts through its own term and sign: K+ through V (biphasic with S), Ca2+ and Mg2+ through dpsi, Na+ through
// dpsi, the leak and osm (dilution). Sources: NE-01..06, NE-11..20, NE-section-9 E1-E3, NE-59 for osm (weak evidence).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Membrane {
    static constexpr const char* name = "membrane";

    template <class T> struct State { T S; };
    template <class T> struct Input { T K_e, K_t, K_i, Na_e, Na_i, Cl_i, Ca_e, Mg_e, pH_e, Na_p, l, theta_s, dilution_gain; };
    template <class T> struct Output { T V, dpsi, osm, f_sp, conduction; };
    template <class T> struct Parameters {
        T RT_F, a_Na, K_w, w_Cl, Cl_o, s_Ca, a_Mg, c_0, Ca_ref, Mg_ref, b_Na, Na_ref, b_pH, pH_ref, theta, k_psi, k_osm, Delta, K_A, f_max,
            V_S, s_S, tau_S, S_c, w_c, Na_leak, k_l, l_max, d_osm;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::S>(0.873, "1", "availability of sodium channels (slow inactivation)", "NE-15", Grade::model, {-0.01, 1.01}));

    static constexpr auto inputs = table<Input>(
        port<&I::K_e>(4.2, "mM", "interstitial potassium"), port<&I::K_t>(4.2, "mM", "potassium in the cleft"), port<&I::K_i>(150.0, "mM", "potassium in the fibre"),
        port<&I::Na_e>(140.0, "mM", "interstitial sodium"), port<&I::Na_i>(10.0, "mM", "sodium in the fibre"),
        port<&I::Cl_i>(5.8, "mM", "chloride in the fibre"), port<&I::Ca_e>(1.25, "mM", "interstitial ionised calcium"),
        port<&I::Mg_e>(0.55, "mM", "interstitial ionised magnesium"), port<&I::pH_e>(7.4, "pH", "interstitial pH"),
        port<&I::Na_p>(140.0, "mM", "plasma sodium"), port<&I::l>(1.0, "1", "fibre length relative to neutral"),
        port<&I::theta_s>(0.0, "mV", "threshold of the subject less the usual one"),
        port<&I::dilution_gain>(1.0, "1", "hypothesis gain of the dilution term"));

    static constexpr auto outputs = table<Output>(
        port<&O::V>(-82.0, "mV", "membrane potential"), port<&O::dpsi>(0.0, "mV", "shift of sodium gating by surface charge"),
        port<&O::osm>(0.0, "mV", "excitation by dilution"), port<&O::f_sp>(0.001, "Hz", "expected spontaneous discharge"),
        port<&O::conduction>(1.0, "1", "share of fibres that conduct"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::RT_F>(26.7, "mV", "thermal voltage at 37 degC", "physics", Grade::human, {26, 27}),
        field<&P::a_Na>(0.0195, "1", "sodium permeability relative to potassium", "NE-12 has 0.01; doubled for -82 mV at rest", Grade::assumed, {0.005, 0.03}),
        field<&P::K_w>(2.6, "mM", "potassium below which inward rectifiers close and the leak wins", "NE-section-2: second rest branch",
              Grade::assumed, {1, 3}),
        field<&P::w_Cl>(0.2, "1", "weight of chloride in the potential of the excitable spots", "assumed: T-tubules carry little ClC-1",
              Grade::assumed, {0, 0.8}),
        field<&P::Cl_o>(128.0, "mM", "chloride outside", "NE-15", Grade::model, {95, 130}),
        field<&P::s_Ca>(24.0, "mV", "gating shift per decade of divalent cations", "NE-01", Grade::model, {20, 25}),
        field<&P::a_Mg>(0.5, "1", "screening by magnesium relative to calcium", "NE-06", Grade::assumed, {0.3, 0.6}),
        field<&P::c_0>(0.36, "mM", "offset of the screening law", "NE-01", Grade::model, {0.2, 0.6}),
        field<&P::Ca_ref>(1.25, "mM", "reference ionised calcium", "NE-80", Grade::human, {1.1, 1.35}),
        field<&P::Mg_ref>(0.55, "mM", "reference ionised magnesium", "NE-83", Grade::human, {0.4, 0.6}),
        field<&P::b_Na>(16.0, "mV", "gating shift per decade of sodium", "NE-02", Grade::model, {8, 24}),
        field<&P::Na_ref>(140.0, "mM", "reference sodium", "NE-82", Grade::human, {135, 145}),
        field<&P::b_pH>(4.6, "mV", "gating shift per pH unit", "NE-02", Grade::model, {2, 10}),
        field<&P::pH_ref>(7.4, "pH", "reference pH", "NE-82", Grade::human, {7.35, 7.45}),
        field<&P::theta>(-58.0, "mV", "potential of half-maximal spontaneous discharge", "fitted: exercise does not make a neutral muscle discharge", Grade::fitted, {-68, -55}),
        field<&P::k_psi>(1.15, "1", "threshold shift per gating shift", "NE-section-9-E3", Grade::model, {1, 1.3}),
        field<&P::k_osm>(1.7, "mV/mM", "excitation per mM of sodium below the reference", "fitted to NE-59 (weak)", Grade::fitted, {0, 4}),
        field<&P::Delta>(2.0, "mV", "noise width of the threshold", "NE-section-9-E3", Grade::assumed, {1, 3}),
        field<&P::K_A>(0.2, "1", "availability (squared) at half of the excitability", "EK-prototype", Grade::assumed, {0.05, 0.5}),
        field<&P::f_max>(12.0, "Hz", "largest spontaneous discharge", "fitted to NE-50: ends within seconds under nerve block", Grade::fitted, {5, 50}),
        field<&P::V_S>(-68.0, "mV", "midpoint of slow inactivation", "NE-15", Grade::model, {-75, -59}),
        field<&P::s_S>(7.1, "mV", "slope of slow inactivation", "NE-15", Grade::model, {5, 11}),
        field<&P::tau_S>(20.0, "s", "time constant of slow inactivation", "EK-prototype", Grade::assumed, {5, 120}),
        field<&P::S_c>(0.38, "1", "availability at which half of the fibres conduct", "fitted to NE-17", Grade::fitted, {0.2, 0.5}),
        field<&P::w_c>(0.05, "1", "spread of that availability among fibres", "fitted to NE-17", Grade::fitted, {0.02, 0.1}),
        field<&P::Na_leak>(1.0, "1", "gain of the low-potassium leak branch", "assumed", Grade::assumed, {0, 2}),
        field<&P::k_l>(60.0, "mV", "excitation per relative shortening of the fibre", "assumed: NE-51, stretch stops cramps even under nerve block",
              Grade::assumed, {0, 100}),
        field<&P::l_max>(0.2, "1", "relative shortening beyond which that does not grow", "assumed", Grade::assumed, {0.05, 0.5}),
        field<&P::d_osm>(2.5, "mM", "dilution at which its effect is half spent", "assumed: cells adapt to strong dilution", Grade::assumed, {1, 50}));

    /// Shift of gating by divalent cations, sodium and pH; positive is less excitable.
    template <Scalar T, class Q>
    static T screening(const Input<T>& in, const Parameters<Q>& p) {
        const T divalent = (positive(in.Ca_e) + p.a_Mg * positive(in.Mg_e) + p.c_0) / (p.Ca_ref + p.a_Mg * p.Mg_ref + p.c_0);
        names("divalent", divalent);
        return p.s_Ca * log(divalent) / ln10 + p.b_Na * log(max(in.Na_e / p.Na_ref, T(1e-3))) / ln10 - p.b_pH * (in.pH_e - p.pH_ref);
    }

    template <Scalar T, class Q>
    static T potential(const T& K_o, const Input<T>& in, const Parameters<Q>& p) {
        const T K = max(K_o, T(p.K_w / 100));
        const T closed = p.Na_leak * cube(square(p.K_w / K));
        const T a_Na = p.a_Na * (1 + closed / (1 + closed / 100));
        const T E_Cl = p.RT_F * log(max(in.Cl_i, T(p.Cl_o / 10000)) / p.Cl_o);
        const T inside = max(in.K_i, T(p.K_w / 100)) + a_Na * positive(in.Na_i);
        const T V_KNa = p.RT_F * log((K + a_Na * positive(in.Na_e)) / inside);
        names("K closed a_Na_K E_Cl inside V_KNa", K, closed, a_Na, E_Cl, inside, V_KNa);
        return (1 - p.w_Cl) * V_KNa + p.w_Cl * E_Cl;
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T V = potential(in.K_e, in, p);        // of the fibre: conduction and slow inactivation
        const T V_t = potential(in.K_t, in, p);      // at the cleft, where it discharges by itself
        const T dpsi = screening(in, p);
        const T diluted = positive(p.Na_ref - in.Na_p);
        const T osm = in.dilution_gain * p.k_osm * diluted / (1 + diluted / p.d_osm);
        const T shorter = max(min(1 - in.l, T(p.l_max)), T(-p.l_max));
        const T S2 = square(x.S);
        const T available = (1 + p.K_A) * S2 / (S2 + p.K_A);
        const T e = exp((V_t - p.theta - in.theta_s - p.k_psi * dpsi + osm + p.k_l * shorter) / p.Delta) * available;
        const T f_sp = p.f_max * e / (1 + e);
        names("V_t diluted shorter S2 available e", V_t, diluted, shorter, S2, available, e);
        dx.S = (sigmoid((p.V_S + dpsi - V) / p.s_S) - x.S) / p.tau_S;
        return {V, dpsi, osm, f_sp, sigmoid((x.S - p.S_c) / p.w_c)};
    }

private:
    static constexpr double ln10 = 2.302585092994046;
};

}  // namespace wryneck
