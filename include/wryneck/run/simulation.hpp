#pragma once
// A scenario on its way: the neck, its inputs, the stepping loop, what is recorded. One template for lanes and scalars.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "wryneck/record/checkpoint.hpp"
#include "wryneck/record/recorder.hpp"
#include "wryneck/run/episodes.hpp"
#include "wryneck/run/observer.hpp"
#include "wryneck/solve/loop.hpp"

namespace wryneck {

template <class T>
class Simulation {
public:
    Simulation(const Scenario& scenario, const Options& options)
        : options_(options), subject_(scenario.subject), duration_(scenario.duration_s),
          anatomy_(neck_anatomy({scenario.subject.sex == Sex::female, scenario.subject.mass_kg}, scenario.resolution.muscles)),
          patches_(static_cast<std::size_t>(scenario.resolution.patches_per_muscle)),
          timeline_(scenario, targets_of(anatomy_), anatomy_.muscles.size(), patches_), inputs_(timeline_.defaults()),
          neck_(anatomy_, patches_, parameters_of(scenario), gains_of<T>(scenario)), couplings_(anatomy_),
          stepper_(neck_, couplings_, options.tolerance), observer_(neck_), watch_(anatomy_, patches_), drive_(neck_.drive()),
          recorder_(output_times(0, duration_, every(options, duration_))) {
        draw_traits(neck_, anatomy_, gain(scenario, Hypothesis::patch_heterogeneity), options.seed, scenario.subject.cramp_history);
        drive_.noise = options.noise ? 1 : 0;
        set_inputs(0);
        state_ = rest(neck_, drive_);
        take_posture();
        stepper_.nerve(state_, drive_, scratch_);
        stepper_.observe(state_, drive_, report_);
        start_clocks();
        choose_series();
        loop_.memory.h = 0.0625;
        identity_ = identity(scenario, options);
        snapshot(0, state_, report_, now_);
        widen(now_);
        recorder_.emit(0, row(now_), [&](double t, std::span<const double> r) { keep(t, r); });
    }

    Result run() {
        if (!options_.checkpoint.empty()) write_checkpoint(options_.checkpoint, save());  // what cannot be written is said at once
        LoopHooks hooks;
        hooks.stop = options_.stop;
        hooks.progress = [this](const LoopState& s) { return tell(s); };
        StepControl control;
        control.error_order = 3;
        control.longest = options_.longest_step_s;
        control.powers_of_two = true;
        control.grow_at_most = 2.0;
        control.integral = 1, control.proportional = 0;  // with steps of few sizes a cautious start costs more than a rejection
        LoopLimits limits{options_.min_step_s, 0.0625, options_.max_steps, options_.wall_limit_s};
        const auto report = run_loop(*this, loop_, duration_, timeline_.switching_times(), control, limits, hooks);
        return result(report);
    }

    // The loop's three verbs.
    Trial try_step(double t, double h) {
        set_inputs(t + h / 2);
        give_bursts(h);
        const Trial trial = stepper_.step(state_, report_, t, h, drive_, next_, after_);
        if (!(trial.error <= 1)) state_.radius = std::min(2 * state_.radius, 160.0);  // it may have been stability: more stages
        return trial;
    }

    void accept(double t, double h) {
        fire(t, h);
        before_ = std::move(now_);
        snapshot(t + h, next_, after_, now_);
        widen(now_);
        const bool due = recorder_.due(t + h);
        if (due) {
            const std::vector<double> first = row(before_), last = row(now_);
            recorder_.emit(t, first, t + h, last, [&](double at, std::span<const double> r) { keep(at, r); });
        }
        std::swap(state_, next_), std::swap(report_, after_);
        state_.radius = std::max(state_.radius * 0.9, 5.0);
        told_ = told_ && !due;
        watch_.see(now_, involuntary());
    }

    void restart(double) {}

