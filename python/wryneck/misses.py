"""Why findings are missed: one explanation for each finding that the default parameters do not reach (`data/misses.toml`)."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from . import registry
from .errors import ScenarioError, shown

__all__ = ["Miss", "Misses", "Trial", "causes", "explanation_of", "misses", "read"]

FILE = "misses.toml"
KEYS = ("ids", "cause", "why", "trials")
OF_TRIAL = ("id", "with", "gives")


class Trial(NamedTuple):
    """A finding with other parameters or gains: `changes` by name, and what it `gives`, in its unit."""

    id: str
    changes: Mapping[str, float]
    gives: float

    def run(self) -> float | None:
        """What it gives now; None where it gives no number."""
        from .finding_models import finding
        from .judging import judge
        from .laboratory.changed import Changed
        from .sensitivity import of_fibre

        one = finding(self.id)
        gains = {name: value for name, value in self.changes.items() if name in registry.hypotheses()}
        parameters = {name: value for name, value in self.changes.items() if name not in gains}
        fibre = of_fibre(next(iter(one.arms.values())).preparation)
        return judge(one, changed=Changed(gains, fibre=parameters) if fibre else Changed(gains, parameters)).value


@dataclass(frozen=True)
class Miss:
    """Why findings are missed: `cause` is one of `causes()`, `why` says what decides it, with what was measured; `trials` can be run again."""

    ids: tuple[str, ...]
    cause: str
    why: str
    trials: tuple[Trial, ...] = ()


class Misses(NamedTuple):
    """`causes`: the meaning of each; `entries` in the order of the file; `of`: the entry of each finding by its id."""

    causes: Mapping[str, str]
    entries: tuple[Miss, ...]
    of: Mapping[str, Miss]


def read(text: str, file: str = "") -> Misses:
    """Explanations of TOML text; raises ScenarioError that names file, line and field of what is wrong."""
    from .loading import _line_of, _parsed

    try:
        table = _parsed(text)
        for name in table:
            registry.need_known(name, ("cause", "miss"), name)
        meanings = _meanings(table.get("cause"))
        of: dict[str, Miss] = {}
        entries = []
        for i, row in enumerate(_rows(table.get("miss", []))):
            try:
                one = _miss(row, meanings, of)
            except ScenarioError as error:
                raise error.under(f"miss[{i}]") from None
            entries.append(one)
            of |= dict.fromkeys(one.ids, one)
    except ScenarioError as error:
        raise error.at(file, error.line or _line_of(error.field, text)) from None
    return Misses(meanings, tuple(entries), of)


def _rows(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise ScenarioError("miss", shown(given), "tables that begin with [[miss]]")
    return given


def _meanings(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not given:
        raise ScenarioError("cause", "" if given is None else shown(given), "a table of causes, each with its meaning")
    return {name: _text(meaning, f"cause.{name}") for name, meaning in given.items()}


def _text(given: Any, field: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ScenarioError(field, "" if given is None else shown(given), "a sentence")
    return " ".join(given.split())


def _miss(row: Any, meanings: Mapping[str, str], known: Mapping[str, Miss]) -> Miss:
    from .finding_models import findings

    if not isinstance(row, dict):
        raise ScenarioError("", shown(row), "a table with ids, cause and why")
    for name in row:
        registry.need_known(name, KEYS, name)
    ids = row.get("ids")
    if not isinstance(ids, list) or not ids:
        raise ScenarioError("ids", "" if ids is None else shown(ids), "ids of findings, such as ['NE-52.2']")
    of_package = tuple(one.id for one in findings())
    for i, id in enumerate(ids):
        registry.need_known(id, of_package, f"ids[{i}]", most=4)
        if id in known or id in ids[:i]:
            raise ScenarioError(f"ids[{i}]", shown(id), "an id that no other explanation has")
    if "cause" not in row:
        raise ScenarioError("cause", "", f"one of {', '.join(meanings)}")
    registry.need_known(row["cause"], meanings, "cause")
    given = row.get("trials", [])
    if not isinstance(given, list):
        raise ScenarioError("trials", shown(given), "a list of tables with id, with and gives")
    return Miss(tuple(ids), row["cause"], _text(row.get("why"), "why"), tuple(_trial(one, f"trials[{i}]", of_package) for i, one in enumerate(given)))


def _trial(row: Any, field: str, of_package: tuple[str, ...]) -> Trial:
    if not isinstance(row, dict):
        raise ScenarioError(field, shown(row), "a table with id, with and gives")
    for name in row:
        registry.need_known(name, OF_TRIAL, f"{field}.{name}")
    registry.need_known(row.get("id"), of_package, f"{field}.id", most=4)
    changes = row.get("with")
    if not isinstance(changes, dict) or not changes:
        raise ScenarioError(f"{field}.with", "" if changes is None else shown(changes), "parameters or gains, each with a value")
    for name in changes:
        registry.need_known(name, _changeable(), f"{field}.with", most=4)
    numbers = {name: _number(value, f"{field}.with.{name}") for name, value in changes.items()}
    return Trial(row["id"], numbers, _number(row.get("gives"), f"{field}.gives"))


def _number(given: Any, field: str) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise ScenarioError(field, "" if given is None else shown(given), "a number")
    return float(given)


@lru_cache(maxsize=None)
def _changeable() -> tuple[str, ...]:
    """Names of gains and of parameters of the neck, of a motor unit and of a fibre."""
    from .laboratory.motor_units import unit_parameters

    return tuple(dict.fromkeys([*registry.hypotheses(), *registry.parameters(), *unit_parameters(), *registry.parameters(fibre="fast")]))


@lru_cache(maxsize=None)
def misses() -> Misses:
    """The explanations of the package."""
    return read((files("wryneck") / "data" / FILE).read_text(encoding="utf-8"), FILE)


def causes() -> Mapping[str, str]:
    """Causes of a miss, each with its meaning."""
    return misses().causes


def explanation_of(id: str) -> Miss | None:
    """Why a finding is missed with the default parameters, by its id such as NE-52.2; None where it is not, or is not known."""
    return misses().of.get(id)
