"""The published schema says what the loader says."""
import json
import tomllib

import pytest
from scenario_texts import BUNDLED, MINUTE, ROOT, action, error_of

import wryneck as wn


def test_the_published_schema_is_up_to_date():
    from wryneck.schemas import schema_text

    assert (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8") == schema_text(), "renew it: wryneck schema > docs/scenario.schema.json"


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_bundled_scenarios_follow_the_schema(path, validator):
    validator.validate(tomllib.loads(path.read_text(encoding="utf-8")))
    validator.validate(tomllib.loads(wn.load(path).to_toml()))


@pytest.mark.parametrize("text", [
    "", MINUTE + "durations = 3", MINUTE + "[hypotheses]\nendplate_noise = 7", action('input = "sodum"\nvalue = 140'),
    action('input = "sodium"\nvalue = -3'), action('input = "drive"\nvalue = 0.1'), action('input = "drive"\nmuscles = ["TRAPU"]\nvalue = 0.1'),
    action('input = "sodium"'), action('input = "sodium"\nmuscles = ["all"]\nvalue = 140'), MINUTE + "[resolution]\nmuscles = []",
    action('input = "strain"\nmuscles = "all"\npatches = []\nvalue = 1'), action('input = "strain"\nmuscles = []\nvalue = 1'),
])
def test_the_schema_refuses_what_the_loader_refuses(text, validator):
    error_of(text)
    assert not validator.is_valid(tomllib.loads(text))
