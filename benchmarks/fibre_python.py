"""One fibre against what Python users have, on the exported equations: 25 pulses at 50 Hz, work at matched error.

The peers get the published fibre as wryneck exports it: Myokit compiles it for CVODES; SciPy gets it as Python code; diffrax
as JAX code in double precision, compiled. All restart at both edges of each pulse. Ours is called as users call it, at the
coarsest tolerance of a list whose errors are no larger than the peer's. Methods take turns; times are of the processor.
Peers that are not installed are named.
"""
from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import platform
import statistics
import sys
import tempfile
import time

for library in ("OMP", "OPENBLAS", "MKL"):  # one core for everyone
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import numpy as np  # noqa: E402
import wryneck as wn  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = ("membranes.V_s", "filament.A_2")
PULSES, PERIOD, WIDTH, AMPLITUDE, DURATION = 25, 20.0, 0.5, 150.0, 500.0
SAMPLES = np.arange(2500) * 0.2
QUICK = "--quick" in sys.argv
EDGES = sorted([PERIOD * k for k in range(PULSES)] + [PERIOD * k + WIDTH for k in range(PULSES)] + [DURATION])


def ours(tolerance: float, at=SAMPLES):
    run = wn.fibre("fast", variant="published", pulses=wn.pulses(PULSES, 1000 / PERIOD), width=WIDTH, amplitude=AMPLITUDE, duration=DURATION, at=at,
                   tolerance=tolerance, record=NAMES)
    return [run[name] for name in NAMES]


def errors(found, reference):
    return (float(np.abs(found[0] - reference[0]).max()), float(np.abs(found[1] - reference[1]).max() / reference[1].max()))


def spans():
    """(begin, end, stimulus) between the edges."""
    for begin, end in zip(EDGES, EDGES[1:]):
        yield begin, end, AMPLITUDE if begin % PERIOD == 0 and end - begin <= WIDTH else 0.0


def exported():
    import myokit.formats

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "fibre.cellml"
        wn.export_cellml(path, "fast", variant="published", pulses=wn.pulses(PULSES, 1000 / PERIOD), width=WIDTH, amplitude=AMPLITUDE)
        return myokit.formats.importer("cellml").model(str(path))


def myokit_peer():
    """CVODES by Myokit, pulses as its own events; a function of tolerance and samples."""
    import myokit

    model = exported()
    current = model.get("pulses.I_HH")
    current.set_rhs(0)
    current.set_binding("pace")
    protocol = myokit.pacing.blocktrain(PERIOD, WIDTH, offset=0, level=AMPLITUDE, limit=PULSES)
    simulation = myokit.Simulation(model, protocol)

    def run(tolerance, samples):
        simulation.reset()
        simulation.set_tolerance(abs_tol=tolerance * 1e-2, rel_tol=tolerance)
        log = simulation.run(DURATION + 1e-9, log=list(NAMES), log_times=samples)
        return [np.array(log[name]) for name in NAMES]

    return run


def rates_code(numpy_name: str) -> tuple[str, list, list]:
    """The exported equations as the text of a function rates(t, y, I_HH); states and their start."""
    import myokit
    import myokit.formats.python

    model = exported()
    writer = myokit.formats.python.NumPyExpressionWriter() if numpy_name != "math" else myokit.formats.python.PythonExpressionWriter()
    if numpy_name != "math":
        writer.set_numpy_prefix(f"{numpy_name}.") if hasattr(writer, "set_numpy_prefix") else None
    names = {v: "v_" + v.qname().replace(".", "__") for v in model.variables(deep=True)}

    def of(expression):
        if isinstance(expression, myokit.Derivative):
            return "d_" + names[expression.var()][2:]
        return names[expression.var()]

    writer.set_lhs_function(of)
    states = list(model.states())
    lines = ["def rates(t, y, I_HH):", *(f"    {names[s]} = y[{i}]" for i, s in enumerate(states))]
    for block in model.solvable_order().values():
        for equation in block:
            if equation.lhs.var().qname() == "pulses.I_HH":
                lines.append(f"    {names[equation.lhs.var()]} = I_HH")
            elif equation.lhs.var().binding() == "time":
                lines.append(f"    {names[equation.lhs.var()]} = t")
            elif not equation.lhs.var().parent().qname() == "pulses":
                lines.append(f"    {of(equation.lhs)} = {writer.ex(equation.rhs)}")
    lines.append(f"    return [{', '.join('d_' + names[s][2:] for s in states)}]")
    start = [float(v) for v in model.initial_values(as_floats=True)] if hasattr(model, "initial_values") else [float(v) for v in model.state()]
    return "\n".join(lines), states, start


def scipy_peer(method: str):
    import math

    import scipy.integrate

    text, states, start = rates_code("math")
    scope: dict = {"math": math}
    exec(text, scope)
    rates, chosen = scope["rates"], [[s.qname() for s in states].index(n) for n in NAMES]

    def run(tolerance, samples):
        y, out = np.array(start), []
        for begin, end, current in spans():
            inside = samples[(samples >= begin) & (samples < end)]
            found = scipy.integrate.solve_ivp(rates, (begin, end), y, method=method, rtol=tolerance, atol=tolerance * 1e-2, t_eval=np.append(inside, end), args=(current,))
            if not found.success:
                raise RuntimeError(found.message)
            out.append(found.y[:, :inside.size])
            y = found.y[:, -1]
        every = np.concatenate(out, axis=1)
        return [every[i] for i in chosen]

    return run


