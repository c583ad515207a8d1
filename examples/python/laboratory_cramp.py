"""Cramp in the laboratory: its threshold against muscle length and plasma sodium, and how long it lasts with and without its nerve.

    python laboratory_cramp.py [FOLDER] [--quick]
"""
import pathlib
import sys

import matplotlib.pyplot as plt

from wryneck import laboratory as lab

quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

test = lab.staircase(8, 4 if quick else 1, 40)    # trains of 2 s of rising rate with a minute of rest between them
lengths = [-0.15, 0] if quick else [-0.25, -0.2, -0.15, -0.1, -0.05, 0]
sodium = [136, 144] if quick else [130, 134, 138, 140, 142, 146, 150]
short = lab.Length(-0.15)
figure, (by_length, by_sodium, course) = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
for known, colour, label in ((True, "#cc2b3f", "history of cramp"), (False, "#1f5a8c", "no history")):
    muscle = lab.Muscle(cramp_history=known, patches=2)
    found = [lab.threshold_frequency(muscle.perform([lab.Length(length), *test], record=["activation"])) for length in lengths]
    by_length.plot(lengths, found, "o-", color=colour, label=label)    # no point where nothing cramps
    diluted = [lab.Plasma(sodium=s, potassium=4.2 * s / 140, calcium=1.25 * s / 140, magnesium=0.55 * s / 140) for s in sodium]    # all ions alike
    by_sodium.plot(sodium, [lab.threshold_frequency(muscle.perform([short, plasma, *test], record=["activation"])) for plasma in diluted], "o-", color=colour, label=label)
    print(f"{label}: threshold {found[lengths.index(-0.15)]:g} Hz in a short muscle")

muscle = lab.Muscle(cramp_history=True)
for name, colour, steps in (("nerve intact", "#cc2b3f", []), ("nerve blocked", "#7b3fa0", [lab.Block("nerve")])):
    seen = muscle.perform([*steps, short, lab.Stimulate(26, 2), lab.Rest(80)], record=["activation"])
    course.plot(seen.time - seen.last(lab.Stimulate).end, seen["activation"], color=colour, label=f"{name}: {lab.cramp_duration(seen):.1f} s")
    print(f"{name}: a cramp of {lab.cramp_duration(seen):.1f} s")
by_length.set(xlabel="fibre length less neutral, of optimal", ylabel="cramp threshold, Hz", title="length")
by_sodium.set(xlabel="plasma sodium, mM (all ions diluted alike)", ylabel="cramp threshold, Hz", title="plasma")
course.set(xlabel="time after a train of 26 Hz, s", ylabel="active state", title="what a nerve block leaves", xlim=(-5, 75))
for axis in (by_length, by_sodium, course):
    axis.legend(frameon=False)
    axis.grid(alpha=0.25)
figure.savefig(folder / "laboratory_cramp.png", dpi=200)
