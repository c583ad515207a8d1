#pragma once
// Potassium of the body: outside of cells, and in them, which take up what is too much and give it back as they are
// emptied.
//
//   K_e' = J_K - J,  K_i' = J,  J = k V_e (K_e/V_e - K_n - g (K_i - K_0))
//
// Plasma and interstitium are one. K_0: what cells hold at rest. Sources: CT-16, CT-49.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Potassium {
    static constexpr const char* name = "potassium";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V K_e, K_i;
    };
    template <class V>
    struct Input {
        V J_K, V_e, K_0;
    };
    template <class V>
    struct Output {
        V K_p, J;
    };
    template <class V>
    struct Parameters {
        V K_n, k, g, V_low;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::K_e>(75.6, "mmol", "potassium outside of cells", "physiology", Grade::human, {20, 300}),
                     field<&S::K_i>(4050.0, "mmol", "potassium in cells", "physiology", Grade::human, {1500, 8000}));

    static constexpr auto inputs =
        table<Input>(port<&I::J_K>(5.0, "mmol/h", "potassium that comes in less what leaves"),
                     port<&I::V_e>(18.0, "l", "water outside of cells"),
                     port<&I::K_0>(4050.0, "mmol", "potassium of cells at rest"));

    static constexpr auto outputs = table<Output>(port<&O::K_p>(4.2, "mM", "plasma potassium"),
                                                  port<&O::J>(0.5, "mmol/h", "potassium that goes into cells"));

    static constexpr auto parameters =
        table<Parameters>(field<&P::K_n>(4.2, "mM", "plasma potassium at rest", "NE-82", Grade::human, {3.5, 5}),
                          field<&P::k>(0.5, "1/h", "uptake by cells", "fitted to CT-16", Grade::fitted, {0.2, 2}),
                          field<&P::g>(0.003, "1/l", "plasma potassium per potassium that cells have gained",
                                       "CT-49 (unverified)", Grade::model, {0.001, 0.01}),
                          field<&P::V_low>(1.0, "l", "volume below which concentrations are not computed", "definition",
                                           Grade::assumed, {0.1, 2}));

    template <Scalar V, class Q>
    static Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V V_e = max(in.V_e, V(p.V_low)), K_p = x.K_e / V_e;
        const V J = p.k * V_e * (K_p - p.K_n - p.g * (x.K_i - in.K_0));
        names("V_pos", V_e);
        dx.K_e = in.J_K - J;
        dx.K_i = J;
        return {K_p, J};
    }
};

}  // namespace wryneck::body
