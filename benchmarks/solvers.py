"""The neck's equations as one system, integrated by the solvers that a user would otherwise pick, at matched error."""
import argparse
import ctypes
import json
import os
import pathlib
import platform
import sys
import time

for library in ("OMP", "OPENBLAS", "MKL"):  # one core for everyone
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import numpy as np  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOTIVE = "is the neck's own stepper faster, at the error that was reached, than a general solver on the same equations?"
PEERS = {"LSODA": "SciPy LSODA", "BDF": "SciPy BDF", "RK45": "SciPy RK45"}
CVODE = {0: "CVODE BDF, dense", 1: "CVODE BDF, GMRES", 2: "CVODE Adams"}
ARRAY = np.ctypeslib.ndpointer(dtype=np.float64, flags="C")


class Neck:
    def __init__(self, library, full):
        self.lib, self.full = library, full
        self.handle = library.wryneck_neck(int(full))
        self.size = library.wryneck_size(self.handle)
        self.start, self.scales = np.empty(self.size), np.empty(self.size)
        library.wryneck_start(self.handle, self.start)
        library.wryneck_scales(self.handle, self.scales)
        self.calls = 0

    def rates(self, _, y):
        self.calls += 1
        dy = np.empty(self.size)
        self.lib.wryneck_rates(self.handle, np.ascontiguousarray(y), dy)
        return dy

    def cost(self):
        y, dy = self.start.copy(), np.empty(self.size)
        best = 1e9
        for _ in range(20):
            begin = time.perf_counter()
            for _ in range(20):
                self.lib.wryneck_rates(self.handle, y, dy)
            best = min(best, (time.perf_counter() - begin) / 20)
        return best

    def ours(self, tolerance, t_end):
        y, counts = np.empty(self.size), np.zeros(4)
        seconds = self.lib.wryneck_ours(self.handle, tolerance, t_end, y, counts)
        return seconds, y, f"{counts[0]:.0f} steps, {counts[2]:.0f} patch and {counts[3]:.0f} pool rates"

    def cvode(self, method, tolerance, t_end):
        y, counts = np.empty(self.size), np.zeros(4)
        seconds = self.lib.wryneck_cvode(self.handle, method, tolerance, t_end, y, counts)
        return seconds, y, f"{counts[0]:.0f} steps, {counts[1]:.0f} rates, {counts[2]:.0f} of them for Jacobians"

    def scipy(self, method, tolerance, t_end):
        from scipy.integrate import solve_ivp
        self.calls = 0
        begin = time.perf_counter()
        result = solve_ivp(self.rates, (0, t_end), self.start, method=method, rtol=max(tolerance, 1e-13), atol=tolerance * self.scales, t_eval=[t_end])
        seconds = time.perf_counter() - begin
        return seconds if result.success else -1, result.y[:, -1], f"{self.calls} rates"


def load_library():
    places = [ROOT / "build/bench/benchmarks/libneck_rates.so", os.environ.get("WRYNECK_NECK_RATES", "")]
    for place in places:
        if place and pathlib.Path(place).is_file():
            library = ctypes.CDLL(str(place))
            break
    else:
        sys.exit(f"{places[0]} is missing; ./run bench builds it")
    library.wryneck_neck.restype = ctypes.c_void_p
    library.wryneck_size.restype, library.wryneck_size.argtypes = ctypes.c_long, [ctypes.c_void_p]
    for name in ("start", "scales"):
        getattr(library, f"wryneck_{name}").argtypes = [ctypes.c_void_p, ARRAY]
    library.wryneck_rates.argtypes = [ctypes.c_void_p, ARRAY, ARRAY]
    library.wryneck_ours.restype = ctypes.c_double
    library.wryneck_ours.argtypes = [ctypes.c_void_p, ctypes.c_double, ctypes.c_double, ARRAY, ARRAY]
    if hasattr(library, "wryneck_cvode"):
        library.wryneck_cvode.restype = ctypes.c_double
        library.wryneck_cvode.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_double, ctypes.c_double, ARRAY, ARRAY]
    return library


def solvers_of(neck, quick):
    """Name, call(tolerance), tolerances."""
    loose = [1e-3, 1e-4, 1e-5] if quick else [1e-3, 1e-4, 1e-5, 1e-6]
    yield "wryneck", neck.ours, [1e-3, 1e-4, 1e-5] if quick else [1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6]
    if hasattr(neck.lib, "wryneck_cvode"):
        for method, name in CVODE.items():
            if method == 0 and neck.full:
                continue  # a dense Jacobian of 1.2 GB
            yield name, lambda tolerance, t, m=method: neck.cvode(m, tolerance, t), loose
    if has_scipy():
        for method, name in PEERS.items():
            if neck.full and method != "RK45":
                continue
            yield name, lambda tolerance, t, m=method: neck.scipy(m, tolerance, t), loose[:-1] if method == "BDF" else loose


