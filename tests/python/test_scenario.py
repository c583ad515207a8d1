"""Scenario files and objects: what they say, what they refuse, and how."""
import json
import math
import pathlib
import pickle
import tomllib

import pytest

import wryneck as wn
from wryneck import registry
from wryneck.quantity import time_text, to_number

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


# Quantities

@pytest.mark.parametrize("given, unit, number", [
    (3, "s", 3), (0.5, "s", 0.5), ("8 h", "s", 28800), ("90 min", "s", 5400), ("1.5d", "s", 129600), ("8 h 10 min", "s", 29400),
    ("1 d 1 h 1 min 1 s", "s", 90061), ("250 ms", "s", 0.25), ("3 %", "1", 0.03), ("-17 deg", "deg", -17), ("1 rad", "deg", 180 / math.pi),
    ("4.2 mM", "mM", 4.2), ("4.2 mmol/L", "mM", 4.2), ("900 uM", "mM", 0.9), ("20 kPa", "mmHg", 150.0123), ("80000 g", "kg", 80),
    ("310.15 K", "degC", 37), ("98.6 degF", "degC", 37), ("18 Hz", "Hz", 18), ("1e-3 M", "mM", 1), ("0.5", "1", 0.5), ("2 fortnight", "s", 2419200),
    ("1 bar", "mmHg", 750.0617), ("1e3 s", "s", 1000), ("1e1s", "s", 10), ("1E3 s", "s", 1000), ("1.5e-3 h", "s", 5.4), ("2e+2 min", "s", 12000),
    ("1e2 %", "1", 1), ("1e3 ms", "s", 1), ("1e3", "s", 1000), ("1 h 30 min", "s", 5400), ("1h30min", "s", 5400), ("1 h 0.5 min", "s", 3630),
])
def test_a_quantity_is_converted(given, unit, number):
    assert to_number(given, unit) == pytest.approx(number, rel=1e-6)


def test_a_pint_quantity_is_converted():
    pint = pytest.importorskip("pint")
    units = pint.get_application_registry()
    assert to_number(units.Quantity(2, "hour"), "s") == pytest.approx(7200)
    assert to_number(units.Quantity(37.5, "degC"), "degC") == pytest.approx(37.5)
    with pytest.raises(wn.ScenarioError, match="quantity in mM"):
        to_number(units.Quantity(2, "hour"), "mM")


@pytest.mark.parametrize("given, unit", [
    ("8 kg", "s"), ("", "s"), ("h", "s"), ("8 h h", "s"), ("1e999 s", "s"), (True, "s"), (None, "s"), ([], "s"), (math.nan, "s"),
    ("nan s", "s"), ("8 xyzzy", "s"), ("9**9**9", "1"), ("1 m**999999999", "s"), ("1 " + "m*" * 1000, "s"), ("0x10 s", "s"), ("8 h 5 kg", "s"),
    (10**400, "s"), ("import os", "1"),
])
def test_what_is_no_quantity_is_refused(given, unit):
    with pytest.raises(wn.ScenarioError):
        to_number(given, unit)


@pytest.mark.parametrize("given", ["1e3 kg", "1e999 s", "8 h 5 kg", "8 h h", "1 e3 s", "1e3e3 s", "1 h 1e1 min", "1e s", "2 h 3 e"])
def test_a_refused_quantity_is_shown_whole(given):
    with pytest.raises(wn.ScenarioError) as caught:
        to_number(given, "s", field="at")
    assert str(caught.value).startswith(f"at is '{given}', expected a ")


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 3600, 28810, 86400, 0.25, 1e-9, 7776000, 12345.678, 1 / 3])
def test_a_time_as_text_reads_back(seconds):
    assert to_number(time_text(seconds), "s") == seconds


# Files that are right

@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_bundled_scenarios_load_and_come_back_equal(path):
    scenario = wn.load(path)
    assert scenario.name and scenario.description
    assert wn.loads(scenario.to_toml()) == scenario


