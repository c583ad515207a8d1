#pragma once
// One fibre through a train of pulses. The stepper stops and starts anew at every edge of a pulse; after an edge it
// tries the step that was right after the last edge of that kind. Recorded rows come from the method's own output
// between steps and never steer it.

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "wryneck/solve/loop.hpp"
#include "wryneck/solve/stiff_stepper.hpp"
#include "wryneck/systems/fibre.hpp"

namespace wryneck::fibre {

/// The equations under a stimulus that is constant until the next edge.
template <Fibre F>
struct Stimulated {
    typename F::template Parameters<double> p;
    double I_HH = 0;

    template <Scalar T>
    constexpr void operator()(const T* x, T* dx) const {
        F::rhs(x, T(I_HH), p, dx);
    }
    static consteval auto pattern() { return pattern_of<F::States::size>(Stimulated{F::of(Kind::fast)}); }
};

/// `row(t, value)` is called at every sampling time, ascending; value(n) gives state n.
template <Fibre F, class Row>
class Simulation {
public:
    static constexpr std::size_t N = F::States::size;

    Simulation(const typename F::template Parameters<double>& parameters, const std::array<double, N>& start,
               double tolerance, std::vector<double> samples, Row row)
        : stepper_({parameters}, start, allowed(tolerance), tolerance),
          samples_(std::move(samples)),
          row_(std::move(row)) {
        while (next_ < samples_.size() && samples_[next_] <= 0)
            row_(samples_[next_++], [&](std::size_t n) { return stepper_.x[n]; });
    }

    [[nodiscard]] const LoopState& state() const { return state_; }
    [[nodiscard]] const std::array<double, N>& x() const { return stepper_.x; }

    /// On under a constant stimulus. Where this does not end as it should, the state is the last good one.
    LoopReport advance(double t_end, double I_HH, const LoopLimits& limits = {}, const LoopHooks& hooks = {}) {
        double& first = first_step_[I_HH != 0];
        stepper_.system().I_HH = I_HH;
        stepper_.restart(state_.t);
        state_.memory = {.h = first};
        taken_ = 0;
        LoopReport report = run_loop(*this, state_, t_end, {}, stepper_.control(), limits, hooks);
        if (taken_ > 0) first = taken_;
        return report;
    }

    // What the loop asks for.
    Trial try_step(double t, double h) { return stepper_.try_step(t, h); }
    void accept(double t, double h) {
        if (taken_ == 0) taken_ = h;
        for (; next_ < samples_.size() && samples_[next_] <= t + h; ++next_) {
            const double share = (samples_[next_] - t) / h;
            row_(samples_[next_], [&](std::size_t n) { return stepper_.between(share, n); });
        }
        stepper_.accept(t, h);
    }
    void restart(double) {}

private:
    static constexpr double floor = 0.1;  // of the plausible range of a state counts as its size where it is small

    static std::array<double, N> allowed(double tolerance) {
        std::array<double, N> all{};
        const auto fields = F::States::fields();
        for (std::size_t i = 0; i < N; ++i) all[i] = floor * tolerance * (fields[i].range.high - fields[i].range.low);
        return all;
    }

    StiffStepper<Stimulated<F>> stepper_;
    std::vector<double> samples_;
    Row row_;
    std::size_t next_ = 0;
    LoopState state_;
    std::array<double, 2> first_step_{1e-3, 1e-3};  // ms, after the end and after the begin of a pulse
    double taken_ = 0;
};

}  // namespace wryneck::fibre
