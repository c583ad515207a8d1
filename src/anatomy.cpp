#include "wryneck/systems/anatomy.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <sstream>

#include "anatomy_tables.hpp"
#include "wryneck/core/error.hpp"

namespace wryneck {
namespace {

constexpr double reference_mass_kg = 75, lightest_kg = 30, heaviest_kg = 250;
constexpr double female_force = 0.74, female_length = 0.9;
constexpr double mass_exponent = 1.0 / 3;
constexpr double metre_per_mm = 1e-3, per_cent = 1e-2;

using detail::ContactRow;
using detail::MuscleRow;

/// The left muscle is the mirror image: an angle to the right is one away from its own side.
std::array<ArmPolynomial, 3> mirrored_arms(const MuscleRow& row, Side side, double scale) {
    std::array<ArmPolynomial, 3> arms;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const bool flip = side == Side::left && axis > 0;
        arms[axis].range_rad = detail::fitted_range_deg[axis] * std::numbers::pi / 180;
        for (std::size_t k = 0; k < 4; ++k) {
            const double sign = flip && k % 2 == 0 ? -1 : 1;
            arms[axis].coefficients[k] = sign * scale * metre_per_mm * row.arm_mm[axis][k];
        }
    }
    return arms;
}

/// In the mirror the product of two angles changes sign when one of them is the pitch.
std::array<double, 3> mirrored_coupling(const MuscleRow& row, Side side, double scale) {
    const double with_pitch = side == Side::left ? -scale : scale;
    return {with_pitch * metre_per_mm * row.coupling_mm[0], with_pitch * metre_per_mm * row.coupling_mm[1],
            scale * metre_per_mm * row.coupling_mm[2]};
}

std::array<double, 3> mirrored_C7T1(const MuscleRow& row, Side side, double scale) {
    std::array<double, 3> arms = row.arm_C7T1_mm;
    for (std::size_t axis = 0; axis < 3; ++axis)
        arms[axis] *= scale * metre_per_mm * (side == Side::left && axis > 0 ? -1 : 1);
    return arms;
}

Muscle make_muscle(const MuscleRow& row, Side side, const Body& body) {
    const double force = body.force_scale(), length = body.length_scale();
    Muscle m;
    m.base = row.id;
    m.id = m.base + (side == Side::right ? "_R" : "_L");
    m.name = row.name;
    m.region = row.region;
    m.side = side;
    m.layer = row.layer;
    m.depth_mm = row.depth_mm * length;
    m.F_max_N = row.F_max_N * force;
    m.optimal_length_m = row.optimal_length_m * length;
    m.slack_length_m = row.slack_length_m * length;
    m.neutral_length_m = row.neutral_length_m * length;
    m.pennation_rad = row.pennation_rad;
    m.fibre_share = row.fibre_share;
    m.volume_cm3 = row.volume_cm3 * force * length;    // the same stress on a smaller area, over a shorter length
    m.type_I = row.type_I_pct * per_cent;
    m.type_I_low = row.type_I_low_pct * per_cent;
    m.type_I_high = row.type_I_high_pct * per_cent;
    m.spindles_per_g = row.spindles_per_g;
    m.arms = mirrored_arms(row, side, length);
    m.coupling = mirrored_coupling(row, side, length);
    m.arm_C7T1_m = mirrored_C7T1(row, side, length);
    m.compression = row.compression;
    m.shear = row.shear;
    m.roots = row.roots;
    return m;
}

std::vector<Muscle> both_sides(const Body& body) {
    std::vector<Muscle> muscles;
    for (const Side side : {Side::right, Side::left})
        for (const auto& row : detail::muscle_rows) muscles.push_back(make_muscle(row, side, body));
    return muscles;
}

std::vector<Group> groups_of(const std::vector<Muscle>& muscles) {
    std::map<std::string, std::vector<int>> members;
    std::map<std::string, std::string> words;
    for (const auto& row : detail::muscle_rows) words[row.id] = row.groups;
    for (int i = 0; i < static_cast<int>(muscles.size()); ++i) {
        const Muscle& m = muscles[static_cast<std::size_t>(i)];
        members["all"].push_back(i);
        members[m.side == Side::right ? "right" : "left"].push_back(i);
        members[m.base].push_back(i);
        std::istringstream text(words[m.base]);
        for (std::string word; text >> word;) members[word].push_back(i);
    }
    std::vector<Group> groups;
    for (auto& [name, list] : members) groups.push_back({name, std::move(list)});
    return groups;
}

/// Each contact of the table stands for two (one per side, or the two directions across the midline), seen from both ends.
std::vector<Contact> contacts_of(const Anatomy& neck) {
    std::map<std::pair<int, int>, double> weights;
    std::vector<double> received(neck.muscles.size(), 0.0);
    const auto touch = [&](int to, int from, double weight) {
        if (to < 0 || from < 0 || !weights.try_emplace({to, from}, weight).second) return;
        received[static_cast<std::size_t>(to)] += weight;
    };
    for (const ContactRow& row : detail::contact_rows)
        for (const bool right : {true, false}) {
            const auto id = [&](int number, bool on_right) {
                return neck.find(detail::muscle_rows[static_cast<std::size_t>(number)].id + std::string(on_right ? "_R" : "_L"));
            };
            const int a = id(row.a, right), b = id(row.b, row.opposite ? !right : right);
            touch(a, b, row.weight);
            touch(b, a, row.weight);
        }
    std::vector<Contact> contacts;
    for (const auto& [pair, weight] : weights)
        contacts.push_back({pair.first, pair.second, weight / received[static_cast<std::size_t>(pair.first)]});
    return contacts;
}

void require_plausible(const Body& body) {
    if (body.mass_kg >= lightest_kg && body.mass_kg <= heaviest_kg) return;
    std::ostringstream value, expected;
    value << body.mass_kg;
    expected << "a mass from " << lightest_kg << " to " << heaviest_kg << " kg";
    throw InputError("subject.mass_kg", value.str(), expected.str());
}

}  // namespace

