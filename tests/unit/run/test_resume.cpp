// A run that was cut goes on from its checkpoint and gives the bits of the run that was not.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/record/checkpoint.hpp"
#include "wryneck/run/run.hpp"

using namespace wryneck;

namespace {

/// A file that goes with its test.
struct Temporary {
    explicit Temporary(const char* name) : path((std::filesystem::temp_directory_path() / (std::string("wryneck_") + name)).string()) { std::filesystem::remove(path); }
    ~Temporary() { std::filesystem::remove(path); }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    std::string path;
};

Scenario busy() {
    Scenario s = scenario("busy").lasts(400);
    s.resolution = {3, {"SCM_ST", "TRAP_U"}};
    s.subject.cramp_history = true;
    s.set("gravity", Profile::constant(0)).set("support", Profile::constant(1)).set("control", Profile::constant(0));
    s.set("stretch", {"SCM_ST_R"}, Profile::constant(-0.15)).set("stimulation", {"SCM_ST_R"}, Profile::pulse(150, 152, 24));
    return s.set("calcium", Profile::ramp(0, 300, 1.25, 0.9)).set("drive", {"TRAP_U_R"}, Profile::pulse(50, 250, 0.2));
}

Options noisy() {
    Options o;
    o.seed = 5, o.every_s = 1;
    return o;
}

/// Values of two runs that differ.
double different(const Result& a, const Result& b) {
    CHECK(a.time_s == b.time_s);
    CHECK(a.episodes == b.episodes);
    CHECK(a.statistics == b.statistics);
    REQUIRE(a.series.size() == b.series.size());
    std::size_t n = 0;
    for (std::size_t i = 0; i < a.series.size(); ++i) n += test::different_bits(a.series[i].values, b.series[i].values);
    return static_cast<double>(n);
}

/// Runs until some time with checkpoints, as a process that is killed then, and goes on.
Result cut_and_resumed(double until, const std::string& file, bool scalar) {
    Options o = noisy();
    o.scalar = scalar, o.checkpoint = file, o.checkpoint_every_s = 30;
    o.progress = [&](const Progress& p) { return p.time_s < until; };
    const Result part = run(busy(), o);
    REQUIRE(part.status == Status::interrupted);
    o.progress = nullptr;
    return resume(file, busy(), o);
}

}  // namespace

TEST_CASE("run and resume give the same bits as one run", "[slow]") {
    double differ = 0;
    for (const bool scalar : {false, true}) {
        const Temporary file(scalar ? "resume_scalar.checkpoint" : "resume.checkpoint");
        Options o = noisy();
        o.scalar = scalar;
        const Result whole = run(busy(), o);
        REQUIRE(whole.status == Status::complete);
        REQUIRE(!whole.episodes.empty());
        for (const double until : {31.0, 100.0, 151.0, 160.0, 333.0}) {
            INFO("cut at " << until << " s, scalar " << scalar);
            differ += different(whole, cut_and_resumed(until, file.path, scalar));
        }
    }
    test::verifies("same.resume",
                   "values of a run of the neck that differ after it was cut at five times and resumed, in lanes and one by one", differ, {0, 0});
}

TEST_CASE("a checkpoint of another scenario, other options or with damage is refused") {
    const Temporary file("refused.checkpoint");
    Options o = noisy();
    o.checkpoint = file.path, o.note = "for the caller";
    o.progress = [](const Progress& p) { return p.time_s < 20; };
    REQUIRE(run(busy(), o).status == Status::interrupted);
    o.progress = nullptr;
    CHECK(checkpoint_note(file.path) == "for the caller");

    Options other = o;
    other.seed = 6;
    CHECK_THROWS_AS(resume(file.path, busy(), other), CheckpointError);
    CHECK_THROWS_AS(resume(file.path, busy().suppose("endplate_noise", 0), o), CheckpointError);
    CHECK_THROWS_AS(resume(file.path + ".none", busy(), o), CheckpointError);

    std::ifstream in(file.path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    in.close();
    const auto with = [&](const std::string& content) { std::ofstream(file.path, std::ios::binary | std::ios::trunc) << content; };
    for (const std::size_t length : {std::size_t{0}, bytes.size() - 1}) {
        with(bytes.substr(0, length));
        CHECK_THROWS_AS(resume(file.path, busy(), o), CheckpointError);
    }
    for (const std::size_t i : {bytes.size() / 3, bytes.size() - 2}) {
        std::string altered = bytes;
        altered[i] = static_cast<char>(altered[i] ^ 0x10);
        with(altered);
        CHECK_THROWS_AS(resume(file.path, busy(), o), CheckpointError);
    }
}

TEST_CASE("a checkpoint that cannot be written in the midst of a run is a failure, and the result is kept") {
    const auto folder = std::filesystem::temp_directory_path() / "wryneck_checkpoint_folder";
    std::filesystem::create_directories(folder);
    Options o = noisy();
    o.checkpoint = (folder / "a.checkpoint").string(), o.checkpoint_every_s = 30;
    o.progress = [&](const Progress& p) {
        if (p.time_s > 10) std::filesystem::remove_all(folder);
        return true;
    };
    const Result part = run(busy(), o);
    CHECK(part.status == Status::failed);
    CHECK(part.time_s.back() >= 30);
    CHECK(part.time_s.back() < 400);
    CHECK(part.message.find("s checkpoint " + o.checkpoint + ": cannot create the file") != std::string::npos);
}

TEST_CASE("a run that goes on with its steps used up ends at once") {
    const Temporary file("used_up.checkpoint");
    Options o = noisy();
    o.checkpoint = file.path, o.checkpoint_every_s = 5;
    o.progress = [](const Progress& p) { return p.time_s < 20; };
    REQUIRE(run(busy(), o).status == Status::interrupted);
    o.progress = nullptr, o.max_steps = 1;
    const Result none = resume(file.path, busy(), o);
    CHECK(none.status == Status::failed);
    CHECK(none.message.find("the limit of steps was reached") != std::string::npos);
    CHECK(none.message.find("worst") == std::string::npos);
}
