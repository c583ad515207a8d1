#pragma once
// All parameters of the neck by name ("energetics.J_max"), with their tables.

#include <string>
#include <string_view>
#include <vector>

#include "wryneck/core/error.hpp"
#include "wryneck/models/head.hpp"
#include "wryneck/models/hill_force.hpp"
#include "wryneck/systems/patch.hpp"
#include "wryneck/systems/pool.hpp"

namespace wryneck {

struct NeckParameters {
    Patch::Parameters patch;
    Pool::Parameters pool;
    SubjectModel::Parameters<double> subject = defaults<SubjectModel::Parameters>(SubjectModel::parameters);
    HillForce::Parameters<double> hill_force = defaults<HillForce::Parameters>(HillForce::parameters);
    Head::Parameters<double> head = defaults<Head::Parameters>(Head::parameters);

    /// Call f(model name, table row, value) for every parameter; the value is a reference.
    template <class F>
    void each(F&& f) {
        visit<Energetics>(patch.energetics, f);
        visit<Perfusion>(patch.perfusion, f);
        visit<Interstitium>(patch.interstitium, f);
        visit<Membrane>(patch.membrane, f);
        visit<Endplate>(patch.endplate, f);
        visit<Discharge>(patch.discharge, f);
        visit<Calcium>(patch.calcium, f);
        visit<Mediators>(patch.mediators, f);
        visit<Fluid>(patch.fluid, f);
        visit<KnotFront>(patch.knot_front, f);
        visit<MotorPool>(pool.motor_pool, f);
        visit<Reflex>(pool.reflex, f);
        visit<Axon>(pool.axon, f);
        visit<SubjectModel>(subject, f);
        visit<HillForce>(hill_force, f);
        visit<Head>(head, f);
    }

    /// "model.parameter" of every row.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        NeckParameters copy = *this;
        copy.each([&](std::string_view model, const Field& row, double&) { all.push_back(std::string(model) + "." + std::string(row.name)); });
        return all;
    }

    /// Set one parameter. Throws InputError with the nearest name, or when the value is outside the plausible range.
    void set(const std::string& name, double value) {
        bool found = false;
        each([&](std::string_view model, const Field& row, double& slot) {
            if (name.size() != model.size() + 1 + row.name.size() || !name.starts_with(model) || !name.ends_with(row.name)) return;
            if (!(row.range.low <= value && value <= row.range.high)) throw out_of_range(name, row, value);
            slot = value;
            found = true;
        });
        if (!found) throw InputError("parameters." + name, "", "the name of a parameter", nearest_name(name, names()));
    }

private:
    template <class Model, class Record, class F>
    static void visit(Record& record, F&& f) {
        auto* values = reinterpret_cast<double*>(&record);
        for (const Field& row : Model::parameters) f(std::string_view(Model::name), row, values[row.slot]);
    }

    static InputError out_of_range(const std::string& name, const Field& row, double value) {
        const auto text = [](double v) {
            std::string s = std::to_string(v);
            return v != 0 && (v < 1e-3 && v > -1e-3) ? std::string(std::to_string(v * 1e6)) + "e-6" : s;
        };
        return InputError("parameters." + name, text(value),
                          "a value from " + text(row.range.low) + " to " + text(row.range.high) + " " + std::string(row.unit));
    }
};

}  // namespace wryneck
