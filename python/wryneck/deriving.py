"""Tables that the repaired fibre gives for larger scales: excitability, force and cost over its milieu."""
from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ScenarioError, shown
from .files import write_text
from .registry import parameters
from .single_fibre import fibre_many, parameter_rows, pulses

if TYPE_CHECKING:
    from .fibre_result import FibreResult

__all__ = ["FibreTables", "derive"]

FORMAT = 1
KINDS = ("fast", "slow")
REFERENCE = {"K": 4.0, "Na": 140.0, "Ca": 1.25, "Mg": 0.55, "pH": 7.4, "temperature": 35.0, "ATP": 8.2}
UNITS = {"K": "mM", "Na": "mM", "Ca": "mM", "Mg": "mM", "pH": "pH", "temperature": "degC", "ATP": "mM", "frequency": "Hz", "time": "s"}
AXES: dict[str, Sequence[float]] = {
    "K": (1.5, 2.5, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), "Na": (60, 80, 100, 120, 150), "Ca": (0.3, 0.6, 0.9, 1.8, 2.5, 5), "Mg": (0.1, 0.3, 1, 2, 4),
    "pH": (6.8, 7.0, 7.2, 7.6, 7.75), "temperature": (20, 25, 30, 37, 40), "ATP": (4, 2, 1, 0.5, 0.2)}
PAIRS: Sequence[tuple[str, Sequence[float], Sequence[float]]] = (
    ("Ca", (7, 9, 11), (0.6, 2.5)), ("Na", (7, 9), (100,)), ("pH", (7, 9, 11), (6.8, 7.6)), ("temperature", (7, 9, 11), (25, 30, 37)))
FREQUENCIES = (5, 10, 15, 20, 25, 30, 40, 50, 80, 100)
WORK = {"frequency": (10, 20, 30, 50), "time": (1, 5, 10, 20, 30, 60)}
STRENGTHS = [20 * 1.05 ** k for k in range(76)]    # uA/cm2, up to 780
PULSE, WIDTH, GROWS = 5.0, 0.5, 10.0    # ms: begin and width of a pulse; mV by which the potential grows on its own where it excites

COLUMNS = {"rest": ("mV", "potential at rest"), "availability": ("1", "sodium channels that are not inactivated, at rest"),
           "rheobase": ("uA/cm^2", "least pulse of 0.5 ms that excites; none: blocked"),
           "threshold": ("mV", "potential at the end of the strongest pulse that does not excite"),
           "peak": ("mV", "highest peak of an action potential by pulses up to half as strong again")}


