"""What an experiment gives back: curves over time, and when each step of the protocol began and ended."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import need_known
from .steps import Action, Step

if TYPE_CHECKING:
    from ..series import Array

__all__ = ["Observation", "Span", "seconds", "spans_of"]

S = TypeVar("S", bound=Step)
ROUNDING = 1e-9    # s within which two times are the same


@dataclass(frozen=True)
class Span:
    """A step with the times (s) at which it began and ended; a setting begins and ends at once."""

    step: Step
    begin: float
    end: float


def seconds(value: Any, field: str) -> float:
    """A time in s, or as a text."""
    return to_number(value, "s", field=field)


def spans_of(steps: Sequence[Step], *, start: float = 0) -> list[Span]:
    """The steps one after the other."""
    if isinstance(steps, Step) or not isinstance(steps, Sequence) or isinstance(steps, str):
        raise ScenarioError("steps", shown(steps), "a list of steps, such as [Rest('10 s'), Stimulate(20, 2)]")
    spans, time = [], start
    for i, step in enumerate(steps):
        if not isinstance(step, Step):
            raise ScenarioError(f"steps[{i}]", shown(step), "a step, such as Rest('10 s')")
        spans.append(Span(step, time, time + step.seconds))
        time += step.seconds
    if not any(isinstance(step, Action) for step in steps):
        raise ScenarioError("steps", "a list without an action", "one that takes time, such as Rest('10 s')")
    return spans


class Observation:
    """Curves of one preparation during one protocol. `observed["force"]` is an array over `observed.time` (s)."""

    def __init__(self, time: Array, curves: Mapping[str, Array], spans: Sequence[Span], *, status: str = "complete", message: str = "", episodes: Sequence[Any] = ()):
        self.time, self._curves, self.spans = np.asarray(time), dict(curves), tuple(spans)
        self.status, self.message, self.episodes = status, message, tuple(episodes)

    def __getitem__(self, name: str) -> Array:
        need_known(name, self._curves, "curve")
        return self._curves[name]

    def __contains__(self, name: object) -> bool:
        return name in self._curves

    @property
    def names(self) -> list[str]:
        return list(self._curves)

    @property
    def complete(self) -> bool:
        return self.status == "complete"

    def of(self, kind: type[S]) -> list[Span]:
        """When steps of a kind took place."""
        return [span for span in self.spans if isinstance(span.step, kind)]

    def last(self, kind: type[S]) -> Span:
        """When the last step of a kind took place."""
        if not isinstance(kind, type):
            raise ScenarioError("kind", shown(kind), "a kind of step, such as Stimulate")
        found = self.of(kind)
        if not found:
            raise ScenarioError("protocol", problem=f"has no step {kind.__name__}, which this measure is about")
        return found[-1]

    def at(self, name: str, time: float) -> float:
        """Value of a curve at a time (s), between samples by a straight line."""
        time = seconds(time, "time")
        if not self.time.size or not self.time[0] - ROUNDING <= time <= self.time[-1] + ROUNDING:
            raise self._unsampled(time, time)
        return float(np.interp(time, self.time, self[name]))

    def between(self, name: str, begin: float = 0, end: float = np.inf) -> Array:
        """Samples of a curve from `begin` to `end` (s)."""
        begin, end = seconds(begin, "begin"), end if end == np.inf else seconds(end, "end")
        found: Array = self[name][(self.time >= begin - ROUNDING) & (self.time <= end + ROUNDING)]
        if not found.size:
            raise self._unsampled(begin, end)
        return found

    def _unsampled(self, begin: float, end: float) -> ScenarioError:
        where = f"{begin:g} s" if begin == end else f"{begin:g} to {end:g} s"
        return ScenarioError("time", where, f"times that were sampled, from {self.time[0]:g} to {self.time[-1]:g} s" if self.time.size else "an observation with samples")

    def highest(self, name: str, begin: float = 0, end: float = np.inf) -> float:
        return float(self.between(name, begin, end).max())

    def lowest(self, name: str, begin: float = 0, end: float = np.inf) -> float:
        return float(self.between(name, begin, end).min())

    def mean(self, name: str, begin: float = 0, end: float = np.inf) -> float:
        return float(self.between(name, begin, end).mean())

    def falls_below(self, name: str, level: float, begin: float) -> float:
        """Seconds after `begin` until a curve is below a level for the first time; infinite where it never is."""
        begin = seconds(begin, "begin")
        below = np.flatnonzero((self.time >= begin - ROUNDING) & (self[name] < level))
        if not below.size:
            return np.inf
        waited = float(self.time[below[0]] - begin)
        return waited if waited > ROUNDING else 0.0

    def __repr__(self) -> str:
        note = "" if self.complete else f" [{self.status}: {self.message}]"
        end = f"{self.time[-1]:g} s" if self.time.size else "nothing"
        return f"<wryneck.laboratory.Observation: {end}, {len(self.spans)} steps, {len(self._curves)} curves{note}>"
