"""One muscle fibre, action potential by action potential: pulses in, a FibreResult out."""
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from . import _core
from .errors import ScenarioError, one_line, shown
from .fibre_result import FibreResult, failed, result_of
from .quantity import to_number
from .registry import nearest
from .simulate import _count, _names

if TYPE_CHECKING:
    from .series import Array

    Kind = Literal["fast", "slow"]
    Variant = Literal["repaired", "published"]
    Interstitium = Literal["plasma", "infinite"]

__all__ = ["fibre", "fibre_many", "pulses"]

T = TypeVar("T")
CURRENT = "uA/cm^2"
MOST_PULSES = 1_000_000


def pulses(count: int, frequency: Any, *, start: Any = 0) -> list[float]:
    """Times in ms at which `count` pulses at `frequency` (Hz) begin, the first at `start` (ms)."""
    frequency_Hz, start_ms = to_number(frequency, "Hz", field="frequency"), to_number(start, "ms", field="start")
    number = _count(count, "count", least=0)
    if number > MOST_PULSES:
        raise ScenarioError("count", shown(number), f"at most {MOST_PULSES:,} pulses")
    return _asked(lambda: _core.pulse_train(number, frequency_Hz, start_ms))


def fibre(kind: Kind = "fast", *, variant: Variant = "repaired", bath: Mapping[str, Any] | None = None, interstitium: Interstitium = "plasma",
          soak: Any = None, pulses: Iterable[Any] | Array = (), duration: Any = 100, every: Any = 1, at: Iterable[Any] | Array | None = None,
          amplitude: Any = None, width: Any = 0.5, parameters: Mapping[str, Any] | None = None, record: str | Iterable[str] | None = None,
          tolerance: float = 1e-6, max_steps: int = 10_000_000, progress: Callable[[float], object] | None = None) -> FibreResult:
    """Stimulate one fibre from rest and return a FibreResult.

    Numbers without a unit are ms, and uA/cm2 of sarcolemma for the amplitude.

    kind          "fast" or "slow"
    variant       "repaired", or "published": the model of 2007 as it was published, from its initial state
    bath          what surrounds the repaired fibre, such as {"K": 9, "Ca": "2.5 mM", "temperature": 20}: K, Na, Cl, Ca, Mg, salt, osm, pH, temperature
    interstitium  "plasma" renews it as blood does; "infinite": it is the bath itself
    soak          time in that bath after rest in plasma; by default until nothing moves
    pulses        where each pulse begins, ascending: a list, or `wn.pulses(count, frequency)`; by default none
    every         time between samples; or `at`, the very times
    amplitude     by default 400 for fast, 200 for slow, 150 for published fibres
    parameters    values that differ from the tables, such as {"membranes.g_Na": 700}
    record        names of states such as "membranes.V_s", or of balances such as "balance.K"; by default all states
    tolerance     local error of a step, relative to the size and the scale of each state
    progress      called now and then with the time reached in ms; ends the run by returning False

    Ctrl-C, the limit of steps or a failure of the solver give the result so far, with `status` and `message`.
    """
    _kind(kind)
    for name, value, known in (("variant", variant, ("repaired", "published")), ("interstitium", interstitium, ("plasma", "infinite"))):
        if not isinstance(value, str) or value not in known:
            raise ScenarioError(name, shown(value), f"'{known[0]}' or '{known[1]}'", nearest=nearest(value, known))
    published = variant == "published"
    if progress is not None and not callable(progress):
        raise ScenarioError("progress", shown(progress), "a function of the time in ms")
    given: dict[str, Any] = {"parameters": _changed(parameters, published), "bath": _bath(bath, published), "infinite_bath": interstitium == "infinite",
             "soak_ms": None if soak is None else to_number(soak, "ms", field="soak"), "pulses_ms": _times(pulses, "pulses"), "width_ms": to_number(width, "ms", field="width"),
             "amplitude": None if amplitude is None else to_number(amplitude, CURRENT, field="amplitude"), "duration_ms": to_number(duration, "ms", field="duration"),
             "every_ms": to_number(every, "ms", field="every"), "at_ms": [] if at is None else _times(at, "at"), "record": _names(record),
             "tolerance": to_number(tolerance, "1", field="tolerance"), "max_steps": _count(max_steps, "max_steps")}
    if at is not None and not given["at_ms"]:
        raise ScenarioError("at", "an empty list", "times in ms")
    started = time.perf_counter()
    outcome = _asked(lambda: _core.fibre(slow=kind == "slow", published=published, progress=progress, **given))
    return result_of(outcome, {"kind": kind, "variant": variant} | given, time.perf_counter() - started)