class FibreTables:
    """What `derive` found. `tables[kind][name]` is a list of rows (dicts); `provenance` says what made them.

    excitability  a row per condition: `rest`, `availability`, `rheobase`, `threshold`, `peak`
    force         a row per condition and frequency: `force`, peak of a second of pulses, 1 for the most in the reference
    fatigue       a row per frequency and time of work: `force`, `PCr`, `phosphate`, `pH`, `ATP`, `K_out`
    cost          a row per frequency: `potassium` (mM of fibre water that leaves per impulse), `tubule` (mM that the T-tubule
                  gains per impulse), `ATP` (mM per impulse that is used by the end of ten, with the least supply that the tables
                  allow: less where calcium is not yet back in the reticulum)
    """

    def __init__(self, tables: Mapping[str, Mapping[str, list[dict[str, Any]]]], provenance: Mapping[str, Any]):
        self.tables, self.provenance = {kind: dict(rows) for kind, rows in tables.items()}, dict(provenance)

    def save(self, path: str | PathLike[str]) -> str:
        """Writes JSON with a row on a line, so that versions can be compared."""
        def rows(found: list[dict[str, Any]]) -> str:
            return "[\n   " + ",\n   ".join(json.dumps(row) for row in found) + "]"

        kinds = ",\n ".join(f'"{kind}": {{\n  ' + ",\n  ".join(f'"{name}": {rows(found)}' for name, found in tables.items()) + "}" for kind, tables in self.tables.items())
        return write_text(path, f'{{"format": {FORMAT}, "provenance": {json.dumps(self.provenance)},\n {kinds}}}\n')

    @classmethod
    def load(cls, path: str | PathLike[str] | None = None) -> FibreTables:
        """Reads what `save` wrote; by default the tables that come with the package."""
        file = Path(os.fspath(path)) if path is not None else Path(__file__).parent / "data" / "fibre_tables.json"
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ScenarioError("path", shown(str(file)), f"a file of fibre tables ({getattr(error, 'strerror', None) or 'not JSON'})") from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ScenarioError("path", shown(str(file)), f"fibre tables of format {FORMAT}")
        return cls({kind: content[kind] for kind in KINDS if kind in content}, content["provenance"])

    def rows(self, kind: str, table: str, **conditions: float) -> list[dict[str, Any]]:
        """Rows of a table whose conditions are as given, and as in the reference where they are not."""
        wanted = {**(REFERENCE if table in ("excitability", "force") else {}), **conditions}
        return [row for row in self.tables[kind][table] if all(row[name] == value for name, value in wanted.items())]

    def neck_parameters(self) -> dict[str, float]:
        """Constants of the neck that follow from these tables, for `Scenario(parameters=...)`: half fast, half slow fibres.

        The neck's own are fitted to findings of whole muscles; docs/fibre.md compares both.
        """
        half = [_half_frequency(self.rows(kind, "force")) for kind in KINDS]
        cost = [self.rows(kind, "cost", frequency=10)[0] for kind in KINDS]
        blocked = [_availability_at_block(self, kind) for kind in KINDS]
        interstitium = float(parameters()["interstitium.v"]["value"])    # water outside per water of the cell
        return {"motor_pool.f_h": sum(half) / 2, "interstitium.r_K": sum(c["potassium"] for c in cost) / 2 / interstitium,
                "interstitium.k_t": sum(c["tubule"] for c in cost) / 2, "membrane.S_c": sum(blocked) / 2}

    def __repr__(self) -> str:
        return f"<wryneck.FibreTables {', '.join(self.tables)}: {sum(len(r) for t in self.tables.values() for r in t.values())} rows, wryneck {self.provenance['wryneck_version']}>"


def derive(*, quick: bool = False, threads: int | None = None, progress: Callable[[float], object] | None = None) -> FibreTables:
    """Runs the repaired fibre over its milieu and returns FibreTables. Takes minutes; `quick` takes a few conditions only.

    progress  called with the share that is done
    """
    from . import __version__, _core

    found = conditions(quick)
    how: tuple[tuple[str, Callable[[str], list[dict[str, Any]]]], ...] = (
        ("excitability", lambda kind: excitability(kind, found, threads, STRENGTHS[::2] if quick else STRENGTHS)),
        ("force", lambda kind: force(kind, found, threads, FREQUENCIES[1::3] if quick else FREQUENCIES)),
        ("fatigue", lambda kind: fatigue(kind, threads, WORK["time"][:2] if quick else WORK["time"])),
        ("cost", lambda kind: cost(kind, threads)))
    jobs = [(kind, name, table) for kind in KINDS for name, table in how]
    tables: dict[str, dict[str, list[dict[str, Any]]]] = {kind: {} for kind in KINDS}
    for done, (kind, name, table) in enumerate(jobs):
        if progress is not None:
            progress(done / len(jobs))
        tables[kind][name] = table(kind)
    changed = {name: [row["fast"], row["slow"]] for name, row in parameter_rows().items()}
    return FibreTables(tables, {"wryneck_version": __version__, "core_version": _core.version(), "model": "the repaired single fibre", "parameters": _digest(changed),
                                "reference": REFERENCE, "units": UNITS | {name: unit for name, (unit, _) in COLUMNS.items()}, "quick": quick})


