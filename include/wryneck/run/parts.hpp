#pragma once
// Parts of the model by themselves: one sub-model at one point, and the head held still. For those who set up a
// membrane, an end plate or a neck of chosen activations, and for those who check our equations against their own.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "wryneck/systems/anatomy.hpp"

namespace wryneck {

using Numbers = std::map<std::string, double>;

/// A sub-model at one point: rates of its states per its unit of time, and outputs, by name.
struct Evaluated {
    Numbers rates, outputs;
};

/// What a sub-model gives at states, inputs and parameters of which those that are not named have the value of its
/// tables (`slow`: the second column). `variant` is "repaired" for the sub-models of the repaired fibre of which the
/// published one has others of the same name, else empty. Throws InputError for a name that is not in the tables and
/// for a number that is not finite.
Evaluated evaluate(const std::string& model, const std::string& variant, bool slow, const Numbers& states,
                   const Numbers& inputs, const Numbers& parameters);

/// One muscle of a neck held still.
struct StillMuscle {
    std::string id;
    double strength_N = 0;                ///< tendon force of full activation
    double passive_N = 0;                 ///< tendon force without activation
    std::array<double, 3> arm_m{};        ///< about the axes of the head: pitch, roll, yaw
    std::array<double, 3> arm_C7T1_m{};   ///< about C7-T1, head neutral
    std::array<double, 3> compression{};  ///< of C0-C2, C4-C5, C7-T1 per tendon force
    double stiffness_per_force = 0;       ///< of the muscle about pitch per tendon force, N m/rad per N
};

/// The neck held still in a posture.
struct StillNeck {
    std::vector<StillMuscle> muscles;
    std::array<double, 3> torque_Nm{};  ///< of joints, end stops and gravity on the head: pitch, roll, yaw
    std::array<double, 3> weight_N{};   ///< compression of C0-C2, C4-C5, C7-T1 by weight and posture, without muscles
};

/// `angle_deg`: pitch (extension positive), roll and yaw (to the right positive); `gravity` 1 upright, 0 lying. Throws
/// InputError where an angle, the gravity or the mass is out of its range.
StillNeck still_neck(const Body& body, const std::array<double, 3>& angle_deg, double gravity);

}  // namespace wryneck
