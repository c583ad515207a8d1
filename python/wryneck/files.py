"""Files: whether two names are one, what cannot be written to, and how a file is written so that readers never see half of it."""
from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike

from .errors import ScenarioError, is_broken, one_line, shown


def same_file(one: str | PathLike[str], other: str | PathLike[str]) -> bool:
    """Whether both names lead to one file, also when there is none yet."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def file_name(path: object, field: str = "path") -> str:
    """The name of a file as a text; what no file can be called is refused."""
    name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(name, str) or not name or "\0" in name or is_broken(name):
        raise ScenarioError(field, shown(path if name is None else name, 200), "the name of a file, in UTF-8")
    return name


def wanted_place(path: str) -> str:
    """What is wanted in the place of a name that no file can be written to; empty where one can."""
    if is_broken(path):
        return "a name in UTF-8"
    place = os.path.realpath(path)
    folder = os.path.dirname(place)
    if os.path.isdir(place):
        return "the name of a file, not of a directory"
    if os.path.lexists(place) and not os.path.isfile(place):
        return "a regular file, not a device"
    if not os.path.isdir(folder):
        return "a file in a directory that exists"
    longest = os.pathconf(folder, "PC_NAME_MAX")
    if len(os.fsencode(os.path.basename(place))) > longest:
        return f"a name of at most {longest} bytes"
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError:
        return "a file in a directory that can be written to"


@contextmanager
def replacing(path: str | PathLike[str]) -> Iterator[str]:
    """A temporary file beside the one of this name, behind a link if there is one, that takes its place once it is whole."""
    from .result import ResultFileError

    name = file_name(path)
    if wanted := wanted_place(name):
        raise ResultFileError(one_line(f"{name}: cannot be written, expected {wanted}."))
    place = os.path.realpath(name)
    handle, part = tempfile.mkstemp(prefix=".wryneck-", suffix=".part", dir=os.path.dirname(place))
    os.close(handle)
    try:
        yield part
        _allow_reading(part)
        os.replace(part, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def _allow_reading(part: str) -> None:
    """mkstemp makes private files; give this one the permissions that any new file would get."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(part, 0o666 & ~mask)


def write_text(path: str | PathLike[str], text: str) -> str:
    """Readers never see half of the text."""
    with replacing(path) as part, open(part, "wb") as file:
        file.write(text.encode("utf-8", "replace"))
    return os.fspath(path)
