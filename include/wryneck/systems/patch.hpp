#pragma once
// A patch: one segment of a muscle's volume. This file is its block diagram.
//
//   nerve: a, f --> discharge --> a, f --> energetics <--> perfusion
//                      ^             \--> interstitium --> membrane --> (spontaneous discharge, conduction)
//                      |                                                        |
//                      +--------------------------------------------------------+
//   energetics --> calcium (leak, contracture) <--> mediators --> afferents;  knot front;  fluid --> pressure
//
// Lanes are muscles: what the muscle gives its patches comes lane by lane.

#include "wryneck/core/layout.hpp"
#include "wryneck/models/calcium.hpp"
#include "wryneck/models/discharge.hpp"
#include "wryneck/models/endplate.hpp"
#include "wryneck/models/energetics.hpp"
#include "wryneck/models/fluid.hpp"
#include "wryneck/models/interstitium.hpp"
#include "wryneck/models/knot_front.hpp"
#include "wryneck/models/mediators.hpp"
#include "wryneck/models/membrane.hpp"
#include "wryneck/models/perfusion.hpp"

namespace wryneck {

struct Patch {
    using States = Packing<Energetics, Perfusion, Interstitium, Membrane, Calcium, Mediators, Fluid, KnotFront>;
    static constexpr std::size_t size = States::size;

    struct Parameters {
        Energetics::Parameters<double> energetics = defaults<Energetics::Parameters>(Energetics::parameters);
        Perfusion::Parameters<double> perfusion = defaults<Perfusion::Parameters>(Perfusion::parameters);
        Interstitium::Parameters<double> interstitium = defaults<Interstitium::Parameters>(Interstitium::parameters);
        Membrane::Parameters<double> membrane = defaults<Membrane::Parameters>(Membrane::parameters);
        Endplate::Parameters<double> endplate = defaults<Endplate::Parameters>(Endplate::parameters);
        Discharge::Parameters<double> discharge = defaults<Discharge::Parameters>(Discharge::parameters);
        Calcium::Parameters<double> calcium = defaults<Calcium::Parameters>(Calcium::parameters);
        Mediators::Parameters<double> mediators = defaults<Mediators::Parameters>(Mediators::parameters);
        Fluid::Parameters<double> fluid = defaults<Fluid::Parameters>(Fluid::parameters);
        KnotFront::Parameters<double> knot_front = defaults<KnotFront::Parameters>(KnotFront::parameters);
    };

    /// How patches differ: factors drawn once per run, the depth of the muscle, the threshold shift of the subject (mV).
    template <class T> struct Traits { T J_scale, s_F, fatigue, mediator, noise, insult, theta; };

    /// Plasma and temperature, the same for all patches.
    struct Milieu { double K, Na, Ca, Mg, pH, warm; };

    /// Hypothesis gains that act inside a patch.
    struct Gains { double crisis, dilution, swelling, noise, mediator, spinal, growth, potassium; };

    /// What acts on a patch during a step.
    template <class T> struct Drive {
        T a, f;                          // active state and impulses by the nerve
        T f_burst;                       // random bursts of spontaneous discharge
        T l, stretch, pump;              // length relative to neutral, imposed lengthening, rhythmic length change
        T S, M_in, insult;               // spinal sensitisation; mediators and insult from outside
        T P_ext, P_shared;               // pressure from outside and by the compartment
        T arrival, contact;              // knotted share, and leak by mediators, of the touching neighbours
        T release_gain, esterase;
    };

    /// What others see of a patch.
    template <class T> struct Output {
        T C_f, a, f, F, a_s, strength;   // strength: force per active state; F = active share of the fresh maximum
        T C, N, M, phi, hazard, f_sp, conduction, transmission, excitation;
        T ATP, Q, P_im, V, swelling, J_use;
        T balance_E, balance_Y, balance_K, balance_W;
    };

