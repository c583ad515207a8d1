// Parts of the model by themselves.

#include "wryneck/run/parts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <type_traits>

#include "wryneck/core/error.hpp"
#include "wryneck/core/layout.hpp"
#include "wryneck/models/all.hpp"
#include "wryneck/systems/skeleton.hpp"

namespace wryneck {

namespace {

template <class M>
std::string variant_of() {
    if constexpr (requires { M::variant; })
        return M::variant;
    else
        return {};
}

template <template <class> class Record>
constexpr bool has_members = count<Record> > 0 && !std::is_empty_v<Record<Slot>>;

/// The record of a table with what is named put in.
template <template <class> class Record, class Rows>
Record<double> filled(const Rows& rows, const Numbers& given, Column column, const std::string& field) {
    auto record = defaults<Record>(rows, column);
    auto* values = reinterpret_cast<double*>(&record);
    std::vector<std::string> names;
    for (const Field& row : rows) names.emplace_back(row.name);
    for (const auto& [name, value] : given) {
        const std::string whole = field + "." + name;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) throw InputError(whole, "", "a name of the table", nearest_name(name, names));
        if (!std::isfinite(value)) throw InputError(whole, number_text(value), "a finite number");
        values[rows[static_cast<std::size_t>(found - names.begin())].slot] = value;
    }
    return record;
}

template <template <class> class Record, class Rows>
Numbers named(const Rows& rows, const Record<double>& record) {
    Numbers all;
    if constexpr (has_members<Record>)
        for (const Field& row : rows) all[std::string(row.name)] = members<Record, double>(record)[row.slot];
    return all;
}

template <class M>
Evaluated evaluated(Column column, const Numbers& states, const Numbers& inputs, const Numbers& parameters) {
    const auto x = filled<M::template State>(M::states, states, column, "states");
    const auto in = filled<M::template Input>(M::inputs, inputs, column, "inputs");
    const auto p = filled<M::template Parameters>(M::parameters, parameters, column, "parameters");
    auto dx = x;
    const auto out = M::rhs(x, in, p, dx);
    return {named<M::template State>(M::states, dx), named<M::template Output>(M::outputs, out)};
}

}  // namespace

Evaluated evaluate(const std::string& model, const std::string& variant, bool slow, const Numbers& states,
                   const Numbers& inputs, const Numbers& parameters) {
    std::optional<Evaluated> found;
    std::vector<std::string> names;
    for_each_model([&]<class M>(M) {
        names.emplace_back(M::name);
        if (found || M::name != model || (!variant.empty() && variant_of<M>() != variant)) return;
        found = evaluated<M>(slow ? Column::second : Column::first, states, inputs, parameters);
    });
    if (!found && std::find(names.begin(), names.end(), model) != names.end())
        throw InputError("variant", variant, "empty, or \"repaired\" for a sub-model that has it");
    if (!found) throw InputError("model", model, "the name of a sub-model", nearest_name(model, names));
    return *found;
}

StillNeck still_neck(const Body& body, const std::array<double, 3>& angle_deg, double gravity) {
    const auto ask = [](const std::string& field, double value, double least, double most) {
        if (!(value >= least && value <= most))
            throw InputError(field, number_text(value),
                             "a value from " + number_text(least) + " to " + number_text(most));
    };
    ask("mass_kg", body.mass_kg, 30, 250), ask("gravity", gravity, 0, 1);
    ask("pitch", angle_deg[0], -60, 70), ask("roll", angle_deg[1], -45, 45), ask("yaw", angle_deg[2], -80, 80);
    std::array<double, 3> q;
    for (std::size_t a = 0; a < 3; ++a) q[a] = angle_deg[a] * std::numbers::pi / 180;

    static constexpr auto hill = defaults<HillForce::Parameters>(HillForce::parameters);
    static constexpr auto head = defaults<Head::Parameters>(Head::parameters);
    const Anatomy anatomy = neck_anatomy(body);
    const Skeleton<double> skeleton(anatomy);
    StillNeck neck;
    for (int m = 0; m < skeleton.muscles(); ++m) {
        const Muscle& muscle = anatomy.muscles[static_cast<std::size_t>(m)];
        const auto path = skeleton.paths(m, q);
        const double along = skeleton.F_max(m) * path.cos_pennation;
        const auto load = skeleton.spine_load(m, 1.0);
        neck.muscles.push_back({muscle.id,
                                along * HillForce::force_length(path.fibre, hill),
                                along * HillForce::passive(path.fibre, hill),
                                path.arm,
                                muscle.arm_C7T1_m,
                                {load[0][0], load[1][0], load[2][0]},
                                hill.k_sr * path.fibre_per_length * path.arm[0] * path.arm[0]});
    }
    const Head::State<double> x{q[0], q[1], q[2], 0, 0, 0};
    Head::State<double> dx{};
    Head::Input<double> in{};
    in.gravity = gravity;
    const auto out = Head::rhs(x, in, head, dx);
    neck.torque_Nm = {out.N_pitch, out.N_roll, out.N_yaw};
    neck.weight_N = {out.W_C0C2 + out.L, out.W_C4C5 + out.L, out.W_C7T1 + out.L};
    return neck;
}

}  // namespace wryneck
