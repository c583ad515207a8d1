"""Arms of findings set up in the laboratory: from the words of a finding to a preparation, its protocol and the number that is measured.

What stands for what is written here once. No muscle of the neck was tested as those of foot, calf and thigh were: a muscle
of the neck stands for them.
"""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import measures
from .arranging_parts import PARTS, NotSetUp
from .arranging_subject import SUBJECT, SUBJECT_UNITS
from .muscle import Muscle
from .observation import Observation
from .single import Fibre
from .steps import Block, Contract, Cuff, Hold, Length, Plasma, Rest, Set, Step, Stimulate, staircase

__all__ = ["OF_FIBRE", "WITH_GAINS", "Arranged", "Changed", "NotSetUp", "measured"]

SHORT = -0.15            # length of a muscle in tests of cramp, where a finding does not say it
GROUP = (0, 0.25, 0.5, 0.75)    # a group begins its staircases at rates that differ by shares of a step, as thresholds in a group do
PER_SWEAT = 0.7          # rise of all plasma ions per share of body mass that is lost as sweat, as a share: 1 mM of sodium per per cent [assumed]
AFTER_WATER = 137.6      # mM of plasma sodium after plain water [NE-59]
LONGEST_HOLD = 4.0       # times the general curve of endurance [EK-30]
SITES = {"trapezius": "TRAP_U_R", "shoulder": "SPL_CAP_R", "supraspinatus": "MULTIF_R", "sternocleidomastoid": "SCM_ST_R", "sternomastoid": "SCM_ST_R"}
WITH_GAINS = ("nerve_muscle", "muscle", "patch", "neck")    # preparations on which gains of hypotheses act
OF_FIBRE = ("fibre", "bundle")    # preparations on which parameters of the fibre act
CRAMPING = ("abductor_hallucis", "flexor_hallucis_brevis", "calf", "medial_gastrocnemius")    # where cramp was tested
FOR_CRAMP = "SCM_ST_R"   # free to shorten
FOR_WORK = "SPL_CAP_R"
BATHS = {"potassium": "K", "sodium": "Na", "calcium": "Ca", "magnesium": "Mg", "chloride": "Cl", "pH": "pH", "temperature": "temperature"}
PLASMA = {"potassium": "potassium", "sodium": "sodium", "calcium": "calcium", "magnesium": "magnesium", "pH": "ph", "temperature": "temperature"}
STEADY = 60.0            # s in a bath until the potential is steady; what the fibre holds goes on changing
EXHAUSTING = 0.5         # share of maximal force of dynamic work to exhaustion, where a finding names none [assumed]
SALINE = 1.0             # mediators by an injection of hypertonic saline: as many as clearly hurt [assumed]
# Dynamic work stands as an isometric hold, which presses on its vessels all the time.
POWERS = {10.0: 0.25, 30.0: 0.4, 50.0: 0.6}    # share of maximal force of knee extension by power in W [assumed]
NORMAL_BATH = 144.0      # mM of potassium and sodium of a bath
NORMAL = {"sodium": 140.0, "potassium": 4.2, "calcium": 1.25, "magnesium": 0.55}


@dataclass(frozen=True)
class Changed:
    """What differs from the defaults: gains of hypotheses, parameters of the neck, parameters of the fibre."""

    gains: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    fibre: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1    # who a subject is, as far as muscles differ


@dataclass
class Arranged:
    """A protocol; `window`: when it is measured (s after the first step)."""

    steps: list[Step] = field(default_factory=list)
    window: tuple[float, float] = (0, 0)

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)


def measured(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed | None = None) -> float:
    """The number that a measure gives in an arm, in the unit of `NATURAL`; `changed` says what differs from the defaults, where it acts.

    Raises NotSetUp where preparation, step or measure is not known here.
    """
    kind, changed = preparation["kind"], changed or Changed()
    if kind in PARTS or kind in SUBJECT:    # where neither acts
        return (PARTS | SUBJECT)[kind](measure, preparation, protocol)
    if kind in OF_FIBRE:
        return _of_fibre(measure, preparation, protocol, changed)
    if kind == "neck" and measure in UPRIGHT:
        return _of_neck(measure, preparation, protocol, changed)
    if kind in WITH_GAINS:
        return _of_muscle(measure, preparation, protocol, changed)
    raise NotSetUp(f"no preparation '{kind}'")


