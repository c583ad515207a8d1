// The single fibre, from Python: plain arguments in, a dict out; the interpreter is free while the core computes.
#include "wryneck/run/cellml.hpp"
#include "wryneck/run/fibre.hpp"

#include "wryneck/core/error.hpp"

#include "array_of.hpp"
#include "listener.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

namespace {

wryneck::FibreVariant variant_of(bool published) {
    return published ? wryneck::FibreVariant::published : wryneck::FibreVariant::repaired;
}

py::list parameter_rows(bool published) {
    py::list rows;
    for (const wryneck::FibreParameter& p : wryneck::fibre_parameters(variant_of(published))) {
        const auto text = [](std::string_view view) { return std::string(view); };
        const auto dot = p.name.find('.');
        rows.append(py::dict("model"_a = p.name.substr(0, dot), "name"_a = p.name.substr(dot + 1), "fast"_a = p.row.value,
                             "slow"_a = p.row.second, "unit"_a = text(p.row.unit), "meaning"_a = text(p.row.meaning),
                             "source"_a = text(p.row.source), "grade"_a = text(to_string(p.row.grade)),
                             "lowest"_a = p.row.range.low, "highest"_a = p.row.range.high));
    }
    return rows;
}

/// A fibre steps thousands of times a second: Python is asked now and then only.
class SparingListener : public Listener {
public:
    using Listener::Listener;

    bool operator()(double time_ms) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return true;
        next_ = now + std::chrono::milliseconds(50);
        return Listener::operator()(time_ms);
    }

private:
    std::chrono::steady_clock::time_point next_{};
};

/// All its numbers as an array.
py::array_t<double> flat(std::vector<double>&& values) {
    const std::size_t size = values.size();
    return array_of(std::move(values), {size});
}

py::dict plain(wryneck::FibreTraces&& traces) {
    py::list series;
    for (wryneck::Series& s : traces.series)
        series.append(py::dict("name"_a = s.name, "unit"_a = s.unit, "meaning"_a = s.meaning, "values"_a = flat(std::move(s.values))));
    return py::dict("time_ms"_a = flat(std::move(traces.time_ms)), "series"_a = series, "steps"_a = traces.steps,
                    "rejected"_a = traces.rejected, "status"_a = to_string(traces.status), "message"_a = traces.message);
}

/// What a computation gives; an input error has its parts as `args`, so that Python can say them in its own names.
template <class F>
auto asked(py::handle error_type, F&& compute) {
    try {
        return compute();
    } catch (const wryneck::InputError& e) {
        PyErr_SetObject(error_type.ptr(), py::make_tuple(e.field(), e.value(), e.expected(), e.nearest()).ptr());
        throw py::error_already_set();
    }
}

/// Out of the keyword arguments of `fibre`, as a dict.
wryneck::FibreProtocol protocol_of(const py::dict& given) {
    wryneck::FibreProtocol p;
    const auto take = [&given](const char* name, auto& value) { value = given[name].cast<std::remove_reference_t<decltype(value)>>(); };
    p.kind = given["slow"].cast<bool>() ? wryneck::FibreKind::slow : wryneck::FibreKind::fast;
    p.variant = variant_of(given["published"].cast<bool>());
    take("bath", p.bath), take("infinite_bath", p.infinite_bath), take("soak_ms", p.soak_ms);
    take("parameters", p.parameters), take("record", p.record), take("pulses_ms", p.pulses_ms), take("at_ms", p.at_ms);
    take("width_ms", p.width_ms), take("amplitude", p.amplitude), take("duration_ms", p.duration_ms);
    take("every_ms", p.every_ms), take("tolerance", p.tolerance), take("max_steps", p.max_steps);
    return p;
}

/// Outcomes in the order of the members; that of one whose callback raised is the exception.
py::list computed_many(const py::list& members, int threads, bool single) {
    std::vector<wryneck::FibreProtocol> protocols;
    std::vector<SparingListener> listeners;
    listeners.reserve(members.size());
    for (const py::handle& member : members) {
        const auto given = member.cast<py::dict>();
        protocols.push_back(protocol_of(given));
        listeners.emplace_back(given["progress"].cast<py::object>());
        protocols.back().progress = [&l = listeners.back()](const wryneck::FibreProgress& p) { return l(p.time_ms); };
    }
    std::vector<wryneck::FibreTraces> all;
    {
        const py::gil_scoped_release free;
        all = wryneck::run_fibres(
            protocols, {.threads = threads,
                        .precision = single ? wryneck::FibrePrecision::single : wryneck::FibrePrecision::full});
    }
    py::list outcomes;
    for (std::size_t i = 0; i < all.size(); ++i) try {
            listeners[i].rethrow();
            outcomes.append(plain(std::move(all[i])));
        } catch (py::error_already_set& error) {
            outcomes.append(error.value());
        }
    return outcomes;
}

