#pragma once
// What binds calcium and magnesium besides troponin, where ATP is used and made: parvalbumin (P) and ATP in the
// sarcoplasm, calsequestrin (Cs) in the reticulum. Reactions as published; free ATP, ATP with magnesium and free
// magnesium are the same in both parts of the sarcoplasm, since they differ by less than a thousandth there, ATP with
// calcium is not.
//
//   jP = k_Pon Ca (P_tot - CaP - MgP) - k_Poff CaP,   jM = k_Mgon Mg (P_tot - CaP - MgP) - k_Mgoff MgP
//   jA = k_CATPon Ca ATP - k_CATPoff CaATP,           jB = k_MATPon Mg ATP - k_MATPoff MgATP
//   jC = k_Cson Ca_SR (Cs_tot - CaCs) - k_Csoff CaCs
//
// `made`: ATP made less ATP used; what is used is ATP with magnesium, and the magnesium becomes free. Source:
// Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Ligands {
    static constexpr const char* name = "buffers";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T Ca_P1, Ca_P2, Mg_P1, Mg_P2, Ca_Cs1, Ca_Cs2, Ca_ATP1, Ca_ATP2, Mg_ATP, ATP, Mg;
    };
    template <class T>
    struct Input {
        T Ca_1, Ca_2, Ca_SR1, Ca_SR2, V_1, V_2, made;
    };
    template <class T>
    struct Output {
        T bound_1, bound_2, bound_SR1, bound_SR2, all_ATP, balance_Mg;
    };
    template <class T>
    struct Parameters {
        T k_Pon, k_Poff, P_tot, k_Mgon, k_Mgoff, k_Cson, k_Csoff, Cs_tot, k_CATPon, k_CATPoff, k_MATPon, k_MATPoff,
            tau_ATP;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::Ca_P1>(0.0, "uM", "calcium on parvalbumin, terminal", "Shorten2007", Grade::model, {0, 1500}),
        field<&S::Ca_P2>(0.0, "uM", "calcium on parvalbumin, bulk", "Shorten2007", Grade::model, {0, 1500}),
        field<&S::Mg_P1>(0.0, "uM", "magnesium on parvalbumin, terminal", "Shorten2007", Grade::model, {0, 1500}),
        field<&S::Mg_P2>(0.0, "uM", "magnesium on parvalbumin, bulk", "Shorten2007", Grade::model, {0, 1500}),
        field<&S::Ca_Cs1>({13800.0, 13800.0}, "uM", "calcium on calsequestrin, terminal", "Shorten2007", Grade::model,
                          {0, 31000}),
        field<&S::Ca_Cs2>({13800.0, 13800.0}, "uM", "calcium on calsequestrin, bulk", "Shorten2007", Grade::model,
                          {0, 31000}),
        field<&S::Ca_ATP1>(0.4, "uM", "ATP with calcium, terminal", "Shorten2007", Grade::model, {0, 1000}),
        field<&S::Ca_ATP2>(0.4, "uM", "ATP with calcium, bulk", "Shorten2007", Grade::model, {0, 1000}),
        field<&S::Mg_ATP>(7380.0, "uM", "ATP with magnesium", "EK-01", Grade::human, {0, 9500}),
        field<&S::ATP>(820.0, "uM", "free ATP", "EK-01", Grade::human, {0, 3000}),
        field<&S::Mg>(900.0, "uM", "free magnesium", "EK-03", Grade::human, {0, 9000}));

    static constexpr auto inputs = table<Input>(port<&I::Ca_1>(0.1, "uM", "free calcium, terminal sarcoplasm"),
                                                port<&I::Ca_2>(0.1, "uM", "free calcium, bulk sarcoplasm"),
                                                port<&I::Ca_SR1>(1000.0, "uM", "free calcium, terminal reticulum"),
                                                port<&I::Ca_SR2>(1000.0, "uM", "free calcium, bulk reticulum"),
                                                port<&I::V_1>(0.0082, "um^3", "terminal sarcoplasm"),
                                                port<&I::V_2>(0.81, "um^3", "bulk sarcoplasm"),
                                                port<&I::made>(0.0, "uM/ms", "ATP made less ATP used"));

    static constexpr auto outputs =
        table<Output>(port<&O::bound_1>(0.0, "uM/ms", "net binding of calcium, terminal sarcoplasm"),
                      port<&O::bound_2>(0.0, "uM/ms", "the same, bulk sarcoplasm"),
                      port<&O::bound_SR1>(0.0, "uM/ms", "the same, terminal reticulum"),
                      port<&O::bound_SR2>(0.0, "uM/ms", "the same, bulk reticulum"),
                      port<&O::all_ATP>(8200.0, "uM", "all ATP"), port<&O::balance_Mg>(7400.0, "uM", "all magnesium"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_Pon>({0.0417, 0.0}, "1/uM/ms", "calcium onto parvalbumin", "Shorten2007", Grade::model, {0, 0.2}),
        field<&P::k_Poff>({0.0005, 0.0}, "1/ms", "calcium off parvalbumin", "Shorten2007", Grade::model, {0, 0.005}),
        field<&P::P_tot>(0.0, "uM", "parvalbumin sites: human muscle fibres have next to none", "assumed: human",
                         Grade::assumed, {0, 3000}),
        field<&P::k_Mgon>({3.3e-05, 0.0}, "1/uM/ms", "magnesium onto parvalbumin", "Shorten2007", Grade::model,
                          {0, 0.0002}),
        field<&P::k_Mgoff>({0.003, 0.0}, "1/ms", "magnesium off parvalbumin", "Shorten2007", Grade::model, {0, 0.03}),
        field<&P::k_Cson>(4e-06, "1/uM/ms", "calcium onto calsequestrin", "Shorten2007", Grade::model, {1e-06, 2e-05}),
        field<&P::k_Csoff>(0.005, "1/ms", "calcium off calsequestrin", "Shorten2007", Grade::model, {0.001, 0.03}),
        field<&P::Cs_tot>(31000.0, "uM", "calsequestrin sites", "Shorten2007", Grade::model, {5000, 60000}),
        field<&P::k_CATPon>(0.15, "1/uM/ms", "calcium onto ATP", "Shorten2007", Grade::model, {0.03, 0.8}),
        field<&P::k_CATPoff>(30.0, "1/ms", "calcium off ATP", "Shorten2007", Grade::model, {6, 150}),
        field<&P::k_MATPon>(0.0015, "1/uM/ms", "magnesium onto ATP", "Shorten2007", Grade::model, {0.0003, 0.008}),
        field<&P::k_MATPoff>(0.15, "1/ms", "magnesium off ATP", "Shorten2007", Grade::model, {0.03, 0.8}),
        field<&P::tau_ATP>(0.375, "um^3/ms", "diffusion of ATP between the parts", "Shorten2007", Grade::model,
                           {0.1, 1.5}));

    /// Net binding in one part of the sarcoplasm.
    template <class T>
    struct Binding {
        T P, M, A;
    };

    template <class T, class Q>
    static constexpr Binding<T> binding(const T& Ca, const T& Mg, const T& ATP, const T& CaP, const T& MgP,
                                        const T& CaATP, const Parameters<Q>& p) {
        const T P_free = p.P_tot - CaP - MgP;
        return {p.k_Pon * Ca * P_free - p.k_Poff * CaP, p.k_Mgon * Mg * P_free - p.k_Mgoff * MgP,
                p.k_CATPon * Ca * ATP - p.k_CATPoff * CaATP};
    }

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const auto j_1 = binding(in.Ca_1, x.Mg, x.ATP, x.Ca_P1, x.Mg_P1, x.Ca_ATP1, p);
        const auto j_2 = binding(in.Ca_2, x.Mg, x.ATP, x.Ca_P2, x.Mg_P2, x.Ca_ATP2, p);
        const T jB = p.k_MATPon * x.Mg * x.ATP - p.k_MATPoff * x.Mg_ATP;
        const T jC_1 = p.k_Cson * in.Ca_SR1 * (p.Cs_tot - x.Ca_Cs1) - p.k_Csoff * x.Ca_Cs1;
        const T jC_2 = p.k_Cson * in.Ca_SR2 * (p.Cs_tot - x.Ca_Cs2) - p.k_Csoff * x.Ca_Cs2;
        const T to_2 = p.tau_ATP * (x.Ca_ATP1 - x.Ca_ATP2), V = in.V_1 + in.V_2;
        const T w_1 = in.V_1 / V, w_2 = in.V_2 / V;
        dx.Ca_P1 = j_1.P, dx.Ca_P2 = j_2.P, dx.Mg_P1 = j_1.M, dx.Mg_P2 = j_2.M, dx.Ca_Cs1 = jC_1, dx.Ca_Cs2 = jC_2;
        dx.Ca_ATP1 = j_1.A - to_2 / in.V_1, dx.Ca_ATP2 = j_2.A + to_2 / in.V_2;
        dx.Mg_ATP = jB + in.made, dx.ATP = -w_1 * j_1.A - w_2 * j_2.A - jB;
        dx.Mg = -w_1 * j_1.M - w_2 * j_2.M - jB - in.made;
        return {j_1.P + j_1.A,
                j_2.P + j_2.A,
                jC_1,
                jC_2,
                x.ATP + x.Mg_ATP + w_1 * x.Ca_ATP1 + w_2 * x.Ca_ATP2,
                x.Mg + x.Mg_ATP + w_1 * x.Mg_P1 + w_2 * x.Mg_P2};
    }
};

}  // namespace wryneck::fibre
