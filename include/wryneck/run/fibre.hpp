#pragma once
// Stimulate one fibre and record it: pulses in, named series out. Time in ms. Compiled in the library; plain types
// only.

#include <cstdint>
#include <string>
#include <vector>

#include "wryneck/record/series.hpp"
#include "wryneck/systems/fibre_kind.hpp"

namespace wryneck {

using FibreKind = fibre::Kind;

/// `count` pulses at `frequency_Hz`, the first at `start_ms`: the times at which they begin.
std::vector<double> pulse_train(int count, double frequency_Hz, double start_ms = 0);

struct FibreProtocol {
    FibreKind kind = FibreKind::fast;
    std::vector<double> pulses_ms;  ///< where each pulse begins, ascending, apart by more than the width
    double width_ms = 0.5;
    double amplitude = 150;  ///< uA per cm2 of sarcolemma
    double duration_ms = 100;
    double every_ms = 1;              ///< interval of the recorded rows
    std::vector<double> at_ms;        ///< or the very times, ascending; then `every_ms` is not used
    std::vector<std::string> record;  ///< states such as "filament.A_2"; empty: all
    double tolerance = 1e-6;          ///< local error per step, relative to the size and the scale of each state
    std::uint64_t max_steps = 10'000'000;
};

struct FibreTraces {
    std::vector<double> time_ms;
    std::vector<Series> series;
    std::uint64_t steps = 0, rejected = 0;

    /// The values of a series. Throws InputError with the nearest name.
    [[nodiscard]] const std::vector<double>& operator[](const std::string& name) const;
};

/// From the initial state of the published tables, which is no steady state. Throws InputError when the protocol cannot
/// be meant, SolveFailure when no step can be found or the budget of steps is spent.
FibreTraces run_fibre(const FibreProtocol& protocol);

/// Names of all states that can be recorded.
std::vector<std::string> fibre_states();

}  // namespace wryneck
