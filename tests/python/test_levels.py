"""The choice among the extension modules."""
import os
import subprocess
import sys

import pytest

from wryneck import _core, _levels

V2 = frozenset(_levels.NEEDED["v2"])
V3 = V2 | _levels.NEEDED["v3"]
V4 = V3 | _levels.NEEDED["v4"]


@pytest.mark.parametrize("features, machine, best", [
    (frozenset(), "x86_64", "v2"),
    (frozenset({"fpu"}), "x86_64", "generic"),
    (V2, "x86_64", "v2"),
    (V3, "AMD64", "v3"),
    (V4, "x86_64", "v4"),
    (V4 - {"popcnt"}, "x86_64", "generic"),
    (V4 - {"fma"}, "x86_64", "v2"),
    (V4, "aarch64", "generic"),
])
def test_best_level_of_a_processor(features, machine, best):
    assert _levels.supported(features, machine)[-1] == best


def test_features_are_read_from_the_listing_of_the_system(tmp_path):
    listing = tmp_path / "cpuinfo"
    listing.write_text("processor\t: 0\nflags\t\t: fpu avx2 fma\n\nflags\t\t: other\n")
    assert _levels.processor_features(str(listing)) == {"fpu", "avx2", "fma"}
    assert _levels.processor_features(str(tmp_path / "none")) == frozenset()


def test_best_shipped_level_comes_first():
    assert _levels.candidates(None, ("generic", "v2", "v3"), ("v2", "v3", "v4")) == ["v3", "v2"]


@pytest.mark.parametrize("wanted, part", [
    ("v5", "it can be one of generic, v2, v3, v4"),
    ("generic", "this installation has v2, v4"),
    ("v4", "this processor supports generic, v2"),
])
def test_a_level_that_cannot_be_had_is_refused_in_one_sentence(wanted, part):
    with pytest.raises(ImportError, match=f"^WRYNECK_LEVEL is '{wanted}'; .*{part}"):
        _levels.candidates(wanted, ("generic", "v2"), ("v2", "v4"))


def test_nothing_to_choose_from():
    with pytest.raises(ImportError, match="has no extension module"):
        _levels.candidates(None, ("generic", "v2"), ())


@pytest.mark.parametrize("level", [level for level in _levels.supported(_levels.processor_features())
                                   if level in _core._shipped()])
def test_every_level_of_this_processor_can_be_asked_for(level):
    code = "import wryneck._core as core; print(core.level, core.extension.__name__, core.version())"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "WRYNECK_LEVEL": level}, check=True,
                          capture_output=True, text=True)
    assert done.stdout.split() == [level, f"wryneck._core_{level}", _core.version()]
