#pragma once
// Spontaneous discharge of a patch's fibres: random while it is rare, steady when it is dense, and what it does.
//
//   kappa = f_sp^2/(f_sp^2 + f_c^2)                        share that is dense enough to be steady
//   f_s = kappa f_sp + f_burst (noise) or f_sp (no noise)    impulses per fibre
//   hazard = (1 - kappa) f_sp / n_b                          bursts per second for the event clock
//   a_s = a_m f_s^2/(f_s^2 + f_h^2),  a_tot = 1 - (1 - a)(1 - a_s)
//
// Sources: NE-65, NE-66 (fasciculation), NE-section-9 E6; sizes are assumed.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Discharge {
    static constexpr const char* name = "discharge";

    template <class T> struct State {};
    template <class T> struct Input { T f_sp, f_burst, noise, a, f, conduction; };
    template <class T> struct Output { T f_s, hazard, a_s, a, f, f_t; };
    template <class T> struct Parameters { T f_c, n_b, tau_b, a_m, f_h, w_s; };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs = table<Input>(
        port<&I::f_sp>(0.001, "Hz", "expected spontaneous discharge"), port<&I::f_burst>(0.0, "Hz", "impulses of random bursts"),
        port<&I::noise>(0.0, "1", "1: bursts are random, 0: their mean acts"), port<&I::a>(0.1, "1", "active state by the nerve"),
        port<&I::f>(5.0, "Hz", "impulses by the nerve"), port<&I::conduction>(1.0, "1", "share of fibres that conduct"));

    static constexpr auto outputs = table<Output>(
        port<&O::f_s>(0.0, "Hz", "spontaneous impulses per fibre"), port<&O::hazard>(0.0, "1/s", "bursts per second"),
        port<&O::a_s>(0.0, "1", "active state by spontaneous discharge"), port<&O::a>(0.1, "1", "active state"),
        port<&O::f>(5.0, "Hz", "impulses per fibre of the patch"),
        port<&O::f_t>(5.0, "Hz", "impulses of a fibre that discharges by itself"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::f_c>(5.0, "Hz", "discharge above which bursts merge", "assumed", Grade::assumed, {1, 20}),
        field<&P::n_b>(5.0, "1", "impulses per fibre in a burst", "NE-65", Grade::assumed, {1, 20}),
        field<&P::tau_b>(0.5, "s", "duration of a burst", "assumed", Grade::assumed, {0.05, 2}),
        field<&P::a_m>(0.3, "1", "largest active state by unsynchronised discharge", "EK-prototype", Grade::assumed, {0.1, 1}),
        field<&P::f_h>(15.0, "Hz", "discharge at half of that", "EK-prototype", Grade::assumed, {5, 30}),
        field<&P::w_s>(0.4, "1", "share of the fibres that discharge by themselves", "NE-54: part of the muscle is active", Grade::assumed, {0.05, 1}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T squared = square(in.f_sp / p.f_c);
        const T steady = squared / (1 + squared);
        const T f_s = in.noise * (steady * in.f_sp + in.f_burst) + (1 - in.noise) * in.f_sp;
        const T dense = square(f_s / p.f_h);
        const T a_s = p.a_m * dense / (1 + dense);
        names("squared steady dense", squared, steady, dense);
        return {f_s, (1 - steady) * in.f_sp / p.n_b, a_s, 1 - (1 - in.a) * (1 - a_s), (in.f + p.w_s * f_s) * in.conduction, (in.f + f_s) * in.conduction};
    }
};

}  // namespace wryneck