# An isolated fibre.

def _of_fibre(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
    bath = {BATHS[name]: preparation[name] for name in BATHS if name in preparation}
    slow = preparation.get("fibre_type", "") in ("slow", "I") or preparation.get("site") == "soleus"
    soak: Any = None
    if any(step.get("until") == "steady" for step in protocol) and set(bath) & {"K"} and "Cl" not in bath:
        bath = {"Na": NORMAL_BATH - bath["K"], "Cl": 4 * 104 / bath["K"], **bath}    # at a steady state the product of potassium and chloride stays
    blocks: list[Step] = []
    steps: list[Step] = []
    tail = 0.05
    for step in protocol:
        do = step["do"]
        if do == "rest" and not steps:
            soak = step.get("duration", STEADY)    # in the bath
        elif do == "rest":
            steps.append(Rest(step["duration"]))
        elif do == "block" and step["what"] in Block.of_fibre:
            blocks.append(Block(step["what"], step.get("share", 1)))
        elif do == "stimulate":
            repeats = step.get("repeats", 1)
            steps.append(Stimulate(step["rate"], step.get("duration", repeats / step["rate"])))
        elif do == "measure":
            tail = step.get("duration", tail)
        else:
            raise NotSetUp(f"no step '{do}'" + (f" of '{step['what']}'" if "what" in step else "") + " for a fibre")
    fibre = Fibre("slow" if slow else "fast", bath=bath, in_bath=bool(bath), soak=soak if bath or soak is not None else None, parameters=dict(changed.fibre))
    if measure in ("input_resistance", "chloride_share"):
        return _resistance(fibre, blocks) if measure == "input_resistance" else 1 - _resistance(fibre, blocks) / _resistance(fibre, [Block("chloride_channels")])
    if measure not in FIBRE:
        raise NotSetUp(f"no measure '{measure}' of a fibre")
    long = sum(step.seconds for step in steps) > 10
    rested = bool(steps) and isinstance(steps[-1], Rest)
    observed = fibre.perform([*blocks, *steps, *([] if rested else [Rest(tail)])], every=0.01 if long else 0.00025)
    _need_whole(observed)
    return FIBRE[measure](observed)


def _resistance(fibre: Fibre, blocks: Sequence[Step]) -> float:
    """Steady change of potential by a weak current, kohm cm2."""
    from ..single_fibre import fibre as run

    blocked = fibre.parameters_with(blocks)
    result = run(fibre.kind, bath=fibre.bath, pulses=[0], amplitude=-1, width=40, duration=40, parameters=blocked, tolerance=1e-8, record="membranes.V_s")
    V = result["membranes.V_s"]
    return float(V[0] - V[-1])


FIBRE: dict[str, Callable[[Observation], float]] = {
    "resting_potential": measures.resting_potential,
    "tetanic_force": lambda o: o.highest("force", o.last(Stimulate).end - min(0.1, o.last(Stimulate).step.seconds), o.last(Stimulate).end) - float(o["force"][0]),
    "twitch_force": measures.peak_force,
    "overshoot": measures.overshoot,
    "action_potential_height": lambda o: measures.overshoot(o) - measures.resting_potential(o),
    "action_potentials": lambda o: float(measures.action_potentials(o)),
    "resting_tension": lambda o: float(o["force"][-1]),
}


# The whole neck upright.

def _of_neck(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
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


# A muscle with nerve and blood.

def _of_muscle(measure: str, preparation: Mapping[str, Any], protocol: Sequence[Mapping[str, Any]], changed: Changed) -> float:
    if measure not in MUSCLE:
        raise NotSetUp(f"no measure '{measure}' of a muscle")
    if preparation.get("knot", "none") != "none" or preparation.get("neck_injury") or preparation.get("pain", "none") not in ("none", "cramps"):
        raise NotSetUp("no subject with a knot, an injury or pain")
    cramp = preparation["kind"] == "nerve_muscle" and preparation.get("site") in CRAMPING
    site = SITES.get(preparation.get("site", ""), FOR_CRAMP if cramp or measure in ("axon_discharge", "afterdischarge") else FOR_WORK)
    even = site == FOR_WORK
    muscle = Muscle(site, cramp_history=bool(preparation.get("cramp_history", False)), sex=preparation.get("sex", "male"),
                    mass=preparation.get("mass", 75), patches=2 if even else 6, even=even, hypotheses=dict(changed.gains), parameters=dict(changed.parameters))
    said = preparation.get("length", 1.0) - 1
    length = said if "length" in preparation else SHORT if cramp else 0.0
    plasma = {PLASMA[name]: preparation[name] for name in PLASMA if name in preparation}
    before: list[Step] = [*([Length(length)] if length else []), *([Plasma(**plasma)] if plasma else [])]
    if measure == "threshold_frequency":
        found = [_threshold(muscle, before, protocol, share, said) for share in GROUP]
        return float(np.mean(found))
    if measure == "cramp_duration" and not any(step["do"] in ("stimulate", "contract", "hold") for step in protocol):
        raise NotSetUp("no cramp that comes by itself")
    arranged = Arranged(before)
    for step in protocol:
        _add(arranged, step, length, said)
    if not any(step.seconds for step in arranged.steps):
        arranged.steps.append(Rest(1))
    if measure == "twitch_force" and arranged.steps and not any(isinstance(one, Stimulate) and one.seconds > 2 for one in arranged.steps):
        raise NotSetUp("no single twitch of a muscle, whose force follows rates")
    every = arranged.seconds / 2000 if measure == "endurance_time" else max(arranged.seconds / 500_000, 0.1)
    series, read = MUSCLE[measure]
    work = any(step["do"] == "exercise" for step in protocol)
    observed = muscle.perform(arranged.steps, every=every, seed=changed.seed, record=dict.fromkeys([*series, *(("activation", "capacity") if work else ())]))
    _need_whole(observed)
    begin, end = (muscle.settle + t for t in arranged.window)
    if work and begin == end:    # work that is lost is measured when it is lost
        end = begin = min(end, observed.last(Hold).begin + measures.endurance_time(observed))
    return read(observed, begin, end)


def _threshold(muscle: Muscle, before: Sequence[Step], protocol: Sequence[Mapping[str, Any]], share: float, said: float) -> float:
    """One member of the group."""
    arranged = Arranged(list(before))
    stairs = [step for step in protocol if "first_rate" in step]
    if len(stairs) != 1:
        raise NotSetUp("no threshold without one staircase")
    for step in protocol:
        if step is stairs[0]:
            test = staircase(step["first_rate"] + share * step["rate_step"], step["rate_step"], 40, train=step["duration"], rest=step["pause"])
            arranged.steps += test
        elif step["do"] != "measure":
            _add(arranged, step, before[0].change if before and isinstance(before[0], Length) else 0.0, said)
    observed = muscle.perform(arranged.steps, record=("activation",))
    _need_whole(observed)
    trains = [span for span in observed.spans if any(span.step is one for one in test)]
    return measures.threshold_frequency(Observation(observed.time, {"activation": observed["activation"]}, trains))


def _add(arranged: Arranged, step: Mapping[str, Any], length: float, said: float) -> None:
    """The steps that one word of a protocol stands for; `measure` sets when it is measured.

    `length`: at which the muscle is; `said`: the one that the finding names, or neutral, from which a stretch counts.
    """
    do, steps, begin = step["do"], arranged.steps, arranged.seconds
    seconds = step.get("duration")
    if do == "measure":
        span = step.get("duration", 0.0)
        start = step.get("at", begin)
        if start + span > begin:
            steps.append(Rest(max(start + span - begin, 1e-3)))
        arranged.window = (start, start + span)
        return
    to_failure = step.get("until") == "failure" and do in ("hold", "exercise", "contract")
    if step.get("until", "steady") != "steady" and not to_failure:
        raise NotSetUp(f"no '{do}' until {step['until']}")
    if do == "rest":
        steps.append(Rest(seconds))
    elif do == "stimulate" and step.get("on") in ("nerve", "motor_point"):
        rate = step["rate"]
        for _ in range(step.get("repeats", 1) if seconds is not None else 1):
            steps.append(Stimulate(rate, step.get("repeats", 1) / rate if seconds is None else seconds))
            if "pause" in step:
                steps.append(Rest(step["pause"]))
    elif to_failure:    # as long as the curve of endurance lets expect, and more
        effort = step.get("effort", EXHAUSTING)
        steps.append(Hold(effort, LONGEST_HOLD * 21.92 * effort ** -1.98 + 20))
    elif do == "contract":
        pause = step.get("pause", step["every"] - seconds if "every" in step else None)
        for _ in range(step.get("repeats", 1)):
            steps.append(Contract(step["effort"], seconds))
            if pause:
                steps.append(Rest(pause))
    elif do == "hold":
        steps.append(Hold(step["effort"], seconds))
    elif do == "exercise" and seconds and ("effort" in step or step.get("power") in POWERS):
        steps.append(Hold(step["effort"] if "effort" in step else POWERS[step["power"]], seconds))
    elif do == "inject" and step["what"] in ("hypertonic_saline", "isotonic_saline"):
        steps.append(Set("mediator", SALINE if step["what"] == "hypertonic_saline" else 0))
    elif do == "cuff":
        steps += [Cuff(step["pressure"]), Rest(seconds)]
    elif do == "stretch":
        steps += [Length(said + step["change"]), Rest(seconds or 10), Length(length)]
    elif do == "block" and step["what"] in ("nerve", "inhibition", "release", "esterase"):
        steps.append(Block(step["what"], step.get("share", 1)))
    elif do == "plasma":
        steps += [Plasma(**{PLASMA[name]: step[name] for name in PLASMA if name in step}), *([Rest(seconds)] if seconds else [])]
    elif do == "sweat":
        more = 1 + PER_SWEAT * step["mass_loss"]
        steps.append(Plasma(**{name: value * more for name, value in NORMAL.items()}))
    elif do == "drink" and step["what"] == "water":
        steps.append(Plasma(**{name: value * AFTER_WATER / NORMAL["sodium"] for name, value in NORMAL.items()}))
    elif do == "stress":
        steps.append(Set("stress", 1))
    else:
        raise NotSetUp(f"no step '{do}'" + (f" of '{step['what']}'" if "what" in step else "") + " for a muscle")
    if arranged.window[1] <= begin:
        arranged.window = (arranged.seconds, arranged.seconds)


def _at(name: str) -> tuple[tuple[str, ...], Callable[[Observation, float, float], float]]:
    return (name,), lambda o, begin, end: o.mean(name, begin, end) if end > begin else o.at(name, end)


def _slope(o: Observation, begin: float, end: float) -> float:
    return (o.at("pcr", begin) - o.at("pcr", end)) / (end - begin)


def _use(o: Observation, begin: float, end: float) -> float:
    effort = o.last(Contract)
    return (o.at("pcr", effort.begin) - o.at("pcr", effort.end)) / effort.step.seconds


def _afterdischarge(o: Observation, begin: float, end: float) -> float:
    """Activity after an effort; where there is none, all activity in the time of measuring."""
    if o.of(Contract):
        return measures.cramp_duration(o)
    active = o.between("activation", begin, end) > measures.QUIET
    return float(active.mean() * (end - begin))


def _cramp(o: Observation) -> tuple[float, float]:
    """From the end of the relaxation after the last train to the end of the cramp."""
    begin = o.last(Stimulate).end + measures.RELAXED
    return begin, min(begin + measures.time_to_silence(o, begin), float(o.time[-1]))


def _unit_rate(o: Observation, begin: float, end: float) -> float:
    """Impulses of all fibres over the share of units that are driven, in the cramp."""
    first, last = _cramp(o)
    return o.mean("rate", first, last) / o.mean("drive", first, last)


def _emg(o: Observation, begin: float, end: float) -> float:
    """Largest rate of impulses of the fibres in the cramp, by nerve or by themselves: what an electromyogram grows with."""
    first, last = _cramp(o)
    return float((o.between("rate", first, last) + o.between("spontaneous", first, last)).max())


def _response_time(o: Observation, begin: float, end: float) -> float:
    """Time from the start of the last effort to 63 % of the rise."""
    effort = o.last(Hold)
    level = o.at("flow", effort.begin) + (1 - math.exp(-1)) * (o.at("flow", effort.end) - o.at("flow", effort.begin))
    over = np.flatnonzero((o.time >= effort.begin) & (o["flow"] >= level))
    return float(o.time[over[0]] - effort.begin) if over.size else math.inf


def _force_in(kind: type[Step], over: float) -> Callable[[Observation, float, float], float]:
    return lambda o, begin, end: o.mean("force", max(o.last(kind).end - over, o.last(kind).begin), o.last(kind).end)


# The series that a measure needs, and how it is read at, or between, the times of measuring.
MUSCLE: dict[str, tuple[tuple[str, ...], Callable[[Observation, float, float], float]]] = {
    "threshold_frequency": (("activation",), lambda o, begin, end: measures.threshold_frequency(o)),
    "cramp_duration": (("activation",), lambda o, begin, end: measures.cramp_duration(o)),
    "afterdischarge": (("activation",), _afterdischarge),
    "time_to_end": (("activation",), lambda o, begin, end: measures.time_to_silence(o, o.of(Length)[-2].begin)),    # the last one lets go
    "maximal_force": (("force",), lambda o, begin, end: o.highest("force", o.last(Contract).begin, o.last(Contract).end)),
    "twitch_force": (("force",), _force_in(Stimulate, 2.0)),    # force at the end of the train
    "endurance_time": (("activation", "capacity"), lambda o, begin, end: measures.endurance_time(o, grace=max(5.0, 2 * float(o.time[1] - o.time[0])))),
    "PCr_recovery_time_constant": (("pcr",), lambda o, begin, end: measures.recovery_time(o)),
    "phosphocreatine": _at("pcr"), "ATP": _at("atp"), "cytosolic_pH": _at("ph"), "interstitial_potassium": _at("potassium"), "muscle_flow": _at("flow"),
    "cell_PO2": _at("po2"), "intramuscular_pressure": _at("pressure"), "contracture": _at("contracture"), "axon_discharge": _at("axon"),
    "emg_share": (("activation",), lambda o, begin, end: 100 * o.mean("activation", begin, end)),    # of the largest contraction
    "motor_unit_rate": (("rate", "drive", "activation"), _unit_rate),
    "emg_amplitude": (("rate", "spontaneous", "activation"), _emg),
    "flow_response_time": (("flow",), _response_time),
    "phosphocreatine_slope": (("pcr",), _slope),
    "ATP_use": (("pcr",), _use),
}

# Units of what `measured` gives, where they are not numbers.
NATURAL = {"resting_potential": "mV", "overshoot": "mV", "action_potential_height": "mV", "threshold_frequency": "Hz", "cramp_duration": "s", "afterdischarge": "s",
           "time_to_end": "s", "endurance_time": "s", "PCr_recovery_time_constant": "s", "phosphocreatine": "mM", "ATP": "mM", "cytosolic_pH": "pH",
           "interstitial_potassium": "mM", "muscle_flow": "ml/100g/min", "cell_PO2": "mmHg", "intramuscular_pressure": "mmHg", "axon_discharge": "Hz",
           "motor_unit_rate": "Hz", "flow_response_time": "s",
           "phosphocreatine_slope": "mM/s", "ATP_use": "mM/s", **SUBJECT_UNITS}


def _need_whole(observed: Observation) -> None:
    if not observed.complete:
        raise RuntimeError(observed.message or observed.status)
    if not math.isfinite(observed.time[-1]):
        raise RuntimeError("times that are not finite")
