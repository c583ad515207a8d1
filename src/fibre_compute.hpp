#pragma once
// How a variant of the fibre is computed: threads, and lanes on each. A fibre takes the same steps alone, in lanes and
// on any thread, so that neither moves a bit of its results.

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include "fibre_job.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre_simulation.hpp"
#include "wryneck/systems/repaired_balances.hpp"

namespace wryneck {

template <class F>
fibre::Course<F> course_of(FibreJob& job) {
    const FibreProtocol& p = *job.protocol;
    fibre::Course<F> c;
    c.parameters = std::move(job.parameters), c.samples = std::move(job.times);
    std::copy(job.start.begin(), job.start.end(), c.start.begin()), c.tolerance = p.tolerance;
    for (double begin : p.pulses_ms) {
        if (begin >= p.duration_ms) break;
        c.spans.push_back({begin, 0});
        c.spans.push_back({std::min(begin + p.width_ms, p.duration_ms), job.amplitude});
    }
    c.spans.push_back({p.duration_ms, 0});
    c.limits.max_steps = p.max_steps;
    c.hooks.stop = p.stop;
    if (p.progress)
        c.hooks.progress = [&p](const LoopState& s) { return p.progress({s.t, p.duration_ms, s.accepted}); };
    return c;
}

/// Writes rows and ends into the traces of the jobs that belong to the courses.
template <class F>
class FibreTracer {
public:
    FibreTracer(std::span<const fibre::Course<F>> courses, std::span<const FibreJob> jobs)
        : courses_(courses), jobs_(jobs) {}

    template <class Value>
    void row(const fibre::Course<F>& c, double t, Value&& value) {
        const FibreJob& job = job_of(c);
        job.traces->time_ms.push_back(t);
        for (std::size_t i = 0; i < job.places.size(); ++i) {
            const double v = recorded(job.places[i], c, value);
            job.traces->series[i].append_row({&v, 1});
        }
    }
    template <class Value>
    void done(const fibre::Course<F>& c, Value&& value) {
        FibreTraces& traces = *job_of(c).traces;
        if (std::vector<double>* last = job_of(c).last)
            for (std::size_t n = 0; n < F::States::size; ++n) last->push_back(value(n));
        traces.steps = c.state.accepted, traces.rejected = c.state.rejected;
        if (c.report.end == LoopEnd::reached_end) return;
        traces.status = c.report.failed() ? Status::failed : Status::interrupted;
        traces.message = describe(c.report, c.report.failed() ? worst(c.report.worst, value) : "", "ms");
    }

private:
    /// A state, or behind the states what the variant keeps.
    template <class Value>
    static double recorded(std::size_t place, const fibre::Course<F>& c, Value&& value) {
        constexpr std::size_t N = F::States::size;
        if (place < N) return value(place);
        if constexpr (std::is_same_v<F, fibre::Repaired>) {
            std::array<double, N> x;
            for (std::size_t n = 0; n < N; ++n) x[n] = value(n);
            const auto kept = fibre::Balances::of(x.data(), fibre::Stimulated<F>::from_flat(c.parameters));
            return members<fibre::Balances::Output, double>(kept)[place - N];
        }
        return 0;
    }
    const FibreJob& job_of(const fibre::Course<F>& c) const {
        return jobs_[static_cast<std::size_t>(&c - courses_.data())];
    }
    /// The worst state of a failure with its value.
    template <class Value>
    static std::string worst(std::size_t n, Value&& value) {
        return F::States::names()[n] + " = " + number_text(value(n)) + " " + std::string(F::States::fields()[n].unit);
    }

    std::span<const fibre::Course<F>> courses_;
    std::span<const FibreJob> jobs_;
};

/// Up to `lanes` of what next() gives, side by side on this thread.
template <class F, class T, class Next>
void run_lanes(FibreTracer<F>& tracer, Next& next, std::size_t lanes) {
    const auto simulation = std::make_unique<fibre::Simulation<F, T, FibreTracer<F>>>(tracer);
    simulation->run(next, lanes);
}

template <class F>
void compute_fibres(std::span<FibreJob> jobs, std::size_t threads, FibrePrecision precision) {
    std::vector<fibre::Course<F>> courses;
    for (FibreJob& job : jobs) courses.push_back(course_of<F>(job));
    FibreTracer<F> tracer(courses, jobs);
    threads = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(courses.size(), 1));
    const std::size_t share = (courses.size() + threads - 1) / threads;  // no thread takes lanes that others could fill
    std::atomic<std::size_t> taken = 0;
    std::vector<std::exception_ptr> errors(threads);
    const auto work = [&](std::size_t thread) {
        const auto next = [&] {
            const std::size_t i = taken.fetch_add(1);
            return i < courses.size() ? &courses[i] : nullptr;
        };
        try {
            if constexpr (std::is_same_v<F, fibre::Published>)
                if (precision == FibrePrecision::single)
                    return run_lanes<F, Pack<float, register_width<float>>>(tracer, next, share);
            if (share > 1)
                run_lanes<F, Pack<double, register_width<double>>>(tracer, next, share);
            else
                run_lanes<F, double>(tracer, next, share);
        } catch (...) {
            errors[thread] = std::current_exception();
        }
    };
    std::vector<std::jthread> helpers;
    for (std::size_t k = 1; k < threads; ++k) helpers.emplace_back(work, k);
    work(0);
    helpers.clear();
    for (const std::exception_ptr& error : errors)
        if (error) std::rethrow_exception(error);
}

}  // namespace wryneck
