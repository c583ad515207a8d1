// Pools of single units: nerve, reflexes, block and noise, and what is refused.
#include <algorithm>
#include <cmath>
#include <set>

#include "catch.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/motor_units.hpp"

using namespace wryneck;

namespace {

MotorUnitProtocol rest(double seconds) {
    MotorUnitProtocol p;
    p.duration_s = seconds, p.noise = false;
    return p;
}

/// Units that discharge with an origin in a span of time.
std::set<int> active(const MotorUnitTraces& t, int origin, double from, double to) {
    std::set<int> found;
    for (std::size_t i = 0; i < t.unit.size(); ++i)
        if (t.origin[i] == origin && t.arrival_s[i] >= from && t.arrival_s[i] <= to) found.insert(t.unit[i]);
    return found;
}

std::string refused(const MotorUnitProtocol& p) {
    try {
        run_motor_units(p);
    } catch (const InputError& e) {
        return e.field() + "|" + e.nearest();
    }
    return "";
}

}  // namespace

TEST_CASE("a pool at rest is silent", "[motor_units]") {
    MotorUnitProtocol p = rest(5);
    p.noise = true;
    const auto t = run_motor_units(p);
    CHECK(t.unit.empty());
    CHECK(t["force"].back() == 0);
    CHECK(t.time_s.size() == 501);
}

TEST_CASE("a pulse gives an M-wave after the shortest way, and its impulses up the axons end the reflex", "[motor_units]") {
    const auto answer = [](double motor, double afferent) {
        MotorUnitProtocol p = rest(1);
        p.parameters["motor_unit.eps"] = 0.4, p.parameters["motor_unit.p_F"] = 0;
        p.pulses = {{0.5, motor, afferent}};
        return run_motor_units(p);
    };
    const auto reflex = answer(0, 1);
    CHECK(active(reflex, 1, 0, 1).empty());
    CHECK(active(reflex, 0, 0.53, 0.55).size() > 30);
    CHECK(*active(reflex, 0, 0, 1).begin() == 0);  // the smallest are first in a reflex
    const auto half = answer(0.5, 1);
    CHECK(active(half, 1, 0.5035, 0.5045).size() == 60);
    CHECK(*active(half, 1, 0, 1).begin() == 60);  // the largest axons are first in the nerve
    CHECK(active(half, 0, 0.5, 1) == [&] {
        auto small = active(reflex, 0, 0.5, 1);
        std::erase_if(small, [](int i) { return i >= 60; });
        return small;
    }());
    CHECK(active(answer(1, 1), 0, 0.5, 1).empty());  // met by impulses up the axons
}

TEST_CASE("NE-66: a few impulses up the axon come back after the loop", "[motor_units]") {
    // From the muscle and back the loop takes 32 ms; the nerve is stimulated 4 ms from the muscle.
    MotorUnitProtocol p = rest(100);
    p.parameters["motor_unit.p_F"] = 0.05;
    for (int i = 1; i < 100; ++i) p.pulses.push_back({static_cast<double>(i), 1, 0});
    const auto t = run_motor_units(p);
    int echoes = 0;
    for (std::size_t i = 0; i < t.unit.size(); ++i)
        if (t.origin[i] == 2) {
            ++echoes;
            CHECK(std::abs(t.arrival_s[i] - std::floor(t.arrival_s[i]) - 0.028) < 1e-6);
        }
    const double expected = 99 * 120 * 0.05;
    CHECK(std::abs(echoes - expected) < 4 * std::sqrt(expected));
}

TEST_CASE("two pulses at one time are one", "[motor_units]") {
    MotorUnitProtocol p = rest(2);
    p.parameters["motor_unit.p_F"] = 0.2;
    p.pulses = {{1, 1, 0}};
    const auto once = run_motor_units(p);
    p.pulses = {{1, 1, 0}, {1, 1, 0}};
    const auto twice = run_motor_units(p);
    CHECK((once.arrival_s == twice.arrival_s && once.unit == twice.unit));
    CHECK(active(once, 2, 1, 1.1).size() > 5);
}

TEST_CASE("a collision takes impulses that have not passed the place of the pulse, no others", "[motor_units]") {
    MotorUnitProtocol p = rest(3);
    p.inputs["command"] = Profile::constant(0.1);
    const auto undisturbed = run_motor_units(p);
    const auto with_pulse = [&](double before_arrival) {  // of the discharge of unit 0 that comes first after 2.5 s
        std::size_t i = 0;
        while (undisturbed.unit[i] != 0 || undisturbed.arrival_s[i] < 2.5) ++i;
        const double arrival = undisturbed.arrival_s[i];
        p.pulses = {{std::round((arrival - before_arrival) / p.step_s) * p.step_s, 1, 0}};
        const auto t = run_motor_units(p);
        for (std::size_t k = 0; k < t.unit.size(); ++k)
            if (t.unit[k] == 0 && t.origin[k] == 0 && std::abs(t.arrival_s[k] - arrival) < 1e-9) return true;
        return false;
    };
    CHECK(with_pulse(0.002));         // had passed: the axon is refractory
    CHECK(!with_pulse(0.008));        // between soma and nerve: met there
    CHECK(!with_pulse(0.014));
}

