// What the published fibre keeps: channels, calcium, magnesium and ATP in both columns, potassium and sodium in the
// fast one.
#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/systems/fibre.hpp"

using namespace wryneck;

namespace {

/// A weighted sum of states.
using Total = std::vector<std::pair<double, std::string>>;

FibreTraces tetanus(FibreKind kind) {
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    protocol.kind = kind;
    protocol.pulses_ms = pulse_train(5, 50);
    protocol.duration_ms = 120;
    protocol.every_ms = 10;
    return run_fibre(protocol);
}

/// Largest change of a total relative to itself.
double drift(const FibreTraces& traces, const Total& total) {
    std::vector<double> sum(traces.time_ms.size(), 0.0);
    for (const auto& [weight, name] : total)
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * traces[name][i];
    double largest = 0;
    for (double s : sum) largest = std::max(largest, std::abs(s - sum.front()) / std::abs(sum.front()));
    return largest;
}

fibre::Geometry::Output<double> volumes() {
    const auto p = defaults<fibre::Geometry::Parameters>(fibre::Geometry::parameters);
    fibre::Geometry::State<double> none;
    return fibre::Geometry::rhs(none, {}, p, none);
}

Total calcium() {
    const auto v = volumes();
    const double uM_per_mM = 1000;
    return {{v.V_1, "reticulum.Ca_1"},
            {v.V_1, "buffers.Ca_P1"},
            {v.V_1, "buffers.Ca_ATP1"},
            {v.V_2, "reticulum.Ca_2"},
            {v.V_2, "buffers.Ca_P2"},
            {v.V_2, "buffers.Ca_ATP2"},
            {v.V_2, "filament.Ca_T_2"},
            {2 * v.V_2, "filament.Ca_CaT2"},
            {v.V_2, "filament.D_1"},
            {2 * v.V_2, "filament.D_2"},
            {2 * v.V_2, "filament.A_1"},
            {2 * v.V_2, "filament.A_2"},
            {v.V_SR1, "reticulum.Ca_SR1"},
            {v.V_SR1, "buffers.Ca_Cs1"},
            {v.V_SR2, "reticulum.Ca_SR2"},
            {v.V_SR2, "buffers.Ca_Cs2"},
            {uM_per_mM * v.V_SR2, "phosphate.P_C_SR"}};
}

Total channels() {
    Total all;
    for (const char* form : {"O_", "C_"})
        for (int i = 0; i <= 4; ++i) all.emplace_back(1.0, std::string("release.") + form + std::to_string(i));
    return all;
}

Total ion(const std::string& name, FibreKind kind) {
    const auto p = fibre::Published::of(kind).ions;
    return {{1.0, "ions." + name + "_i"}, {p.f_T, "ions." + name + "_t"}, {p.tsi3 / p.tsi2, "ions." + name + "_e"}};
}

}  // namespace

TEST_CASE("a tetanus keeps channels, calcium, magnesium and ATP", "[fibre]") {
    const auto v = volumes();
    const Total ATP{{v.V_1, "buffers.ATP_1"}, {v.V_1, "buffers.Ca_ATP1"}, {v.V_1, "buffers.Mg_ATP1"},
                    {v.V_2, "buffers.ATP_2"}, {v.V_2, "buffers.Ca_ATP2"}, {v.V_2, "buffers.Mg_ATP2"}};
    const Total magnesium{{v.V_1, "buffers.Mg_1"}, {v.V_1, "buffers.Mg_P1"}, {v.V_1, "buffers.Mg_ATP1"},
                          {v.V_2, "buffers.Mg_2"}, {v.V_2, "buffers.Mg_P2"}, {v.V_2, "buffers.Mg_ATP2"}};
    const FibreTraces fast = tetanus(FibreKind::fast), slow = tetanus(FibreKind::slow);
    const std::pair<const char*, Total> kept[] = {{"channels", channels()}, {"calcium", calcium()}, {"ATP", ATP}, {"magnesium", magnesium}};
    for (const auto& [name, total] : kept)
        test::verifies("kept.published." + std::string(name), std::string(name) + " of the published fibre, fast and slow, five pulses at 50 Hz",
                       test::larger(drift(fast, total), drift(slow, total)), {0, 1e-12});
}

TEST_CASE("potassium and sodium are kept by the constants of the fast fibre only, as published", "[fibre]") {
    const FibreTraces fast = tetanus(FibreKind::fast), slow = tetanus(FibreKind::slow);
    for (const char* name : {"K", "Na"}) {
        test::verifies("kept.published." + std::string(name),
                       std::string(name) + " of the published fast fibre", drift(fast, ion(name, FibreKind::fast)), {0, 1e-12});
        CHECK(drift(slow, ion(name, FibreKind::slow)) > 1e-8);
    }
}
