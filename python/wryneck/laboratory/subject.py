"""A whole person: water and salts, a drug, and the tissue under a pack."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import _core
from ..errors import ScenarioError, shown
from ..quantity import to_number
from ..registry import need_known, parameters
from ..single_fibre import _asked
from .muscle import need_kind
from .observation import Observation, Span, spans_of
from .steps import Rest, Step
from .subject_steps import Drink, Ice, Sweat, Take

__all__ = ["Subject"]

AT_ONCE = 1.0    # s in which what is swallowed at once is in the gut
LITRE_PER_KG = 1.0    # of sweat


@dataclass(frozen=True)
class Subject:
    """A person at rest who eats and drinks what he loses, until steps say more.

    sex, mass       "female" or "male", kg: they set the water of the body, unless `body_water` (l) is given
    skinfold        fold of skin and fat over a muscle (mm), twice their thickness
    depths          below the fat (mm) at which the temperature of muscle is followed
    kidney          False: nothing leaves with urine beyond what does at rest
    parameters      values that differ from the tables, such as {"sweat.c_K": 4}: those of `parameters(subject=True)`
    """

    sex: str = "male"
    mass: Any = 75
    body_water: Any = None
    skinfold: Any = 10
    depths: Sequence[Any] = (10, 30)
    kidney: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        need_known(self.sex, ("female", "male"), "Subject.sex")
        need_kind(self.kidney, bool, "Subject.kidney", "true or false")
        need_kind(self.parameters, Mapping, "Subject.parameters", "a dict of values by name")
        if isinstance(self.depths, str) or not isinstance(self.depths, Sequence) or not self.depths:
            raise ScenarioError("Subject.depths", shown(self.depths), "a list of depths in mm, such as [10, 30]")
        numbers = {"mass": to_number(self.mass, "kg", field="Subject.mass"), "skinfold": to_number(self.skinfold, "mm", field="Subject.skinfold"),
                   "depths": tuple(to_number(depth, "mm", field="Subject.depths") for depth in self.depths)}
        if self.body_water is not None:
            numbers["body_water"] = to_number(self.body_water, "l", field="Subject.body_water")
        given = {}
        for name, value in self.parameters.items():
            need_known(name, parameters(subject=True), "Subject.parameters")
            given[name] = to_number(value, "1", field=f"Subject.parameters.{name}")
        for name, checked in {**numbers, "parameters": given}.items():
            object.__setattr__(self, name, checked)

    def perform(self, steps: Sequence[Step], *, every: Any = 60) -> Observation:
        """Run the protocol; `every` is the time between samples (s), which are also taken where something begins or ends.

        Curves: plasma `sodium`, `potassium`, ionised `magnesium` and `calcium` (mM), `osmoles` (mM), `drug` (mg/l); water `outside` and in `cells` and
        in the `gut` (l); `sweat` (l) and `sweat_sodium`, ... (mmol); `urine` (l), `urine_sodium`, `urine_potassium` (mmol) beyond that at rest; `skin` and
        `muscle_10mm`, ... (degC); `balance_water`, ..., `balance_heat`: what was made or lost by error.
        """
        spans = spans_of(steps)
        apart = to_number(every, "s", field="every")
        acts = [act for i, span in enumerate(spans) for act in self._acts(span, f"steps[{i}]", spans)]
        cuts = sorted({0.0, spans[-1].end, *(t for span in spans for t in (span.begin, span.end)), *(t for begin, end, _ in acts for t in (begin, end))})
        cuts = [t for t in cuts if t <= spans[-1].end]
        stretches = list(zip(cuts[:-1], cuts[1:], strict=True))
        body = self._asked(lambda: _core.body(
            female=self.sex == "female", mass_kg=self.mass, body_water_l=self.body_water, kidney=self.kidney, salt=_salt(spans),
            stretches=[_swallowed(begin, end, acts) for begin, end in stretches], parameters=self._of("tissue", False), every_s=apart, tolerance=1e-6))
        layers = self._asked(lambda: _core.layers(
            skinfold_mm=self.skinfold, depth_mm=list(self.depths), stretches=[(end - begin, _pack(begin, spans)) for begin, end in stretches],
            parameters=self._of("tissue", True), every_s=apart, slice_mm=1.0, tolerance=1e-5))
        rows = min(len(body["time_s"]), len(layers["time_s"]))
        curves = {name: values[:rows] for name, values in (body["series"] | layers["series"]).items() if name != "temperature"}
        for i, depth in enumerate(self.depths):
            curves[f"muscle_{depth:g}mm"] = layers["series"]["temperature"][:rows, i]
        worse = body if body["status"] != "complete" else layers
        return Observation(body["time_s"][:rows], curves, spans, status=worse["status"], message=worse["message"])

    def _of(self, model: str, wanted: bool) -> dict[str, float]:
        return {name: value for name, value in self.parameters.items() if name.startswith(model + ".") == wanted}

    @staticmethod
    def _asked(ask: Any) -> dict[str, Any]:
        found: dict[str, Any] = _asked(ask)
        return found

    def _acts(self, span: Span, at: str, spans: Sequence[Span]) -> Iterator[tuple[float, float, tuple[float, ...]]]:
        """When, and how much water, sodium, potassium, sweat and drug."""
        step = span.step
        if isinstance(step, Drink):
            sodium, potassium = (step.volume * salt for salt in Drink.known[step.what])
            yield span.begin, span.end, (step.volume, sodium, potassium, 0.0, 0.0)
        elif isinstance(step, Sweat):
            yield span.begin, span.end, (0.0, 0.0, 0.0, step.volume if step.volume is not None else LITRE_PER_KG * step.mass_loss * self.mass, 0.0)
        elif isinstance(step, Take):
            drug = step.what != "potassium_chloride"
            takes = self._dissolves(step.what) if drug else AT_ONCE
            yield span.begin, span.begin + takes, (0.0, 0.0, 0.0, 0.0, step.amount) if drug else (0.0, 0.0, step.amount, 0.0, 0.0)
        elif not isinstance(step, (Ice, Rest)):
            raise ScenarioError(at, problem=f"{type(step).__name__} is no step for a whole person; those are Rest, Drink, Sweat, Ice and Take")

    def _dissolves(self, what: str) -> float:
        row = parameters(subject=True)["drug.t_d"]
        usual = row["second" if what == "ibuprofen_sodium" else "value"]
        return 3600 * float(self.parameters.get("drug.t_d", usual))


def _salt(spans: Sequence[Span]) -> bool:
    forms = {span.step.what for span in spans if isinstance(span.step, Take) and span.step.what != "potassium_chloride"}
    if len(forms) > 1:
        raise ScenarioError("steps", problem=f"take {' and '.join(sorted(forms))}, expected one form of a drug in one protocol")
    return forms == {"ibuprofen_sodium"}


def _swallowed(begin: float, end: float, acts: Sequence[tuple[float, float, tuple[float, ...]]]) -> list[float]:
    """Duration, and amounts of all acts within a stretch: each goes on evenly."""
    total = [0.0] * 5
    for first, last, amounts in acts:
        share = max(min(end, last) - max(begin, first), 0.0) / (last - first)
        total = [have + share * amount for have, amount in zip(total, amounts, strict=True)]
    return [end - begin, *total]


def _pack(begin: float, spans: Sequence[Span]) -> float | None:
    """Temperature of the pack that lies on the skin from this time on."""
    for span in spans:
        if isinstance(span.step, Ice) and span.begin <= begin < span.end:
            return float(span.step.temperature)
    return None
