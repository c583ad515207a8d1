// The repaired fibre at work: force and frequency, a hard minute, phosphate, ADP, and potassium channels that ATP
// closes.
#include <cmath>

#include "fibre_laboratory.hpp"
#include "wryneck/models/fibre/feedback.hpp"
#include "wryneck/models/fibre/ligands.hpp"
#include "wryneck/models/fibre/precipitate.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

constexpr double train_ms = 800;

FibreTraces train(FibreKind kind, double frequency_Hz) {
    FibreProtocol protocol;
    protocol.kind = kind;
    protocol.tolerance = 1e-4;
    return stimulated(protocol, static_cast<int>(train_ms * frequency_Hz / 1000), frequency_Hz, 0);
}

/// Swing of force within the last period, relative to its top.
double ripple(const FibreTraces& traces, double frequency_Hz) {
    const auto& A = traces["filament.A_2"];
    const auto rows = static_cast<std::ptrdiff_t>(1000 / frequency_Hz / 0.25);
    const auto [low, high] = std::minmax_element(A.end() - rows, A.end());
    return (*high - *low) / *high;
}

/// Frequency at which force passes half of that at 100 Hz.
double half_frequency(FibreKind kind) {
    const double half = force(train(kind, 100)) / 2;
    double below = 5, force_below = force(train(kind, below));
    for (double f : {8.0, 12.0, 16.0, 20.0, 25.0, 32.0, 50.0}) {
        const double now = force(train(kind, f));
        if (now >= half) return below + (f - below) * (half - force_below) / (now - force_below);
        below = f, force_below = now;
    }
    return 100;
}

/// 50 Hz for a minute, then nothing for three.
FibreTraces hard_minute(FibreKind kind, std::map<std::string, double> parameters = {}) {
    FibreProtocol protocol;
    protocol.kind = kind;
    protocol.parameters = std::move(parameters);
    protocol.pulses_ms = pulse_train(3000, 50);
    protocol.duration_ms = 4 * minute_ms;
    protocol.every_ms = 250;
    protocol.tolerance = 1e-3;
    protocol.record = {"filament.A_2", "energy.PCr", "phosphate.P",  "energy.pH",
                       "energy.ADP",   "water.W",    "membranes.V_s"};
    FibreTraces traces = run_fibre(protocol);
    REQUIRE(traces.status == Status::complete);
    return traces;
}

double at(const FibreTraces& traces, const std::string& name, double t_ms) {
    return traces[name][static_cast<std::size_t>(std::lround(t_ms / 250))];
}

}  // namespace

TEST_CASE("force against frequency", "[fibre][repaired][slow]") {
    meets("half of the largest force, fast, Hz", half_frequency(FibreKind::fast), {8, 25});
    meets("half of the largest force, slow, Hz", half_frequency(FibreKind::slow), {8, 25});
    meets("ripple at 80 Hz, fast", ripple(train(FibreKind::fast, 80), 80), {0, 0.1});
    meets("ripple at 25 Hz, fast: not fused", ripple(train(FibreKind::fast, 25), 25), {0.1, 1});
    meets("ripple at 30 Hz, slow", ripple(train(FibreKind::slow, 30), 30), {0, 0.12});
    meets("ripple at 10 Hz, slow: not fused", ripple(train(FibreKind::slow, 10), 10), {0.12, 1});
}

