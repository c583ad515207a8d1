"""The seven states in which plots and reports show a segment of muscle, from rest to super-knot."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from .series import Array, Data


class State(NamedTuple):
    key: str
    label: str
    meaning: str


# Limits of display only: the episodes come from the simulation, which has its own detector.
WORKING_ACTIVATION = 0.05
TIRED_CAPACITY = 0.75
HYPEREXCITABLE_HZ = 0.5
KNOT_CONTRACTURE = 0.25

STATES = (
    State("rest", "Rest", f"activation below {WORKING_ACTIVATION:.0%}"),
    State("working", "Working", f"activation {WORKING_ACTIVATION:.0%} or more"),
    State("tired", "Tired", f"force capacity below {TIRED_CAPACITY:.0%}"),
    State("excitable", "Hyperexcitable", f"discharges by itself at {HYPEREXCITABLE_HZ:g} Hz or more, or within a burst"),
    State("cramp", "Cramp", "within a cramp episode"),
    State("knot", "Knot", f"contracture {KNOT_CONTRACTURE:g} or more, or within a knot episode"),
    State("superknot", "Super-knot", "within a super-knot episode"),
)
KIND_STATE = {"fasciculation burst": 3, "cramp": 4, "knot": 5, "super-knot": 6}


def series(data: Data, name: str, muscles: object = None) -> Array | None:
    """The values of one variable as a numpy array, or None where it was not recorded."""
    return data[name].values if name in data else None


def patch_count(data: Data) -> int:
    for name in ("contracture_patch", "spontaneous_patch", "pcr_patch"):
        if name in data:
            return int(data.sizes["patch"])
    return 1


def patch_states(data: Data, episodes: pd.DataFrame) -> Array:
    """State (index into STATES) per time, muscle and patch. Later states win over earlier ones."""
    import numpy as np

    shape = (data.sizes["time"], data.sizes["muscle"], patch_count(data))
    state = np.zeros(shape, np.uint8)

    def mark(name: str, index: int, test: Callable[[Any], Any]) -> None:
        values = series(data, name)
        if values is not None:
            with np.errstate(invalid="ignore"):
                hit = test(values)
            state[np.broadcast_to(hit if hit.ndim == 3 else hit[:, :, None], shape)] = index

    mark("activation", 1, lambda v: v >= WORKING_ACTIVATION)
    mark("capacity", 2, lambda v: v < TIRED_CAPACITY)
    mark("spontaneous_patch" if "spontaneous_patch" in data else "spontaneous", 3, lambda v: v >= HYPEREXCITABLE_HZ)
    mark("contracture_patch" if "contracture_patch" in data else "contracture", 5, lambda v: v >= KNOT_CONTRACTURE)
    _mark_episodes(state, data, episodes)
    return state


def _mark_episodes(state: Array, data: Data, episodes: pd.DataFrame) -> None:
    import numpy as np

    place = {str(m): k for k, m in enumerate(data["muscle"].values)}
    time = data["time"].values
    for row in episodes.to_dict("records"):
        index, muscle = KIND_STATE.get(row["kind"], 0), place.get(row["muscle"])
        if not index or muscle is None:
            continue
        inside = (time >= row["onset_s"]) & (time <= row["onset_s"] + row["duration_s"])
        patches = [p for p in row["patches"] if 0 <= p < state.shape[2]] or list(range(state.shape[2]))
        part = state[np.ix_(inside, [muscle], patches)]
        state[np.ix_(inside, [muscle], patches)] = np.maximum(part, index)
