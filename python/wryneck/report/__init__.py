"""The report: one self-contained page of HTML, written from the template beside this file."""
from __future__ import annotations

import json
import os
from html import escape
from os import PathLike
from string import Template
from typing import TYPE_CHECKING, Any

from ..files import write_text
from . import sections, twin as against

if TYPE_CHECKING:
    from ..result import Result

SCRIPTS = ("core.js", "neck.js", "charts.js", "main.js")


def _asset(name: str) -> str:
    from importlib.resources import files

    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def embed(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def render(result: Result, twin: Result | None = None) -> str:
    """The page as text. Everything that a user could have written is escaped."""
    from .pack import pack

    packed = pack(result)
    packed["charts"] += against.charts(result, twin)
    packed["neck"] = json.loads(_asset("neck.json"))
    attrs = result.data.attrs
    return Template(_asset("page.html")).substitute(
        name=escape(result.name), version=escape(str(attrs.get("wryneck_version", "unknown"))), use=escape(str(attrs.get("context_of_use", ""))),
        description=sections.description(result), facts=sections.facts(result), banner=sections.banner(result), tiles=sections.tiles(result),
        episodes=sections.episodes(result), summary=sections.summary(result), provenance=sections.provenance(result),
        segments=sections.segments(packed), twin=against.section(result, twin), data=embed(packed), css=_asset("page.css"), js="\n".join(_asset(name) for name in SCRIPTS))


def write(result: Result, path: str | PathLike[str], twin: Result | None = None) -> str:
    """The report as a file."""
    return write_text(path, render(result, twin))
