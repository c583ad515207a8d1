#pragma once
// What both halves of a subject ask of a protocol, and how they are stepped and written down.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "wryneck/core/error.hpp"
#include "wryneck/run/subject.hpp"
#include "wryneck/solve/dense_steps.hpp"
#include "wryneck/solve/loop.hpp"

namespace wryneck::asked {

inline void ask_between(const std::string& field, double value, double least, double most, const std::string& unit) {
    if (!(value >= least && value <= most))
        throw InputError(
            field, number_text(value),
            "a value from " + number_text(least) + " to " + number_text(most) + (unit.empty() ? "" : " " + unit));
}

/// Sets what is named "model.parameter" in the record of a sub-model; the names that it knows are added to `known`.
template <class M, class Record>
void set_parameters(Record& record, const std::map<std::string, double>& given, std::vector<std::string>& known) {
    auto* values = reinterpret_cast<double*>(&record);
    for (const Field& row : M::parameters) {
        known.push_back(std::string(M::name) + "." + std::string(row.name));
        if (const auto found = given.find(known.back()); found != given.end()) {
            ask_between("parameters." + found->first, found->second, row.range.low, row.range.high,
                        std::string(row.unit));
            values[row.slot] = found->second;
        }
    }
}

inline void need_known(const std::map<std::string, double>& given, const std::vector<std::string>& known) {
    for (const auto& [name, value] : given)
        if (std::find(known.begin(), known.end(), name) == known.end())
            throw InputError("parameters." + name, "", "the name of a parameter", nearest_name(name, known));
}

constexpr double longest_s = 90 * 86400.0;
constexpr std::size_t most_rows = 2'000'000;

/// Times at which stretches end.
template <class Stretch>
std::vector<double> ends_of(const std::vector<Stretch>& stretches) {
    if (stretches.empty()) throw InputError("stretches", "an empty list", "one stretch of time or more");
    std::vector<double> ends;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        ask_between("stretches[" + std::to_string(i) + "].duration_s", stretches[i].duration_s, 1e-3, longest_s, "s");
        ends.push_back((ends.empty() ? 0 : ends.back()) + stretches[i].duration_s);
    }
    ask_between("duration", ends.back(), 0, longest_s, "s");
    return ends;
}

/// Times of rows: the start, then every so often, and the end of each stretch.
inline std::vector<double> row_times(double every_s, const std::vector<double>& ends) {
    ask_between("every_s", every_s, ends.back() / most_rows, longest_s, "s");
    std::vector<double> times{0};
    for (double k = 1; k * every_s < ends.back(); ++k) times.push_back(k * every_s);
    times.insert(times.end(), ends.begin(), ends.end());
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

/// Steps a system from 0 through all stretches; `begin(i)` sets what stretch i does. False where it ended early, with
/// the reason in the traces.
template <class System, class Begin>
bool step_through(DenseSteps<System>& steps, const std::vector<double>& ends, Begin&& begin, double unit_s,
                  const StepControl& control, SubjectTraces& traces) {
    LoopState state{.memory = {.h = 1e-3 / unit_s}};
    const LoopLimits limits{.smallest_step = 1e-12, .restart_step = 1e-3 / unit_s, .max_steps = 5'000'000};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        begin(i);
        state.memory.h = std::min(state.memory.h, limits.restart_step);
        const LoopReport report = run_loop(steps, state, ends[i] / unit_s, {}, control, limits);
        traces.steps = state.accepted, traces.rejected = state.rejected;
        if (report.end == LoopEnd::reached_end) continue;
        traces.status = Status::failed, traces.message = describe(report, "", unit_s == 1 ? "s" : "h");
        return false;
    }
    return true;
}

}  // namespace wryneck::asked
