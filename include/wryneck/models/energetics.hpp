#pragma once
// Energy of a muscle patch: phosphates, acid, lactate, glycogen and the slow fatigue that follows their use.
//
//   creatine kinase and adenylate kinase stand at equilibrium (closure), which removes the stiff modes:
//     r = (CrT/PCr - 1) 10^(pH-7) / K_CK,  ATP = A / (1 + r + K_AK r^2),  ADP = r ATP,  AMP = K_AK r^2 ATP
//   E = PCr + 2 ATP + ADP  (energy-rich bonds)      E' = J_ox + y_lac J_lac - J_use
//   Y = beta pH + gamma PCr (proton ledger)         Y' = J_H - J_lac + J_LO
//   and PCr', pH' follow from E' and Y' by the chain rule: E_PCr >= 1, so the step is never singular.
//   J_use = (warm [J_b + a (1-C) J_scale J_max ((1-phi) C_f + phi) + J_C C] + J_pump) left ATP/(ATP + K_use),
//     left = PCr/(PCr + PCr_0/10^4)
//   where steps are coarse near exhaustion PCr returns to the ledger E at the rate k_E
//
// Sources: EK-01..07, EK-09..16, EK-30, EK-37 (docs/evidence.md); the proton ledger after Kemp.

#include "wryneck/core/fields.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck {

struct Energetics {
    static constexpr const char* name = "energetics";

    template <class T> struct State { T PCr, A, pH, L, Gy, Lf, Ls, E, Y; };
    template <class T> struct Input { T a, C, J_pump, Q, P_t, J_scale, fatigue_scale, warm, L_e; };
    template <class T> struct Output { T C_f, J_use, J_ox, J_lac, dG, balance_E, balance_Y; };
    template <class T> struct Parameters {
        T CrT, PCr_0, A_0, Pi_0, E_0, K_CK, K_AK, beta, gamma, J_b, J_max, phi, J_C, K_use, K_C, tau_P, V_ox, K_P, V_L, K_y, K_g,
            a_C, g_0, K_Pi, pH_L, s_L, y_lac, Gy_0, K_Gy, n_O, K_L, lambda_H, pH_0, q_H, q_r, K_Q, tau_L, tau_Gy, k_d, K_AMP, pH_d, w_d,
            tau_A, k_Lf, K_a, tau_Lf, k_Ls, tau_Ls, f_Pi, Pi_s, f_h, K_h, dG_0, RT, molar, k_E, Q_10, T_ref, T_10;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::PCr>(33.0, "mM", "phosphocreatine", "EK-01", Grade::human, {0, 42.5}),
        field<&S::A>(8.2, "mM", "adenylates: ATP + ADP + AMP", "EK-01", Grade::human, {0, 9}),
        field<&S::pH>(7.05, "pH", "cytosolic pH", "EK-02", Grade::human, {5.8, 7.6}),
        field<&S::L>(1.0, "mM", "lactate in the fibre", "EK-02", Grade::assumed, {-0.1, 90}),
        field<&S::Gy>(90.0, "mM", "glycogen in glucosyl units", "EK-section-3.1", Grade::model, {-1, 200}),
        field<&S::Lf>(0.0, "1", "low-frequency fatigue, recovering in about an hour", "EK-37", Grade::fitted, {-0.01, 1}),
        field<&S::Ls>(0.0, "1", "low-frequency fatigue, recovering in about a day", "EK-37", Grade::assumed, {-0.01, 1}),
        field<&S::E>(49.385, "mM", "energy-rich bonds integrated from the fluxes (ledger)", "computed", Grade::model, {0, 70}),
        field<&S::Y>(184.05, "mM", "protons that the pools can still bind, integrated from the fluxes (ledger)", "computed", Grade::model, {100, 250}));

    static constexpr auto inputs = table<Input>(
        port<&I::a>(0.1, "1", "active state of the contractile machinery, 0 to 1"),
        port<&I::C>(0.0, "1", "contractured share of the fibres"),
        port<&I::J_pump>(0.01, "mM/s", "ATP use of the Na+/K+ pump above rest"),
        port<&I::Q>(5.0, "ml/100g/min", "blood flow"),
        port<&I::P_t>(25.0, "mmHg", "oxygen pressure in the fibre"),
        port<&I::J_scale>(1.0, "1", "fibre-type factor on ATP use"),
        port<&I::fatigue_scale>(1.0, "1", "patch factor on the slow fatigue rate"),
        port<&I::warm>(1.0, "1", "factor of temperature on the rates"),
        port<&I::L_e>(1.0, "mM", "interstitial lactate"));

