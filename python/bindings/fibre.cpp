// The single fibre, from Python: plain arguments in, a dict out; the interpreter is free while the core computes.
#include "wryneck/run/cellml.hpp"
#include "wryneck/run/fibre.hpp"

#include "fibre_arguments.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

namespace {

py::dict plain(wryneck::FibreTraces&& traces) {
    py::list series;
    for (wryneck::Series& s : traces.series)
        series.append(py::dict("name"_a = s.name, "unit"_a = s.unit, "meaning"_a = s.meaning, "values"_a = flat(std::move(s.values))));
    return py::dict("time_ms"_a = flat(std::move(traces.time_ms)), "series"_a = series, "steps"_a = traces.steps,
                    "rejected"_a = traces.rejected, "status"_a = to_string(traces.status), "message"_a = traces.message);
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
    m.def(
        "fibre_parameters", [](bool published) { return parameter_rows(wryneck::fibre_parameters(variant_of(published))); },
        "published"_a = false, "Every parameter of the single fibre, fast and slow.");
    m.def(
        "fibre_states", [](bool published) { return parameter_rows(wryneck::fibre_state_rows(variant_of(published))); },
        "published"_a = false, "Every state of the single fibre.");
    m.def("fibre_balances", &wryneck::fibre_balances, "Names of what the repaired fibre keeps.");
    m.def(
        "pulse_train",
        [error](int count, double frequency_Hz, double start_ms) {
            return asked(error, [&] { return wryneck::pulse_train(count, frequency_Hz, start_ms); });
        },
        "count"_a, "frequency_Hz"_a, "start_ms"_a = 0.0, "Times in ms at which pulses begin.");
    m.def(
        "fibre",
        [error](const py::dict& given, const py::object& progress) {
            return asked(error, [&] {
                wryneck::FibreProtocol protocol = protocol_of(given);
                return computed(protocol, progress);
            });
        },
        "given"_a, "progress"_a = py::none(),
        "Stimulate one fibre. `progress` is called now and then with the time in ms; False ends the run.");
    m.def(
        "fibre_cellml",
        [error](const py::dict& given) {
            return asked(error, [&] {
                const wryneck::FibreProtocol protocol = protocol_of(given);
                const py::gil_scoped_release free;
                return wryneck::fibre_cellml(protocol);
            });
        },
        "given"_a, "The single fibre of these arguments of `fibre` as CellML 2.0.");
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
