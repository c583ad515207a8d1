// The surface for one fibre: pulses, rows, errors in a sentence.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"

using namespace wryneck;

namespace {

FibreProtocol published() {
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    return protocol;
}

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
    FibreProtocol protocol = published();
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
    CHECK_THROWS_AS(pulse_train(2'000'000'000, 50), InputError);
    CHECK_THROWS_AS(pulse_train(2, std::nan("")), InputError);
    CHECK_THROWS_AS(pulse_train(2, 50, -5), InputError);
}

TEST_CASE("rows come at the times that were asked for, with units", "[fibre]") {
    FibreProtocol protocol = published();
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
    CHECK(fibre_states(FibreVariant::published).size() == 56);
}

TEST_CASE("output does not steer the steps", "[fibre]") {
    FibreProtocol often = published(), seldom = published();
    often.duration_ms = seldom.duration_ms = 10;
    often.pulses_ms = seldom.pulses_ms = {1};
    often.every_ms = 0.01, seldom.every_ms = 10;
    const FibreTraces a = run_fibre(often), b = run_fibre(seldom);
    CHECK(a.steps == b.steps);
    CHECK(a["membranes.V_s"].back() == b["membranes.V_s"].back());
}

TEST_CASE("a weak pulse fails, a strong one makes an action potential, also after rest", "[fibre]") {
    const auto peak = [](double amplitude) {
        FibreProtocol protocol = published();
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

TEST_CASE("a changed parameter acts, in its kind of fibre", "[fibre]") {
    const auto peak = [](FibreKind kind, std::map<std::string, double> parameters) {
        FibreProtocol protocol = published();
        protocol.kind = kind;
        protocol.parameters = std::move(parameters);
        protocol.pulses_ms = {0};
        protocol.duration_ms = 5;
        protocol.every_ms = 0.05;
        protocol.record = {"membranes.V_s"};
        const FibreTraces traces = run_fibre(protocol);
        return *std::max_element(traces.series[0].values.begin(), traces.series[0].values.end());
    };
    const double fast = peak(FibreKind::fast, {}), slow = peak(FibreKind::slow, {});
    CHECK(peak(FibreKind::fast, {{"membranes.g_Na", 804}}) == fast);
    CHECK(peak(FibreKind::slow, {{"membranes.g_Na", 134}}) == slow);
    CHECK(peak(FibreKind::fast, {{"membranes.g_Na", 700}}) < fast - 0.5);
    CHECK(peak(FibreKind::slow, {{"membranes.g_Na", 100}}) < slow - 0.5);
}

TEST_CASE("a run begins in the states that are set, the others at rest", "[fibre]") {
    FibreProtocol p;
    p.duration_ms = p.every_ms = 1, p.start = {{"energy.PCr", 10.0}, {"ions.K_e", 6.0}};
    const FibreTraces set = run_fibre(p);
    p.start.clear();
    const FibreTraces rest = run_fibre(p);
    CHECK(set["energy.PCr"][0] == 10);
    CHECK(set["ions.K_e"][0] == 6);
    CHECK(set["membranes.V_s"][0] == rest["membranes.V_s"][0]);
    CHECK(set["membranes.V_s"][1] > rest["membranes.V_s"][1] + 0.2);
    CHECK(complaint_after([](auto& q) { q.variant = FibreVariant::repaired, q.start = {{"energy.PCR", 10.0}}; }) ==
          "start.energy.PCR, expected the name of a state; did you mean energy.PCr?");
    CHECK(complaint_after([](auto& q) { q.start = {{"membranes.V_s", 1000.0}}; }).starts_with("start.membranes.V_s is 1000"));
}

TEST_CASE("parameters and states are listed with their tables", "[fibre]") {
    const auto rows = fibre_parameters(FibreVariant::published);
    CHECK(rows.size() > 100);
    const auto g_Na = std::find_if(rows.begin(), rows.end(), [](auto& p) { return p.name == "membranes.g_Na"; });
    REQUIRE(g_Na != rows.end());
    CHECK(g_Na->row.value == 804);
    CHECK(g_Na->row.second == 134);
}

TEST_CASE("what cannot be meant is refused in one sentence", "[fibre]") {
    const auto says = [](auto change, const std::string& sentence) { CHECK(complaint_after(change) == sentence); };
    const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
    for (double time : {0.0, -1.0, nan, inf, 1e9})
        CHECK(complaint_after([&](auto& p) { p.duration_ms = time; }).starts_with("duration_ms is "));
    says([](auto& p) { p.duration_ms = 0; }, "duration_ms is 0, expected a time above 0 ms, at most a day");
    says([](auto& p) { p.pulses_ms = {0, 0.25}; },
         "pulses_ms[1] is 0.25, expected a time after the end of the pulse before it, 0.5 ms");
    says([](auto& p) { p.pulses_ms = {0, 20, 10}; },
         "pulses_ms[2] is 10, expected a time after the end of the pulse before it, 20.5 ms");
    says([](auto& p) { p.pulses_ms = {-1}; }, "pulses_ms[0] is -1, expected a time from 0 ms");
    says([&](auto& p) { p.pulses_ms = {nan}; }, "pulses_ms[0] is nan, expected a time from 0 ms");
    CHECK(complaint_after([&](auto& p) { p.pulses_ms = {0, inf}; }).starts_with("pulses_ms[1] is inf"));
    says([](auto& p) { p.record = {"filament.A2"}; },
         "record is filament.A2, expected the name of a state; did you mean filament.A_2?");
    says([](auto& p) { p.at_ms = {0, 2}; },
         "at_ms[1] is 2, expected times from 0 ms to the duration in ascending order");
    CHECK(complaint_after([](auto& p) { p.at_ms = {0.5, 0.2}; }).starts_with("at_ms[1] is 0.2"));
    CHECK(complaint_after([&](auto& p) { p.at_ms = {nan}; }).starts_with("at_ms[0] is nan"));
    says([](auto& p) { p.tolerance = 0; }, "tolerance is 0, expected a number from 1e-12 to 0.1");
    CHECK(complaint_after([&](auto& p) { p.tolerance = nan; }).starts_with("tolerance is nan"));
    for (double every : {0.0, -1.0, nan, inf})
        CHECK(complaint_after([&](auto& p) { p.every_ms = every; }).ends_with("expected an interval above 0 ms"));
    says([](auto& p) { p.every_ms = 1e-8; },
         "every_ms is 1e-08, expected 2.828e-07 ms or more, for at most 200 million values");
    for (double width : {0.0, -0.5, nan, inf, 1e-9})
        CHECK(complaint_after([&](auto& p) { p.width_ms = width; }).starts_with("width_ms is "));
    says([](auto& p) { p.width_ms = -0.5; }, "width_ms is -0.5, expected a time in ms from 0.001 to 86400000");
    for (double amplitude : {nan, inf, -inf, 1e30})
        CHECK(complaint_after([&](auto& p) { p.amplitude = amplitude; }).starts_with("amplitude is "));
}

TEST_CASE("parameters that are unknown or out of their range are refused", "[fibre]") {
    const auto says = [](const std::string& name, double value, const std::string& sentence) {
        CHECK(complaint_after([&](auto& p) { p.parameters = {{name, value}}; }) == sentence);
    };
    says("membranes.gNa", 700,
         "parameters.membranes.gNa, expected the name of a parameter; did you mean membranes.g_Na?");
    says("", 1, "parameters., expected the name of a parameter");
    says("membranes.g_Na", -1, "parameters.membranes.g_Na is -1, expected a value from 60 to 1600 mS/cm^2");
    says("membranes.Cl_sum", -150, "parameters.membranes.Cl_sum is -150, expected a value from 120 to 190 mM");
    says("membranes.J_NaK", 1,
         "parameters.membranes.J_NaK is 1, expected a value from 8e-08 to 1.3e-06 umol/cm^2/ms");
    says("membranes.g_Na", std::nan(""), "parameters.membranes.g_Na is nan, expected a value from 60 to 1600 mS/cm^2");
}

TEST_CASE("an error has its parts", "[fibre]") {
    FibreProtocol protocol = published();
    protocol.record = {"filament.A2"};
    try {
        (void)run_fibre(protocol);
        FAIL("no error");
    } catch (const InputError& error) {
        CHECK(error.field() == "record");
        CHECK(error.value() == "filament.A2");
        CHECK(error.expected() == "the name of a state");
        CHECK(error.nearest() == "filament.A_2");
    }
    CHECK_THROWS_AS(run_fibre({}).operator[]("filament.A2"), InputError);
}

TEST_CASE("every parameter runs at both ends of its range", "[fibre][slow]") {
    for (const FibreParameter& p : fibre_parameters(FibreVariant::published))
        for (double value : {p.row.range.low, p.row.range.high}) {
            FibreProtocol protocol = published();
            protocol.parameters = {{p.name, value}};
            protocol.pulses_ms = {0};
            protocol.duration_ms = 5;
            const FibreTraces traces = run_fibre(protocol);
            INFO(p.name << " = " << value << ": " << traces.message);
            CHECK(traces.status == Status::complete);
        }
}

TEST_CASE("a spent budget of steps is a failure that says where and keeps the rows so far", "[fibre]") {
    FibreProtocol protocol = published();
    protocol.max_steps = 30;
    const FibreTraces traces = run_fibre(protocol);
    CHECK(traces.status == Status::failed);
    CHECK(traces.message.find("ms the limit of steps was reached; worst is ") != std::string::npos);
    CHECK(traces.steps + traces.rejected == 30);
    REQUIRE(!traces.time_ms.empty());
    CHECK(traces.time_ms.size() < 101);
    for (const Series& s : traces.series) CHECK(s.rows() == traces.time_ms.size());
}

TEST_CASE("a flag or a callback ends a run, which keeps its rows", "[fibre]") {
    FibreProtocol protocol = published();
    protocol.pulses_ms = {0, 20};
    const std::atomic<bool> stop = true;
    protocol.stop = &stop;
    const FibreTraces none = run_fibre(protocol);
    CHECK(none.status == Status::interrupted);
    CHECK(none.time_ms == std::vector<double>{0});
    protocol.stop = nullptr;
    double last = 0;
    protocol.progress = [&](const FibreProgress& p) {
        CHECK(p.time_ms > last);
        CHECK(p.duration_ms == 100);
        last = p.time_ms;
        return p.time_ms < 25;
    };
    const FibreTraces part = run_fibre(protocol);
    CHECK(part.status == Status::interrupted);
    CHECK(part.message.ends_with("ms stopped on request"));
    CHECK(part.time_ms.back() >= 24);
    CHECK(part.time_ms.back() < 100);
    protocol.progress = nullptr;
    const FibreTraces whole = run_fibre(protocol);
    CHECK(whole.status == Status::complete);
    CHECK(whole.message.empty());
    for (std::size_t i = 0; i < part.time_ms.size(); ++i)
        CHECK(part["membranes.V_s"][i] == whole["membranes.V_s"][i]);
}

TEST_CASE("fibres side by side have the bits of each alone, on any number of threads", "[fibre]") {
    std::vector<FibreProtocol> protocols(11);
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        FibreProtocol& p = protocols[i];
        p.kind = i % 3 == 0 ? FibreKind::slow : FibreKind::fast;
        p.variant = i % 4 < 2 ? FibreVariant::repaired : FibreVariant::published;
        p.pulses_ms = pulse_train(static_cast<int>(i % 4), 20 + 15.0 * static_cast<double>(i), static_cast<double>(i));
        p.duration_ms = 20 + 9 * static_cast<double>(i % 5);
        if (i % 2 == 1) p.parameters = {{"membranes.g_K", 60 + static_cast<double>(i)}};
        p.record = {"membranes.V_s", "filament.A_2", "ions.K_i"};
        p.tolerance = i == 4 ? 1e-4 : 1e-5;
    }
    const auto one = run_fibres(protocols, {.threads = 1}), three = run_fibres(protocols, {.threads = 3});
    const auto many = run_fibres(protocols, {.threads = 11});
    std::size_t different = 0;
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        INFO("fibre " << i << " " << one[i].message);
        const FibreTraces alone = run_fibre(protocols[i]);
        for (const auto* other : {&one, &three, &many}) {
            const FibreTraces& traces = (*other)[i];
            REQUIRE(traces.status == Status::complete);
            CHECK(traces.steps == alone.steps);
            CHECK(traces.rejected == alone.rejected);
            CHECK(traces.time_ms == alone.time_ms);
            for (std::size_t s = 0; s < 3; ++s) different += test::different_bits(traces.series[s].values, alone.series[s].values);
        }
    }
    test::verifies("same.fibres",
                   "values of eleven fibres in lanes on one, three and eleven threads that differ from those of each alone",
                   static_cast<double>(different), {0, 0});
}

TEST_CASE("lanes of floats stay close to the double", "[fibre]") {
    std::vector<FibreProtocol> protocols(9);
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        protocols[i].variant = FibreVariant::published;
        protocols[i].pulses_ms = pulse_train(5, 50, static_cast<double>(i));
        protocols[i].duration_ms = 150;
        protocols[i].record = {"membranes.V_s", "filament.A_2", "ions.K_i"};
        protocols[i].tolerance = 2e-4;
    }
    const auto full = run_fibres(protocols), half = run_fibres(protocols, {.precision = FibrePrecision::single});
    double gap[3] = {};
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        REQUIRE(half[i].status == Status::complete);
        CHECK(half[i].steps + half[i].rejected < 1.1 * static_cast<double>(full[i].steps + full[i].rejected));
        for (std::size_t s = 0; s < 3; ++s)
            for (std::size_t k = 0; k < full[i].time_ms.size(); ++k)
                gap[s] = test::larger(gap[s], std::abs(half[i].series[s].values[k] - full[i].series[s].values[k]));
    }
    test::verifies("same.floats_V_s", "potential in lanes of floats against doubles at the same tolerance, mV", gap[0], {0, 0.2});
    test::verifies("same.floats_A_2", "force (A_2) likewise, uM", gap[1], {0, 2e-4});
    test::verifies("same.floats_K_i", "potassium of the fibre likewise, mM", gap[2], {0, 1e-4});
}

