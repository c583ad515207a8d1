#pragma once
// Water outside and inside of cells, and plasma sodium. Sodium and potassium that can be exchanged, over all water,
// give plasma sodium (Edelman's regression); cells take up water until they are as concentrated as plasma.
//
//   Na_p = s (Na + K)/(V_e + V_i) - b
//   V_e' = J_W - J,  V_i' = J,  J = k_w (O_i/V_i - 2 Na_p - o),  Na' = J_Na
//
// Na: all exchangeable sodium; K: all potassium, an input. Sources: CT-63, Nguyen2004.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct BodyWater {
    static constexpr const char* name = "body_water";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V V_e, V_i, Na;
    };
    template <class V>
    struct Input {
        V J_W, J_Na, K, O_i;
    };
    template <class V>
    struct Output {
        V Na_p, osm, J;
    };
    template <class V>
    struct Parameters {
        V s, b, Na_n, o, k_w, V_low, f_male, f_female, f_e, c_i;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::V_e>(18.0, "l", "water outside of cells", "physiology", Grade::human, {6, 40}),
        field<&S::V_i>(27.0, "l", "water in cells", "physiology", Grade::human, {10, 60}),
        field<&S::Na>(3000.0, "mmol", "sodium that can be exchanged", "physiology", Grade::human, {1000, 8000}));

    static constexpr auto inputs = table<Input>(port<&I::J_W>(0.2, "l/h", "water that comes in less what leaves"),
                                                port<&I::J_Na>(10.0, "mmol/h", "sodium, likewise"),
                                                port<&I::K>(4150.0, "mmol", "potassium of the body"),
                                                port<&I::O_i>(7830.0, "mmol", "osmoles of cells"));

    static constexpr auto outputs =
        table<Output>(port<&O::Na_p>(140.0, "mM", "plasma sodium"), port<&O::osm>(290.0, "mM", "osmoles of plasma"),
                      port<&O::J>(0.1, "l/h", "water that goes into cells"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::s>(1.03, "1", "plasma sodium per exchangeable sodium and potassium of the water of the body",
                     "CT-63, Nguyen2004", Grade::human, {0.9, 1.2}),
        field<&P::b>(23.8, "mM", "what that is too much", "CT-63, Nguyen2004", Grade::human, {0, 40}),
        field<&P::Na_n>(140.0, "mM", "plasma sodium at rest", "NE-82", Grade::human, {135, 145}),
        field<&P::o>(10.0, "mM", "osmoles of plasma besides sodium and what goes with it", "physiology", Grade::human,
                     {5, 20}),
        field<&P::k_w>(0.5, "l/h/mM", "water that a difference of osmoles drives into cells: minutes", "assumed",
                       Grade::assumed, {0.1, 5}),
        field<&P::V_low>(1.0, "l", "volume below which concentrations are not computed", "definition", Grade::assumed,
                         {0.1, 2}),
        field<&P::f_male>(0.6, "l/kg", "water per mass of men", "physiology; 0.607 in Peronnet2012", Grade::human,
                          {0.5, 0.7}),
        field<&P::f_female>(0.5, "l/kg", "water per mass of women", "physiology", Grade::human, {0.4, 0.6}),
        field<&P::f_e>(0.4, "1", "share of it outside of cells", "physiology", Grade::human, {0.3, 0.5}),
        field<&P::c_i>(150.0, "mM", "potassium of the water of cells", "physiology", Grade::human, {120, 160}));

    template <Scalar V, class Q>
    static Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V all = max(x.V_e + x.V_i, V(p.V_low));
        const V Na_p = p.s * (x.Na + in.K) / all - p.b;
        const V osm = 2 * Na_p + p.o;
        const V J = p.k_w * (in.O_i / max(x.V_i, V(p.V_low)) - osm);
        names("V_all", all);
        dx.V_e = in.J_W - J;
        dx.V_i = J;
        dx.Na = in.J_Na;
        return {Na_p, osm, J};
    }
};

}  // namespace wryneck::body