def diffrax_peer():
    """Kvaerno5 in JAX, each span of constant stimulus a solution of its own, compiled once."""
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    text, states, start = rates_code("jnp")
    scope: dict = {"jnp": jnp, "numpy": jnp, "np": jnp}
    exec(text, scope)
    chosen = [[s.qname() for s in states].index(n) for n in NAMES]
    field = diffrax.ODETerm(lambda t, y, current: jnp.stack(scope["rates"](t, y, current)))
    per_span = [SAMPLES[(SAMPLES >= b) & (SAMPLES < e)] for b, e, _ in spans()]
    most = max(len(s) for s in per_span)

    @jax.jit
    def one(y, begin, end, current, at, tolerance):
        found = diffrax.diffeqsolve(field, diffrax.Kvaerno5(), begin, end, 1e-3, y, args=current, saveat=diffrax.SaveAt(ts=at, t1=True), max_steps=100_000,
                                    stepsize_controller=diffrax.PIDController(rtol=tolerance, atol=tolerance * 1e-2))
        return found.ys

    def run(tolerance, samples):
        y, out = jnp.array(start), []
        for (begin, end, current), inside in zip(spans(), per_span):
            at = np.concatenate([inside, np.full(most - len(inside), end)])
            ys = one(y, begin, end, current, at, tolerance)
            out.append(np.asarray(ys[:len(inside)]))
            y = ys[-1]
        every = np.concatenate(out)
        return [every[:, i] for i in chosen]

    return run


def processor_time(f) -> float:
    begin = time.process_time()
    f()
    return time.process_time() - begin


def compared(peers, reference):
    """Rows of each peer at each tolerance, with ours beside it."""
    tolerances = [10 ** (-3 - 0.04 * k) for k in range(150)]
    methods = []
    for name, run, tolerance, rounds in peers:
        found = errors(run(tolerance, SAMPLES), reference)
        fit = next((t for t in tolerances if all(a <= b for a, b in zip(errors(ours(t), reference), found))), tolerances[-1])
        methods.append((name, tolerance, found, run, fit, errors(ours(fit), reference), rounds, [], []))
    for turn in range(1 if QUICK else 9):
        for _, tolerance, _, run, fit, _, rounds, theirs, mine in methods:
            if turn >= rounds:
                continue
            theirs.append(processor_time(lambda: run(tolerance, SAMPLES)))
            mine.append(statistics.median(processor_time(lambda: ours(fit)) for _ in range(3)))
    for name, tolerance, found, _, fit, own, _, theirs, mine in methods:
        peer, me = statistics.median(theirs), statistics.median(mine)
        yield [name, f"{tolerance:g}", f"{found[0]:.2g}", f"{found[1]:.2g}", f"{1e3 * peer:.1f}", f"{fit:.2g}", f"{own[0]:.2g}", f"{own[1]:.2g}", f"{1e3 * me:.2f}",
               f"{peer / me:.0f}"]


def main() -> None:
    reference, peers, notes = ours(1e-11), [], []
    for name, makers in (("myokit", [("Myokit, CVODES", myokit_peer, (1e-4, 1e-6), 9)]),
                         ("scipy", [(f"SciPy {m}", lambda m=m: scipy_peer(m), (1e-4, 1e-6), 1) for m in (("LSODA",) if QUICK else ("LSODA", "BDF", "Radau"))]),
                         ("diffrax", [("diffrax Kvaerno5", diffrax_peer, (1e-4, 1e-6), 3)])):
        missing = [module for module in (name, "myokit") if importlib.util.find_spec(module) is None]
        if missing:
            notes.append(f"skipped: {name}, {missing[0]} is not installed")
            continue
        for label, make, tolerances, rounds in makers:
            try:
                run = make()
                peers += [(label, run, tolerance, rounds) for tolerance in tolerances[:1 if QUICK else None]]
            except Exception as error:  # a peer that does not work is a row that says so
                notes.append(f"skipped: {label}, {type(error).__name__}: {str(error).splitlines()[0][:160]}")
    columns = ["peer", "tolerance", "dV, mV", "dA_2/peak", "ms", "ours at", "dV, mV", "dA_2/peak", "ms", "ratio"]
    rows = list(compared(peers, reference))
    for row in [columns, *rows]:
        print("  ".join(f"{cell:>12}" for cell in row))
    for note in notes:
        print(note)
    if not QUICK:
        record = {"benchmark": "fibre_python", "motive": __doc__.splitlines()[0], "machine": platform.processor() or platform.machine(), "load": os.getloadavg()[0],
                  "columns": columns, "rows": rows, "notes": notes}
        (ROOT / "benchmarks/results/fibre_python.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
