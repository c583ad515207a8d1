#pragma once
// Constants in which the repaired fibre differs from the published one, where the equations are shared.

#include <array>

#include "wryneck/core/revised.hpp"
#include "wryneck/models/fibre/filament.hpp"
#include "wryneck/models/fibre/gates.hpp"
#include "wryneck/models/fibre/release.hpp"
#include "wryneck/models/fibre/reticulum.hpp"

namespace wryneck::fibre {

inline constexpr std::array gate_values{
    Revision{"tau_hK_t",
             {1000, 1000},
             "Shorten2007, sarcolemma: the thousandth in the T-tubule is an error",
             Grade::model,
             {0.5, 2000}},
    Revision{"V_m", {-36, -36}, "fitted to NE-17 and NE-19: activation 10 mV up", Grade::fitted, {-60, -30}},
    Revision{"V_h", {-39, -39}, "fitted to NE-17 and NE-19: inactivation 6 mV up", Grade::fitted, {-60, -30}},
    Revision{"V_S", {-58, -68}, "fitted to NE-17, NE-18b and NE-19 (fast); Shorten2007 (slow)", Grade::fitted, {-90, -55}},
};

inline constexpr std::array release_values{
    Revision{
        "k_L", {1.25e-4, 1.25e-4}, "fitted: a resting channel that lets calcium rest", Grade::fitted, {1e-6, 0.01}},
    Revision{"k_Lm",
             {16000, 16000},
             "fitted with k_L: the opening of moved sensors as published",
             Grade::fitted,
             {200, 50000}},
    Revision{"f", {0.1, 0.1}, "fitted with k_L", Grade::fitted, {0.05, 0.5}},
    Revision{"K", {2.5, 2.5}, "fitted with k_L", Grade::fitted, {1.5, 9}},
};

inline constexpr std::array reticulum_values{
    Revision{"i2", {250, 80}, "fitted: half of the largest force between 8 and 25 Hz", Grade::fitted, {20, 1000}},
    Revision{
        "nu_SR", {1.2, 0.6}, "fitted: fused at 50 to 80 Hz fast, 20 to 30 Hz slow; EK-05", Grade::fitted, {0.2, 15}},
    Revision{"K_SR", {1.2, 1.2}, "fitted: calcium at rest with nu_SR and L_e", Grade::fitted, {0.3, 3}},
    Revision{"L_e", {1e-6, 7e-7}, "fitted: calcium at rest, EK-04", Grade::fitted, {1e-7, 2e-4}},
    Revision{"pair", {1, 1}, "two calcium ions per cycle of the pump", Grade::mammal, {0, 1}},
};

inline constexpr std::array filament_values{
    Revision{
        "k_Toff", {0.027, 0.042}, "fitted: half of the largest force between 8 and 25 Hz", Grade::fitted, {0.01, 0.4}},
    Revision{"f_o", {0.7, 0.17}, "fitted to EK-11: ATP use of human fibres at 20 degC", Grade::fitted, {0.03, 5}},
    Revision{"f_p", {7, 1.7}, "fitted to EK-11, in step", Grade::fitted, {0.3, 50}},
    Revision{"h_o", {0.113, 0.0274}, "fitted to EK-11, in step", Grade::fitted, {0.005, 0.8}},
    Revision{"h_p", {0.085, 0.0205}, "fitted to EK-11, in step", Grade::fitted, {0.003, 0.6}},
    Revision{
        "g_o", {0.0564, 0.0137}, "fitted to EK-11: ATP use of human fibres at 20 degC", Grade::fitted, {0.003, 0.4}},
};

/// Where the run to rest begins, where that differs from the published start: it sets how much calcium and phosphate
/// there is in all.
inline constexpr std::array start_values{
    Revision{"reticulum.Ca_SR1",
             {1000, 1000},
             "fitted: a rested reticulum whose calcium does not precipitate",
             Grade::fitted,
             {300, 3000}},
    Revision{"reticulum.Ca_SR2", {1000, 1000}, "as Ca_SR1", Grade::fitted, {300, 3000}},
    Revision{"reticulum.Ca_1", {0.08, 0.08}, "Shorten2007, rounded", Grade::model, {0, 1}},
    Revision{"reticulum.Ca_2", {0.08, 0.08}, "Shorten2007, rounded", Grade::model, {0, 1}},
    Revision{"buffers.Ca_Cs1", {13800, 12500}, "at equilibrium with Ca_SR1", Grade::model, {0, 31000}},
    Revision{"buffers.Ca_Cs2", {13800, 12500}, "at equilibrium with Ca_SR2", Grade::model, {0, 31000}},
    Revision{"filament.Ca_T_2", {4, 4}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.Ca_CaT2", {0.1, 0.1}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.D_0", {0, 0}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.D_1", {0, 0}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.D_2", {0.1, 0.1}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.A_1", {0, 0}, "near rest", Grade::model, {0, 140}},
    Revision{"filament.A_2", {0, 0}, "near rest", Grade::model, {0, 140}},
};

using RepairedGates = Revised<Gates, gate_values>;
using RepairedRelease = Revised<Release, release_values>;
using RepairedReticulum = Revised<Reticulum, reticulum_values>;
using RepairedFilament = Revised<Filament, filament_values>;

}  // namespace wryneck::fibre
