"""Every Python example runs in a folder of its own and draws its figure."""
import os
import pathlib
import subprocess
import sys

import pytest

EXAMPLES = sorted((pathlib.Path(__file__).parents[2] / "examples" / "python").glob("*.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_draws_its_figure(example, tmp_path):
    done = subprocess.run([sys.executable, str(example), "figures", "--quick"], cwd=tmp_path, env={**os.environ, "MPLBACKEND": "Agg"},
                          capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    drawn = tmp_path / "figures" / f"{example.stem}.png"
    assert drawn.read_bytes().startswith(b"\x89PNG") and drawn.stat().st_size > 20_000
    assert list(tmp_path.iterdir()) == [drawn.parent]


def test_examples_are_short():
    assert len(EXAMPLES) >= 12
    for example in EXAMPLES:
        assert len(example.read_text().splitlines()) < 60, example.name
