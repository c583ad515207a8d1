"""The inhibitory loops fade, as under tetanus toxin: short efforts outlast themselves.

    python loss_of_inhibition.py [FOLDER] [--quick]
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


result = wn.run(scenarios / "loss_of_inhibition.toml", progress=a_minute if quick else None)
print(result.summary())
result.plot_muscles(("activation", "force"), most=12).savefig(folder / "loss_of_inhibition.png", dpi=200)