double Body::force_scale() const {
    return (female ? female_force : 1) * std::pow(mass_kg / reference_mass_kg, mass_exponent);
}

double Body::length_scale() const { return female ? female_length : 1; }

int Anatomy::find(std::string_view id) const {
    const auto at = std::find_if(muscles.begin(), muscles.end(), [&](const Muscle& m) { return m.id == id; });
    return at == muscles.end() ? -1 : static_cast<int>(at - muscles.begin());
}

std::vector<int> Anatomy::select(std::string_view name) const {
    if (const int one = find(name); one >= 0) return {one};
    for (const Group& group : groups)
        if (group.name == name) return group.muscles;
    throw InputError("muscle", '"' + std::string(name) + '"', "a muscle such as TRAP_U_R, or a group such as extensors",
                     nearest_name(name, names()));
}

std::vector<std::string> Anatomy::names() const {
    std::vector<std::string> all;
    for (const Muscle& m : muscles) all.push_back(m.id);
    for (const Group& group : groups) all.push_back(group.name);
    return all;
}

Anatomy neck_anatomy(const Body& body, const std::vector<std::string>& wanted) {
    require_plausible(body);
    Anatomy neck{body, both_sides(body), {}, {}};
    neck.groups = groups_of(neck.muscles);
    if (!wanted.empty()) {
        std::set<int> chosen;
        for (const auto& name : wanted)
            for (const int i : neck.select(name)) chosen.insert(i);
        std::vector<Muscle> kept;
        for (const int i : chosen) kept.push_back(std::move(neck.muscles[static_cast<std::size_t>(i)]));
        neck.muscles = std::move(kept);
        neck.groups = groups_of(neck.muscles);
    }
    neck.contacts = contacts_of(neck);
    return neck;
}

}  // namespace wryneck
