"""Findings run with the one default parameter set: what was reached, what was missed, what could not be set up."""
from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import ScenarioError, one_line, shown

if TYPE_CHECKING:
    from .finding_curves import Curve
    from .finding_models import Finding
    from .laboratory.arranging import Changed
    from .laboratory.observation import Observation
    from .misses import Miss
    from .sensitivity import Screen

__all__ = ["VERDICTS", "Outcome", "as_text", "chosen", "judge", "mechanisms", "ranked", "ranked_text", "regressions", "score", "score_text", "validate"]

VERDICTS = {
    "reached": "within the band",
    "missed": "outside the band",
    "not modelled": "the mechanism is missing in the model: counts as missed",
    "not set up": "the laboratory cannot set it up yet: counts as missed",
    "failed": "the run did not end: counts as missed",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one finding. `value` is in the unit of the finding, None where there is none; `arms` in that of the measure.

    `curves`: what was recorded in each arm, where it was asked for and a number is read from a course in time.
    """

    finding: Finding
    verdict: str
    value: float | None = None
    arms: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""
    seconds: float = 0.0
    curves: Mapping[str, Curve] = field(default_factory=dict, repr=False)

    @property
    def counts(self) -> bool:
        return self.finding.counts

    @property
    def value_text(self) -> str:
        """What wryneck gives, with its unit; empty where it gives nothing."""
        if self.value is None:
            return ""
        return f"{self.value:.4g}" + ("" if self.finding.unit == "1" or not math.isfinite(self.value) else f" {self.finding.unit}")

    @property
    def miss(self) -> Miss | None:
        """Why a finding that is missed is missed with the default parameters, where the package says so [data/misses.toml]."""
        from .misses import explanation_of

        return explanation_of(self.finding.id) if self.verdict == "missed" else None

    def row(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        f, miss = self.finding, self.miss
        return {"id": f.id, "verdict": self.verdict, "value": _finite(self.value), "unit": f.unit, "published": f.published, "band": str(f.band), "known": f.known,
                "counts": f.counts, "use": f.use, "fitted": list(f.fitted), "taken": list(f.taken), "independent": f.independent, "arms": {name: _finite(v) for name, v in self.arms.items()}, "reason": self.reason,
                "miss": None if miss is None else {"cause": miss.cause, "why": miss.why},
                "title": f.title, "citation": f.citation, "tags": list(f.tags), "supports": list(f.supports), "against": list(f.against)}


def _finite(value: float | None) -> float | str | None:
    """JSON has no infinity."""
    return value if value is None or math.isfinite(value) else str(value)


def validate(ids: str | Iterable[str] | None = None, *, tag: str | None = None, gains: Mapping[str, float] | None = None, threads: int | None = None,
             progress: Callable[[int, int], object] | None = None, curves: bool = False) -> list[Outcome]:
    """Run findings and judge them, in the order of the package; all by default, or some by id or tag.

    gains       hypotheses that differ from the default, such as {"potassium_loop": 0}: what a mechanism is needed for
    threads     how many findings are run side by side; by default one for each processor
    progress    called with the number done and of all; ends the run by returning False, with what there is
    curves      keep what was recorded, thinned, in `Outcome.curves`
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    from .laboratory.arranging import Changed
    from .simulate import _count

    some = chosen(ids, tag)
    gains = _checked_gains(gains)
    workers = _count(threads, "threads") if threads is not None else os.cpu_count() or 1
    found: dict[str, Outcome] = {}
    memory = _Memory(Changed(gains=gains), curves=curves)
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(judge, one, memory=memory): one for one in some}
        try:
            for done in as_completed(waiting):
                found[waiting[done].id] = done.result()
                if progress is not None and progress(len(found), len(some)) is False:
                    break
        except KeyboardInterrupt:
            pass
        for one in waiting:
            one.cancel()
    return [found[one.id] for one in some if one.id in found]


def chosen(ids: Any, tag: str | None) -> tuple[Finding, ...]:
    """The findings that `validate` would run; raises ScenarioError where there are none."""
    from .finding_models import findings

    if ids is not None and not isinstance(ids, str):
        if not isinstance(ids, Iterable):
            raise ScenarioError("ids", shown(ids), "ids of findings, such as ['NE-50']")
        ids = list(ids)
        if not ids:
            raise ScenarioError("ids", "an empty list", "ids of findings, or None for all")
    some = findings(ids, tag=tag)
    if not some:
        raise ScenarioError("tag", problem=f"no finding of these has the tag {shown(tag)}")
    return some


