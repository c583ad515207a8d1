"""What a run gives back: named series with units, the episodes, and where it all came from."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from .errors import ScenarioError, shown
from .names import duration_text
from .series import Table

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from .series import Array
    from .summary import Comparison, Summary

EPISODE_COLUMNS = {"muscle": "", "side": "", "kind": "", "onset_s": 0.0, "duration_s": 0.0, "peak_force_N": 0.0,
                   "patches": (), "cause": "", "ongoing": False}
_TYPES: dict[str, Callable[[Any], Any]] = {"onset_s": float, "duration_s": float, "peak_force_N": float, "ongoing": bool,
                                           "patches": lambda some: [int(p) for p in some]}
__all__ = ["Result", "ResultFileError", "episode_table"]


class ResultFileError(ValueError):
    """A file that cannot be read as a wryneck result, or not be written."""


def _whole_rows(rows: Any) -> list[dict[str, Any]]:
    """Episodes as dicts with every column, from rows or a table."""
    rows = rows.to_dict("records") if hasattr(rows, "to_dict") else rows or ()
    whole = [{name: row.get(name, default) for name, default in EPISODE_COLUMNS.items()} for row in rows]
    return [row | {name: convert(row[name]) for name, convert in _TYPES.items()} for row in whole]


def episode_table(rows: Any) -> pd.DataFrame:
    """Episodes as a DataFrame with the full set of columns and their types, also when there are none."""
    import pandas as pd

    rows = _whole_rows(rows)
    table = pd.DataFrame(rows, columns=list(EPISODE_COLUMNS))
    table["patches"] = pd.Series([row["patches"] for row in rows], dtype=object)
    types = {"onset_s": float, "duration_s": float, "peak_force_N": float, "ongoing": bool}
    return table.astype(types | {name: object for name in ("muscle", "side", "kind", "cause")})


def _absent(name: object, known: Iterable[Any], there_are: str) -> str:
    from .registry import nearest

    names = [str(one) for one in known]
    near = nearest(name, names)
    return f"{shown(name)} is not in this result; {there_are} {', '.join(names)}" + (f"; did you mean '{near}'?" if near else "")


class Result:
    """The outcome of one run; partial results look the same and say so in `status` and `message`.

    `data` is an xarray Dataset (dimensions time, muscle, patch, axis, level, ion, root, side; every variable has units),
    `episodes` a pandas DataFrame with one row per burst, cramp, knot or super-knot. Both are made when first asked for,
    since xarray and pandas take long to import; `result["pcr"]` and `result.of("pcr", "TRAP_U_R")` are plain arrays.
    """

    def __init__(self, data: xr.Dataset | Table, episodes: Any = None):
        # What summaries read: the plain arrays, until `data` is asked for and may be changed.
        self._series = data
        self._rows = _whole_rows(episodes)
        self._frame: pd.DataFrame | None = None

    @property
    def data(self) -> xr.Dataset:
        if isinstance(self._series, Table):
            self._series = self._series.to_xarray()
        return self._series

    @data.setter
    def data(self, data: xr.Dataset) -> None:
        self._series = data

    @property
    def episodes(self) -> pd.DataFrame:
        if self._frame is None:
            self._frame = episode_table(self._rows)
        return self._frame

    @episodes.setter
    def episodes(self, table: Any) -> None:
        self._frame = episode_table(table)

    @property
    def episode_rows(self) -> list[dict[str, Any]]:
        """The episodes as dicts."""
        return self._rows if self._frame is None else self._frame.to_dict("records")

    @property
    def episode_counts(self) -> dict[str, int]:
        """How many episodes there were of each kind, the most frequent first."""
        return dict(Counter(row["kind"] for row in self.episode_rows).most_common())

    @property
    def time_s(self) -> Array:
        """The times of the records."""
        return self._series["time"].values

    def __getitem__(self, name: str) -> Array:
        """The values of a series as a plain array: `result["pcr"]` is time x muscle."""
        if name not in self._series:
            raise KeyError(_absent(name, self._series.data_vars, "recorded are"))
        return self._series[name].values

    def __contains__(self, name: object) -> bool:
        return name in self._series

    def of(self, name: str, muscle: str) -> Array:
        """One muscle's part of a series as a plain array."""
        values, dims = self[name], self._series[name].dims
        if "muscle" not in dims:
            raise KeyError(f"{shown(name)} is over {', '.join(map(str, dims))}, expected a series of muscles")
        muscles = [str(m) for m in self["muscle"]]
        if muscle not in muscles:
            raise KeyError(_absent(muscle, muscles, "it has the muscles"))
        return values[:, muscles.index(muscle)]

    @property
    def status(self) -> str:
        """`complete`, `interrupted` or `failed`."""
        return str(self._series.attrs.get("status", "complete"))

    @property
    def message(self) -> str:
        return str(self._series.attrs.get("message", ""))

    @property
    def complete(self) -> bool:
        return self.status == "complete"

    @property
    def duration_s(self) -> float:
        """Simulated time that was reached."""
        time = self._series["time"].values
        return float(time[-1] - time[0]) if time.size else 0.0

    @property
    def scenario(self) -> dict[str, Any]:
        """The scenario as parsed from its TOML text; empty where the text is missing or damaged."""
        import tomllib

        try:
            return tomllib.loads(str(self._series.attrs.get("scenario", "")))
        except tomllib.TOMLDecodeError:
            return {}

    @property
    def name(self) -> str:
        return str(self.scenario.get("name") or "Unnamed scenario")

    def provenance(self, key: str) -> dict[str, Any]:
        """`parameters_changed`, `hypotheses` or `statistics` as a dict."""
        import json

        value = self._series.attrs.get(key, "{}")
        try:
            parsed = json.loads(value) if isinstance(value, (str, bytes)) else value
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    def summary(self) -> Summary:
        """Per muscle that did something: the extremes it went through; and the excursion of the head, the load of the spine."""
        from .summary import Summary

        return Summary.of(self)

    def compare(self, twin: "Result") -> Comparison:
        """What differs from an untreated or untouched twin: this result minus the twin, per muscle and overall."""
        from .summary import Comparison

        _need_result(twin)
        return Comparison.of(self, twin)

    def plot_muscles(self, variables: str | Sequence[str] | None = None, *, most: int = 16) -> Figure:
        """Heat strips of the most affected muscles; by default activation, spontaneous discharge, contracture and phosphocreatine."""
        from . import plots

        return plots.muscles(self, variables, most=most)

    def plot_episodes(self) -> Figure:
        from . import plots

        return plots.episodes(self)

    def plot_head(self) -> Figure:
        from . import plots

        return plots.head(self)

    def plot_plasma(self) -> Figure:
        from . import plots

        return plots.plasma(self)

    def plot_energy(self, muscles: str | Sequence[str] | None = None) -> Figure:
        from . import plots

        return plots.energy(self, muscles)

    def report(self, path: str | PathLike[str], *, twin: Result | None = None) -> str:
        """Writes one self-contained HTML page and returns its path; with a twin, the page sets the run against it."""
        from .report import write

        if twin is not None:
            _need_result(twin)
        return write(self, path, twin)

    def save(self, path: str | PathLike[str]) -> str:
        """Writes a NetCDF file with series, episodes and provenance; an existing file stays whole until the new one is."""
        from .store import save

        return save(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "Result":
        from .store import load

        return cls(*load(path))

    def __repr__(self) -> str:
        found = ", ".join(f"{count} x {kind}" for kind, count in self.episode_counts.items()) or "no episode"
        note = "" if self.complete else f" [{self.status}: {self.message}]"
        return f"<wryneck.Result {self.name!r}: {duration_text(self.duration_s)}, {self._series.sizes.get('muscle', 0)} muscles, {found}{note}>"

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()


def _need_result(twin: object) -> None:
    if not isinstance(twin, Result):
        raise ScenarioError("twin", shown(twin), "the Result of another run")
