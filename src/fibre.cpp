// Fibres that are computed, one or many; and one as CellML.

#include "wryneck/run/fibre.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fibre_ready.hpp"
#include "wryneck/run/cellml.hpp"
#include "wryneck/systems/fibre_diagram.hpp"
#include "wryneck/systems/pulses.hpp"
#include "wryneck/version.hpp"

namespace wryneck {

using namespace asked;

namespace {

template <class F>
FibreJob job_of(const FibreProtocol& protocol, FibreTraces& traces, Rests& rests) {
    FibreJob job = planned<F>(protocol, traces);
    begin(job, parameters_of<F>(protocol), rests);
    return job;
}

/// Call f(the variant of this protocol).
template <class F>
auto of_variant(const FibreProtocol& protocol, F&& f) {
    return protocol.variant == FibreVariant::published ? f(Published{}) : f(Repaired{});
}

/// Known to the library's user as the status of a run.
void refuse(FibreTraces& traces, const std::exception& error) {
    traces = {};
    traces.status = Status::failed, traces.message = error.what();
}

template <class F>
void compute_all(std::span<const FibreProtocol> protocols, std::vector<FibreTraces>& all, FibreVariant variant,
                 std::size_t threads, FibrePrecision precision) {
    std::vector<FibreJob> jobs;
    Rests rests;
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        if (protocols[i].variant != variant) continue;
        try {
            if (precision == FibrePrecision::single && variant != FibreVariant::published)
                throw InputError("precision", "single", "full, or the published variant");
            jobs.push_back(job_of<F>(protocols[i], all[i], rests));
        } catch (const InputError& error) {
            refuse(all[i], error);
        }
    }
    compute_fibres<F>(jobs, threads, precision);
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

std::vector<FibreParameter> fibre_state_rows(FibreVariant variant) {
    const auto names = fibre_states(variant);
    const auto fields = variant == FibreVariant::published ? Published::States::fields() : Repaired::States::fields();
    std::vector<FibreParameter> rows;
    for (std::size_t i = 0; i < names.size(); ++i) rows.push_back({names[i], fields[i]});
    return rows;
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

void check_fibre(const FibreProtocol& protocol) {
    FibreTraces none;
    of_variant(protocol, [&]<class F>(F) {
        FibreJob job = planned<F>(protocol, none);
        (void)parameters_of<F>(protocol), set_states<F>(job);
    });
}

FibreTraces run_fibre(const FibreProtocol& protocol) {
    FibreTraces traces;
    Rests rests;
    of_variant(protocol, [&]<class F>(F) {
        FibreJob job = job_of<F>(protocol, traces, rests);
        compute_fibres<F>({&job, 1}, 1, FibrePrecision::full);
    });
    return traces;
}

std::vector<FibreTraces> run_fibres(std::span<const FibreProtocol> protocols, const FibreEnsemble& ensemble) {
    ask_within("threads", ensemble.threads, 0, most_threads, "a number");
    std::vector<FibreTraces> all(protocols.size());
    const std::size_t threads = ensemble.threads > 0 ? static_cast<std::size_t>(ensemble.threads)
                                                     : std::max(1u, std::thread::hardware_concurrency());
    compute_all<Published>(protocols, all, FibreVariant::published, threads, ensemble.precision);
    compute_all<Repaired>(protocols, all, FibreVariant::repaired, threads, ensemble.precision);
    return all;
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
            number_text(expected) + " ms: pulses at equal distances");
    }
    return p;
}

/// Rates as they are in the bath of the fibre, which the file holds as numbers.
Published::Parameters<double> at_temperature(const Published::Parameters<double>& p) { return p; }
Repaired::Parameters<double> at_temperature(const Repaired::Parameters<double>& p) { return Repaired::prepared(p); }

std::string origin(const Published::Parameters<double>&) { return {}; }
std::string origin(const Repaired::Parameters<double>& p) {
    return " Rates and conductances are those at " + number_text(p.bath.temperature) +
           " degC; the initial state is that of rest in this bath.";
}

template <class F>
std::string exported(const FibreProtocol& protocol) {
    FibreTraces none;
    Rests rests;
    const FibreJob job = job_of<F>(protocol, none, rests);
    std::map<std::string, Field> rows;
    const auto add = [&](const std::string& name, Field row, double value) {
        row.value = value;
        rows.emplace(name, row);
    };
    const auto asked = parameters_of<F>(protocol);
    auto all = at_temperature(asked);
    each_parameter(all, [&](const std::string& name, const Field& row, double& value) { add(name, row, value); });
    const auto names = F::States::names();
    const auto fields = F::States::fields();
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i], fields[i], job.start[i]);
    const auto pulses = train(protocol);
    for (const Field& row : Pulses::parameters)
        add(Pulses::name + ("." + std::string(row.name)), row, members<Pulses::Parameters, double>(pulses)[row.slot]);

    const Symbol time = Symbol::variable("environment", "time", Symbol::Role::input);
    const std::string name = std::string("fibre_") + (protocol.kind == FibreKind::fast ? "fast" : "slow");
    return cellml(fibre::diagram<F>(pulses_of(time)), rows, time, "wryneck_" + name,
                  name + ", written by wryneck " + std::string(version()) + "." + origin(asked) +
                      " For research and teaching; not for diagnosis, dosing or monitoring.");
}

}  // namespace

std::string fibre_cellml(const FibreProtocol& protocol) {
    return of_variant(protocol, [&]<class F>(F) { return exported<F>(protocol); });
}

}  // namespace wryneck
