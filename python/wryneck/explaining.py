"""What a scenario works through: for each action its mechanism, the parameters behind it, and the hypotheses that are on."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import registry
from .quantity import time_text

if TYPE_CHECKING:
    from .scenario import Action, Scenario

__all__ = ["explain", "Explanation"]


@dataclass(frozen=True)
class Explanation:
    """`actions`, `hypotheses` and `changed` as lists of dicts, `warning` a sentence or empty; printed as text."""

    name: str
    duration_s: float
    actions: list[dict[str, Any]]
    hypotheses: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    warning: str = ""

    def __str__(self) -> str:
        lines = [f"{self.name or 'Scenario'}, {time_text(self.duration_s)}", *([f"warning: {self.warning}"] if self.warning else []), ""]
        for row in self.actions:
            lines.append(f"{row['when']}: {row['input']} {row['course']}" + (f" on {row['where']}" if row["where"] else "")
                         + (f" ({row['label']})" if row["label"] else ""))
            lines.append(f"    acts through {row['models']}: {row['mechanism']} [{row['source']}]")
            if row["parameters"]:
                lines.append(f"    parameters: {_some(row['parameters'])}")
        if not self.actions:
            lines.append("nothing happens: every input keeps its default")
        lines += ["", "hypotheses"]
        lines += [f"    {row['name']} = {row['gain']:g}{' (off)' if row['gain'] == 0 else ''}{', changed' if row['changed'] else ''}: "
                  f"{row['meaning']}; {row['evidence']}" for row in self.hypotheses]
        lines += ["", "changed parameters"] if self.changed else []
        lines += [f"    {row['name']} = {row['value']:g} {row['unit']} (default {row['default']:g}, {row['grade']}): {row['meaning']}"
                  for row in self.changed]
        return "\n".join(lines)


def explain(scenario: Scenario) -> Explanation:
    """List the mechanisms and parameters that each action of a scenario works through, in the order of time."""
    from .scenario import need_scenario

    need_scenario(scenario)
    actions = [_action(a) for a in sorted(scenario.timeline, key=lambda a: a.at)]
    hypotheses = [{"name": name, "gain": scenario.hypotheses.get(name, row["default"]), "default": row["default"],
                   "changed": scenario.hypotheses.get(name, row["default"]) != row["default"], "meaning": row["meaning"],
                   "evidence": row["evidence"]} for name, row in registry.hypotheses().items()]
    known = registry.parameters()
    changed = [{"name": name, "value": v, "unit": known[name]["unit"], "default": known[name]["value"], "grade": known[name]["grade"],
                "meaning": known[name]["meaning"]} for name, v in sorted(scenario.parameters.items()) if name in known]
    return Explanation(scenario.name, scenario.duration, actions, hypotheses, changed, few_muscles(scenario))


def few_muscles(scenario: Scenario) -> str:
    """A warning where only some muscles are simulated and posture control must hold the head up with them."""
    some, whole = len(registry.chosen_muscles(scenario.resolution.muscles)), len(registry.muscle_ids())
    if some >= whole or not _head_must_be_held(scenario):
        return ""
    return f"Only {some} of {whole} muscles are simulated, yet gravity acts and posture control is on: too few to hold the head."


def _head_must_be_held(scenario: Scenario) -> bool:
    core = scenario.to_core()
    switches = [0.0, *core.switching_times()]

    def at(name: str, time_s: float) -> float:
        default = float(registry.inputs()[name]["default"])
        acting = (a.profile.at(time_s, default) for a in core.timeline if a.input == name and a.profile.time_s[0] <= time_s < a.profile.until_s)
        return next(acting, default)

    middles = [(begin + end) / 2 for begin, end in zip(switches, switches[1:]) if end > begin]
    return any(at("gravity", t) * (1 - at("support", t)) * at("control", t) > 0 for t in middles)


def _action(action: Action) -> dict[str, Any]:
    row = registry.inputs()[action.input]
    models = row["models"].split()
    end = "to the end" if action.until is None else f"to {time_text(action.until)}"
    return {"at_s": action.at, "when": f"from {time_text(action.at)} {end}", "input": action.input, "course": _course(action, row["unit"]),
            "where": _where(action), "label": action.label, "meaning": row["meaning"], "mechanism": row["mechanism"],
            "models": ", ".join(models), "source": row["source"],
            "parameters": [name for name, p in registry.parameters().items() if p["model"] in models]}


def _course(action: Action, unit: str) -> str:
    unit = "" if unit == "1" else f" {unit}"
    if action.ramp:
        return f"from {action.ramp.from_:g} to {action.ramp.to:g}{unit} over {time_text(action.ramp.over)}"
    if action.table:
        values = [v for _, v in action.table]
        return f"table of {len(values)} values, {min(values):g} to {max(values):g}{unit}"
    return f"{action.value:g}{unit}"


def _where(action: Action) -> str:
    where = _some(action.muscles)
    return where + (f", patches {', '.join(map(str, action.patches))}" if action.patches else "")


def _some(names: Sequence[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