    /// All that the rest of the run depends on, and what was recorded so far.
    [[nodiscard]] Sections save() const {
        ByteWriter state, record, watch, identity, note;
        state.put(state_.slow).put(state_.fast).put(state_.roots).put(state_.h_fast).put(state_.radius).put(report_.patches);
        state.put(drive_.pools).put(drive_.stretch).put(drive_.wanted).put(drive_.strength).put(drive_.offset).put(drive_.C).put(drive_.patches);
        state.put(filled_at_).put(clocks_).put(pending_).put(loop_).put(next_checkpoint_).put(bursts_).put(told_).put(stepper_.counts());
        record.put(std::uint64_t{recorder_.position()}).put(time_);
        for (const Series& s : series_) record.put(s.values).put(s.lowest).put(s.highest);
        watch_.save(watch);
        identity.put(identity_);
        note.put(options_.note);
        return {{"state", state.take()}, {"record", record.take()}, {"watch", watch.take()}, {"identity", identity.take()}, {"note", note.take()}};
    }

    /// The reverse. Throws CheckpointError when the file is of another scenario.
    void load(const Sections& sections) {
        const auto section = [&](const char* name) {
            const auto found = sections.find(name);
            if (found == sections.end()) throw CheckpointError(std::string("the checkpoint has no section ") + name);
            return ByteReader(found->second);
        };
        if (section("identity").text() != identity_) throw CheckpointError("the checkpoint belongs to another scenario, other options or another version");
        ByteReader state = section("state"), record = section("record"), watch = section("watch");
        state_.slow = state.values<T>(), state_.fast = state.values<T>(), state_.roots = state.get<Roots>();
        state_.h_fast = state.get<double>(), state_.radius = state.get<double>();
        report_.patches = state.values<Patch::Output<T>>();
        drive_.pools = state.values<Pool::Drive<T>>();
        for (auto* v : {&drive_.stretch, &drive_.wanted, &drive_.strength, &drive_.offset, &drive_.C}) *v = state.values<T>();
        drive_.patches = state.values<Patch::Drive<T>>();
        set_inputs(state.get<double>());
        clocks_ = state.values<HazardClock>(), pending_ = state.values<double>(), loop_ = state.get<LoopState>();
        next_checkpoint_ = state.get<double>(), bursts_ = state.get<std::uint64_t>(), told_ = state.get<bool>();
        stepper_.counts(state.get<StepCounts>());
        recorder_ = Recorder(recorder_.times(), static_cast<std::size_t>(record.get<std::uint64_t>()));
        time_ = record.values<double>();
        for (Series& s : series_) {
            s.values = record.values<double>(), s.shape[0] = time_.size();
            s.lowest = record.values<double>(), s.highest = record.values<double>();
        }
        watch_.load(watch);
        snapshot(loop_.t, state_, report_, now_);
    }

private:
    static double every(const Options& options, double duration) {
        if (options.every_s > 0) return options.every_s;
        return std::max(duration / 960, 0.01);
    }

    void set_inputs(double t) {
        filled_at_ = t;
        timeline_.fill(t, inputs_);
        apply_inputs(inputs_, subject_, neck_, drive_);
    }

    /// Before the first instant the subject has held the wanted posture for a while, and done nothing else. A few muscles alone
    /// could not hold it: they start from the upright head.
    void take_posture() {
        if (anatomy_.muscles.size() < neck_anatomy(anatomy_.body).muscles.size()) return;
        constexpr double a_while = 30;
        const auto as_given = drive_.pools;
        const auto stretch = drive_.stretch;
        const double control = drive_.control;
        for (auto& p : drive_.pools) p.command = p.hold = p.inhibition = p.f_stim = p.block = p.stress = T(0.0), p.inhibition_gain = T(1.0);
        drive_.stretch.assign(neck_.blocks(), T(0.0)), drive_.control = 1;
        stepper_.hold(state_, report_, a_while, drive_);
        drive_.pools = as_given, drive_.stretch = stretch, drive_.control = control;
    }

    void start_clocks() {
        for (std::size_t m = 0; m < anatomy_.muscles.size(); ++m)
            for (std::size_t k = 0; k < patches_; ++k) {
                clocks_.push_back(start_clock(draw(m, k)));
                pending_.push_back(0);
            }
    }
    [[nodiscard]] Draw draw(std::size_t m, std::size_t k) const { return {options_.seed, 1, static_cast<std::uint32_t>(number_[m] * 4096 + k), 0}; }

    /// Call f(muscle, patch, group, lane, number) for every real patch.
    template <class F>
    void each_patch(F&& f) const {
        for (std::size_t m = 0; m < anatomy_.muscles.size(); ++m)
            for (std::size_t k = 0; k < patches_; ++k)
                f(m, k, k * neck_.blocks() + m / width_of<T>, static_cast<int>(m % width_of<T>), m * patches_ + k);
    }

