"""One muscle fibre in a bath."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ScenarioError
from .observation import Observation, Span, spans_of
from .steps import Bath, Block, Rest, Setting, Step, Stimulate

if TYPE_CHECKING:
    from ..single_fibre import Kind

__all__ = ["Fibre"]

CURVES = {"potential": "membranes.V_s", "force": "filament.A_2", "calcium": "reticulum.Ca_2", "pcr": "energy.PCr", "phosphate": "phosphate.P", "ph": "energy.pH",
          "adp": "energy.ADP", "water": "water.W", "potassium": "ions.K_e", "sodium_fibre": "ions.Na_i"}


@dataclass(frozen=True)
class Fibre:
    """An isolated fibre, "fast" or "slow".

    bath            ions (mM), pH and temperature (degC), by the names of `wryneck.fibre`
    in_bath         True: the interstitium is the bath itself; False: it is renewed as by blood
    soak            time (s) in the bath, after rest in plasma, before the first step; None: until nothing moves
    parameters      values that differ from the tables, such as {"membranes.g_Cl": 1}
    tolerance       of the stepper
    """

    kind: Kind = "fast"
    bath: Mapping[str, Any] = field(default_factory=dict)
    in_bath: bool = True
    soak: Any = "30 min"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = 1e-4

    def perform(self, steps: Sequence[Step], *, every: Any = 0.00025) -> Observation:
        """Run the protocol; `every` is the time between samples (s). Force is the strength of cross-bridges (uM), a relative measure.

        A bath or a block before the first action acts from the soak on, later ones from then on.
        """
        from ..quantity import to_number
        from ..single_fibre import fibre, pulses

        spans = spans_of(steps)
        step_ms = 1000 * to_number(every, "s", field="every")
        soak_ms = None if self.soak is None else 1000 * to_number(self.soak, "s", field="Fibre.soak")
        bath, changed, start = dict(self.bath), dict(self.parameters), None
        times: list[Any] = []
        curves: dict[str, list[Any]] = {name: [] for name in CURVES}
        status, message = "complete", ""
        for settings, actions in _segments(spans):
            for step in settings:
                self._apply(step, bath, changed)
            if not actions:
                continue
            begin, end = actions[0].begin, actions[-1].end
            trains = [pulses(max(round(s.step.rate * s.step.seconds), 1), s.step.rate, start=1000 * (s.begin - begin)) for s in actions if isinstance(s.step, Stimulate)]
            result = fibre(self.kind, bath=bath, interstitium="infinite" if self.in_bath else "plasma", soak=soak_ms if start is None else 0, start=start,
                           pulses=[t for train in trains for t in train], duration=1000 * (end - begin), every=step_ms, parameters=changed, tolerance=self.tolerance)
            first = 1 if times else 0    # the sample at the seam is there already
            times.append(result.time_ms[first:] / 1000 + begin)
            for name, state in CURVES.items():
                curves[name].append(result[state][first:])
            status, message = result.status, result.message
            if not result.complete:
                break
            start = {name: float(result[name][-1]) for name in result.names}
        return Observation(np.concatenate(times), {name: np.concatenate(parts) for name, parts in curves.items()}, spans, status=status, message=message)

    def _apply(self, step: Step, bath: dict[str, Any], changed: dict[str, Any]) -> None:
        if isinstance(step, Bath):
            bath.update(step.given())
        elif isinstance(step, Block) and step.what in Block.of_fibre:
            name = Block.of_fibre[step.what]
            changed[name] = (1 - step.share) * self._usual(name)
        else:
            what = step.what if isinstance(step, Block) else type(step).__name__
            raise ScenarioError("steps", problem=f"{what} acts on a muscle with nerve and blood, not on an isolated fibre")

    def _usual(self, name: str) -> float:
        from ..single_fibre import parameter_rows

        return float(self.parameters.get(name, parameter_rows()[name][self.kind]))


def _segments(spans: Sequence[Span]) -> list[tuple[list[Step], list[Span]]]:
    """Settings with the actions up to the next settings."""
    segments: list[tuple[list[Step], list[Span]]] = [([], [])]
    for span in spans:
        if isinstance(span.step, Setting):
            if segments[-1][1]:
                segments.append(([], []))
            segments[-1][0].append(span.step)
        elif isinstance(span.step, (Rest, Stimulate)):
            segments[-1][1].append(span)
        else:
            raise ScenarioError("steps", problem=f"{type(span.step).__name__} is voluntary: an isolated fibre has no brain")
    return segments
