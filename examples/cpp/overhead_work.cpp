// A scenario built in code, run, and read by name: an hour of overhead work with plain water afterwards.
#include <algorithm>
#include <iomanip>
#include <iostream>

#include "wryneck/core/error.hpp"
#include "wryneck/run/run.hpp"

using namespace wryneck;

int main() try {
    const Scenario work = scenario("Overhead work")
                              .lasts(hours(1))
                              .with(Subject{Sex::female, 65, true})
                              .with(Resolution{4})
                              .set("pitch", Profile::pulse(minutes(5), minutes(40), 25))
                              .set("drive", {"TRAP_U", "LEVSC"}, Profile::pulse(minutes(5), minutes(40), 0.10), {}, "arms overhead")
                              .set("sodium", Profile::ramp(minutes(40), minutes(60), 140, 134));

    Options options;
    options.seed = 7;
    options.every_s = 30;
    options.record = {"capacity", "potassium", "compression"};
    const Result result = run(work, options);

    const auto capacity = result.of("capacity", "TRAP_U_R"), potassium = result.of("potassium", "TRAP_U_R");
    std::cout << "time (min)  TRAP_U_R: capacity, K+ (mM)\n" << std::fixed << std::setprecision(2);
    for (std::size_t i = 0; i < result.time_s.size(); i += 20)
        std::cout << std::setw(10) << result.time_s[i] / 60 << std::setw(12) << capacity[i] << std::setw(8) << potassium[i] << '\n';

    const Series& load = result["compression"];
    double highest = 0;
    for (std::size_t i = 0; i < load.rows(); ++i) highest = std::max(highest, load.row(i)[1]);
    std::cout << "highest " << load.meaning << " at C4-C5: " << highest << ' ' << load.unit << '\n';
    for (const Episode& e : result.episodes)
        if (e.kind != "fasciculation burst")
            std::cout << e.kind << ' ' << e.muscle << ' ' << e.side << " at " << e.onset_s / 60 << " min, by " << e.cause << '\n';
    std::cout << to_string(result.status) << ' ' << result.message << '\n';
    return result.status == Status::complete ? 0 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
