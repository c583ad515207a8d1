"""From a result to the small package of numbers that the page draws from: fewer times, fewer bytes, no lost peak."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ..names import muscle_name, split_side
from ..states import KIND_STATE, STATES, patch_states
from ..summary import LEVEL_ALARM_N, LEVEL_WARNING_N, muscle_rows, severity

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from ..result import Result
    from ..series import Array, Data

FRAME_BYTES = 1_200_000   # what the pictures through time may weigh, before base64
MOST_FRAMES, STRIP_BINS, LINE_BINS, MOST_SEGMENTS, FORCED_EPISODES = 360, 480, 160, 12, 60

VALUES = (  # shown for the muscle under the pointer: variable, label
    ("activation", "Activation"), ("drive", "Drive"), ("rate", "Firing rate"), ("force", "Force"), ("capacity", "Force capacity"),
    ("length", "Fibre length / optimum"), ("pcr", "PCr"), ("atp", "ATP"), ("ph", "pH"), ("lactate", "Lactate"), ("potassium", "Interstitial K⁺"),
    ("resting_potential", "Resting potential"), ("spontaneous", "Spontaneous discharge"), ("contracture", "Contracture"),
    ("knot_radius", "Knot radius"), ("po2", "Tissue pO₂"), ("flow", "Blood flow"), ("pressure", "Pressure in muscle"),
    ("water", "Cell water change"), ("mediator", "Mediators"), ("afferent", "Group III/IV afferents"),
)
# Variable, label, which end is strong (1 high, -1 low), and the range that colours span at least: quiet runs stay pale.
STRIPS = (("activation", "Activation", 1, (0, 0.3)), ("contracture", "Contracture", 1, (0, 0.3)), ("spontaneous", "Spontaneous discharge", 1, (0, 2)),
          ("potassium", "Interstitial K⁺", 1, (4, 7)), ("pcr", "PCr", -1, (15, 33)), ("capacity", "Force capacity", -1, (0.5, 1)), ("force", "Force", 1, (0, 20)))
# Axes of line charts span at least this much, so that small noise is not drawn as an event.
LEAST_SPAN = {"angle": 4, "torque": 1, "compression": 60, "shear": 20, "sodium": 10, "ion_potassium": 1, "calcium": 0.3, "magnesium": 0.3, "ion_ph": 0.2,
              "temperature": 2, "pcr": 8, "atp": 1, "ph": 0.2, "lactate": 3, "potassium": 1, "capacity": 0.2}
ION_LABELS = {"sodium": ("Na⁺", "mM"), "potassium": ("K⁺", "mM"), "calcium": ("Ca²⁺ (ionised)", "mM"), "magnesium": ("Mg²⁺ (ionised)", "mM"),
              "ph": ("pH", ""), "temperature": ("Muscle temperature", "°C")}


def pack(result: Result) -> dict[str, Any]:
    """Everything the page shows, ready for JSON."""
    import numpy as np

    data = result.data
    rank = {row["muscle"]: k for k, row in enumerate(sorted(muscle_rows(result), key=severity))}
    ids = [str(m) for m in data["muscle"].values] if "muscle" in data.sizes else []
    time = np.asarray(data["time"].values, float)
    packed = {
        "span": [float(time[0]), float(time[-1])] if time.size else [0.0, 0.0],
        "muscles": [{"id": m, "base": split_side(m)[0], "side": split_side(m)[1], "name": muscle_name(m), "rank": rank.get(m, 0)} for m in ids],
        "states": [{"key": s.key, "label": s.label, "meaning": s.meaning} for s in STATES],
        "episodes": _episodes(result, ids), "charts": _charts(data, time), "values": [], "strips": [], "roots": None,
    }
    if not ids or not time.size:
        return packed | {"time": [], "patches": 0, "segments": 1, "frames": "", "head": None}
    state = _segments(patch_states(data, result.episodes))
    shown = [(name, label) for name, label in VALUES if name in data]
    frames = choose_frames(data, result.episodes, most=_frame_budget(len(ids), state.shape[2], len(shown)))
    packed |= {"time": [short(t, 7) for t in time[frames]], "patches": int(data.sizes.get("patch", 1)), "segments": int(state.shape[2]),
               "frames": _encode(state[frames]), "head": _head(data, frames)}
    packed["values"] = [_values(data, name, label, frames) for name, label in shown]
    packed["strips"] = [_state_strip(state, time)] + [_strip(data[n].values, time, l, unit_of(data, n), s, least) | {"name": n} for n, l, s, least in STRIPS if n in data]
    packed["roots"] = _roots(data, time)
    return packed


def unit_of(data: Data, name: str) -> str:
    unit = str(data[name].attrs.get("units", "1"))
    return "" if unit == "1" else unit


def short(value: Any, digits: int = 5) -> float | None:
    """A float with few digits; None (JSON null) for what is not a number."""
    value = float(value)
    return float(f"{value:.{digits}g}") if abs(value) < 1e300 else None


def _encode(array: Array) -> str:
    import numpy as np

    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def _frame_budget(muscles: int, segments: int, values: int) -> int:
    return max(2, min(MOST_FRAMES, FRAME_BYTES // max(muscles * (segments + 2 * values), 1)))


def choose_frames(data: Data, episodes: pd.DataFrame, most: int) -> Array:
    """Indices of the records to draw: even in time where nothing happens, dense where much changes, and every onset."""
    import numpy as np

    time = np.asarray(data["time"].values, float)
    if time.size <= most:
        return np.arange(time.size)
    pace = np.gradient(time) / max(time[-1] - time[0], 1e-300)
    for name, share in (("activation", 0.7), ("spontaneous", 0.7), ("contracture", 1.0), ("angle", 0.6)):
        if name in data:
            change = np.abs(np.diff(np.nan_to_num(data[name].values.reshape(time.size, -1)), axis=0, prepend=0)).sum(1)
            change[0] = 0
            pace = pace + share * change / max(change.sum(), 1e-300)
    progress = np.cumsum(pace)
    goals = np.linspace(progress[0], progress[-1], max(most - 3 * min(len(episodes), FORCED_EPISODES), most // 2))
    found = set(np.searchsorted(progress, goals).clip(0, time.size - 1).tolist()) | {0, time.size - 1}
    spare = most - len(found)
    for row in episodes.to_dict("records")[:FORCED_EPISODES]:
        wanted = np.searchsorted(time, [row["onset_s"], row["onset_s"] + row["duration_s"] / 2, row["onset_s"] + row["duration_s"]]).clip(0, time.size - 1)
        new = set(wanted.tolist()) - found
        if len(new) <= spare:
            found, spare = found | new, spare - len(new)
    return np.array(sorted(found))


def _segments(state: Array) -> Array:
    """At most a dozen drawn segments per muscle; a segment shows the worst of its patches."""
    import numpy as np

    patches = state.shape[2]
    if patches <= MOST_SEGMENTS:
        return state
    starts = np.linspace(0, patches, MOST_SEGMENTS + 1).astype(int)[:-1]
    return np.maximum.reduceat(state, starts, axis=2)


def _values(data: Data, name: str, label: str, frames: Array) -> dict[str, Any]:
    values = data[name].values[frames]
    low, high = _limits(values)
    return {"name": name, "label": label, "unit": unit_of(data, name), "lo": low, "hi": high, "least": LEAST_SPAN.get(name, 0),
            "data": _encode(_quantise(values, low, high, 65534))}


def _limits(values: Array) -> tuple[float, float]:
    import numpy as np

    fine = values[np.isfinite(values)]
    return (float(fine.min()), float(fine.max())) if fine.size else (0.0, 1.0)


def _quantise(values: Array, low: float, high: float, top: int) -> Array:
    """0..top over the range; top + 1 stands for no number."""
    import numpy as np

    scaled = np.rint(np.clip((np.where(np.isfinite(values), values, low) - low) / ((high - low) or 1.0), 0, 1) * top)
    return np.where(np.isfinite(values), scaled, top + 1).astype(np.uint16 if top > 255 else np.uint8)


def _bins(values: Array, time: Array, pick: np.ufunc, bins: int = STRIP_BINS) -> Array:
    """Extreme per equal span of time, empty spans keep the last value; time becomes the last axis."""
    import numpy as np

    count = max(1, min(bins, time.size))
    width = (time[-1] - time[0]) / count
    place = np.clip(((time - time[0]) / width).astype(int), 0, count - 1) if width > 0 else np.zeros(time.size, int)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    found = pick.reduceat(values, starts, axis=0)
    last = np.searchsorted(place[starts], np.arange(count), side="right") - 1
    return np.moveaxis(found[last], 0, -1)


def _strip(values: Array, time: Array, label: str, unit: str, sign: int, least: tuple[float, float]) -> dict[str, Any]:
    import numpy as np

    binned = _bins(values, time, np.fmax if sign > 0 else np.fmin)
    low, high = (pick(of) for pick, of in zip((min, max), zip(_limits(binned), least)))
    return {"label": label, "unit": unit, "lo": short(low), "hi": short(high), "sign": sign, "bins": int(binned.shape[-1]),
            "data": _encode(_quantise(binned, low, high, 254))}


def _state_strip(state: Array, time: Array) -> dict[str, Any]:
    import numpy as np

    binned = _bins(state.max(2), time, np.maximum)
    return {"name": "state", "label": "Worst state", "unit": "", "lo": 0, "hi": len(STATES) - 1, "sign": 0, "bins": int(binned.shape[-1]),
            "data": _encode(binned.astype(np.uint8))}


def _roots(data: Data, time: Array) -> dict[str, Any] | None:
    """Sensitisation of the roots that rose at all."""
    import numpy as np

    if "sensitisation" not in data:
        return None
    values = data["sensitisation"].values
    names = [f"{root} {side}" for root in data["root"].values for side in data["side"].values]
    values = values.reshape(time.size, -1)
    risen = np.flatnonzero(np.nan_to_num(values).max(0) > 0.01)
    if not risen.size:
        return {"names": [], "strip": None}
    return {"names": [names[k] for k in risen], "strip": _strip(values[:, risen], time, "Sensitisation", "", 1, (0, 0.3))}


def _head(data: Data, frames: Array) -> dict[str, Any] | None:
    if "angle" not in data:
        return None
    return {str(axis): [short(v, 4) for v in data["angle"].values[frames, k]] for k, axis in enumerate(data["axis"].values)}


def _episodes(result: Result, ids: list[str]) -> list[dict[str, Any]]:
    place = {m: k for k, m in enumerate(ids)}
    return [{"muscle": place.get(row["muscle"], -1), "kind": row["kind"], "state": KIND_STATE.get(row["kind"], 0), "onset": short(row["onset_s"], 9),
             "duration": short(row["duration_s"], 9)} for row in result.episodes.to_dict("records")]


def _charts(data: Data, time: Array) -> list[dict[str, Any]]:
    """Line charts of the body: head, spine, plasma, pain."""
    if not time.size:
        return []
    charts = []
    for name, title, group in (("angle", "Head angle", "head"), ("torque", "Torque on the head", "head"),
                               ("compression", "Spine compression", "spine"), ("shear", "Spine shear", "spine")):
        if name in data:
            labels = [str(v) for v in data[data[name].dims[1]].values]
            charts.append(_chart(time, data[name].values, labels, title, unit_of(data, name), group) | {"least": LEAST_SPAN[name]})
            if name == "compression":
                charts[-1]["lines"] = [[LEVEL_WARNING_N, "warning 1.2 kN"], [LEVEL_ALARM_N, "alarm 2.75 kN"]]
    if "plasma" in data:
        for k, ion in enumerate(str(v) for v in data["ion"].values):
            label, unit = ION_LABELS.get(ion, (ion, ""))
            charts.append(_chart(time, data["plasma"].values[:, k:k + 1], [label], label, unit, "plasma") | {"least": LEAST_SPAN.get(f"ion_{ion}", LEAST_SPAN.get(ion, 0))})
    if "pain" in data:
        charts.append(_chart(time, data["pain"].values[:, None], ["pain"], "Pain index", "0 to 10, assumed mapping", "pain") | {"range": [0, 10]})
    return charts


def _chart(time: Array, values: Array, labels: list[str], title: str, unit: str, group: str) -> dict[str, Any]:
    keep = extremes(time, values)
    return {"title": title, "unit": unit, "group": group, "t": [short(t, 7) for t in time[keep]],
            "series": [{"label": label, "y": [short(v) for v in values[keep, k]]} for k, label in enumerate(labels)]}


def extremes(time: Array, values: Array, bins: int = LINE_BINS) -> Array:
    """Indices that keep the first, last, lowest and highest record of each span of time, for every series."""
    import numpy as np

    if time.size <= 4 * bins:
        return np.arange(time.size)
    place = np.clip(((time - time[0]) / ((time[-1] - time[0]) or 1) * bins).astype(int), 0, bins - 1)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    keep = {0, time.size - 1}
    for a, b in zip(starts, [*starts[1:], time.size]):
        part = values[a:b]
        keep |= {int(a)} | set((a + np.argmin(np.where(np.isnan(part), np.inf, part), axis=0)).tolist())
        keep |= set((a + np.argmax(np.where(np.isnan(part), -np.inf, part), axis=0)).tolist())
    return np.array(sorted(keep))
