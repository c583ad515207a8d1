"""Arms of findings set up in the laboratory: from the words of a finding to a preparation, its protocol and the number that is measured."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .arranging_fibre import fibre
from .arranging_muscle import muscle, neck
from .arranging_parts import PARTS
from .arranging_subject import SUBJECT, SUBJECT_UNITS
from .arranging_units import OF_STARTLE, motoneurons, nerve_muscle, startled
from .changed import Changed
from .not_set_up import NotSetUp
from .reading import NATURAL_OF_MUSCLE

__all__ = ["KINDS", "NATURAL", "OF_FIBRE", "WITH_GAINS", "Changed", "NotSetUp", "measured"]

Preparation = Mapping[str, Any]
Protocol = Sequence[Mapping[str, Any]]
Kind = Callable[[str, Preparation, Protocol, Changed], float]

WITH_GAINS = ("nerve_muscle", "motoneurons", "muscle", "patch", "neck")    # preparations on which gains of hypotheses act
OF_FIBRE = ("fibre", "bundle")    # preparations on which parameters of the fibre act


def _by_parameters(part: Callable[[str, Preparation, Protocol, Mapping[str, float]], float]) -> Kind:
    """A part on which parameters act, and nothing else of what may differ."""
    return lambda measure, preparation, protocol, changed: part(measure, preparation, protocol, {**changed.parameters, **changed.fibre})


def _unchanged(part: Callable[[str, Preparation, Protocol], float]) -> Kind:
    """A part on which nothing of what may differ acts."""
    return lambda measure, preparation, protocol, changed: part(measure, preparation, protocol)


def _neck(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed) -> float:
    """A neck that stands, or one that is startled."""
    of = startled if measure in OF_STARTLE and any(step["do"] == "impact" for step in protocol) else neck
    return of(measure, preparation, protocol, changed)


# Every kind of preparation that can be set up.
KINDS: dict[str, Kind] = {
    "fibre": fibre, "bundle": fibre, "nerve_muscle": nerve_muscle, "motoneurons": motoneurons, "muscle": muscle, "patch": muscle, "neck": _neck,
    **{kind: _by_parameters(part) for kind, part in PARTS.items()},
    **{kind: _unchanged(part) for kind, part in SUBJECT.items()},
}

# Units of what `measured` gives, where they are not numbers.
NATURAL = {"silent_period": "s", "onset_latency": "ms", "inhibition_onset": "ms", "inhibition_duration": "ms", "delta_F": "Hz", "common_fluctuation": "Hz", "interval_variation": "%", "doublet_share": "%",
           "resting_potential": "mV", "overshoot": "mV", "action_potential_height": "mV", "release_half_recovery": "s", **NATURAL_OF_MUSCLE, **SUBJECT_UNITS}


def measured(measure: str, preparation: Preparation, protocol: Protocol, changed: Changed | None = None) -> float:
    """The number that a measure gives in an arm, in the unit of `NATURAL`; `changed` says what differs from the defaults, where it acts.

    Raises NotSetUp where preparation, step or measure is not known here.
    """
    kind = preparation["kind"]
    if kind not in KINDS:
        raise NotSetUp(f"no preparation '{kind}'")
    return KINDS[kind](measure, preparation, protocol, changed or Changed())
