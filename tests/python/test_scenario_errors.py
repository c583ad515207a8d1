"""Scenario files and objects that are wrong: one sentence with line, field, value and remedy."""
import pickle

import pytest
from scenario_texts import MINUTE, action, error_of

import wryneck as wn
from wryneck import registry


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
    ('durration = "1 min"', 1, ["durration is an unknown key, expected one of schema", "did you mean 'duration'?"]),
    (action('Input = "drive"\nvalue = "140 mM"'), 4, ["timeline[0].Input is an unknown key", "did you mean 'input'?"]),
    (action('input = "sodium"\nramp = { from = 140, too = 139, over = 9 }'), 5, ["timeline[0].ramp.too is an unknown key", "did you mean 'to'?"]),
    (action('input = "sodium"\nspam = 3\nramp = { from = 140, over = 9 }'), 6, ["timeline[0].ramp.to", "missing"]),
    (action('input = "sodium"\ntable = [[-5, 140], [0, 139]]'), 5, ["timeline[0].table[0] is at -5 s, expected a time of 0 s or later, counted from 'at'"]),
    (action('input = "sodium"\nat = 9\ntable = [["0 s", 140], ["-5 s", 139]]'), 6, ["timeline[0].table[1] is at -5 s"]),
    (MINUTE + '[parameters]\nenergetics = 1', 3, ["parameters.energetics is 1, expected a parameter by its full name, model.symbol"]),
    (MINUTE + '[parameters]\nJ_max = 1', 3, ["parameters.J_max", "model.symbol; did you mean 'energetics.J_max'?"]),
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


def test_a_whole_number_may_have_a_point_or_come_from_numpy():
    import numpy as np

    assert wn.loads(MINUTE + "[resolution]\npatches_per_muscle = 6.0").resolution.patches_per_muscle == 6
    scenario = wn.Scenario(duration=np.float32(60), resolution={"patches_per_muscle": np.int64(5)}, subject={"cramp_history": np.bool_(True)})
    assert scenario == wn.Scenario(duration=60, resolution={"patches_per_muscle": 5}, subject={"cramp_history": True})
    assert scenario.set("strain", 1, muscles="all", patches=[1.0, np.int8(2)]).timeline[0].patches == (1, 2)
    for wrong in (6.5, True, "6", float("inf")):
        with pytest.raises(wn.ScenarioError, match="resolution.patches_per_muscle is .*, expected a whole number"):
            wn.Scenario(duration=60, resolution={"patches_per_muscle": wrong})


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
    for path, word in ((tmp_path, "directory"), (tmp_path / "none", "No such file"), ("/dev/null", "regular"), ("a\0b", "the name of a file"), ("\ud800", "the name of a file"), ("", "the name of a file"), (None, "the name of a file")):
        with pytest.raises(wn.ScenarioError, match=word):
            wn.load(path)


def test_what_is_no_scenario_or_no_file_is_refused(tmp_path):
    for use in (wn.explain, wn.dumps):
        with pytest.raises(wn.ScenarioError, match="scenario is 'x', expected a Scenario"):
            use("x")
    scenario = wn.Scenario(duration=60)
    for path in (3, ""):
        with pytest.raises(wn.ScenarioError, match="path is .*, expected the name of a file"):
            scenario.save(path)
    scenario.save(tmp_path / "a.toml")
    assert wn.load(tmp_path / "a.toml") == scenario


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
