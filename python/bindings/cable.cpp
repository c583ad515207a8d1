// Fibres along their length, from Python: plain arguments in, a dict out.
#include "wryneck/run/cable.hpp"

#include "fibre_arguments.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

/// Out of the keyword arguments of `cable`, as a dict with those of `fibre`.
wryneck::CableProtocol cable_protocol_of(const py::dict& given) {
    wryneck::CableProtocol p;
    p.fibre = protocol_of(given);
    const auto take = [&given](const char* name, auto& value) { value = given[name].cast<std::remove_reference_t<decltype(value)>>(); };
    take("cable", p.cable), take("length_cm", p.length_cm), take("places", p.places), take("end_plate", p.end_plate);
    take("end_plate_cm", p.end_plate_cm), take("largest_change", p.largest_change), take("level_mV", p.level_mV);
    take("longest_step_ms", p.longest_step_ms), take("threads", p.threads);
    for (const auto& [slow, pulses_ms] : given["bundle"].cast<std::vector<std::pair<bool, std::vector<double>>>>())
        p.bundle.push_back({slow ? wryneck::FibreKind::slow : wryneck::FibreKind::fast, pulses_ms});
    using Zone = std::tuple<double, double, std::map<std::string, double>>;
    for (const auto& [from_cm, to_cm, bath] : given["zones"].cast<std::vector<Zone>>())
        p.zones.push_back({from_cm, to_cm, bath});
    return p;
}

py::dict plain(wryneck::CableTraces&& traces) {
    py::list series;
    for (wryneck::Series& s : traces.series) {
        const auto shape = s.shape;
        series.append(py::dict("name"_a = s.name, "unit"_a = s.unit, "meaning"_a = s.meaning,
                               "values"_a = array_of(std::move(s.values), shape)));
    }
    std::vector<double> fibre, place, time;
    for (const wryneck::Arrival& a : traces.arrivals) {
        fibre.push_back(static_cast<double>(a.fibre)), place.push_back(static_cast<double>(a.place));
        time.push_back(a.time_ms);
    }
    return py::dict("time_ms"_a = flat(std::move(traces.time_ms)), "position_cm"_a = flat(std::move(traces.position_cm)),
                    "series"_a = series, "fibre"_a = flat(std::move(fibre)), "place"_a = flat(std::move(place)),
                    "arrival_ms"_a = flat(std::move(time)), "steps"_a = traces.steps, "rejected"_a = traces.rejected,
                    "status"_a = to_string(traces.status), "message"_a = traces.message);
}

py::dict computed(const py::dict& given, const py::object& progress) {
    wryneck::CableProtocol protocol = cable_protocol_of(given);
    SparingListener listener(progress);
    protocol.fibre.progress = [&listener](const wryneck::FibreProgress& p) { return listener(p.time_ms); };
    wryneck::CableTraces traces;
    {
        const py::gil_scoped_release free;
        traces = wryneck::run_cable(protocol);
    }
    listener.rethrow();
    return plain(std::move(traces));
}

}  // namespace

void bind_cable(py::module_& m) {
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def(
        "cable_parameters", [] { return parameter_rows(wryneck::cable_parameters()); }, "Every parameter of the cable.");
    m.def(
        "cable",
        [error](const py::dict& given, const py::object& progress) { return asked(error, [&] { return computed(given, progress); }); },
        "given"_a, "progress"_a = py::none(),
        "Stimulate fibres along their length. `progress` is called now and then with the time in ms; False ends the run.");
}
