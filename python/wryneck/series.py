"""Named series as plain arrays: what summaries read of a dataset, without the time that importing xarray takes."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

    Array: TypeAlias = np.ndarray[Any, Any]
    Data: TypeAlias = Any    # a Table or the xarray Dataset that it reads like

__all__ = ["Series", "Table"]


class Series(NamedTuple):
    """Values over named dimensions, with `units` and `long_name` among the attributes."""

    dims: tuple[str, ...]
    values: Array
    attrs: dict[str, Any]


class Table:
    """Series, coordinates and provenance of a run. It reads like the xarray Dataset that `to_xarray` makes of it."""

    def __init__(self, series: Mapping[str, Series], coords: Mapping[str, Series], attrs: Mapping[str, Any]):
        self.data_vars, self.coords, self.attrs = dict(series), dict(coords), dict(attrs)

    def __contains__(self, name: object) -> bool:
        return name in self.data_vars or name in self.coords

    def __getitem__(self, name: str) -> Series:
        return self.data_vars[name] if name in self.data_vars else self.coords[name]

    @property
    def sizes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in (*self.data_vars.values(), *self.coords.values()):
            found |= zip(one.dims, one.values.shape)
        return found

    def to_xarray(self) -> xr.Dataset:
        """The same numbers, not copied."""
        import xarray as xr

        return xr.Dataset({name: tuple(one) for name, one in self.data_vars.items()},
                          {name: tuple(one) for name, one in self.coords.items()}, self.attrs)
