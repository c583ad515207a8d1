"""Results: summary, comparison, saving and loading, figures."""
import os
import subprocess
import sys

import numpy as np
import pytest
import synthetic

pytest.importorskip("xarray")
pytest.importorskip("h5py")

import wryneck  # noqa: E402
from wryneck.errors import ScenarioError  # noqa: E402
from wryneck.names import duration_text, time_scale  # noqa: E402
from wryneck.result import EPISODE_COLUMNS, Result, ResultFileError  # noqa: E402
from wryneck.states import STATES, patch_states  # noqa: E402


@pytest.fixture(scope="module")
def result():
    return synthetic.result(points=2000)


def identical(a, b):
    assert a.data.identical(b.data)
    for name in a.data.variables:
        assert a.data[name].dtype == b.data[name].dtype, name
        if a.data[name].dtype.kind == "f":
            assert a.data[name].values.tobytes() == b.data[name].values.tobytes(), name
    assert a.episodes.equals(b.episodes)
    assert list(a.episodes.dtypes) == list(b.episodes.dtypes)


def test_summary_names_the_muscles_that_did_something_worst_first(result):
    found = result.summary().to_dict()
    names = [row["muscle"] for row in found["muscles"]]
    assert set(names) == {"TRAP_U_R", "SCM_ST_R", *synthetic.SUPER_KNOT}
    assert names[0] == "TRAP_U_R"
    trapezius = found["muscles"][0]
    assert trapezius["lowest_pcr_mM"] == pytest.approx(float(result.data.pcr.sel(muscle="TRAP_U_R").min()))
    assert trapezius["episodes"] == 2
    assert found["body"]["roll_deg"][1] == pytest.approx(float(result.data.angle.sel(axis="roll").max()))
    assert found["episodes"]["super-knot"] == 5


def test_time_in_contracture_is_the_time_any_patch_is_knotted(result):
    row = result.summary().to_frame().loc["TRAP_U_R"]
    worst = result.data.contracture_patch.sel(muscle="TRAP_U_R").max("patch").values
    expected = np.trapezoid((worst >= 0.25).astype(float), result.data.time.values) if hasattr(np, "trapezoid") else np.trapz((worst >= 0.25).astype(float), result.data.time.values)
    assert row["contracture_s"] == pytest.approx(expected, rel=1e-3)


def test_summary_prints_as_a_table(result):
    text = repr(result.summary())
    assert "Trapezius, upper R" in text and "5 super-knot" in text and "Peak compression" in text
    assert "Partial" not in text


def test_partial_results_say_so():
    partial = synthetic.result(points=5, status="interrupted", message="stopped by the user")
    assert not partial.complete and partial.status == "interrupted"
    assert "stopped by the user" in repr(partial) and "Partial result (interrupted)" in repr(partial.summary())


def test_summary_html_escapes_names():
    text = synthetic.result(points=3, scenario='name = "<script>x</script>"')._repr_html_()
    assert "<script>" not in text and "&lt;script&gt;" in text


def test_quiet_run_has_an_empty_summary():
    quiet = synthetic.result(points=10, muscles=2, rows=[])
    quiet.data["activation"][:] = 0.01
    quiet.data["capacity"][:] = 1.0
    quiet.data["contracture_patch"][:] = 0.0
    assert quiet.summary().rows == [] and "Episodes: none." in repr(quiet.summary())
    assert quiet.summary().to_frame().empty
    printed, page = str(quiet.summary()), quiet.summary()._repr_html_()
    assert "muscle" not in printed and "Episodes: none." in printed and quiet.name in printed
    assert "<table" not in page and "Episodes: none." in page
    assert "muscle" not in str(quiet.compare(quiet)) and "no difference" in str(quiet.compare(quiet))


def test_nan_is_shown_as_a_dash_and_does_not_hide_other_values(result):
    holed = Result(result.data.copy(deep=True), result.episodes)
    holed.data["pcr"].values[100:300] = np.nan
    holed.data["atp"].values[:] = np.nan
    holed.data["spontaneous"].values[:] = np.nan
    rows = {row["muscle"]: row for row in holed.summary().rows}
    assert np.isfinite(rows["TRAP_U_R"]["lowest_pcr_mM"]) and np.isnan(rows["TRAP_U_R"]["highest_spontaneous_Hz"])


def test_compare_with_itself_is_nothing_and_with_a_twin_is_signed(result):
    assert result.compare(result).rows == [] and result.compare(result).kinds == {} and result.compare(result).notes == []
    twin = Result(result.data.copy(deep=True), [])
    twin.data["capacity"].loc[{"muscle": "LEVSC_R"}] = 1.0
    change = result.compare(twin)
    row = change.to_frame().loc["LEVSC_R"]
    assert row["lowest_capacity"] < 0 and row["episodes"] == 1
    assert change.kinds["cramp"] == 1 and twin.compare(result).kinds["cramp"] == -1
    assert "+1 cramp" in repr(change)


