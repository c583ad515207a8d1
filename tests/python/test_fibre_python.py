"""The single fibre from Python: against the reference, with units, errors, threads."""
import csv
import functools
import json
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import wryneck as wn

published = functools.partial(wn.fibre, variant="published")
published_many = functools.partial(wn.fibre_many, variant="published")
REFERENCE = pathlib.Path(__file__).parents[1] / "validation" / "fibre"


def reference(name):
    with open(REFERENCE / name, newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


@pytest.mark.parametrize("file, kind, pulses", [("fast_twitch.csv", "fast", [0]), ("slow_20Hz.csv", "slow", wn.pulses(10, 20))])
def test_it_follows_the_reference(file, kind, pulses):
    expected = reference(file)
    result = published(kind, pulses=pulses, at=expected["t_ms"], duration=expected["t_ms"][-1], tolerance=1e-8)
    assert result.complete and result.kind == kind
    assert np.array_equal(result.time_ms, expected["t_ms"])
    assert result["membranes.V_s"].max() == pytest.approx(expected["membranes.V_s"].max(), abs=0.01)
    assert result["membranes.V_s"] == pytest.approx(expected["membranes.V_s"], abs=0.01)
    assert result["filament.A_2"] == pytest.approx(expected["filament.A_2"], abs=1e-5)
    assert result["reticulum.Ca_2"] == pytest.approx(expected["reticulum.Ca_2"], abs=1e-4 * np.ptp(expected["reticulum.Ca_2"]))


def test_texts_with_units_and_numbers_are_the_same():
    numbers = published(pulses=[1, 30], duration=50, every=0.5, amplitude=140, width=0.4, parameters={"membranes.g_Na": 700}, record="membranes.V_s")
    texts = published(pulses=["1 ms", "0.03 s"], duration="0.05 s", every="0.5 ms", amplitude="140 uA/cm2", width="0.4 ms",
                     parameters={"membranes.g_Na": "700 mS/cm^2"}, record=["membranes.V_s"])
    assert np.array_equal(numbers["membranes.V_s"], texts["membranes.V_s"])
    usual = published(pulses=[1, 30], duration=50, every=0.5, amplitude=140, width=0.4, record="membranes.V_s")
    assert abs(usual["membranes.V_s"] - numbers["membranes.V_s"]).max() > 1


def test_pulses_count_from_their_start():
    assert wn.pulses(3, "50 Hz", start="10 ms") == [10, 30, 50]
    assert wn.pulses(0, 50) == []


def test_data_has_units_and_provenance():
    result = published(pulses=[0], duration=2, parameters={"membranes.g_Na": 700})
    data = result.data
    assert data is result.data
    assert len(data.data_vars) == len(result.names) == 56
    assert all(one.attrs["units"] and one.attrs["long_name"] for one in data.data_vars.values())
    assert data["time"].attrs["units"] == "ms" and data["membranes.V_s"].attrs["units"] == "mV"
    assert data.attrs["kind"] == "fast" and data.attrs["wryneck_version"] == wn.__version__
    assert json.loads(data.attrs["parameters_changed"]) == result.provenance("parameters_changed") == {"membranes.g_Na": 700}
    assert result.provenance("protocol")["variant"] == "published"
    assert result.provenance("statistics")["steps"] > 0
    assert "membranes.V_s" in result and "V" not in result
    with pytest.raises(KeyError, match="did you mean 'membranes.V_s'"):
        result["membranes.Vs"]
    assert "fast: 2 ms, 56 states" in repr(result)


def test_nothing_heavy_is_loaded_before_it_is_needed():
    code = ("import sys, wryneck as wn\nr = wn.fibre('slow', variant='published', pulses=wn.pulses(2, 50), duration='50 ms', parameters={'membranes.g_Na': 130})\n"
            "assert r.time_ms.size and r['filament.A_2'].size and repr(r)\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))\n")
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"xarray", "pandas", "matplotlib", "pydantic", "pint", "rich"} & set(loaded)


