"""What became of the findings as one self-contained page of HTML."""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .judging import Outcome
    from .sensitivity import Screen, Sensitivity

__all__ = ["render", "write_page"]

STYLE = """
.findings td, .findings th { padding: 4px 10px 4px 0; vertical-align: top; border-top: 1px solid var(--line); font-size: 13px; text-align: left; }
.findings th { color: var(--soft); font-weight: 600; } .findings svg { display: block; } .wide { overflow-x: auto; }
.findings td { white-space: normal; } .findings td:nth-child(2) { min-width: 22em; } .findings td:first-child { white-space: nowrap; }
.reached { color: var(--c2); font-weight: 600; } .missed, .failed { color: var(--warn); font-weight: 600; } .other { color: var(--soft); }
.band { fill: var(--line); } .spread { stroke: var(--ink); stroke-width: 1.5; } .published { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.curve { fill: none; stroke-width: 1.2; stroke-linejoin: round; } .window { fill: var(--line); opacity: .55; } .curves text { font-size: 10px; fill: var(--soft); } .curves .axis { fill: none; }
.key { margin: 0; font-size: 11px; color: var(--soft); max-width: 300px; } .miss { font-size: 12px; } .miss code { font-size: 11px; } .hangs { font-size: 12px; color: var(--soft); } .hangs code { font-size: 11px; }
.ours { fill: var(--c2); } .ours.out { fill: var(--warn); } .axis { stroke: var(--line); }
"""
WIDTH, HEIGHT, EDGE = 180, 26, 8


CODE = re.compile("`([^`]+)`")    # a name within text
MOST_SHARED = 20    # parameters in the table of those that matter to most findings

Found = Mapping[str, Sequence[tuple["Outcome", "Outcome"]]]
Screens = Mapping[str, "Screen"]


def write_page(path: str | PathLike[str], outcomes: Sequence[Outcome], without: Iterable[str] = (), found: Found | None = None, screens: Screens | None = None) -> str:
    """Write the page to a file; returns the path."""
    from .files import write_text

    write_text(path, render(outcomes, without, found, screens))
    return str(path)


def render(outcomes: Sequence[Outcome], without: Iterable[str] = (), found: Found | None = None, screens: Screens | None = None) -> str:
    """The page as text: score, a table with figures for each finding, hypotheses with what speaks for and against each, limitations.

    `found`: what `judging.mechanisms` gives, for a table of what each mechanism is needed for; `screens`: what `sensitivity.sensitivities` gives.
    Curves are drawn where the outcomes hold them.
    """
    from . import CONTEXT_OF_USE, __version__
    from .honesty import limitations
    from .judging import VERDICTS, ranked_text, score, score_text
    from .report import _asset

    removed = ", ".join(without)
    tiles = "".join(f'<div class="tile"><b>{n}</b><span>{verdict}: {escape(VERDICTS[verdict])}</span></div>' for verdict, n in score(outcomes).items())
    parts = [f"<h2>{'Without ' + escape(removed) if removed else 'One default parameter set'}</h2><p class='lead'>{escape(score_text(outcomes))}; {escape(ranked_text(outcomes))}.</p>",
             f'<div class="tiles">{tiles}</div>',
             "<p class='note'>Grey: the band within which the model passes. Ring and line: the published value with its spread. Dot: what wryneck gives, green within "
             "the band, red outside. A finding that constants were fitted to, or values taken from, is no prediction. Unverified and computed numbers are shown and do "
             "not count.</p>",
             CURVES if any(one.curves for one in outcomes) else "", HANGS if screens is not None else "",
             _table(outcomes, screens or {}, explained=not removed), "" if removed else _causes(outcomes), _shared(screens), _hypotheses(outcomes), _mechanisms(found),
             "<h2>Limitations</h2><ul>" + "".join(f"<li><b>{escape(one['topic'])}</b>: {escape(one['limit'])} {escape(one['consequence'])}</li>" for one in limitations()) + "</ul>"]
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>wryneck: findings</title><style>{_asset('page.css')}{STYLE}</style></head><body><header class='top'><p class='brand'>wryneck {escape(__version__)}</p>"
            f"<h1>Published findings</h1><p class='use'>{escape(CONTEXT_OF_USE)}</p></header><main>{''.join(parts)}</main></body></html>\n")


