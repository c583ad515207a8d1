"""How long a physiologist waits: one test of cramp threshold, and all published findings."""
from __future__ import annotations

import json
import os
import pathlib
import statistics
import sys
import time

from wryneck import judging
from wryneck import laboratory as lab

ROOT = pathlib.Path(__file__).resolve().parent.parent
QUICK = "--quick" in sys.argv
COLUMNS = ["what", "wall s, median", "least", "simulated s"]


def timed(run, repeats: int) -> tuple[float, float]:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), min(times)


def main() -> None:
    repeats = 1 if QUICK else 3
    steps = [lab.Length(-0.15), *lab.staircase()]
    rows = []
    for patches in (1, 6):
        muscle = lab.Muscle(cramp_history=True, patches=patches)
        rows.append([f"cramp threshold, 19 trains, {patches} patches a muscle", *timed(lambda m=muscle: m.perform(steps, record=("activation",)), repeats),
                     muscle.scenario(steps).duration])
    ids = ["NM-01", "NE-49"] if QUICK else None
    rows.append(["two findings" if QUICK else "all findings, every processor", *timed(lambda: judging.validate(ids), repeats), None])
    outcomes = judging.validate(ids, threads=1)
    slow = sorted(outcomes, key=lambda one: -one.seconds)[:5]
    rows.append(["the same, one thread", sum(one.seconds for one in outcomes), None, None])
    notes = ["Longest: " + ", ".join(f"{one.finding.id} {one.seconds:.1f} s" for one in slow) + "; arms that findings share are run once.",
             "Error: none, times only; 15 minutes on two cores is what the whole may take."]
    machine = f"{os.cpu_count()} processors; load {os.getloadavg()[0]:.2f}"
    print(f"Motive:  {__doc__}\nMachine: {machine}\nPeer:    none\n")
    for row in [COLUMNS, *rows]:
        print(f"{row[0]:<48}" + "".join(f"{'-' if cell is None else cell if isinstance(cell, str) else f'{cell:.2f}':>18}" for cell in row[1:]))
    print("\n".join(notes))
    if not QUICK:
        record = {"benchmark": "validation", "motive": __doc__, "machine": machine, "columns": COLUMNS, "rows": rows, "notes": notes}
        (ROOT / "benchmarks/results/validation.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
