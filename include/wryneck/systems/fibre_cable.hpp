#pragma once
// Fibres along their length, side by side. Each is a line of places, and each place is a whole fibre in the sense of
// `Published` or `Repaired`; the places of one cross-section share their interstitium.
//
//   along:   C_m V_s' = G (V_before - 2 V_s + V_after); the current is carried by potassium as the stimulus is
//   across:  X_e' = (mean of X_e over the cross-section - X_e)/tau_mix   for every ion outside
//   within:  the equations of the fibre
//
// One step is symmetric, along and across for half of it, within for the whole, across and along for the other half,
// and has order two. Lanes and threads divide the places and do not move a bit of the results.

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "wryneck/models/fibre/cable.hpp"
#include "wryneck/solve/controller.hpp"
#include "wryneck/solve/line_diffusion.hpp"
#include "wryneck/solve/stiff_stepper.hpp"
#include "wryneck/systems/fibre_equations.hpp"
#include "wryneck/systems/workers.hpp"

namespace wryneck::fibre {

/// Conductance along a fibre, from the sub-model.
inline Cable::Output<double> exchange_of(const Cable::Parameters<double>& p, double depth, double density, double temperature) {
    Cable::State<double> none;
    return Cable::rhs(none, {0.0, 0.0, 0.0, depth, density, temperature}, p, none);
}

/// Parameters and start that some places have in common.
struct CableMatter {
    std::vector<double> parameters;  // in the order of the tables, prepared
    std::vector<double> start;       // packed
};

struct CableFibre {
    double spread = 0;          // conductance to a neighbour per capacity, 1/ms
    double carried = 0;         // potassium that comes with a change of the potential, mM/mV
    double weight = 1;          // of its interstitium in the mean
    double amplitude = 0;       // of the stimulus, uA/cm2
    std::vector<double> edges;  // ascending times at which the stimulus begins, ends, begins, ...
};

struct CableLayout {
    std::size_t places = 0;  // of each fibre
    std::vector<CableFibre> fibres;
    std::vector<CableMatter> matter;
    std::vector<std::size_t> matter_of;  // of each place, fibre by fibre
    std::vector<double> end_plate;       // share of each place of a fibre that the stimulus reaches
    double mixing = 0;                   // 1/ms
    double tolerance = 1e-6;             // of the equations of a place, as for one fibre
    double largest_change = 4;           // of a potential in one step, mV
};

/// What run_loop steps. `F`: the equations of a place; `T`: how many are computed side by side.
template <Fibre F, class T>
class FibreCable {
    using Places = EquationsOf<F, T>;

public:
    static constexpr std::size_t N = F::States::size, width = pack_width<T>;

    FibreCable(CableLayout layout, int threads)
        : layout_(std::move(layout)), workers_(threads), line_(layout_.places), potentials_(layout_.places) {
        const auto fields = F::States::fields();
        const auto names = F::States::names();
        for (std::size_t n = 0; n < N; ++n) {
            span_of_[n] = fields[n].range.high - fields[n].range.low;
            if (names[n] == "membranes.V_s") V_s_ = n;
            if (names[n] == "ions.K_i") K_i_ = n;
            if (names[n] == "ions.K_e" || names[n] == "ions.Na_e" || names[n] == "ions.Cl_e") outside_.push_back(n);
        }
        for (const CableMatter& matter : layout_.matter) known_.push_back(Places::prepare(matter.parameters));
        for (std::size_t of : layout_.matter_of)
            state_.insert(state_.end(), layout_.matter[of].start.begin(), layout_.matter[of].start.end());
        tried_ = state_;
        for (std::size_t k = 0; k < workers_.count(); ++k) hands_.push_back(std::make_unique<Hand>());
    }

    [[nodiscard]] std::size_t size() const { return layout_.matter_of.size(); }
    /// State n of a place, before and after the step that was tried last.
    [[nodiscard]] double before(std::size_t place, std::size_t n) const { return state_[place * N + n]; }
    [[nodiscard]] double after(std::size_t place, std::size_t n) const { return tried_[place * N + n]; }
    [[nodiscard]] std::size_t potential() const { return V_s_; }

    /// `worst`: the place whose potential moved most.
    Trial try_step(double t, double h) {
        tried_ = state_;
        along(h / 2), across(h / 2);
        const bool good = within(t, h);
        across(h / 2), along(h / 2);
        return good ? judged() : Trial{std::numeric_limits<double>::quiet_NaN(), failed_};
    }
    void accept(double, double) { state_.swap(tried_); }
    void restart(double) {}

private:
    static constexpr double floor = 0.1;  // of the plausible range of a state counts as its size where it is small
    static constexpr int most_halvings = 12;

