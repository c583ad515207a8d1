"""What is read off a muscle that was observed: for each measure of a finding the curves that it needs and how it is read."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from . import measures
from .observation import Observation, Span
from .pacing import PAUSE, PULL
from .pools import ENERGY, FLUID, OXYGEN, Pools
from .steps import Contract, Cuff, Hold, Length, Step, Stimulate

__all__ = ["MUSCLE", "NATURAL_OF_MUSCLE", "Reading", "Seen"]

BURST = 0.003       # active state through which a random burst in one of six pieces of a muscle rises, and nothing else at rest
MOTOR_UNITS = 153   # of a tibialis anterior, 91 to 226 by the effort at which they are estimated [McNeil and others 2005, Clin Neurophysiol 116:1342, abstract]
TURNS_ACID = 0.01   # pH below rest that counts as below


@dataclass(frozen=True)
class Seen:
    """An observation, the times of measuring, what differs from the tables, and when rhythmic work went on."""

    observed: Observation
    begin: float
    end: float
    parameters: Mapping[str, float] = field(default_factory=dict)
    work: tuple[float, float] | None = None

    @property
    def pools(self) -> Pools:
        return Pools(self.observed, self.parameters)

    def effort(self) -> tuple[float, float]:
        """When the last effort went on: a hold, a contraction, or rhythmic work as a whole."""
        if self.work is not None:
            return self.work
        spans: list[Span] = [span for span in self.observed.spans if isinstance(span.step, (Hold, Contract))]
        return (spans[-1].begin, spans[-1].end) if spans else (self.begin, self.end)

    def response_time(self, curve: Callable[[float], float]) -> float:
        """Time from the start of the last effort to 63 % of the rise of a curve by its end; means over a cycle where the effort is rhythmic."""
        begin, end = self.effort()
        cycle = PULL + PAUSE if self.work is not None else 0.0
        time = self.observed.time[(self.observed.time >= begin - cycle) & (self.observed.time <= end)]
        value = np.array([curve(float(t)) for t in time])
        if cycle:
            n = round(cycle / float(time[1] - time[0]))
            time, value = time[n:], np.convolve(value, np.full(n, 1 / n), "valid")[1:]
        level = value[0] + (1 - math.exp(-1)) * (value[-1] - value[0])
        over = np.flatnonzero((value - level) * math.copysign(1, value[-1] - value[0]) >= 0)
        return float(time[over[0]] - begin) if over.size and value[-1] != value[0] else math.inf


class Reading(NamedTuple):
    """`noise`: discharge comes in random bursts, which are what is looked at."""

    series: tuple[str, ...]
    read: Callable[[Seen], float]
    noise: bool = False


def _at(name: str) -> Reading:
    return Reading((name,), lambda s: s.observed.mean(name, s.begin, s.end) if s.end > s.begin else s.observed.at(name, s.end))


def _slope(s: Seen) -> float:
    return (s.observed.at("pcr", s.begin) - s.observed.at("pcr", s.end)) / (s.end - s.begin)


def _use(s: Seen) -> float:
    effort = s.observed.last(Contract)
    return (s.observed.at("pcr", effort.begin) - s.observed.at("pcr", effort.end)) / effort.step.seconds


def _cost(s: Seen) -> float:
    trains = s.observed.of(Stimulate)
    return s.pools.used(trains[0].begin, s.end) / len(trains)


def _afterdischarge(s: Seen) -> float:
    """Activity after an effort; where there is none, all activity in the time of measuring."""
    if s.observed.of(Contract):
        return measures.cramp_duration(s.observed)
    active = s.observed.between("activation", s.begin, s.end) > measures.QUIET
    return float(active.mean() * (s.end - s.begin))


def _cramp_duration(s: Seen) -> float:
    """After a stimulus; where there is none, the longest cramp that began by itself."""
    if s.observed.of(Stimulate) or s.observed.of(Contract) or s.observed.of(Hold):
        return measures.cramp_duration(s.observed)
    return max((float(row["duration_s"]) for row in s.observed.episodes if row["kind"] == "cramp"), default=0.0)


def _cramp(o: Observation) -> tuple[float, float]:
    """From the end of the relaxation after the last train to the end of the cramp."""
    begin = o.last(Stimulate).end + measures.RELAXED
    return begin, min(begin + measures.time_to_silence(o, begin), float(o.time[-1]))


def _unit_rate(s: Seen) -> float:
    """Impulses of all fibres over the share of units that are driven, in the cramp."""
    first, last = _cramp(s.observed)
    return s.observed.mean("rate", first, last) / s.observed.mean("drive", first, last)


def _emg(s: Seen) -> float:
    """Largest rate of impulses of the fibres in the cramp, by nerve or by themselves: what an electromyogram grows with."""
    first, last = _cramp(s.observed)
    return float((s.observed.between("rate", first, last) + s.observed.between("spontaneous", first, last)).max())


def _fasciculations(s: Seen) -> float:
    """Per minute: random bursts of fibres, and as many discharges of axons as are expected of all motor units."""
    active = s.observed.between("activation", s.begin, s.end) > BURST
    bursts = float((active[1:] & ~active[:-1]).sum() / (s.end - s.begin))
    return 60 * (bursts + MOTOR_UNITS * s.observed.mean("axon", s.begin, s.end))


def _active_time(s: Seen) -> float:
    return 100 * float((s.observed.between("activation", s.begin, s.end) > BURST).mean())


def _acid_onset(s: Seen) -> float:
    """Per cent of the phosphocreatine of rest that is gone when pH falls below rest; infinite where it does not."""
    begin, end = s.effort()
    o = s.observed
    acid = np.flatnonzero((o.time >= begin) & (o.time <= end) & (o["ph"] < o.at("ph", begin) - TURNS_ACID))
    return 100 * (1 - float(o["pcr"][acid[0]]) / o.at("pcr", begin)) if acid.size else math.inf


def _mean(s: Seen, value: Callable[[float], float]) -> float:
    """Over the samples from begin to end, or at the end."""
    time = s.observed.time[(s.observed.time >= s.begin) & (s.observed.time <= s.end)] if s.end > s.begin else [s.end]
    return float(np.mean([value(float(t)) for t in time]))


def _force_in(kind: type[Step], over: float) -> Callable[[Seen], float]:
    return lambda s: s.observed.mean("force", max(s.observed.last(kind).end - over, s.observed.last(kind).begin), s.observed.last(kind).end)


def _filtration(s: Seen) -> float:
    return s.pools.filtration_coefficient(s.observed.last(Cuff).step.pressure)  # type: ignore[attr-defined]


# Read at, or between, the times of measuring.
MUSCLE: dict[str, Reading] = {
    "threshold_frequency": Reading(("activation",), lambda s: measures.threshold_frequency(s.observed)),
    "cramp_duration": Reading(("activation",), _cramp_duration),
    "afterdischarge": Reading(("activation",), _afterdischarge),
    "time_to_end": Reading(("activation",), lambda s: measures.time_to_silence(s.observed, s.observed.of(Length)[-2].begin)),    # the last one lets go
    "maximal_force": Reading(("force",), lambda s: s.observed.highest("force", s.observed.last(Contract).begin, s.observed.last(Contract).end)),
    "twitch_force": Reading(("force",), _force_in(Stimulate, 2.0)),    # force at the end of the train
    "endurance_time": Reading(("activation", "capacity"), lambda s: measures.endurance_time(s.observed, grace=max(5.0, 2 * float(s.observed.time[1] - s.observed.time[0])))),
    "PCr_recovery_time_constant": Reading(("pcr",), lambda s: measures.recovery_time(s.observed)),
    "PCr_used_at_acid_onset": Reading(("pcr", "ph"), _acid_onset),
    "phosphocreatine": _at("pcr"), "ATP": _at("atp"), "cytosolic_pH": _at("ph"), "interstitial_potassium": _at("potassium"), "muscle_flow": _at("flow"),
    "cell_PO2": _at("po2"), "intramuscular_pressure": _at("pressure"), "contracture": _at("contracture"), "axon_discharge": _at("axon"), "knot_radius": _at("knot_radius"),
    "phosphate": Reading(("pcr", "atp", "ph"), lambda s: _mean(s, s.pools.phosphate)),
    "oxidative_supply": Reading(ENERGY, lambda s: s.pools.mean_supply(s.begin, s.end)[0]),
    "glycolytic_supply": Reading(ENERGY, lambda s: s.pools.mean_supply(s.begin, s.end)[1]),
    "ATP_cost": Reading(ENERGY, _cost),
    "fibre_potassium": Reading(("sodium_fibre",), lambda s: _mean(s, s.pools.fibre_potassium)),
    "myoglobin_desaturation": Reading(("po2",), lambda s: 100 * _mean(s, s.pools.desaturation)),
    "capillary_PO2": Reading(OXYGEN, lambda s: s.pools.capillary_PO2(s.begin, s.end)),
    "cell_water": Reading(("water",), lambda s: _mean(s, s.pools.cell_water)),
    "total_water": Reading(FLUID, lambda s: s.pools.total_water(s.end)),
    "interstitial_pressure": Reading(FLUID, lambda s: s.pools.interstitial_pressure(s.end)),
    "filtration_coefficient": Reading(("flow",), _filtration),
    "emg_share": Reading(("activation",), lambda s: 100 * s.observed.mean("activation", s.begin, s.end)),    # of the largest contraction
    "motor_unit_rate": Reading(("rate", "drive", "activation"), _unit_rate),
    "emg_amplitude": Reading(("rate", "spontaneous", "activation"), _emg),
    "fasciculation_rate": Reading(("activation", "axon"), _fasciculations, noise=True),
    "active_time": Reading(("activation",), _active_time, noise=True),
    "flow_response_time": Reading(("flow",), lambda s: s.response_time(lambda t: s.observed.at("flow", t))),
    "VO2_response_time": Reading(OXYGEN, lambda s: s.response_time(s.pools.oxygen_uptake)),
    "phosphocreatine_slope": Reading(("pcr",), _slope),
    "ATP_use": Reading(("pcr",), _use),
}

NATURAL_OF_MUSCLE = {
    "threshold_frequency": "Hz", "cramp_duration": "s", "afterdischarge": "s", "time_to_end": "s", "endurance_time": "s", "PCr_recovery_time_constant": "s",
    "phosphocreatine": "mM", "ATP": "mM", "phosphate": "mM", "cytosolic_pH": "pH", "interstitial_potassium": "mM", "fibre_potassium": "mM",
    "muscle_flow": "ml/100g/min", "cell_PO2": "mmHg", "capillary_PO2": "mmHg", "intramuscular_pressure": "mmHg", "interstitial_pressure": "mmHg", "axon_discharge": "Hz",
    "motor_unit_rate": "Hz", "flow_response_time": "s", "VO2_response_time": "s", "phosphocreatine_slope": "mM/s", "ATP_use": "mM/s", "ATP_cost": "mM",
    "oxidative_supply": "mM/s", "glycolytic_supply": "mM/s", "fasciculation_rate": "1/min", "knot_radius": "mm", "cell_water": "ml/100g", "total_water": "ml/100g",
    "filtration_coefficient": "ul/100g/min/mmHg", "myoglobin_desaturation": "%", "active_time": "%", "PCr_used_at_acid_onset": "%",
}
