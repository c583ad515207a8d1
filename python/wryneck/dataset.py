"""What the core computed, as an xarray dataset with units, names and provenance."""
from __future__ import annotations

import json

from . import registry

ROOTS = "XI V VII C1 C2 C3 C4 C5 C6 C7 C8 T1".split()
COORDINATES = {"axis": ["pitch", "roll", "yaw"], "level": ["C0-C2", "C4-C5", "C7-T1"], "root": ROOTS, "side": ["R", "L"],
               "ion": ["sodium", "potassium", "calcium", "magnesium", "ph", "temperature"]}
SIDES = {"right": "R", "left": "L"}


def result_of(outcome: dict, scenario, *, seed: int):
    """The Result of what the core gave back."""
    import xarray as xr

    from .result import Result

    variables = {s["name"]: (s["dims"], s["values"], {"units": s["unit"], "long_name": s["meaning"]}) for s in outcome["series"]}
    time = ("time", outcome["time_s"], {"units": "s", "long_name": "time"})
    coordinates = {"time": time, "muscle": outcome["muscles"]}
    for dims, *_ in variables.values():
        coordinates |= {name: COORDINATES[name] for name in dims if name in COORDINATES}
    if any("patch" in dims for dims, *_ in variables.values()):
        coordinates["patch"] = range(scenario.resolution.patches_per_muscle)
    attributes = provenance(scenario, seed, outcome["status"], outcome["message"], outcome["statistics"])
    data = xr.Dataset(variables, coordinates, attributes)
    if "sensitisation" in data:
        data["sensitisation"] = data["sensitisation"].transpose("time", "root", "side")
    return Result(data, [_episode(row) for row in outcome["episodes"]])


def failed_result(scenario, seed, message: str):
    """An empty result that says why there is none."""
    import xarray as xr

    from .result import Result
    from .scenario import Scenario

    time: dict = {"time": ("time", [], {"units": "s", "long_name": "time"})}
    known = scenario if isinstance(scenario, Scenario) else None
    return Result(xr.Dataset(coords=time, attrs=provenance(known, seed, "failed", message, {})))


def provenance(scenario, seed, status, message, statistics) -> dict:
    """Where a result came from, as attributes of its dataset."""
    from . import CONTEXT_OF_USE, __version__

    gains = {name: row["default"] for name, row in registry.hypotheses().items()}
    return {"wryneck_version": __version__, "scenario": scenario.to_toml() if scenario else "",
            "parameters_changed": json.dumps(scenario.parameters if scenario else {}),
            "hypotheses": json.dumps(gains | scenario.hypotheses if scenario else {}), "seed": seed,
            "statistics": json.dumps(statistics), "status": status, "message": message, "context_of_use": CONTEXT_OF_USE}


def _episode(row: dict) -> dict:
    """Muscles by their id with side, as everywhere else in Python."""
    side = SIDES.get(row["side"], "")
    return row | {"muscle": f"{row['muscle']}_{side}" if side else row["muscle"], "side": side}
