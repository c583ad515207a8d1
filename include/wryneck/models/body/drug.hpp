#pragma once
// Course of a drug that is swallowed: gut, blood with what is near to it, and tissue; here ibuprofen, as acid (first
// column) and as its sodium salt (second).
//
//   G' = R - k_a G,   A_1' = k_a G - (CL + Q) A_1/V_1 + Q A_2/V_2,   A_2' = Q (A_1/V_1 - A_2/V_2),   X' = CL A_1/V_1
//
// R: what dissolves; a dose does so evenly over t_d. The law is linear: amounts count in any unit of mass, such as mg,
// so that A_1/V_1 is in mg/l. Volumes and clearances are per share that is taken up. Sources: CT-01.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Drug {
    static constexpr const char* name = "drug";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V G, A_1, A_2, X;
    };
    template <class V>
    struct Input {
        V R;
    };
    template <class V>
    struct Output {
        V C;
    };
    template <class V>
    struct Parameters {
        V k_a, t_d, V_1, Q, V_2, CL;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::G>(0.0, "1", "drug that is dissolved in the gut", "definition: start of the count", Grade::assumed,
                     {0, 2000}),
        field<&S::A_1>(0.0, "1", "drug in blood and near to it", "definition: start of the count", Grade::assumed,
                       {0, 2000}),
        field<&S::A_2>(0.0, "1", "drug in tissue", "definition: start of the count", Grade::assumed, {0, 2000}),
        field<&S::X>(0.0, "1", "drug that is gone", "definition: start of the count", Grade::assumed, {0, 10000}));

    static constexpr auto inputs = table<Input>(port<&I::R>(100.0, "1/h", "drug that dissolves"));

    static constexpr auto outputs = table<Output>(port<&O::C>(20.0, "1/l", "concentration in plasma"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_a>({1.2, 3.0}, "1/h", "uptake from the gut", "fitted to CT-01", Grade::fitted, {0.3, 10}),
        field<&P::t_d>({0.5, 0.02}, "h", "time in which a dose dissolves", "fitted to CT-01", Grade::fitted, {0.01, 2}),
        field<&P::V_1>(6.0, "l", "volume of blood and what is near to it", "fitted to CT-01", Grade::fitted, {3, 12}),
        field<&P::Q>(1.0, "l/h", "exchange with tissue", "fitted to CT-01", Grade::fitted, {0.2, 5}),
        field<&P::V_2>(2.0, "l", "volume of tissue", "fitted to CT-01", Grade::fitted, {0.5, 10}),
        field<&P::CL>(3.73, "l/h", "clearance: dose over area under the curve", "fitted to CT-01", Grade::fitted,
                      {2, 6}));

    template <Scalar V, class K>
    static constexpr Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<K>& p, State<V>& dx) {
        const V uptake = p.k_a * x.G, C = x.A_1 / p.V_1, exchange = p.Q * (C - x.A_2 / p.V_2), gone = p.CL * C;
        names("uptake exchange gone", uptake, exchange, gone);
        dx.G = in.R - uptake;
        dx.A_1 = uptake - exchange - gone;
        dx.A_2 = exchange;
        dx.X = gone;
        return {C};
    }
};

}  // namespace wryneck::body
