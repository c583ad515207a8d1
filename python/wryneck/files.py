"""Names of files: whether two are the same file."""
from __future__ import annotations

import os
from os import PathLike


def same_file(one: str | PathLike[str], other: str | PathLike[str]) -> bool:
    """Whether both names lead to one file, also when there is none yet."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)
