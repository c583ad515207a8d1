#pragma once
// The stepping loop. It owns time and step size and nothing else: what a step is, the caller says. It cannot hang: every
// pass either moves time forward or shrinks the step, and both are counted.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

#include "wryneck/solve/controller.hpp"
#include "wryneck/solve/failure.hpp"

namespace wryneck {

// try_step computes a candidate state without touching the current one; accept makes it current. restart is called
// where an input jumps, after the step that landed there.
template <class S>
concept Steppable = requires(S s, double t, double h) {
    { s.try_step(t, h) } -> std::same_as<Trial>;
    s.accept(t, h);
    s.restart(t);
};

// Where the loop stands. Plain numbers: saved with the state, a resumed run takes the very same steps.
struct LoopState {
    double t = 0.0;
    StepMemory memory;
    std::uint64_t accepted = 0, rejected = 0;
};

struct LoopLimits {
    double smallest_step = 1e-9;
    double restart_step = std::numeric_limits<double>::infinity();  // longest first step after an input jumped
    std::uint64_t max_steps = std::numeric_limits<std::uint64_t>::max();  // tried, since the start of the run
    double wall_limit_s = std::numeric_limits<double>::infinity();
};

struct LoopHooks {
    const std::atomic<bool>* stop = nullptr;             // true ends the loop after the current step
    std::function<bool(const LoopState&)> progress = {};  // called after every accepted step; false ends the loop
};

namespace detail {

inline void check_loop(const LoopState& state, double t_end, std::span<const double> switches) {
    const auto refuse = [](const char* what, double got, const char* expected) {
        throw std::invalid_argument(std::string(what) + " is " + std::to_string(got) + ", expected " + expected);
    };
    if (!std::isfinite(state.t)) refuse("start time", state.t, "a finite number");
    if (!std::isfinite(t_end)) refuse("end time", t_end, "a finite number");
    if (!(state.memory.h > 0.0) || !std::isfinite(state.memory.h)) refuse("first step", state.memory.h, "a positive number");
    for (std::size_t i = 1; i < switches.size(); ++i)
        if (!(switches[i - 1] <= switches[i])) refuse("switching time", switches[i], "times in ascending order");
}

// The next time that a step must not cross.
inline double next_landing(double t, double t_end, std::span<const double> switches) {
    const auto next = std::upper_bound(switches.begin(), switches.end(), t);
    return next == switches.end() ? t_end : std::min(*next, t_end);
}

// Where a step of about h ends: on the landing if it is near; half way, rather than leave a sliver.
inline double step_end(double t, double h, double landing) {
    const double left = landing - t;
    if (h >= left * (1.0 - 1e-9)) return landing;
    return 2.0 * h > left ? t + 0.5 * left : t + h;
}

// Why the loop must not try another step here, if anything.
class Guard {
public:
    Guard(const LoopLimits& limits, const LoopHooks& hooks) : limits_(limits), hooks_(hooks) {}

    LoopEnd before_step(const LoopState& state) const {
        if (hooks_.stop && hooks_.stop->load(std::memory_order_relaxed)) return LoopEnd::stopped;
        if (state.accepted + state.rejected >= limits_.max_steps) return LoopEnd::step_budget;
        if (std::isfinite(limits_.wall_limit_s) && seconds() >= limits_.wall_limit_s) return LoopEnd::wall_clock;
        return LoopEnd::reached_end;
    }

private:
    using Clock = std::chrono::steady_clock;
    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    const LoopLimits& limits_;
    const LoopHooks& hooks_;
    Clock::time_point start_ = Clock::now();
};

}  // namespace detail

// Steps from state.t to t_end, landing exactly on each switching time (ascending) on the way. Whatever the end, the
// state is the last accepted one, so that a partial run can be kept, saved or resumed.
template <Steppable S>
LoopReport run_loop(S&& system, LoopState& state, double t_end, std::span<const double> switches,
                    const StepControl& control, const LoopLimits& limits = {}, const LoopHooks& hooks = {}) {
    detail::check_loop(state, t_end, switches);
    const detail::Guard guard(limits, hooks);
    LoopReport report;
    const auto finish = [&](LoopEnd end) { return report.end = end, report.t = state.t, report; };

    while (state.t < t_end) {
        if (const LoopEnd end = guard.before_step(state); end != LoopEnd::reached_end) return finish(end);
        const double landing = detail::next_landing(state.t, t_end, switches);
        const double wanted = state.memory.h, end = detail::step_end(state.t, wanted, landing), h = end - state.t;
        const Trial trial = h > 0.0 ? system.try_step(state.t, h) : Trial{};
        report.history.push(h), report.error = trial.error, report.worst = trial.worst;
        if (!(h > 0.0)) return finish(LoopEnd::step_too_small);  // lost in the rounding of t

        if (!judge(control, state.memory, h, trial.error)) {
            ++state.rejected;
            if (state.memory.h >= limits.smallest_step) continue;
            return finish(std::isfinite(trial.error) ? LoopEnd::step_too_small : LoopEnd::not_finite);
        }
        system.accept(state.t, h);
        state.t = end;
        ++state.accepted;
        if (h < wanted) state.memory.h = std::max(state.memory.h, wanted);  // cut short by a landing, not by the error
        if (end == landing && end < t_end) {
            state.memory.last_error = 0.0;
            state.memory.h = std::min(state.memory.h, limits.restart_step);
            system.restart(end);
        }
        if (hooks.progress && !hooks.progress(state) && state.t < t_end) return finish(LoopEnd::stopped);
    }
    return finish(LoopEnd::reached_end);
}

}  // namespace wryneck
