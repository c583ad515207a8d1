"""What the compiled core knows by name: inputs, hypotheses, muscles, groups, parameters. Read once, never repeated here."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from . import _core


@lru_cache(maxsize=None)
def inputs() -> Mapping[str, Any]:
    return MappingProxyType({row["name"]: row for row in _core.inputs()})


@lru_cache(maxsize=None)
def hypotheses() -> Mapping[str, Any]:
    return MappingProxyType({row["name"]: row for row in _core.hypotheses()})


@lru_cache(maxsize=None)
def parameters() -> Mapping[str, Any]:
    """Rows by full name, `model.symbol`."""
    return MappingProxyType({f"{row['model']}.{row['name']}": row for row in _core.parameters()})


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
