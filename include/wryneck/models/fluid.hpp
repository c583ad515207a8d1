#pragma once
// Water of a patch: interstitial volume by capillary filtration and lymph, cell water by osmosis, the pressure of swelling.
//
//   V_e' = CFC [(P_cap - P_e) - sigma (pi_p - pi_e)] - J_lym - J_w        (per minute, ml/100g)
//   V_c' = J_w = k_w (V_target(osmoles) - V_c)
//   P_e rises steeply below the resting volume and gently above it; P_conf adds what a tight fascia confines
//
// Sources: EK-44..47, EK-50, section 3.3 (docs/evidence.md).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Fluid {
    static constexpr const char* name = "fluid";

    template <class T> struct State { T V_e, V_c, W; };
    template <class T> struct Input { T osm, Na_e, M, Q, pump, swelling_gain; };
    template <class T> struct Output { T P_e, P_conf, swelling, balance_W; };
    template <class T> struct Parameters {
        T V_e0, V_c0, CFC, P_cap, k_Q, Q_0, G_Q, sigma, d_sigma, pi_p, pi_e, P_e0, C_dry, C_wet, J_0, k_pump, P_lym, tau_w, k_osm, Na_ref,
            n_Na, k_conf, V_fascia, minute;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::V_e>(10.0, "ml/100g", "interstitial water", "EK-45", Grade::mammal, {2, 60}),
        field<&S::V_c>(67.0, "ml/100g", "cell water", "EK-units", Grade::human, {40, 110}),
        field<&S::W>(0.0, "ml/100g", "water gained from blood and lost to lymph (ledger)", "computed", Grade::model, {-50, 100}));

    static constexpr auto inputs = table<Input>(
        port<&I::osm>(0.0, "mM", "osmoles gained in the fibre by metabolites"), port<&I::Na_e>(140.0, "mM", "interstitial sodium"),
        port<&I::M>(0.0, "1", "mediators"), port<&I::Q>(2.5, "ml/100g/min", "blood flow"),
        port<&I::pump>(0.0, "1", "lymph pump by rhythmic length change, 0 to 1"),
        port<&I::swelling_gain>(1.0, "1", "hypothesis gain of osmotic swelling"));

    static constexpr auto outputs = table<Output>(
        port<&O::P_e>(0.0, "mmHg", "interstitial pressure"), port<&O::P_conf>(0.0, "mmHg", "pressure of confined swelling"),
        port<&O::swelling>(0.0, "ml/100g", "cell water above rest"), port<&O::balance_W>(0.0, "ml/100g", "water minus the ledger"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::V_e0>(10.0, "ml/100g", "interstitial water at rest", "EK-45", Grade::mammal, {8, 14}),
        field<&P::V_c0>(67.0, "ml/100g", "cell water at rest", "EK-units", Grade::human, {60, 70}),
        field<&P::CFC>(4.0e-3, "ml/100g/min/mmHg", "capillary filtration coefficient", "EK-44", Grade::human, {3e-3, 6e-3}),
        field<&P::P_cap>(22.1, "mmHg", "capillary pressure at rest", "computed: filtration balances lymph at rest; EK-44 has 15 to 20", Grade::assumed, {15, 25}),
        field<&P::k_Q>(6.0, "mmHg", "rise of capillary pressure in full hyperaemia", "assumed", Grade::assumed, {0, 15}),
        field<&P::Q_0>(2.5, "ml/100g/min", "flow at rest", "EK-23", Grade::human, {2, 4}),
        field<&P::G_Q>(40.0, "ml/100g/min", "flow rise at half of that pressure rise", "assumed", Grade::assumed, {10, 100}),
        field<&P::sigma>(0.9, "1", "reflection coefficient of plasma protein", "EK-44 (unverified)", Grade::model, {0.8, 0.95}),
        field<&P::d_sigma>(0.3, "1", "its loss with mediators", "EK-section-3.3", Grade::assumed, {0, 0.4}),
        field<&P::pi_p>(26.0, "mmHg", "colloid osmotic pressure of plasma", "EK-44", Grade::human, {24, 28}),
        field<&P::pi_e>(9.0, "mmHg", "colloid osmotic pressure of the interstitium", "EK-45", Grade::mammal, {6, 12}),
        field<&P::P_e0>(2.8, "mmHg", "interstitial pressure at rest", "EK-44", Grade::human, {0, 4}),
        field<&P::C_dry>(1.4, "ml/100g/mmHg", "compliance below the resting volume", "EK-45", Grade::mammal, {1, 2}),
        field<&P::C_wet>(8.0, "ml/100g/mmHg", "compliance above the resting volume", "EK-45", Grade::mammal, {4, 12}),
        field<&P::J_0>(0.016, "ml/100g/min", "lymph flow at rest", "EK-46", Grade::mammal, {0.005, 0.03}),
        field<&P::k_pump>(4.0, "1", "rise of lymph flow with rhythmic movement", "EK-46", Grade::mammal, {1, 5}),
        field<&P::P_lym>(2.0, "mmHg", "interstitial pressure rise that doubles lymph flow", "EK-section-3.3", Grade::assumed, {1, 4}),
        field<&P::tau_w>(120.0, "s", "time constant of cell swelling", "EK-47", Grade::assumed, {30, 300}),
        field<&P::k_osm>(0.12, "ml/100g/mM", "cell water per osmole (imperfect osmometer)", "fitted to EK-47", Grade::fitted, {0.05, 0.23}),
        field<&P::Na_ref>(140.0, "mM", "reference sodium", "NE-82", Grade::human, {135, 145}),
        field<&P::n_Na>(2.0, "1", "osmoles per sodium", "stoichiometry", Grade::human, {1.8, 2}),
        field<&P::k_conf>(0.3, "100g*mmHg/ml", "stiffness of the fascia", "EK-section-3.3", Grade::assumed, {0.1, 5}),
        field<&P::V_fascia>(77.0, "ml/100g", "water volume at which the fascia is taut", "EK-section-3.3", Grade::assumed, {76, 82}),
        field<&P::minute>(60.0, "s/min", "seconds per minute", "definition", Grade::human, {60, 60}));

    /// Pressure of swelling that the fascia confines.
    template <Scalar T, class Q>
    static T confinement(const State<T>& x, const Parameters<Q>& p) {
        return p.k_conf * positive(x.V_e + x.V_c - p.V_fascia);
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T over = x.V_e - p.V_e0;
        const T P_e = p.P_e0 + positive(over) / p.C_wet - positive(-over) / p.C_dry;
        const T M = positive(in.M);
        const T sigma = p.sigma - p.d_sigma * M / (1 + M);
        const T rise = positive(in.Q - p.Q_0);
        const T P_cap = p.P_cap + p.k_Q * rise / (rise + p.G_Q);
        const T pi_e = p.pi_e * p.V_e0 / max(x.V_e, T(p.V_e0 / 10));
        const T filtration = p.CFC * (P_cap - P_e - sigma * (p.pi_p - pi_e));
        const T lymph = p.J_0 * (1 + p.k_pump * in.pump) * positive(1 + (P_e - p.P_e0) / p.P_lym);

        const T target = p.V_c0 + in.swelling_gain * p.k_osm * (in.osm + p.n_Na * (p.Na_ref - in.Na_e));
        names("over M_pos sigma_M rise P_cap_Q pi_e_V filtration lymph target", over, M, sigma, rise, P_cap, pi_e, filtration, lymph, target);
        dx.V_c = (target - x.V_c) / p.tau_w;
        dx.W = (filtration - lymph) / p.minute;
        dx.V_e = dx.W - dx.V_c;
        return {P_e, confinement(x, p), x.V_c - p.V_c0, (x.V_e - p.V_e0) + (x.V_c - p.V_c0) - x.W};
    }
};

}  // namespace wryneck
