// One published fibre, compiled once.

#include "wryneck/run/fibre.hpp"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>
#include <string_view>
#include <utility>

#include "wryneck/core/error.hpp"
#include "wryneck/run/cellml.hpp"
#include "wryneck/run/fibre_simulation.hpp"
#include "wryneck/systems/fibre_diagram.hpp"
#include "wryneck/systems/pulses.hpp"
#include "wryneck/version.hpp"

namespace wryneck {

namespace {

using fibre::Published;

constexpr double longest_ms = 3'600'000, shortest_pulse_ms = 1e-3, strongest = 1e4;
constexpr double most_values = 2e8;
constexpr int most_pulses = 1'000'000;

/// As people write it: 0.25, 8e-08, 150.
std::string text(double value) {
    std::ostringstream s;
    s.imbue(std::locale::classic());
    s.precision(9);
    s << value;
    return s.str();
}

void ask(bool holds, const std::string& field, double value, const std::string& expected) {
    if (!holds) throw InputError(field, text(value), expected);
}

void ask_within(const std::string& field, double value, double least, double most, const std::string& what) {
    ask(value >= least && value <= most, field, value, what + " from " + text(least) + " to " + text(most));
}

/// Call f("model.parameter", row, value) for every parameter; the value is a reference.
template <class F>
void each_parameter(Published::Parameters<double>& all, F&& f) {
    all.each([&]<class Model, class Record>(Model, Record& record) {
        auto* values = reinterpret_cast<double*>(&record);
        for (const Field& row : Model::parameters)
            f(std::string(Model::name) + "." + std::string(row.name), row, values[row.slot]);
    });
}

Published::Parameters<double> parameters_of(const FibreProtocol& protocol) {
    auto all = Published::of(protocol.kind);
    std::vector<std::string> names;
    each_parameter(all, [&](const std::string& name, const Field& row, double& slot) {
        names.push_back(name);
        const auto given = protocol.parameters.find(name);
        if (given == protocol.parameters.end()) return;
        slot = given->second;
        ask(slot >= row.range.low && slot <= row.range.high, "parameters." + name, slot,
            "a value from " + text(row.range.low) + " to " + text(row.range.high) + " " + std::string(row.unit));
    });
    for (const auto& [name, value] : protocol.parameters)
        if (std::find(names.begin(), names.end(), name) == names.end())
            throw InputError("parameters." + name, "", "the name of a parameter", nearest_name(name, names));
    return all;
}

void check_pulses(const FibreProtocol& protocol) {
    ask_within("amplitude", protocol.amplitude, -strongest, strongest, "a current in uA/cm2");
    ask_within("width_ms", protocol.width_ms, shortest_pulse_ms, longest_ms, "a time in ms");
    double free_from = 0;
    for (std::size_t i = 0; i < protocol.pulses_ms.size(); ++i) {
        const double begin = protocol.pulses_ms[i];
        ask(begin >= free_from && std::isfinite(begin), "pulses_ms[" + std::to_string(i) + "]", begin,
            i == 0 ? "a time from 0 ms" : "a time after the end of the pulse before it, " + text(free_from) + " ms");
        free_from = begin + protocol.width_ms;
    }
}

std::vector<double> sampling_times(const FibreProtocol& protocol, std::size_t series) {
    std::vector<double> times = protocol.at_ms;
    if (times.empty()) {
        const double least = protocol.duration_ms * static_cast<double>(series) / most_values;
        ask(protocol.every_ms > 0 && std::isfinite(protocol.every_ms), "every_ms", protocol.every_ms,
            "an interval above 0 ms");
        ask(protocol.every_ms >= least, "every_ms", protocol.every_ms,
            text(1.01 * least) + " ms or more, for at most 200 million values");
        const auto rows = static_cast<std::size_t>(protocol.duration_ms / protocol.every_ms * (1 + 1e-12));
        for (std::size_t i = 0; i <= rows; ++i)
            times.push_back(std::min(static_cast<double>(i) * protocol.every_ms, protocol.duration_ms));
    }
    for (std::size_t i = 0; i < times.size(); ++i)
        ask(times[i] >= (i > 0 ? times[i - 1] : 0) && times[i] <= protocol.duration_ms,
            "at_ms[" + std::to_string(i) + "]", times[i], "times from 0 ms to the duration in ascending order");
    return times;
}

void check(const FibreProtocol& protocol) {
    ask(protocol.duration_ms > 0 && protocol.duration_ms <= longest_ms, "duration_ms", protocol.duration_ms,
        "a time above 0 ms, at most an hour");
    ask_within("tolerance", protocol.tolerance, 1e-12, 0.1, "a number");
    check_pulses(protocol);
}

/// Where each recorded series lies in the packed state.
std::vector<std::size_t> recorded(const FibreProtocol& protocol) {
    const auto names = fibre_states();
    std::vector<std::size_t> places;
    if (protocol.record.empty() || protocol.record == std::vector<std::string>{"all"}) {
        for (std::size_t i = 0; i < names.size(); ++i) places.push_back(i);
        return places;
    }
    for (const std::string& name : protocol.record) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) throw InputError("record", name, "the name of a state", nearest_name(name, names));
        places.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    return places;
}

FibreTraces empty_traces(const std::vector<std::size_t>& places) {
    const auto names = fibre_states();
    const auto fields = Published::States::fields();
    FibreTraces traces;
    for (std::size_t n : places)
        traces.series.emplace_back(names[n], std::string(fields[n].unit), std::string(fields[n].meaning));
    return traces;
}

/// Times at which the stimulus jumps, and its value until then; the last is the end.
std::vector<std::pair<double, double>> spans(const FibreProtocol& protocol) {
    std::vector<std::pair<double, double>> all;
    for (double begin : protocol.pulses_ms) {
        all.emplace_back(begin, 0.0);
        all.emplace_back(begin + protocol.width_ms, protocol.amplitude);
    }
    all.emplace_back(protocol.duration_ms, 0.0);
    return all;
}

/// The worst state of a failure with its value.
template <class Simulation>
std::string worst(const LoopReport& report, const Simulation& simulation) {
    const Field field = Published::States::fields()[report.worst];
    return fibre_states()[report.worst] + " = " + text(simulation.x()[report.worst]) + " " + std::string(field.unit);
}

}  // namespace

