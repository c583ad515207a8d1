"""Work whose end or effort nobody knows beforehand: holds until they are lost, and rhythmic work that keeps its force while muscle tires.

Rhythmic work stands as contractions of 1 s with pauses of 1 s. In each of them the subject drives the muscle as hard as it takes to give the
wanted force, and the work is lost when the hardest does not give it: how hard that is follows from the capacity that is left, and what is left
from how hard it was. So the protocol is run again with what the last run asked for, until that no longer changes.
"""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from . import measures
from .observation import Observation
from .steps import Hold, Step

__all__ = ["PAUSE", "PULL", "Asked", "Work", "found", "general_endurance", "targets"]

PULL = PAUSE = 1.0       # s of a contraction and of the pause after it in rhythmic work [assumed]
RISE, RISE_TIME = 0.1, 60.0    # work to exhaustion rises by a tenth of maximal force each minute, where a finding names no force [assumed]
LONGEST_WORK = RISE_TIME / RISE    # s of work at one force that is tried, where it does not fail before: as long as that which rises [assumed]
PASSES = 8
NEAR = 0.01              # change of effort from run to run that no longer counts


def general_endurance(force: float) -> float:
    """Seconds for which a share of maximal force can be held by the general curve [EK-30]."""
    return float(21.92 * force ** -1.98)


def targets(force: float | None, seconds: float | None) -> list[float]:
    """Share of maximal force wanted in each cycle: `force`, or where that is None one that rises. Without `seconds` as many as are tried."""
    cycle = PULL + PAUSE
    if force is not None:
        return [force] * max(round((LONGEST_WORK if seconds is None else seconds) / cycle), 1)
    return [RISE * (1 + int(i * cycle // RISE_TIME)) for i in range(round((LONGEST_WORK + RISE_TIME) / cycle))]


@dataclass(frozen=True)
class Work:
    """Work at a place of the protocol, which begins at a time (s after the first step), with the force wanted in each cycle.

    `tried`: how many cycles stand in the protocol; `steps`: how many steps there are up to its end.
    """

    place: int
    begin: float
    targets: Sequence[float]
    tried: int
    steps: int
    rhythmic: bool
    to_failure: bool

    def asked(self, observed: Observation, settle: float) -> list[float]:
        """What a run says of it: the effort that each cycle takes, or how long a hold was kept, as a list of one."""
        if not self.rhythmic:
            hold = next(span for span in observed.of(Hold) if abs(span.begin - settle - self.begin) < 1e-6)
            apart = float(observed.time[1] - observed.time[0])
            kept = measures.endurance_time(Observation(observed.time, {name: observed[name] for name in ("activation", "capacity")}, [hold]), grace=max(5.0, 2 * apart))
            return [kept if 0 < kept < math.inf else hold.step.seconds]    # a force that is never reached is not lost
        efforts: list[float] = []
        for i, target in enumerate(self.targets[:self.tried]):
            left = observed.at("capacity", settle + self.begin + i * (PULL + PAUSE))
            if self.to_failure and left < measures.LOST * target:
                break
            efforts.append(min(target / left, 1.0) if left > 0 else 1.0)
        return efforts or [1.0]    # whoever fails at once has tried


class HasWorks(Protocol):
    """A protocol as `found` sees it."""

    steps: list[Step]
    works: list[Work]


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= NEAR * max(abs(a), 1) for a, b in zip(one, other, strict=True))


Known = Mapping[int, Sequence[float]]


@dataclass(frozen=True)
class Asked:
    """A protocol whose works are not known: `text` says all that they depend on. `run` gives activation and capacity from `settle` (s) on."""

    text: str
    arrange: Callable[[Known], HasWorks] = field(compare=False)
    run: Callable[[list[Step]], Observation] = field(compare=False)
    settle: float = field(compare=False)


@lru_cache(maxsize=256)
def found(asked: Asked) -> Known:
    """By its place in the protocol, the effort that every work takes, up to when it is lost. Many arms share theirs."""
    known: Known = {}
    for _ in range(PASSES):
        arranged = asked.arrange(known)
        if not arranged.works:
            return known
        observed = asked.run(arranged.steps[:arranged.works[-1].steps])
        after = {work.place: work.asked(observed, asked.settle) for work in arranged.works}
        if all(place in known and _same(known[place], after[place]) for place in after):
            return known
        known = after
    return known
