"""What differs from the defaults in an arm of a finding."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Changed"]


@dataclass(frozen=True)
class Changed:
    """What differs from the defaults: gains of hypotheses, parameters of the neck, parameters of the fibre."""

    gains: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    fibre: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1    # who a subject is, as far as muscles differ
