#pragma once
// The rows behind `neck_anatomy`, in the units of data/anatomy and with the signs of the right side.

#include <array>

namespace wryneck::detail {

struct MuscleRow {
    const char *id, *name, *region, *groups;
    int layer;
    double depth_mm, F_max_N, optimal_length_m, slack_length_m, pennation_rad, neutral_length_m;
    double volume_cm3, type_I_pct, type_I_low_pct, type_I_high_pct, spindles_per_g, fibre_share;
    double arm_mm[3][4];                  // per axis: mm per rad^k
    std::array<double, 3> coupling_mm;    // pitch-roll, pitch-yaw, roll-yaw: mm per rad
    std::array<double, 3> arm_C7T1_mm, compression, shear;
    std::array<double, 12> roots;
};

struct ContactRow {
    int a, b;
    bool opposite;    // b stands on the other side of the midline
    double weight;
};

extern const std::array<double, 3> fitted_range_deg;
extern const std::array<MuscleRow, 26> muscle_rows;
extern const std::array<ContactRow, 90> contact_rows;

}  // namespace wryneck::detail