    /// Impulses of earlier bursts reach their patches with the decay of a burst.
    void give_bursts(double h) {
        if (!options_.noise) return;
        const double share = -std::expm1(-h / neck_.parameters().patch.discharge.tau_b) / h;
        each_patch([&](std::size_t, std::size_t, std::size_t g, int i, std::size_t n) { set_lane(drive_.patches[g].f_burst, i, pending_[n] * share); });
    }

    /// Random discharges of the step that was accepted.
    void fire(double t, double h) {
        if (!options_.noise) return;
        const auto& p = neck_.parameters().patch.discharge;
        const double left = std::exp(-h / p.tau_b);
        each_patch([&](std::size_t m, std::size_t k, std::size_t g, int i, std::size_t n) {
            pending_[n] *= left;
            const auto events = advance_clock(clocks_[n], draw(m, k), t, h, lane(report_.patches[g].hazard, i), lane(after_.patches[g].hazard, i),
                                              [&](double at) { watch_.burst(m, at); });
            pending_[n] += static_cast<double>(events) * p.n_b;
            bursts_ += events;
        });
    }

    void snapshot(double t, const NeckState<T>& x, const Report<T>& report, Snapshot& s) {
        stepper_.hand_over(report, x, drive_);
        observer_.take(t, x, report, drive_, inputs_, s);
    }

    /// Active state beyond what drive, hold and stimulation explain, where motoneurons, axons or fibres keep themselves going.
    [[nodiscard]] std::vector<double> involuntary() const {
        std::vector<double> all;
        for (std::size_t m = 0; m < now_.muscle.size(); ++m) {
            const auto& o = now_.muscle[m];
            constexpr double margin = 1.3;  // stress adds to a command
            const double asked = o.stimulation > 0 || o.holding > 0 ? 1 : margin * o.command;
            const double self = std::max(o.pic > 0.15 || o.axon > 3 ? o.activation : 0.0, o.self_active);
            all.push_back(std::max(0.0, self - asked));
        }
        return all;
    }

    void choose_series() {
        const std::size_t n = anatomy_.muscles.size();
        std::vector<std::string> names;
        for (auto& q : quantities()) {
            names.push_back(q.name);
            const auto wanted = [&](const std::string& w) { return w == q.name || w == "all"; };
            const bool keep = options_.record.empty() ? q.standard : std::any_of(options_.record.begin(), options_.record.end(), wanted);
            if (!keep) continue;
            std::vector<std::string> dims;
            std::vector<std::size_t> sizes;
            if (q.dims == "muscle") dims = {"muscle"}, sizes = {n};
            if (q.dims == "patch") dims = {"muscle", "patch"}, sizes = {n, patches_};
            if (q.dims == "axis" || q.dims == "level") dims = {q.dims}, sizes = {3};
            if (q.dims == "ion") dims = {"ion"}, sizes = {6};
            if (q.dims == "root") dims = {"side", "root"}, sizes = {2, 12};
            series_.emplace_back(q.name, q.unit, q.meaning, dims, sizes);
            quantities_.push_back(std::move(q));
        }
        for (const auto& w : options_.record)
            if (w != "all" && std::find(names.begin(), names.end(), w) == names.end())
                throw InputError("record", "'" + w + "'", "the name of a series", nearest_name(w, names));
        constexpr double most_values = 2e8;
        double columns = 1;
        for (const Series& s : series_) columns += static_cast<double>(s.row_size());
        const double least = columns * duration_ / most_values;
        if (options_.every_s > 0 && options_.every_s < least)
            throw InputError("every_s", number_text(options_.every_s), number_text(1.01 * least) + " s or more, for at most 200 million values");
    }

    std::vector<double> row(const Snapshot& s) const {
        std::vector<double> r;
        for (const auto& q : quantities_) q.read(s, r);
        return r;
    }

    /// Extremes of every step, but for the many columns of single patches.
    void widen(const Snapshot& s) {
        std::vector<double>& row = widening_;
        for (std::size_t i = 0; i < series_.size(); ++i) {
            if (quantities_[i].dims == "patch") continue;
            row.clear();
            quantities_[i].read(s, row);
            series_[i].widen(row);
        }
    }

