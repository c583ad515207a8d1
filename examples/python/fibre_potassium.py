"""Potassium and excitability: a little makes a fibre easier to excite, much blocks it. A fast and a slow fibre.

    python fibre_potassium.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import wryneck as wn

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

levels = [4, 8, 12] if quick else [2.5, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
strengths = np.geomspace(20, 640, 31 if quick else 41)
start, train = 5, (5 if quick else 15)
figure, (rest, threshold, force) = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
for kind, colour in (("fast", "#d1802b"), ("slow", "#1f5a8c")):
    baths = [{"kind": kind, "bath": {"K": K}, "interstitium": "infinite"} for K in levels]
    # One pulse of every strength in every bath: the weakest that gives an action potential.
    single = [bath | {"pulses": [start], "amplitude": a, "duration": start + 8, "every": 0.02, "record": ["membranes.V_s"]} for bath in baths for a in strengths]
    # It does where the potential grows on its own after the pulse.
    after = [r["membranes.V_s"][r.time_ms >= start + 0.5] for r in wn.fibre_many(single)]
    fires = np.array([V.max() > V[0] + 10 for V in after]).reshape(len(levels), -1)
    potential = np.array([r["membranes.V_s"][0] for r in wn.fibre_many([b | {"duration": 0.1, "every": 0.1, "record": ["membranes.V_s"]} for b in baths])])
    weakest = [strengths[np.argmax(row)] if row.any() else np.nan for row in fires]
    trains = wn.fibre_many([b | {"pulses": wn.pulses(train, 50, start=start), "duration": start + train * 20, "every": 1, "record": ["filament.A_2"]} for b in baths])
    tension = np.array([r["filament.A_2"].max() - r["filament.A_2"][0] for r in trains])
    rest.plot(levels, potential, "o-", color=colour, label=kind)
    threshold.plot(levels, weakest, "o-", color=colour, label=kind)
    force.plot(levels, 100 * tension / tension[levels.index(4)], "o-", color=colour, label=kind)
    blocked = [K for K, w in zip(levels, weakest) if np.isnan(w)]
    print(f"{kind}: at rest {potential[levels.index(4)]:.1f} mV in 4 mM; least pulse {weakest[levels.index(4)]:.0f} uA/cm2 in 4 mM and {np.nanmin(weakest):.0f} in "
          f"{levels[int(np.nanargmin(weakest))]} mM; " + (f"blocked from {blocked[0]} mM on" if blocked else "never blocked"))
rest.set(ylabel="potential at rest, mV", title="rest")
threshold.set(ylabel="least pulse of 0.5 ms, uA/cm2", title="excitability", yscale="log")
force.set(ylabel="force at 50 Hz, % of that in 4 mM", title="force", ylim=(0, None))
for axis in (rest, threshold, force):
    axis.set(xlabel="potassium outside, mM")
    axis.legend(frameon=False)
    axis.grid(alpha=0.25)
figure.savefig(folder / "fibre_potassium.png", dpi=200)