py::dict computed(wryneck::FibreProtocol& protocol, const py::object& progress) {
    SparingListener listener(progress);
    protocol.progress = [&listener](const wryneck::FibreProgress& p) { return listener(p.time_ms); };
    wryneck::FibreTraces traces;
    {
        const py::gil_scoped_release free;
        traces = wryneck::run_fibre(protocol);
    }
    listener.rethrow();
    return plain(std::move(traces));
}

}  // namespace

void bind_fibre(py::module_& m) {
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def("fibre_parameters", &parameter_rows, "published"_a = false, "Every parameter of the single fibre, fast and slow.");
    m.def(
        "fibre_states", [](bool published) { return wryneck::fibre_states(variant_of(published)); }, "published"_a = false,
        "Names of the states of the single fibre.");
    m.def("fibre_balances", &wryneck::fibre_balances, "Names of what the repaired fibre keeps.");
    m.def(
        "pulse_train",
        [error](int count, double frequency_Hz, double start_ms) {
            return asked(error, [&] { return wryneck::pulse_train(count, frequency_Hz, start_ms); });
        },
        "count"_a, "frequency_Hz"_a, "start_ms"_a = 0.0, "Times in ms at which pulses begin.");
    m.def(
        "fibre",
        [error](bool slow, bool published, std::map<std::string, double> bath, bool infinite_bath, std::optional<double> soak_ms,
                std::map<std::string, double> parameters, std::vector<double> pulses_ms, double width_ms,
                std::optional<double> amplitude, double duration_ms, double every_ms, std::vector<double> at_ms,
                std::vector<std::string> record, double tolerance, std::uint64_t max_steps, const py::object& progress) {
            wryneck::FibreProtocol protocol;
            protocol.kind = slow ? wryneck::FibreKind::slow : wryneck::FibreKind::fast;
            protocol.variant = variant_of(published);
            protocol.bath = std::move(bath), protocol.infinite_bath = infinite_bath, protocol.soak_ms = soak_ms;
            protocol.parameters = std::move(parameters), protocol.record = std::move(record);
            protocol.pulses_ms = std::move(pulses_ms), protocol.at_ms = std::move(at_ms);
            protocol.width_ms = width_ms, protocol.amplitude = amplitude;
            protocol.duration_ms = duration_ms, protocol.every_ms = every_ms;
            protocol.tolerance = tolerance, protocol.max_steps = max_steps;
            return asked(error, [&] { return computed(protocol, progress); });
        },
        py::kw_only(), "slow"_a, "published"_a, "bath"_a, "infinite_bath"_a, "soak_ms"_a, "parameters"_a, "pulses_ms"_a, "width_ms"_a, "amplitude"_a, "duration_ms"_a, "every_ms"_a,
        "at_ms"_a, "record"_a, "tolerance"_a, "max_steps"_a, "progress"_a = py::none(),
        "Stimulate one fibre. `progress` is called now and then with the time in ms; False ends the run.");
    m.def(
        "fibre_cellml",
        [error](bool slow, std::map<std::string, double> parameters, std::vector<double> pulses_ms, double width_ms, double amplitude) {
            wryneck::FibreProtocol protocol;
            protocol.kind = slow ? wryneck::FibreKind::slow : wryneck::FibreKind::fast;
            protocol.variant = wryneck::FibreVariant::published;
            protocol.parameters = std::move(parameters), protocol.pulses_ms = std::move(pulses_ms);
            protocol.width_ms = width_ms, protocol.amplitude = amplitude;
            return asked(error, [&] { return wryneck::fibre_cellml(protocol); });
        },
        py::kw_only(), "slow"_a, "parameters"_a, "pulses_ms"_a, "width_ms"_a, "amplitude"_a, "The published single fibre as CellML 2.0.");
    m.def(
        "check_fibre", [error](const py::dict& given) { asked(error, [&] { return wryneck::check_fibre(protocol_of(given)), 0; }); },
        "given"_a, "Raises InputError where the arguments of `fibre` cannot be meant.");
    m.def(
        "fibre_many",
        [error](const py::list& members, int threads, bool single) {
            return asked(error, [&] { return computed_many(members, threads, single); });
        },
        py::kw_only(), "members"_a, "threads"_a, "single"_a,
        "Stimulate fibres side by side; each member has the arguments of `fibre`, with `progress`.");
}
