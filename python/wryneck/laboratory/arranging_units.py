"""Arms of findings on single motor units: motoneurons by themselves, and what is read off the units of a muscle that cramps."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import numpy as np

from ..registry import parameters as wn_parameters
from . import unit_measures as read
from .arranging_muscle import FOR_CRAMP, SHORT, muscle
from .changed import Changed
from .motor_units import GAINS, MotorUnits, UnitObservation, unit_parameters
from .muscle import Muscle
from .not_set_up import NotSetUp
from .observation import Observation
from .steps import Block, Contract, Event, Length, Ramp, Rest, Set, Startle, Step, Stimulate, TendonShock

__all__ = ["OF_STARTLE", "OF_UNITS", "motoneurons", "nerve_muscle", "startled"]

SUBJECTS = range(1, 4)     # seeds of the noise: what a finding gives is the mean of as many subjects
AMPHETAMINE = 1.6          # monoaminergic gain [NE-40]
WITHOUT_NOISE = ("recruitment_drive",)    # a property of membranes
SLED, BETWEEN = 14.7, 5.0  # m/s2 of the jerks that were studied, and s between them [ours]
GOES_ON = 1.0              # s for which an effort goes on where something within it is to be silenced
AFTER_SHOCK = 2.0          # s that are looked at after a shock


def nerve_muscle(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
    """A muscle with its nerve: where units are measured, unit by unit within the potassium of that muscle."""
    if measure not in OF_UNITS:
        return muscle(measure, preparation, protocol, changed)
    length = preparation["length"] - 1 if "length" in preparation else SHORT
    steps, window = _steps(measure, protocol, length)
    pool = _pool(preparation, changed)
    whole = Muscle(FOR_CRAMP, cramp_history=pool.cramp_history, settle=pool.settle, hypotheses=dict(changed.gains),
                   parameters={name: value for name, value in changed.parameters.items() if name in wn_parameters()})
    return _mean_of_subjects(measure, pool, steps, window, whole, changed)


def motoneurons(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
    """A pool by itself."""
    if measure not in OF_UNITS:
        raise NotSetUp(f"no measure '{measure}' of motoneurons")
    steps, window = _steps(measure, protocol, 0.0)
    return _mean_of_subjects(measure, _pool(preparation, changed), steps, window, None, changed)


def startled(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
    """The pool of a neck muscle in a sled, whose jerks startle; what the head does besides is left out."""
    steps: list[Step] = []
    for word in protocol:
        if word["do"] == "impact" and word.get("acceleration") == SLED:
            steps += [Startle(), Rest(BETWEEN)] * word.get("repeats", 1)
        elif word["do"] != "measure":
            raise NotSetUp(f"no step '{word['do']}' for someone in a sled, or another acceleration than {SLED:g} m/s2")
    if not steps:
        raise NotSetUp("no answer without a jerk")
    return _mean_of_subjects(measure, _pool(preparation, changed), steps, (0.0, 0.0), None, changed)


def _pool(preparation: Mapping[str, Any], changed: Changed) -> MotorUnits:
    """Of what is changed in a neck, the gains and constants of the loops act on units too."""
    return MotorUnits(cramp_history=bool(preparation.get("cramp_history", False)), hypotheses={name: value for name, value in changed.gains.items() if name in GAINS},
                      parameters={name: value for name, value in changed.parameters.items() if name in unit_parameters()})


@dataclass(frozen=True)
class _Asked:
    """A run that several findings read: the same where its text is the same."""

    text: str
    run: Callable[[], UnitObservation] = field(compare=False)


@lru_cache(maxsize=16)
def _performed(asked: _Asked) -> UnitObservation:
    return asked.run()


def _mean_of_subjects(measure: str, pool: MotorUnits, steps: Sequence[Step], window: tuple[float, float], whole: Muscle | None, changed: Changed) -> float:
    """Not a number where no subject gives one. `whole`: the muscle whose potassium is around the afferents."""
    begin, end = (pool.settle + t for t in window)

    @lru_cache(maxsize=1)
    def around() -> Observation | None:
        return whole.perform([step for step in steps if not isinstance(step, Event)], record="potassium") if whole else None

    def run(seed: int) -> UnitObservation:
        return pool.perform(steps, seed=seed, noise=measure not in WITHOUT_NOISE, surroundings=around())

    found = []
    for seed in SUBJECTS if measure not in WITHOUT_NOISE else SUBJECTS[:1]:
        observed = _performed(_Asked(repr((pool, steps, whole, seed, measure in WITHOUT_NOISE)), partial(run, seed)))
        changed.watch(observed, "force", (begin, end) if end > begin else None)
        found.append({**OF_UNITS, **OF_STARTLE}[measure](observed, begin, end))
    kept = [value for value in found if not math.isnan(value)]
    return float(np.mean(kept)) if kept else math.nan


def _steps(measure: str, protocol: Sequence[Mapping[str, Any]], length: float) -> tuple[list[Step], tuple[float, float]]:
    """The steps that the words of a protocol stand for, and when it is measured (s after the first)."""
    steps: list[Step] = [Length(length)] if length else []
    window = (0.0, 0.0)
    for word in protocol:
        do, begin = word["do"], sum(step.seconds for step in steps)
        if do == "contract" and measure in ("delta_F", "recruitment_drive"):    # drive that rises, and for a pair of units falls as slowly
            rise = word["duration"] / 2 if measure == "delta_F" else word["duration"]
            steps += [Ramp(word["effort"], rise), *([Ramp(0, rise)] if measure == "delta_F" else [])]
        elif do == "contract":
            steps.append(Contract(word["effort"], word["duration"]))
        elif do == "stimulate" and "repeats" in word:
            steps += _shocks(word, steps)
        elif do == "stimulate" and word["on"] in ("nerve", "motor_point"):
            steps.append(Stimulate(word["rate"], word["duration"]))
        elif do == "rest":
            steps.append(Rest(word["duration"]))
        elif do == "block" and word["what"] in ("inhibition", "nerve"):
            steps.append(Block(word["what"], word.get("share", 1)))
        elif do == "drug" and word["what"] == "amphetamine":
            steps.append(Set("monoamine", AMPHETAMINE))
        elif do == "measure":
            span = word.get("duration", AFTER_SHOCK)
            steps.append(Rest(span))
            window = (begin, begin + span)
        else:
            raise NotSetUp(f"no step '{do}' for motoneurons")
    return steps, window


def _shocks(word: Mapping[str, Any], steps: Sequence[Step]) -> list[Step]:
    """Shocks to the tendon, or one to a nerve whose afferents inhibit, which stands as one too: a volley of inhibition each. An effort before them goes on."""
    if word["on"] not in ("tendon", "nerve") or word["on"] == "nerve" and word["repeats"] > 1:
        raise NotSetUp(f"no {word['repeats']} shocks to {word['on']}")
    efforts = [step for step in steps if isinstance(step, Contract)]
    if word["repeats"] == 1:
        return [TendonShock(), *([Contract(efforts[-1].effort, GOES_ON)] if efforts else [])]
    apart = 1 / word["rate"]
    return [TendonShock(), Contract(efforts[-1].effort, apart) if efforts else Rest(apart)] * word["repeats"]


OF_UNITS: dict[str, Callable[[UnitObservation, float, float], float]] = {
    "motor_unit_rate": read.motor_unit_rate,
    "interval_variation": read.interval_variation,
    "doublet_share": read.doublet_share,
    "common_fluctuation": read.common_fluctuation,
    "delta_F": lambda o, begin, end: read.delta_F(o),
    "recruitment_drive": lambda o, begin, end: read.recruitment_drive(o),
    "silent_period": lambda o, begin, end: read.silence(o)[1],
    "inhibition_onset": lambda o, begin, end: 1000 * read.averaged_inhibition(o)[0],
    "inhibition_duration": lambda o, begin, end: 1000 * read.averaged_inhibition(o)[1],
    "tendon_inhibition": lambda o, begin, end: read.discharge_fall(o),
}

OF_STARTLE: dict[str, Callable[[UnitObservation, float, float], float]] = {
    "onset_latency": lambda o, begin, end: 1000 * read.startle_answer(o)[0],
    "emg_amplitude": lambda o, begin, end: read.startle_answer(o)[1],
}
