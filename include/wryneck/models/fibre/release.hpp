#pragma once
// The release channel and the four voltage sensors of the T-tubule that open it: ten states, closed C_i and open O_i
// with i sensors moved.
//
//   C_i -> C_i+1: (4 - i) k_C,    back: (i + 1) k_Cm       k_C = alpha1/2 exp(+(V_t - Vbar)/(8 K)),  k_Cm = alpha1/2
//   exp(-...) O_i -> O_i+1: (4 - i) k_C/f,  back: (i + 1) f k_Cm C_i -> O_i:   k_L/f^i,        back: k_Lm f^i
//
// The sum of all states stays 1. Source: Shorten2007.

#include <array>
#include <cstddef>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::fibre {

struct Release {
    static constexpr const char* name = "release";
    static constexpr const char* time_unit = "ms";
    static constexpr std::size_t sensors = 4;

    template <class T>
    struct State {
        T O_0, O_1, O_2, O_3, O_4, C_0, C_1, C_2, C_3, C_4;
    };
    template <class T>
    struct Input {
        T V_t;
    };
    template <class T>
    struct Output {
        T open, balance_R;
    };
    template <class T>
    struct Parameters {
        T k_L, k_Lm, f, alpha1, K, Vbar;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::O_0>(0.0, "1", "open, no sensor moved", "Shorten2007", Grade::model, {-0.01, 0.5}),
                     field<&S::O_1>(0.0, "1", "open, one sensor moved", "Shorten2007", Grade::model, {-0.01, 0.5}),
                     field<&S::O_2>(0.0, "1", "open, two sensors moved", "Shorten2007", Grade::model, {-0.01, 0.5}),
                     field<&S::O_3>(0.0, "1", "open, three sensors moved", "Shorten2007", Grade::model, {-0.01, 0.5}),
                     field<&S::O_4>(0.0, "1", "open, four sensors moved", "Shorten2007", Grade::model, {-0.01, 0.5}),
                     field<&S::C_0>(1.0, "1", "closed, no sensor moved", "Shorten2007", Grade::model, {-0.1, 1.1}),
                     field<&S::C_1>(0.0, "1", "closed, one sensor moved", "Shorten2007", Grade::model, {-0.1, 1.1}),
                     field<&S::C_2>(0.0, "1", "closed, two sensors moved", "Shorten2007", Grade::model, {-0.1, 1.1}),
                     field<&S::C_3>(0.0, "1", "closed, three sensors moved", "Shorten2007", Grade::model, {-0.1, 1.1}),
                     field<&S::C_4>(0.0, "1", "closed, four sensors moved", "Shorten2007", Grade::model, {-0.1, 1.1}));

    static constexpr auto inputs = table<Input>(port<&I::V_t>(-80.0, "mV", "potential of the T-tubule"));

    static constexpr auto outputs = table<Output>(port<&O::open>(0.0, "1", "open share of the release channels"),
                                                  port<&O::balance_R>(1.0, "1", "sum of all states"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_L>(0.002, "1/ms", "opening, no sensor moved", "Shorten2007", Grade::model, {1e-4, 0.01}),
        field<&P::k_Lm>(1000.0, "1/ms", "closing, no sensor moved", "Shorten2007", Grade::model, {200, 5000}),
        field<&P::f>(0.2, "1", "factor of a moved sensor on opening and closing", "Shorten2007", Grade::model,
                     {0.1, 0.5}),
        field<&P::alpha1>(0.2, "1/ms", "rate of the sensors at Vbar, twice that of one", "Shorten2007", Grade::model,
                          {0.05, 0.8}),
        field<&P::K>(4.5, "mV", "steepness of the sensors", "Shorten2007", Grade::model, {2.5, 9}),
        field<&P::Vbar>(-20.0, "mV", "midpoint of the sensors", "Shorten2007", Grade::model, {-40, 0}));

    template <Scalar T, class Q>
    static constexpr Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T e = exp((in.V_t - p.Vbar) / (2 * double(sensors) * p.K));
        const T k_C = p.alpha1 / 2 * e, k_Cm = p.alpha1 / 2 / e;
        const std::array<T, sensors + 1> O_{x.O_0, x.O_1, x.O_2, x.O_3, x.O_4}, C_{x.C_0, x.C_1, x.C_2, x.C_3, x.C_4};
        std::array<T, sensors + 1> opening, along_C, along_O;  // net flows: C_i to O_i, and from i to i + 1
        Q f_i(1.0);
        for (std::size_t i = 0; i <= sensors; ++i, f_i = f_i * p.f)
            opening[i] = p.k_L / f_i * C_[i] - p.k_Lm * f_i * O_[i];
        for (std::size_t i = 0; i < sensors; ++i) {
            const double up = double(sensors - i), down = double(i + 1);
            along_C[i] = up * k_C * C_[i] - down * k_Cm * C_[i + 1];
            along_O[i] = up * k_C / p.f * O_[i] - down * p.f * k_Cm * O_[i + 1];
        }
        names("e k_C k_Cm", e, k_C, k_Cm);
        names("opening_0 opening_1 opening_2 opening_3 opening_4", opening[0], opening[1], opening[2], opening[3],
              opening[4]);
        names("along_C_0 along_C_1 along_C_2 along_C_3", along_C[0], along_C[1], along_C[2], along_C[3]);
        names("along_O_0 along_O_1 along_O_2 along_O_3", along_O[0], along_O[1], along_O[2], along_O[3]);
        dx = {opening[0] - along_O[0],
              opening[1] + along_O[0] - along_O[1],
              opening[2] + along_O[1] - along_O[2],
              opening[3] + along_O[2] - along_O[3],
              opening[4] + along_O[3],
              -opening[0] - along_C[0],
              -opening[1] + along_C[0] - along_C[1],
              -opening[2] + along_C[1] - along_C[2],
              -opening[3] + along_C[2] - along_C[3],
              -opening[4] + along_C[3]};
        const T open = x.O_0 + x.O_1 + x.O_2 + x.O_3 + x.O_4;
        return {open, open + x.C_0 + x.C_1 + x.C_2 + x.C_3 + x.C_4};
    }
};

}  // namespace wryneck::fibre
