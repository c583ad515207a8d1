"""What is done in an experiment, step by step.

Settings take no time and stay until they are set again: Length, Afferents, Cuff, Block, Plasma, Bath, Set. Actions take time and
follow one another: Rest, Stimulate, Contract, Hold, Ramp. Events happen at once: Pulse, TendonShock, Startle. A protocol is a list of both, in order; `[Contract(0.5, 6), Rest(4)] * 20`
is intermittent work, and `staircase()` is the published test of cramp threshold.
"""
from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import inputs, need_known

__all__ = ["Action", "Afferents", "Bath", "Block", "Contract", "Cuff", "Event", "Hold", "Length", "Plasma", "Pulse", "Ramp", "Rest", "Set", "Setting", "Startle", "Step", "Stimulate", "TendonShock", "staircase"]


def unit_text(unit: str) -> str:
    """A unit behind a number."""
    return "" if unit == "1" else f" {unit}"


@dataclass(frozen=True)
class Step:
    """One thing that is done. Quantities are numbers in the unit below or texts such as "2 min"."""

    units: ClassVar[dict[str, tuple[str, float, float]]] = {}    # unit, least and most of each quantity

    def __post_init__(self) -> None:
        for name, (unit, least, most) in self.units.items():
            field = f"{type(self).__name__}.{name}"
            value = to_number(getattr(self, name), unit, field=field)
            if not least <= value <= most:
                raise ScenarioError(field, shown(value), f"a value from {least:g} to {most:g}" + unit_text(unit))
            object.__setattr__(self, name, value)

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return float(getattr(self, "duration", 0))


class Setting(Step):
    """Takes no time and stays until it is set again."""


class Action(Step):
    """Takes time."""


DAY = 86400.0
_DURATION = ("s", 1e-3, 30 * DAY)


@dataclass(frozen=True)
class Rest(Action):
    """Nothing is done for `duration` (s)."""

    duration: Any
    units = {"duration": _DURATION}


@dataclass(frozen=True)
class Stimulate(Action):
    """Pulses at `rate` (Hz) for `duration` (s): to the nerve of a muscle, or to a fibre itself."""

    rate: Any
    duration: Any
    units = {"rate": ("Hz", 0.01, 500), "duration": _DURATION}


@dataclass(frozen=True)
class Contract(Action):
    """Voluntary drive at `effort`, a share of the largest, for `duration` (s)."""

    effort: Any
    duration: Any
    units = {"effort": ("1", 0, 1), "duration": _DURATION}


@dataclass(frozen=True)
class Hold(Action):
    """Isometric hold of `force`, a share of the largest, for `duration` (s) or until it is lost (`endurance_time`)."""

    force: Any
    duration: Any
    units = {"force": ("1", 0, 1), "duration": _DURATION}


@dataclass(frozen=True)
class Ramp(Action):
    """Voluntary drive that goes by a straight line from where it is to `effort`, a share of the largest, within `duration` (s), and stays there until the next effort; of single motor units."""

    effort: Any
    duration: Any
    units = {"effort": ("1", 0, 1), "duration": _DURATION}


class Event(Step):
    """Happens at once."""


@dataclass(frozen=True)
class Pulse(Event):
    """One pulse to the nerve of single motor units, which reaches shares of its motor axons, the largest first, and of its spindle afferents."""

    motor: Any = 1
    afferent: Any = 1
    units = {"motor": ("1", 0, 1), "afferent": ("1", 0, 1)}


@dataclass(frozen=True)
class TendonShock(Event):
    """One shock to the tendon of single motor units, which tendon organs answer; `size` 1 is the usual one."""

    size: Any = 1
    units = {"size": ("1", 0, 10)}


@dataclass(frozen=True)
class Startle(Event):
    """Something that startles, as the jerk of a sled: a volley from the brain stem to single motor units, which falls from one to the next [NE-79]; `size` 1 is the usual one."""

    size: Any = 1
    units = {"size": ("1", 0, 10)}


@dataclass(frozen=True)
class Length(Setting):
    """Change of fibre length from neutral as share of optimal length, reached within `over` (s); negative is short."""

    change: Any
    over: Any = 0.5
    units = {"change": ("1", -0.3, 0.3), "over": ("s", 0, DAY)}


