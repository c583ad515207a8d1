#pragma once
// Arguments of the single fibre and of the cable out of Python dicts, and what their computations share.

#include "wryneck/run/fibre.hpp"

#include "array_of.hpp"
#include "asked.hpp"
#include "listener.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

inline wryneck::FibreVariant variant_of(bool published) {
    return published ? wryneck::FibreVariant::published : wryneck::FibreVariant::repaired;
}

/// Rows of tables as dicts.
inline py::list parameter_rows(const std::vector<wryneck::FibreParameter>& parameters) {
    py::list rows;
    for (const wryneck::FibreParameter& p : parameters) {
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
inline py::array_t<double> flat(std::vector<double>&& values) {
    const std::size_t size = values.size();
    return array_of(std::move(values), {size});
}

/// Out of the keyword arguments of `fibre`, as a dict.
inline wryneck::FibreProtocol protocol_of(const py::dict& given) {
    wryneck::FibreProtocol p;
    const auto take = [&given](const char* name, auto& value) { value = given[name].cast<std::remove_reference_t<decltype(value)>>(); };
    p.kind = given["slow"].cast<bool>() ? wryneck::FibreKind::slow : wryneck::FibreKind::fast;
    p.variant = variant_of(given["published"].cast<bool>());
    take("start", p.start), take("bath", p.bath), take("infinite_bath", p.infinite_bath), take("soak_ms", p.soak_ms);
    take("parameters", p.parameters), take("record", p.record), take("pulses_ms", p.pulses_ms), take("at_ms", p.at_ms);
    take("width_ms", p.width_ms), take("amplitude", p.amplitude), take("duration_ms", p.duration_ms);
    take("every_ms", p.every_ms), take("tolerance", p.tolerance), take("max_steps", p.max_steps);
    return p;
}
