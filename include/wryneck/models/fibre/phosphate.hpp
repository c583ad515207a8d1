#pragma once
// Phosphate of the sarcoplasm (P), of the reticulum (P_SR), and precipitated there with calcium (P_C_SR).
//
//   z = P_SR Ca_SR2,  prec = A_p (z - PP) z  where z > PP,  else -B_p P_C_SR (PP - z)
//   P' = xb - b_p P - k_p (P - P_SR)/V_2,   P_SR' = k_p (P - P_SR)/V_SR2 - prec,   P_C_SR' = prec
//
// As published each stroke makes phosphate, nothing else does, and phosphate does not act on cross-bridges. Source:
// Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Phosphate {
    static constexpr const char* name = "phosphate";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T P, P_SR, P_C_SR;
    };
    template <class T>
    struct Input {
        T xb, Ca_SR2, V_2, V_SR2;
    };
    template <class T>
    struct Output {
        T bound_SR2;
    };
    template <class T>
    struct Parameters {
        T b_p, k_p, A_p, B_p, PP, uM_per_mM;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::P>(0.23, "mM", "phosphate, sarcoplasm", "Shorten2007", Grade::model, {-0.01, 30}),
        field<&S::P_SR>(0.23, "mM", "phosphate, reticulum", "Shorten2007", Grade::model, {-0.01, 30}),
        field<&S::P_C_SR>(0.23, "mM", "phosphate precipitated with calcium", "Shorten2007", Grade::model, {-0.01, 30}));

    static constexpr auto inputs =
        table<Input>(port<&I::xb>(0.03, "uM/ms", "net rate of strokes"),
                     port<&I::Ca_SR2>(1500.0, "uM", "free calcium, bulk reticulum"),
                     port<&I::V_2>(0.81, "um^3", "bulk sarcoplasm"), port<&I::V_SR2>(0.043, "um^3", "bulk reticulum"));

    static constexpr auto outputs = table<Output>(port<&O::bound_SR2>(0.0, "uM/ms", "calcium that precipitates"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::b_p>({2.867e-5, 3.94e-6}, "1/ms", "removal of phosphate", "Shorten2007", Grade::model, {1e-6, 1e-4}),
        field<&P::k_p>(3.62e-6, "um^3/ms", "exchange between sarcoplasm and reticulum", "Shorten2007", Grade::model,
                       {1e-6, 1e-5}),
        field<&P::A_p>(1.0, "1/mM^3/ms", "precipitation", "Shorten2007", Grade::model, {0.1, 10}),
        field<&P::B_p>(1e-4, "1/mM^2/ms", "dissolution", "Shorten2007", Grade::model, {1e-5, 1e-3}),
        field<&P::PP>(6.0, "mM^2", "solubility product", "Shorten2007", Grade::model, {2, 20}),
        field<&P::uM_per_mM>(1000.0, "uM/mM", "calcium is counted in uM, phosphate in mM", "definition", Grade::human,
                             {1000, 1000}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T z = x.P_SR * in.Ca_SR2 / p.uM_per_mM, excess = z - p.PP;
        const T prec = where(excess > 0 * excess, p.A_p * excess * z, p.B_p * x.P_C_SR * excess);
        const T into_SR = p.k_p * (x.P - x.P_SR);
        names("z excess prec into_SR", z, excess, prec, into_SR);
        dx = {in.xb / p.uM_per_mM - p.b_p * x.P - into_SR / in.V_2, into_SR / in.V_SR2 - prec, prec};
        return {p.uM_per_mM * prec};
    }
};

}  // namespace wryneck::fibre
