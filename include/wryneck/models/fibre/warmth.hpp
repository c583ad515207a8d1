#pragma once
// How much faster each process runs than at the temperature at which it was measured: 20 degC for the published
// kinetics, 37 degC for the supply of energy.
//
//   q = exp(warm ln(Q_10) (T - T_ref)/T_10)
//
// `warm` 0 brings back kinetics that do not see temperature.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Warmth {
    static constexpr const char* name = "warmth";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {
        T temperature;
    };
    template <class T>
    struct Output {
        T gates, channels, pump, sensors, SERCA, binding, bridges, diffusion, supply;
    };
    template <class T>
    struct Parameters {
        T warm, Q_gates, Q_channels, Q_pump, Q_sensors, Q_SERCA, Q_binding, Q_bridges, Q_diffusion, Q_supply, T_ref,
            T_37, T_10;
    };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs = table<Input>(port<&I::temperature>(35.0, "degC", "temperature of the fibre"));

    static constexpr auto outputs = table<Output>(
        port<&O::gates>(1.0, "1", "gates of channels"), port<&O::channels>(1.0, "1", "conductance of open channels"),
        port<&O::pump>(1.0, "1", "sodium pump"), port<&O::sensors>(1.0, "1", "voltage sensors and release channels"),
        port<&O::SERCA>(1.0, "1", "calcium pump and leak of the reticulum"),
        port<&O::binding>(1.0, "1", "binding of calcium and magnesium"), port<&O::bridges>(1.0, "1", "cross-bridges"),
        port<&O::diffusion>(1.0, "1", "diffusion"), port<&O::supply>(1.0, "1", "supply of energy"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::warm>(1.0, "1", "gain of temperature", "definition", Grade::assumed, {0, 1}),
        field<&P::Q_gates>(2.5, "1", "growth per 10 degC: gates of channels", "assumed: middle of 2 to 3",
                           Grade::assumed, {1.5, 3.5}),
        field<&P::Q_channels>(1.5, "1", "conductances, doubled from 20 to 37 degC", "NE-15", Grade::model, {1.2, 2}),
        field<&P::Q_pump>(2.3, "1", "sodium pump", "assumed: an enzyme", Grade::assumed, {1.5, 3.5}),
        field<&P::Q_sensors>(2.0, "1", "voltage sensors and release channels", "assumed", Grade::assumed, {1.2, 3}),
        field<&P::Q_SERCA>(2.2, "1", "calcium pump and leak of the reticulum", "assumed: an enzyme", Grade::assumed,
                           {1.5, 3.5}),
        field<&P::Q_binding>(1.5, "1", "binding of calcium and magnesium", "assumed: between diffusion and reaction",
                             Grade::assumed, {1, 3}),
        field<&P::Q_bridges>(2.6, "1", "cross-bridges", "EK-11", Grade::human, {2, 3.2}),
        field<&P::Q_diffusion>(1.3, "1", "diffusion", "assumed: viscosity of water", Grade::assumed, {1.1, 1.6}),
        field<&P::Q_supply>(2.3, "1", "supply of energy", "assumed: an enzyme", Grade::assumed, {1.5, 3.5}),
        field<&P::T_ref>(20.0, "degC", "temperature of the published kinetics", "Shorten2007", Grade::model, {18, 25}),
        field<&P::T_37>(37.0, "degC", "temperature at which supply was measured", "EK-06", Grade::human, {35, 38}),
        field<&P::T_10>(10.0, "degC", "ten degrees", "definition", Grade::human, {10, 10}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T tens = p.warm * (in.temperature - p.T_ref) / p.T_10,
                tens_37 = p.warm * (in.temperature - p.T_37) / p.T_10;
        const auto grown = [&](const Q& Q_10) { return T(exp(tens * log(Q_10))); };
        return {grown(p.Q_gates),   grown(p.Q_channels),  grown(p.Q_pump),
                grown(p.Q_sensors), grown(p.Q_SERCA),     grown(p.Q_binding),
                grown(p.Q_bridges), grown(p.Q_diffusion), T(exp(tens_37 * log(p.Q_supply)))};
    }
};

}  // namespace wryneck::fibre
