"""Scenarios as frozen objects: the same keys as in the file, checked by the compiled core when they are made."""
from __future__ import annotations

from math import inf
from os import PathLike
from typing import Any

from . import _core, registry
from .errors import ScenarioError, shown
from .fields import TEXT, TRUTH, WHOLE, Field, Frozen, Kind, list_of, one_of, optional, pair_of, part, quantity, table_of
from .quantity import to_number

__all__ = ["Scenario", "Action", "Ramp", "Subject", "Resolution"]

TIME = quantity("s", "time: a number in s, or a text with a unit")
MASS = quantity("kg", "mass: a number in kg, or a text with a unit")
NUMBER = quantity("1", "")
VALUE = quantity("1", "a number in the unit of the input, or a text with a unit")    # once it is in that unit
SOME_NAMES = list_of(TEXT)
NAMES = Kind(lambda value: SOME_NAMES.read((value,) if isinstance(value, str) else value), SOME_NAMES.schema)
VERSION = Kind(lambda value: _version(value), {"const": 1})


def _version(value: Any) -> int:
    if value != 1:
        raise ScenarioError("", shown(value), "1")
    return 1


class Subject(Frozen):
    """Whose neck it is."""

    sex: str
    mass: float
    cramp_history: bool
    fields = {"sex": Field(one_of("female", "male"), "male"), "mass": Field(MASS, 75.0), "cramp_history": Field(TRUTH, False)}


class Resolution(Frozen):
    """How finely the neck is cut."""

    patches_per_muscle: int
    muscles: tuple[str, ...]
    fields = {"patches_per_muscle": Field(WHOLE, 6), "muscles": Field(NAMES, ("all",))}


class Ramp(Frozen):
    """A straight line from one value to another, which then stays."""

    from_: float
    to: float
    over: float
    fields = {"from_": Field(VALUE, key="from"), "to": Field(VALUE), "over": Field(TIME)}

    def _prepared(self, data: dict[str, Any]) -> dict[str, Any]:
        """Python cannot write `from=`, so `from_=` stands for it."""
        return {"from" if key == "from_" and "from" not in data else key: value for key, value in data.items()}


