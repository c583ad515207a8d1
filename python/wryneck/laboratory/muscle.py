"""A muscle with its nerve and its blood supply, on a bench: a part of the neck that has no head to hold."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import inputs, muscle_ids, need_known
from .observation import Observation, Span, spans_of
from .steps import Block, Contract, Cuff, Hold, Length, Plasma, Set, Setting, Step, Stimulate

if TYPE_CHECKING:
    from ..scenario import Scenario

__all__ = ["Muscle"]

LONGEST = 30 * 86400.0
USUAL = ("activation", "force", "capacity", "pcr", "potassium")


@dataclass(frozen=True)
class Muscle:
    """A muscle (id with side) of a subject. It lies: no weight to hold and nobody to hold it.

    name            which muscle, such as "SCM_ST_R"; the evidence on cramp is from foot and calf, and stands here for the neck
    cramp_history   whether the subject is known to cramp; `sex` and `mass` (kg) scale strength
    patches         into how many pieces it is cut; `even`: all alike
    hypotheses      gains of contested mechanisms; `parameters` differ from the tables: as in a Scenario
    settle          time (s) before the first step
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
        settle = to_number(self.settle, "s", field="Muscle.settle")
        if not 0 <= settle <= LONGEST:
            raise ScenarioError("Muscle.settle", shown(settle), f"a time from 0 to {LONGEST:g} s")
        object.__setattr__(self, "settle", settle)

    def scenario(self, steps: Sequence[Step]) -> Scenario:
        """The protocol as a scenario, which can be looked at, saved and changed."""
        return self._scenario(spans_of(steps, start=self.settle))

    def perform(self, steps: Sequence[Step], *, every: Any = 0.1, record: Iterable[str] = USUAL, noise: bool = False, seed: int = 1, progress: Any = False) -> Observation:
        """Run the protocol. Curves are the series of a scenario for this muscle, by default force, activation and what tires it.

        every     time between samples (s)
        noise     random bursts of discharge; without them their mean acts
        """
        from ..simulate import run

        spans = spans_of(steps, start=self.settle)
        names = tuple(record)
        result = run(self._scenario(spans), every=every, record=names, noise=noise, seed=seed, progress=progress)
        curves = {name: result.of(name, self.name) for name in names}
        return Observation(result.time_s, curves, spans, status=result.status, message=result.message, episodes=result.episode_rows)

    def _scenario(self, spans: Sequence[Span]) -> Scenario:
        from ..scenario import Scenario

        gains = {"patch_heterogeneity": 0, **self.hypotheses} if self.even else dict(self.hypotheses)
        made = Scenario(name=f"Laboratory: {self.name}", duration=spans[-1].end, subject={"sex": self.sex, "mass": self.mass, "cramp_history": self.cramp_history},
                        resolution={"patches_per_muscle": self.patches, "muscles": [self.name[:-2]]}, hypotheses=gains, parameters=dict(self.parameters))
        made = made.set("gravity", 0).set("support", 1).set("control", 0)
        for name, points in _courses(spans).items():
            linear = name == "stretch"
            made = made.set(name, table=points, interpolate="linear" if linear else "hold", **({"muscles": [self.name]} if _of_muscle(name) else {}))
        return made


def _of_muscle(name: str) -> bool:
    return str(inputs()[name]["scope"]) != "body"


def _courses(spans: Sequence[Span]) -> dict[str, list[tuple[float, float]]]:
    """Courses of the inputs that the steps set."""
    courses: dict[str, list[tuple[float, float]]] = {}

    def put(name: str, time: float, value: float) -> None:
        points = courses.setdefault(name, [(0.0, _default(name))] if time > 0 else [])
        if points and points[-1][0] == time:
            points.pop()
        points.append((time, value))

    for i, span in enumerate(spans):
        step = span.step
        begin = 0.0 if isinstance(step, Setting) and all(isinstance(s.step, Setting) for s in spans[:i]) else span.begin
        if isinstance(step, Length):
            before = courses["stretch"][-1][1] if "stretch" in courses else 0.0
            if begin > 0:
                put("stretch", begin, before)
            put("stretch", begin + (step.over if begin > 0 else 0), step.change)
        elif isinstance(step, Cuff):
            put("cuff", begin, step.pressure)
        elif isinstance(step, Block):
            name = Block.of_muscle.get(step.what)
            if name is None:
                raise ScenarioError("Block.what", problem=f"{step.what} can be blocked in an isolated fibre only")
            put(name, begin, step.share if name == "nerve_block" else 1 - step.share)
        elif isinstance(step, Plasma):
            for name, value in step.given().items():
                put(name, begin, value)
        elif isinstance(step, Set):
            put(step.input, begin, step.value)
        elif isinstance(step, (Stimulate, Contract, Hold)):
            name, value = {Stimulate: ("stimulation", "rate"), Contract: ("drive", "effort"), Hold: ("hold", "force")}[type(step)]
            put(name, span.begin, getattr(step, value))
            put(name, span.end, 0.0)
        elif isinstance(step, Setting):
            raise ScenarioError(f"steps[{i}]", problem=f"{type(step).__name__} is a step for an isolated fibre")
    return courses


def _default(name: str) -> float:
    return float(inputs()[name]["default"])
