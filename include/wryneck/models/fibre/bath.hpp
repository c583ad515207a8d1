#pragma once
// What surrounds a fibre: ions of plasma or bath, its temperature, and how fast the interstitium follows it. Calcium,
// magnesium, sodium and acid screen the charge on the membrane, so that gates see another potential:
//
//   shift = s log10((Ca + a_Mg Mg + c_0)/(Ca_ref + a_Mg Mg_ref + c_0)) + b_salt log10(salt/salt_ref) - b_pH (pH -
//   pH_ref)
//
// positive is less excitable. `salt` is all monovalent cations: what replaces sodium screens as it did. Sodium channels
// take it whole, potassium channels and the voltage sensors of the triad have their own slope against divalent ions
// only. `screen` 0 brings back channels that do not see the bath.

#include <numbers>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Bath {
    static constexpr const char* name = "bath";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {};
    template <class T>
    struct Output {
        T shift_Na, shift_K, shift_E, others, temperature, exchange;
    };
    template <class T>
    struct Parameters {
        T K, Na, Cl, Ca, Mg, pH, temperature, osm, exchange, salt, screen, s_Na, s_K, a_Mg, c_0, b_salt, b_pH, Ca_ref,
            Mg_ref, salt_ref, pH_ref;
    };
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs = table<Input>();

    static constexpr auto outputs =
        table<Output>(port<&O::shift_Na>(0.0, "mV", "shift of sodium channels"),
                      port<&O::shift_K>(0.0, "mV", "shift of potassium channels"),
                      port<&O::shift_E>(0.0, "mV", "shift of the voltage sensors of the triad"),
                      port<&O::others>(20.0, "mM", "osmoles besides potassium, sodium and chloride"),
                      port<&O::temperature>(35.0, "degC", "temperature"),
                      port<&O::exchange>(1e-4, "1/ms", "exchange of the interstitium"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::K>(4.0, "mM", "potassium", "NE-23", Grade::human, {0.2, 120}),
        field<&P::Na>(140.0, "mM", "sodium", "NE-26", Grade::human, {1, 200}),
        field<&P::Cl>(104.0, "mM", "chloride", "NE-15", Grade::model, {0.5, 200}),
        field<&P::Ca>(1.25, "mM", "ionised calcium", "NE-01", Grade::human, {0.01, 25}),
        field<&P::Mg>(0.55, "mM", "ionised magnesium", "NE-01", Grade::human, {0, 30}),
        field<&P::pH>(7.4, "pH", "pH", "NE-82", Grade::human, {6.4, 8.2}),
        field<&P::temperature>(35.0, "degC", "temperature, 35 degC for muscles of the neck",
                               "assumed: muscle under thin skin", Grade::assumed, {20, 40}),
        field<&P::osm>(290.0, "mM", "osmoles", "assumed: plasma", Grade::assumed, {150, 450}),
        field<&P::exchange>(6.7e-05, "1/ms", "exchange of the interstitium with it; 0.1: the interstitium is the bath",
                            "assumed: flow of working muscle renews the interstitium in 15 s", Grade::assumed,
                            {0, 0.1}),
        field<&P::salt>(140.0, "mM", "monovalent cations that screen: sodium and what replaces it", "NE-26",
                        Grade::human, {10, 300}),
        field<&P::screen>(1.0, "1", "gain of screening", "definition", Grade::assumed, {0, 1}),
        field<&P::s_Na>(24.0, "mV", "shift of sodium channels per decade of divalent ions", "NE-01", Grade::model,
                        {15, 30}),
        field<&P::s_K>(8.5, "mV", "the same, potassium channels and voltage sensors", "NE-04", Grade::model, {4, 15}),
        field<&P::a_Mg>(0.5, "1", "weight of magnesium", "NE-06", Grade::model, {0.3, 0.6}),
        field<&P::c_0>(0.36, "mM", "other charges that screen", "NE-01", Grade::fitted, {0.2, 0.6}),
        field<&P::b_salt>(16.0, "mV", "shift per decade of salt", "NE-02", Grade::model, {0, 30}),
        field<&P::b_pH>(4.6, "mV", "shift per pH unit", "NE-02", Grade::model, {2, 10}),
        field<&P::Ca_ref>(1.25, "mM", "calcium at which the kinetics were measured", "NE-01", Grade::human, {1.1, 2.5}),
        field<&P::Mg_ref>(0.55, "mM", "magnesium there", "NE-01", Grade::human, {0.4, 1.2}),
        field<&P::salt_ref>(140.0, "mM", "salt there", "NE-01", Grade::human, {120, 150}),
        field<&P::pH_ref>(7.4, "pH", "pH there", "NE-82", Grade::human, {7.2, 7.5}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>&, const Input<T>&, const Parameters<Q>& p, State<T>&) {
        const Q divalent = log((p.Ca + p.a_Mg * p.Mg + p.c_0) / (p.Ca_ref + p.a_Mg * p.Mg_ref + p.c_0)) / ln10;
        const Q salt = p.b_salt * log(p.salt / p.salt_ref) / ln10, acid = p.b_pH * (p.pH - p.pH_ref);
        return {T(p.screen * (p.s_Na * divalent + salt - acid)),
                T(p.screen * p.s_K * divalent),
                T(p.screen * p.s_K * divalent),
                T(p.osm - p.K - p.Na - p.Cl),
                T(p.temperature),
                T(p.exchange)};
    }

private:
    static constexpr double ln10 = std::numbers::ln10;
};

}  // namespace wryneck::fibre
