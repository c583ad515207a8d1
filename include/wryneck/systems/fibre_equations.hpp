#pragma once
// A variant of the fibre as the stiff stepper reads it: states, one further input (the stimulus), parameters in the
// order of the tables.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <span>

#include "wryneck/solve/equations.hpp"
#include "wryneck/systems/fibre.hpp"

namespace wryneck::fibre {

template <Fibre F>
struct Stimulated {
    static constexpr std::size_t N = F::States::size, extra = 1;
    using Parameters = typename F::template Parameters<double>;
    static constexpr std::size_t parameters = sizeof(Parameters) / sizeof(double);

    /// The one place where the equations are called; `further[0]` is I_HH.
    template <class T, class Q>
    static constexpr void rhs(const T* x, const std::array<T, extra>& further,
                              const typename F::template Parameters<Q>& p, T* dx) {
        F::rhs(x, further[0], p, dx);
    }

    static consteval Reading<N, extra> read() {
        return read_equations<N, extra>([](const Recorded* x, const auto& further, const auto& p,
                                           Recorded* dx) { rhs<Recorded, Recorded>(x, further, p, dx); },
                                        [](Tape& tape) {
                                            std::size_t next = 0;
                                            const auto one = [&] { return Recorded(tape, tape.parameter(next++)); };
                                            auto p = F::template Parameters<Recorded>::from([&]<class M>(M) {
                                                return generate<M::template Parameters, Recorded>([&](std::size_t) { return one(); });
                                            });
                                            if constexpr (requires { F::see(p, one); }) F::see(p, one);
                                            return p;
                                        });
    }

    /// All parameters in that order.
    static std::array<double, parameters> flat(const Parameters& p) {
        return std::bit_cast<std::array<double, parameters>>(p);
    }
    static Parameters from_flat(std::span<const double> values) {
        std::array<double, parameters> all;
        std::copy_n(values.begin(), parameters, all.begin());
        return std::bit_cast<Parameters>(all);
    }
};

/// For one fibre at a time (T = double), or for lanes.
template <Fibre F, class T>
using EquationsOf = Equations<Stimulated<F>, pack_width<T> == 1>;

}  // namespace wryneck::fibre