def test_all_bundled_scenarios_are_there():
    assert {p.stem for p in BUNDLED} >= {
        "hard_day", "quiet_night", "desk_day", "overuse_to_cramp", "awkward_sleep", "low_sodium", "low_potassium", "low_calcium",
        "low_magnesium", "cramp_test", "cramp_test_nerve_block", "loss_of_inhibition", "knot", "super_knot"}


def test_every_key_reaches_the_core():
    scenario = wn.loads("""
        name = "n"
        description = "d"
        duration = "8 h"
        subject = { sex = "female", mass = "60 kg", cramp_history = true }
        resolution = { patches_per_muscle = 4, muscles = ["right", "LEVSC"] }
        hypotheses = { endplate_noise = 0 }
        timeline = [
          { input = "potassium", ramp = { from = 4.2, to = "3 mM", over = "30 min" }, at = "1 h", until = "3 h", label = "falls" },
          { input = "strain", muscles = "TRAP_U_R", patches = [1, 2], table = [["0 s", 0], ["1 min", 5]], interpolate = "hold" },
        ]
        """)
    core = scenario.to_core()
    assert (core.name, core.description, core.duration_s) == ("n", "d", 28800)
    assert (core.subject.sex.name, core.subject.mass_kg, core.subject.cramp_history) == ("female", 60, True)
    assert (core.resolution.patches_per_muscle, core.resolution.muscles) == (4, ["right", "LEVSC"])
    assert core.hypotheses == {"endplate_noise": 0}
    first, second = core.timeline
    assert (first.input, first.targets, first.label) == ("potassium", [], "falls")
    assert (first.profile.time_s, first.profile.value, first.profile.linear) == ([3600, 5400], [4.2, 3], True)
    assert first.profile.until_s == 10800
    assert (second.targets, second.patches, second.profile.linear) == (["TRAP_U_R"], [1, 2], False)
    assert second.profile.until_s == math.inf
    assert core.switching_times() == [60, 3600, 5400, 10800, 28800]


def test_parameters_by_full_name_or_by_model():
    name, row = next((n, r) for n, r in registry.parameters().items() if r["value"] > 0)
    model, symbol = name.split(".", 1)
    flat = wn.loads(f'{MINUTE}[parameters]\n"{name}" = {row["value"]}')
    assert flat.parameters == {name: row["value"]}
    assert wn.loads(f"{MINUTE}[parameters]\n{model}.{symbol} = {row['value']}") == flat
    assert flat.to_core().parameters == flat.parameters


def test_objects_and_files_say_the_same():
    built = wn.Scenario("Desk", duration="8 h").set("drive", "3 %", muscles=["TRAP_U", "LEVSC"]).suppose(endplate_noise=0)
    read = wn.loads("""
        name = "Desk"
        duration = 28800
        [hypotheses]
        endplate_noise = 0
        [[timeline]]
        input = "drive"
        muscles = ["TRAP_U", "LEVSC"]
        value = 0.03
        """)
    assert built == read
    assert pickle.loads(pickle.dumps(built)) == built


def test_scenarios_are_frozen_and_each_change_is_checked():
    scenario = wn.Scenario(duration=60)
    for change in (lambda: setattr(scenario, "duration", 90), lambda: delattr(scenario, "duration"), lambda: setattr(scenario, "durations", 90)):
        with pytest.raises(wn.ScenarioError, match="^durations?: is frozen, expected a new object in its place$"):
            change()
    with pytest.raises(wn.ScenarioError, match="sodium"):
        scenario.set("sodim", 140)
    assert scenario.timeline == ()


def test_saved_files_load(tmp_path):
    scenario = wn.Scenario("größer \"quoted\" \\ \t", description="two\nlines \x7f", duration=60).set("gravity", 0)
    scenario.save(tmp_path / "a.toml")
    assert wn.load(tmp_path / "a.toml") == scenario


# Files that are wrong

