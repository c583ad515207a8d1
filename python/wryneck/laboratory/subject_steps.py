"""What is done with a whole person: drink, sweat, ice on the skin, something to swallow."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..errors import ScenarioError
from ..quantity import to_number
from ..registry import need_known
from .steps import DAY, Action, Setting

__all__ = ["Drink", "Ice", "Sweat", "Take"]


@dataclass(frozen=True)
class Drink(Action):
    """Drinks `volume` (l) evenly over `duration` (s): "water", or "oral_rehydration" with the salts of the published test [CT-17]."""

    volume: Any
    what: str = "water"
    duration: Any = 60
    units = {"volume": ("l", 0, 10), "duration": ("s", 1, DAY)}
    known: ClassVar[dict[str, tuple[float, float]]] = {"water": (0.0, 0.0), "oral_rehydration": (50.0, 20.0)}    # sodium and potassium, mM

    def __post_init__(self) -> None:
        super().__post_init__()
        need_known(self.what, self.known, "Drink.what")


@dataclass(frozen=True)
class Sweat(Action):
    """Loses sweat evenly over `duration` (s): a share of body mass, `mass_loss`, or a `volume` (l)."""

    mass_loss: Any = None
    duration: Any = 3600
    volume: Any = None
    units = {"duration": ("s", 60, DAY)}

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.mass_loss is None) == (self.volume is None):
            raise ScenarioError("Sweat", problem="needs either a mass_loss or a volume, such as Sweat('2 %') or Sweat(volume='1 l')")
        name, unit, most = ("mass_loss", "1", 0.15) if self.volume is None else ("volume", "l", 15.0)
        value = to_number(getattr(self, name), unit, field=f"Sweat.{name}")
        if not 0 <= value <= most:
            raise ScenarioError(f"Sweat.{name}", f"{value:g}", f"a value from 0 to {most:g}" + ("" if unit == "1" else f" {unit}"))
        object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Ice(Action):
    """A wet pack of ice on the skin for `duration` (s); `temperature` (degC) of what lies there."""

    duration: Any
    temperature: Any = 0
    units = {"duration": ("s", 1, DAY), "temperature": ("degC", -5, 46)}


@dataclass(frozen=True)
class Take(Setting):
    """Swallows something at once: "potassium_chloride" (mmol), "ibuprofen_tablet" or "ibuprofen_sodium" (mg)."""

    what: str
    amount: Any
    known: ClassVar[dict[str, tuple[str, float]]] = {"potassium_chloride": ("mmol", 300.0), "ibuprofen_tablet": ("mg", 3200.0), "ibuprofen_sodium": ("mg", 3200.0)}

    def __post_init__(self) -> None:
        need_known(self.what, self.known, "Take.what")
        unit, most = self.known[self.what]
        value = to_number(self.amount, unit, field="Take.amount")
        if not 0 <= value <= most:
            raise ScenarioError("Take.amount", f"{value:g}", f"a value from 0 to {most:g} {unit}")
        object.__setattr__(self, "amount", value)
