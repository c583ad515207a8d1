"""What stops a run from outside: Ctrl-C, and SIGTERM in the same way."""
from __future__ import annotations

import signal
import threading
from typing import Any, Literal


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


class Stops:
    """While this is entered, Ctrl-C and SIGTERM interrupt; SIGTERM waits for what is being written, and is remembered."""

    def __init__(self) -> None:
        self.computing = self.terminated = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stops:
        wanted: dict[signal.Signals, Any] = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: self._terminate}
        if threading.current_thread() is threading.main_thread():    # elsewhere Python allows no handlers
            for number, handler in wanted.items():
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, handler)
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return False

    def _terminate(self, *_: object) -> None:
        self.terminated = True
        if self.computing:
            raise Terminated