def test_a_comparison_names_the_twin_and_cuts_no_number(result):
    twin = Result(result.data.copy(deep=True), result.episodes)
    twin.data.attrs["hypotheses"] = twin.data.attrs["hypotheses"].replace('"fluid_knot": 0.0', '"fluid_knot": 1.0')
    for name, size in (("activation", 1.84e-5), ("capacity", 7.3721e-5), ("pcr", 3.9e-4), ("potassium", 6.28e-5), ("spontaneous", 1.04e-8), ("force", 2750.0)):
        twin.data[name] = twin.data[name] + size
    text = repr(result.compare(twin))
    assert text.startswith("Hard day minus its twin (hypothesis fluid_knot: 0 in this run, 1 in the twin)") and "\u2026" not in text
    for word in ("-0.00184", "-0.00737", "-0.00039", "-6.3e-05", "-1.0e-08", "-2750", "spontaneous", "episodes"):
        assert word in text, word
    twin.data.attrs["scenario"] = twin.data.attrs["scenario"].replace("Hard day", "Easy day")
    assert repr(result.compare(twin)).startswith("Hard day minus Easy day")


@pytest.mark.parametrize("value, text", [(0.0, "+0"), (float("nan"), "-"), (-3.9e-4, "-0.00039"), (6.284e-5, "+6.3e-05"), (-1234.5, "-1234"), (86400.0, "+86400"), (0.123456, "+0.123")])
def test_differences_fit_their_columns(value, text):
    from wryneck.summary import signed

    assert signed(value) == text


def test_compare_doubts_unequal_twins(result):
    other = synthetic.result(points=100, seed=9, duration_s=600.0, status="failed")
    notes = " ".join(result.compare(other).notes)
    assert "seeds differ" in notes and "durations differ" in notes and "partial" in notes


def test_states_follow_series_and_episodes(result):
    state = patch_states(result.data, result.episodes)
    muscle = list(result.data.muscle.values).index("TRAP_U_R")
    middle = int(np.searchsorted(result.data.time.values, 0.45 * 8 * 3600))
    assert STATES[state[middle, muscle, 5]].key == "knot" and STATES[state[middle, muscle, 0]].key != "knot"
    assert STATES[state[int(0.6 * 2000), muscle, 0]].key == "superknot"
    cramp = int(np.searchsorted(result.data.time.values, 0.3021 * 8 * 3600 + 10))
    assert STATES[state[cramp, list(result.data.muscle.values).index("SCM_ST_R"), 3]].key == "cramp"


@pytest.mark.parametrize("options", [{}, {"points": 1, "muscles": 1, "rows": []}, {"points": 7, "muscles": 3, "patches": 1},
                                     {"points": 3, "scenario": "# " + "long \u00b5 " * 20000}, {"points": 3, "scenario": ""}, {"points": 3, "message": "\u00e9"}])
def test_save_and_load_give_the_same_bits(tmp_path, options):
    saved = synthetic.result(**options)
    saved.data["pcr"].values[0, 0] = np.nan
    saved.save(tmp_path / "run.nc")
    identical(saved, Result.load(tmp_path / "run.nc"))
    assert os.listdir(tmp_path) == ["run.nc"]


def test_a_loaded_result_can_be_saved_again(tmp_path):
    first = synthetic.result(points=20)
    first.save(tmp_path / "a.nc")
    Result.load(tmp_path / "a.nc").save(tmp_path / "b.nc")
    identical(first, Result.load(tmp_path / "b.nc"))


def test_a_failed_save_leaves_the_old_file_and_no_scraps(tmp_path):
    good = synthetic.result(points=4)
    good.save(tmp_path / "run.nc")
    bad = synthetic.result(points=4)
    bad.data["strange"] = ("time", np.array([object()] * 4, dtype=object))
    with pytest.raises(Exception):
        bad.save(tmp_path / "run.nc")
    identical(good, Result.load(tmp_path / "run.nc"))
    assert os.listdir(tmp_path) == ["run.nc"]


def refused(path):
    with pytest.raises(ResultFileError) as caught:
        Result.load(path)
    text = str(caught.value)
    assert str(path) in text and text.endswith(".") and "\n" not in text
    return text


def test_files_that_are_no_results_are_refused_in_one_sentence(tmp_path):
    assert "no such file" in refused(tmp_path / "missing.nc")
    assert "not a file" in refused(tmp_path)
    (tmp_path / "empty.nc").write_bytes(b"")
    assert "is empty" in refused(tmp_path / "empty.nc")
    (tmp_path / "text.nc").write_text("hello")
    assert "not a NetCDF 4 file" in refused(tmp_path / "text.nc")


