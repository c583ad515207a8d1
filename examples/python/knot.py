"""Two strained segments of the upper trapezius: a knot forms, hurts and is followed for hours.

    python knot.py [FOLDER] [--quick]
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


result = wn.run(scenarios / "knot.toml", progress=a_minute if quick else None)
print(result.summary())
result.plot_muscles(("contracture", "knot_radius", "pcr"), most=6).savefig(folder / "knot.png", dpi=200)
