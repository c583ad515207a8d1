#pragma once
// What the library's surface for cables hands to the compiled variants.

#include "wryneck/run/cable.hpp"
#include "wryneck/systems/fibre_cable.hpp"

namespace wryneck {

/// A cable that is checked and ready.
struct CableJob {
    const CableProtocol* protocol = nullptr;
    fibre::CableLayout layout{};
    std::vector<std::size_t> recorded{};  // states
    std::vector<double> times{};          // of the rows
    std::vector<double> edges{};          // all times at which a stimulus changes, ascending
    CableTraces* traces = nullptr;
};

/// Compiled once for each variant F of the equations, in a file of its own.
template <class F>
void compute_cable(CableJob& job);

}  // namespace wryneck
