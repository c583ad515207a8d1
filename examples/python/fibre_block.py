"""Action potentials along a fibre whose far half lies in more and more potassium, and four fibres that share their interstitium.

    python fibre_block.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import wryneck as wn

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

figure, axes = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")

# One impulse; the fibre lies in another bath from 2.5 cm on, and half way there from 2 cm on.
levels = (4, 12) if quick else (4, 8, 10, 11, 12, 14)
for K, colour in zip(levels, plt.colormaps["viridis"](np.linspace(0, 0.9, len(levels)))):
    zones = [{"from": 2, "to": 2.5, "bath": {"K": (4 + K) / 2}}, {"from": 2.5, "to": 4, "bath": {"K": K}}]
    run = wn.cable("fast", end_plate=0.2, zones=zones, pulses=[1], duration=12, every=0.2, places=120 if quick else 320)
    reached = run.position_cm[run.passed() > 0]
    print(f"potassium {K} mM beyond 2.5 cm: reaches {reached.min():.2f} to {reached.max():.2f} cm of 4 cm")
    axes[0].plot(run.arrivals.time_ms, run.position_cm[run.arrivals.place], ".", markersize=3, color=colour, label=f"{K} mM")
axes[0].axhspan(2.5, 4, color="0.93", zorder=0)
axes[0].set(xlabel="time, ms", ylabel="position along the fibre, cm", title="arrival of the action potential", ylim=(0, 4))
axes[0].legend(title="potassium beyond 2.5 cm", frameon=False, fontsize=8)

# Three fibres work, the fourth rests beside them.
train = wn.pulses(10 if quick else 50, 50, start=5)
bundle = [{"pulses": train}, {"pulses": train}, {"pulses": train}, {}]
run = wn.cable(bundle=bundle, places=1, length=0.05, amplitude=400, duration=300 if quick else 1500, every=1, record=["ions.K_e", "membranes.V_s"])
for name, axis, label in (("ions.K_e", axes[1], "potassium outside, mM"), ("membranes.V_s", axes[2], "potential, mV")):
    values = run[name][:, :, 0]
    if name == "ions.K_e":
        axis.plot(run.time_ms, values[:, 0], color="#d1802b", label="working fibres")
    axis.plot(run.time_ms, values[:, 3], color="#1f5a8c", label="resting fibre")
    axis.set(xlabel="time, ms", ylabel=label)
    axis.legend(frameon=False, fontsize=8)
axes[1].set_title("one interstitium")
axes[2].set_title("the resting neighbour")
print(f"the resting neighbour of three working fibres: {run['ions.K_e'][0, 3, 0]:.2f} -> {run['ions.K_e'][:, 3, 0].max():.2f} mM outside, "
      f"{run['membranes.V_s'][0, 3, 0]:.1f} -> {run['membranes.V_s'][:, 3, 0].max():.1f} mV")
for axis in axes:
    axis.grid(alpha=0.25)
figure.savefig(folder / "fibre_block.png", dpi=200)
