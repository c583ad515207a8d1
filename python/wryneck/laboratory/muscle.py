"""A muscle with its nerve and its blood supply, on a bench: a part of the neck that has no head to hold."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import inputs, muscle_ids, need_known, series
from .observation import ROUNDING, Observation, Span, spans_of
from .steps import Afferents, Bath, Block, Contract, Cuff, Event, Hold, Length, Plasma, Ramp, Rest, Set, Setting, Step, Stimulate, unit_text

if TYPE_CHECKING:
    from ..scenario import Scenario

__all__ = ["Muscle"]

LONGEST = 30 * 86400.0
OF_BLOOD = ("sodium", "potassium", "calcium", "magnesium")    # mM, calcium and magnesium ionised
USUAL = ("activation", "force", "capacity", "pcr", "potassium")
BENCH = {"gravity": 0.0, "support": 1.0, "control": 0.0}    # lying, nobody holds a head
LINEAR = ("stretch",)    # inputs that go from value to value by a straight line
AT_ONCE = 1e-3           # s, where such an input jumps


@dataclass(frozen=True)
class Muscle:
    """A muscle (id with side) of a subject. It lies: no weight to hold and nobody to hold it.

    name            which muscle, such as "SCM_ST_R"; the evidence on cramp is from foot and calf, and stands here for the neck
    cramp_history   whether the subject is known to cramp; `sex` and `mass` (kg) scale strength
    patches         into how many pieces it is cut; `even`: all alike
    hypotheses      gains of contested mechanisms; `parameters` differ from the tables: as in a Scenario
    settle          time (s) before the first step: the protocol begins at this time of the observation
    """

    name: str = "SCM_ST_R"
    cramp_history: bool = False
    sex: str = "male"
    mass: Any = 75
    patches: int = 6
    even: bool = False
    hypotheses: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    settle: Any = 10

    def __post_init__(self) -> None:
        need_known(self.name, muscle_ids(), "Muscle.name")
        need_kind(self.even, bool, "Muscle.even", "true or false")
        need_kind(self.cramp_history, bool, "Muscle.cramp_history", "true or false")
        need_kind(self.hypotheses, Mapping, "Muscle.hypotheses", "a dict of gains by name")
        need_kind(self.parameters, Mapping, "Muscle.parameters", "a dict of values by name")
        settle = to_number(self.settle, "s", field="Muscle.settle")
        if not 0 <= settle <= LONGEST:
            raise ScenarioError("Muscle.settle", shown(settle), f"a time from 0 to {LONGEST:g} s")
        object.__setattr__(self, "settle", settle)

    def scenario(self, steps: Sequence[Step]) -> Scenario:
        """The protocol as a scenario, which can be looked at, saved and changed."""
        return self._scenario(spans_of(steps, start=self.settle))

    def perform(self, steps: Sequence[Step], *, every: Any = 0.1, record: Iterable[str] = USUAL, noise: bool = False, seed: int = 1,
                blood: Observation | None = None, blood_from: Any = 0, progress: Any = False) -> Observation:
        """Run the protocol. Curves are the series of a scenario for this muscle, by default force, activation and what tires it.

        every        time between samples (s)
        noise        random bursts of discharge; without them their mean acts
        blood        an observation of a Subject: its plasma is that of this muscle, whose protocol begins
        blood_from   at this time of the observation (s); before it plasma is as it is then
        """
        from ..simulate import run

        spans = spans_of(steps, start=self.settle)
        names = (record,) if isinstance(record, str) else record
        if not isinstance(names, Iterable):
            raise ScenarioError("record", shown(record), "names of series")
        names = tuple(names)
        of_muscle = [name for name, row in series().items() if row["dims"] == ("muscle",)]
        for name in names:
            need_known(name, of_muscle, "record")
        made = self._scenario(spans)
        for name, points in (_plasma(blood, to_number(blood_from, "s", field="blood_from"), spans) if blood is not None else {}).items():
            made = made.set(name, table=points, interpolate="linear")
        result = run(made, every=every, record=names, noise=noise, seed=seed, progress=progress)
        curves = {name: result.of(name, self.name) for name in names}
        return Observation(result.time_s, curves, spans, status=result.status, message=result.message, episodes=result.episode_rows)

    def _scenario(self, spans: Sequence[Span]) -> Scenario:
        from ..scenario import Scenario

        gains = {"patch_heterogeneity": 0, **self.hypotheses} if self.even else dict(self.hypotheses)
        made = Scenario(name=f"Laboratory: {self.name}", duration=spans[-1].end, subject={"sex": self.sex, "mass": self.mass, "cramp_history": self.cramp_history},
                        resolution={"patches_per_muscle": self.patches, "muscles": [self.name[:-2]]}, hypotheses=gains, parameters=dict(self.parameters))
        courses = _courses(spans)
        for name, value in BENCH.items():
            if name not in courses:
                made = made.set(name, value)
        for name, points in courses.items():
            made = made.set(name, table=points, interpolate="linear" if name in LINEAR else "hold", **({"muscles": [self.name]} if _of_muscle(name) else {}))
        return made


def _plasma(blood: Any, begin: float, spans: Sequence[Span]) -> dict[str, list[tuple[float, float]]]:
    """Courses of plasma from an observation of a person, on the clock of a muscle."""
    if not isinstance(blood, Observation) or any(name not in blood.names for name in OF_BLOOD):
        raise ScenarioError("blood", shown(blood), "an observation of a Subject")
    if any(isinstance(span.step, Plasma) for span in spans):
        raise ScenarioError("blood", problem="and a step Plasma say both what plasma is")
    last = begin + spans[-1].end - spans[0].begin
    if not begin >= blood.time[0]:
        raise ScenarioError("blood_from", f"{begin:g} s", f"{blood.time[0]:g} s or more")
    if last > blood.time[-1] + ROUNDING:
        raise ScenarioError("blood", f"an observation of {blood.time[-1]:g} s", f"one of {last:g} s or more, since the protocol begins at {begin:g} s of it")
    kept = (blood.time > begin) & (blood.time <= last)
    found = {}
    for name in OF_BLOOD:
        row, values = inputs()[name], [blood.at(name, begin), *blood[name][kept].tolist()]
        wrong = [value for value in values if not row["lowest"] <= value <= row["highest"]]
        if wrong:
            raise ScenarioError(f"blood.{name}", shown(wrong[0]), f"values from {row['lowest']:g} to {row['highest']:g}" + unit_text(row["unit"]) + " for a muscle")
        times = [spans[0].begin, *(blood.time[kept] - begin + spans[0].begin).tolist()]
        found[name] = [(0.0, values[0]), *((t, v) for t, v in zip(times, values, strict=True) if t > 0)]
    return found


def need_kind(value: object, kind: type, field: str, expected: str) -> None:
    if not isinstance(value, kind):
        raise ScenarioError(field, shown(value), expected)


def _of_muscle(name: str) -> bool:
    return str(inputs()[name]["scope"]) != "body"


def _default(name: str) -> float:
    return BENCH.get(name, float(inputs()[name]["default"]))


class _Courses:
    """Courses of inputs as tables of time and value."""

    def __init__(self) -> None:
        self.tables: dict[str, list[tuple[float, float]]] = {}

    def set(self, name: str, time: float, value: float, field: str, over: float = 0.0) -> None:
        """From `time` on, or by a straight line that takes `over`; what was to come after `time` is given up."""
        row = inputs()[name]
        if not row["lowest"] <= value <= row["highest"]:
            raise ScenarioError(field, shown(value), f"a value from {row['lowest']:g} to {row['highest']:g}" + unit_text(row["unit"]) + " for a muscle")
        points = self.tables.setdefault(name, [])
        if time <= 0:
            points[:] = [(0.0, value)]
            return
        now = self._at(name, time)
        points[:] = [point for point in points if point[0] < time] or [(0.0, _default(name))]
        points += [(time, now), (time + max(over, AT_ONCE), value)] if name in LINEAR else [(time, value)]

    def _at(self, name: str, time: float) -> float:
        points = self.tables[name]
        return float(np.interp(time, [t for t, _ in points], [v for _, v in points])) if points else _default(name)


def _courses(spans: Sequence[Span]) -> dict[str, list[tuple[float, float]]]:
    """Courses of the inputs that the steps set."""
    courses = _Courses()
    acted = False
    for i, span in enumerate(spans):
        step, at = span.step, f"steps[{i}]"
        begin = span.begin if acted else 0.0    # settings before the first action hold from the start
        acted = acted or not isinstance(step, Setting)
        if isinstance(step, Length):
            courses.set("stretch", begin, step.change, f"{at}.change", step.over)
        elif isinstance(step, Cuff):
            courses.set("cuff", begin, step.pressure, f"{at}.pressure")
        elif isinstance(step, Block):
            name = Block.of_muscle.get(step.what)
            if name is None:
                raise ScenarioError(f"{at}.what", problem=f"{step.what} can be blocked in an isolated fibre only")
            courses.set(name, begin, step.share if name == "nerve_block" else 1 - step.share, f"{at}.share")
        elif isinstance(step, Plasma):
            for name, value in step.given().items():
                courses.set(name, begin, value, f"{at}.{name}")
        elif isinstance(step, Set):
            courses.set(step.input, begin, step.value, f"{at}.value")
        elif isinstance(step, (Stimulate, Contract, Hold)):
            name, value = {Stimulate: ("stimulation", "rate"), Contract: ("drive", "effort"), Hold: ("hold", "force")}[type(step)]
            courses.set(name, span.begin, getattr(step, value), f"{at}.{value}")
            courses.set(name, span.end, 0.0, f"{at}.{value}")
        elif not isinstance(step, Rest):
            kind = "an isolated fibre" if isinstance(step, Bath) else "single motor units" if isinstance(step, (Afferents, Event, Ramp)) else "a whole person"
            raise ScenarioError(at, problem=f"{type(step).__name__} is a step for {kind}")
    return courses.tables
