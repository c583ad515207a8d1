"""One muscle fibre, action potential by action potential: pulses in, a FibreResult out."""
from __future__ import annotations

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
    Precision = Literal["full", "single"]

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
          soak: Any = None, start: Mapping[str, Any] | None = None, pulses: Iterable[Any] | Array = (), duration: Any = 100, every: Any = 1,
          at: Iterable[Any] | Array | None = None, amplitude: Any = None, width: Any = 0.5, parameters: Mapping[str, Any] | None = None, record: str | Iterable[str] | None = None,
          tolerance: float = 1e-6, max_steps: int = 10_000_000, progress: Callable[[float], object] | None = None) -> FibreResult:
    """Stimulate one fibre from rest and return a FibreResult.

    Numbers without a unit are ms, and uA/cm2 of sarcolemma for the amplitude.

    kind          "fast" or "slow"
    variant       "repaired", or "published": the model of 2007 as it was published, from its initial state
    bath          what surrounds the repaired fibre, such as {"K": 9, "Ca": "2.5 mM", "temperature": 20}: K, Na, Cl, Ca, Mg, salt, osm, pH, temperature
    interstitium  "plasma" renews it as blood does; "infinite": it is the bath itself
    soak          time in that bath after rest in plasma; by default until nothing moves
    start         states that are set when the run begins, such as {"energy.PCr": 10}; the others are at rest
    pulses        where each pulse begins, ascending: a list, or `wn.pulses(count, frequency)`; by default none
    every         time between samples; or `at`, the very times
    amplitude     by default 400 for fast, 200 for slow, 150 for published fibres
    parameters    values that differ from the tables, such as {"membranes.g_Na": 700}
    record        names of states such as "membranes.V_s", or of balances such as "balance.K"; by default all states
    tolerance     local error of a step, relative to the size and the scale of each state
    progress      called now and then with the time reached in ms; ends the run by returning False

    Ctrl-C, the limit of steps or a failure of the solver give the result so far, with `status` and `message`.
    """
    given = _given(kind, variant=variant, bath=bath, interstitium=interstitium, soak=soak, start=start, pulses=pulses, duration=duration, every=every, at=at,
                   amplitude=amplitude, width=width, parameters=parameters, record=record, tolerance=tolerance, max_steps=max_steps, progress=progress)
    started = time.perf_counter()
    outcome = _asked(lambda: _core.fibre(given, progress))
    return _result(given, outcome, time.perf_counter() - started)


def fibre_many(members: Iterable[Mapping[str, Any]], *, threads: int | None = None, precision: Precision = "full", **common: Any) -> list[FibreResult]:
    """Stimulate fibres side by side, in lanes and on threads; returns results in the order given.

    Each member is a dict of arguments of `fibre`; `common` are those that all share, where a member has no other:
    `fibre_many([{"kind": "fast"}, {"kind": "slow"}], pulses=[0])`. A member that cannot be run does not stop the others:
    its result is empty, with status "failed" and the reason as message.

    precision     "full": the bits of `fibre`, for any number of threads; "single": faster, for tolerances of 1e-5 or more
                  and the published variant
    """
    from concurrent.futures import ThreadPoolExecutor

    whole = [_member(i, member, common) for i, member in enumerate(_listed(members))]
    threads = _count(threads, "threads") if threads is not None else 0
    if not isinstance(precision, str) or precision not in ("full", "single"):
        raise ScenarioError("precision", shown(precision), "'full' or 'single'", nearest=nearest(precision, ("full", "single")))
    results: list[FibreResult | None] = [None] * len(whole)
    ready: dict[int, dict[str, Any]] = {}
    stopped = False

    def listening(listener: Callable[[float], object] | None) -> Callable[[float], object]:
        return lambda time_ms: not stopped and (listener is None or listener(time_ms) is not False)

    for i, arguments in enumerate(whole):
        try:
            given = _checked(_given(**{**_defaults(), **arguments}))
            ready[i] = given | {"progress": listening(arguments.get("progress"))}
        except Exception as error:
            results[i] = failed(arguments.get("kind", "fast"), one_line(str(error) or type(error).__name__))
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:  # so that Ctrl-C is heard here
        outcomes = pool.submit(lambda: _core.fibre_many(members=list(ready.values()), threads=threads, single=precision == "single"))
        while not outcomes.done():
            try:
                outcomes.exception()
            except KeyboardInterrupt:
                stopped = True    # the members give what they have
    for i, outcome in zip(ready, outcomes.result(), strict=True):
        given = {name: value for name, value in ready[i].items() if name != "progress"}
        results[i] = (failed("slow" if given["slow"] else "fast", one_line(str(outcome) or type(outcome).__name__)) if isinstance(outcome, BaseException)
                      else _result(given, outcome, time.perf_counter() - started))
    return [result for result in results if result is not None]


