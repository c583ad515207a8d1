"""The equations for other programs: the single fibre as CellML 2.0."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from . import _core
from .files import write_text
from .single_fibre import _asked, _defaults, _given

if TYPE_CHECKING:
    from .series import Array
    from .single_fibre import Interstitium, Kind, Variant

__all__ = ["export_cellml"]


def export_cellml(path: str | PathLike[str] | None = None, kind: Kind = "fast", *, variant: Variant = "repaired", bath: Mapping[str, Any] | None = None,
                  interstitium: Interstitium = "plasma", soak: Any = None, start: Mapping[str, Any] | None = None, pulses: Iterable[Any] | Array = (0,),
                  amplitude: Any = None, width: Any = 0.5, parameters: Mapping[str, Any] | None = None) -> str:
    """The single fibre as CellML 2.0, for Myokit, OpenCOR or libCellML; returns the text, and writes it to `path` if there is one.

    Each sub-model is a component with the names that it has here, units on every variable, the initial state and the
    parameters as numbers. The stimulus is the component `pulses` (start, period, width, amplitude, count): a user of the
    file may change these or put another current in the place of `pulses.I_HH`. Arguments are as in `fibre`; pulses must
    follow one another at equal distances.

    Of the repaired fibre the file holds rates and conductances as they are at the temperature of its bath, and the
    state at rest in that bath: export it again for another temperature. The ions of the bath (`bath.K` and so on) can be
    changed in the file; the state at rest is then no longer one.
    """
    asked = dict(variant=variant, bath=bath, interstitium=interstitium, soak=soak, start=start, pulses=pulses, amplitude=amplitude, width=width,
                 parameters=parameters)
    given = _given(**{**_defaults(), **asked, "kind": kind})
    text: str = _asked(lambda: _core.fibre_cellml(given))
    if path is not None:
        write_text(path, text)
    return text
