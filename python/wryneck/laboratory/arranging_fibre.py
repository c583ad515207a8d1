"""Arms of findings on an isolated fibre in a bath."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import measures
from .arranging_muscle import need_whole
from .arranging_words import Protocol, unknown
from .changed import Changed
from .fibre_energy import STATES, used
from .not_set_up import NotSetUp
from .observation import Observation
from .single import Fibre
from .steps import Block, Rest, Step, Stimulate

__all__ = ["fibre", "is_slow"]

BATHS = {"potassium": "K", "sodium": "Na", "calcium": "Ca", "magnesium": "Mg", "chloride": "Cl", "pH": "pH", "temperature": "temperature"}
STEADY = 60.0            # s in a bath until the potential is steady; what the fibre holds goes on changing
NORMAL_BATH = 144.0      # mM of potassium and sodium of a bath
PRODUCT = 4 * 104        # mM2 of potassium and chloride of a bath, which stays where a state is steady
AFTER = 0.05             # s that are looked at after the last pulse

Preparation = Mapping[str, Any]


@dataclass
class _Asked:
    """What is done to a fibre."""

    soak: float | None = None
    blocks: list[Step] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    tail: float = AFTER


def is_slow(preparation: Preparation) -> bool:
    return preparation.get("fibre_type", "") in ("slow", "I") or preparation.get("site") == "soleus"


def _rest(asked: _Asked, step: Mapping[str, Any]) -> None:
    if asked.steps:
        asked.steps.append(Rest(step["duration"]))
    else:
        asked.soak = step.get("duration", STEADY)    # in the bath


def _block(asked: _Asked, step: Mapping[str, Any]) -> None:
    if step["what"] not in Block.of_fibre:
        raise unknown(step, "a fibre")
    asked.blocks.append(Block(step["what"], step.get("share", 1)))


def _stimulate(asked: _Asked, step: Mapping[str, Any]) -> None:
    asked.steps.append(Stimulate(step["rate"], step.get("duration", step.get("repeats", 1) / step["rate"])))


def _measure(asked: _Asked, step: Mapping[str, Any]) -> None:
    asked.tail = step.get("duration", asked.tail)


WORDS: dict[str, Callable[[_Asked, Mapping[str, Any]], None]] = {"rest": _rest, "block": _block, "stimulate": _stimulate, "measure": _measure}


def fibre(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed) -> float:
    """A fibre, or a bundle of them, in a bath."""
    asked = _Asked()
    for step in protocol:
        if step["do"] not in WORDS:
            raise unknown(step, "a fibre")
        WORDS[step["do"]](asked, step)
    bath = {BATHS[name]: preparation[name] for name in BATHS if name in preparation}
    if any(step.get("until") == "steady" for step in protocol) and "K" in bath and "Cl" not in bath:
        bath = {"Na": NORMAL_BATH - bath["K"], "Cl": PRODUCT / bath["K"], **bath}
    made = Fibre("slow" if is_slow(preparation) else "fast", bath=bath, in_bath=bool(bath), soak=asked.soak, parameters=dict(changed.fibre))
    if measure == "input_resistance":
        return _resistance(made, asked.blocks)
    if measure == "chloride_share":
        return 1 - _resistance(made, asked.blocks) / _resistance(made, [Block("chloride_channels")])
    if measure == "ATP_use":
        return _ATP_use(made, asked)
    if measure not in FIBRE:
        raise NotSetUp(f"no measure '{measure}' of a fibre")
    long = sum(step.seconds for step in asked.steps) > 10
    rested = bool(asked.steps) and isinstance(asked.steps[-1], Rest)
    observed = made.perform([*asked.blocks, *asked.steps, *([] if rested else [Rest(asked.tail)])], every=0.01 if long else 0.00025)
    need_whole(observed)
    changed.watch(observed, "potential" if measure in OF_POTENTIAL else "force", None)
    return FIBRE[measure](observed)


def _resistance(made: Fibre, blocks: Sequence[Step]) -> float:
    """Steady change of potential by a weak current, kohm cm2."""
    from ..single_fibre import fibre as run

    result = run(made.kind, bath=made.bath, pulses=[0], amplitude=-1, width=40, duration=40, parameters=made.parameters_with(blocks), tolerance=1e-8, record="membranes.V_s")
    V = result["membranes.V_s"]
    return float(V[0] - V[-1])


def _ATP_use(made: Fibre, asked: _Asked) -> float:
    """ATP used from the first pulse to the end of the last train, mM/s."""
    from ..single_fibre import fibre as run, pulses

    if len(asked.steps) != 1 or not isinstance(train := asked.steps[0], Stimulate):
        raise NotSetUp("no ATP use of a fibre but in one train")
    changed = made.parameters_with(asked.blocks)
    result = run(made.kind, bath=made.bath, interstitium="infinite" if made.in_bath else "plasma", pulses=pulses(round(train.rate * train.seconds), train.rate),
                 soak=None if asked.soak is None else 1000 * asked.soak, duration=1000 * train.seconds, every=1, parameters=changed, record=STATES, tolerance=made.tolerance)
    if not result.complete:
        raise RuntimeError(result.message or result.status)
    temperature = made.bath.get("temperature")
    return used({name: result[name] for name in STATES}, result.time_ms, slow=made.kind == "slow", parameters=changed, temperature=temperature) / train.seconds


FIBRE: dict[str, Callable[[Observation], float]] = {
    "resting_potential": measures.resting_potential,
    "tetanic_force": lambda o: o.highest("force", o.last(Stimulate).end - min(0.1, o.last(Stimulate).step.seconds), o.last(Stimulate).end) - float(o["force"][0]),
    "twitch_force": measures.peak_force,
    "overshoot": measures.overshoot,
    "action_potential_height": lambda o: measures.overshoot(o) - measures.resting_potential(o),
    "action_potentials": lambda o: float(measures.action_potentials(o)),
    "resting_tension": lambda o: float(np.asarray(o["force"])[-1]),
}
OF_POTENTIAL = ("resting_potential", "overshoot", "action_potential_height", "action_potentials")    # the others are read from force
