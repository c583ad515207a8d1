"""What the tests of scenarios share: the bundled files, short texts, and the error that a text gives."""
import pathlib

import pytest

import wryneck as wn

ROOT = pathlib.Path(__file__).parents[2]
BUNDLED = sorted((ROOT / "scenarios").glob("*.toml"))
MINUTE = 'duration = "1 min"\n'


def error_of(text) -> wn.ScenarioError:
    with pytest.raises(wn.ScenarioError) as caught:
        wn.loads(text)
    assert "\n" not in str(caught.value)
    return caught.value


def action(body: str) -> str:
    return f"{MINUTE}\n[[timeline]]\n{body}\n"
