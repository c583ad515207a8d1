#pragma once
// One macro step of the neck: half a step of the pools and the head, a step of the patches, half a step of pools and head
// (Strang). Each part sees the other held, so the splitting is of second order; both steps are stabilised explicit (RKC2)
// with their own error control. See docs/decisions/0004-macro-step.md.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <span>
#include <vector>

#include "wryneck/record/events.hpp"
#include "wryneck/solve/chebyshev.hpp"
#include "wryneck/solve/controller.hpp"
#include "wryneck/systems/couplings.hpp"
#include "wryneck/systems/neck.hpp"

namespace wryneck {

/// Largest |error| over its tolerance in all lanes; NaN if anything is not finite.
template <class T>
double error_ratio(std::span<const T> x, std::span<const T> x_end, std::span<const T> dx, std::span<const T> dx_end, double h,
                   std::span<const double> inverse_tolerance) {
    T worst(0.0), sick(0.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const T ratio = abs(rkc_error(x[i], x_end[i], dx[i], dx_end[i], h)) * inverse_tolerance[i];
        worst = max(worst, ratio);
        sick += ratio * 0;  // NaN and infinity stay
    }
    return largest(worst + sick);
}

/// What patches report to pools and couplings, per group.
template <class T>
struct Report {
    std::vector<Patch::Output<T>> patches;
};

template <class T>
struct NeckState {
    std::vector<T> slow, fast;
    Roots roots{};
    double h_fast = 0.015625, radius = 5;
};

struct StepCounts {
    std::uint64_t slow_rates = 0, fast_rates = 0, fast_steps = 0, fast_rejected = 0, rests = 0;
};

template <class T>
class NeckStepper {
public:
    NeckStepper(Neck<T>& neck, const Couplings& couplings, double tolerance)
        : neck_(neck), couplings_(couplings), tolerance_(tolerance), table_(32) {
        const std::size_t n = neck.slow_size(), m = neck.fast_size();
        for (auto* v : {&f0_, &f1_}) v->assign(n, T(0.0));
        slow_work_.assign(rkc_workspace(n), T(0.0));
        for (auto* v : {&g0_, &g1_, &fast_}) v->assign(m, T(0.0));
        fast_work_.assign(rkc_workspace(m), T(0.0));
        for (auto* v : {&value_, &received_}) v->assign(neck.muscles(), 0.0);
        set_tolerances();
    }

    Neck<T>& neck() { return neck_; }
    const StepCounts& counts() const { return counts_; }
    void counts(const StepCounts& before) { counts_ = before; }

    /// Report of the patches at a state; also leaves their rates in f1.
    void observe(const NeckState<T>& x, const NeckDrive<T>& in, Report<T>& report) {
        report.patches.resize(neck_.groups());
        for (std::size_t g = 0; g < neck_.groups(); ++g)
            report.patches[g] = neck_.patch_rates(x.slow.data() + g * Patch::size, f1_.data() + g * Patch::size, g, in);
        ++counts_.slow_rates;
    }

    /// What pools and couplings need of a report, as means over the patches of each muscle.
    void hand_over(const Report<T>& report, const NeckState<T>& x, NeckDrive<T>& in) {
        const double share = 1.0 / static_cast<double>(neck_.patches());
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            T strength(0.0), offset(0.0), C(0.0), N(0.0), K(0.0), f_sp(0.0), transmission(0.0);
            for (std::size_t k = 0; k < neck_.patches(); ++k) {
                const std::size_t g = k * neck_.blocks() + b;
                const auto& o = report.patches[g];
                strength += o.strength * (1 - o.a_s), offset += o.strength * o.a_s, C += o.C, N += o.N, f_sp += o.f_sp;
                K += x.slow[g * Patch::size + Patch::States::offset<Interstitium>()];
                transmission += o.transmission;
            }
            in.strength[b] = strength * share, in.offset[b] = offset * share, in.C[b] = C * share;
            auto& pool = in.pools[b];
            pool.N = N * share, pool.K_e = K * share, pool.f_sp = f_sp * share, pool.transmission = transmission * share;
            pool.axon = Axon::milieu(pool.K_e, in.milieu.Na, in.milieu.Ca, in.milieu.Mg, in.milieu.pH, neck_.parameters().pool.axon);
        }
    }

