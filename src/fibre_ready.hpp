#pragma once
// What is asked of a fibre, checked, and made ready to be computed: parameters, the state that it starts from, rows.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "fibre_job.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/systems/repaired_balances.hpp"

namespace wryneck::asked {

using fibre::Balances;
using fibre::Published;
using fibre::Repaired;

constexpr double longest_ms = 86'400'000, shortest_pulse_ms = 1e-3, strongest = 1e4;
constexpr double most_values = 2e8;
constexpr int most_pulses = 1'000'000, most_threads = 1024;

inline void ask(bool holds, const std::string& field, double value, const std::string& expected) {
    if (!holds) throw InputError(field, number_text(value), expected);
}

inline void ask_within(const std::string& field, double value, double least, double most, const std::string& what) {
    ask(value >= least && value <= most, field, value, what + " from " + number_text(least) + " to " + number_text(most));
}

/// Call f("model.parameter", row, value) for every parameter; the value is a reference.
template <class Parameters, class F>
void each_parameter(Parameters& all, F&& f) {
    all.each([&]<class Model, class Record>(Model, Record& record) {
        auto* values = reinterpret_cast<double*>(&record);
        for (const Field& row : Model::parameters)
            f(std::string(Model::name) + "." + std::string(row.name), row, values[row.slot]);
    });
}

/// What has been asked for by name, and under which field that was.
inline std::map<std::string, std::pair<double, std::string>> changes(const FibreProtocol& protocol) {
    std::map<std::string, std::pair<double, std::string>> all;
    for (const auto& [name, value] : protocol.parameters) all[name] = {value, "parameters." + name};
    for (const auto& [name, value] : protocol.bath)
        if (!all.emplace("bath." + name, std::pair{value, "bath." + name}).second)
            throw InputError("bath." + name, number_text(value), "it in `bath` or in `parameters`, not in both", "");
    return all;
}

template <class F>
typename F::template Parameters<double> parameters_of(const FibreProtocol& protocol) {
    auto all = F::of(protocol.kind);
    std::vector<std::string> names;
    const auto changed = changes(protocol);
    each_parameter(all, [&](const std::string& name, const Field& row, double& slot) {
        names.push_back(name);
        const auto given = changed.find(name);
        if (given == changed.end()) return;
        const auto& [value, field] = given->second;
        ask(value >= row.range.low && value <= row.range.high, field, value,
            "a value from " + number_text(row.range.low) + " to " + number_text(row.range.high) + " " + std::string(row.unit));
        slot = value;
    });
    for (const auto& [name, change] : changed)
        if (std::find(names.begin(), names.end(), name) == names.end())
            throw InputError(change.second, "", "the name of a parameter", nearest_name(name, names));
    if constexpr (std::is_same_v<F, Repaired>) {
        constexpr double at_once = 0.1;  // per ms
        if (protocol.infinite_bath) all.bath.exchange = at_once;
    }
    return all;
}

/// Every parameter in the order of the tables, as the equations take them.
template <class Parameters>
std::vector<double> flat(const Parameters& p) {
    const auto values = std::bit_cast<std::array<double, sizeof(Parameters) / sizeof(double)>>(p);
    return {values.begin(), values.end()};
}

using Packed = std::vector<double>;

/// `x` after some time without stimulus; nothing where that cannot be computed. `p` is prepared.
inline std::optional<Packed> rested(const Repaired::Parameters<double>& p, const Packed& x, double duration_ms) {
    FibreProtocol protocol;
    protocol.duration_ms = duration_ms, protocol.max_steps = 50'000;
    FibreTraces traces;
    Packed last;
    FibreJob job{.protocol = &protocol, .parameters = flat(p), .start = x, .traces = &traces, .last = &last};
    compute_fibres<Repaired>({&job, 1}, 1, FibrePrecision::full);
    if (traces.status != Status::complete) return std::nullopt;
    return last;
}

/// Rest in the bath that `p` names, from all that the fibre holds in plasma. With `soak_ms` it comes to rest in plasma
/// first, at the same temperature, and stays in the bath for that long.
inline std::optional<Packed> rested_in_bath(const Repaired::Parameters<double>& p, FibreKind kind, std::optional<double> soak_ms) {
    constexpr double month_ms = 2.592e9;
    const auto start = Repaired::start(kind);
    const Packed x{start.begin(), start.end()};
    if (!soak_ms) return rested(Repaired::prepared(p), x, month_ms);
    auto plasma = p;
    plasma.bath = Repaired::of(kind).bath;
    plasma.bath.temperature = p.bath.temperature;
    const auto normal = rested(Repaired::prepared(plasma), x, month_ms);
    if (!normal || *soak_ms == 0) return normal;
    return rested(Repaired::prepared(p), *normal, *soak_ms);
}

/// States in which the run is to begin.
template <class F>
void set_states(FibreJob& job) {
    const auto names = F::States::names();
    const auto fields = F::States::fields();
    for (const auto& [name, value] : job.protocol->start) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            throw InputError("start." + name, "", "the name of a state", nearest_name(name, names));
        const auto i = static_cast<std::size_t>(found - names.begin());
        ask_within("start." + name, value, fields[i].range.low, fields[i].range.high, std::string(fields[i].unit) + ", a value");
        if (!job.start.empty()) job.start[i] = value;
    }
}

/// States at rest that were found already, by kind, parameters and time in the bath.
using Rests = std::map<std::pair<int, Packed>, std::optional<Packed>>;

