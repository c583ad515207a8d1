#pragma once
// Energy of the fibre: ADP, AMP, phosphocreatine, acid and lactate; ATP and phosphate stand with their own sub-models.
// Creatine kinase and adenylate kinase are fast reactions near equilibrium.
//
//   CK = k_CK (K_CK 10^(7-pH) ADP PCr - ATP Cr),  Cr = Cr_tot - PCr,   AK = k_AK (K_AK ADP^2 - ATP AMP)
//   y = J_rest + (PCr_0 - PCr)/tau_P,  ox = V_ox y/sqrt(V_ox^2 + y^2) P/(P + K_P)
//   lac = V_L c/(1 + c) a/(1 + a) P/(P + K_Pi)/(1 + 10^(w (pH_L - pH))),  a = (ADP/K_y)^2,  c = (Ca_2/K_c)^2,  gly =
//   y_lac lac ATP: ox + gly + CK + AK - use,  ADP' = use - ox - gly - CK - 2 AK,  AMP' = AK,  PCr' = -CK,  P: use - ox
//   - gly pH' = (gamma CK - lac + efflux)/beta,  gamma = 1/(1 + 10^(pH - pK)),  efflux = lambda (pH_0 + r (pH_e -
//   pH_ref) - pH)
//
// All glycogen that is asked for is there; lactate leaves the fibre and is not followed. `burn` 0: nothing is used or
// made.

