// Many fibres at once: force against frequency (also in fibre_conditions.svg), and the least pulse that excites in
// little and much potassium, calcium and magnesium.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "figure.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"

using namespace wryneck;

namespace {

constexpr double start_ms = 5;

/// Whether the potential grows on its own after the pulse.
bool fires(const FibreTraces& traces, double pulse_end_ms) {
    const auto& V_s = traces["membranes.V_s"];
    const auto end =
        std::lower_bound(traces.time_ms.begin(), traces.time_ms.end(), pulse_end_ms - 1e-9) - traces.time_ms.begin();
    return *std::max_element(V_s.begin() + end, V_s.end()) > V_s[static_cast<std::size_t>(end)] + 10;
}

Curve force_against_frequency(FibreKind kind, const std::string& name) {
    const std::vector<double> frequencies_Hz{2, 5, 10, 15, 20, 30, 50, 80, 100};
    std::vector<FibreProtocol> trains;
    for (double f : frequencies_Hz) {
        FibreProtocol p;
        p.kind = kind, p.record = {"filament.A_2"}, p.duration_ms = 1000;
        p.pulses_ms = pulse_train(static_cast<int>(f), f, start_ms);
        trains.push_back(p);
    }
    std::vector<double> peaks;
    for (const FibreTraces& t : run_fibres(trains)) {
        const auto& force = t["filament.A_2"];
        peaks.push_back(*std::max_element(force.begin(), force.end()) - force[0]);
    }
    const double most = *std::max_element(peaks.begin(), peaks.end());
    std::cout << name << ", force in % of the most:";
    for (std::size_t i = 0; i < peaks.size(); ++i)
        std::cout << "  " << frequencies_Hz[i] << " Hz " << std::lround(100 * peaks[i] / most);
    std::cout << '\n';
    return {name, frequencies_Hz, peaks};
}

/// The least pulse of 0.5 ms that excites, of strengths that each are a twentieth above the last, and the resting
/// potential.
void excitability(const std::string& name, const std::map<std::string, double>& bath) {
    std::vector<FibreProtocol> pulses;
    for (double strength = 20; strength < 640; strength *= 1.05) {
        FibreProtocol p;
        p.bath = bath, p.infinite_bath = true, p.amplitude = strength, p.pulses_ms = {start_ms};
        p.duration_ms = start_ms + 8, p.every_ms = 0.02, p.record = {"membranes.V_s"};
        pulses.push_back(p);
    }
    const auto runs = run_fibres(pulses);
    std::size_t first = 0;
    while (first < runs.size() && !fires(runs[first], start_ms + pulses[first].width_ms)) ++first;
    std::cout << std::left << std::setw(28) << name << std::fixed << std::setprecision(1) << runs[0]["membranes.V_s"][0]
              << " mV at rest, ";
    if (first < runs.size())
        std::cout << "least pulse " << std::setprecision(0) << *pulses[first].amplitude << " uA/cm2\n";
    else
        std::cout << "not excitable\n";
    std::cout.unsetf(std::ios::floatfield);
}

}  // namespace

int main() try {
    const Curve fast = force_against_frequency(FibreKind::fast, "fast"),
                slow = force_against_frequency(FibreKind::slow, "slow");
    excitability("plasma", {});
    for (double K : {2.5, 7.0, 9.0, 12.0}) excitability("potassium " + number_text(K) + " mM", {{"K", K}});
    excitability("calcium 0.6 mM", {{"Ca", 0.6}});
    excitability("magnesium 0.1 mM", {{"Mg", 0.1}});
    excitability("both", {{"Ca", 0.6}, {"Mg", 0.1}});
    return draw("fibre_conditions.svg", "frequency, Hz", {{"largest force, uM of cross-bridges", {fast, slow}}}) ? 0
                                                                                                                 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
