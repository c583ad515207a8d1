"""What is read off an observation: one number each, in the unit that its docstring names."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..errors import ScenarioError
from ..quantity import to_number
from .observation import ROUNDING, Observation, seconds
from .steps import Action, Contract, Hold, Stimulate

__all__ = ["action_potentials", "cramp_duration", "endurance_time", "half_force_rate", "overshoot", "peak_force", "recovery_time", "resting_potential", "ripple",
           "threshold_frequency", "time_to_silence"]

QUIET = 0.05        # active state below which a muscle counts as silent
RELAXED = 0.3       # s after a train in which activity is relaxation
OUTLASTS = 1.0      # s of activity after a train that are a cramp
LOST = 0.95         # share of the wanted force below which a hold is lost


def resting_potential(observed: Observation) -> float:
    """Membrane potential at the start, mV."""
    return float(observed["potential"][0])


def overshoot(observed: Observation) -> float:
    """Highest membrane potential, mV."""
    return observed.highest("potential")


def peak_force(observed: Observation) -> float:
    """Highest force above that at the start: N of a muscle, a relative measure of a fibre."""
    return observed.highest("force") - float(observed["force"][0])


def action_potentials(observed: Observation, *, after_train: float | None = None) -> int:
    """How often the potential rises through 0 mV; with `after_train` only from so many seconds after the end of the last train."""
    begin = 0.0 if after_train is None else observed.last(Stimulate).end + after_train
    V = observed["potential"]
    rises = (V[:-1] < 0) & (V[1:] >= 0) & (observed.time[1:] >= begin)
    return int(rises.sum())


def ripple(observed: Observation) -> float:
    """Swing of force within the last period of the last train as share of its top: near 0 when fused."""
    train = observed.last(Stimulate)
    rate: float = train.step.rate  # type: ignore[attr-defined]
    force = observed.between("force", train.end - 1 / rate, train.end)
    if not force.max() > 0:
        raise ScenarioError("force", f"{force.max():g} in the last period", "one above 0")
    return float((force.max() - force.min()) / force.max())


def half_force_rate(rates: list[float], forces: list[float]) -> float:
    """Rate (Hz) at which force first passes half of the largest of `forces`, by straight lines between `rates`."""
    rate, force = (np.asarray([to_number(v, unit, field=field) for v in values]) for values, unit, field in ((rates, "Hz", "rates"), (forces, "1", "forces")))
    if rate.size < 2 or rate.size != force.size or not (np.diff(rate) > 0).all():
        raise ScenarioError("rates", f"{rate.size} rates and {force.size} forces", "two or more rates in ascending order, each with its force")
    half = force.max() / 2
    i = int(np.argmax(force >= half))
    if i == 0:
        return float(rate[0])
    return float(rate[i - 1] + (rate[i] - rate[i - 1]) * (half - force[i - 1]) / (force[i] - force[i - 1]))


def time_to_silence(observed: Observation, begin: float) -> float:
    """Seconds from `begin` until the muscle is silent; infinite where it never is."""
    return observed.falls_below("activation", QUIET, begin)


def _outlasts(observed: Observation, end: float) -> float:
    if observed.time[-1] < end + RELAXED - ROUNDING:
        raise ScenarioError("protocol", problem=f"ends {max(observed.time[-1] - end, 0):.3g} s after the last train or effort, expected {RELAXED:g} s or more, in which muscle relaxes")
    silent = time_to_silence(observed, end + RELAXED)
    return RELAXED + silent if silent > 0 else 0.0


def cramp_duration(observed: Observation) -> float:
    """Seconds for which activity outlasts the last train or contraction; infinite where the observation ended before it."""
    ends = [span.end for span in observed.spans if isinstance(span.step, (Stimulate, Contract, Hold))]
    if not ends:
        raise ScenarioError("protocol", problem="has no stimulation or contraction, which a cramp would outlast")
    return _outlasts(observed, ends[-1])


def threshold_frequency(observed: Observation) -> float:
    """Rate (Hz) of the first train after which the muscle stays active for more than a second [NE-63]: the cramp threshold.

    Infinite where no train of the protocol leaves a cramp, not a number where the muscle is active before it is stimulated. What
    follows a train must leave time for a cramp to show.
    """
    for train in observed.of(Stimulate):
        before = observed["activation"][observed.time < train.begin - ROUNDING]
        if before.size and before[-1] > QUIET:
            return math.nan
        following = [span.begin for span in observed.spans if isinstance(span.step, (Stimulate, Contract, Hold)) and span.begin > train.begin]
        left = min([*following, float(observed.time[-1])]) - train.end
        if left < RELAXED + OUTLASTS - ROUNDING:
            raise ScenarioError("protocol", problem=f"leaves {max(left, 0):.3g} s after the train of {train.step.rate:g} Hz, "  # type: ignore[attr-defined]
                                f"expected {RELAXED + OUTLASTS:g} s or more, in which a cramp shows")
        if _outlasts(observed, train.end) > OUTLASTS:
            return float(train.step.rate)  # type: ignore[attr-defined]
    return math.inf


def endurance_time(observed: Observation, *, grace: Any = 5) -> float:
    """Seconds for which the last hold was kept; it is lost when force is 5 % below it for `grace` (s). Infinite where it was not lost."""
    hold, grace = observed.last(Hold), seconds(grace, "grace")
    apart = float(np.diff(observed.time).max()) if observed.time.size > 1 else math.inf
    if apart > grace / 2 + ROUNDING:
        raise ScenarioError("grace", f"{grace:g} s", f"{2 * apart:g} s or more with samples {apart:g} s apart, or finer samples")
    wanted: float = hold.step.force  # type: ignore[attr-defined]
    kept = (observed.time >= hold.begin) & (observed.time <= hold.end)
    time, force = observed.time[kept] - hold.begin, (observed["activation"] * observed["capacity"])[kept]
    reached = np.flatnonzero(force > 0.97 * wanted)
    if not reached.size:
        return 0.0
    weak_since = math.inf
    for t, f in zip(time[reached[0]:], force[reached[0]:], strict=True):
        weak_since = min(weak_since, t) if f < LOST * wanted else math.inf
        if t - weak_since >= grace:
            return float(weak_since)
    return math.inf


def recovery_time(observed: Observation, name: str = "pcr", *, share: float = 1 - math.exp(-1)) -> float:
    """Seconds after the last effort or train until a curve has made up a share of what it lost: by default its time constant. Infinite where it never has."""
    ends = [span.end for span in observed.spans if isinstance(span.step, Action) and isinstance(span.step, (Stimulate, Contract, Hold))]
    if not ends:
        raise ScenarioError("protocol", problem="has no effort to recover from")
    end, rest = ends[-1], float(observed[name][0])
    low = observed.at(name, end)
    wanted = low + share * (rest - low)
    after = observed.time >= end
    there = np.flatnonzero(after & ((observed[name] - wanted) * math.copysign(1, rest - low) >= 0))
    return float(observed.time[there[0]] - end) if there.size else math.inf