def test_parameters_are_listed_by_grade_and_sub_model():
    slow = wn.parameters(fibre="slow", published=True)
    assert slow["membranes.g_Na"]["value"] == 134 and wn.parameters(fibre="fast", published=True)["membranes.g_Na"]["value"] == 804
    assert set(wn.parameters("assumed", model="membranes", fibre="slow", published=True)) == {name for name, row in slow.items() if row["grade"] == "assumed" and row["model"] == "membranes"} == {"membranes.K_low"}
    assert set(wn.parameters(model="release", fibre="fast", published=True)) == {name for name in slow if name.startswith("release.")}
    assert not wn.parameters("fitted", fibre="slow", published=True)    # a grade that exists, of which it has none
    assert "membranes.g_Na" in wn.parameters("fitted", fibre="fast")    # of the repaired fibre
    neck = wn.parameters()
    assert list(wn.parameters("fitted")) == [name for name, row in neck.items() if row["grade"] == "fitted"]
    for given, words in (({"grade": "asumed"}, "grade is 'asumed', expected one of .*; did you mean 'assumed'"), ({"grade": 1}, "grade is 1"),
                         ({"model": "gate", "fibre": "fast"}, "did you mean 'gates'"), ({"fibre": "fats"}, "fibre is 'fats'")):
        with pytest.raises(wn.ScenarioError, match=words):
            wn.parameters(**given)


def test_the_plot_has_a_panel_for_each_state():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    result = published(pulses=[0], duration=5)
    assert len(result.plot().axes) == 3
    figure = result.plot(["gates.m"])
    assert "gates.m" in figure.axes[0].get_title(loc="left") and figure.axes[0].get_xlabel() == "time, ms"
    plt.close("all")
    with pytest.raises(wn.ScenarioError, match="did you mean 'gates.m'"):
        result.plot("gates.M")


WRONG = [
    ({"kind": "fst"}, "kind is 'fst', expected 'fast' or 'slow'; did you mean 'fast'?"),
    ({"kind": 3}, "kind is 3, expected 'fast' or 'slow'"),
    ({"pulses": 3}, "pulses is 3, expected a list of times in ms"),
    ({"pulses": "3 ms"}, "pulses is '3 ms', expected a list of times in ms"),
    ({"pulses": [0, 0.2]}, "pulses[1] is 0.2, expected a time after the end of the pulse before it, 0.5 ms"),
    ({"pulses": [0, 20, 10]}, "pulses[2] is 10, expected a time after the end of the pulse before it, 20.5 ms"),
    ({"pulses": [-1]}, "pulses[0] is -1, expected a time from 0 ms"),
    ({"pulses": [float("nan")]}, "pulses[0] is nan, expected a finite number in ms"),
    ({"pulses": [0, "x"]}, "pulses[1] is 'x', expected a number with a unit, such as '1 ms'"),
    ({"duration": 0}, "duration is 0, expected a time above 0 ms, at most a day"),
    ({"duration": "48 h"}, "duration is 172800000, expected a time above 0 ms, at most a day"),
    ({"duration": "3 mM"}, "duration is '3 mM', expected a quantity in ms"),
    ({"every": 0}, "every is 0, expected an interval above 0 ms"),
    ({"every": 1e-9}, "every is 1e-09, expected 2.828e-05 ms or more, for at most 200 million values"),
    ({"at": []}, "at is an empty list, expected times in ms"),
    ({"at": [5, 3]}, "at[1] is 3, expected times from 0 ms to the duration in ascending order"),
    ({"width": 0}, "width is 0, expected a time in ms from 0.001 to 86400000"),
    ({"width": -1}, "width is -1, expected a time in ms from 0.001 to 86400000"),
    ({"amplitude": float("inf")}, "amplitude is inf, expected a finite number in uA/cm^2"),
    ({"amplitude": "3 ms"}, "amplitude is '3 ms', expected a quantity in uA/cm^2"),
    ({"variant": "old"}, "variant is 'old', expected 'repaired' or 'published'"),
    ({"bath": {"K": 9}}, "bath is a table, expected none with the published fibre, which has no bath"),
    ({"parameters": {"membranes.gNa": 1}}, "parameters is 'membranes.gNa', expected the name of a parameter of the fibre; did you mean 'membranes.g_Na'?"),
    ({"parameters": {3: 1}}, "parameters is 3, expected the name of a parameter of the fibre"),
    ({"parameters": {"membranes.g_Na": -1}}, "parameters.membranes.g_Na is -1, expected a value from 60 to 1600 mS/cm^2"),
    ({"parameters": {"membranes.Cl_sum": "-150 mM"}}, "parameters.membranes.Cl_sum is -150, expected a value from 120 to 190 mM"),
    ({"parameters": [1]}, "parameters is a list, expected a dict such as {'membranes.g_Na': 700}"),
    ({"record": "membranes.Vs"}, "record is membranes.Vs, expected the name of a state; did you mean 'membranes.V_s'?"),
    ({"record": [3]}, "record is 3, expected names of series"),
    ({"tolerance": 0}, "tolerance is 0, expected a number from 1e-12 to 0.1"),
    ({"max_steps": 0}, "max_steps is 0, expected a whole number of 1 or more"),
    ({"progress": True}, "progress is true, expected a function of the time in ms"),
]


