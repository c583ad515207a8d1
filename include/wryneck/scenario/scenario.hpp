#pragma once
// A scenario says what happens to whom, when and for how long. Plain values: build it in code or read it from a file.

#include "wryneck/scenario/hypotheses.hpp"
#include "wryneck/scenario/inputs.hpp"
#include "wryneck/scenario/profile.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wryneck {

enum class Sex { female, male };

struct Subject {
    Sex sex = Sex::male;
    double mass_kg = 75;
    bool cramp_history = false;

    friend bool operator==(const Subject&, const Subject&) = default;
};

struct Resolution {
    int patches_per_muscle = 6;
    std::vector<std::string> muscles = {"all"};

    friend bool operator==(const Resolution&, const Resolution&) = default;
};

/// Which patches of a muscle: all, unless some are listed. A list that came out empty stays a list, and is refused.
class Patches {
public:
    Patches() = default;
    Patches(std::initializer_list<int> some) : some_(some) {}
    Patches(std::vector<int> some) : some_(std::move(some)) {}

    bool all() const { return !some_; }
    const std::vector<int>& listed() const { return some_.value(); }

    friend bool operator==(const Patches&, const Patches&) = default;

private:
    std::optional<std::vector<int>> some_;
};

struct Action {
    std::string input;
    std::vector<std::string> targets;  ///< muscles or groups; none for inputs of the body
    Patches patches;
    Profile profile;
    std::string label;

    friend bool operator==(const Action&, const Action&) = default;
};

struct Scenario {
    using Names = std::vector<std::string>;

    std::string name, description;
    Subject subject;
    Resolution resolution;
    std::map<std::string, double> hypotheses, parameters;
    double duration_s = 0;
    std::vector<Action> timeline;

    Scenario& lasts(double seconds) { return duration_s = seconds, *this; }
    Scenario& about(std::string text) { return description = std::move(text), *this; }
    Scenario& with(Subject who) { return subject = who, *this; }
    Scenario& with(Resolution how) { return resolution = std::move(how), *this; }
    Scenario& suppose(const std::string& hypothesis, double gain) { return hypotheses[hypothesis] = gain, *this; }
    Scenario& parameter(const std::string& which, double v) { return parameters[which] = v, *this; }

    Scenario& set(std::string input, Profile profile) { return set(std::move(input), Names{}, std::move(profile)); }
    Scenario& set(std::string input, Names targets, Profile profile, Patches patches = {}, std::string label = {}) {
        timeline.push_back(
            {std::move(input), std::move(targets), std::move(patches), std::move(profile), std::move(label)});
        return *this;
    }

    friend bool operator==(const Scenario&, const Scenario&) = default;
};

inline Scenario scenario(std::string name) {
    Scenario s;
    s.name = std::move(name);
    return s;
}

/// The gain of a hypothesis in this scenario, its default when the scenario is silent.
inline double gain(const Scenario& s, Hypothesis hypothesis) {
    const auto found = s.hypotheses.find(std::string(info(hypothesis).name));
    return found == s.hypotheses.end() ? info(hypothesis).standard : found->second;
}

/// Times inside the scenario at which some input or its slope jumps: sorted, each once, with the end as the last.
std::vector<double> switching_times(const Scenario& s);

}  // namespace wryneck