TEST_CASE("one fibre that cannot be meant or ends early does not stop the others", "[fibre]") {
    std::vector<FibreProtocol> protocols(5);
    for (FibreProtocol& p : protocols) p.duration_ms = 10, p.pulses_ms = {1};
    protocols[1].width_ms = -1;
    protocols[2].max_steps = 20;
    protocols[3].progress = [](const FibreProgress& p) { return p.time_ms < 3; };
    const auto all = run_fibres(protocols, {.threads = 2});
    CHECK(all[0].status == Status::complete);
    CHECK(all[1].status == Status::failed);
    CHECK(all[1].message == "width_ms is -1, expected a time in ms from 0.001 to 86400000");
    CHECK(all[1].time_ms.empty());
    CHECK(all[2].status == Status::failed);
    CHECK(all[2].steps + all[2].rejected == 20);
    CHECK(all[3].status == Status::interrupted);
    CHECK(all[4].status == Status::complete);
    CHECK(all[4].series[0].values == run_fibre(protocols[4]).series[0].values);
    CHECK(run_fibres({}).empty());
    const auto floats = run_fibres(protocols, {.precision = FibrePrecision::single});
    CHECK(floats[0].message == "precision is single, expected full, or the published variant");
    CHECK_THROWS_AS(run_fibres(protocols, {.threads = -1}), InputError);
    CHECK_THROWS_AS(check_fibre(protocols[1]), InputError);
    CHECK_NOTHROW(check_fibre(protocols[2]));
}

TEST_CASE("steps of a tetanus, counted", "[fibre]") {
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    protocol.pulses_ms = pulse_train(25, 50);
    protocol.duration_ms = 500;
    protocol.record = {"filament.A_2"};
    protocol.tolerance = 5e-4;
    const FibreTraces traces = run_fibre(protocol);
    CHECK(traces.steps + traces.rejected < 1500);  // as RODAS4P2 should need at an error of 0.3 mV
}
