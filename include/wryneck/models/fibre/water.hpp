#pragma once
// Water of the fibre per that of the resting fibre. It follows the osmoles; potassium, sodium and chloride are diluted
// by it. What splits (phosphocreatine) or is made (lactate) draws water in.
//
//   W' = swell ((ions + X + P + L)/W - outside)/(osm tau_W)
//
// `swell` 0 brings back a fibre of constant water. Phosphate and lactate of the energy model are per resting water.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Water {
    static constexpr const char* name = "water";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T W, out_W;
    };
    template <class T>
    struct Input {
        T ions, P, L, outside;
    };
    template <class T>
    struct Output {
        T osmoles, balance_water;
    };
    template <class T>
    struct Parameters {
        T swell, X, osm, tau_W;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::W>(1.0, "1", "water of the fibre per that at rest", "EK-50", Grade::model, {0.4, 2.5}),
        field<&S::out_W>(0.0, "1", "water that plasma has taken (ledger)", "computed", Grade::model, {-2, 1}));

    static constexpr auto inputs =
        table<Input>(port<&I::ions>(162.0, "mM", "potassium, sodium and chloride of the fibre per resting water"),
                     port<&I::P>(4.5, "mM", "phosphate"), port<&I::L>(1.0, "mM", "lactate"),
                     port<&I::outside>(290.0, "mM", "osmoles outside"));

    static constexpr auto outputs =
        table<Output>(port<&O::osmoles>(290.0, "mM", "osmoles of the fibre per its water"),
                      port<&O::balance_water>(1.0, "1", "water of the fibre and what plasma took"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::swell>(1.0, "1", "gain of osmosis", "definition", Grade::assumed, {0, 1}),
        field<&P::X>(118.0, "mM", "osmoles that cannot leave", "assumed: makes the resting fibre isosmotic",
                     Grade::assumed, {80, 160}),
        field<&P::osm>(290.0, "mM", "osmoles of plasma", "assumed: plasma", Grade::assumed, {250, 330}),
        field<&P::tau_W>(10000.0, "ms", "time in which water follows", "assumed: seconds in a thin cell",
                         Grade::assumed, {500, 100000.0}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T osmoles = (in.ions + p.X + in.P + in.L) / max(x.W, T(0.1));
        dx.W = p.swell * (osmoles - in.outside) / (p.osm * p.tau_W);
        dx.out_W = -dx.W;
        return {osmoles, x.W + x.out_W};
    }
};

}  // namespace wryneck::fibre
