"""Arms of findings on a whole person, and on the tissue under a pack."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .not_set_up import NotSetUp
from .observation import Observation
from .steps import Rest, Step
from .subject import Subject
from .subject_steps import Drink, Ice, Sweat, Take

__all__ = ["SUBJECT", "SUBJECT_UNITS"]

Preparation = Mapping[str, Any]
Protocol = Sequence[Mapping[str, Any]]
# Where a finding names the water of the body it is a sum on paper [CT-63]: what is drunk is in the body at once, and none leaves.
ON_PAPER: dict[str, Any] = {"kidney": False, "parameters": {"gut.t_W": 0.01}}
TAKEN = ("potassium_chloride", "ibuprofen_tablet", "ibuprofen_sodium")


def _steps(protocol: Protocol) -> tuple[list[Step], float, float]:
    """The protocol in steps, and when it is measured (s)."""
    steps: list[Step] = []
    begin = end = 0.0
    for step in protocol:
        do, now = step["do"], sum(one.seconds for one in steps)
        if do == "rest" and "duration" in step:
            steps.append(Rest(step["duration"]))
        elif do == "cool" and set(step) == {"do", "duration"}:
            steps.append(Ice(step["duration"]))
        elif do == "drink" and step.get("what") in Drink.known and "volume" in step:
            steps.append(Drink(step["volume"], step["what"], step.get("duration", 60)))
        elif do == "sweat":
            steps.append(Sweat(step.get("mass_loss"), step.get("duration", 3600), step.get("volume")))
        elif do in ("supplement", "drug") and step.get("what") in TAKEN and "every" not in step and ("amount" if do == "supplement" else "dose") in step:
            steps.append(Take(step["what"], step["amount"] if do == "supplement" else step["dose"]))
        elif do == "measure":
            begin, end = now, now + step.get("duration", 0.0)
            if end > begin or not now:
                steps.append(Rest(max(end - begin, 1.0)))
        else:
            raise NotSetUp(f"no step '{do}'" + (f" of '{step['what']}'" if "what" in step else "") + " for a whole person")
    return steps, begin, end


def _highest(name: str) -> Callable[[Observation, float, float], float]:
    return lambda o, begin, end: o.highest(name, begin, end) if end > begin else o.at(name, begin)


def _at(name: str) -> Callable[[Observation, float, float], float]:
    return lambda o, begin, end: o.at(name, end)


def _time_of_peak(o: Observation, begin: float, end: float) -> float:
    return float(o.time[o["drug"].argmax()]) - o.last(Take).begin


READ: dict[str, Callable[[Observation, float, float], float]] = {
    "plasma_sodium": _at("sodium"), "plasma_potassium": _highest("potassium"),
    "sodium_lost": _at("sweat_sodium"), "potassium_lost": _at("sweat_potassium"), "magnesium_lost": _at("sweat_magnesium"), "calcium_lost": _at("sweat_calcium"),
    "urine_share": lambda o, begin, end: 100 * o.at("urine_potassium", end) / o.last(Take).step.amount,    # type: ignore[attr-defined]
    "peak_concentration": _highest("drug"), "time_of_peak": _time_of_peak,
}
SUBJECT_UNITS = {"plasma_sodium": "mM", "plasma_potassium": "mM", "sodium_lost": "mmol", "potassium_lost": "mmol", "magnesium_lost": "mmol", "calcium_lost": "mmol",
                 "urine_share": "%", "peak_concentration": "mg/l", "time_of_peak": "s", "tissue_temperature": "degC"}


def _subject(measure: str, preparation: Preparation, protocol: Protocol) -> float:
    if measure not in READ:
        raise NotSetUp(f"no measure '{measure}' of a whole person")
    given = {name: preparation[name] for name in ("sex", "mass", "body_water") if name in preparation}
    steps, begin, end = _steps(protocol)
    return READ[measure](_whole(Subject(**given, **(ON_PAPER if "body_water" in given else {})).perform(steps)), begin, end)


def _layers(measure: str, preparation: Preparation, protocol: Protocol) -> float:
    if measure != "tissue_temperature":
        raise NotSetUp(f"no measure '{measure}' of layers of tissue")
    depth = preparation.get("depth", 10.0)
    steps, begin, _ = _steps(protocol)
    return _whole(Subject(skinfold=preparation.get("skinfold", 10.0), depths=[depth]).perform(steps)).at(f"muscle_{depth:g}mm", begin)


def _whole(observed: Observation) -> Observation:
    if not observed.complete:
        raise RuntimeError(observed.message or observed.status)
    return observed


SUBJECT: dict[str, Callable[[str, Preparation, Protocol], float]] = {"subject": _subject, "layers": _layers}
