"""Scenario files: TOML in, TOML out, with errors that name the line."""
from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from os import PathLike
from pathlib import Path
from typing import Any

from .errors import ScenarioError
from .files import file_name
from .quantity import time_text
from .scenario import Action, Scenario, need_scenario

__all__ = ["load", "loads", "dumps"]

LARGEST_FILE = 1 << 18
MOST_DOTS = 1000    # in one line: the parser's time grows with the square of the parts of a key
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def load(path: str | PathLike[str]) -> Scenario:
    """Read a scenario file; raises ScenarioError with one sentence when it cannot be used."""
    name = file_name(path)
    return loads(_text_of(name), file=name)


def loads(text: str, *, file: str = "") -> Scenario:
    """Read a scenario from TOML text."""
    try:
        return Scenario(**_parsed(text))
    except ScenarioError as error:
        line = error.line or _line_of(error.field, text)
        raise error.at(file, line) from None


def _text_of(path: str) -> str:
    try:
        mode = os.stat(path)
        if stat.S_ISDIR(mode.st_mode):
            raise ScenarioError(problem="is a directory, expected a scenario file", file=path)
        if not stat.S_ISREG(mode.st_mode):
            raise ScenarioError(problem="is not a regular file, expected a scenario file", file=path)
        if mode.st_size > LARGEST_FILE:
            problem = f"is {mode.st_size} bytes long, expected a scenario file of at most {LARGEST_FILE} bytes"
            raise ScenarioError(problem=problem, file=path)
        data = Path(path).read_bytes()
    except OSError as error:
        raise ScenarioError(problem=f"cannot be read ({error.strerror or 'unknown reason'})", file=path) from None
    return _decoded(data, path)


def _decoded(data: bytes, path: str) -> str:
    try:
        if b"\0" in data:
            raise ScenarioError(problem="is a binary file, expected TOML text", file=path, line=data[:data.index(b"\0")].count(b"\n") + 1)
        return data.decode("utf-8-sig")    # some editors put a mark of byte order first
    except UnicodeDecodeError as error:
        raise ScenarioError(problem="is not UTF-8 text, expected TOML text", file=path, line=data[:error.start].count(b"\n") + 1) from None


def _parsed(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ScenarioError(problem="is empty, expected at least a duration")
    _refuse_deep(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError(problem="is nested too deeply to be a scenario") from None
    except ValueError as error:
        raise _toml_error(error, text) from None


def _toml_error(error: ValueError, text: str) -> ScenarioError:
    if not isinstance(error, tomllib.TOMLDecodeError):
        return ScenarioError(problem="holds a number or date that cannot be read")
    said, place = str(error), re.search(r"\(at line (\d+), column \d+\)", str(error))
    line = int(place[1]) if place else text.count("\n") + 1
    said = re.sub(r"\s*\(at [^)]*\)\s*$", "", said)
    return ScenarioError(problem=f"is not valid TOML: {said[:1].lower() + said[1:]}", line=line)


def _refuse_deep(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise ScenarioError(problem=f"has more than {MOST_DOTS} dots, expected a shorter line", line=number)


def _line_of(field: str, text: str) -> int | None:
    """The line that sets a field, or the nearest thing around it."""
    lines = _line_index(text)
    while field:
        if field in lines:
            return lines[field]
        field = field[:max(field.rfind("."), field.rfind("["), 0)]
    return None


def _line_index(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if inside:    # a text over several lines
            inside = "" if inside in line else inside
            continue
        if header := _HEADER.match(line):
            name = _bare(header[2])
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                name = f"{name}[{counts[name]}]"
            prefix = name
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{prefix}.{_bare(key[1])}" if prefix else _bare(key[1]), number)
        inside = next((quote for quote in ('"""', "'''") if line.count(quote) % 2), "")
    return lines


def _bare(key: str) -> str:
    return re.sub(r"\s*\.\s*", ".", key).replace('"', "").replace("'", "")


def dumps(scenario: Scenario) -> str:
    """The scenario as TOML; reading it gives an equal scenario."""
    need_scenario(scenario)
    head = {"schema": 1, "name": scenario.name, "description": scenario.description, "duration": scenario.duration}
    text = _lines({k: v for k, v in head.items() if v != ""})
    subject, resolution = scenario.subject, scenario.resolution
    text += "\n[subject]\n" + _lines({"sex": subject.sex, "mass": subject.mass, "cramp_history": subject.cramp_history})
    text += "\n[resolution]\n" + _lines({"patches_per_muscle": resolution.patches_per_muscle, "muscles": resolution.muscles})
    for name in ("hypotheses", "parameters"):
        if gains := getattr(scenario, name):
            text += f"\n[{name}]\n" + "".join(f"{_quoted(key)} = {_number(v)}\n" for key, v in sorted(gains.items()))
    return text + "".join("\n[[timeline]]\n" + _lines(_action(action)) for action in scenario.timeline)


def _action(action: Action) -> dict[str, Any]:
    shown = {"input": action.input, "muscles": action.muscles, "patches": action.patches, "at": action.at, "until": action.until,
             "value": action.value, "ramp": action.ramp, "table": action.table,
             "interpolate": action.interpolate if action.table and action.interpolate != "linear" else None, "label": action.label}
    return {key: v for key, v in shown.items() if v not in (None, (), "")}


def _lines(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {_literal(key, v)}\n" for key, v in values.items())


def _literal(key: str, v: Any) -> str:
    if key in ("duration", "at", "until"):
        return _quoted(time_text(v))
    if key == "mass":
        return _quoted(f"{_number(v)} kg")
    if key == "ramp":
        return f"{{ from = {_number(v.from_)}, to = {_number(v.to)}, over = {_quoted(time_text(v.over))} }}"
    if key == "table":
        return _list([f"[{_quoted(time_text(t))}, {_number(x)}]" for t, x in v])
    if isinstance(v, bool):
        return str(v).lower()
    if isinstance(v, tuple):
        return _list([_literal("", item) for item in v])
    return _quoted(v) if isinstance(v, str) else _number(v)


def _list(items: list[str], in_a_line: int = 8) -> str:
    if len(items) <= in_a_line:
        return "[" + ", ".join(items) + "]"
    rows = [", ".join(items[i:i + in_a_line]) for i in range(0, len(items), in_a_line)]
    return "[\n  " + ",\n  ".join(rows) + ",\n]"


def _number(v: float) -> str:
    return str(int(v)) if float(v).is_integer() and abs(v) < 1e15 else repr(float(v))


def _quoted(text: str) -> str:
    text = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text if text.count(".") <= MOST_DOTS // 2 else text.replace(".", "\\u002e")
