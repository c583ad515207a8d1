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
    MotorUnitProtocol p = rest(100);
    p.parameters["motor_unit.p_F"] = 0.05;
    for (int i = 1; i < 100; ++i) p.pulses.push_back({static_cast<double>(i), 1, 0});
    const auto t = run_motor_units(p);
    int echoes = 0;
    for (std::size_t i = 0; i < t.unit.size(); ++i)
        if (t.origin[i] == 2) {
            ++echoes;
            CHECK(std::abs(t.arrival_s[i] - std::floor(t.arrival_s[i]) - 0.032) < 1e-6);
        }
    const double expected = 99 * 120 * 0.05;
    CHECK(std::abs(echoes - expected) < 4 * std::sqrt(expected));
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
    p = rest(1), p.shocks = {{0.5, 20}};
    CHECK(refused(p) == "shocks[0].size|");
    p = rest(1), p.units = 1;
    CHECK(refused(p) == "units|");
    p = rest(7000), p.units = 2000;
    CHECK(refused(p) == "duration_s|");
    p = rest(-1);
    CHECK(refused(p) == "duration_s|");
}
