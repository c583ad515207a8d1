#pragma once
// Refuses a scenario that cannot be meant, before anything is computed.

#include "wryneck/core/error.hpp"
#include "wryneck/scenario/scenario.hpp"
#include "wryneck/scenario/targets.hpp"

#include <string>
#include <vector>

namespace wryneck {

inline constexpr int most_patches_per_muscle = 4096;
inline constexpr double lowest_mass_kg = 30, highest_mass_kg = 250;
inline constexpr double longest_duration_s = days(90);
inline constexpr std::size_t most_actions = 4096;

struct ParameterRange {
    std::string name;  ///< `model.symbol`
    double lowest, highest;
};

/// Throws InputError with the path of the first field at fault. With no parameter ranges, overrides are only checked to
/// be finite.
void validate(const Scenario& s, const Targets& targets, const std::vector<ParameterRange>& parameters = {});

}  // namespace wryneck
