"""Runs from Python: the dataset, the options, what stops a run, and sweeps."""
import json
import os
import pathlib
import signal
import threading
import time

import numpy as np
import pytest
from figures import verifies

import wryneck as wn
from wryneck import _core, registry

TEXT = """
name = "Pull"
duration = "20 s"

[resolution]
muscles = ["TRAP_U", "LEVSC", "SPL_CAP"]
patches_per_muscle = 4

[hypotheses]
mediator_loop = 0.5

[parameters]
"energetics.J_max" = "1.7 mM/s"

[[timeline]]
input = "drive"
muscles = "TRAP_U_R"
at = "2 s"
until = "12 s"
value = "40 %"

[[timeline]]
input = "control"
value = 0
"""
# Long enough that it never ends by itself while a test stops it; should that fail, the limit of steps keeps it small.
ENDLESS = TEXT.replace("20 s", "60 d")
ENOUGH, PLENTY = 20_000, 10_000_000


@pytest.fixture(scope="module")
def scenario():
    return wn.loads(TEXT)


@pytest.fixture(scope="module")
def result(scenario):
    return wn.run(scenario, every="0.5 s", record="all")


def test_what_happens_between_the_records_is_in_the_summary():
    brief = TEXT.replace('"20 s"', '"20 min"')
    coarse, fine = (wn.run(brief, every=every, noise=False) for every in ("10 min", "0.2 s"))
    assert coarse.data["activation"].sel(muscle="TRAP_U_R").max() < 0.1
    rows = [{row["muscle"]: row for row in r.summary().to_dict()["muscles"]}["TRAP_U_R"] for r in (coarse, fine)]
    for key in ("peak_activation", "peak_force_N", "lowest_pcr_mM"):
        assert rows[0][key] == pytest.approx(rows[1][key], rel=0.02)
    assert rows[0]["peak_activation"] > 0.35
    extremes = coarse.data["activation_extremes"]
    assert extremes.dims == ("extreme", "muscle") and extremes.attrs["units"] == "1"
    assert float(extremes.sel(extreme="highest", muscle="TRAP_U_R")) == rows[0]["peak_activation"]


def same(a, b):
    """Bit for bit the same series and episodes."""
    assert set(a.data.variables) == set(b.data.variables)
    for name in a.data.variables:
        assert np.array_equal(a.data[name].values, b.data[name].values, equal_nan=a.data[name].dtype.kind == "f"), name
    assert a.episodes.equals(b.episodes)
    return True


# The dataset

SHAPES = {
    ("time", "muscle"): "force activation drive rate capacity pcr atp ph lactate potassium po2 flow pressure spontaneous contracture "
                        "knot_radius mediator afferent resting_potential water length",
    ("time", "muscle", "patch"): "contracture_patch spontaneous_patch pcr_patch",
    ("time", "axis"): "angle torque", ("time", "level"): "compression shear", ("time", "ion"): "plasma",
    ("time", "root", "side"): "sensitisation", ("time",): "pain",
}


@pytest.mark.parametrize("dims, name", [(dims, name) for dims, names in SHAPES.items() for name in names.split()])
def test_every_variable_has_its_dimensions_unit_and_meaning(result, dims, name):
    variable = result.data[name]
    assert variable.dims == dims
    assert variable.attrs["units"] and variable.attrs["long_name"]
    assert np.isfinite(variable.values).all()


def test_coordinates_are_names(result):
    data = result.data
    assert list(data.muscle.values) == [f"{m}_{side}" for side in "RL" for m in ("TRAP_U", "LEVSC", "SPL_CAP")]
    assert list(data.axis.values) == ["pitch", "roll", "yaw"] and list(data.level.values) == ["C0-C2", "C4-C5", "C7-T1"]
    assert list(data.ion.values) == ["sodium", "potassium", "calcium", "magnesium", "ph", "temperature"]
    assert list(data.side.values) == ["R", "L"] and data.root.values[0] == "XI" and data.root.values[-1] == "T1"
    assert list(data.patch.values) == [0, 1, 2, 3]
    assert np.allclose(data.time.values, np.arange(41) * 0.5) and data.time.attrs["units"] == "s"


