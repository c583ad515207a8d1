"""Writes docs/verification.md: what was measured of the question whether the program solves its equations.

    python tools/verification.py          after `cmake --preset test && cmake --build --preset test`, with the package installed
    python tools/verification.py --check  measures too, writes nothing, and says where the page is not what was measured

Tests print one line per figure (tests/figures.hpp, tests/python/figures.py); this script runs the files that have such lines and sorts
them. It takes minutes. No number of the page stands anywhere else.
"""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/verification.md"
BUILD = ROOT / "build/test"
PROGRAMS = ("unit", "contract", "validation")
LINE = re.compile(r"^figure: (held|missed) \| (\S+) \| (.+) \| (\S+) \| (.+)$")
MISSED = " **missed**"
ROW = re.compile(r"^\| `(\S+)` \| (.+) \| (\S+(?: \*\*missed\*\*)?) \| (.+) \| `(\S+)` \|$")
CALL = re.compile(r'\b(?:verifies|figure)\(\s*f?"([a-z]+\.[\w.]*)')
REFUSED = "code.refused"    # the one figure that ctest gives

HEAD = """# Verification: does the program solve its equations?

Written by `tools/verification.py` from what the tests print; renewed, never edited, and no number here is typed. Whether the equations are
those of a living neck is another question: see [validation](validation.md) and [targets](targets.md). How they are solved stands in
[numerics](numerics.md).

{counts} A figure is the worst of all that it names. Its limit is the one in the test, which fails beyond it; figures differ between
machines, limits do not. Measured on {machine}.

The last column names the test that shows a figure. One of C++, and one of Python:

    cmake --preset test && cmake --build --preset test
    ctest --test-dir build/test -V -R '^unit/solve/test_line_diffusion$' | grep figure:
    python -m pytest -s tests/python/test_cellml.py | grep figure:

All of them, and whether this page still holds: `python tools/verification.py --check`.
"""

SECTIONS = {
    "order": ("Orders",
        "Slope of the error in the step (two halvings twice, in most) against an exact solution, or against much shorter steps where "
        "none is known. Expected is the order of the scheme."),
    "kept": ("What is kept",
        "Largest change of a sum that no process changes, relative to it unless said otherwise. `kept.fibre` are the balances that a "
        "run can record, here with stimulation. Of them creatine holds by the way it is written. In the neck, bonds have a term that "
        "leads them back to their ledger; `kept.ledgers` and the others are without it. The published fibre keeps potassium and sodium"
        " with the constants of the fast kind only; the test of the slow kind expects that it does not."),
    "same": ("Same bits, or nearly",
        "Lanes against scalars, threads against one, one against many, cut and resumed against whole. Where values that differ are "
        "counted, none may."),
    "against": ("Against other programs, exact solutions, and itself",
        "`against.itself`: what is missed is an expected failure of the tests, which stands in [targets](targets.md) too."),
    "code": ("What is read from the equations",
        "Units, derivatives, written equations, CellML, and code that the compiler lays out: all come from one text, so each must "
        "agree with it."),
}


@dataclass(frozen=True)
class Figure:
    id: str
    what: str
    measured: str
    limits: str
    shown_by: str
    held: bool = True


@dataclass(frozen=True)
class Declared:
    """A figure, or a family that begins alike, as it stands in the source of a test."""
    id: str
    family: bool
    limits: str
    shown_by: str

    def covers(self, figure_id: str) -> bool:
        return figure_id.startswith(self.id) if self.family else figure_id == self.id


