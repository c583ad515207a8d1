"""The section that sets a run against its twin: what differs between the scenarios, what came of it, and how both went."""
from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from ..names import duration_text, muscle_name
from ..summary import COLUMNS, body_numbers, changes_of, signed
from .pack import LEAST_SPAN, extremes, short, unit_of
from .sections import table

if TYPE_CHECKING:
    from ..result import Result
    from ..series import Array
    from ..summary import Comparison

MOST_MUSCLES = 20
CURVES = (("activation", "Activation"), ("spontaneous", "Spontaneous discharge"), ("contracture", "Contracture"), ("pcr", "PCr"))
OF_ONE = (("force", "Force"), ("contracture", "Contracture"), ("capacity", "Force capacity"), ("pcr", "PCr"))
NAMES = ("this run", "the twin")


def section(result: Result, twin: Result | None) -> str:
    """The whole section, or nothing where there is no twin."""
    if twin is None:
        return ""
    found = result.compare(twin)
    notes = "".join(f'<p class="note"><b>{escape(note)}</b></p>' for note in found.notes)
    changes = "".join(f"<li>{escape(line)}</li>" for line in changes_of(result, twin))
    same = result.data.attrs.get("seed") == twin.data.attrs.get("seed")
    seed = " with the same seed: without differences between the scenarios every number would be the same" if same else " with another seed"
    said = f"<ul class=\"note\">{changes}</ul>" if changes else '<p class="note">Both ran the same scenario.</p>'
    return (f'<section aria-labelledby="h-twin"><h2 id="h-twin">Against the twin</h2><p class="lead">The twin is {escape(twin.name)}{seed}.</p>{notes}'
            f"<h3>What differs between the scenarios</h3>{said}<h3>Overall</h3>{_overall(result, twin)}"
            f'<div class="needs-script"><h3>Courses</h3><div id="c-twin" class="charts small"></div></div>'
            f"<h3>Muscles, this run minus the twin</h3>{_muscles(found)}</section>\n")


def _overall(result: Result, twin: Result) -> str:
    rows = [["|" + escape(name), *(show.format(v) for v in (ours, theirs)), signed.format(ours - theirs)]
            for name, ours, theirs, show, signed in _numbers(result, twin)]
    return table(["|Quantity", "This run", "Twin", "Difference"], rows)


def _numbers(result: Result, twin: Result) -> Iterator[tuple[str, float, float, str, str]]:
    """Name, both values, and how a value and a difference are written."""
    ours, theirs = result.episode_counts, twin.episode_counts
    yield "Episodes", sum(ours.values()), sum(theirs.values()), "{:d}", "{:+d}"
    for kind in sorted(ours.keys() | theirs.keys()):
        yield f"Episodes: {kind}", ours.get(kind, 0), theirs.get(kind, 0), "{:d}", "{:+d}"
    a, b = body_numbers(result), body_numbers(twin)
    for key in a:
        if key in b and key.endswith("_deg"):
            yield f"Largest {key[:-4]} of the head, deg", *(max(map(abs, v[key])) for v in (a, b)), "{:.1f}", "{:+.1f}"
        elif key in b and key.startswith("compression_"):
            yield f"Highest compression {key[12:-2]}, N", a[key], b[key], "{:.0f}", "{:+.0f}"
        elif key in b and key == "pain":
            yield "Highest pain index of 10 (assumed mapping)", a[key], b[key], "{:.1f}", "{:+.1f}"


def _muscles(found: Comparison) -> str:
    if not found.rows:
        return '<p class="note">No muscle differs.</p>'
    shown = [c for c in COLUMNS if any(c[0] in row for row in found.rows)]
    rows = [["|" + escape(row["name"]), *(_signed(row, c) for c in shown), _signed_time(row), f"{row['episodes']:+d}" if row["episodes"] else "0"]
            for row in found.rows[:MOST_MUSCLES]]
    more = len(found.rows) - MOST_MUSCLES
    note = f'<p class="note">{more} more muscles differ less.</p>' if more > 0 else ""
    return table(["|Muscle", *(escape(f"{c[3]} {c[4]}") for c in shown), "in<br>contracture", "episodes"], rows) + note


def _signed(row: dict[str, Any], column: tuple[Any, ...]) -> str:
    value = row.get(column[0], float("nan")) * (100 if column[4] == "%" else 1)
    return "-" if value != value else "0" if abs(value) < 0.005 else signed(value)


def _signed_time(row: dict[str, Any]) -> str:
    seconds = row.get("contracture_s", float("nan"))
    return "-" if seconds != seconds else "0" if not seconds else ("+" if seconds > 0 else "-") + duration_text(abs(seconds))


def charts(result: Result, twin: Result | None) -> list[dict[str, Any]]:
    """Both runs in one chart each: means of the muscles that both have, the muscle that differs most, head and pain."""
    if twin is None or not all(r["time"].size for r in (result, twin)):
        return []
    both = [m for m in map(str, result["muscle"] if "muscle" in result else ()) if "muscle" in twin and m in twin["muscle"]]
    made = [_chart(result, twin, name, f"{label}, mean of the muscles", lambda r, n=name: _mean(r, n, both)) for name, label in CURVES if both]
    if worst := [row["muscle"] for row in result.compare(twin).rows[:1]]:
        made += [_chart(result, twin, name, f"{label}, {muscle_name(worst[0])}", lambda r, n=name: r.of(n, worst[0])) for name, label in OF_ONE]
    for k, axis in enumerate(map(str, result["axis"] if "axis" in result else ())):
        made.append(_chart(result, twin, "angle", f"Head angle, {axis}", lambda r, k=k: r["angle"][:, k]))
    return [chart for chart in [*made, _chart(result, twin, "pain", "Pain index", lambda r: r["pain"])] if chart]


def _chart(result: Result, twin: Result, name: str, title: str, course: Any) -> dict[str, Any] | None:
    if name not in result or name not in twin:
        return None
    series = [_line(result, r, label, course(r)) for r, label in zip((result, twin), NAMES)]
    unit = "0 to 10, assumed mapping" if name == "pain" else unit_of(result.data, name)
    return {"title": title, "unit": unit, "group": "twin", "t": series[0]["t"], "series": series, "least": LEAST_SPAN.get(name, 0)}


def _line(shown: Result, r: Result, label: str, values: Array) -> dict[str, Any]:
    """A course within the time that the page shows, which is that of this run; each run keeps its own times and peaks."""
    time, axis = r.time_s, shown.time_s
    inside = (time >= axis[0]) & (time <= axis[-1])
    time, values = time[inside], values[inside]
    keep = extremes(time, values[:, None]) if time.size else slice(0)
    return {"label": label, "t": [short(t, 7) for t in time[keep]], "y": [short(v) for v in values[keep]]}


def _mean(r: Result, name: str, muscles: list[str]) -> Array:
    import numpy as np

    place = {str(m): k for k, m in enumerate(r["muscle"])}
    values = r[name][:, [place[m] for m in muscles]]
    known = np.isfinite(values)
    return np.where(known.any(1), np.where(known, values, 0).sum(1) / np.maximum(known.sum(1), 1), np.nan)
