#pragma once
// A knot's front as one state per patch: its radius. A chemical front moves millimetres per hour and is thinner than a
// patch, so it is carried by its law of motion (eikonal) instead of being resolved.
//
//   e = (a_M M_in + S_in + ...)/i_fold                  how strongly the milieu behind the front excites fresh tissue
//   v = k_v v_0 ln(e),  v_0 = sqrt(D/(2 tau_M))          front speed as measured on the tissue sheet, standing where e = 1, not
//                                                        below -k_v v_0; within |v| < v_pin heterogeneity holds it
//   R' = [v_pinned - D/(R + R_n)] gate + nucleation by local contracture + arrival from neighbours - recovery
//   phi = (R/R_p)^2                                      knotted share of the patch
//
// The knot is a disc (curvature 1/R): a muscle is thin against its length. A ball would have twice the critical radius.
// Sources: section 4 of the knots evidence (cubic bistable front, critical radius); all constants of this file are a
// hypothesis of ours: no published front model of a knot exists (EK-69). The sheet system is its reference.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct KnotFront {
    static constexpr const char* name = "knot_front";

    template <class T> struct State { T R; };
    template <class T> struct Input { T C, excitation, arrival, stretch, growth_gain; };
    template <class T> struct Output { T phi, v, leak; };
    template <class T> struct Parameters { T v_0, k_v, v_pin, D, R_n, R_p, i_fold, tau_n, C_n, w_n, k_a, tau_r, k_s, a_F; };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::R>(0.0, "mm", "radius of the knot in the patch", "EK-60", Grade::assumed, {-0.1, 12}));

    static constexpr auto inputs = table<Input>(
        port<&I::C>(0.0, "1", "contractured share"), port<&I::excitation>(0.0, "1", "leak that the milieu here and at the contacts adds, in resting leaks"),
        port<&I::arrival>(0.0, "1", "knotted share of the touching neighbours, weighted by contact"),
        port<&I::stretch>(0.0, "1", "stretch beyond rest, 0 to 1"), port<&I::growth_gain>(1.0, "1", "hypothesis gain of growth within the muscle"));

    static constexpr auto outputs = table<Output>(
        port<&O::phi>(0.0, "1", "knotted share of the patch"), port<&O::v>(0.0, "mm/s", "front speed"),
        port<&O::leak>(0.0, "1", "calcium leak behind the front, in resting leaks"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::v_0>(6.455e-4, "mm/s", "front speed scale sqrt(D/(2 tau_M)) = 2.3 mm/h", "EK-section-4", Grade::model, {2.7e-4, 2.8e-3}),
        field<&P::k_v>(1.18, "1", "front speed per natural logarithm of the excitation", "fitted to the tissue sheet (EK-section-4 gives the scale)",
              Grade::fitted, {0.5, 2}),
        field<&P::v_pin>(6.0e-5, "mm/s", "speed below which heterogeneity pins the front", "EK-section-4", Grade::assumed, {0, 3e-4}),
        field<&P::D>(5.0e-4, "mm2/s", "diffusivity of the mediators", "EK-79", Grade::assumed, {1e-4, 2e-3}),
        field<&P::R_n>(0.8, "mm", "radius of a nucleus", "assumed", Grade::assumed, {0.3, 3}),
        field<&P::R_p>(6.0, "mm", "radius at which the knot fills the patch", "assumed: patch cross-section", Grade::assumed, {3, 12}),
        field<&P::i_fold>(8.2, "1", "leak by the milieu at which a front stands still", "fitted to the tissue sheet", Grade::fitted, {3, 12}),
        field<&P::tau_n>(120.0, "s", "time for a contractured patch to knot", "assumed", Grade::assumed, {30, 600}),
        field<&P::C_n>(0.4, "1", "contracture at which a knot nucleates", "assumed", Grade::assumed, {0.2, 0.6}),
        field<&P::w_n>(0.05, "1", "width of that switch", "assumed", Grade::assumed, {0.02, 0.1}),
        field<&P::k_a>(1.0, "1", "share of a neighbour's front speed that crosses a full contact", "assumed", Grade::assumed, {0, 2}),
        field<&P::tau_r>(600.0, "s", "dissolution of a knot whose fibres have let go", "assumed", Grade::assumed, {100, 3600}),
        field<&P::k_s>(5.0e-3, "1/s", "dissolution by stretch", "assumed", Grade::assumed, {0, 0.05}),
        field<&P::a_F>(8.0, "1", "calcium leak of tissue that the front has passed, where the milieu excites fully", "assumed: above the fold", Grade::assumed, {0, 20}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T R = positive(x.R);
        const T share = R / p.R_p;
        const T e = positive(in.excitation) / p.i_fold;
        const T e2 = square(e);
        const T v = p.k_v * p.v_0 * max(log(max(e, T(1e-3))), T(-1.0));
        const T moving = positive(v - p.v_pin) - positive(-v - p.v_pin);
        const T seeded = square(share) / (square(share) + square(p.R_n / p.R_p));
        const T front = moving - p.D / (R + p.R_n);
        const T contracted = sigmoid((in.C - p.C_n) / p.w_n);
        const T calm = positive(1 - e2);  // where the milieu excites, the front's own law decides
        const T room = positive(1 - share);

        const T growth = in.growth_gain * seeded * positive(front) * room + seeded * (front - positive(front));
        const T arrival = p.k_a * in.arrival * positive(moving) * room;
        names("R_pos share e e2 moving seeded front contracted calm room growth arrival", R, share, e, e2, moving, seeded, front, contracted, calm, room, growth, arrival);
        dx.R = growth + arrival + contracted * room * p.R_p / p.tau_n - R * (calm * (1 - contracted) / p.tau_r + p.k_s * in.stretch);
        return {square(share), v, p.a_F * square(share) * e2 / (1 + e2)};
    }
};

}  // namespace wryneck
