#pragma once
// Motor axon of a muscle: discharge at its distal end in tetany and hyperventilation.
//
//   y = V_K - B - k dpsi,  V_K = k_K RT/F ln(K_e/K_0)   potassium depolarises, but accommodation B takes that back
//   B' = (V_K - B)/tau_B                                screening (dpsi) is not accommodated
//   f' = (f_max sigma((y - y_0)/w) - f)/tau_f
//
// A unit of its own, because one threshold law cannot serve both exercise potassium (large, tolerated) and low calcium or
// alkalosis (small, causing spasm): NE-80, NE-86..88, EK-prototype 4.4. Impulses start beyond a nerve block.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Axon {
    static constexpr const char* name = "axon";

    template <class T> struct State { T B, f; };
    template <class T> struct Input { T K_e, Na, Ca, Mg, pH, gain; };
    template <class T> struct Output { T dpsi, y; };
    template <class T> struct Parameters {
        T RT_F, k_K, K_0, s_Ca, a_Mg, c_0, Ca_ref, Mg_ref, b_Na, Na_ref, b_pH, pH_ref, k_psi, tau_B, y_0, w, f_max, tau_f;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::B>(0.0, "mV", "accommodation to potassium", "NE-28", Grade::assumed, {-60, 60}),
        field<&S::f>(0.0, "Hz", "ectopic discharge per axon", "NE-section-0.6", Grade::assumed, {-0.1, 60}));

    static constexpr auto inputs = table<Input>(
        port<&I::K_e>(4.2, "mM", "potassium around the axon"), port<&I::Na>(140.0, "mM", "plasma sodium"),
        port<&I::Ca>(1.25, "mM", "plasma ionised calcium"), port<&I::Mg>(0.55, "mM", "plasma ionised magnesium"),
        port<&I::pH>(7.4, "pH", "plasma pH"), port<&I::gain>(1.0, "1", "hypothesis gain of axon hyperexcitability"));

    static constexpr auto outputs = table<Output>(
        port<&O::dpsi>(0.0, "mV", "shift of sodium gating by surface charge"), port<&O::y>(0.0, "mV", "excitation of the axon"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::RT_F>(26.7, "mV", "thermal voltage at 37 degC", "physics", Grade::human, {26, 27}),
        field<&P::k_K>(0.15, "1", "share of that potential which reaches the distal axon", "assumed: exercise does not make axons fire", Grade::assumed, {0, 1}),
        field<&P::K_0>(4.2, "mM", "reference potassium", "NE-23", Grade::human, {3.8, 4.6}),
        field<&P::s_Ca>(24.0, "mV", "gating shift per decade of divalent cations", "NE-01", Grade::model, {20, 25}),
        field<&P::a_Mg>(0.5, "1", "screening by magnesium relative to calcium", "NE-06", Grade::assumed, {0.3, 0.6}),
        field<&P::c_0>(0.36, "mM", "offset of the screening law", "NE-01", Grade::model, {0.2, 0.6}),
        field<&P::Ca_ref>(1.25, "mM", "reference ionised calcium", "NE-80", Grade::human, {1.1, 1.35}),
        field<&P::Mg_ref>(0.55, "mM", "reference ionised magnesium", "NE-83", Grade::human, {0.4, 0.6}),
        field<&P::b_Na>(16.0, "mV", "gating shift per decade of sodium", "NE-02", Grade::model, {8, 24}),
        field<&P::Na_ref>(140.0, "mM", "reference sodium", "NE-82", Grade::human, {135, 145}),
        field<&P::b_pH>(10.0, "mV", "gating shift per pH unit in the axon, CO2 included", "fitted to NE-87", Grade::fitted, {4.6, 15}),
        field<&P::pH_ref>(7.4, "pH", "reference pH", "NE-82", Grade::human, {7.35, 7.45}),
        field<&P::k_psi>(1.15, "1", "threshold shift per gating shift", "NE-section-9-E3", Grade::model, {1, 1.3}),
        field<&P::tau_B>(4.0, "s", "accommodation to potassium", "NE-28", Grade::assumed, {2, 60}),
        field<&P::y_0>(4.6, "mV", "excitation at half of the discharge", "fitted to NE-80 and NE-87", Grade::fitted, {3, 6}),
        field<&P::w>(0.4, "mV", "spread of that threshold among axons", "fitted to NE-65", Grade::fitted, {0.2, 1}),
        field<&P::f_max>(14.0, "Hz", "largest ectopic discharge", "assumed: spasm without full tetanus", Grade::assumed, {5, 60}),
        field<&P::tau_f>(0.5, "s", "time constant of the discharge", "assumed", Grade::assumed, {0.1, 2}));

    /// What the milieu does to the axon: it changes with the patches, so a step of the pool computes it once.
    template <class T> struct Milieu { T V_K, dpsi; };

    template <class T, class U, class Q>
    static Milieu<T> milieu(const T& K_e, const U& Na, const U& Ca, const U& Mg, const U& pH, const Parameters<Q>& p) {
        const U divalent = (positive(Ca) + p.a_Mg * positive(Mg) + p.c_0) / (p.Ca_ref + p.a_Mg * p.Mg_ref + p.c_0);
        const U dpsi = p.s_Ca * log(divalent) / ln10 + p.b_Na * log(max(Na / p.Na_ref, U(1e-3))) / ln10 - p.b_pH * (pH - p.pH_ref);
        const T V_K = p.k_K * p.RT_F * log(max(K_e, T(p.K_0 / 10)) / p.K_0);
        names("divalent V_K", divalent, V_K);
        return {V_K, T(dpsi)};
    }

    /// The rates in a milieu. Returns the excitation y.
    template <Scalar T, class Q>
    static T fire(const State<T>& x, const Milieu<T>& m, const T& gain, const Parameters<Q>& p, State<T>& dx) {
        const T y = m.V_K - x.B - p.k_psi * m.dpsi;
        dx.B = (m.V_K - x.B) / p.tau_B;
        dx.f = (gain * p.f_max * sigmoid((y - p.y_0) / p.w) - x.f) / p.tau_f;
        return y;
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const auto m = milieu(in.K_e, in.Na, in.Ca, in.Mg, in.pH, p);
        return {m.dpsi, fire(x, m, in.gain, p, dx)};
    }

private:
    static constexpr double ln10 = 2.302585092994046;
};

}  // namespace wryneck