def fibre_many(members: Iterable[Mapping[str, Any]], *, threads: int | None = None, **common: Any) -> list[FibreResult]:
    """Stimulate fibres side by side on threads; returns results in the order given, the same bits for any number of threads.

    Each member is a dict of arguments of `fibre`; `common` are those that all share, where a member has no other:
    `fibre_many([{"kind": "fast"}, {"kind": "slow"}], pulses=[0])`. A member that cannot be run does not stop the others:
    its result is empty, with status "failed" and the reason as message.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    whole = [_member(i, member, common) for i, member in enumerate(_listed(members))]
    threads = _count(threads, "threads") if threads is not None else os.cpu_count() or 1
    stopped = False

    def run(arguments: dict[str, Any]) -> FibreResult:
        listener = arguments.pop("progress", None)
        try:
            return fibre(**arguments, progress=lambda t: not stopped and (listener is None or listener(t) is not False))
        except Exception as error:
            return failed(arguments.get("kind", "fast"), one_line(str(error) or type(error).__name__))

    with ThreadPoolExecutor(min(threads, max(len(whole), 1))) as pool:
        waiting: list[Future[FibreResult]] = []
        while True:
            try:
                for i in range(len(waiting), len(whole)):
                    waiting.append(pool.submit(run, dict(whole[i])))
                return [future.result() for future in waiting]
            except KeyboardInterrupt:
                stopped = True    # the members give what they have


@lru_cache(maxsize=None)
def parameter_rows(published: bool = False) -> Mapping[str, Any]:
    """Parameters of the fibre by full name, `model.symbol`, with the values of both kinds."""
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.fibre_parameters(published)})


def _listed(members: Any) -> list[Any]:
    if isinstance(members, (str, Mapping)) or not isinstance(members, Iterable):
        raise ScenarioError("members", shown(members), "a list of dicts of arguments")
    return list(members)


def _member(i: int, member: Any, common: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(member, Mapping):
        raise ScenarioError(f"members[{i}]", shown(member), "a dict of arguments, such as {'kind': 'slow'}")
    known = _arguments()
    for name in (*member, *common):
        if name not in known:
            raise ScenarioError(f"members[{i}]", shown(name), "the name of an argument of fibre", nearest=nearest(name, known))
    return {**common, **member}


@lru_cache(maxsize=None)
def _arguments() -> tuple[str, ...]:
    import inspect

    return tuple(inspect.signature(fibre).parameters)


def _kind(kind: Any, field: str = "kind") -> str:
    if not isinstance(kind, str) or kind not in ("fast", "slow"):
        raise ScenarioError(field, shown(kind), "'fast' or 'slow'", nearest=nearest(kind, ("fast", "slow")))
    return kind


def _times(values: Any, field: str) -> list[float]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise ScenarioError(field, shown(values), "a list of times in ms")
    return [to_number(value, "ms", field=f"{field}[{i}]") for i, value in enumerate(values)]


def _changed(parameters: Any, published: bool) -> dict[str, float]:
    """By name, in the unit of each."""
    return _in_units(parameters, parameter_rows(published), "parameters", "the name of a parameter of the fibre", "{'membranes.g_Na': 700}")


def _bath(bath: Any, published: bool) -> dict[str, float]:
    rows = {} if published else {name.removeprefix("bath."): row for name, row in parameter_rows().items() if name.startswith("bath.")}
    if bath and published:
        raise ScenarioError("bath", shown(bath), "none with the published fibre, which has no bath")
    return _in_units(bath, rows, "bath", "what a bath has", "{'K': 9, 'temperature': 20}")


def _in_units(given: Any, known: Mapping[str, Any], field: str, names: str, example: str) -> dict[str, float]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ScenarioError(field, shown(given), f"a dict such as {example}")
    for name in given:
        if name not in known:
            raise ScenarioError(field, shown(name), names, nearest=nearest(name, known))
    return {name: to_number(value, known[name]["unit"], field=f"{field}.{name}") for name, value in given.items()}


def _asked(compute: Callable[[], T]) -> T:
    """What the core gives; its errors in the names of the arguments here."""
    try:
        return compute()
    except _core.InputError as error:
        field, value, expected, near = error.args
        raise ScenarioError(field.replace("_ms", "").replace("_Hz", ""), value, expected, nearest=near) from None