def limits_text(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    if high == float("inf"):
        return f"at least {low:g}"
    return f"at most {high:g}" if low == 0 else f"{low:g} to {high:g}"


def number(text: str) -> float:
    name = text.split("::")[-1].strip()
    return float("inf") if name in ("unlimited", "none", "math.inf") else float(name)


def arguments(source: str, start: int) -> str:
    """What stands between the parenthesis at `start` and its partner, strings left out."""
    bare, depth = re.sub(r'"(?:[^"\\\n]|\\.)*"', lambda m: "_" * len(m[0]), source[start:start + 1000]), 0
    for i, c in enumerate(bare):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return bare[1:i]
    raise ValueError(f"a call without end: {source[start:start + 80]}")


def name_of(path: Path) -> str:
    """As ctest or pytest calls it."""
    relative = path.relative_to(ROOT)
    return str(relative) if path.suffix == ".py" else str(relative.relative_to("tests").with_suffix(""))


def declared() -> list[Declared]:
    found = []
    files = [*(f for p in PROGRAMS for f in sorted((ROOT / "tests" / p).rglob("*.cpp"))), *sorted((ROOT / "tests/python").glob("test_*.py"))]
    for path in files:
        if path.stem == "test_verification_page":    # whose figures are examples
            continue
        source = path.read_text()
        for call in CALL.finditer(source):
            given = arguments(source, source.index("(", call.start()))
            limits = re.search(r"[{(]([^{}(),]+),([^{}(),]+)[})]\s*$", given)
            if not limits:
                raise ValueError(f"{name_of(path)}: {call[1]} has no limits that can be read, expected two numbers at the end of the call")
            after = source[call.end()]    # the quote that ends an id, or what makes it a family
            family = after != '"' or source[call.end() + 1:].lstrip().startswith("+")
            found.append(Declared(call[1], family, limits_text(number(limits[1]), number(limits[2])), name_of(path)))
    return found


def read_lines(output: str, known: Iterable[Declared]) -> list[Figure]:
    """Figures in what tests printed. The same one may come twice, where a test runs for several parameters: the first counts."""
    known, figures = list(known), {}
    for line in output.splitlines():
        if found := LINE.match(line.strip()):
            verdict, name, what, measured, limits = found.groups()
            source = next((d.shown_by for d in known if d.covers(name)), None)
            if source is None:
                raise ValueError(f"{name} was printed, but no test is known that holds it")
            figures.setdefault(name, Figure(name, what, measured, limits, source, verdict == "held"))
    return list(figures.values())


def commands(known: Iterable[Declared]) -> list[list[str]]:
    names = sorted({d.shown_by for d in known})
    made = []
    for program in PROGRAMS:
        if tags := ",".join(f"[#{n.split('/')[-1]}]" for n in names if n.startswith(program + "/")):
            made.append([str(BUILD / f"tests/wryneck_{program}_tests"), "--filenames-as-tags", tags])
    made.append([sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *(n for n in names if n.endswith(".py"))])
    return made


def run(command: list[str]) -> tuple[str, bool]:
    print(" ".join(Path(part).name if i == 0 else part for i, part in enumerate(command)), file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"WRYNECK_SOURCE_DIR": str(ROOT)}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"failed with status {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-2000:]}", file=sys.stderr)
    return done.stdout, done.returncode == 0


def refused() -> Figure:
    """Programs with one mistake each that must not compile."""
    output, _ = run(["ctest", "--test-dir", str(BUILD), "-R", "^compile_fail/"])
    counts = re.search(r"(\d+) tests failed out of (\d+)", output)
    if not counts:
        raise ValueError("ctest ran no test of compile_fail")
    what = f"of {counts[2]} small programs, those that the compiler should refuse for a mistake in a table or a wiring and does not, or the reverse"
    return Figure(REFUSED, what, counts[1], "0", "compile_fail", counts[1] == "0")


def measure(known: list[Declared]) -> tuple[list[Figure], bool]:
    outputs = [run(command) for command in commands(known)]
    figures = [*read_lines("\n".join(output for output, _ in outputs), known), refused()]
    return figures, all(good for _, good in outputs)


def table(figures: list[Figure], orders: bool) -> str:
    lines = ["| figure | scheme | expected | measured | limit | shown by |", "|---|---|---|---|---|---|"] if orders else [
        "| figure | what | measured | limit | shown by |", "|---|---|---|---|---|"]
    for f in figures:
        expected, _, scheme = f.what.partition(": ")
        what = f"{scheme} | {expected}" if orders else f.what
        lines.append(f"| `{f.id}` | {what} | {f.measured}{'' if f.held else MISSED} | {f.limits} | `{f.shown_by}` |")
    return "\n".join(lines) + "\n"


