#pragma once
// A train of pulses as a sub-model, for those who read equations: runs know the very times at which a pulse begins and
// ends.
//
//   I_HH = amplitude where start <= t < start + count period and a pulse is on, else 0

#include <cmath>

#include "wryneck/core/equations.hpp"
#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck {

struct Pulses {
    static constexpr const char* name = "pulses";
    static constexpr const char* time_unit = "ms";

    template <class T>
    struct State {};
    template <class T>
    struct Input {
        T time;
    };
    template <class T>
    struct Output {
        T I_HH;
    };
    template <class T>
    struct Parameters {
        T start, period, width, amplitude, count;
    };
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states = table<State>();
    static constexpr auto inputs = table<Input>(port<&I::time>(0.0, "ms", "time"));
    static constexpr auto outputs = table<Output>(port<&O::I_HH>(0.0, "uA/cm^2", "stimulus current into the fibre"));
    static constexpr auto parameters = table<Parameters>(
        port<&P::start>(0.0, "ms", "where the first pulse begins"),
        port<&P::period>(1000.0, "ms", "from pulse to pulse"), port<&P::width>(0.5, "ms", "length of a pulse"),
        port<&P::amplitude>(150.0, "uA/cm^2", "strength of a pulse"), port<&P::count>(1.0, "1", "number of pulses"));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>&, const Input<T>& in, const Parameters<Q>& p, State<T>&) {
        using std::floor;
        const T since = in.time - p.start, phase = since - p.period * floor(since / p.period);
        names("since phase", since, phase);
        const T off = 0 * p.amplitude, on = where(phase < p.width, p.amplitude, off);
        return {where(since < 0 * since, off, where(since < p.count * p.period, on, off))};
    }
};

/// The current of the train at a time that is a symbol.
inline Symbol pulses_of(const Symbol& time) {
    Pulses::State<Symbol> none;
    const auto p = detail::record<Pulses::Parameters>(
        detail::variables(Pulses::name, Pulses::parameters, Symbol::Role::parameter));
    return call<Pulses>(none, {time}, p, none).I_HH;
}

}  // namespace wryneck
