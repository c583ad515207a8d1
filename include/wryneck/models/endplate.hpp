#pragma once
// Neuromuscular transmission: evoked release of acetylcholine, its safety, and end-plate noise.
//
//   m = release_gain [ (Ca/(1 + Ca/K_1 + Mg/K_2)) / ref ]^4              quantal content relative to normal (Dodge-Rahamimoff)
//   transmission = (s m)^4 / (1 + (s m)^4)                                share of impulses that reach the fibre, safety s
//   noise = release_gain / esterase (1 + a_A M)                           spontaneous release reaching the fibre, relative to rest
//   leak = eps n/(1 + n/noise_max),  n = noise_gain max(0, noise - 1)     what it adds to the resting calcium leak
//
// Low Ca2+ lowers release while it raises axon excitability: both are carried. Sources: NE-30, NE-31, NE-34..38.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Endplate {
    static constexpr const char* name = "endplate";

    template <class T> struct State {};
    template <class T> struct Input { T Ca, Mg, M, release_gain, esterase, noise_gain; };
    template <class T> struct Output { T quanta, transmission, noise, leak; };
    template <class T> struct Parameters { T K_1, K_2, Ca_ref, Mg_ref, safety, a_A, eps, noise_max, floor; };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();

    static constexpr auto inputs = table<Input>(
        port<&I::Ca>(1.25, "mM", "interstitial ionised calcium"), port<&I::Mg>(0.55, "mM", "interstitial ionised magnesium"),
        port<&I::M>(0.0, "1", "mediators"), port<&I::release_gain>(1.0, "1", "factor on acetylcholine release"),
        port<&I::esterase>(1.0, "1", "acetylcholinesterase activity"),
        port<&I::noise_gain>(1.0, "1", "hypothesis gain of end-plate noise times the patch factor"));

    static constexpr auto outputs = table<Output>(
        port<&O::quanta>(1.0, "1", "quantal content relative to normal"), port<&O::transmission>(1.0, "1", "share of impulses transmitted"),
        port<&O::noise>(1.0, "1", "end-plate noise relative to rest"), port<&O::leak>(0.0, "1", "calcium leak by noise, in resting leaks"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::K_1>(1.1, "mM", "calcium constant of release", "NE-31 (unverified)", Grade::model, {0.8, 1.5}),
        field<&P::K_2>(3.0, "mM", "magnesium constant of release", "NE-31 (unverified)", Grade::model, {2, 4}),
        field<&P::Ca_ref>(1.25, "mM", "reference ionised calcium", "NE-80", Grade::human, {1.1, 1.35}),
        field<&P::Mg_ref>(0.55, "mM", "reference ionised magnesium", "NE-83", Grade::human, {0.4, 0.6}),
        field<&P::safety>(4.0, "1", "safety factor of transmission", "assumed: 3 to 5 is usual", Grade::assumed, {3, 5}),
        field<&P::a_A>(1.0, "1", "end-plate noise per unit of mediators (esterase inhibition by acid and CGRP)", "EK-69", Grade::assumed, {0, 10}),
        field<&P::eps>(0.03, "1", "calcium leak per unit of noise above rest", "EK-prototype", Grade::assumed, {0, 0.3}),
        field<&P::noise_max>(300.0, "1", "noise at which the leak saturates", "NE-37", Grade::assumed, {100, 1000}),
        field<&P::floor>(0.01, "1", "least esterase activity counted", "numerics", Grade::assumed, {1e-3, 0.1}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T reference = p.Ca_ref / (1 + p.Ca_ref / p.K_1 + p.Mg_ref / p.K_2);
        const T Ca = positive(in.Ca);
        const T quanta = in.release_gain * fourth(Ca / (1 + Ca / p.K_1 + positive(in.Mg) / p.K_2) / reference);
        const T margin = fourth(p.safety * quanta);
        const T noise = in.release_gain / max(in.esterase, T(p.floor)) * (1 + p.a_A * positive(in.M));
        const T above = in.noise_gain * positive(noise - 1);
        names("reference margin above", reference, margin, above);
        return {quanta, margin / (1 + margin), noise, p.eps * above / (1 + above / p.noise_max)};
    }
};

}  // namespace wryneck