def solvers() -> str:
    """The neck as one system against a general solver, from the recorded benchmark."""
    recorded = json.loads((ROOT / "benchmarks/results/solvers.json").read_text())
    lines = []
    for name, problem in recorded["problems"].items():
        for solver, tolerance, error, _, work in problem["rows"]:
            if solver == "wryneck":
                neck = f"{name}, {problem['states']} states, {problem['simulated_s']:g} s"
                lines.append(f"| {neck} | {problem['reference']} | {tolerance} | {error} | {work} |")
    return ("### The neck against CVODE\n\nThe equations of the neck as one system, integrated by its own stepper and by SUNDIALS; from the "
            "recorded run of `./run bench solvers` ([benchmarks](benchmarks.md)), not by a test. Error: largest over all states at the end, "
            "over the plausible range of each.\n\n"
            "| neck | reference | tolerance | error | work |\n|---|---|---|---|---|\n" + "\n".join(lines) + "\n")


def unmeasured(known: Iterable[Declared], figures: Iterable[Figure]) -> list[str]:
    """What no test printed, because it was left out or another program is not there."""
    names = [f.id for f in figures]
    return sorted({d.id for d in known if not any(d.covers(name) for name in names)})


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "an unknown processor")
    compiler = re.search(r"CMAKE_CXX_COMPILER:\w+=(.+)", (BUILD / "CMakeCache.txt").read_text())
    version = subprocess.run([compiler[1], "--version"], capture_output=True, text=True, check=False).stdout.splitlines() if compiler else []
    return f"{model}, {version[0] if version else 'an unknown compiler'}"


def page(figures: list[Figure], where: str) -> str:
    missed = sum(not f.held for f in figures)
    parts = [HEAD.format(counts=f"{len(figures)} figures, {missed} missed.", machine=where)]
    for key, (title, words) in SECTIONS.items():
        parts.append(f"## {title}\n\n{words}\n\n" + table([f for f in figures if f.id.split(".")[0] == key], key == "order"))
        if key == "against":
            parts.append(solvers())
    return "\n".join(parts)


def on_page(text: str) -> list[Figure]:
    found = []
    for row in map(ROW.match, text.splitlines()):
        if row:
            name, what, measured, limits, shown_by = row.groups()
            if name.startswith("order."):
                scheme, _, expected = what.rpartition(" | ")
                what = f"{expected}: {scheme}"
            found.append(Figure(name, what, measured.removesuffix(MISSED), limits, shown_by, not measured.endswith(MISSED)))
    return found


def differences(printed: list[Figure], measured: list[Figure]) -> list[str]:
    """What a page says otherwise than a measurement, apart from the measured numbers."""
    old, new = ({f.id: f for f in figures} for figures in (printed, measured))
    found = [f"{name} is on the page but was not measured" for name in old.keys() - new.keys()]
    found += [f"{name} was measured but is not on the page" for name in new.keys() - old.keys()]
    for name in old.keys() & new.keys():
        for field in ("what", "limits", "shown_by", "held"):
            if (a := getattr(old[name], field)) != (b := getattr(new[name], field)):
                found.append(f"{name}: {field} is {a} on the page, {b} now")
    return sorted(found)


def main() -> int:
    for program in PROGRAMS:
        if not (path := BUILD / f"tests/wryneck_{program}_tests").is_file():
            print(f"{path} is missing; cmake --preset test && cmake --build --preset test makes it", file=sys.stderr)
            return 1
    known = declared()
    figures, good = measure(known)
    if left_out := unmeasured(known, figures):
        print(f"not measured: {', '.join(left_out)}", file=sys.stderr)
        good = False
    if sys.argv[1:] == ["--check"]:
        wrong = differences(on_page(PAGE.read_text()), figures)
        print("\n".join(wrong) or f"{len(figures)} figures, all as on the page")
        return 1 if wrong or not good else 0
    if good:
        PAGE.write_text(page(figures, machine()))
        print(f"{len(figures)} figures, {sum(not f.held for f in figures)} missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
