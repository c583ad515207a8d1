#pragma once
// Potential and currents of the sarcolemma (_s) and of the T-tubule (_t), joined by the access resistance of the
// tubule: channels as published, with chloride as a state, background conductances, and potassium channels that ATP
// closes.
//
//   C_m V_s' = I_HH - I_T - sum I,   C_m V_t' = I_T/gam - sum I_t,   I_T = (V_s - V_t)/R_a
//   J_X = V (X_i - X_o e^-u)/(1 - e^-u),  u = F V/RT           constant field; for chloride the sides change places
//   I_Cl = g_Cl a^4 c J_Cl/Cl_ref,  I_Na = (g_Na m^3 h S + g_bNa) J_Na/Na_ref
//   I_K = (g_K n^4 h_K + G_K K_R^2/(K_K + K_R^2) y + g_bK + g_KATP open) J_K/K_ref,   K_R = K_o (K_i/K_o)^del
//   I_NaK = F J_NaK f_1 (K_o/(K_o + K_mK))^2 (Na_i/(Na_i + K_mNa))^3 pump
//
// In the T-tubule each current has its share eta; the backgrounds have that of the inward rectifier (potassium) and of
// the pump (sodium). Both membranes pass inward I_IR (`in_s` 1). Sources: Shorten2007, and NE-11 to NE-15 for what is
// new.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/gating.hpp"

namespace wryneck::fibre {

struct Sarcolemma {
    static constexpr const char* name = "membranes";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T V_s, V_t;
    };
    template <class T>
    struct Input {
        T I_HH, open_K, open_Na, open_K_t, open_Na_t, K_e, K_t, K_i, Na_e, Na_t, Na_i, Cl_e, Cl_t, Cl_i, pump, chloride,
            K_ATP;
    };
    template <class T>
    struct Output {
        T I_K, I_Na, I_Cl, I_NaK, I_K_t, I_Na_t, I_Cl_t, I_NaK_t, I_T;
    };
    template <class T>
    struct Parameters {
        T C_m, gam, R_a, g_Cl, g_K, g_Na, G_K, J_NaK, eta_Cl, eta_IR, eta_DR, eta_Na, eta_NaK, in_s, in_t, V_a, A_a,
            Cl_ref, K_ref, Na_ref, del, K_K, K_S, S_i, K_mK, K_mNa, f_0, f_slope, f_sig, Na_sig, sig, K_low, R, T_0, F,
            g_bK, g_bNa, g_KATP;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::V_s>(-88.0, "mV", "potential of the sarcolemma", "NE-12", Grade::model, {-150, 80}),
                     field<&S::V_t>(-88.0, "mV", "potential of the T-tubule", "NE-12", Grade::model, {-150, 80}));

    static constexpr auto inputs = table<Input>(
        port<&I::I_HH>(0.0, "uA/cm^2", "stimulus current into the fibre"),
        port<&I::open_K>(0.01, "1", "open share of the delayed rectifier"),
        port<&I::open_Na>(0.01, "1", "open share of the sodium channel"),
        port<&I::open_K_t>(0.01, "1", "the same, T-tubule"), port<&I::open_Na_t>(0.01, "1", "the same, T-tubule"),
        port<&I::K_e>(4.0, "mM", "potassium outside"), port<&I::K_t>(4.0, "mM", "potassium in the T-tubule"),
        port<&I::K_i>(152.0, "mM", "potassium in the fibre"), port<&I::Na_e>(140.0, "mM", "sodium outside"),
        port<&I::Na_t>(140.0, "mM", "sodium in the T-tubule"), port<&I::Na_i>(9.0, "mM", "sodium in the fibre"),
        port<&I::Cl_e>(104.0, "mM", "chloride outside"), port<&I::Cl_t>(104.0, "mM", "chloride in the T-tubule"),
        port<&I::Cl_i>(4.5, "mM", "chloride in the fibre"),
        port<&I::pump>(1.0, "1", "factor of metabolites on the sodium pump"),
        port<&I::chloride>(1.0, "1", "factor of metabolites on chloride channels"),
        port<&I::K_ATP>(0.0, "1", "open share of ATP-dependent potassium channels"));