    void keep(double t, std::span<const double> r) {
        time_.push_back(t);
        std::size_t at = 0;
        for (Series& s : series_) {
            s.append_row(r.subspan(at, s.row_size()));
            at += s.row_size();
        }
    }

    bool tell(const LoopState& s) {
        if (!options_.checkpoint.empty() && s.t >= next_checkpoint_) {
            next_checkpoint_ = s.t + options_.checkpoint_every_s;
            try {
                write_checkpoint(options_.checkpoint, save());
            } catch (const CheckpointError& e) {  // a full disk ends the run, not the result
                trouble_ = e.what();
                return false;
            }
        }
        if (!options_.progress) return true;
        using namespace std::chrono;
        if (told_ && steady_clock::now() - told_at_ < milliseconds(100)) return true;
        told_ = true, told_at_ = steady_clock::now();
        return options_.progress({s.t, duration_, s.accepted});
    }

    Result result(const LoopReport& report) {
        Result r;
        if (time_.empty() || time_.back() < loop_.t) {
            const auto last = row(now_);
            keep(loop_.t, last);
        }
        r.time_s = time_, r.series = series_, r.episodes = watch_.list(loop_.t);
        for (const Muscle& m : anatomy_.muscles) r.muscles.push_back(m.id);
        const auto& c = stepper_.counts();
        r.statistics = {{"steps", double(loop_.accepted)}, {"rejected", double(loop_.rejected)}, {"patch_rates", double(c.slow_rates)},
                        {"pool_rates", double(c.fast_rates)}, {"pool_steps", double(c.fast_steps)}, {"pool_rejected", double(c.fast_rejected)}, {"pool_rests", double(c.rests)},
                        {"bursts", double(bursts_)}, {"patches", double(clocks_.size())},
                        {"states", double(clocks_.size() * (Patch::size + 2) + anatomy_.muscles.size() * Pool::size + Neck<T>::head_size + root_count)}};
        const bool failed = report.failed() || !trouble_.empty();
        r.status = report.end == LoopEnd::reached_end ? Status::complete : failed ? Status::failed : Status::interrupted;
        if (!trouble_.empty()) r.message = "at " + number_text(report.t) + " s " + trouble_;
        else if (r.status != Status::complete) r.message = describe(report, failed ? worst() : "");
        return r;
    }

    /// The state that changes fastest against its tolerance, for the message of a failed run.
    [[nodiscard]] std::string worst() const {
        if (next_.slow.size() != state_.slow.size()) return "unknown";  // no step was tried
        const auto rows = Patch::States::fields();
        const auto names = Patch::States::names();
        std::string text = "unknown";
        double found = -1;
        each_patch([&](std::size_t m, std::size_t k, std::size_t g, int i, std::size_t) {
            for (std::size_t j = 0; j < rows.size(); ++j) {
                const double v = lane(state_.slow[g * Patch::size + j], i), tried = lane(next_.slow[g * Patch::size + j], i);
                const double change = std::abs(tried - v) / (rows[j].range.high - rows[j].range.low);
                if (std::isfinite(change) && change <= found) continue;
                found = std::isfinite(change) ? change : 1e300;
                text = anatomy_.muscles[m].id + "[" + std::to_string(k) + "]." + names[j] + " = " + std::to_string(v) + " " + std::string(rows[j].unit);
            }
        });
        return text;
    }

    Options options_;
    Subject subject_;
    double duration_;
    Anatomy anatomy_;
    std::vector<std::uint32_t> number_ = numbers_of(anatomy_);
    std::size_t patches_;
    Timeline timeline_;
    InputValues inputs_;
    Neck<T> neck_;
    Couplings couplings_;
    NeckStepper<T> stepper_;
    Observer<T> observer_;
    EpisodeWatch watch_;
    NeckDrive<T> drive_;
    Recorder recorder_;
    NeckState<T> state_, next_;
    Report<T> report_, after_;
    Snapshot now_, before_;
    std::vector<T> scratch_;
    std::vector<HazardClock> clocks_;
    std::vector<double> pending_, time_, widening_;
    std::vector<Quantity> quantities_;
    std::vector<Series> series_;
    LoopState loop_;
    double next_checkpoint_ = 0;
    std::uint64_t bursts_ = 0;
    bool told_ = false;
    std::chrono::steady_clock::time_point told_at_{};

    double filled_at_ = 0;
    std::string identity_, trouble_;
};

}  // namespace wryneck
