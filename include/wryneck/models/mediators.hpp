#pragma once
// The pain-producing milieu and what the thin afferents (group III/IV) report of it.
//
//   M' = [k_M B C/(C + K_C) (m_0 + acid + hypoxia) + M_in - M (1 + k_w q + k_s stretch)] / tau_M    bradykinin, CGRP, substance P, ... lumped
//   B' = (1 - B)/tau_B - k_B B C/(C + K_C)                        stores that a lasting knot empties (no knot is for ever)
//   N = 1 - exp(-(g_N h_A h_L h_K (1 + M) + w_M M))                 a product of acid, lactate and potassium, not a sum
//
// Contested: see docs/evidence.md on the milieu of trigger points. Sources: EK-63, EK-66, EK-75, section 3.4.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Mediators {
    static constexpr const char* name = "mediators";

    template <class T> struct State { T M, B; };
    template <class T> struct Input { T C, pH, P_t, L_e, K_e, Q, M_in, stretch; };
    template <class T> struct Output { T N; };
    template <class T> struct Parameters {
        T k_M, K_C, m_0, pH_0, w_H, P_h, tau_M, k_w, K_Q, k_s, tau_B, k_B, g_N, K_h, K_L, K_0, K_K, w_M;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::M>(0.0, "1", "pain-producing mediators, lumped", "EK-63 (contested)", Grade::assumed, {-0.01, 20}),
        field<&S::B>(1.0, "1", "mediator stores", "assumed", Grade::assumed, {-0.01, 1.01}));

    static constexpr auto inputs = table<Input>(
        port<&I::C>(0.0, "1", "contractured share"), port<&I::pH>(7.05, "pH", "cytosolic pH"),
        port<&I::P_t>(30.0, "mmHg", "oxygen pressure in the fibre"), port<&I::L_e>(1.0, "mM", "interstitial lactate"),
        port<&I::K_e>(4.2, "mM", "interstitial potassium"), port<&I::Q>(2.5, "ml/100g/min", "blood flow"),
        port<&I::M_in>(0.0, "1", "mediators supplied from outside"), port<&I::stretch>(0.0, "1", "stretch beyond rest, 0 to 1"));

    static constexpr auto outputs = table<Output>(port<&O::N>(0.0, "1", "discharge of thin afferents, 0 to 1"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_M>(1.0, "1", "mediators released by a full contracture", "EK-section-3.4", Grade::assumed, {0, 3}),
        field<&P::K_C>(0.2, "1", "contracture at half of the release", "EK-section-3.4", Grade::assumed, {0.05, 0.5}),
        field<&P::m_0>(0.3, "1", "release without acid or hypoxia", "EK-section-3.4", Grade::assumed, {0, 1}),
        field<&P::pH_0>(7.05, "pH", "pH below which acid counts", "EK-02", Grade::human, {7.0, 7.1}),
        field<&P::w_H>(2.0, "1", "weight of acid, per pH unit", "EK-section-3.4", Grade::assumed, {0, 4}),
        field<&P::P_h>(8.0, "mmHg", "oxygen pressure below which hypoxia counts", "EK-section-3.4", Grade::assumed, {4, 15}),
        field<&P::tau_M>(600.0, "s", "clearance of mediators", "EK-section-3.4", Grade::assumed, {100, 1200}),
        field<&P::k_w>(0.0, "1", "faster clearance with flow", "assumed", Grade::assumed, {0, 2}),
        field<&P::K_Q>(20.0, "ml/100g/min", "flow at half of that", "assumed", Grade::assumed, {5, 50}),
        field<&P::k_s>(2.0, "1", "faster clearance while stretched", "assumed: lymph and flow with length changes", Grade::assumed, {0, 10}),
        field<&P::tau_B>(86400.0, "s", "refilling of the stores", "assumed", Grade::assumed, {3600, 604800}),
        field<&P::k_B>(1.0e-4, "1/s", "emptying of the stores by a full contracture", "assumed", Grade::assumed, {0, 1e-3}),
        field<&P::g_N>(3.0, "1", "gain of the afferent gate", "EK-prototype", Grade::assumed, {1, 10}),
        field<&P::K_h>(0.3, "pH", "fall of pH at half of the acid gate", "EK-75", Grade::assumed, {0.1, 0.6}),
        field<&P::K_L>(8.0, "mM", "lactate at half of its gate", "EK-75", Grade::assumed, {4, 20}),
        field<&P::K_0>(5.0, "mM", "potassium below which its gate is shut", "EK-prototype", Grade::assumed, {4.2, 6}),
        field<&P::K_K>(4.0, "mM", "potassium rise at half of its gate", "EK-prototype", Grade::assumed, {2, 8}),
        field<&P::w_M>(0.3, "1", "afferent discharge by mediators alone", "EK-prototype", Grade::assumed, {0, 1}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T C = positive(in.C);
        const T h = positive(p.pH_0 - in.pH);
        const T release = C / (C + p.K_C);
        const T acid = p.w_H * h;
        const T hypoxia = positive((p.P_h - in.P_t) / p.P_h);
        const T clearance = 1 + p.k_w * in.Q / (in.Q + p.K_Q) + p.k_s * in.stretch;
        dx.M = (p.k_M * x.B * release * (p.m_0 + acid + hypoxia) + in.M_in - x.M * clearance) / p.tau_M;
        dx.B = (1 - x.B) / p.tau_B - p.k_B * x.B * release;

        const T L = positive(in.L_e);
        const T K = positive(in.K_e - p.K_0);
        const T product = h / (h + p.K_h) * L / (L + p.K_L) * K / (K + p.K_K);
        const T M = positive(x.M);
        names("C_pos h release acid hypoxia clearance L_pos K product M_pos", C, h, release, acid, hypoxia, clearance, L, K, product, M);
        return {1 - exp(-(p.g_N * product * (1 + M) + p.w_M * M))};
    }
};

}  // namespace wryneck
