"""What was recorded when a finding was run, thinned for drawing, and the small figure of it."""
from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .laboratory.observation import Observation
    from .series import Array

__all__ = ["Curve", "curve_of", "figure"]

BUCKETS = 80    # a curve keeps the lowest and the highest sample of each
OF_FIBRE = {"potential": "mV", "force": "uM"}    # force of a fibre is the strength of its cross-bridges
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 300, 96, 44, 6, 6, 16
COLOURS = 3     # of the style of the page; further arms repeat them, dashed


class Curve(NamedTuple):
    """A series over time (s), and between which times it is measured; without these it is read over all of it."""

    name: str
    unit: str
    time: tuple[float, ...]
    value: tuple[float, ...]
    window: tuple[float, float] | None


def curve_of(observed: Observation, name: str, window: tuple[float, float] | None) -> Curve:
    """A curve of an observation, with as many points as a small figure can show."""
    from .registry import series

    unit = OF_FIBRE[name] if name in OF_FIBRE and "calcium" in observed else str(series()[name]["unit"])
    kept = _kept(observed[name])
    return Curve(name, unit, tuple(float(f"{t:.6g}") for t in observed.time[kept]), tuple(float(f"{v:.4g}") for v in observed[name][kept]), window)


def _kept(value: Array) -> Array:
    """Places of the lowest and the highest sample of each bucket, in order; all where there are few."""
    if value.size <= 2 * BUCKETS:
        return np.arange(value.size)
    edges = np.linspace(0, value.size, BUCKETS + 1).astype(int)
    extremes = [begin + int(of(value[begin:end])) for begin, end in zip(edges, edges[1:], strict=False) for of in (np.argmin, np.argmax)]
    return np.unique([0, *extremes, value.size - 1])


def figure(curves: Mapping[str, Curve]) -> str:
    """Curves of the arms of a finding over time as SVG, with the times of measuring shaded; empty where there is none."""
    some = {name: one for name, one in curves.items() if len(one.time) > 1 and np.isfinite(one.value).all()}
    if not some:
        return ""
    every = list(some.values())
    begin, end = min(one.time[0] for one in every), max(one.time[-1] for one in every)
    low, high = min(min(one.value) for one in every), max(max(one.value) for one in every)
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    bottom, top = low - room, high + room

    def x(t: float) -> float:
        return round(LEFT + (t - begin) / (end - begin) * (WIDTH - LEFT - RIGHT), 1)

    def y(v: float) -> float:
        return round(TOP + (top - v) / (top - bottom) * (HEIGHT - TOP - FOOT), 1)

    marks = [f'<rect class="window" x="{x(a)}" y="{TOP}" width="{max(x(b) - x(a), 1.5):.1f}" height="{HEIGHT - TOP - FOOT}"/>'
             for a, b in dict.fromkeys(one.window for one in every if one.window is not None and begin <= one.window[0] <= one.window[1] <= end)]
    for i, (name, one) in enumerate(some.items()):
        points = " ".join(f"{x(t)},{y(v)}" for t, v in zip(one.time, one.value, strict=True))
        dashed = f' stroke-dasharray="{2 + 2 * (i // COLOURS)} 2"' if i >= COLOURS else ""
        marks.append(f'<polyline class="curve" style="stroke:var(--c{i % COLOURS})"{dashed} points="{points}"><title>{escape(name)}</title></polyline>')
    ends = [(v, v if abs(v) > 1e-3 * (high - low) else 0.0) for v in dict.fromkeys((high, low))]
    near = len({_short(v) for v, _ in ends}) < len(ends)    # ends that three digits do not tell apart
    marks += [f'<text x="{LEFT - 4}" y="{y(v) + 4}" text-anchor="end">{f"{written:.5g}" if near else _short(written)}</text>' for v, written in ends]
    marks += [f'<text x="{LEFT}" y="{HEIGHT - 4}">{_short(begin)}</text>', f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">{_short(end)} s</text>']
    first = every[0]
    said = first.name + ("" if first.unit == "1" else f" ({first.unit})")
    keys = "".join(f'<span style="color:var(--c{i % COLOURS})">{escape(name)}{" (dashed)" if i >= COLOURS else ""}</span> ' for i, name in enumerate(some))
    label = escape(f"{said} over time, {', '.join(some)}", quote=True)
    return (f'<svg class="curves" role="img" aria-label="{label}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
            f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - FOOT}H{WIDTH - RIGHT}"/>{"".join(marks)}</svg><p class="key">{escape(said)}: {keys}</p>')


def _short(value: float) -> str:
    if 0 < abs(value) < 0.01:
        return f"{value:.1e}"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
