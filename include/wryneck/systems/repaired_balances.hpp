#pragma once
// What the repaired fibre keeps: sums over its states that no process changes, apart from the charge of the stimulus.
// All are linear in the states, so that steps keep them to rounding.

#include "wryneck/systems/repaired_fibre.hpp"

namespace wryneck::fibre {

struct Balances {
    static constexpr const char* name = "balance";

    template <class T>
    struct Output {
        T K, Na, Cl, water, charge, charge_t, adenylates, phosphate, creatine, calcium, magnesium, channels;
    };
    using O = Output<Slot>;

    static constexpr auto outputs = table<Output>(
        port<&O::K>(153.0, "mM", "all potassium, what plasma took included, per water of the fibre"),
        port<&O::Na>(37.0, "mM", "all sodium, likewise"), port<&O::Cl>(25.0, "mM", "all chloride, likewise"),
        port<&O::water>(1.0, "1", "water of the fibre and what plasma took, per that at rest"),
        port<&O::charge>(0.0, "nC/cm^2", "charge of ions in the fibre less that of its membranes"),
        port<&O::charge_t>(0.0, "nC/cm^2", "charge of ions in the T-tubule less that of its membrane"),
        port<&O::adenylates>(8.2, "mM", "ATP, ADP and AMP"),
        port<&O::phosphate>(62.0, "mM", "all phosphate, per sarcoplasm"),
        port<&O::creatine>(42.5, "mM", "creatine and phosphocreatine"),
        port<&O::calcium>(850.0, "uM", "all calcium, per sarcoplasm"),
        port<&O::magnesium>(8300.0, "uM", "all magnesium, per sarcoplasm"),
        port<&O::channels>(1.0, "1", "release channels"));

    /// From packed states.
    template <Scalar T, class Q>
    static constexpr Output<T> of(const T* x, const Repaired::Parameters<Q>& p);
};

template <Scalar T, class Q>
constexpr Balances::Output<T> Balances::of(const T* x, const Repaired::Parameters<Q>& p) {
    using States = Repaired::States;
    const auto V = States::get<Sarcolemma>(x);
    const auto i = States::get<Electrolytes>(x);
    const auto b = States::get<Ligands>(x);
    const auto Ca = States::get<Reticulum>(x);
    const auto f = States::get<Filament>(x);
    const auto P = States::get<Precipitate>(x);
    const auto e = States::get<Energy>(x);
    const auto r = States::get<Release>(x);
    const auto w = States::get<Water>(x);
    Geometry::State<T> none;
    const auto v = Geometry::rhs(none, {}, p.geometry, none);
    const Q milli = p.phosphate.uM_per_mM, shell = p.ions.tsi3 / p.ions.tsi2, fibre = p.ions.F * p.ions.tsi2;
    const T all = v.V_1 + v.V_2, w_1 = v.V_1 / all, w_2 = v.V_2 / all, s_1 = v.V_SR1 / all, s_2 = v.V_SR2 / all;
    const T ATP = (b.ATP + b.Mg_ATP + w_1 * b.Ca_ATP1 + w_2 * b.Ca_ATP2) / milli;
    const T troponin = f.Ca_T_2 + f.D_1 + 2 * (f.Ca_CaT2 + f.D_2 + f.A_1 + f.A_2);
    return {i.K_i + p.ions.f_T * i.K_t + shell * i.K_e + i.out_K,
            i.Na_i + p.ions.f_T * i.Na_t + shell * i.Na_e + i.out_Na,
            i.Cl_i + p.ions.f_T * i.Cl_t + shell * i.Cl_e + i.out_Cl,
            w.W + w.out_W,
            fibre * (i.K_i + i.Na_i - i.Cl_i) - p.membranes.C_m * (V.V_s + p.membranes.gam * V.V_t),
            fibre * p.ions.f_T * (i.K_t + i.Na_t - i.Cl_t) + p.membranes.C_m * p.membranes.gam * V.V_t,
            ATP + e.ADP + e.AMP,
            P.P + s_2 * (P.P_SR + P.P_C_SR) + e.PCr + (2 + 1) * ATP + 2 * e.ADP + e.AMP,
            e.PCr + (p.energy.Cr_tot - e.PCr),
            w_1 * (Ca.Ca_1 + b.Ca_P1 + b.Ca_ATP1) + w_2 * (Ca.Ca_2 + b.Ca_P2 + b.Ca_ATP2 + troponin) +
                s_1 * (Ca.Ca_SR1 + b.Ca_Cs1) + s_2 * (Ca.Ca_SR2 + b.Ca_Cs2 + milli * P.P_C_SR),
            b.Mg + b.Mg_ATP + w_1 * b.Mg_P1 + w_2 * b.Mg_P2,
            r.O_0 + r.O_1 + r.O_2 + r.O_3 + r.O_4 + r.C_0 + r.C_1 + r.C_2 + r.C_3 + r.C_4};
}

}  // namespace wryneck::fibre
