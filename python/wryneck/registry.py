"""What the compiled core knows by name: inputs, hypotheses, muscles, groups, parameters. Read once, never repeated here."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from . import _core
from .errors import ScenarioError, shown


@lru_cache(maxsize=None)
def inputs() -> Mapping[str, Any]:
    return MappingProxyType({row["name"]: row for row in _core.inputs()})


@lru_cache(maxsize=None)
def hypotheses() -> Mapping[str, Any]:
    return MappingProxyType({row["name"]: row for row in _core.hypotheses()})


def parameters(grade: str | None = None, *, model: str | None = None, fibre: str | None = None, published: bool = False, subject: bool = False) -> Mapping[str, Any]:
    """Rows by full name, `model.symbol`: of the neck, or of the single fibre "fast" or "slow", as repaired or as published, and of its cable, or of a whole
    person (`subject`); all, or those of a grade or a sub-model."""
    if subject and fibre is not None:
        raise ScenarioError("subject", "true", "false where a fibre is asked for")
    rows = _subject_parameters() if subject else _parameters() if fibre is None else _fibre_parameters(fibre, published)
    for column, wanted, known in (("grade", grade, grades()), ("model", model, tuple(dict.fromkeys(row["model"] for row in rows.values())))):
        if wanted is not None and wanted not in known:
            raise ScenarioError(column, shown(wanted), f"one of {', '.join(known)}", nearest=nearest(wanted, known))
    if grade is None and model is None:
        return rows
    return MappingProxyType({name: row for name, row in rows.items() if grade in (None, row["grade"]) and model in (None, row["model"])})


@lru_cache(maxsize=None)
def grades() -> tuple[str, ...]:
    return tuple(sorted({row["grade"] for row in _parameters().values()}))


@lru_cache(maxsize=None)
def _parameters() -> Mapping[str, Any]:
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.parameters()})


@lru_cache(maxsize=None)
def _subject_parameters() -> Mapping[str, Any]:
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.subject_parameters()})


def _fibre_parameters(fibre: str, published: bool) -> Mapping[str, Any]:
    from .bundles import cable_rows
    from .single_fibre import _kind, parameter_rows

    value = _kind(fibre, "fibre")
    rows = {**parameter_rows(published), **{f"cable.{name}": row for name, row in cable_rows().items()}}
    return MappingProxyType({name: {key: v for key, v in row.items() if key not in ("fast", "slow")} | {"value": row[value]}
                             for name, row in rows.items()})


@lru_cache(maxsize=None)
def series() -> Mapping[str, Any]:
    """Every series that can be recorded, with its dimensions, its unit, its size where one muscle has one patch, and whether it is kept by default."""
    every, usual = (_core_series(record) for record in (["all"], []))
    return MappingProxyType({row["name"]: {"dims": tuple(row["dims"][1:]), "unit": row["unit"], "size": row["values"][0].size, "standard": row["name"] in {r["name"] for r in usual}}
                             for row in every})


def _core_series(record: list[str]) -> list[dict[str, Any]]:
    """As a run of no step gives them, which ends before anything is asked of Python."""
    scenario, options = _core.Scenario(), _core.Options()
    scenario.duration_s, scenario.resolution = 1.0, _core.Resolution(patches_per_muscle=1, muscles=[muscle_ids()[0]])
    options.record, options.wall_limit_s = record, 1e-12
    found: list[dict[str, Any]] = _core.run(scenario, options)["series"]
    return found


def columns(record: Iterable[str], muscles: int, patches: int) -> int:
    """How many numbers a row has where these series, or without a name the usual ones, are recorded."""
    names = set(record)
    kept = [row for name, row in series().items() if name in names or "all" in names or not names and row["standard"]]
    return sum(row["size"] * (muscles if "muscle" in row["dims"] else 1) * (patches if "patch" in row["dims"] else 1) for row in kept)


@lru_cache(maxsize=None)
def muscle_ids() -> tuple[str, ...]:
    return tuple(row["id"] for row in _core.muscles())


@lru_cache(maxsize=None)
def groups() -> Mapping[str, list[int]]:
    """Muscle numbers behind each group that the anatomy names."""
    place = {name: i for i, name in enumerate(muscle_ids())}
    return MappingProxyType({row["name"]: [place[m] for m in row["muscles"]] for row in _core.groups()})


def chosen_muscles(names: Iterable[str]) -> set[str]:
    """The muscles behind ids and groups."""
    ids, known = muscle_ids(), groups()
    return {muscle for name in names for muscle in ([ids[i] for i in known[name]] if name in known else [name])}


@lru_cache(maxsize=None)
def parameter_ranges() -> list[tuple[str, float, float]]:
    return [(name, float(row["lowest"]), float(row["highest"])) for name, row in parameters().items()]


@lru_cache(maxsize=None)
def target_names() -> tuple[str, ...]:
    ids = muscle_ids()
    bare = dict.fromkeys(name[:-2] for name in ids if name[-2:] in ("_R", "_L"))
    return tuple(dict.fromkeys(["all", "right", "left", *groups(), *bare, *ids]))


def need_known(word: object, known: Iterable[str], field: str, most: int = 12) -> None:
    """Refuses what is not among the known, with the name that was meant."""
    names = list(known)
    if word not in names:
        some = ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
        raise ScenarioError(field, shown(word), f"one of {some}" if names else "a result that has such", nearest=nearest(word, names))


def nearest(word: object, candidates: Iterable[str]) -> str:
    """The name that was meant: one that differs in a few letters, or else the only one that begins with the word or holds it."""
    if not isinstance(word, str):
        return ""
    word, names = word.encode("utf-8", "replace").decode(), list(candidates)    # what no text can hold is near to nothing
    return _core.nearest_name(word, names) or _only([n for n in names if n.startswith(word)], word) or _only([n for n in names if word in n], word)


def _only(names: list[str], word: str, shortest: int = 3) -> str:
    return names[0] if len(names) == 1 and len(word) >= shortest else ""


def limits() -> dict[str, Any]:
    return _core.limits()
