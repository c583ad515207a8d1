"""Findings: published results as frozen objects, read from the tables of the package and checked word by word."""
from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from . import registry
from .errors import ScenarioError, shown
from .finding_measures import MEASURES, UNITS
from .finding_parts import Arm, Band, Comparison, OneOf
from .finding_words import BANDS, GRADES, KNOWN, LISTS, SPREADS, TAGS, USES
from .quantity import to_number
from .scenario import Names, Number, Table, Text, Whole, _Frozen

__all__ = ["Finding", "finding", "findings", "hypotheses", "read"]

ID = re.compile(r"[A-Z]{2}-\d+[a-z]?(\.\d+)?\Z")
def _spread(value: Any) -> Any:
    """A number, or a pair of limits."""
    if value is None:
        return None
    many = value if isinstance(value, (list, tuple)) else (value,)
    if len(many) not in (1, 2):
        raise ScenarioError("", shown(value), "a number or a pair of limits")
    return tuple(to_number(v, "1") for v in many)


def _band(value: Any) -> Any:
    """`[low, high]`, or a table of limits."""
    if isinstance(value, (list, tuple)):
        if len(value) != 2:
            raise ScenarioError("", shown(value), "[low, high], or a table with low, high, above or below")
        return {"low": value[0], "high": value[1]}
    return value


class Finding(_Frozen):
    """A published result as data. Numbers are in `unit`; what each word means stands in finding_words and finding_measures.

    `fitted` names the sub-models with constants fitted to its entry of the evidence, `taken` those with values that were taken from it.
    """

    id: Text
    also: Names = ()
    rank: dict[Annotated[Text, OneOf(LISTS)], Whole] = {}
    title: Text
    source: Text
    citation: Text
    quantity: Text
    unit: Annotated[Text, OneOf(UNITS)]
    value: Number | None = None
    value_low: Number | None = None
    value_high: Number | None = None
    spread: Annotated[tuple[float, ...] | None, BeforeValidator(_spread)] = None
    spread_kind: Annotated[Text, OneOf(SPREADS)] | None = None
    n: Annotated[Whole, Field(ge=1)] | None = None
    band: Annotated[Band, BeforeValidator(_band)]
    band_from: Annotated[Text, OneOf(BANDS)] = "evidence"
    known: Annotated[Text, OneOf(KNOWN)]
    grade: Annotated[Text, OneOf(GRADES)]
    use: Annotated[Text, OneOf(USES)]
    fitted: Names = ()
    taken: Names = ()
    tags: tuple[Annotated[Text, OneOf(TAGS)], ...]
    supports: Names = ()
    against: Names = ()
    missing: Text = ""
    note: Text = ""
    measure: Annotated[Text, OneOf(MEASURES)]
    compare: Comparison
    arms: Annotated[dict[Text, Arm], Table]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not ID.match(self.id):
            raise ScenarioError("id", shown(self.id), "two letters, a number and perhaps a part, such as 'NE-50' or 'NE-50.2'")
        if (self.value_low is None) != (self.value_high is None) or self.value is not None and self.value_low is not None:
            raise ScenarioError("value", problem="is given by halves or twice, expected value, or value_low and value_high, or none")
        if self.value_low is not None and self.value_high is not None and self.value_low > self.value_high:
            raise ScenarioError("value_low", shown(self.value_low), f"at most value_high, which is {shown(self.value_high)}")
        if (self.spread is None) != (self.spread_kind is None):
            raise ScenarioError("spread_kind", shown(self.spread_kind or ""), "a kind where there is a spread, and none where there is none")
        if self.spread and (len(self.spread) == 2) != (self.spread_kind in ("range", "95 % CI")):
            raise ScenarioError("spread", f"a list of {len(self.spread)}", "two limits for a range or an interval, else one number")
        if self.band_from == "changed" and not self.note:
            raise ScenarioError("note", "missing", "the reason why the band was changed")
        for field in ("supports", "against"):
            for name in getattr(self, field):
                registry.need_known(name, hypotheses(), field)
        if not self.arms:
            raise ScenarioError("arms", problem="is empty, expected at least one arm")
        for field, names in (("of", self.compare.of), ("to", self.compare.to), ("per", (self.compare.per,) if self.compare.per else ())):
            for name in names:
                registry.need_known(name, self.arms, f"compare.{field}")
        return self

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def key(self) -> str:
        """The entry of the evidence that it belongs to: NE-50 for NE-50.2."""
        return self.id.partition(".")[0]

    @property
    def counts(self) -> bool:
        """Whether its number was seen in a source: the unverified is shown and does not count, nor does what we computed ourselves."""
        return self.known not in ("unverified", "computed")

    @property
    def independent(self) -> bool:
        """Whether it counts, and no constant was fitted to its entry of the evidence or taken from it, so that reaching it is a prediction."""
        return self.counts and self.use == "validation" and not self.fitted and not self.taken

    @property
    def published(self) -> str:
        """Value and spread as they are written, with the unit."""
        value = "" if self.value is None else f"{self.value:.6g}"
        if self.value_low is not None:
            value = f"{self.value_low:.6g} to {self.value_high:.6g}"
        if not value:
            return "no number"
        spread = ""
        if self.spread and len(self.spread) == 2:
            spread = f" ({self.spread_kind} {self.spread[0]:.6g} to {self.spread[1]:.6g})"
        elif self.spread:
            spread = f" ± {self.spread[0]:.6g}" + ("" if self.spread_kind == "SD" else f" ({self.spread_kind})")
        return value + spread + ("" if self.unit == "1" else f" {self.unit}")


