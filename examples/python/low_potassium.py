"""Potassium falls: fibres hyperpolarise, weakness rather than spasm; beside it the same day with normal plasma.

    python low_potassium.py [FOLDER] [--quick]
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


scenario = wn.load(scenarios / "low_potassium.toml")
twin = scenario.without("potassium")
low, normal = wn.run_many([scenario, twin], every=2, progress=a_minute if quick else None)
print(low.compare(normal))
muscles = ["SCM_ST_R", "SCM_CL_R"]
figure = wn.plot_twins({"low potassium": low, "untouched": normal}, ("plasma.potassium", "resting_potential", "capacity", "activation"), muscles=muscles)
figure.savefig(folder / "low_potassium.png", dpi=200)
