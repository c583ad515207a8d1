"""A minute of fatigue: 50 Hz without rest, then recovery, with its fuel, its waste and its force.

    python fibre_fatigue.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt

import wryneck as wn

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

work, rest = (3, 3) if quick else (60, 60)    # s
states = ["filament.A_2", "energy.PCr", "phosphate.P", "energy.pH", "ions.K_e", "membranes.V_s"]
members = [{"kind": kind, "pulses": wn.pulses(50 * work, 50, start=1000)} for kind in ("fast", "slow")]
runs = wn.fibre_many(members, duration=f"{1 + work + rest} s", every=20, tolerance=1e-5, record=states)

figure, axes = plt.subplots(2, 3, figsize=(11, 5.5), sharex=True, layout="constrained")
for result, colour in zip(runs, ("#d1802b", "#1f5a8c")):
    t = result.time_ms / 1000 - 1
    force = result["filament.A_2"]
    fresh, end = force[(t > 0) & (t < 1)].max(), force[(t > work - 1) & (t < work)].max()
    for axis, name in zip(axes.flat, states):
        values = 100 * force / fresh if name == "filament.A_2" else result[name]
        axis.plot(t, values, color=colour, linewidth=1, label=result.kind)
    at_end = abs(t - work).argmin()
    print(f"{result.kind}: after {work} s of 50 Hz force {100 * end / fresh:.0f} % of the first second, phosphocreatine {result['energy.PCr'][0]:.1f} -> "
          f"{result['energy.PCr'][at_end]:.1f} mM, phosphate {result['phosphate.P'][at_end]:.1f} mM, pH {result['energy.pH'][at_end]:.2f}, "
          f"potassium outside {result['ions.K_e'][at_end]:.1f} mM")
labels = ["force, % of the first second", "phosphocreatine, mM", "phosphate, mM", "pH", "potassium outside, mM", "surface potential, mV"]
for axis, label in zip(axes.flat, labels):
    axis.axvspan(0, work, color="0.94", zorder=0)
    axis.set_ylabel(label)
    axis.grid(alpha=0.25)
axes[0, 0].legend(frameon=False)
for axis in axes[1]:
    axis.set_xlabel("time since the first pulse, s")
figure.savefig(folder / "fibre_fatigue.png", dpi=200)