    template <Scalar T>
    static Output<T> rhs(const T* x, const Drive<T>& in, const Traits<T>& v, const Milieu& m, const Gains& g, double noise,
                         const Parameters& p, T* dx) {
        const auto energetics = load<Energetics::State>(x + States::offset<Energetics>());
        const auto perfusion = load<Perfusion::State>(x + States::offset<Perfusion>());
        const auto ions = load<Interstitium::State>(x + States::offset<Interstitium>());
        const auto membrane = load<Membrane::State>(x + States::offset<Membrane>());
        const auto calcium = load<Calcium::State>(x + States::offset<Calcium>());
        const auto mediators = load<Mediators::State>(x + States::offset<Mediators>());
        const auto fluid = load<Fluid::State>(x + States::offset<Fluid>());
        const auto front = load<KnotFront::State>(x + States::offset<KnotFront>());

        Membrane::State<T> d_membrane;
        const auto excitability = Membrane::rhs(
            membrane, {ions.K_e, ions.K_t, ions.K_i, ions.Na_e, ions.Na_i, ions.Cl_i, ions.Ca_e, ions.Mg_e, m.pH, m.Na, in.l, v.theta, g.dilution}, p.membrane, d_membrane);

        Endplate::State<T> none;
        const auto endplate = Endplate::rhs(none, {ions.Ca_e, ions.Mg_e, mediators.M, in.release_gain, in.esterase, g.noise * v.noise},
                                            p.endplate, none);

        Discharge::State<T> nothing;
        const auto active = Discharge::rhs(nothing, {excitability.f_sp, in.f_burst, noise, in.a, in.f, excitability.conduction},
                                           p.discharge, nothing);

        const auto pools = Energetics::closure(energetics, p.energetics);
        const T C_f = Energetics::capacity(energetics, pools, p.energetics);
        const T strength = C_f * excitability.conduction;
        const T F = active.a * strength;
        const T C = calcium.C + calcium.R * (1 - calcium.C);

        Perfusion::State<T> d_perfusion;
        const T J_ox = Energetics::oxidation(energetics, perfusion.P_t, T(m.warm), p.energetics);
        const auto blood = Perfusion::rhs(perfusion, {active.a, F, C, J_ox, pools.ADP, energetics.pH, Fluid::confinement(fluid, p.fluid), in.P_shared, in.P_ext, v.s_F},
                                          p.perfusion, d_perfusion);

        Fluid::State<T> d_fluid;
        const T osmoles = pools.Pi - p.energetics.Pi_0 + energetics.L - p.interstitium.L_p;
        const auto water = Fluid::rhs(fluid, {osmoles, ions.Na_e, mediators.M, blood.Q, in.pump, g.swelling}, p.fluid,
                                      d_fluid);

        const T J_L = Energetics::lactate_release(energetics, ions.L_e, blood.Q, p.energetics);
        Interstitium::State<T> d_ions;
        const auto pump = Interstitium::rhs(ions, {active.f, active.f_t * g.potassium, blood.Q, excitability.V, pools.ATP, J_L, m.K, m.Na, m.Ca, m.Mg},
                                            p.interstitium, d_ions);

        Energetics::State<T> d_energetics;
        const auto energy = Energetics::rhs(
            energetics, {active.a * excitability.conduction, C, pump.J_ATP, blood.Q, perfusion.P_t, v.J_scale, v.fatigue, m.warm, ions.L_e}, p.energetics, d_energetics);

        Mediators::State<T> d_mediators;
        const auto afferents = Mediators::rhs(mediators, {C, energetics.pH, perfusion.P_t, ions.L_e, ions.K_e, blood.Q, in.M_in, in.stretch},
                                              p.mediators, d_mediators);

        KnotFront::State<T> d_front;
        const T loop = g.mediator * v.mediator;
        const T excitation = p.calcium.a_M * loop * mediators.M + p.calcium.g_S * g.spinal * in.S;
        const auto knot = KnotFront::rhs(front, {C, excitation + in.contact, in.arrival, in.stretch, g.growth}, p.knot_front, d_front);

        Calcium::State<T> d_calcium;
        const auto leak = Calcium::rhs(calcium,
                                       {active.a, C_f, pools.ADP, pools.ATP, energy.dG, mediators.M, in.S, endplate.leak, in.insult, knot.leak,
                                        in.stretch, loop, g.spinal, g.crisis, v.insult},
                                       p.calcium, d_calcium);

        store<Energetics::State>(d_energetics, dx + States::offset<Energetics>());
        store<Perfusion::State>(d_perfusion, dx + States::offset<Perfusion>());
        store<Interstitium::State>(d_ions, dx + States::offset<Interstitium>());
        store<Membrane::State>(d_membrane, dx + States::offset<Membrane>());
        store<Calcium::State>(d_calcium, dx + States::offset<Calcium>());
        store<Mediators::State>(d_mediators, dx + States::offset<Mediators>());
        store<Fluid::State>(d_fluid, dx + States::offset<Fluid>());
        store<KnotFront::State>(d_front, dx + States::offset<KnotFront>());

        return {C_f, active.a, active.f, F, active.a_s, strength, leak.contracted, afferents.N, mediators.M, knot.phi, active.hazard,
                excitability.f_sp, excitability.conduction, endplate.transmission, excitation, pools.ATP, blood.Q, blood.P_im, excitability.V, water.swelling,
                energy.J_use, energy.balance_E, energy.balance_Y, pump.balance_K, water.balance_W};
    }
};

}  // namespace wryneck
