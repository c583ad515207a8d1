// A run that cannot go on says why, when and where, and keeps what it has.
#include <atomic>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <utility>

#include "catch.hpp"
#include "wryneck/run/run.hpp"
#include "wryneck/run/simulation.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

Scenario small(double seconds = 60) {
    Scenario s = scenario("small").lasts(seconds);
    s.resolution = {2, {"SCM_ST"}};
    return s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0)).set("drive", {"SCM_ST_R"},
                                                                                                                               Profile::pulse(5, 20, 0.3));
}

Options fine() {
    Options o;
    o.every_s = 0.5;
    return o;
}

bool mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What must hold for every run that did not reach its end.
void kept_until(const Result& r, double end) {
    REQUIRE(!r.time_s.empty());
    CHECK(r.time_s.back() == Approx(end));
    CHECK(r.time_s.back() < 60);
    for (const Series& s : r.series) CHECK(s.rows() == r.time_s.size());
    for (const double v : r["force"].values) CHECK(std::isfinite(v));
}

double time_in(const std::string& message) { return std::stod(message.substr(3)); }  // "at T s ..."

}  // namespace

TEST_CASE("a run to its end is complete and has no message") {
    const Result r = run(small(), fine());
    CHECK(r.status == Status::complete);
    CHECK(r.message.empty());
    CHECK(r.time_s.size() == 121);
    CHECK(r.time_s.back() == 60.0);
}

TEST_CASE("the step budget ends a run with time, worst state, its value and unit") {
    Options o = fine();
    o.max_steps = 40;
    const Result r = run(small(), o);
    CHECK(r.status == Status::failed);
    CHECK(r.statistics.at("steps") + r.statistics.at("rejected") == 40);
    REQUIRE(mentions(r.message, "at "));
    CHECK(mentions(r.message, "the limit of steps was reached"));
    CHECK(mentions(r.message, "worst is SCM_ST_"));
    CHECK(mentions(r.message, " = "));
    CHECK(mentions(r.message, "last steps:"));
    kept_until(r, time_in(r.message));
}

TEST_CASE("the limit of computing time interrupts a run and the partial result is kept") {
    Options o = fine();
    o.wall_limit_s = 1e-9;
    const Result r = run(small(), o);
    CHECK(r.status == Status::interrupted);
    CHECK(mentions(r.message, "the limit of computing time was reached"));
    kept_until(r, time_in(r.message));
}

TEST_CASE("a stop flag interrupts a run between steps") {
    std::atomic<bool> stop = false;
    Options o = fine();
    o.stop = &stop;
    o.progress = [&](const Progress& p) {
        CHECK(p.duration_s == 60.0);
        stop = p.time_s > 10;
        return true;
    };
    const Result r = run(small(), o);
    CHECK(r.status == Status::interrupted);
    CHECK(mentions(r.message, "stopped on request"));
    CHECK(r.time_s.back() > 10);
    kept_until(r, time_in(r.message));
}

TEST_CASE("a progress callback that says no ends the run") {
    Options o = fine();
    o.progress = [](const Progress& p) { return p.time_s < 10; };
    const Result r = run(small(), o);
    CHECK(r.status == Status::interrupted);
    kept_until(r, time_in(r.message));
}

TEST_CASE("a smallest step that cannot hold the error is a failure with its reason") {
    Options o = fine();
    o.min_step_s = 0.5;
    o.tolerance = 1e-9;
    const Result r = run(small(), o);
    CHECK(r.status == Status::failed);
    CHECK(mentions(r.message, "the error stays too large at the smallest step"));
    CHECK(mentions(r.message, "of the tolerance"));
}

TEST_CASE("a value that is not finite is a failure that names the state") {
    // From outside every number is checked, so this one is broken inside.
    Simulation<double> simulation(small(), fine());
    Sections sections = simulation.save();
    ByteReader state(sections.at("state"));
    auto slow = state.values<double>();
    const std::size_t ph = Patch::States::offset<Energetics>() + 2;
    REQUIRE(Patch::States::names()[ph] == "energetics.pH");
    slow[ph] = std::numeric_limits<double>::quiet_NaN();
    ByteWriter broken;
    broken.put(slow);
    auto& bytes = sections.at("state");
    const auto replaced = broken.take();
    std::copy(replaced.begin(), replaced.end(), bytes.begin());
    simulation.load(sections);
    const Result r = simulation.run();
    CHECK(r.status == Status::failed);
    CHECK(mentions(r.message, "not finite"));
    CHECK(mentions(r.message, "SCM_ST_"));
}