@lru_cache(maxsize=None)
def hypotheses() -> Mapping[str, str]:
    """What findings may speak for or against, with its meaning: the gains of the model and further ones of the package."""
    table = tomllib.loads((files("wryneck") / "findings" / "hypotheses.toml").read_text(encoding="utf-8"))
    return {name: str(row["meaning"]) for name, row in registry.hypotheses().items()} | dict(table["hypothesis"])


def read(text: str, file: str = "") -> tuple[Finding, ...]:
    """The findings of TOML text; an error names file, line and field."""
    from .loading import _line_of, _parsed

    found = []
    try:
        table = _parsed(text)
        for i, row in enumerate(table.get("finding", ())):
            try:
                found.append(Finding(**row))
            except ScenarioError as error:
                raise error.under(f"finding[{i}]") from None
        for name in table:
            registry.need_known(name, ["finding"], name)
    except ScenarioError as error:
        raise error.at(file, error.line or _line_of(error.field, text)) from None
    return tuple(found)


@lru_cache(maxsize=None)
def _all() -> Mapping[str, Finding]:
    found: dict[str, Finding] = {}
    folder = files("wryneck") / "findings"
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml") and f.name != "hypotheses.toml"), key=lambda f: f.name):
        for one in read(file.read_text(encoding="utf-8"), file.name):
            if one.id in found:
                raise ScenarioError("id", shown(one.id), "an id that no other finding has", file=file.name)
            found[one.id] = one
    return found


def findings(ids: str | Iterable[str] | None = None, *, tag: str | None = None, use: str | None = None) -> tuple[Finding, ...]:
    """Findings of the package: all, or those of some ids, with a tag, for a use. An id of the evidence, such as NE-50, stands for all its parts."""
    chosen = tuple(_all().values())
    if ids is not None:
        known = {name for one in chosen for name in (one.id, one.key, *one.also)}
        wanted = (ids,) if isinstance(ids, str) else tuple(ids)
        for name in wanted:
            _need_id(name, known)
        chosen = tuple(one for one in chosen if {one.id, one.key, *one.also} & set(wanted))
    for field, word, words in (("tag", tag, TAGS), ("use", use, USES)):
        if word is not None:
            registry.need_known(word, words, field, most=30)
    return tuple(one for one in chosen if (tag is None or tag in one.tags) and use in (None, one.use))


def finding(id: str) -> Finding:
    """One finding by its id, such as NE-50 or NE-50.2."""
    _need_id(id, _all())
    return _all()[id]


def _need_id(name: object, known: Iterable[str]) -> None:
    registry.need_known(name, sorted(known), "id", most=4)
