#pragma once
// A fibre along its length: current that flows inside from one place to its neighbours, and how fast the interstitium of
// fibres side by side becomes one.
//
//   G = d k^2/(R_i q^((T_i - T)/T_10)),   I = G (V_before - 2 V + V_after),   mixing = 1/tau_mix
//
// d: volume of the fibre per area, half of its radius; k: places per length. I enters the place like a stimulus. Sources: the cable equation;
// EK-50 for amounts that are kept.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Cable {
    static constexpr const char* name = "cable";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {
        T V_before, V, V_after, depth, density, temperature;
    };
    template <class T>
    struct Output {
        T G, I, mixing;
    };
    template <class T>
    struct Parameters {
        T R_i, q_i, T_i, T_10, tau_mix;
    };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs =
        table<Input>(port<&I::V_before>(-80.0, "mV", "potential of the place before"),
                     port<&I::V>(-80.0, "mV", "potential of this place"),
                     port<&I::V_after>(-80.0, "mV", "potential of the place after"),
                     port<&I::depth>(0.0025, "cm", "volume of the fibre per area of its surface"),
                     port<&I::density>(80.0, "1/cm", "places per length"),
                     port<&I::temperature>(35.0, "degC", "temperature"));

    static constexpr auto outputs =
        table<Output>(port<&O::G>(90.0, "mS/cm^2", "conductance between neighbours per area of a place"),
                      port<&O::I>(0.0, "uA/cm^2", "current into this place"),
                      port<&O::mixing>(0.005, "1/ms", "rate at which the interstitium of neighbouring fibres is shared"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::R_i>(0.17, "kohm*cm", "resistivity of the fibre's inside",
                       "assumed: between 0.125 and 0.213, which are used or were measured for muscle of the rat",
                       Grade::assumed, {0.05, 0.5}),
        field<&P::q_i>(1.37, "1", "fall of it per 10 degC", "assumed: as in amphibian muscle", Grade::assumed, {1, 2}),
        field<&P::T_i>(37.0, "degC", "temperature at which it is R_i", "assumed: that of the body", Grade::assumed,
                       {20, 40}),
        field<&P::T_10>(10.0, "degC", "ten degrees", "definition", Grade::human, {10, 10}),
        field<&P::tau_mix>(200.0, "ms", "time in which the interstitium of neighbouring fibres mixes",
                           "assumed: diffusion over 50 um", Grade::assumed, {1, 1e5}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T G = in.depth * square(in.density) / (p.R_i * exp(log(p.q_i) * (p.T_i - in.temperature) / p.T_10));
        return {G, G * (in.V_before - 2 * in.V + in.V_after), T(1 / p.tau_mix)};
    }
};

}  // namespace wryneck::fibre
