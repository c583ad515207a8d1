// One published fibre, compiled once.

#include "wryneck/run/fibre.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre_simulation.hpp"

namespace wryneck {

namespace {

using fibre::Published;

std::string text(double value) {
    std::string s = std::to_string(value);
    s.erase(s.find_last_not_of('0') + 1);
    if (s.ends_with('.')) s.pop_back();
    return s;
}

void ask(bool holds, const std::string& field, double value, const std::string& expected) {
    if (!holds) throw InputError(field, text(value), expected);
}

void check_pulses(const FibreProtocol& protocol) {
    ask(std::isfinite(protocol.amplitude), "amplitude", protocol.amplitude, "a current in uA/cm2");
    ask(protocol.width_ms > 0 && std::isfinite(protocol.width_ms), "width_ms", protocol.width_ms, "a time above 0 ms");
    double free_from = 0;
    for (std::size_t i = 0; i < protocol.pulses_ms.size(); ++i) {
        const double begin = protocol.pulses_ms[i];
        ask(begin >= free_from && std::isfinite(begin), "pulses_ms[" + std::to_string(i) + "]", begin,
            i == 0 ? "a time from 0 ms" : "a time after the end of the pulse before it, " + text(free_from) + " ms");
        free_from = begin + protocol.width_ms;
    }
}

std::vector<double> sampling_times(const FibreProtocol& protocol) {
    constexpr double most = 2e7;
    std::vector<double> times = protocol.at_ms;
    if (times.empty()) {
        ask(protocol.every_ms > 0 && protocol.duration_ms / protocol.every_ms < most, "every_ms", protocol.every_ms,
            "an interval above 0 ms that gives no more than twenty million rows");
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
    ask(protocol.duration_ms > 0 && std::isfinite(protocol.duration_ms), "duration_ms", protocol.duration_ms,
        "a time above 0 ms");
    ask(protocol.tolerance >= 1e-12 && protocol.tolerance <= 0.1, "tolerance", protocol.tolerance,
        "a number from 1e-12 to 0.1");
    check_pulses(protocol);
}

/// Where each recorded series lies in the packed state.
std::vector<std::size_t> recorded(const FibreProtocol& protocol) {
    const auto names = fibre_states();
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < names.size() && protocol.record.empty(); ++i) places.push_back(i);
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

template <class Simulation>
SolveFailure failure(const LoopReport& report, const Simulation& simulation) {
    const Field field = Published::States::fields()[report.worst];
    return SolveFailure(
        report,
        fibre_states()[report.worst] + " = " + text(simulation.x()[report.worst]) + " " + std::string(field.unit),
        "ms");
}

}  // namespace

std::vector<double> pulse_train(int count, double frequency_Hz, double start_ms) {
    ask(count >= 0, "count", count, "a number of pulses from 0");
    ask(frequency_Hz > 0 && std::isfinite(frequency_Hz), "frequency_Hz", frequency_Hz, "a frequency above 0 Hz");
    constexpr double ms_per_s = 1000;
    std::vector<double> times;
    for (int k = 0; k < count; ++k) times.push_back(start_ms + k * (ms_per_s / frequency_Hz));
    return times;
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
    const auto places = recorded(protocol);
    FibreTraces traces = empty_traces(places);
    const auto row = [&](double t, auto&& value) {
        traces.time_ms.push_back(t);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double v = value(places[i]);
            traces.series[i].append_row({&v, 1});
        }
    };
    fibre::Simulation<Published, decltype(row)> simulation(protocol.kind, protocol.tolerance, sampling_times(protocol),
                                                           row);
    LoopLimits limits;
    limits.max_steps = protocol.max_steps;
    for (const auto& [until, I_HH] : spans(protocol)) {
        const LoopReport report = simulation.advance(std::min(until, protocol.duration_ms), I_HH, limits);
        if (report.failed()) throw failure(report, simulation);
    }
    traces.steps = simulation.state().accepted, traces.rejected = simulation.state().rejected;
    return traces;
}

}  // namespace wryneck
