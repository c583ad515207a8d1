"""A progress bar for long runs: on a terminal only, on the error stream, and silent for short runs."""
from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["progress_bar"]

QUIET_S = 0.5    # a run that is over by then shows nothing


class progress_bar:
    """`with progress_bar(duration_s, wanted) as tell:` gives a callable that takes the simulated time and returns True to go on."""

    def __init__(self, duration_s: float, wanted: bool | None = None, *, what: str = "simulating"):
        self._duration = duration_s
        self._bar: Progress | None = None
        self._what = what
        self._wanted = sys.stderr.isatty() if wanted is None else wanted
        self._started = time.monotonic()

    def __enter__(self) -> progress_bar:
        return self

    def __call__(self, progress: Any) -> bool:
        time_s = float(getattr(progress, "time_s", progress))
        if self._wanted and self._bar is None and time.monotonic() - self._started > QUIET_S:
            self._open()
        if self._bar is not None:
            self._bar.update(self._task, completed=min(time_s, self._duration))
        return True

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn(self._what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        bar = self._bar = Progress(*columns, console=console, transient=console.is_terminal)    # a log keeps the last state
        self._task = bar.add_task("run", total=self._duration)
        bar.start()

    def __exit__(self, *_: object) -> Literal[False]:
        if self._bar is not None:
            self._bar.stop()
        return False
