#pragma once
// Small tools to set up a fibre in a bath and to read force, potential and rest off its traces.

#include <algorithm>
#include <map>
#include <string>

#include "laboratory.hpp"
#include "wryneck/run/fibre.hpp"

namespace wryneck::lab {

using Ions = std::map<std::string, double>;

constexpr double minute_ms = 60'000, hour_ms = 60 * minute_ms;

/// A fibre that has come to rest, then stood in a bath that flows for `soak_ms`.
inline FibreProtocol in_bath(FibreKind kind, const Ions& bath, double soak_ms) {
    FibreProtocol protocol;
    protocol.kind = kind;
    protocol.bath = bath;
    protocol.infinite_bath = true;
    protocol.soak_ms = soak_ms;
    protocol.tolerance = 1e-4;
    protocol.record = {"membranes.V_s", "filament.A_2"};
    return protocol;
}

inline FibreTraces stimulated(FibreProtocol protocol, int pulses, double frequency_Hz, double tail_ms = 100) {
    protocol.pulses_ms = pulse_train(pulses, frequency_Hz);
    protocol.duration_ms = pulses / frequency_Hz * 1000 + tail_ms;
    protocol.every_ms = 0.25;
    FibreTraces traces = run_fibre(protocol);
    REQUIRE(traces.status == Status::complete);
    return traces;
}

inline double highest(const FibreTraces& traces, const std::string& name) {
    return *std::max_element(traces[name].begin(), traces[name].end());
}

/// Largest force above that at the start.
inline double force(const FibreTraces& traces) {
    return highest(traces, "filament.A_2") - traces["filament.A_2"].front();
}

/// One state at rest.
inline double at_rest(FibreProtocol protocol, const std::string& name) {
    protocol.record = {name};
    protocol.duration_ms = 1;
    return run_fibre(protocol)[name].front();
}

/// How often the potential rises through 0 mV.
inline int action_potentials(const FibreTraces& traces, double from_ms = 0) {
    const auto& V = traces["membranes.V_s"];
    int count = 0;
    for (std::size_t i = 1; i < V.size(); ++i) count += traces.time_ms[i] >= from_ms && V[i - 1] < 0 && V[i] >= 0;
    return count;
}

}  // namespace wryneck::lab
