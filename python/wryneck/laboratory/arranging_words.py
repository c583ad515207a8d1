"""The words of a protocol on a muscle: a table of small functions, each of which adds the steps that its word stands for.

What stands for what is written here once.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .not_set_up import NotSetUp
from .pacing import PAUSE, PULL, Work, general_endurance, targets
from .steps import Block, Contract, Cuff, Hold, Length, Plasma, Rest, Set, Step, Stimulate

__all__ = ["FAILING", "NORMAL", "PLASMA", "WORDS", "Arranged", "add", "unknown"]

PLASMA = {"potassium": "potassium", "sodium": "sodium", "calcium": "calcium", "magnesium": "magnesium", "pH": "ph", "temperature": "temperature"}
NORMAL = {"sodium": 140.0, "potassium": 4.2, "calcium": 1.25, "magnesium": 0.55}
PER_SWEAT = 0.7          # rise of all plasma ions per share of body mass that is lost as sweat, as a share: 1 mM of sodium per per cent [assumed]
AFTER_WATER = 137.6      # mM of plasma sodium after plain water [NE-59]
LONGEST_HOLD = 4.0       # times the general curve of endurance [EK-30]
SALINE = 1.0             # mediators by an injection of hypertonic saline: as many as clearly hurt [assumed]
POWERS = {10.0: 0.25, 30.0: 0.4, 50.0: 0.6}    # share of maximal force of knee extension by power in W [assumed]
STRETCHED = 10.0         # s of a stretch of which no duration is said

Protocol = Sequence[Mapping[str, Any]]


@dataclass
class Arranged:
    """A protocol; `window`: when it is measured (s after the first step); `works`: the steps of it whose end or effort only a run gives.

    `length`: at which the muscle is; `said`: the one that the finding names, or neutral, from which a stretch counts. `known`: what runs gave
    for the works, by their place in the protocol: seconds of a hold, the effort of each cycle of rhythmic work.
    """

    steps: list[Step] = field(default_factory=list)
    window: tuple[float, float] = (0, 0)
    length: float = 0.0
    said: float = 0.0
    known: Mapping[int, Sequence[float]] = field(default_factory=dict)
    works: list[Work] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)


Word = Callable[[Arranged, Mapping[str, Any], int], None]


def unknown(step: Mapping[str, Any], of: str = "a muscle") -> NotSetUp:
    return NotSetUp(f"no step '{step['do']}'" + (f" of '{step['what']}'" if "what" in step else "") + f" for {of}")


def add(arranged: Arranged, step: Mapping[str, Any], place: int = 0) -> None:
    """The steps that one word stands for; `measure` sets when it is measured, without it that is the end of the last step."""
    do = step["do"]
    if step.get("until", "steady") != "steady" and not (_to_failure(step) and do in FAILING):
        raise NotSetUp(f"no '{do}' until {step['until']}")
    if do not in WORDS:
        raise unknown(step)
    begin = arranged.seconds
    WORDS[do](arranged, step, place)
    if do != "measure" and arranged.window[1] <= begin:
        arranged.window = (arranged.seconds, arranged.seconds)


def _to_failure(step: Mapping[str, Any]) -> bool:
    return bool(step.get("until") == "failure")


def _measure(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    begin, span = arranged.seconds, step.get("duration", 0.0)
    start = step.get("at", begin)
    if start + span > begin:
        arranged.steps.append(Rest(max(start + span - begin, 1e-3)))
    arranged.window = (start, start + span)


def _rest(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps.append(Rest(step["duration"]))


def _stimulate(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    if step.get("on") not in ("nerve", "motor_point"):
        raise unknown(step)
    rate, seconds, repeats = step["rate"], step.get("duration"), step.get("repeats", 1)
    if seconds is None and repeats == 1:
        raise NotSetUp("no single twitch of a muscle, whose force follows mean rates")
    for _ in range(repeats if seconds is not None else 1):
        arranged.steps.append(Stimulate(rate, repeats / rate if seconds is None else seconds))
        if "pause" in step:
            arranged.steps.append(Rest(step["pause"]))


def _contract(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    if _to_failure(step):
        return _hold(arranged, step, place)
    pause = step.get("pause", step["every"] - step["duration"] if "every" in step else None)
    for _ in range(step.get("repeats", 1)):
        arranged.steps.append(Contract(step["effort"], step["duration"]))
        if pause:
            arranged.steps.append(Rest(pause))


def _hold(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    """Where it is held until it is lost: for as long as the curve of endurance lets expect and more, or as a run has shown."""
    effort = step["effort"]
    if not _to_failure(step):
        arranged.steps.append(Hold(effort, step["duration"]))
        return
    seconds = arranged.known[place][0] if place in arranged.known else LONGEST_HOLD * general_endurance(effort) + 20
    begin = arranged.seconds
    arranged.steps.append(Hold(effort, seconds))
    arranged.works.append(Work(place, begin, [effort], 1, len(arranged.steps), rhythmic=False, to_failure=True))


def _exercise(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    """Rhythmic contractions; what each of them takes a run must show."""
    effort = step.get("effort", POWERS.get(step.get("power", 0.0)))
    if not _to_failure(step) and (effort is None or "duration" not in step):
        raise unknown(step)
    wanted = targets(effort, None if _to_failure(step) else step["duration"])
    efforts = arranged.known.get(place, [min(target, 1.0) for target in wanted])
    begin = arranged.seconds
    for one in efforts:
        arranged.steps += [Contract(one, PULL), Rest(PAUSE)]
    arranged.works.append(Work(place, begin, wanted, len(efforts), len(arranged.steps), rhythmic=True, to_failure=_to_failure(step)))


def _inject(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps.append(Set("mediator", SALINE if step["what"] == "hypertonic_saline" else 0))


def _cuff(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps += [Cuff(step["pressure"]), Rest(step["duration"])]


def _stretch(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps += [Length(arranged.said + step["change"]), Rest(step.get("duration") or STRETCHED), Length(arranged.length)]


def _block(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    if step["what"] not in Block.of_muscle:
        raise unknown(step)
    arranged.steps.append(Block(step["what"], step.get("share", 1)))


def _plasma(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps.append(Plasma(**{PLASMA[name]: step[name] for name in PLASMA if name in step}))
    if step.get("duration"):
        arranged.steps.append(Rest(step["duration"]))


def _sweat(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    more = 1 + PER_SWEAT * step["mass_loss"]
    arranged.steps.append(Plasma(**{name: value * more for name, value in NORMAL.items()}))


def _drink(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    if step["what"] != "water":
        raise unknown(step)
    arranged.steps.append(Plasma(**{name: value * AFTER_WATER / NORMAL["sodium"] for name, value in NORMAL.items()}))


def _stress(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    arranged.steps.append(Set("stress", 1))


def _sleep(arranged: Arranged, step: Mapping[str, Any], place: int) -> None:
    """Nothing is done: the bench lies already. When it is measured is told by the step that follows."""


WORDS: dict[str, Word] = {
    "measure": _measure, "rest": _rest, "stimulate": _stimulate, "contract": _contract, "hold": _hold, "exercise": _exercise, "inject": _inject,
    "cuff": _cuff, "stretch": _stretch, "block": _block, "plasma": _plasma, "sweat": _sweat, "drink": _drink, "stress": _stress, "sleep": _sleep,
}
FAILING = ("hold", "exercise", "contract")    # what can be done until it fails
