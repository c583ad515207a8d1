#pragma once
// Blood flow and oxygen of a muscle patch.
//
//   P_im = P_0 + s_F 100 F + s_C C + P_conf + P_shared + P_ext      intramuscular pressure
//   Q = Q_0 G max(0, MAP (1 + k_MAP a) - max(P_v, P_im)) / (MAP - P_v)          waterfall flow
//   G' = (1 + G_m s/(1+s) - G) / tau_Q                              functional hyperaemia
//   b_c P_c' = Q (C_a - C_v(P_c)) - k_D (P_c - P_t)                 capillary oxygen
//   b_t(P_t) P_t' = k_D (P_c - P_t) - VO2                           tissue oxygen with myoglobin
//
// Sources: EK-22..24, EK-35, EK-40, EK-41, section 3.2 (docs/evidence.md).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Perfusion {
    static constexpr const char* name = "perfusion";

    template <class T> struct State { T G, P_c, P_t; };
    template <class T> struct Input { T a, F, C, J_ox, ADP, pH, P_conf, P_shared, P_ext, s_F; };
    template <class T> struct Output { T Q, P_im, VO2; };
    template <class T> struct Parameters {
        T P_0, s_C, MAP, k_MAP, P_v, Q_0, G_m, tau_Q, ADP_0, K_ADP, P_h, w_h, w_H, pH_0, C_a, P_50, b_c, k_D, m_Mb, P_Mb, s_O, f_t,
            n_PO, k_VO, minute, percent;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::G>(1.0, "1", "vascular conductance relative to rest", "EK-23", Grade::human, {0.5, 80}),
        field<&S::P_c>(40.0, "mmHg", "capillary oxygen pressure", "EK-22", Grade::human, {0, 110}),
        field<&S::P_t>(30.0, "mmHg", "oxygen pressure in the fibre", "EK-22", Grade::human, {-0.5, 110}));

    static constexpr auto inputs = table<Input>(
        port<&I::a>(0.1, "1", "active state of the muscle"), port<&I::F>(0.1, "1", "force as a share of the fresh maximum"),
        port<&I::C>(0.0, "1", "contractured share of the fibres"), port<&I::J_ox>(0.02, "mM/s", "oxidative ATP supply"),
        port<&I::ADP>(0.015, "mM", "free ADP"), port<&I::pH>(7.05, "pH", "cytosolic pH"),
        port<&I::P_conf>(0.0, "mmHg", "pressure of confined swelling"),
        port<&I::P_shared>(0.0, "mmHg", "pressure shared by the fascial compartment"),
        port<&I::P_ext>(0.0, "mmHg", "pressure from outside: cuff or compression"),
        port<&I::s_F>(1.2, "mmHg", "intramuscular pressure per per cent of maximal force, by depth"));

    static constexpr auto outputs = table<Output>(
        port<&O::Q>(2.5, "ml/100g/min", "blood flow"), port<&O::P_im>(5.0, "mmHg", "intramuscular pressure"),
        port<&O::VO2>(0.2, "ml/100g/min", "oxygen uptake"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::P_0>(3.0, "mmHg", "intramuscular pressure at rest", "EK-section-3.2", Grade::assumed, {3, 14}),
        field<&P::s_C>(30.0, "mmHg", "pressure of a fully contractured patch", "EK-section-5", Grade::assumed, {0, 80}),
        field<&P::MAP>(95.0, "mmHg", "mean arterial pressure", "clinical range", Grade::human, {70, 110}),
        field<&P::k_MAP>(0.25, "1", "rise of arterial pressure with full activation", "EK-section-3.2", Grade::assumed, {0, 0.5}),
        field<&P::P_v>(8.0, "mmHg", "venous pressure", "EK-section-3.2", Grade::assumed, {4, 12}),
        field<&P::Q_0>(2.5, "ml/100g/min", "flow at rest", "EK-23", Grade::human, {2, 4}),
        field<&P::G_m>(70.0, "1", "largest rise of conductance", "EK-23", Grade::human, {40, 120}),
        field<&P::tau_Q>(18.0, "s", "time constant of hyperaemia", "EK-23", Grade::human, {14, 27}),
        field<&P::ADP_0>(0.0155, "mM", "ADP above which vessels widen", "EK-section-5", Grade::fitted, {0.013, 0.02}),
        field<&P::K_ADP>(0.05, "mM", "ADP rise at half of the dilation", "EK-section-3.2", Grade::assumed, {0.02, 0.1}),
        field<&P::P_h>(10.0, "mmHg", "oxygen pressure below which vessels widen", "EK-section-3.2", Grade::assumed, {5, 20}),
        field<&P::w_h>(0.3, "1", "weight of hypoxia", "EK-section-3.2", Grade::assumed, {0, 1}),
        field<&P::w_H>(0.25, "1", "weight of acid, per pH unit", "EK-prototype", Grade::assumed, {0, 1}),
        field<&P::pH_0>(7.05, "pH", "pH below which acid widens vessels", "EK-02", Grade::human, {7.0, 7.1}),
        field<&P::C_a>(0.2, "1", "arterial oxygen content, ml per ml", "physiology", Grade::human, {0.18, 0.21}),
        field<&P::P_50>(26.8, "mmHg", "haemoglobin half saturation (Hill exponent 3)", "physiology", Grade::human, {25, 29}),
        field<&P::b_c>(0.012, "ml/100g/mmHg", "oxygen capacity of capillary blood", "EK-section-3.2", Grade::assumed, {0.005, 0.03}),
        field<&P::k_D>(0.5, "ml/100g/min/mmHg", "oxygen conductance from capillary to fibre", "EK-22", Grade::model, {0.4, 0.6}),
        field<&P::m_Mb>(0.45, "mM", "myoglobin in cell water", "EK-24", Grade::model, {0.3, 0.6}),
        field<&P::P_Mb>(2.8, "mmHg", "myoglobin half saturation", "EK-24", Grade::human, {2.4, 3.2}),
        field<&P::s_O>(0.0013, "mM/mmHg", "solubility of oxygen", "EK-24", Grade::model, {0.001, 0.003}),
        field<&P::f_t>(1.5, "ml/100g/mM", "oxygen volume per 100 g of muscle for 1 mM in its cell water", "unit conversion: 0.067 l per 100 g times 22.4 l/mol", Grade::human, {1.4, 1.6}),
        field<&P::n_PO>(5.5, "1", "ATP per oxygen molecule", "stoichiometry", Grade::human, {5, 6}),
        field<&P::k_VO>(90.0, "ml*s/100g/min/mM", "oxygen volume per 100 g and minute for 1 mM/s", "unit conversion with 0.067 l cell water per 100 g",
                        Grade::human, {85, 95}),
        field<&P::minute>(60.0, "s/min", "seconds per minute", "definition", Grade::human, {60, 60}),
        field<&P::percent>(100.0, "1", "per cent of maximal force", "definition", Grade::human, {100, 100}));

    /// Intramuscular pressure.
    template <Scalar T, class Q>
    static T pressure(const Input<T>& in, const Parameters<Q>& p) {
        return p.P_0 + in.s_F * p.percent * in.F + p.s_C * in.C + in.P_conf + in.P_shared + in.P_ext;
    }

    /// Waterfall flow: what drives it is arterial less the higher of venous and intramuscular pressure.
    template <Scalar T, class Q>
    static T flow(const State<T>& x, const Input<T>& in, const T& P_im, const Parameters<Q>& p) {
        const T arterial = p.MAP * (1 + p.k_MAP * in.a);
        names("arterial", arterial);
        return p.Q_0 * x.G * positive(arterial - max(P_im, T(p.P_v))) / (p.MAP - p.P_v);
    }

    template <Scalar T, class Q_>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q_>& p, State<T>& dx) {
        const T P_im = pressure(in, p);
        const T Q = flow(x, in, P_im, p);
        const T VO2 = p.k_VO * in.J_ox / p.n_PO;

        const T s = positive(in.ADP - p.ADP_0) / p.K_ADP + p.w_h * positive((p.P_h - x.P_t) / p.P_h) + p.w_H * positive(p.pH_0 - in.pH);
        dx.G = (1 + p.G_m * s / (1 + s) - x.G) / p.tau_Q;

        const T P3 = cube(positive(x.P_c) / p.P_50);
        const T venous = p.C_a * P3 / (1 + P3);
        const T transfer = p.k_D * (x.P_c - x.P_t);
        names("s P3 venous transfer", s, P3, venous, transfer);
        dx.P_c = (Q * (p.C_a - venous) - transfer) / (p.b_c * p.minute);
        const T store = p.f_t * (p.m_Mb * p.P_Mb / square(positive(x.P_t) + p.P_Mb) + p.s_O);
        names("store", store);
        dx.P_t = (transfer - VO2) / (store * p.minute);
        return {Q, P_im, VO2};
    }
};

}  // namespace wryneck
