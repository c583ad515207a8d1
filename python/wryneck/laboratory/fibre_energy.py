"""ATP that a fibre uses, which its run does not record: by the equations of the same sub-models from what it does."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..single_fibre import parameter_rows
from .parts import evaluate

if TYPE_CHECKING:
    from ..series import Array

__all__ = ["ATP_STATES", "STATES", "all_ATP", "faster", "used"]

ATP_STATES = ("buffers.ATP", "buffers.Mg_ATP", "buffers.Ca_ATP1", "buffers.Ca_ATP2")
STATES = (*ATP_STATES, "energy.ADP", "energy.PCr", "energy.AMP", "energy.pH", "energy.L", "phosphate.P", "reticulum.Ca_2")
SUPPLY = {"J_rest": 1, "V_ox": 1, "V_L": 1, "tau_P": -1}    # parameters of supply that grow or shrink with temperature
MILLI = 1000.0    # uM per mM


def faster(process: str, temperature: float | None, parameters: Mapping[str, float]) -> float:
    """How much faster a process runs at a temperature (degC, None: that of the tables) than its parameters say."""
    of = {name.partition(".")[2]: value for name, value in parameters.items() if name.startswith("warmth.")}
    if temperature is None:
        temperature = float(parameter_rows()["bath.temperature"]["fast"])
    return evaluate("warmth", inputs={"temperature": temperature}, parameters=of).outputs[process]


def all_ATP(states: Mapping[str, Any]) -> Any:
    """ATP, mM: free, and bound to magnesium and calcium."""
    v = evaluate("geometry").outputs
    bound = (v["V_1"] * states["buffers.Ca_ATP1"] + v["V_2"] * states["buffers.Ca_ATP2"]) / (v["V_1"] + v["V_2"])
    return (states["buffers.ATP"] + states["buffers.Mg_ATP"] + bound) / MILLI


def used(states: Mapping[str, Array], time_ms: Array, *, slow: bool, parameters: Mapping[str, float], temperature: float | None = None) -> float:
    """ATP used over a run, mM: what oxidation and glycolysis supplied, and what the pools lost."""
    rows, by = parameter_rows(), faster("supply", temperature, parameters)
    of = {name.partition(".")[2]: value for name, value in parameters.items() if name.startswith("energy.")}
    of |= {name: of.get(name, float(rows[f"energy.{name}"]["slow" if slow else "fast"])) * by ** sign for name, sign in SUPPLY.items()}
    ATP = all_ATP(states)
    bonds = states["energy.PCr"] + 2 * ATP + states["energy.ADP"]
    supply = np.empty(time_ms.size)
    for i in range(time_ms.size):
        at = evaluate("energy", slow=slow, states={name: float(states[f"energy.{name}"][i]) for name in ("ADP", "AMP", "PCr", "pH", "L")},
                      inputs={"ATP": float(ATP[i]), "P": float(states["phosphate.P"][i]), "Ca_2": float(states["reticulum.Ca_2"][i])}, parameters=of)
        supply[i] = at.outputs["ox"] + at.outputs["gly"]
    return float(bonds[0] - bonds[-1] + ((supply[1:] + supply[:-1]) / 2 * np.diff(time_ms)).sum())
