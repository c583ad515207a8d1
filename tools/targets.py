"""Writes docs/targets.md: every target that the validation tests hold the neck to, with what was reached.

    python tools/targets.py        after `cmake --preset test && cmake --build --preset test`

The tests print one line per target, `reached:` or `missed:`; this script runs them and sorts the lines. It takes minutes.
"""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "build/test/tests/wryneck_validation_tests"
LINE = re.compile(r"^(reached|missed): (.+): (\S+), target(?: from (\S+))?(?: to (\S+))?$")
HEAD = """# Targets, reached and missed

Written by `tools/targets.py` from what the validation tests print; renewed, never edited. A target is a published band, or a
bound that was set before looking. Some constants were fitted to some of these findings: [parameters.md](parameters.md) says
which, so a target that is reached is not a prediction by that alone. Numbers differ in the last digits between machines.

{counts}
"""


def band(low: str | None, high: str | None) -> str:
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"


def table(rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {finding} | {reached} | {band(low, high)} |" for _, finding, reached, low, high in rows]
    return "\n".join(["| target | reached | wanted |", "|---|---|---|", *lines, ""])


def main() -> int:
    if not PROGRAM.is_file():
        print(f"{PROGRAM} is missing; cmake --preset test && cmake --build --preset test makes it", file=sys.stderr)
        return 1
    run = subprocess.run([PROGRAM], cwd=ROOT, env=os.environ | {"WRYNECK_SOURCE_DIR": str(ROOT)}, capture_output=True, text=True, check=False)
    rows = [found.groups() for line in run.stdout.splitlines() if (found := LINE.match(line.strip()))]
    missed = [row for row in rows if row[0] == "missed"]
    counts = f"{len(rows)} targets, {len(missed)} missed."
    text = HEAD.format(counts=counts) + "\n## Missed\n\n" + table(missed) + "\n## Reached\n\n" + table([r for r in rows if r[0] == "reached"])
    (ROOT / "docs/targets.md").write_text(text)
    print(counts)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
