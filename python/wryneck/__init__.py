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
    "CableResult": "cable_result",
    "FibreResult": "fibre_result",
    "FibreTables": "deriving",
    "Finding": "finding_models",
    "Result": "result",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "cable": "bundles",
    "derive": "deriving",
    "dumps": "loading",
    "explain": "explaining",
    "export_cellml": "cellml",
    "fibre": "single_fibre",
    "fibre_many": "single_fibre",
    "finding": "finding_models",
    "findings": "finding_models",
    "limitations": "honesty",
    "load": "loading",
    "loads": "loading",
    "parameters": "registry",
    "plot_twins": "twins",
    "pulses": "single_fibre",
    "resume": "simulate",
    "run": "simulate",
    "run_many": "simulate",
    "schema": "schemas",
}

TYPE_CHECKING = False    # true for checkers of types, without the import of typing
if TYPE_CHECKING:
    from .bundles import cable as cable
    from .cable_result import CableResult as CableResult
    from .cellml import export_cellml as export_cellml
    from .deriving import FibreTables as FibreTables, derive as derive
    from .errors import ScenarioError as ScenarioError
    from .explaining import explain as explain
    from .fibre_result import FibreResult as FibreResult
    from .finding_models import Finding as Finding, finding as finding, findings as findings
    from .honesty import limitations as limitations
    from .loading import dumps as dumps, load as load, loads as loads
    from .registry import parameters as parameters
    from .result import Result as Result
    from .scenario import Action as Action, Scenario as Scenario
    from .schemas import schema as schema
    from .simulate import resume as resume, run as run, run_many as run_many
    from .single_fibre import fibre as fibre, fibre_many as fibre_many, pulses as pulses
    from .twins import plot_twins as plot_twins

    __version__: str

__all__ = ["CONTEXT_OF_USE", "__version__", *_EXPORTS]


def __getattr__(name: str) -> object:
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