@pytest.mark.parametrize("text, line, words", [
    (MINUTE + 'durations = 3', 2, ["durations", "unknown key", "did you mean 'duration'"]),
    (MINUTE + '[subject]\nmas = 70', 3, ["subject.mas", "unknown key", "'mass'"]),
    (MINUTE + '\n[subject]\nsex = "man"', 4, ["subject.sex", "'man'", "female"]),
    (MINUTE + '[subject]\ncramp_history = 1', 3, ["cramp_history", "true or false"]),
    (MINUTE + '[subject]\nmass = "5 kg"', 3, ["subject.mass", "30 to 250 kg"]),
    ('duration = "8 kg"', 1, ["duration", "'8 kg'", "in s"]),
    ('duration = nan', 1, ["duration", "nan"]),
    ('duration = inf', 1, ["duration", "inf"]),
    ('duration = -3', 1, ["duration", "-3 s", "above 0 s"]),
    ('duration = "91 d"', 1, ["duration", "90 days"]),
    ('duration = "1e300 h"', 1, ["duration is '1e300 h', expected a time above 0 s and up to 90 days"]),
    ('duration = "1e3 kg"', 1, ["duration is '1e3 kg', expected a quantity in s"]),
    ('duration = true', 1, ["duration", "true"]),
    ('name = "x"', None, ["duration", "missing"]),
    ('name = 3\n' + MINUTE, 1, ["name", "3", "a text"]),
    ('schema = 2\n' + MINUTE, 1, ["schema", "2", "expected 1"]),
    (MINUTE + '[resolution]\npatches_per_muscle = 0', 3, ["patches_per_muscle", "0", "1 to 4096"]),
    (MINUTE + '[resolution]\npatches_per_muscle = 1000000000', 3, ["1000000000", "1 to 4096"]),
    (MINUTE + '[resolution]\npatches_per_muscle = 100000000000000000000', 3, ["1 to 4096"]),
    (MINUTE + '[resolution]\npatches_per_muscle = 6.5', 3, ["6.5", "whole number"]),
    (MINUTE + '[resolution]\npatches = 6', 3, ["resolution.patches", "unknown key", "did you mean 'patches_per_muscle'?"]),
    (MINUTE + '[subject]\nhistory = true', 3, ["did you mean 'cramp_history'?"]),
    (MINUTE + '[resolution]\nmuscles = []', 3, ["resolution.muscles", "empty"]),
    (MINUTE + '[resolution]\nmuscles = ["TRAP_U", ""]', 3, ["resolution.muscles[1]"]),
    (MINUTE + '[hypotheses]\nendplate_nose = 1', 3, ["endplate_nose", "'endplate_noise'"]),
    (MINUTE + '[hypotheses]\nendplate_noise = 7', 3, ["endplate_noise", "7", "0 to 2"]),
    (MINUTE + '[parameters]\nnot.there = 7', 3, ["parameters.not.there", "name of a parameter"]),
    (MINUTE + 'timeline = 3', 2, ["timeline", "a list"]),
    (action('input = "sodum"\nvalue = 140'), 4, ["timeline[0].input", "'sodum'", "'sodium'"]),
    (action('input = "sodium"\nvalue = -3'), 5, ["timeline[0].value", "-3 mM", "100 to 170 mM"]),
    (action('input = "sodium"\nvalue = "1e3 mM"'), 5, ["timeline[0].value is '1e3 mM', expected", "100 to 170 mM"]),
    (action('input = "sodium"\ntable = [["0 s", 140], ["1e1 s", "1 M"]]'), 5, ["timeline[0].table[1]", "100 to 170 mM"]),
    (action('input = "sodium"\nvalue = "140 mmHg"'), 5, ["timeline[0].value", "in mM"]),
    (action('input = "sodium"\nvalue = nan'), 5, ["timeline[0].value", "nan"]),
    (action('input = "sodium"\nvalue = [140]'), 5, ["timeline[0].value", "a list"]),
    (action('input = "sodium"\nmuscles = ["all"]\nvalue = 140'), 5, ["muscles", "whole body"]),
    (action('input = "drive"\nvalue = 0.1'), 3, ["timeline[0].muscles", "missing"]),
    (action('input = "drive"\nmuscles = ["TRAPU"]\nvalue = 0.1'), 5, ["timeline[0].muscles[0]", "'TRAP_U'"]),
    (action('input = "drive"\nmuscles = ["all"]'), 3, ["timeline[0]", "no value", "value, ramp or table"]),
    (action('input = "sodium"\nvalue = 140\nramp = { from = 140, to = 130, over = 9 }'), 3, ["value and ramp", "exactly one"]),
    (action('input = "sodium"\nramp = { from = 140, to = 13, over = 9 }'), 5, ["timeline[0].ramp.to", "13", "100 to 170"]),
    (action('input = "sodium"\nramp = { from = 140, over = 9 }'), 5, ["timeline[0].ramp.to", "missing"]),
    (action('input = "sodium"\nramp = { from = 140, to = 139, over = -9 }'), 5, ["ramp.over", "-9 s"]),
    (action('input = "sodium"\ntable = [["0 s", 140], ["9 s"]]'), 5, ["timeline[0].table[1]", "pair"]),
    (action('input = "sodium"\ntable = [["9 s", 140], ["0 s", 139]]'), 5, ["timeline[0].table[1]", "not before"]),
    (action('input = "sodium"\ntable = []'), 5, ["timeline[0].table", "empty"]),
    (action('input = "sodium"\nvalue = 140\ninterpolate = "hold"'), 6, ["timeline[0].interpolate", "'hold'", "without a table"]),
    (action('input = "sodium"\nvalue = 140\nat = "30 s"\nuntil = "20 s"'), 7, ["until", "20 s", "30 s"]),
    (action('input = "sodium"\nvalue = 140\nat = "-3 s"'), 6, ["timeline[0].at", "-3 s"]),
    (action('input = "sodium"\nvalue = 140\nat = "2 min"'), 6, ["timeline[0].at", "before the end"]),
    (action('input = "strain"\nmuscles = "all"\npatches = [6]\nvalue = 1'), 6, ["timeline[0].patches[0]", "0 to 5"]),
    (action('input = "strain"\nmuscles = "all"\npatches = []\nvalue = 1'), 6, ["timeline[0].patches is empty, expected whole numbers from 0 to 5, or no list for all patches"]),
    (action('input = "drive"\nmuscles = "all"\npatches = []\nvalue = 1'), 6, ["timeline[0].patches is given", "whole muscle"]),
    (action('input = "strain"\nmuscles = []\nvalue = 1'), 5, ["timeline[0].muscles is missing or empty", "such as 'all'"]),
    (action('input = "strain"\nmuscles = "all"\npatches = [99999999999]\nvalue = 1'), 6, ["timeline[0].patches[0]"]),
    (action('input = "gravity"\nvalue = 0\n[[timeline]]\ninput = "gravity"\nvalue = 1'), 6, ["timeline[1]", "overlap", "timeline[0]"]),
    (MINUTE + MINUTE, 2, ["not valid TOML"]),
    (MINUTE + 'a = [1, 2', 2, ["not valid TOML"]),
    ('a = ' + '9' * 5000, None, ["cannot be read"]),
    ('a = ' + '[' * 100000, None, ["nested too deeply"]),
    ('a.' * 100000 + 'b = 1', 1, ["dots"]),
    ('\n \n', None, ["empty"]),
    (MINUTE + 'self = 3', 2, ["unknown key"]),
])
def test_a_mistake_gives_one_sentence_with_line_field_value_and_remedy(text, line, words):
    error = error_of(text)
    assert error.line == line, error
    for word in words:
        assert word in str(error)