    static constexpr auto outputs = table<Output>(
        port<&O::I_K>(1.0, "uA/cm^2", "potassium channels"), port<&O::I_Na>(-1.0, "uA/cm^2", "sodium channels"),
        port<&O::I_Cl>(0.0, "uA/cm^2", "chloride channels"), port<&O::I_NaK>(0.5, "uA/cm^2", "sodium pump"),
        port<&O::I_K_t>(1.0, "uA/cm^2", "potassium channels, T-tubule"),
        port<&O::I_Na_t>(-1.0, "uA/cm^2", "sodium channels, T-tubule"),
        port<&O::I_Cl_t>(0.0, "uA/cm^2", "chloride channels, T-tubule"),
        port<&O::I_NaK_t>(0.5, "uA/cm^2", "sodium pump, T-tubule"),
        port<&O::I_T>(0.5, "uA/cm^2", "from the surface into the T-tubule"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::C_m>({1.0, 0.58}, "uF/cm^2", "capacity", "Shorten2007", Grade::model, {0.4, 1.5}),
        field<&P::gam>({4.8, 2.79}, "1", "area of the T-tubule per area of the sarcolemma", "Shorten2007", Grade::model,
                       {1.5, 8}),
        field<&P::R_a>(0.08, "kohm*cm^2", "access resistance of the T-tubule", "fitted to NE-17 and NE-18b",
                       Grade::fitted, {0.03, 0.4}),
        field<&P::g_Cl>({14.0, 4.0}, "mS/cm^2", "chloride conductance",
                        "fitted to NE-13: about four fifths of the resting conductance", Grade::fitted, {0, 40}),
        field<&P::g_K>({64.8, 10.8}, "mS/cm^2", "conductance of the delayed rectifier", "Shorten2007", Grade::model,
                       {5, 130}),
        field<&P::g_Na>({500.0, 134.0}, "mS/cm^2", "sodium conductance",
                        "fitted to NE-17, NE-18b and NE-19 (fast); Shorten2007 (slow)", Grade::fitted, {0, 1600}),
        field<&P::G_K>({2.5, 0.8}, "mS/cm^2", "conductance of the inward rectifier",
                       "fitted to NE-12 and NE-13: resting conductance", Grade::fitted, {0.2, 22}),
        field<&P::J_NaK>({6.21e-7, 1.656e-7}, "umol/cm^2/ms", "largest rate of the sodium pump", "Shorten2007",
                         Grade::model, {8e-8, 1.3e-6}),
        field<&P::eta_Cl>(0.1, "1", "chloride conductance of the T-tubule per that of the surface", "Shorten2007",
                          Grade::model, {0, 1}),
        field<&P::eta_IR>(1.0, "1", "the same, inward rectifier", "Shorten2007", Grade::model, {0, 1}),
        field<&P::eta_DR>(0.45, "1", "the same, delayed rectifier", "Shorten2007", Grade::model, {0, 1}),
        field<&P::eta_Na>(0.2, "1", "the same, sodium", "fitted to NE-17 and NE-18b", Grade::fitted, {0, 1}),
        field<&P::eta_NaK>(0.1, "1", "the same, sodium pump", "Shorten2007", Grade::model, {0, 1}),
        field<&P::in_s>(1.0, "1", "share of inward I_IR that passes the sarcolemma", "Shorten2007", Grade::model,
                        {0, 1}),
        field<&P::in_t>(1.0, "1", "the same, T-tubule", "Shorten2007", Grade::model, {0, 1}),
        field<&P::V_a>(70.0, "mV", "midpoint of the chloride gate", "Shorten2007", Grade::model, {35, 140}),
        field<&P::A_a>(150.0, "mV", "its slope", "Shorten2007", Grade::model, {75, 300}),
        field<&P::Cl_ref>(45.0, "mM", "chloride at which J_Cl/Cl_ref is a driving force", "Shorten2007", Grade::model,
                          {20, 90}),
        field<&P::K_ref>(50.0, "mM", "the same, potassium", "Shorten2007", Grade::model, {25, 100}),
        field<&P::Na_ref>(75.0, "mM", "the same, sodium", "Shorten2007", Grade::model, {35, 150}),
        field<&P::del>(0.4, "1", "electrical place of the site of inward rectification", "Shorten2007", Grade::model,
                       {0.2, 0.8}),
        field<&P::K_K>(950.0, "mM^2", "potassium, squared, at half activation of the inward rectifier", "Shorten2007",
                       Grade::model, {400, 2000}),
        field<&P::K_S>(1.0, "mM^2", "binding of the blocking ion", "Shorten2007", Grade::model, {0.4, 2.5}),
        field<&P::S_i>(10.0, "mM", "blocking ion inside", "Shorten2007", Grade::model, {5, 20}),
        field<&P::K_mK>(1.0, "mM", "potassium at half of a pump site", "Shorten2007", Grade::model, {0.5, 2}),
        field<&P::K_mNa>(13.0, "mM", "sodium at half of a pump site", "Shorten2007", Grade::model, {6, 26}),
        field<&P::f_0>(0.12, "1", "weight of the weak voltage dependence of the pump", "Shorten2007", Grade::model,
                       {0.05, 0.25}),
        field<&P::f_slope>(0.1, "1", "its slope per thermal voltage", "Shorten2007", Grade::model, {0.05, 0.2}),
        field<&P::f_sig>(0.04, "1", "weight of the strong voltage dependence of the pump", "Shorten2007", Grade::model,
                         {0.02, 0.08}),
        field<&P::Na_sig>(67.3, "mM", "sodium outside that raises it by e", "Shorten2007", Grade::model, {40, 100}),
        field<&P::sig>(7.0, "1", "its divisor", "Shorten2007", Grade::model, {5, 10}),
        field<&P::K_low>(1e-3, "mM", "potassium below which the equations see no less",
                         "assumed: keeps logarithms finite", Grade::assumed, {1e-6, 1e-2}),
        field<&P::R>(8.31441e6, "pJ/umol/K", "gas constant as in the source", "physics", Grade::human,
                     {8.31441e6, 8.31447e6}),
        field<&P::T_0>(293.0, "K", "temperature", "Shorten2007", Grade::model, {283, 313}),
        field<&P::F>(9.6485e7, "nC/umol", "Faraday's constant as in the source", "physics", Grade::human,
                     {9.6485e7, 9.6486e7}),
        field<&P::g_bK>({0.05, 0.02}, "mS/cm^2", "background potassium conductance",
                        "assumed: small against the inward rectifier", Grade::assumed, {0, 5}),
        field<&P::g_bNa>({0.013, 0.004}, "mS/cm^2", "background sodium conductance",
                         "fitted to NE-12: departure of the resting potential from that of potassium", Grade::fitted,
                         {0, 1}),
        field<&P::g_KATP>({5.0, 2.0}, "mS/cm^2", "conductance of ATP-dependent potassium channels, all open",
                          "EK-21: density times conductance, scaled", Grade::assumed, {0, 50}));

    /// What a place sees, and which part of the conductances it has.
    template <class T>
    struct Place {
        T V, K_o, Na_o, Cl_o, open_K, open_Na;
    };
    template <class Q>
    struct Shares {
        Q Cl, IR, DR, Na, NaK, inward;
    };
    template <class T>
    struct Currents {
        T K, Na, Cl, NaK;
        constexpr T sum() const { return K + Na + Cl + NaK; }
    };

    /// Conductance of the inward rectifier: activated by potassium, blocked from inside at positive potentials.
    template <class T, class Q>
    static constexpr T rectifier(const T& u, const T& K_o, const T& E_K, const Parameters<Q>& p) {
        const T K_R2 = square(K_o * exp(-p.del * E_K));
        const T free = p.K_S * (1 + K_R2 / p.K_K) / (square(p.S_i) * exp(2 * (1 - p.del) * u));
        return p.G_K * K_R2 / (p.K_K + K_R2) * free / (1 + free);
    }

    template <class T, class Q>
    static constexpr T pump(const T& u, const Place<T>& at, const T& Na_i, const Parameters<Q>& p) {
        const T sig = (exp(at.Na_o / p.Na_sig) - 1) / p.sig;
        const T f_1 = 1 / (1 + p.f_0 * exp(-p.f_slope * u) + p.f_sig * sig * exp(-u));
        return p.F * p.J_NaK * f_1 * square(saturation(at.K_o, p.K_mK)) * cube(saturation(Na_i, p.K_mNa));
    }

    template <class T, class Q>
    static constexpr Currents<T> currents(const Place<T>& at, const Input<T>& in, const Shares<Q>& eta,
                                          const Parameters<Q>& p) {
        const Q RT_F = p.R * p.T_0 / p.F;
        const T u = at.V / RT_F, out = RT_F * exprelr(u), inward = out + at.V;  // J_X = inward X_i - out X_o
        const T K_o = max(at.K_o, T(p.K_low)), K_i = max(in.K_i, T(p.K_low));
        const T J_K = (inward * in.K_i - out * at.K_o) / p.K_ref, J_Na = (inward * in.Na_i - out * at.Na_o) / p.Na_ref;
        const T J_Cl = (inward * at.Cl_o - out * in.Cl_i) / p.Cl_ref;
        const T passed = where(J_K > 0 * J_K, T(1.0), T(eta.inward));
        const T g_IR = eta.IR * rectifier(u, K_o, T(log(K_o / K_i)), p) * passed;
        const T g_a = eta.Cl * p.g_Cl * fourth(falling(at.V, p.V_a, p.A_a)) * in.chloride;
        return {(g_IR + eta.DR * p.g_K * at.open_K + eta.IR * (p.g_bK + p.g_KATP * in.K_ATP)) * J_K,
                (eta.Na * p.g_Na * at.open_Na + eta.NaK * p.g_bNa) * J_Na, g_a * J_Cl,
                eta.NaK * pump(u, at, in.Na_i, p) * in.pump};
    }

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const Q one(1.0);
        const Currents<T> s = currents(Place<T>{x.V_s, in.K_e, in.Na_e, in.Cl_e, in.open_K, in.open_Na}, in,
                                       Shares<Q>{one, one, one, one, one, p.in_s}, p);
        const Currents<T> t = currents(Place<T>{x.V_t, in.K_t, in.Na_t, in.Cl_t, in.open_K_t, in.open_Na_t}, in,
                                       Shares<Q>{p.eta_Cl, p.eta_IR, p.eta_DR, p.eta_Na, p.eta_NaK, p.in_t}, p);
        const T I_T = (x.V_s - x.V_t) / p.R_a;
        dx = {(in.I_HH - I_T - s.sum()) / p.C_m, (I_T / p.gam - t.sum()) / p.C_m};
        return {s.K, s.Na, s.Cl, s.NaK, t.K, t.Na, t.Cl, t.NaK, I_T};
    }
};

}  // namespace wryneck::fibre
