#pragma once
// Gates of the potassium and sodium channels, in the sarcolemma and, driven by its own potential, in the T-tubule (_t).
//
//   x' = alpha_x (1 - x) - beta_x x                            x = n, m, h
//   h_K' = (1/(1 + exp((V - V_hK)/A_hK)) - h_K) / (tau_hK exp(-(V - V_hK)/A_tau))
//   S' = (1/(1 + exp((V - V_S)/A_S)) - S) / tau_S(V),  tau_S = tau_0 / (b_0 + b_2 ((V + V_tau)/V_u)^2)
//   open_K = n^4 h_K,  open_Na = m^3 h S
//
// Gates of sodium and of potassium channels may see different potentials (surface charge); as published they see the
// same. As published, h_K of the T-tubule is a thousand times faster than that of the sarcolemma. Source: Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/gating.hpp"

namespace wryneck::fibre {

struct Gates {
    static constexpr const char* name = "gates";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T n, h_K, m, h, S, n_t, h_K_t, m_t, h_t, S_t;
    };
    template <class T>
    struct Input {
        T V_s, V_t, V_sK, V_tK;
    };
    template <class T>
    struct Output {
        T open_K, open_Na, open_K_t, open_Na_t;
    };
    template <class T>
    struct Parameters {
        T a_n, V_n, A_an, b_n, A_bn, a_m, V_m, A_am, b_m, A_bm, a_h, V_h, A_ah, b_h, A_bh, V_hK, A_hK, A_tau, tau_hK,
            tau_hK_t, V_S, A_S, tau_0, b_0, b_2, V_tau, V_u;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::n>(0.009466, "1", "activation of the delayed rectifier", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::h_K>(0.9952, "1", "its slow inactivation", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::m>(0.0358, "1", "activation of the sodium channel", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::h>(0.4981, "1", "its fast inactivation", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::S>(0.581, "1", "its slow inactivation", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::n_t>(0.009466, "1", "n in the T-tubule", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::h_K_t>(0.9952, "1", "h_K in the T-tubule", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::m_t>(0.0358, "1", "m in the T-tubule", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::h_t>(0.4981, "1", "h in the T-tubule", "Shorten2007", Grade::model, {-0.01, 1.01}),
        field<&S::S_t>(0.581, "1", "S in the T-tubule", "Shorten2007", Grade::model, {-0.01, 1.01}));

    static constexpr auto inputs =
        table<Input>(port<&I::V_s>(-80.0, "mV", "potential that sodium channels of the sarcolemma see"),
                     port<&I::V_t>(-80.0, "mV", "the same, T-tubule"),
                     port<&I::V_sK>(-80.0, "mV", "potential that potassium channels of the sarcolemma see"),
                     port<&I::V_tK>(-80.0, "mV", "the same, T-tubule"));

    static constexpr auto outputs =
        table<Output>(port<&O::open_K>(0.0, "1", "open share of the delayed rectifier, sarcolemma"),
                      port<&O::open_Na>(0.0, "1", "open share of the sodium channel, sarcolemma"),
                      port<&O::open_K_t>(0.0, "1", "open share of the delayed rectifier, T-tubule"),
                      port<&O::open_Na_t>(0.0, "1", "open share of the sodium channel, T-tubule"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::a_n>(0.0131, "1/ms/mV", "opening of n", "Shorten2007", Grade::model, {0.006, 0.03}),
        field<&P::V_n>(-40.0, "mV", "midpoint of n", "Shorten2007", Grade::model, {-60, -20}),
        field<&P::A_an>(7.0, "mV", "slope of the opening of n", "Shorten2007", Grade::model, {3, 14}),
        field<&P::b_n>(0.067, "1/ms", "closing of n", "Shorten2007", Grade::model, {0.03, 0.15}),
        field<&P::A_bn>(40.0, "mV", "slope of the closing of n", "Shorten2007", Grade::model, {20, 80}),
        field<&P::a_m>(0.288, "1/ms/mV", "opening of m", "Shorten2007", Grade::model, {0.14, 0.6}),
        field<&P::V_m>(-46.0, "mV", "midpoint of m", "Shorten2007", Grade::model, {-60, -30}),
        field<&P::A_am>(10.0, "mV", "slope of the opening of m", "Shorten2007", Grade::model, {5, 20}),
        field<&P::b_m>(1.38, "1/ms", "closing of m", "Shorten2007", Grade::model, {0.7, 2.8}),
        field<&P::A_bm>(18.0, "mV", "slope of the closing of m", "Shorten2007", Grade::model, {9, 36}),
        field<&P::a_h>(0.0081, "1/ms", "recovery of h", "Shorten2007", Grade::model, {0.004, 0.016}),
        field<&P::V_h>(-45.0, "mV", "midpoint of h", "Shorten2007", Grade::model, {-60, -30}),
        field<&P::A_ah>(14.7, "mV", "slope of the recovery of h", "Shorten2007", Grade::model, {8, 30}),
        field<&P::b_h>(4.38, "1/ms", "inactivation of h", "Shorten2007", Grade::model, {2, 9}),
        field<&P::A_bh>(9.0, "mV", "slope of the inactivation of h", "Shorten2007", Grade::model, {4, 18}),
        field<&P::V_hK>(-40.0, "mV", "midpoint of h_K", "Shorten2007", Grade::model, {-60, -20}),
        field<&P::A_hK>(7.5, "mV", "slope of h_K", "Shorten2007", Grade::model, {4, 15}),
        field<&P::A_tau>(25.75, "mV", "slope of the time constant of h_K", "Shorten2007", Grade::model, {12, 50}),
        field<&P::tau_hK>(1000.0, "ms", "time constant of h_K at its midpoint, sarcolemma", "Shorten2007", Grade::model,
                          {0.5, 2000}),
        field<&P::tau_hK_t>(1.0, "ms", "the same in the T-tubule, a thousandth as published", "Shorten2007",
                            Grade::model, {0.5, 2000}),
        field<&P::V_S>({-78.0, -68.0}, "mV", "midpoint of S", "Shorten2007", Grade::model, {-90, -55}),
        field<&P::A_S>({5.8, 7.1}, "mV", "slope of S", "Shorten2007", Grade::model, {4, 12}),
        field<&P::tau_0>(8571.0, "ms", "scale of the time constant of S", "Shorten2007", Grade::model, {4000, 17000}),
        field<&P::b_0>(0.2, "1", "its reciprocal at the slowest", "Shorten2007", Grade::model, {0.1, 0.4}),
        field<&P::b_2>(5.65, "1", "growth of the reciprocal", "Shorten2007", Grade::model, {2.8, 11}),
        field<&P::V_tau>({90.0, 70.0}, "mV", "potential, sign reversed, at which S is slowest", "Shorten2007",
                         Grade::model, {50, 110}),
        field<&P::V_u>(100.0, "mV", "distance of potential over which the reciprocal grows by b_2", "Shorten2007",
                       Grade::model, {50, 200}));

    /// The gates of one place.
    template <class T>
    struct Set {
        T n, h_K, m, h, S;
    };

    template <Scalar T, class Q>
    static constexpr Set<T> rates(const Set<T>& x, const T& V, const T& V_K, const Q& tau, const Parameters<Q>& p) {
        const T alpha_n = p.a_n * linoid(V_K, p.V_n, p.A_an), beta_n = p.b_n * exponential(V_K, p.V_n, p.A_bn);
        const T alpha_m = p.a_m * linoid(V, p.V_m, p.A_am), beta_m = p.b_m * exponential(V, p.V_m, p.A_bm);
        const T alpha_h = p.a_h * exponential(V, p.V_h, p.A_ah), beta_h = p.b_h * rising(V, p.V_h, p.A_bh);
        const T tau_hK = tau * exponential(V_K, p.V_hK, p.A_tau);
        const T rate_S = (p.b_0 + p.b_2 * square((V + p.V_tau) / p.V_u)) / p.tau_0;
        names("alpha_n beta_n alpha_m beta_m alpha_h beta_h tau_hK rate_S", alpha_n, beta_n, alpha_m, beta_m, alpha_h,
              beta_h, tau_hK, rate_S);
        return {alpha_n * (1 - x.n) - beta_n * x.n, (falling(V_K, p.V_hK, p.A_hK) - x.h_K) / tau_hK,
                alpha_m * (1 - x.m) - beta_m * x.m, alpha_h * (1 - x.h) - beta_h * x.h,
                (falling(V, p.V_S, p.A_S) - x.S) * rate_S};
    }

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const Set<T> s{x.n, x.h_K, x.m, x.h, x.S}, t{x.n_t, x.h_K_t, x.m_t, x.h_t, x.S_t};
        const Set<T> ds = rates(s, in.V_s, in.V_sK, p.tau_hK, p), dt = rates(t, in.V_t, in.V_tK, p.tau_hK_t, p);
        dx = {ds.n, ds.h_K, ds.m, ds.h, ds.S, dt.n, dt.h_K, dt.m, dt.h, dt.S};
        return {fourth(s.n) * s.h_K, cube(s.m) * s.h * s.S, fourth(t.n) * t.h_K, cube(t.m) * t.h * t.S};
    }
};

}  // namespace wryneck::fibre