    static constexpr auto outputs = table<Output>(
        port<&O::C_f>(1.0, "1", "force capacity: share of the fresh force that full activation gives"),
        port<&O::J_use>(0.01, "mM/s", "ATP use"),
        port<&O::J_ox>(0.01, "mM/s", "oxidative ATP supply"),
        port<&O::J_lac>(0.0, "mM/s", "lactate formation"),
        port<&O::dG>(-60.0, "kJ/mol", "free energy of ATP hydrolysis"),
        port<&O::balance_E>(0.0, "mM", "energy-rich bonds in the pools minus the ledger of fluxes"),
        port<&O::balance_Y>(0.0, "mM", "protons in the pools minus the ledger of fluxes"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::CrT>(42.5, "mM", "total creatine", "EK-03", Grade::model, {35, 45}),
        field<&P::PCr_0>(33.0, "mM", "phosphocreatine at which oxidation is basal", "EK-01", Grade::human, {29, 37}),
        field<&P::A_0>(8.2, "mM", "adenylates at rest", "EK-01", Grade::human, {7.4, 9}),
        field<&P::Pi_0>(4.5, "mM", "phosphate at rest", "EK-01", Grade::human, {3, 5}),
        field<&P::E_0>(49.38, "mM", "energy-rich bonds at which phosphate is Pi_0", "computed from EK-01", Grade::model, {45, 55}),
        field<&P::K_CK>(177.0, "1", "creatine kinase equilibrium at pH 7, 38 degC", "EK-03", Grade::human, {166, 220}),
        field<&P::K_AK>(1.05, "1", "adenylate kinase equilibrium", "EK-03", Grade::model, {0.8, 1.3}),
        field<&P::beta>(24.0, "mM", "proton buffering per pH unit", "EK-15", Grade::model, {20, 30}),
        field<&P::gamma>(0.45, "1", "protons taken up per phosphocreatine split", "EK-section-3.1 (EK-15 gives 0.36 at pH 7)", Grade::assumed, {0.3, 0.6}),
        field<&P::J_b>(0.009, "mM/s", "ATP use at rest", "EK-04", Grade::human, {0.005, 0.011}),
        field<&P::J_max>(1.59, "mM/s", "ATP use of a mixed muscle at full activation, pump apart", "fitted to EK-05", Grade::fitted, {1.0, 2.5}),
        field<&P::phi>(0.30, "1", "share of it that goes to calcium cycling", "EK-10", Grade::mammal, {0.25, 0.4}),
        field<&P::J_C>(0.3, "mM/s", "ATP use of full contracture", "EK-section-3.1", Grade::assumed, {0, 1}),
        field<&P::K_use>(0.05, "mM", "ATP at half of the maximal use", "EK-section-3.1", Grade::assumed, {0.01, 0.2}),
        field<&P::K_C>(0.06, "mM", "ATP at half of the force capacity", "EK-19", Grade::mammal, {0.03, 0.5}),
        field<&P::tau_P>(36.0, "s", "time constant of oxidative recovery of phosphocreatine", "EK-06", Grade::human, {30, 50}),
        field<&P::V_ox>(0.9, "mM/s", "largest oxidative ATP supply", "EK-07", Grade::human, {0.6, 1.2}),
        field<&P::K_P>(0.8, "mmHg", "oxygen pressure at half of the oxidative supply", "EK-22", Grade::model, {0.3, 2}),
        field<&P::V_L>(1.56, "mM/s", "largest lactate formation", "fitted to EK-07 and EK-14", Grade::fitted, {0.8, 3}),
        field<&P::K_y>(0.055, "mM", "ADP at half of the glycolytic switch (cubic)", "fitted: lactate of low holds", Grade::fitted, {0.03, 0.1}),
        field<&P::K_g>(0.25, "1", "activation at half of the glycolytic gate", "EK-13", Grade::assumed, {0.1, 0.5}),
        field<&P::a_C>(0.6, "1", "weight of contracture in the glycolytic gate", "EK-section-3.1", Grade::assumed, {0, 1}),
        field<&P::g_0>(0.0015, "1", "glycolytic gate at rest", "EK-13", Grade::model, {0, 0.01}),
        field<&P::K_Pi>(6.0, "mM", "phosphate at half of the glycolytic rate", "EK-section-3.1", Grade::assumed, {2, 12}),
        field<&P::pH_L>(6.45, "pH", "pH at half of the glycolytic rate", "EK-section-3.1", Grade::assumed, {6.2, 6.6}),
        field<&P::s_L>(5.0657, "1", "steepness of that inhibition (natural logarithm per pH unit)", "EK-section-3.1", Grade::assumed, {2, 8}),
        field<&P::y_lac>(1.5, "1", "ATP per lactate", "stoichiometry from glycogen", Grade::human, {1, 1.5}),
        field<&P::Gy_0>(90.0, "mM", "glycogen at rest", "EK-section-3.1", Grade::model, {80, 100}),
        field<&P::K_Gy>(2.0, "mM", "glycogen at half of the glycolytic rate", "assumed", Grade::assumed, {0.5, 10}),
        field<&P::n_O>(15.0, "1", "ATP made per lactate oxidised", "stoichiometry", Grade::human, {14, 17}),
        field<&P::K_L>(1.5, "mM", "lactate at half of its oxidation", "fitted: lactate of low holds", Grade::fitted, {0.5, 5}),
        field<&P::lambda_H>(0.17, "mM/s", "proton efflux per pH unit at full flow", "EK-15", Grade::model, {0.05, 0.3}),
        field<&P::pH_0>(7.05, "pH", "pH at which proton efflux stops", "EK-02", Grade::human, {7.0, 7.1}),
        field<&P::q_H>(0.15, "1", "proton efflux without flow", "EK-section-3.1", Grade::assumed, {0, 0.5}),
        field<&P::q_r>(1.1, "1", "share of proton efflux that needs flow", "EK-section-3.1", Grade::assumed, {0.5, 1.5}),
        field<&P::K_Q>(6.0, "ml/100g/min", "flow at half of the wash-out", "EK-section-3.1", Grade::assumed, {2, 20}),
        field<&P::tau_L>(700.0, "s", "time constant of lactate release at full flow", "EK-section-3.1", Grade::assumed, {300, 1500}),
        field<&P::tau_Gy>(72000.0, "s", "time constant of glycogen resynthesis", "assumed", Grade::assumed, {36000, 144000}),
        field<&P::k_d>(0.05, "mM/s", "largest loss of adenylates by AMP deamination", "EK-section-3.1", Grade::assumed, {0.01, 0.1}),
        field<&P::K_AMP>(0.05, "mM", "AMP at half of that loss", "EK-section-3.1", Grade::assumed, {0.01, 0.2}),
        field<&P::pH_d>(6.4, "pH", "pH below which adenylates are lost", "EK-12", Grade::human, {6.2, 6.6}),
        field<&P::w_d>(0.03, "pH", "width of that switch", "assumed", Grade::assumed, {0.01, 0.1}),
        field<&P::tau_A>(21600.0, "s", "time constant of adenylate resynthesis", "EK-12", Grade::assumed, {7200, 86400}),
        field<&P::k_Lf>(1.7e-3, "1/s", "rate of low-frequency fatigue at full activation", "fitted to EK-30", Grade::fitted, {2e-4, 1e-2}),
        field<&P::K_a>(5.0, "1", "activation at half of the slow fatigue rate (large: in proportion)", "fitted to EK-30", Grade::fitted, {0.05, 100}),
        field<&P::tau_Lf>(3600.0, "s", "recovery of the faster low-frequency fatigue", "EK-37", Grade::model, {1800, 7200}),
        field<&P::k_Ls>(5.0e-5, "1/s", "rate of the day-long fatigue at full activation", "EK-37", Grade::assumed, {0, 1e-3}),
        field<&P::tau_Ls>(72000.0, "s", "recovery of the day-long fatigue", "EK-37", Grade::human, {36000, 108000}),
        field<&P::f_Pi>(0.12, "1", "force lost to phosphate at Pi_s above rest", "EK-17", Grade::mammal, {0, 0.45}),
        field<&P::Pi_s>(30.0, "mM", "phosphate rise that costs f_Pi", "EK-17", Grade::mammal, {20, 40}),
        field<&P::f_h>(0.75, "1", "largest force loss that goes with acid", "EK-section-3.1", Grade::fitted, {0.3, 1}),
        field<&P::K_h>(0.45, "pH", "fall of pH at half of that loss", "EK-section-3.1", Grade::fitted, {0.2, 0.8}),
        field<&P::dG_0>(-32.3, "kJ/mol", "standard free energy of ATP hydrolysis", "EK-section-3.1", Grade::model, {-34, -30}),
        field<&P::RT>(2.58, "kJ/mol", "gas constant times 310 K", "physics", Grade::human, {2.5, 2.6}),
        field<&P::molar>(1000.0, "mM", "one mole per litre, the standard state", "definition", Grade::human, {1000, 1000}),
        field<&P::k_E>(0.05, "1/s", "rate at which pools return to their ledger where a step was coarse", "numerics", Grade::assumed, {0, 0.2}),
        field<&P::Q_10>(2.6, "1", "ATP use per 10 degC", "EK-11", Grade::human, {1.5, 2.8}),
        field<&P::T_ref>(37.0, "degC", "temperature of the rates in this table", "definition", Grade::human, {37, 37}),
        field<&P::T_10>(10.0, "degC", "the step that Q_10 speaks of", "definition", Grade::human, {10, 10}));

    template <class T> struct Pools { T ATP, ADP, AMP, Pi, r, K; };

    /// Metabolites that follow from the state by the two kinase equilibria.
    template <Scalar T, class Q>
    static Pools<T> closure(const State<T>& x, const Parameters<Q>& p) {
        const T PCr = max(x.PCr, T(p.PCr_0 * least));
        const T K = p.K_CK * exp(ln10 * (7 - x.pH));
        const T r = (p.CrT / PCr - 1) / K;
        const T ATP = x.A / (1 + r + p.K_AK * r * r);
        const T ADP = r * ATP;
        names("K r ATP ADP", K, r, ATP, ADP);
        return {ATP, ADP, p.K_AK * r * ADP, p.Pi_0 + p.E_0 - PCr - ATP * (2 + r), r, K};
    }

    /// Factor of temperature on the rates.
    template <Scalar T, class Q>
    static T warm(const T& temperature, const Parameters<Q>& p) {
        return exp(log(T(p.Q_10)) * (temperature - p.T_ref) / p.T_10);
    }

    /// Share of the fresh force that full activation gives.
    template <Scalar T, class Q>
    static T capacity(const State<T>& x, const Pools<T>& m, const Parameters<Q>& p) {
        const T h = positive(p.pH_0 - x.pH);
        const T acid = p.f_h * h * h / (h * h + p.K_h * p.K_h);
        const T rest = 1 - p.f_Pi * (m.Pi - p.Pi_0) / p.Pi_s - acid - x.Lf - x.Ls;
        names("h acid rest", h, acid, rest);
        return positive(rest) * m.ATP / (m.ATP + p.K_C);
    }

    /// Lactate that leaves the fibre for the interstitium.
    template <Scalar T, class Q>
    static T lactate_release(const State<T>& x, const T& L_e, const T& flow, const Parameters<Q>& p) {
        return (x.L - L_e) * (p.q_H + flow / (flow + p.K_Q)) / p.tau_L;
    }

    /// Oxidative ATP supply: linear in the fall of phosphocreatine, capped, and limited by oxygen.
    template <Scalar T, class Q>
    static T oxidation(const State<T>& x, const T& P_t, const T& warm, const Parameters<Q>& p) {
        const T demand = p.J_b * warm + (p.PCr_0 - x.PCr) / p.tau_P;
        names("demand", demand);
        return min(positive(demand), T(p.V_ox * warm)) * positive(P_t) / (positive(P_t) + p.K_P);
    }

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const Pools<T> m = closure(x, p);
        const T C_f = capacity(x, m, p);
        const T J_work = in.a * (1 - positive(in.C)) * p.J_max * in.J_scale * ((1 - p.phi) * C_f + p.phi);
        const T left = positive(x.PCr) / (positive(x.PCr) + p.PCr_0 / 10000);  // nothing is used where nothing is left
        const T J_use = (in.warm * (p.J_b + J_work + p.J_C * in.C) + in.J_pump) * left * m.ATP / (m.ATP + p.K_use);

        const T J_ox = oxidation(x, in.P_t, in.warm, p);

        const T y = cube(m.ADP / p.K_y);
        const T gate = in.a + p.a_C * in.C + p.g_0;
        const T J_lac = in.warm * p.V_L * gate / (gate + p.K_g) * y / (1 + y) * positive(m.Pi) / (positive(m.Pi) + p.K_Pi) /
                        (1 + exp(p.s_L * (p.pH_L - x.pH))) * positive(x.Gy) / (positive(x.Gy) + p.K_Gy);
        const T J_LO = J_ox / p.n_O * positive(x.L) / (positive(x.L) + p.K_L);
        const T q = in.Q / (in.Q + p.K_Q);
        const T J_H = p.lambda_H * (p.pH_0 - x.pH) * (p.q_H + p.q_r * q);

        names("J_work left y gate J_LO q J_H Pi AMP", J_work, left, y, gate, J_LO, q, J_H, m.Pi, m.AMP);
        dx.E = J_ox + p.y_lac * J_lac - J_use;
        dx.Y = J_H - J_lac + J_LO;
        dx.A = (p.A_0 - x.A) / p.tau_A -
               p.k_d * m.AMP / (m.AMP + p.K_AMP) / (1 + exp((x.pH - p.pH_d) / p.w_d));
        chain_rule(x, m, p, dx);

        dx.L = J_lac - J_LO - lactate_release(x, in.L_e, in.Q, p);
        dx.Gy = (p.Gy_0 - x.Gy) / p.tau_Gy - J_lac / 2;
        fatigue(x, in, p, dx);

        const T dG = p.dG_0 + p.RT * log(max(m.r * m.Pi / p.molar, T(1e-12)));
        return {C_f, J_use, J_ox, J_lac, dG, x.PCr + m.ATP * (2 + m.r) - x.E, p.beta * x.pH + p.gamma * x.PCr - x.Y};
    }

private:
    /// Share of phosphocreatine below which the closure sees no less. No fibre comes there: without ATP nothing is used.
    static constexpr double least = 1e-7;

