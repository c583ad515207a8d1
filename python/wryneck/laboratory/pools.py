"""What a muscle holds and turns over that its run does not record, from what it records, by the equations of the same sub-models.

Curves are means over the pieces of a muscle: exact where these are alike (`Muscle(even=True)`), and near it else.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .observation import Observation
from .parts import evaluate

if TYPE_CHECKING:
    from ..series import Array

__all__ = ["ENERGY", "FLUID", "OXYGEN", "Pools"]

ENERGY = ("pcr", "atp", "ph", "lactate", "glycogen", "activation", "conduction", "contracture", "flow", "po2")    # curves that each needs
OXYGEN = ("pcr", "atp", "ph", "po2")
FLUID = ("water", "flow", "mediator", "drive")
MINUTE = 60.0


@dataclass(frozen=True)
class Pools:
    """`parameters` differ from the tables, by full name such as "energetics.V_ox"."""

    observed: Observation
    parameters: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def _tables(self) -> dict[str, float]:
        from ..registry import parameters

        return {name: float(row["value"]) for name, row in parameters().items()} | dict(self.parameters)

    def _of(self, model: str) -> dict[str, float]:
        return {name.partition(".")[2]: value for name, value in self.parameters.items() if name.startswith(f"{model}.")}

    def _row(self, names: tuple[str, ...], time: float) -> dict[str, float]:
        return {name: self.observed.at(name, time) for name in names}

    def ratio(self, time: float) -> float:
        """ADP over ATP by the equilibrium of creatine kinase."""
        p, row = self._tables, self._row(("pcr", "ph"), time)
        return (p["energetics.CrT"] / row["pcr"] - 1) / (p["energetics.K_CK"] * 10 ** (7 - row["ph"]))

    def bonds(self, time: float) -> float:
        """Energy-rich bonds of phosphocreatine, ATP and ADP, mM."""
        return self.observed.at("pcr", time) + self.observed.at("atp", time) * (2 + self.ratio(time))

    def phosphate(self, time: float) -> float:
        """Inorganic phosphate, mM: what energy-rich bonds have set free."""
        p = self._tables
        return p["energetics.Pi_0"] + p["energetics.E_0"] - self.bonds(time)

    def _adenylates(self, time: float) -> float:
        r = self.ratio(time)
        return self.observed.at("atp", time) * (1 + r + self._tables["energetics.K_AK"] * r * r)

    def supply(self, time: float) -> tuple[float, float]:
        """ATP by oxidation and by glycolysis, mM/s."""
        row = self._row(ENERGY, time)
        at = evaluate("energetics", states={"PCr": row["pcr"], "A": self._adenylates(time), "pH": row["ph"], "L": row["lactate"], "Gy": row["glycogen"]},
                      inputs={"a": row["activation"] * row["conduction"], "C": row["contracture"], "Q": row["flow"], "P_t": row["po2"]}, parameters=self._of("energetics"))
        return at.outputs["J_ox"], self._tables["energetics.y_lac"] * at.outputs["J_lac"]

    def mean_supply(self, begin: float, end: float) -> tuple[float, float]:
        """The same as means over a time."""
        return self._mean(lambda t: self.supply(t)[0], begin, end), self._mean(lambda t: self.supply(t)[1], begin, end)

    def used(self, begin: float, end: float) -> float:
        """ATP used from one time to another, mM: what was supplied, and what the pools lost."""
        return self.bonds(begin) - self.bonds(end) + (end - begin) * sum(self.mean_supply(begin, end))

    def _mean(self, rate: Any, begin: float, end: float) -> float:
        time = self.observed.time
        inside = np.unique([begin, *time[(time > begin) & (time < end)], end])
        values = np.array([rate(t) for t in inside])
        return float(((values[1:] + values[:-1]) / 2 * np.diff(inside)).sum() / (end - begin)) if end > begin else float(values[0])

    def oxygen_uptake(self, time: float) -> float:
        """Oxygen uptake, ml/100g/min."""
        return float(self._perfusion(time, 0.0).outputs["VO2"])

    def _perfusion(self, time: float, capillary: float) -> Any:
        row = self._row(OXYGEN, time)
        J_ox = evaluate("energetics", states={"PCr": row["pcr"], "A": self._adenylates(time), "pH": row["ph"]}, inputs={"P_t": row["po2"]},
                        parameters=self._of("energetics")).outputs["J_ox"]
        return evaluate("perfusion", states={"P_c": capillary, "P_t": row["po2"]}, inputs={"J_ox": J_ox}, parameters=self._of("perfusion"))

    def capillary_PO2(self, begin: float, end: float) -> float:
        """Oxygen pressure of the capillary, mmHg, as mean over a time: the one with which that of the fibre changes as it does."""
        def pressure(time: float) -> float:
            none, some = (self._perfusion(time, P).rates["P_t"] for P in (0.0, 1.0))    # a straight line
            return float((np.interp(time, self.observed.time, change) - none) / (some - none))

        change = np.gradient(self.observed["po2"], self.observed.time)
        return self._mean(pressure, begin, end)

    def desaturation(self, time: float) -> float:
        """Share of myoglobin without oxygen."""
        half = self._tables["perfusion.P_Mb"]
        return half / (half + max(self.observed.at("po2", time), 0.0))

    def fibre_potassium(self, time: float) -> float:
        """Potassium in the fibre, mM: it loses what sodium it gains."""
        gained = self.observed.at("sodium_fibre", time) - float(self.observed["sodium_fibre"][0])
        return self._tables["interstitium.K_i0"] - gained

    def cell_water(self, time: float) -> float:
        """Water of the fibres, ml/100g."""
        return self._tables["fluid.V_c0"] + self.observed.at("water", time)

    @cached_property
    def interstitial_water(self) -> Array:
        """Water outside the fibres, ml/100g, over the times of the observation: what filtration and lymph bring and take, less what the fibres take up."""
        time, curves = self.observed.time, {name: self.observed[name] for name in FLUID}
        volume = np.empty(time.size)
        volume[0] = self._tables["fluid.V_e0"]
        for i in range(time.size - 1):
            flow, mediator, u = (float(curves[name][i]) for name in ("flow", "mediator", "drive"))
            swelling = float(curves["water"][i + 1] - curves["water"][i])
            rate = self._fluid(volume[i], flow, mediator, min(4 * u * (1 - u), 1.0)).rates["W"]    # muscle at half of its drive pumps lymph best
            volume[i + 1] = volume[i] + rate * (time[i + 1] - time[i]) - swelling
        return volume

    def _fluid(self, volume: float, flow: float, mediator: float, pump: float) -> Any:
        return evaluate("fluid", states={"V_e": volume}, inputs={"Q": flow, "M": mediator, "pump": pump}, parameters=self._of("fluid"))

    def total_water(self, time: float) -> float:
        """Water of the whole muscle, ml/100g."""
        return self.cell_water(time) + float(np.interp(time, self.observed.time, self.interstitial_water))

    def interstitial_pressure(self, time: float) -> float:
        """Pressure in the interstitium, mmHg."""
        volume = float(np.interp(time, self.observed.time, self.interstitial_water))
        return float(self._fluid(volume, 0.0, 0.0, 0.0).outputs["P_e"])

    def filtration_coefficient(self, pressure: float) -> float:
        """What is filtered more per pressure (mmHg) by which a venous cuff raises that of the capillaries, ul/100g/min/mmHg."""
        usual = self._tables["fluid.P_cap"]
        none, some = (evaluate("fluid", parameters=self._of("fluid") | {"P_cap": usual + P}).rates["W"] for P in (0.0, pressure))
        return 1000 * MINUTE * (some - none) / pressure
