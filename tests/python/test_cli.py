"""The command line: what it prints, writes and returns."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import types

import pytest

import wryneck
from wryneck import registry
from wryneck.cli import main

ROOT = pathlib.Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "quiet_night.toml"


class FakeResult:
    def __init__(self, status="complete", message=""):
        self.status, self.message = status, message

    def summary(self):
        return "summary of the run"

    def save(self, path):
        pathlib.Path(path).write_text("data")

    def report(self, path, twin=None):
        pathlib.Path(path).write_text("page with twin" if twin else "page")

    def compare(self, twin):
        return f"compared with {twin.status}"


@pytest.fixture
def simulate(monkeypatch):
    """Stands in for the simulation: notes how it was called, returns `result`."""
    fake = types.ModuleType("wryneck.simulate")
    fake.calls, fake.result = [], FakeResult()

    def run(scenario, **options):
        fake.calls.append((scenario, options))
        if isinstance(fake.result, BaseException):
            raise fake.result
        return fake.result

    fake.run = fake.resume = run
    monkeypatch.setitem(sys.modules, "wryneck.simulate", fake)
    monkeypatch.setattr(wryneck, "simulate", fake, raising=False)
    return fake


def call(capsys, *arguments):
    status = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def refused(capsys, *arguments):
    """The one sentence of a refused command."""
    status, out, err = call(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("wryneck: ") and err.count("\n") == 1
    return err


def test_run_passes_the_options_and_writes_both_files(capsys, simulate, tmp_path):
    status, out, err = call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc", "--report", tmp_path / "a.html", "--seed", 7, "--every", "10 s",
                            "--tolerance", "1e-5", "--checkpoint", "10 min", "--deterministic", "--no-progress")
    assert (status, err) == (0, "")
    (scenario, options), = simulate.calls
    assert scenario == wryneck.load(SCENARIO)
    assert options == {"seed": 7, "every": 10, "tolerance": 1e-5, "checkpoint_every": 600, "checkpoint": str(tmp_path / "a.checkpoint"),
                       "noise": False, "progress": False}
    assert (tmp_path / "a.nc").read_text() == "data" and (tmp_path / "a.html").read_text() == "page"
    assert "summary of the run" in out and str(tmp_path / "a.nc") in out


def test_run_leaves_what_is_not_given_to_the_library(capsys, simulate):
    assert call(capsys, "run", SCENARIO)[0] == 0
    assert simulate.calls[0][1] == {"seed": 1}


def test_a_twin_from_a_file_runs_with_the_same_options(capsys, simulate, tmp_path):
    other = ROOT / "scenarios" / "desk_day.toml"
    status, out, _ = call(capsys, "run", SCENARIO, "--twin", other, "--report", tmp_path / "a.html", "--seed", 7, "--every", "10 s", "--checkpoint", "1 h")
    (mine, options), (twin, same) = simulate.calls
    assert status == 0 and (mine, twin) == (wryneck.load(SCENARIO), wryneck.load(other))
    assert same == {"seed": 7, "every": 10} and same.items() < options.items()
    assert (tmp_path / "a.html").read_text() == "page with twin" and "compared with complete" in out


def test_a_twin_may_be_the_scenario_without_some_inputs(capsys, simulate):
    assert call(capsys, "run", SCENARIO, "--twin-without", "gravity", "--twin-without", "support")[0] == 0
    assert simulate.calls[1][0] == wryneck.load(SCENARIO).without("gravity", "support")


def test_an_interrupted_run_has_no_twin(capsys, simulate, tmp_path):
    simulate.result = FakeResult("interrupted", "stopped")
    assert call(capsys, "run", SCENARIO, "--twin", SCENARIO, "--report", tmp_path / "a.html")[0] == 130
    assert len(simulate.calls) == 1 and (tmp_path / "a.html").read_text() == "page"


@pytest.mark.parametrize("status, expected", [("interrupted", 130), ("failed", 1)])
def test_a_partial_result_is_kept_and_marked(capsys, simulate, tmp_path, status, expected):
    simulate.result = FakeResult(status, "stopped at 3 h")
    code, _, err = call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc")
    assert code == expected
    assert (tmp_path / "a.nc").exists()
    assert "stopped at 3 h" in err


def test_ctrl_c_without_a_result_gives_130(capsys, simulate, tmp_path):
    simulate.result = KeyboardInterrupt()
    code, _, err = call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc")
    assert code == 130 and not (tmp_path / "a.nc").exists()
    assert "Traceback" not in err


def test_ctrl_c_with_a_result_keeps_it(capsys, simulate, tmp_path):
    simulate.result = KeyboardInterrupt()
    simulate.result.result = FakeResult("interrupted", "stopped")
    assert call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc")[0] == 130
    assert (tmp_path / "a.nc").exists()


def test_a_bad_scenario_gives_one_sentence_and_writes_nothing(capsys, simulate, tmp_path):
    (tmp_path / "bad.toml").write_text('duration = "1 h"\n\n[[timeline]]\ninput = "sodum"\nvalue = 130\n')
    err = refused(capsys, "run", tmp_path / "bad.toml", "-o", tmp_path / "a.nc")
    assert "bad.toml, line 4: timeline[0].input is 'sodum'" in err and "did you mean 'sodium'?" in err
    assert not simulate.calls and not (tmp_path / "a.nc").exists()


@pytest.mark.parametrize("arguments, words", [
    (["run", "not_there.toml"], "cannot be read"),
    (["run", "."], "directory"),
    (["run", SCENARIO, "-o", "/not/there/a.nc"], "directory that exists"),
    (["run", SCENARIO, "-o", "."], "not of a directory"),
    (["run", SCENARIO, "--every", "-3 s"], "above 0"),
    (["run", SCENARIO, "--every", "3 kg"], "in s"),
    (["run", SCENARIO, "--every", "-3 s"], "--every is '-3 s', expected a time above 0 s"),
    (["run", SCENARIO, "--checkpoint", "0 s"], "--checkpoint is '0 s', expected a time above 0 s"),
    (["run", SCENARIO, "--tolerance", "-0.5"], "--tolerance is '-0.5', expected a number above 0"),
    (["run", SCENARIO, "--tolerance", "nan"], "above 0"),
    (["run", SCENARIO, "--tolerance", "abc"], "--tolerance is 'abc', expected a number above 0"),
    (["run", SCENARIO, "--seed", "x"], "--seed is 'x', expected a whole number from 0 to 9223372036854775807"),
    (["run", SCENARIO, "--seed", "-1"], "--seed is '-1', expected a whole number from 0"),
    (["run", SCENARIO, "--seed", 2**63], "--seed is '9223372036854775808', expected a whole number from 0"),
    (["plot", "not_there.nc", "--what", "heads"], "--what is 'heads', expected one of energy, episodes, head, muscles, plasma; did you mean 'head'?"),
    (["params", "--fibre", "fats"], "--fibre is 'fats', expected one of fast, slow; did you mean 'fast'?"),
    (["params", "--published"], "--published: is of the single fibre, expected --fibre beside it"),
    (["export", "--fibre", "x"], "--fibre is 'x', expected one of fast, slow"),
    (["run", SCENARIO, "--sed", "1"], "--sed"),
    (["run", SCENARIO, "--twin", "not_there.toml"], "not_there.toml: cannot be read"),
    (["run", SCENARIO, "-o", "/not/there/a.nc"], "--output is '/not/there/a.nc'"),
    (["run", SCENARIO, "--report", "/not/there/a.html"], "--report is '/not/there/a.html'"),
    (["run", SCENARIO, "--twin-without", "gravty"], "--twin-without is 'gravty'"),
    (["run", SCENARIO, "--twin-without", "gravty"], "did you mean 'gravity'"),
    (["run", SCENARIO, "--twin", SCENARIO, "--twin-without", "gravity"], "no such option beside --twin"),
    (["rum", SCENARIO], "rum"),
    (["run"], "FILE"),
    (["resume", "not_there"], "CHECKPOINT is 'not_there', expected a checkpoint that exists"),
    (["plot", "not_there.nc"], "result file that exists"),
    (["params", "--grade", "asumed"], "'assumed'"),
    (["params", "--model", "nothing_like_it"], "one of"),
    (["explain", "not_there.toml"], "cannot be read"),
])
def test_wrong_commands_are_refused(capsys, simulate, arguments, words):
    assert words in refused(capsys, *arguments)
    assert not simulate.calls


@pytest.mark.parametrize("arguments, words", [
    (["run", "s.toml", "-o", "s.toml"], "--output: would write 's.toml', which is the scenario file too"),
    (["run", "s.toml", "-o", "./folder/../s.toml"], "which is the scenario file too"),
    (["run", "s.toml", "--report", "link.toml"], "--report: would write 'link.toml', which is the scenario file too"),
    (["run", "s.toml", "--twin", "t.toml", "--report", "t.toml"], "which is the twin too"),
    (["run", "s.toml", "-o", "new", "--report", "folder/../new"], "--report: would write 'folder/../new', which is --output too"),
    (["run", "s.toml", "-o", "a.checkpoint", "--checkpoint", "1 min"], "--checkpoint: would write 'a.checkpoint', which is --output too"),
    (["run", "s.toml", "--report", "a.checkpoint", "-o", "a.nc", "--checkpoint", "1 min"], "which is --report too"),
    (["run", "k.checkpoint", "--checkpoint", "1 min"], "--checkpoint: would write 'k.checkpoint', which is the scenario file too"),
    (["run", "s.toml", "--twin", "k.checkpoint", "-o", "k.nc", "--checkpoint", "1 min"], "which is the twin too"),
    (["resume", "k.checkpoint", "-o", "k.checkpoint"], "--output: would write 'k.checkpoint', which is the checkpoint too"),
    (["resume", "k.checkpoint", "--report", "k.checkpoint"], "--report: would write"),
    (["plot", "k.nc", "-o", "k.nc"], "which is the result file too"),
])
def test_no_command_writes_over_what_it_reads_or_writes(capsys, simulate, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("s.toml", "t.toml", "k.checkpoint", "k.nc"):
        (tmp_path / name).write_text(SCENARIO.read_text())
    (tmp_path / "link.toml").symlink_to("s.toml")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    assert words in refused(capsys, *arguments)
    assert not simulate.calls and {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_no_command_writes_to_a_device(capsys, simulate, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("a.checkpoint")
    for arguments in (["-o", "a.checkpoint"], ["--report", "a.checkpoint"], ["-o", "a.nc", "--checkpoint", "1 min"]):
        assert "is 'a.checkpoint', expected a regular file, not a device" in refused(capsys, "run", SCENARIO, *arguments)
    assert "a name of at most 255 bytes" in refused(capsys, "run", SCENARIO, "-o", "a" * 256)
    assert not simulate.calls


def test_resume_goes_on_and_writes(capsys, simulate, tmp_path):
    (tmp_path / "a.checkpoint").write_text("state")
    status, *_ = call(capsys, "resume", tmp_path / "a.checkpoint", "-o", tmp_path / "a.nc")
    assert status == 0 and (tmp_path / "a.nc").exists()
    assert simulate.calls[0][0] == tmp_path / "a.checkpoint"


def test_params_can_be_chosen_by_grade_and_model(capsys):
    rows = json.loads(call(capsys, "params", "--json")[1])
    assert {f"{r['model']}.{r['name']}" for r in rows} == set(registry.parameters())
    assumed = json.loads(call(capsys, "params", "--json", "--grade", "assumed")[1])
    assert assumed == [r for r in rows if r["grade"] == "assumed"] and assumed
    model = rows[0]["model"]
    table = call(capsys, "params", "--model", model)[1]
    assert f"{model}.{rows[0]['name']}" in table
    assert all(line.strip().startswith((f"{model}.", "parameter")) for line in table.splitlines() if "." in line.split()[0])


@pytest.mark.parametrize("kind, value", [("fast", 804), ("slow", 134)])
def test_params_of_the_single_fibre(capsys, kind, value):
    rows = {f"{r['model']}.{r['name']}": r for r in json.loads(call(capsys, "params", "--fibre", kind, "--published", "--json")[1])}
    assert rows["membranes.g_Na"]["value"] == value and rows["membranes.g_Na"]["unit"] == "mS/cm^2"
    assert "membranes.g_Na" in call(capsys, "params", "--fibre", kind, "--model", "membranes")[1]


def test_schema_prints_the_published_file(capsys):
    assert call(capsys, "schema")[1] == (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")


def test_explain_prints_the_actions(capsys):
    status, out, _ = call(capsys, "explain", SCENARIO)
    assert status == 0 and "gravity 0 (lying)" in out and "hypotheses" in out


def test_version(capsys):
    assert call(capsys, "version")[1].split() == ["wryneck", wryneck.__version__]


    assert call(capsys, "--version") == call(capsys, "version")


def test_options_that_the_library_refuses_are_named_as_options(capsys):
    for option, given, words in (("--every", "1e-9 s", "--every is 1e-09 s, expected 0.256 s or more, for at most 200,000,000 values, 1,763 in a row"),
                                 ("--tolerance", "1e-30", "--tolerance is 1e-30, expected at least 1e-10"),
                                 ("--tolerance", "1", "--tolerance is 1, expected at least 1e-10 (rounding) and at most 0.01")):
        assert words in refused(capsys, "run", SCENARIO, option, given)


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.", "a.nc"])
def test_a_figure_of_an_unknown_format_is_refused_at_once(capsys, tmp_path, name):
    (tmp_path / "b.nc").write_text("not looked at")
    err = refused(capsys, "plot", tmp_path / "b.nc", "-o", tmp_path / name)
    assert f"/{name}', expected a name that ends in .png, .pdf, .svg" in err and not (tmp_path / name).exists()


def test_every_format_of_a_figure_can_be_written(tmp_path):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from wryneck.cli import FIGURE_FORMATS

    assert set(FIGURE_FORMATS) <= set(FigureCanvasAgg.get_supported_filetypes())


def test_without_a_command_the_help_is_shown(capsys):
    status, out, err = call(capsys)
    assert (status, err) == (2, "") and out == call(capsys, "--help")[1] and out.count("\n") > 10


def test_help_names_every_command(capsys):
    status, out, _ = call(capsys, "--help")
    assert status == 0
    for command in ("run", "resume", "plot", "params", "export", "schema", "explain", "version"):
        assert command in out


def test_the_process_ends_with_status_2_and_one_line(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\0" * 100)
    done = subprocess.run([sys.executable, "-m", "wryneck", "run", str(path)], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert [p.name for p in tmp_path.iterdir()] == ["bad.toml"]


def wait_for(path, process):
    """Until the file is there: no test depends on how long that takes."""
    while not path.exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.002)


def test_ctrl_c_while_the_program_loads_gives_one_line(tmp_path):
    (tmp_path / "typer.py").write_text("import pathlib, time\npathlib.Path(__file__).with_name('loading').touch()\ntime.sleep(600)\n")
    with subprocess.Popen([sys.executable, "-m", "wryneck", "run", str(SCENARIO)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=os.environ | {"PYTHONPATH": str(tmp_path)}) as process:
        wait_for(tmp_path / "loading", process)
        process.send_signal(signal.SIGINT)
        assert process.communicate() == ("", "wryneck: interrupted\n")
    assert process.returncode == 130


LONG = 'duration = "80 d"\nresolution = { muscles = ["TRAP_U", "LEVSC"] }\n'


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_during_a_run_keeps_what_there_is(tmp_path, number, status):
    (tmp_path / "a.toml").write_text(LONG)
    with subprocess.Popen([sys.executable, "-m", "wryneck", "run", "a.toml", "-o", "a.nc", "--checkpoint", "1 h", "--every", "1 h"], cwd=tmp_path,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for(tmp_path / "a.checkpoint", process)
        process.send_signal(number)
        out, err = process.communicate()
    assert process.returncode == status and "written: a.nc" in out, err
    assert err.startswith("wryneck: interrupted: ") and err.count("\n") == 1
    kept = wryneck.Result.load(tmp_path / "a.nc")
    assert kept.status == "interrupted" and 0 <= kept.duration_s < 80 * 86400 and kept.time_s.size


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_lets_what_is_being_written_be_finished(capsys, simulate, tmp_path, monkeypatch, number, status):
    before = signal.getsignal(number)

    def save(self, path):
        for _ in range(2):
            os.kill(os.getpid(), number)
        pathlib.Path(path).write_text("whole")

    monkeypatch.setattr(FakeResult, "save", save)
    code, out, _ = call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc", "--report", tmp_path / "a.html", "--twin", SCENARIO)
    assert code == status and "summary of the run" in out and (tmp_path / "a.nc").read_text() == "whole" and (tmp_path / "a.html").exists()
    assert len(simulate.calls) == 1 and signal.getsignal(number) is before


def test_a_second_ctrl_c_loses_nothing(capsys, simulate, tmp_path):
    def run(scenario, **options):
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            os.kill(os.getpid(), signal.SIGINT)
        return FakeResult("interrupted", "stopped")

    simulate.run = run
    assert call(capsys, "run", SCENARIO, "-o", tmp_path / "a.nc")[0] == 130 and (tmp_path / "a.nc").exists()


def test_one_output_that_cannot_be_written_leaves_the_other_and_the_summary(capsys, simulate, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    simulate.run = lambda scenario, **options: (tmp_path / "gone").rmdir() or FakeResult()
    status, out, err = call(capsys, "run", SCENARIO, "-o", tmp_path / "gone" / "a.nc", "--report", tmp_path / "a.html")
    assert status == 1 and out == f"summary of the run\nwritten: {tmp_path / 'a.html'}\n" and (tmp_path / "a.html").exists()
    assert err == f"wryneck: {tmp_path / 'gone' / 'a.nc'}: cannot be written (No such file or directory).\n"


def test_too_little_memory_is_one_sentence(capsys, simulate):
    simulate.result = MemoryError("std::bad_alloc")
    status, out, err = call(capsys, "run", SCENARIO)
    assert (status, out) == (1, "") and err.startswith("wryneck: the memory does not suffice") and err.count("\n") == 1


def test_an_interrupted_twin_is_told(capsys, simulate, monkeypatch):
    results = [FakeResult(), FakeResult("interrupted", "stopped at 3 h")]
    simulate.run = lambda scenario, **options: results.pop(0)
    status, out, err = call(capsys, "run", SCENARIO, "--twin", SCENARIO)
    assert (status, err) == (130, "wryneck: interrupted: stopped at 3 h\n")


def test_a_reader_that_leaves_early_is_no_error():
    with subprocess.Popen([sys.executable, "-m", "wryneck", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode != -signal.SIGSEGV


def test_the_progress_bar_shows_only_when_wanted(capsys, monkeypatch):
    from wryneck import progress

    monkeypatch.setattr(progress, "QUIET_S", -1)
    for wanted in (True, False, None):    # None: on a terminal, which a test has not
        with progress.progress_bar(100, wanted) as tell:
            assert tell(types.SimpleNamespace(time_s=50.0)) is True
            assert tell(100) is True
        err = capsys.readouterr().err
        assert ("simulating" in err) == bool(wanted)


def test_short_runs_show_no_progress_bar(capsys, monkeypatch):
    from wryneck import progress

    monkeypatch.setattr(progress, "QUIET_S", 1e9)
    with progress.progress_bar(100, True) as tell:
        tell(50)
    assert capsys.readouterr().err == ""
