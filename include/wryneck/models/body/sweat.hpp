#pragma once
// Sweat: what leaves through the skin with water, and the ledger of it.
//
//   Na = min(Na_high, max(Na_low, Na_0 + Na_r rate)),   lost' = rate concentration
//
// Sodium rises with the rate, since ducts take back less of it; the other ions do not. Sources: CT-37.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Sweat {
    static constexpr const char* name = "sweat";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V W, Na, K, Mg, Ca;
    };
    template <class V>
    struct Input {
        V rate;
    };
    template <class V>
    struct Output {
        V J_Na, J_K, J_Mg, J_Ca;
    };
    template <class V>
    struct Parameters {
        V Na_0, Na_r, Na_low, Na_high, c_K, c_Mg, c_Ca;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::W>(0.0, "l", "water lost with sweat", "definition: start of the count", Grade::assumed, {0, 20}),
        field<&S::Na>(0.0, "mmol", "sodium lost with sweat", "definition: start of the count", Grade::assumed,
                      {0, 1500}),
        field<&S::K>(0.0, "mmol", "potassium lost with sweat", "definition: start of the count", Grade::assumed,
                     {0, 200}),
        field<&S::Mg>(0.0, "mmol", "magnesium lost with sweat", "definition: start of the count", Grade::assumed,
                      {0, 30}),
        field<&S::Ca>(0.0, "mmol", "calcium lost with sweat", "definition: start of the count", Grade::assumed,
                      {0, 40}));

    static constexpr auto inputs = table<Input>(port<&I::rate>(1.0, "l/h", "sweat"));

    static constexpr auto outputs = table<Output>(
        port<&O::J_Na>(35.0, "mmol/h", "sodium that leaves"), port<&O::J_K>(5.9, "mmol/h", "potassium that leaves"),
        port<&O::J_Mg>(0.1, "mmol/h", "magnesium that leaves"), port<&O::J_Ca>(0.4, "mmol/h", "calcium that leaves"));

    static constexpr auto parameters =
        table<Parameters>(field<&P::Na_0>(20.0, "mM", "sodium of the slowest sweat",
                                          "assumed: with Na_r 38 mM at 1.21 l/h, where CT-37 has 35.9 with 10.4",
                                          Grade::assumed, {5, 60}),
                          field<&P::Na_r>(15.0, "mM*h/l", "its rise with the rate",
                                          "assumed: sodium rises with rate (CT-37)", Grade::assumed, {0, 30}),
                          field<&P::Na_low>(10.0, "mM", "least sodium of sweat", "CT-37", Grade::human, {5, 20}),
                          field<&P::Na_high>(90.0, "mM", "most sodium of sweat", "CT-37", Grade::human, {70, 110}),
                          field<&P::c_K>(5.9, "mM", "potassium of sweat", "CT-37", Grade::human, {3, 9}),
                          field<&P::c_Mg>(0.053, "mM", "magnesium of sweat", "Montain2007", Grade::human, {0.02, 1.4}),
                          field<&P::c_Ca>(0.37, "mM", "calcium of sweat", "Montain2007", Grade::human, {0.2, 2}));

    template <Scalar V, class Q>
    static constexpr Output<V> rhs(const State<V>&, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V Na = min(V(p.Na_high), max(V(p.Na_low), p.Na_0 + p.Na_r * in.rate));
        names("c_Na", Na);
        dx.W = in.rate;
        dx.Na = in.rate * Na;
        dx.K = in.rate * p.c_K;
        dx.Mg = in.rate * p.c_Mg;
        dx.Ca = in.rate * p.c_Ca;
        return {dx.Na, dx.K, dx.Mg, dx.Ca};
    }
};

}  // namespace wryneck::body
