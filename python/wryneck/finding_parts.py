"""The parts of a finding: its band, its arms, and how one number is made of them."""
from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from . import registry
from .errors import ScenarioError, shown
from .finding_measures import COMPARISONS, MEASURES, NEEDS
from .finding_words import OBJECTS, PREPARATION_SETTINGS, PREPARATIONS, SETTINGS, STEPS
from .quantity import plain, to_number
from .scenario import Names, Number, Text, _Frozen

__all__ = ["Arm", "Band", "Comparison", "OneOf"]

Setting = float | int | bool | str


class OneOf:
    """A text that must stand in a vocabulary; another is refused with the nearest that does."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)

    def _checked(self, value: str) -> str:
        registry.need_known(value, self.words, "", most=16)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}


Numbers = Annotated[tuple[Number, ...], BeforeValidator(lambda v: (v,) if isinstance(plain(v), (int, float)) else v)]


class Band(_Frozen):
    """What counts as reached: from `low` to `high`, either of which may be left out, or `above` or `below` a number that itself does not count.

    In the unit of the finding. A sign needs `above` or `below`: a model in which nothing happens must not pass.
    """

    low: Number | None = None
    high: Number | None = None
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if len(self.model_fields_set) == 0:
            raise ScenarioError("", problem="is empty, expected low, high, above or below")
        for first, second in (("low", "above"), ("high", "below")):
            if getattr(self, first) is not None and getattr(self, second) is not None:
                raise ScenarioError(second, shown(getattr(self, second)), f"no such limit beside {first}")
        low, high = self.low if self.above is None else self.above, self.high if self.below is None else self.below
        if low is not None and high is not None and low > high:
            raise ScenarioError("low", shown(low), f"at most the upper limit, which is {shown(high)}")
        return self

    def __contains__(self, value: float) -> bool:
        return (not math.isnan(value) and (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
                and (self.above is None or value > self.above) and (self.below is None or value < self.below))

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{self.low:.6g} to {self.high:.6g}"
        words = {"low": "at least", "high": "at most", "above": "above", "below": "below"}
        return ", ".join(f"{word} {getattr(self, name):.6g}" for name, word in words.items() if getattr(self, name) is not None)


class Comparison(_Frozen):
    """How one number is made of the measure in the arms: `how`, of which arms, `to` which, `per` which, over which `x` or which measure `by`."""

    how: Annotated[Text, OneOf(COMPARISONS)]
    of: Names
    to: Names = ()
    per: Text | None = None
    x: Numbers = ()
    by: Annotated[Text, OneOf(MEASURES)] | None = None
    expected: Numbers = ()
    level: Number | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.of:
            raise ScenarioError("of", problem="is empty, expected at least one arm")
        for name in NEEDS.get(self.how, ()):
            if getattr(self, name) in (None, ()):
                raise ScenarioError(name, "missing", f"a value for it, which {self.how} needs")
        if self.how == "half_point" and not self.x and not self.by:
            raise ScenarioError("x", "missing", "x or by, of which half_point needs one")
        for name, values in (("x", self.x), ("expected", self.expected)):
            if values and len(values) != len(self.of) and not (name == "x" and self.by):
                raise ScenarioError(name, f"a list of {len(values)}", f"one number for each of the {len(self.of)} arms")
        return self


def _settings(data: Mapping[str, Any], allowed: Iterable[str], objects: Iterable[str] = ()) -> dict[str, Setting]:
    """Settings checked against their kinds. Quantities become numbers in the unit of the setting."""
    found: dict[str, Setting] = {}
    for name, value in data.items():
        registry.need_known(name, allowed, name if isinstance(name, str) else "key", most=20)
        setting, value = SETTINGS[name], plain(value)
        if setting.kind in ("word", "object"):
            registry.need_known(value, setting.words or objects, name, most=20)
        elif setting.kind == "text" and not isinstance(value, str):
            raise ScenarioError(name, shown(value), "a text")
        elif setting.kind == "flag" and not isinstance(value, bool):
            raise ScenarioError(name, shown(value), "true or false")
        elif setting.kind == "whole" and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            raise ScenarioError(name, shown(value), "a whole number from 1")
        elif setting.kind not in ("word", "object", "text", "flag", "whole"):
            value = to_number(value, setting.kind, field=name)
        found[name] = value
    return found


def _named(data: Any, key: str, known: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The word that says what a table is, and the rest of the table."""
    if not isinstance(data, Mapping):
        raise ScenarioError("", shown(data), f"a table with {key}")
    if key not in data:
        near = registry.nearest(key, [name for name in data if isinstance(name, str)])
        raise ScenarioError(key, f"missing{f' ({near} is there)' if near else ''}", f"one of {', '.join(list(known)[:12])}")
    registry.need_known(data[key], known, key, most=20)
    return data[key], {name: value for name, value in data.items() if name != key}


def _preparation(data: Any) -> dict[str, Setting]:
    kind, rest = _named(data, "kind", PREPARATIONS)
    return {"kind": kind, **_settings(rest, PREPARATION_SETTINGS)}


def _protocol(data: Any) -> tuple[dict[str, Setting], ...]:
    if not isinstance(data, (list, tuple)) or not data:
        raise ScenarioError("", shown(data), "a list of steps")
    steps = []
    for i, given in enumerate(data):
        try:
            name, rest = _named(given, "do", STEPS)
            steps.append({"do": name, **_settings(rest, STEPS[name].settings, OBJECTS.get(name, ()))})
        except ScenarioError as error:
            raise error.under(f"[{i}]") from None
    return tuple(steps)


class Arm(_Frozen):
    """One group or condition: `preparation` has a `kind` and settings, each step of `protocol` a `do` and settings, all in the units of finding_words."""

    preparation: Annotated[dict[str, Any], BeforeValidator(_preparation)]
    protocol: Annotated[tuple[dict[str, Any], ...], BeforeValidator(_protocol)]