    /// Neighbours, compartments and roots: what reaches the patches and pools from other muscles.
    void couple(const Report<T>& report, const Roots& roots, NeckDrive<T>& in) {
        const auto& p = neck_.parameters();
        lane_out([&](std::size_t b) { return in.C[b]; });
        couplings_.compartment(value_, received_);
        const double shared = neck_.gains().compartment * p.subject.s_shared;
        lane_in([&](std::size_t b, const T& v) { each_patch(b, in, [&](auto& d) { d.P_shared = v * shared; }); });
        lane_out([&](std::size_t b) { return knotted(report, b); });
        couplings_.contact(value_, received_);
        lane_in([&](std::size_t b, const T& v) { each_patch(b, in, [&](auto& d) { d.arrival = v; }); });
        lane_out([&](std::size_t b) { return excited(report, b); });
        couplings_.contact(value_, received_);
        lane_in([&](std::size_t b, const T& v) { fronts(report, b, v, in); });
        couplings_.spread(roots, received_);
        lane_in([&](std::size_t b, const T& v) {
            in.pools[b].S = v;
            each_patch(b, in, [&](auto& d) { d.S = v; });
        });
    }

    /// Afferent input of all roots.
    [[nodiscard]] Roots gather(const NeckDrive<T>& in) {
        lane_out([&](std::size_t b) { return in.pools[b].N; });
        return couplings_.gather(value_);
    }

    /// Pools and head for a while from the wanted posture, the patches held.
    void hold(NeckState<T>& x, Report<T>& report, double seconds, NeckDrive<T>& in) {
        T* at = x.fast.data() + neck_.blocks() * Pool::size;
        auto head = load<Head::State>(at);
        head.pitch = T(in.posture[0]), head.roll = T(in.posture[1]), head.yaw = T(in.posture[2]);
        store<Head::State>(head, at);
        observe(x, in, report);
        hand_over(report, x, in);
        fast(x, 0, seconds, in);
    }

    /// Try a step from `x` to `next`. `report` holds the patches at x and, after an accepted step, belongs to next.
    Trial step(const NeckState<T>& x, const Report<T>& report, double t, double h, NeckDrive<T>& in, NeckState<T>& next, Report<T>& after) {
        const auto& s = neck_.parameters().subject;
        next = x;
        hand_over(report, x, in);
        couple(report, next.roots, in);
        sensitise(next.roots, gather(in), h / 2, s.tau_S_up, s.tau_S_down);
        nerve(next, in, start_a_);
        if (!fast(next, t, h / 2, in)) return {nan, 0};
        nerve(next, in, middle_a_);

        if (!slow(x, next, t, h, in)) return {nan, 0};
        observe(next, in, after);
        double error = error_ratio<T>(x.slow, next.slow, f0_, f1_, h, slow_tolerance_);

        hand_over(after, next, in);
        couple(after, next.roots, in);
        sensitise(next.roots, gather(in), h / 2, s.tau_S_up, s.tau_S_down);
        if (!fast(next, t + h / 2, h / 2, in)) return {nan, 0};
        nerve(next, in, end_a_);
        error = std::max(error, splitting_error(h));
        return {std::isfinite(error) ? error : nan, 0};
    }

    /// Active state and impulses that the nerve gives to every muscle, handed to its patches.
    void nerve(const NeckState<T>& x, NeckDrive<T>& in, std::vector<T>& a) {
        const auto& p = neck_.parameters();
        a.resize(neck_.blocks());
        const Head::State<T> head = load<Head::State>(x.fast.data() + neck_.blocks() * Pool::size);
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            const auto pool = Pool::observe(x.fast.data() + b * Pool::size, in.pools[b], p.subject, p.pool);
            a[b] = pool.a;
            const T l = neck_.tension(x.fast, b, head, in).length;
            const T stretch = min(positive(in.stretch[b]) / p.subject.stretch_full, T(1.0));
            each_patch(b, in, [&](auto& d) { d.a = pool.a, d.f = pool.f, d.l = l, d.stretch = stretch, d.pump = min(pool.u * (1 - pool.u) * 4, T(1.0)); });
        }
    }

