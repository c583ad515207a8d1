#pragma once
// Everything that a scenario can do to the neck: one table, from which the file format, the checks and `explain` are
// made.

#include <array>
#include <cstddef>
#include <string_view>

namespace wryneck {

enum class Scope { body, muscle, patch };

enum class Input : std::size_t {
    drive,
    hold,
    inhibition,
    inhibition_gain,
    cuff,
    stretch,
    stimulation,
    nerve_block,
    release_gain,
    esterase,
    mediator,
    strain,
    compression,
    sodium,
    potassium,
    calcium,
    magnesium,
    ph,
    temperature,
    stress,
    monoamine,
    gravity,
    support,
    control,
    pitch,
    roll,
    yaw,
    count
};

inline constexpr std::size_t input_count = static_cast<std::size_t>(Input::count);
constexpr std::size_t index_of(Input input) { return static_cast<std::size_t>(input); }

struct InputInfo {
    Input id;
    std::string_view name, unit;
    double standard, lowest, highest;
    Scope scope;
    std::string_view meaning;
    std::string_view models;     ///< sub-models it enters, separated by spaces
    std::string_view mechanism;  ///< how it acts, as a sentence
    std::string_view source;     ///< key of the evidence behind it (docs/evidence.md)
};

inline constexpr std::array<InputInfo, input_count> inputs{{
    {Input::drive, "drive", "1", 0, 0, 1, Scope::muscle, "voluntary motor drive as share of maximum",
     "reflex motor_pool", "excites the motor pool from the brain; rate and recruitment follow", "NE-45"},
    {Input::hold, "hold", "1", 0, 0, 1, Scope::muscle, "isometric target force as share of maximum",
     "reflex motor_pool", "raises the drive until the muscle gives the wanted force, or cannot", "EK-30"},
    {Input::inhibition, "inhibition", "1", 0, 0, 1, Scope::muscle, "extra inhibitory drive as share of maximum",
     "reflex", "inhibits the motor pool and turns off its persistent inward current", "NE-46b"},
    {Input::inhibition_gain, "inhibition_gain", "1", 1, 0, 1, Scope::muscle, "strength of the glycine and GABA loops",
     "reflex", "scales tendon-organ and recurrent inhibition; tetanus toxin and strychnine remove it", "NE-48b"},
    {Input::cuff, "cuff", "mmHg", 0, 0, 300, Scope::muscle, "outside pressure around the muscle", "perfusion",
     "closes the vessels as a waterfall: oxygen falls, lactate and potassium stay", "EK-41"},
    {Input::stretch, "stretch", "1", 0, -0.3, 0.3, Scope::muscle,
     "imposed change of fibre length as share of optimal length", "hill_force reflex calcium mediators knot_front",
     "changes force, tendon-organ inhibition and the calcium leak; negative is shortened", "NE-51"},
    {Input::stimulation, "stimulation", "Hz", 0, 0, 100, Scope::muscle, "electrical stimulation of the motor nerve",
     "reflex motor_pool", "fires the fibres directly and the motor pool through afferents", "NE-50"},
    {Input::nerve_block, "nerve_block", "1", 0, 0, 1, Scope::muscle,
     "share of motor axons blocked above the stimulation site", "reflex axon",
     "cuts the pool off from its muscle; fibres and end plates stay alive", "NE-50"},
    {Input::release_gain, "release_gain", "1", 1, 0, 1000, Scope::muscle,
     "acetylcholine release at the end plate against normal", "endplate",
     "raises end-plate noise; zero is a full block of release", "NE-37"},
    {Input::esterase, "esterase", "1", 1, 0, 1, Scope::muscle, "acetylcholinesterase activity against normal",
     "endplate", "prolongs the action of acetylcholine", "EK-67"},
    {Input::mediator, "mediator", "1", 0, 0, 5, Scope::muscle, "pain-producing mediators added from outside",
     "mediators calcium", "raises afferent discharge and the calcium leak", "NE-56"},
    {Input::strain, "strain", "1", 0, 0, 50, Scope::patch, "overload leak in multiples of the resting calcium leak",
     "calcium", "opens the reticulum and the membrane to calcium", "assumed"},
    {Input::compression, "compression", "mmHg", 0, 0, 300, Scope::patch, "outside pressure on part of a muscle",
     "perfusion", "closes the vessels of that part as a waterfall", "EK-41"},
    {Input::sodium, "sodium", "mM", 140, 100, 170, Scope::body, "plasma sodium", "interstitium membrane axon fluid",
     "sets the sodium battery, screens surface charge and moves water by osmosis", "NE-59"},
    {Input::potassium, "potassium", "mM", 4.2, 1.5, 9, Scope::body, "plasma potassium", "interstitium membrane axon",
     "sets the potassium battery: a little depolarisation excites, more blocks", "NE-17"},
    {Input::calcium, "calcium", "mM", 1.25, 0.3, 3, Scope::body, "ionised plasma calcium",
     "interstitium membrane axon endplate",
     "screens surface charge (low calcium excites) and drives release (low calcium weakens)", "NE-03"},
    {Input::magnesium, "magnesium", "mM", 0.55, 0.1, 5, Scope::body, "ionised plasma magnesium",
     "subject interstitium membrane axon endplate",
     "screens surface charge at about half the strength of calcium and competes with it for release; lasting lack "
     "lowers calcium",
     "NE-31"},
    {Input::ph, "ph", "1", 7.4, 6.8, 7.9, Scope::body, "plasma pH", "subject membrane axon",
     "alkalosis binds calcium and bares surface charge, which excites axons before fibres", "NE-87"},
    {Input::temperature, "temperature", "degC", 37, 15, 42, Scope::body, "muscle temperature", "energetics",
     "scales the use and the supply of energy by their Q10", "CT-20"},
    {Input::stress, "stress", "1", 0, 0, 1, Scope::body, "level of mental stress", "reflex motor_pool",
     "adds a small drive to the neck and raises monoaminergic gain", "NE-40"},
    {Input::monoamine, "monoamine", "1", 1, 0, 2, Scope::body, "monoaminergic gain of motoneurons", "motor_pool",
     "scales the persistent inward current", "NE-40"},
    {Input::gravity, "gravity", "1", 1, 0, 1, Scope::body, "share of gravity across the neck: 1 upright, 0 lying",
     "head", "loads the head, so that posture asks for force", "anatomy"},
    {Input::support, "support", "1", 0, 0, 1, Scope::body, "share of the head's weight that rests on something", "head",
     "takes load from the muscles that hold the head", "anatomy"},
    {Input::control, "control", "1", 1, 0, 1, Scope::body, "posture control: 1 on, 0 off", "head reflex",
     "shares the torque that holds the target posture among the muscles", "assumed"},
    {Input::pitch, "pitch", "deg", 0, -60, 70, Scope::body, "target posture, extension positive", "head",
     "moves the goal of posture control; lengths and arms follow", "anatomy"},
    {Input::roll, "roll", "deg", 0, -45, 45, Scope::body, "target posture, bend to the right positive", "head",
     "moves the goal of posture control; lengths and arms follow", "anatomy"},
    {Input::yaw, "yaw", "deg", 0, -80, 80, Scope::body, "target posture, turn of the face to the right positive",
     "head", "moves the goal of posture control; lengths and arms follow", "anatomy"},
}};

constexpr const InputInfo& info(Input input) { return inputs[index_of(input)]; }

constexpr const InputInfo* find_input(std::string_view name) {
    for (const auto& row : inputs)
        if (row.name == name) return &row;
    return nullptr;
}

constexpr std::string_view name_of(Scope scope) {
    return scope == Scope::body ? "body" : scope == Scope::muscle ? "muscle" : "patch";
}

namespace detail {
constexpr bool rows_stand_in_order() {
    for (std::size_t i = 0; i < input_count; ++i)
        if (index_of(inputs[i].id) != i || inputs[i].name.empty()) return false;
    return true;
}
}  // namespace detail
static_assert(detail::rows_stand_in_order());

}  // namespace wryneck
