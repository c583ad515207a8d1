#pragma once
// A scenario compiled for the solver: names are gone, inputs are flat arrays, and an input without actions costs
// nothing.

#include "wryneck/scenario/scenario.hpp"
#include "wryneck/scenario/targets.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace wryneck {

/// Values of all inputs at one time. Body inputs have length 1, muscle inputs n_muscles, patch inputs n_muscles *
/// n_patches with the patches of a muscle side by side.
struct InputValues {
    std::array<std::vector<double>, input_count> value;

    double operator[](Input input) const { return value[index_of(input)][0]; }
    std::span<const double> all(Input input) const { return value[index_of(input)]; }
    double muscle(Input input, std::size_t m) const { return value[index_of(input)][m]; }
};

class Timeline {
public:
    /// Throws InputError for names that cannot be resolved; call `validate` first for the full check.
    Timeline(const Scenario& s, const Targets& targets, std::size_t n_muscles, std::size_t n_patches);

    bool has(Input input) const { return !actions_[index_of(input)].empty(); }
    double body(Input input, double t) const { return slot(input, 0, t); }
    double muscle(Input input, std::size_t m, double t) const { return slot(input, m, t); }
    double patch(Input input, std::size_t m, std::size_t k, double t) const {
        return slot(input, m * n_patches_ + k, t);
    }

    /// Arrays of the right size, at their defaults: give these to `fill`.
    InputValues defaults() const;

    /// Bring the arrays to time `t`. Touches only inputs that have actions.
    void fill(double t, InputValues& values) const;

    const std::vector<double>& switching_times() const { return switching_times_; }
    /// First switching time after `t`; infinity when there is none.
    double next_switch(double t) const;

private:
    struct Compiled {
        Profile profile;
        std::vector<std::size_t> slots;  // sorted
    };

    double slot(Input input, std::size_t i, double t) const;
    std::size_t size_of(Input input) const;

    std::size_t n_muscles_, n_patches_;
    std::array<std::vector<Compiled>, input_count> actions_;
    std::vector<Input> acting_;
    std::vector<double> switching_times_;
};

}  // namespace wryneck
