"""The cable from Python: results by name, velocity, errors in one sentence."""
import numpy as np
import pytest
import wryneck as wn

SHORT = {"length": 1, "places": 40, "pulses": [0.5], "duration": 4, "every": 0.5, "largest_change": 8}


@pytest.fixture(scope="module")
def short():
    return wn.cable("fast", **SHORT)


def test_a_result_has_places_and_arrivals(short):
    assert short.complete and short.fibres == 1 and short.position_cm.shape == (40,)
    assert short["membranes.V_s"].shape == (9, 1, 40)
    assert (short.passed() == 1).all()
    assert np.all(np.diff(short.arrivals.time_ms) >= 0)
    assert 2 < short.velocity() < 7
    assert short.data["membranes.V_s"].dims == ("time", "fibre", "place") and short.data["position"].attrs["units"] == "cm"
    assert short.provenance("protocol")["length_cm"] == 1
    assert "1 x 40 places" in repr(short)
    assert short.plot().axes


def test_velocity_is_not_a_number_where_nothing_arrives(short):
    assert np.isnan(short.velocity(since=3.9))
    quiet = wn.cable(**(SHORT | {"pulses": [], "duration": 1}))
    assert quiet.arrivals.time_ms.size == 0 and np.isnan(quiet.velocity())


def test_units_and_zones_are_understood(short):
    same = wn.cable("fast", **(SHORT | {"length": "10 mm", "duration": "4000 us", "largest_change": "0.008 V"}))
    assert np.array_equal(same["membranes.V_s"], short["membranes.V_s"])
    zones = [{"from": "5 mm", "to": 1, "bath": {"K": "20 mM"}}]
    blocked = wn.cable("fast", zones=zones, end_plate=0.1, **SHORT)
    assert blocked.passed()[5] == 1 and blocked.passed()[-1] == 0


def test_a_bundle_has_a_dimension_for_its_fibres():
    run = wn.cable(bundle=[{"kind": "slow", "pulses": [0.5]}, {}], **{k: v for k, v in SHORT.items() if k != "pulses"})
    assert run.fibres == 2 and run.kind == "mixed" and run["membranes.V_s"].shape[1] == 2
    assert run.passed(0).all() and not run.passed(1).any()


def test_progress_can_end_a_cable():
    run = wn.cable("fast", **(SHORT | {"progress": lambda time_ms: False, "duration": 1000, "pulses": wn.pulses(40, 40), "every": 0.5}))
    assert run.status == "interrupted" and 0 < run.time_ms.size < 2001


@pytest.mark.parametrize(("change", "words"), [
    ({"length": -1}, ("length is -1", "cm")),
    ({"places": 0}, ("places", "0")),
    ({"places": 10**9}, ("places is 1e+09", "100000")),
    ({"end_plate": 2}, ("end_plate is 2", "0 to 1")),
    ({"end_plate_width": 9}, ("end_plate_width is 9",)),
    ({"largest_change": float("nan")}, ("largest_change",)),
    ({"longest_step": 0}, ("longest_step is 0",)),
    ({"level": 80}, ("level is 80",)),
    ({"cable": {"R_x": 1}}, ("R_x", "did you mean 'R_i'?")),
    ({"cable": {"R_i": 9}}, ("cable.R_i is 9", "0.05")),
    ({"zones": [{"from": 0, "to": 0.5}]}, ("zones[0].bath",)),
    ({"zones": [{"from": 0.5, "to": 0.2, "bath": {}}]}, ("zones[0].to is 0.2",)),
    ({"zones": [{"from": 0, "to": 0.5, "bath": {}}, {"from": 0.4, "to": 1, "bath": {}}]}, ("zones[1].from is 0.4",)),
    ({"zones": [{"from": 0, "to": 0.5, "bath": {"K": 900}}]}, ("zones[0].bath.K is 900",)),
    ({"zones": [{"from": 0, "to": 0.5, "bath": {"Ka": 9}}]}, ("zones[0].bath", "did you mean")),
    ({"zones": [{"from": 0, "too": 0.5, "bath": {}}]}, ("zones[0] is 'too'", "did you mean 'to'?")),
    ({"bundle": []}, ("bundle is an empty list",)),
    ({"bundle": [{"kind": "fats"}], "pulses": []}, ("bundle[0].kind is 'fats'", "did you mean 'fast'?")),
    ({"bundle": [{}]}, ("pulses", "bundle")),
    ({"record": ["balance.K"]}, ("record is balance.K",)),
    ({"variant": "published", "zones": [{"from": 0, "to": 1, "bath": {"K": 5}}]}, ("zones[0].bath", "published")),
    ({"places": 10000, "every": 1e-3, "duration": 1e5}, ("every", "200 million")),
    ({"threads": 0}, ("threads",)),
])
def test_what_cannot_be_meant_is_refused_in_one_sentence(change, words):
    with pytest.raises(wn.ScenarioError) as caught:
        wn.cable("fast", **(SHORT | change))
    text = str(caught.value)
    assert "\n" not in text and all(word in text for word in words), text


def test_wrong_stretches_and_fibres_are_refused(short):
    with pytest.raises(wn.ScenarioError, match="fibre is 3"):
        short.velocity(3)
    with pytest.raises(wn.ScenarioError, match="two places"):
        short.velocity(begin=0.2, end=0.2)
