"""The compiled core: the extension module of the best instruction set that this processor supports.

WRYNECK_LEVEL=v2, v3, v4 or generic in the environment overrides the choice.
"""
from __future__ import annotations

import importlib
import os

from . import _levels


def _shipped() -> tuple[str, ...]:
    here = os.listdir(os.path.dirname(__file__))
    return tuple(level for level in _levels.ORDER if any(name.startswith(f"_core_{level}.") for name in here))


def _pick():
    wanted = os.environ.get("WRYNECK_LEVEL")
    usable = _levels.supported(_levels.processor_features())
    best = _levels.candidates(wanted, usable, _shipped())[0]
    return best, importlib.import_module(f"._core_{best}", __package__)


level, extension = _pick()
globals().update({name: value for name, value in vars(extension).items() if not name.startswith("__")})
