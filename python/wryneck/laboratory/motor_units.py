"""A motor pool of single units: every discharge of every unit."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import _core
from ..errors import ScenarioError, of_core, shown
from ..quantity import to_number
from ..registry import hypotheses, need_known
from .muscle import need_kind
from .observation import Observation, Span, spans_of
from .single import pulse_count
from .steps import Afferents, Block, Contract, Hold, Length, Pulse, Ramp, Rest, Set, Startle, Step, Stimulate, TendonShock, unit_text

if TYPE_CHECKING:
    from ..series import Array

__all__ = ["MotorUnits", "UnitObservation", "unit_inputs", "unit_parameters"]

GAINS = {"persistent_inward_current": "pic_gain", "potassium_loop": "loop_gain", "post_cramp_facilitation": "facilitation_gain",
         "pain_to_drive": "pain_gain", "spinal_sensitisation": "spinal_gain"}
BLOCKS = {"nerve": ("nerve_block", False), "inhibition": ("inhibition_gain", True)}    # input, and whether it is what is left
AFFERENTS = {"thin": "nociception", "sensitisation": "sensitisation", "antagonist": "antagonist"}    # input of the pool by part of the step
EVENTS: dict[str, type[TendonShock] | type[Startle]] = {"shocks": TendonShock, "startles": Startle}
SETS = ("stress", "monoamine", "inhibition")    # inputs of a scenario that act on a pool
MOST_SAMPLES = 2_000_000
STEP = 1e-3     # s
SETTLE = 1.0    # s before the first step


@lru_cache(maxsize=None)
def unit_inputs() -> Mapping[str, Any]:
    """What can have a course in a pool of single units, by name, with unit, range and meaning."""
    return MappingProxyType({row["name"]: row for row in _core.motor_unit_inputs()})


@lru_cache(maxsize=None)
def unit_parameters() -> Mapping[str, Any]:
    """Parameters of single motor units and of their loops by name, such as "motor_unit.G", with unit, source, grade and range."""
    return MappingProxyType({f"{row['model']}.{row['name']}": {"value": row["fast"], **{k: v for k, v in row.items() if k not in ("fast", "slow")}}
                             for row in _core.motor_unit_parameters()})


class UnitObservation(Observation):
    """Curves of a pool (force, drive, driven, inhibition, effort) and each of its discharges.

    unit, arrival, origin    of each discharge: number of its unit from 0, the smallest; time (s) at which it reaches the muscle; "motoneuron", "nerve"
                             (a pulse made it), "echo" (an impulse up the axon came back: the F-wave)
    threshold                drive at which each unit is recruited, as share of full drive; `weight`: its share of the largest force
    delay                    from soma to muscle (s)
    rate_per_drive           rise of a unit's rate from no to full drive (Hz)
    """

    def __init__(self, found: Mapping[str, Any], spans: Sequence[Span], delay: float):
        super().__init__(found["time_s"], found["series"], spans, status=found["status"], message=found["message"])
        self.unit, self.arrival = found["unit"], found["arrival_s"]
        self.origin = np.asarray(["motoneuron", "nerve", "echo"])[np.asarray(found["origin"], int)]
        self.threshold, self.weight, self.largest_rate = found["threshold"], found["weight"], found["largest_rate_Hz"]
        self.delay = delay
        self.rate_per_drive = float(found["rate_per_drive_Hz"])

    def discharges(self, unit: int, begin: float = 0, end: float = np.inf, *, origin: str = "motoneuron") -> Array:
        """Times (s) of the discharges of a unit from `begin` to `end` of one origin."""
        if isinstance(unit, bool) or not isinstance(unit, (int, np.integer)) or not 0 <= unit < self.threshold.size:
            raise ScenarioError("unit", shown(unit), f"a number from 0 to {self.threshold.size - 1}")
        need_known(origin, ("motoneuron", "nerve", "echo"), "origin")
        kept = (self.unit == unit) & (self.origin == origin) & (self.arrival >= begin) & (self.arrival <= end)
        times: Array = self.arrival[kept]
        return times

    def event(self, kind: type[Step]) -> float:
        """When the last event or step of a kind began (s)."""
        return self.last(kind).begin


@dataclass(frozen=True)
class MotorUnits:
    """A pool of single motor units, the smallest first: size principle, rates and twitches after Fuglevand, persistent inward current, afterhyperpolarisation,
    noise, and the loops of its muscle (recurrent, tendon organs by length, stimulated afferents, potassium). A neck runs the same loops with three
    classes for each muscle.

    units           how many
    cramp_history   whether the subject is known to cramp: stimulated afferents drive the pool more, and less inhibition holds it at rest
    hypotheses      gains: persistent_inward_current, potassium_loop, post_cramp_facilitation, pain_to_drive, spinal_sensitisation
    parameters      that differ from `unit_parameters()`
    settle          time (s) before the first step: the protocol begins at this time of the observation
    """

    units: int = 120
    cramp_history: bool = False
    hypotheses: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    settle: Any = SETTLE

    def __post_init__(self) -> None:
        if isinstance(self.units, bool) or not isinstance(self.units, int) or not 2 <= self.units <= 2000:
            raise ScenarioError("MotorUnits.units", shown(self.units), "a whole number from 2 to 2000")
        need_kind(self.cramp_history, bool, "MotorUnits.cramp_history", "true or false")
        need_kind(self.hypotheses, Mapping, "MotorUnits.hypotheses", "a dict of gains by name")
        need_kind(self.parameters, Mapping, "MotorUnits.parameters", "a dict of values by name")
        settle = to_number(self.settle, "s", field="MotorUnits.settle")
        if not 0 <= settle <= 600:
            raise ScenarioError("MotorUnits.settle", shown(settle), "a time from 0 to 600 s")
        object.__setattr__(self, "settle", settle)
        for name in self.hypotheses:
            need_known(name, GAINS, "MotorUnits.hypotheses")

    def perform(self, steps: Sequence[Step], *, every: Any = 0.01, noise: bool = True, seed: int = 1, surroundings: Observation | None = None,
                progress: Any = None) -> UnitObservation:
        """Run the protocol: Rest, Contract, Ramp, Hold, Stimulate, Pulse, TendonShock, Startle, Length, Afferents, Block("nerve" or "inhibition"), Set("stress", "monoamine", "inhibition").

        every         time between samples of curves (s), a whole number of steps of 1 ms; discharges are kept to their own times
        noise         of synapses, and the common fluctuation of drive
        seed          of the noise, and of which impulses come back as F-waves or are blocked
        surroundings  an observation of a Muscle by the same protocol, whatever its `settle`: its potassium is that around the afferents here
        progress      called now and then with the time in s; ends the run by returning False
        """
        need_kind(noise, bool, "noise", "true or false")
        if progress is not None and not callable(progress):
            raise ScenarioError("progress", shown(progress), "something to call with the time in s")
        spans = spans_of(steps, start=self.settle)
        apart = to_number(every, "s", field="every")
        if not apart > 0 or spans[-1].end / apart > MOST_SAMPLES:
            raise ScenarioError("every", shown(apart), f"{spans[-1].end / MOST_SAMPLES:.3g} s or more, for at most {MOST_SAMPLES:,} samples")
        if apart <= spans[-1].end and abs(round(apart / STEP) * STEP - apart) > 1e-9 * apart:
            raise ScenarioError("every", shown(apart), "a whole number of milliseconds, in s")
        given: dict[str, Any] = {"units": self.units, "duration_s": spans[-1].end, "every_s": apart, "step_s": STEP, "seed": _seed(seed), "noise": noise, "cramp_history": self.cramp_history,
                 "parameters": self._parameters(), "inputs": self._inputs(spans, surroundings), "pulses": _pulses(spans),
                 **{name: [(span.begin, span.step.size) for span in spans if isinstance(span.step, kind)] for name, kind in EVENTS.items()}}
        try:
            found = _core.motor_units(given, progress)
        except _core.InputError as error:
            raise _named(of_core(error)) from None
        return UnitObservation(found, spans, given["parameters"].get("motor_unit.t_e", unit_parameters()["motor_unit.t_e"]["value"]))

    def _parameters(self) -> dict[str, float]:
        rows = unit_parameters()
        for name in self.parameters:
            need_known(name, rows, "MotorUnits.parameters")
        return {name: to_number(value, rows[name]["unit"], field=f"MotorUnits.parameters.{name}") for name, value in self.parameters.items()}

    def _inputs(self, spans: Sequence[Span], surroundings: Observation | None) -> dict[str, tuple[list[float], list[float], bool]]:
        """Courses of inputs: times, values, and whether they go from one to the next by straight lines."""
        courses: dict[str, tuple[list[float], list[float], bool]] = {}
        for name, gain in GAINS.items():
            value = self.hypotheses.get(name, hypotheses()[name]["default"])
            number, row = to_number(value, "1", field=f"MotorUnits.hypotheses.{name}"), unit_inputs()[gain]
            if not row["lowest"] <= number <= row["highest"]:
                raise ScenarioError(f"MotorUnits.hypotheses.{name}", shown(number), f"a gain from {row['lowest']:g} to {row['highest']:g}")
            courses[gain] = ([0.0], [number], False)
        if surroundings is not None:
            if not isinstance(surroundings, Observation):
                raise ScenarioError("surroundings", shown(surroundings), "an observation of a Muscle")
            courses["potassium"] = _around(surroundings, spans[0].begin)
        for i, span in enumerate(spans):
            for name, points, linear in _points(span, f"steps[{i}]", courses):
                _append(courses, name, points, linear)
        return courses


def _named(error: ScenarioError) -> ScenarioError:
    """In the names of the arguments here."""
    return error.changed(field=error.field.replace("every_s", "every").replace("duration_s", "steps"))


def _around(surroundings: Observation, begin: float) -> tuple[list[float], list[float], bool]:
    """Potassium of a muscle whose protocol began at another time than here."""
    if not surroundings.spans:
        raise ScenarioError("surroundings", "an observation without steps", "one of the same protocol")
    late = begin - surroundings.spans[0].begin
    times, values = surroundings.time + late, surroundings["potassium"]
    kept = times > 0
    return [0.0, *times[kept].tolist()], [float(np.interp(0.0, times, values)), *values[kept].tolist()], True


def _seed(seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2 ** 63:
        raise ScenarioError("seed", shown(seed), "a whole number of 0 or more")
    return int(seed)


def _points(span: Span, at: str, courses: Mapping[str, Any]) -> list[tuple[str, list[tuple[float, float]], bool]]:
    """What a step sets: input, times with values, whether by a straight line."""
    step, begin, end = span.step, span.begin, span.end
    if isinstance(step, Contract):
        now = courses["command"][1][-1] if "command" in courses else 0.0    # a ramp goes on until here
        return [("command", [(begin, now), (begin, step.effort), (end, step.effort), (end, 0.0)], True)]
    if isinstance(step, Ramp):
        now = courses["command"][1][-1] if "command" in courses else 0.0
        return [("command", [(begin, now), (end, step.effort)], True)]
    if isinstance(step, Hold):
        return [("hold", [(begin, step.force), (end, 0.0)], False)]
    if isinstance(step, Stimulate):
        return [("stimulation", [(begin, step.rate), (end, 0.0)], False)]
    if isinstance(step, Length):
        now = courses["length"][1][-1] if "length" in courses else 1.0
        return [("length", [(begin, now), (begin + step.over, 1 + step.change)], True)]
    if isinstance(step, Afferents):
        return [(name, [(begin, getattr(step, part))], False) for part, name in AFFERENTS.items()]
    if isinstance(step, Block) and step.what in BLOCKS:
        name, left = BLOCKS[step.what]
        return [(name, [(begin, 1 - step.share if left else step.share)], False)]
    if isinstance(step, Set) and step.input in SETS:
        return [(step.input, [(begin, step.value)], False)]
    if isinstance(step, (Rest, Pulse, TendonShock, Startle)):
        return []
    what = step.what if isinstance(step, Block) else step.input if isinstance(step, Set) else type(step).__name__
    raise ScenarioError(at, problem=f"{what} does not act on a pool of motor units")


def _append(courses: dict[str, tuple[list[float], list[float], bool]], name: str, points: Sequence[tuple[float, float]], linear: bool) -> None:
    row = unit_inputs()[name]
    times, values, _ = courses.setdefault(name, ([0.0], [row["value"]], linear))
    if points[0][0] < times[-1]:
        raise ScenarioError(name, f"{times[-1]:g} s", f"at most {points[0][0]:g} s, when it is set again: a change takes longer than the steps that follow it")
    for time, value in points:
        if not row["lowest"] <= value <= row["highest"]:
            raise ScenarioError(name, shown(value), f"a value from {row['lowest']:g} to {row['highest']:g}" + unit_text(row["unit"]))
        times.append(time)
        values.append(value)


def _pulses(spans: Sequence[Span]) -> list[tuple[float, float, float]]:
    """Times of pulses with the shares of axons and afferents that they reach: a train reaches all."""
    found: list[tuple[float, float, float]] = []
    for span in spans:
        if isinstance(span.step, Pulse):
            found.append((span.begin, span.step.motor, span.step.afferent))
        elif isinstance(span.step, Stimulate):
            found += [(span.begin + k / span.step.rate, 1.0, 0.0) for k in range(pulse_count(span.step))]    # their afferents act as a steady drive
    return found


