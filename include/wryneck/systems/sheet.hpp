#pragma once
// A sheet of tissue: the same reaction in every patch of a grid, and diffusion of some of its states between patches.
//
//   half a step of diffusion --> a step of the reaction, block by block --> half a step of diffusion      (Strang)
//
// The reaction is a template parameter: the patch of the neck (sheet_patch.hpp) or a textbook front with a known speed.
// It is the reference for the knot's law of motion (models/knot_front.hpp) and the large-scale benchmark. See
// docs/decisions/0005-tissue-sheet.md.

#include <concepts>
#include <cstdint>
#include <memory>

#include "wryneck/core/layout.hpp"
#include "wryneck/solve/loop.hpp"
#include "wryneck/systems/block_stepper.hpp"
#include "wryneck/systems/plane_diffusion.hpp"

namespace wryneck {

/// A state that diffuses: its slot, its diffusivity in mm2/s, and the rate (1/s) at which the reaction answers to it,
/// which weighs the error of splitting.
struct Diffusing {
    std::size_t slot;
    double D, answer;
};

/// What a sheet asks of its reaction. Site: what differs from patch to patch and is held, a record of the scalar.
template <class R>
concept SheetReaction = requires(const R r, const double* x, double* dx,
                                 const typename R::template Site<double>& site) {
    { R::size } -> std::convertible_to<std::size_t>;
    { r.diffusing() } -> std::convertible_to<std::vector<Diffusing>>;
    { r.radius() } -> std::convertible_to<double>;               // spectral radius of the reaction, 1/s
    { r.scales() } -> std::convertible_to<std::vector<double>>;  // size of each state, for the tolerance
    { r.rest() } -> std::convertible_to<std::vector<double>>;    // the state from which patches start
    { r.site(std::uint64_t{}, std::uint32_t{}) } -> std::same_as<typename R::template Site<double>>;  // seed, patch
    r.rates(x, site, dx);
};

struct SheetOptions {
    double tolerance = 1e-4;  ///< local error per step relative to the scale of each state
    double longest_step_s = 32;
    double first_step_s = 1;
    int threads = 1;
    std::uint64_t seed = 1;
    std::uint64_t max_steps = 200'000'000;
};

template <SheetReaction R, Scalar T = Lanes<native_lanes>>
class Sheet {
public:
    static constexpr std::size_t size = R::size, width = static_cast<std::size_t>(width_of<T>);
    using Site = typename R::template Site<T>;

    Sheet(R reaction, const Grid& grid, const SheetOptions& options = {})
        : reaction_((grid.check(), std::move(reaction))),
          grid_(grid),
          options_(options),
          row_((grid.nx + width - 1) / width),
          diffusing_(reaction_.diffusing()),
          table_(64),
          workers_(std::make_unique<Workers>(options.threads)),
          diffusion_(grid, row_ * width),
          scratch_(workers_->count()),
          steps_(blocks(), options.longest_step_s),
          sites_(blocks()),
          increments_(diffusing_.size(), std::vector<double>(grid.ny * row_ * width)) {
        const std::vector<double> rest = reaction_.rest(), scales = reaction_.scales();
        for (std::size_t j = 0; j < size; ++j) inverse_tolerance_[j] = 1 / (options.tolerance * scales[j]);
        state_.reserve(blocks() * size);
        for (std::size_t b = 0; b < blocks(); ++b) state_.insert(state_.end(), rest.begin(), rest.end());
        next_ = state_;
        loop_.memory.h = std::min(options.first_step_s, options.longest_step_s);
        each([&](std::size_t x, std::size_t y) {
            set_site(x, y, reaction_.site(options_.seed, static_cast<std::uint32_t>(y * grid_.nx + x)));
        });
    }

    [[nodiscard]] const Grid& grid() const { return grid_; }
    [[nodiscard]] const R& reaction() const { return reaction_; }
    [[nodiscard]] double time() const { return loop_.t; }
    [[nodiscard]] const LoopState& loop() const { return loop_; }
    [[nodiscard]] std::size_t patches() const { return grid_.nx * grid_.ny; }
    [[nodiscard]] std::size_t blocks() const { return row_ * grid_.ny; }

    /// Call f(x, y) for every patch.
    template <class F>
    void each(F&& f) const {
        for (std::size_t y = 0; y < grid_.ny; ++y)
            for (std::size_t x = 0; x < grid_.nx; ++x) f(x, y);
    }