def conditions(quick: bool = False) -> list[dict[str, float]]:
    """The reference, every axis through it, and pairs with potassium."""
    axes = {name: values[1::4] for name, values in AXES.items()} if quick else AXES
    found = [dict(REFERENCE)] + [{**REFERENCE, name: float(v)} for name, values in axes.items() for v in values]
    for name, potassium, values in () if quick else PAIRS:
        found += [{**REFERENCE, "K": float(K), name: float(v)} for K in potassium for v in values]
    return found


def member(condition: Mapping[str, float]) -> dict[str, Any]:
    """Arguments of `fibre` under a condition: sodium is replaced by what screens as it does; ATP is clamped where it is not that of rest."""
    bath = {name: value for name, value in condition.items() if name != "ATP"} | {"salt": REFERENCE["Na"]}
    one: dict[str, Any] = {"bath": bath, "interstitium": "infinite"}
    if condition["ATP"] != REFERENCE["ATP"]:
        one |= {"start": {"buffers.ATP": 100 * condition["ATP"], "buffers.Mg_ATP": 900 * condition["ATP"]}, "parameters": {"energy.burn": 0}}
    return one


def _run(kind: str, members: list[dict[str, Any]], threads: int | None, **common: Any) -> list[FibreResult]:
    runs = fibre_many([{"kind": kind, **one} for one in members], threads=threads, **common)
    for one, run in zip(members, runs):
        if not run.complete:
            raise RuntimeError(f"a fibre could not be computed under {one}: {run.message}")
    return runs


def excitability(kind: str, found: Sequence[Mapping[str, float]], threads: int | None, strengths: Sequence[float] = STRENGTHS) -> list[dict[str, Any]]:
    """Pulses of every strength under every condition."""
    members = [member(c) | {"pulses": [PULSE], "amplitude": a} for c in found for a in strengths]
    runs = _run(kind, members, threads, duration=PULSE + 7, every=0.02, width=WIDTH, record=("membranes.V_s", "gates.h", "gates.S"), tolerance=1e-5)
    rows = []
    for i, condition in enumerate(found):
        mine = runs[i * len(strengths):(i + 1) * len(strengths)]
        after = mine[0].time_ms >= PULSE + WIDTH - 1e-9
        courses = [r["membranes.V_s"][after] for r in mine]
        first = next((k for k, V in enumerate(courses) if V.max() > V[0] + GROWS), None)
        stronger = () if first is None else [V.max() for V, a in zip(courses, strengths) if strengths[first] <= a <= 1.5 * strengths[first]]
        row = {**condition, "rest": mine[0]["membranes.V_s"][0], "availability": mine[0]["gates.h"][0] * mine[0]["gates.S"][0],
               "rheobase": None if first is None else strengths[first], "threshold": courses[first - 1][0] if first else None, "peak": max(stronger, default=None)}
        rows.append(_rounded(row))
    return rows


def force(kind: str, found: Sequence[Mapping[str, float]], threads: int | None, frequencies: Sequence[float] = FREQUENCIES) -> list[dict[str, Any]]:
    """A second of pulses under every condition, the first of which is the reference."""
    members = [member(c) | {"pulses": pulses(round(f), f, start=1)} for c in found for f in frequencies]
    runs = _run(kind, members, threads, duration=1000, every=1, record="filament.A_2", tolerance=1e-5)
    peaks = [float(r["filament.A_2"].max() - r["filament.A_2"][0]) for r in runs]
    most = max(peaks[:len(frequencies)])
    return [_rounded({**c, "frequency": float(f), "force": peaks[i * len(frequencies) + k] / most}) for i, c in enumerate(found) for k, f in enumerate(frequencies)]