@pytest.mark.parametrize("arguments, sentence", WRONG, ids=lambda one: "")
def test_what_cannot_be_meant_is_refused_in_one_sentence(arguments, sentence):
    with pytest.raises(wn.ScenarioError) as error:
        published(**arguments)
    assert str(error.value) == sentence
    assert error.value.field.startswith(next(iter(arguments)))


@pytest.mark.parametrize("arguments, field", [((-1, 50), "count"), ((2.5, 50), "count"), ((10**12, 50), "count"), ((3, 0), "frequency"),
                                              ((3, float("nan")), "frequency"), ((3, "50 mM"), "frequency")])
def test_a_train_that_cannot_be_meant_is_refused(arguments, field):
    with pytest.raises(wn.ScenarioError) as error:
        wn.pulses(*arguments)
    assert error.value.field == field


def test_a_run_that_ends_early_keeps_its_rows_and_says_why():
    spent = published(pulses=[0], max_steps=200)
    assert spent.status == "failed" and "the limit of steps was reached" in spent.message and 0 < spent.time_ms.size < 101
    ended = published(pulses=[0], progress=lambda time_ms: False)
    assert ended.status == "interrupted" and not ended.complete and list(ended.time_ms) == [0]
    with pytest.raises(ZeroDivisionError):
        published(progress=lambda time_ms: 1 / 0)


def test_any_number_of_threads_gives_the_same_bits():
    members = [{"kind": kind, "pulses": wn.pulses(3, hz)} for kind in ("fast", "slow") for hz in (20, 50, 100)]
    one, four = published_many(members, threads=1, duration=120), published_many(members, threads=4, duration=120)
    alone = [published(**member, duration=120) for member in members]
    for a, b, c in zip(one, four, alone, strict=True):
        assert a.complete and all(a[name].tobytes() == b[name].tobytes() == c[name].tobytes() for name in a.names)


def test_a_member_that_fails_does_not_stop_the_others():
    bad, good = published_many([{"width": -1}, {}], pulses=[0], duration=5, record="membranes.V_s")
    assert bad.status == "failed" and bad.message.startswith("width is -1") and bad.time_ms.size == 0 and not bad.data.data_vars
    assert good.complete and good["membranes.V_s"].size == 6
    with pytest.raises(wn.ScenarioError, match="nothing|width is -1"):
        bad.plot()
    assert wn.fibre_many([]) == []


@pytest.mark.parametrize("members, common", [("fast", {}), ([3], {}), ([{"pulse": [0]}], {}), ([{}], {"pulse": [0]}), ([{}], {"threads": 0})])
def test_members_that_cannot_be_meant_are_refused(members, common):
    with pytest.raises(wn.ScenarioError):
        wn.fibre_many(members, **common)


