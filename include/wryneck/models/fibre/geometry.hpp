#pragma once
// Volumes of half a sarcomere: sarcoplasm and reticulum, each with a terminal part next to the triad (1) and a bulk
// (2).
//
//   V_o = s_o pi R^2 L,  V_SR = s_SR pi R^2 L,  V_1 = s_1 V_o,  V_SR1 = s_1 V_SR,  the rest is bulk
//
// Source: Shorten2007.

#include <numbers>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"

namespace wryneck::fibre {

struct Geometry {
    static constexpr const char* name = "geometry";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {};
    template <class T>
    struct Output {
        T V_1, V_2, V_SR1, V_SR2;
    };
    template <class T>
    struct Parameters {
        T L_x, R_R, s_o, s_SR, s_1;
    };
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();
    static constexpr auto inputs = table<Input>();

    static constexpr auto outputs = table<Output>(
        port<&O::V_1>(0.0082, "um^3", "terminal sarcoplasm"), port<&O::V_2>(0.81, "um^3", "bulk sarcoplasm"),
        port<&O::V_SR1>(0.00043, "um^3", "terminal reticulum"), port<&O::V_SR2>(0.043, "um^3", "bulk reticulum"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::L_x>(1.1, "um", "length of half a sarcomere", "Shorten2007", Grade::model, {0.8, 1.8}),
        field<&P::R_R>(0.5, "um", "radius of a myofibril", "Shorten2007", Grade::model, {0.3, 0.8}),
        field<&P::s_o>(0.95, "1", "share of sarcoplasm", "Shorten2007", Grade::model, {0.8, 0.99}),
        field<&P::s_SR>(0.05, "1", "share of reticulum", "Shorten2007", Grade::model, {0.01, 0.15}),
        field<&P::s_1>(0.01, "1", "share of either that is terminal", "Shorten2007", Grade::model, {0.003, 0.1}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>&, const Input<T>&, const Parameters<Q>& p, State<T>&) {
        const Q cylinder = std::numbers::pi * square(p.R_R) * p.L_x;
        const Q V_o = p.s_o * cylinder, V_SR = p.s_SR * cylinder;
        names("cylinder V_o V_SR", cylinder, V_o, V_SR);
        return {T(p.s_1 * V_o), T((1 - p.s_1) * V_o), T(p.s_1 * V_SR), T((1 - p.s_1) * V_SR)};
    }
};

}  // namespace wryneck::fibre
