#pragma once
// The kidney over hours: water by vasopressin, sodium by the volume outside of cells, potassium by plasma potassium,
// magnesium and calcium by their own. All beyond what leaves at rest, which a resting subject eats and drinks.
//
//   a' = (share(osm) - a)/tau_a,   share(osm) = min(1, max(0, (osm - osm_0)/osm_w))
//   flow F = (L + 2 (J_Na + J_K))/(u_low + (u_high - u_low) a),   J_W = F - F at rest
//   J_Na = N max(-1, g_V (V_e/V_rest - 1)),   J_K = K max(-1, g_K (K_p - K_n)),   likewise Mg, Ca
//
// `on` 0: no kidney. Volume and pain do not act on vasopressin here, nor does aldosterone stand by itself. Sources:
// CT-66.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::body {

struct Kidney {
    static constexpr const char* name = "kidney";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V a, U_W, U_Na, U_K, U_Mg, U_Ca;
    };
    template <class V>
    struct Input {
        V on, osm, v, K_p, c_Mg, c_Ca;
    };
    template <class V>
    struct Output {
        V F, J_W, J_Na, J_K, J_Mg, J_Ca;
    };
    template <class V>
    struct Parameters {
        V osm_n, osm_0, osm_w, tau_a, L, u_low, u_high, N, g_V, K, K_n, g_K, Mg, Mg_n, Mg_t, Ca, Ca_n;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::a>(0.75, "1", "action of vasopressin", "CT-66", Grade::assumed, {0, 1}),
                     field<&S::U_W>(0.0, "l", "urine beyond that at rest", "definition: start of the count",
                                    Grade::assumed, {-5, 20}),
                     field<&S::U_Na>(0.0, "mmol", "sodium in urine, likewise", "definition: start of the count",
                                     Grade::assumed, {-500, 2000}),
                     field<&S::U_K>(0.0, "mmol", "potassium in urine, likewise", "definition: start of the count",
                                    Grade::assumed, {-200, 1000}),
                     field<&S::U_Mg>(0.0, "mmol", "magnesium in urine, likewise", "definition: start of the count",
                                     Grade::assumed, {-50, 100}),
                     field<&S::U_Ca>(0.0, "mmol", "calcium in urine, likewise", "definition: start of the count",
                                     Grade::assumed, {-50, 100}));

    static constexpr auto inputs = table<Input>(
        port<&I::on>(1.0, "1", "1 with a kidney"), port<&I::osm>(290.0, "mM", "osmoles of plasma"),
        port<&I::v>(1.0, "1", "water outside of cells over that at rest"), port<&I::K_p>(4.2, "mM", "plasma potassium"),
        port<&I::c_Mg>(0.85, "mM", "plasma magnesium"), port<&I::c_Ca>(2.4, "mM", "plasma calcium"));

    static constexpr auto outputs = table<Output>(
        port<&O::F>(0.04, "l/h", "urine"), port<&O::J_W>(0.0, "l/h", "urine beyond that at rest"),
        port<&O::J_Na>(0.0, "mmol/h", "sodium, likewise"), port<&O::J_K>(0.0, "mmol/h", "potassium, likewise"),
        port<&O::J_Mg>(0.0, "mmol/h", "magnesium, likewise"), port<&O::J_Ca>(0.0, "mmol/h", "calcium, likewise"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::osm_n>(290.0, "mM", "osmoles of plasma at rest", "CT-66 (unverified)", Grade::model, {280, 295}),
        field<&P::osm_0>(280.0, "mM", "those at which vasopressin begins", "CT-66 (unverified)", Grade::model,
                         {275, 287}),
        field<&P::osm_w>(13.2, "mM", "rise of them to its full action: 5 pg/ml at 0.38 pg/ml per mM",
                         "CT-66 (unverified)", Grade::model, {8, 25}),
        field<&P::tau_a>(0.3, "h", "time constant of vasopressin", "CT-66 (unverified)", Grade::model, {0.1, 1}),
        field<&P::L>(35.0, "mmol/h", "osmoles of urine at rest", "physiology: 800 mmol a day", Grade::human, {20, 60}),
        field<&P::u_low>(50.0, "mM", "osmoles of the thinnest urine", "CT-66 (unverified)", Grade::model, {30, 80}),
        field<&P::u_high>(1200.0, "mM", "osmoles of the thickest urine", "CT-66 (unverified)", Grade::model,
                          {800, 1400}),
        field<&P::N>(6.25, "mmol/h", "sodium of urine at rest", "physiology: 150 mmol a day", Grade::human, {2, 10}),
        field<&P::g_V>(14.0, "1", "rise of it with volume", "assumed: a surplus leaves within a day or two",
                       Grade::assumed, {0, 40}),
        field<&P::K>(2.6, "mmol/h", "potassium of urine at rest", "CT-64: 70 mmol a day, nine tenths by the kidney",
                     Grade::model, {1, 5}),
        field<&P::K_n>(4.2, "mM", "plasma potassium at rest", "NE-82", Grade::human, {3.5, 5}),
        field<&P::g_K>(7.0, "1/mM", "rise of it with plasma potassium, by which aldosterone counts", "fitted to CT-16",
                       Grade::fitted, {0.5, 10}),
        field<&P::Mg>(0.17, "mmol/h", "magnesium of urine at rest", "physiology: 4 mmol a day", Grade::human,
                      {0.05, 0.4}),
        field<&P::Mg_n>(0.85, "mM", "plasma magnesium at rest", "NE-82", Grade::human, {0.7, 1.05}),
        field<&P::Mg_t>(0.1, "mM", "fall of it at which none leaves", "CT-15 (unverified): at 0.75 mM", Grade::model,
                        {0.05, 0.3}),
        field<&P::Ca>(0.17, "mmol/h", "calcium of urine at rest", "physiology: 4 mmol a day", Grade::human,
                      {0.05, 0.4}),
        field<&P::Ca_n>(2.4, "mM", "plasma calcium at rest", "NE-82", Grade::human, {2.2, 2.6}));

    /// Action that vasopressin comes to.
    template <Scalar V, class Q>
    static V share(const V& osm, const Parameters<Q>& p) {
        const V rise = (osm - p.osm_0) / p.osm_w;
        return min(max(rise, 0 * rise), V(1.0));
    }

    template <Scalar V, class Q>
    static Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V least = V(-1.0);
        const V J_Na = in.on * p.N * max(least, p.g_V * (in.v - 1));
        const V J_K = in.on * p.K * max(least, p.g_K * (in.K_p - p.K_n));
        const V J_Mg = in.on * p.Mg * max(least, (in.c_Mg - p.Mg_n) / p.Mg_t);
        const V J_Ca = in.on * p.Ca * max(least, (in.c_Ca - p.Ca_n) / p.Ca_n);
        const V u = p.u_low + (p.u_high - p.u_low) * positive(x.a);
        const V rest = p.L / (p.u_low + (p.u_high - p.u_low) * share<V, Q>(V(p.osm_n), p));
        const V F = (p.L + 2 * (J_Na + J_K)) / u;
        const V J_W = in.on * (F - rest);
        names("u F_rest", u, rest);
        dx.a = (share<V, Q>(in.osm, p) - x.a) / p.tau_a;
        dx.U_W = J_W;
        dx.U_Na = J_Na;
        dx.U_K = J_K;
        dx.U_Mg = J_Mg;
        dx.U_Ca = J_Ca;
        return {F, J_W, J_Na, J_K, J_Mg, J_Ca};
    }
};

}  // namespace wryneck::body
