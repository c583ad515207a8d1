"""Frozen objects whose fields are converted and checked when they are made; the first mistake gives one sentence with its path."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, KeysView, Mapping, ValuesView
from typing import Any, ClassVar, NamedTuple

from . import registry
from .errors import ScenarioError, shown
from .quantity import to_number

REQUIRED = object()
_LISTS = (list, tuple, set, frozenset, range, deque, KeysView, ValuesView, Iterator)


class Kind(NamedTuple):
    """What a field may hold: how it is read, and how the JSON Schema says so."""

    read: Callable[[Any], Any]
    schema: dict[str, Any]


class Field(NamedTuple):
    kind: Kind
    default: Any = REQUIRED
    key: str = ""    # in files, where the name is no name in Python


class Frozen:
    """Base of Subject, Action, Scenario and so on: a class lists its fields, in the order in which they are checked."""

    fields: ClassVar[dict[str, Field]] = {}

    def __init__(self, /, **data: Any) -> None:
        data = self._prepared(data)
        for name, field in self.fields.items():
            self.__dict__[name] = _field_of(data, name, field)
        self._refuse_unknown(data)
        self._check()

    def _prepared(self, data: dict[str, Any]) -> dict[str, Any]:
        return data

    def _check(self) -> None:
        pass

    @classmethod
    def keys(cls) -> list[str]:
        return [field.key or name for name, field in cls.fields.items()]

    def _refuse_unknown(self, data: dict[str, Any]) -> None:
        keys = self.keys()
        for name in data:
            if name not in keys:
                raise ScenarioError(name[:120], "an unknown key", f"one of {', '.join(keys)}", nearest=registry.nearest(name, keys))

    def __setattr__(self, name: str, value: object) -> None:
        raise ScenarioError(problem="is frozen, expected a new object in its place", field=name)

    def __delattr__(self, name: str) -> None:
        raise ScenarioError(problem="is frozen, expected a new object in its place", field=name)

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


def _field_of(data: Mapping[str, Any], name: str, field: Field) -> Any:
    key = field.key or name
    given = data.get(key, field.default)
    if given is REQUIRED:
        raise ScenarioError(key, "missing", "a value for it")
    return _read_under(key, field.kind, given)


def _read_under(path: str, kind: Kind, value: Any) -> Any:
    try:
        return kind.read(value)
    except ScenarioError as error:
        raise error.under(path) from None


def _wrong(value: object, expected: str) -> ScenarioError:
    return ScenarioError("", shown(value), expected)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(value, "a text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise _wrong(value, "a text without broken characters") from None
    return value


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(value, "a whole number")


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(value, "true or false")


TEXT = Kind(_text, {"type": "string"})
WHOLE = Kind(_whole, {"type": "integer"})
TRUTH = Kind(_truth, {"type": "boolean"})


def one_of(*words: str) -> Kind:
    def read(value: Any) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise _wrong(value, " or ".join(f"'{word}'" for word in words))

    return Kind(read, {"type": "string", "enum": list(words)})


def quantity(unit: str, meaning: str) -> Kind:
    """A number in the unit, or a text with a unit."""
    return Kind(lambda value: to_number(value, unit), {"anyOf": [{"type": "number"}, {"type": "string"}], "description": meaning})


def optional(kind: Kind) -> Kind:
    """None where nothing is given; a file has no None, so that the schema stays."""
    return Kind(lambda value: None if value is None else kind.read(value), kind.schema)


def list_of(kind: Kind) -> Kind:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, _LISTS) and not hasattr(value, "__array__"):
            raise _wrong(value, "a list")
        return tuple(_read_under(f"[{i}]", kind, item) for i, item in enumerate(value))

    return Kind(read, {"type": "array", "items": kind.schema})


def pair_of(first: Kind, second: Kind) -> Kind:
    def read(value: Any) -> tuple[Any, Any]:
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise _wrong(value, "a pair of time and value")
        return first.read(value[0]), second.read(value[1])

    return Kind(read, {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [first.schema, second.schema]})


def _refuse_odd_keys(table: Mapping[Any, Any]) -> None:
    for key in table:
        try:
            _text(key)
        except ScenarioError:
            raise ScenarioError("", f"a table with the key {shown(key)}", "a table whose keys are texts") from None


def table_of(kind: Kind) -> Kind:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise _wrong(value, "a table of keys")
        _refuse_odd_keys(value)
        return {key: _read_under(key, kind, item) for key, item in value.items()}

    return Kind(read, {"type": "object", "additionalProperties": kind.schema})


def part(which: type[Frozen]) -> Kind:
    """An object of that class, or a table with its keys."""
    def read(value: Any) -> Frozen:
        if isinstance(value, which):
            return value
        if not isinstance(value, dict):
            raise _wrong(value, "a table of keys")
        _refuse_odd_keys(value)
        return which(**value)

    return Kind(read, {"$ref": f"#/$defs/{which.__name__}"})
