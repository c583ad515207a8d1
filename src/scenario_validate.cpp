#include "wryneck/scenario/validate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace wryneck {

namespace {

using Slots = std::vector<int>;

std::string number(double v) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", v);
    return text;
}

std::string quantity(double v, std::string_view unit) {
    return unit == "1" ? number(v) : number(v) + " " + std::string(unit);
}

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string between(double lowest, double highest, std::string_view unit) {
    return number(lowest) + " to " + quantity(highest, unit);
}

void check_range(const std::string& field, double v, double lowest, double highest, std::string_view unit) {
    if (std::isfinite(v) && v >= lowest && v <= highest) return;
    throw InputError(field, quantity(v, unit), "a number from " + between(lowest, highest, unit));
}

template <class Table>
std::vector<std::string> names_in(const Table& table) {
    std::vector<std::string> names;
    for (const auto& row : table) names.emplace_back(row.name);
    return names;
}

void check_frame(const Scenario& s) {
    if (!std::isfinite(s.duration_s) || s.duration_s <= 0 || s.duration_s > longest_duration_s)
        throw InputError("duration", quantity(s.duration_s, "s"), "a time above 0 s and up to 90 days");
    check_range("subject.mass", s.subject.mass_kg, lowest_mass_kg, highest_mass_kg, "kg");
    const int patches = s.resolution.patches_per_muscle;
    if (patches < 1 || patches > most_patches_per_muscle)
        throw InputError("resolution.patches_per_muscle", std::to_string(patches),
                         "a whole number from 1 to " + std::to_string(most_patches_per_muscle));
    if (s.resolution.muscles.empty())
        throw InputError("resolution.muscles", "empty", "names of muscles, such as 'all'");
    if (s.timeline.size() > most_actions)
        throw InputError("timeline", std::to_string(s.timeline.size()) + " actions long",
                         "at most " + std::to_string(most_actions));
}

void check_hypotheses(const Scenario& s) {
    for (const auto& [name, gain] : s.hypotheses) {
        const auto* row = find_hypothesis(name);
        if (!row)
            throw InputError("hypotheses." + name, "unknown", "the name of a hypothesis",
                             nearest_name(name, names_in(hypotheses)));
        check_range("hypotheses." + name, gain, row->lowest, row->highest, "1");
    }
}

void check_parameter(const std::string& name, double v, const std::vector<ParameterRange>& known) {
    const std::string field = "parameters." + name;
    if (!std::isfinite(v)) throw InputError(field, number(v), "a finite number");
    if (known.empty()) return;
    const auto row = std::find_if(known.begin(), known.end(), [&](const auto& r) { return r.name == name; });
    if (row == known.end())
        throw InputError(field, "unknown", "the name of a parameter", nearest_name(name, names_in(known)));
    check_range(field, v, row->lowest, row->highest, "1");
}

const InputInfo& check_input(const Action& action, const std::string& path) {
    const auto* input = find_input(action.input);
    if (!input)
        throw InputError(path + ".input", quoted(action.input), "the name of an input",
                         nearest_name(action.input, names_in(inputs)));
    const std::string acts = "no list, as '" + action.input + "' acts on the ";
    if (input->scope == Scope::body && !action.targets.empty())
        throw InputError(path + ".muscles", "given", acts + "whole body");
    if (input->scope != Scope::body && action.targets.empty())
        throw InputError(path + ".muscles", "missing or empty", "the names of muscles or groups, such as 'all'");
    if (input->scope != Scope::patch && !action.patches.all())
        throw InputError(path + ".patches", "given",
                         acts + (input->scope == Scope::body ? "whole body" : "whole muscle"));
    return *input;
}

void check_times(const Profile& p, const std::string& path, double duration_s) {
    if (p.time_s.empty() || p.time_s.size() != p.value.size())
        throw InputError(path + ".value",
                         std::to_string(p.value.size()) + " values at " + std::to_string(p.time_s.size()) + " times",
                         "as many values as times and at least one");
    for (std::size_t k = 0; k < p.time_s.size(); ++k) {
        const double t = p.time_s[k];
        const std::string field = path + (k == 0 ? ".at" : ".table[" + std::to_string(k) + "]");
        if (!std::isfinite(t) || t < 0) throw InputError(field, quantity(t, "s"), "a time of 0 s or later");
        if (k > 0 && t < p.time_s[k - 1])
            throw InputError(field, quantity(t, "s"), "a time not before " + quantity(p.time_s[k - 1], "s"));
        if (k > 1 && t <= p.time_s[k - 2]) throw InputError(field, quantity(t, "s"), "at most two values at one time");
    }
    if (p.begin_s() >= duration_s)
        throw InputError(path + ".at", quantity(p.begin_s(), "s"),
                         "a time before the end at " + quantity(duration_s, "s"));
    if (!(p.until_s > p.begin_s()))
        throw InputError(path + ".until", quantity(p.until_s, "s"),
                         "a time after the start at " + quantity(p.begin_s(), "s"));
}