def fatigue(kind: str, threads: int | None, times: Sequence[float] = WORK["time"]) -> list[dict[str, Any]]:
    """Pulses without rest, from plasma."""
    members = [{"pulses": pulses(round(f * times[-1]), f)} for f in WORK["frequency"]]
    record = {"PCr": "energy.PCr", "phosphate": "phosphate.P", "pH": "energy.pH", "K_out": "ions.K_e"}
    runs = _run(kind, members, threads, duration=1000.0 * times[-1], every=10, record=("filament.A_2", "buffers.ATP", "buffers.Mg_ATP", *record.values()), tolerance=1e-5)
    rows = []
    for f, run in zip(WORK["frequency"], runs):
        force = run["filament.A_2"] - run["filament.A_2"][0]
        fresh = force[run.time_ms <= 1000].max()
        for t in times:
            last = (run.time_ms > 1000 * (t - 1)) & (run.time_ms <= 1000 * t)
            rows.append(_rounded({"frequency": float(f), "time": float(t), "force": force[last].max() / fresh, "ATP": (run["buffers.ATP"] + run["buffers.Mg_ATP"])[last][-1] / 1000,
                                  **{name: run[state][last][-1] for name, state in record.items()}}))
    return rows


def cost(kind: str, threads: int | None) -> list[dict[str, Any]]:
    """Of ten impulses, against the same time without them; ATP with as little supply as the tables allow."""
    count, frequencies = 10, (1, 5, 10, 20, 50)
    pools = ("energy.PCr", "buffers.ATP", "buffers.Mg_ATP", "buffers.Ca_ATP2", "energy.ADP", "ions.K_i", "ions.K_t")
    slow_supply = {"energy.V_ox": parameter_rows()["energy.V_ox"]["lowest"], "energy.V_L": parameter_rows()["energy.V_L"]["lowest"]}
    members = [{"pulses": pulses(n, f), "duration": 1000 * count / f} for f in frequencies for n in (count, 0)]
    released = _run(kind, members, threads, every=1000 * count / 50, record=pools)
    used = _run(kind, [{**m, "parameters": slow_supply} for m in members], threads, every=1000 * count / 50, record=pools)
    rows = []
    for i, f in enumerate(frequencies):
        (work, rest), (spent, kept) = released[2 * i:2 * i + 2], used[2 * i:2 * i + 2]

        def bonds(run: FibreResult) -> float:
            return float((run["energy.PCr"] + 2 * (run["buffers.ATP"] + run["buffers.Mg_ATP"] + run["buffers.Ca_ATP2"]) / 1000 + run["energy.ADP"])[-1])

        rows.append(_rounded({"frequency": float(f), "potassium": (rest["ions.K_i"][-1] - work["ions.K_i"][-1]) / count,
                              "tubule": float((work["ions.K_t"] - rest["ions.K_t"]).max()) / count, "ATP": (bonds(kept) - bonds(spent)) / count}))
    return rows


def _half_frequency(rows: list[dict[str, Any]]) -> float:
    """Frequency of half of the most force, between the two that enclose it."""
    most = max(row["force"] for row in rows)
    before = rows[0]
    for row in rows:
        if row["force"] >= most / 2:
            if row is before:
                return float(row["frequency"])
            share = (most / 2 - before["force"]) / (row["force"] - before["force"])
            return float(before["frequency"] + share * (row["frequency"] - before["frequency"]))
        before = row
    raise AssertionError("the most force is more than half of it")


def _availability_at_block(tables: FibreTables, kind: str) -> float:
    """Mean of the last that conducts and the first that does not, along the axis of potassium."""
    rows = sorted((row for K in (REFERENCE["K"], *AXES["K"]) for row in tables.rows(kind, "excitability", K=float(K))), key=lambda row: float(row["K"]))
    conducts = [row for row in rows if row["rheobase"] is not None]
    blocked = [row for row in rows if row["rheobase"] is None and row["K"] > conducts[-1]["K"]] if conducts else rows
    if not blocked:
        raise ScenarioError("tables", shown(kind), "potassium at which the fibre is blocked")
    return float(conducts[-1]["availability"] + blocked[0]["availability"]) / 2


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else float(f"{float(value):.6g}") for name, value in row.items()}


def _digest(content: Any) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
