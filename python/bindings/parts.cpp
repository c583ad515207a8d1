// Parts of the model by themselves, from Python.
#include "wryneck/run/parts.hpp"

#include "asked.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>

namespace py = pybind11;
using namespace py::literals;

namespace {

py::dict plain(const wryneck::StillNeck& neck) {
    py::list muscles;
    for (const wryneck::StillMuscle& m : neck.muscles)
        muscles.append(py::dict("id"_a = m.id, "strength_N"_a = m.strength_N, "passive_N"_a = m.passive_N,
                                "arm_m"_a = m.arm_m, "arm_C7T1_m"_a = m.arm_C7T1_m, "compression"_a = m.compression,
                                "stiffness_per_force"_a = m.stiffness_per_force));
    return py::dict("muscles"_a = muscles, "torque_Nm"_a = neck.torque_Nm, "weight_N"_a = neck.weight_N);
}

}  // namespace

void bind_parts(py::module_& m) {
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def(
        "evaluate",
        [error](const std::string& model, const std::string& variant, bool slow, const wryneck::Numbers& states,
                const wryneck::Numbers& inputs, const wryneck::Numbers& parameters) {
            return asked(error, [&] {
                const auto found = wryneck::evaluate(model, variant, slow, states, inputs, parameters);
                return py::dict("rates"_a = found.rates, "outputs"_a = found.outputs);
            });
        },
        "model"_a, py::kw_only(), "variant"_a, "slow"_a, "states"_a, "inputs"_a, "parameters"_a,
        "Rates and outputs of one sub-model at one point.");
    m.def(
        "still_neck",
        [error](bool female, double mass_kg, const std::array<double, 3>& angle_deg, double gravity) {
            return asked(error, [&] { return plain(wryneck::still_neck({female, mass_kg}, angle_deg, gravity)); });
        },
        py::kw_only(), "female"_a, "mass_kg"_a, "angle_deg"_a, "gravity"_a, "The neck held still in a posture.");
}
