"""What the stimulation of a cable gives back: states at every place over time, and when action potentials arrived."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ScenarioError, shown
from .fibre_result import FibreResult, provenance_of, time_of
from .series import Series, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .series import Array

__all__ = ["Arrivals", "CableResult"]

V_S = "membranes.V_s"


class Arrivals(NamedTuple):
    """Action potentials that arrived: which fibre, at which place (from 0), when (ms); in the order of time."""

    fibre: Array
    place: Array
    time_ms: Array


class CableResult(FibreResult):
    """Recorded states of fibres at every place along them, as a FibreResult with the dimensions (time, fibre, place)."""

    def __init__(self, table: Table, arrivals: Arrivals):
        super().__init__(table)
        self.arrivals = arrivals

    @property
    def position_cm(self) -> Array:
        return self._table["position"].values

    @property
    def fibres(self) -> int:
        return int(self.provenance("protocol")["fibres"])

    def passed(self, fibre: int = 0) -> Array:
        """How many action potentials arrived at each place of a fibre."""
        import numpy as np

        self._fibre(fibre)
        at = self.arrivals.place[self.arrivals.fibre == fibre]
        return np.bincount(at, minlength=self.position_cm.size)

    def velocity(self, fibre: int = 0, *, since: float = 0, until: float = float("inf"), begin: float | None = None, end: float | None = None) -> float:
        """Conduction velocity in m/s of the first action potential that arrives between the times `since` and `until` (ms).

        Measured as the slope over the places from `begin` to `end` (cm), by default the middle half of the longer way from
        the end-plate to an end; not a number where the action potential does not arrive everywhere there.
        """
        import numpy as np

        self._fibre(fibre)
        x, protocol = self.position_cm, self.provenance("protocol")
        plate = protocol["end_plate"] * protocol["length_cm"]
        far = protocol["length_cm"] if plate <= protocol["length_cm"] / 2 else 0.0
        low, high = sorted((begin if begin is not None else plate + (far - plate) / 4, end if end is not None else plate + (far - plate) * 3 / 4))
        places = np.flatnonzero((x >= low) & (x <= high))
        if places.size < 2:
            raise ScenarioError("begin, end", f"{low:g} to {high:g} cm", "a stretch with two places or more")
        first = np.full(x.size, np.nan)
        chosen = (self.arrivals.fibre == fibre) & (self.arrivals.time_ms >= since) & (self.arrivals.time_ms < until)
        at, when = self.arrivals.place[chosen], self.arrivals.time_ms[chosen]
        first[at[::-1]] = when[::-1]    # the earliest is written last
        slope = np.polyfit(x[places], first[places], 1)[0]    # ms/cm
        return float(10 / abs(slope)) if np.isfinite(slope) and slope != 0 else float("nan")

    def plot(self, names: Any = None, fibre: int = 0) -> Figure:
        """A state over time and length, by default the potential, and the arrivals of action potentials as dots."""
        from .plots import styled

        self._fibre(fibre)
        shown_names = self._chosen(names if names is not None else V_S if V_S in self.names else self.names[:1])

        @styled
        def draw() -> Figure:
            import matplotlib.pyplot as plt

            figure, axes = plt.subplots(len(shown_names), 1, figsize=(7.5, 0.8 + 2.6 * len(shown_names)), sharex=True, squeeze=False, layout="constrained")
            figure.suptitle(f"Fibre {fibre} along its length" + ("" if self.complete else f"  (partial result: {self.status})"), x=0.01, ha="left", fontweight="bold")
            mine = self.arrivals.fibre == fibre
            for axis, name in zip(axes[:, 0], shown_names):
                one = self._table[name]
                image = axis.pcolormesh(self.time_ms, self.position_cm, one.values[:, fibre, :].T, shading="nearest", cmap="viridis")
                figure.colorbar(image, ax=axis, label=one.attrs["units"])
                axis.scatter(self.arrivals.time_ms[mine], self.position_cm[self.arrivals.place[mine]], s=1, color="white")
                axis.set_title(f"{name}: {one.attrs['long_name']}", parse_math=False)
                axis.set_ylabel("position, cm")
            axes[-1, 0].set_xlabel("time, ms")
            return figure

        return draw()

    def _fibre(self, fibre: Any) -> None:
        if isinstance(fibre, bool) or not isinstance(fibre, int) or not 0 <= fibre < self.fibres:
            raise ScenarioError("fibre", shown(fibre), f"a number from 0 to {self.fibres - 1}")

    def __repr__(self) -> str:
        note = "" if self.complete else f" [{self.status}: {self.message}]"
        end = f"{self.time_ms[-1]:g} ms" if self.time_ms.size else "nothing"
        return f"<wryneck.CableResult {self.fibres} x {self.position_cm.size} places: {end}, {len(self.names)} states{note}>"


def cable_result_of(outcome: dict[str, Any], given: dict[str, Any], wall_time_s: float) -> CableResult:
    """The CableResult of what the core gave back."""
    import numpy as np

    bundle = given["bundle"]
    kinds = {slow for slow, _ in bundle} if bundle else {given["slow"]}
    kind = "mixed" if len(kinds) > 1 else "slow" if kinds.pop() else "fast"
    protocol = {"kind": kind, "variant": "published" if given["published"] else "repaired", "fibres": max(1, len(bundle))}
    protocol |= {name: value for name, value in given.items() if name not in ("slow", "published")}
    statistics = {"steps": outcome["steps"], "rejected": outcome["rejected"], "wall_time_s": wall_time_s}
    series = {s["name"]: Series(("time", "fibre", "place"), s["values"], {"units": s["unit"], "long_name": s["meaning"]}) for s in outcome["series"]}
    position = Series(("place",), outcome["position_cm"], {"units": "cm", "long_name": "position along the fibre"})
    table = Table(series, {"time": time_of(outcome["time_ms"]), "position": position}, provenance_of(protocol, outcome["status"], outcome["message"], statistics))
    return CableResult(table, Arrivals(outcome["fibre"].astype(np.int64), outcome["place"].astype(np.int64), outcome["arrival_ms"]))