TEST_CASE("an impulse up the axon meets one impulse, not all that follow", "[motor_units]") {
    MotorUnitProtocol p = rest(2);
    p.inputs["command"] = Profile::constant(1);
    const auto of_unit = [](const MotorUnitTraces& t) {
        std::vector<double> times;
        for (std::size_t i = 0; i < t.unit.size(); ++i)
            if (t.unit[i] == 0 && t.origin[i] == 0) times.push_back(t.arrival_s[i]);
        return times;
    };
    const auto all = of_unit(run_motor_units(p));
    const auto pair = std::ranges::adjacent_find(all, [](double a, double b) { return b - a < 0.01; });  // a doublet
    REQUIRE(pair != all.end());
    const double pulse = std::ceil(1000 * (*(pair + 1) - 0.016)) / 1000;  // both are on their way
    p.pulses = {{pulse, 1, 0}};
    const auto left = of_unit(run_motor_units(p));
    const auto kept = [&](double t) { return std::ranges::any_of(left, [t](double x) { return std::abs(x - t) < 1e-9; }); };
    CHECK(!kept(*pair));
    CHECK(kept(*(pair + 1)));
}

TEST_CASE("a pulse counts again after the refractory period, whatever the time of day", "[motor_units]") {
    for (double begin : {0.5, 1.0, 3.0, 9.0}) {
        MotorUnitProtocol p = rest(begin + 0.5);
        p.units = 4, p.parameters["motor_unit.p_F"] = 0;
        p.pulses = {{begin, 1, 0}, {begin + 0.003, 1, 0}};
        CHECK(run_motor_units(p).unit.size() == 8);
        p.pulses[1].time_s = begin + 0.002;
        CHECK(run_motor_units(p).unit.size() == 4);
    }
}

TEST_CASE("a blocked nerve carries no tendon organs to the cord", "[motor_units]") {
    MotorUnitProtocol p = rest(2);
    for (int i = 0; i < 40; ++i) p.pulses.push_back({0.5 + i / 40.0, 1, 0});
    const auto open = run_motor_units(p);
    p.inputs["nerve_block"] = Profile::constant(1);
    const auto blocked = run_motor_units(p);
    CHECK(std::ranges::max(open["inhibition"]) > 0.3);
    CHECK(std::ranges::max(blocked["force"]) > 0.9 * std::ranges::max(open["force"]));
    CHECK(std::ranges::max(blocked["inhibition"]) < 1e-9);
}

TEST_CASE("NE-79: what startles is answered less and less, at the same time", "[motor_units]") {
    for (double step : {1e-3, 1e-4}) {
        MotorUnitProtocol p = rest(7);
        p.step_s = step;
        for (int i = 0; i < 11; ++i) p.startles.push_back({0.5 + 0.5 * i, 1});
        const auto t = run_motor_units(p);
        const auto answer = [&](double at) { return active(t, 0, at, at + 0.3).size(); };
        const auto onset = [&](double at) { return *std::ranges::lower_bound(t.arrival_s, at) - at; };
        CHECK(answer(0.5) > 90);
        CHECK(answer(5.5) < answer(3.0));
        CHECK(answer(3.0) < answer(0.5));
        CHECK(std::abs(onset(0.5) - 0.071) < 0.003);
        CHECK(std::abs(onset(5.5) - onset(0.5)) < 0.005);
        p.parameters["motor_unit.k_st"] = 0, p.startles.resize(2);
        const auto same = run_motor_units(p);
        CHECK(active(same, 0, 0.5, 0.8) == active(same, 0, 1.0, 1.3));
    }
}

TEST_CASE("a reflex by a volley does not hang on the step", "[motor_units]") {
    std::vector<std::size_t> answers;
    for (double step : {2e-3, 1e-3, 2.5e-4, 5e-5}) {
        MotorUnitProtocol p = rest(0.7);
        p.step_s = step, p.pulses = {{0.5, 0, 1}};
        const auto t = run_motor_units(p);
        answers.push_back(active(t, 0, 0.5, 0.6).size());
        for (std::size_t i = 0; i < t.unit.size(); ++i) CHECK(std::abs(t.arrival_s[i] - 0.531) < 1e-9);
    }
    CAPTURE(answers);
    CHECK(std::ranges::max(answers) - std::ranges::min(answers) <= 1);
    CHECK(answers.front() > 30);
}

