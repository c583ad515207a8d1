"""A progress bar for long runs: on a terminal only, on the error stream, and silent for short runs."""
from __future__ import annotations

import sys
import time

__all__ = ["progress_bar"]

QUIET_S = 0.5    # a run that is over by then shows nothing


class progress_bar:
    """`with progress_bar(duration_s, wanted) as tell:` gives a callable that takes the simulated time and returns True to go on."""

    def __init__(self, duration_s: float, wanted: bool | None = None):
        self._duration, self._bar = duration_s, None
        self._wanted = sys.stderr.isatty() if wanted is None else wanted
        self._started = time.monotonic()

    def __enter__(self):
        return self

    def __call__(self, progress) -> bool:
        time_s = float(getattr(progress, "time_s", progress))
        if self._wanted and self._bar is None and time.monotonic() - self._started > QUIET_S:
            self._open()
        if self._bar is not None:
            self._bar.update(self._task, completed=min(time_s, self._duration))
        return True

    def _open(self):
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("simulating"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        self._bar = Progress(*columns, console=console, transient=console.is_terminal)    # a log keeps the last state
        self._task = self._bar.add_task("run", total=self._duration)
        self._bar.start()

    def __exit__(self, *_):
        if self._bar is not None:
            self._bar.stop()
        return False
