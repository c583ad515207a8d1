"""Simulation of muscle spasm in the neck, from the ions of one fibre to the posture of the head."""
from __future__ import annotations

import importlib

CONTEXT_OF_USE = (
    "Research and teaching: to explore, quantify and compare hypotheses about how spasm in the neck starts, spreads, "
    "hurts and ends. Not for diagnosis, dosing or monitoring."
)

# Each name and the module that defines it. Modules load when a name is first used: importing wryneck stays cheap.
# No module may bear the name of an export, since a loaded module hides the export of its name.
_EXPORTS = {
    "Action": "scenario",
    "Result": "result",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "dumps": "loading",
    "explain": "explaining",
    "limitations": "honesty",
    "load": "loading",
    "loads": "loading",
    "parameters": "registry",
    "plot_twins": "twins",
    "resume": "simulate",
    "run": "simulate",
    "run_many": "simulate",
    "schema": "schemas",
}

__all__ = ["CONTEXT_OF_USE", "__version__", *_EXPORTS]


def __getattr__(name: str):
    if name == "__version__":
        from . import _core

        value = _core.version()
    elif name in _EXPORTS:
        value = getattr(importlib.import_module(f".{_EXPORTS[name]}", __name__), name)
    else:
        raise AttributeError(f"module 'wryneck' has no attribute '{name}'")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