    [[nodiscard]] double value(std::size_t slot, std::size_t x, std::size_t y) const {
        return lane(state_[block(x, y) * size + slot], static_cast<int>(x % width));
    }
    void set(std::size_t slot, std::size_t x, std::size_t y, double value) {
        to_lanes(x, [&](int i) { set_lane(state_[block(x, y) * size + slot], i, value); });
    }

    [[nodiscard]] typename R::template Site<double> site(std::size_t x, std::size_t y) const {
        const T* from = members(sites_[block(x, y)]);
        return generate<R::template Site, double>(
            [&](std::size_t j) { return lane(from[j], static_cast<int>(x % width)); });
    }
    void set_site(std::size_t x, std::size_t y, const typename R::template Site<double>& site) {
        auto& packed = sites_[block(x, y)];
        std::array<T, count<R::template Site>> all;
        store<R::template Site>(packed, all.data());
        to_lanes(x, [&](int i) {
            for (std::size_t j = 0; j < all.size(); ++j) set_lane(all[j], i, members(site)[j]);
        });
        packed = load<R::template Site>(all.data());
    }

    /// All values of one state, row by row.
    [[nodiscard]] std::vector<double> plane(std::size_t slot) const {
        std::vector<double> all;
        each([&](std::size_t x, std::size_t y) { all.push_back(value(slot, x, y)); });
        return all;
    }

    /// Step to t_end. Whatever the end, the sheet holds the last good state.
    LoopReport advance(double t_end, const LoopHooks& hooks = {}) {
        StepControl control;
        control.error_order = 2;  // the splitting estimate grows as h^2 at least
        control.grow_at_most = 2;
        control.integral = 1, control.proportional = 0;
        control.longest = longest();
        LoopLimits limits;
        limits.smallest_step = 1e-6;
        limits.max_steps = options_.max_steps;
        return run_loop(*this, loop_, t_end, {}, control, limits, hooks);
    }

    /// Sites changed by the caller: start carefully.
    void disturb() { loop_.memory.h = std::min(options_.first_step_s, loop_.memory.h), loop_.memory.last_error = 0; }

    /// Memory in use and of one copy of the state, padding included.
    [[nodiscard]] std::size_t bytes() const {
        std::size_t all = (state_.capacity() + next_.capacity()) * sizeof(T) + sites_.capacity() * sizeof(Site) +
                          steps_.capacity() * sizeof(double);
        for (const auto& plane : increments_) all += plane.capacity() * sizeof(double);
        return all + diffusion_.bytes() + scratch_.capacity() * sizeof(scratch_[0]) + sizeof(*this);
    }
    [[nodiscard]] std::size_t state_bytes() const { return state_.size() * sizeof(T); }

    /// Steps of single blocks so far: the work of the reaction.
    [[nodiscard]] std::size_t block_steps() const {
        std::size_t all = 0;
        for (const auto& s : scratch_) all += s.steps();
        return all;
    }

    // The loop's three verbs.
    Trial try_step(double, double h) {
        for (std::size_t k = 0; k < diffusing_.size(); ++k) first_half(k, h / 2);
        Trial worst = react(h);
        for (std::size_t k = 0; k < diffusing_.size() && std::isfinite(worst.error); ++k)
            worst = worse(worst, second_half(k, h));
        return worst;
    }
    void accept(double, double) { state_.swap(next_); }
    void restart(double) {}

private:
    [[nodiscard]] std::size_t block(std::size_t x, std::size_t y) const { return y * row_ + x / width; }

    /// Lanes beyond the border are copies of the last patch: they see what it sees and stay copies.
    template <class F>
    void to_lanes(std::size_t x, F&& f) const {
        const std::size_t end = x + 1 == grid_.nx ? width : x % width + 1;
        for (std::size_t i = x % width; i < end; ++i) f(static_cast<int>(i));
    }

    [[nodiscard]] double longest() const {
        double h = options_.longest_step_s;
        for (const Diffusing& d : diffusing_) h = std::min(h, diffusion_.longest_step(d.D));
        return h;
    }

    /// Ties go to the earlier patch, so that the worst is the same for any partition.
    static Trial worse(const Trial& a, const Trial& b) {
        return std::isfinite(a.error) && !(b.error <= a.error) ? b : a;
    }

