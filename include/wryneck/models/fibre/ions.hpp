#pragma once
// Potassium and sodium in the fibre (_i), in the T-tubule (_t) and in the shell outside (_e).
//
//   j_K = I_IR + I_DR + I_K_rest - 2 I_NaK,   j_Na = I_Na + I_Na_rest + 3 I_NaK        at either place
//   X_t' = j_t/(F tsi) - (X_t - X_e)/tau,   X_e' = j/(F tsi3) + (X_t - X_e)/tau2,   X_i' = -f_T j_t/(F tsi) - j/(F
//   tsi2)
//
// As published, the resting currents change ions but no potential, and they do not balance the pump: there is no
// resting state. The exchange of tubule and shell keeps the sum of each ion in the fast column only. Source:
// Shorten2007.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Ions {
    static constexpr const char* name = "ions";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T K_t, K_i, K_e, Na_i, Na_t, Na_e;
    };
    template <class T>
    struct Input {
        T I_IR, I_DR, I_Na, I_NaK, I_IR_t, I_DR_t, I_Na_t, I_NaK_t;
    };
    template <class T>
    struct Output {
        T balance_K, balance_Na;
    };
    template <class T>
    struct Parameters {
        T tsi, tsi2, tsi3, f_T, tau_K, tau_Na, tau_K2, tau_Na2, I_K_rest, I_Na_rest, n_K, n_Na, F;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::K_t>(5.9, "mM", "potassium in the T-tubule", "Shorten2007", Grade::model, {0.1, 60}),
        field<&S::K_i>(150.9, "mM", "potassium in the fibre", "Shorten2007", Grade::model, {60, 200}),
        field<&S::K_e>(5.9, "mM", "potassium outside", "Shorten2007", Grade::model, {0.1, 40}),
        field<&S::Na_i>(12.7, "mM", "sodium in the fibre", "Shorten2007", Grade::model, {0, 80}),
        field<&S::Na_t>({133.0, 132.0}, "mM", "sodium in the T-tubule", "Shorten2007", Grade::model, {30, 180}),
        field<&S::Na_e>(133.0, "mM", "sodium outside", "Shorten2007", Grade::model, {30, 180}));

    static constexpr auto inputs = table<Input>(
        port<&I::I_IR>(0.0, "uA/cm^2", "inward rectifier"), port<&I::I_DR>(0.0, "uA/cm^2", "delayed rectifier"),
        port<&I::I_Na>(0.0, "uA/cm^2", "sodium"), port<&I::I_NaK>(0.0, "uA/cm^2", "sodium pump"),
        port<&I::I_IR_t>(0.0, "uA/cm^2", "inward rectifier, T-tubule"),
        port<&I::I_DR_t>(0.0, "uA/cm^2", "delayed rectifier, T-tubule"),
        port<&I::I_Na_t>(0.0, "uA/cm^2", "sodium, T-tubule"),
        port<&I::I_NaK_t>(0.0, "uA/cm^2", "sodium pump, T-tubule"));

    static constexpr auto outputs =
        table<Output>(port<&O::balance_K>(153.3, "mM", "all potassium per volume of the fibre"),
                      port<&O::balance_Na>(39.7, "mM", "all sodium per volume of the fibre"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::tsi>(1e-6, "cm", "volume of the T-tubule per area", "Shorten2007", Grade::model, {3e-7, 3e-6}),
        field<&P::tsi2>(0.0025, "cm", "volume of the fibre per area", "Shorten2007", Grade::model, {0.001, 0.005}),
        field<&P::tsi3>(0.0005, "cm", "volume of the shell outside per area", "Shorten2007", Grade::model,
                        {1e-4, 0.002}),
        field<&P::f_T>({0.0032, 0.00174}, "1", "volume of the T-tubule per volume of the fibre", "Shorten2007",
                       Grade::model, {0.001, 0.01}),
        field<&P::tau_K>({350.0, 559.0}, "ms", "exchange of potassium seen from the T-tubule", "Shorten2007",
                         Grade::model, {100, 1500}),
        field<&P::tau_Na>({350.0, 559.0}, "ms", "the same, sodium", "Shorten2007", Grade::model, {100, 1500}),
        field<&P::tau_K2>({21875.0, 40229.885}, "ms", "exchange of potassium seen from the shell", "Shorten2007",
                          Grade::model, {5000, 100000}),
        field<&P::tau_Na2>({21875.0, 40229.885}, "ms", "the same, sodium", "Shorten2007", Grade::model, {5000, 100000}),
        field<&P::I_K_rest>({1.02, 0.34}, "uA/cm^2", "resting current of potassium, without charge", "Shorten2007",
                            Grade::model, {-5, 5}),
        field<&P::I_Na_rest>({-1.29, -0.43}, "uA/cm^2", "resting current of sodium, without charge", "Shorten2007",
                             Grade::model, {-7, 5}),
        field<&P::n_K>(2.0, "1", "potassium ions per cycle of the pump", "Shorten2007", Grade::human, {2, 2}),
        field<&P::n_Na>(3.0, "1", "sodium ions per cycle of the pump", "Shorten2007", Grade::human, {3, 3}),
        field<&P::F>(9.6485e7, "nC/umol", "Faraday's constant as in the source", "physics", Grade::human,
                     {9.6485e7, 9.6486e7}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T j_K = in.I_IR + in.I_DR + p.I_K_rest - p.n_K * in.I_NaK,
                j_Na = in.I_Na + p.I_Na_rest + p.n_Na * in.I_NaK;
        const T j_K_t = in.I_IR_t + in.I_DR_t + p.I_K_rest - p.n_K * in.I_NaK_t,
                j_Na_t = in.I_Na_t + p.I_Na_rest + p.n_Na * in.I_NaK_t;
        const Q tubule = p.F * p.tsi, fibre = p.F * p.tsi2, shell = p.F * p.tsi3;
        const T K_gap = x.K_t - x.K_e, Na_gap = x.Na_t - x.Na_e;
        names("j_K j_Na j_K_t j_Na_t K_gap Na_gap", j_K, j_Na, j_K_t, j_Na_t, K_gap, Na_gap);
        dx.K_t = j_K_t / tubule - K_gap / p.tau_K;
        dx.K_i = -p.f_T * j_K_t / tubule - j_K / fibre;
        dx.K_e = j_K / shell + K_gap / p.tau_K2;
        dx.Na_i = -p.f_T * j_Na_t / tubule - j_Na / fibre;
        dx.Na_t = j_Na_t / tubule - Na_gap / p.tau_Na;
        dx.Na_e = j_Na / shell + Na_gap / p.tau_Na2;
        return {x.K_i + p.f_T * x.K_t + p.tsi3 / p.tsi2 * x.K_e, x.Na_i + p.f_T * x.Na_t + p.tsi3 / p.tsi2 * x.Na_e};
    }
};

}  // namespace wryneck::fibre