#include <numbers>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Energy {
    static constexpr const char* name = "energy";
    static constexpr const char* variant = "repaired";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {
        T ADP, AMP, PCr, pH, L;
    };
    template <class T>
    struct Input {
        T ATP, P, use, Ca_2, pH_e;
    };
    template <class T>
    struct Output {
        T made, freed, ox, gly, CK;
    };
    template <class T>
    struct Parameters {
        T Cr_tot, K_CK, k_CK, K_AK, k_AK, J_rest, PCr_0, tau_P, V_ox, K_P, V_L, K_c, K_y, K_Pi, pH_L, w, y_lac, tau_L,
            beta, pK, lambda, pH_0, r, pH_ref, burn, J_b, K_b;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::ADP>(0.013, "mM", "free ADP", "EK-03", Grade::human, {0, 6}),
                     field<&S::AMP>(2e-05, "mM", "free AMP", "EK-03", Grade::human, {0, 3}),
                     field<&S::PCr>(33.0, "mM", "phosphocreatine", "EK-01", Grade::human, {0, 42.5}),
                     field<&S::pH>(7.05, "pH", "pH of the sarcoplasm", "EK-02", Grade::human, {5.8, 7.8}),
                     field<&S::L>(0.0, "mM", "lactate", "EK-02", Grade::assumed, {0, 90}));

    static constexpr auto inputs = table<Input>(
        port<&I::ATP>(8.2, "mM", "all ATP"), port<&I::P>(4.5, "mM", "phosphate"),
        port<&I::use>(1e-05, "mM/ms", "ATP used"), port<&I::Ca_2>(0.1, "uM", "free calcium, which wakes glycolysis"),
        port<&I::pH_e>(7.4, "pH", "pH outside"));

    static constexpr auto outputs = table<Output>(port<&O::made>(0.0, "mM/ms", "ATP made less ATP used"),
                                                  port<&O::freed>(0.0, "mM/ms", "phosphate made less phosphate used"),
                                                  port<&O::ox>(1e-05, "mM/ms", "oxidative supply"),
                                                  port<&O::gly>(0.0, "mM/ms", "glycolytic supply"),
                                                  port<&O::CK>(0.0, "mM/ms", "ATP from phosphocreatine"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::Cr_tot>(42.5, "mM", "all creatine", "EK-03", Grade::human, {30, 55}),
        field<&P::K_CK>(177.0, "1", "creatine kinase at equilibrium, pH 7", "EK-03", Grade::human, {150, 320}),
        field<&P::k_CK>(1.7e-05, "1/mM/ms", "its speed: equilibrium within 10 ms", "assumed: fast", Grade::assumed,
                        {1e-06, 0.001}),
        field<&P::K_AK>(1.05, "1", "adenylate kinase at equilibrium", "EK-03", Grade::model, {0.4, 1.5}),
        field<&P::k_AK>(0.006, "1/mM/ms", "its speed: equilibrium within 20 ms", "assumed: fast", Grade::assumed,
                        {0.0001, 0.1}),
        field<&P::J_rest>({3.1e-5, 1.4e-5}, "mM/ms", "oxidative supply at PCr_0",
                          "fitted to EK-01: phosphocreatine at rest", Grade::fitted, {1e-6, 1e-4}),
        field<&P::PCr_0>(33.0, "mM", "phosphocreatine at that supply", "EK-01", Grade::human, {25, 38}),
        field<&P::tau_P>(36000.0, "ms", "time constant of phosphocreatine in mild work", "EK-06", Grade::human,
                         {15000, 60000}),
        field<&P::V_ox>({0.00085, 0.00085}, "mM/ms", "most that oxidation supplies", "EK-07", Grade::human,
                        {0.0002, 0.002}),
        field<&P::K_P>(0.2, "mM", "phosphate at half of it", "assumed: well below rest", Grade::assumed, {0.01, 2}),
        field<&P::V_L>({0.0015, 0.0005}, "mM/ms", "most lactate that is made",
                       "EK-07, half to fast, a third of it to slow fibres", Grade::assumed, {0.0001, 0.004}),
        field<&P::K_c>(0.5, "uM", "calcium at half of its activation", "assumed: as phosphorylase kinase",
                       Grade::assumed, {0.1, 3}),
        field<&P::K_y>(0.05, "mM", "ADP at half of its activation", "EK-14", Grade::assumed, {0.01, 0.3}),
        field<&P::K_Pi>(6.0, "mM", "phosphate at half of it", "assumed: a substrate near its rest", Grade::assumed,
                        {1, 15}),
        field<&P::pH_L>(6.45, "pH", "pH at half of it", "assumed: stops near the lowest pH found", Grade::assumed,
                        {6.2, 6.7}),
        field<&P::w>(2.2, "1", "its steepness", "assumed", Grade::assumed, {1, 4}),
        field<&P::y_lac>(1.5, "1", "ATP per lactate from glycogen", "stoichiometry", Grade::human, {1.5, 1.5}),
        field<&P::tau_L>(600000.0, "ms", "time in which lactate leaves", "assumed: ten minutes", Grade::assumed,
                         {100000.0, 3000000.0}),
        field<&P::beta>(25.0, "mM", "buffering per pH unit", "EK-15", Grade::human, {15, 45}),
        field<&P::pK>(6.75, "pH", "pH at which half a proton is taken up per phosphocreatine", "EK-15", Grade::model,
                      {6.6, 6.9}),
        field<&P::lambda>(0.000167, "mM/ms", "efflux of acid per pH unit", "EK-15", Grade::human, {2e-05, 0.0005}),
        field<&P::pH_0>(7.05, "pH", "pH at which it stops", "EK-02", Grade::human, {6.95, 7.15}),
        field<&P::r>(0.35, "1", "share of a change of pH outside that the inside follows", "assumed", Grade::assumed,
                     {0, 0.6}),
        field<&P::pH_ref>(7.4, "pH", "pH of plasma", "NE-82", Grade::human, {7.3, 7.5}),
        field<&P::burn>(1.0, "1", "gain of use and supply", "definition", Grade::assumed, {0, 1}),
        field<&P::J_b>(1e-6, "mM/ms", "ATP use of all else at rest", "EK-04, of which the pumps use most",
                       Grade::assumed, {0, 2e-5}),
        field<&P::K_b>(0.05, "mM", "ATP at half of it", "assumed: far below rest", Grade::assumed, {0.005, 0.5}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T H = exp(ln10 * (7 - x.pH));
        const T CK = p.burn * p.k_CK * (p.K_CK * H * x.ADP * x.PCr - in.ATP * (p.Cr_tot - x.PCr));
        const T AK = p.burn * p.k_AK * (p.K_AK * square(x.ADP) - in.ATP * x.AMP);
        const T y = p.J_rest + (p.PCr_0 - x.PCr) / p.tau_P;
        const T P = positive(in.P), a = square(x.ADP / p.K_y), c = positive(in.Ca_2);
        const T ox = p.burn * p.V_ox * y / sqrt(square(p.V_ox) + square(y)) * saturation(P, p.K_P);
        const T lac = p.burn * p.V_L * saturation(square(c), square(p.K_c)) * a / (1 + a) * saturation(P, p.K_Pi) /
                      (1 + exp(ln10 * p.w * (p.pH_L - x.pH)));
        const T gly = p.y_lac * lac, use = p.burn * (in.use + p.J_b * saturation(positive(in.ATP), p.K_b));
        const T gamma = 1 / (1 + exp(ln10 * (x.pH - p.pK)));
        const T efflux = p.lambda * (p.pH_0 + p.r * (in.pH_e - p.pH_ref) - x.pH);
        dx = {use - ox - gly - CK - 2 * AK, AK, -CK, (gamma * CK - lac + efflux) / p.beta, lac - x.L / p.tau_L};
        return {ox + gly + CK + AK - use, use - ox - gly, ox, gly, CK};
    }

private:
    static constexpr double ln10 = std::numbers::ln10;
};

}  // namespace wryneck::fibre
