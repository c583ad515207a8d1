"""Which parameters a finding hangs on: what it gives when each is a little larger."""
from __future__ import annotations

import math
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .finding_models import Finding
    from .judging import _Memory

__all__ = ["Screen", "Sensitivity", "column", "of_fibre", "sensitivities", "sensitivity"]

STEP = 0.1       # share by which a parameter is changed: thresholds move in steps, which a smaller change may not reach
SECONDS = 5.0   # of one processor for a finding, where many are searched
LEAST = 5        # parameters that are tried of a finding, however long that takes
MANY = 30        # parameters of a finding that must be tried before it says which matter to others
NOISE = 1e-6     # of the width of the band, below which a move is rounding
AT_ONE_POINT = {"membrane": "bath", "skinned_fibre": "feedback", "endplate": "endplate"}    # preparations that are one sub-model


class Sensitivity(NamedTuple):
    """A parameter, and by how much of the band's width the value moves per ten per cent of it; `value`: what the finding then gives."""

    parameter: str
    effect: float
    value: float


class Screen(NamedTuple):
    """All `effects` on a finding, largest first; how many parameters were `tried` of how many `of` sub-models that act on it."""

    effects: list[Sensitivity]
    tried: int
    of: int

    @property
    def largest(self) -> list[Sensitivity]:
        """The five that matter most."""
        return self.effects[:5]


def sensitivity(finding: Finding, *, most: int = 5, threads: int | None = None, progress: Callable[[float, float], object] | None = None) -> list[Sensitivity]:
    """The parameters that matter most to a finding, largest effect first: each is raised by a tenth (or lowered, where its range ends), one at a time.

    Parameters of the neck for muscles, of the fibre for fibres; without the constants of physics and definition, whose range is one value, and without
    sub-models of which nothing moves the value. An effect is the change of the value over the width of the band; where the band has one side, over the
    distance of the value from it. A finding that gives no number has none, nor has one on which no parameter acts. `progress` is called with what is
    done and all there is to do; ends the search by returning False.
    """
    found = sensitivities([finding], seconds=math.inf, threads=threads, progress=progress)
    return found[finding.id].effects[:most] if finding.id in found else []


def sensitivities(findings: Iterable[Finding], *, gains: Mapping[str, float] | None = None, seconds: float = SECONDS, threads: int | None = None,
                  progress: Callable[[float, float], object] | None = None) -> dict[str, Screen]:
    """The same for many findings, by id: all parameters where that takes no more than `seconds` of one processor for a finding.

    Where it takes longer, as many as fit in, at least 5: those first that move other findings in the same kind of preparation most. `gains` are
    those of hypotheses that differ from the default.
    """
    search = _Search([one for one in findings if _rows(one)], dict(gains or {}), seconds, progress)
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        try:
            search.run(pool)
        except KeyboardInterrupt:
            search.stopped = True
        pool.shutdown(wait=True, cancel_futures=True)
    return {one.finding.id: one.screen() for one in search.subjects if one.searched}


def of_fibre(preparation: Mapping[str, Any]) -> bool:
    """Whether the parameters of the fibre act on it, rather than those of the neck."""
    from .laboratory.arranging import OF_FIBRE

    return preparation["kind"] in (*OF_FIBRE, "membrane", "skinned_fibre")


def column(preparation: Mapping[str, Any]) -> str:
    """The kind of fibre, fast or slow, that stands for a preparation."""
    return "slow" if preparation.get("fibre_type", "") in ("slow", "I") or preparation.get("site") == "soleus" else "fast"


def _where(finding: Finding) -> str:
    """Whose parameters act, by its first arm: the neck, the fast or the slow fibre."""
    preparation = next(iter(finding.arms.values())).preparation
    return column(preparation) if of_fibre(preparation) else "neck"


def _kinds(finding: Finding) -> frozenset[str]:
    return frozenset(arm.preparation["kind"] for arm in finding.arms.values())


def _rows(finding: Finding) -> dict[str, tuple[float, float]]:
    """Parameters that may act, each with its value and the one that is tried."""
    from .laboratory.arranging import OF_FIBRE, WITH_GAINS
    from .registry import parameters

    kinds = _kinds(finding)
    if not kinds & {*OF_FIBRE, *WITH_GAINS, *AT_ONE_POINT}:
        return {}
    where = _where(finding)
    models = {AT_ONE_POINT[kind] for kind in kinds} if kinds <= set(AT_ONE_POINT) else None
    found = {}
    for name, row in (parameters() if where == "neck" else parameters(fibre=where)).items():
        value, low, high = (float(row[key]) for key in ("value", "lowest", "highest"))
        wanted = next((v for v in (value * (1 + STEP), value * (1 - STEP)) if low <= v <= high), None)
        if value and low != high and wanted is not None and (models is None or row["model"] in models):
            found[name] = (value, wanted)
    return found


@dataclass
class _Subject:
    """A finding with what was found so far."""

    finding: Finding
    value: float = math.nan
    seconds: float = 0.0
    acting: list[str] = field(default_factory=list)
    tried: int = 0
    moved: dict[str, float] = field(default_factory=dict)    # by parameter, in units of the finding
    searched: bool = False

    def screen(self) -> Screen:
        width = _width(self.finding, self.value)
        effects = sorted(self.moved.items(), key=lambda pair: -abs(pair[1]))
        return Screen([Sensitivity(name, move / width, self.value + move) for name, move in effects if abs(move / width) > NOISE], self.tried, len(self.acting))


