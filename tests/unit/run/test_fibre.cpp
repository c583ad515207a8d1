// The surface for one fibre: pulses, rows, errors in a sentence.
#include <cmath>
#include <string>

#include "catch.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/solve/failure.hpp"

using namespace wryneck;

namespace {

std::string complaint(const FibreProtocol& protocol) {
    try {
        (void)run_fibre(protocol);
    } catch (const InputError& error) {
        return error.what();
    }
    return "none";
}

template <class Change>
std::string complaint_after(Change change) {
    FibreProtocol protocol;
    protocol.duration_ms = 1;
    change(protocol);
    return complaint(protocol);
}

}  // namespace

TEST_CASE("a pulse train counts from its start", "[fibre]") {
    CHECK(pulse_train(3, 50, 10) == std::vector<double>{10, 30, 50});
    CHECK(pulse_train(0, 50).empty());
    CHECK_THROWS_AS(pulse_train(2, 0), InputError);
    CHECK_THROWS_AS(pulse_train(-1, 50), InputError);
}

TEST_CASE("rows come at the times that were asked for, with units", "[fibre]") {
    FibreProtocol protocol;
    protocol.duration_ms = 2.5;
    protocol.every_ms = 1;
    protocol.record = {"filament.A_2", "membranes.V_s"};
    const FibreTraces traces = run_fibre(protocol);
    CHECK(traces.time_ms == std::vector<double>{0, 1, 2});
    REQUIRE(traces.series.size() == 2);
    CHECK(traces.series[0].unit == "uM");
    CHECK(traces["membranes.V_s"].front() == -79.974);
    CHECK(traces["membranes.V_s"].size() == 3);
    CHECK(traces.steps > 0);
    CHECK(fibre_states().size() == 56);
}

TEST_CASE("output does not steer the steps", "[fibre]") {
    FibreProtocol often, seldom;
    often.duration_ms = seldom.duration_ms = 10;
    often.pulses_ms = seldom.pulses_ms = {1};
    often.every_ms = 0.01, seldom.every_ms = 10;
    const FibreTraces a = run_fibre(often), b = run_fibre(seldom);
    CHECK(a.steps == b.steps);
    CHECK(a["membranes.V_s"].back() == b["membranes.V_s"].back());
}

TEST_CASE("a weak pulse fails, a strong one makes an action potential, also after rest", "[fibre]") {
    const auto peak = [](double amplitude) {
        FibreProtocol protocol;
        protocol.pulses_ms = {0};
        protocol.amplitude = amplitude;
        protocol.duration_ms = 5;
        protocol.every_ms = 0.05;
        const FibreTraces traces = run_fibre(protocol);
        double highest = -200;
        for (double V : traces["membranes.V_s"]) highest = std::max(highest, V);
        return highest;
    };
    CHECK(peak(94) < 0);
    CHECK(peak(97) > 10);
}

TEST_CASE("what cannot be meant is refused in one sentence", "[fibre]") {
    CHECK(complaint_after([](auto& p) { p.duration_ms = 0; }) == "duration_ms is 0, expected a time above 0 ms");
    CHECK(complaint_after([](auto& p) {
              p.pulses_ms = {0, 0.25};
          }) == "pulses_ms[1] is 0.25, expected a time after the end of the pulse before it, 0.5 ms");
    CHECK(complaint_after([](auto& p) { p.pulses_ms = {-1}; }) == "pulses_ms[0] is -1, expected a time from 0 ms");
    CHECK(complaint_after([](auto& p) { p.record = {"filament.A2"}; }) ==
          "record is filament.A2, expected the name of a state; did you mean filament.A_2?");
    CHECK(complaint_after([](auto& p) {
              p.at_ms = {0, 2};
          }) == "at_ms[1] is 2, expected times from 0 ms to the duration in ascending order");
    CHECK(complaint_after([](auto& p) { p.tolerance = 0; }).starts_with("tolerance is 0"));
    CHECK(complaint_after([](auto& p) { p.every_ms = 0; }).starts_with("every_ms is 0"));
    CHECK(complaint_after([](auto& p) { p.width_ms = std::nan(""); }).starts_with("width_ms is nan"));
}

TEST_CASE("a spent budget of steps is a failure with the time inside", "[fibre]") {
    FibreProtocol protocol;
    protocol.max_steps = 3;
    try {
        (void)run_fibre(protocol);
        FAIL("no failure");
    } catch (const SolveFailure& failure) {
        CHECK(std::string(failure.what()).find("ms the limit of steps was reached") != std::string::npos);
    }
}
