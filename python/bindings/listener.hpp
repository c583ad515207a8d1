#pragma once
// What a running computation asks of Python: signals, and what a callback says.

#include <pybind11/pybind11.h>

#include <optional>
#include <utility>

/// Calls back into Python. Lives on the stack of the call: options hold a pointer to it, since they are copied where no
/// reference may be counted.
class Listener {
public:
    explicit Listener(pybind11::object callback) : callback_(std::move(callback)) {}

    /// False ends the computation: a signal came, or the callback said False.
    template <class Progress>
    bool operator()(const Progress& progress) {
        const pybind11::gil_scoped_acquire hold;
        try {
            if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
            return callback_.is_none() || !callback_(progress).is(pybind11::bool_(false));
        } catch (pybind11::error_already_set& error) {
            if (!error.matches(PyExc_KeyboardInterrupt)) error_.emplace(error);
            return false;
        }
    }

    /// An error of the callback is the caller's; a keyboard interrupt gives the result so far.
    void rethrow() {
        if (error_) throw std::move(*error_);
    }

private:
    pybind11::object callback_;
    std::optional<pybind11::error_already_set> error_;
};
