#pragma once
// Phosphate of the sarcoplasm (P), of the reticulum (P_SR), and precipitated there with calcium (P_C_SR).
//
//   z = P_SR Ca_SR2,  prec = A_p z w softplus((z - PP)/w) - B_p P_C_SR w softplus((PP - z)/w),  w = w_PP
//   P' = freed - k_p (P - P_SR)/V,   P_SR' = k_p (P - P_SR)/V_SR2 - prec,   P_C_SR' = prec
//
// As published, but precipitation turns into dissolution over a small width instead of at an edge, and phosphate is
// freed and used by the energy of the fibre alone. Source: Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Precipitate {
    static constexpr const char* name = "phosphate";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T P, P_SR, P_C_SR;
    };
    template <class T>
    struct Input {
        T freed, Ca_SR2, V, V_SR2;
    };
    template <class T>
    struct Output {
        T bound_SR2;
    };
    template <class T>
    struct Parameters {
        T k_p, A_p, B_p, PP, w_PP, uM_per_mM;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::P>(4.5, "mM", "phosphate, sarcoplasm", "EK-01", Grade::human, {-0.01, 60}),
        field<&S::P_SR>(4.5, "mM", "phosphate, reticulum", "EK-01", Grade::human, {-0.01, 60}),
        field<&S::P_C_SR>(0.0, "mM", "phosphate precipitated with calcium", "Shorten2007", Grade::model, {-0.01, 60}));

    static constexpr auto inputs =
        table<Input>(port<&I::freed>(0.0, "mM/ms", "phosphate freed less phosphate used"),
                     port<&I::Ca_SR2>(1500.0, "uM", "free calcium, bulk reticulum"),
                     port<&I::V>(0.82, "um^3", "sarcoplasm"), port<&I::V_SR2>(0.043, "um^3", "bulk reticulum"));

    static constexpr auto outputs = table<Output>(port<&O::bound_SR2>(0.0, "uM/ms", "calcium that precipitates"));

    static constexpr auto parameters =
        table<Parameters>(field<&P::k_p>(3.62e-6, "um^3/ms", "exchange between sarcoplasm and reticulum", "Shorten2007",
                                         Grade::model, {1e-6, 1e-5}),
                          field<&P::A_p>(1.0, "1/mM^3/ms", "precipitation", "Shorten2007", Grade::model, {0.1, 10}),
                          field<&P::B_p>(1e-4, "1/mM^2/ms", "dissolution", "Shorten2007", Grade::model, {1e-5, 1e-3}),
                          field<&P::PP>(6.0, "mM^2", "solubility product", "Shorten2007", Grade::model, {2, 20}),
                          field<&P::w_PP>(0.03, "mM^2", "width over which precipitation turns into dissolution",
                                          "assumed: small", Grade::assumed, {0.003, 1}),
                          field<&P::uM_per_mM>(1000.0, "uM/mM", "calcium is counted in uM, phosphate in mM",
                                               "definition", Grade::human, {1000, 1000}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T z = x.P_SR * in.Ca_SR2 / p.uM_per_mM, excess = z - p.PP;
        const T over = p.w_PP * softplus(excess / p.w_PP), under = p.w_PP * softplus(-excess / p.w_PP);
        const T prec = p.A_p * z * over - p.B_p * x.P_C_SR * under;
        const T into_SR = p.k_p * (x.P - x.P_SR);
        dx = {in.freed - into_SR / in.V, into_SR / in.V_SR2 - prec, prec};
        return {p.uM_per_mM * prec};
    }
};

}  // namespace wryneck::fibre
