#pragma once
// Potassium, sodium and chloride in the fibre (_i), in the T-tubule (_t) and in the interstitium (_e), which exchanges
// with plasma. Amounts and charges are kept by construction: each flow leaves one place and enters another, and every
// current is carried by ions.
//
//   j_K = I_K - n_K I_NaK,  j_Na = I_Na + n_Na I_NaK,  j_Cl = -I_Cl       at either place, ions out of the fibre, per
//   area mouth of the tubule, v = f_T tsi2:   m_X = v (X_t - X_e)/tau_X + z t_X (I_T - F sum z v (X_t - X_e)/tau_X)/F
//   v X_t' = gam j_X_t/F - m_X
//   tsi3 X_e' = j_X/F + m_X - stimulus - tsi3 exchange (X_e - X_bath),   tsi2 X_i' = stimulus - (j_X + gam j_X_t)/F
//
// t_X: share of the current through the mouth, by mobility and concentration. The stimulus is carried by potassium
// (`carrier` 0: by nothing, as published). Amounts of the fibre are per its resting water. Sources: Shorten2007 and,
// for charge kept by construction, EK-50.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Electrolytes {
    static constexpr const char* name = "ions";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T K_t, K_i, K_e, Na_i, Na_t, Na_e, Cl_i, Cl_t, Cl_e, out_K, out_Na, out_Cl;
    };
    template <class T>
    struct Input {
        T I_K, I_Na, I_Cl, I_NaK, I_K_t, I_Na_t, I_Cl_t, I_NaK_t, I_T, I_HH, gam, K_p, Na_p, Cl_p, exchange;
    };
    template <class T>
    struct Output {
        T balance_K, balance_Na, balance_Cl, excess;
    };
    template <class T>
    struct Parameters {
        T tsi2, tsi3, f_T, tau_K, tau_Na, tau_Cl, D_K, D_Na, D_Cl, carrier, n_K, n_Na, F, low;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::K_t>(4.0, "mM", "potassium in the T-tubule", "NE-23", Grade::human, {0.1, 150}),
        field<&S::K_i>(152.0, "mM", "potassium in the fibre per resting water", "NE-15b", Grade::model, {5, 260}),
        field<&S::K_e>(4.0, "mM", "potassium outside", "NE-23", Grade::human, {0.1, 130}),
        field<&S::Na_i>(9.0, "mM", "sodium in the fibre per resting water", "NE-15b", Grade::model, {0, 160}),
        field<&S::Na_t>(140.0, "mM", "sodium in the T-tubule", "NE-26", Grade::human, {0.5, 210}),
        field<&S::Na_e>(140.0, "mM", "sodium outside", "NE-26", Grade::human, {0.5, 210}),
        field<&S::Cl_i>(4.5, "mM", "chloride in the fibre per resting water", "NE-15b", Grade::model, {0, 150}),
        field<&S::Cl_t>(104.0, "mM", "chloride in the T-tubule", "NE-15b", Grade::model, {0.1, 210}),
        field<&S::Cl_e>(104.0, "mM", "chloride outside", "NE-15b", Grade::model, {0.1, 210}),
        field<&S::out_K>(0.0, "mM", "potassium that plasma has taken (ledger)", "computed", Grade::model, {-500, 500}),
        field<&S::out_Na>(0.0, "mM", "sodium that plasma has taken (ledger)", "computed", Grade::model, {-500, 500}),
        field<&S::out_Cl>(0.0, "mM", "chloride that plasma has taken (ledger)", "computed", Grade::model, {-500, 500}));

    static constexpr auto inputs = table<Input>(
        port<&I::I_K>(1.0, "uA/cm^2", "potassium channels"), port<&I::I_Na>(-1.0, "uA/cm^2", "sodium channels"),
        port<&I::I_Cl>(0.0, "uA/cm^2", "chloride channels"), port<&I::I_NaK>(0.5, "uA/cm^2", "sodium pump"),
        port<&I::I_K_t>(1.0, "uA/cm^2", "potassium channels, T-tubule"),
        port<&I::I_Na_t>(-1.0, "uA/cm^2", "sodium channels, T-tubule"),
        port<&I::I_Cl_t>(0.0, "uA/cm^2", "chloride channels, T-tubule"),
        port<&I::I_NaK_t>(0.5, "uA/cm^2", "sodium pump, T-tubule"),
        port<&I::I_T>(0.5, "uA/cm^2", "from the surface into the T-tubule"), port<&I::I_HH>(0.0, "uA/cm^2", "stimulus"),
        port<&I::gam>(4.8, "1", "area of the T-tubule per area of the sarcolemma"),
        port<&I::K_p>(4.0, "mM", "potassium of plasma"), port<&I::Na_p>(140.0, "mM", "sodium of plasma"),
        port<&I::Cl_p>(104.0, "mM", "chloride of plasma"), port<&I::exchange>(0.0001, "1/ms", "exchange with plasma"));

    static constexpr auto outputs = table<Output>(
        port<&O::balance_K>(153.0, "mM", "all potassium, what plasma took included, per volume of the fibre"),
        port<&O::balance_Na>(37.0, "mM", "all sodium, likewise"),
        port<&O::balance_Cl>(25.0, "mM", "all chloride, likewise"),
        port<&O::excess>(156.0, "mM", "charge of these ions in the fibre"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::tsi2>(0.0025, "cm", "volume of the fibre per area", "Shorten2007", Grade::model, {0.001, 0.005}),
        field<&P::tsi3>(0.0005, "cm", "volume of the interstitium per area", "Shorten2007", Grade::model,
                        {0.0001, 0.002}),
        field<&P::f_T>({0.00192, 0.001116}, "1", "volume of the T-tubule per volume of the fibre",
                       "Shorten2007: its area times 1e-6 cm, as its currents weigh", Grade::model, {0.0005, 0.01}),
        field<&P::tau_K>({350.0, 559.0}, "ms", "exchange of potassium between tubule and interstitium", "Shorten2007",
                         Grade::model, {20, 1500}),
        field<&P::tau_Na>({350.0, 559.0}, "ms", "the same, sodium", "Shorten2007", Grade::model, {20, 1500}),
        field<&P::tau_Cl>({350.0, 559.0}, "ms", "the same, chloride", "assumed: as potassium", Grade::assumed,
                          {20, 1500}),
        field<&P::D_K>(1.96, "1", "mobility of potassium", "physics", Grade::human, {1.96, 1.96}),
        field<&P::D_Na>(1.33, "1", "mobility of sodium", "physics", Grade::human, {1.33, 1.33}),
        field<&P::D_Cl>(2.03, "1", "mobility of chloride", "physics", Grade::human, {2.03, 2.03}),
        field<&P::carrier>(1.0, "1", "share of the stimulus that potassium carries",
                           "assumed: a cell pipette or neighbour gives potassium", Grade::assumed, {0, 1}),
        field<&P::n_K>(2.0, "1", "potassium ions per cycle of the pump", "Shorten2007", Grade::human, {2, 2}),
        field<&P::n_Na>(3.0, "1", "sodium ions per cycle of the pump", "Shorten2007", Grade::human, {3, 3}),
        field<&P::F>(96485000.0, "nC/umol", "Faraday's constant as in the source", "physics", Grade::human,
                     {96485000.0, 96486000.0}),
        field<&P::low>(1e-3, "mM", "concentration below which the mouth of the tubule sees no less",
                       "assumed: keeps a quotient finite", Grade::assumed, {1e-6, 1e-2}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T j_K = (in.I_K - p.n_K * in.I_NaK) / p.F, j_K_t = in.gam * (in.I_K_t - p.n_K * in.I_NaK_t) / p.F;
        const T j_Na = (in.I_Na + p.n_Na * in.I_NaK) / p.F, j_Na_t = in.gam * (in.I_Na_t + p.n_Na * in.I_NaK_t) / p.F;
        const T j_Cl = -in.I_Cl / p.F, j_Cl_t = -in.gam * in.I_Cl_t / p.F;
        const Q v = p.f_T * p.tsi2;
        const T d_K = v / p.tau_K * (x.K_t - x.K_e), d_Na = v / p.tau_Na * (x.Na_t - x.Na_e),
                d_Cl = v / p.tau_Cl * (x.Cl_t - x.Cl_e);
        const T c_K = p.D_K * x.K_t, c_Na = p.D_Na * x.Na_t, c_Cl = p.D_Cl * x.Cl_t;
        const T field = (in.I_T / p.F - d_K - d_Na + d_Cl) / max(c_K + c_Na + c_Cl, T(p.low));
        const T m_K = d_K + c_K * field, m_Na = d_Na + c_Na * field, m_Cl = d_Cl - c_Cl * field;
        const T stimulus = p.carrier * in.I_HH / p.F;
        const T g_K = in.exchange * (x.K_e - in.K_p), g_Na = in.exchange * (x.Na_e - in.Na_p),
                g_Cl = in.exchange * (x.Cl_e - in.Cl_p);
        dx.K_t = (j_K_t - m_K) / v, dx.Na_t = (j_Na_t - m_Na) / v, dx.Cl_t = (j_Cl_t - m_Cl) / v;
        dx.K_e = (j_K + m_K - stimulus) / p.tsi3 - g_K, dx.Na_e = (j_Na + m_Na) / p.tsi3 - g_Na;
        dx.Cl_e = (j_Cl + m_Cl) / p.tsi3 - g_Cl;
        dx.K_i = (stimulus - j_K - j_K_t) / p.tsi2, dx.Na_i = -(j_Na + j_Na_t) / p.tsi2;
        dx.Cl_i = -(j_Cl + j_Cl_t) / p.tsi2;
        const Q shell = p.tsi3 / p.tsi2;
        dx.out_K = shell * g_K, dx.out_Na = shell * g_Na, dx.out_Cl = shell * g_Cl;
        return {x.K_i + p.f_T * x.K_t + shell * x.K_e + x.out_K, x.Na_i + p.f_T * x.Na_t + shell * x.Na_e + x.out_Na,
                x.Cl_i + p.f_T * x.Cl_t + shell * x.Cl_e + x.out_Cl, x.K_i + x.Na_i - x.Cl_i};
    }
};

}  // namespace wryneck::fibre