TEST_CASE("EK-05 to EK-18: a minute at 50 Hz and its recovery", "[fibre][repaired][slow]") {
    const FibreTraces t = hard_minute(FibreKind::fast);
    const double rest = t["energy.PCr"].front(), end = at(t, "energy.PCr", minute_ms);
    meets("EK-05 phosphocreatine used in the first 2 s, share", 1 - at(t, "energy.PCr", 2000) / rest, {0.07, 0.2});
    meets("EK-12 phosphocreatine left after the minute, share", end / rest, {0.1, 0.4});
    meets("EK-18 phosphate after the minute, mM", at(t, "phosphate.P", minute_ms), {20, 35});
    meets("pH after the minute", at(t, "energy.pH", minute_ms), {6.3, 6.8});
    meets("force left after the minute, share",
          highest(t, "filament.A_2") > 0 ? at(t, "filament.A_2", minute_ms - 250) / highest(t, "filament.A_2") : 0,
          {0.15, 0.6});
    double recovery = 0;
    while (at(t, "energy.PCr", minute_ms + recovery) < end + 0.63 * (rest - end)) recovery += 250;
    meets("EK-06 recovery of phosphocreatine by 63 %, s", recovery / 1000, {30, 60});
    meets("EK-47 water of the fibre after the minute", at(t, "water.W", minute_ms) / t["water.W"].front(),
          {1.08, 1.18});
}

TEST_CASE("EK-18: phosphate takes calcium out of the reticulum", "[fibre][repaired][slow]") {
    // A skinned fibre: ten seconds in phosphate, then what of its free calcium is left to be released.
    const auto left = [](double P) {
        const auto p = defaults<fibre::Precipitate::Parameters>(fibre::Precipitate::parameters);
        const auto b = defaults<fibre::Ligands::Parameters>(fibre::Ligands::parameters);
        constexpr double rested = 1000, V_SR = 0.042765, ocean = 1e9, step_ms = 0.005;
        double Ca = rested, bound = b.Cs_tot * Ca / (Ca + b.k_Csoff / b.k_Cson);
        fibre::Precipitate::State<double> x{P, 2, 0}, dx{};
        for (int i = 0; i < 2'000'000; ++i) {
            const auto out = fibre::Precipitate::rhs(x, {0, Ca, ocean, V_SR}, p, dx);
            const double binds = b.k_Cson * Ca * (b.Cs_tot - bound) - b.k_Csoff * bound;
            Ca += step_ms * (-out.bound_SR2 - binds), bound += step_ms * binds;
            x.P_SR += step_ms * dx.P_SR, x.P_C_SR += step_ms * dx.P_C_SR;
        }
        return Ca / rested;
    };
    meets("EK-18 calcium lost at 10 mM phosphate, share", 1 - left(10), {-0.06, 0.30});
    meets("EK-18 calcium lost at 20 mM phosphate, share", 1 - left(20), {0.19, 0.39});
    meets("EK-18 calcium lost at 50 mM phosphate, share", 1 - left(50), {0.72, 0.92});

    const FibreTraces t = hard_minute(FibreKind::fast), free = hard_minute(FibreKind::fast, {{"phosphate.PP", 20}});
    meets("force after a minute without precipitation over that with it",
          at(free, "filament.A_2", minute_ms - 250) / at(t, "filament.A_2", minute_ms - 250), {1.2, 5});
}

TEST_CASE("EK-20: ADP makes the reticulum leak", "[fibre][repaired][slow]") {
    // Calcium outside is held, so that the load is the pump's rate over the leak.
    const auto load = [](double ADP) {
        const auto p = defaults<fibre::Feedback::Parameters>(fibre::Feedback::parameters);
        fibre::Feedback::State<double> none;
        const auto f = fibre::Feedback::rhs(none, {8.2, ADP, 4.5, 7.05, 900}, p, none);
        return f.SERCA / f.leak;
    };
    meets("EK-20 fall of the load from 10 uM to 1.04 mM ADP", load(0.01) / load(1.04), {3.4, 5.4});
}

TEST_CASE("EK-21: without potassium channels that ATP closes, tired fibres keep tension", "[fibre][repaired][slow]") {
    const FibreTraces with = hard_minute(FibreKind::fast),
                      without = hard_minute(FibreKind::fast, {{"membranes.g_KATP", 0}});
    const double tension = at(without, "filament.A_2", minute_ms + 2000) / at(with, "filament.A_2", minute_ms + 2000);
    misses("EK-21 resting tension after the minute without them over with them", tension, {1.05, none}, {0.9, 1.05});
}