TEST_CASE("half of a nerve block takes half of the axons and leaves the cord as it was", "[motor_units]") {
    MotorUnitProtocol p = rest(3);
    p.inputs["command"] = Profile::constant(0.5);
    const auto open = run_motor_units(p);
    p.inputs["nerve_block"] = Profile::constant(0.5);
    const auto half = run_motor_units(p);
    const double all = static_cast<double>(active(open, 0, 1, 3).size()), left = static_cast<double>(active(half, 0, 1, 3).size());
    CHECK(std::abs(left / all - 0.5) < 0.15);
    CHECK(std::abs(half["drive"].back() - open["drive"].back()) < 0.05);
}

TEST_CASE("a blocked nerve passes nothing down, but pulses beyond the block act", "[motor_units]") {
    MotorUnitProtocol p = rest(3);
    p.inputs["command"] = Profile::constant(0.5), p.inputs["nerve_block"] = Profile::step(1, 1);
    p.pulses = {{2.5, 1, 1}};
    const auto t = run_motor_units(p);
    CHECK(active(t, 0, 0, 1).size() > 100);
    CHECK(active(t, 0, 1.1, 3).empty());
    CHECK(active(t, 1, 2.5, 2.51).size() == 120);
    CHECK(active(t, 2, 2.5, 3).empty());
}

TEST_CASE("a shock to the tendon silences the pool, without inhibition it does not", "[motor_units]") {
    for (double gain : {1.0, 0.0}) {
        MotorUnitProtocol p = rest(3);
        p.inputs["command"] = Profile::constant(0.2), p.inputs["inhibition_gain"] = Profile::constant(gain);
        p.shocks = {{2, 1}};
        const auto t = run_motor_units(p);
        CHECK(active(t, 0, 2.06, 2.08).empty() == (gain == 1));
        CHECK(!active(t, 0, 2.5, 3).empty());
    }
}

TEST_CASE("noise makes intervals vary and the same seed the same bits", "[motor_units]") {
    MotorUnitProtocol p = rest(5);
    p.noise = true, p.inputs["command"] = Profile::constant(0.2);
    const auto one = run_motor_units(p), two = run_motor_units(p);
    CHECK((one.arrival_s == two.arrival_s && one.unit == two.unit));
    p.seed = 2;
    CHECK(run_motor_units(p).arrival_s != one.arrival_s);
}

TEST_CASE("a course, a stop and the ends of ranges", "[motor_units]") {
    MotorUnitProtocol p = rest(2);
    int rows = 0;
    p.progress = [&](double) { return ++rows < 50; };
    const auto stopped = run_motor_units(p);
    CHECK(stopped.status == Status::interrupted);
    CHECK(stopped.time_s.size() == 51);
    for (const FibreParameter& row : motor_unit_parameters())
        for (double end : {row.row.range.low, row.row.range.high}) {
            MotorUnitProtocol edge = rest(0.3);
            edge.units = 10, edge.noise = true, edge.parameters[row.name] = end;
            edge.inputs["command"] = Profile::constant(0.7);
            INFO(row.name << " " << end);
            const auto t = run_motor_units(edge);
            CHECK(t.status == Status::complete);
            CHECK(std::isfinite(t["force"].back()));
        }
}

TEST_CASE("nonsense is refused in one sentence", "[motor_units]") {
    MotorUnitProtocol p = rest(1);
    p.inputs["comand"] = Profile::constant(1);
    CHECK(refused(p) == "inputs.comand|command");
    p = rest(1), p.parameters["motor_unit.g"] = 1;
    CHECK(refused(p) == "parameters.motor_unit.g|motor_unit.G");
    p = rest(1), p.inputs["command"] = Profile::constant(2);
    CHECK(refused(p) == "inputs.command|");
    p = rest(1), p.pulses = {{0.5, 1, 1}, {0.2, 1, 1}};
    CHECK(refused(p) == "pulses[1].time_s|");
    p = rest(1), p.inputs["command"] = {{0, 0.5, 0.2}, {0, 1, 0}};
    CHECK(refused(p) == "inputs.command|");
    p = rest(1), p.inputs["command"] = {{std::nan("")}, {0}};
    CHECK(refused(p) == "inputs.command|");
    p = rest(1), p.shocks = {{0.5, 20}};
    CHECK(refused(p) == "shocks[0].size|");
    p = rest(1), p.startles = {{0.5, -1}};
    CHECK(refused(p) == "startles[0].size|");
    p = rest(1), p.units = 1;
    CHECK(refused(p) == "units|");
    p = rest(7000), p.units = 2000;
    CHECK(refused(p) == "duration_s|");
    p = rest(-1);
    CHECK(refused(p) == "duration_s|");
}
