"""Which parameters a finding hangs on: what it gives when each is a little larger."""
from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .finding_models import Finding

__all__ = ["Sensitivity", "sensitivity"]

STEP = 0.1    # share by which a parameter is changed: thresholds move in steps, which a smaller change may not reach


class Sensitivity(NamedTuple):
    """A parameter, and by how much of the band's width the value moves per ten per cent of it; `value`: what the finding then gives."""

    parameter: str
    effect: float
    value: float


def sensitivity(finding: Finding, *, most: int = 5, threads: int | None = None, progress: Callable[[int, int], object] | None = None) -> list[Sensitivity]:
    """The parameters that matter most to a finding, largest effect first: each is raised by a tenth (or lowered, where its range ends), one at a time.

    Parameters of the neck for muscles, of the fibre for fibres; without the constants of physics and definition, whose range is one value.
    An effect is the change of the value over the width of the band; where the band has one side, over the distance of the value from it. A
    finding that gives no number has none. `progress` is called with the number of parameters done and of all; ends the search by returning False.
    """
    from .judging import judge
    from .laboratory.arranging import OF_FIBRE, WITH_GAINS, Changed
    from .registry import parameters

    before = judge(finding)
    kinds = {arm.preparation["kind"] for arm in finding.arms.values()}
    if before.value is None or not math.isfinite(before.value) or not kinds & {*OF_FIBRE, *WITH_GAINS}:
        return []
    of_fibre = bool(kinds & set(OF_FIBRE))
    rows = parameters(fibre=_kind(finding)) if of_fibre else parameters()
    width = _width(finding, before.value)

    def changed(name: str) -> float | None:
        value, low, high = (float(rows[name][key]) for key in ("value", "lowest", "highest"))
        wanted = next((v for v in (value * (1 + STEP), value * (1 - STEP)) if low <= v <= high), None)
        if not value or low == high or wanted is None:
            return None
        after = judge(finding, changed=Changed(fibre={name: wanted}) if of_fibre else Changed(parameters={name: wanted}))
        if after.value is None or before.value is None:
            return None
        return (after.value - before.value) * (1 if wanted > value else -1)

    found: dict[str, float] = {}
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        waiting = {pool.submit(changed, name): name for name in rows}
        for i, done in enumerate(as_completed(waiting)):
            move = done.result()
            if move:
                found[waiting[done]] = move
            if progress is not None and progress(i + 1, len(waiting)) is False:
                break
        for one in waiting:
            one.cancel()
    largest = sorted(found.items(), key=lambda pair: -abs(pair[1]))[:most]
    return [Sensitivity(name, move / width, before.value + move) for name, move in largest]


def _kind(finding: Finding) -> str:
    """The kind of fibre, fast or slow, of its first arm."""
    preparation = next(iter(finding.arms.values())).preparation
    return "slow" if preparation.get("fibre_type", "") in ("slow", "I") or preparation.get("site") == "soleus" else "fast"


def _width(finding: Finding, value: float) -> float:
    low = finding.band.low if finding.band.low is not None else finding.band.above
    high = finding.band.high if finding.band.high is not None else finding.band.below
    if low is not None and high is not None:
        return high - low
    limit = low if low is not None else high
    return abs(value - limit) or abs(value) or 1.0 if limit is not None else 1.0