class Action(Frozen):
    """One input, what it acts on, and its course in time: a value, a ramp or a table of (time after `at`, value)."""

    input: str
    muscles: tuple[str, ...]
    patches: tuple[int, ...] | None    # None: all
    at: float
    until: float | None
    value: float | None
    ramp: Ramp | None
    table: tuple[tuple[float, float], ...] | None
    interpolate: str
    label: str
    fields = {
        "input": Field(TEXT), "muscles": Field(NAMES, ()), "patches": Field(optional(list_of(WHOLE)), None), "at": Field(TIME, 0.0),
        "until": Field(optional(TIME), None), "value": Field(optional(VALUE), None), "ramp": Field(optional(part(Ramp)), None),
        "table": Field(optional(list_of(pair_of(TIME, VALUE))), None), "interpolate": Field(one_of("linear", "hold"), "linear"),
        "label": Field(TEXT, ""),
    }

    def _prepared(self, data: dict[str, Any]) -> dict[str, Any]:
        """Values in the unit of the input."""
        name = data.get("input")
        if not isinstance(name, str):
            return data
        row = registry.inputs().get(name)
        if row is None:
            raise ScenarioError("input", shown(name), "the name of an input", nearest=registry.nearest(name, registry.inputs()))
        return data | _converted_values(data, row["unit"])

    def _check(self) -> None:
        """Has exactly one course."""
        given = [name for name in ("value", "ramp", "table") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ScenarioError(problem=f"has {' and '.join(given) or 'no value'}, expected exactly one of value, ramp or table")
        if self.ramp and self.ramp.over < 0:
            raise ScenarioError("ramp.over", f"{self.ramp.over:g} s", "a time of 0 s or longer")
        if self.interpolate != "linear" and self.table is None:
            raise ScenarioError("interpolate", shown(self.interpolate), "no such key without a table")
        if self.table is not None and not self.table:
            raise ScenarioError("table", "empty", "at least one pair of time and value")

    def profile(self) -> _core.Profile:
        until_s = inf if self.until is None else self.until
        if self.ramp:
            return _core.Profile([self.at, self.at + self.ramp.over], [self.ramp.from_, self.ramp.to], linear=True, until_s=until_s)
        if self.table:
            times, values = zip(*self.table)
            return _core.Profile([self.at + t for t in times], list(values), linear=self.interpolate == "linear", until_s=until_s)
        return _core.Profile([self.at], [] if self.value is None else [self.value], until_s=until_s)

    def to_core(self) -> _core.Action:
        return _core.Action(self.input, self.profile(), targets=list(self.muscles),
                            patches=None if self.patches is None else list(self.patches), label=self.label)


def _converted_values(data: dict[str, Any], unit: str) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if data.get("value") is not None:
        changed["value"] = to_number(data["value"], unit, field="value")
    if isinstance(data.get("ramp"), dict):
        ramp = data["ramp"]
        changed["ramp"] = ramp | {key: to_number(ramp[key], unit, field=f"ramp.{key}") for key in ("from", "from_", "to") if key in ramp}
    if isinstance(data.get("table"), (list, tuple)):
        changed["table"] = [_table_row(row, unit, i) for i, row in enumerate(data["table"])]
    return changed


def _table_row(row: Any, unit: str, i: int) -> tuple[float, float]:
    if not isinstance(row, (list, tuple)) or len(row) != 2:
        raise ScenarioError(f"table[{i}]", shown(row), "a pair of time and value")
    return to_number(row[0], "s", field=f"table[{i}]"), to_number(row[1], unit, field=f"table[{i}]")


class Scenario(Frozen):
    """What happens to whom, when and for how long."""

    schema_: int
    name: str
    description: str
    duration: float
    subject: Subject
    resolution: Resolution
    hypotheses: dict[str, float]
    parameters: dict[str, float]
    timeline: tuple[Action, ...]
    fields = {
        "schema_": Field(VERSION, 1, key="schema"), "name": Field(TEXT, ""), "description": Field(TEXT, ""), "duration": Field(TIME),
        "subject": Field(part(Subject), Subject()), "resolution": Field(part(Resolution), Resolution()),
        "hypotheses": Field(table_of(NUMBER), {}), "parameters": Field(table_of(NUMBER), {}), "timeline": Field(list_of(part(Action)), ()),
    }

    def __init__(self, name: str | None = None, /, **data: Any) -> None:
        super().__init__(**(data if name is None else data | {"name": name}))

    def _prepared(self, data: dict[str, Any]) -> dict[str, Any]:
        given = data.get("parameters")
        return data | {"parameters": _flattened(given)} if isinstance(given, dict) else data

    def _check(self) -> None:
        _check(self)

    def set(self, input: str, value: Any = None, /, **rest: Any) -> Scenario:
        """This scenario with one more action: `set("drive", 0.03, muscles="TRAP_U", at="1 h", until="2 h")`."""
        action = Action(input=input, **(rest if value is None else rest | {"value": value}))
        return self._with(timeline=(*self.timeline, action))

    def without(self, *inputs: str) -> Scenario:
        """The untouched or untreated twin: this scenario without the actions on these inputs."""
        given = {action.input for action in self.timeline}
        for name in inputs:
            if name not in given:
                raise ScenarioError("without", shown(name), "an input that the timeline sets", nearest=registry.nearest(name, sorted(given)))
        return self._with(timeline=tuple(action for action in self.timeline if action.input not in inputs))

    def suppose(self, **gains: Any) -> Scenario:
        """This scenario with other gains of hypotheses."""
        return self._with(hypotheses=self.hypotheses | gains)

    def _with(self, **changed: Any) -> Scenario:
        return Scenario(**({name: getattr(self, name) for name in self.fields if name != "schema_"} | changed))

    def to_core(self) -> _core.Scenario:
        """The same scenario for the compiled core."""
        core = _core.Scenario()
        core.name, core.description, core.duration_s = self.name, self.description, self.duration
        core.subject = _core.Subject(sex=getattr(_core.Sex, self.subject.sex), mass_kg=self.subject.mass,
                                     cramp_history=self.subject.cramp_history)
        core.resolution = _core.Resolution(patches_per_muscle=self.resolution.patches_per_muscle, muscles=list(self.resolution.muscles))
        core.hypotheses, core.parameters = dict(self.hypotheses), dict(self.parameters)
        core.timeline = [action.to_core() for action in self.timeline]
        return core

    def to_toml(self) -> str:
        from .loading import dumps

        return dumps(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the scenario as a TOML file."""
        from pathlib import Path

        Path(path).write_text(self.to_toml(), encoding="utf-8")


def _flattened(given: dict[str, Any]) -> dict[str, Any]:
    """`[parameters.energetics] J_max = 1.7` is the same as `"energetics.J_max" = 1.7`; values come in the parameter's unit."""
    flat = {}
    for name, value in given.items():
        for full, v in ({f"{name}.{key}": v for key, v in value.items()} if isinstance(value, dict) else {name: value}).items():
            row = registry.parameters().get(full)
            flat[full] = to_number(v, row["unit"], field=f"parameters.{full}") if row and isinstance(v, str) else v
    return flat


def _check(scenario: Scenario) -> None:
    most = registry.limits()["most_patches_per_muscle"]
    whole = [("resolution.patches_per_muscle", scenario.resolution.patches_per_muscle, 1, most)]
    whole += [(f"timeline[{i}].patches[{k}]", n, 0, most - 1) for i, a in enumerate(scenario.timeline) for k, n in enumerate(a.patches or ())]
    for field, n, low, high in whole:    # before numbers that no machine integer holds reach the core
        if not low <= n <= high:
            raise ScenarioError(field, shown(n), f"a whole number from {low} to {high}")
    wrong = _core.check_scenario(scenario.to_core(), registry.muscle_ids(), dict(registry.groups()), registry.parameter_ranges())
    if wrong:
        raise ScenarioError(_python_field(wrong["field"], scenario), wrong["value"], wrong["expected"], nearest=wrong["nearest"])


def _python_field(field: str, scenario: Scenario) -> str:
    """The core knows knots, people wrote a ramp or a table."""
    import re

    parts = re.fullmatch(r"timeline\[(\d+)\]\.(value|table)\[(\d+)\]", field)
    if not parts:
        return field
    action, k = scenario.timeline[int(parts[1])], int(parts[3])
    if action.ramp:
        return f"timeline[{parts[1]}].ramp." + (("from", "to")[k] if parts[2] == "value" else "over")
    return f"timeline[{parts[1]}].table[{k}]"
