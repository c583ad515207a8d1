#pragma once
// Magnesium and calcium of plasma and interstitium, each with a store that gives and takes: soft tissue and bone.
//
//   X_e' = -J_X - j,  X_x' = j,  j = (X_s c/c_n - X_x)/tau,   c = X_e/V_e;   ionised: a share of c
//
// No hormones: over hours and small losses. Sources: CT-15, CT-18 (unverified), NE-82.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Minerals {
    static constexpr const char* name = "minerals";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V Mg_e, Mg_x, Ca_e, Ca_x;
    };
    template <class V>
    struct Input {
        V V_e, L_Mg, L_Ca;
    };
    template <class V>
    struct Output {
        V c_Mg, c_Ca, Mg_ion, Ca_ion;
    };
    template <class V>
    struct Parameters {
        V Mg_n, Ca_n, Mg_s, Ca_s, tau_Mg, tau_Ca, f_Mg, f_Ca, V_low;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::Mg_e>(15.3, "mmol", "magnesium outside of cells", "physiology", Grade::human, {1, 60}),
        field<&S::Mg_x>(400.0, "mmol", "magnesium of the store", "CT-15", Grade::assumed, {50, 800}),
        field<&S::Ca_e>(43.2, "mmol", "calcium outside of cells", "physiology", Grade::human, {5, 150}),
        field<&S::Ca_x>(100.0, "mmol", "calcium of the store", "CT-18 (unverified)", Grade::assumed, {10, 400}));

    static constexpr auto inputs = table<Input>(port<&I::V_e>(18.0, "l", "water outside of cells"),
                                                port<&I::L_Mg>(0.1, "mmol/h", "magnesium that leaves"),
                                                port<&I::L_Ca>(0.4, "mmol/h", "calcium that leaves"));

    static constexpr auto outputs = table<Output>(
        port<&O::c_Mg>(0.85, "mM", "plasma magnesium"), port<&O::c_Ca>(2.4, "mM", "plasma calcium"),
        port<&O::Mg_ion>(0.55, "mM", "ionised magnesium"), port<&O::Ca_ion>(1.25, "mM", "ionised calcium"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::Mg_n>(0.85, "mM", "plasma magnesium at rest", "NE-82", Grade::human, {0.7, 1.05}),
        field<&P::Ca_n>(2.4, "mM", "plasma calcium at rest", "NE-82", Grade::human, {2.2, 2.6}),
        field<&P::Mg_s>(400.0, "mmol", "store of magnesium at rest", "CT-15 (unverified)", Grade::assumed, {100, 800}),
        field<&P::Ca_s>(100.0, "mmol", "store of calcium at rest that exchanges within hours", "CT-18 (unverified)",
                        Grade::assumed, {30, 300}),
        field<&P::tau_Mg>(864.0, "h", "exchange of the store of magnesium", "CT-15 (unverified)", Grade::assumed,
                          {200, 2000}),
        field<&P::tau_Ca>(3.0, "h", "exchange of the store of calcium", "CT-18 (unverified)", Grade::assumed, {1, 12}),
        field<&P::f_Mg>(0.65, "1", "ionised share of plasma magnesium", "NE-82", Grade::human, {0.55, 0.75}),
        field<&P::f_Ca>(0.52, "1", "ionised share of plasma calcium", "NE-82", Grade::human, {0.45, 0.55}),
        field<&P::V_low>(1.0, "l", "volume below which concentrations are not computed", "definition", Grade::assumed,
                         {0.1, 2}));

    template <Scalar V, class Q>
    static Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V V_e = max(in.V_e, V(p.V_low));
        const V c_Mg = x.Mg_e / V_e, c_Ca = x.Ca_e / V_e;
        const V j_Mg = (p.Mg_s * c_Mg / p.Mg_n - x.Mg_x) / p.tau_Mg,
                j_Ca = (p.Ca_s * c_Ca / p.Ca_n - x.Ca_x) / p.tau_Ca;
        names("V_pos j_Mg j_Ca", V_e, j_Mg, j_Ca);
        dx.Mg_e = -in.L_Mg - j_Mg;
        dx.Mg_x = j_Mg;
        dx.Ca_e = -in.L_Ca - j_Ca;
        dx.Ca_x = j_Ca;
        return {c_Mg, c_Ca, p.f_Mg * c_Mg, p.f_Ca * c_Ca};
    }
};

}  // namespace wryneck::body
