"""Arms of findings on a muscle with nerve and blood, and on the whole neck upright.

What stands for what is written here once. No muscle of the neck was tested as those of foot, calf and thigh were: a muscle
of the neck stands for them.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from . import measures
from .arranging_words import FAILING, PLASMA, Arranged, Protocol, add
from .changed import Changed
from .muscle import Muscle
from .not_set_up import NotSetUp
from .observation import Observation
from .pacing import PAUSE, PULL, Asked, found
from .reading import MUSCLE, Reading, Seen
from .steps import Contract, Hold, Length, Plasma, Rest, Step, Stimulate, staircase

__all__ = ["muscle", "neck", "need_whole"]

SHORT = -0.15            # length of a muscle in tests of cramp, where a finding does not say it
GROUP = (0, 0.25, 0.5, 0.75)    # a group begins its staircases at rates that differ by shares of a step, as thresholds in a group do
SITES = {"trapezius": "TRAP_U_R", "shoulder": "SPL_CAP_R", "supraspinatus": "MULTIF_R", "sternocleidomastoid": "SCM_ST_R", "sternomastoid": "SCM_ST_R"}
CRAMPING = ("abductor_hallucis", "flexor_hallucis_brevis", "calf", "medial_gastrocnemius")    # where cramp was tested
FOR_CRAMP = "SCM_ST_R"   # free to shorten
FOR_WORK = "SPL_CAP_R"
OF_NERVE = ("axon_discharge", "afterdischarge", "fasciculation_rate")    # measured in a muscle as cramp is
# An active trigger point is made as in the scenario `knot`: an overload of some pieces of the muscle while it works lightly.
KNOT = {"strain": 15.0, "for": 600.0, "patches": [2, 3], "effort": 0.1, "work": 1200.0}
LONG, COARSE = 3600.0, 1.0    # s of a protocol from which on samples are taken once in so many s

Preparation = Mapping[str, Any]


def neck(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed) -> float:
    """The whole neck upright, or one muscle of it where that is what is measured."""
    if measure not in UPRIGHT:
        return muscle(measure, preparation, protocol, changed)
    from ..registry import chosen_muscles
    from ..scenario import Scenario
    from ..simulate import run

    made = Scenario("Upright", duration=60, subject={"sex": preparation.get("sex", "male"), "mass": preparation.get("mass", 75)}, resolution={"patches_per_muscle": 2},
                    hypotheses=dict(changed.gains), parameters=dict(changed.parameters))
    for step in protocol:
        if step["do"] == "posture":
            for name in ("pitch", "roll", "yaw", "gravity"):
                if name in step:
                    made = made.set(name, step[name])
        elif step["do"] != "measure":
            raise NotSetUp(f"no step '{step['do']}' for the upright neck")
    data = run(made, every=1, noise=False, progress=False, record=("activation", "compression")).data.isel(time=slice(-10, None))
    if measure == "C4C5_compression":
        return float(data["compression"].sel(level="C4-C5").mean())
    return 100 * float(data["activation"].sel(muscle=sorted(chosen_muscles(["extensors"]))).mean())


UPRIGHT = ("C4C5_compression", "extensor_activation")


def muscle(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed) -> float:
    """A muscle on a bench."""
    if measure not in MUSCLE:
        raise NotSetUp(f"no measure '{measure}' of a muscle")
    if preparation.get("neck_injury") or preparation.get("pain", "none") not in ("none", "cramps"):
        raise NotSetUp("no subject with an injury or pain")
    if preparation.get("knot", "none") != "none":
        return _with_knot(measure, preparation, protocol, changed)
    made, length, said = _made(measure, preparation, changed)
    plasma = {PLASMA[name]: preparation[name] for name in PLASMA if name in preparation}
    before: list[Step] = [*([Length(length)] if length else []), *([Plasma(**plasma)] if plasma else [])]
    if measure == "threshold_frequency":
        return float(np.mean([_threshold(made, before, protocol, share, length, said, changed) for share in GROUP]))
    arranged = _settled(made, before, protocol, length, said, changed, tires=measure != "endurance_time")
    reading = MUSCLE[measure]
    observed = made.perform(arranged.steps, every=_every(arranged, measure), seed=changed.seed, record=dict.fromkeys(reading.series),
                            noise=reading.noise or measure == "cramp_duration" and not _excited(arranged))
    need_whole(observed)
    seen = _seen(made, arranged, observed, changed)
    changed.watch(observed, reading.series[0], (seen.begin, seen.end))
    return reading.read(seen)


def _made(measure: str, preparation: Preparation, changed: Changed) -> tuple[Muscle, float, float]:
    """The muscle, the length at which it is, and the one that the finding says, as changes from neutral."""
    cramp = preparation["kind"] == "nerve_muscle" and preparation.get("site") in CRAMPING
    of_nerve = cramp or measure in OF_NERVE or measure == "cramp_duration"
    name = SITES.get(preparation.get("site", ""), FOR_CRAMP if of_nerve else FOR_WORK)
    even = name == FOR_WORK
    said = preparation.get("length", 1.0) - 1
    length = said if "length" in preparation else SHORT if cramp else 0.0
    made = Muscle(name, cramp_history=bool(preparation.get("cramp_history", False)), sex=preparation.get("sex", "male"), mass=preparation.get("mass", 75),
                  patches=2 if even else 6, even=even, hypotheses=dict(changed.gains), parameters=dict(changed.parameters))
    return made, length, said


def _arranged(before: Sequence[Step], protocol: Iterable[tuple[int, Mapping[str, Any]]], length: float, said: float, known: Mapping[int, Sequence[float]]) -> Arranged:
    arranged = Arranged(list(before), length=length, said=said, known=known)
    for place, step in protocol:
        add(arranged, step, place)
    if not arranged.seconds:
        arranged.steps.append(Rest(1))
    return arranged


def _settled(made: Muscle, before: Sequence[Step], protocol: Protocol, length: float, said: float, changed: Changed, *, tires: bool = True) -> Arranged:
    """The protocol with every work ended when it is lost; `tires` False: each goes on as long as is tried."""
    def arrange(known: Mapping[int, Sequence[float]]) -> Arranged:
        return _arranged(before, enumerate(protocol), length, said, known)

    def run(steps: list[Step]) -> Observation:
        every = max(sum(step.seconds for step in steps) / 2000, 0.25)
        observed = made.perform(steps, every=every, record=("activation", "capacity"), seed=changed.seed)
        need_whole(observed)
        return observed

    if not tires or not any(step["do"] in FAILING for step in protocol):
        return arrange({})
    last = max(i for i, step in enumerate(protocol) if step["do"] in FAILING)
    text = repr((made, before, [{name: value for name, value in step.items() if name != "load"} for step in protocol[:last + 1]], length, said, changed.seed))
    return arrange(found(Asked(text, arrange, run, made.settle)))


def _every(arranged: Arranged, measure: str) -> float:
    if measure == "endurance_time":
        return arranged.seconds / 2000
    return COARSE if arranged.seconds > LONG and measure != "twitch_force" else 0.1


def _excited(arranged: Arranged) -> bool:
    """Whether anything is done that a cramp could follow; else one would have to begin by itself, at random."""
    return any(isinstance(step, (Stimulate, Contract, Hold)) for step in arranged.steps)


def _seen(made: Muscle, arranged: Arranged, observed: Observation, changed: Changed) -> Seen:
    begin, end = (made.settle + t for t in arranged.window)
    work = None
    if arranged.works and arranged.works[-1].rhythmic:
        last = arranged.works[-1]
        work = made.settle + last.begin, made.settle + last.begin + last.tried * (PULL + PAUSE)
        if begin == end and abs(end - work[1]) < 1e-6:    # at the end of rhythmic work: over its last cycle
            begin = end - PULL - PAUSE
    return Seen(observed, begin, end, changed.parameters, work)


def _threshold(made: Muscle, before: Sequence[Step], protocol: Protocol, share: float, length: float, said: float, changed: Changed) -> float:
    """One member of the group."""
    places = [i for i, step in enumerate(protocol) if "first_rate" in step]
    if len(places) != 1:
        raise NotSetUp("no threshold without one staircase")
    stairs = protocol[places[0]]
    test = staircase(stairs["first_rate"] + share * stairs["rate_step"], stairs["rate_step"], 40, train=stairs["duration"], rest=stairs["pause"])
    if any(step["do"] != "measure" for step in protocol[places[0] + 1:]):
        raise NotSetUp("no step after a staircase")
    earlier = [step for step in protocol[:places[0]] if step["do"] != "measure"]
    steps = [*(_settled(made, before, earlier, length, said, Changed()).steps if earlier else before), *test]
    observed = made.perform(steps, record=("activation",))
    need_whole(observed)
    changed.watch(observed, "activation", None)
    trains = [span for span in observed.spans if any(span.step is one for one in test)]
    return measures.threshold_frequency(Observation(observed.time, {"activation": observed["activation"]}, trains))


def _with_knot(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed) -> float:
    """A muscle in which an overload has left an active trigger point, and what follows."""
    from ..simulate import run

    if preparation["knot"] != "active":
        raise NotSetUp(f"no {preparation['knot']} trigger point: nothing tells it from an active one")
    reading = MUSCLE[measure]
    if reading.noise or measure == "threshold_frequency":
        raise NotSetUp(f"no measure '{measure}' of a muscle with a knot")
    name = SITES.get(preparation.get("site", ""), FOR_WORK)
    made = Muscle(name, sex=preparation.get("sex", "male"), mass=preparation.get("mass", 75), hypotheses=dict(changed.gains), parameters=dict(changed.parameters))
    arranged = _settled(made, [Contract(KNOT["effort"], KNOT["work"])], protocol, 0.0, 0.0, changed)
    scenario = made.scenario(arranged.steps).set("strain", table=[(0, 0), (made.settle, KNOT["strain"]), (made.settle + KNOT["for"], 0)], interpolate="hold",
                                                 muscles=[name], patches=KNOT["patches"])
    result = run(scenario, every=1, record=reading.series, noise=False, seed=changed.seed, progress=False)
    observed = Observation(result.time_s, {one: result.of(one, name) for one in reading.series}, [], status=result.status, message=result.message)
    need_whole(observed)
    seen = _seen(made, arranged, observed, changed)
    changed.watch(observed, reading.series[0], (seen.begin, seen.end))
    return reading.read(seen)


def need_whole(observed: Observation) -> None:
    """Raises RuntimeError where a run has not ended as it should."""
    if not observed.complete:
        raise RuntimeError(observed.message or observed.status)
    if not np.isfinite(observed.time[-1]):
        raise RuntimeError("times that are not finite")
