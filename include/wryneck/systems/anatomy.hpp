#pragma once
// The muscles of the neck as plain values: size, fibres, path, roots, neighbours. Numbers and their sources: data/anatomy.
// Axes: 0 pitch (extension +), 1 roll (bend to the right +), 2 yaw (turn of the face to the right +).

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace wryneck {

inline constexpr std::array<std::string_view, 3> axis_names{"pitch", "roll", "yaw"};
inline constexpr std::array<std::string_view, 3> level_names{"C0-C2", "C4-C5", "C7-T1"};
inline constexpr std::array<std::string_view, 12> root_names{"XI", "V",  "VII", "C1", "C2", "C3",
                                                             "C4", "C5", "C6",  "C7", "C8", "T1"};

enum class Side { right, left };

/// Arm about one axis: c0 + c1 q + c2 q^2 + c3 q^3 (m, rad) inside +-range, constant beyond.
struct ArmPolynomial {
    std::array<double, 4> coefficients{};
    double range_rad = 0;
};

struct Muscle {
    std::string id, base, name, region;    // "TRAP_U_R", "TRAP_U", "Trapezius, upper ...", "posterior"
    Side side = Side::right;
    int layer = 1;                         // 1 under the skin .. 5 on the bone
    double depth_mm = 0;                   // below the skin
    double F_max_N = 0;                    // along the fibres, at optimal length
    double optimal_length_m = 0, slack_length_m = 0, neutral_length_m = 0;    // of fibres, of tendon, of the whole path
    double pennation_rad = 0;              // at optimal length
    double fibre_share = 1;                // of a change of path length; < 1 where two muscles lie in series
    double volume_cm3 = 0;
    double type_I = 0, type_I_low = 0, type_I_high = 0;    // share of the fibres, and its plausible band
    double spindles_per_g = 0;
    std::array<ArmPolynomial, 3> arms;
    std::array<double, 3> coupling{};      // m/rad: pitch-roll, pitch-yaw, roll-yaw; the arm about one axis by the other's angle
    std::array<double, 3> arm_C7T1_m{};    // about the joint C7-T1, in neutral
    std::array<double, 3> compression{}, shear{};    // N per N of tendon force at each level; shear forward +
    std::array<double, 12> roots{};        // share of the nerve supply, sums to 1
};

/// Muscle `to` touches `from`: the weights that one muscle receives sum to 1.
struct Contact {
    int to = 0, from = 0;
    double weight = 0;
};

struct Group {
    std::string name;
    std::vector<int> muscles;
};

/// Who the neck belongs to. Forces of women x 0.74 (published 0.6 to 0.85), lengths x 0.9; force grows with the cube root of
/// body mass (assumed), lengths do not.
struct Body {
    bool female = false;
    double mass_kg = 75;

    [[nodiscard]] double force_scale() const;
    [[nodiscard]] double length_scale() const;
};

struct Anatomy {
    Body body;
    std::vector<Muscle> muscles;      // the table's order, all right ones first
    std::vector<Contact> contacts;    // sorted by `to`, then `from`
    std::vector<Group> groups;        // "all", "right", "left", "extensors", ..., and every base id

    /// Number of a muscle id, or -1.
    [[nodiscard]] int find(std::string_view id) const;
    /// Numbers of the muscles that a muscle id, base id or group names. Throws InputError with the nearest name.
    [[nodiscard]] std::vector<int> select(std::string_view name) const;
    /// Everything that `select` knows.
    [[nodiscard]] std::vector<std::string> names() const;
};

/// The neck of `body` with the named muscles (ids, base ids or groups; none: all 52). Throws InputError.
Anatomy neck_anatomy(const Body& body = {}, const std::vector<std::string>& muscles = {});

}  // namespace wryneck
