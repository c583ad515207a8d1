"""An invented neck run with a cramp, a knot and a super-knot, for tests of results, plots and the report.

Nothing here is physiology: the curves only have the right names, shapes, units and orders of magnitude.
"""
from __future__ import annotations

import json

import numpy as np

MUSCLES = (
    "TRAP_U TRAP_M LEVSC SPL_CAP SPL_CER SSP_CAP SSP_CER LGS_CAP LGS_CER ILC_CER MULTIF RCP_MAJ RCP_MIN OC_SUP OC_INF "
    "SCM_ST SCM_CL SCAL_A SCAL_M SCAL_P LCAP LCOL RC_ANT RC_LAT SUPRAHY INFRAHY"
).split()
ROOTS = "XI V VII C1 C2 C3 C4 C5 C6 C7 C8 T1".split()
SUPER_KNOT = ("TRAP_U_R", "LEVSC_R", "SPL_CAP_R", "SPL_CER_R", "SCM_CL_R")
SCENARIO = 'name = "Hard day"\ndescription = "Desk work, a sudden turn, a knot that spreads, then rest."\nduration = "8 h"\n'


def bump(t, start, stop, rise=None):
    """1 between start and stop with smooth flanks, 0 elsewhere."""
    rise = rise or max((stop - start) / 8, 1e-9)
    up, down = np.clip((t - start) / rise, -40, 40), np.clip((stop - t) / rise, -40, 40)
    return 1 / (1 + np.exp(-up * 4)) / (1 + np.exp(-down * 4))


def muscle_ids(count=None):
    ids = [f"{m}_{side}" for side in "RL" for m in MUSCLES]
    return ids if count is None else ids[:count]


