#pragma once
// Resting calcium and contracture: how a patch shortens without action potentials, and how it lets go.
//
//   c' = [leak - V g_E c^2/(c^2 + K_V^2)] / tau_c      c in units of 0.1 uM; at rest leak = uptake = 1
//   leak = N (1 + (1 - f_x stretch)(i + X + a_M M + eps + g_S S + front)) (1 + k_A (ADP/(ADP + K_A) - A_0)) (c_max - c)/(c_max - 1)
//   C' = (H(c) - C)(1 + stretch)/tau_C - k_x stretch C   contractured share, H = c^4/(c^4 + K_H^4)
//   R' = k_r max(0, ATP_r - ATP)(1 - R) - k_u ATP R             rigor without ATP
//   N' = (1 - N)/tau_N - k_N max(0, c - 1) N             a lasting contracture empties the reticulum: none is for ever
//   X' = k_X a max(0, C_X - C_f) - X/tau_X               overload of a tired patch that goes on working
//
// The leak rises with ADP (EK-20); what the mediators, end-plate noise, spinal sensitisation and a neighbouring knot add
// are hypotheses with their own gains. Sources: EK-20, EK-21, EK-66, EK-69, section 3.5 (docs/evidence.md).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Calcium {
    static constexpr const char* name = "calcium";

    template <class T> struct State { T c, C, R, X, N; };
    template <class T> struct Input { T a, C_f, ADP, ATP, dG, M, S, leak, insult, front, stretch, mediator_gain, spinal_gain, crisis_gain, insult_gain; };
    template <class T> struct Output { T drive, contracted; };
    template <class T> struct Parameters {
        T V, K_V, tau_c, c_max, a_M, g_S, k_A, K_A, A_0, dG_c, w_G, K_H, tau_C, k_x, f_x, k_r, ATP_r, k_u, k_X, C_X, tau_X, k_N, tau_N;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::c>(1.0, "1", "resting calcium in units of 0.1 uM", "EK-section-3.5", Grade::model, {0, 60}),
        field<&S::C>(0.0008, "1", "contractured share of the fibres", "EK-section-3.5", Grade::assumed, {-0.01, 1.01}),
        field<&S::R>(0.0, "1", "share of cross-bridges in rigor", "EK-21", Grade::assumed, {-0.01, 1}),
        field<&S::X>(0.0, "1", "overload leak, in resting leaks", "EK-prototype", Grade::assumed, {-0.01, 200}),
        field<&S::N>(1.0, "1", "calcium that the reticulum still holds, as share of rest", "assumed", Grade::assumed, {-0.01, 1.01}));

    static constexpr auto inputs = table<Input>(
        port<&I::a>(0.1, "1", "active state"), port<&I::C_f>(1.0, "1", "force capacity"), port<&I::ADP>(0.015, "mM", "free ADP"),
        port<&I::ATP>(8.0, "mM", "ATP"), port<&I::dG>(-60.0, "kJ/mol", "free energy of ATP hydrolysis"),
        port<&I::M>(0.0, "1", "mediators"), port<&I::S>(0.0, "1", "spinal sensitisation of the muscle's roots"),
        port<&I::leak>(0.0, "1", "leak by end-plate noise"), port<&I::insult>(0.0, "1", "leak by an insult from outside"),
        port<&I::front>(0.0, "1", "leak behind a knot front"), port<&I::stretch>(0.0, "1", "stretch beyond rest, 0 to 1"),
        port<&I::mediator_gain>(1.0, "1", "hypothesis gain of the mediator loop times the patch factor"),
        port<&I::spinal_gain>(0.0, "1", "hypothesis gain of spinal sensitisation"),
        port<&I::crisis_gain>(1.0, "1", "hypothesis gain of the energy crisis"),
        port<&I::insult_gain>(1.0, "1", "patch factor of the overload leak"));

    static constexpr auto outputs = table<Output>(
        port<&O::drive>(1.0, "1", "total leak in resting leaks"), port<&O::contracted>(0.0, "1", "contractured share, rigor included"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::V>(10.0, "1", "largest uptake by the reticulum, in resting leaks", "EK-section-3.5", Grade::assumed, {5, 20}),
        field<&P::K_V>(3.0, "1", "calcium at half of the uptake, in 0.1 uM", "EK-section-3.5", Grade::assumed, {2, 5}),
        field<&P::tau_c>(10.0, "s", "time constant of resting calcium", "EK-section-3.5", Grade::assumed, {2, 30}),
        field<&P::c_max>(40.0, "1", "calcium at which the reticulum is empty, in 0.1 uM", "EK-prototype", Grade::assumed, {20, 100}),
        field<&P::a_M>(6.0, "1", "leak per unit of mediators", "EK-section-5", Grade::assumed, {0, 20}),
        field<&P::g_S>(180.0, "1", "leak per unit of spinal sensitisation", "EK-prototype (120), raised so that a super-knot is reached at gain 1", Grade::assumed, {0, 300}),
        field<&P::k_A>(3.0, "1", "rise of the leak with ADP", "EK-section-3.5", Grade::assumed, {1, 6}),
        field<&P::K_A>(0.064, "mM", "ADP at half of that rise", "EK-20", Grade::mammal, {0.037, 0.091}),
        field<&P::A_0>(0.186, "1", "that saturation at rest", "computed from EK-03 and EK-20", Grade::model, {0.15, 0.22}),
        field<&P::dG_c>(-52.0, "kJ/mol", "free energy at which the calcium pump stalls", "EK-21 (unverified)", Grade::assumed, {-54, -48}),
        field<&P::w_G>(2.0, "kJ/mol", "width of that stall", "EK-section-3.5", Grade::assumed, {1, 4}),
        field<&P::K_H>(6.0, "1", "calcium at half contracture, in 0.1 uM", "EK-section-3.5", Grade::assumed, {4, 10}),
        field<&P::tau_C>(60.0, "s", "time constant of contracture", "EK-section-3.5", Grade::assumed, {20, 120}),
        field<&P::k_x>(0.02, "1/s", "forced detachment at full stretch", "EK-section-3.5", Grade::assumed, {0, 0.2}),
        field<&P::f_x>(0.8, "1", "share of the extra leak that stretch removes", "assumed: stretch restores sarcomere length", Grade::assumed, {0, 1}),
        field<&P::k_r>(0.02, "1/s/mM", "rate of rigor per mM of missing ATP", "EK-21", Grade::assumed, {0, 0.1}),
        field<&P::ATP_r>(0.5, "mM", "ATP below which rigor forms", "EK-21", Grade::mammal, {0.3, 1}),
        field<&P::k_u>(0.01, "1/s/mM", "detachment of rigor per mM of ATP", "EK-section-3.5", Grade::assumed, {1e-3, 0.1}),
        field<&P::k_X>(0.08, "1/s", "growth of the overload leak", "EK-prototype", Grade::assumed, {0, 0.3}),
        field<&P::C_X>(0.85, "1", "capacity below which work overloads", "EK-prototype", Grade::assumed, {0.5, 1}),
        field<&P::tau_X>(600.0, "s", "recovery of the overload leak", "EK-prototype", Grade::assumed, {100, 3600}),
        field<&P::k_N>(1.5e-6, "1/s", "loss of calcium through the membrane per 0.1 uM above rest", "assumed: a full contracture tires in hours",
              Grade::assumed, {0, 1e-4}),
        field<&P::tau_N>(86400.0, "s", "refilling of the reticulum", "assumed", Grade::assumed, {3600, 604800}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T extra = in.insult + positive(x.X) * in.insult_gain + p.a_M * in.mediator_gain * positive(in.M) + in.leak +
                        p.g_S * in.spinal_gain * positive(in.S) + in.front;
        const T crisis = 1 + in.crisis_gain * p.k_A * (in.ADP / (in.ADP + p.K_A) - p.A_0);
        const T leak = positive(x.N) * (1 + extra * (1 - p.f_x * in.stretch)) * positive(crisis) * (p.c_max - x.c) / (p.c_max - 1);
        const T c2 = square(positive(x.c));
        const T energy = 1 / (1 + exp((in.dG - p.dG_c) / p.w_G));
        dx.c = (leak - p.V * energy * c2 / (c2 + p.K_V * p.K_V)) / p.tau_c;

        const T h = square(c2 / (p.K_H * p.K_H));
        dx.C = (h / (1 + h) - x.C) * (1 + in.stretch) / p.tau_C - p.k_x * in.stretch * x.C;
        names("extra crisis leak_Ca c2 energy h", extra, crisis, leak, c2, energy, h);
        dx.R = p.k_r * positive(p.ATP_r - in.ATP) * (1 - x.R) - p.k_u * in.ATP * x.R;
        dx.X = p.k_X * in.a * positive(p.C_X - in.C_f) - x.X / p.tau_X;
        dx.N = (1 - x.N) / p.tau_N - p.k_N * positive(x.c - 1) * x.N;
        return {1 + extra, x.C + x.R * (1 - x.C)};
    }
};

}  // namespace wryneck
