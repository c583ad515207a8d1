"""Scenarios as frozen objects: the same keys as in the file, checked by the compiled core when they are made."""
from __future__ import annotations

import re
from collections.abc import Iterable
from math import inf
from os import PathLike
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError,
                      WithJsonSchema, model_validator)

from . import _core, registry
from .errors import ScenarioError, is_broken, shown
from .quantity import plain, to_number

__all__ = ["Scenario", "Action", "Ramp", "Subject", "Resolution"]


def _number_in(unit: str) -> BeforeValidator:
    return BeforeValidator(lambda value: to_number(value, unit))


def _quantity_schema(meaning: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}], "description": meaning})


def _some_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _whole_text(text: str) -> str:
    if is_broken(text):
        raise ScenarioError("", shown(text), "a text without broken characters")
    return text


def _with_text_keys(value: Any) -> Any:
    """Python can make tables that no file holds, and keywords must be texts."""
    for key in value if isinstance(value, dict) else ():
        if not isinstance(key, str) or is_broken(key):
            raise ScenarioError("", f"a table with the key {shown(key)}", "a table whose keys are texts")
    return value


def _whole_number(value: Any) -> Any:
    """6.0 is 6, also from a file."""
    value = plain(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


Time = Annotated[float, _number_in("s"), _quantity_schema("time: a number in s, or a text with a unit")]
Mass = Annotated[float, _number_in("kg"), _quantity_schema("mass: a number in kg, or a text with a unit")]
Number = Annotated[float, _number_in("1"), WithJsonSchema({"type": "number"})]
Value = Annotated[float, _number_in("1"), _quantity_schema("a number in the unit of the input, or a text with a unit")]    # once it is in that unit
Whole = Annotated[StrictInt, BeforeValidator(_whole_number)]
Flag = Annotated[StrictBool, BeforeValidator(plain)]
Text = Annotated[StrictStr, AfterValidator(_whole_text)]
Names = Annotated[tuple[Text, ...], BeforeValidator(_some_names)]
Table = BeforeValidator(_with_text_keys)
Numbers = Annotated[dict[Text, Number], Table]

UNKNOWN = "an unknown key"
_EXPECTED = {"string_type": "a text", "int_type": "a whole number", "bool_type": "true or false", "dict_type": "a table of keys",
             "model_type": "a table of keys", "model_attributes_type": "a table of keys", "tuple_type": "a list",
             "list_type": "a list", "float_type": "a number", "string_unicode": "a text without broken characters",
             "too_short": "a pair of time and value", "too_long": "a pair of time and value"}


def _path(steps: Iterable[int | str]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _plain(error: ValidationError, keys: list[str]) -> ScenarioError:
    """The first complaint of pydantic as one of ours; of a misspelt key rather than of the missing one that it stands for."""
    all_of_them = error.errors(include_url=False)
    missing = {one["loc"] for one in all_of_them if one["type"] == "missing"}
    misspelt = (one for one in all_of_them if one["type"] == "extra_forbidden" and (*one["loc"][:-1], registry.nearest(one["loc"][-1], keys)) in missing)
    first = next(misspelt, all_of_them[0])
    path, kind, context = _path(first["loc"]), first["type"], first.get("ctx", {})
    inner = context.get("error")
    if isinstance(inner, ScenarioError):
        return inner.under(path)
    if kind == "extra_forbidden":
        return ScenarioError(path[:120], UNKNOWN, f"one of {', '.join(keys)}", nearest=registry.nearest(first["loc"][-1], keys))
    if kind == "missing":
        return ScenarioError(path, "missing", "a value for it")
    expected = _EXPECTED.get(kind) or context.get("expected") or first["msg"][:1].lower() + first["msg"][1:]
    return ScenarioError(path, shown(first["input"]), str(expected))


def _as_given(error: ScenarioError, data: Any) -> ScenarioError:
    """Where a text was given, the error shows that text rather than the number that was made of it."""
    for step in re.findall(r"[^.\[\]]+", error.field):
        if isinstance(data, (list, tuple)) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict):
            data = data.get(step)
        else:
            return error
    return error.changed(value=shown(data)) if isinstance(data, str) and error.value not in ("", UNKNOWN) else error


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            keys = [field.alias or name for name, field in type(self).model_fields.items()]
            raise _as_given(_plain(error, keys), data) from None

    def __setattr__(self, name: str, value: object) -> None:
        raise ScenarioError(name, problem="is frozen, expected a new object in its place")

    def __delattr__(self, name: str) -> None:
        raise ScenarioError(name, problem="is frozen, expected a new object in its place")


class Subject(_Frozen):
    """Whose neck it is."""

    sex: Literal["female", "male"] = "male"
    mass: Mass = 75.0
    cramp_history: Flag = False

    if TYPE_CHECKING:    # what is given may be a text with a unit
        def __init__(self, /, **data: Any) -> None: ...


class Resolution(_Frozen):
    """How finely the neck is cut."""

    patches_per_muscle: Whole = 6
    muscles: Names = ("all",)

    if TYPE_CHECKING:
        def __init__(self, /, **data: Any) -> None: ...


class Ramp(_Frozen):
    """A straight line from one value to another, which then stays."""

    model_config = ConfigDict(populate_by_name=True)    # Python cannot write `from=`, so `from_=` stands for it

    from_: Value = Field(alias="from")
    to: Value
    over: Time

    if TYPE_CHECKING:
        def __init__(self, /, **data: Any) -> None: ...


class Action(_Frozen):
    """One input, what it acts on, and its course in time: a value, a ramp or a table of (time after `at`, value)."""

    input: Text
    muscles: Names = ()
    patches: tuple[Whole, ...] | None = None    # None: all
    at: Time = 0.0
    until: Time | None = None
    value: Value | None = None
    ramp: Annotated[Ramp, Table] | None = None
    table: tuple[tuple[Time, Value], ...] | None = None
    interpolate: Literal["linear", "hold"] = "linear"
    label: Text = ""

    if TYPE_CHECKING:
        def __init__(self, /, **data: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _in_the_unit_of_the_input(cls, data: Any) -> Any:
        name = data.get("input") if isinstance(data, dict) else None
        if not isinstance(name, str):
            return data
        row = registry.inputs().get(name)
        if row is None:
            raise ScenarioError("input", shown(name), "the name of an input", nearest=registry.nearest(name, registry.inputs()))
        return data | _converted_values(data, row["unit"])

    @model_validator(mode="after")
    def _has_one_course(self) -> Self:
        given = [name for name in ("value", "ramp", "table") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ScenarioError(problem=f"has {' and '.join(given) or 'no value'}, expected exactly one of value, ramp or table")
        if self.ramp and self.ramp.over < 0:
            raise ScenarioError("ramp.over", f"{self.ramp.over:g} s", "a time of 0 s or longer")
        if self.interpolate != "linear" and self.table is None:
            raise ScenarioError("interpolate", shown(self.interpolate), "no such key without a table")
        if self.table is not None and not self.table:
            raise ScenarioError("table", "empty", "at least one pair of time and value")
        for i, (time_s, _) in enumerate(self.table or ()):
            if time_s < 0:
                raise ScenarioError(f"table[{i}]", f"at {time_s:g} s", "a time of 0 s or later, counted from 'at'")
        return self

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


class Scenario(_Frozen):
    """What happens to whom, when and for how long."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    name: Text = ""
    description: Text = ""
    duration: Time
    subject: Annotated[Subject, Table] = Subject()
    resolution: Annotated[Resolution, Table] = Resolution()
    hypotheses: Numbers = {}
    parameters: Numbers = {}
    timeline: tuple[Annotated[Action, Table], ...] = ()

    def __init__(self, name: str | None = None, /, **data: Any) -> None:
        super().__init__(**(data if name is None else data | {"name": name}))

    @model_validator(mode="before")
    @classmethod
    def _flat_parameters(cls, data: Any) -> Any:
        given = data.get("parameters") if isinstance(data, dict) else None
        return data | {"parameters": _flattened(given)} if isinstance(given, dict) else data

    @model_validator(mode="after")
    def _can_be_run(self) -> Self:
        _check(self)
        return self

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
        return Scenario(**({name: getattr(self, name) for name in type(self).model_fields if name != "schema_"} | changed))

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
        from .files import write_text

        write_text(path, self.to_toml())


def need_scenario(scenario: object) -> None:
    if not isinstance(scenario, Scenario):
        raise ScenarioError("scenario", shown(scenario), "a Scenario")


def _flattened(given: dict[str, Any]) -> dict[str, Any]:
    """`[parameters.energetics] J_max = 1.7` is the same as `"energetics.J_max" = 1.7`; values come in the parameter's unit."""
    flat = {}
    for name, value in given.items():
        for full, v in ({f"{name}.{key}": v for key, v in value.items()} if isinstance(value, dict) else {name: value}).items():
            row = registry.parameters().get(full)
            if row is None and isinstance(full, str) and "." not in full:
                meant = [known for known in registry.parameters() if known.endswith(f".{full}")]
                raise ScenarioError(f"parameters.{full[:120]}", shown(v), "a parameter by its full name, model.symbol", nearest=meant[0] if len(meant) == 1 else "")
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
    parts = re.fullmatch(r"timeline\[(\d+)\]\.(value|table)\[(\d+)\]", field)
    if not parts:
        return field
    action, k = scenario.timeline[int(parts[1])], int(parts[3])
    if action.ramp:
        return f"timeline[{parts[1]}].ramp." + (("from", "to")[k] if parts[2] == "value" else "over")
    return f"timeline[{parts[1]}].table[{k}]"