def _checked_gains(gains: Any) -> dict[str, float]:
    from .quantity import to_number
    from .registry import hypotheses, need_known

    if gains is not None and not isinstance(gains, Mapping):
        raise ScenarioError("gains", shown(gains), "a dict of gains of hypotheses")
    checked = {}
    for name, given in (gains or {}).items():
        need_known(name, hypotheses(), "gains")
        row, value = hypotheses()[name], to_number(given, "1", field=f"gains.{name}")
        if not row["lowest"] <= value <= row["highest"]:
            raise ScenarioError(f"gains.{name}", shown(value), f"a value from {row['lowest']:g} to {row['highest']:g}")
        checked[name] = value
    return checked


def mechanisms(outcomes: Sequence[Outcome], *, threads: int | None = None, progress: Callable[[int, int], object] | None = None) -> dict[str, list[tuple[Outcome, Outcome]]]:
    """What each mechanism is needed for: by hypothesis, the findings whose verdict changes when its gain is 0, as pairs of before and after.

    Only hypotheses that are on by default, and findings that were reached or missed in a preparation on which they act. `progress` is called
    with the number of hypotheses done and of all; ends the search by returning False, with what there is.
    """
    from .laboratory.arranging import WITH_GAINS
    from .registry import hypotheses

    touched = {one.finding.id: one for one in outcomes
               if one.verdict in ("reached", "missed") and any(arm.preparation["kind"] in WITH_GAINS for arm in one.finding.arms.values())}
    on = [name for name, row in hypotheses().items() if row["default"] != 0]
    found: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for i, name in enumerate(on):
        after = {one.finding.id: one for one in validate(sorted(touched), gains={name: 0.0}, threads=threads)} if touched else {}
        if len(after) < len(touched):    # interrupted
            break
        pairs = [(before, after[key]) for key, before in touched.items()]
        found[name] = [(before, now) for before, now in pairs if before.verdict != now.verdict]
        if progress is not None and progress(i + 1, len(on)) is False:
            break
    return found


class _Memory:
    """Arms that were run already: many findings share their control."""

    def __init__(self, changed: Changed | None = None, *, curves: bool = False):
        self.changed, self._keep = changed, curves
        self._known: dict[str, float] = {}
        self._curves: dict[str, Curve] = {}

    def measured(self, measure: str, arm: Any) -> float:
        from .laboratory.arranging import measured

        key = self._key(measure, arm)
        if key not in self._known:
            self._known[key] = measured(measure, arm.preparation, arm.protocol, self._watching(key))
        return self._known[key]

    def curves(self, finding: Finding) -> dict[str, Curve]:
        """What was recorded in the arms of a finding, of a group its first member."""
        keys = {name: self._key(finding.measure, arm) for name, arm in finding.arms.items()}
        return {name: self._curves[key] for name, key in keys.items() if key in self._curves}

    def _watching(self, key: str) -> Changed | None:
        if not self._keep:
            return self.changed
        from .finding_curves import curve_of
        from .laboratory.arranging import Changed

        def watch(observed: Observation, name: str, window: tuple[float, float] | None) -> None:
            if key not in self._curves:
                self._curves[key] = curve_of(observed, name, window)

        return replace(self.changed or Changed(), watch=watch)

    @staticmethod
    def _key(measure: str, arm: Any) -> str:
        return json.dumps([measure, arm.preparation, arm.protocol], sort_keys=True)


def judge(finding: Finding, *, changed: Changed | None = None, memory: _Memory | None = None) -> Outcome:
    """Run one finding and compare it with its band; `changed` says what differs from the defaults."""
    from .laboratory.arranging import NotSetUp

    memory = memory or _Memory(changed)
    if finding.missing:
        return Outcome(finding, "not modelled", reason=finding.missing)
    begun = time.perf_counter()
    arms: dict[str, float] = {}
    try:
        if finding.compare.how not in COMPARED:
            raise NotSetUp(f"no comparison '{finding.compare.how}'")
        for name, arm in finding.arms.items():
            arms[name] = _share(finding.measure, arm, memory) if finding.compare.how == "share" else memory.measured(finding.measure, arm)
        by = {name: memory.measured(finding.compare.by, arm) for name, arm in finding.arms.items()} if finding.compare.by else {}
        value = _in_unit(COMPARED[finding.compare.how](finding.compare, arms, by), finding)
    except NotSetUp as reason:
        return Outcome(finding, "not set up", reason=str(reason))
    except (ScenarioError, RuntimeError, ArithmeticError) as error:
        return Outcome(finding, "failed", arms=arms, reason=one_line(str(error)), seconds=time.perf_counter() - begun)
    verdict = "reached" if value in finding.band else "missed"
    return Outcome(finding, verdict, value, arms, seconds=time.perf_counter() - begun, curves=memory.curves(finding))