def test_an_empty_list_is_refused_from_python_too():
    scenario = wn.Scenario(duration=60)
    with pytest.raises(wn.ScenarioError, match=r"timeline\[0\].patches is empty"):
        scenario.set("strain", 1, muscles="all", patches=[])
    with pytest.raises(wn.ScenarioError, match="resolution.muscles is empty"):
        wn.Scenario(duration=60, resolution={"muscles": []})
    everywhere = scenario.set("strain", 1, muscles="all")
    assert everywhere == scenario.set("strain", 1, muscles="all", patches=None) and "patches" not in everywhere.to_toml().partition("[[timeline]]")[2]


@pytest.mark.parametrize("given, words", [
    ({"hypotheses": {3: 1}}, "hypotheses is a table with the key 3, expected a table whose keys are texts"),
    ({"subject": {3: 1}}, "subject is a table with the key 3, expected a table whose keys are texts"),
    ({"subject": ["male"]}, "subject is a list, expected a table of keys"), ({"timeline": {"input": "drive"}}, "timeline is a table, expected a list"),
    ({"timeline": [{"input": "sodium", "ramp": {3: 1}}]}, "timeline[0].ramp is a table with the key 3"),
    ({"name": "\ud800"}, "name is '?', expected a text without broken characters"),
    ({"timeline": [{"input": "\ud800"}]}, "timeline[0].input is '?', expected the name of an input"),
    ({"\ud800": 1}, "broken characters"), ({"timeline": [{3: 1}]}, "timeline[0] is a table with the key 3"), ({"schema": "1"}, "schema is '1', expected 1"),
])
def test_what_only_python_can_give_is_refused_in_one_sentence(given, words):
    with pytest.raises(wn.ScenarioError) as caught:
        wn.Scenario(**{"duration": 60} | given)
    assert words in str(caught.value)


