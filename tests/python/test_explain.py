"""What explain says of a scenario, and what it warns of."""
import pytest
from scenario_texts import BUNDLED, MINUTE

import wryneck as wn
from wryneck import registry


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
