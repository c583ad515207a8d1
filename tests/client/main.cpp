// Builds a scenario in code, runs it through the compiled library and reads the results by name. It also uses lanes of its own,
// compiled with its own flags, so that a library that shared its templates with its clients would show here.
#include <cstdio>
#include <string>

#include "wryneck/core/error.hpp"
#include "wryneck/core/lanes.hpp"
#include "wryneck/run/run.hpp"
#include "wryneck/version.hpp"

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
    if (holds) return;
    std::printf("client: it does not hold that %s\n", what);
    ++failures;
}

double last_force(double drive) {
    wryneck::Scenario scenario;
    scenario.duration_s = 2;
    scenario.resolution.patches_per_muscle = 2;
    scenario.set("drive", {"TRAP_U_R"}, wryneck::Profile::constant(drive));
    const wryneck::Result result = wryneck::run(scenario);
    expect(result.status == wryneck::Status::complete, "a run of two seconds is complete");
    const auto& force = result["force"].values;
    return force.at(force.size() - result.muscles.size());
}

void refusal_reaches_the_client() {
    wryneck::Scenario scenario;
    scenario.duration_s = -1;
    try {
        wryneck::run(scenario);
        expect(false, "a negative duration is refused");
    } catch (const wryneck::InputError& error) {
        expect(std::string(error.what()).find("duration") != std::string::npos, "the refusal names the duration");
    }
}

}  // namespace

int main() {
    expect(wryneck::version() == wryneck::version_text, "library and headers are of one version");
    const wryneck::Lanes<8> lanes = exp(wryneck::Lanes<8>(0.0));
    expect(lanes[7] == 1.0, "lanes of the client compute");
    expect(last_force(0.5) > last_force(0.0), "a driven muscle pulls more than one that is not driven");
    refusal_reaches_the_client();
    std::printf("client: wryneck %s, %d failures\n", wryneck::version_text.data(), failures);
    return failures;
}
