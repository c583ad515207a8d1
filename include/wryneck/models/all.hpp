#pragma once
// The list of all sub-models, for those who look at each in turn: tests, documentation, tables of parameters. The one
// file of this folder that includes others.

#include <cstddef>

#include "wryneck/models/axon.hpp"
#include "wryneck/models/body/body_water.hpp"
#include "wryneck/models/body/drug.hpp"
#include "wryneck/models/body/gut.hpp"
#include "wryneck/models/body/kidney.hpp"
#include "wryneck/models/body/minerals.hpp"
#include "wryneck/models/body/potassium.hpp"
#include "wryneck/models/body/sweat.hpp"
#include "wryneck/models/body/tissue.hpp"
#include "wryneck/models/calcium.hpp"
#include "wryneck/models/discharge.hpp"
#include "wryneck/models/endplate.hpp"
#include "wryneck/models/energetics.hpp"
#include "wryneck/models/fibre/bath.hpp"
#include "wryneck/models/fibre/buffers.hpp"
#include "wryneck/models/fibre/cable.hpp"
#include "wryneck/models/fibre/electrolytes.hpp"
#include "wryneck/models/fibre/energy.hpp"
#include "wryneck/models/fibre/feedback.hpp"
#include "wryneck/models/fibre/filament.hpp"
#include "wryneck/models/fibre/gates.hpp"
#include "wryneck/models/fibre/geometry.hpp"
#include "wryneck/models/fibre/ions.hpp"
#include "wryneck/models/fibre/ligands.hpp"
#include "wryneck/models/fibre/membranes.hpp"
#include "wryneck/models/fibre/phosphate.hpp"
#include "wryneck/models/fibre/precipitate.hpp"
#include "wryneck/models/fibre/release.hpp"
#include "wryneck/models/fibre/reticulum.hpp"
#include "wryneck/models/fibre/sarcolemma.hpp"
#include "wryneck/models/fibre/warmth.hpp"
#include "wryneck/models/fibre/water.hpp"
#include "wryneck/models/fluid.hpp"
#include "wryneck/models/head.hpp"
#include "wryneck/models/hill_force.hpp"
#include "wryneck/models/interstitium.hpp"
#include "wryneck/models/knot_front.hpp"
#include "wryneck/models/mediators.hpp"
#include "wryneck/models/membrane.hpp"
#include "wryneck/models/motor_pool.hpp"
#include "wryneck/models/motor_unit.hpp"
#include "wryneck/models/perfusion.hpp"
#include "wryneck/models/reflex.hpp"

namespace wryneck {

template <class... Models>
struct ModelList {
    static constexpr std::size_t size = sizeof...(Models);

    /// Call f(Model{}) for every model in order; models are stateless, the value only names the type.
    template <class F>
    static constexpr void each(F&& f) {
        (f(Models{}), ...);
    }
};

/// What a patch is made of, then what drives it, then what it pulls on; then what a single fibre is made of:
/// as published, then what is new in the repaired one; then a whole person on the bench.
using AllModels = ModelList<Energetics, Perfusion, Interstitium, Membrane, Endplate, Calcium, Mediators, Fluid, KnotFront, Discharge,
                            MotorPool, MotorUnit, Reflex, Axon, HillForce, Head, fibre::Membranes, fibre::Gates, fibre::Ions, fibre::Release,
                            fibre::Reticulum, fibre::Buffers, fibre::Filament, fibre::Phosphate, fibre::Geometry, fibre::Sarcolemma,
                            fibre::Electrolytes, fibre::Ligands, fibre::Precipitate, fibre::Energy, fibre::Water, fibre::Feedback,
                            fibre::Bath, fibre::Warmth, fibre::Cable, body::Tissue, body::Sweat, body::Gut, body::BodyWater,
                            body::Potassium, body::Minerals, body::Kidney, body::Drug>;

/// for_each_model([]<class Model>(Model) { ... Model::name, Model::states, Model::rhs ... });
template <class F>
constexpr void for_each_model(F&& f) {
    AllModels::each(f);
}

}  // namespace wryneck
