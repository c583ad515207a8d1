"""Scenario in, result out: one run, many runs, and going on from a checkpoint."""
from __future__ import annotations

import inspect
import json
import operator
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

from . import _core, registry
from .errors import ScenarioError, is_broken, of_core, one_line, shown
from .files import file_name, same_file, wanted_place
from .quantity import plain, to_number

if TYPE_CHECKING:
    from .result import Result
    from .scenario import Scenario

__all__ = ["run", "run_many", "resume"]

FINEST_TOLERANCE, COARSEST_TOLERANCE = 1e-10, 1e-2
MOST_ROWS, MOST_VALUES = 20_000_000, 200_000_000


def run(scenario: Scenario | str | PathLike[str], *, seed: int = 1, record: str | Iterable[str] | None = None, every: Any = None,
        tolerance: float = 3e-5, noise: bool = True, progress: Any = None, wall_limit: Any = None, max_steps: int | None = None,
        checkpoint: str | PathLike[str] | None = None, checkpoint_every: Any = None, _scalar: bool = False) -> Result:
    """Run a scenario (an object, a file, or TOML text) and return a Result.

    record            names of the series to keep, or "all"; by default the usual ones
    every             time between samples; by default a 960th of the duration
    tolerance         local error of a step relative to the scale of each state, from 1e-10 (rounding) to 0.01
    noise             False: without random discharges, their mean acts
    progress          True or False: a bar or none, by default one on a terminal; or a callable that gets an object with
                      `time_s`, `duration_s`, `steps` and ends the run by returning False
    wall_limit        computing time after which the run stops; max_steps likewise
    checkpoint        file that is kept up to date while running, every `checkpoint_every` of simulated time (10 min)

    Ctrl-C, a limit or a failure of the solver give the result so far, with `status` and `message`.
    """
    whole = scenario_of(scenario)
    given = {"seed": seed, "every": every, "record": record, "tolerance": tolerance, "noise": noise, "scalar": _scalar,
             "checkpoint_every": checkpoint_every, "wall_limit": wall_limit, "max_steps": max_steps}
    options = _options(given)
    _need_little(whole, options)
    options.checkpoint = "" if checkpoint is None else _checkpoint_place(checkpoint, scenario)
    kept = {"seed": options.seed, "every": options.every_s or None, "record": options.record, "tolerance": options.tolerance, "noise": options.noise,
            "scalar": options.scalar, "checkpoint_every": options.checkpoint_every_s}
    options.note = json.dumps({"scenario": whole.to_toml(), "options": kept})
    core = whole.to_core()
    return _result(lambda tell: _core.run(core, options, tell), whole, options, progress)


def resume(checkpoint: str | PathLike[str], *, progress: Any = None, wall_limit: Any = None, max_steps: int | None = None) -> Result:
    """Go on from a checkpoint to the same bits as the run that was not interrupted; the file is kept up to date."""
    path = file_name(checkpoint, "checkpoint")
    scenario, given = _noted(path)
    options = _options(given | {"wall_limit": wall_limit, "max_steps": max_steps})
    options.checkpoint, options.note = os.path.realpath(path), _core.checkpoint_note(path)
    core = scenario.to_core()
    return _result(lambda tell: _core.resume(path, core, options, tell), scenario, options, progress)


