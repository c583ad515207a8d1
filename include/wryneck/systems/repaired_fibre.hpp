#pragma once
// One muscle fibre that can rest, tire and recover: the default. This file is its block diagram.
//
//   bath (ions, pH, temperature) --> shift of gates, speed of every process
//   I_HH --> membranes (V_s, V_t) <--> gates          ions (K, Na, Cl in fibre, tubule, interstitium) <--> plasma
//               |  ^                                    |  water
//               v  |
//             V_t --> release --> reticulum <--> buffers (parvalbumin, ATP, Mg, calsequestrin)
//                                  ^    ^            |
//              filament (A_2: force)    phosphate    |
//                 |       ATP used                   v
//                 +---------------------> energy (creatine kinase, oxidation, glycolysis) --> feedback on all of them
//
// Equations that are the published ones are shared with `Published`; where only constants differ, `repaired_values.hpp`
// has them. Each repair can be taken back by a parameter: docs/fibre.md lists them.

#include "wryneck/models/fibre/bath.hpp"
#include "wryneck/models/fibre/electrolytes.hpp"
#include "wryneck/models/fibre/energy.hpp"
#include "wryneck/models/fibre/feedback.hpp"
#include "wryneck/models/fibre/ligands.hpp"
#include "wryneck/models/fibre/precipitate.hpp"
#include "wryneck/models/fibre/sarcolemma.hpp"
#include "wryneck/models/fibre/warmth.hpp"
#include "wryneck/models/fibre/water.hpp"
#include "wryneck/systems/fibre.hpp"
#include "wryneck/systems/repaired_values.hpp"

namespace wryneck::fibre {

struct Repaired {
    using States =
        Packing<Sarcolemma, Gates, Electrolytes, Release, Reticulum, Ligands, Filament, Precipitate, Energy, Water>;

    /// What the bath does to the gates, once per run.
    template <class Q>
    struct Seen {
        Q shift_Na{}, shift_K{}, shift_E{}, others{};
    };

    template <class Q>
    struct Parameters {
        Sarcolemma::Parameters<Q> membranes;
        Gates::Parameters<Q> gates;
        Electrolytes::Parameters<Q> ions;
        Release::Parameters<Q> release;
        Reticulum::Parameters<Q> reticulum;
        Ligands::Parameters<Q> buffers;
        Filament::Parameters<Q> filament;
        Precipitate::Parameters<Q> phosphate;
        Energy::Parameters<Q> energy;
        Water::Parameters<Q> water;
        Feedback::Parameters<Q> feedback;
        Geometry::Parameters<Q> geometry;
        Bath::Parameters<Q> bath;
        Warmth::Parameters<Q> warmth;
        Seen<Q> seen{};

        /// `record(model)` gives the parameters of a sub-model.
        template <class F>
        static constexpr Parameters from(F&& record) {
            return {record(Sarcolemma{}),
                    record(RepairedGates{}),
                    record(Electrolytes{}),
                    record(RepairedRelease{}),
                    record(RepairedReticulum{}),
                    record(Ligands{}),
                    record(RepairedFilament{}),
                    record(Precipitate{}),
                    record(Energy{}),
                    record(Water{}),
                    record(Feedback{}),
                    record(Geometry{}),
                    record(Bath{}),
                    record(Warmth{})};
        }

        /// Call f(model, its parameters) for every sub-model in the same order.
        template <class F>
        constexpr void each(F&& f) {
            f(Sarcolemma{}, membranes), f(RepairedGates{}, gates), f(Electrolytes{}, ions),
                f(RepairedRelease{}, release);
            f(RepairedReticulum{}, reticulum), f(Ligands{}, buffers), f(RepairedFilament{}, filament);
            f(Precipitate{}, phosphate), f(Energy{}, energy), f(Water{}, water), f(Feedback{}, feedback);
            f(Geometry{}, geometry), f(Bath{}, bath), f(Warmth{}, warmth);
        }
    };

    static constexpr Parameters<double> of(Kind kind) {
        const Column column = kind == Kind::fast ? Column::first : Column::second;
        return Parameters<double>::from(
            [&]<class M>(M) { return defaults<M::template Parameters>(M::parameters, column); });
    }

    /// Where the run to rest begins: all that the fibre holds.
    static std::array<double, States::size> start(Kind kind) {
        auto x = initial<Repaired>(kind);
        const auto names = States::names();
        for (const Revision& r : start_values)
            for (std::size_t i = 0; i < x.size(); ++i)
                if (names[i] == r.name) x[i] = kind == Kind::fast ? r.value.first : r.value.second;
        return x;
    }

