#pragma once
// Input errors of the core, handed over in their parts.

#include "wryneck/core/error.hpp"

#include <pybind11/pybind11.h>

/// What a computation gives; an input error has its parts as `args`, so that Python can say them in its own names.
template <class F>
auto asked(pybind11::handle error_type, F&& compute) {
    try {
        return compute();
    } catch (const wryneck::InputError& e) {
        PyErr_SetObject(error_type.ptr(), pybind11::make_tuple(e.field(), e.value(), e.expected(), e.nearest()).ptr());
        throw pybind11::error_already_set();
    }
}
