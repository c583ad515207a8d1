"""Results on disk: NetCDF 4 through h5netcdf, with the episodes and long texts as groups of the same file."""
from __future__ import annotations

import json
import os
from os import PathLike
from typing import TYPE_CHECKING, Any

from .files import file_name, replacing

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from .result import Result

FORMAT = "wryneck-result-1"
LONGEST_ATTRIBUTE = 8000  # HDF5 stores attributes up to 64 KiB; longer texts go to a group of their own


def save(result: Result, path: str | PathLike[str]) -> str:
    """Readers never see half a file."""
    with replacing(path) as part:
        _write(result, part)
        with open(part, "rb") as written:
            os.fsync(written.fileno())
    return os.fspath(path)


def _write(result: Result, part: str) -> None:
    data = result.data.copy(deep=False)
    long_texts = {k: v for k, v in data.attrs.items() if isinstance(v, str) and not 0 < len(v.encode()) <= LONGEST_ATTRIBUTE}
    data.attrs = {k: v for k, v in data.attrs.items() if k not in long_texts} | {"format": FORMAT}
    packed = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = {n: packed for n, v in data.variables.items() if v.ndim > 1 and v.size and v.dtype.kind == "f"}
    for variable in data.variables.values():
        variable.encoding = {}
    data.to_netcdf(part, mode="w", engine="h5netcdf", encoding=encoding)
    _episode_dataset(result.episodes).to_netcdf(part, mode="a", engine="h5netcdf", group="episodes")
    if long_texts:
        _text_dataset(long_texts).to_netcdf(part, mode="a", engine="h5netcdf", group="texts")


def _episode_dataset(table: pd.DataFrame) -> xr.Dataset:
    import numpy as np
    import xarray as xr

    columns = {}
    for name in table.columns:
        values = table[name].tolist()
        if name == "patches":
            values = [json.dumps(v) for v in values]
        kind = {"onset_s": np.float64, "duration_s": np.float64, "peak_force_N": np.float64, "ongoing": np.int8}.get(name, object)
        columns[name] = ("episode", np.array(values, dtype=kind) if values or kind is not object else np.array([], dtype="U1"))
    return xr.Dataset(columns)


def _text_dataset(texts: dict[str, str]) -> xr.Dataset:
    import numpy as np
    import xarray as xr

    return xr.Dataset({"key": ("text", np.array(list(texts), dtype=object)), "value": ("text", np.array(list(texts.values()), dtype=object))})


def load(path: str | PathLike[str]) -> tuple[xr.Dataset, list[dict[str, Any]]]:
    """Dataset and episode rows of a saved result; anything else is refused in one sentence."""
    from .result import ResultFileError

    path = file_name(path)
    if not os.path.exists(path):
        raise ResultFileError(f"{path}: there is no such file.")
    if not os.path.isfile(path):
        raise ResultFileError(f"{path}: is not a file.")
    with open(path, "rb") as file:
        head = file.read(8)
    if head != b"\x89HDF\r\n\x1a\n":
        what = "is empty" if not head else "is not a NetCDF 4 file"
        raise ResultFileError(f"{path}: {what}, so it is not a result saved by wryneck.")
    try:
        return _read(path)
    except ResultFileError:
        raise
    except Exception as error:  # the HDF5 library reports damage in many types
        raise ResultFileError(f"{path}: is truncated or damaged and cannot be read ({type(error).__name__}).") from error


def _open(path: str, group: str | None = None) -> xr.Dataset:
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf", group=group, decode_times=False) as data:
        return data.load()


def _read(path: str) -> tuple[xr.Dataset, list[dict[str, Any]]]:
    from .result import ResultFileError

    data = _open(path)
    if data.attrs.pop("format", None) != FORMAT:
        raise ResultFileError(f"{path}: is a NetCDF file, but not a result saved by wryneck (format {FORMAT}).")
    for name, variable in list(data.coords.items()):
        if variable.dtype.kind in "OT":
            data = data.assign_coords({name: (variable.dims, variable.values.astype(str), variable.attrs)})
    for variable in data.variables.values():
        variable.encoding = {}
    for key, value in _texts(path).items():
        data.attrs[key] = value
    return data, _episodes(path)


def _groups(path: str) -> set[str]:
    import h5netcdf

    with h5netcdf.File(path, "r") as file:
        return set(file.groups)


def _texts(path: str) -> dict[str, str]:
    if "texts" not in _groups(path):
        return {}
    table = _open(path, "texts")
    return {str(k): str(v) for k, v in zip(table["key"].values, table["value"].values)}


def _episodes(path: str) -> list[dict[str, Any]]:
    table = _open(path, "episodes")
    names = [str(name) for name in table.data_vars]
    rows = [dict(zip(names, values)) for values in zip(*(table[name].values.tolist() for name in names))]
    for row in rows:
        row["patches"], row["ongoing"] = json.loads(row["patches"]), bool(row["ongoing"])
    return rows
