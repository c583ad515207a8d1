"""Eight hours at a screen: which muscles tire, and how much.

    python desk_day.py [FOLDER] [--quick]
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


result = wn.run(scenarios / "desk_day.toml", progress=a_minute if quick else None)
print(result.summary())
result.plot_muscles(("activation", "capacity", "contracture"), most=12).savefig(folder / "desk_day.png", dpi=200)
