"""How long `import wryneck` takes beyond numpy, and how soon the first result of a small scenario is there."""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOTIVE = "does a notebook cell or a command line answer at once?"

TIMED_IMPORT = """
import time
begin = time.perf_counter()
import {module}
print(time.perf_counter() - begin)
"""
FIRST_RESULT = """
import time
import wryneck as wn
begin = time.perf_counter()
scenario = wn.Scenario(name="A minute at rest", duration="1 min")
result = wn.run(scenario)
assert result["force"][-1].sum() > 0 and result.summary().to_dict()
numbers = time.perf_counter() - begin
assert float(result.data["force"].isel(time=-1).sum()) > 0
data = time.perf_counter() - begin
begin = time.perf_counter()
wn.run(scenario)
print(numbers, data, time.perf_counter() - begin)
"""


def seconds(code):
    """What the program prints, in a fresh interpreter outside the source tree."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return [float(v) for v in done.stdout.split()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repeats, nothing recorded")
    quick = parser.parse_args().quick
    repeats = 3 if quick else 20
    rows = []

    def measure(what, code, column=0):
        times = [1e3 * seconds(code)[column] for _ in range(repeats + 1)][1:]  # the first one warms the file cache
        rows.append([what, f"{min(times):.1f}", f"{statistics.median(times):.1f}"])
        return statistics.median(times)

    numpy_time = measure("import numpy", TIMED_IMPORT.format(module="numpy"))
    ours = measure("import wryneck", TIMED_IMPORT.format(module="wryneck"))
    measure("run of one minute and its numbers, first", FIRST_RESULT)
    measure("the same and its first series as xarray", FIRST_RESULT, 1)
    measure("the second run in the process", FIRST_RESULT, 2)

    machine = f"{platform.python_version()}, {os.cpu_count()} processors; load {os.getloadavg()[0]:.2f}"
    notes = [f"import wryneck takes {ours:.1f} ms and leaves numpy, which takes {numpy_time:.1f} ms, until it is needed (medians of {repeats} fresh interpreters).", "Error: none, times only."]
    print(f"Motive:  {MOTIVE}\nMachine: Python {machine}\nPeer:    numpy\n")
    print(f"{'':<42}{'best ms':>10}{'median ms':>12}")
    for what, best, median in rows:
        print(f"{what:<42}{best:>10}{median:>12}")
    print("\n".join(notes))
    if not quick:
        folder = ROOT / "benchmarks/results"
        folder.mkdir(exist_ok=True)
        result = {"benchmark": "import", "motive": MOTIVE, "machine": f"Python {machine}", "peer": "numpy", "columns": ["what", "best ms", "median ms"], "rows": rows, "notes": notes}
        (folder / "import.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
