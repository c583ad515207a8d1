"""A knot that recruits the whole neck through sensitised roots, with treatment and without.

    python super_knot.py [FOLDER] [--quick]
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


scenario = wn.load(scenarios / "super_knot.toml")
untreated = scenario.without("gravity", "support", "inhibition", "stretch")
ended, lasting = wn.run_many([scenario, untreated], progress=a_minute if quick else None)
print(ended.summary())
figure = wn.plot_twins({"treated": ended, "untreated": lasting}, ("contracture", "sensitisation", "pain", "angle.roll"))
figure.savefig(folder / "super_knot.png", dpi=200)
