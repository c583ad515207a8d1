#pragma once
// Couplings between muscles, summed in a fixed order: contact with neighbours, compartments, spinal roots.

#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "wryneck/core/fields.hpp"
#include "wryneck/systems/anatomy.hpp"

namespace wryneck {

/// Sensitisation of every root on both sides: 12 right, then 12 left.
inline constexpr std::size_t root_count = 24;
using Roots = std::array<double, root_count>;

class Couplings {
public:
    explicit Couplings(const Anatomy& anatomy) : muscles_(anatomy.muscles.size()), contacts_(anatomy.contacts), compartment_(muscles_) {
        std::map<std::string, std::size_t> known;
        for (std::size_t m = 0; m < muscles_; ++m) {
            const Muscle& muscle = anatomy.muscles[m];
            const std::string place = muscle.region + (muscle.layer <= 2 ? " outer " : " deep ") + (muscle.side == Side::right ? "R" : "L");
            compartment_[m] = known.emplace(place, known.size()).first->second;
            for (std::size_t r = 0; r < 12; ++r)
                roots_.push_back({m, r + (muscle.side == Side::right ? 0 : 12), muscle.roots[r]});
        }
        compartments_ = known.size();
    }

    /// What each muscle receives through its contacts: sum of weight times value.
    void contact(std::span<const double> value, std::span<double> received) const {
        for (double& r : received) r = 0;
        for (const Contact& c : contacts_) received[static_cast<std::size_t>(c.to)] += c.weight * value[static_cast<std::size_t>(c.from)];
    }

    /// Mean of a value over the muscles of the same compartment (region, outer or deep layers, side).
    void compartment(std::span<const double> value, std::span<double> mean) const {
        std::vector<double> total(compartments_, 0.0), members(compartments_, 0.0);
        for (std::size_t m = 0; m < muscles_; ++m) total[compartment_[m]] += value[m], members[compartment_[m]] += 1;
        for (std::size_t m = 0; m < muscles_; ++m) mean[m] = total[compartment_[m]] / members[compartment_[m]];
    }

    /// Afferent input of every root: mean over the muscles that it supplies, by their share.
    [[nodiscard]] Roots gather(std::span<const double> afferent) const {
        Roots sum{}, weight{};
        for (const Supply& s : roots_) sum[s.root] += s.share * afferent[s.muscle], weight[s.root] += s.share;
        for (std::size_t r = 0; r < root_count; ++r) sum[r] = weight[r] > 0 ? sum[r] / weight[r] : 0;
        return sum;
    }

    /// Sensitisation that every muscle feels: mean over its roots.
    void spread(const Roots& S, std::span<double> felt) const {
        for (double& f : felt) f = 0;
        for (const Supply& s : roots_) felt[s.muscle] += s.share * S[s.root];
    }

private:
    struct Supply {
        std::size_t muscle, root;
        double share;
    };
    std::size_t muscles_, compartments_ = 0;
    std::vector<Contact> contacts_;
    std::vector<std::size_t> compartment_;
    std::vector<Supply> roots_;
};

/// S' = (N - S)/tau with a fast rise and a slow fall, solved exactly for a held input.
inline void sensitise(Roots& S, const Roots& N, double h, double tau_up, double tau_down) {
    for (std::size_t r = 0; r < root_count; ++r) S[r] = N[r] + (S[r] - N[r]) * std::exp(-h / (N[r] > S[r] ? tau_up : tau_down));
}

}  // namespace wryneck
