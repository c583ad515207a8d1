"""What tools/calibrate.py works with: parameters, findings, residuals, how findings move with parameters, and a fit that keeps its best."""
from __future__ import annotations

import math
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from wryneck import findings as all_findings
from wryneck import parameters as rows_of
from wryneck.errors import ScenarioError
from wryneck.judging import Outcome, _Memory, judge
from wryneck.laboratory.arranging import Changed, measured
from wryneck.registry import need_known
from wryneck.sensitivity import column, of_fibre

MOST_PARAMETERS, MOST_FINDINGS = 20, 15
OF = {"neck": "the neck", "fibre": "both kinds of fibre alike", "fast": "the fast fibre", "slow": "the slow fibre"}
STEP, STEP_mV = 0.1, 0.05     # of the value; of the range, where values below 0 are allowed: findings move in steps, which smaller changes may not reach
FAILED = 5.0                  # residual of a finding that gives no finite number
PRIOR = 10.0                  # steps by which a parameter may be wrong before any finding is seen, for what findings determine


@dataclass(frozen=True)
class Parameter:
    """One number that is fitted. `of`: a word of OF; `low` and `high` are the plausible range of its table."""

    name: str
    of: str
    value: float
    low: float
    high: float
    unit: str = "1"
    source: str = ""

    @property
    def _log(self) -> bool:
        return self.low > 0 and self.high >= 10 * self.low

    def place(self, value: float) -> float:
        """0 at the lower end of the range, 1 at the upper; by logarithms where the range spans a decade or more."""
        if self._log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, place: float) -> float:
        value = self.low * (self.high / self.low) ** place if self._log else self.low + (self.high - self.low) * place
        return float(min(max(value, self.low), self.high))    # rounding may not leave the range

    def stepped(self, value: float) -> float:
        """The value by which it is tried how findings move: upward, or downward where the range ends."""
        step = STEP_mV * (self.high - self.low) if self.low < 0 else STEP * value or STEP_mV * (self.high - self.low)
        return value + step if value + step <= self.high else value - step


@dataclass(frozen=True)
class Problem:
    """What is fitted to what."""

    parameters: tuple[Parameter, ...]
    findings: tuple

    def values(self) -> list[float]:
        return [one.value for one in self.parameters]