def test_the_values_stand_at_their_names(result):
    data = result.data
    pulling = data.activation.sel(time=11)
    assert pulling.sel(muscle="TRAP_U_R") > 0.2 > 0.1 > pulling.sel(muscle="TRAP_U_L")
    assert data.pcr.sel(muscle="TRAP_U_R").min() < data.pcr.sel(muscle="TRAP_U_L").min()
    assert np.allclose(data.pcr_patch.mean("patch"), data.pcr)
    assert data.plasma.sel(ion="sodium", time=0) == 140 and data.plasma.sel(ion="temperature", time=0) == 37
    assert data.angle.sel(axis="roll", time=11) > data.angle.sel(axis="roll", time=0)    # to the right


def test_the_dataset_says_where_it_came_from(result, scenario):
    attributes = result.data.attrs
    assert attributes["wryneck_version"] == wn.__version__ and attributes["context_of_use"] == wn.CONTEXT_OF_USE
    assert wn.loads(attributes["scenario"]) == scenario and attributes["seed"] == 1
    assert json.loads(attributes["parameters_changed"]) == {"energetics.J_max": 1.7}
    gains = json.loads(attributes["hypotheses"])
    assert gains["mediator_loop"] == 0.5 and set(gains) == set(registry.hypotheses())
    statistics = json.loads(attributes["statistics"])
    assert statistics["steps"] > 0 and statistics["wall_time_s"] > 0
    assert (attributes["status"], attributes["message"], result.complete) == ("complete", "", True)


def test_a_result_survives_the_disk(result, tmp_path):
    assert same(result, wn.Result.load(result.save(tmp_path / "a.nc")))


def test_episodes_name_muscles_like_the_series(result):
    assert set(result.episodes["muscle"]) <= {*result.data.muscle.values, "neck"}
    assert set(result.episodes["side"]) <= {"R", "L", ""}


# What may be given

def test_a_scenario_may_be_an_object_a_file_or_text(scenario, tmp_path):
    (tmp_path / "a.toml").write_text(TEXT)
    runs = [wn.run(given, every=5) for given in (scenario, TEXT, tmp_path / "a.toml", str(tmp_path / "a.toml"))]
    assert all(same(runs[0], run) for run in runs[1:])


def test_record_chooses_series(scenario):
    assert set(wn.run(scenario, every=5, record=["force", "pain"]).data.data_vars) == {"force", "pain"}
    assert set(wn.run(scenario, every=5, record="force").data.data_vars) == {"force"}


@pytest.mark.parametrize("options, words", [
    ({"record": "forc"}, "record is 'forc', expected the name of a series; did you mean 'force'?"), ({"record": [3]}, "names of series"), ({"record": "\ud800"}, "record is '?'"), ({"tolerance": 1}, "at most 0.01"), ({"tolerance": 1e-30}, "tolerance is 1e-30, expected at least 1e-10"), ({"every": "1e-9 s"}, "every is 1e-09 s, expected"),
    ({"tolerance": -1e-4}, "tolerance"), ({"tolerance": float("nan")}, "finite"), ({"tolerance": "small"}, "tolerance"),
    ({"seed": -1}, "seed is -1"), ({"seed": 2**64}, "whole number"), ({"seed": 1.5}, "seed is 1.5"), ({"seed": True}, "seed"),
    ({"every": "3 kg"}, "a quantity in s"), ({"every": 0}, "above 0 s"), ({"every": float("inf")}, "finite"),
    ({"max_steps": 0}, "max_steps is 0"), ({"max_steps": 2.5}, "max_steps"), ({"wall_limit": "-1 s"}, "wall_limit"),
    ({"checkpoint_every": "0 s"}, "checkpoint_every"), ({"checkpoint": "/not/there/a.checkpoint"}, "checkpoint is '/not/there/a.checkpoint', expected a file in a directory that exists"),
    ({"checkpoint": "a\0b"}, "checkpoint is 'a?b', expected the name of a file, in UTF-8"), ({"checkpoint": 3}, "checkpoint is 3, expected the name of a file, in UTF-8"),
])
def test_bad_options_give_one_sentence(scenario, options, words):
    with pytest.raises(ValueError) as caught:
        wn.run(scenario, **options)
    assert words in str(caught.value) and "\n" not in str(caught.value)
    assert isinstance(caught.value, (wn.ScenarioError, _core.InputError, _core.CheckpointError))


