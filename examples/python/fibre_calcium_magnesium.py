"""Low calcium and magnesium: gates see another potential, so that a weaker pulse excites.

    python fibre_calcium_magnesium.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import wryneck as wn

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

baths = {"normal": {}, "calcium 0.6 mM": {"Ca": 0.6}, "magnesium 0.1 mM": {"Mg": 0.1}, "both": {"Ca": 0.6, "Mg": 0.1}, "calcium 2.5 mM": {"Ca": 2.5}}
colours = dict(zip(baths, ("0.3", "#d1802b", "#1f5a8c", "#a03060", "#4a8a4a")))
strengths = np.linspace(160, 420, 8 if quick else 66)
start = 5
figure, (course, threshold) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
for name, bath in baths.items():
    members = [{"bath": bath, "interstitium": "infinite", "pulses": [start], "amplitude": a, "duration": start + 8, "every": 0.02, "record": ["membranes.V_s"]}
               for a in strengths]
    runs = wn.fibre_many(members)
    after = [r["membranes.V_s"][r.time_ms >= start + 0.5] for r in runs]
    fires = [V.max() > V[0] + 10 for V in after]    # it grows on its own after the pulse
    first = fires.index(True) if True in fires else len(fires) - 1
    one = runs[first]
    course.plot(one.time_ms - start, one["membranes.V_s"], color=colours[name], label=f"{name}: {strengths[first]:.0f} uA/cm2")
    threshold.bar(name.replace(" ", "\n", 1), strengths[first], color=colours[name])
    print(f"{name}: least pulse {strengths[first]:.0f} uA/cm2, at rest {one['membranes.V_s'][0]:.1f} mV" + ("" if True in fires else " (none fires)"))
course.set(xlabel="time after the pulse, ms", ylabel="surface potential, mV", title="the weakest pulse that fires", xlim=(-1, 8))
course.legend(frameon=False, fontsize=8)
threshold.set(ylabel="least pulse of 0.5 ms, uA/cm2", title="excitability of a fast fibre")
for axis in (course, threshold):
    axis.grid(alpha=0.25)
figure.savefig(folder / "fibre_calcium_magnesium.png", dpi=200)
