#pragma once
// Names that a scenario may aim at, and the muscles that each stands for.

#include "wryneck/scenario/scenario.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wryneck {

class Targets {
public:
    Targets() = default;

    /// From muscle ids with side (`TRAP_U_R`): adds the ids, the names without side, and `all`, `right`, `left`.
    explicit Targets(const std::vector<std::string>& muscle_ids);

    /// Add a group such as `extensors`.
    void add(const std::string& name, std::vector<int> muscles) { muscles_[name] = std::move(muscles); }

    /// Muscles behind a name, or null when nobody knows it.
    const std::vector<int>* find(std::string_view name) const;

    /// Muscles behind several names, sorted, each once; all muscles for no name. Throws InputError naming `field`.
    std::vector<int> resolve(const std::vector<std::string>& names, std::string_view field) const;

    /// The same names over a choice of muscles, renumbered in that order; names left without muscles stand for none.
    Targets restricted_to(const std::vector<int>& chosen) const;

    std::vector<std::string> names() const;
    std::size_t muscle_count() const { return muscle_count_; }

private:
    std::map<std::string, std::vector<int>, std::less<>> muscles_;
    std::size_t muscle_count_ = 0;
};

}  // namespace wryneck