    /// The largest of what f(y) returns over all rows.
    template <class F>
    Trial worst_row(F&& f) {
        std::vector<Trial> parts(workers_->count());
        workers_->run(grid_.ny, [&](std::size_t k, std::size_t begin, std::size_t end) {
            Trial worst;
            for (std::size_t y = begin; y < end; ++y) worst = worse(worst, f(k, y));
            parts[k] = worst;
        });
        Trial all;
        for (const Trial& part : parts) all = worse(all, part);
        return all;
    }

    /// Into next_: the diffusing state k after half a step. What it gained is kept for the error estimate.
    void first_half(std::size_t k, double h) {
        diffuse(state_, k, h);
        workers_->run(grid_.ny, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t y = begin; y < end; ++y) {
                const double *from = diffusion_.start(y), *to = diffusion_.result(y);
                for (std::size_t i = 0; i < grid_.nx; ++i) increments_[k][y * row_ * width + i] = to[i] - from[i];
                put(y, diffusing_[k].slot);
            }
        });
    }

    /// Half a step of diffusion in next_, and what a change of the flow within the step means for the splitting.
    Trial second_half(std::size_t k, double h) {
        diffuse(next_, k, h / 2);
        const std::size_t slot = diffusing_[k].slot;
        const double weight = std::min(1.0, diffusing_[k].answer * h) / 6 * inverse_tolerance_[slot];
        return worst_row([&](std::size_t, std::size_t y) {
            const double *from = diffusion_.start(y), *to = diffusion_.result(y);
            Trial worst;
            for (std::size_t i = 0; i < grid_.nx; ++i) {
                const double error = std::abs((to[i] - from[i]) - increments_[k][y * row_ * width + i]) * weight;
                if (!(error <= worst.error)) worst = worse(worst, {error, (y * grid_.nx + i) * size + slot});
            }
            put(y, slot);
            return worst;
        });
    }

    void diffuse(const std::vector<T>& x, std::size_t k, double h) {
        workers_->run(grid_.ny, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t y = begin; y < end; ++y) {
                double* to = diffusion_.start(y);
                for (std::size_t b = 0; b < row_; ++b)
                    for (std::size_t i = 0; i < width; ++i)
                        to[b * width + i] = lane(x[(y * row_ + b) * size + diffusing_[k].slot], static_cast<int>(i));
            }
        });
        diffusion_.step(*workers_, diffusing_[k].D, h);
    }

    void put(std::size_t y, std::size_t slot) {
        const double* from = diffusion_.result(y);
        for (std::size_t b = 0; b < row_; ++b)
            for (std::size_t i = 0; i < width; ++i)
                set_lane(next_[(y * row_ + b) * size + slot], static_cast<int>(i),
                         from[std::min(b * width + i, grid_.nx - 1)]);
    }

    Trial react(double h) {
        return worst_row([&](std::size_t k, std::size_t y) {
            Trial worst;
            for (std::size_t b = y * row_; b < (y + 1) * row_; ++b)
                if (!react_block(scratch_[k], b, h))
                    worst = worse(worst, {std::numeric_limits<double>::quiet_NaN(), b * width * size});
            return worst;
        });
    }

    bool react_block(BlockStepper<T, size>& stepper, std::size_t b, double h) {
        const T* from = state_.data() + b * size;
        T* to = next_.data() + b * size;
        std::copy(from, from + size, stepper.x.begin());
        for (const Diffusing& d : diffusing_) stepper.x[d.slot] = to[d.slot];
        const Site& site = sites_[b];
        const auto rates = [&](const T* x, T* dx) { reaction_.rates(x, site, dx); };
        const bool good = stepper.advance(rates, h, reaction_.radius(), inverse_tolerance_, table_, steps_[b]);
        std::copy(stepper.x.begin(), stepper.x.end(), to);
        return good;
    }

    R reaction_;
    Grid grid_;
    SheetOptions options_;
    std::size_t row_;  // blocks in a row
    std::vector<Diffusing> diffusing_;
    ChebyshevTable table_;
    std::unique_ptr<Workers> workers_;
    PlaneDiffusion diffusion_;
    std::vector<BlockStepper<T, size>> scratch_;
    std::vector<double> steps_;
    std::vector<Site> sites_;
    std::vector<T> state_, next_;
    std::vector<std::vector<double>> increments_;
    std::array<double, size> inverse_tolerance_{};
    LoopState loop_;
};

}  // namespace wryneck