def _curves(t, hours, ids, patches, rng):
    """Drive, contracture and spontaneous discharge, time x muscle x patch, and who takes part in what."""
    shape = (t.size, len(ids), patches)
    work = np.array([0.10 if m[:-2] in ("TRAP_U", "LEVSC", "SSP_CAP", "SSP_CER", "MULTIF") else 0.02 for m in ids])
    drive = work * (0.6 + 0.4 * bump(t, 0.02 * hours, 0.55 * hours))[:, None] * rng.uniform(0.8, 1.2, len(ids))
    contracture, discharge = np.zeros(shape), np.zeros(shape)
    for k, m in enumerate(ids):
        if m == "SCM_ST_R":
            drive[:, k] += 0.5 * bump(t, 0.30 * hours, 0.302 * hours)
            discharge[:, k] += 32 * bump(t, 0.302 * hours, 0.304 * hours)[:, None]
        if m == "TRAP_U_R":
            for p in range(patches // 2, patches):
                contracture[:, k, p] = 0.8 * bump(t, (0.40 + 0.01 * p) * hours, 0.80 * hours, 0.02 * hours)
            discharge[:, k] += 3 * bump(t, 0.36 * hours, 0.42 * hours)[:, None]
        if m in SUPER_KNOT:
            delay = 0.012 * SUPER_KNOT.index(m)
            contracture[:, k] = np.maximum(contracture[:, k],
                                           0.95 * bump(t, (0.52 + delay) * hours, 0.66 * hours, 0.015 * hours)[:, None])
    return drive, contracture, discharge


def dataset(points=241, muscles=None, patches=6, duration_s=8 * 3600.0, seed=1):
    """A dataset as `wryneck.run` returns it."""
    import xarray as xr

    rng = np.random.default_rng(seed)
    t = np.linspace(0.0, duration_s, points)
    ids = muscle_ids(muscles)
    drive, contracture_patch, spontaneous_patch = _curves(t, duration_s, ids, patches, rng)
    contracture, spontaneous = contracture_patch.mean(2), spontaneous_patch.mean(2)
    activation = np.clip(drive + spontaneous / 40, 0, 1)
    load = np.cumsum(activation + contracture, 0) * (duration_s / max(points, 1)) / 9000
    capacity = 1 / (1 + 0.5 * load)
    force = (150 * activation + 60 * contracture) * capacity
    pcr_patch = 33 - 8 * activation[:, :, None] - 22 * contracture_patch
    names = {
        "force": (force, "N", "muscle force"), "activation": (activation, "1", "activation"), "drive": (drive, "1", "voluntary and reflex drive"),
        "rate": (25 * activation, "Hz", "mean firing rate"), "capacity": (capacity, "1", "force capacity"),
        "pcr": (pcr_patch.mean(2), "mM", "phosphocreatine"), "atp": (8.2 - 1.5 * contracture, "mM", "adenosine triphosphate"),
        "ph": (7.05 - 0.3 * contracture - 0.1 * activation, "1", "intracellular pH"),
        "lactate": (1 + 12 * contracture + 4 * activation, "mM", "lactate"),
        "potassium": (4.2 + 3 * activation + 1.5 * contracture, "mM", "interstitial potassium"),
        "po2": (30 - 20 * contracture, "mmHg", "tissue oxygen pressure"), "flow": (4 + 20 * activation, "ml/100g/min", "blood flow"),
        "pressure": (5 + 60 * activation + 40 * contracture, "mmHg", "intramuscular pressure"),
        "spontaneous": (spontaneous, "Hz", "spontaneous discharge"), "contracture": (contracture, "1", "contracture"),
        "knot_radius": (8 * contracture, "mm", "knot radius"), "mediator": (2 * contracture, "1", "pain-producing mediators"),
        "afferent": (contracture ** 2, "1", "group III and IV afferents"), "resting_potential": (-85 + 8 * contracture, "mV", "resting potential"),
        "water": (3 * activation, "ml/100g", "change of cell water"), "length": (1 - 0.05 * activation, "1", "fibre length of optimum"),
    }
    data = {name: (("time", "muscle"), values, {"units": unit, "long_name": meaning}) for name, (values, unit, meaning) in names.items()}
    for name, values, unit in (("contracture_patch", contracture_patch, "1"), ("spontaneous_patch", spontaneous_patch, "Hz"), ("pcr_patch", pcr_patch, "mM")):
        data[name] = (("time", "muscle", "patch"), values, {"units": unit, "long_name": name.replace("_", " ")})
    data.update(_body(t, duration_s, force, contracture))
    coords = {"time": ("time", t, {"units": "s"}), "muscle": ids, "patch": np.arange(patches), "axis": ["pitch", "roll", "yaw"],
              "level": ["C0-C2", "C4-C5", "C7-T1"], "root": ROOTS, "side": ["R", "L"],
              "ion": ["sodium", "potassium", "calcium", "magnesium", "ph", "temperature"]}
    return xr.Dataset(data, coords=coords, attrs=attributes(seed))


def _body(t, hours, force, contracture):
    spread = contracture.sum(1)
    angle = np.stack([-8 * bump(t, 0, 0.5 * hours), 4 * spread, -3 * spread], 1)
    compression = np.stack([f * (60 + force.sum(1)) for f in (0.8, 1.0, 1.1)], 1)
    plasma = np.tile([140, 4.2, 1.25, 0.55, 7.4, 37.0], (t.size, 1))
    plasma[:, 0] -= 10 * bump(t, 0.2 * hours, 0.9 * hours)
    roots = np.zeros((t.size, len(ROOTS), 2))
    roots[:, 3:7, 0] = 0.7 * bump(t, 0.45 * hours, 0.75 * hours)[:, None]
    pain = np.clip(2.2 * spread, 0, 8)
    return {
        "angle": (("time", "axis"), angle, {"units": "deg", "long_name": "head angle"}),
        "torque": (("time", "axis"), angle / 10, {"units": "N m", "long_name": "torque on the head"}),
        "compression": (("time", "level"), compression, {"units": "N", "long_name": "spine compression"}),
        "shear": (("time", "level"), compression / 6, {"units": "N", "long_name": "spine shear"}),
        "plasma": (("time", "ion"), plasma, {"units": "mixed", "long_name": "plasma"}),
        "sensitisation": (("time", "root", "side"), roots, {"units": "1", "long_name": "spinal sensitisation"}),
        "pain": (("time",), pain, {"units": "1", "long_name": "pain index (assumed mapping)"}),
        "balance_sodium": (("time",), 1e-12 * np.ones(t.size), {"units": "mM", "long_name": "sodium residual"}),
    }


def attributes(seed=1, **changes):
    return {
        "wryneck_version": "0.1.0", "scenario": SCENARIO, "parameters_changed": json.dumps({"spread.gain": 2.0}),
        "hypotheses": json.dumps({"energy_crisis": 1.0, "fluid_knot": 0.0}), "seed": seed,
        "statistics": json.dumps({"steps": 18230, "rejected": 211, "right_hand_sides": 92011, "wall_time_s": 6.4}),
        "status": "complete", "message": "", "context_of_use": "Research and teaching. Not for diagnosis, dosing or monitoring.", **changes,
    }


def episodes(duration_s=8 * 3600.0, patches=6):
    """What the detector would have said about `dataset()`."""
    half = list(range(patches // 2, patches))
    rows = [
        dict(muscle="SCM_ST_R", side="R", kind="fasciculation burst", onset_s=0.298 * duration_s, duration_s=20.0, peak_force_N=4.0,
             patches=[0], cause="potassium above threshold", ongoing=False),
        dict(muscle="SCM_ST_R", side="R", kind="cramp", onset_s=0.3021 * duration_s, duration_s=55.0, peak_force_N=96.5,
             patches=list(range(patches)), cause="voluntary effort at short length", ongoing=False),
        dict(muscle="TRAP_U_R", side="R", kind="knot", onset_s=0.42 * duration_s, duration_s=0.38 * duration_s, peak_force_N=31.0,
             patches=half, cause="strain", ongoing=False),
    ]
    for k, m in enumerate(SUPER_KNOT):
        rows.append(dict(muscle=m, side="R", kind="super-knot", onset_s=(0.53 + 0.012 * k) * duration_s, duration_s=0.12 * duration_s,
                         peak_force_N=55.0 - k, patches=list(range(patches)), cause="spread from TRAP_U_R", ongoing=False))
    return rows


def result(points=241, muscles=None, patches=6, duration_s=8 * 3600.0, seed=1, rows=None, **changes):
    from wryneck.result import Result

    data = dataset(points, muscles, patches, duration_s, seed)
    data.attrs.update(changes)
    if rows is None:
        rows = [r for r in episodes(duration_s, patches) if r["muscle"] in set(data.muscle.values)]
    return Result(data, rows)
