"""What the core computed, as a Result with units, names and provenance."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import registry
from .series import Series, Table

if TYPE_CHECKING:
    from .result import Result
    from .scenario import Scenario

ROOTS = "XI V VII C1 C2 C3 C4 C5 C6 C7 C8 T1".split()
COORDINATES = {"axis": ["pitch", "roll", "yaw"], "level": ["C0-C2", "C4-C5", "C7-T1"], "root": ROOTS, "side": ["R", "L"],
               "ion": ["sodium", "potassium", "calcium", "magnesium", "ph", "temperature"], "extreme": ["lowest", "highest"]}
ORDER = {"sensitisation": ("time", "root", "side")}    # where it is not the order of the core
SIDES = {"right": "R", "left": "L"}


def result_of(outcome: dict[str, Any], scenario: Scenario, *, seed: int) -> Result:
    """The Result of what the core gave back."""
    from .result import Result

    series = {s["name"]: _in_order(s["name"], Series(tuple(s["dims"]), s["values"], {"units": s["unit"], "long_name": s["meaning"]}))
              for s in outcome["series"]}
    extremes = {f"{s['name']}_extremes": _extremes(s) for s in outcome["series"] if s["lowest"] is not None}
    coordinates = _coordinates(outcome, series | extremes, scenario.resolution.patches_per_muscle) | extremes
    attributes = provenance(scenario, seed, outcome["status"], outcome["message"], outcome["statistics"])
    return Result(Table(series, coordinates, attributes), [_episode(row) for row in outcome["episodes"]])


def _in_order(name: str, series: Series) -> Series:
    dims = ORDER.get(name, series.dims)
    return Series(dims, series.values.transpose([series.dims.index(d) for d in dims]), series.attrs)


def _extremes(s: dict[str, Any]) -> Series:
    """Lowest and highest of every step of the solver, also between the records."""
    import numpy as np

    whole = Series(tuple(s["dims"]), np.stack([s["lowest"], s["highest"]]), {"units": s["unit"], "long_name": f"{s['meaning']}, of every step"})
    dims, values, attrs = _in_order(s["name"], whole)
    return Series(("extreme", *dims[1:]), values, attrs)


def _coordinates(outcome: dict[str, Any], series: dict[str, Series], patches: int) -> dict[str, Series]:
    import numpy as np

    names = {"muscle": outcome["muscles"]}
    used = {name for one in series.values() for name in one.dims}
    names |= {name: labels for name, labels in COORDINATES.items() if name in used}
    found = {"time": Series(("time",), outcome["time_s"], {"units": "s", "long_name": "time"})}
    found |= {name: Series((name,), np.array(labels), {}) for name, labels in names.items()}
    return found | ({"patch": Series(("patch",), np.arange(patches), {})} if "patch" in used else {})


def failed_result(scenario: object, seed: int, message: str) -> Result:
    """An empty result that says why there is none."""
    import numpy as np

    from .result import Result
    from .scenario import Scenario

    time = Series(("time",), np.zeros(0), {"units": "s", "long_name": "time"})
    known = scenario if isinstance(scenario, Scenario) else None
    return Result(Table({}, {"time": time}, provenance(known, seed, "failed", message, {})))


def provenance(scenario: Scenario | None, seed: int, status: str, message: str, statistics: dict[str, float]) -> dict[str, Any]:
    """Where a result came from, as attributes of its dataset."""
    from . import CONTEXT_OF_USE, __version__

    gains = {name: row["default"] for name, row in registry.hypotheses().items()}
    return {"wryneck_version": __version__, "scenario": scenario.to_toml() if scenario else "",
            "parameters_changed": json.dumps(scenario.parameters if scenario else {}),
            "hypotheses": json.dumps(gains | scenario.hypotheses if scenario else {}), "seed": seed,
            "statistics": json.dumps(statistics), "status": status, "message": message, "context_of_use": CONTEXT_OF_USE}


def _episode(row: dict[str, Any]) -> dict[str, Any]:
    """Muscles by their id with side, as everywhere else in Python."""
    side = SIDES.get(row["side"], "")
    return row | {"muscle": f"{row['muscle']}_{side}" if side else row["muscle"], "side": side}
