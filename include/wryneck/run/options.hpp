#pragma once
// How a run is done, and what comes out. Plain values: no Eigen, no Python.

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "wryneck/record/series.hpp"

namespace wryneck {

struct Progress {
    double time_s, duration_s;
    std::uint64_t steps;
};

struct Options {
    std::uint64_t seed = 1;
    double every_s = 0;                  ///< interval of the recorded rows; 0: chosen from the duration
    std::vector<std::string> record;     ///< names of series to keep; empty: the default ones; "all": every one
    double tolerance = 3e-5;             ///< local error per step relative to the scale of each state
    bool noise = true;                   ///< random bursts of discharge; off: their mean acts
    bool scalar = false;                 ///< one muscle at a time instead of lanes: the reference
    double longest_step_s = 32;          ///< of patches and couplings
    std::uint64_t max_steps = 200'000'000;
    double min_step_s = 1e-6;
    double wall_limit_s = std::numeric_limits<double>::infinity();
    std::string checkpoint;              ///< file kept up to date while running; empty: none
    double checkpoint_every_s = 600;     ///< simulated time between checkpoints
    std::string note;                    ///< kept in the checkpoint: what a caller needs to rebuild the scenario
    const std::atomic<bool>* stop = nullptr;
    std::function<bool(const Progress&)> progress;    ///< false ends the run; called after a recorded row, or a tenth of a second of computing
};

enum class Status { complete, interrupted, failed };

constexpr const char* to_string(Status status) {
    return status == Status::complete ? "complete" : status == Status::interrupted ? "interrupted" : "failed";
}

struct Episode {
    std::string muscle, side, kind, cause;
    double onset_s = 0, duration_s = 0, peak_force_N = 0;
    std::vector<int> patches;
    bool ongoing = false;

    friend bool operator==(const Episode&, const Episode&) = default;
};

struct Result {
    std::vector<double> time_s;
    std::vector<Series> series;
    std::vector<Episode> episodes;
    std::vector<std::string> muscles;
    std::map<std::string, double> statistics;
    Status status = Status::complete;
    std::string message;

    /// A series by name. Throws InputError with the nearest name.
    [[nodiscard]] const Series& operator[](const std::string& name) const;
    /// One muscle's column of a series with dimensions (time, muscle).
    [[nodiscard]] std::vector<double> of(const std::string& name, const std::string& muscle) const;
};

}  // namespace wryneck