std::vector<double> pulse_train(int count, double frequency_Hz, double start_ms) {
    ask_within("count", count, 0, most_pulses, "a number of pulses");
    ask(frequency_Hz > 0 && std::isfinite(frequency_Hz), "frequency_Hz", frequency_Hz, "a frequency above 0 Hz");
    ask(start_ms >= 0 && std::isfinite(start_ms), "start_ms", start_ms, "a time from 0 ms");
    constexpr double ms_per_s = 1000;
    std::vector<double> times;
    for (int k = 0; k < count; ++k) times.push_back(start_ms + k * (ms_per_s / frequency_Hz));
    return times;
}

std::vector<FibreParameter> fibre_parameters() {
    std::vector<FibreParameter> rows;
    auto all = Published::of(FibreKind::fast);
    each_parameter(all, [&](const std::string& name, const Field& row, double&) { rows.push_back({name, row}); });
    return rows;
}

std::vector<std::string> fibre_states() { return Published::States::names(); }

const std::vector<double>& FibreTraces::operator[](const std::string& name) const {
    std::vector<std::string> names;
    for (const Series& s : series) {
        if (s.name == name) return s.values;
        names.push_back(s.name);
    }
    throw InputError("series", name, "a recorded state", nearest_name(name, names));
}

FibreTraces run_fibre(const FibreProtocol& protocol) {
    check(protocol);
    const auto parameters = parameters_of(protocol);
    const auto places = recorded(protocol);
    FibreTraces traces = empty_traces(places);
    const auto row = [&](double t, auto&& value) {
        traces.time_ms.push_back(t);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double v = value(places[i]);
            traces.series[i].append_row({&v, 1});
        }
    };
    fibre::Simulation<Published, decltype(row)> simulation(
        parameters, fibre::initial<Published>(protocol.kind), protocol.tolerance,
        sampling_times(protocol, places.size()), row);
    LoopLimits limits;
    limits.max_steps = protocol.max_steps;
    LoopHooks hooks;
    hooks.stop = protocol.stop;
    if (protocol.progress)
        hooks.progress = [&](const LoopState& s) {
            return protocol.progress({s.t, protocol.duration_ms, s.accepted});
        };
    for (const auto& [until, I_HH] : spans(protocol)) {
        const LoopReport report = simulation.advance(std::min(until, protocol.duration_ms), I_HH, limits, hooks);
        if (report.end == LoopEnd::reached_end) continue;
        traces.status = report.failed() ? Status::failed : Status::interrupted;
        traces.message = describe(report, report.failed() ? worst(report, simulation) : "", "ms");
        break;
    }
    traces.steps = simulation.state().accepted, traces.rejected = simulation.state().rejected;
    return traces;
}

namespace {

/// The pulses as a train; where there is none or one, the time to the next does not matter.
Pulses::Parameters<double> train(const FibreProtocol& protocol) {
    const auto& at = protocol.pulses_ms;
    auto p = defaults<Pulses::Parameters>(Pulses::parameters);
    p.amplitude = protocol.amplitude, p.width = protocol.width_ms, p.count = static_cast<double>(at.size());
    if (!at.empty()) p.start = at[0];
    if (at.size() > 1) p.period = (at.back() - at[0]) / static_cast<double>(at.size() - 1);
    p.period = std::max(p.period, p.width);
    for (std::size_t i = 0; i < at.size(); ++i) {
        const double expected = p.start + static_cast<double>(i) * p.period;
        ask(std::abs(at[i] - expected) <= 1e-9 * (1 + expected), "pulses_ms[" + std::to_string(i) + "]", at[i],
            text(expected) + " ms: pulses at equal distances");
    }
    return p;
}

}  // namespace

std::string fibre_cellml(const FibreProtocol& protocol) {
    check(protocol);
    std::map<std::string, Field> rows;
    const auto add = [&](const std::string& name, Field row, double value) {
        row.value = value;
        rows.emplace(name, row);
    };
    auto all = parameters_of(protocol);
    each_parameter(all, [&](const std::string& name, const Field& row, double& value) { add(name, row, value); });
    const auto names = fibre_states();
    const auto fields = Published::States::fields();
    const auto x = fibre::initial<Published>(protocol.kind);
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i], fields[i], x[i]);
    const auto pulses = train(protocol);
    for (const Field& row : Pulses::parameters)
        add(Pulses::name + ("." + std::string(row.name)), row, members<Pulses::Parameters, double>(pulses)[row.slot]);

    const Symbol time = Symbol::variable("environment", "time", Symbol::Role::input);
    const std::string name = std::string("fibre_") + (protocol.kind == FibreKind::fast ? "fast" : "slow");
    return cellml(fibre::diagram<Published>(pulses_of(time)), rows, time, "wryneck_" + name,
                  name + ", written by wryneck " + std::string(version()) +
                      ". For research and teaching; not for diagnosis, dosing or monitoring.");
}

}  // namespace wryneck
