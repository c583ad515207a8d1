// What the model knows by name, as lists of dicts: parameters with their provenance, muscles, groups, contacts.
#include "wryneck/run/latex.hpp"
#include "wryneck/systems/anatomy.hpp"
#include "wryneck/systems/parameters.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>

namespace py = pybind11;
using namespace py::literals;

namespace {

std::string text(std::string_view view) { return std::string(view); }

py::list parameter_rows() {
    py::list rows;
    wryneck::NeckParameters().each([&](std::string_view model, const wryneck::Field& row, double& value) {
        rows.append(py::dict("model"_a = text(model), "name"_a = text(row.name), "value"_a = value, "unit"_a = text(row.unit),
                             "meaning"_a = text(row.meaning), "source"_a = text(row.source), "grade"_a = text(to_string(row.grade)),
                             "lowest"_a = row.range.low, "highest"_a = row.range.high));
    });
    return rows;
}

py::dict muscle_row(const wryneck::Muscle& m) {
    py::dict roots;
    for (std::size_t i = 0; i < m.roots.size(); ++i)
        if (m.roots[i] > 0) roots[py::str(text(wryneck::root_names[i]))] = m.roots[i];
    return py::dict("id"_a = m.id, "base"_a = m.base, "name"_a = m.name, "region"_a = m.region,
                    "side"_a = m.side == wryneck::Side::right ? "R" : "L", "layer"_a = m.layer, "depth_mm"_a = m.depth_mm,
                    "F_max_N"_a = m.F_max_N, "optimal_length_m"_a = m.optimal_length_m, "slack_length_m"_a = m.slack_length_m,
                    "neutral_length_m"_a = m.neutral_length_m, "pennation_rad"_a = m.pennation_rad, "volume_cm3"_a = m.volume_cm3,
                    "type_I"_a = m.type_I, "spindles_per_g"_a = m.spindles_per_g, "roots"_a = roots);
}

template <class Rows, class F>
py::list listed(const Rows& rows, F&& plain) {
    py::list all;
    for (const auto& row : rows) all.append(plain(row));
    return all;
}

py::list group_rows() {
    const auto anatomy = wryneck::neck_anatomy();
    return listed(anatomy.groups, [&](const wryneck::Group& g) {
        const py::list ids = listed(g.muscles, [&](int i) { return py::str(anatomy.muscles[static_cast<std::size_t>(i)].id); });
        return py::dict("name"_a = g.name, "muscles"_a = ids);
    });
}

py::list equation_rows() {
    const auto port = [](const wryneck::ModelEquations::Port& p) { return py::dict("name"_a = p.name, "unit"_a = p.unit, "meaning"_a = p.meaning); };
    return listed(wryneck::model_equations(), [&](const wryneck::ModelEquations& m) {
        return py::dict("model"_a = m.name, "time_unit"_a = m.time_unit, "inputs"_a = listed(m.inputs, port), "outputs"_a = listed(m.outputs, port),
                        "latex"_a = m.latex);
    });
}

py::list contact_rows() {
    const auto anatomy = wryneck::neck_anatomy();
    const auto id = [&](int i) { return anatomy.muscles[static_cast<std::size_t>(i)].id; };
    return listed(anatomy.contacts, [&](const wryneck::Contact& c) { return py::dict("to"_a = id(c.to), "from"_a = id(c.from), "weight"_a = c.weight); });
}

}  // namespace

void bind_registry(py::module_& m) {
    m.def("parameters", &parameter_rows, "Every parameter with unit, source, grade of evidence and plausible range.");
    m.def("muscles", [] { return listed(wryneck::neck_anatomy().muscles, &muscle_row); }, "The muscles of the standard neck.");
    m.def("groups", &group_rows, "Groups of muscles by name.");
    m.def("model_equations", &equation_rows, "The equations of every sub-model as LaTeX, read from the code that computes them.");
    m.def("contacts", &contact_rows, "Which muscles touch: the weights that one muscle receives sum to 1.");
}
