"""What a run gives back: named series with units, the episodes, and where it all came from."""
from __future__ import annotations

from .names import duration_text

EPISODE_COLUMNS = {"muscle": "", "side": "", "kind": "", "onset_s": 0.0, "duration_s": 0.0, "peak_force_N": 0.0,
                   "patches": (), "cause": "", "ongoing": False}
__all__ = ["Result", "ResultFileError", "episode_table"]


class ResultFileError(ValueError):
    """A file that cannot be read as a wryneck result."""


def episode_table(rows):
    """Episodes as a DataFrame with the full set of columns and their types, also when there are none."""
    import pandas as pd

    rows = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else [dict(row) for row in rows or ()]
    table = pd.DataFrame([{name: row.get(name, default) for name, default in EPISODE_COLUMNS.items()} for row in rows],
                         columns=list(EPISODE_COLUMNS))
    table["patches"] = pd.Series([[int(p) for p in patches] for patches in table["patches"]], dtype=object)
    types = {"onset_s": float, "duration_s": float, "peak_force_N": float, "ongoing": bool}
    return table.astype(types | {name: object for name in ("muscle", "side", "kind", "cause")})


class Result:
    """The outcome of one run; partial results look the same and say so in `status` and `message`.

    `data` is an xarray Dataset (dimensions time, muscle, patch, axis, level, ion, root, side; every variable has units),
    `episodes` a pandas DataFrame with one row per burst, cramp, knot or super-knot.
    """

    def __init__(self, data, episodes=None):
        self.data = data
        self.episodes = episode_table(episodes)

    @property
    def status(self) -> str:
        """`complete`, `interrupted` or `failed`."""
        return str(self.data.attrs.get("status", "complete"))

    @property
    def message(self) -> str:
        return str(self.data.attrs.get("message", ""))

    @property
    def complete(self) -> bool:
        return self.status == "complete"

    @property
    def duration_s(self) -> float:
        """Simulated time that was reached."""
        time = self.data["time"].values
        return float(time[-1] - time[0]) if time.size else 0.0

    @property
    def scenario(self) -> dict:
        """The scenario as parsed from its TOML text; empty where the text is missing or damaged."""
        import tomllib

        try:
            return tomllib.loads(str(self.data.attrs.get("scenario", "")))
        except tomllib.TOMLDecodeError:
            return {}

    @property
    def name(self) -> str:
        return str(self.scenario.get("name") or "Unnamed scenario")

    def provenance(self, key: str) -> dict:
        """`parameters_changed`, `hypotheses` or `statistics` as a dict."""
        import json

        value = self.data.attrs.get(key, "{}")
        try:
            parsed = json.loads(value) if isinstance(value, (str, bytes)) else value
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    def summary(self):
        """Per muscle that did something: the extremes it went through; and the excursion of the head, the load of the spine."""
        from .summary import Summary

        return Summary.of(self)

    def compare(self, twin: "Result"):
        """What differs from an untreated or untouched twin: this result minus the twin, per muscle and overall."""
        from .summary import Comparison

        return Comparison.of(self, twin)

    def plot_muscles(self, variables=("activation", "spontaneous", "contracture", "pcr"), *, most: int = 16):
        from . import plots

        return plots.muscles(self, variables, most=most)

    def plot_episodes(self):
        from . import plots

        return plots.episodes(self)

    def plot_head(self):
        from . import plots

        return plots.head(self)

    def plot_plasma(self):
        from . import plots

        return plots.plasma(self)

    def plot_energy(self, muscles=None):
        from . import plots

        return plots.energy(self, muscles)

    def report(self, path) -> str:
        """Writes one self-contained HTML page and returns its path."""
        from .report import write

        return write(self, path)

    def save(self, path) -> str:
        """Writes a NetCDF file with series, episodes and provenance; an existing file stays whole until the new one is."""
        from .store import save

        return save(self, path)

    @classmethod
    def load(cls, path) -> "Result":
        from .store import load

        return cls(*load(path))

    def __repr__(self) -> str:
        kinds = self.episodes["kind"].value_counts().to_dict()
        found = ", ".join(f"{count} x {kind}" for kind, count in kinds.items()) or "no episode"
        note = "" if self.complete else f" [{self.status}: {self.message}]"
        return f"<wryneck.Result {self.name!r}: {duration_text(self.duration_s)}, {self.data.sizes.get('muscle', 0)} muscles, {found}{note}>"

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()
