#pragma once
// Fibres through trains of pulses, one alone (T = double) or several in lanes, each lane with its own step, pulses,
// parameters and end; a lane that is done takes the next fibre. A fibre stops and starts anew at every edge of a pulse;
// after an edge it tries the step that was right after the last edge of that kind. Recorded rows come from the method's
// own output between steps and never steer it.

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <vector>

#include "wryneck/solve/loop.hpp"
#include "wryneck/solve/stiff_stepper.hpp"
#include "wryneck/systems/fibre_equations.hpp"

namespace wryneck::fibre {

/// A stimulus that is constant until the next edge.
struct Span {
    double until, I_HH;
};

/// What one fibre goes through, and how far it came.
template <Fibre F>
struct Course {
    static constexpr std::size_t N = F::States::size;

    std::vector<double> parameters;  // in the order of the tables
    std::array<double, N> start;
    double tolerance = 1e-6;
    std::vector<Span> spans;      // the last ends the run
    std::vector<double> samples;  // ascending
    LoopLimits limits;
    LoopHooks hooks;

    LoopState state;    // time, step, counts
    LoopReport report;  // how it ended
    std::size_t span = 0, sampled = 0;
    std::array<double, 2> first_step{1e-3, 1e-3};  // ms, after the end and after the begin of a pulse
    double taken = 0;                              // the first step after the last edge
};

/// `Sink`: row(course, t, value) is called at every sampling time of a course, ascending; value(n) gives state n.
/// done(course, value) is called when it ends, with the last good state.
template <Fibre F, class T, class Sink>
class Simulation {
public:
    static constexpr std::size_t N = F::States::size;
    static constexpr std::size_t width = pack_width<T>;

    explicit Simulation(Sink& sink) : sink_(sink) {
        const auto fields = F::States::fields();
        for (std::size_t n = 0; n < N; ++n) span_of_[n] = fields[n].range.high - fields[n].range.low;
    }

    /// Runs all that next() gives, a pointer to a course or null when there is none left, in up to `lanes` lanes.
    template <class Next>
    void run(Next&& next, std::size_t lanes = width) {
        std::size_t busy = 0;
        for (std::size_t l = 0; l < std::min(lanes, width); ++l) busy += begin(l, next);
        while (busy > 0) {
            T h = spread<T>(idle_step);
            for (std::size_t l = 0; l < width; ++l)
                if (lanes_[l]) at(h, l) = static_cast<RealOf<T>>(step_[l]);
            const T error = stepper_.try_step(h);
            T good{};
            for (std::size_t l = 0; l < width; ++l)
                if (lanes_[l]) at(good, l) = judged(l, std::sqrt(static_cast<double>(at(error, l))));
            stepper_.accept(good > T{});
            for (std::size_t l = 0; l < width; ++l)
                if (lanes_[l] && !ready(l, at(good, l) > 0)) busy -= !begin(l, next);
        }
    }

private:
    static constexpr double floor = 0.1;  // of the plausible range of a state counts as its size where it is small
    static constexpr double idle_step = 1e-3;

    /// A lane takes the next course in which something is left to do.
    template <class Next>
    bool begin(std::size_t l, Next& next) {
        while ((lanes_[l] = next())) {
            Course<F>& c = *lanes_[l];
            stepper_.start(l, c.start, EquationsOf<F, T>::prepare(c.parameters));
            while (c.sampled < c.samples.size() && c.samples[c.sampled] <= 0)
                sink_.row(c, c.samples[c.sampled++], state_of(l));
            enter(l);
            if (ready(l, false)) return true;
        }
        return false;
    }

    /// The stimulus of the next span acts.
    void enter(std::size_t l) {
        Course<F>& c = *lanes_[l];
        const double I_HH = c.spans[c.span].I_HH;
        stepper_.set_input(l, 0, I_HH);
        c.state.memory = {.h = c.first_step[I_HH != 0]}, c.taken = 0;
        for (std::size_t n = 0; n < N; ++n)
            stepper_.allow(l, n, c.tolerance * (floor * span_of_[n] + std::abs(stepper_.x(l, n))));
    }

    /// Judges the step that a lane tried; on acceptance its rows and its time.
    bool judged(std::size_t l, double error) {
        Course<F>& c = *lanes_[l];
        const double h = step_[l], wanted = c.state.memory.h, t = c.state.t;
        c.report.history.push(h), c.report.error = error;
        if (!judge(control, c.state.memory, h, error)) return ++c.state.rejected, false;
        for (; c.sampled < c.samples.size() && c.samples[c.sampled] <= end_[l]; ++c.sampled)
            sink_.row(c, c.samples[c.sampled],
                      [&, u = (c.samples[c.sampled] - t) / h](std::size_t n) { return stepper_.between(u, l, n); });
        c.state.t = end_[l], ++c.state.accepted;
        if (c.taken == 0) c.taken = h;
        if (h < wanted)
            c.state.memory.h = std::max(c.state.memory.h, wanted);  // cut short by an edge, not by the error
        return true;
    }

    /// Prepares a lane's next step; false where it has ended.
    bool ready(std::size_t l, bool moved) {
        Course<F>& c = *lanes_[l];
        LoopState& s = c.state;
        const bool rejected = !moved && s.rejected > 0;
        if (rejected && s.memory.h < c.limits.smallest_step)
            return finish(l, std::isfinite(c.report.error) ? LoopEnd::step_too_small : LoopEnd::not_finite);
        while (s.t >= c.spans[c.span].until) {
            if (c.taken > 0) c.first_step[c.spans[c.span].I_HH != 0] = c.taken;
            if (++c.span == c.spans.size()) return finish(l, LoopEnd::reached_end);
            enter(l);
        }
        if (moved && c.hooks.progress && !c.hooks.progress(s)) return finish(l, LoopEnd::stopped);
        if (c.hooks.stop && c.hooks.stop->load(std::memory_order_relaxed)) return finish(l, LoopEnd::stopped);
        if (s.accepted + s.rejected >= c.limits.max_steps) return finish(l, LoopEnd::step_budget);
        end_[l] = detail::step_end(s.t, s.memory.h, c.spans[c.span].until), step_[l] = end_[l] - s.t;
        return step_[l] > 0 || finish(l, LoopEnd::step_too_small);
    }

    bool finish(std::size_t l, LoopEnd end) {
        Course<F>& c = *lanes_[l];
        c.report.end = end, c.report.t = c.state.t, c.report.worst = stepper_.worst(l);
        sink_.done(c, state_of(l));
        return false;
    }

    auto state_of(std::size_t l) {
        return [this, l](std::size_t n) { return stepper_.x(l, n); };
    }

    /// Only the last error counts: where each pulse brings new transients, memory of the one before costs steps.
    static constexpr StepControl control{.error_order = 4, .safety = 0.9, .integral = 1, .proportional = 0};

    Sink& sink_;
    StiffStepper<EquationsOf<F, T>, T> stepper_;
    std::array<Course<F>*, width> lanes_{};
    std::array<double, width> step_{}, end_{};  // the next step of each lane and where it ends
    std::array<double, N> span_of_{};
};

}  // namespace wryneck::fibre