def test_foreign_netcdf_is_refused(tmp_path):
    synthetic.dataset(points=3, muscles=2).to_netcdf(tmp_path / "foreign.nc", engine="h5netcdf")
    assert "not a result saved by wryneck" in refused(tmp_path / "foreign.nc")


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.99])
def test_truncated_files_are_refused(tmp_path, share):
    synthetic.result(points=30).save(tmp_path / "run.nc")
    whole = (tmp_path / "run.nc").read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[:max(int(share * len(whole)), 9)])
    assert "truncated or damaged" in refused(tmp_path / "cut.nc")


@pytest.mark.parametrize("figure", ["plot_muscles", "plot_episodes", "plot_head", "plot_plasma", "plot_energy"])
@pytest.mark.parametrize("options", [{"points": 300}, {"points": 1, "muscles": 1, "rows": []}, {"points": 40, "muscles": 3, "duration_s": 90 * 86400.0}])
def test_figures_are_drawn(tmp_path, figure, options):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    drawn = getattr(synthetic.result(**options), figure)()
    drawn.savefig(tmp_path / "figure.png")
    pixels = plt.imread(tmp_path / "figure.png")[..., :3]
    plt.close(drawn)
    assert (pixels < 0.9).mean() > 0.002, "the figure is blank"


def test_figures_without_their_series_say_so(tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    import matplotlib.pyplot as plt

    bare = Result(synthetic.dataset(points=10)[["activation", "force"]], [])
    for name in ("plot_head", "plot_plasma", "plot_energy", "plot_episodes"):
        getattr(bare, name)().savefig(tmp_path / "f.png")
    Result(synthetic.dataset(points=10)[["pain"]], []).plot_muscles().savefig(tmp_path / "f.png")
    plt.close("all")


@pytest.mark.parametrize("draw, words", [
    (lambda r: r.plot_muscles("pcr"), "variables is 'pcr', expected one of activation, force"),
    (lambda r: r.plot_muscles(["force", "activaton"]), "variables is 'activaton', expected one of activation, force; did you mean 'activation'?"),
    (lambda r: r.plot_muscles("angle"), "variables is 'angle', expected one of activation, force"),
    (lambda r: r.plot_muscles(3), "variables is 3, expected one of"), (lambda r: r.plot_muscles([]), "variables is an empty list, expected at least one name"),
    (lambda r: r.plot_energy("NECK"), "muscles is 'NECK', expected one of TRAP_U_R, TRAP_M_R"),
    (lambda r: r.plot_energy(["TRAP_U_T"]), "did you mean 'TRAP_U_R'?"),
    (lambda r: wryneck.plot_twins({"run": r}, "forse"), "variables is 'forse', expected one of activation, force, angle; did you mean 'force'?"),
    (lambda r: wryneck.plot_twins({"run": r}, "angle.rol"), "variables is 'angle.rol', expected one of angle.pitch, angle.roll, angle.yaw; did you mean 'angle.roll'?"),
    (lambda r: wryneck.plot_twins({"run": r}, "force", muscles=["TRAP"]), "muscles is 'TRAP', expected one of TRAP_U_R"),
    (lambda r: wryneck.plot_twins({}), "runs is an empty table, expected results by label"), (lambda r: wryneck.plot_twins([r]), "runs is a list, expected results by label"),
    (lambda r: wryneck.plot_twins({"run": 3}), "runs['run'] is 3, expected the Result of a run"),
    (lambda r: r.compare(3), "twin is 3, expected the Result of another run"), (lambda r: r.report("a", twin=3), "twin is 3, expected the Result of another run"),
])
def test_what_cannot_be_drawn_or_compared_is_one_sentence(draw, words):
    pytest.importorskip("matplotlib").use("Agg")
    with pytest.raises(ScenarioError) as caught:
        draw(Result(synthetic.dataset(points=10)[["activation", "force", "angle"]], []))
    assert words in str(caught.value)


def test_what_cannot_be_written_is_refused_with_its_name(tmp_path):
    for write in (synthetic.result(5).save, synthetic.result(5).report):
        for path, words in ((tmp_path, "not of a directory"), (tmp_path / "none" / "a.nc", "a directory that exists"), (tmp_path / ("a" * 256), "at most 255 bytes")):
            with pytest.raises(ResultFileError, match=words) as caught:
                write(path)
            assert str(caught.value).startswith(f"{path}: cannot be written, expected ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("write", ["save", "report"])
def test_devices_stay_and_links_lead_to_what_is_written(tmp_path, write):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    links = {"to_pipe": "pipe", "to_file": "folder/a", "to_itself": "to_itself"}
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    result = synthetic.result(5)
    for name in ("pipe", "to_pipe", "to_itself"):
        with pytest.raises(ResultFileError, match="expected a regular file, not a device"):
            getattr(result, write)(tmp_path / name)
    assert (tmp_path / "pipe").is_fifo()
    for _ in range(2):    # a new file, and one that is there
        assert getattr(result, write)(tmp_path / "to_file") == str(tmp_path / "to_file")
        assert (tmp_path / "folder" / "a").stat().st_size > 1000
    assert all(os.readlink(tmp_path / name) == target for name, target in links.items())


@pytest.mark.parametrize("path", ["", "a\0b", "\ud800", 3, None, b"a"])
def test_what_is_no_name_of_a_file_is_refused_in_one_sentence(path):
    result = synthetic.result(5)
    for use in (result.save, result.report, Result.load):
        with pytest.raises(ScenarioError, match="^path is .*, expected the name of a file, in UTF-8$"):
            use(path)


def test_episode_table_has_all_columns_when_empty():
    table = synthetic.result(points=2, rows=[]).episodes
    assert list(table.columns) == list(EPISODE_COLUMNS) and len(table) == 0


@pytest.mark.parametrize("seconds, text", [(0, "0 s"), (55, "55 s"), (250, "4 min 10 s"), (7500, "2 h 05 min"), (90 * 86400, "90 d 0 h"), (float("nan"), "-")])
def test_durations_read_well(seconds, text):
    assert duration_text(seconds) == text


def test_time_axes_fit_the_span():
    assert [time_scale(s)[1] for s in (10, 600, 8 * 3600, 90 * 86400)] == ["s", "min", "h", "d"]


def lazy(points=50):
    """The same result as plain arrays, as a run gives it."""
    from wryneck.series import Series, Table

    data = synthetic.dataset(points)
    plain = {name: Series(v.dims, v.values, dict(v.attrs)) for name, v in data.variables.items()}
    return Result(Table({name: plain[name] for name in data.data_vars}, {name: plain[name] for name in data.coords}, data.attrs), synthetic.episodes())


def test_plain_arrays_and_the_dataset_say_the_same():
    plain, whole = lazy(), synthetic.result(points=50)
    assert repr(plain) == repr(whole) and plain.summary().to_dict() == whole.summary().to_dict()
    assert plain.compare(whole).rows == [] and whole.compare(plain).rows == []
    assert (plain.time_s == whole.time_s).all() and (plain["pcr"] == whole["pcr"]).all() and "pcr" in plain and "spam" not in plain
    assert (plain.of("pcr_patch", "LEVSC_R") == whole.data.pcr_patch.sel(muscle="LEVSC_R").values).all()
    assert plain.episode_counts == whole.episodes["kind"].value_counts().to_dict()
    identical(plain, whole)


def test_changes_of_the_dataset_and_the_episodes_count():
    result = lazy()
    result.data["capacity"] = result.data["capacity"] * 0 + 0.5
    assert {row["lowest_capacity"] for row in result.summary().rows} == {0.5} and (result["capacity"] == 0.5).all()
    result.episodes = result.episodes[:2]
    assert result.summary().kinds == {"fasciculation burst": 1, "cramp": 1} and len(result.episode_rows) == 2
    result.episodes.loc[0, "kind"] = "cramp"
    assert result.episode_counts == {"cramp": 2}


def test_a_series_or_muscle_that_is_not_there_is_named():
    for wanted in (lambda: lazy()["spam"], lambda: lazy().of("spam", "LEVSC_R"), lambda: lazy().of("pcr", "LEVSC")):
        with pytest.raises(KeyError, match="not in this result; (recorded are|it has the muscles) "):
            wanted()
    with pytest.raises(KeyError, match="; did you mean 'force'?"):
        lazy()["frce"]
    with pytest.raises(KeyError, match="'LEVSC_P' is not in this result; .*; did you mean 'LEVSC_R'?"):
        lazy().of("pcr", "LEVSC_P")
    with pytest.raises(KeyError, match="'angle' is over time, axis, expected a series of muscles"):
        lazy().of("angle", "LEVSC_R")


def test_a_result_can_be_pickled():
    import pickle

    result = lazy()
    identical(pickle.loads(pickle.dumps(result)), result)


def test_importing_results_loads_nothing_heavy():
    code = "import sys, wryneck.result; print([m for m in ('xarray', 'pandas', 'matplotlib', 'rich', 'h5netcdf', 'numpy') if m in sys.modules and m != 'numpy'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
    assert done.stdout.strip() == "[]"
