#pragma once
// Free calcium in the sarcoplasm and in the reticulum, terminal part (1) and bulk (2).
//
//   rel = i2 open (Ca_SR1 - Ca_1),  up = nu_SR s(Ca),  leak = L_e (Ca_SR - Ca)                   in uM um^3/ms
//   s = (1 - pair) Ca/(Ca + K_SR) + pair Ca^2/(Ca^2 + K_SR^2)
//   Ca_1'   = (rel - up_1 + leak_1 - dif)/V_1 - bound_1            dif = tau_R (Ca_1 - Ca_2)
//   Ca_2'   = (-up_2 + leak_2 + dif)/V_2 - bound_2
//   Ca_SR1' = (-rel + up_1 - leak_1 - dif_SR)/V_SR1 - bound_SR1    dif_SR = tau_SR_R (Ca_SR1 - Ca_SR2)
//   Ca_SR2' = (up_2 - leak_2 + dif_SR)/V_SR2 - bound_SR2
//
// Release happens in the terminal part only; no calcium crosses the sarcolemma. As published the pump binds one ion at
// a time (`pair` 0) and nothing else acts on pump and leak. Source: Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Reticulum {
    static constexpr const char* name = "reticulum";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T Ca_1, Ca_SR1, Ca_2, Ca_SR2;
    };
    template <class T>
    struct Input {
        T open, bound_1, bound_2, bound_SR1, bound_SR2, V_1, V_2, V_SR1, V_SR2, pump, leak;
    };
    template <class T>
    struct Output {
        T rel, up_1, up_2;
    };
    template <class T>
    struct Parameters {
        T i2, nu_SR, K_SR, L_e, tau_R, tau_SR_R, pair;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::Ca_1>(0.1, "uM", "free calcium, terminal sarcoplasm", "Shorten2007", Grade::model, {0, 200}),
        field<&S::Ca_SR1>(1500.0, "uM", "free calcium, terminal reticulum", "Shorten2007", Grade::model, {0, 3000}),
        field<&S::Ca_2>(0.1, "uM", "free calcium, bulk sarcoplasm", "Shorten2007", Grade::model, {0, 40}),
        field<&S::Ca_SR2>(1500.0, "uM", "free calcium, bulk reticulum", "Shorten2007", Grade::model, {0, 3000}));

    static constexpr auto inputs = table<Input>(
        port<&I::open>(0.01, "1", "open share of the release channels"),
        port<&I::bound_1>(0.0, "uM/ms", "net binding, terminal sarcoplasm"),
        port<&I::bound_2>(0.0, "uM/ms", "net binding, bulk sarcoplasm"),
        port<&I::bound_SR1>(0.0, "uM/ms", "net binding, terminal reticulum"),
        port<&I::bound_SR2>(0.0, "uM/ms", "net binding and precipitation, bulk reticulum"),
        port<&I::V_1>(0.0082, "um^3", "terminal sarcoplasm"), port<&I::V_2>(0.81, "um^3", "bulk sarcoplasm"),
        port<&I::V_SR1>(0.00043, "um^3", "terminal reticulum"), port<&I::V_SR2>(0.043, "um^3", "bulk reticulum"),
        port<&I::pump>(1.0, "1", "factor on the pump"), port<&I::leak>(1.0, "1", "factor on the leak"));

    static constexpr auto outputs = table<Output>(port<&O::rel>(0.0, "uM*um^3/ms", "release"),
                                                  port<&O::up_1>(0.0, "uM*um^3/ms", "uptake by the pump, terminal"),
                                                  port<&O::up_2>(0.0, "uM*um^3/ms", "uptake by the pump, bulk"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::i2>({300.0, 60.0}, "um^3/ms", "permeability of the open release channels", "Shorten2007",
                      Grade::model, {20, 1000}),
        field<&P::nu_SR>({4.875, 2.4375}, "uM*um^3/ms", "largest rate of the pump", "Shorten2007", Grade::model,
                         {1, 15}),
        field<&P::K_SR>(1.0, "uM", "calcium at half of its rate", "Shorten2007", Grade::model, {0.3, 3}),
        field<&P::L_e>({2e-5, 4e-5}, "um^3/ms", "leak of the reticulum", "Shorten2007", Grade::model, {5e-6, 2e-4}),
        field<&P::tau_R>(0.75, "um^3/ms", "diffusion between the parts of the sarcoplasm", "Shorten2007", Grade::model,
                         {0.2, 3}),
        field<&P::tau_SR_R>(0.75, "um^3/ms", "diffusion between the parts of the reticulum", "Shorten2007",
                            Grade::model, {0.2, 3}),
        field<&P::pair>(0.0, "1", "share of the pump that binds two ions at once", "Shorten2007", Grade::model,
                        {0, 1}));

    /// Share of the pump that calcium occupies.
    template <class T, class Q>
    static constexpr T bound(const T& Ca, const Parameters<Q>& p) {
        return unary(Ca, [&](const auto& c) {
            return (1 - p.pair) * saturation(c, p.K_SR) + p.pair * saturation(square(c), square(p.K_SR));
        });
    }

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T rel = p.i2 * in.open * (x.Ca_SR1 - x.Ca_1);
        const T up_1 = in.pump * (p.nu_SR * bound(x.Ca_1, p)), up_2 = in.pump * (p.nu_SR * bound(x.Ca_2, p));
        const T leak_1 = in.leak * (p.L_e * (x.Ca_SR1 - x.Ca_1)), leak_2 = in.leak * (p.L_e * (x.Ca_SR2 - x.Ca_2));
        const T dif = p.tau_R * (x.Ca_1 - x.Ca_2), dif_SR = p.tau_SR_R * (x.Ca_SR1 - x.Ca_SR2);
        names("leak_1 leak_2 dif dif_SR", leak_1, leak_2, dif, dif_SR);
        dx.Ca_1 = (rel - up_1 + leak_1 - dif) / in.V_1 - in.bound_1;
        dx.Ca_SR1 = (-rel + up_1 - leak_1 - dif_SR) / in.V_SR1 - in.bound_SR1;
        dx.Ca_2 = (-up_2 + leak_2 + dif) / in.V_2 - in.bound_2;
        dx.Ca_SR2 = (up_2 - leak_2 + dif_SR) / in.V_SR2 - in.bound_SR2;
        return {rel, up_1, up_2};
    }
};

}  // namespace wryneck::fibre