inline void begin(FibreJob& job, const Published::Parameters<double>& p, Rests&) {
    const auto x = fibre::initial<Published>(job.protocol->kind);
    job.parameters = flat(p), job.start = {x.begin(), x.end()};
    set_states<Published>(job);
}

inline void begin(FibreJob& job, const Repaired::Parameters<double>& p, Rests& rests) {
    const FibreProtocol& protocol = *job.protocol;
    std::pair<int, Packed> key{static_cast<int>(protocol.kind), flat(p)};
    key.second.push_back(protocol.soak_ms.value_or(-1));
    auto found = rests.find(key);
    if (found == rests.end()) found = rests.emplace(key, rested_in_bath(p, protocol.kind, protocol.soak_ms)).first;
    if (!found->second) throw InputError("bath", "", "parameters and a bath in which the fibre comes to rest", "");
    job.parameters = flat(Repaired::prepared(p)), job.start = *found->second;
    set_states<Repaired>(job);
}

inline void check_pulses(const FibreProtocol& protocol) {
    if (protocol.amplitude) ask_within("amplitude", *protocol.amplitude, -strongest, strongest, "a current in uA/cm2");
    ask_within("width_ms", protocol.width_ms, shortest_pulse_ms, longest_ms, "a time in ms");
    double free_from = 0;
    for (std::size_t i = 0; i < protocol.pulses_ms.size(); ++i) {
        const double begin = protocol.pulses_ms[i];
        ask(begin >= free_from && std::isfinite(begin), "pulses_ms[" + std::to_string(i) + "]", begin,
            i == 0 ? "a time from 0 ms" : "a time after the end of the pulse before it, " + number_text(free_from) + " ms");
        free_from = begin + protocol.width_ms;
    }
}

inline std::vector<double> sampling_times(const FibreProtocol& protocol, std::size_t series) {
    std::vector<double> times = protocol.at_ms;
    if (times.empty()) {
        const double least = protocol.duration_ms * static_cast<double>(series) / most_values;
        ask(protocol.every_ms > 0 && std::isfinite(protocol.every_ms), "every_ms", protocol.every_ms,
            "an interval above 0 ms");
        ask(protocol.every_ms >= least, "every_ms", protocol.every_ms,
            number_text(1.01 * least) + " ms or more, for at most 200 million values");
        const auto rows = static_cast<std::size_t>(protocol.duration_ms / protocol.every_ms * (1 + 1e-12));
        for (std::size_t i = 0; i <= rows; ++i)
            times.push_back(std::min(static_cast<double>(i) * protocol.every_ms, protocol.duration_ms));
    }
    for (std::size_t i = 0; i < times.size(); ++i)
        ask(times[i] >= (i > 0 ? times[i - 1] : 0) && times[i] <= protocol.duration_ms,
            "at_ms[" + std::to_string(i) + "]", times[i], "times from 0 ms to the duration in ascending order");
    return times;
}

inline void check(const FibreProtocol& protocol) {
    ask(protocol.duration_ms > 0 && protocol.duration_ms <= longest_ms, "duration_ms", protocol.duration_ms,
        "a time above 0 ms, at most a day");
    ask_within("tolerance", protocol.tolerance, 1e-12, 0.1, "a number");
    check_pulses(protocol);
    if (protocol.variant == FibreVariant::published) {
        if (!protocol.bath.empty() || protocol.infinite_bath || protocol.soak_ms)
            throw InputError("bath", "", "none with the published fibre, which has no bath", "");
    } else if (protocol.soak_ms) {
        ask_within("soak_ms", *protocol.soak_ms, 0, longest_ms, "a time in ms");
    }
}

/// A series that is recorded: state `place`, or balance `place` behind all states.
struct Columns {
    std::vector<std::size_t> places;
    std::vector<Series> series;
};

template <class F>
Columns recorded(const FibreProtocol& protocol) {
    auto names = F::States::names();
    auto fields = F::States::fields();
    const std::size_t states = names.size();
    if (protocol.variant == FibreVariant::repaired) {
        for (const std::string& name : fibre_balances()) names.push_back(name);
        for (const Field& row : Balances::outputs) fields.push_back(row);
    }
    Columns all;
    const auto add = [&](std::size_t n) {
        all.places.push_back(n);
        all.series.emplace_back(names[n], std::string(fields[n].unit), std::string(fields[n].meaning));
    };
    if (protocol.record.empty() || protocol.record == std::vector<std::string>{"all"}) {
        for (std::size_t i = 0; i < states; ++i) add(i);
        return all;
    }
    for (const std::string& name : protocol.record) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) throw InputError("record", name, "the name of a state", nearest_name(name, names));
        add(static_cast<std::size_t>(found - names.begin()));
    }
    return all;
}

inline double amplitude_of(const FibreProtocol& protocol) {
    constexpr double usual_fast = 400, usual_slow = 200, usual_published = 150;  // strong enough, with room to spare
    const double usual = protocol.kind == FibreKind::fast ? usual_fast : usual_slow;
    return protocol.amplitude.value_or(protocol.variant == FibreVariant::published ? usual_published : usual);
}

/// Checked, with empty traces, but for parameters and start.
template <class F>
FibreJob planned(const FibreProtocol& protocol, FibreTraces& traces) {
    check(protocol);
    auto [places, series] = recorded<F>(protocol);
    FibreJob job{.protocol = &protocol, .amplitude = amplitude_of(protocol), .places = std::move(places), .traces = &traces};
    job.times = sampling_times(protocol, job.places.size());
    traces.series = std::move(series);
    return job;
}

}  // namespace wryneck::asked
