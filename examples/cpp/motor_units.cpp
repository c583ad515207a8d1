// Single motor units while effort rises to a fifth and falls, with and without more monoamines: when units begin and end
// in a table, force and rates in motor_units.svg.
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "figure.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/run/motor_units.hpp"

using namespace wryneck;

namespace {

MotorUnitProtocol triangle(double monoamine) {
    MotorUnitProtocol protocol;
    protocol.duration_s = 26;
    protocol.every_s = 0.05;
    protocol.inputs["command"] = Profile::table({0, 1, 11, 21}, {0, 0, 0.2, 0});
    protocol.inputs["monoamine"] = Profile::constant(monoamine);
    return protocol;
}

/// Times of one unit's discharges.
std::vector<double> of(const MotorUnitTraces& traces, int unit) {
    std::vector<double> times;
    for (std::size_t i = 0; i < traces.unit.size(); ++i)
        if (traces.unit[i] == unit) times.push_back(traces.arrival_s[i]);
    return times;
}

Curve rates(const std::string& name, const std::vector<double>& times) {
    Curve curve{name, {}, {}};
    for (std::size_t i = 1; i < times.size(); ++i)
        curve.x.push_back((times[i] + times[i - 1]) / 2), curve.y.push_back(1 / (times[i] - times[i - 1]));
    return curve;
}

}  // namespace

int main() try {
    std::vector<Panel> panels{{"force, share of the largest", {}}, {"rate of unit 20, Hz", {}}, {"rate of unit 60, Hz", {}}};
    std::cout << "monoamines   unit   begins s   ends s   discharges\n";
    for (double monoamine : {1.0, 1.6}) {
        const MotorUnitTraces traces = run_motor_units(triangle(monoamine));
        const std::string name = monoamine > 1 ? "more monoamines" : "usual";
        panels[0].curves.push_back({name, traces.time_s, traces["force"]});
        for (std::size_t k = 1; k < panels.size(); ++k) {
            const int unit = k == 1 ? 20 : 60;
            const std::vector<double> times = of(traces, unit);
            if (times.size() < 2) continue;
            panels[k].curves.push_back(rates(name, times));
            std::cout << std::fixed << std::setprecision(1) << std::setw(10) << monoamine << std::setw(7) << unit << std::setw(11)
                      << times.front() << std::setw(9) << times.back() << std::setw(13) << times.size() << '\n';
        }
    }
    return draw("motor_units.svg", "time, s", panels) ? 0 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
