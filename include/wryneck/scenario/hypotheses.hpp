#pragma once
// Contested mechanisms as gains. The default is the best estimate; any gain can be 0, which removes the mechanism.

#include <array>
#include <cstddef>
#include <string_view>

namespace wryneck {

enum class Hypothesis : std::size_t {
    energy_crisis,
    electrolyte_dilution,
    osmotic_swelling,
    endplate_noise,
    mediator_loop,
    spinal_sensitisation,
    pain_to_drive,
    posture_coupling,
    contact_spread,
    within_muscle_spread,
    compartment_pressure,
    axon_hyperexcitability,
    potassium_loop,
    persistent_inward_current,
    post_cramp_facilitation,
    patch_heterogeneity,
    count
};

inline constexpr std::size_t hypothesis_count = static_cast<std::size_t>(Hypothesis::count);
constexpr std::size_t index_of(Hypothesis hypothesis) { return static_cast<std::size_t>(hypothesis); }

struct HypothesisInfo {
    Hypothesis id;
    std::string_view name;
    double standard, lowest, highest;
    std::string_view meaning;   ///< what the gain scales
    std::string_view evidence;  ///< strong, moderate, weak or contested, and what speaks for it
};

inline constexpr std::array<HypothesisInfo, hypothesis_count> hypotheses{{
    {Hypothesis::energy_crisis, "energy_crisis", 1, 0, 2, "leak of the reticulum driven by ADP and lack of ATP",
     "moderate: ADP raises the leak of skinned fibres; that this makes human knots is not shown"},
    {Hypothesis::electrolyte_dilution, "electrolyte_dilution", 1, 0, 2,
     "shift of fibre threshold when plasma is diluted",
     "weak: plain water after sweating lowers the cramp threshold in two studies of one laboratory"},
    {Hypothesis::osmotic_swelling, "osmotic_swelling", 1, 0, 2,
     "water that enters working cells and raises tissue pressure",
     "strong for the shift of water; weak for its part in spasm"},
    {Hypothesis::endplate_noise, "endplate_noise", 1, 0, 2, "calcium load from spontaneous release at the end plate",
     "contested: noise is more common at tender points, also found elsewhere"},
    {Hypothesis::mediator_loop, "mediator_loop", 1, 0, 2, "feedback from pain-producing mediators to the calcium leak",
     "weak: mediators are raised at tender points in three small groups; the loop is a proposal"},
    {Hypothesis::spinal_sensitisation, "spinal_sensitisation", 0, 0, 2,
     "spread through sensitised spinal roots; 1 is a demonstration",
     "contested: dorsal-horn cells widen their fields in animals; spread of spasm by it is not shown"},
    {Hypothesis::pain_to_drive, "pain_to_drive", 0, -1, 1,
     "effect of pain on drive: -1 adaptation (less), +1 vicious circle (more)",
     "contested: pain lowers the drive of the sore muscle in most experiments"},
    {Hypothesis::posture_coupling, "posture_coupling", 1, 0, 1,
     "posture control answers the pull of contracted muscles",
     "strong for posture control; weak for its part in spread"},
    {Hypothesis::contact_spread, "contact_spread", 1, 0, 2, "front that passes from a knot into touching muscles",
     "weak: diffusion is too slow by itself; the front is a proposal"},
    {Hypothesis::within_muscle_spread, "within_muscle_spread", 1, 0, 2, "front that grows a knot inside its muscle",
     "weak: taut bands are longer than the tender point; growth was not watched"},
    {Hypothesis::compartment_pressure, "compartment_pressure", 1, 0, 2,
     "pressure that muscles of one compartment share",
     "moderate: pressure rises with force and stops flow; the share between neck muscles is assumed"},
    {Hypothesis::axon_hyperexcitability, "axon_hyperexcitability", 1, 0, 2,
     "spontaneous discharge of motor axons at low calcium or high pH",
     "strong: hyperventilation and low calcium excite human axons before symptoms"},
    {Hypothesis::potassium_loop, "potassium_loop", 1, 0, 2,
     "potassium in the cleft that excites the fibre which released it",
     "moderate: short cramps remain under nerve block; the site is not settled"},
    {Hypothesis::persistent_inward_current, "persistent_inward_current", 1, 0, 2,
     "self-sustained firing of motoneurons",
     "moderate: nerve block cuts cramps from a minute to seconds; amplitude in human neck pools unknown"},
    {Hypothesis::post_cramp_facilitation, "post_cramp_facilitation", 1, 0, 2,
     "lower threshold for an hour after a cramp", "moderate: threshold 18 to 14 Hz for at least 60 min in 15 subjects"},
    {Hypothesis::patch_heterogeneity, "patch_heterogeneity", 1, 0, 2,
     "log-normal spread of named parameters over the patches",
     "moderate: fibre types and flow differ within muscles; the width is assumed"},
}};

constexpr const HypothesisInfo& info(Hypothesis hypothesis) { return hypotheses[index_of(hypothesis)]; }

constexpr const HypothesisInfo* find_hypothesis(std::string_view name) {
    for (const auto& row : hypotheses)
        if (row.name == name) return &row;
    return nullptr;
}

namespace detail {
constexpr bool hypotheses_stand_in_order() {
    for (std::size_t i = 0; i < hypothesis_count; ++i)
        if (index_of(hypotheses[i].id) != i || hypotheses[i].name.empty()) return false;
    return true;
}
}  // namespace detail
static_assert(detail::hypotheses_stand_in_order());

}  // namespace wryneck
