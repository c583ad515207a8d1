#pragma once
// Thin filament and cross-bridges in the bulk of the sarcoplasm. Troponin binds two calcium ions; tropomyosin blocks
// (T) or not (D); a myosin head attaches where both calcium ions are bound and none blocks: before (A_1) and after
// (A_2) its stroke.
//
//   T_0 = T_tot - all other forms,  q = k_Ton Ca_2
//   t1 = q T_0 - k_Toff Ca_T_2,  t2 = q Ca_T_2 - k_Toff Ca_CaT2,  t3 = q D_0 - k_Toff D_1,  t4 = q D_1 - k_Toff D_2
//   A_1' = f_o D_2 - f_p A_1 - xb,  A_2' = xb - detach,  xb = stroke h_o A_1 - reverse h_p A_2,  detach = release g_o
//   A_2
//
// A_2 stands for force. Metabolites may change how often heads stroke, reverse and detach: factors that are 1 as
// published. As published T_0 may fall below zero. Source: Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Filament {
    static constexpr const char* name = "filament";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T Ca_T_2, Ca_CaT2, D_0, D_1, D_2, A_1, A_2;
    };
    template <class T>
    struct Input {
        T Ca_2, stroke, reverse, release;
    };
    template <class T>
    struct Output {
        T bound, xb, T_0, detach;
    };
    template <class T>
    struct Parameters {
        T k_Ton, k_Toff, T_tot, k_0on, k_0off, k_Caon, k_Caoff, f_o, f_p, h_o, h_p, g_o;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::Ca_T_2>(25.0, "uM", "blocked, one calcium", "Shorten2007", Grade::model, {-0.1, 140}),
        field<&S::Ca_CaT2>(3.0, "uM", "blocked, two calcium", "Shorten2007", Grade::model, {-0.1, 140}),
        field<&S::D_0>(0.8, "uM", "unblocked, no calcium", "Shorten2007", Grade::model, {-0.1, 50}),
        field<&S::D_1>(1.2, "uM", "unblocked, one calcium", "Shorten2007", Grade::model, {-0.1, 50}),
        field<&S::D_2>(3.0, "uM", "unblocked, two calcium", "Shorten2007", Grade::model, {-0.1, 140}),
        field<&S::A_1>(0.3, "uM", "head attached, before its stroke", "Shorten2007", Grade::model, {-0.1, 20}),
        field<&S::A_2>(0.23, "uM", "head attached, after its stroke: force", "Shorten2007", Grade::model, {-0.1, 20}));

    static constexpr auto inputs = table<Input>(port<&I::Ca_2>(0.1, "uM", "free calcium, bulk sarcoplasm"),
                                                port<&I::stroke>(1.0, "1", "factor on strokes"),
                                                port<&I::reverse>(1.0, "1", "factor on their reversal"),
                                                port<&I::release>(1.0, "1", "factor on detachment after the stroke"));

    static constexpr auto outputs = table<Output>(port<&O::bound>(0.0, "uM/ms", "net binding of calcium"),
                                                  port<&O::xb>(0.0, "uM/ms", "net rate of strokes"),
                                                  port<&O::T_0>(106.0, "uM", "blocked, no calcium"),
                                                  port<&O::detach>(0.03, "uM/ms", "heads that detach, one ATP each"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_Ton>({0.04425, 0.0885}, "1/uM/ms", "calcium onto troponin", "Shorten2007", Grade::model,
                         {0.01, 0.3}),
        field<&P::k_Toff>(0.115, "1/ms", "calcium off troponin", "Shorten2007", Grade::model, {0.03, 0.4}),
        field<&P::T_tot>(140.0, "uM", "troponin", "Shorten2007", Grade::model, {70, 280}),
        field<&P::k_0on>(0.0, "1/ms", "unblocking without calcium", "Shorten2007", Grade::model, {0, 0.05}),
        field<&P::k_0off>(0.15, "1/ms", "blocking with less than two calcium", "Shorten2007", Grade::model,
                          {0.05, 0.5}),
        field<&P::k_Caon>(0.15, "1/ms", "unblocking with two calcium", "Shorten2007", Grade::model, {0.05, 0.5}),
        field<&P::k_Caoff>(0.05, "1/ms", "blocking with two calcium", "Shorten2007", Grade::model, {0.01, 0.2}),
        field<&P::f_o>({1.5, 0.5}, "1/ms", "attachment", "Shorten2007", Grade::model, {0.03, 5}),
        field<&P::f_p>({15.0, 5.0}, "1/ms", "detachment before the stroke", "Shorten2007", Grade::model, {0.3, 50}),
        field<&P::h_o>({0.24, 0.08}, "1/ms", "stroke", "Shorten2007", Grade::model, {0.005, 0.8}),
        field<&P::h_p>({0.18, 0.06}, "1/ms", "its reversal", "Shorten2007", Grade::model, {0.003, 0.6}),
        field<&P::g_o>({0.12, 0.04}, "1/ms", "detachment after the stroke", "Shorten2007", Grade::model, {0.003, 0.4}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T T_0 = p.T_tot - x.Ca_T_2 - x.Ca_CaT2 - x.D_0 - x.D_1 - x.D_2 - x.A_1 - x.A_2;
        const T q = p.k_Ton * in.Ca_2;
        const T t1 = q * T_0 - p.k_Toff * x.Ca_T_2, t2 = q * x.Ca_T_2 - p.k_Toff * x.Ca_CaT2;
        const T t3 = q * x.D_0 - p.k_Toff * x.D_1, t4 = q * x.D_1 - p.k_Toff * x.D_2;
        const T open_0 = p.k_0on * T_0 - p.k_0off * x.D_0, open_1 = p.k_0on * x.Ca_T_2 - p.k_0off * x.D_1;
        const T open_2 = p.k_Caon * x.Ca_CaT2 - p.k_Caoff * x.D_2;
        const T attach = p.f_o * x.D_2 - p.f_p * x.A_1, detach = in.release * (p.g_o * x.A_2);
        const T xb = in.stroke * (p.h_o * x.A_1) - in.reverse * (p.h_p * x.A_2);
        names("q t1 t2 t3 t4 open_0 open_1 open_2 attach detach", q, t1, t2, t3, t4, open_0, open_1, open_2, attach,
              detach);
        dx = {t1 - t2 - open_1, t2 - open_2, open_0 - t3, open_1 + t3 - t4, open_2 + t4 - attach + detach,
              attach - xb,      xb - detach};
        return {t1 + t2 + t3 + t4, xb, T_0, detach};
    }
};

}  // namespace wryneck::fibre
