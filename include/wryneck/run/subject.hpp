#pragma once
// A whole person on the bench: skin, fat and muscle under a pack; water, salts and a drug in the body. What is done in
// stretches of time in, named series out. Compiled in the library; plain types only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wryneck/core/fields.hpp"
#include "wryneck/record/series.hpp"
#include "wryneck/run/options.hpp"

namespace wryneck {

/// Rows of what was asked for. What ends early keeps the rows so far and says why.
struct SubjectTraces {
    std::vector<double> time_s;
    std::vector<Series> series;
    std::uint64_t steps = 0, rejected = 0;
    Status status = Status::complete;
    std::string message;

    /// A series by name. Throws InputError with the nearest name.
    [[nodiscard]] const Series& operator[](const std::string& name) const;
};

/// A stretch of time in the air of the room, or with a pack on the skin.
struct LayersStretch {
    double duration_s = 0;
    bool pack = false;
    double pack_degC = 0;
};

struct LayersProtocol {
    double skinfold_mm = 10;               ///< a fold of skin and fat: twice their thickness
    std::vector<double> depth_mm{10, 30};  ///< below the fat
    std::vector<LayersStretch> stretches;
    std::map<std::string, double> parameters;  ///< changed ones by name, such as {"tissue.k_muscle", 1}
    double every_s = 60;                       ///< between rows
    double slice_mm = 1;                       ///< of muscle, at most; half of that in skin and fat
    double tolerance = 1e-5;                   ///< of a temperature per step, degC
};

/// From a day's rest in the air of the room. Series: `temperature` (time, depth) and `skin` in degC; `balance_heat`,
/// heat gained since the start less heat that has come in, J/m2. Throws InputError when the protocol cannot be meant.
SubjectTraces run_layers(const LayersProtocol& protocol);

/// What goes into the gut and out with sweat in a stretch of time, evenly.
struct BodyStretch {
    double duration_s = 0;
    double water_l = 0, sodium_mmol = 0, potassium_mmol = 0;  // swallowed
    double sweat_l = 0;
    double drug_mg = 0;  // dissolved in the gut
};

struct BodyProtocol {
    bool female = false;
    double mass_kg = 75;
    std::optional<double> body_water_l;  ///< by default a share of the mass
    bool kidney = true;                  ///< false: nothing leaves with urine beyond what it does at rest
    bool salt = false;                   ///< of ibuprofen: its sodium salt, not the acid
    std::vector<BodyStretch> stretches;
    std::map<std::string, double> parameters;  ///< changed ones by name, such as {"sweat.c_K", 4}
    double every_s = 60;
    double tolerance = 1e-6;  ///< of each state per step, relative to its size and scale
};

/// From rest. Series: plasma and ledgers by name, see body_series(). Throws InputError when the protocol cannot be
/// meant.
SubjectTraces run_body(const BodyProtocol& protocol);

/// One parameter of what a subject is made of: `row.value`, and in a table with two columns (acid, salt) `row.second`.
struct SubjectParameter {
    std::string name;  ///< "sweat.c_K"
    Field row;
};

std::vector<SubjectParameter> subject_parameters();

}  // namespace wryneck
