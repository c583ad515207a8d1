"""Tables on the terminal."""
from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["print_table"]


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Iterable[str] = ()) -> None:
    """Prints rows below the names of their columns; those in `whole` are not broken into lines."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column in whole)
    for row in rows:
        table.add_row(*row)
    out: Any = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    out.print(table)
