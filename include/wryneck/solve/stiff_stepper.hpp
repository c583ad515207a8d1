#pragma once
// Small stiff systems x' = f(x) by RODAS4P2, for the stepping loop: exact Jacobian along the pattern of f, sparse LU, a
// tolerance for every state, the method's own output between steps. f(x, dx) takes any scalar, can be read by the
// compiler
// (`F::pattern()`), and may change only where the loop restarts. No memory is taken.

#include <array>
#include <cstddef>
#include <utility>

#include "wryneck/solve/controller.hpp"
#include "wryneck/solve/rosenbrock.hpp"
#include "wryneck/solve/sparse_lu.hpp"
#include "wryneck/solve/sparsity.hpp"

namespace wryneck {

template <class F, class Tableau = Rodas4P2>
class StiffStepper {
public:
    static constexpr auto pattern = F::pattern();
    static constexpr std::size_t N = pattern.size;
    using State = std::array<double, N>;

    /// `absolute` has the error that is allowed where a state is near zero; `relative` is added for its size.
    StiffStepper(F f, const State& start, const State& absolute, double relative)
        : x(start), f_(std::move(f)), absolute_(absolute), relative_(relative) {}

    State x;

    [[nodiscard]] F& system() { return f_; }

    Trial try_step(double, double h) {
        if (!fresh_) jacobian_(f_, x.data(), rates_.data(), entries_.data());
        fresh_ = true;
        lu_.factorise(1 / (Tableau::gamma * h), entries_.data());
        const auto force = [&](auto stage, const State& y, State& slope) {
            if constexpr (stage == 0)
                slope = rates_;
            else
                f_(y.data(), slope.data());
        };
        rosenbrock_step<Tableau>(
            force, [&](State& b) { lu_.solve(b); }, x, h, k_, next_, N);
        return weighted_error<double>(k_.back(), x, next_, absolute_, relative_);
    }
    void accept(double, double) { x = next_, fresh_ = false; }
    void restart(double) { fresh_ = false; }

    /// State n at the share u of the step that was tried last; before it is accepted.
    [[nodiscard]] double between(double u, std::size_t n) const {
        return rosenbrock_between<Tableau>(x, next_, k_, u, n);
    }

    /// Only the last error counts: where each pulse brings new transients, memory of the one before costs steps.
    static StepControl control() {
        StepControl c;
        c.error_order = Tableau::error_order + 1;
        c.safety = 0.9;
        c.integral = 1, c.proportional = 0;
        return c;
    }

private:
    F f_;
    State absolute_;
    double relative_;
    SparseJacobian<pattern> jacobian_;
    SparseLU<pattern> lu_;
    std::array<double, pattern.entries()> entries_{};
    State rates_{}, next_{};
    std::array<State, Tableau::stages> k_{};
    bool fresh_ = false;
};

}  // namespace wryneck
