#pragma once
// Where the muscles run: from the head's angles to path length, fibre length and moment arms, a block of muscles at a time.
//
//   r_a = c0 + c1 q_a + c2 q_a^2 + c3 q_a^3 + sum_b k_ab q_b      L = L_0 - sum_a integral r_a,  so that -dL/dq_a = r_a exactly
//   tendon rigid, thickness of the muscle constant:  l = sqrt((L - L_slack)^2 + (l_opt sin alpha_opt)^2)
//
// Lanes are muscles, in the anatomy's order; lanes beyond the last are copies of it with force zero.

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "wryneck/core/scalar.hpp"
#include "wryneck/math/shapes.hpp"
#include "wryneck/systems/anatomy.hpp"

namespace wryneck {

/// A block of muscles at one posture. Arms in the axes pitch, roll, yaw.
template <class T>
struct Paths {
    T length;                // of the whole path, m
    T fibre;                 // of the fibres, of optimal length
    T fibre_per_length;      // change of `fibre` per metre of path, 1/m
    T cos_pennation;         // force of the tendon over force of the fibres
    std::array<T, 3> arm;    // m
};

template <class T>
class Skeleton {
public:
    explicit Skeleton(const Anatomy& anatomy) : muscles_(static_cast<int>(anatomy.muscles.size())) {
        for (int first = 0; first < muscles_; first += width) blocks_.push_back(pack(anatomy, first));
    }

    [[nodiscard]] int muscles() const { return muscles_; }
    [[nodiscard]] int blocks() const { return static_cast<int>(blocks_.size()); }
    [[nodiscard]] const T& F_max(int block) const { return at(block).F_max; }    // N; 0 in padded lanes

    /// `angle`: head pitch, roll and yaw, rad, the same in every lane.
    [[nodiscard]] Paths<T> paths(int block, const std::array<T, 3>& angle) const {
        const Block& b = at(block);
        Paths<T> out;
        out.length = b.neutral - b.coupling[0] * angle[0] * angle[1] - b.coupling[1] * angle[0] * angle[2] -
                     b.coupling[2] * angle[1] * angle[2];
        for (std::size_t axis = 0; axis < 3; ++axis) add_axis(b.arms[axis], angle[axis], out.length, out.arm[axis]);
        out.arm[0] += b.coupling[0] * angle[1] + b.coupling[1] * angle[2];
        out.arm[1] += b.coupling[0] * angle[0] + b.coupling[2] * angle[2];
        out.arm[2] += b.coupling[1] * angle[0] + b.coupling[2] * angle[1];
        add_fibre(b, out);
        return out;
    }

    /// The load at C0-C2, C4-C5, C7-T1 of this block's tendon forces (N): {compression, shear forward} per level, lanes summed.
    [[nodiscard]] std::array<std::array<double, 2>, 3> spine_load(int block, const T& tendon_force) const {
        const Block& b = at(block);
        std::array<std::array<double, 2>, 3> load;
        for (std::size_t l = 0; l < 3; ++l) load[l] = {sum(b.compression[l] * tendon_force), sum(b.shear[l] * tendon_force)};
        return load;
    }

private:
    static constexpr int width = width_of<T>;

    struct Arm {
        std::array<T, 4> c;
        T range;
    };
    struct Block {
        T F_max, neutral, slack, optimal, thickness, fibre_share;
        std::array<Arm, 3> arms;
        std::array<T, 3> coupling, compression, shear;
    };

    [[nodiscard]] const Block& at(int block) const { return blocks_[static_cast<std::size_t>(block)]; }

    /// Inside the fitted range the polynomial, beyond it the arm of the range's end.
    static void add_axis(const Arm& a, const T& angle, T& length, T& arm) {
        const T q = max(min(angle, a.range), -a.range);
        arm = a.c[0] + q * (a.c[1] + q * (a.c[2] + q * a.c[3]));
        length -= q * (a.c[0] + q * (a.c[1] / 2 + q * (a.c[2] / 3 + q * a.c[3] / 4))) + (angle - q) * arm;
    }

    static void add_fibre(const Block& b, Paths<T>& out) {
        const T along = b.neutral - b.slack + b.fibre_share * (out.length - b.neutral);
        const T fibre = sqrt(along * along + b.thickness * b.thickness);
        out.cos_pennation = along / fibre;
        out.fibre = fibre / b.optimal;
        out.fibre_per_length = b.fibre_share * out.cos_pennation / b.optimal;
    }

    static Block pack(const Anatomy& anatomy, int first) {
        Block block;
        for (int i = 0; i < width; ++i) {
            const bool real = first + i < static_cast<int>(anatomy.muscles.size());
            const Muscle& m = real ? anatomy.muscles[static_cast<std::size_t>(first + i)] : anatomy.muscles.back();
            put(block, i, m, real ? m.F_max_N : 0);
        }
        return block;
    }

    static void put(Block& b, int i, const Muscle& m, double F_max) {
        set_lane(b.F_max, i, F_max);
        set_lane(b.neutral, i, m.neutral_length_m);
        set_lane(b.slack, i, m.slack_length_m);
        set_lane(b.optimal, i, m.optimal_length_m);
        set_lane(b.thickness, i, m.optimal_length_m * std::sin(m.pennation_rad));
        set_lane(b.fibre_share, i, m.fibre_share);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            for (std::size_t k = 0; k < 4; ++k) set_lane(b.arms[axis].c[k], i, m.arms[axis].coefficients[k]);
            set_lane(b.arms[axis].range, i, m.arms[axis].range_rad);
            set_lane(b.coupling[axis], i, m.coupling[axis]);
            set_lane(b.compression[axis], i, m.compression[axis]);
            set_lane(b.shear[axis], i, m.shear[axis]);
        }
    }

    int muscles_;
    std::vector<Block> blocks_;
};

/// What the muscles can do about each axis, either way: sum of (positive part of +-arm)^2 times force, N m^2.
struct Reach {
    std::array<double, 3> up{}, down{};

    template <class T>
    void add(const Paths<T>& paths, const T& force) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            up[axis] += sum(square(positive(paths.arm[axis])) * force);
            down[axis] += sum(square(positive(-paths.arm[axis])) * force);
        }
    }
};

/// Drive (share of `force`) of a block for the wanted torques (N m): in proportion to the arm, so that the muscles that
/// help give sum(drive force arm) = torque about each axis with least effort. Muscles that only hinder stay silent.
template <class T>
T share(const std::array<double, 3>& torque, const Paths<T>& paths, const Reach& reach) {
    constexpr double no_muscle = 1e-12;    // N m^2: nobody pulls that way
    T drive(0.0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double up = positive(torque[axis]) / max(reach.up[axis], no_muscle);
        const double down = positive(-torque[axis]) / max(reach.down[axis], no_muscle);
        drive += up * positive(paths.arm[axis]) + down * positive(-paths.arm[axis]);
    }
    return drive;
}

}  // namespace wryneck
