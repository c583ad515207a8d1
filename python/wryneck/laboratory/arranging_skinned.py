"""Arms of findings on a skinned fibre: one whose inner solution is chosen, and stays as it is."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .arranging_fibre import is_slow
from .arranging_words import unknown
from .fibre_energy import ATP_STATES, MILLI, all_ATP, faster
from .not_set_up import NotSetUp
from .parts import evaluate

if TYPE_CHECKING:
    from ..single_fibre import Kind

__all__ = ["of_model", "skinned_fibre"]

HELD = {"energy.burn": 0.0}     # nothing is used or made: the solution holds ATP, ADP and acid
RENEWED = 1.0                   # s after which the phosphate of the solution is set again, of which the fibre takes up some
FULL = 30.0                     # uM of calcium that activates fully: pCa 4.5 [assumed]
STOOD = 30.0                    # s in the solution before a stimulus, where a finding does not say it [assumed]
RELEASED = 60.0                 # ms of release by one action potential
PROBED = 5.0                    # s between looks at a release that recovers
BRIDGES = ("Ca_T_2", "Ca_CaT2", "D_0", "D_1", "D_2", "A_1", "A_2")
BINDING = ("k_Ton", "k_Toff", "k_0on", "k_0off", "k_Caon", "k_Caoff")
STROKES = ("f_o", "f_p", "h_o", "h_p", "g_o")
AT_ONCE = ("reticulum_calcium", "reticulum_leak", "reticulum_uptake")

Preparation = Mapping[str, Any]
Protocol = Sequence[Mapping[str, Any]]


def skinned_fibre(measure: str, preparation: Preparation, protocol: Protocol, changed: Mapping[str, float]) -> float:
    """By what the solution does at once, by cross-bridges that calcium activates fully, or by a fibre that is stimulated in it."""
    baths = [step for step in protocol if step["do"] == "bath"]
    if measure in AT_ONCE or measure == "calcium_release" and not baths:
        return _at_once(measure, preparation, changed)
    if measure not in MEASURES:
        raise NotSetUp(f"no measure '{measure}' of a skinned fibre")
    for step in protocol:
        if step["do"] not in ("bath", "rest", "stimulate", "measure"):
            raise unknown(step, "a skinned fibre")
    return MEASURES[measure](preparation, protocol, changed)


def of_model(model: str, changed: Mapping[str, float]) -> dict[str, float]:
    """Parameters of one sub-model that differ, by its own names."""
    return {name.removeprefix(f"{model}."): value for name, value in changed.items() if name.startswith(f"{model}.")}


def _at_once(measure: str, preparation: Preparation, changed: Mapping[str, float]) -> float:
    given = {name: preparation[name] for name in ("ATP", "ADP") if name in preparation}
    if "magnesium" in preparation:
        given["Mg"] = MILLI * preparation["magnesium"]
    out = evaluate("feedback", inputs=given, parameters=of_model("feedback", changed)).outputs
    return {"reticulum_calcium": _held(preparation, changed, out["SERCA"] / out["leak"]), "reticulum_leak": out["leak"], "reticulum_uptake": out["SERCA"], "calcium_release": out["channel"]}[measure]


def _held(preparation: Preparation, changed: Mapping[str, float], pump_over_leak: float) -> float:
    """Calcium of the reticulum (uM), free and on calsequestrin, where pump and leak are even and calcium around it is that of rest."""
    from ..single_fibre import parameter_rows

    rested = _Solution({name: value for name, value in preparation.items() if name not in ("ATP", "ADP")}, changed)
    now = evaluate("feedback", inputs={"ADP": rested.states["energy.ADP"], "ATP": float(all_ATP(rested.states))}, parameters=of_model("feedback", changed)).outputs
    free = rested.states["reticulum.Ca_SR1"] * pump_over_leak * now["leak"] / now["SERCA"]
    rows = parameter_rows()
    on, off, sites = (rested.parameters.get(f"buffers.{name}", rows[f"buffers.{name}"][rested.kind]) for name in ("k_Cson", "k_Csoff", "Cs_tot"))
    return float(free + sites * free / (free + off / on))


# Cross-bridges, fully activated: their steady state.

def _bridges(preparation: Preparation, differing: Mapping[str, float]) -> tuple[float, float]:
    """Heads after their stroke (uM), which stand for force, and the ATP that they use (mM/s)."""
    from ..single_fibre import parameter_rows

    kind, temperature = ("slow" if is_slow(preparation) else "fast"), preparation.get("temperature")
    changed = {name: preparation[at] for at, name in (("phosphate", "P"), ("ATP", "ATP"), ("ADP", "ADP")) if at in preparation}
    factors = evaluate("feedback", inputs=changed, parameters=of_model("feedback", differing)).outputs
    parameters = {name.partition(".")[2]: float(row[kind]) for name, row in parameter_rows().items() if name.startswith("filament.")} | of_model("filament", differing)
    for names, process in ((BINDING, "binding"), (STROKES, "bridges")):
        by = faster(process, temperature, {})
        parameters |= {name: parameters[name] * by for name in names}
    inputs = {"Ca_2": FULL, "stroke": factors["stroke"], "reverse": factors["reverse"], "release": factors["detach"]}

    def at(heads: Any) -> Any:
        return evaluate("filament", slow=kind == "slow", states=dict(zip(BRIDGES, map(float, heads), strict=True)), inputs=inputs, parameters=parameters)

    def rates(heads: Any) -> Any:
        found = at(heads).rates
        return np.array([found[name] for name in BRIDGES])

    none = rates(np.zeros(len(BRIDGES)))
    slopes = np.array([rates(one) - none for one in np.eye(len(BRIDGES))]).T    # the rates are straight lines
    steady = np.linalg.solve(slopes, -none)
    volume = evaluate("geometry").outputs
    share = volume["V_2"] / (volume["V_1"] + volume["V_2"])    # of the sarcoplasm, where filaments are
    return float(steady[-1]), float(at(steady).outputs["detach"] * share)    # uM/ms are mM/s


# A fibre whose membrane is as it was, in a solution.

class _Solution:
    """A skinned fibre in a solution that stays: each second its phosphate is set again."""

    def __init__(self, preparation: Preparation, changed: Mapping[str, float]):
        from ..single_fibre import parameter_rows

        self.parameters = {**{name: value for name, value in changed.items() if name in parameter_rows()}, **HELD}
        self.kind: Kind = "slow" if is_slow(preparation) else "fast"
        self.bath = {"temperature": preparation["temperature"]} if "temperature" in preparation else {}
        self.states = self._run(1.0)[1]
        if "ATP" in preparation:
            by = preparation["ATP"] / float(all_ATP(self.states))    # free magnesium stays
            self.states |= {name: self.states[name] * by for name in ATP_STATES}
        for name, state in (("ADP", "energy.ADP"), ("phosphate", "phosphate.P")):
            if name in preparation:
                self.states[state] = preparation[name]

    def _run(self, duration_ms: float, start: Mapping[str, float] | None = None, pulses: Sequence[float] = (), every: float = 0.0) -> Any:
        from ..single_fibre import fibre

        result = fibre(self.kind, bath=self.bath, parameters=self.parameters, start=start, soak=None if start is None else 0, pulses=pulses, duration=duration_ms,
                       every=every or duration_ms, tolerance=1e-4)
        if not result.complete:
            raise RuntimeError(result.message or result.status)
        return result, {name: float(result[name][-1]) for name in result.names}

    def stand(self, seconds: float, phosphate: float | None = None) -> None:
        phosphate = self.states["phosphate.P"] if phosphate is None else phosphate
        while seconds > 1e-9:
            self.states["phosphate.P"] = phosphate
            self.states = self._run(1000 * min(RENEWED, seconds), self.states)[1]
            seconds -= RENEWED

    def stimulated(self, pulses: Sequence[float], duration_ms: float, every: float = 0.5) -> Any:
        """The fibre answers; what stands in the solution is as before."""
        return self._run(duration_ms, self.states, pulses, every)[0]

    def release(self) -> float:
        """Calcium that one action potential releases, as a relative number: what flows through open channels."""
        seen = self.stimulated([1.0], RELEASED, 0.05)
        open_ = sum(seen[f"release.O_{i}"] for i in range(5))
        flow = open_ * (seen["reticulum.Ca_SR1"] - seen["reticulum.Ca_1"])
        return float(((flow[1:] + flow[:-1]) / 2 * np.diff(seen.time_ms)).sum())


def _release(preparation: Preparation, protocol: Protocol, changed: Mapping[str, float]) -> float:
    solution = _Solution(preparation, changed)
    for step in protocol:
        if step["do"] == "bath":
            _change(solution, step)
    return solution.release()


def _change(solution: _Solution, step: Mapping[str, Any]) -> None:
    other = set(step) - {"do", "duration", "phosphate"}
    if other or "phosphate" not in step:
        raise NotSetUp(f"no change of {', '.join(sorted(other)) or 'nothing'} in the solution of a skinned fibre")
    solution.stand(step["duration"], step["phosphate"])


def _half_recovery(preparation: Preparation, protocol: Protocol, changed: Mapping[str, float]) -> float:
    """Seconds in the last solution until half of what the earlier ones took from release is back; infinite where it does not come."""
    solution = _Solution(preparation, changed)
    usual = solution.release()
    *earlier, last = [step for step in protocol if step["do"] == "bath"]
    for step in earlier:
        _change(solution, step)
    before, time = solution.release(), 0.0
    wanted = before + (usual - before) / 2
    while time < last["duration"]:
        solution.stand(PROBED, last["phosphate"])
        now = solution.release()
        if now >= wanted:
            return float(time + PROBED * (wanted - before) / (now - before))
        before, time = now, time + PROBED
    return float("inf")


def _train(preparation: Preparation, protocol: Protocol, changed: Mapping[str, float], *, last_ms: float | None) -> float:
    """Force above rest, as heads after their stroke: its top, or where `last_ms` is given that of so long before the end of the train."""
    from ..single_fibre import pulses

    trains = [step for step in protocol if step["do"] == "stimulate"]
    if len(trains) != 1:
        raise NotSetUp("no force of a skinned fibre without one train")
    solution, rate = _Solution(preparation, changed), trains[0]["rate"]
    solution.stand(STOOD)
    seconds = trains[0].get("duration", trains[0].get("repeats", 1) / rate)
    force = solution.stimulated(pulses(max(round(seconds * rate), 1), rate), 1000 * seconds)["filament.A_2"]
    return float(force[0 if last_ms is None else -round(last_ms / 0.5):].max() - force[0])


MEASURES: dict[str, Callable[[Preparation, Protocol, Mapping[str, float]], float]] = {
    "maximal_force": lambda preparation, protocol, changed: _bridges(preparation, changed)[0],
    "ATP_use": lambda preparation, protocol, changed: _bridges(preparation, changed)[1],
    "calcium_release": _release,
    "release_half_recovery": _half_recovery,
    "tetanic_force": lambda preparation, protocol, changed: _train(preparation, protocol, changed, last_ms=100.0),
    "twitch_force": lambda preparation, protocol, changed: _train(preparation, protocol, changed, last_ms=None),
}
