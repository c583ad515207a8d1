#pragma once
// The neck: muscles, their patches and pools, the head. What talks to what:
//
//   scenario --> pools --(a, f)--> patches --(strength, K+, afferents, contracture)--> pools
//                  |                  |--> roots (sensitisation) --> pools, patches
//                  v                  '--> neighbours (knot fronts), compartments (pressure)
//                muscle force --> head (angles) --> lengths, arms --> reflexes, posture control --> pools
//
// Two packed states: `slow` (patches: seconds to hours) and `fast` (pools and head: tens of milliseconds). Lanes are
// muscles; patch k of the muscles of block b is group k * blocks + b, so that muscle and patch share their lane.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "wryneck/systems/anatomy.hpp"
#include "wryneck/systems/parameters.hpp"
#include "wryneck/systems/skeleton.hpp"

namespace wryneck {

/// Everything that is held while a part of the neck steps: what the scenario sets and what the other part reported.
template <class T>
struct NeckDrive {
    std::vector<Pool::Drive<T>> pools;     // per block
    std::vector<T> stretch, wanted;        // imposed change of length, length in the wanted posture, per block
    std::vector<T> strength, offset, C;    // force = a strength + offset, and contracture, as means over patches
    std::vector<Patch::Drive<T>> patches;  // per group
    Patch::Milieu milieu{4.2, 140, 1.25, 0.55, 7.4, 1};
    std::array<double, 3> posture{};       // wanted pitch, roll, yaw, rad
    double gravity = 1, support = 0, control = 1, noise = 0;
};

/// What the muscles do at one instant, per block.
template <class T>
struct Tension {
    T force, relative, length, tendon;
    Paths<T> paths;
};

template <class T>
class Neck {
public:
    static constexpr int width = width_of<T>;
    static constexpr std::size_t head_size = count<Head::State>;

    struct Gains { Patch::Gains patch; Pool::Gains pool; double posture, contact, compartment; };

    Neck(const Anatomy& anatomy, std::size_t patches, const NeckParameters& parameters, const Gains& gains)
        : skeleton_(anatomy), patches_(patches), p_(parameters), gains_(gains), traits_(groups()) {
        const std::array<T, 3> upright{T(0.0), T(0.0), T(0.0)};
        for (std::size_t b = 0; b < blocks(); ++b) neutral_fibre_.push_back(skeleton_.paths(static_cast<int>(b), upright).fibre);
    }

    [[nodiscard]] std::size_t blocks() const { return static_cast<std::size_t>(skeleton_.blocks()); }
    [[nodiscard]] std::size_t muscles() const { return static_cast<std::size_t>(skeleton_.muscles()); }
    [[nodiscard]] std::size_t patches() const { return patches_; }
    [[nodiscard]] std::size_t groups() const { return blocks() * patches_; }
    [[nodiscard]] std::size_t slow_size() const { return groups() * Patch::size; }
    [[nodiscard]] std::size_t fast_size() const { return blocks() * Pool::size + head_size; }
    [[nodiscard]] const NeckParameters& parameters() const { return p_; }
    [[nodiscard]] const Gains& gains() const { return gains_; }
    [[nodiscard]] const Skeleton<T>& skeleton() const { return skeleton_; }
    [[nodiscard]] Patch::Traits<T>& traits(std::size_t group) { return traits_[group]; }

    [[nodiscard]] NeckDrive<T> drive() const {
        NeckDrive<T> d;
        d.pools.resize(blocks());
        d.patches.resize(groups());
        for (auto& patch : d.patches) patch.l = T(1.0);
        for (auto* v : {&d.stretch, &d.wanted, &d.strength, &d.offset, &d.C}) v->assign(blocks(), T(0.0));
        return d;
    }

    /// Lengths in the wanted posture, where the spindles are set.
    void set_wanted(NeckDrive<T>& in) const {
        const std::array<T, 3> angle{T(in.posture[0]), T(in.posture[1]), T(in.posture[2])};
        for (std::size_t b = 0; b < blocks(); ++b) in.wanted[b] = skeleton_.paths(static_cast<int>(b), angle).fibre / neutral_fibre_[b];
    }

    /// Rates of all patches.
    void slow_rates(std::span<const T> x, std::span<T> dx, const NeckDrive<T>& in) const {
        for (std::size_t g = 0; g < groups(); ++g) patch_rates(x.data() + g * Patch::size, dx.data() + g * Patch::size, g, in);
    }

