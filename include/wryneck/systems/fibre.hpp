#pragma once
// One muscle fibre, action potential by action potential, as published in 2007 [Shorten2007]. This file is its block
// diagram.
//
//   I_HH --> membranes (V_s, V_t) <--> gates         t in ms
//               |  ^
//               v  |
//              ions            V_t --> release --> reticulum <--> buffers (parvalbumin, ATP, Mg, calsequestrin)
//                                                   ^    ^
//                               filament (A_2: force)    phosphate (precipitates in the reticulum)
//
// `Published` keeps every quirk of the source. Another variant is another struct with the same four members beside it
// (States, Parameters, of, rhs: the concept Fibre): solvers and runs take either as a template parameter.

#include <array>
#include <cstddef>
#include <string_view>

#include "wryneck/core/layout.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/models/fibre/buffers.hpp"
#include "wryneck/models/fibre/filament.hpp"
#include "wryneck/models/fibre/gates.hpp"
#include "wryneck/models/fibre/geometry.hpp"
#include "wryneck/models/fibre/ions.hpp"
#include "wryneck/models/fibre/membranes.hpp"
#include "wryneck/models/fibre/phosphate.hpp"
#include "wryneck/models/fibre/release.hpp"
#include "wryneck/models/fibre/reticulum.hpp"
#include "wryneck/systems/fibre_kind.hpp"

namespace wryneck::fibre {

struct Published {
    using States = Packing<Membranes, Gates, Ions, Release, Reticulum, Buffers, Filament, Phosphate>;

    template <class Q>
    struct Parameters {
        Membranes::Parameters<Q> membranes;
        Gates::Parameters<Q> gates;
        Ions::Parameters<Q> ions;
        Release::Parameters<Q> release;
        Reticulum::Parameters<Q> reticulum;
        Buffers::Parameters<Q> buffers;
        Filament::Parameters<Q> filament;
        Phosphate::Parameters<Q> phosphate;
        Geometry::Parameters<Q> geometry;

        /// `record(model)` gives the parameters of a sub-model.
        template <class F>
        static constexpr Parameters from(F&& record) {
            return {record(Membranes{}), record(Gates{}),     record(Ions{}),
                    record(Release{}),   record(Reticulum{}), record(Buffers{}),
                    record(Filament{}),  record(Phosphate{}), record(Geometry{})};
        }

        /// Call f(model, its parameters) for every sub-model in the same order.
        template <class F>
        constexpr void each(F&& f) {
            f(Membranes{}, membranes), f(Gates{}, gates), f(Ions{}, ions), f(Release{}, release);
            f(Reticulum{}, reticulum), f(Buffers{}, buffers), f(Filament{}, filament), f(Phosphate{}, phosphate);
            f(Geometry{}, geometry);
        }
    };

    static constexpr Parameters<double> of(Kind kind) {
        const Column column = kind == Kind::fast ? Column::first : Column::second;
        return Parameters<double>::from(
            [&]<class M>(M) { return defaults<M::template Parameters>(M::parameters, column); });
    }

    /// `I_HH`: stimulus current into the sarcolemma, uA/cm2.
    template <Scalar T, class Q>
    static constexpr void rhs(const T* x, const T& I_HH, const Parameters<Q>& p, T* dx) {
        const auto V = States::get<Membranes>(x);
        const auto ion = States::get<Ions>(x);
        const auto Ca = States::get<Reticulum>(x);
        const T one(1.0);

        Gates::State<T> d_gates;
        const auto g = call<Gates>(States::get<Gates>(x), {V.V_s, V.V_t, V.V_s, V.V_t}, p.gates, d_gates);

        Membranes::State<T> d_V;
        const auto I = call<Membranes>(V,
                                       {I_HH, g.open_K, g.open_Na, g.open_K_t, g.open_Na_t, ion.K_e, ion.K_t, ion.K_i,
                                        ion.Na_e, ion.Na_t, ion.Na_i},
                                       p.membranes, d_V);

        Ions::State<T> d_ions;
        call<Ions>(ion, {I.I_IR, I.I_DR, I.I_Na, I.I_NaK, I.I_IR_t, I.I_DR_t, I.I_Na_t, I.I_NaK_t}, p.ions, d_ions);

        Release::State<T> d_release;
        const T open = call<Release>(States::get<Release>(x), {V.V_t}, p.release, d_release).open;

        Geometry::State<T> none;
        const auto v = call<Geometry>(none, {}, p.geometry, none);

        Buffers::State<T> d_buffers;
        const auto buffer = call<Buffers>(States::get<Buffers>(x),
                                          {Ca.Ca_1, Ca.Ca_2, Ca.Ca_SR1, Ca.Ca_SR2, v.V_1, v.V_2}, p.buffers, d_buffers);

        Filament::State<T> d_filament;
        const auto troponin = call<Filament>(States::get<Filament>(x), {Ca.Ca_2, one, one, one}, p.filament, d_filament);

        Phosphate::State<T> d_phosphate;
        const auto precipitate = call<Phosphate>(States::get<Phosphate>(x), {troponin.xb, Ca.Ca_SR2, v.V_2, v.V_SR2},
                                                 p.phosphate, d_phosphate);

        Reticulum::State<T> d_Ca;
        call<Reticulum>(Ca,
                        {open, buffer.bound_1, buffer.bound_2 + troponin.bound, buffer.bound_SR1,
                         buffer.bound_SR2 + precipitate.bound_SR2, v.V_1, v.V_2, v.V_SR1, v.V_SR2, one, one},
                        p.reticulum, d_Ca);

        States::put<Membranes>(d_V, dx), States::put<Gates>(d_gates, dx), States::put<Ions>(d_ions, dx);
        States::put<Release>(d_release, dx), States::put<Reticulum>(d_Ca, dx), States::put<Buffers>(d_buffers, dx);
        States::put<Filament>(d_filament, dx), States::put<Phosphate>(d_phosphate, dx);
    }
};

/// What solvers and runs ask of a variant.
template <class F>
concept Fibre = requires(const double* x, double* dx, const typename F::template Parameters<double>& p) {
    F::States::size;
    F::of(Kind::fast);
    F::rhs(x, 0.0, p, dx);
};

/// Initial state of a column, packed.
template <Fibre F>
std::array<double, F::States::size> initial(Kind kind) {
    std::array<double, F::States::size> x;
    std::size_t i = 0;
    F::States::each([&](std::string_view, const auto& states) {
        for (const Field& row : states) x[i++] = kind == Kind::fast ? row.value : row.second;
    });
    return x;
}

}  // namespace wryneck::fibre
