"""Force against the frequency of stimulation, in a fast and a slow fibre.

    python fibre_force_frequency.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt

import wryneck as wn

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

# A train after a moment at rest.
start, train = (10, 300) if quick else (10, 800)
frequencies = [5, 20, 50, 100] if quick else [2, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125]
members = [{"kind": kind, "pulses": wn.pulses(max(1, round(train * hz / 1000)), hz, start=start)} for kind in ("fast", "slow") for hz in frequencies]
runs = wn.fibre_many(members, duration=start + train, every=0.5, record=["filament.A_2"])

figure, (courses, curve) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
for kind, colour in (("fast", "#d1802b"), ("slow", "#1f5a8c")):
    same = [r for r in runs if r.kind == kind]
    rise = [(r["filament.A_2"] - r["filament.A_2"][r.time_ms <= start][-1])[r.time_ms >= start] for r in same]
    peak = [force.max() for force in rise]
    curve.plot(frequencies, [100 * p / max(peak) for p in peak], "o-", color=colour, label=f"{kind} fibre, 100 % is {max(peak):.2f} µM")
    for hz, style in ((20, "--"), (50, "-")):
        one = same[frequencies.index(hz)]
        courses.plot(one.time_ms[one.time_ms >= start] - start, 100 * rise[frequencies.index(hz)] / max(peak), style, color=colour, label=f"{kind}, {hz} Hz")
    half = next(hz for hz, p in zip(frequencies, peak) if p >= max(peak) / 2)
    print(f"{kind}: twitch {100 * peak[0] / max(peak):.0f} % of the strongest train, which is at {frequencies[peak.index(max(peak))]} Hz; half of it from {half} Hz on")
courses.set(xlabel="time after the first pulse, ms", ylabel="force above rest, % of the strongest", title="trains", ylim=(-5, 130))
curve.set(xlabel="frequency, Hz", ylabel="peak above rest, % of the strongest", title="force and frequency", xlim=(0, None), ylim=(0, 105))
for axis, columns, place in ((courses, 2, "upper left"), (curve, 1, "lower right")):
    axis.legend(frameon=False, fontsize=8, ncols=columns, loc=place)
    axis.grid(alpha=0.25)
figure.savefig(folder / "fibre_force_frequency.png", dpi=200)
