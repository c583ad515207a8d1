// The repaired fibre at rest: it stays there, in any bath, and its books close.
#include <algorithm>
#include <cmath>

#include "fibre_laboratory.hpp"

using namespace wryneck;
using namespace wryneck::lab;

namespace {

/// Largest change of any recorded series, relative to its size.
double drift(const FibreTraces& traces) {
    double largest = 0;
    for (const Series& s : traces.series)
        for (double v : s.values) {
            const double size = std::max(std::abs(s.values.front()), 1e-6);
            largest = std::max(largest, std::abs(v - s.values.front()) / size);
        }
    return largest;
}

/// Ten seconds of hard work and two minutes in all.
FibreProtocol hard_work(FibreKind kind) {
    FibreProtocol protocol;
    protocol.kind = kind;
    protocol.pulses_ms = pulse_train(500, 50);
    protocol.duration_ms = 2 * minute_ms;
    protocol.every_ms = 1000;
    protocol.tolerance = 1e-4;
    protocol.record = fibre_balances();
    return protocol;
}

}  // namespace

TEST_CASE("a resting fibre of either kind drifts by less than a thousandth in a day", "[fibre][repaired][slow]") {
    for (FibreKind kind : {FibreKind::fast, FibreKind::slow}) {
        FibreProtocol protocol;
        protocol.kind = kind;
        protocol.duration_ms = 24 * hour_ms;
        protocol.every_ms = hour_ms;
        CHECK(drift(run_fibre(protocol)) < 1e-3);
    }
}

TEST_CASE("rest in baths, cold and warm", "[fibre][repaired][slow]") {
    for (const Ions& bath : {Ions{{"temperature", 20}}, Ions{{"temperature", 40}}, Ions{{"K", 2.5}}, Ions{{"K", 8}},
                             Ions{{"Ca", 0.5}}, Ions{{"Na", 120}, {"Cl", 90}, {"osm", 260}}, Ions{{"pH", 7.1}}}) {
        FibreProtocol protocol;
        protocol.bath = bath;
        protocol.duration_ms = hour_ms;
        protocol.every_ms = 10 * minute_ms;
        CHECK(drift(run_fibre(protocol)) < 1e-3);
    }
}

TEST_CASE("EK-01, EK-02, EK-03: phosphates, pH and calcium at rest", "[fibre][repaired]") {
    for (FibreKind kind : {FibreKind::fast, FibreKind::slow}) {
        FibreProtocol protocol;
        protocol.kind = kind;
        meets("calcium at rest, uM", at_rest(protocol, "reticulum.Ca_2"), {0.05, 0.1});
        meets("EK-01 phosphocreatine at rest, mM", at_rest(protocol, "energy.PCr"), {29.7, 36.3});
        meets("EK-01 phosphate at rest, mM", at_rest(protocol, "phosphate.P"), {4.05, 4.95});
        meets("EK-02 pH at rest", at_rest(protocol, "energy.pH"), {6.94, 7.06});
        meets("EK-03 ADP at rest, uM", 1000 * at_rest(protocol, "energy.ADP"), {8, 25});
    }
}

TEST_CASE("EK-04: ATP use at rest", "[fibre][repaired][slow]") {
    // At rest supply is use: the law of oxidation at 35 degC gives it from phosphocreatine.
    const auto use = [](FibreKind kind) {
        FibreProtocol protocol;
        protocol.kind = kind;
        const double J_rest = kind == FibreKind::fast ? 3.1e-5 : 1.4e-5, warm = std::pow(2.3, -0.2), mM_s = 1000;
        return mM_s * warm * (J_rest + (33 - at_rest(protocol, "energy.PCr")) / 36000);
    };
    misses("EK-04 ATP use at rest, fast, mM/s", use(FibreKind::fast), {0.005, 0.011}, {0.011, 0.04});
    misses("EK-04 ATP use at rest, slow, mM/s", use(FibreKind::slow), {0.005, 0.011}, {0.009, 0.015});
}

TEST_CASE("hard work and its recovery close the books, the charge of the stimulus included", "[fibre][repaired][slow]") {
    std::map<std::string, double> residual;
    for (FibreKind kind : {FibreKind::fast, FibreKind::slow}) {
        const FibreTraces traces = run_fibre(hard_work(kind));
        REQUIRE(traces.status == Status::complete);
        for (const Series& s : traces.series)
            for (double v : s.values) residual[s.name] = test::larger(residual[s.name], std::abs(v / s.values.front() - 1));
    }
    CHECK(residual.size() == fibre_balances().size());
    for (const auto& [name, largest] : residual)
        test::verifies("kept.fibre." + name.substr(name.find('.') + 1),
                       name + " of the repaired fibre, fast and slow, 10 s at 50 Hz and 110 s after", largest, {0, 1e-9});
}

TEST_CASE("NE-01: the law of screening follows the charges on the membrane", "[fibre][repaired]") {
    // Grahame's equation with the charges of NE-02, solved by bisection: potential at the outer face, mV.
    const auto face = [](double Ca, double Mg, double salt, double pH) {
        constexpr double kT_e = 25.3, grahame = 3.45e-3;  // mV; 2 eps eps0 R T at 20 degC, (C/m2)^2 per mol/l
        const auto excess = [&](double psi) {
            const double y = psi / kT_e;
            const auto acid = [&](double pK, double density) {
                return -density / (1 + std::pow(10.0, pK - pH) * std::exp(-y));
            };
            const auto base = [&](double pK, double density) {
                return density / (1 + std::pow(10.0, pH - pK) * std::exp(y));
            };
            const double sigma = 0.1602 * (acid(2.88, 0.9) + acid(4.58, 0.58) + base(6.28, 0.33));  // C/m2
            const double divalent = (Ca + Mg) / 1000, single = salt / 1000, chloride = single + 2 * divalent;
            const double field =
                grahame * (single * std::expm1(-y) + divalent * std::expm1(-2 * y) + chloride * std::expm1(y));
            return std::copysign(std::sqrt(std::max(field, 0.0)), psi) - sigma;
        };
        double low = -300, high = 100;
        for (int i = 0; i < 80; ++i) (excess((low + high) / 2) < 0 ? low : high) = (low + high) / 2;
        return (low + high) / 2;
    };
    CHECK(face(1.25, 0.55, 140, 7.4) < 0);
    const double decade = face(20, 0, 115, 7.4) - face(2, 0, 115, 7.4),
                 none_left = face(0, 0, 115, 7.4) - face(2, 0, 115, 7.4);
    const auto law = [](double Ca) { return 24 * std::log10((Ca + 0.36) / (2 + 0.36)); };
    meets("NE-01 shift from 2 to 20 mM calcium, law, mV", law(20), {20, 25});
    meets("NE-01 shift from 2 to 0 mM calcium, law, mV", law(0), {-22, -14});
    meets("NE-01 the same from the charges, 2 to 20 mM, mV", decade, {15, 27});
    meets("NE-01 the same from the charges, 2 to 0 mM, mV", none_left, {-26, -12});
}
