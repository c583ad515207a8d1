"""What stops a run from outside: Ctrl-C, and SIGTERM in the same way."""
from __future__ import annotations

import signal
import threading
from typing import Any, Literal


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


class Stops:
    """While this is entered, the first of Ctrl-C and SIGTERM ends what is computed; what is written is finished, whatever comes."""

    def __init__(self) -> None:
        self.computing = self.stopped = self.terminated = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stops:
        if threading.current_thread() is threading.main_thread():    # elsewhere Python allows no handlers
            for number in (signal.SIGINT, signal.SIGTERM):
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return False

    def _stop(self, number: int, _: object) -> None:
        again, self.stopped = self.stopped, True
        self.terminated = self.terminated or number == signal.SIGTERM
        if self.computing and not again:
            raise Terminated if self.terminated else KeyboardInterrupt
