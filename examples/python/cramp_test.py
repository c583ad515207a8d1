"""The cramp test: trains of rising frequency to a shortened muscle, with the motor nerve intact and blocked.

    python cramp_test.py [FOLDER] [--quick]
"""
import pathlib
import sys

import wryneck as wn

MUSCLES = ["SCM_ST_R", "SCM_CL_R"]
quick = "--quick" in sys.argv
folder = pathlib.Path(next((a for a in sys.argv[1:] if a != "--quick"), "out"))
folder.mkdir(parents=True, exist_ok=True)

# Five seconds of stimulation each minute, 2 Hz more each time.
frequencies = [8, 10] if quick else range(8, 32, 2)
staircase = [row for k, hz in enumerate(frequencies) for row in ((60 * k, hz), (60 * k + 5, 0))]

intact = (
    wn.Scenario("Cramp test", duration=60 * (len(frequencies) + 1), subject={"cramp_history": True}, resolution={"muscles": MUSCLES})
    .set("gravity", 0)
    .set("control", 0)
    .set("support", 1)    # the head is held
    .set("stretch", -0.15, muscles=MUSCLES)
    .set("stimulation", muscles=MUSCLES, at="30 s", table=staircase, interpolate="hold")
)
blocked = intact.set("nerve_block", 1, muscles=MUSCLES)

runs = dict(zip(("nerve intact", "nerve blocked"), wn.run_many([intact, blocked], every=0.5)))
for label, result in runs.items():
    cramps = result.episodes.query("kind == 'cramp'")
    print(f"{label}: {len(cramps)} cramps" + (f", the longest {cramps.duration_s.max():.0f} s" if len(cramps) else ""))
wn.plot_twins(runs, ("activation", "force", "potassium"), muscles=MUSCLES).savefig(folder / "cramp_test.png", dpi=200)
