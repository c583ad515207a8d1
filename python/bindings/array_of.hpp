#pragma once
// Numbers handed over to numpy.

#include <pybind11/numpy.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

/// An array that owns the numbers of a vector, without a copy of them.
inline pybind11::array_t<double> array_of(std::vector<double>&& values, std::vector<std::size_t> shape) {
    auto owned = std::make_unique<std::vector<double>>(std::move(values));
    const double* data = owned->data();
    const pybind11::capsule keep(owned.get(), [](void* p) { delete static_cast<std::vector<double>*>(p); });
    owned.release();
    return pybind11::array_t<double>(std::move(shape), data, keep);
}
