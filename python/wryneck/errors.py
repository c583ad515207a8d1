"""The one error that bad input raises: a single sentence, with its parts as attributes."""
from __future__ import annotations

from typing import Any

__all__ = ["ScenarioError", "of_core"]


def shown(value: object, longest: int = 60) -> str:
    """A value as it appears in a sentence: one line, printable, short."""
    if isinstance(value, str):
        text = value[:longest + 1]
        text = "'" + "".join(c if c.isprintable() else "?" for c in text[:longest]) + ("...'" if len(value) > longest else "'")
        return text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 128 else "a number with too many digits"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "a list" if value else "an empty list"
    return f"of type {type(value).__name__}"


def is_broken(text: str) -> bool:
    """Python can hold half of a surrogate pair, which no file and no text of the core can."""
    return text != text.encode("utf-8", "replace").decode()


def one_line(text: str, longest: int = 400) -> str:
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= longest else text[:longest - 3] + "..."


class ScenarioError(ValueError):
    """Something in a scenario is not usable.

    `field` is a path such as `timeline[2].value`; `file` and `line` are set when it came from a file.
    """

    def __init__(self, field: str = "", value: str = "", expected: str = "", *, nearest: str = "", problem: str = "", file: object = "",
                 line: int | None = None) -> None:
        self.field, self.value, self.expected, self.nearest, self.problem = field, value, expected, nearest, problem
        self.file, self.line = str(file), line
        super().__init__(self.sentence())

    def sentence(self) -> str:
        place = ", ".join(filter(None, [self.file, f"line {self.line}" if self.line else ""]))
        if self.problem:
            said = f"{self.field}: {self.problem}" if self.field else self.problem
        else:
            said = f"{self.field or 'value'} is {self.value}" if self.value else self.field
            said += f"{', ' if said else ''}expected {self.expected}"
        nearest = f"; did you mean '{self.nearest}'?" if self.nearest else ""
        return one_line(f"{place}: {said}{nearest}" if place else said + nearest)

    def under(self, prefix: str) -> ScenarioError:
        """The same error seen from the object that holds the one at fault."""
        joint = "" if not prefix or not self.field or self.field.startswith("[") else "."
        return self.changed(field=f"{prefix}{joint}{self.field}")

    def at(self, file: str, line: int | None) -> ScenarioError:
        return self.changed(file=file, line=line)

    def changed(self, **new: Any) -> ScenarioError:
        names = ("field", "value", "expected", "nearest", "problem", "file", "line")
        return type(self)(**({name: getattr(self, name) for name in names} | new))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, ({name: getattr(self, name) for name in ("field", "value", "expected", "nearest", "problem", "file", "line")},)


def of_core(error: Exception) -> ScenarioError:
    """An input error of the compiled core, which hands over its parts."""
    field, value, expected, near = error.args
    return ScenarioError(field, value, expected, nearest=near)


def _rebuilt(parts: dict[str, Any]) -> ScenarioError:
    return ScenarioError(**parts)
