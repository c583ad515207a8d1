"""Fibres along their length, one or a bundle that shares its interstitium: pulses at the end-plates in, a CableResult out."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from . import _core
from .cable_result import CableResult, cable_result_of
from .errors import ScenarioError, shown
from .quantity import to_number
from .registry import nearest
from .simulate import _count
from .single_fibre import _asked, _bath, _given, _in_units, _kind, _times

if TYPE_CHECKING:
    from .series import Array
    from .single_fibre import Interstitium, Kind, Variant

__all__ = ["cable"]


def cable(kind: Kind = "fast", *, bundle: Iterable[Mapping[str, Any]] | None = None, length: Any = 4, places: int = 320, end_plate: float = 0.5,
          end_plate_width: Any = 0.05, zones: Iterable[Mapping[str, Any]] = (), cable: Mapping[str, Any] | None = None, variant: Variant = "repaired",
          bath: Mapping[str, Any] | None = None, interstitium: Interstitium = "plasma", soak: Any = None, start: Mapping[str, Any] | None = None, pulses: Iterable[Any] | Array = (),
          duration: Any = 20, every: Any = 0.1, at: Iterable[Any] | Array | None = None, amplitude: Any = None, width: Any = 0.5,
          parameters: Mapping[str, Any] | None = None, record: str | Iterable[str] | None = "membranes.V_s", tolerance: float = 1e-6,
          largest_change: Any = 4, longest_step: Any = 1, level: Any = -20, max_steps: int = 10_000_000, threads: int = 1,
          progress: Callable[[float], object] | None = None) -> CableResult:
    """Stimulate fibres at their end-plates from rest, follow the action potentials along them, and return a CableResult.

    Numbers without a unit are ms, cm, mV, and uA/cm2 of sarcolemma for the amplitude. What is not said here is as in `fibre`.

    kind, pulses     of the one fibre; or
    bundle           fibres that share one interstitium: a list such as [{"kind": "slow", "pulses": wn.pulses(10, 50)}, {}]
    length, places   of each fibre, and into how many places it is divided: 80 per cm give velocities within 1 %
    end_plate        where pulses act, as a share of the length, over `end_plate_width`
    zones            stretches of all fibres in another bath: a list such as [{"from": 2, "to": 3, "bath": {"K": 12}}]
    cable            parameters of the cable that differ from the table, such as {"R_i": 0.2}
    record           names of states such as "membranes.V_s"; None: all states
    largest_change   of a potential in one step: the smaller, the more exact
    level            an action potential has arrived at a place when its potential rises through this
    threads          any number gives the same bits

    Ctrl-C, the limit of steps or a failure of the solver give the result so far, with `status` and `message`.
    """
    given = _given(kind, variant=variant, bath=bath, interstitium=interstitium, soak=soak, start=start, pulses=pulses, duration=duration, every=every, at=at,
                   amplitude=amplitude, width=width, parameters=parameters, record=record, tolerance=tolerance, max_steps=max_steps, progress=progress)
    given |= {"bundle": _bundle(bundle), "length_cm": to_number(length, "cm", field="length"), "places": _count(places, "places"),
              "end_plate": to_number(end_plate, "1", field="end_plate"), "end_plate_cm": to_number(end_plate_width, "cm", field="end_plate_width"),
              "zones": _zones(zones, given["published"]), "cable": _in_units(cable, cable_rows(), "cable", "the name of a parameter of the cable", "{'R_i': 0.2}"),
              "largest_change": to_number(largest_change, "mV", field="largest_change"), "longest_step_ms": to_number(longest_step, "ms", field="longest_step"),
              "level_mV": to_number(level, "mV", field="level"), "threads": _count(threads, "threads")}
    started = time.perf_counter()
    outcome = _asked(lambda: _core.cable(given, progress))
    return cable_result_of(outcome, given, time.perf_counter() - started)


@lru_cache(maxsize=None)
def cable_rows() -> Mapping[str, Any]:
    """Parameters of the cable by symbol."""
    return MappingProxyType({row["name"]: row for row in _core.cable_parameters()})


def _entries(values: Any, field: str, keys: tuple[str, ...], example: str) -> list[Mapping[str, Any]]:
    """A list of dicts with none but these keys."""
    if isinstance(values, (str, Mapping)) or not isinstance(values, Iterable):
        raise ScenarioError(field, shown(values), f"a list such as {example}")
    entries = list(values)
    for i, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            raise ScenarioError(f"{field}[{i}]", shown(entry), f"a dict such as {example[1:-1]}")
        for name in entry:
            if name not in keys:
                raise ScenarioError(f"{field}[{i}]", shown(name), f"one of {', '.join(keys)}", nearest=nearest(name, keys))
    return entries


def _bundle(bundle: Any) -> list[tuple[bool, list[float]]]:
    if bundle is None:
        return []
    fibres = _entries(bundle, "bundle", ("kind", "pulses"), "[{'kind': 'slow', 'pulses': [0, 20]}]")
    if not fibres:
        raise ScenarioError("bundle", "an empty list", "fibres")
    return [(_kind(one.get("kind", "fast"), f"bundle[{i}].kind") == "slow", _times(one.get("pulses", ()), f"bundle[{i}].pulses")) for i, one in enumerate(fibres)]


def _zones(zones: Any, published: bool) -> list[tuple[float, float, dict[str, float]]]:
    made = []
    for i, zone in enumerate(_entries(zones, "zones", ("from", "to", "bath"), "[{'from': 2, 'to': 3, 'bath': {'K': 12}}]")):
        for name in ("from", "to", "bath"):
            if name not in zone:
                raise ScenarioError(f"zones[{i}].{name}", "missing", "where the zone begins and ends, and its bath")
        made.append((to_number(zone["from"], "cm", field=f"zones[{i}].from"), to_number(zone["to"], "cm", field=f"zones[{i}].to"),
                     _bath(zone["bath"], published, f"zones[{i}].bath")))
    return made
