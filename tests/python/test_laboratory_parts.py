"""Parts of the model by themselves: a sub-model at one point, the neck held still, and what they refuse."""
import pytest

import wryneck as wn
from wryneck.laboratory import StillNeck, evaluate


def test_a_sub_model_at_one_point():
    normal, low = evaluate("endplate").outputs, evaluate("endplate", inputs={"Ca": 0.5}).outputs
    assert normal["quanta"] == pytest.approx(1, abs=0.02) and low["quanta"] < 0.3 and low["transmission"] < normal["transmission"]
    assert evaluate("bath", parameters={"Ca": 2.5}).outputs["shift_Na"] > 0
    assert set(evaluate("ions").rates) != set(evaluate("ions", variant="repaired").rates) > {"out_Cl"}
    fast, slow = evaluate("reticulum").rates, evaluate("reticulum", slow=True).rates
    assert fast != slow


@pytest.mark.parametrize("given, words", [
    ({"model": "endplat"}, "did you mean 'endplate'?"),
    ({"model": "endplate", "inputs": {"ca": 1}}, "inputs.ca, expected a name of the table; did you mean 'Ca'?"),
    ({"model": "endplate", "parameters": {"K_1": float("nan")}}, "parameters.K_1 is nan, expected a finite number"),
    ({"model": "endplate", "states": {"x": 1}}, "states.x, expected a name of the table"),
    ({"model": "endplate", "variant": "repaired"}, "variant is repaired, expected empty"), ({"model": 5}, "model is 5, expected a text"),
    ({"model": "endplate", "slow": "x"}, "slow is 'x'"), ({"model": "endplate", "inputs": [1]}, "inputs is a list, expected a dict"),
    ({"model": "bath", "parameters": {"Ca": -5}}, "bath: gives shift_"),
])
def test_a_sub_model_refuses_nonsense(given, words):
    with pytest.raises(wn.ScenarioError) as refused:
        evaluate(given.pop("model"), **given)
    assert words in str(refused.value)


def test_the_neck_held_still():
    neck = StillNeck()
    assert neck.moment(neck.helpers("pitch", 1), "pitch") == pytest.approx(51.3, abs=0.1)
    right, left = ({name: 1.0 for name in neck.muscles if name.endswith(side)} for side in ("_R", "_L"))
    for axis in ("roll", "yaw"):
        assert neck.moment(right, axis) == pytest.approx(-neck.moment(left, axis))
    assert neck.compression({}) < neck.compression(dict.fromkeys(neck.muscles, 1.0))
    assert StillNeck(sex="female").moment(neck.helpers("pitch", 1), "pitch") < neck.moment(neck.helpers("pitch", 1), "pitch")
    assert abs(StillNeck(gravity=0).passive_moment("pitch")) < abs(neck.passive_moment("pitch"))


@pytest.mark.parametrize("given, words", [
    ({"pitch": 90}, "pitch is 90, expected a value from -60 to 70"), ({"yaw": "far"}, "StillNeck.yaw is 'far'"), ({"gravity": 2}, "gravity is 2"),
    ({"sex": "man"}, "StillNeck.sex is 'man', expected one of female, male"), ({"mass": "5 kg"}, "mass_kg is 5"),
])
def test_a_posture_that_cannot_be(given, words):
    with pytest.raises(wn.ScenarioError) as refused:
        StillNeck(**given)
    assert words in str(refused.value)


@pytest.mark.parametrize("ask, words", [
    (lambda neck: neck.helpers("pich", 1), "axis is 'pich', expected one of pitch, roll, yaw; did you mean 'pitch'?"), (lambda neck: neck.moment({}, "roll", about="hed"), "about is 'hed'"),
    (lambda neck: neck.compression({}, "C4"), "level is 'C4'"), (lambda neck: neck.passive_moment("x"), "axis is 'x'"), (lambda neck: neck.moment({"SCM": 1}, "yaw"), "activations is 'SCM'"),
    (lambda neck: neck.moment({"SCM_ST_R": 50}, "yaw"), "activations.SCM_ST_R is 50, expected a share from 0 to 1"), (lambda neck: neck.moment([1], "yaw"), "activations is a list"),
])
def test_activations_that_cannot_be(ask, words):
    with pytest.raises(wn.ScenarioError) as refused:
        ask(StillNeck())
    assert words in str(refused.value)