def test_objects_of_a_scenario_compare_and_print_by_their_values():
    first, again, other = (wn.Action(input="sodium", value=value) for value in (140, "140 mM", 130))
    assert first == again != other and hash(first) == hash(again) and first != "sodium"
    assert repr(wn.Scenario(duration=60).subject) == "Subject(sex='male', mass=75.0, cramp_history=False)"
    assert wn.Action(input="sodium", ramp={"from_": 140, "to": "130 mM", "over": 9}) == wn.Action(input="sodium", ramp={"from": 140, "to": 130, "over": "9 s"})
    mine, yours = wn.Scenario(duration=60), wn.Scenario(duration=60)
    mine.hypotheses["mediator_loop"] = 0
    assert yours.hypotheses == {}


def test_an_error_has_its_parts():
    error = error_of(action('input = "sodum"\nvalue = 140'))
    assert (error.field, error.value, error.nearest) == ("timeline[0].input", "'sodum'", "sodium")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("content, words", [
    (b"", ["empty"]), (b"\x7fELF\x00\x01", ["binary", "line 1"]), (b'name = "\xff"', ["UTF-8"]), (b"x" * 10_000_000, ["10000000 bytes"]),
])
def test_files_that_are_no_scenario_are_refused(tmp_path, content, words):
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(wn.ScenarioError) as caught:
        wn.load(path)
    assert str(path)[:40] in str(caught.value)
    for word in words:
        assert word in str(caught.value)


def test_paths_that_are_no_file_are_refused(tmp_path):
    for path, word in ((tmp_path, "directory"), (tmp_path / "none", "No such file"), ("/dev/null", "regular"), ("a\0b", "not usable")):
        with pytest.raises(wn.ScenarioError, match=word):
            wn.load(path)


def test_a_name_is_guessed_only_where_one_fits():
    assert registry.nearest("patches", ["patches_per_muscle", "muscles"]) == "patches_per_muscle"
    assert registry.nearest("per_muscle", ["patches_per_muscle", "muscles"]) == "patches_per_muscle"
    for word in ("m", "", "TRAP", "xyz", 3):    # too short, two fit, none fits, no text
        assert registry.nearest(word, ["TRAP_UPPER", "TRAP_MIDDLE", "patches_per_muscle"]) == ""


def test_a_mark_of_byte_order_is_no_mistake(tmp_path):
    (tmp_path / "a.toml").write_text(MINUTE, encoding="utf-8-sig")
    assert wn.load(tmp_path / "a.toml") == wn.loads(MINUTE)
    (tmp_path / "a.toml").write_text("durations = 3\nduration = 3", encoding="utf-8-sig")
    with pytest.raises(wn.ScenarioError, match="a.toml, line 1: durations is an unknown key"):
        wn.load(tmp_path / "a.toml")


def test_keys_inside_a_text_are_not_taken_for_lines():
    error = error_of('description = """\nduration = 3\n"""\nduration = -1')
    assert error.line == 4


