// A minute of fatigue at 50 Hz and a minute of recovery: force, fuel and waste of a fast and a slow fibre, in a table
// and in fibre_fatigue.svg.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "figure.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/fibre.hpp"

using namespace wryneck;

int main() try {
    constexpr double work_s = 60, whole_s = 120, every_s = 10, ms = 1000, rate_Hz = 50;
    std::vector<FibreProtocol> members(2);
    members[1].kind = FibreKind::slow;
    for (FibreProtocol& p : members) {
        p.pulses_ms = pulse_train(static_cast<int>(work_s * rate_Hz), rate_Hz);
        p.duration_ms = whole_s * ms, p.every_ms = 20, p.tolerance = 1e-5;
        p.record = {"filament.A_2", "energy.PCr", "phosphate.P", "energy.pH", "ions.K_e"};
    }
    const auto runs = run_fibres(members);
    std::vector<Panel> panels;
    for (std::size_t k = 0; k < runs.size(); ++k) {
        const FibreTraces& r = runs[k];
        if (r.status != Status::complete) return std::cerr << r.message << '\n', 1;
        std::cout << (k == 0 ? "fast" : "slow")
                  << "\n  until, s  force, %  phosphocreatine, mM  phosphate, mM     pH  potassium outside, mM\n"
                  << std::fixed;
        for (std::size_t n = 0; n < r.series.size(); ++n) {
            if (k == 0) panels.push_back({r.series[n].meaning + ", " + r.series[n].unit, {}});
            panels[n].curves.push_back({k == 0 ? "fast" : "slow", r.time_ms, r.series[n].values});
        }
        const auto rows = static_cast<std::size_t>(every_s * ms / members[k].every_ms);
        const auto& force = r["filament.A_2"];
        const double fresh = *std::max_element(force.begin(), force.begin() + 50);  // of the first second
        for (std::size_t end = rows; end < r.time_ms.size(); end += rows) {
            const auto at = [&](const char* name) { return r[name][end]; };
            const double most = *std::max_element(force.begin() + static_cast<std::ptrdiff_t>(end - 50),
                                                  force.begin() + static_cast<std::ptrdiff_t>(end));
            std::cout << std::setw(10) << std::setprecision(0) << r.time_ms[end] / ms << std::setw(10)
                      << 100 * most / fresh << std::setw(21) << std::setprecision(1) << at("energy.PCr")
                      << std::setw(15) << at("phosphate.P") << std::setw(7) << std::setprecision(2) << at("energy.pH")
                      << std::setw(23) << std::setprecision(1) << at("ions.K_e") << '\n';
        }
    }
    return draw("fibre_fatigue.svg", "time, ms", panels) ? 0 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
