"""Figures of a result: few colours, units on every axis, readable in print. matplotlib loads on first use."""
from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec

from .errors import ScenarioError
from .names import muscle_name, time_scale
from .registry import need_known
from .summary import LEVEL_ALARM_N, LEVEL_WARNING_N, muscle_rows, severity

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .result import Result
    from .series import Array, Data

P = ParamSpec("P")
KIND_COLOURS = {"fasciculation burst": "#b8860b", "cramp": "#d1495b", "knot": "#7b3fa0", "super-knot": "#241332"}
# Colour scales span at least this much, so that quiet runs stay pale.
LEAST = {"activation": (0, 0.3), "contracture": (0, 0.3), "spontaneous": (0, 2), "potassium": (4, 7), "pcr": (15, 33), "capacity": (0.5, 1), "force": (0, 20)}
USUAL = ("activation", "spontaneous", "contracture", "pcr")
LINES = ("#1f5a8c", "#d1802b", "#3f7d4e", "#8c4a86")
MAPS = {"pcr": "YlOrBr_r", "capacity": "YlOrBr_r", "atp": "YlOrBr_r", "ph": "YlOrBr_r", "potassium": "PuRd", "spontaneous": "Oranges",
        "contracture": "Purples", "activation": "Blues", "force": "Blues", "pressure": "Reds", "lactate": "Reds"}
STYLE: dict[Any, Any] = {"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10, "axes.titleweight": "bold",
         "axes.titlelocation": "left", "axes.grid": True, "grid.alpha": 0.25, "grid.linewidth": 0.6, "legend.frameon": False, "lines.linewidth": 1.4}
ION_LABELS = {"sodium": "Na$^+$, mM", "potassium": "K$^+$, mM", "calcium": "Ca$^{2+}$ ionised, mM", "magnesium": "Mg$^{2+}$ ionised, mM",
              "ph": "pH", "temperature": "muscle temperature, °C"}


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draws with our style and leaves the user's matplotlib settings alone."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **options: P.kwargs) -> Figure:
        import matplotlib.pyplot as plt

        with plt.rc_context(STYLE):
            return draw(*args, **options)

    return drawn


def names_among(known: Sequence[str], given: str | Sequence[str], field: str) -> list[str]:
    """The names that a caller gave, each of which is known."""
    names = listed(given)
    for name in names:
        need_known(name, known, field)
    if not names:
        raise ScenarioError(field, "an empty list", "at least one name")
    return names


def listed(given: Any) -> list[Any]:
    return [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)


def _figure(result: Result, rows: int, columns: int = 1, *, size: tuple[float, float], **options: Any) -> tuple[Figure, Any]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False, **options)
    note = "" if result.complete else f"  (partial result: {result.status})"
    figure.suptitle(result.name + note, x=0.01, ha="left", fontweight="bold", parse_math=False)
    return figure, axes


def muscles_of(data: Data) -> list[str]:
    return [str(m) for m in data["muscle"].values] if "muscle" in data.coords else []


def _time(result: Result) -> tuple[Array, str, float]:
    seconds = result.data["time"].values
    divisor, unit = time_scale(result.duration_s)
    return seconds / divisor, f"time, {unit}", divisor


def _label(data: Data, name: str) -> str:
    unit = data[name].attrs.get("units", "1")
    return str(data[name].attrs.get("long_name", name)) + (f", {unit}" if unit != "1" else "")


def _ranked(result: Result, most: int | None = None) -> list[str]:
    return [row["muscle"] for row in sorted(muscle_rows(result), key=severity)][:most]


def _empty(axis: Axes, text: str) -> None:
    axis.set_axis_off()
    axis.text(0.5, 0.5, text, ha="center", va="center", transform=axis.transAxes, color="#666666")


@styled
def muscles(result: Result, variables: str | Sequence[str] | None = None, *, most: int | None = 16) -> Figure:
    """Heat strips of the most affected muscles, one panel per variable."""
    data = result.data
    known = [str(name) for name, one in data.data_vars.items() if set(one.dims) == {"time", "muscle"}]
    shown = [name for name in USUAL if name in known] if variables is None else names_among(known, variables, "variables")
    order = _ranked(result, most)
    figure, axes = _figure(result, max(len(shown), 1), size=(9, 0.7 + max(len(shown), 1) * (0.7 + 0.17 * len(order))), sharex=True)
    t, label, _ = _time(result)
    if not shown:
        _empty(axes[0, 0], "no series of muscles recorded")
        return figure
    for axis, name in zip(axes[:, 0], shown):
        values = data[name].sel(muscle=order).transpose("muscle", "time").values
        _strip(figure, axis, t, values, name, _label(data, name))
        axis.set_yticks(range(len(order)), [muscle_name(m) for m in order], fontsize=7.5)
    axes[-1, 0].set_xlabel(label)
    return figure


def _strip(figure: Figure, axis: Axes, t: Array, values: Array, name: str, label: str) -> None:
    import numpy as np

    edges = np.concatenate([[t[0]], (t[1:] + t[:-1]) / 2, [t[-1]]]) if t.size > 1 else np.array([t[0] - 0.5, t[0] + 0.5])
    low, high = LEAST.get(name, (np.inf, -np.inf))
    fine = values[np.isfinite(values)]
    low, high = float(fine.min(initial=low)), float(fine.max(initial=high))
    limits: dict[str, Any] = {"vmin": low, "vmax": high} if low <= high else {}
    mesh = axis.pcolormesh(edges, np.arange(len(values) + 1) - 0.5, values, cmap=MAPS.get(name, "viridis"), rasterized=True, **limits)
    axis.invert_yaxis()
    axis.grid(False)
    axis.set_title(label)
    figure.colorbar(mesh, ax=axis, pad=0.01, aspect=12)


