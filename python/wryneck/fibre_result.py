"""What the stimulation of one fibre gives back: named series with units, and where they came from."""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .errors import ScenarioError, shown
from .registry import nearest
from .series import Series, Table

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from .series import Array

__all__ = ["FibreResult"]

MAIN = ("membranes.V_s", "reticulum.Ca_2", "filament.A_2")


class FibreResult:
    """Recorded states of one fibre. Partial results look the same and say so in `status` and `message`.

    `result["membranes.V_s"]` is a plain array over `result.time_ms`; `result.data` is an xarray Dataset with units and
    provenance, made when first asked for.
    """

    def __init__(self, table: Table):
        self._table = table
        self._data: xr.Dataset | None = None

    @property
    def time_ms(self) -> Array:
        return self._table["time"].values

    def __getitem__(self, name: str) -> Array:
        if name not in self._table:
            near = nearest(name, self.names)
            raise KeyError(f"{name!r} is not in this result" + (f"; did you mean {near!r}?" if near else ""))
        return self._table[name].values

    def __contains__(self, name: object) -> bool:
        return name in self._table

    @property
    def names(self) -> list[str]:
        """The recorded states."""
        return list(self._table.data_vars)

    @property
    def data(self) -> xr.Dataset:
        if self._data is None:
            self._data = self._table.to_xarray()
        return self._data

    @property
    def kind(self) -> str:
        """`fast` or `slow`."""
        return str(self._table.attrs["kind"])

    @property
    def status(self) -> str:
        """`complete`, `interrupted` or `failed`."""
        return str(self._table.attrs["status"])

    @property
    def message(self) -> str:
        return str(self._table.attrs["message"])

    @property
    def complete(self) -> bool:
        return self.status == "complete"

    def provenance(self, key: str) -> dict[str, Any]:
        """`protocol`, `parameters_changed` or `statistics` as a dict."""
        parsed: dict[str, Any] = json.loads(self._table.attrs[key])
        return parsed

    def plot(self, names: str | Sequence[str] | None = None) -> Figure:
        """One panel per state; by default potential, calcium and force, where they are recorded."""
        from .plots import LINES, styled

        shown_names = self._chosen(names)

        @styled
        def draw() -> Figure:
            import matplotlib.pyplot as plt

            figure, axes = plt.subplots(len(shown_names), 1, figsize=(7.5, 0.8 + 1.6 * len(shown_names)), sharex=True, squeeze=False, layout="constrained")
            figure.suptitle(f"{self.kind.capitalize()} fibre" + ("" if self.complete else f"  (partial result: {self.status})"), x=0.01, ha="left", fontweight="bold")
            for axis, name in zip(axes[:, 0], shown_names):
                one = self._table[name]
                axis.plot(self.time_ms, one.values, color=LINES[0], marker="o" if one.values.size == 1 else None)
                axis.set_title(f"{name}: {one.attrs['long_name']}, {one.attrs['units']}", parse_math=False)
            axes[-1, 0].set_xlabel("time, ms")
            return figure

        return draw()

    def _chosen(self, names: str | Sequence[str] | None) -> list[str]:
        recorded = self.names
        if names is None:
            return [name for name in MAIN if name in recorded] or recorded[:4] or _nothing(self)
        chosen = [names] if isinstance(names, str) else list(names)
        for name in chosen:
            if name not in recorded:
                raise ScenarioError("names", shown(name), "a recorded state", nearest=nearest(name, recorded))
        return chosen or _nothing(self)

    def __repr__(self) -> str:
        note = "" if self.complete else f" [{self.status}: {self.message}]"
        end = f"{self.time_ms[-1]:g} ms" if self.time_ms.size else "nothing"
        return f"<wryneck.FibreResult {self.kind}: {end}, {len(self.names)} states{note}>"


def _nothing(result: FibreResult) -> list[str]:
    raise ScenarioError("names", "an empty list", "recorded states" + (f" ({result.message})" if result.message else ""))


def result_of(outcome: dict[str, Any], protocol: dict[str, Any], wall_time_s: float) -> FibreResult:
    """The FibreResult of what the core gave back."""
    statistics = {"steps": outcome["steps"], "rejected": outcome["rejected"], "wall_time_s": wall_time_s}
    series = {s["name"]: Series(("time",), s["values"], {"units": s["unit"], "long_name": s["meaning"]}) for s in outcome["series"]}
    return FibreResult(Table(series, {"time": time_of(outcome["time_ms"])}, provenance_of(protocol, outcome["status"], outcome["message"], statistics)))


def failed(kind: object, message: str) -> FibreResult:
    """An empty result that says why there is none."""
    import numpy as np

    return FibreResult(Table({}, {"time": time_of(np.zeros(0))}, provenance_of({"kind": kind if kind in ("fast", "slow") else ""}, "failed", message, {})))


def time_of(values: Array) -> Series:
    return Series(("time",), values, {"units": "ms", "long_name": "time"})


def provenance_of(protocol: dict[str, Any], status: str, message: str, statistics: dict[str, Any]) -> dict[str, Any]:
    """Where a result came from, as attributes of its dataset."""
    from . import CONTEXT_OF_USE, __version__

    return {"wryneck_version": __version__, "model": f"the {protocol.get('variant', 'repaired')} single fibre", "variant": protocol.get("variant", ""), "kind": protocol["kind"], "protocol": json.dumps(protocol),
            "parameters_changed": json.dumps(protocol.get("parameters", {})), "statistics": json.dumps(statistics), "status": status,
            "message": message, "context_of_use": CONTEXT_OF_USE}