    /// The parameters at the temperature of the bath, and what its ions do to the gates. Do this once, before `rhs`.
    template <class Q>
    static constexpr Parameters<Q> prepared(Parameters<Q> p);

    /// For who draws them: the same as the sub-model `Bath` of the diagram.
    template <class Q>
    static Parameters<Q> drawn(Parameters<Q> p) {
        typename Bath::State<Q> none;
        const auto seen = call<Bath>(none, {}, p.bath, none);
        p.seen = {seen.shift_Na, seen.shift_K, seen.shift_E, seen.others};
        return p;
    }

    /// For who reads the equations: what the bath does to the gates, each out of next().
    template <class Q, class Next>
    static constexpr void see(Parameters<Q>& p, Next&& next) {
        p.seen = {next(), next(), next(), next()};
    }

    /// `I_HH`: stimulus current into the sarcolemma, uA/cm2.
    template <Scalar T, class Q>
    static constexpr void rhs(const T* x, const T& I_HH, const Parameters<Q>& p, T* dx);
};

template <class Q>
constexpr Repaired::Parameters<Q> Repaired::prepared(Parameters<Q> p) {
    typename Bath::State<Q> bath;
    const auto seen = Bath::rhs(bath, Bath::Input<Q>{}, p.bath, bath);
    p.seen = {seen.shift_Na, seen.shift_K, seen.shift_E, seen.others};
    typename Warmth::State<Q> none;
    const auto q = Warmth::rhs(none, Warmth::Input<Q>{p.bath.temperature}, p.warmth, none);
    const auto faster = [](const Q& factor, auto&... rates) { ((rates = rates * factor), ...); };
    const auto slower = [](const Q& factor, auto&... times) { ((times = times / factor), ...); };

    auto& m = p.membranes;
    m.T_0 = m.T_0 + (p.bath.temperature - p.warmth.T_ref);
    faster(q.channels, m.g_Cl, m.g_K, m.g_Na, m.G_K, m.g_bK, m.g_bNa, m.g_KATP), faster(q.pump, m.J_NaK);
    auto& g = p.gates;
    faster(q.gates, g.a_n, g.b_n, g.a_m, g.b_m, g.a_h, g.b_h), slower(q.gates, g.tau_hK, g.tau_hK_t, g.tau_0);
    auto& i = p.ions;
    slower(q.diffusion, i.tau_K, i.tau_Na, i.tau_Cl);
    auto& r = p.release;
    faster(q.sensors, r.k_L, r.k_Lm, r.alpha1);
    auto& s = p.reticulum;
    faster(q.SERCA, s.nu_SR, s.L_e), faster(q.diffusion, s.i2, s.tau_R, s.tau_SR_R);
    auto& b = p.buffers;
    faster(q.binding, b.k_Pon, b.k_Poff, b.k_Mgon, b.k_Mgoff, b.k_Cson, b.k_Csoff, b.k_CATPon, b.k_CATPoff, b.k_MATPon);
    faster(q.binding, b.k_MATPoff), faster(q.diffusion, b.tau_ATP);
    auto& f = p.filament;
    faster(q.binding, f.k_Ton, f.k_Toff, f.k_0on, f.k_0off, f.k_Caon, f.k_Caoff);
    faster(q.bridges, f.f_o, f.f_p, f.h_o, f.h_p, f.g_o);
    faster(q.diffusion, p.phosphate.k_p);
    auto& e = p.energy;
    faster(q.supply, e.k_CK, e.k_AK, e.J_rest, e.V_ox, e.V_L, e.lambda, e.J_b), slower(q.supply, e.tau_P, e.tau_L);
    return p;
}

template <Scalar T, class Q>
constexpr void Repaired::rhs(const T* x, const T& I_HH, const Parameters<Q>& p, T* dx) {
    const auto V = States::get<Sarcolemma>(x);
    const auto ion = States::get<Electrolytes>(x);
    const auto Ca = States::get<Reticulum>(x);
    const auto bound = States::get<Ligands>(x);
    const auto fuel = States::get<Energy>(x);
    const auto phosphate = States::get<Precipitate>(x);
    const auto water = States::get<Water>(x);
    const Q milli = p.phosphate.uM_per_mM;

    Geometry::State<T> none;
    const auto v = call<Geometry>(none, {}, p.geometry, none);
    const T V_12 = v.V_1 + v.V_2;
    const T ATP = (bound.ATP + bound.Mg_ATP + (v.V_1 * bound.Ca_ATP1 + v.V_2 * bound.Ca_ATP2) / V_12) / milli;

    Feedback::State<T> no_state;
    const auto factor = call<Feedback>(no_state, {ATP, fuel.ADP, phosphate.P, fuel.pH, bound.Mg}, p.feedback, no_state);

    Gates::State<T> d_gates;
    const auto g =
        call<Gates>(States::get<Gates>(x),
                    {V.V_s - p.seen.shift_Na, V.V_t - p.seen.shift_Na, V.V_s - p.seen.shift_K, V.V_t - p.seen.shift_K},
                    p.gates, d_gates);

    const T W = max(water.W, T(0.1));
    const T K_i = ion.K_i / W, Na_i = ion.Na_i / W, Cl_i = ion.Cl_i / W;
    Sarcolemma::State<T> d_V;
    const auto I =
        call<Sarcolemma>(V,
                         {I_HH, g.open_K, g.open_Na, g.open_K_t, g.open_Na_t, ion.K_e, ion.K_t, K_i, ion.Na_e, ion.Na_t,
                          Na_i, ion.Cl_e, ion.Cl_t, Cl_i, factor.NaK, factor.chloride, factor.K_ATP},
                         p.membranes, d_V);

    Electrolytes::State<T> d_ions;
    call<Electrolytes>(ion,
                       {I.I_K, I.I_Na, I.I_Cl, I.I_NaK, I.I_K_t, I.I_Na_t, I.I_Cl_t, I.I_NaK_t, I.I_T, I_HH,
                        T(p.membranes.gam), T(p.bath.K), T(p.bath.Na), T(p.bath.Cl), T(p.bath.exchange)},
                       p.ions, d_ions);

    Water::State<T> d_water;
    call<Water>(water,
                {ion.K_i + ion.Na_i + ion.Cl_i, phosphate.P, fuel.L, ion.K_e + ion.Na_e + ion.Cl_e + p.seen.others},
                p.water, d_water);

    Release::State<T> d_release;
    const T open =
        factor.channel * call<Release>(States::get<Release>(x), {V.V_t - p.seen.shift_E}, p.release, d_release).open;

    Filament::State<T> d_filament;
    const auto troponin = call<Filament>(
        States::get<Filament>(x), {Ca.Ca_2, factor.stroke, factor.reverse, factor.detach}, p.filament, d_filament);

    const T pumped = T(p.reticulum.nu_SR) * factor.SERCA *
                     (Reticulum::bound(Ca.Ca_1, p.reticulum) + Reticulum::bound(Ca.Ca_2, p.reticulum));
    const T use = (troponin.detach * v.V_2 + pumped / 2) / V_12 / milli +
                  (I.I_NaK + p.membranes.gam * I.I_NaK_t) / (p.ions.F * p.ions.tsi2);
    Energy::State<T> d_energy;
    const auto made = call<Energy>(fuel, {ATP, phosphate.P, use, Ca.Ca_2, T(p.bath.pH)}, p.energy, d_energy);

    Ligands::State<T> d_buffers;
    const auto buffer = call<Ligands>(bound, {Ca.Ca_1, Ca.Ca_2, Ca.Ca_SR1, Ca.Ca_SR2, v.V_1, v.V_2, milli * made.made},
                                      p.buffers, d_buffers);

    Precipitate::State<T> d_phosphate;
    const auto precipitate =
        call<Precipitate>(phosphate, {made.freed, Ca.Ca_SR2, V_12, v.V_SR2}, p.phosphate, d_phosphate);

    Reticulum::State<T> d_Ca;
    call<Reticulum>(
        Ca,
        {open, buffer.bound_1, buffer.bound_2 + troponin.bound, buffer.bound_SR1,
         buffer.bound_SR2 + precipitate.bound_SR2, v.V_1, v.V_2, v.V_SR1, v.V_SR2, factor.SERCA, factor.leak},
        p.reticulum, d_Ca);

    States::put<Sarcolemma>(d_V, dx), States::put<Gates>(d_gates, dx), States::put<Electrolytes>(d_ions, dx);
    States::put<Release>(d_release, dx), States::put<Reticulum>(d_Ca, dx), States::put<Ligands>(d_buffers, dx);
    States::put<Filament>(d_filament, dx), States::put<Precipitate>(d_phosphate, dx), States::put<Energy>(d_energy, dx);
    States::put<Water>(d_water, dx);
}

}  // namespace wryneck::fibre
