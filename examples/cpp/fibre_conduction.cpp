// How fast an action potential runs along a fast and a slow fibre, warm and cool, and how far in much potassium; when
// it is where, in fibre_conduction.svg.
#include <cmath>
#include <iomanip>
#include <iostream>
#include <limits>
#include <map>
#include <string>

#include "figure.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/cable.hpp"

using namespace wryneck;

namespace {

/// One impulse of a fibre 4 cm long with the end-plate in the middle.
bool print(const std::string& name, FibreKind kind, const std::map<std::string, double>& bath,
           std::vector<Curve>& curves) {
    CableProtocol protocol;
    protocol.fibre.kind = kind, protocol.fibre.bath = bath;
    protocol.fibre.pulses_ms = {1}, protocol.fibre.duration_ms = protocol.fibre.every_ms = 15;
    protocol.fibre.record = {"membranes.V_s"};
    const CableTraces traces = run_cable(protocol);

    std::map<double, double> when;
    for (const Arrival& a : traces.arrivals) when.try_emplace(traces.position_cm[a.place], a.time_ms);
    curves.push_back({name, {}, {}});
    for (const auto& [where, time] : when) curves.back().x.push_back(where), curves.back().y.push_back(time);

    const auto arrival = [&](double position_cm) {
        for (const Arrival& a : traces.arrivals)
            if (std::abs(traces.position_cm[a.place] - position_cm) < protocol.length_cm / protocol.places / 2)
                return a.time_ms;
        return std::numeric_limits<double>::quiet_NaN();
    };
    const double near_cm = 2.51, far_cm = 3.51, m_s_per_cm_ms = 10;
    const double velocity_m_s = m_s_per_cm_ms * (far_cm - near_cm) / (arrival(far_cm) - arrival(near_cm));
    std::cout << std::left << std::setw(26) << name << std::fixed << std::setprecision(2);
    if (std::isfinite(velocity_m_s))
        std::cout << velocity_m_s << " m/s; ";
    else
        std::cout << "blocked; ";
    std::cout << traces.arrivals.size() << " of " << protocol.places << " places reached\n";
    if (traces.status != Status::complete) std::cerr << traces.message << '\n';
    return traces.status == Status::complete;
}

}  // namespace

int main() try {
    std::vector<Curve> curves;
    const bool good = print("fast, 35 degC", FibreKind::fast, {}, curves) &&
                      print("slow, 35 degC", FibreKind::slow, {}, curves) &&
                      print("fast, 25 degC", FibreKind::fast, {{"temperature", 25}}, curves) &&
                      print("fast, potassium 14 mM", FibreKind::fast, {{"K", 14}}, curves);
    return draw("fibre_conduction.svg", "position, cm", {{"arrival of the action potential, ms", curves}}) && good ? 0
                                                                                                                   : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