def read(text: str) -> Problem:
    """The problem of a TOML text; raises ScenarioError with one sentence where a rule is broken."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError("calibration", problem=f"is no TOML: {error}") from None
    for name in table:
        need_known(name, ("findings", "parameter"), name)
    parameters = tuple(_parameter(i, row) for i, row in enumerate(_list(table, "parameter", MOST_PARAMETERS)))
    return Problem(parameters, tuple(_finding_rows(_list(table, "findings", MOST_FINDINGS))))


def _list(table: Mapping, name: str, most: int) -> list:
    given = table.get(name)
    if not isinstance(given, list) or not given:
        raise ScenarioError(name, "missing" if given is None else "an empty list" if given == [] else type(given).__name__, f"a list of 1 to {most}")
    if len(given) > most:
        raise ScenarioError(name, f"a list of {len(given)}", f"at most {most}, so that what is fitted stays less than what is judged")
    return given


def _finding_rows(names: Iterable[str]) -> list:
    known, found = {one.id: one for one in all_findings()}, []
    for i, name in enumerate(names):
        need_known(name, known, f"findings[{i}]", most=4)
        if known[name].use != "calibration":
            raise ScenarioError(f"findings[{i}]", name, "a finding whose use is calibration; this one is kept apart for validation")
        if known[name] in found:
            raise ScenarioError(f"findings[{i}]", name, "each finding once")
        found.append(known[name])
    return found


def _parameter(i: int, row: object) -> Parameter:
    field = f"parameter[{i}]"
    if not isinstance(row, Mapping) or set(row) != {"name", "of"}:
        raise ScenarioError(field, "not a table of name and of" if not isinstance(row, Mapping) else ", ".join(row) or "empty", "name and of")
    need_known(row["of"], OF, f"{field}.of")
    rows = {kind: rows_of() if kind == "neck" else rows_of(fibre=kind) for kind in _columns(row["of"])}
    kind = next(iter(rows))
    need_known(row["name"], rows[kind], f"{field}.name", most=4)
    found = [rows[kind][row["name"]] for kind in rows]
    if len({one["value"] for one in found}) > 1:
        raise ScenarioError(f"{field}.of", "fibre", f"fast or slow, since {row['name']} differs between them")
    one = found[0]
    if not float(one["lowest"]) < float(one["highest"]):
        raise ScenarioError(f"{field}.name", row["name"], "a parameter with a range")
    return Parameter(row["name"], row["of"], float(one["value"]), float(one["lowest"]), float(one["highest"]), one["unit"], one["source"])


def _columns(of: str) -> tuple[str, ...]:
    return ("fast", "slow") if of == "fibre" else (of,)


# Findings at values of the parameters.

def acts(parameter: Parameter, preparation: Mapping) -> bool:
    """Whether a parameter has a say in a preparation."""
    return column(preparation) in _columns(parameter.of) if of_fibre(preparation) else parameter.of == "neck"


class Arms(_Memory):
    """Arms run with other values, each of those that act on its preparation."""

    def __init__(self, parameters: Sequence[Parameter], values: Sequence[float]):
        self.pairs = list(zip(parameters, values, strict=True))
        super().__init__(Changed(parameters={one.name: value for one, value in self.pairs if one.of == "neck"}))

    def measured(self, measure: str, arm) -> float:
        chosen = {one.name: value for one, value in self.pairs if acts(one, arm.preparation) and value != one.value}
        changed = Changed(fibre=chosen) if of_fibre(arm.preparation) else Changed(parameters=chosen)
        return measured(measure, arm.preparation, arm.protocol, changed)


def outcome(problem: Problem, finding, values: Sequence[float]) -> Outcome:
    return judge(finding, memory=Arms(problem.parameters, values))


class Model:
    """What each finding gives at values of the parameters; what was run once is remembered. Calls are counted."""

    def __init__(self, problem: Problem, threads: int = 2):
        self.problem, self.threads, self.runs = problem, threads, 0
        self._known: dict = {}

    def at(self, points: Sequence[Sequence[float]]) -> np.ndarray:
        """Rows of values of the findings, in their units, one for each point; what gives no number is nan."""
        wanted = {self._key(one, point): (one, point) for point in points for one in self.problem.findings}
        missing = [key for key in wanted if key not in self._known]
        self.runs += len(missing)
        pool = ThreadPoolExecutor(self.threads)
        try:
            for key, value in zip(missing, pool.map(lambda key: self._run(*wanted[key]), missing), strict=True):
                self._known[key] = value
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return np.array([[self._known[self._key(one, point)] for one in self.problem.findings] for point in points])

    def _run(self, finding, point: Sequence[float]) -> float:
        value = outcome(self.problem, finding, point).value
        return math.nan if value is None else value

    def _key(self, finding, point: Sequence[float]) -> tuple:
        moved = [any(acts(one, arm.preparation) for arm in finding.arms.values()) for one in self.problem.parameters]
        return finding.id, tuple(value for value, does in zip(point, moved, strict=True) if does)


# Residuals.

def target(finding) -> float | None:
    """The published value, or the middle of the published range; None where the source gives a sign only."""
    if finding.value is not None:
        return finding.value
    return None if finding.value_low is None or finding.value_high is None else (finding.value_low + finding.value_high) / 2


def limits(finding) -> tuple[float, float]:
    """Of the band; an end without limit is infinite."""
    band = finding.band
    low = band.low if band.low is not None else band.above
    high = band.high if band.high is not None else band.below
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def scale(finding) -> float:
    """Half of the width of the band; of one side: the distance of the published value from it, without such a value a fifth of the limit."""
    low, high = limits(finding)
    if math.isfinite(low) and math.isfinite(high):
        return (high - low) / 2
    limit, wanted = low if math.isfinite(low) else high, target(finding)
    return abs(wanted - limit) if wanted is not None and wanted != limit else abs(limit) / 5 or 1.0


def residual(finding, value: float) -> float:
    """Distance from the published value in `scale`; without such a value, how far it is outside the band, 0 within; FAILED where it is no number."""
    if not math.isfinite(value):
        return FAILED
    wanted = target(finding)
    if wanted is None:
        low, high = limits(finding)
        wanted = min(max(value, low), high)
    return (value - wanted) / scale(finding)


def residuals(findings: Sequence, values: Sequence[float]) -> np.ndarray:
    return np.array([residual(one, value) for one, value in zip(findings, values, strict=True)])


def cost(found: Sequence[float]) -> float:
    """Half of the sum of squares."""
    return float(0.5 * np.sum(np.square(found)))


# How findings move, and what they determine.

def moves(model, parameters: Sequence[Parameter], findings: Sequence, point: Sequence[float]) -> np.ndarray:
    """By how many `scale` each finding (row) moves with one step of each parameter (column); 0 where a value is no number."""
    points = [list(point), *([one.stepped(point[i]) if j == i else value for j, value in enumerate(point)] for i, one in enumerate(parameters))]
    values = model.at(points)
    found = (values[1:] - values[0]).T / np.array([scale(one) for one in findings])[:, None]
    return np.where(np.isfinite(found), found, 0.0)


def determined(moved: np.ndarray) -> np.ndarray:
    """For each parameter the share of its prior variance that the findings take away: 1 where they fix it, 0 where they say nothing of it.

    Linear: findings are known to one `scale`, parameters before to PRIOR steps.
    """
    information = moved.T @ moved
    prior = np.eye(moved.shape[1]) / PRIOR**2
    return 1 - np.diag(np.linalg.inv(information + prior)) / PRIOR**2


def alike(moved: np.ndarray, parameters: Sequence[Parameter], least: float = 0.99) -> list[list[Parameter]]:
    """Groups of parameters that move the findings in the same proportions, so that only one combination of them can be told."""
    size = np.linalg.norm(moved, axis=0)
    seen = [i for i in range(len(parameters)) if size[i] >= 0.01]
    groups: list[list[int]] = []
    for i in seen:
        for group in groups:
            if abs(moved[:, i] @ moved[:, group[0]]) >= least * size[i] * size[group[0]]:
                group.append(i)
                break
        else:
            groups.append([i])
    return [[parameters[i] for i in group] for group in groups if len(group) > 1]


# The fit.

class _Enough(Exception):
    """Time is up."""


@dataclass
class Fit:
    """The best values so far; `stopped` says why it went no further."""

    values: list[float]
    cost: float
    stopped: str = ""
    points: int = 0
    seconds: float = 0.0


def fit(model, parameters: Sequence[Parameter], findings: Sequence, start: Sequence[float], *, seconds: float = math.inf,
        tell: Callable[[Fit], object] = lambda _: None) -> Fit:
    """Least squares of the residuals within the ranges by scipy's trust region, over places in the ranges, with the steps of `Parameter.stepped`.

    Keeps the best point that was seen, also when it is interrupted or time is up.
    """
    from scipy.optimize import least_squares

    begun, best = time.monotonic(), Fit(list(start), math.inf)

    def point_of(places) -> list[float]:
        return [one.at(min(max(float(u), 0.0), 1.0)) for one, u in zip(parameters, places, strict=True)]

    def seen(point: list[float], found: np.ndarray) -> None:
        best.points, best.seconds = best.points + 1, time.monotonic() - begun
        if cost(found) < best.cost:
            best.values, best.cost = point, cost(found)
            tell(best)

    def many(points: list[list[float]]) -> list[np.ndarray]:
        if time.monotonic() - begun > seconds:
            raise _Enough
        found = [residuals(findings, values) for values in model.at(points)]
        for point, one in zip(points, found, strict=True):
            seen(point, one)
        return found

    def slopes(places) -> np.ndarray:
        point = point_of(places)
        tried = [one.stepped(value) for one, value in zip(parameters, point, strict=True)]
        found = many([point, *(point[:i] + [value] + point[i + 1:] for i, value in enumerate(tried))])
        widths = [one.place(value) - one.place(point[i]) for i, (one, value) in enumerate(zip(parameters, tried, strict=True))]
        return np.array([(now - found[0]) / width for now, width in zip(found[1:], widths, strict=True)]).T

    try:
        places = [one.place(value) for one, value in zip(parameters, start, strict=True)]
        end = least_squares(lambda places: many([point_of(places)])[0], places, jac=slopes, bounds=(0, 1), method="trf", x_scale="jac",
                            ftol=1e-3, xtol=1e-4, gtol=1e-6)
        best.stopped = f"converged ({end.message.strip('`.').lower().replace('`', '')})"
    except _Enough:
        best.stopped = f"after the {seconds:.0f} s that were given"
    except KeyboardInterrupt:
        best.stopped = "interrupted"
    best.seconds = time.monotonic() - begun
    return best
