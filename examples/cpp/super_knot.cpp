// A knot that recruits the neck through sensitised roots, treated by stretch, inhibition and rest, and its untreated twin.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "wryneck/core/error.hpp"
#include "wryneck/run/run.hpp"

using namespace wryneck;

namespace {

Scenario untreated() {
    return scenario("Super-knot")
        .lasts(hours(4))
        .with(Resolution{2, {"right"}})
        .suppose("spinal_sensitisation", 1)
        .set("strain", {"TRAP_U_R"}, Profile::pulse(minutes(10), minutes(20), 20), {}, "overload")
        .set("stress", Profile::pulse(0, hours(2), 0.5));
}

Scenario treated() {
    const double t = hours(2);
    return untreated()
        .set("gravity", Profile::step(t, 0))
        .set("support", Profile::step(t, 1))
        .set("inhibition", {"all"}, Profile::pulse(t, hours(3.5), 0.5), {}, "a muscle relaxant")
        .set("stretch", {"all"}, Profile::table({hours(2.5), hours(2.6), hours(2.9), hours(3)}, {0, 0.12, 0.12, 0}), {}, "slow stretch");
}

/// How many muscles are in contracture at each recorded time.
std::vector<long> knotted(const Result& result) {
    const Series& contracture = result["contracture"];
    std::vector<long> count;
    for (std::size_t i = 0; i < contracture.rows(); ++i) {
        const auto row = contracture.row(i);
        count.push_back(std::count_if(row.begin(), row.end(), [](double c) { return c > 0.25; }));
    }
    return count;
}

}  // namespace

int main() try {
    Options options;
    options.every_s = 600;
    options.record = {"contracture", "pain"};
    const Result with = run(treated(), options), without = run(untreated(), options);
    const auto a = knotted(with), b = knotted(without);
    std::cout << "time (h)   muscles in contracture (pain)\n           treated       untreated\n" << std::fixed << std::setprecision(1);
    for (std::size_t i = 0; i < a.size(); i += 3)
        std::cout << std::setw(8) << with.time_s[i] / 3600 << std::setw(6) << a[i] << " (" << with["pain"].values[i] << ')' << std::setw(9)
                  << b[i] << " (" << without["pain"].values[i] << ")\n";
    for (const Episode& e : with.episodes)
        if (e.kind == "super-knot")
            std::cout << "super-knot from " << e.onset_s / 3600 << " h for " << e.duration_s / 3600 << " h" << (e.ongoing ? ", not ended" : "") << '\n';
    return with.status == Status::complete && without.status == Status::complete ? 0 : 1;
} catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
