#include "wryneck/scenario/timeline.hpp"

#include "wryneck/core/error.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace wryneck {

std::vector<double> switching_times(const Scenario& s) {
    std::vector<double> times{s.duration_s};
    for (const auto& action : s.timeline)
        for (const double t : action.profile.corners())
            if (t > 0 && t < s.duration_s) times.push_back(t);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

namespace {

std::vector<std::size_t> slots_of(const Action& action, const InputInfo& input, const Targets& targets,
                                  const std::string& path, std::size_t n_patches) {
    if (input.scope == Scope::body) return {0};
    std::vector<std::size_t> slots;
    for (const int muscle : targets.resolve(action.targets, path + ".muscles")) {
        const auto m = static_cast<std::size_t>(muscle);
        if (input.scope == Scope::muscle) {
            slots.push_back(m);
        } else if (action.patches.all()) {
            for (std::size_t k = 0; k < n_patches; ++k) slots.push_back(m * n_patches + k);
        } else {
            for (const int k : action.patches.listed()) slots.push_back(m * n_patches + static_cast<std::size_t>(k));
        }
    }
    std::sort(slots.begin(), slots.end());
    return slots;
}

}  // namespace

Timeline::Timeline(const Scenario& s, const Targets& targets, std::size_t n_muscles, std::size_t n_patches)
    : n_muscles_(n_muscles), n_patches_(n_patches), switching_times_(wryneck::switching_times(s)) {
    for (std::size_t i = 0; i < s.timeline.size(); ++i) {
        const auto& action = s.timeline[i];
        const std::string path = "timeline[" + std::to_string(i) + "]";
        const auto* input = find_input(action.input);
        if (!input) throw InputError(path + ".input", "'" + action.input + "'", "the name of an input");
        actions_[index_of(input->id)].push_back({action.profile, slots_of(action, *input, targets, path, n_patches)});
    }
    for (const auto& row : inputs)
        if (has(row.id)) acting_.push_back(row.id);
}

std::size_t Timeline::size_of(Input input) const {
    switch (info(input).scope) {
        case Scope::body:
            return 1;
        case Scope::muscle:
            return n_muscles_;
        default:
            return n_muscles_ * n_patches_;
    }
}

InputValues Timeline::defaults() const {
    InputValues values;
    for (const auto& row : inputs) values.value[index_of(row.id)].assign(size_of(row.id), row.standard);
    return values;
}

void Timeline::fill(double t, InputValues& values) const {
    for (const Input input : acting_) {
        auto& out = values.value[index_of(input)];
        std::fill(out.begin(), out.end(), info(input).standard);
        for (const auto& action : actions_[index_of(input)]) {
            if (!action.profile.active(t)) continue;
            const double v = action.profile.at(t);
            for (const std::size_t i : action.slots) out[i] = v;
        }
    }
}

double Timeline::slot(Input input, std::size_t i, double t) const {
    for (const auto& action : actions_[index_of(input)])
        if (action.profile.active(t) && std::binary_search(action.slots.begin(), action.slots.end(), i))
            return action.profile.at(t);
    return info(input).standard;
}

double Timeline::next_switch(double t) const {
    const auto after = std::upper_bound(switching_times_.begin(), switching_times_.end(), t);
    return after == switching_times_.end() ? std::numeric_limits<double>::infinity() : *after;
}

}  // namespace wryneck
