// Runs, from Python: the interpreter is free while the core computes, and a signal or a callback ends a run with what it has.
#include "wryneck/run/run.hpp"

#include "wryneck/record/bytes.hpp"

#include "array_of.hpp"
#include "asked.hpp"
#include "listener.hpp"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <utility>

namespace py = pybind11;
using namespace py::literals;
using wryneck::Options, wryneck::Progress, wryneck::Scenario;

namespace {

py::dict plain(const wryneck::Episode& e) {
    return py::dict("muscle"_a = e.muscle, "side"_a = e.side, "kind"_a = e.kind, "cause"_a = e.cause, "onset_s"_a = e.onset_s,
                    "duration_s"_a = e.duration_s, "peak_force_N"_a = e.peak_force_N, "patches"_a = e.patches, "ongoing"_a = e.ongoing);
}

/// One row of a series, None where extremes are not followed.
py::object extreme_of(std::vector<double>&& row, const std::vector<std::size_t>& shape) {
    if (row.empty()) return py::none();
    return array_of(std::move(row), {shape.begin() + 1, shape.end()});
}

py::dict plain(wryneck::Result&& r) {
    py::list series, episodes;
    for (wryneck::Series& s : r.series)
        series.append(py::dict("name"_a = s.name, "unit"_a = s.unit, "meaning"_a = s.meaning, "dims"_a = s.dims,
                               "values"_a = array_of(std::move(s.values), s.shape), "lowest"_a = extreme_of(std::move(s.lowest), s.shape),
                               "highest"_a = extreme_of(std::move(s.highest), s.shape)));
    for (const wryneck::Episode& e : r.episodes) episodes.append(plain(e));
    const std::size_t rows = r.time_s.size();
    return py::dict("time_s"_a = array_of(std::move(r.time_s), {rows}), "series"_a = series, "episodes"_a = episodes,
                    "muscles"_a = r.muscles, "statistics"_a = r.statistics, "status"_a = to_string(r.status), "message"_a = r.message);
}

/// Compute without the interpreter, then hand over what came out.
template <class F>
py::dict computed(const Options& given, const py::object& progress, F&& compute) {
    Listener listener(progress);
    Options options = given;
    options.progress = [&listener](const Progress& p) { return listener(p); };
    wryneck::Result result;
    {
        const py::gil_scoped_release free;
        result = compute(options);
    }
    listener.rethrow();
    return plain(std::move(result));
}

void bind_options(py::module_& m) {
    py::class_<Progress>(m, "Progress", "How far a run is.")
        .def_readonly("time_s", &Progress::time_s)
        .def_readonly("duration_s", &Progress::duration_s)
        .def_readonly("steps", &Progress::steps);
    py::class_<Options>(m, "Options", "How a run is done.")
        .def(py::init<>())
        .def_readwrite("seed", &Options::seed)
        .def_readwrite("every_s", &Options::every_s)
        .def_readwrite("record", &Options::record)
        .def_readwrite("tolerance", &Options::tolerance)
        .def_readwrite("noise", &Options::noise)
        .def_readwrite("scalar", &Options::scalar)
        .def_readwrite("longest_step_s", &Options::longest_step_s)
        .def_readwrite("max_steps", &Options::max_steps)
        .def_readwrite("min_step_s", &Options::min_step_s)
        .def_readwrite("wall_limit_s", &Options::wall_limit_s)
        .def_readwrite("checkpoint", &Options::checkpoint)
        .def_readwrite("checkpoint_every_s", &Options::checkpoint_every_s)
        .def_readwrite("note", &Options::note);
}

}  // namespace

void bind_run(py::module_& m) {
    py::register_exception<wryneck::CheckpointError>(m, "CheckpointError", PyExc_ValueError);
    bind_options(m);
    const py::handle error = m.attr("InputError").ptr();  // which the module keeps
    m.def(
        "run",
        [error](const Scenario& scenario, const Options& options, const py::object& progress) {
            return asked(error, [&] { return computed(options, progress, [&](const Options& o) { return wryneck::run(scenario, o); }); });
        },
        "scenario"_a, "options"_a, "progress"_a = py::none(),
        "Run a scenario. `progress` is called after a recorded row, or a tenth of a second of computing; False ends the run.");
    m.def(
        "resume",
        [error](const std::string& checkpoint, const Scenario& scenario, const Options& options, const py::object& progress) {
            return asked(error, [&] {
                return computed(options, progress, [&](const Options& o) { return wryneck::resume(checkpoint, scenario, o); });
            });
        },
        "checkpoint"_a, "scenario"_a, "options"_a, "progress"_a = py::none(),
        "Go on from a checkpoint of the same scenario and options.");
    m.def("checkpoint_note", &wryneck::checkpoint_note, "checkpoint"_a, "What the caller of `run` left in a checkpoint.");
}
