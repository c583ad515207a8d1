// One action potential and its twitch, in a fast and a slow fibre, and in a fast one with less sodium conductance:
// peaks in a table, curves in fibre_twitch.svg.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <string>

#include "figure.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"

using namespace wryneck;

namespace {

constexpr double pulse_ms = 10;  // fibres begin at rest

FibreProtocol twitch(FibreKind kind) {
    FibreProtocol protocol;
    protocol.kind = kind;
    protocol.pulses_ms = {pulse_ms};
    protocol.duration_ms = pulse_ms + 200;
    protocol.every_ms = 0.05;
    protocol.record = {"membranes.V_s", "reticulum.Ca_2", "filament.A_2"};
    return protocol;
}

bool print(const std::string& name, const FibreProtocol& protocol, std::vector<Panel>& panels) {
    const FibreTraces traces = run_fibre(protocol);
    const auto row = std::lower_bound(traces.time_ms.begin(), traces.time_ms.end(), pulse_ms) - traces.time_ms.begin();
    std::cout << std::left << std::setw(24) << name << std::right << std::fixed;
    for (const Series& s : traces.series) {
        const auto peak = std::max_element(s.values.begin() + row, s.values.end());
        const auto at = static_cast<std::size_t>(peak - s.values.begin());
        panels[static_cast<std::size_t>(&s - traces.series.data())].curves.push_back({name, traces.time_ms, s.values});
        std::cout << std::setw(9) << std::setprecision(2) << *peak << ' ' << s.unit << " at " << std::setw(5)
                  << std::setprecision(1) << traces.time_ms[at] - pulse_ms << " ms";
    }
    std::cout << '\n';
    if (traces.status != Status::complete) std::cerr << traces.message << '\n';
    return traces.status == Status::complete;
}

}  // namespace

int main() try {
    FibreProtocol less_sodium = twitch(FibreKind::fast);
    less_sodium.parameters = {{"membranes.g_Na", 250}};
    std::cout << "peaks of potential, calcium and force after the pulse\n";
    std::vector<Panel> panels{{"membrane potential, mV", {}}, {"calcium, uM", {}}, {"force, uM of cross-bridges", {}}};
    const bool good = print("fast", twitch(FibreKind::fast), panels) &&
                      print("slow", twitch(FibreKind::slow), panels) && print("fast, less sodium", less_sodium, panels);
    return draw("fibre_twitch.svg", "time, ms", panels) && good ? 0 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
