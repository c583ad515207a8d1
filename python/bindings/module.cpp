// The extension module. WRYNECK_MODULE is its name, one per instruction set (python/CMakeLists.txt).
#include <pybind11/pybind11.h>

#include <string>

#include "wryneck/version.hpp"

namespace py = pybind11;

void bind_scenario(py::module_& m);
void bind_registry(py::module_& m);
void bind_run(py::module_& m);
void bind_cable(py::module_& m);
void bind_fibre(py::module_& m);
void bind_motor_units(py::module_& m);
void bind_parts(py::module_& m);
void bind_subject(py::module_& m);

PYBIND11_MODULE(WRYNECK_MODULE, m) {
    m.def("version", [] { return std::string(wryneck::version()); }, "Version of the compiled core.");
    bind_scenario(m);
    bind_registry(m);
    bind_run(m);
    bind_fibre(m);
    bind_cable(m);
    bind_motor_units(m);
    bind_parts(m);
    bind_subject(m);
}
