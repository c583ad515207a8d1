"""The equations for other programs: the single fibre as CellML 2.0."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from . import _core
from .files import write_text
from .quantity import to_number
from .single_fibre import CURRENT, _asked, _changed, _kind, _times

if TYPE_CHECKING:
    from .series import Array
    from .single_fibre import Kind

__all__ = ["export_cellml"]


def export_cellml(path: str | PathLike[str] | None = None, kind: Kind = "fast", *, pulses: Iterable[Any] | Array = (0,), amplitude: Any = 150,
                  width: Any = 0.5, parameters: Mapping[str, Any] | None = None) -> str:
    """The published single fibre as CellML 2.0, for Myokit, OpenCOR or libCellML; returns the text, and writes it to `path` if there is one.

    Each sub-model is a component with the names that it has here, units on every variable, the initial state and the
    parameters as numbers. The stimulus is the component `pulses` (start, period, width, amplitude, count): a user of the
    file may change these or put another current in the place of `pulses.I_HH`. Arguments are as in `fibre` with
    variant "published"; pulses must follow one another at equal distances.
    """
    given: dict[str, Any] = {"parameters": _changed(parameters, published=True), "pulses_ms": _times(pulses, "pulses"), "width_ms": to_number(width, "ms", field="width"),
             "amplitude": to_number(amplitude, CURRENT, field="amplitude")}
    slow = _kind(kind) == "slow"
    text: str = _asked(lambda: _core.fibre_cellml(slow=slow, **given))
    if path is not None:
        write_text(path, text)
    return text