@dataclass(frozen=True)
class Afferents(Setting):
    """Discharge (1) that reaches single motor units from afferents: `thin` ones (groups III and IV: pain), which acts with the gain "pain_to_drive";
    spinal `sensitisation`, with the gain "spinal_sensitisation"; spindles of the `antagonist`, with the constant "motor_unit.g_rec" (none in a neck [NE-47])."""

    thin: Any = 0
    sensitisation: Any = 0
    antagonist: Any = 0
    units = {"thin": ("1", 0, 5), "sensitisation": ("1", 0, 5), "antagonist": ("1", 0, 5)}


@dataclass(frozen=True)
class Cuff(Setting):
    """Pressure (mmHg) around the muscle; 0 takes it off."""

    pressure: Any
    units = {"pressure": ("mmHg", 0, 300)}


@dataclass(frozen=True)
class Block(Setting):
    """Takes away a `share` of a mechanism: 1 all of it, 0 gives it back.

    Of a muscle: "nerve" (motor axons, above the place of stimulation), "inhibition" (glycine and GABA), "release" (of
    acetylcholine), "esterase". Of a fibre: "chloride_channels", "K_ATP_channels", "cross_bridges", "sodium_pump" (not all of it: such a fibre
    never rests).
    """

    what: str
    share: Any = 1
    units = {"share": ("1", 0, 1)}
    of_muscle: ClassVar[dict[str, str]] = {"nerve": "nerve_block", "inhibition": "inhibition_gain", "release": "release_gain", "esterase": "esterase"}
    of_fibre: ClassVar[dict[str, tuple[str, ...]]] = {"chloride_channels": ("membranes.g_Cl",), "K_ATP_channels": ("membranes.g_KATP",),
                                                      "cross_bridges": ("filament.f_o", "filament.h_o"), "sodium_pump": ("membranes.J_NaK",)}

    def __post_init__(self) -> None:
        super().__post_init__()
        need_known(self.what, (*self.of_muscle, *self.of_fibre), "Block.what")


class _Milieu(Setting):
    """Concentrations (mM), pH and temperature (degC), of which None leaves one as it is."""

    def __post_init__(self) -> None:
        for name, value in self.given().items():
            unit = {"ph": "pH", "temperature": "degC"}.get(name.lower(), "mM")
            object.__setattr__(self, name, to_number(value, unit, field=f"{type(self).__name__}.{name}"))

    def given(self) -> dict[str, Any]:
        """What is set, by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) is not None}


@dataclass(frozen=True)
class Plasma(_Milieu):
    """Ions of plasma (mM, calcium and magnesium ionised), its pH, and the temperature of the muscle (degC); None leaves one as it is."""

    sodium: Any = None
    potassium: Any = None
    calcium: Any = None
    magnesium: Any = None
    ph: Any = None
    temperature: Any = None


@dataclass(frozen=True)
class Bath(_Milieu):
    """What flows around an isolated fibre: ions (mM), pH and temperature (degC) by the names of `wryneck.fibre`; None leaves one as it is."""

    K: Any = None
    Na: Any = None
    Cl: Any = None
    Ca: Any = None
    Mg: Any = None
    pH: Any = None
    temperature: Any = None


@dataclass(frozen=True)
class Set(Setting):
    """Any input of a scenario by its name, such as Set("stress", 0.5): what has no step of its own."""

    input: str
    value: Any

    def __post_init__(self) -> None:
        rows = inputs()
        need_known(self.input, rows, "Set.input")
        row = rows[self.input]
        value = to_number(self.value, row["unit"], field=f"Set({self.input})")
        if not row["lowest"] <= value <= row["highest"]:
            raise ScenarioError(f"Set({self.input})", shown(value), f"a value from {row['lowest']:g} to {row['highest']:g}" + unit_text(row["unit"]))
        object.__setattr__(self, "value", value)


def staircase(first: Any = 4, step: Any = 2, last: Any = 40, *, train: Any = 2, rest: Any = 60) -> list[Step]:
    """Trains of rising rate (Hz), each for `train` (s), with `rest` (s) between: the test of cramp threshold [NE-63]."""
    lowest, by, highest = (to_number(value, "Hz", field=f"staircase.{name}") for name, value in (("first", first), ("step", step), ("last", last)))
    if by <= 0 or highest < lowest or (highest - lowest) / by > 1000:
        raise ScenarioError("staircase.step", shown(by), f"a rise above 0 Hz that leads from {lowest:g} to {highest:g} Hz in at most 1000 trains")
    steps: list[Step] = []
    rate = lowest
    while rate <= highest + 1e-9:
        steps += [Stimulate(rate, train), Rest(rest)]
        rate = lowest + by * (len(steps) // 2)
    return steps
