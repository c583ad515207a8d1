// Skin, fat and muscle under a pack: asked for, checked and computed.

#include <limits>

#include "subject_asked.hpp"
#include "wryneck/systems/tissue_layers.hpp"

namespace wryneck {

using namespace asked;

namespace {

using body::Tissue;
using body::TissueLayers;

constexpr double mm = 1e-3, day_s = 86400;

Tissue::Parameters<double> tissue_of(const LayersProtocol& protocol) {
    auto p = defaults<Tissue::Parameters>(Tissue::parameters);
    std::vector<std::string> known;
    set_parameters<Tissue>(p, protocol.parameters, known);
    need_known(protocol.parameters, known);
    return p;
}

void check(const LayersProtocol& protocol, const Tissue::Parameters<double>& p) {
    ask_between("skinfold_mm", protocol.skinfold_mm, 2 * p.d_skin + 0.2, 100, "mm, which has twice the skin in it");
    ask_between("slice_mm", protocol.slice_mm, 0.1, 10, "mm");
    ask_between("tolerance", protocol.tolerance, 1e-10, 1, "degC");
    if (protocol.depth_mm.empty()) throw InputError("depth_mm", "an empty list", "one depth or more");
    for (std::size_t i = 0; i < protocol.depth_mm.size(); ++i)
        ask_between("depth_mm[" + std::to_string(i) + "]", protocol.depth_mm[i], -protocol.skinfold_mm / 2, p.d_muscle,
                    "mm");
    for (std::size_t i = 0; i < protocol.stretches.size(); ++i) {
        const LayersStretch& s = protocol.stretches[i];
        if (s.pack) ask_between("stretches[" + std::to_string(i) + "].pack_degC", s.pack_degC, -5, 46, "degC");
    }
}

TissueLayers layers_of(const LayersProtocol& protocol, const Tissue::Parameters<double>& p) {
    const double skin = p.d_skin * mm, fat = protocol.skinfold_mm * mm / 2 - skin, slice = protocol.slice_mm * mm;
    return {{skin, fat, p.d_muscle * mm, slice / 2, slice}, p};
}

/// After a day in the air of the room.
Eigen::VectorXd rested(TissueLayers& layers, const Tissue::Parameters<double>& p, const std::vector<double>& allowed) {
    layers.surround(p.T_air, p.h_air);
    DenseSteps<TissueLayers> steps(layers, layers.uniform(p.T_b), allowed, 0);
    LoopState state{.memory = {.h = 1e-3}};
    const auto report =
        run_loop(steps, state, day_s, {}, steps.control(day_s), {.smallest_step = 1e-9, .max_steps = 1'000'000});
    if (report.end != LoopEnd::reached_end)
        throw InputError("parameters", "", "values with which the tissue comes to rest: " + describe(report));
    Eigen::VectorXd x = steps.state();
    x[x.size() - 1] = 0;
    return x;
}

}  // namespace

SubjectTraces run_layers(const LayersProtocol& protocol) {
    const auto p = tissue_of(protocol);
    check(protocol, p);
    const std::vector<double> ends = ends_of(protocol.stretches), times = row_times(protocol.every_s, ends);
    TissueLayers layers = layers_of(protocol, p);
    std::vector<double> allowed(layers.size(), protocol.tolerance);
    allowed.back() = protocol.tolerance * p.C_muscle * p.d_muscle * mm;
    const Eigen::VectorXd start = rested(layers, p, allowed);

    SubjectTraces traces;
    traces.series.emplace_back("temperature", "degC", "temperature below the fat", std::vector<std::string>{"depth"},
                               std::vector<std::size_t>{protocol.depth_mm.size()});
    traces.series.emplace_back("skin", "degC", "temperature of the surface of the skin");
    traces.series.emplace_back("balance_heat", "J/m^2", "heat gained less heat that has come in");
    DenseSteps<TissueLayers> steps(layers, start, allowed, 0);
    steps.keep(times);
    std::size_t written = 0;
    const auto surround = [&](std::size_t i) {
        const LayersStretch& s = protocol.stretches[i];
        layers.surround(s.pack ? s.pack_degC : p.T_air, s.pack ? p.h_pack : p.h_air);
    };
    const auto write = [&](std::size_t i, const Eigen::VectorXd& x) {
        if (i < written) return;
        std::vector<double> row;
        for (double depth : protocol.depth_mm) row.push_back(layers.temperature(x, depth * mm));
        const double skin = layers.temperature(x, -std::numeric_limits<double>::infinity()),
                     balance = layers.balance(x, start);
        traces.time_s.push_back(times[i]), traces.series[0].append_row(row);
        traces.series[1].append_row({&skin, 1}), traces.series[2].append_row({&balance, 1});
        ++written;
    };
    write(0, start);  // still in the air of the room
    step_through(
        steps, ends, [&](std::size_t i) { steps.rows(write), surround(i); }, 1, steps.control(600), traces);
    steps.rows(write);
    return traces;
}

const Series& SubjectTraces::operator[](const std::string& name) const {
    std::vector<std::string> names;
    for (const Series& s : series) {
        if (s.name == name) return s;
        names.push_back(s.name);
    }
    throw InputError("series", name, "the name of a series", nearest_name(name, names));
}

}  // namespace wryneck
