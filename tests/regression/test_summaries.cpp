// Has anything moved that nobody meant to move? Ten outputs and the cost of three short scenarios against the figures in
// summaries.txt. They say what was, not what is right: what is right stands in tests/validation.
//
// A change that is meant: run once with WRYNECK_RENEW=1 in the environment, look at the difference, commit the file with
// the change that caused it. That run fails, so that nobody renews by accident.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "wryneck/run/run.hpp"

using namespace wryneck;

namespace {

struct Figure {
    double value, tolerance;  // relative
};
using Summary = std::map<std::string, Figure>;

// Other compilers and instruction sets round differently: steps shift by a few, outputs by less than what they are compared to.
constexpr double of_costs = 0.05, of_outputs = 0.005, of_chance = 0.02;

double at(const Result& r, const char* series, const char* muscle, double t) {
    const auto row = std::lower_bound(r.time_s.begin(), r.time_s.end(), t - 1e-9) - r.time_s.begin();
    return r.of(series, muscle)[static_cast<std::size_t>(row)];
}

double largest(const Result& r, const char* series, const char* muscle) {
    const auto v = r.of(series, muscle);
    return *std::max_element(v.begin(), v.end());
}

void add_costs(Summary& s, const std::string& name, const Result& r) {
    REQUIRE(r.status == Status::complete);
    for (const char* what : {"steps", "patch_rates", "pool_rates"}) s[name + " " + what] = {r.statistics.at(what), of_costs};
}

Options plain(double every_s) {
    Options o;
    o.noise = false, o.every_s = every_s, o.record = {"all"};
    return o;
}

Scenario& on_the_back(Scenario& s) {
    return s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
}

/// The whole neck for half an hour at a desk.
void desk(Summary& s) {
    Scenario desk = scenario("desk").lasts(1800).set("pitch", Profile::constant(-17)).set("drive", {"TRAP_U", "LEVSC"}, Profile::constant(0.03));
    desk.resolution.patches_per_muscle = 2;
    const Result r = run(desk, plain(10));
    add_costs(s, "desk", r);
    s["desk pitch (deg)"] = {r["angle"].row(180)[0], of_outputs};
    s["desk compression at C4-C5 (N)"] = {r["compression"].row(180)[1], of_outputs};
    s["desk force of SSP_CAP_R (N)"] = {at(r, "force", "SSP_CAP_R", 1800), of_outputs};
    s["desk phosphocreatine of TRAP_U_R (mM)"] = {at(r, "pcr", "TRAP_U_R", 1800), of_outputs};
    s["desk capacity of TRAP_U_R"] = {at(r, "capacity", "TRAP_U_R", 1800), of_outputs};
    s["desk flow of LEVSC_L (ml/100g/min)"] = {at(r, "flow", "LEVSC_L", 1800), of_outputs};
    s["desk lactate of TRAP_U_R (mM)"] = {at(r, "lactate", "TRAP_U_R", 1800), of_outputs};
    s["desk potassium of SSP_CAP_R (mM)"] = {at(r, "potassium", "SSP_CAP_R", 1800), of_outputs};
    s["desk oxygen of SSP_CAP_R (mmHg)"] = {at(r, "po2", "SSP_CAP_R", 1800), of_outputs};
    s["desk pain"] = {r["pain"].row(180)[0], of_chance};
}

/// A cramp by nerve stimulation at short length.
void cramp(Summary& s) {
    Scenario bench = scenario("cramp").lasts(200);
    bench.subject.cramp_history = true;
    bench.resolution = {2, {"SCM_ST"}};
    on_the_back(bench).set("stretch", {"SCM_ST_R"}, Profile::constant(-0.15)).set("stimulation", {"SCM_ST_R"}, Profile::pulse(10, 12, 24));
    const Result r = run(bench, plain(0.5));
    add_costs(s, "cramp", r);
    REQUIRE(r.episodes.size() == 1);
    s["cramp onset (s)"] = {r.episodes[0].onset_s, of_outputs};
    s["cramp duration (s)"] = {r.episodes[0].duration_s, of_chance};
    s["cramp peak force (N)"] = {r.episodes[0].peak_force_N, of_outputs};
    s["cramp activation after 20 s"] = {at(r, "activation", "SCM_ST_R", 32), of_outputs};
    s["cramp largest potassium (mM)"] = {largest(r, "potassium", "SCM_ST_R"), of_outputs};
    s["cramp largest spontaneous discharge (Hz)"] = {largest(r, "spontaneous", "SCM_ST_R"), of_outputs};
    s["cramp persistent current after 20 s"] = {at(r, "persistent_current", "SCM_ST_R", 32), of_outputs};
    s["cramp phosphocreatine after 20 s (mM)"] = {at(r, "pcr", "SCM_ST_R", 32), of_outputs};
    s["cramp pH at the end"] = {at(r, "ph", "SCM_ST_R", 200), of_outputs};
    s["cramp rest of the fibre at the end (mV)"] = {at(r, "resting_potential", "SCM_ST_R", 200), of_outputs};
}

/// A knot by overload of two patches, followed for two hours.
void knot(Summary& s) {
    Scenario bench = scenario("knot").lasts(7200);
    bench.resolution = {6, {"TRAP_U"}};
    on_the_back(bench).set("strain", {"TRAP_U_R"}, Profile::pulse(600, 1200, 15), {2, 3});
    const Result r = run(bench, plain(20));
    add_costs(s, "knot", r);
    REQUIRE(!r.episodes.empty());
    s["knot onset (s)"] = {r.episodes[0].onset_s, of_chance};
    s["knot duration (s)"] = {r.episodes[0].duration_s, of_chance};
    s["knot largest contracture"] = {largest(r, "contracture", "TRAP_U_R"), of_outputs};
    s["knot largest radius (mm)"] = {largest(r, "knot_radius", "TRAP_U_R"), of_outputs};
    s["knot mediators after an hour"] = {at(r, "mediator", "TRAP_U_R", 3600), of_outputs};
    s["knot afferents after half an hour"] = {at(r, "afferent", "TRAP_U_R", 1800), of_outputs};
    s["knot largest resting calcium (0.1 uM)"] = {largest(r, "calcium_rest", "TRAP_U_R"), of_outputs};
    s["knot phosphocreatine after half an hour (mM)"] = {at(r, "pcr", "TRAP_U_R", 1800), of_outputs};
    s["knot force after half an hour (N)"] = {at(r, "force", "TRAP_U_R", 1800), of_outputs};
    s["knot pressure after half an hour (mmHg)"] = {at(r, "pressure", "TRAP_U_R", 1800), of_outputs};
}

std::string file() {
    const char* root = std::getenv("WRYNECK_SOURCE_DIR");
    return std::string(root ? root : ".") + "/tests/regression/summaries.txt";
}

void write(const Summary& summary) {
    std::ofstream out(file());
    out << "# name = value, relative tolerance. Renewed by WRYNECK_RENEW=1, see test_summaries.cpp.\n";
    char line[200];
    for (const auto& [name, f] : summary) {
        std::snprintf(line, sizeof line, "%s = %.6g, %g\n", name.c_str(), f.value, f.tolerance);
        out << line;
    }
}

Summary read() {
    std::ifstream in(file());
    Summary summary;
    for (std::string line; std::getline(in, line);) {
        const auto equals = line.find(" = ");
        if (line.starts_with('#') || equals == std::string::npos) continue;
        Figure f{};
        char comma = 0;
        std::istringstream numbers(line.substr(equals + 3));
        numbers >> f.value >> comma >> f.tolerance;
        REQUIRE(comma == ',');
        REQUIRE(!numbers.fail());
        summary[line.substr(0, equals)] = f;
    }
    return summary;
}

}  // namespace

TEST_CASE("summaries of three scenarios are what they were", "[slow]") {
    Summary now;
    desk(now), cramp(now), knot(now);
    const char* renew = std::getenv("WRYNECK_RENEW");
    if (renew && std::string(renew) == "1") {
        write(now);
        FAIL("renewed " << file() << ": look at the difference, then run without WRYNECK_RENEW");
    }
    const Summary before = read();
    for (const auto& [name, f] : before) {
        INFO(name << ": was " << f.value);
        REQUIRE(now.count(name) == 1);
        CHECK(std::abs(now[name].value - f.value) <= f.tolerance * std::abs(f.value));
    }
    CHECK(now.size() == before.size());
}
