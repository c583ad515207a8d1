"""Single motor units: recruitment with and without more monoamines, and what goes on after an effort in a short muscle.

    python laboratory_units.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt

from wryneck import laboratory as lab

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

count = 60 if quick else 120
rise = 5 if quick else 10
triangle = [lab.Ramp(0.2, rise), lab.Ramp(0, rise), lab.Rest(4)]
effort = [lab.Contract(0.3, 3), lab.Rest(5)]
figure, axes = plt.subplots(2, 2, figsize=(10, 6), layout="constrained", sharey=True)
for axis, title, steps in ((axes[0, 0], "effort that rises to 20 % and falls", triangle),
                           (axes[0, 1], "the same with amphetamine", [lab.Set("monoamine", 1.6), *triangle]),
                           (axes[1, 0], "history of cramp: 3 s of 30 %, neutral length", effort),
                           (axes[1, 1], "history of cramp: 3 s of 30 %, short muscle", [lab.Length(-0.15), *effort])):
    seen = lab.MotorUnits(count, cramp_history="neutral" in title or "short" in title).perform(steps)
    axis.plot(seen.arrival, seen.unit, "|", color="#1f5a8c", markersize=2.5, alpha=0.6)
    force = axis.twinx()
    force.plot(seen.time, seen["force"], color="#cc2b3f")
    force.set(ylim=(0, 0.5), ylabel="force, of the largest")
    axis.set(title=title, xlabel="time, s", ylabel="motor unit, by size")
    if steps[-3:] == triangle:
        print(f"{title}: units end at {lab.delta_F(seen):.1f} Hz less drive than they began with")
    else:
        after = (seen.arrival > seen.last(lab.Contract).end + 2).sum()
        print(f"{title}: {after} discharges from 2 s after it on, {lab.motor_unit_rate(seen, 1, 4):.1f} Hz within it")
figure.savefig(folder / "laboratory_units.png", dpi=200)