CURVES = ("<p class='note'>Below it, where a number is read from a course in time: what wryneck recorded, one line for each arm. Grey: when it is measured; without "
          "grey it is read from the whole course. Of a group of subjects the first is drawn. Times count from the beginning of the run, of muscles 10 s before the first "
          "step. The force of a fibre is the strength of its cross-bridges.</p>")
HANGS = ("<p class='note'><i>Hangs on</i>: the parameters that move the value most when each is a tenth larger, alone, in widths of the band, or, where it has one side, in "
         "distances of the value from the limit. Where not all were tried, those came first that move other findings in such a preparation. Moments of the neck held still "
         "hang on the anatomy, which has no parameters here.</p>")


def _table(outcomes: Sequence[Outcome], screens: Screens, *, explained: bool) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("id", "finding", "", "verdict", "wryneck", "published", "band", "known", "use"))
    return f'<div class="wide"><table class="findings"><tr>{head}</tr>{"".join(_row(one, screens.get(one.finding.id), explained) for one in outcomes)}</table></div>'


def _row(one: Outcome, screen: Screen | None = None, explained: bool = True) -> str:
    from .finding_curves import figure as drawn

    f = one.finding
    kind = one.verdict if one.verdict in ("reached", "missed", "failed") else "other"
    use = f.use + (", fitted" if f.fitted else "") + (", taken" if f.taken else "")
    said = f"<br><span class='other'>{escape(one.reason)}</span>" if one.reason else ""
    cells = (escape(f.id), f"{escape(f.title)}<br><span class='other'>{escape(f.citation)}</span>{_explained(one) if explained else ''}{_hangs(screen)}", figure(one) + drawn(one.curves),
             f'<span class="{kind}">{one.verdict}</span>{said}', escape(one.value_text), escape(f.published), escape(str(f.band)), escape(f.known) + ("" if one.counts else "<br>does not count"), escape(use))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _explained(one: Outcome) -> str:
    """Why it is missed with the defaults: numbers and names of parameters as they stand in the file."""
    if one.miss is None:
        return ""
    why = CODE.sub(r"<code>\1</code>", escape(one.miss.why))
    return f'<br><span class="miss">{escape(one.miss.cause)}: {why}</span>'


def _causes(outcomes: Sequence[Outcome]) -> str:
    """What the causes mean that findings of the page have."""
    from .misses import causes

    of: dict[str, list[str]] = {}
    for one in outcomes:
        if one.miss is not None:
            of.setdefault(one.miss.cause, []).append(one.finding.id)
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(meaning)}</td><td>{escape(', '.join(of[name]))}</td></tr>" for name, meaning in causes().items() if name in of)
    return ("<h2>Why findings are missed</h2><p class='note'>What each cause means, and of which findings it is said. The words stand with each finding above.</p>"
            f'<div class="wide"><table class="findings"><tr><th>cause</th><th>meaning</th><th>findings</th></tr>{rows}</table></div>') if rows else ""


def _hangs(screen: Screen | None) -> str:
    if screen is None:
        return ""
    listed = ", ".join(f"<code>{escape(one.parameter)}</code> {_effect(one)}" for one in screen.largest) or "no parameter that was tried"
    return f'<br><span class="hangs">hangs on {listed} ({screen.tried} of {screen.of} tried)</span>'


def _effect(one: Sensitivity) -> str:
    return f"{one.effect:+.2g}".replace("-", "\u2212")


def _shared(screens: Screens | None) -> str:
    """The parameters that are among the five of most findings."""
    if not screens:
        return ""
    of: dict[str, list[str]] = {}
    for name, screen in screens.items():
        for one in screen.largest:
            of.setdefault(one.parameter, []).append(name)
    rows = "".join(f"<tr><td><code>{escape(name)}</code></td><td>{n}</td><td>{escape(', '.join(of[name]))}</td></tr>"
                   for name, n in Counter({name: len(ids) for name, ids in of.items()}).most_common(MOST_SHARED))
    return ("<h2>Parameters that findings hang on</h2><p class='note'>Those that are among the five of most findings.</p>"
            f'<div class="wide"><table class="findings"><tr><th>parameter</th><th>number</th><th>findings</th></tr>{rows}</table></div>')


