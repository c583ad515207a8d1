// Any sub-model as a function from a list of numbers to a list of numbers, for every scalar.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "wryneck/core/layout.hpp"
#include "wryneck/math/philox.hpp"
#include "wryneck/models/all.hpp"

namespace wryneck::contract {

/// Values of all states and inputs of a model, in the order of its tables.
struct Point {
    std::vector<double> x, in;
};

template <class M> constexpr std::size_t n_states() { return M::states.size(); }
template <class M> constexpr std::size_t n_inputs() { return M::inputs.size(); }
template <class M> constexpr std::size_t n_rates() { return M::states.size() + M::outputs.size(); }

/// Derivatives, then outputs. Derivatives start as NaN, so that one which the model forgets is seen.
template <class M, class T, class Q>
std::vector<T> rates(const std::vector<T>& x, const std::vector<T>& in, const typename M::template Parameters<Q>& p) {
    const auto state = generate<M::template State, T>([&](std::size_t i) { return x[i]; });
    const auto input = generate<M::template Input, T>([&](std::size_t i) { return in[i]; });
    auto dx = generate<M::template State, T>([](std::size_t) { return T(std::numeric_limits<double>::quiet_NaN()); });
    const auto out = M::rhs(state, input, p, dx);
    std::vector<T> all;
    for (std::size_t i = 0; i < M::states.size(); ++i) all.push_back(members<M::template State, T>(dx)[i]);
    for (std::size_t i = 0; i < M::outputs.size(); ++i) all.push_back(members<M::template Output, T>(out)[i]);
    return all;
}

template <class M>
auto default_parameters() {
    return defaults<M::template Parameters>(M::parameters);
}

template <class M>
std::vector<double> rates(const Point& at) {
    return rates<M, double, double>(at.x, at.in, default_parameters<M>());
}

template <class M>
std::string rate_name(std::size_t i) {
    return i < n_states<M>() ? std::string(M::states[i].name) + "'" : std::string(M::outputs[i - n_states<M>()].name);
}

template <class M>
std::string variable_name(std::size_t i) {
    return std::string(i < n_states<M>() ? M::states[i].name : M::inputs[i - n_states<M>()].name);
}

template <class M>
Point typical() {
    Point at;
    for (const Field& f : M::states) at.x.push_back(f.value);
    for (const Field& f : M::inputs) at.in.push_back(f.value);
    return at;
}

/// A plausible interval of an input: tables give inputs a typical value only.
inline Range input_range(const Field& f) {
    if (f.unit == "pH") return {f.value - 0.7, f.value + 0.3};
    if (f.unit == "rad") return {-0.8, 0.8};
    if (f.unit == "degC") return {f.value - 10, f.value + 3};
    if (f.value < 0) return {1.4 * f.value, 0.6 * f.value};
    if (f.value > 0) return {0.4 * f.value, (f.unit == "1" ? 1.0 : 1.6) * f.value};
    return {0, f.unit == "mmHg" ? 50.0 : f.unit == "Hz" ? 20.0 : f.unit == "mM" ? 5.0 : 1.0};
}

/// The k-th random point inside the ranges, the same on every machine. At an edge, about two thirds of the values stand at
/// an end of their range.
template <class M>
Point sample(std::uint64_t k, bool edge = false) {
    Point at;
    std::uint32_t stream = 0;
    const auto between = [&](const Range& r) {
        const double share = uniform({.seed = 2024, .member = edge, .stream = stream++, .index = k});
        const double place = edge ? std::fmin(1.0, std::fmax(0.0, 3 * share - 1)) : 0.05 + 0.9 * share;
        return r.low + place * (r.high - r.low);
    };
    for (const Field& f : M::states) at.x.push_back(between(f.range));
    for (const Field& f : M::inputs) at.in.push_back(between(input_range(f)));
    return at;
}

inline std::string text(double v) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.10g", v);
    return buffer;
}

}  // namespace wryneck::contract