SUBJECTS = 10    # of a group, every second of whom is known to cramp [assumed]
SHOWS = {"cramp_duration": 1.0, "axon_discharge": 0.1, "fasciculation_rate": 0.5}    # above which a subject counts: s of cramp, Hz of axons that fire, one in 2 min


def _share(measure: str, arm: Any, memory: _Memory) -> float:
    """Share of a group of subjects in whom a measure shows."""
    from .laboratory.arranging import Changed, NotSetUp, measured

    if measure not in SHOWS:
        raise NotSetUp(f"no share of subjects by '{measure}'")
    found = [measured(measure, {**arm.preparation, "cramp_history": i % 2 == 0}, arm.protocol, replace(memory.changed or Changed(), seed=i + 1)) for i in range(SUBJECTS)]
    return sum(value > SHOWS[measure] for value in found) / SUBJECTS


def _in_unit(value: float, finding: Finding) -> float:
    """From the unit of the measure to that of the finding, where the comparison kept it."""
    from .laboratory.arranging import NATURAL
    from .quantity import to_number

    given = NATURAL.get(finding.measure, "1")
    if finding.compare.how not in ("value", "difference", "difference_at") or given == finding.unit or not math.isfinite(value) or given == "1":
        return value
    return to_number(f"{value:.17g} {given}", finding.unit, field=finding.id)


Arms = Mapping[str, float]


def _of(c: Any, arms: Arms) -> float:
    return arms[c.of[0]]


def _to(c: Any, arms: Arms) -> float:
    return arms[c.to[0]]


def _ratio(a: float, b: float) -> float:
    return a / b if b else math.nan


def _crossing(x: Sequence[float], y: Sequence[float], level: float) -> float:
    """x at which y first falls to a level, by straight lines."""
    for i in range(1, len(y)):
        if y[i] <= level:
            return x[i - 1] + (x[i] - x[i - 1]) * (y[i - 1] - level) / (y[i - 1] - y[i])
    return math.inf


def _line(c: Any, arms: Arms) -> tuple[list[float], list[float]]:
    return list(c.x), [arms[name] for name in c.of]


def _half_point(c: Any, arms: Arms, by: Arms) -> float:
    y = [arms[name] for name in c.of]
    return _crossing([by[name] for name in c.of] if by else list(c.x), y, y[0] / 2)


def _half_rise(c: Any, arms: Arms, by: Arms) -> float:
    x, y = _line(c, arms)
    return _crossing(x, [-v for v in y], -(y[0] + y[-1]) / 2)


def _difference_at(c: Any, arms: Arms, by: Arms) -> float:
    place, value = zip(*sorted((by[name], arms[name]) for name in c.of), strict=True)
    first, second = np.interp(c.x, place, value)
    return float(first - second)


def _slope(x: Iterable[float], y: Iterable[float]) -> float:
    return float(np.polyfit(list(x), list(y), 1)[0])


def _intercept_percent(x: Sequence[float], y: Sequence[float]) -> float:
    slope, intercept = np.polyfit(x, y, 1)
    return 100 * _ratio(float(intercept), float(intercept + slope))


