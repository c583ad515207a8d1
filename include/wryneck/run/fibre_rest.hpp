#pragma once
// The resting state of a fibre in its bath: run without stimulus until nothing moves.

#include <array>
#include <optional>

#include "wryneck/run/fibre_simulation.hpp"
#include "wryneck/systems/repaired_fibre.hpp"

namespace wryneck::fibre {

/// `x` after some time without stimulus; nothing where that cannot be computed. `p` is prepared.
template <Fibre F>
std::optional<std::array<double, F::States::size>> rested(const typename F::template Parameters<double>& p,
                                                          const std::array<double, F::States::size>& x,
                                                          double duration_ms) {
    constexpr double tolerance = 1e-6;
    const auto no_row = [](double, auto&&) {};
    Simulation<F, decltype(no_row)> simulation(p, x, tolerance, {}, no_row);
    LoopLimits limits;
    limits.max_steps = 50'000;
    const LoopReport report = simulation.advance(duration_ms, 0, limits);
    if (report.end != LoopEnd::reached_end) return std::nullopt;
    return simulation.x();
}

/// Rest in the bath that `p` names, from all that the fibre holds in plasma. With `soak_ms` it comes to rest in plasma
/// first, at the same temperature, and stays in the bath for that long.
inline std::optional<std::array<double, Repaired::States::size>> rested_in_bath(const Repaired::Parameters<double>& p,
                                                                                Kind kind,
                                                                                std::optional<double> soak_ms) {
    constexpr double month_ms = 2.592e9;
    const auto start = Repaired::start(kind);
    if (!soak_ms) return rested<Repaired>(Repaired::prepared(p), start, month_ms);
    auto plasma = p;
    plasma.bath = Repaired::of(kind).bath;
    plasma.bath.temperature = p.bath.temperature;
    const auto normal = rested<Repaired>(Repaired::prepared(plasma), start, month_ms);
    if (!normal || *soak_ms == 0) return normal;
    return rested<Repaired>(Repaired::prepared(p), *normal, *soak_ms);
}

}  // namespace wryneck::fibre
