#pragma once
// How a cable is computed: steps from edge to edge, rows and arrivals between them.

#include <string>
#include <vector>

#include "cable_job.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/solve/loop.hpp"

namespace wryneck {

/// A cable that writes down what happens in each step that is accepted.
template <class F>
class CableTracer {
public:
    using System = fibre::FibreCable<F, Pack<double, 4>>;

    explicit CableTracer(CableJob& job)
        : job_(job), system_(std::move(job.layout), job.protocol->threads), row_(system_.size()) {
        while (next_ < job_.times.size() && job_.times[next_] <= 0) write(0);
    }

    Trial try_step(double t, double h) { return system_.try_step(t, h); }
    void accept(double t, double h) {
        for (; next_ < job_.times.size() && job_.times[next_] <= t + h; ) write((job_.times[next_] - t) / h);
        arrive(t, h);
        system_.accept(t, h);
    }
    void restart(double t) { system_.restart(t); }

    /// The potential of a place as people read it.
    [[nodiscard]] std::string potential_text(std::size_t place) const {
        return "membranes.V_s at place " + std::to_string(place % job_.traces->position_cm.size()) + " of fibre " +
               std::to_string(place / job_.traces->position_cm.size()) + " = " +
               number_text(system_.before(place, system_.potential())) + " mV";
    }

private:
    /// A row at the share u of the step that is about to be accepted.
    void write(double u) {
        for (std::size_t i = 0; i < job_.recorded.size(); ++i) {
            const std::size_t n = job_.recorded[i];
            for (std::size_t p = 0; p < row_.size(); ++p)
                row_[p] = (1 - u) * system_.before(p, n) + u * system_.after(p, n);
            job_.traces->series[i].append_row(row_);
        }
        job_.traces->time_ms.push_back(job_.times[next_++]);
    }
    void arrive(double t, double h) {
        const double level = job_.protocol->level_mV;
        const std::size_t V_s = system_.potential(), places = job_.traces->position_cm.size();
        for (std::size_t p = 0; p < row_.size(); ++p) {
            const double before = system_.before(p, V_s), after = system_.after(p, V_s);
            if (before < level && after >= level)
                job_.traces->arrivals.push_back({p / places, p % places, t + h * (level - before) / (after - before)});
        }
    }

    CableJob& job_;
    System system_;
    std::vector<double> row_;
    std::size_t next_ = 0;
};

template <class F>
void compute_cable(CableJob& job) {
    const FibreProtocol& p = job.protocol->fibre;
    CableTracer<F> tracer(job);
    constexpr double first_step_ms = 1e-3;
    const StepControl control{.error_order = 1,
                              .safety = 0.8,
                              .grow_at_most = 2,
                              .integral = 1,
                              .proportional = 0,
                              .longest = job.protocol->longest_step_ms};
    LoopState state{.memory = {.h = first_step_ms}};
    LoopHooks hooks{.stop = p.stop};
    if (p.progress)
        hooks.progress = [&p](const LoopState& s) { return p.progress({s.t, p.duration_ms, s.accepted}); };
    const LoopReport report = run_loop(tracer, state, p.duration_ms, job.edges, control,
                                       {.restart_step = first_step_ms, .max_steps = p.max_steps}, hooks);
    CableTraces& traces = *job.traces;
    std::stable_sort(traces.arrivals.begin(), traces.arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.time_ms < b.time_ms; });
    traces.steps = state.accepted, traces.rejected = state.rejected;
    if (report.end == LoopEnd::reached_end) return;
    traces.status = report.failed() ? Status::failed : Status::interrupted;
    traces.message = describe(report, report.failed() ? tracer.potential_text(report.worst) : "", "ms");
}

}  // namespace wryneck