def test_numbers_of_numpy_are_numbers(scenario, tmp_path):
    given = {"seed": np.int64(3), "tolerance": np.float32(1e-3), "noise": np.bool_(True), "every": np.float64(5), "max_steps": np.int32(9999)}
    result = wn.run(scenario, checkpoint=tmp_path / "a", **given)
    assert same(result, wn.run(scenario, seed=3, tolerance=float(np.float32(1e-3)), every=5)) and same(result, wn.resume(tmp_path / "a"))
    assert [r.status for r in wn.run_many(scenario, seeds=np.arange(2), every=5)] == ["complete"] * 2
    with pytest.raises(wn.ScenarioError, match="seed is true"):
        wn.run(scenario, seed=np.bool_(True))


def test_the_series_are_those_that_a_run_records(scenario):
    for record in ("all", None, ["pain", "pcr_patch", "sensitisation"]):
        found = wn.run(scenario, record=record, max_steps=1).data
        assert sum(v[0].size for v in found.data_vars.values()) == registry.columns(found.data_vars if record != "all" else ["all"], 6, 4)
        assert set(found.data_vars) == {name for name, row in registry.series().items() if (row["standard"] if record is None else record == "all" or name in record)}


@pytest.mark.parametrize("duration, options, words", [
    ("90 d", {"every": "30 s"}, "every is 30 s, expected 69.2 s or more, for at most 200,000,000 values, 1,763 in a row"),
    ("90 d", {"every": "0.3 s", "record": "pain"}, "every is 0.3 s, expected 0.393 s or more, for at most 20,000,000 rows"),
    ("90 d", {"_patches": 4096}, "every is 8100 s by default, expected 1.68e+04 s or more, for at most 200,000,000 values"),
])
def test_more_than_memory_could_hold_is_refused(duration, options, words):
    scenario = wn.Scenario(duration=duration, resolution={"patches_per_muscle": options.pop("_patches", 6)})
    with pytest.raises(wn.ScenarioError) as caught:
        wn.run(scenario, **options)
    assert words in str(caught.value)


def test_a_checkpoint_does_not_take_the_place_of_the_scenario(tmp_path):
    (tmp_path / "a.toml").write_text(TEXT)
    with pytest.raises(wn.ScenarioError, match="other than the scenario"):
        wn.run(tmp_path / "a.toml", checkpoint=str(tmp_path / "a.toml"))
    assert (tmp_path / "a.toml").read_text() == TEXT


