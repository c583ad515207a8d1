"""A night on the sofa, head turned and one side pressed; then getting up.

    python awkward_sleep.py [FOLDER] [--quick]
"""
import pathlib
import sys

import wryneck as wn

scenarios = pathlib.Path(__file__).parents[2] / "scenarios"
quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)


def a_minute(progress):
    """Ends a quick run early; its result is kept and marked."""
    return progress.time_s < 60


result = wn.run(scenarios / "awkward_sleep.toml", progress=a_minute if quick else None)
print(result.summary())
result.plot_muscles(("contracture", "spontaneous", "pcr"), most=10).savefig(folder / "awkward_sleep.png", dpi=200)