    /// One thread's stepper, and the matter in each of its lanes.
    struct Hand {
        StiffStepper<Places, T> stepper;
        std::array<std::size_t, width> holds;
        Hand() { holds.fill(std::numeric_limits<std::size_t>::max()); }
    };

    double& tried(std::size_t fibre, std::size_t place, std::size_t n) {
        return tried_[(fibre * layout_.places + place) * N + n];
    }

    void along(double h) {
        for (std::size_t f = 0; f < layout_.fibres.size(); ++f) {
            const CableFibre& fibre = layout_.fibres[f];
            for (std::size_t i = 0; i < layout_.places; ++i) potentials_[i] = tried(f, i, V_s_);
            line_.step(fibre.spread * h, potentials_);
            for (std::size_t i = 0; i < layout_.places; ++i) {
                double& V_s = tried(f, i, V_s_);
                tried(f, i, K_i_) += fibre.carried * (potentials_[i] - V_s);
                V_s = potentials_[i];
            }
        }
    }

    void across(double h) {
        if (layout_.fibres.size() < 2) return;
        const double share = -std::expm1(-layout_.mixing * h);
        for (std::size_t i = 0; i < layout_.places; ++i)
            for (std::size_t n : outside_) {
                double sum = 0, weights = 0;
                for (std::size_t f = 0; f < layout_.fibres.size(); ++f)
                    sum += layout_.fibres[f].weight * tried(f, i, n), weights += layout_.fibres[f].weight;
                for (std::size_t f = 0; f < layout_.fibres.size(); ++f)
                    tried(f, i, n) += share * (sum / weights - tried(f, i, n));
            }
    }

    /// The equations of all places over h; false where some place cannot be stepped.
    bool within(double t, double h) {
        std::atomic<bool> good = true;
        const std::size_t groups = (size() + width - 1) / width;
        workers_.run(groups, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            for (std::size_t g = begin; g < end && good; ++g)
                if (!group(*hands_[worker], g * width, t, h)) good = false, failed_ = g * width;
        });
        return good;
    }

    bool group(Hand& hand, std::size_t first, double t, double h) {
        const std::size_t count = std::min(width, size() - first);
        for (std::size_t l = 0; l < width; ++l) load(hand, l, first + (l < count ? l : 0), t);
        if (!advance(hand.stepper, h, most_halvings)) return false;
        for (std::size_t l = 0; l < count; ++l)
            for (std::size_t n = 0; n < N; ++n) tried_[(first + l) * N + n] = hand.stepper.x(l, n);
        return true;
    }

    void load(Hand& hand, std::size_t lane, std::size_t place, double t) {
        const std::size_t matter = layout_.matter_of[place], fibre = place / layout_.places;
        const std::span<const double, N> x(&tried_[place * N], N);
        if (hand.holds[lane] != matter) hand.stepper.know(lane, known_[matter]), hand.holds[lane] = matter;
        hand.stepper.place(lane, x);
        const CableFibre& of = layout_.fibres[fibre];
        const auto passed = std::upper_bound(of.edges.begin(), of.edges.end(), t) - of.edges.begin();
        const double reached = layout_.end_plate[place % layout_.places];
        hand.stepper.set_input(lane, 0, passed % 2 == 1 ? of.amplitude * reached : 0);
        for (std::size_t n = 0; n < N; ++n)
            hand.stepper.allow(lane, n, layout_.tolerance * (floor * span_of_[n] + std::abs(x[n])));
    }

    /// In one step, or in halves where that is not exact enough.
    static bool advance(StiffStepper<Places, T>& stepper, double h, int halvings) {
        const T error = stepper.try_step(spread<T>(h));
        bool good = true;
        for (std::size_t l = 0; l < width; ++l) good = good && at(error, l) <= 1;
        if (good) return stepper.accept(T{} <= T{}), true;
        return halvings > 0 && advance(stepper, h / 2, halvings - 1) && advance(stepper, h / 2, halvings - 1);
    }

    /// The largest change of a potential in units of what is allowed.
    Trial judged() const {
        Trial worst;
        for (std::size_t p = 0; p < size(); ++p) {
            const double change = std::abs(after(p, V_s_) - before(p, V_s_)) / layout_.largest_change;
            if (!std::isfinite(change)) return {change, p};
            if (change > worst.error) worst = {change, p};
        }
        return worst;
    }

    CableLayout layout_;
    Workers workers_;
    LineDiffusion line_;
    std::vector<std::array<double, Places::numbers>> known_;
    std::vector<double> state_, tried_, potentials_;
    std::array<double, N> span_of_{};
    std::size_t V_s_ = 0, K_i_ = 0;
    std::vector<std::size_t> outside_;
    std::vector<std::unique_ptr<Hand>> hands_;
    std::atomic<std::size_t> failed_ = 0;
};

}  // namespace wryneck::fibre