def _given(kind: Any, *, variant: Any, bath: Any, interstitium: Any, soak: Any, start: Any, pulses: Any, duration: Any, every: Any, at: Any, amplitude: Any,
           width: Any, parameters: Any, record: Any, tolerance: Any, max_steps: Any, progress: Any) -> dict[str, Any]:
    """The arguments of `fibre` as the core takes them."""
    _kind(kind)
    for name, value, known in (("variant", variant, ("repaired", "published")), ("interstitium", interstitium, ("plasma", "infinite"))):
        if not isinstance(value, str) or value not in known:
            raise ScenarioError(name, shown(value), f"'{known[0]}' or '{known[1]}'", nearest=nearest(value, known))
    published = variant == "published"
    if progress is not None and not callable(progress):
        raise ScenarioError("progress", shown(progress), "a function of the time in ms")
    given: dict[str, Any] = {"slow": kind == "slow", "published": published, "parameters": _changed(parameters, published), "bath": _bath(bath, published),
             "infinite_bath": interstitium == "infinite", "soak_ms": None if soak is None else to_number(soak, "ms", field="soak"),
             "start": _in_units(start, state_rows(published), "start", "the name of a state", "{'energy.PCr': 10}"),
             "pulses_ms": _times(pulses, "pulses"), "width_ms": to_number(width, "ms", field="width"),
             "amplitude": None if amplitude is None else to_number(amplitude, CURRENT, field="amplitude"),
             "duration_ms": to_number(duration, "ms", field="duration"), "every_ms": to_number(every, "ms", field="every"),
             "at_ms": [] if at is None else _times(at, "at"), "record": _names(record),
             "tolerance": to_number(tolerance, "1", field="tolerance"), "max_steps": _count(max_steps, "max_steps")}
    if at is not None and not given["at_ms"]:
        raise ScenarioError("at", "an empty list", "times in ms")
    return given


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    _asked(lambda: _core.check_fibre(given))
    return given


def _result(given: dict[str, Any], outcome: dict[str, Any], wall_time_s: float) -> FibreResult:
    protocol = {name: value for name, value in given.items() if name not in ("slow", "published")}
    kind, variant = "slow" if given["slow"] else "fast", "published" if given["published"] else "repaired"
    return result_of(outcome, {"kind": kind, "variant": variant} | protocol, wall_time_s)


@lru_cache(maxsize=None)
def parameter_rows(published: bool = False) -> Mapping[str, Any]:
    """Parameters of the fibre by full name, `model.symbol`, with the values of both kinds."""
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.fibre_parameters(published)})


@lru_cache(maxsize=None)
def state_rows(published: bool = False) -> Mapping[str, Any]:
    """States of the fibre by full name with their units."""
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.fibre_states(published)})


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


@lru_cache(maxsize=None)
def _defaults() -> Mapping[str, Any]:
    import inspect

    return MappingProxyType({name: p.default for name, p in inspect.signature(fibre).parameters.items()})


def _times(values: Any, field: str) -> list[float]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise ScenarioError(field, shown(values), "a list of times in ms")
    return [to_number(value, "ms", field=f"{field}[{i}]") for i, value in enumerate(values)]


def _changed(parameters: Any, published: bool) -> dict[str, float]:
    """By name, in the unit of each."""
    return _in_units(parameters, parameter_rows(published), "parameters", "the name of a parameter of the fibre", "{'membranes.g_Na': 700}")


def _bath(bath: Any, published: bool, field: str = "bath") -> dict[str, float]:
    rows = {} if published else {name.removeprefix("bath."): row for name, row in parameter_rows().items() if name.startswith("bath.")}
    if bath and published:
        raise ScenarioError(field, shown(bath), "none with the published fibre, which has no bath")
    return _in_units(bath, rows, field, "what a bath has", "{'K': 9, 'temperature': 20}")


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
        field = field.replace("end_plate_cm", "end_plate_width")
        for unit in ("_ms", "_Hz", "_cm", "_mV"):
            field = field.replace(unit, "")
        raise ScenarioError(field, value, expected, nearest=near) from None
