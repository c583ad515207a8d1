#include "wryneck/scenario/targets.hpp"

#include "wryneck/core/error.hpp"

#include <algorithm>
#include <numeric>

namespace wryneck {

namespace {

bool ends_with_side(const std::string& id) { return id.size() > 2 && (id.ends_with("_R") || id.ends_with("_L")); }

}  // namespace

Targets::Targets(const std::vector<std::string>& muscle_ids) : muscle_count_(muscle_ids.size()) {
    for (const char* group : {"all", "right", "left"}) muscles_[group];
    for (std::size_t i = 0; i < muscle_ids.size(); ++i) {
        const auto& id = muscle_ids[i];
        const int m = static_cast<int>(i);
        muscles_[id].push_back(m);
        muscles_["all"].push_back(m);
        if (!ends_with_side(id)) continue;
        muscles_[id.substr(0, id.size() - 2)].push_back(m);
        muscles_[id.back() == 'R' ? "right" : "left"].push_back(m);
    }
}

const std::vector<int>* Targets::find(std::string_view name) const {
    const auto found = muscles_.find(name);
    return found == muscles_.end() ? nullptr : &found->second;
}

std::vector<int> Targets::resolve(const std::vector<std::string>& names, std::string_view field) const {
    std::vector<int> muscles;
    if (names.empty()) {
        muscles.resize(muscle_count_);
        std::iota(muscles.begin(), muscles.end(), 0);
        return muscles;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto* behind = find(names[i]);
        if (!behind)
            throw InputError(std::string(field) + "[" + std::to_string(i) + "]", "'" + names[i] + "'",
                             "the name of a muscle or group", nearest_name(names[i], this->names()));
        muscles.insert(muscles.end(), behind->begin(), behind->end());
    }
    std::sort(muscles.begin(), muscles.end());
    muscles.erase(std::unique(muscles.begin(), muscles.end()), muscles.end());
    return muscles;
}

Targets Targets::restricted_to(const std::vector<int>& chosen) const {
    std::vector<int> place(muscle_count_, -1);
    for (std::size_t i = 0; i < chosen.size(); ++i) place.at(static_cast<std::size_t>(chosen[i])) = static_cast<int>(i);
    Targets fewer;
    fewer.muscle_count_ = chosen.size();
    for (const auto& [name, muscles] : muscles_) {
        auto& left = fewer.muscles_[name];
        for (const int m : muscles)
            if (const int p = place[static_cast<std::size_t>(m)]; p >= 0) left.push_back(p);
    }
    return fewer;
}

std::vector<std::string> Targets::names() const {
    std::vector<std::string> all;
    for (const auto& entry : muscles_) all.push_back(entry.first);
    return all;
}

}  // namespace wryneck