private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    bool slow(const NeckState<T>& x, NeckState<T>& next, double t, double h, const NeckDrive<T>& in) {
        neck_.slow_rates(x.slow, f0_, in);
        const int stages = std::clamp(1 + static_cast<int>(std::sqrt(1 + 1.54 * h * x.radius)), 2, table_.max_stages());
        rkc_step<T>([&](std::span<const T> y, std::span<T> dy, double) { neck_.slow_rates(y, dy, in); }, x.slow, f0_, t, h, stages,
                    std::span<T>(next.slow), slow_work_, table_);
        counts_.slow_rates += static_cast<std::uint64_t>(stages);
        return true;
    }

    /// Pools and head over a span of time, in steps of their own.
    bool fast(NeckState<T>& x, double t, double h, const NeckDrive<T>& in) {
        const double t_end = t + h;
        neck_.fast_rates(x.fast, g0_, in);
        ++counts_.fast_rates;
        while (t < t_end) {
            if (at_rest(t_end - t)) return drift(x, t_end - t);
            const double step = std::min(x.h_fast, t_end - t);
            const bool last = step >= (t_end - t) * (1 - 1e-12);
            const int stages = std::clamp(1 + static_cast<int>(std::sqrt(1 + 1.54 * step * fast_radius)), 2, table_.max_stages());
            rkc_step<T>([&](std::span<const T> y, std::span<T> dy, double) { neck_.fast_rates(y, dy, in); }, x.fast, g0_, t, step, stages,
                        std::span<T>(fast_), fast_work_, table_);
            neck_.fast_rates(fast_, g1_, in);
            counts_.fast_rates += static_cast<std::uint64_t>(stages);
            const double error = error_ratio<T>(x.fast, fast_, g0_, g1_, step, fast_tolerance_);
            if (!(error <= 1)) {
                ++counts_.fast_rejected;
                x.h_fast = floor_pow2(step * (std::isfinite(error) ? std::clamp(0.8 / std::cbrt(error), 0.1, 0.7) : 0.25));
                if (x.h_fast < 1e-7) return false;
                continue;
            }
            ++counts_.fast_steps;
            // Powers of two: they tile the span, and rounding in the error does not creep into the steps.
            const double grown = floor_pow2(step * std::clamp(0.8 / std::cbrt(std::max(error, 1e-6)), 0.3, 2.0));
            x.h_fast = std::min(last ? std::max(x.h_fast, grown) : grown, longest_fast);
            x.fast.swap(fast_), g0_.swap(g1_);
            t = last ? t_end : t + step;
        }
        return true;
    }

    /// True if pools and head stand still: the rates, kept up for the rest of the span or for a few time constants of the
    /// state, whichever is shorter, would move no state by its tolerance.
    [[nodiscard]] bool at_rest(double span) const {
        T worst(0.0);
        for (std::size_t i = 0; i < g0_.size(); ++i) worst = max(worst, abs(g0_[i]) * (fast_tolerance_[i] * std::min(span, memory_[i])));
        return largest(worst) <= 1;
    }

    /// Meanwhile only the slow states of the pools move, in proportion to time.
    bool drift(NeckState<T>& x, double span) {
        for (const std::size_t i : slow_in_fast_) x.fast[i] += g0_[i] * span;
        ++counts_.rests;
        return true;
    }

    /// What a held activation misses of a curved one, against the tolerance (Simpson less midpoint, sensitivity 1/s).
    [[nodiscard]] double splitting_error(double h) const {
        T worst(0.0);
        for (std::size_t b = 0; b < neck_.blocks(); ++b) worst = max(worst, abs(start_a_[b] - 2 * middle_a_[b] + end_a_[b]));
        return largest(worst) / 6 * std::min(h, 1.0) / (10 * tolerance_);
    }

    T knotted(const Report<T>& report, std::size_t b) const {
        T phi(0.0);
        for (std::size_t k = 0; k < neck_.patches(); ++k) phi += report.patches[k * neck_.blocks() + b].phi;
        return phi * (1.0 / static_cast<double>(neck_.patches()));
    }

    /// Leak by mediators that the knotted share of a muscle holds out to its neighbours.
    T excited(const Report<T>& report, std::size_t b) const {
        T e(0.0);
        for (std::size_t k = 0; k < neck_.patches(); ++k) {
            const auto& o = report.patches[k * neck_.blocks() + b];
            e = max(e, o.phi * o.excitation);
        }
        return e;
    }

    /// Fronts arrive from the patches above and below, and from the muscles in contact.
    void fronts(const Report<T>& report, std::size_t b, const T& from_contact, NeckDrive<T>& in) {
        const double contact = neck_.gains().contact, growth = neck_.gains().patch.growth;
        const std::size_t n = neck_.patches();
        for (std::size_t k = 0; k < n; ++k) {
            auto& d = in.patches[k * neck_.blocks() + b];
            T arrival = contact * d.arrival, excitation = contact * from_contact;
            for (const std::size_t j : {k - 1, k + 1}) {
                if (j >= n) continue;  // k - 1 of the first wraps round
                const auto& o = report.patches[j * neck_.blocks() + b];
                arrival += growth * 0.5 * o.phi;
                excitation = max(excitation, growth * o.phi * o.excitation);
            }
            d.arrival = arrival;
            d.contact = excitation;
        }
    }

    template <class F>
    void each_patch(std::size_t b, NeckDrive<T>& in, F&& f) {
        for (std::size_t k = 0; k < neck_.patches(); ++k) f(in.patches[k * neck_.blocks() + b]);
    }

    template <class F>
    void lane_out(F&& f) {
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            const T v = f(b);
            for (int i = 0; i < width_of<T>; ++i)
                if (const std::size_t m = b * width_of<T> + static_cast<std::size_t>(i); m < value_.size()) value_[m] = lane(v, i);
        }
    }
    template <class F>
    void lane_in(F&& f) {
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            T v(0.0);
            for (int i = 0; i < width_of<T>; ++i)
                if (const std::size_t m = b * width_of<T> + static_cast<std::size_t>(i); m < received_.size()) set_lane(v, i, received_[m]);
            f(b, v);
        }
    }

    /// Every state's tolerance is a share of its plausible range; for the head of a tenth of it, since what matters of its angles
    /// are degrees.
    void set_tolerances() {
        const auto patch = Patch::States::fields();
        for (std::size_t g = 0; g < neck_.groups(); ++g)
            for (const Field& row : patch) slow_tolerance_.push_back(1 / (tolerance_ * (row.range.high - row.range.low)));
        const auto& [pool, reflex, axon] = neck_.parameters().pool;
        const auto add = [&](const auto& rows, double share = 1) {
            for (const Field& row : rows) fast_tolerance_.push_back(1 / (tolerance_ * share * (row.range.high - row.range.low)));
        };
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            for (std::size_t k = 0; k < Pool::classes; ++k) {
                slow_in_fast_.push_back(fast_tolerance_.size() + 3);  // h: slow inactivation
                add(MotorPool::states);
                remember({pool.tau_u, pool.tau_p, pool.tau_q, 0, pool.tau_a});
            }
            slow_in_fast_.push_back(fast_tolerance_.size() + 1);  // s: facilitation
            add(Reflex::states);
            remember({reflex.tau_z, 0, 1 / reflex.k_E});
            add(Axon::states);
            remember({axon.tau_B, axon.tau_f});
        }
        add(Head::states, 0.1);
        memory_.resize(fast_tolerance_.size(), longest_memory);
    }

    /// Time constants of fast states, in the order of their table; 0 for those that `drift` moves.
    void remember(std::initializer_list<double> time_constants) {
        constexpr double several = 5;
        for (const double tau : time_constants) memory_.push_back(std::min(several * tau, longest_memory));
    }

    // Reflexes and posture oscillate at a few per second: with longer steps those modes leave the strip where the scheme is stable,
    // and rounding grows tenfold a step until the error estimate notices.
    static constexpr double longest_fast = 0.125;
    static constexpr double fast_radius = 80, longest_memory = 10;

    Neck<T>& neck_;
    const Couplings& couplings_;
    double tolerance_;
    ChebyshevTable table_;
    std::vector<T> f0_, f1_, slow_work_, g0_, g1_, fast_, fast_work_, start_a_, middle_a_, end_a_;
    std::vector<std::size_t> slow_in_fast_;
    std::vector<double> memory_, slow_tolerance_, fast_tolerance_, value_, received_;
    StepCounts counts_;
};

}  // namespace wryneck
