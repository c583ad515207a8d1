"""Run by `./run test` in an environment that holds the wheel and what it asks for, and nothing else."""
import shutil
import sys

import wryneck
from wryneck import _core

for tool in ("c++", "g++", "clang++", "cc", "gcc", "clang", "cmake", "ninja"):
    assert shutil.which(tool) is None, f"{tool} is in sight"
assert wryneck.__file__.startswith(sys.prefix), f"wryneck is taken from {wryneck.__file__}"
for name in wryneck.__all__:
    getattr(wryneck, name)
print(f"wryneck {wryneck.__version__} at level {_core.level}")
