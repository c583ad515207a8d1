#pragma once
// Constants of the subject and of the wiring between sub-models: motor-unit classes, phenotypes, depth, spread, roots.
// No equations of their own; the systems read them.

#include "wryneck/core/fields.hpp"

namespace wryneck {

struct SubjectModel {
    static constexpr const char* name = "subject";

    template <class T> struct Parameters {
        T w_S, w_FR, w_FF, G_S, G_FR, G_FF, D, aff_history, aff_none, theta_history, D_stress, s_F1, s_F2, s_F3, J_slow, J_fast,
            J_mixed, sd_M, sd_noise, sd_insult, sd_fatigue, s_shared, tau_S_up, tau_S_down, k_pain, k_CaMg, Mg_low, k_CapH, stretch_full;
    };
    using P = Parameters<Slot>;

    static constexpr auto parameters = table<Parameters>(
        field<&P::w_S>(0.45, "1", "share of slow motor units", "NE-45; type I share of neck muscles", Grade::assumed, {0.3, 0.6}),
        field<&P::w_FR>(0.33, "1", "share of fast fatigue-resistant units", "NE-45", Grade::assumed, {0.2, 0.5}),
        field<&P::w_FF>(0.22, "1", "share of fast fatigable units", "NE-45", Grade::assumed, {0.1, 0.4}),
        field<&P::G_S>(0.50, "1", "persistent inward current of slow units", "fitted to NE-50", Grade::fitted, {0.2, 1}),
        field<&P::G_FR>(0.45, "1", "the same, fast fatigue-resistant", "assumed", Grade::assumed, {0.1, 1}),
        field<&P::G_FF>(0.40, "1", "the same, fast fatigable", "assumed", Grade::assumed, {0.1, 1}),
        field<&P::D>(0.84, "1", "monoaminergic gain at rest", "fitted to NE-49 and NE-50", Grade::fitted, {0.5, 1.3}),
        field<&P::aff_history>(0.0131, "s", "drive per rate of stimulated afferents with a history of cramp", "fitted to NE-49", Grade::fitted, {0.005, 0.04}),
        field<&P::aff_none>(0.0078, "s", "the same without", "fitted to NE-49", Grade::fitted, {0.005, 0.04}),
        field<&P::theta_history>(-1.0, "mV", "threshold of spontaneous discharge with a history of cramp, less that without", "fitted to NE-50", Grade::fitted, {-4, 0}),
        field<&P::D_stress>(0.3, "1", "relative rise of monoaminergic gain by full stress", "NE-40 (amphetamine 0.62)", Grade::assumed, {0, 0.6}),
        field<&P::s_F1>(0.6, "mmHg", "pressure per per cent of force under the skin", "EK-40", Grade::assumed, {0.3, 1}),
        field<&P::s_F2>(1.2, "mmHg", "the same in the middle layers", "EK-40", Grade::assumed, {0.5, 2}),
        field<&P::s_F3>(1.8, "mmHg", "the same on the bone", "EK-40", Grade::assumed, {1, 2.9}),
        field<&P::J_slow>(0.65, "1", "ATP use of slow fibres at full activation, relative", "EK-11", Grade::model, {0.4, 1}),
        field<&P::J_fast>(2.6, "1", "the same of fast fibres", "EK-11", Grade::model, {1.7, 3}),
        field<&P::J_mixed>(1.625, "1", "the same of a muscle with equal parts", "computed from EK-11", Grade::model, {1, 2}),
        field<&P::sd_M>(0.6, "1", "log-normal spread of the mediator loop over patches", "EK-prototype", Grade::assumed, {0, 1}),
        field<&P::sd_noise>(0.5, "1", "the same of end-plate noise", "EK-prototype", Grade::assumed, {0, 1}),
        field<&P::sd_insult>(0.6, "1", "the same of the overload leak", "assumed", Grade::assumed, {0, 1}),
        field<&P::sd_fatigue>(0.15, "1", "the same of the slow fatigue rate", "assumed", Grade::assumed, {0, 0.5}),
        field<&P::s_shared>(20.0, "mmHg", "pressure that a fully contractured compartment shares", "EK-section-4", Grade::assumed, {0, 60}),
        field<&P::tau_S_up>(600.0, "s", "build-up of spinal sensitisation", "EK-76", Grade::assumed, {100, 1200}),
        field<&P::tau_S_down>(7200.0, "s", "decay of spinal sensitisation", "EK-77", Grade::assumed, {3600, 14400}),
        field<&P::k_pain>(0.5, "1", "pain per summed afferent discharge", "assumed", Grade::assumed, {0.1, 2}),
        field<&P::k_CaMg>(0.3, "1", "ionised calcium lost when magnesium is gone for weeks", "NE-84", Grade::assumed, {0, 0.6}),
        field<&P::Mg_low>(0.4, "mM", "magnesium below which calcium falls with it", "NE-83, NE-84", Grade::assumed, {0.3, 0.5}),
        field<&P::k_CapH>(0.178, "1", "fall of ionised calcium per pH unit, log10", "NE-86", Grade::human, {0.1, 0.25}),
        field<&P::stretch_full>(0.10, "1", "imposed lengthening that counts as full stretch", "assumed", Grade::assumed, {0.05, 0.3}));
};

}  // namespace wryneck
