// Single motor units: rates and forces of Fuglevand's pool, and the classes of the neck beside them.
#include <algorithm>
#include <cmath>
#include <vector>

#include "catch.hpp"
#include "wryneck/run/motor_units.hpp"
#include "wryneck/systems/motor_units.hpp"
#include "wryneck/systems/pool.hpp"

using namespace wryneck;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

MotorUnitProtocol quiet(double command, double seconds = 4) {
    MotorUnitProtocol p;
    p.noise = false, p.duration_s = seconds;
    p.inputs["command"] = Profile::constant(command);
    return p;
}

/// Without what a pool adds to a steady drive.
MotorUnitProtocol published(double drive) {
    MotorUnitProtocol p = quiet(0);
    p.inputs.clear();
    p.inputs["pic_gain"] = Profile::constant(0), p.inputs["inhibition_gain"] = Profile::constant(0);
    p.inputs["current"] = Profile::constant(drive);
    p.parameters["reflex.rest"] = 0.002;
    return p;
}

double rate_of(const MotorUnitTraces& t, int unit, double from) {
    double first = 0, last = 0;
    int count = 0;
    for (std::size_t i = 0; i < t.unit.size(); ++i)
        if (t.unit[i] == unit && t.arrival_s[i] > from && t.origin[i] == 0) {
            if (count++ == 0) first = t.arrival_s[i];
            last = t.arrival_s[i];
        }
    return count > 1 ? (count - 1) / (last - first) : 0;
}

double mean_tail(const std::vector<double>& values) {
    double sum = 0;
    const std::size_t half = values.size() / 2;
    for (std::size_t i = half; i < values.size(); ++i) sum += values[i];
    return sum / static_cast<double>(values.size() - half);
}

struct Steady {
    double force, rate;
};

/// What the three classes of a neck make of a command: active state, and impulses per fibre.
Steady classes(double command, double pic) {
    const SubjectModel::Parameters<double> subject = defaults<SubjectModel::Parameters>(SubjectModel::parameters);
    const Pool::Parameters p;
    std::vector<double> x(Pool::size, 0), dx(Pool::size);
    for (std::size_t k = 0; k < Pool::classes; ++k)
        store<MotorPool::State>(defaults<MotorPool::State>(MotorPool::states), x.data() + k * Pool::class_size);
    Pool::Drive<double> in{};
    in.command = command, in.inhibition_gain = 1, in.D = 1, in.g_aff = subject.aff_none, in.K_e = 4.2, in.transmission = 1;
    in.axon = Axon::milieu(4.2, 140.0, 1.25, 0.55, 7.4, p.axon);
    const Pool::Gains gains{pic, 1, 1, 0, 0, 1};
    constexpr double h = 1e-3;
    for (int i = 0; i < 6000; ++i) {
        const double F = Pool::observe(x.data(), in, subject, p).a;
        Pool::rhs(x.data(), in, 0.0, 1.0, 1.0, F, gains, subject, p, dx.data());
        for (std::size_t k = 0; k < x.size(); ++k) x[k] += h * dx[k];
    }
    const auto out = Pool::observe(x.data(), in, subject, p);
    return {out.a, out.f};
}

/// The same of single units; the rate is a mean by share of force, as that of the classes.
Steady units(double command, double pic) {
    MotorUnitProtocol p = quiet(command, 6);
    p.noise = true;
    p.inputs["pic_gain"] = Profile::constant(pic);
    const MotorUnitTraces t = run_motor_units(p);
    double rate = 0;
    for (int i = 0; i < p.units; ++i) rate += t.weight[static_cast<std::size_t>(i)] * rate_of(t, i, 3);
    return {mean_tail(t["force"]), rate};
}

}  // namespace

TEST_CASE("NE-45: a steady drive gives the rates of Fuglevand's pool", "[motor_units]") {
    for (double drive : {0.05, 0.2, 0.45, 0.8}) {
        const MotorUnitTraces t = run_motor_units(published(drive));
        const double at = t["drive"].back();
        double worst = 0;
        for (int i = 0; i < 120; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const double over = at - t.threshold[k];
            const double wanted = over < 0 ? 0 : std::min(8 + t.rate_per_drive_Hz * over, t.largest_rate_Hz[k]);
            if (std::abs(over) > 1e-3) worst = std::max(worst, std::abs(rate_of(t, i, 1) - wanted));
        }
        INFO("drive " << drive << ": " << worst << " Hz");
        CHECK(worst < 0.05);
    }
}

TEST_CASE("NE-45: thresholds, twitches and times span their ranges", "[motor_units]") {
    const MotorUnits pool(120, {}, 1, false);
    const auto& sizes = pool.sizes();
    CHECK(std::is_sorted(sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.threshold < b.threshold; }));
    CHECK_THAT(sizes.back().twitch / sizes.front().twitch, WithinRel(std::pow(100, 119.0 / 120), 1e-9));
    CHECK_THAT(sizes.front().contraction_s / sizes.back().contraction_s, WithinRel(std::pow(3, 119.0 / 120), 1e-9));
    CHECK_THAT(sizes.back().largest_rate, WithinAbs(35, 1e-9));
    double all = 0;
    for (const auto& s : sizes) all += s.weight;
    CHECK_THAT(all, WithinRel(1, 1e-12));
    // A fused tetanus is about nine times a twitch, by the law of gain.
    CHECK_THAT(pool.steady_force(sizes.back(), 200) / sizes.back().twitch, WithinRel(std::exp(1.0) * 0.4 / (1 - std::exp(-2 * 0.064)), 1e-6));
}

TEST_CASE("units and classes answer a command alike", "[motor_units]") {
    double force = 0, rate = 0;
    for (double command : {0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0}) {
        const Steady one = units(command, 1), other = classes(command, 1);
        UNSCOPED_INFO("command " << command << ": force " << one.force << " and " << other.force << ", rate " << one.rate << " and " << other.rate);
        force = std::max(force, std::abs(one.force - other.force)), rate = std::max(rate, std::abs(one.rate - other.rate));
    }
    UNSCOPED_INFO("largest differences: force " << force << ", rate " << rate << " Hz");
    CHECK(force < 0.08);
    CHECK(rate < 12);
}

TEST_CASE("discharges do not hang on the step", "[motor_units]") {
    MotorUnitProtocol p = quiet(0.3);
    const MotorUnitTraces coarse = run_motor_units(p);
    p.step_s = 2.5e-4;
    const MotorUnitTraces fine = run_motor_units(p);
    for (int unit : {0, 30, 60, 90}) CHECK_THAT(rate_of(coarse, unit, 2), WithinRel(rate_of(fine, unit, 2), 0.003));
    CHECK_THAT(mean_tail(coarse["force"]), WithinRel(mean_tail(fine["force"]), 0.005));
}
