"""What differs from the defaults in an arm of a finding."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .observation import Observation

__all__ = ["Changed"]


@dataclass(frozen=True)
class Changed:
    """What differs from the defaults: gains of hypotheses, parameters of the neck, parameters of the fibre.

    `watch` is called with each observation that a number is read from, its curve that is read first, and the times of measuring (s), or None for all of it.
    """

    gains: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    fibre: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1    # who a subject is, as far as muscles differ
    watch: Callable[[Observation, str, tuple[float, float] | None], None] = lambda *_: None
