"""Runs beside each other in one figure: a scenario and its twins."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import ScenarioError, shown
from .names import muscle_name
from .plots import ION_LABELS, KIND_COLOURS, LINES, _label, _time, listed, muscles_of, names_among, styled
from .registry import need_known

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .result import Result
    from .series import Array, Data

__all__ = ["plot_twins"]


@styled
def plot_twins(runs: Mapping[str, Result], variables: str | Sequence[str] = ("activation", "spontaneous", "contracture"), *,
               muscles: str | Sequence[str] | None = None, title: str = "") -> Figure:
    """One panel per variable with a line per run, and the episodes of all runs below.

    runs        results by label; the first is the one of interest
    variables   names of series, or of one part of them: "plasma.sodium", "angle.roll", "compression.C4-C5"
    muscles     whose mean is drawn; by default of all
    """
    import matplotlib.pyplot as plt

    _need_runs(runs)
    variables = listed(variables)
    for result in runs.values():
        muscles = None if muscles is None else names_among(muscles_of(result.data), muscles, "muscles")
    count = len(variables) + 1
    ratios = [1.0] * len(variables) + [0.35 + 0.22 * len(runs)]
    figure, axes = plt.subplots(count, 1, figsize=(7.5, 0.8 + 1.35 * sum(ratios)), height_ratios=ratios, sharex=True,
                                squeeze=False, layout="constrained")
    whose = "all muscles" if muscles is None else " and ".join(muscle_name(m) for m in muscles)
    figure.suptitle(title or next(iter(runs.values())).name, x=0.01, ha="left", fontweight="bold", parse_math=False)
    for axis, name in zip(axes[:, 0], variables):
        for k, (label, result) in enumerate(runs.items()):
            values, heading = _course(result.data, name, muscles)
            axis.plot(_time(result)[0], values, color=LINES[k % len(LINES)], linestyle="-" if k == 0 else "--", label=label)
            axis.set_title(heading)
        axis.ticklabel_format(useOffset=False)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper right", ncols=len(runs))
    _bars(axes[-1, 0], runs)
    axes[-1, 0].set_xlabel(f"{_time(next(iter(runs.values())))[1]}\nValues of muscles: mean of {whose}")
    return figure


def _need_runs(runs: object) -> None:
    from .result import Result

    if not isinstance(runs, Mapping) or not runs:
        raise ScenarioError("runs", "an empty table" if isinstance(runs, Mapping) else shown(runs), "results by label, such as {'run': result, 'twin': twin}")
    for label, result in runs.items():
        if not isinstance(result, Result):
            raise ScenarioError(f"runs[{shown(label)}]", shown(result), "the Result of a run")


def _course(data: Data, name: str, muscles: Sequence[str] | None) -> tuple[Array, str]:
    """The numbers behind a name over time, and the heading of their panel."""
    name, _, part = str(name).partition(".")
    need_known(name, map(str, data.data_vars), "variables")
    if part:
        inner = data[name].dims[-1]
        need_known(f"{name}.{part}", [f"{name}.{known}" for known in data[inner].values] if inner != "time" else [name], "variables")
    if part:
        heading = f"plasma: {ION_LABELS[part]}" if name == "plasma" else f"{_label(data, name)}: {part}"
        return data[name].sel({data[name].dims[-1]: part}).values, heading
    values = data[name] if muscles is None or "muscle" not in data[name].dims else data[name].sel(muscle=list(muscles))
    inner = [d for d in values.dims if d != "time"]
    return values.mean(inner).values, _label(data, name)


def _bars(axis: Axes, runs: Mapping[str, Result]) -> None:
    """Episodes as bars, one row per run."""
    divisor = _time(next(iter(runs.values())))[2]
    longest = max(result.duration_s for result in runs.values()) / divisor
    shown: dict[str, Any] = {}
    for row, result in enumerate(runs.values()):
        for e in sorted(result.episodes.to_dict("records"), key=lambda e: list(KIND_COLOURS).index(e["kind"])):
            width = max(e["duration_s"] / divisor, longest / 300)
            bar = axis.barh(row, width, left=e["onset_s"] / divisor, height=0.6, color=KIND_COLOURS[e["kind"]], alpha=0.9)
            shown.setdefault(e["kind"], bar)
    axis.set_yticks(range(len(runs)), [f"{label}: {len(r.episodes)}" for label, r in runs.items()])
    axis.set_ylim(len(runs) - 0.5, -0.5)
    axis.grid(False, axis="y")
    axis.set_title("episodes" if shown else "no episode")
    if shown:
        axis.figure.legend(list(shown.values()), list(shown), loc="outside lower center", ncols=4)