def run_many(scenarios: Any, *, seeds: Iterable[int] | None = None, threads: int | None = None, progress: Any = None, **options: Any) -> list[Result]:
    """Run scenarios side by side on threads; returns results in the order given, the same bits for any number of threads.

    One scenario with several seeds, or several scenarios with one seed each (`seeds` may be left out). A member that
    cannot be run does not stop the others: its result is empty, with status "failed" and the reason as message. What is
    wrong with the options that all share is raised at once.
    `progress` shows one bar for all, or is called as in `run`, by each member for itself; `options` are those of `run`.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    members = _members(scenarios, seeds, options.pop("seed", 1))
    _check_common(options, len(members))
    threads = _count(threads, "threads") if threads is not None else os.cpu_count() or 1
    with _Together(members, progress) as together, ThreadPoolExecutor(min(threads, max(len(members), 1))) as pool:
        waiting: list[Future[Result]] = []
        while True:
            try:
                for i in range(len(waiting), len(members)):
                    waiting.append(pool.submit(together.run, i, members[i], options))
                return [future.result() for future in waiting]
            except KeyboardInterrupt:
                together.stopped = True    # the members give what they have


def scenario_of(scenario: object) -> Scenario:
    """A Scenario from what a caller may give: the object, TOML text, or the name of a file."""
    from .loading import load, loads
    from .scenario import Scenario

    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, str) and "\n" in scenario:
        return loads(scenario)
    if isinstance(scenario, (str, os.PathLike)):
        return load(scenario)
    raise ScenarioError("scenario", shown(scenario), "a Scenario, the name of a file, or TOML text")


def _checkpoint_place(checkpoint: object, scenario: object) -> str:
    """Where the checkpoint is written, behind links; it must not take the place of the file that is run, nor of a device."""
    name = file_name(checkpoint, "checkpoint")
    if isinstance(scenario, (str, os.PathLike)) and "\n" not in os.fspath(scenario) and same_file(scenario, name):
        raise ScenarioError("checkpoint", shown(name, 200), "a file other than the scenario")
    if wanted := wanted_place(name):
        raise ScenarioError("checkpoint", shown(name, 200), wanted)
    return os.path.realpath(name)


def _options(given: dict[str, Any]) -> _core.Options:
    options = _core.Options()
    options.seed = _count(given["seed"], "seed", least=0)
    options.tolerance = _tolerance(given["tolerance"])
    options.noise, options.scalar = _flag(given["noise"], "noise"), _flag(given["scalar"], "scalar")
    options.record = _series(given["record"])
    for name in ("every", "checkpoint_every", "wall_limit"):
        if given[name] is not None:
            setattr(options, f"{name}_s", _positive_time(given[name], name))
    if given["max_steps"] is not None:
        options.max_steps = _count(given["max_steps"], "max_steps")
    return options


def _tolerance(value: Any) -> float:
    tolerance = to_number(value, "1", field="tolerance")
    if not FINEST_TOLERANCE <= tolerance <= COARSEST_TOLERANCE:
        raise ScenarioError("tolerance", shown(tolerance), f"at least {FINEST_TOLERANCE:g} (rounding) and at most {COARSEST_TOLERANCE:g}")
    return tolerance


def _need_little(scenario: Scenario, options: _core.Options) -> None:
    """Before memory runs out in the midst of a run."""
    muscles = len(registry.chosen_muscles(scenario.resolution.muscles))
    columns = registry.columns(options.record, muscles, scenario.resolution.patches_per_muscle)
    every_s = options.every_s or max(scenario.duration / 960, 0.01)
    least, most = max((scenario.duration / MOST_ROWS, f"{MOST_ROWS:,} rows"), (scenario.duration * columns / MOST_VALUES, f"{MOST_VALUES:,} values, {columns:,} in a row"))
    if every_s < least:
        raise ScenarioError("every", f"{every_s:g} s" + ("" if options.every_s else " by default"), f"{1.01 * least:.3g} s or more, for at most {most}")


def _flag(value: Any, field: str) -> bool:
    value = plain(value)
    if not isinstance(value, (bool, int)) or value not in (0, 1):
        raise ScenarioError(field, shown(value), "True or False")
    return bool(value)


def _positive_time(value: Any, field: str) -> float:
    seconds = to_number(value, "s", field=field)
    if not seconds > 0:
        raise ScenarioError(field, f"{seconds:g} s", "a time above 0 s")
    return seconds


def _count(value: Any, field: str, least: int = 1) -> int:
    value = plain(value)
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if isinstance(value, bool) or not least <= number < 2**63:
        raise ScenarioError(field, shown(value), f"a whole number of {least} or more")
    return number


def _names(record: Any) -> list[str]:
    try:
        names = [record] if isinstance(record, str) else list(record or ())
    except TypeError:
        raise ScenarioError("record", shown(record), "names of series") from None
    for name in names:
        if not isinstance(name, str) or is_broken(name):
            raise ScenarioError("record", shown(name), "names of series")
    return names


def _series(record: Any) -> list[str]:
    names = _names(record)
    for name in names:
        if name != "all" and name not in registry.series():
            raise ScenarioError("record", shown(name), "the name of a series", nearest=registry.nearest(name, registry.series()))
    return names


def _noted(path: str) -> tuple[Scenario, dict[str, Any]]:
    """Scenario and options that `run` left in a checkpoint."""
    from .loading import loads

    note = _core.checkpoint_note(path)
    try:
        kept = json.loads(note)
        return loads(kept["scenario"]), kept["options"]
    except (ValueError, TypeError, KeyError):
        raise _core.CheckpointError(f"checkpoint {path}: it was not written by this version of the Python package") from None


def _result(compute: Callable[[Any], dict[str, Any]], scenario: Scenario, options: _core.Options, progress: Any) -> Result:
    from .dataset import result_of
    from .progress import progress_bar

    started = time.perf_counter()
    try:
        if callable(progress):
            outcome = compute(progress)
        else:
            with progress_bar(scenario.duration, progress) as tell:
                outcome = compute(tell)
    except _core.InputError as error:
        raise of_core(error) from None
    outcome["statistics"]["wall_time_s"] = time.perf_counter() - started
    return result_of(outcome, scenario, seed=options.seed)


def _members(scenarios: Any, seeds: Any, seed: Any) -> list[tuple[Any, Any]]:
    """Pairs of scenario and seed."""
    from .scenario import Scenario

    seeds = None if seeds is None else _listed(seeds, "seeds", "a list of whole numbers")
    if isinstance(scenarios, (Scenario, str, os.PathLike)):
        scenarios = [scenarios] * (1 if seeds is None else len(seeds))
    scenarios = _listed(scenarios, "scenarios", "a scenario or a list of scenarios")
    seeds = [seed] * len(scenarios) if seeds is None else seeds
    if len(seeds) != len(scenarios):
        raise ScenarioError("seeds", f"a list of {len(seeds)}", f"one seed for each of {len(scenarios)} scenarios")
    return [(scenario, plain(seed)) for scenario, seed in zip(scenarios, seeds)]


def _listed(some: Any, field: str, expected: str) -> list[Any]:
    try:
        return list(some)
    except TypeError:
        raise ScenarioError(field, shown(some), expected) from None


def _check_common(options: dict[str, Any], members: int) -> None:
    """What is wrong for every member is said before any of them runs."""
    defaults = {name: one.default for name, one in inspect.signature(run).parameters.items() if name not in ("scenario", "seed", "progress")}
    for name in options:
        if name not in defaults:
            raise ScenarioError("options", shown(name), "the name of an option of run", nearest=registry.nearest(name, defaults))
    if options.get("checkpoint") is not None and members > 1:
        raise ScenarioError("checkpoint", problem=f"would be written by each of {members} members, expected a file that one run has for itself")
    given = defaults | options
    _options(given | {"seed": 1, "scalar": given["_scalar"]})


class _Together:
    """Members that run side by side: one bar for all, one stop for all."""

    def __init__(self, members: Sequence[Any], progress: Any) -> None:
        from .progress import progress_bar

        self.stopped, self._reached, self._lock = False, [0.0] * len(members), threading.Lock()
        self._listener = progress if callable(progress) else None
        self._bar = progress_bar(max(len(members), 1), False if self._listener else progress)

    def __enter__(self) -> _Together:
        return self

    def __exit__(self, *stop: object) -> Literal[False]:
        return self._bar.__exit__(*stop)

    def run(self, i: int, member: tuple[Any, int], options: dict[str, Any]) -> Result:
        from .dataset import failed_result

        scenario, seed = member
        try:
            return run(scenario, seed=seed, progress=lambda p: self._listen(i, p), **options)
        except Exception as error:
            return failed_result(scenario, seed, one_line(str(error) or type(error).__name__))
        finally:
            self._tell(i, 1.0)

    def _listen(self, i: int, progress: Any) -> bool:
        self._tell(i, progress.time_s / progress.duration_s)
        return not self.stopped and (self._listener is None or self._listener(progress) is not False)

    def _tell(self, i: int, share: float) -> None:
        with self._lock:
            self._reached[i] = share
            self._bar(sum(self._reached))