COMPARED: dict[str, Callable[[Any, Arms, Arms], float]] = {
    "value": lambda c, a, by: _of(c, a),
    "share": lambda c, a, by: _of(c, a),    # the arms hold shares already
    "ratio": lambda c, a, by: _ratio(_of(c, a), _to(c, a)),
    "percent": lambda c, a, by: 100 * _ratio(_of(c, a), _to(c, a)),
    "difference": lambda c, a, by: _of(c, a) - _to(c, a),
    "relative_difference": lambda c, a, by: _ratio(_of(c, a) - _to(c, a), _to(c, a)),
    "fall_percent": lambda c, a, by: 100 * _ratio(_to(c, a) - _of(c, a), _to(c, a)),
    "rise_percent": lambda c, a, by: 100 * _ratio(_of(c, a) - _to(c, a), _to(c, a)),
    "interaction": lambda c, a, by: (a[c.of[0]] - a[c.of[1]]) - (a[c.to[0]] - a[c.to[1]]),
    "highest_ratio": lambda c, a, by: _ratio(max(a[name] for name in c.of), _to(c, a)),
    "slope": lambda c, a, by: _slope(*_line(c, a)),
    "decade_slope": lambda c, a, by: _slope(np.log10(c.x), [a[name] for name in c.of]),
    "log_slope": lambda c, a, by: _slope(np.log(c.x), [math.log(a[name]) for name in c.of]),
    "half_point": _half_point,
    "half_rise": _half_rise,
    "stop_point": lambda c, a, by: _crossing(*_line(c, a), 0.02 * a[c.of[0]]),
    "level_point": lambda c, a, by: _crossing(*_line(c, a), c.level * a[c.of[0]]),
    "intercept_percent": lambda c, a, by: _intercept_percent(*_line(c, a)),
    "difference_at": _difference_at,
    "rms_log_error": lambda c, a, by: math.sqrt(np.mean([math.log(a[name] / wanted) ** 2 for name, wanted in zip(c.of, c.expected, strict=True)])),
}


def score(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many outcomes that count have each verdict."""
    counted = [one for one in outcomes if one.counts]
    return {verdict: sum(one.verdict == verdict for one in counted) for verdict in VERDICTS}


def score_text(outcomes: Sequence[Outcome]) -> str:
    """One line on what was reached, and how much of it is prediction."""
    counted = [one for one in outcomes if one.counts]
    reached = [one for one in counted if one.verdict == "reached"]
    others = ", ".join(f"{n} {verdict}" for verdict, n in score(outcomes).items() if n and verdict != "reached")
    text = f"{len(reached)} of {len(counted)} findings that count are reached, {sum(one.finding.independent for one in reached)} of them predictions"
    return text + (f"; {others}" if others else "") + (f"; {len(outcomes) - len(counted)} do not count" if len(counted) < len(outcomes) else "")


def ranked(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int, int]]:
    """Of each ranked list of the evidence: places whose findings are all reached, places of which some are, and all places.

    A place of which no finding counts is one that is not reached.
    """
    places: dict[tuple[str, int], list[Outcome]] = {}
    for one in outcomes:
        for name, place in one.finding.rank.items():
            places.setdefault((name, place), []).append(one)
    found: dict[str, tuple[int, int, int]] = {}
    for (name, _), some in places.items():
        counted = [one.verdict == "reached" for one in some if one.counts]
        whole, partly, every = found.get(name, (0, 0, 0))
        full = bool(counted) and all(counted)
        found[name] = whole + full, partly + (any(counted) and not full), every + 1
    return found


def ranked_text(outcomes: Iterable[Outcome]) -> str:
    """One line on the ranked lists of the evidence, put together."""
    lists = ranked(outcomes).values()
    whole, partly, every = (sum(one[i] for one in lists) for i in range(3))
    return f"of {every} ranked places of the evidence {whole} are reached with all their findings, {partly} with some"


def as_text(outcomes: Sequence[Outcome], gains: Mapping[str, float] | None = None, screens: Mapping[str, Screen] | None = None) -> str:
    """All numbers as JSON, with the version that gave them, the gains that differed from the default, and what each finding hangs on if that was asked.

    Why a finding is missed (`miss`) is said of the defaults, so with other gains of none.
    """
    from . import CONTEXT_OF_USE, __version__

    rows = [one.row() | ({"miss": None} if gains else {}) for one in outcomes]
    more = {} if screens is None else {"sensitivity": {name: {"tried": one.tried, "of": one.of, "largest": [most._asdict() for most in one.largest]} for name, one in screens.items()}}
    return json.dumps({"wryneck_version": __version__, "context_of_use": CONTEXT_OF_USE, "gains": dict(gains or {}), "score": score(outcomes), "findings": rows, **more},
                      indent=1, ensure_ascii=False) + "\n"


@lru_cache(maxsize=None)
def _last_release() -> frozenset[str]:
    return frozenset(json.loads((files("wryneck") / "data" / "validation.json").read_text(encoding="utf-8"))["reached"])


def regressions(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Findings that were reached when the list in the package was last renewed and are not now."""
    return [one for one in outcomes if one.verdict != "reached" and one.finding.id in _last_release()]