    /// Rates of one group of patches, and what others see of them.
    [[gnu::flatten]] Patch::Output<T> patch_rates(const T* x, T* dx, std::size_t group, const NeckDrive<T>& in) const {
        return Patch::rhs(x, in.patches[group], traits_[group], in.milieu, gains_.patch, in.noise, p_.patch, dx);
    }

    /// Rates of pools and head.
    void fast_rates(std::span<const T> x, std::span<T> dx, const NeckDrive<T>& in) const {
        const T* head_x = x.data() + blocks() * Pool::size;
        const auto head = load<Head::State>(head_x);
        std::array<T, 3> torque{T(0.0), T(0.0), T(0.0)}, damping = torque;
        Reach reach;
        for (std::size_t b = 0; b < blocks(); ++b) {
            tension_[b] = tension(x, b, head, in);
            add_torque(b, in, torque, damping, reach);
        }
        Head::State<T> d_head;
        const auto command = Head::rhs(head, head_input(torque, damping, in), p_.head, d_head);
        store<Head::State>(d_head, dx.data() + blocks() * Pool::size);
        const std::array<double, 3> wanted{lane(command.T_pitch, 0), lane(command.T_roll, 0), lane(command.T_yaw, 0)};
        for (std::size_t b = 0; b < blocks(); ++b) pool_rates(x, dx, b, wanted, reach, in);
    }

    /// Force, length and path of the muscles of a block; `fibre_rate` of the head's motion enters through Hill's curve.
    [[nodiscard]] Tension<T> tension(std::span<const T> x, std::size_t b, const Head::State<T>& head, const NeckDrive<T>& in) const {
        Tension<T> out;
        out.paths = skeleton_.paths(static_cast<int>(b), {head.pitch, head.roll, head.yaw});
        out.length = out.paths.fibre / neutral_fibre_[b] + in.stretch[b];
        const auto pool = Pool::observe(x.data() + b * Pool::size, in.pools[b], p_.subject, p_.pool);
        out.relative = pool.a * in.strength[b] + in.offset[b];
        HillForce::State<T> none;
        const auto hill = HillForce::rhs(none, {out.relative, in.C[b], out.length * neutral_fibre_[b], T(0.0), skeleton_.F_max(static_cast<int>(b))},
                                         p_.hill_force, none);
        out.force = hill.F;
        out.tendon = hill.damping;
        out.relative = out.relative * (1 - in.C[b]) + p_.hill_force.f_C * in.C[b];
        return out;
    }

    [[nodiscard]] Head::Input<T> head_input(const std::array<T, 3>& torque, const std::array<T, 3>& damping, const NeckDrive<T>& in) const {
        return {torque[0], torque[1], torque[2], damping[0], damping[1], damping[2], T(in.posture[0]), T(in.posture[1]), T(in.posture[2]),
                T(in.gravity), T(in.support), T(in.control)};
    }

private:
    void add_torque(std::size_t b, const NeckDrive<T>& in, std::array<T, 3>& torque, std::array<T, 3>& damping, Reach& reach) const {
        const Tension<T>& t = tension_[b];
        // With the posture channel off, the pull of contracted fibres is carried from outside.
        const T bound = p_.hill_force.f_C * in.C[b] * skeleton_.F_max(static_cast<int>(b)) * (1 - gains_.posture);
        const T pull = (t.force - min(bound, t.force)) * t.paths.cos_pennation;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            torque[axis] += sum(pull * t.paths.arm[axis]);
            damping[axis] += sum(square(t.paths.arm[axis]) * t.tendon * t.paths.fibre_per_length * t.paths.cos_pennation);
        }
        reach.add(t.paths, skeleton_.F_max(static_cast<int>(b)) * t.paths.cos_pennation * max(in.strength[b], T(0.05)));
    }

    [[gnu::flatten]] void pool_rates(std::span<const T> x, std::span<T> dx, std::size_t b, const std::array<double, 3>& wanted, const Reach& reach,
                    const NeckDrive<T>& in) const {
        const T posture = min(share(wanted, tension_[b].paths, reach), T(1.0));
        Pool::rhs(x.data() + b * Pool::size, in.pools[b], posture, tension_[b].length, in.wanted[b], tension_[b].relative, gains_.pool, p_.subject,
                  p_.pool, dx.data() + b * Pool::size);
    }

    Skeleton<T> skeleton_;
    std::size_t patches_;
    NeckParameters p_;
    Gains gains_;
    std::vector<Patch::Traits<T>> traits_;
    std::vector<T> neutral_fibre_;
    mutable std::vector<Tension<T>> tension_ = std::vector<Tension<T>>(blocks());
};

}  // namespace wryneck
