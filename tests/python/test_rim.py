"""What comes in and goes out at the rim: files that are no files, numbers of numpy, names that are misspelt, results that cannot be written."""
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import wryneck as wn

SMALL = wn.Scenario("small", duration="20 s", resolution={"patches_per_muscle": 1, "muscles": ["SCM_ST"]}).set("gravity", 0)
FILE = '''schema = 1
name = "small"
duration = "20 s"
[resolution]
patches_per_muscle = 1
muscles = ["SCM_ST"]
[[timeline]]
input = "gravity"
value = 0
'''


@pytest.fixture(scope="module")
def result():
    return wn.run(SMALL)


def command(*arguments, cwd):
    return subprocess.run([sys.executable, "-m", "wryneck", *map(str, arguments)], cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize("write", [lambda r, p: r.save(p), lambda r, p: r.report(p), lambda r, p: wn.run(SMALL, checkpoint=p)])
def test_what_is_no_file_is_not_replaced(result, tmp_path, write):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, f"{tmp_path}/a\0b", "", 3):
        with pytest.raises(wn.ScenarioError, match="expected (a regular file|the name of a file)"):
            write(result, path)
    assert pipe.is_fifo() and sorted(tmp_path.iterdir()) == [pipe]


def test_a_link_is_followed(result, tmp_path):
    (tmp_path / "target.nc").touch()
    (tmp_path / "link.nc").symlink_to(tmp_path / "target.nc")
    result.save(tmp_path / "link.nc")
    assert (tmp_path / "link.nc").is_symlink() and (tmp_path / "target.nc").stat().st_size > 1000


def test_numbers_of_numpy_are_numbers(result):
    again = wn.run(SMALL, seed=np.int64(1), tolerance=np.float64(3e-5), noise=np.bool_(True))
    assert np.array_equal(again["force"], result["force"])
    assert all(r.complete for r in wn.run_many(SMALL, seeds=np.arange(2)))
    assert wn.Scenario("whole", duration=1, resolution={"patches_per_muscle": 6.0}).resolution.patches_per_muscle == 6


@pytest.mark.parametrize(("call", "words"), [
    (lambda r: wn.run(SMALL, record="frce"), "record is 'frce', expected the name of a series; did you mean 'force'?"),
    (lambda r: wn.run_many([SMALL], recrd="pcr"), "'recrd', expected the name of an option of run; did you mean 'record'?"),
    (lambda r: wn.run_many([SMALL], checkpoint="x"), "checkpoint is 'x', expected none: every member would write the same file"),
    (lambda r: wn.run(SMALL, every="1 us"), "every is 1e-06 s, expected .* at most"),
    (lambda r: wn.Scenario("s", durration=10), "durration is an unknown key, .*; did you mean 'duration'?"),
    (lambda r: wn.Scenario("s", duration=10, timeline=[{"Input": "drive", "value": 1}]), "did you mean 'input'?"),
    (lambda r: r.compare(3), "twin is 3, expected the Result of another run"),
    (lambda r: wn.plot_twins({}), "runs is empty, expected results by label"),
    (lambda r: wn.plot_twins({"a": r}, muscles=["SCM_ST"]), "muscles is 'SCM_ST', .*; did you mean 'SCM_ST_"),
    (lambda r: wn.load(None), "scenario is of type NoneType, expected the name of a file"),
    (lambda r: wn.dumps(3), "scenario is 3, expected a Scenario"),
    (lambda r: wn.explain(3), "scenario is 3, expected a Scenario"),
])
def test_what_is_refused_is_refused_in_one_sentence(result, call, words):
    with pytest.raises(wn.ScenarioError) as caught:
        call(result)
    assert re.search(words.replace("?", r"\?").replace(r".*\?", ".*?"), str(caught.value)), caught.value


def test_names_in_results_have_a_nearest_one(result):
    with pytest.raises(KeyError, match="did you mean 'force'"):
        result["frce"]
    with pytest.raises(KeyError, match="did you mean 'SCM_ST_R'"):
        result.of("force", "SCM_ST_Q")
    with pytest.raises(KeyError, match="is not a series of muscles"):
        result.of("angle", "SCM_ST_R")
    with pytest.raises(ValueError, match="is not a series of muscles"):
        result.plot_muscles("angle")


def test_too_many_values_are_refused_before_the_run():
    whole = wn.Scenario("whole", duration="20 h")
    with pytest.raises(wn.ScenarioError, match="every is .* at most 200 million values"):
        wn.run(whole, every="5 ms", record="all")


def test_a_comparison_fits_its_columns(result):
    other = wn.run(SMALL.set("drive", 0.2, muscles="SCM_ST_R", at=5, until=15))
    text = str(other.compare(result))
    assert "…" not in text and "small minus its twin" in text and not re.search(r"e-\d", text)


def test_what_cannot_be_written_after_the_run_does_not_take_the_rest_with_it(tmp_path):
    (tmp_path / "s.toml").write_text(FILE)
    done = command("run", "s.toml", "-o", "n" * 300 + ".nc", cwd=tmp_path)
    assert done.returncode == 2 and "a name of at most 255 bytes" in done.stderr
    code = ("import sys, shutil\nfrom wryneck import cli, result\nkept = result.Result.summary\n"
            "def summary(self):\n    shutil.rmtree('gone', ignore_errors=True)\n    return kept(self)\nresult.Result.summary = summary\n"
            "sys.exit(cli.main(['run', 's.toml', '-o', 'x.nc', '--report', 'gone/y.html']))")
    (tmp_path / "gone").mkdir()
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "no such directory" in done.stderr and len(done.stderr.splitlines()) == 1
    assert "written: x.nc" in done.stdout and (tmp_path / "x.nc").exists() and "small" in done.stdout


def test_ctrl_c_while_results_are_written_waits_for_them(tmp_path):
    (tmp_path / "s.toml").write_text(FILE)
    code = ("import sys, time\nfrom wryneck import cli, result\nkept = result.Result.save\n"
            "def save(self, path):\n    print('writing', flush=True)\n    time.sleep(1)\n    return kept(self, path)\nresult.Result.save = save\n"
            "sys.exit(cli.main(['run', 's.toml', '-o', 'x.nc']))")
    running = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout.readline() == "writing\n"
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130 and "written: x.nc" in out and (tmp_path / "x.nc").exists() and "Traceback" not in err


def test_options_of_one_kind_of_fibre_need_a_fibre(tmp_path):
    done = command("params", "--published", cwd=tmp_path)
    assert done.returncode == 2 and "--fibre" in done.stderr and len(done.stderr.splitlines()) == 1