@styled
def episodes(result: Result) -> Figure:
    """Bars from onset to end, one row per muscle, coloured by kind."""
    table = result.episodes
    rows = list(dict.fromkeys(table.sort_values("onset_s")["muscle"]))
    figure, axes = _figure(result, 1, size=(9, 1.4 + 0.3 * max(len(rows), 2)))
    axis = axes[0, 0]
    if not rows:
        _empty(axis, "no episode")
        return figure
    t, label, divisor = _time(result)
    smallest = max(result.duration_s, 1e-9) / divisor / 250  # a cramp in a day stays visible
    for row in table.to_dict("records"):
        axis.barh(rows.index(row["muscle"]), max(row["duration_s"] / divisor, smallest), left=row["onset_s"] / divisor, height=0.6,
                  color=KIND_COLOURS.get(row["kind"], "#777777"), alpha=0.9, label=row["kind"], hatch="///" if row["ongoing"] else None)
    axis.set(xlabel=label, xlim=(t[0], max(t[-1], t[0] + smallest)))
    axis.set_yticks(range(len(rows)), [muscle_name(m) for m in rows])
    axis.invert_yaxis()
    handles = dict(zip(*reversed(axis.get_legend_handles_labels())))
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=4, frameon=False)
    return figure


@styled
def head(result: Result) -> Figure:
    """Head angles, and compression and shear of the spine with the warning lines."""
    data = result.data
    shown = [name for name in ("angle", "torque", "compression", "shear") if name in data]
    figure, axes = _figure(result, max(len(shown), 1), size=(9, 0.6 + 1.9 * max(len(shown), 1)), sharex=True)
    t, label, _ = _time(result)
    if not shown:
        _empty(axes[0, 0], "no head or spine series recorded")
    for axis, name in zip(axes[:, 0], shown):
        lines = data[name].values
        for k, part in enumerate(data[data[name].dims[1]].values):
            axis.plot(t, lines[:, k], color=LINES[k % len(LINES)], label=str(part), marker="o" if t.size == 1 else None)
        axis.set(title=_label(data, name), ylabel=data[name].attrs.get("units", ""))
        if name == "compression":
            _warnings(axis)
        axis.legend(ncols=3, loc="upper right", fontsize=8)
    axes[-1, 0].set_xlabel(label)
    return figure


def _warnings(axis: Axes) -> None:
    top = axis.get_ylim()[1]
    for level, text in ((LEVEL_WARNING_N, "warning 1.2 kN"), (LEVEL_ALARM_N, "alarm 2.75 kN")):
        if top > 0.4 * level:
            axis.axhline(level, color="#b3261e", linestyle="--", linewidth=1)
            axis.annotate(text, (0.005, level), xycoords=("axes fraction", "data"), va="bottom", color="#b3261e", fontsize=8)


@styled
def plasma(result: Result) -> Figure:
    """Each plasma quantity in its own panel."""
    data = result.data
    ions = [str(i) for i in data["ion"].values] if "plasma" in data else []
    rows = max((len(ions) + 1) // 2, 1)
    figure, axes = _figure(result, rows, 2 if ions else 1, size=(9, 0.5 + 1.7 * rows), sharex=True)
    t, label, _ = _time(result)
    if not ions:
        _empty(axes[0, 0], "no plasma series recorded")
    for axis, k in zip(axes.flat, range(len(ions))):
        axis.plot(t, data["plasma"].values[:, k], color=LINES[0], marker="o" if t.size == 1 else None)
        axis.set_title(ION_LABELS.get(ions[k], ions[k]))
        axis.ticklabel_format(useOffset=False)
        axis.margins(y=0.3)
    for axis in axes.flat[len(ions):]:
        axis.set_axis_off()
    for axis in axes[-1]:
        axis.set_xlabel(label if ions else "")
    return figure


@styled
def energy(result: Result, muscles: str | Sequence[str] | None = None) -> Figure:
    """PCr, ATP, pH and lactate of the named muscles, by default the four most affected."""
    data = result.data
    chosen = names_among(muscles_of(data), muscles, "muscles") if muscles is not None else _ranked(result, 4)
    shown = [name for name in ("pcr", "atp", "ph", "lactate") if name in data]
    figure, axes = _figure(result, max((len(shown) + 1) // 2, 1), 2, size=(9, 5), sharex=True)
    t, label, _ = _time(result)
    for axis, name in zip(axes.flat, shown):
        for k, muscle in enumerate(chosen):
            axis.plot(t, data[name].sel(muscle=muscle).values, color=LINES[k % len(LINES)], label=muscle_name(muscle),
                      linestyle=("-", "--", ":", "-.")[k // len(LINES) % 4], marker="o" if t.size == 1 else None)
        axis.set_title(_label(data, name))
    for axis in axes.flat[len(shown):]:
        axis.set_axis_off()
    for axis in axes[-1]:
        axis.set_xlabel(label)
    if shown:
        figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=min(len(chosen), 4) or 1, frameon=False)
    return figure
