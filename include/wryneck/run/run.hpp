#pragma once
// Run a scenario: scenario in, named series and episodes out. Compiled in the library; plain types only.

#include <string>

#include "wryneck/run/options.hpp"
#include "wryneck/scenario/scenario.hpp"

namespace wryneck {

/// Throws InputError when the scenario or an option cannot be meant. A run that fails or is stopped returns what it has,
/// with `status` and `message`.
Result run(const Scenario& scenario, const Options& options = {});

/// Go on from a checkpoint of the same scenario and options: the same bits as the run that was not interrupted.
/// Throws CheckpointError when the file is damaged or belongs to another scenario.
Result resume(const std::string& checkpoint, const Scenario& scenario, const Options& options = {});

/// The note that the caller of `run` left in a checkpoint. Throws CheckpointError.
std::string checkpoint_note(const std::string& checkpoint);

}  // namespace wryneck
