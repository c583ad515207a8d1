#pragma once
// Fibres along their length: pulses at the end-plates in, potentials and other states at every place out, and when each
// action potential arrived where. Several fibres share one interstitium. Time in ms, length in cm. Compiled in the
// library; plain types only.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "wryneck/run/fibre.hpp"

namespace wryneck {

/// A stretch of every fibre that lies in another bath, such as {1.5, 3, {{"K", 12}}}.
struct CableZone {
    double from_cm = 0, to_cm = 0;
    std::map<std::string, double> bath;
};

/// One fibre of a bundle.
struct BundleFibre {
    FibreKind kind = FibreKind::fast;
    std::vector<double> pulses_ms;
};

struct CableProtocol {
    /// What all fibres share: variant, parameters, bath, strength and width of pulses, duration, rows, limits; and, where
    /// `bundle` is empty, the kind and the pulses of the one fibre. States are recorded, balances are not. Pulses are by
    /// default four times as strong as for a fibre alone, since their current flows on.
    FibreProtocol fibre;
    std::vector<BundleFibre> bundle;
    std::map<std::string, double> cable;  ///< changed parameters of the cable, such as {"R_i", 0.2}
    double length_cm = 4;
    int places = 320;            ///< along each fibre; 80 per cm give velocities within 1 %
    double end_plate = 0.5;      ///< where pulses act, as a share of the length
    double end_plate_cm = 0.05;  ///< length over which they act
    std::vector<CableZone> zones;
    double largest_change = 4;   ///< of a potential in one step, mV: the smaller, the more exact
    double longest_step_ms = 1;
    double level_mV = -20;       ///< an action potential has arrived where the potential rises through this
    int threads = 1;             ///< any number gives the same bits
};

struct Arrival {
    std::size_t fibre, place;
    double time_ms;
};

struct CableTraces {
    std::vector<double> time_ms, position_cm;  // of rows; of places, the middle of each
    std::size_t fibres = 0;
    std::vector<Series> series;     ///< dimensions: time, fibre, place
    std::vector<Arrival> arrivals;  ///< in the order in which they happened
    std::uint64_t steps = 0, rejected = 0;
    Status status = Status::complete;
    std::string message;  ///< why and where it ended early

    /// A series by name. Throws InputError with the nearest name.
    [[nodiscard]] const Series& operator[](const std::string& name) const;
};

/// From rest. Throws InputError when the protocol cannot be meant. What ends early keeps the rows so far and says why.
CableTraces run_cable(const CableProtocol& protocol);

/// The parameters of the cable; the fibre has its own, fibre_parameters().
std::vector<FibreParameter> cable_parameters();

}  // namespace wryneck
