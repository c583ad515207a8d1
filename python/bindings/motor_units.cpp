// A motor pool of single units, from Python: plain arguments in, a dict out.
#include "wryneck/run/motor_units.hpp"

#include "fibre_arguments.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

wryneck::MotorUnitProtocol protocol_of_units(const py::dict& given) {
    wryneck::MotorUnitProtocol p;
    const auto take = [&given](const char* name, auto& value) { value = given[name].cast<std::remove_reference_t<decltype(value)>>(); };
    take("units", p.units), take("duration_s", p.duration_s), take("every_s", p.every_s), take("step_s", p.step_s);
    take("seed", p.seed), take("noise", p.noise), take("cramp_history", p.cramp_history), take("parameters", p.parameters);
    using Table = std::tuple<std::vector<double>, std::vector<double>, bool>;
    for (const auto& [name, table] : given["inputs"].cast<std::map<std::string, Table>>())
        p.inputs[name] = {std::get<0>(table), std::get<1>(table), std::get<2>(table)};
    for (const auto& [time, motor, afferent] : given["pulses"].cast<std::vector<std::tuple<double, double, double>>>())
        p.pulses.push_back({time, motor, afferent});
    for (const auto& [time, size] : given["shocks"].cast<std::vector<std::pair<double, double>>>()) p.shocks.push_back({time, size});
    for (const auto& [time, size] : given["startles"].cast<std::vector<std::pair<double, double>>>()) p.startles.push_back({time, size});
    return p;
}

py::dict plain(wryneck::MotorUnitTraces&& traces) {
    py::dict series;
    for (wryneck::Series& s : traces.series) series[py::str(s.name)] = flat(std::move(s.values));
    return py::dict("time_s"_a = flat(std::move(traces.time_s)), "series"_a = series, "threshold"_a = flat(std::move(traces.threshold)),
                    "largest_rate_Hz"_a = flat(std::move(traces.largest_rate_Hz)), "weight"_a = flat(std::move(traces.weight)),
                    "rate_per_drive_Hz"_a = traces.rate_per_drive_Hz, "unit"_a = py::array_t<int>(static_cast<py::ssize_t>(traces.unit.size()), traces.unit.data()),
                    "arrival_s"_a = flat(std::move(traces.arrival_s)), "origin"_a = py::array_t<int>(static_cast<py::ssize_t>(traces.origin.size()), traces.origin.data()), "steps"_a = traces.steps,
                    "status"_a = to_string(traces.status), "message"_a = traces.message);
}

py::dict computed(const py::dict& given, const py::object& progress) {
    wryneck::MotorUnitProtocol protocol = protocol_of_units(given);
    SparingListener listener(progress);
    protocol.progress = [&listener](double time_s) { return listener(time_s); };
    wryneck::MotorUnitTraces traces;
    {
        const py::gil_scoped_release free;
        traces = wryneck::run_motor_units(protocol);
    }
    listener.rethrow();
    return plain(std::move(traces));
}

py::list input_rows() {
    py::list rows;
    for (const wryneck::MotorUnitInput& row : wryneck::motor_unit_inputs())
        rows.append(py::dict("name"_a = row.name, "unit"_a = row.unit, "meaning"_a = row.meaning, "value"_a = row.value,
                             "lowest"_a = row.lowest, "highest"_a = row.highest));
    return rows;
}

}  // namespace

void bind_motor_units(py::module_& m) {
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def("motor_unit_inputs", &input_rows, "What can have a course in a pool of single motor units.");
    m.def(
        "motor_unit_parameters", [] { return parameter_rows(wryneck::motor_unit_parameters()); },
        "Every parameter of single motor units and of their loops.");
    m.def(
        "motor_units",
        [error](const py::dict& given, const py::object& progress) { return asked(error, [&] { return computed(given, progress); }); },
        "given"_a, "progress"_a = py::none(),
        "Run a pool of single motor units. `progress` is called now and then with the time in s; False ends the run.");
}