def has_scipy():
    try:
        import scipy.integrate  # noqa: F401
    except ImportError:
        return False
    return True


def reference_of(neck, t_end):
    """A solution that is finer than all that are compared, and who made it."""
    if hasattr(neck.lib, "wryneck_cvode"):
        method = 1 if neck.full else 0
        return neck.cvode(method, 1e-9, t_end)[1], f"{CVODE[method]} at 1e-9"
    return neck.scipy("RK45" if neck.full else "LSODA", 1e-9, t_end)[1], "SciPy at 1e-9"


def at_error(points, target):
    """Seconds at which a solver reaches the error: on the line between its points (logarithms), None beyond them."""
    points = sorted((error, seconds) for error, seconds in points if seconds > 0 and error > 0)
    for (e0, s0), (e1, s1) in zip(points, points[1:]):
        if e0 <= target <= e1 and e0 < e1:
            share = np.log(target / e0) / np.log(e1 / e0)
            return float(np.exp(np.log(s0) + share * np.log(s1 / s0)))
    reached = [seconds for error, seconds in points if error <= target]
    return min(reached) if reached else None


def measure(neck, t_end, quick, limit):
    reference, by = reference_of(neck, t_end)
    rows, points = [], {}
    for name, solve, tolerances in solvers_of(neck, quick):
        for tolerance in tolerances:
            seconds, y, work = solve(tolerance, t_end)
            error = float(np.max(np.abs(y - reference) / neck.scales)) if seconds > 0 else float("nan")
            points.setdefault(name, []).append((error, seconds))
            rows.append([name, f"{tolerance:.0e}", f"{error:.1e}", f"{seconds:.3f}" if seconds > 0 else "failed", work])
            print("  {:<18} {:>6}  error {:>8}  {:>8} s  {}".format(*rows[-1]), flush=True)
            if seconds > limit:
                break  # the finer ones would take longer still
    ratios = []
    for target in (1e-2, 1e-3, 1e-4):
        base = at_error(points["wryneck"], target)
        for name, reached in points.items():
            seconds = at_error(reached, target)
            text = "not reached" if seconds is None or base is None else f"{seconds / base:.2f}"
            ratios.append([f"{target:.0e}", name, text])
    return {"reference": by, "rows": rows, "ratios": ratios, "rate_cost_s": neck.cost(), "states": neck.size, "simulated_s": t_end}


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines() if os.path.exists("/proc/cpuinfo") else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    return f"{model}, {os.cpu_count()} processors, Python {platform.python_version()}, numpy {np.__version__}"


def record(result):
    folder = ROOT / "benchmarks/results"
    folder.mkdir(exist_ok=True)
    (folder / "solvers.json").write_text(json.dumps(result, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small settings, nothing recorded")
    quick = parser.parse_args().quick
    library = load_library()
    notes = ["Errors are the largest over all states, each over its plausible range, at the end of the run.",
             "The general solvers call f, in which every patch is evaluated twice because patches feel what all patches report."]
    if not hasattr(library, "wryneck_cvode"):
        notes.append("CVODE was left out: SUNDIALS was not on this system when the module was built (libsundials-dev).")
    if not has_scipy():
        notes.append("SciPy was left out: it is not installed here.")
    print(f"Motive:  {MOTIVE}\nMachine: {machine()}; load {os.getloadavg()[0]:.2f}\nPeers:   {', '.join([*CVODE.values(), *PEERS.values()])}\n")
    result = {"benchmark": "solvers", "motive": MOTIVE, "machine": machine(), "load": os.getloadavg()[0], "notes": notes, "problems": {}}
    problems = {"8 muscles, 2 patches each": (False, 60 if quick else 600), "52 muscles, 6 patches each": (True, 10 if quick else 60)}
    for name, (full, t_end) in problems.items():
        neck = Neck(library, full)
        print(f"{name}: {neck.size} states, {t_end} s under constant load")
        result["problems"][name] = found = measure(neck, t_end, quick, 20 if quick else 120)
        print(f"  one call of f: {found['rate_cost_s'] * 1e6:.1f} us; reference: {found['reference']}")
        print("  time over that of wryneck at the same error (above 1: wryneck is faster)")
        for target, solver, ratio in found["ratios"]:
            print(f"    {target}  {solver:<18} {ratio}")
        if not quick:
            record(result)    # after each problem: the second takes long, and what is done is kept
    print("\n".join(notes))


if __name__ == "__main__":
    main()
