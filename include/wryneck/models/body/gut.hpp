#pragma once
// Stomach and gut: what is swallowed waits there and is taken up at a rate that grows with it.
//
//   amount' = swallowed - ln 2 amount/half-time,   eaten' = swallowed
//
// Sodium goes with the water, since a drink carries it. Sources: Peronnet2012 for water, CT-16 for potassium.

#include <numbers>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Gut {
    static constexpr const char* name = "gut";
    static constexpr const char* time_unit = "h";

    template <class V>
    struct State {
        V W, Na, K, E_W, E_Na, E_K;
    };
    template <class V>
    struct Input {
        V s_W, s_Na, s_K;
    };
    template <class V>
    struct Output {
        V A_W, A_Na, A_K;
    };
    template <class V>
    struct Parameters {
        V t_W, t_K;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>(
        field<&S::W>(0.0, "l", "water in the gut beyond what is always there", "definition", Grade::assumed, {0, 5}),
        field<&S::Na>(0.0, "mmol", "sodium, likewise", "definition", Grade::assumed, {0, 500}),
        field<&S::K>(0.0, "mmol", "potassium, likewise", "definition", Grade::assumed, {0, 200}),
        field<&S::E_W>(0.0, "l", "water swallowed so far", "definition: start of the count", Grade::assumed, {0, 50}),
        field<&S::E_Na>(0.0, "mmol", "sodium swallowed so far", "definition: start of the count", Grade::assumed,
                        {0, 5000}),
        field<&S::E_K>(0.0, "mmol", "potassium swallowed so far", "definition: start of the count", Grade::assumed,
                       {0, 2000}));

    static constexpr auto inputs = table<Input>(port<&I::s_W>(0.5, "l/h", "water that is swallowed"),
                                                port<&I::s_Na>(20.0, "mmol/h", "sodium that is swallowed"),
                                                port<&I::s_K>(10.0, "mmol/h", "potassium that is swallowed"));

    static constexpr auto outputs = table<Output>(port<&O::A_W>(0.5, "l/h", "water that is taken up"),
                                                  port<&O::A_Na>(20.0, "mmol/h", "sodium that is taken up"),
                                                  port<&O::A_K>(10.0, "mmol/h", "potassium that is taken up"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::t_W>(0.2, "h", "half-time of the uptake of water and sodium", "Peronnet2012: 11 to 13 min",
                       Grade::human, {0.01, 1}),
        field<&P::t_K>(0.35, "h", "the same of potassium", "fitted to CT-16", Grade::fitted, {0.1, 2}));

    template <Scalar V, class Q>
    static constexpr Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V A_W = ln2 * x.W / p.t_W, A_Na = ln2 * x.Na / p.t_W, A_K = ln2 * x.K / p.t_K;
        dx.W = in.s_W - A_W;
        dx.Na = in.s_Na - A_Na;
        dx.K = in.s_K - A_K;
        dx.E_W = in.s_W;
        dx.E_Na = in.s_Na;
        dx.E_K = in.s_K;
        return {A_W, A_Na, A_K};
    }

private:
    static constexpr double ln2 = std::numbers::ln2;
};

}  // namespace wryneck::body
