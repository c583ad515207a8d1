#pragma once
// A motor pool of single units: drive, nerve pulses and milieu in, every discharge and the force out. For the laboratory;
// a neck runs the same loops with three classes for each muscle. Compiled in the library; plain types only.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "wryneck/run/fibre.hpp"
#include "wryneck/scenario/profile.hpp"

namespace wryneck {

/// One pulse to the nerve: shares of the motor axons (the largest first) and of the spindle afferents that it reaches.
struct NervePulse {
    double time_s = 0, motor = 1, afferent = 1;
};

/// A shock to the tendon, which its organs answer; size 1 is the usual one.
struct TendonShock {
    double time_s = 0, size = 1;
};

/// Something that startles, as the jerk of a sled does; size 1 is the usual one.
struct Startle {
    double time_s = 0, size = 1;
};

struct MotorUnitInput {
    std::string name, unit, meaning;
    double value, lowest, highest;
};

struct MotorUnitProtocol {
    int units = 120;
    double duration_s = 1;
    double every_s = 0.01;                     ///< interval of the recorded rows
    double step_s = 1e-3;
    std::uint64_t seed = 1;
    bool cramp_history = false;                ///< whether the subject is known to cramp: drive by stimulated afferents, inhibition at rest
    bool noise = true;                         ///< of synapses, and the common fluctuation of drive
    std::map<std::string, double> parameters;  ///< changed ones by name, such as {"motor_unit.G", 0.1} or {"reflex.g_R", 0}
    std::map<std::string, Profile> inputs;     ///< courses by name, see motor_unit_inputs()
    std::vector<NervePulse> pulses;            ///< ascending
    std::vector<TendonShock> shocks;           ///< ascending
    std::vector<Startle> startles;             ///< ascending
    const std::atomic<bool>* stop = nullptr;   ///< true ends the run
    std::function<bool(double time_s)> progress;  ///< false ends the run; called with every row
};

struct MotorUnitTraces {
    std::vector<double> time_s;
    std::vector<Series> series;  ///< force, drive, driven share, inhibition, effort
    std::vector<double> threshold, largest_rate_Hz, weight;  ///< of each unit; weight: share of the largest force
    double rate_per_drive_Hz = 0;                            ///< rise of every unit's rate from no to full drive
    std::vector<int> unit;          ///< of each discharge,
    std::vector<double> arrival_s;  ///< when it arrives at the muscle, ascending,
    std::vector<int> origin;        ///< 0 motoneuron, 1 nerve, 2 echo of an impulse up the axon
    std::uint64_t steps = 0;
    Status status = Status::complete;
    std::string message;

    /// A series by name. Throws InputError with the nearest name.
    [[nodiscard]] const std::vector<double>& operator[](const std::string& name) const;
};

/// From rest. Throws InputError when the protocol cannot be meant. What ends early keeps what it has and says why. The same
/// protocol gives the same bits.
MotorUnitTraces run_motor_units(const MotorUnitProtocol& protocol);

/// What can have a course, with its value where nothing is said.
std::vector<MotorUnitInput> motor_unit_inputs();

/// The parameters of units and of their loops.
std::vector<FibreParameter> motor_unit_parameters();

}  // namespace wryneck