TEST_CASE("a checkpoint that can no longer be written is a failure that keeps the rows so far") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wryneck_checkpoint_gone";
    std::filesystem::create_directories(folder);
    Options o = fine();
    o.checkpoint = (folder / "a.checkpoint").string(), o.checkpoint_every_s = 10;
    o.progress = [&](const Progress&) { return std::filesystem::remove_all(folder), true; };
    const Result r = run(small(), o);
    CHECK(r.status == Status::failed);
    CHECK(mentions(r.message, "cannot create"));
    CHECK(r.time_s.back() > 0);
    CHECK(r.time_s.back() < 60);
}

TEST_CASE("more values than memory is meant for are refused before the run") {
    Options o;
    o.every_s = 0.005, o.record = {"all"};
    try {
        (void)run(scenario("whole").lasts(72'000), o);
        FAIL("accepted");
    } catch (const InputError& e) {
        CHECK(e.field() == "every_s");
        CHECK(mentions(e.what(), "at most 200 million values"));
    }
}

TEST_CASE("a muscle comes to rest with unusual parameters, or is refused with the state that does not") {
    // At the edges of their ranges: rates far above the usual ones.
    Scenario s = small(30);
    for (const auto& [name, value] : {std::pair{"perfusion.G_m", 120.0}, {"perfusion.k_D", 0.6}, {"perfusion.m_Mb", 0.6},
                                      {"perfusion.P_Mb", 2.4}, {"perfusion.s_O", 0.001}, {"perfusion.f_t", 1.4}})
        s.parameters[name] = value;
    const Result r = run(s, fine());
    CHECK(r.status == Status::complete);
    for (const double v : r["po2"].values) REQUIRE((v > 0 && v < 200));

    s = small(30);
    for (const auto& [name, value] : {std::pair{"interstitium.K_0", 3.8}, {"interstitium.k_Na", 0.2}, {"interstitium.Na_0", 15.0},
                                      {"membrane.theta", -68.0}})
        s.parameters[name] = value;
    try {
        const Result rested = run(s, fine());
        for (const double v : rested["potassium"].values) REQUIRE((v > 0 && v < 20));
    } catch (const InputError& e) {
        CHECK(e.field() == "parameters");
        CHECK(mentions(e.what(), "at rest stays at rest"));
    }
}

TEST_CASE("an option that cannot be meant is refused with its name") {
    for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), 0.5}) {
        Options o;
        o.tolerance = bad;
        CHECK_THROWS_AS(run(small(), o), InputError);
    }
    Options o;
    o.record = {"forse"};
    try {
        run(small(), o);
        FAIL("accepted an unknown series");
    } catch (const InputError& e) {
        CHECK(mentions(e.what(), "forse"));
        CHECK(mentions(e.what(), "force"));
    }
}

namespace {

void short_runs(int n) {
    Scenario s = scenario("short").lasts(1);
    s.resolution = {1, {"SCM_ST"}};
    Options o;
    o.every_s = 0.5, o.record = {"force"};
    for (int i = 0; i < n; ++i) {
        o.seed = static_cast<std::uint64_t>(i);
        const Result r = run(s, o);
        REQUIRE(r.status == Status::complete);
        REQUIRE(r.time_s.size() == 3);
    }
}

/// Resident pages of this process; 0 where the system does not tell.
long resident_pages() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    return statm >> total >> resident ? resident : 0;
}

}  // namespace

TEST_CASE("a few short runs, for the sanitizer that counts what was not given back") { short_runs(3); }

TEST_CASE("a thousand runs leave no memory behind", "[slow]") {
    short_runs(100);
    const long before = resident_pages();
    short_runs(1000);
    const long grown = resident_pages() - before;
    std::printf("1000 runs: resident memory grew by %ld pages\n", grown);
    CHECK(grown < 250);  // a leak of 1 kB per run
}
