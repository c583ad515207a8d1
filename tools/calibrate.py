"""The calibration as something that can be run again: what is fitted to which findings, what they determine, and what a fit would change.

    python tools/calibrate.py           where the shipped defaults stand: writes docs/calibration.md and python/wryneck/data/calibration.json
    python tools/calibrate.py --fit     runs the fit too (minutes), keeps data/calibration_fit.json; changes no default
                                        --from middle starts in the middle of each range, --minutes ends it, Ctrl-C too, with the best so far

What is fitted to what stands in data/calibration.toml. It runs the package that is installed: less than a minute of one
processor, and as long as it is given for the fit, which needs scipy (requirements-dev.txt).
"""
from __future__ import annotations

import argparse
import json
import math
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import calibrating as c
import calibration_page
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PROBLEM, FIT = ROOT / "data/calibration.toml", ROOT / "data/calibration_fit.json"
PAGE, STATE = ROOT / "docs/calibration.md", ROOT / "python/wryneck/data/calibration.json"


def digits(value: float | None, n: int = 4) -> float | None:
    """Rounded to digits that are worth comparing; None where it is no number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.{n}g}")


def able(problem: c.Problem) -> tuple[c.Problem, dict[str, str]]:
    """The problem with the findings that the laboratory can set up, and why it cannot set up the others."""
    why = {}
    for one in problem.findings:
        if one.missing:
            why[one.id] = one.missing
        else:
            found = c.outcome(problem, one, problem.values())
            if found.verdict == "not set up":
                why[one.id] = found.reason
    return c.Problem(problem.parameters, tuple(one for one in problem.findings if one.id not in why)), why


def finding_row(finding, value: float) -> dict:
    inside = math.isfinite(value) and value in finding.band
    return {"id": finding.id, "title": finding.title, "unit": finding.unit, "known": finding.known, "published": finding.published,
            "target": c.target(finding), "band": str(finding.band), "scale": digits(c.scale(finding)), "value": digits(value), "residual": digits(c.residual(finding, value)),
            "verdict": "reached" if inside else "missed"}


def short_row(finding, value: float) -> dict:
    row = finding_row(finding, value)
    return {key: row[key] for key in ("value", "residual", "verdict")}


def parameter_rows(problem: c.Problem, moved: np.ndarray) -> list[dict]:
    rows = []
    for one, column, share in zip(problem.parameters, moved.T, c.determined(moved), strict=True):
        place = one.place(one.value)
        most = problem.findings[int(np.argmax(np.abs(column)))].id if np.any(column) else None
        rows.append({"name": one.name, "of": one.of, "value": digits(one.value, 6), "unit": one.unit, "lowest": one.low, "highest": one.high,
                     "source": one.source, "at_bound": not 0.01 <= place <= 0.99, "effect": digits(float(np.linalg.norm(column)), 3),
                     "moves_most": most, "determined": round(float(share), 3)})
    return rows


def left_out(problem: c.Problem) -> list[dict]:
    """Rows of the tables that say they are fitted to one of these findings and are not among the parameters."""
    from docs_tables import KEY
    from wryneck import parameters

    keys = {one.key for one in problem.findings}
    taken = {(one.name, kind) for one in problem.parameters for kind in c._columns(one.of)}
    rows = []
    for of in ("neck", "fast", "slow"):
        for name, row in (parameters() if of == "neck" else parameters(fibre=of)).items():
            if row["grade"] == "fitted" and set(KEY.findall(row["source"])) & keys and (name, of) not in taken:
                rows.append({"name": name, "of": of, "source": row["source"]})
    return rows


def state_of(problem: c.Problem, threads: int) -> dict:
    """Where the defaults stand, and what the findings determine of the parameters."""
    from wryneck import __version__, findings

    some, why = able(problem)
    model = c.Model(some, threads)
    values = model.at([some.values()])[0]
    moved = c.moves(model, some.parameters, some.findings, some.values())
    titles = {one.id: one.title for one in problem.findings}
    apart = findings(use="validation")
    singular = np.linalg.svd(moved, compute_uv=False)
    return {"wryneck_version": __version__, "parameters": parameter_rows(some, moved),
            "findings": [finding_row(one, value) for one, value in zip(some.findings, values, strict=True)],
            "not_set_up": [{"id": name, "title": titles[name], "reason": reason} for name, reason in why.items()],
            "cost": digits(c.cost(c.residuals(some.findings, values))), "singular_values": [digits(float(s), 3) if s > 1e-9 else 0.0 for s in singular],
            "alike": [[{"name": one.name, "of": one.of} for one in group] for group in c.alike(moved, some.parameters)],
            "moved_by_none": [one.id for one, row in zip(some.findings, moved, strict=True) if np.linalg.norm(row) < 0.01],
            "apart": {"validation": len(apart), "independent": sum(one.independent for one in apart)}, "left_out": left_out(problem)}


def judged(parameters, values, threads: int) -> dict[str, str]:
    """Verdicts of all findings that are kept apart, at values of the parameters."""
    from wryneck import findings
    from wryneck.judging import judge

    memory = c.Arms(parameters, values)
    with ThreadPoolExecutor(threads) as pool:
        return {one.finding.id: one.verdict for one in pool.map(lambda one: judge(one, memory=memory), findings(use="validation"))}


def run_fit(problem: c.Problem, begin: str, minutes: float, threads: int) -> dict:
    """Fits from the defaults or the middle of the ranges; what came out, beside what is shipped."""
    from wryneck import __version__

    some, _ = able(problem)
    model = c.Model(some, threads)
    start = [one.at(0.5) for one in some.parameters] if begin == "middle" else some.values()
    shipped, first = model.at([some.values(), start])
    before = c.cost(c.residuals(some.findings, first))
    print(f"start: cost {before:.4g}; shipped: {c.cost(c.residuals(some.findings, shipped)):.4g}", flush=True)
    best = c.fit(model, some.parameters, some.findings, start, seconds=60 * minutes,
                 tell=lambda now: print(f"{now.seconds:5.0f} s, {now.points} points, {model.runs} runs: cost {now.cost:.4g}", flush=True))
    print(f"stopped: {best.stopped}", flush=True)
    after = model.at([best.values])[0]
    old, new = (judged(some.parameters, values, threads) for values in (some.values(), best.values))
    at = {"shipped": shipped, "start": first, "found": after}
    return {"wryneck_version": __version__, "from": begin, "stopped": best.stopped, "minutes": digits(best.seconds / 60, 3), "points": best.points,
            "runs": model.runs, "threads": threads, "cost": {name: digits(c.cost(c.residuals(some.findings, values))) for name, values in at.items()},
            "findings": [{"id": one.id, "unit": one.unit} | {name: short_row(one, values[i]) for name, values in at.items()} for i, one in enumerate(some.findings)],
            "parameters": [{"name": one.name, "of": one.of, "unit": one.unit, "shipped": digits(one.value, 6), "start": digits(a), "found": digits(b),
                            "lowest": one.low, "highest": one.high, "at_bound": not 0.01 <= one.place(b) <= 0.99}
                           for one, a, b in zip(some.parameters, start, best.values, strict=True)],
            "validation": {"shipped": sum(v == "reached" for v in old.values()), "found": sum(v == "reached" for v in new.values()),
                           "changed": [{"id": name, "shipped": old[name], "found": new[name]} for name in old if old[name] != new[name]]}}


def written(path: Path, found: dict) -> None:
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(f"written: {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="where the shipped defaults stand (the default)")
    parser.add_argument("--fit", action="store_true", help="run the fit first")
    parser.add_argument("--from", dest="begin", choices=("defaults", "middle"), default="defaults", help="where the fit begins")
    parser.add_argument("--minutes", type=float, default=15, help="after which the fit ends with the best so far")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--problem", type=Path, default=PROBLEM, help="what is fitted to what")
    parser.add_argument("--results", type=Path, help="where the fit is kept; by default data/calibration_fit.json, which the page is about")
    options = parser.parse_args(given)
    try:
        if not options.minutes > 0 or not math.isfinite(options.minutes):
            raise c.ScenarioError("--minutes", str(options.minutes), "a time above 0")
        if options.threads < 1:
            raise c.ScenarioError("--threads", str(options.threads), "at least 1")
        if not options.problem.is_file():
            raise c.ScenarioError("--problem", str(options.problem), "a file")
        problem = c.read(options.problem.read_text())
    except c.ScenarioError as error:
        print(f"calibrate: {error}", file=sys.stderr)
        return 2
    if options.fit:
        written(options.results or FIT, run_fit(problem, options.begin, options.minutes, options.threads))
    if options.problem == PROBLEM:
        written(STATE, state_of(problem, options.threads))
        PAGE.write_text(calibration_page.page(json.loads(STATE.read_text()), json.loads(FIT.read_text()) if FIT.is_file() else None))
        print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
