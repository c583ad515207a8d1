// A whole person on the bench, from Python: layers under a pack; water, salts and a drug in the body.
#include "wryneck/run/subject.hpp"

#include "array_of.hpp"
#include "asked.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

namespace {

using Values = std::map<std::string, double>;
using LayersStretches = std::vector<std::pair<double, std::optional<double>>>;
using BodyStretches = std::vector<std::array<double, 6>>;

py::dict plain(wryneck::SubjectTraces&& traces) {
    py::dict series, units;
    for (wryneck::Series& s : traces.series) {
        units[py::str(s.name)] = s.unit;
        std::vector<std::size_t> shape = s.shape;
        series[py::str(s.name)] = array_of(std::move(s.values), std::move(shape));
    }
    const std::size_t rows = traces.time_s.size();
    return py::dict("time_s"_a = array_of(std::move(traces.time_s), {rows}), "series"_a = series, "units"_a = units,
                    "steps"_a = traces.steps, "rejected"_a = traces.rejected,
                    "status"_a = std::string(to_string(traces.status)), "message"_a = traces.message);
}

py::dict layers(double skinfold_mm, const std::vector<double>& depth_mm, const LayersStretches& stretches,
                const Values& parameters, double every_s, double slice_mm, double tolerance) {
    wryneck::LayersProtocol protocol;
    protocol.skinfold_mm = skinfold_mm, protocol.depth_mm = depth_mm, protocol.parameters = parameters;
    protocol.every_s = every_s, protocol.slice_mm = slice_mm, protocol.tolerance = tolerance;
    for (const auto& [duration_s, pack] : stretches)
        protocol.stretches.push_back({duration_s, pack.has_value(), pack.value_or(0)});
    py::gil_scoped_release others;
    auto traces = wryneck::run_layers(protocol);
    py::gil_scoped_acquire again;
    return plain(std::move(traces));
}

py::dict body(bool female, double mass_kg, std::optional<double> body_water_l, bool kidney, bool salt,
              const BodyStretches& stretches, const Values& parameters, double every_s, double tolerance) {
    wryneck::BodyProtocol protocol;
    protocol.female = female, protocol.mass_kg = mass_kg, protocol.body_water_l = body_water_l,
    protocol.kidney = kidney;
    protocol.salt = salt, protocol.parameters = parameters, protocol.every_s = every_s, protocol.tolerance = tolerance;
    for (const auto& s : stretches) protocol.stretches.push_back({s[0], s[1], s[2], s[3], s[4], s[5]});
    py::gil_scoped_release others;
    auto traces = wryneck::run_body(protocol);
    py::gil_scoped_acquire again;
    return plain(std::move(traces));
}

py::list parameter_rows() {
    py::list rows;
    for (const auto& [name, row] : wryneck::subject_parameters())
        rows.append(py::dict("model"_a = name.substr(0, name.find('.')), "name"_a = std::string(row.name),
                             "value"_a = row.value, "second"_a = row.second, "unit"_a = std::string(row.unit),
                             "meaning"_a = std::string(row.meaning), "source"_a = std::string(row.source),
                             "grade"_a = std::string(to_string(row.grade)), "lowest"_a = row.range.low,
                             "highest"_a = row.range.high));
    return rows;
}

}  // namespace

void bind_subject(py::module_& m) {
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def(
        "layers",
        [error](double skinfold_mm, const std::vector<double>& depth_mm, const LayersStretches& stretches,
                const Values& parameters, double every_s, double slice_mm, double tolerance) {
            return asked(error, [&] {
                return layers(skinfold_mm, depth_mm, stretches, parameters, every_s, slice_mm, tolerance);
            });
        },
        py::kw_only(), "skinfold_mm"_a, "depth_mm"_a, "stretches"_a, "parameters"_a, "every_s"_a, "slice_mm"_a,
        "tolerance"_a, "Temperatures of tissue; stretches are (s, degC of a pack or None).");
    m.def(
        "body",
        [error](bool female, double mass_kg, std::optional<double> body_water_l, bool kidney, bool salt,
                const BodyStretches& stretches, const Values& parameters, double every_s, double tolerance) {
            return asked(error, [&] {
                return body(female, mass_kg, body_water_l, kidney, salt, stretches, parameters, every_s, tolerance);
            });
        },
        py::kw_only(), "female"_a, "mass_kg"_a, "body_water_l"_a, "kidney"_a, "salt"_a, "stretches"_a, "parameters"_a,
        "every_s"_a, "tolerance"_a,
        "Water, salts and a drug; stretches are (s, water l, sodium mmol, potassium mmol, sweat l, drug mg).");
    m.def("subject_parameters", &parameter_rows, "Parameters of what a subject is made of.");
}
