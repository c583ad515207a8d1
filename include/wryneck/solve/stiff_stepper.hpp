#pragma once
// Small stiff systems x' = f(x) by RODAS4P2, for one system (T = double) or for several side by side (T = Pack), each
// with its own step, inputs, parameters and verdict: nothing passes from lane to lane. Equations<System> has f and the
// Jacobian as straight code. Lanes of floats keep the rest of each state in a second float, so that slow states do not
// lose what they gain in a step. No memory is taken.

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "wryneck/math/pack.hpp"
#include "wryneck/solve/rosenbrock_tableau.hpp"
#include "wryneck/solve/sparse_lu.hpp"

namespace wryneck {

template <class Equations, class T, class Tableau = Rodas4P2>
class StiffStepper {
public:
    static constexpr std::size_t N = Equations::N, stages = Tableau::stages;
    static constexpr int width = pack_width<T>;
    static constexpr bool two_parts = sizeof(RealOf<T>) < sizeof(double);
    using Condition = decltype(T{} < T{});

    StiffStepper() { numbers_.fill(spread<T>(1)); }  // idle lanes divide by what they like

    /// A lane begins at x with the prepared numbers of its parameters.
    void start(std::size_t lane, std::span<const double, N> x, std::span<const double> numbers) {
        place(lane, x), know(lane, numbers);
    }
    /// A lane goes on from x.
    void place(std::size_t lane, std::span<const double, N> x) {
        for (std::size_t n = 0; n < N; ++n) {
            at(x_[n], lane) = static_cast<RealOf<T>>(x[n]);
            at(rest_[n], lane) = static_cast<RealOf<T>>(x[n] - static_cast<double>(at(x_[n], lane)));
        }
        fresh_ = false;
    }
    /// A lane has these prepared numbers from now on.
    void know(std::size_t lane, std::span<const double> numbers) {
        for (std::size_t i = 0; i < numbers.size(); ++i) at(numbers_[i], lane) = static_cast<RealOf<T>>(numbers[i]);
        for (std::size_t e = 0; e < Equations::entries; ++e)
            if (const auto known = Equations::entry_number[e]; known != Equations::varies)
                at(minus_jacobian_[e], lane) = at(numbers_[known], lane);
        fresh_ = false;
    }
    /// An input of a lane jumps.
    void set_input(std::size_t lane, std::size_t input, double value) {
        at(x_[N + input], lane) = at(y_[N + input], lane) = static_cast<RealOf<T>>(value), fresh_ = false;
    }
    /// The error that is allowed in state n of a lane.
    void allow(std::size_t lane, std::size_t n, double error) {
        at(weights_[n], lane) = static_cast<RealOf<T>>(1 / error);
    }

    [[nodiscard]] double x(std::size_t lane, std::size_t n) const {
        return static_cast<double>(at(x_[n], lane)) + static_cast<double>(at(rest_[n], lane));
    }

    /// Tries a step of each lane's own length. The mean square of the errors in units of what is allowed: up to 1 where
    /// the step is good enough, not finite where a value was not.
    T try_step(const T& h) {
        if (!fresh_) rates_and_jacobian();
        fresh_ = true;
        lu_.factorise(spread<T>(1 / Tableau::gamma) / h, minus_jacobian_.data());
        per_h_ = spread<T>(1) / h;
        k_[0] = rates_;
        lu_.solve(k_[0].data());
        [&]<std::size_t... I>(std::index_sequence<I...>) { (stage<I + 1>(), ...); }
        (std::make_index_sequence<stages - 1>());
        return judge_new_state();
    }

    /// Lanes where `good` holds move on to the state that was tried.
    void accept(const Condition& good) {
        for (std::size_t n = 0; n < N; ++n) {
            x_[n] = choose<T>(good, next_[n], x_[n]);
            if constexpr (two_parts) rest_[n] = choose<T>(good, next_rest_[n], rest_[n]);
        }
        fresh_ = false;
    }

