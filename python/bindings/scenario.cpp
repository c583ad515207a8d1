// Scenario structs, their registries and the check, as plain Python objects. No logic lives here.

#include "wryneck/scenario/timeline.hpp"
#include "wryneck/scenario/validate.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

namespace {

std::string text(std::string_view view) { return std::string(view); }

py::list input_rows() {
    py::list rows;
    for (const auto& r : wryneck::inputs)
        rows.append(py::dict(
            "name"_a = text(r.name), "unit"_a = text(r.unit), "default"_a = r.standard, "lowest"_a = r.lowest,
            "highest"_a = r.highest, "scope"_a = text(wryneck::name_of(r.scope)), "meaning"_a = text(r.meaning),
            "models"_a = text(r.models), "mechanism"_a = text(r.mechanism), "source"_a = text(r.source)));
    return rows;
}

py::list hypothesis_rows() {
    py::list rows;
    for (const auto& r : wryneck::hypotheses)
        rows.append(py::dict("name"_a = text(r.name), "default"_a = r.standard, "lowest"_a = r.lowest,
                             "highest"_a = r.highest, "meaning"_a = text(r.meaning), "evidence"_a = text(r.evidence)));
    return rows;
}

wryneck::Targets targets_from(const std::vector<std::string>& ids,
                              const std::map<std::string, std::vector<int>>& groups) {
    wryneck::Targets targets(ids);
    for (const auto& [name, muscles] : groups) targets.add(name, muscles);
    return targets;
}

void bind_structs(py::module_& m) {
    using namespace wryneck;
    py::class_<Profile>(m, "Profile", "A value as a function of time, given by knots.")
        .def(py::init([](std::vector<double> times, std::vector<double> values, bool linear, double until) {
                 return Profile{std::move(times), std::move(values), linear, until};
             }),
             "time_s"_a, "value"_a, py::kw_only(), "linear"_a = false, "until_s"_a = Profile::open_end)
        .def_readonly("time_s", &Profile::time_s)
        .def_readonly("value", &Profile::value)
        .def_readonly("linear", &Profile::linear)
        .def_readonly("until_s", &Profile::until_s)
        .def("at", &Profile::at, "t"_a, "standard"_a = 0.0);
    py::class_<Action>(m, "Action", "One input acting on its targets over time.")
        .def(py::init([](std::string input, Profile profile, std::vector<std::string> targets,
                         std::optional<std::vector<int>> patches, std::string label) {
                 return Action{std::move(input), std::move(targets), patches ? Patches(std::move(*patches)) : Patches(),
                               std::move(profile), std::move(label)};
             }),
             "input"_a, "profile"_a, py::kw_only(), "targets"_a = std::vector<std::string>{},
             "patches"_a = py::none(), "label"_a = "")
        .def_readonly("input", &Action::input)
        .def_readonly("targets", &Action::targets)
        .def_property_readonly(
            "patches",
            [](const Action& a) { return a.patches.all() ? std::nullopt : std::optional(a.patches.listed()); },
            "Numbers of patches; None for all.")
        .def_readonly("profile", &Action::profile)
        .def_readonly("label", &Action::label);
    py::enum_<Sex>(m, "Sex").value("female", Sex::female).value("male", Sex::male);
    py::class_<Subject>(m, "Subject", "Whose neck it is.")
        .def(py::init([](Sex sex, double mass, bool cramps) {
                 return Subject{sex, mass, cramps};
             }),
             py::kw_only(), "sex"_a = Sex::male, "mass_kg"_a = 75.0, "cramp_history"_a = false)
        .def_readonly("sex", &Subject::sex)
        .def_readonly("mass_kg", &Subject::mass_kg)
        .def_readonly("cramp_history", &Subject::cramp_history);
    py::class_<Resolution>(m, "Resolution", "How finely the neck is cut.")
        .def(py::init([](int patches, std::vector<std::string> muscles) {
                 return Resolution{patches, std::move(muscles)};
             }),
             py::kw_only(), "patches_per_muscle"_a = 6, "muscles"_a = std::vector<std::string>{"all"})
        .def_readonly("patches_per_muscle", &Resolution::patches_per_muscle)
        .def_readonly("muscles", &Resolution::muscles);
    py::class_<Scenario>(m, "Scenario", "What happens to whom, when and for how long.")
        .def(py::init<>())
        .def_readwrite("name", &Scenario::name)
        .def_readwrite("description", &Scenario::description)
        .def_readwrite("subject", &Scenario::subject)
        .def_readwrite("resolution", &Scenario::resolution)
        .def_readwrite("hypotheses", &Scenario::hypotheses)
        .def_readwrite("parameters", &Scenario::parameters)
        .def_readwrite("duration_s", &Scenario::duration_s)
        .def_readwrite("timeline", &Scenario::timeline)
        .def("switching_times", [](const Scenario& s) { return switching_times(s); });
}

}  // namespace

void bind_scenario(py::module_& m) {
    using namespace wryneck;
    py::register_exception<InputError>(m, "InputError", PyExc_ValueError);
    bind_structs(m);
    m.def("inputs", &input_rows, "Everything that a scenario can set: one dict per input.");
    m.def("hypotheses", &hypothesis_rows, "Contested mechanisms as gains: one dict per hypothesis.");
    m.def(
        "limits",
        [] {
            return py::dict("most_patches_per_muscle"_a = most_patches_per_muscle,
                            "longest_duration_s"_a = longest_duration_s, "lowest_mass_kg"_a = lowest_mass_kg,
                            "highest_mass_kg"_a = highest_mass_kg);
        },
        "Bounds of a scenario that belong to no input.");
    m.def("nearest_name", &nearest_name, "word"_a, "candidates"_a, "The most similar candidate, or ''.");
    m.def(
        "check_scenario",
        [](const Scenario& s, const std::vector<std::string>& muscles,
           const std::map<std::string, std::vector<int>>& groups,
           const std::vector<std::tuple<std::string, double, double>>& parameters) -> py::object {
            std::vector<ParameterRange> ranges;
            for (const auto& [name, lowest, highest] : parameters) ranges.push_back({name, lowest, highest});
            try {
                validate(s, targets_from(muscles, groups), ranges);
            } catch (const InputError& e) {  // the parts, so that Python can add the line of the file
                return py::dict("field"_a = e.field(), "value"_a = e.value(), "expected"_a = e.expected(),
                                "nearest"_a = e.nearest());
            }
            return py::none();
        },
        "scenario"_a, "muscles"_a, "groups"_a, "parameters"_a,
        "None when the scenario can be run, else the parts of the first error.");
}
