"""One action potential and its twitch, in a fast and a slow fibre: potential, calcium, force.

    python fibre_twitch.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt

import wryneck as wn

STATES = {"membranes.V_s": "surface potential, mV", "reticulum.Ca_2": "free calcium, µM", "filament.A_2": "force, µM of heads"}
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

start = 10    # fibres begin at rest
runs = wn.fibre_many([{"kind": "fast"}, {"kind": "slow"}], pulses=[start], duration=start + 200, every=0.05, record=list(STATES))

figure, axes = plt.subplots(len(STATES), 2, figsize=(8, 6), sharex="col", layout="constrained", squeeze=False)
for result, colour in zip(runs, ("#d1802b", "#1f5a8c")):
    t = result.time_ms - start
    after = t >= 0
    V, force = result["membranes.V_s"][after], result["filament.A_2"][after]
    print(f"{result.kind}: peak {V.max():.1f} mV; force from {force[0]:.3f} to {force.max():.3f} uM, {t[after][force.argmax()]:.0f} ms after the pulse")
    for (near, far), (name, label) in zip(axes, STATES.items()):
        for axis in (near, far):
            axis.plot(t, result[name], color=colour, label=f"{result.kind} fibre")
        near.set_ylabel(label, fontsize=9)
for near, far in axes:
    near.set_xlim(-1, 8)
    far.set_xlim(-10, 200)
    near.grid(alpha=0.25)
    far.grid(alpha=0.25)
axes[0, 0].set_title("the first milliseconds", loc="left")
axes[0, 1].set_title("the whole twitch", loc="left")
axes[0, 1].legend(frameon=False)
for axis in axes[-1]:
    axis.set_xlabel("time after the pulse, ms")
figure.savefig(folder / "fibre_twitch.png", dpi=200)
