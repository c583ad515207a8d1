"""Scenario files and objects that are right: files and objects say the same, and come back equal."""
import math
import pickle

import pytest
from scenario_texts import BUNDLED, MINUTE

import wryneck as wn
from wryneck import registry


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