def test_the_default_is_a_fibre_at_rest():
    result = wn.fibre(duration="2 s", every="1 s")
    assert result.complete and result.data.attrs["variant"] == "repaired" and len(result.names) == 66
    for name in result.names:
        first, last = result[name][[0, -1]]
        assert last == pytest.approx(first, rel=1e-5, abs=1e-9), name
    assert 0.04 < result["reticulum.Ca_2"][0] < 0.11


def test_a_bath_acts_and_its_books_close():
    runs = wn.fibre_many([{}, {"bath": {"K": 9}}, {"bath": {"K": "9 mM", "Ca": 10}}], interstitium="infinite", soak="30 min", pulses=[0], duration=30, every=0.1,
                         record=["membranes.V_s", "filament.A_2", "balance.K", "balance.phosphate"])
    rest = [run["membranes.V_s"][0] for run in runs]
    assert rest[0] < -85 < rest[1] < -65 and rest[2] < rest[1]
    for run in runs:
        assert run.complete and run["balance.K"] == pytest.approx(run["balance.K"][0], rel=1e-9)
        assert run["balance.phosphate"] == pytest.approx(run["balance.phosphate"][0], rel=1e-9)


@pytest.mark.parametrize("arguments, sentence", [
    ({"bath": {"K": -1}}, "bath.K is -1, expected a value from 0.2 to 120 mM"),
    ({"bath": {"temperature": 60}}, "bath.temperature is 60, expected a value from 20 to 40 degC"),
    ({"bath": {"k": 4}}, "bath is 'k', expected what a bath has; did you mean 'K'?"),
    ({"bath": 3}, "bath is 3, expected a dict such as {'K': 9, 'temperature': 20}"),
    ({"interstitium": "none"}, "interstitium is 'none', expected 'plasma' or 'infinite'"),
    ({"soak": -1}, "soak is -1, expected a time in ms from 0 to 86400000"),
], ids=lambda one: "")
def test_a_bath_that_cannot_be_meant_is_refused_in_one_sentence(arguments, sentence):
    with pytest.raises(wn.ScenarioError) as error:
        wn.fibre(**arguments)
    assert str(error.value) == sentence


def test_single_precision_stays_close_and_is_asked_for_by_name():
    members = [{"pulses": wn.pulses(3, hz), "parameters": {"membranes.g_K": 60 + hz / 10}} for hz in (20, 40, 50)]
    full, single = (wn.fibre_many(members, precision=one, variant="published", duration=100, tolerance=1e-4, record="membranes.V_s") for one in ("full", "single"))
    for a, b in zip(full, single, strict=True):
        assert b.complete and b["membranes.V_s"] == pytest.approx(a["membranes.V_s"], abs=0.1)
    with pytest.raises(wn.ScenarioError, match="precision is 'singel'.*did you mean 'single'"):
        wn.fibre_many(members, precision="singel")


def test_a_member_whose_progress_raises_or_ends_does_not_stop_the_others():
    raising, ending, whole = wn.fibre_many([{"progress": lambda time_ms: 1 / 0}, {"progress": lambda time_ms: False}, {}], pulses=[0], duration=20)
    assert raising.status == "failed" and "division" in raising.message and not raising.names
    assert ending.status == "interrupted" and whole.complete


def test_a_run_begins_in_states_that_are_set():
    run = wn.fibre("fast", start={"energy.PCr": "10 mM"}, duration=1, every=1, record="energy.PCr")
    assert run["energy.PCr"][0] == 10
    with pytest.raises(wn.ScenarioError, match="did you mean 'energy.PCr'"):
        wn.fibre("fast", start={"energy.PCR": 10})
    with pytest.raises(wn.ScenarioError, match="start.energy.PCr is 1000"):
        wn.fibre("fast", start={"energy.PCr": 1000})
