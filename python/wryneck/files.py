"""Files: whether two names are one, and how a file is written so that readers never see half of it."""
from __future__ import annotations

import os
import tempfile
from os import PathLike


def same_file(one: str | PathLike[str], other: str | PathLike[str]) -> bool:
    """Whether both names lead to one file, also when there is none yet."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def part_beside(path: str) -> tuple[int, str]:
    """A temporary file, open, beside the one that it will replace; refuses in one sentence what cannot be written."""
    from .result import ResultFileError

    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path):
        raise ResultFileError(f"{path}: is a directory, expected the name of a file.")
    if not os.path.isdir(folder):
        raise ResultFileError(f"{path}: cannot be written, since there is no such directory.")
    try:
        return tempfile.mkstemp(prefix=".wryneck-", suffix=".part", dir=folder)
    except OSError as error:
        raise ResultFileError(f"{path}: cannot be written ({error.strerror}).") from None


def write_text(path: str | PathLike[str], text: str) -> str:
    """Writes to a temporary file beside the target and renames it."""
    path = os.fspath(path)
    handle, part = part_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise
    return path