    /// State n of a lane at the share u of the step that was tried last; before it is accepted.
    [[nodiscard]] double between(double u, std::size_t lane, std::size_t n) const {
        double d_0 = 0, d_1 = 0;
        for (std::size_t j = 0; j < stages; ++j) {
            d_0 += Tableau::d[0][j] * static_cast<double>(at(k_[j][n], lane));
            d_1 += Tableau::d[1][j] * static_cast<double>(at(k_[j][n], lane));
        }
        const double end = static_cast<double>(at(next_[n], lane)) + static_cast<double>(at(next_rest_[n], lane));
        return (1 - u) * x(lane, n) + u * (end + (1 - u) * (d_0 + u * d_1));
    }

    /// The state of a lane with the largest error in the step that was tried last.
    [[nodiscard]] std::size_t worst(std::size_t lane) const {
        std::size_t found = 0;
        double largest = -1;
        for (std::size_t n = 0; n < N; ++n) {
            const double error = std::abs(static_cast<double>(at(k_[stages - 1][n], lane)) * at(weights_[n], lane));
            if (!std::isfinite(error)) return n;
            if (error > largest) largest = error, found = n;
        }
        return found;
    }

private:
    [[gnu::noinline]] void rates_and_jacobian() {
        Equations::template rates_and_jacobian<T>(
            x_.data(), numbers_.data(), [&]<std::size_t i>(const T& value) __attribute__((always_inline)) {
                if constexpr (i < N)
                    rates_[i] = value;
                else
                    minus_jacobian_[i - N] = value;
            });
    }
    [[gnu::noinline]] void add_rates(std::size_t into) {
        Equations::template rates<T>(
            y_.data(), numbers_.data(), [&]<std::size_t i>(const T& value) __attribute__((always_inline)) {
                k_[into][i] = k_[into][i] + value;
            });
    }

    /// sum_j weights_j k_j over the first `Count` stages, for state n.
    template <std::size_t Count>
    [[gnu::always_inline]] T add_up(const std::array<T, stages>& weights, std::size_t n) const {
        T sum = weights[0] * k_[0][n];
        for (std::size_t j = 1; j < Count; ++j) sum = fused<T>(weights[j], k_[j][n], sum);
        return sum;
    }
    /// Stage I differs from the one before by that one's result only.
    template <std::size_t I>
    static consteval bool extends() {
        for (std::size_t j = 0; j + 1 < I; ++j)
            if (Tableau::a[I][j] != Tableau::a[I - 1][j]) return false;
        return Tableau::a[I][I - 1] == 1;
    }

    template <std::size_t I>
    void stage() {
        std::array<T, stages> a, c;
        for (std::size_t j = 0; j < I; ++j)
            a[j] = spread<T>(Tableau::a[I][j]), c[j] = spread<T>(Tableau::c[I][j]) * per_h_;
        for (std::size_t n = 0; n < N; ++n) {
            if constexpr (extends<I>())
                move_[n] = move_[n] + k_[I - 1][n];
            else
                move_[n] = add_up<I>(a, n);
            if constexpr (two_parts)
                y_[n] = x_[n] + (move_[n] + rest_[n]);
            else
                y_[n] = x_[n] + move_[n];
            k_[I][n] = add_up<I>(c, n);
        }
        add_rates(I);
        lu_.solve(k_[I].data());
    }

    T judge_new_state() {
        T sum{};
        for (std::size_t n = 0; n < N; ++n) {
            const T error = k_[stages - 1][n], ratio = error * weights_[n];
            const T by = two_parts ? move_[n] + error + rest_[n] : move_[n] + error;
            next_[n] = x_[n] + by;
            if constexpr (two_parts) {  // what the sum has lost, exactly
                const T gained = next_[n] - x_[n];
                next_rest_[n] = (x_[n] - (next_[n] - gained)) + (by - gained);
            }
            sum = fused<T>(ratio, ratio, fused<T>(next_[n], T{}, sum));
        }
        return sum * spread<T>(1.0 / N);
    }

    using States = std::array<T, N>;
    std::array<T, N + Equations::extra> x_{}, y_{};  // states, and the further inputs behind them
    States rest_{}, move_{}, rates_{}, next_{}, next_rest_{}, weights_{};
    std::array<T, Equations::numbers> numbers_{};
    std::array<T, Equations::entries> minus_jacobian_{};
    std::array<States, stages> k_{};
    SparseLU<Equations::pattern, T> lu_;
    T per_h_{};
    bool fresh_ = false;
};

}  // namespace wryneck