    /// PCr' and pH' from E', Y' and A': the closure differentiated, with dr/dPCr = -CrT/(PCr^2 K) and dr/dpH = r ln 10.
    template <Scalar T, class Q>
    static void chain_rule(const State<T>& x, const Pools<T>& m, const Parameters<Q>& p, State<T>& dx) {
        const T PCr = max(x.PCr, T(p.PCr_0 * least));
        const T D = 1 + m.r + p.K_AK * m.r * m.r;
        const T bonds = (2 + m.r) / D;
        const T bonds_r = (D - (2 + m.r) * (1 + 2 * p.K_AK * m.r)) / (D * D);
        const T r_PCr = p.CrT / (PCr * PCr * m.K);  // without its minus sign
        const T E_PCr = 1 - x.A * bonds_r * r_PCr;
        const T E_pH = x.A * bonds_r * m.r * ln10;
        const T b = dx.Y / p.beta;
        const T astray = x.PCr + x.A * bonds - x.E;  // steps near exhaustion are coarse: the ledger leads the pools back
        names("D bonds bonds_r r_PCr E_PCr E_pH b astray", D, bonds, bonds_r, r_PCr, E_PCr, E_pH, b, astray);
        dx.PCr = (dx.E - p.k_E * astray - bonds * dx.A - E_pH * b) / (E_PCr - E_pH * p.gamma / p.beta);
        dx.pH = b - p.gamma / p.beta * dx.PCr;
    }

    template <Scalar T, class Q>
    static void fatigue(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T load = in.fatigue_scale * positive(in.a) / (positive(in.a) + p.K_a) * (1 + p.K_a);
        names("load", load);
        dx.Lf = p.k_Lf * load * (1 - x.Lf - x.Ls) - x.Lf / p.tau_Lf;
        dx.Ls = p.k_Ls * load * (1 - x.Lf - x.Ls) - x.Ls / p.tau_Ls;
    }

    static constexpr double ln10 = 2.302585092994046;
};

}  // namespace wryneck
