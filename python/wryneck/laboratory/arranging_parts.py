"""Arms of findings on parts: membranes, end plates, skinned fibres, plasma, and the neck held still."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .arranging_skinned import of_model, skinned_fibre
from .not_set_up import NotSetUp
from .parts import AXES, StillNeck, evaluate

__all__ = ["PARTS"]

Preparation = Mapping[str, Any]
Protocol = Sequence[Mapping[str, Any]]
Parameters = Mapping[str, float]    # those that differ from the tables, by full name
MERGED = ("SCM", "TRAP")     # muscles that the anatomy has in parts


def _unknown(measure: str, what: str) -> NotSetUp:
    return NotSetUp(f"no measure '{measure}' of {what}")


def membrane(measure: str, preparation: Preparation, protocol: Protocol, changed: Parameters) -> float:
    if measure != "gating_midpoint":
        raise _unknown(measure, "a membrane")
    names = {"calcium": "Ca", "magnesium": "Mg", "sodium": "salt", "pH": "pH"}
    bath = {names[name]: preparation[name] for name in names if name in preparation}
    return evaluate("bath", parameters={"Mg": 0, **of_model("bath", changed), **bath}).outputs["shift_Na"]    # solutions of one divalent ion, unless said


def endplate(measure: str, preparation: Preparation, protocol: Protocol, changed: Parameters) -> float:
    names = {"calcium": "Ca", "magnesium": "Mg"}
    out = evaluate("endplate", inputs={names[name]: preparation[name] for name in names if name in preparation}, parameters=of_model("endplate", changed)).outputs
    if measure == "endplate_potential":
        return out["quanta"]    # proportional to the quanta while these are few
    if measure == "transmission_failure":
        return 1 - out["transmission"]
    raise _unknown(measure, "an end plate")


def plasma(measure: str, preparation: Preparation, protocol: Protocol, changed: Parameters) -> float:
    if measure != "ionised_calcium":
        raise _unknown(measure, "plasma")
    from ..scenario import Scenario
    from ..simulate import run

    made = Scenario("Plasma", duration=60, resolution={"muscles": ["SCM_ST"], "patches_per_muscle": 1})
    for step in protocol:
        if step["do"] == "plasma":
            for name, value in step.items():
                if name not in ("do", "duration"):
                    made = made.set(name.lower(), value)
    result = run(made.set("gravity", 0).set("support", 1).set("control", 0), record="plasma", every=60, noise=False, progress=False)
    return float(result.data["plasma"].sel(ion="calcium").values[-1])


def head(measure: str, preparation: Preparation, protocol: Protocol, changed: Parameters) -> float:
    posture: dict[str, Any] = {axis: 0 for axis in AXES} | {"gravity": 1}
    activate: Mapping[str, Any] = {}
    for step in protocol:
        if step["do"] == "posture":
            posture |= {name: step[name] for name in posture if name in step}
        elif step["do"] == "activate":
            activate = step
    if measure == "passive_moment":
        posture["gravity"] = 0    # of tissue alone
    neck = StillNeck(**posture, sex=preparation.get("sex", "male"), mass=preparation.get("mass", 75))
    if measure not in HEAD:
        raise NotSetUp(NOT_GIVEN[measure]) if measure in NOT_GIVEN else _unknown(measure, "the neck held still")
    return HEAD[measure](neck, _activations(neck, activate), activate)


def _activations(neck: StillNeck, step: Mapping[str, Any]) -> dict[str, float]:
    from ..registry import chosen_muscles

    level = step.get("level", 1.0)
    if "direction" in step:
        axis, sign = {"extension": ("pitch", 1), "flexion": ("pitch", -1), "lateral": ("roll", 1), "rotation": ("yaw", 1)}[step["direction"]]
        sign = -sign if step.get("side") == "left" else sign
        helping = neck.helpers(axis, sign)
        return {name: level if name in helping else step.get("cocontraction", 0.0) for name in neck.muscles}
    if "muscles" not in step:
        return {}
    ids = list(neck.muscles)
    chosen = {ids[i] if isinstance(i, int) else i for i in chosen_muscles(step["muscles"].split())}
    side = {"right": "_R", "left": "_L"}.get(step.get("side", "both"), "")
    return {name: level for name in sorted(chosen) if name.endswith(side)}


def _whole(name: str) -> str:
    """The muscle that a part belongs to, without its side."""
    base = name[:-2]
    return next((one for one in MERGED if base.startswith(one)), base)


def _rank(neck: StillNeck, wanted: Mapping[str, float], axis: str, about: str, sizes: Callable[[float], float]) -> float:
    of: dict[str, float] = {}
    for name in neck.muscles:
        if name.endswith("_R"):
            of[_whole(name)] = of.get(_whole(name), 0) + sizes(neck.moment({name: 1.0}, axis, about=about))
    one = _whole(next(iter(wanted)))
    return 1.0 + sum(value > of[one] for name, value in of.items() if name != one)


def _largest_extension(neck: StillNeck) -> float:
    return neck.moment(neck.helpers("pitch", 1), "pitch")


def _stiffness(neck: StillNeck, activations: Mapping[str, float]) -> float:
    step = 0.05
    low, high = (StillNeck(neck.pitch + d, neck.roll, neck.yaw, neck.gravity, neck.sex, neck.mass).passive_moment("pitch") for d in (-step, step))
    radians = math.radians(2 * step)
    return float(-(high - low) / radians + sum(a * neck.muscles[name]["strength_N"] * neck.muscles[name]["stiffness_per_force"] for name, a in activations.items()))


Activations = Mapping[str, float]
HEAD: dict[str, Callable[[StillNeck, Activations, Mapping[str, Any]], float]] = {
    "extension_moment": lambda neck, a, step: neck.moment(a, "pitch"),
    "flexion_moment": lambda neck, a, step: -neck.moment(a, "pitch", about="C7-T1"),
    "lateral_moment": lambda neck, a, step: abs(neck.moment(a, "roll")) if "direction" in step else neck.moment(a, "roll"),
    "rotation_moment": lambda neck, a, step: neck.moment(a, "yaw"),
    "C4C5_compression": lambda neck, a, step: neck.compression(a),
    "strength_ratio": lambda neck, a, step: -neck.moment(neck.helpers("pitch", -1), "pitch", about="C7-T1") / _largest_extension(neck),
    "extension_share": lambda neck, a, step: 100 * neck.moment(a, "pitch") / _largest_extension(neck),
    "lateral_over_rotation": lambda neck, a, step: neck.moment(a, "roll") / neck.moment(a, "yaw"),
    "lateral_rank": lambda neck, a, step: _rank(neck, a, "roll", "head", lambda m: m),
    "rotation_rank_C7T1": lambda neck, a, step: _rank(neck, a, "yaw", "C7-T1", abs),
    "head_stiffness": lambda neck, a, step: _stiffness(neck, a),
    "passive_moment": lambda neck, a, step: max(abs(neck.passive_moment(axis)) for axis in AXES),
}

NOT_GIVEN = {
    "extension_moment_C0C1": "the core gives no arms about the joint between skull and atlas",
    "moment_arm_error": "the core gives no lengths of the paths of a neck held still",
}

# The kinds of preparation on which neither gains nor parameters of a muscle act; `arranging.KINDS` has them all.
PARTS: dict[str, Callable[[str, Preparation, Protocol, Parameters], float]] = {
    "membrane": membrane, "endplate": endplate, "skinned_fibre": skinned_fibre, "plasma": plasma, "head": head,
}
