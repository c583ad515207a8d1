#include "solvers/neck_rates.hpp"

#include <cstring>

#include "bench.hpp"
#include "wryneck/run/setup.hpp"
#include "wryneck/solve/loop.hpp"

using namespace wryneck;

namespace {

using T = Lanes<native_lanes>;

Scenario load(bool full) {
    Scenario s =
        scenario("Load").set("drive", {"TRAP_U", "LEVSC"}, Profile::constant(0.1)).set("pitch", Profile::constant(-10));
    if (full) return s;
    // Four pairs of muscles cannot hold the head steadily: it rests, or errors would be those of a swinging pendulum.
    s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
    s.resolution = {2,
                    {"TRAP_U_R", "LEVSC_R", "SPL_CAP_R", "SCM_ST_R", "TRAP_U_L", "LEVSC_L", "SPL_CAP_L", "SCM_ST_L"}};
    return s;
}

class MonolithicNeck {
public:
    explicit MonolithicNeck(bool full)
        : scenario_(load(full)),
          anatomy_(neck_anatomy({}, scenario_.resolution.muscles)),
          neck_(anatomy_, static_cast<std::size_t>(scenario_.resolution.patches_per_muscle), parameters_of(scenario_),
                gains_of<T>(scenario_)),
          couplings_(anatomy_),
          stepper_(neck_, couplings_, 1e-4),
          in_(neck_.drive()) {
        draw_traits(neck_, anatomy_, 1, 1);
        const Timeline timeline(scenario_, targets_of(anatomy_), anatomy_.muscles.size(), neck_.patches());
        InputValues values = timeline.defaults();
        apply_inputs(values, scenario_.subject, neck_, in_);
        start_ = rest(neck_, in_);
        timeline.fill(0, values);
        apply_inputs(values, scenario_.subject, neck_, in_);
        x_ = start_;
    }

    [[nodiscard]] std::size_t slow() const { return neck_.slow_size() * native_lanes; }
    [[nodiscard]] std::size_t fast() const { return neck_.fast_size() * native_lanes; }
    [[nodiscard]] std::size_t size() const { return slow() + fast() + root_count; }
    void start(double* y) const { pack(start_, y); }

    void scales(double* scale) const {
        const auto add = [&](const auto& rows) {
            for (const Field& row : rows) scale = std::fill_n(scale, native_lanes, row.range.high - row.range.low);
        };
        const auto patch = Patch::States::fields();
        for (std::size_t g = 0; g < neck_.groups(); ++g) add(patch);
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            for (std::size_t k = 0; k < Pool::classes; ++k) add(MotorPool::states);
            add(Reflex::states);
            add(Axon::states);
        }
        add(Head::states);
        std::fill_n(scale, root_count, 1.0);
    }

    /// Patches are seen twice: what they report depends on their state and length only, what they feel on all reports.
    void rates(const double* y, double* dy) {
        unpack(y, x_);
        stepper_.nerve(x_, in_, activity_);
        stepper_.observe(x_, in_, report_);
        stepper_.hand_over(report_, x_, in_);
        stepper_.couple(report_, x_.roots, in_);
        stepper_.nerve(x_, in_, activity_);
        dx_.slow.resize(x_.slow.size()), dx_.fast.resize(x_.fast.size());
        neck_.slow_rates(x_.slow, dx_.slow, in_);
        neck_.fast_rates(x_.fast, dx_.fast, in_);
        const Roots N = stepper_.gather(in_);
        const auto& s = neck_.parameters().subject;
        for (std::size_t r = 0; r < root_count; ++r)
            dx_.roots[r] = (N[r] - x_.roots[r]) / (N[r] > x_.roots[r] ? s.tau_S_up : s.tau_S_down);
        pack(dx_, dy);
    }

    double ours(double tolerance, double t_end, double* y, double* counts) {
        NeckStepper<T> stepper(neck_, couplings_, tolerance);
        NeckDrive<T> in = in_;
        Walk walk{stepper, in, start_, start_, {}, {}};
        const bench::Stopwatch watch;
        stepper.nerve(walk.x, in, activity_);
        stepper.observe(walk.x, in, walk.report);
        StepControl control;
        control.error_order = 3, control.longest = 8, control.powers_of_two = true, control.grow_at_most = 2;
        control.integral = 1, control.proportional = 0;
        LoopState loop;
        loop.memory.h = 0.0625;
        const auto end = run_loop(walk, loop, t_end, {}, control, LoopLimits{1e-6, 0.0625}).end;
        const double seconds = watch.seconds();
        pack(walk.x, y);
        counts[0] = static_cast<double>(loop.accepted), counts[1] = static_cast<double>(loop.rejected);
        counts[2] = static_cast<double>(stepper.counts().slow_rates),
        counts[3] = static_cast<double>(stepper.counts().fast_rates);
        return end == LoopEnd::reached_end ? seconds : -1;
    }

private:
    struct Walk {
        NeckStepper<T>& stepper;
        NeckDrive<T>& in;
        NeckState<T> x, next;
        Report<T> report, after;

        Trial try_step(double t, double h) { return stepper.step(x, report, t, h, in, next, after); }
        void accept(double, double) {
            std::swap(x, next), std::swap(report, after);
            x.radius = std::max(x.radius * 0.9, 5.0);
        }
        void restart(double) {}
    };

    void pack(const NeckState<T>& x, double* y) const {
        std::memcpy(y, x.slow.data(), slow() * sizeof(double));
        std::memcpy(y + slow(), x.fast.data(), fast() * sizeof(double));
        std::copy(x.roots.begin(), x.roots.end(), y + slow() + fast());
    }
    void unpack(const double* y, NeckState<T>& x) const {
        std::memcpy(static_cast<void*>(x.slow.data()), y, slow() * sizeof(double));
        std::memcpy(static_cast<void*>(x.fast.data()), y + slow(), fast() * sizeof(double));
        std::copy_n(y + slow() + fast(), root_count, x.roots.begin());
    }

    Scenario scenario_;
    Anatomy anatomy_;
    Neck<T> neck_;
    Couplings couplings_;
    NeckStepper<T> stepper_;
    NeckDrive<T> in_;
    NeckState<T> start_, x_, dx_;
    Report<T> report_;
    std::vector<T> activity_;
};

MonolithicNeck& neck_of(void* p) { return *static_cast<MonolithicNeck*>(p); }

}  // namespace

extern "C" {

void* wryneck_neck(int full) { return new MonolithicNeck(full != 0); }
long wryneck_size(const void* neck) { return static_cast<long>(static_cast<const MonolithicNeck*>(neck)->size()); }
void wryneck_start(const void* neck, double* y) { static_cast<const MonolithicNeck*>(neck)->start(y); }
void wryneck_scales(const void* neck, double* scale) { static_cast<const MonolithicNeck*>(neck)->scales(scale); }
void wryneck_rates(void* neck, const double* y, double* dy) { neck_of(neck).rates(y, dy); }
double wryneck_ours(void* neck, double tolerance, double t_end, double* y, double* counts) {
    return neck_of(neck).ours(tolerance, t_end, y, counts);
}
}
