// The single fibre in both variants, compiled once.

#include "wryneck/run/fibre.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>

#include "wryneck/core/error.hpp"
#include "wryneck/run/cellml.hpp"
#include "wryneck/run/fibre_rest.hpp"
#include "wryneck/run/fibre_simulation.hpp"
#include "wryneck/systems/fibre_diagram.hpp"
#include "wryneck/systems/pulses.hpp"
#include "wryneck/systems/repaired_balances.hpp"
#include "wryneck/version.hpp"

namespace wryneck {

namespace {

using fibre::Balances;
using fibre::Published;
using fibre::Repaired;

constexpr double longest_ms = 86'400'000, shortest_pulse_ms = 1e-3, strongest = 1e4;
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
template <class Parameters, class F>
void each_parameter(Parameters& all, F&& f) {
    all.each([&]<class Model, class Record>(Model, Record& record) {
        auto* values = reinterpret_cast<double*>(&record);
        for (const Field& row : Model::parameters)
            f(std::string(Model::name) + "." + std::string(row.name), row, values[row.slot]);
    });
}

/// What has been asked for by name, and under which field that was.
std::map<std::string, std::pair<double, std::string>> changes(const FibreProtocol& protocol) {
    std::map<std::string, std::pair<double, std::string>> all;
    for (const auto& [name, value] : protocol.parameters) all[name] = {value, "parameters." + name};
    for (const auto& [name, value] : protocol.bath) all["bath." + name] = {value, "bath." + name};
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
            "a value from " + text(row.range.low) + " to " + text(row.range.high) + " " + std::string(row.unit));
        slot = value;
    });
    for (const auto& [name, change] : changed)
        if (std::find(names.begin(), names.end(), name) == names.end())
            throw InputError(change.second, "", "the name of a parameter", nearest_name(name, names));
    return all;
}

/// The parameters as the equations take them, and the state at the start.
template <class F>
struct Beginning {
    typename F::template Parameters<double> p;
    std::array<double, F::States::size> x;
};

template <class F>
Beginning<F> beginning(const FibreProtocol& protocol);

template <>
Beginning<Published> beginning(const FibreProtocol& protocol) {
    if (!protocol.bath.empty() || protocol.infinite_bath || protocol.soak_ms)
        throw InputError("bath", "", "none with the published fibre, which has no bath", "");
    return {parameters_of<Published>(protocol), fibre::initial<Published>(protocol.kind)};
}

template <>
Beginning<Repaired> beginning(const FibreProtocol& protocol) {
    constexpr double at_once = 0.1;  // per ms
    auto p = parameters_of<Repaired>(protocol);
    if (protocol.infinite_bath) p.bath.exchange = at_once;
    if (protocol.soak_ms) ask_within("soak_ms", *protocol.soak_ms, 0, longest_ms, "a time in ms");
    const auto x = fibre::rested_in_bath(p, protocol.kind, protocol.soak_ms);
    if (!x) throw InputError("bath", "", "parameters and a bath in which the fibre comes to rest", "");
    return {Repaired::prepared(p), *x};
}

void check_pulses(const FibreProtocol& protocol) {
    if (protocol.amplitude) ask_within("amplitude", *protocol.amplitude, -strongest, strongest, "a current in uA/cm2");
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
        "a time above 0 ms, at most a day");
    ask_within("tolerance", protocol.tolerance, 1e-12, 0.1, "a number");
    check_pulses(protocol);
}

/// A series that is recorded: state `place`, or balance `place` behind all states.
struct Recorded {
    std::vector<std::size_t> places;
    std::vector<Series> series;
};

