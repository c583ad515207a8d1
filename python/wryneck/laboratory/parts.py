"""Parts of the model by themselves: one sub-model at one point, and the neck held still with chosen activations."""
from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .. import _core
from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import need_known
from ..single_fibre import _asked

__all__ = ["Evaluated", "StillNeck", "evaluate"]

AXES = ("pitch", "roll", "yaw")
LEVELS = ("C0-C2", "C4-C5", "C7-T1")


class Evaluated(NamedTuple):
    """Rates of the states of a sub-model, per its unit of time, and its outputs, by name."""

    rates: dict[str, float]
    outputs: dict[str, float]


def evaluate(model: str, *, variant: str = "", slow: bool = False, states: Mapping[str, float] | None = None, inputs: Mapping[str, float] | None = None,
             parameters: Mapping[str, float] | None = None) -> Evaluated:
    """What a sub-model gives at one point. What is not named has the value of its tables; numbers are in their units, and ranges are not asked.

    variant     "repaired" for the sub-models of the repaired fibre of which the published one has others of the same name
    slow        the column of slow fibres, where there are two
    """
    def plain(given: Mapping[str, Any] | None, field: str) -> dict[str, float]:
        if given is not None and (not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given)):
            raise ScenarioError(field, shown(given), "a dict of names and numbers")
        return {name: to_number(value, "1", field=f"{field}.{name}") for name, value in (given or {}).items()}

    for field, word in (("model", model), ("variant", variant)):
        if not isinstance(word, str):
            raise ScenarioError(field, shown(word), "a text")
    if not isinstance(slow, bool):
        raise ScenarioError("slow", shown(slow), "true or false")
    found = _asked(lambda: _core.evaluate(model, variant=variant, slow=slow, states=plain(states, "states"), inputs=plain(inputs, "inputs"),
                                          parameters=plain(parameters, "parameters")))
    for name, value in {**found["rates"], **found["outputs"]}.items():
        if not math.isfinite(value):
            raise ScenarioError(model, problem=f"gives {name} = {value}, expected states, inputs and parameters with which it is a finite number")
    return Evaluated(found["rates"], found["outputs"])


@dataclass(frozen=True)
class StillNeck:
    """The neck held still at angles of the head (deg; extension, right positive), `gravity` 1 upright, 0 lying.

    Moments are of tendon forces at activations that you choose, by muscle id: no nerve, no fatigue.
    """

    pitch: Any = 0
    roll: Any = 0
    yaw: Any = 0
    gravity: Any = 1
    sex: str = "male"
    mass: Any = 75

    def __post_init__(self) -> None:
        need_known(self.sex, ("female", "male"), "StillNeck.sex")
        angles = tuple(to_number(getattr(self, axis), "deg", field=f"StillNeck.{axis}") for axis in AXES)
        mass, gravity = to_number(self.mass, "kg", field="StillNeck.mass"), to_number(self.gravity, "1", field="StillNeck.gravity")
        found = _asked(lambda: _core.still_neck(female=self.sex == "female", mass_kg=mass, angle_deg=angles, gravity=gravity))
        object.__setattr__(self, "_found", found)
        object.__setattr__(self, "_rows", {row["id"]: row for row in found["muscles"]})

    @property
    def muscles(self) -> dict[str, dict[str, Any]]:
        """By id: strength_N, passive_N, arm_m (pitch, roll, yaw), arm_C7T1_m, compression per force (C0-C2, C4-C5, C7-T1)."""
        found: dict[str, dict[str, Any]] = self._rows  # type: ignore[attr-defined]
        return found

    @staticmethod
    def _place(word: str, known: tuple[str, ...], field: str) -> int:
        need_known(word, known, field)
        return known.index(word)

    def _asked(self, activations: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
        if not isinstance(activations, Mapping):
            raise ScenarioError("activations", shown(activations), "a dict of muscle ids and shares from 0 to 1")
        for name, given in activations.items():
            need_known(name, self.muscles, "activations")
            value = to_number(given, "1", field=f"activations.{name}")
            if not 0 <= value <= 1:
                raise ScenarioError(f"activations.{name}", shown(value), "a share from 0 to 1")
            yield name, value

    def helpers(self, axis: str, sign: int) -> dict[str, float]:
        """Full activation of every muscle that turns the head about an axis with this sign, and of no other."""
        i = self._place(axis, AXES, "axis")
        return {name: 1.0 for name, row in self.muscles.items() if sign * row["strength_N"] * row["arm_m"][i] > 0}

    def moment(self, activations: Mapping[str, float], axis: str, *, about: str = "head") -> float:
        """Moment (N m) of active forces about an axis, of the head or about C7-T1."""
        need_known(about, ("head", "C7-T1"), "about")
        i, arm = self._place(axis, AXES, "axis"), "arm_m" if about == "head" else "arm_C7T1_m"
        return float(sum(a * self.muscles[name]["strength_N"] * self.muscles[name][arm][i] for name, a in self._asked(activations)))

    def compression(self, activations: Mapping[str, float], level: str = "C4-C5") -> float:
        """Compression (N) of the spine by active forces and weight."""
        i = self._place(level, LEVELS, "level")
        active = sum(a * self.muscles[name]["strength_N"] * self.muscles[name]["compression"][i] for name, a in self._asked(activations))
        return float(active + self._found["weight_N"][i])  # type: ignore[attr-defined]

    def passive_moment(self, axis: str) -> float:
        """Moment (N m) of joints, end stops, gravity and resting muscles on the head."""
        i = self._place(axis, AXES, "axis")
        resting = sum(row["passive_N"] * row["arm_m"][i] for row in self.muscles.values())
        return float(self._found["torque_Nm"][i] + resting)  # type: ignore[attr-defined]
