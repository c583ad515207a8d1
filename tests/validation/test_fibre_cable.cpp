// A fibre along its length, and fibres side by side: conduction, orders and convergence of the scheme, block, what is
// kept. Values without a key have no published target: they hold the scheme.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/run/cable.hpp"

using namespace wryneck;

namespace {

CableProtocol one_impulse(FibreKind kind = FibreKind::fast) {
    CableProtocol p;
    p.fibre.kind = kind, p.fibre.pulses_ms = {0.5}, p.fibre.duration_ms = 10, p.fibre.every_ms = 10;
    p.fibre.record = {"membranes.V_s"};
    return p;
}

/// The first arrival at each place of a fibre in a stretch of time; not a number where there is none.
std::vector<double> first_arrivals(const CableTraces& traces, std::size_t fibre = 0, double since_ms = 0) {
    std::vector<double> first(traces.position_cm.size(), std::numeric_limits<double>::quiet_NaN());
    for (const Arrival& a : traces.arrivals)
        if (a.fibre == fibre && a.time_ms >= since_ms && std::isnan(first[a.place])) first[a.place] = a.time_ms;
    return first;
}

/// m/s from 2.5 to 3.5 cm, the end-plate being at 2 cm: slope of a straight line through the arrivals.
double velocity(const CableTraces& traces) {
    const auto first = first_arrivals(traces);
    double n = 0, x = 0, t = 0, xx = 0, xt = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double at = traces.position_cm[i];
        if (at < 2.5 || at > 3.5) continue;
        n += 1, x += at, t += first[i], xx += at * at, xt += at * first[i];
    }
    constexpr double m_s_per_cm_ms = 10;
    return m_s_per_cm_ms * (n * xx - x * x) / (n * xt - x * t);
}

double velocity_of(FibreKind kind, int places, double largest_change) {
    CableProtocol p = one_impulse(kind);
    p.places = places, p.largest_change = largest_change;
    return velocity(run_cable(p));
}

std::size_t reached(const CableTraces& traces, std::size_t fibre = 0, double since_ms = 0) {
    const auto first = first_arrivals(traces, fibre, since_ms);
    return static_cast<std::size_t>(std::count_if(first.begin(), first.end(), [](double t) { return !std::isnan(t); }));
}

}  // namespace

TEST_CASE("fibres conduct at 3 to 5 m/s at 35 degC [EK-79, unverified]", "[fibre]") {
    const double fast = velocity_of(FibreKind::fast, 320, 4), slow = velocity_of(FibreKind::slow, 320, 4);
    INFO("fast " << fast << ", slow " << slow << " m/s");
    CHECK(fast > 3);
    CHECK(fast < 5);
    CHECK(slow > 3);
    CHECK(slow < fast);
}

TEST_CASE("the velocity is converged to 1 % in places and in steps", "[fibre][slow]") {
    const double usual = velocity_of(FibreKind::fast, 320, 4);
    const double finer_places = velocity_of(FibreKind::fast, 640, 4), finer_steps = velocity_of(FibreKind::fast, 320, 1);
    test::verifies("against.velocity_places",
                   "conduction velocity at 80 places per cm against 160, relative", std::abs(usual / finer_places - 1), {0, 0.01});
    test::verifies("against.velocity_steps",
                   "conduction velocity at default steps against a quarter of them, relative", std::abs(usual / finer_steps - 1), {0, 0.01});
}

TEST_CASE("the split scheme has order two in time", "[fibre][slow]") {
    const auto profile = [](double h) {
        CableProtocol p = one_impulse();
        p.length_cm = 1, p.places = 40, p.fibre.duration_ms = p.fibre.every_ms = 2.5, p.fibre.tolerance = 1e-9;
        p.largest_change = 50, p.longest_step_ms = h;
        const CableTraces traces = run_cable(p);
        const auto row = traces["membranes.V_s"].row(1);
        return std::vector<double>(row.begin(), row.end());
    };
    const auto reference = profile(0.000625);
    const auto error = [&](double h) {
        double sum = 0;
        const auto v = profile(h);
        for (std::size_t i = 0; i < v.size(); ++i) sum += (v[i] - reference[i]) * (v[i] - reference[i]);
        return std::sqrt(sum / static_cast<double>(v.size()));
    };
    const double coarse = error(0.01), fine = error(0.0025), order = std::log2(coarse / fine) / 2;
    INFO("rms error " << coarse << " and " << fine << " mV");
    test::verifies("order.cable", "2: splitting of a fibre along its length, profile of an action potential", order, {1.8, test::unlimited});
    CHECK(fine < 0.2);
}