template <class F>
Recorded recorded(const FibreProtocol& protocol) {
    auto names = F::States::names();
    auto fields = F::States::fields();
    const std::size_t states = names.size();
    if (protocol.variant == FibreVariant::repaired) {
        for (const std::string& name : fibre_balances()) names.push_back(name);
        for (const Field& row : Balances::outputs) fields.push_back(row);
    }
    Recorded all;
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

template <class F, class Value>
double recorded_value(std::size_t place, const typename F::template Parameters<double>& p, const Value& value) {
    constexpr std::size_t N = F::States::size;
    if (place < N) return value(place);
    if constexpr (std::is_same_v<F, Repaired>) {
        std::array<double, N> x;
        for (std::size_t i = 0; i < N; ++i) x[i] = value(i);
        const auto kept = Balances::of(x.data(), p);
        return members<Balances::Output, double>(kept)[place - N];
    }
    return 0;
}

double amplitude_of(const FibreProtocol& protocol) {
    constexpr double usual_fast = 400, usual_slow = 200, usual_published = 150;  // strong enough, with room to spare
    const double usual = protocol.kind == FibreKind::fast ? usual_fast : usual_slow;
    return protocol.amplitude.value_or(protocol.variant == FibreVariant::published ? usual_published : usual);
}

/// Times at which the stimulus jumps, and its value until then; the last is the end.
std::vector<std::pair<double, double>> spans(const FibreProtocol& protocol) {
    const double amplitude = amplitude_of(protocol);
    std::vector<std::pair<double, double>> all;
    for (double begin : protocol.pulses_ms) {
        all.emplace_back(begin, 0.0);
        all.emplace_back(begin + protocol.width_ms, amplitude);
    }
    all.emplace_back(protocol.duration_ms, 0.0);
    return all;
}

/// The worst state of a failure with its value.
template <class F, class Simulation>
std::string worst(const LoopReport& report, const Simulation& simulation) {
    const Field field = F::States::fields()[report.worst];
    return F::States::names()[report.worst] + " = " + text(simulation.x()[report.worst]) + " " +
           std::string(field.unit);
}

template <class F>
FibreTraces run(const FibreProtocol& protocol) {
    auto [places, series] = recorded<F>(protocol);
    auto samples = sampling_times(protocol, places.size());
    const auto begin = beginning<F>(protocol);
    FibreTraces traces;
    traces.series = std::move(series);
    const auto row = [&](double t, auto&& value) {
        traces.time_ms.push_back(t);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double v = recorded_value<F>(places[i], begin.p, value);
            traces.series[i].append_row({&v, 1});
        }
    };
    fibre::Simulation<F, decltype(row)> simulation(begin.p, begin.x, protocol.tolerance, std::move(samples), row);
    LoopLimits limits;
    limits.max_steps = protocol.max_steps;
    LoopHooks hooks;
    hooks.stop = protocol.stop;
    if (protocol.progress)
        hooks.progress = [&](const LoopState& s) { return protocol.progress({s.t, protocol.duration_ms, s.accepted}); };
    for (const auto& [until, I_HH] : spans(protocol)) {
        const LoopReport report = simulation.advance(std::min(until, protocol.duration_ms), I_HH, limits, hooks);
        if (report.end == LoopEnd::reached_end) continue;
        traces.status = report.failed() ? Status::failed : Status::interrupted;
        traces.message = describe(report, report.failed() ? worst<F>(report, simulation) : "", "ms");
        break;
    }
    traces.steps = simulation.state().accepted, traces.rejected = simulation.state().rejected;
    return traces;
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

std::vector<FibreParameter> fibre_parameters(FibreVariant variant) {
    std::vector<FibreParameter> rows;
    const auto add = [&](const std::string& name, const Field& row, double&) { rows.push_back({name, row}); };
    auto published = Published::of(FibreKind::fast);
    auto repaired = Repaired::of(FibreKind::fast);
    if (variant == FibreVariant::published)
        each_parameter(published, add);
    else
        each_parameter(repaired, add);
    return rows;
}

std::vector<std::string> fibre_states(FibreVariant variant) {
    return variant == FibreVariant::published ? Published::States::names() : Repaired::States::names();
}

std::vector<std::string> fibre_balances() {
    std::vector<std::string> names;
    for (const Field& row : Balances::outputs)
        names.push_back(std::string(Balances::name) + "." + std::string(row.name));
    return names;
}

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
    return protocol.variant == FibreVariant::published ? run<Published>(protocol) : run<Repaired>(protocol);
}

namespace {

/// The pulses as a train; where there is none or one, the time to the next does not matter.
Pulses::Parameters<double> train(const FibreProtocol& protocol) {
    const auto& at = protocol.pulses_ms;
    auto p = defaults<Pulses::Parameters>(Pulses::parameters);
    p.amplitude = amplitude_of(protocol), p.width = protocol.width_ms, p.count = static_cast<double>(at.size());
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
    if (protocol.variant != FibreVariant::published)
        throw InputError("variant", "repaired", "published: the repaired fibre cannot be exported yet");
    std::map<std::string, Field> rows;
    const auto add = [&](const std::string& name, Field row, double value) {
        row.value = value;
        rows.emplace(name, row);
    };
    auto all = parameters_of<Published>(protocol);
    each_parameter(all, [&](const std::string& name, const Field& row, double& value) { add(name, row, value); });
    const auto names = Published::States::names();
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