struct Reach {  // what an action touches
    const Action* action;
    std::string path;
    Slots muscles, patches;  // no patches: all
};

bool meet(const Slots& a, const Slots& b) {
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        if (*i == *j) return true;
        if (*i < *j)
            ++i;
        else
            ++j;
    }
    return false;
}

/// The listed patches in order; none for all of them.
Slots check_patches(const Patches& patches, const std::string& field, int patches_per_muscle) {
    if (patches.all()) return {};
    const std::string numbers = "from 0 to " + std::to_string(patches_per_muscle - 1);
    Slots listed = patches.listed();
    if (listed.empty()) throw InputError(field, "empty", "whole numbers " + numbers + ", or no list for all patches");
    for (std::size_t k = 0; k < listed.size(); ++k)
        if (listed[k] < 0 || listed[k] >= patches_per_muscle)
            throw InputError(field + "[" + std::to_string(k) + "]", std::to_string(listed[k]), "a whole number " + numbers);
    std::sort(listed.begin(), listed.end());
    return listed;
}

Reach check_action(const Action& action, const std::string& path, const Scenario& s, const Targets& targets,
                   const Slots& chosen) {
    const auto& input = check_input(action, path);
    check_times(action.profile, path, s.duration_s);
    for (std::size_t k = 0; k < action.profile.value.size(); ++k)
        check_range(path + (action.profile.value.size() > 1 ? ".value[" + std::to_string(k) + "]" : ".value"),
                    action.profile.value[k], input.lowest, input.highest, input.unit);
    const Slots patches = check_patches(action.patches, path + ".patches", s.resolution.patches_per_muscle);
    if (input.scope == Scope::body) return {&action, path, {0}, {}};
    auto muscles = targets.resolve(action.targets, path + ".muscles");
    for (const std::string& name : action.targets)
        if (!meet(targets.resolve({name}, path + ".muscles"), chosen))
            throw InputError(path + ".muscles", quoted(name), "a muscle that resolution.muscles contains");
    return {&action, path, std::move(muscles), patches};
}

bool overlap(const Reach& a, const Reach& b) {
    const auto& p = a.action->profile;
    const auto& q = b.action->profile;
    return p.begin_s() < q.until_s && q.begin_s() < p.until_s && meet(a.muscles, b.muscles) &&
           (a.patches.empty() || b.patches.empty() || meet(a.patches, b.patches));
}

std::string in_words(const Reach& r) {
    const auto& p = r.action->profile;
    std::string text = quoted(r.action->input);
    if (!r.action->targets.empty())
        text += " on " + r.action->targets[0] + (r.action->targets.size() > 1 ? " and others" : "");
    return text + " from " + quantity(p.begin_s(), "s") +
           (std::isfinite(p.until_s) ? " to " + quantity(p.until_s, "s") : " to the end");
}

void check_overlaps(std::vector<Reach>& reaches) {
    std::array<std::vector<const Reach*>, input_count> by_input;
    for (const auto& r : reaches) {
        auto& earlier = by_input[index_of(find_input(r.action->input)->id)];
        for (const auto* other : earlier)
            if (overlap(*other, r))
                throw InputError(
                    r.path, in_words(r),
                    "no overlap with " + other->path + " (" + in_words(*other) + "), end one before the other starts");
        earlier.push_back(&r);
    }
}

}  // namespace

void validate(const Scenario& s, const Targets& targets, const std::vector<ParameterRange>& parameters) {
    check_frame(s);
    check_hypotheses(s);
    for (const auto& [name, v] : s.parameters) check_parameter(name, v, parameters);
    const auto chosen = targets.resolve(s.resolution.muscles, "resolution.muscles");
    std::vector<Reach> reaches;
    for (std::size_t i = 0; i < s.timeline.size(); ++i)
        reaches.push_back(check_action(s.timeline[i], "timeline[" + std::to_string(i) + "]", s, targets, chosen));
    check_overlaps(reaches);
}

}  // namespace wryneck
