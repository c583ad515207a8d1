"""What is read off the discharges of single motor units: one number each, in the unit that its docstring names."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ScenarioError
from .motor_units import UnitObservation
from .observation import seconds
from .steps import Contract, Pulse, Ramp, Startle, TendonShock

if TYPE_CHECKING:
    from ..series import Array

__all__ = ["averaged_inhibition", "common_fluctuation", "delta_F", "discharge_fall", "doublet_share", "interval_variation", "motor_unit_rate", "recruitment_drive", "reflex_share", "silence", "startle_answer"]

PAUSE = 0.4        # s of silence that end a train of a unit: longer ones are no interval [ours]
DOUBLET = 0.02     # s between the discharges of a doublet [ours: 10 to 20 ms are in use]
FEWEST = 10        # discharges of a unit that is looked at
SMOOTH = 1.0       # s over which rates are smoothed for delta_F [ours, after paired-unit studies]
GAP = 0.015        # s without any discharge that begin a silence [ours]
LEAST_THRESHOLD = 0.03    # of units whose drive at recruitment is compared with it: smaller ones begin while the inhibition of rest ends
BIN, SPAN = 0.001, 10    # s of a bin, and bins that are taken together [ours]
REFLEX = (0.02, 0.06)    # s after a pulse in which a reflex comes


def _intervals(observed: UnitObservation, begin: float, end: float) -> list[Array]:
    """Intervals (s) of each unit that discharged often enough, pauses left out."""
    found = []
    for unit in np.unique(observed.unit):
        times = observed.discharges(int(unit), begin, end)
        if times.size >= FEWEST:
            intervals = np.diff(times)
            found.append(intervals[intervals < PAUSE])
    return [one for one in found if one.size]


def motor_unit_rate(observed: UnitObservation, begin: float = 0, end: float = np.inf) -> float:
    """Mean over units of their mean rate between pauses, Hz. Not a number where none discharged often enough."""
    return _mean([1 / one.mean() for one in _intervals(observed, begin, end)])


def interval_variation(observed: UnitObservation, begin: float = 0, end: float = np.inf) -> float:
    """Mean over units of the coefficient of variation of their intervals, %."""
    return 100 * _mean([one.std(ddof=1) / one.mean() for one in _intervals(observed, begin, end) if one.size > 1])


def doublet_share(observed: UnitObservation, begin: float = 0, end: float = np.inf) -> float:
    """Share of intervals below 20 ms, %."""
    every = _intervals(observed, begin, end)
    return 100 * float(np.mean(np.concatenate(every) < DOUBLET)) if every else math.nan


def common_fluctuation(observed: UnitObservation, begin: float = 0, end: float = np.inf, *, segment: float = 5.0) -> float:
    """Frequency (Hz) from 0.5 to 5 Hz at which the rates of all units fluctuate together most: the peak of the spectrum of their summed discharges.

    The spectrum is averaged over half overlapping segments of `segment` (s).
    """
    segment = seconds(segment, "segment")
    if not segment >= 1:
        raise ScenarioError("segment", f"{segment:g}", "1 s or more, two periods of the slowest fluctuation")
    end = min(end, float(observed.time[-1]))
    bins = 50.0
    kept = observed.arrival[(observed.origin == "motoneuron") & (observed.arrival >= begin) & (observed.arrival < end)]
    count = int((end - begin) * bins)
    length = int(segment * bins)
    if count < length or kept.size < FEWEST:
        return math.nan
    sums = np.histogram(kept, count, (begin, begin + count / bins))[0]
    pieces = [sums[i:i + length] for i in range(0, count - length + 1, length // 2)]
    if not any(piece.any() for piece in pieces):
        return math.nan
    power = sum(np.abs(np.fft.rfft((piece - piece.mean()) * np.hanning(length))) ** 2 for piece in pieces if piece.any())
    frequency = np.fft.rfftfreq(length, 1 / bins)
    band = (frequency >= 0.5) & (frequency <= 5)
    return float(frequency[band][np.argmax(np.asarray(power)[band])])


def delta_F(observed: UnitObservation, *, earlier: float = 2.0) -> float:
    """Mean over pairs of units of the rate of the lower one when the higher begins less that when it ends, Hz: how much less drive keeps a unit going.

    Pairs: a unit and those recruited `earlier` (s) or more before it that outlast it. A unit begins and ends with its longest train of discharges without
    a pause of 0.4 s: single discharges before and after are noise. Rates are smoothed over a second. [NE-40]
    """
    earlier = seconds(earlier, "earlier")
    trains = {int(u): _longest_train(observed.discharges(int(u))) for u in np.unique(observed.unit)}
    trains = {u: times for u, times in trains.items() if times.size >= FEWEST}
    found = []
    for test, times in trains.items():
        first, last = float(times[0]), float(times[-1])
        controls = [one for u, one in trains.items() if u < test and one[0] <= first - earlier and one[-1] > last]
        found += [_rate(one, first) - _rate(one, last) for one in controls]
    return _mean(found)


def _longest_train(times: Array) -> Array:
    pieces = np.split(times, np.flatnonzero(np.diff(times) >= PAUSE) + 1)
    longest: Array = max(pieces, key=len)
    return longest


def _rate(times: Array, at: float) -> float:
    """Rate (Hz) of a unit at a time, by a Hann window of `SMOOTH` on its instantaneous rates."""
    middle, rates = (times[1:] + times[:-1]) / 2, 1 / np.diff(times)
    weight = np.where(np.abs(middle - at) < SMOOTH / 2, np.cos(np.pi * (middle - at) / SMOOTH) ** 2, 0)
    weight *= np.diff(times)    # an interval counts for as long as it lasts
    return float((weight * rates).sum() / weight.sum()) if weight.sum() > 0 else math.nan


def recruitment_drive(observed: UnitObservation) -> float:
    """Drive at the first discharge of a unit as share of its threshold: mean over units that begin during the first ramp that rises, or the last effort."""
    rising = [span for span in observed.of(Ramp) if span.step.effort > 0]  # type: ignore[attr-defined]
    ramp = rising[0] if rising else observed.last(Contract)
    shares = []
    for unit in np.unique(observed.unit):
        times = observed.discharges(int(unit))
        left = times[0] - observed.delay if times.size else 0.0    # when the soma discharged
        if ramp.begin + 0.1 < left < ramp.end and observed.threshold[unit] > LEAST_THRESHOLD:
            shares.append(observed.at("drive", left) / float(observed.threshold[unit]))
    return _mean(shares)


def silence(observed: UnitObservation, *, within: float = 0.3) -> tuple[float, float]:
    """Latency and duration (s) of the first silence of the whole pool after the last shock to its tendon or pulse to its nerve.

    A silence is a gap of 15 ms or more in all discharges that motoneurons make; without one within `within` (s) the duration is 0.
    """
    shock = max(observed.event(kind) for kind in (TendonShock, Pulse) if observed.of(kind)) if observed.of(TendonShock) else observed.event(Pulse)
    times = observed.arrival[observed.origin == "motoneuron"]
    if not (times < shock).any():
        return math.nan, math.nan
    gaps = np.diff(times)
    begins = times[:-1]
    found = np.flatnonzero((begins >= shock) & (begins < shock + within) & (gaps >= GAP))
    if not found.size:
        last = float(times[-1])
        return (last - shock, math.inf) if last < shock + within else (math.nan, 0.0)
    return float(begins[found[0]] - shock), float(gaps[found[0]])


def averaged_inhibition(observed: UnitObservation, *, before: float = 0.2, after: float = 0.25) -> tuple[float, float]:
    """Latency and duration (s) of the first inhibition by shocks to the tendon, from the discharges of all motoneurons averaged over the shocks.

    Discharges are counted in spans of 10 ms, which blur by as much, from `before` (s) the shocks to `after` them (0.05 to 10 s each); inhibition is where
    the count is below its mean before the shocks by more than two standard deviations, for 10 ms or more. The duration is infinite where it goes on after
    the span, and 0 with a latency that is not a number where there is none. Both are not numbers where discharges are too few to tell.
    """
    before, after = (_within(seconds(value, name), 0.05, 10, name) for value, name in ((before, "before"), (after, "after")))
    shocks = [span.begin for span in observed.of(TendonShock) if span.begin - before >= observed.time[0] and span.begin + after <= observed.time[-1] + BIN]
    if not shocks:
        raise ScenarioError("protocol", problem=f"has no shock to the tendon with {before:g} s before and {after:g} s after it")
    times = observed.arrival[observed.origin == "motoneuron"]
    bins = np.arange(-round(before / BIN), round(after / BIN) + 1) * BIN
    counts = np.sum([np.histogram(times - shock, bins)[0] for shock in shocks], axis=0)
    smooth = np.convolve(counts, np.full(SPAN, 1 / SPAN), "valid")    # of the spans around middle
    middle = (bins[:-SPAN] + bins[SPAN:]) / 2
    usual = smooth[middle < -SPAN * BIN]
    level = usual.mean() - 2 * usual.std()
    if level <= 0:
        return math.nan, math.nan
    low = (smooth < level) & (middle > 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], low, [False]]).astype(int)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= SPAN:
            return float(middle[begin]), math.inf if end == low.size else float((end - begin) * BIN)
    return math.nan, 0.0


def discharge_fall(observed: UnitObservation, *, before: float = 0.5, after: tuple[float, float] = (0.04, 0.14)) -> float:
    """Fall of the discharges of all motoneurons by the last shock to the tendon: 1 less their rate in a span after it (s) over that `before` (s) it."""
    shock = observed.event(TendonShock)
    times = observed.arrival[observed.origin == "motoneuron"]
    usual = ((times >= shock - before) & (times < shock)).sum() / before
    left = ((times >= shock + after[0]) & (times < shock + after[1])).sum() / (after[1] - after[0])
    return 1 - float(left / usual) if usual else math.nan


def reflex_share(observed: UnitObservation) -> float:
    """Share of the largest force in units whose motoneurons discharge 20 to 60 ms after the last pulse, of a pool that is silent before it: the H-reflex."""
    pulse = observed.event(Pulse)
    early, late = (pulse + t for t in REFLEX)
    units = np.unique(observed.unit[(observed.origin == "motoneuron") & (observed.arrival >= early) & (observed.arrival <= late)])
    if not units.size:
        return 0.0
    return float(observed.weight[units].sum())


def startle_answer(observed: UnitObservation, *, within: float = 0.3) -> tuple[float, float]:
    """Latency (s) and amplitude of the answer to the last startle: when the first unit discharges, and the largest share of the pool, by force, that discharges
    within 10 ms, `within` (s) of it. Not a number and 0 where none discharges."""
    begin = observed.event(Startle)
    kept = (observed.origin == "motoneuron") & (observed.arrival > begin) & (observed.arrival <= begin + within)
    times, weight = observed.arrival[kept], observed.weight[observed.unit[kept]]
    if not times.size:
        return math.nan, 0.0
    sums = np.concatenate([[0.0], np.cumsum(weight)])
    first = np.searchsorted(times, times - SPAN * BIN, side="right")
    return float(times[0] - begin), float((sums[1:] - sums[first]).max())


def _within(value: float, least: float, most: float, name: str) -> float:
    if not least <= value <= most:
        raise ScenarioError(name, f"{value:g} s", f"a time from {least:g} to {most:g} s")
    return value


def _mean(values: list[float]) -> float:
    kept = [v for v in values if math.isfinite(v)]
    return float(np.mean(kept)) if kept else math.nan


