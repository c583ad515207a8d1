"""The parts of the report that are plain HTML and need no script. Every value passes through `escape`."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ..names import duration_text, muscle_name
from ..states import KIND_STATE, KNOT_CONTRACTURE
from ..summary import LEVEL_ALARM_N, LEVEL_WARNING_N

if TYPE_CHECKING:
    from ..result import Result
    from ..series import Data

MOST_EPISODES = 500
GRADES = (("human", "measured in human muscle or nerve"), ("mammal", "measured in another mammal"),
          ("model", "taken from a published model, of another species or rescaled"), ("fitted", "calibrated on a named finding"),
          ("assumed", "a choice without data behind it"))


def description(result: Result) -> str:
    text = str(result.scenario.get("description", "")).strip()
    return f'<p class="lead">{escape(text)}</p>' if text else ""


def facts(result: Result) -> str:
    attrs = result.data.attrs
    wall = result.provenance("statistics").get("wall_time_s")
    items = [("Status", result.status), ("Simulated", duration_text(result.duration_s)), ("Seed", attrs.get("seed", "-")),
             ("Version", attrs.get("wryneck_version", "-")), ("Muscles", result.data.sizes.get("muscle", 0)), ("Records", result.data.sizes["time"])]
    if isinstance(wall, (int, float)):
        items.append(("Computed in", duration_text(wall)))
    return "".join(f"<li>{escape(label)} <b>{escape(str(value))}</b></li>" for label, value in items)


def banner(result: Result) -> str:
    if result.complete:
        return ""
    reached = duration_text(result.duration_s)
    return f'<p class="banner" role="alert">Partial result: {escape(result.status)} after {escape(reached)}. {escape(result.message)}</p>'


def tiles(result: Result) -> str:
    body, table = result.summary().body, result.episodes
    cards = []
    kinds = table["kind"].value_counts().to_dict()
    named = ", ".join(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in kinds.items())
    cards.append((f"{len(table)} episode{'s' if len(table) != 1 else ''}" if len(table) else "No episode", named or "no burst, cramp or knot"))
    if len(table):
        first = table.sort_values("onset_s").iloc[0]
        cards.append((muscle_name(first["muscle"]), f"first: {first['kind']} at {duration_text(first['onset_s'])}, started by {first['cause'] or 'unknown'}"))
        longest = table.sort_values("duration_s").iloc[-1]
        cards.append((duration_text(longest["duration_s"]), f"longest: {longest['kind']} of {muscle_name(longest['muscle'])}{', still going on' if longest['ongoing'] else ''}"))
    turns = {axis: max(abs(v) for v in body[f"{axis}_deg"]) for axis in ("pitch", "roll", "yaw") if f"{axis}_deg" in body}
    if turns:
        axis = max(turns, key=turns.__getitem__)
        cards.append((f"{turns[axis]:.1f}°", f"largest head angle, {axis}"))
    loads = {key[12:-2]: value for key, value in body.items() if key.startswith("compression_")}
    if loads:
        level = max(loads, key=loads.__getitem__)
        note = "above the alarm line" if loads[level] > LEVEL_ALARM_N else "above the warning line" if loads[level] > LEVEL_WARNING_N else "below the warning line of 1.2 kN"
        cards.append((f"{loads[level]:.0f} N", f"highest spine compression, {level}; {note}"))
    if body.get("pain", float("nan")) >= 0:
        cards.append((f"{body['pain']:.1f} of 10", "highest pain index (assumed mapping)"))
    return "".join(f'<div class="tile"><b>{escape(str(value))}</b><span>{escape(str(text))}</span></div>' for value, text in cards)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], classes: str = "") -> str:
    """Cells are HTML already; headings and cells may be marked as text by a leading pipe."""
    def cell(tag: str, content: str) -> str:
        return f'<{tag} class="text">{content[1:]}</{tag}>' if content.startswith("|") else f"<{tag}>{content}</{tag}>"

    head = "".join(cell("th", h) for h in headings)
    body = "".join("<tr>" + "".join(cell("td", c) for c in row) + "</tr>" for row in rows)
    return f'<div class="scroll {classes}" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def episodes(result: Result) -> str:
    if not len(result.episodes):
        return '<p class="note">No burst, cramp or knot was found in this run.</p>'
    place = {str(m): k for k, m in enumerate(result.data["muscle"].values)} if "muscle" in result.data.coords else {}
    rows = []
    for row in result.episodes.sort_values("onset_s").head(MOST_EPISODES).to_dict("records"):
        patches = row["patches"]
        jump = (f'<button type="button" class="jump" data-jump="{row["onset_s"] + min(row["duration_s"], 1e12) / 2:.9g}" data-m="{place.get(row["muscle"], -1)}" '
                f'aria-label="Show {escape(row["kind"])} of {escape(muscle_name(row["muscle"]))} in the picture">show</button>')
        rows.append(["|" + f'<span class="kind"><i class="dot d{KIND_STATE.get(row["kind"], 0)}"></i>{escape(row["kind"])}</span>', "|" + escape(muscle_name(row["muscle"])),
                     duration_text(row["onset_s"]), duration_text(row["duration_s"]) + (" (going on)" if row["ongoing"] else ""),
                     f"{row['peak_force_N']:.0f}", escape(_patches(patches)), "|" + escape(row["cause"]), jump])
    more = len(result.episodes) - MOST_EPISODES
    note = f'<p class="note">The first {MOST_EPISODES} of {len(result.episodes)} episodes are listed.</p>' if more > 0 else ""
    return table(["|Kind", "|Muscle", "Onset", "Duration", "Peak force, N", "Segments", "|Started by", "In the picture"], rows) + note


def _patches(patches: Sequence[int]) -> str:
    """0, 1, 2, 5 as 1-3, 6: people count from one."""
    runs: list[list[int]] = []
    for p in sorted(patches):
        if runs and p == runs[-1][1] + 1:
            runs[-1][1] = p
        else:
            runs.append([p, p])
    return ", ".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs) or "-"


def summary(result: Result) -> str:
    found = result.summary()
    warning = f'<p class="note">Warning: {escape(found.warning)}</p>' if found.warning else ""
    if not found.rows:
        return warning + '<p class="note">No muscle did more than hold the head.</p>'
    headings = ["|" + escape(heading) if not k else escape(heading) for k, (_, heading, _) in enumerate(found.headings())]
    rows = [["|" + escape(c) if not k else escape(c) for k, c in enumerate(found.cells(row))] for row in found.rows]
    note = (f'<p class="note">Muscles with an episode, an activation of 15 % or more, a capacity below 75 %, or contracture of {KNOT_CONTRACTURE:g} or more. '
            "Extremes are over the whole run; contracture is the time during which any segment was knotted.</p>")
    return warning + table(headings, rows) + note


def provenance(result: Result) -> str:
    parts = [_pairs("Parameters changed", result.provenance("parameters_changed"), "None: the default parameter set."),
             _pairs("Hypotheses and their gains", result.provenance("hypotheses"), "Defaults."),
             _pairs("Solver statistics", result.provenance("statistics"), "Not recorded."), _balances(result.data)]
    grades = "".join(f"<li><b>{name}</b>: {meaning}</li>" for name, meaning in GRADES)
    note = ("<h3>Grades of evidence</h3><p class=\"note\">Every parameter of the model carries a unit, a source and one of these grades; "
            f"<code>wryneck params</code> lists them. A gain of 0 switches a contested mechanism off.</p><ul class=\"note\">{grades}</ul>")
    text = str(result.data.attrs.get("scenario", ""))
    scenario = f"<details><summary>The scenario as it was run</summary><pre>{escape(text)}</pre></details>" if text else ""
    return f'<div class="columns">{"".join(parts)}</div>{note}{scenario}'


def _pairs(title: str, values: dict[str, Any], empty: str) -> str:
    if not values:
        return f'<div><h3>{escape(title)}</h3><p class="note">{escape(empty)}</p></div>'
    rows = [["|" + escape(str(key)), "|" + escape(_plain(value))] for key, value in values.items()]
    return f"<div><h3>{escape(title)}</h3>{table(['|name', '|value'], rows)}</div>"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items())
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _balances(data: Data) -> str:
    """Residuals of what must be conserved, where the run recorded them."""
    import numpy as np

    rows = []
    for name in sorted(str(n) for n in data.data_vars if str(n).startswith("balance_")):
        values = np.abs(np.asarray(data[name].values, float))
        largest = np.nanmax(values) if np.isfinite(values).any() else float("nan")
        rows.append(["|" + escape(str(data[name].attrs.get("long_name", name))), f"{largest:.2e}", "|" + escape(str(data[name].attrs.get("units", "")))])
    if not rows:
        return ""
    return f"<div><h3>Conservation, largest residual</h3>{table(['|quantity', 'residual', '|unit'], rows)}</div>"


def segments(packed: dict[str, Any]) -> str:
    if packed["segments"] < packed["patches"]:
        return f"{packed['segments']} (of {packed['patches']} simulated patches; the worst of those it stands for is shown)"
    return str(packed["segments"])