class _Search:
    def __init__(self, findings: list[Finding], gains: dict[str, float], seconds: float, progress: Callable[[float, float], object] | None):
        self.gains = gains
        self.subjects = [_Subject(one) for one in findings]
        self.seconds, self.progress, self.stopped = seconds, progress, False
        self.done, self.whole = 0.0, 1.0
        self._memories: dict[tuple[str, str], _Memory] = {}

    def run(self, pool: ThreadPoolExecutor) -> None:
        self._each(pool, [(self._begin, one, "", 0.0) for one in self.subjects])
        able = [one for one in self.subjects if math.isfinite(one.value)]
        cheap = [one for one in able if one.seconds * len(_rows(one.finding)) <= self.seconds]
        costly = [one for one in able if one not in cheap]
        self._each(pool, [(self._model, one, model, 0.0) for one in cheap for model in dict.fromkeys(name.partition(".")[0] for name in _rows(one.finding))])
        for one in costly:
            one.acting = list(_rows(one.finding))
        self.whole = sum(one.seconds * len(one.acting) for one in cheap) + sum(one.seconds * self._number(one) for one in costly)
        self._each(pool, _by_parameter(self._one, {id(one): one.acting for one in cheap}, cheap))
        many = [one for one in costly if self._number(one) >= MANY]
        for some, others in ((many, cheap), ([one for one in costly if one not in many], cheap + many)):
            ranks = {id(one): self._ranked(one, others)[:self._number(one)] for one in some}
            self._each(pool, _by_parameter(self._one, ranks, some))

    def _number(self, one: _Subject) -> int:
        return min(max(LEAST, int(self.seconds / one.seconds)), len(one.acting))

    def _each(self, pool: ThreadPoolExecutor, tasks: Iterable[tuple[Callable[[_Subject, str], None], _Subject, str, float]]) -> None:
        if self.stopped:
            return
        waiting = {pool.submit(do, one, name): cost for do, one, name, cost in tasks}
        for done in as_completed(waiting):
            done.result()
            self.done += waiting[done]
            if self.progress is not None and self.progress(min(self.done, self.whole), self.whole) is False:
                self.stopped = True
                break
        for future in waiting:
            future.cancel()

    def _begin(self, one: _Subject, _: str) -> None:
        from .judging import judge
        from .laboratory.arranging import Changed

        begun = time.thread_time()
        value = judge(one.finding, changed=Changed(gains=self.gains)).value
        one.value, one.seconds = math.nan if value is None else value, max(time.thread_time() - begun, 1e-6)

    def _model(self, one: _Subject, model: str) -> None:
        """Asks whether anything of a sub-model acts: all of its parameters are changed together."""
        some = {name: wanted for name, (_, wanted) in _rows(one.finding).items() if name.partition(".")[0] == model}
        if self._value(one, model, some) != one.value:
            one.acting += some

    def _one(self, one: _Subject, name: str) -> None:
        value, wanted = _rows(one.finding)[name]
        after = self._value(one, name, {name: wanted})
        one.tried, one.searched = one.tried + 1, True
        if after is not None and math.isfinite(after):
            one.moved[name] = (after - one.value) * (1 if abs(wanted) > abs(value) else -1)

    def _value(self, one: _Subject, key: str, changes: Mapping[str, float]) -> float | None:
        """The value with parameters changed; arms that findings share are run once."""
        from .judging import _Memory, judge
        from .laboratory.arranging import Changed

        where = _where(one.finding)
        made = _Memory(Changed(self.gains, parameters=changes) if where == "neck" else Changed(self.gains, fibre=changes))
        return judge(one.finding, memory=self._memories.setdefault((where, key), made)).value

    @staticmethod
    def _ranked(one: _Subject, others: list[_Subject]) -> list[str]:
        """Parameters by their largest effect on others in the same kind of preparation, most first."""
        effects: dict[str, float] = defaultdict(float)
        for other in others:
            if _kinds(other.finding) & _kinds(one.finding):
                for name, move in other.moved.items():
                    effects[name] = max(effects[name], abs(move) / _width(other.finding, other.value))
        return sorted(one.acting, key=lambda name: -effects[name])


def _by_parameter(do: Callable[[_Subject, str], None], names: Mapping[int, list[str]],
                  subjects: list[_Subject]) -> Iterator[tuple[Callable[[_Subject, str], None], _Subject, str, float]]:
    """Tasks in the order of the parameters, so that an arm of several findings is known when the second asks."""
    for name in dict.fromkeys(name for one in subjects for name in names[id(one)]):
        yield from ((do, one, name, one.seconds) for one in subjects if name in names[id(one)])


def _width(finding: Finding, value: float) -> float:
    low = finding.band.low if finding.band.low is not None else finding.band.above
    high = finding.band.high if finding.band.high is not None else finding.band.below
    if low is not None and high is not None:
        return high - low
    limit = low if low is not None else high
    return abs(value - limit) or abs(value) or 1.0 if limit is not None else 1.0