def figure(one: Outcome) -> str:
    """Band, published value with its spread, and ours, on one line."""
    f = one.finding
    low = f.band.low if f.band.low is not None else f.band.above
    high = f.band.high if f.band.high is not None else f.band.below
    published = f.value if f.value is not None else None if f.value_low is None or f.value_high is None else (f.value_low + f.value_high) / 2
    spread = _spread(one)
    numbers = [x for x in (low, high, published, one.value, *spread) if x is not None and math.isfinite(x)]
    if not numbers:
        return ""
    first, last = min(numbers), max(numbers)
    room = (last - first or abs(last) or 1) * 0.15
    first, last = first - room, last + room

    def at(x: float) -> float:
        return round(EDGE + (min(max(x, first), last) - first) / (last - first) * (WIDTH - 2 * EDGE), 1)

    begin, end = at(first if low is None else low), at(last if high is None else high)
    marks = [f'<line class="axis" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="13" y2="13"/>', f'<rect class="band" x="{begin}" y="6" width="{max(end - begin, 1):.1f}" height="14" rx="2"/>']
    if spread:
        marks.append(f'<line class="spread" x1="{at(spread[0])}" x2="{at(spread[1])}" y1="13" y2="13"/>')
    if published is not None:
        marks.append(f'<circle class="published" cx="{at(published)}" cy="13" r="4"/>')
    if one.value is not None and not math.isnan(one.value):
        marks.append(f'<circle class="ours{"" if one.verdict == "reached" else " out"}" cx="{at(one.value)}" cy="13" r="4.5"/>')
    said = escape(f"band {f.band}, published {f.published}, wryneck {one.value_text or 'nothing'}", quote=True)
    return f'<svg role="img" aria-label="{said}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(marks)}</svg>'


def _spread(one: Outcome) -> tuple[float, ...]:
    f = one.finding
    if f.value_low is not None and f.value_high is not None:
        return f.value_low, f.value_high
    if f.spread is None:
        return ()
    if len(f.spread) == 2:
        return f.spread
    return () if f.value is None else (f.value - f.spread[0], f.value + f.spread[0])


def _hypotheses(outcomes: Sequence[Outcome]) -> str:
    from .finding_models import hypotheses

    def listed(names: list[Outcome]) -> str:
        return ", ".join(f'<span class="{one.verdict if one.verdict in ("reached", "missed") else "other"}">{escape(one.finding.id)}</span>' for one in names) or "none"

    rows = []
    for name, meaning in hypotheses().items():
        speaks_for = [one for one in outcomes if name in one.finding.supports]
        against = [one for one in outcomes if name in one.finding.against]
        if speaks_for or against:
            rows.append(f"<tr><td>{escape(name)}</td><td>{escape(meaning)}</td><td>{listed(speaks_for)}</td><td>{listed(against)}</td></tr>")
    return ("<h2>Hypotheses against evidence</h2><p class='note'>What was published speaks for or against a hypothesis, whatever wryneck makes of it. Green: wryneck reaches "
            "the finding; red: it misses it. <code>wryneck validate --without GAIN</code> shows which findings are lost without a mechanism.</p>"
            f'<div class="wide"><table class="findings"><tr><th>hypothesis</th><th>what it says</th><th>for</th><th>against</th></tr>{"".join(rows)}</table></div>')


def _mechanisms(found: Found | None) -> str:
    if found is None:
        return ""

    def listed(pairs: Sequence[tuple[Outcome, Outcome]]) -> str:
        return ", ".join(f'<span class="{now.verdict}">{escape(now.finding.id)}</span> {escape(before.value_text)} to {escape(now.value_text)}' for before, now in pairs) or "none"

    rows = "".join(f"<tr><td>{escape(name)}</td><td>{listed(pairs)}</td></tr>" for name, pairs in found.items())
    return ("<h2>What each mechanism is needed for</h2><p class='note'>Verdicts that change when the gain of a hypothesis is 0 and everything else stays.</p>"
            f'<div class="wide"><table class="findings"><tr><th>gain at 0</th><th>findings</th></tr>{rows}</table></div>')
