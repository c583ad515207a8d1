#pragma once
// Stimulate one fibre and record it: pulses in, named series out. Time in ms. Compiled in the library; plain types
// only.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wryneck/core/fields.hpp"
#include "wryneck/record/series.hpp"
#include "wryneck/run/options.hpp"
#include "wryneck/systems/fibre_kind.hpp"

namespace wryneck {

using FibreKind = fibre::Kind;
using FibreVariant = fibre::Variant;

/// `count` pulses at `frequency_Hz`, the first at `start_ms`: the times at which they begin.
std::vector<double> pulse_train(int count, double frequency_Hz, double start_ms = 0);

struct FibreProgress {
    double time_ms, duration_ms;
    std::uint64_t steps;
};

struct FibreProtocol {
    FibreKind kind = FibreKind::fast;
    FibreVariant variant = FibreVariant::repaired;
    std::map<std::string, double> parameters;  ///< changed ones by name, such as {"membranes.g_Na", 700}
    std::map<std::string, double> bath;   ///< K, Na, Cl, Ca, Mg (mM), pH, temperature (degC), osm (mM) of plasma or bath
    bool infinite_bath = false;           ///< the interstitium is the bath itself; else plasma renews it
    std::optional<double> soak_ms;        ///< time in that bath after rest in plasma; by default until nothing moves
    std::map<std::string, double> start;  ///< states that are set when the run begins, such as {"energy.PCr", 10}; the others are at rest
    std::vector<double> pulses_ms;             ///< where each pulse begins, ascending, apart by the width or more
    double width_ms = 0.5;
    std::optional<double> amplitude;  ///< uA per cm2 of sarcolemma; by default 400 fast, 200 slow, 150 published
    double duration_ms = 100;
    double every_ms = 1;              ///< interval of the recorded rows
    std::vector<double> at_ms;        ///< or the very times, ascending; then `every_ms` is not used
    std::vector<std::string> record;  ///< states such as "filament.A_2"; empty or "all": every one
    double tolerance = 1e-6;          ///< local error per step, relative to the size and the scale of each state
    std::uint64_t max_steps = 10'000'000;
    const std::atomic<bool>* stop = nullptr;             ///< true ends the run
    std::function<bool(const FibreProgress&)> progress;  ///< false ends the run; called after every step
};

struct FibreTraces {
    std::vector<double> time_ms;
    std::vector<Series> series;
    std::uint64_t steps = 0, rejected = 0;
    Status status = Status::complete;
    std::string message;  ///< why and where it ended early

    /// The values of a series. Throws InputError with the nearest name.
    [[nodiscard]] const std::vector<double>& operator[](const std::string& name) const;
};

/// Throws InputError when the protocol cannot be meant.
void check_fibre(const FibreProtocol& protocol);

/// From rest in the bath; the published fibre from its initial state, which is no steady state. Throws InputError when the protocol cannot
/// be meant. What ends early keeps the rows so far and says why.
FibreTraces run_fibre(const FibreProtocol& protocol);

/// `full`: each fibre has the bits of run_fibre. `single`: twice as many side by side, with states in two floats each and
/// rates in one; meant for tolerances of 1e-5 or more, for the published fibre only.
enum class FibrePrecision { full, single };

struct FibreEnsemble {
    int threads = 0;  ///< 0: one per processor. Any number gives the same bits
    FibrePrecision precision = FibrePrecision::full;
};

/// Many fibres with different parameters and trains of pulses, side by side in lanes and on threads; results in the order
/// given. One that cannot be meant has no rows, status failed and the reason. `progress` is called on those threads.
std::vector<FibreTraces> run_fibres(std::span<const FibreProtocol> protocols, const FibreEnsemble& ensemble = {});

/// One parameter, or state at the start, of the fibre: `row.value` is that of the fast, `row.second` that of the slow one.
struct FibreParameter {
    std::string name;  ///< "membranes.g_Na"
    Field row;
};

std::vector<FibreParameter> fibre_parameters(FibreVariant variant = FibreVariant::repaired);

/// Names of all states that can be recorded.
std::vector<std::string> fibre_states(FibreVariant variant = FibreVariant::repaired);

/// The same with their tables.
std::vector<FibreParameter> fibre_state_rows(FibreVariant variant = FibreVariant::repaired);

/// Names of what the repaired fibre keeps, such as "balance.K", which can be recorded too.
std::vector<std::string> fibre_balances();

}  // namespace wryneck
