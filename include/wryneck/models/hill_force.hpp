#pragma once
// Force of a muscle's fibres from activation, length and velocity (Hill), and the slopes that damp and stiffen the head.
//
//   F = F_max [(a (1 - C) f_v(v) + f_C C) f_l(l) + f_p(l)]
//   f_l = exp(-((l - 1) / w)^2)
//   f_v = (1 + n) / (1 - n/A) + (F_e - 1) k e / (F_e - 1 + k e),   n, e = shortening and lengthening over v_max,  k = 1 + 1/A
//   f_p = (exp(k_p y) - 1 - k_p y) / (exp(k_p) - 1 - k_p),         y = max(0, l - l_p) / e_p
//
// Both branches of f_v meet at v = 0 with value 1 and slope k / v_max. f_p leaves zero without a kink, so no muscle pulls
// passively in neutral. Where velocity is not resolved, give v = 0 and use `damping`: the slope of F at v = 0, with bound
// bridges damping like cycling ones (assumed; F itself takes them as springs without velocity).
// Sources: Hill1938, Zajac1989, Thelen2003 (f_l, f_p, F_e), Cui2008 (short-range stiffness).

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct HillForce {
    static constexpr const char* name = "hill_force";

    template <class T> struct State {};
    template <class T> struct Input { T a, C, l, v, F_max; };
    template <class T> struct Output { T F, F_passive, damping, stiffness; };
    template <class T> struct Parameters { T w, A, v_max, F_e, l_p, e_p, k_p, f_C, k_sr; };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr std::array<Field, 0> states{};

    static constexpr auto inputs = table<Input>(
        port<&I::a>(0.1, "1", "activation that makes force: active state times force capacity"),
        port<&I::C>(0.0, "1", "contractured share of the fibres"),
        port<&I::l>(1.02, "1", "fibre length over optimal length"),
        port<&I::v>(0.0, "1/s", "velocity of the fibres in optimal lengths, lengthening positive"),
        port<&I::F_max>(100.0, "N", "maximal isometric force at optimal length"));

    static constexpr auto outputs = table<Output>(
        port<&O::F>(10.0, "N", "force along the fibres"),
        port<&O::F_passive>(0.0, "N", "its passive part"),
        port<&O::damping>(5.0, "N s", "slope of the force against velocity at v = 0"),
        port<&O::stiffness>(230.0, "N", "short-range stiffness against length over optimal length"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::w>(0.67, "1", "width of the active force-length curve", "Thelen2003", Grade::model, {0.5, 0.75}),
        field<&P::A>(0.25, "1", "curvature of the shortening hyperbola", "Hill1938 Zajac1989", Grade::model, {0.15, 0.5}),
        field<&P::v_max>(10.0, "1/s", "fastest shortening, mixed fibres", "Zajac1989", Grade::model, {4, 14}),
        field<&P::F_e>(1.4, "1", "force in fast lengthening over isometric force", "Thelen2003", Grade::model, {1.1, 1.8}),
        field<&P::l_p>(1.05, "1", "length at which passive force begins: no muscle rests beyond it in neutral",
                       "assumed: zero passive force in neutral", Grade::assumed, {1, 1.2}),
        field<&P::e_p>(0.6, "1", "stretch beyond l_p at which passive force equals F_max", "Thelen2003", Grade::model, {0.4, 1.2}),
        field<&P::k_p>(5.0, "1", "steepness of the passive curve", "Thelen2003", Grade::model, {3, 6}),
        field<&P::f_C>(0.35, "1", "force of a fully contractured muscle over F_max", "EK-section-4", Grade::assumed, {0.1, 0.6}),
        field<&P::k_sr>(23.0, "1", "short-range stiffness over force and optimal length", "Cui2008", Grade::mammal, {10, 40}));

    template <Scalar T, class Q>
    static T force_length(const T& l, const Parameters<Q>& p) {
        return exp(-square((l - 1) / p.w));
    }

    template <Scalar T, class Q>
    static T force_velocity(const T& v, const Parameters<Q>& p) {
        const T s = v / p.v_max;
        const T n = max(min(s, 0 * s), T(-1.0));    // no force, not a negative one, when shortening faster than v_max
        const T e = positive(s);
        const T rise = p.F_e - 1;
        const T k = 1 + 1 / T(p.A);
        names("s n e rise k", s, n, e, rise, k);
        return (1 + n) / (1 - n / p.A) + rise * k * e / (rise + k * e);
    }

    template <Scalar T, class Q>
    static T passive(const T& l, const Parameters<Q>& p) {
        const T y = p.k_p * positive(l - p.l_p) / p.e_p;
        names("y", y);
        return (exp(y) - 1 - y) / (exp(p.k_p) - 1 - p.k_p);
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        const T f_l = in.F_max * force_length(in.l, p);
        const T F_passive = in.F_max * passive(in.l, p);
        const T F_bound = p.f_C * in.C * f_l;    // bound bridges do not cycle: no velocity dependence
        const T cycling = in.a * (1 - in.C);     // contractured fibres answer no nerve
        const T F_active = cycling * force_velocity(in.v, p) * f_l + F_bound;
        const T damping = (cycling * f_l + F_bound) * (1 + 1 / T(p.A)) / p.v_max;
        names("f_l F_bound cycling F_active", f_l, F_bound, cycling, F_active);
        return {F_active + F_passive, F_passive, damping, p.k_sr * F_active};
    }
};

}  // namespace wryneck