TEST_CASE("block creeps towards the end-plate as potassium rises along the fibre [NE-17]", "[fibre][slow]") {
    // Potassium rises towards the end in steps; each protocol adds to all of them.
    const auto places_reached = [](double more) {
        CableProtocol p = one_impulse();
        p.end_plate = 0.1, p.places = 160;
        for (int z = 0; z < 6; ++z) {
            const double from = 1 + 0.5 * z;
            p.zones.push_back({from, from + 0.5, {{"K", 5 + 1.5 * z + more}}});
        }
        return reached(run_cable(p));
    };
    const std::size_t low = places_reached(0), middle = places_reached(4), high = places_reached(8);
    INFO("places reached " << low << ", " << middle << ", " << high << " of 160");
    CHECK(low > middle);
    CHECK(middle > high);
    CHECK(high > 20);
}

TEST_CASE("a cable of one place is the fibre", "[fibre]") {
    CableProtocol p = one_impulse();
    p.places = 1, p.length_cm = 0.05, p.fibre.amplitude = 400, p.fibre.every_ms = 1, p.largest_change = 0.5;
    const CableTraces cable = run_cable(p);
    const FibreTraces fibre = run_fibre(p.fibre);
    const auto& V_s = cable["membranes.V_s"].values;
    REQUIRE(V_s.size() == fibre.time_ms.size());
    double gap = 0;
    for (std::size_t i = 0; i < V_s.size(); ++i) gap = test::larger(gap, std::abs(V_s[i] - fibre["membranes.V_s"][i]));
    test::verifies("against.cable_of_one", "a cable of one place against the fibre, mV", gap, {0, 0.05});
}

TEST_CASE("potassium, sodium and chloride of a bundle are kept", "[fibre]") {
    CableProtocol p;
    p.bundle = {{FibreKind::fast, {0.5, 5}}, {FibreKind::slow, {}}, {FibreKind::fast, {1}}};
    p.length_cm = 1, p.places = 40, p.fibre.duration_ms = p.fibre.every_ms = 12;
    p.fibre.parameters = {{"bath.exchange", 0.0}}, p.cable = {{"tau_mix", 5.0}};
    p.fibre.record = {"ions.K_i", "ions.K_t", "ions.K_e", "ions.Na_i", "ions.Na_t", "ions.Na_e", "ions.Cl_i", "ions.Cl_t", "ions.Cl_e"};
    const CableTraces traces = run_cable(p);
    constexpr double shell = 0.2;
    const std::vector<double> tubule{0.00192, 0.001116, 0.00192};
    for (const char* ion : {"K", "Na", "Cl"}) {
        const auto total = [&](std::size_t row) {
            double sum = 0;
            const std::string name = std::string("ions.") + ion;
            for (std::size_t f = 0; f < 3; ++f)
                for (std::size_t i = 0; i < 40; ++i) {
                    const auto at = [&](const char* where) { return traces[name + where].row(row)[f * 40 + i]; };
                    sum += at("_i") + tubule[f] * at("_t") + shell * at("_e");
                }
            return sum;
        };
        test::verifies("kept.bundle." + std::string(ion),
                       std::string(ion) + " in three fibres of 40 places and around them", std::abs(total(1) / total(0) - 1), {0, 1e-9});
    }
}

TEST_CASE("a fibre at rest takes up potassium outside that its neighbours lost", "[fibre][slow]") {
    CableProtocol p;
    const auto train = pulse_train(100, 50);
    p.bundle = {{FibreKind::fast, train}, {FibreKind::fast, train}, {FibreKind::fast, train}, {FibreKind::fast, {}}};
    p.places = 1, p.length_cm = 0.05, p.fibre.amplitude = 400;
    p.fibre.duration_ms = p.fibre.every_ms = 2000, p.fibre.record = {"ions.K_e", "membranes.V_s"};
    const CableTraces traces = run_cable(p);
    const auto before = traces["ions.K_e"].row(0), after = traces["ions.K_e"].row(1);
    INFO("outside: active " << after[0] << ", resting " << after[3] << " mM, from " << before[3] << "; potential " << traces["membranes.V_s"].row(0)[3] << " -> "
                               << traces["membranes.V_s"].row(1)[3]);
    CHECK(after[3] > before[3] + 0.2);
    CHECK(after[3] < after[0]);
    CHECK(traces["membranes.V_s"].row(1)[3] > traces["membranes.V_s"].row(0)[3] + 0.05);
    CHECK(reached(traces, 3) == 0);
}

TEST_CASE("any number of threads gives a cable the same bits", "[fibre]") {
    const auto values = [](int threads) {
        CableProtocol p = one_impulse();
        p.length_cm = 1, p.places = 37, p.fibre.duration_ms = 3, p.threads = threads;
        return run_cable(p)["membranes.V_s"].values;
    };
    const auto one = values(1);
    const auto different = test::different_bits(one, values(2)) + test::different_bits(one, values(3));
    test::verifies("same.cable_threads",
                   "values of a cable on two and three threads that differ from those on one", static_cast<double>(different), {0, 0});
}
