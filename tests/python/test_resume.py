"""Checkpoints: killed at any moment, a run goes on to the same bits; a damaged file is refused in one sentence."""
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from figures import verifies

import wryneck as wn
from wryneck import _core
from wryneck.cli import main

TEXT = """
name = "Killed"
duration = "4 h"

[resolution]
muscles = ["TRAP_U", "LEVSC"]

[[timeline]]
input = "control"
value = 0

[[timeline]]
input = "drive"
muscles = "TRAP_U_R"
at = "10 min"
until = "4 h"
table = [["0 s", 0.2], ["5 min", 0], ["30 min", 0.3], ["40 min", 0.05], ["2 h", 0.2]]
interpolate = "hold"

[[timeline]]
input = "potassium"
ramp = { from = 4.2, to = 6.5, over = "3 h" }
"""
RUN = """
import pathlib, sys, time, wryneck as wn

def tell(progress):
    if progress.time_s >= float(sys.argv[3]):
        pathlib.Path(sys.argv[4]).touch()
    time.sleep(600 if progress.time_s > 14000 else 0.002)    # does not end before it is killed

wn.run(sys.argv[1], seed=3, every="20 s", record=["force", "pcr_patch", "spontaneous", "angle"], checkpoint=sys.argv[2],
       checkpoint_every="2 min", progress=tell)
"""
CHOICES = {"seed": 3, "every": "20 s", "record": ["force", "pcr_patch", "spontaneous", "angle"]}


@pytest.fixture(scope="module")
def whole():
    return wn.run(TEXT, **CHOICES)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A checkpoint from the midst of a run, as bytes."""
    path = tmp_path_factory.mktemp("checkpoint") / "a.checkpoint"
    stopped = wn.run(TEXT, **CHOICES, checkpoint=path, checkpoint_every="2 min", progress=lambda p: p.time_s < 5000)
    assert stopped.status == "interrupted"
    return path.read_bytes()


def same(a, b):
    assert a.complete and b.complete
    for name in a.data.variables:
        assert np.array_equal(a.data[name].values, b.data[name].values), name
    assert a.episodes.equals(b.episodes)
    for key in ("scenario", "seed", "hypotheses", "parameters_changed"):
        assert a.data.attrs[key] == b.data.attrs[key]
    for key in ("steps", "rejected", "bursts", "patch_rates"):
        assert a.provenance("statistics")[key] == b.provenance("statistics")[key]
    return True


@pytest.mark.parametrize("reached_s", [0, 1500, 6000])
def test_a_killed_run_goes_on_to_the_same_bits(whole, tmp_path, reached_s):
    scenario, checkpoint, reached, out = (tmp_path / name for name in ("a.toml", "a.checkpoint", "reached", "a.nc"))
    scenario.write_text(TEXT)
    with subprocess.Popen([sys.executable, "-c", RUN, str(scenario), str(checkpoint), str(reached_s), str(reached)]) as process:
        while not (checkpoint.exists() and reached.exists()) and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL    # not done before
    scenario.unlink()    # the checkpoint is enough
    done = subprocess.run([sys.executable, "-m", "wryneck", "resume", str(checkpoint), "-o", str(out)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    resumed = wn.Result.load(out)
    assert same(whole, resumed)
    different = sum(int((whole.data[name].values != resumed.data[name].values).sum()) for name in whole.data.data_vars)
    verifies(f"same.killed.{reached_s}", f"values that differ after the process was killed at {reached_s} s or later and resumed", different, (0, 0))


def test_a_run_may_be_stopped_and_resumed_again_and_again(whole, checkpoint, tmp_path):
    path = tmp_path / "a.checkpoint"
    path.write_bytes(checkpoint)
    for until in (6000, 9000):
        assert wn.resume(path, progress=lambda p: p.time_s < until).status == "interrupted"
    assert same(whole, wn.resume(path))


def test_one_muscle_at_a_time_can_be_resumed_too(tmp_path):
    path = tmp_path / "a.checkpoint"
    whole = wn.run(TEXT, every=100, _scalar=True)
    wn.run(TEXT, every=100, _scalar=True, checkpoint=path, progress=lambda p: p.time_s < 7000)
    assert same(whole, wn.resume(path))


def refused(path, capsys, out):
    """The sentence, from the library and from the command line, which writes nothing."""
    with pytest.raises(_core.CheckpointError) as caught:
        wn.resume(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)
    assert main(["resume", str(path), "-o", str(out)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err == f"wryneck: {caught.value}\n" and not out.exists()
    return str(caught.value)


DAMAGE = {
    "half": (lambda b: b[:len(b) // 2], "truncated"), "one byte short": (lambda b: b[:-1], "truncated"),
    "one bit": (lambda b: b[:5000] + bytes([b[5000] ^ 1]) + b[5001:], "altered"), "longer": (lambda b: b + b"x", "altered"),
    "empty": (lambda b: b"", "not a wryneck checkpoint"), "text": (lambda b: b"duration = 3\n", "not a wryneck checkpoint"),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_checkpoint_is_refused_in_one_sentence(how, checkpoint, tmp_path, capsys):
    damage, words = DAMAGE[how]
    path = tmp_path / "a.checkpoint"
    path.write_bytes(damage(checkpoint))
    assert words in refused(path, capsys, tmp_path / "a.nc")


def test_a_checkpoint_of_another_caller_is_refused(tmp_path, capsys):
    options = _core.Options()
    options.checkpoint, options.note = str(tmp_path / "a.checkpoint"), "mine"
    _core.run(wn.loads(TEXT).to_core(), options, lambda p: p.time_s < 100)
    assert "not written by" in refused(pathlib.Path(options.checkpoint), capsys, tmp_path / "a.nc")


def test_a_checkpoint_of_another_scenario_is_refused(checkpoint, tmp_path):
    path = tmp_path / "a.checkpoint"
    path.write_bytes(checkpoint)
    with pytest.raises(_core.CheckpointError, match="another scenario"):
        _core.resume(str(path), wn.loads(TEXT).suppose(mediator_loop=0).to_core(), _core.Options())


def test_a_missing_checkpoint_is_refused(tmp_path):
    with pytest.raises(_core.CheckpointError, match="no such file"):
        wn.resume(tmp_path / "nowhere")


def test_a_checkpoint_that_cannot_be_written_later_is_a_failure_that_keeps_the_result(tmp_path):
    (tmp_path / "folder").mkdir()

    def tell(progress):
        if progress.time_s > 1000:
            shutil.rmtree(tmp_path / "folder", ignore_errors=True)

    kept = wn.run(TEXT, every="20 s", checkpoint=tmp_path / "folder" / "a", checkpoint_every="10 min", progress=tell)
    assert kept.status == "failed" and 1000 < kept.duration_s < 14000
    assert "cannot create the file" in kept.message and "request" not in kept.message and "\n" not in kept.message


def test_a_run_that_goes_on_with_its_steps_used_up_ends_at_once(checkpoint, tmp_path):
    path = tmp_path / "a.checkpoint"
    path.write_bytes(checkpoint)
    ended = wn.resume(path, max_steps=1)
    assert ended.status == "failed" and ended.message.endswith("s the limit of steps was reached") and ended.time_s.size > 100
