"""Where the command line starts. Ctrl-C while it still loads ends it with one line, as nothing is there to keep."""
from __future__ import annotations

import os


def main() -> int:
    try:
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:    # not where Ctrl-C is ignored
            signal.signal(signal.SIGINT, _leave)
    except KeyboardInterrupt:
        _leave()
    from .cli import main as command_line

    return command_line()


def _leave(*_: object) -> None:
    """An exception could get lost in the midst of an import, so that the process ends here."""
    os.write(2, b"wryneck: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    raise SystemExit(main())
