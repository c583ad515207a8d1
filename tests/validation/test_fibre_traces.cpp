// Twitch and trains of the published fibre, fast and slow, against reference traces (tests/validation/fibre/README.md).
#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "figures.hpp"
#include "fibre_reference.hpp"
#include "wryneck/run/fibre.hpp"

using namespace wryneck;

namespace {

struct Deviation {
    double largest = 0, range = 0;
};

Deviation deviation(const std::vector<double>& got, const std::vector<double>& expected) {
    REQUIRE(got.size() == expected.size());
    Deviation d;
    for (std::size_t i = 0; i < got.size(); ++i) d.largest = std::max(d.largest, std::abs(got[i] - expected[i]));
    const auto [low, high] = std::minmax_element(expected.begin(), expected.end());
    d.range = *high - *low;
    return d;
}

/// Half of the last of nine printed digits: potassium in the fibre hardly moves, so its printing is coarse for its
/// range.
double printed(double value) { return 0.5 * std::pow(10.0, std::floor(std::log10(std::abs(value))) - 8); }

double allowed(const std::string& name, double range, double size) {
    if (name == "membranes.V_s") return 0.01;
    if (name == "filament.A_2") return 1e-5;
    return 1e-4 * range + printed(size);
}

void compare(const std::string& file, FibreKind kind, int pulses, double frequency_Hz) {
    const test::Columns reference(file);
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    protocol.kind = kind;
    protocol.pulses_ms = pulse_train(pulses, frequency_Hz);
    protocol.at_ms = reference.numbers("t_ms");
    protocol.duration_ms = protocol.at_ms.back();
    protocol.tolerance = 1e-8;
    const FibreTraces traces = run_fibre(protocol);
    REQUIRE(traces.time_ms == protocol.at_ms);
    const std::string id = file.substr(0, file.find('.'));
    double others = 0;
    for (const std::string& name : reference.heads()) {
        if (name == "t_ms") continue;
        const auto expected = reference.numbers(name);
        const Deviation d = deviation(traces[name], expected);
        INFO(file << ", " << name << ": off by " << d.largest << ", range " << d.range << ", steps " << traces.steps);
        CHECK(d.largest < allowed(name, d.range, expected.front()));
        if (name == "membranes.V_s") test::verifies("against.cvode_V_s." + id,
                       "potential against CVODE at 1e-12, " + id + ", mV", d.largest, {0, 0.01});
        else if (name == "filament.A_2") test::verifies("against.cvode_A_2." + id, "force (A_2) likewise, uM", d.largest, {0, 1e-5});
        else others = test::larger(others, (d.largest - printed(expected.front())) / d.range);
    }
    test::verifies("against.cvode_others." + id,
                   "worst other column likewise, over its range, less the rounding of what is printed", others, {0, 1e-4});
}

}  // namespace

TEST_CASE("a twitch of the fast fibre follows the reference", "[fibre]") {
    compare("fast_twitch.csv", FibreKind::fast, 1, 20);
}

TEST_CASE("the fast fibre at 20 per second follows the reference", "[fibre][slow]") {
    compare("fast_20Hz.csv", FibreKind::fast, 10, 20);
}

TEST_CASE("the fast fibre at 50 per second follows the reference", "[fibre][slow]") {
    compare("fast_50Hz.csv", FibreKind::fast, 25, 50);
}

TEST_CASE("the slow fibre at 20 per second follows the reference", "[fibre][slow]") {
    compare("slow_20Hz.csv", FibreKind::slow, 10, 20);
}

TEST_CASE("at the default tolerance the twitch stays close", "[fibre]") {
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    protocol.pulses_ms = {0};
    protocol.duration_ms = 50;
    protocol.record = {"membranes.V_s", "filament.A_2"};
    const FibreTraces coarse = run_fibre(protocol);
    protocol.tolerance = 1e-9;
    const FibreTraces fine = run_fibre(protocol);
    test::verifies("against.default_tolerance",
                   "potential in a twitch at the default tolerance against 1e-9, mV",
                   deviation(coarse["membranes.V_s"], fine["membranes.V_s"]).largest,
                   {0, 1e-3});
    CHECK(deviation(coarse["filament.A_2"], fine["filament.A_2"]).largest < 1e-6);
}
