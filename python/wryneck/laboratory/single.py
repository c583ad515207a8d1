"""One muscle fibre in a bath."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import need_known
from ..single_fibre import parameter_rows
from .muscle import need_kind
from .observation import ROUNDING, Observation, Span, spans_of
from .steps import Bath, Block, Contract, Hold, Rest, Setting, Step, Stimulate

if TYPE_CHECKING:
    from ..single_fibre import Kind

__all__ = ["Fibre"]

MOST_SAMPLES = 20_000_000
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

    def __post_init__(self) -> None:
        need_known(self.kind, ("fast", "slow"), "Fibre.kind")
        need_kind(self.in_bath, bool, "Fibre.in_bath", "true or false")
        need_kind(self.bath, Mapping, "Fibre.bath", "a dict of ions, such as {'K': 9}")
        need_kind(self.parameters, Mapping, "Fibre.parameters", "a dict of values by name")

    def perform(self, steps: Sequence[Step], *, every: Any = 0.00025) -> Observation:
        """Run the protocol; `every` is the time between samples (s), which are also taken where a setting changes. Force is the strength of cross-bridges (uM), a relative measure.

        A bath or a block before the first action acts from the soak on, later ones from then on.
        """
        from ..single_fibre import fibre, pulses

        spans = spans_of(steps)
        apart = to_number(every, "s", field="every")
        if not apart > 0 or spans[-1].end / apart > MOST_SAMPLES:
            raise ScenarioError("every", shown(apart), f"{spans[-1].end / MOST_SAMPLES:.3g} s or more, for at most {MOST_SAMPLES:,} samples")
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
            trains = [pulses(pulse_count(s.step), s.step.rate, start=1000 * (s.begin - begin)) for s in actions if isinstance(s.step, Stimulate)]
            sampled = _samples(begin, end, apart, first=not times)
            result = fibre(self.kind, bath=bath, interstitium="infinite" if self.in_bath else "plasma", soak=soak_ms if start is None else 0, start=start,
                           pulses=[t for train in trains for t in train], duration=1000 * (end - begin), at=1000 * (sampled - begin), parameters=changed, tolerance=self.tolerance)
            times.append(sampled[:result.time_ms.size])
            for name, state in CURVES.items():
                curves[name].append(result[state])
            status, message = result.status, result.message
            if not result.complete:
                break
            start = {name: float(result[name][-1]) for name in result.names}
        return Observation(np.concatenate(times), {name: np.concatenate(parts) for name, parts in curves.items()}, spans, status=status, message=message)

    def _apply(self, step: Step, bath: dict[str, Any], changed: dict[str, Any]) -> None:
        if isinstance(step, Bath):
            bath.update(step.given())
        elif isinstance(step, Block) and step.what in Block.of_fibre:
            self._block(step, changed)
        else:
            what = step.what if isinstance(step, Block) else type(step).__name__
            raise ScenarioError("steps", problem=f"{what} acts on a muscle with nerve and blood, not on an isolated fibre")

    def _block(self, step: Block, changed: dict[str, Any]) -> None:
        """The parameters of what is blocked; where there are several, they act as a product, and none has to be 0."""
        names = Block.of_fibre[step.what]
        for name in names:
            changed[name], least = (1 - step.share) ** (1 / len(names)) * self._usual(name), float(parameter_rows()[name]["lowest"])
            if len(names) > 1:
                changed[name] = max(changed[name], least)
            elif changed[name] < least:
                raise ScenarioError("Block.share", shown(step.share), f"at most {1 - least / self._usual(name):.3g} of {step.what}, since a fibre with less of it does not rest")

    def parameters_with(self, blocks: Sequence[Step]) -> dict[str, Any]:
        """The parameters of this fibre with what is blocked."""
        changed = dict(self.parameters)
        for step in blocks:
            self._apply(step, {}, changed)
        return changed

    def _usual(self, name: str) -> float:
        row = parameter_rows()[name]
        return to_number(self.parameters.get(name, row[self.kind]), row["unit"], field=f"parameters.{name}")


def pulse_count(step: Stimulate) -> int:
    """Pulses that begin within the train: the first at once."""
    return max(int(math.ceil(step.rate * step.seconds - 1e-9)), 1)


def _samples(begin: float, end: float, every: float, *, first: bool) -> Any:
    """Times of samples from `begin` to `end`: multiples of `every`, and the end itself, where the next segment goes on."""
    inside = np.arange(math.floor(begin / every), math.ceil(end / every) + 1) * every
    inside = inside[(inside > begin + ROUNDING) & (inside < end - ROUNDING)]
    return np.concatenate([[begin] if first else [], inside, [end]])


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
            voluntary = isinstance(span.step, (Contract, Hold))
            why = "is voluntary: an isolated fibre has no brain" if voluntary else "is a step for another preparation than an isolated fibre"
            raise ScenarioError("steps", problem=f"{type(span.step).__name__} {why}")
    return segments