@pytest.mark.parametrize("text", [
    "a." * 100_000 + "b = 1", "[" + "a." * 100_000 + "b]", "x = { " + "a." * 100_000 + "b = 1 }", ("x = { " + "a." * 900 + "b = 1 }\n") * 60, "a" * 200_000 + "." * 50, "\"a\" . " * 30_000,
    "x = " + "{a=" * 60_000, "[[a]]\n" * 40_000, "duration = '" + "1 h " * 60_000 + "'", "duration = '" + "9" * 200_000 + "'",
    'duration = "1 d"\n' + '[[timeline]]\ninput = "drive"\nmuscles = "all"\nvalue = 0\n' * 4_000,
], ids=lambda text: text[:12])
def test_hostile_files_are_refused_before_they_cost_time(text):
    error_of(text)


def test_a_long_text_with_many_dots_is_fine():
    scenario = wn.loads(MINUTE + 'description = """\n' + "One. \n" * 5000 + '"""')
    assert scenario.description.count(".") == 5000
    assert wn.loads(scenario.to_toml()) == scenario


# The published schema

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


# Explain

def test_explain_lists_actions_in_order_of_time_with_their_parameters():
    scenario = wn.loads(MINUTE + """
        [hypotheses]
        mediator_loop = 0
        [[timeline]]
        input = "sodium"
        at = "30 s"
        value = 130
        [[timeline]]
        input = "drive"
        muscles = ["TRAP_U"]
        value = "3 %"
        """)
    explained = wn.explain(scenario)
    assert [row["input"] for row in explained.actions] == ["drive", "sodium"]
    for row in explained.actions:
        known = registry.inputs()[row["input"]]
        assert row["mechanism"] == known["mechanism"] and row["mechanism"] in str(explained)
        assert {name.split(".")[0] for name in row["parameters"]} <= set(known["models"].split())
    assert [row["name"] for row in explained.hypotheses if row["gain"] == 0 and row["changed"]] == ["mediator_loop"]
    assert "mediator_loop = 0 (off), changed" in str(explained)


FEW = MINUTE + 'resolution = { muscles = ["TRAP_U", "LEVSC_R"] }\n'


def acts(**inputs):
    return "".join(f'[[timeline]]\ninput = "{name}"\n{course}\n' for name, course in inputs.items())


@pytest.mark.parametrize("text", [
    FEW, FEW + acts(gravity="value = 0.1"), FEW + acts(gravity='value = 0\nuntil = "50 s"'), FEW + acts(control='value = 0\nat = "10 s"'),
    FEW + acts(support='ramp = { from = 0, to = 1, over = "5 s" }'), FEW + acts(gravity='table = [["0 s", 0], ["20 s", 1]]\ninterpolate = "hold"'),
    FEW + acts(gravity='value = 0\nuntil = "30 s"', control='value = 0\nat = "31 s"'),
])
def test_a_few_muscles_that_must_hold_the_head_are_warned_of(text):
    explained = wn.explain(wn.loads(text))
    assert explained.warning.startswith("Only 3 of 52 muscles are simulated, yet gravity acts and posture control is on")
    assert f"\nwarning: {explained.warning}\n" in str(explained) and "\n" not in explained.warning


@pytest.mark.parametrize("text", [
    MINUTE, MINUTE + 'resolution = { muscles = ["right", "left"] }', FEW + acts(gravity="value = 0"), FEW + acts(control="value = 0"), FEW + acts(support="value = 1"),
    FEW + acts(gravity='value = 0\nuntil = "30 s"', control='value = 0\nat = "30 s"'),
    FEW + acts(gravity='table = [["0 s", 0], ["20 s", 0]]'),
])
def test_a_whole_neck_and_a_head_that_rests_are_not_warned_of(text):
    explained = wn.explain(wn.loads(text))
    assert explained.warning == "" and "warning" not in str(explained)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_bundled_scenarios_give_no_warning(path):
    assert wn.explain(wn.load(path)).warning == ""


def test_every_mechanism_is_a_model_of_the_library():
    known = {row["model"] for row in registry.parameters().values()}
    for name, row in registry.inputs().items():
        assert set(row["models"].split()) <= known, name


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_explain_speaks_of_every_bundled_action(path):
    scenario = wn.load(path)
    text = str(wn.explain(scenario))
    for a in scenario.timeline:
        assert a.input in text and a.label in text
