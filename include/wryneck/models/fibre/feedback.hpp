#pragma once
// How metabolites act back: factors that are near 1 at rest.
//
//   bridges: stroke 1/(1 + c_H (H - 1)),  reverse 1 + c_Pi (P/P_ref - 1),  release ATP/(ATP + K_bridge) 1/(1 +
//   ADP/K_ADP) release channel: ATP/(ATP + K_ryr) (1 + Mg_ref/K_Mg)/(1 + Mg/K_Mg) calcium pump: ATP/(ATP + K_pump) 1/(1
//   + ADP/K_SERCA),  leak of the reticulum: 1 + c_leak ADP/(ADP + K_leak) sodium pump: ATP/(ATP + K_pump) 1/(1 +
//   ADP/K_NaK),     chloride channel: (1 + A_0)/(1 + A), A = c_Cl H^2 ATP/(ATP + K_Cl) H = 10^(pH_ref - pH), A_0 at
//   pH_ref.        potassium channel: 1/(1 + (ATP/K)^2), K = K_half (1 + ADP/K_open) H
//
// Each `c_` is a gain whose 0 takes the effect away; `act` 0 takes all away but that of the lack of ATP.

#include <numbers>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Feedback {
    static constexpr const char* name = "feedback";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {
        T ATP, ADP, P, pH, Mg;
    };
    template <class T>
    struct Output {
        T stroke, reverse, detach, channel, SERCA, leak, NaK, chloride, K_ATP;
    };
    template <class T>
    struct Parameters {
        T act, c_H, c_Pi, P_ref, K_bridge, K_ADP, K_ryr, K_Mg, Mg_ref, K_pump, K_SERCA, c_leak, K_leak, K_NaK, c_Cl,
            K_Cl, K_half, K_open, pH_ref;
    };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs =
        table<Input>(port<&I::ATP>(8.2, "mM", "all ATP"), port<&I::ADP>(0.013, "mM", "free ADP"),
                     port<&I::P>(4.5, "mM", "phosphate"), port<&I::pH>(7.05, "pH", "pH of the sarcoplasm"),
                     port<&I::Mg>(900.0, "uM", "free magnesium"));

    static constexpr auto outputs = table<Output>(
        port<&O::stroke>(1.0, "1", "factor on strokes"), port<&O::reverse>(1.0, "1", "factor on their reversal"),
        port<&O::detach>(1.0, "1", "factor on detachment"), port<&O::channel>(1.0, "1", "factor on release"),
        port<&O::SERCA>(1.0, "1", "factor on the calcium pump"),
        port<&O::leak>(1.0, "1", "factor on the leak of the reticulum"),
        port<&O::NaK>(1.0, "1", "factor on the sodium pump"),
        port<&O::chloride>(1.0, "1", "factor on chloride channels"),
        port<&O::K_ATP>(0.0, "1", "open share of ATP-dependent potassium channels"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::act>(1.0, "1", "gain of all that is not lack of ATP", "definition", Grade::assumed, {0, 1}),
        field<&P::c_H>(0.05, "1", "weight of acid on strokes", "EK-17: little above 25 degC", Grade::assumed, {0, 0.5}),
        field<&P::c_Pi>(0.087, "1", "weight of phosphate on the reversal",
                        "fitted to EK-17: 25 mM costs a fifth of force at 30 degC", Grade::fitted, {0, 1}),
        field<&P::P_ref>(4.5, "mM", "phosphate at rest", "EK-01", Grade::human, {3, 6}),
        field<&P::K_bridge>(0.1, "mM", "ATP at half of detachment", "EK-21", Grade::model, {0.01, 0.5}),
        field<&P::K_ADP>(0.3, "mM", "ADP that halves detachment", "assumed: as in skinned fibres", Grade::assumed,
                         {0.05, 2}),
        field<&P::K_ryr>(0.115, "mM", "ATP at half of release", "fitted to EK-19: 10 and 20 % less at 1 and 0.5 mM",
                         Grade::fitted, {0.01, 0.5}),
        field<&P::K_Mg>(2000.0, "uM", "magnesium that halves release", "fitted to EK-19: 40 % less at 3 mM",
                        Grade::fitted, {300, 10000.0}),
        field<&P::Mg_ref>(900.0, "uM", "magnesium at rest", "EK-03", Grade::human, {500, 1200}),
        field<&P::K_pump>(0.05, "mM", "ATP at half of either pump", "assumed: far below rest", Grade::assumed,
                          {0.005, 0.5}),
        field<&P::K_SERCA>(2.4, "mM", "ADP that halves the calcium pump", "fitted to EK-20: 30 % less at 1.04 mM",
                           Grade::fitted, {0.5, 10}),
        field<&P::c_leak>(3.95, "1", "weight of ADP on the leak", "fitted to EK-20: load falls 4.4-fold", Grade::fitted,
                          {0, 20}),
        field<&P::K_leak>(0.064, "mM", "ADP at half of it", "EK-20", Grade::mammal, {0.02, 0.2}),
        field<&P::K_NaK>(2.0, "mM", "ADP that halves the sodium pump", "assumed", Grade::assumed, {0.3, 10}),
        field<&P::c_Cl>(0.5, "1", "weight of acid on chloride channels",
                        "assumed: ClC-1 closes in acid while ATP is there", Grade::assumed, {0, 3}),
        field<&P::K_Cl>(1.0, "mM", "ATP at half of that", "assumed: millimolar", Grade::assumed, {0.1, 5}),
        field<&P::K_half>(0.1, "mM", "ATP that closes half of its potassium channels", "EK-21", Grade::assumed,
                          {0.01, 2}),
        field<&P::K_open>(0.1, "mM", "ADP that doubles it", "EK-21", Grade::assumed, {0.01, 2}),
        field<&P::pH_ref>(7.05, "pH", "pH at rest", "EK-02", Grade::human, {7, 7.1}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T ATP = positive(in.ATP), ADP = positive(in.ADP), Mg = positive(in.Mg);
        const T H = exp(std::numbers::ln10 * p.act * (p.pH_ref - in.pH)), lack = saturation(ATP, p.K_pump);
        const T acid = p.c_Cl * square(H) * saturation(ATP, p.K_Cl), K = p.K_half * (1 + ADP / p.K_open) * H;
        return {1 / (1 + p.c_H * (H - 1)),
                1 + p.act * p.c_Pi * (in.P / p.P_ref - 1),
                saturation(ATP, p.K_bridge) / (1 + p.act * ADP / p.K_ADP),
                saturation(ATP, p.K_ryr) * (1 + p.act * p.Mg_ref / p.K_Mg) / (1 + p.act * Mg / p.K_Mg),
                lack / (1 + p.act * ADP / p.K_SERCA),
                1 + p.act * p.c_leak * saturation(ADP, p.K_leak),
                lack / (1 + p.act * ADP / p.K_NaK),
                (1 + p.c_Cl) / (1 + acid),
                square(K) / (square(K) + square(ATP))};
    }
};

}  // namespace wryneck::fibre