def test_a_checkpoint_takes_no_place_of_a_device_nor_of_a_link(scenario, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(wn.ScenarioError, match="checkpoint is .*pipe', expected a regular file, not a device"):
        wn.run(scenario, checkpoint=tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/a")
    assert wn.run(scenario, every=5, checkpoint=tmp_path / "link").complete and wn.resume(tmp_path / "link").complete
    assert (tmp_path / "pipe").is_fifo() and (tmp_path / "link").is_symlink() and (tmp_path / "folder" / "a").is_file()


@pytest.mark.parametrize("given", [None, 3, ["a"], "nowhere.toml", "duration = 3\nspam = 1\n"])
def test_what_is_no_scenario_gives_one_sentence(given):
    with pytest.raises(wn.ScenarioError) as caught:
        wn.run(given)
    assert "\n" not in str(caught.value)


# Chance

def test_the_same_seed_gives_the_same_bits_and_another_seed_another_day():
    restless = TEXT.replace("[[timeline]]", '[[timeline]]\ninput = "potassium"\nvalue = 8\n\n[[timeline]]', 1)
    first, again, other = (wn.run(restless, every=0.5, seed=seed) for seed in (1, 1, 2))
    assert same(first, again)
    assert not np.array_equal(first.data.force.values, other.data.force.values)


def test_without_noise_there_are_no_bursts(scenario):
    assert wn.run(scenario, noise=False).provenance("statistics")["bursts"] == 0


def test_one_muscle_at_a_time_agrees_with_lanes(scenario):
    lanes, scalar = (wn.run(scenario, every=0.5, noise=False, record="all", _scalar=one) for one in (False, True))
    for name in ("force", "pcr_patch", "potassium", "activation", "angle", "knot_radius", "afferent"):
        a, b = lanes.data[name].values, scalar.data[name].values
        assert np.abs(a - b).max() <= 1e-9 * np.abs(a).max(), name


# What stops a run

def test_progress_is_told_and_may_stop_the_run():
    told = []

    def tell(progress):
        told.append((progress.time_s, progress.duration_s, progress.steps))
        return progress.time_s < 30

    started = time.monotonic()
    stopped = wn.run(ENDLESS, every=1, record="activation", progress=tell, max_steps=ENOUGH)
    assert stopped.status == "interrupted" and "stopped on request" in stopped.message
    assert stopped.data.time.values[-1] == told[-1][0] and 30 <= told[-1][0] < 60
    assert [t for t, *_ in told] == sorted({t for t, *_ in told}) and told[-1][2] > 0
    assert len(told) <= 61 + (time.monotonic() - started) / 0.1    # once a row, or a tenth of a second
    assert stopped.data.activation.sel(muscle="TRAP_U_R").max() > 0.2


def test_progress_is_asked_between_rows_that_lie_far_apart():
    stopped = wn.run(ENDLESS, every="10 d", progress=lambda p: p.steps < 3, max_steps=PLENTY)
    assert stopped.status == "interrupted" and 0 < stopped.data.time.values[-1] < 10 * 86400


def test_none_from_progress_goes_on(scenario):
    assert wn.run(scenario, progress=lambda _: None).complete


def test_an_error_in_progress_is_the_callers(scenario):
    with pytest.raises(ZeroDivisionError):
        wn.run(scenario, progress=lambda _: 1 / 0)


@pytest.mark.parametrize("limit, status, words", [({"max_steps": 50}, "failed", "limit of steps"),
                                                  ({"wall_limit": "200 ms", "max_steps": PLENTY}, "interrupted", "computing time")])
def test_a_limit_keeps_the_partial_result(limit, status, words):
    partial = wn.run(ENDLESS, every="10 min", **limit)
    assert partial.status == status and words in partial.message and "\n" not in partial.message
    assert 0 < partial.data.time.values[-1] < 60 * 86400 and np.isfinite(partial.data.force.values).all()


def ctrl_c(at_s=2, members=1):
    """A listener that sends Ctrl-C once, when every member's simulated time has come that far: however slow the machine, they have begun."""
    begun, mine = threading.Barrier(members, action=lambda: os.kill(os.getpid(), signal.SIGINT)), threading.local()

    def tell(progress):
        if progress.time_s >= at_s and not hasattr(mine, "waited"):
            mine.waited = True
            begun.wait()

    return tell


def test_ctrl_c_keeps_the_partial_result():
    partial = wn.run(ENDLESS, every=1, record="activation", progress=ctrl_c(), max_steps=ENOUGH)
    assert partial.status == "interrupted" and partial.data.time.values[-1] >= 2


def test_other_threads_work_while_a_run_computes():
    seen, stop = [], threading.Event()
    watcher = threading.Thread(target=lambda: [seen.append(time.monotonic()) or time.sleep(0.01) for _ in iter(stop.is_set, True)])
    watcher.start()
    wn.run(ENDLESS, every="1 d", wall_limit=0.5, progress=False, max_steps=PLENTY)
    stop.set()
    watcher.join()
    assert len(seen) > 5


# Many

def test_many_runs_give_the_same_bits_for_any_number_of_threads(scenario):
    seeds = range(1, 8)
    alone = [wn.run(scenario, every=1, seed=seed) for seed in seeds]
    for threads in (1, 2, 7):
        together = wn.run_many(scenario, seeds=seeds, threads=threads, every=1)
        assert [r.data.attrs["seed"] for r in together] == list(seeds)
        assert all(same(a, b) for a, b in zip(alone, together))
        different = sum(int((a.data[name].values != b.data[name].values).sum()) for a, b in zip(alone, together) for name in a.data.data_vars)
        verifies(f"same.many.{threads}", f"values of seven runs of the neck that differ from each alone, {threads} at a time", different, (0, 0))


def test_one_failed_member_does_not_stop_the_others(scenario):
    good, missing, bad, last = wn.run_many([scenario, "nowhere.toml", None, TEXT], every=5, threads=2)
    assert same(good, last)
    for failed in (missing, bad):
        assert failed.status == "failed" and "\n" not in failed.message and failed.data.sizes["time"] == 0
        assert str(failed.summary()) and repr(failed)
    assert "nowhere.toml" in missing.message


def test_seeds_and_threads_are_checked(scenario):
    for wrong, words in (({"seeds": [1, 2, 3]}, "seeds"), ({"threads": 0}, "threads")):
        with pytest.raises(wn.ScenarioError, match=words):
            wn.run_many([scenario, scenario], **wrong)
    assert wn.run_many([]) == []


@pytest.mark.parametrize("given, options, words", [
    (TEXT, {"recrd": "pcr"}, "options is 'recrd', expected the name of an option of run; did you mean 'record'?"),
    ([TEXT], {"record": "prc"}, "record is 'prc', expected the name of a series; did you mean 'pcr'?"), ([TEXT], {"tolerance": 1}, "tolerance is 1"),
    ([TEXT, TEXT], {"checkpoint": "a.checkpoint"}, "checkpoint: would be written by each of 2 members, expected a file that one run has for itself"),
    (3, {}, "scenarios is 3, expected a scenario or a list of scenarios"), (TEXT, {"seeds": 3}, "seeds is 3, expected a list of whole numbers"),
])
def test_what_is_wrong_for_every_member_is_raised_at_once(given, options, words):
    with pytest.raises(wn.ScenarioError) as caught:
        wn.run_many(given, progress=lambda _: pytest.fail("a member ran"), **options)
    assert words in str(caught.value)


def test_ctrl_c_gives_what_the_members_have():
    results = wn.run_many(ENDLESS, seeds=[1, 2], threads=2, every=1, record="activation", progress=ctrl_c(members=2), max_steps=ENOUGH)
    assert [r.status for r in results] == ["interrupted"] * 2 and all(r.data.sizes["time"] > 1 for r in results)


def test_progress_of_many_is_asked_by_each_member():
    results = wn.run_many(ENDLESS, seeds=[1, 2], every=1, record="activation", progress=lambda p: p.time_s < 5, max_steps=ENOUGH)
    assert [r.status for r in results] == ["interrupted"] * 2 and all(5 <= r.duration_s < 20 for r in results)


def test_the_summary_warns_of_a_few_muscles_that_must_hold_the_head(scenario):
    from wryneck.report import sections

    results = wn.run(scenario, every=5), wn.run(scenario.without("control"), max_steps=20)
    free, held = (result.summary() for result in results)
    assert ["Warning: Only 6" in sections.summary(result) for result in results] == [False, True]
    assert free.warning == "" and "Warning" not in str(free) and free.to_dict()["warning"] == ""
    assert held.warning.startswith("Only 6 of 52 muscles") and held.lines()[-1] == f"Warning: {held.warning}"


# Twins

def test_a_twin_is_the_scenario_without_some_inputs(scenario):
    twin = scenario.without("drive")
    assert [a.input for a in twin.timeline] == ["control"] and twin.hypotheses == scenario.hypotheses
    with pytest.raises(wn.ScenarioError, match="did you mean 'drive'"):
        scenario.without("drivee")


def test_twins_are_drawn_beside_each_other(scenario):
    runs = dict(zip(("pull", "rest"), wn.run_many([scenario, scenario.without("drive")], every=1)))
    figure = wn.plot_twins(runs, ("activation", "potassium", "plasma.sodium", "angle.roll", "compression.C4-C5", "sensitisation", "spontaneous_patch"), muscles=["TRAP_U_R"])
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert "plasma: Na$^+$, mM" in titles and any("roll" in t for t in titles) and "Trapezius, upper R" in figure.axes[-1].get_xlabel()
    upper = figure.axes[0].lines
    assert np.array_equal(upper[0].get_ydata(), runs["pull"].data.activation.sel(muscle="TRAP_U_R"))
    assert upper[0].get_ydata().max() > 0.2 > upper[1].get_ydata().max()
    for wrong in ("forc", "plasma.lead"):
        with pytest.raises(wn.ScenarioError, match=f"variables is '{wrong}', expected one of"):
            wn.plot_twins(runs, [wrong])


def test_the_bundled_scenarios_load_for_a_run():
    for path in sorted((pathlib.Path(__file__).parents[2] / "scenarios").glob("*.toml")):
        partial = wn.run(path, max_steps=20)
        assert partial.status == "failed" and "limit of steps" in partial.message, path.name
