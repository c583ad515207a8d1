"""What the muscles went through, as numbers: the summary of one run and the comparison of two."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .names import duration_text, muscle_name
from .states import KNOT_CONTRACTURE, TIRED_CAPACITY

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from .result import Result
    from .series import Array, Data

Row = dict[str, Any]    # a muscle and its numbers
WIDEST = 8    # numbers of a comparison, in characters
ACTIVE = 0.15  # peak activation from which a muscle counts as having done something

# key, variable, extreme, heading, unit, format
COLUMNS = (
    ("peak_activation", "activation", "max", "activation\nmax", "%", "{:.0%}"),
    ("lowest_capacity", "capacity", "min", "capacity\nmin", "%", "{:.0%}"),
    ("lowest_pcr_mM", "pcr", "min", "PCr\nmin", "mM", "{:.1f}"),
    ("highest_potassium_mM", "potassium", "max", "K+\nmax", "mM", "{:.1f}"),
    ("highest_spontaneous_Hz", "spontaneous", "max", "spontaneous\nmax", "Hz", "{:.1f}"),
    ("peak_force_N", "force", "max", "force\nmax", "N", "{:.0f}"),
)
EXTRA = (
    ("contracture_s", "in\ncontracture", "", duration_text),
    ("episodes", "episodes", "", lambda n: f"{n:.0f}" if n else "-"),
)
LEVEL_WARNING_N, LEVEL_ALARM_N = 1200.0, 2750.0


def dwell(time: Array) -> Array:
    """Seconds for which each record stands: half the way to its neighbours."""
    import numpy as np

    if time.size < 2:
        return np.zeros(time.size)
    return np.gradient(time) if time.size > 2 else np.full(2, (time[1] - time[0]) / 2)


def _extreme(values: Array, which: str) -> Array:
    """Largest or smallest along time, NaN where nothing was recorded; quiet on columns of NaN."""
    import numpy as np

    lost = np.isnan(values)
    found = np.where(lost, -np.inf, values).max(0) if which == "max" else np.where(lost, np.inf, values).min(0)
    return np.where(lost.all(0), np.nan, found)


def _extremes_of(data: Data, name: str) -> tuple[Array, Array]:
    """Lowest and highest of a series: of every step where the run followed them, of the records otherwise."""
    import numpy as np

    values = data[name].values
    low, high = _extreme(values, "min"), _extreme(values, "max")
    if f"{name}_extremes" in data:
        between = data[f"{name}_extremes"].values
        low, high = np.fmin(low, between[0]), np.fmax(high, between[1])
    return low, high


def muscle_rows(result: Result) -> list[Row]:
    """One dict per muscle, with every number of the summary."""
    import numpy as np

    data = result._series
    if "muscle" not in data.sizes or not data.sizes["time"]:
        return []
    ids = [str(m) for m in data["muscle"].values]
    columns: dict[str, Array | None] = {key: _extremes_of(data, name)[which == "max"] for key, name, which, *_ in COLUMNS if name in data}
    columns["contracture_s"] = _contracture_time(data)
    counts = Counter(row["muscle"] for row in result.episode_rows)
    rows = []
    for k, muscle in enumerate(ids):
        row: Row = {"muscle": muscle, "name": muscle_name(muscle)}
        row |= {key: float(np.asarray(values)[k]) for key, values in columns.items() if values is not None}
        rows.append(row | {"episodes": counts[muscle]})
    return rows


def _contracture_time(data: Data) -> Array | None:
    import numpy as np

    for name in ("contracture_patch", "contracture"):
        if name in data:
            values = data[name].values
            worst = np.fmax.reduce(values, axis=2) if values.ndim == 3 else values
            with np.errstate(invalid="ignore"):
                return np.asarray((worst >= KNOT_CONTRACTURE).T @ dwell(data["time"].values))
    return None


def did_something(row: Row) -> bool:
    return bool(row["episodes"] or row.get("peak_activation", 0) >= ACTIVE or row.get("lowest_capacity", 1) < TIRED_CAPACITY
                or row.get("contracture_s", 0) > 0)


def severity(row: Row) -> tuple[Any, ...]:
    """Sort key: the most affected muscle first."""
    return (-row["episodes"], -row.get("contracture_s", 0), row.get("lowest_capacity", 1), -row.get("peak_activation", 0), row["muscle"])


def body_numbers(result: Result) -> dict[str, Any]:
    """Excursion of the head, load of the spine, highest pain."""
    import numpy as np

    data = result._series
    found: dict[str, Any] = {}
    if not data.sizes["time"]:
        return found
    if "angle" in data:
        low, high = _extremes_of(data, "angle")
        found |= {f"{axis}_deg": (float(low[k]), float(high[k])) for k, axis in enumerate(data["axis"].values)}
    for name in ("compression", "shear"):
        if name in data:
            low, high = _extremes_of(data, name)
            peaks = np.fmax(np.abs(low), np.abs(high))
            found |= {f"{name}_{level}_N": float(v) for level, v in zip(data["level"].values, peaks)}
    if "pain" in data:
        found["pain"] = float(_extremes_of(data, "pain")[1])
    return found


class Summary:
    """The outcome in one table; print it, or take `to_dict()` or `to_frame()`."""

    def __init__(self, title: str, status: str, message: str, rows: list[Row], body: dict[str, Any], kinds: dict[str, int],
                 warning: str = "") -> None:
        self.title, self.status, self.message, self.warning = title, status, message, warning
        self.rows, self.body, self.kinds = rows, body, kinds

    @classmethod
    def of(cls, result: Result) -> Summary:
        rows = sorted((row for row in muscle_rows(result) if did_something(row)), key=severity)
        title = f"{result.name}, {duration_text(result.duration_s)}"
        return cls(title, result.status, result.message, rows, body_numbers(result), result.episode_counts, _warning(result))

    def to_dict(self) -> dict[str, Any]:
        return {"title": self.title, "status": self.status, "message": self.message, "muscles": self.rows,
                "body": self.body, "episodes": self.kinds, "warning": self.warning}

    def to_frame(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.rows).set_index("muscle") if self.rows else pd.DataFrame()

    def lines(self) -> list[str]:
        """The sentences under the table."""
        lines = [] if self.status == "complete" else [f"Partial result ({self.status}): {self.message}"]
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.items())
        lines.append(f"Episodes: {kinds or 'none'}.")
        turns = [f"{axis} {low:+.1f} to {high:+.1f}" for axis in ("pitch", "roll", "yaw")
                 for low, high in [self.body.get(f"{axis}_deg", (None, None))] if low is not None]
        if turns:
            lines.append(f"Head, degrees: {', '.join(turns)}.")
        loads = [(key[12:-2], value) for key, value in self.body.items() if key.startswith("compression_")]
        if loads:
            worst = max(value for _, value in loads)
            note = " (above the alarm line of 2750 N)" if worst > LEVEL_ALARM_N else " (above the warning line of 1200 N)" if worst > LEVEL_WARNING_N else ""
            lines.append("Peak compression: " + ", ".join(f"{level} {value:.0f} N" for level, value in loads) + note + ".")
        if self.body.get("pain", float("nan")) >= 0:
            lines.append(f"Highest pain index: {self.body['pain']:.1f} of 10 (assumed mapping).")
        return lines + ([f"Warning: {self.warning}"] if self.warning else [])

    def headings(self) -> list[tuple[str, str, Callable[[Any], str]]]:
        shown = [c for c in COLUMNS if any(c[0] in row for row in self.rows)]
        return [("muscle", "muscle", str)] + [(c[0], c[3] + (f" {c[4]}" if c[4] != "%" else ""), c[5].format) for c in shown] + \
               [(key, heading, show) for key, heading, _, show in EXTRA]

    def cells(self, row: Row) -> list[str]:
        texts = [row["name"]]
        for key, _, show in self.headings()[1:]:
            value = row.get(key)
            texts.append("-" if value is None or value != value else show(value))
        return texts

    def __rich__(self) -> Group:
        return _rich_table(self.title, [h for _, h, _ in self.headings()], [self.cells(r) for r in self.rows], self.lines())

    def __repr__(self) -> str:
        return _plain(self.__rich__())

    def _repr_html_(self) -> str:
        return _html_table(self.title, [h for _, h, _ in self.headings()], [self.cells(r) for r in self.rows], self.lines())


def _warning(result: Result) -> str:
    """What the scenario, where it can be read, says against the result."""
    from .errors import ScenarioError
    from .explaining import few_muscles
    from .scenario import Scenario

    try:
        return few_muscles(Scenario(**result.scenario))
    except (ScenarioError, TypeError):
        return ""


class Comparison:
    """This result minus its twin, per muscle (those where something differs) and overall."""

    def __init__(self, title: str, rows: list[Row], body: dict[str, Any], kinds: dict[str, int], notes: list[str]) -> None:
        self.title, self.rows, self.body, self.kinds, self.notes = title, rows, body, kinds, notes

    @classmethod
    def of(cls, result: Result, twin: Result) -> Comparison:
        other = {row["muscle"]: row for row in muscle_rows(twin)}
        rows = []
        for row in muscle_rows(result):
            if row["muscle"] not in other:
                continue
            change = {key: value - other[row["muscle"]].get(key, float("nan")) for key, value in row.items() if key not in ("muscle", "name")}
            if any(abs(value) > 1e-12 for value in change.values()):
                rows.append({"muscle": row["muscle"], "name": row["name"], **change})
        rows.sort(key=lambda r: (-abs(r["episodes"]), -abs(r.get("contracture_s", 0)), -abs(r.get("lowest_capacity", 0)), r["muscle"]))
        ours, theirs = body_numbers(result), body_numbers(twin)
        body = {key: _minus(value, theirs[key]) for key, value in ours.items() if key in theirs}
        return cls(_title(result, twin), rows, body, _kind_changes(result, twin), _doubts(result, twin))

    def to_dict(self) -> dict[str, Any]:
        return {"title": self.title, "muscles": self.rows, "body": self.body, "episodes": self.kinds, "notes": self.notes}

    def to_frame(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.rows).set_index("muscle") if self.rows else pd.DataFrame()

    def _table(self, most: int = 20) -> tuple[str, list[str], list[list[str]], list[str]]:
        keys = [(c[0], f"{c[3]} {c[4]}", 100 if c[4] == "%" else 1) for c in COLUMNS if any(c[0] in r for r in self.rows)]
        keys += [("contracture_s", "in contr.\ns", 1), ("episodes", "episodes", 1)]
        rows = [[r["name"]] + [signed(scale * r.get(key, float("nan"))) for key, _, scale in keys] for r in self.rows[:most]]
        lines = list(self.notes) + [f"Episodes: {', '.join(f'{v:+d} {k}' for k, v in self.kinds.items()) or 'no difference'}."]
        if len(self.rows) > most:
            lines.append(f"{len(self.rows) - most} more muscles differ less; see to_frame().")
        return self.title, ["muscle"] + [heading for _, heading, _ in keys], rows, lines

    def __rich__(self) -> Group:
        return _rich_table(*self._table())

    def __repr__(self) -> str:
        return _plain(self.__rich__())

    def _repr_html_(self) -> str:
        return _html_table(*self._table())


def _title(result: Result, twin: Result) -> str:
    if result.name != twin.name:
        return f"{result.name} minus {twin.name}"
    changes = changes_of(result, twin)
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{result.name} minus its twin" + (f" ({changes[0]}{more})" if changes else "")


def changes_of(result: Result, twin: Result) -> list[str]:
    """How the two scenarios differ, a line each."""
    lines = []
    for key, what in (("hypotheses", "hypothesis"), ("parameters_changed", "parameter")):
        ours, theirs = result.provenance(key), twin.provenance(key)
        lines += [f"{what} {name}: {_value(ours, name)} in this run, {_value(theirs, name)} in the twin"
                  for name in sorted(ours.keys() | theirs.keys()) if ours.get(name) != theirs.get(name)]
    ours, theirs = result.scenario, twin.scenario
    lines += [f"{key} differs" for key in ("subject", "resolution") if ours.get(key) != theirs.get(key)]
    mine, others = (s.get("timeline", []) for s in (ours, theirs))
    lines += [f"only in this run: {_action(a)}" for a in mine if a not in others]
    return lines + [f"only in the twin: {_action(a)}" for a in others if a not in mine]


def _value(values: dict[str, Any], name: str) -> str:
    value = values.get(name, "default")
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _action(action: dict[str, Any]) -> str:
    muscles = action.get("muscles", [])
    course = f" {_value(action, 'value')}" if "value" in action else " as a ramp" if "ramp" in action else " as a table"
    where = f" on {', '.join(muscles[:6])}{' and others' if len(muscles) > 6 else ''}" if muscles else ""
    times = "".join(f" {word} {action[key]}" for key, word in (("at", "from"), ("until", "to")) if key in action)
    return f"{action.get('input')}{course}{where}{times}" + (f" ({action['label']})" if action.get("label") else "")


def signed(value: float) -> str:
    """A difference in as many characters as a column has."""
    if value != value:
        return "-"
    if abs(value) >= 100:
        return f"{value:+.0f}"
    text = f"{value:+.3g}"
    return text if len(text) <= WIDEST else f"{value:+.1e}"


def _minus(a: Any, b: Any) -> Any:
    return tuple(x - y for x, y in zip(a, b)) if isinstance(a, tuple) else a - b


def _kind_changes(result: Result, twin: Result) -> dict[str, Any]:
    ours, theirs = result.episode_counts, twin.episode_counts
    changes = {kind: ours.get(kind, 0) - theirs.get(kind, 0) for kind in sorted(ours.keys() | theirs.keys())}
    return {kind: change for kind, change in changes.items() if change}


def _doubts(result: Result, twin: Result) -> list[str]:
    """Why the two may not be fair twins."""
    notes = []
    seed, other = (r._series.attrs.get("seed") for r in (result, twin))
    if seed != other:
        notes.append(f"The seeds differ ({seed} and {other}), so chance is part of the difference.")
    if abs(result.duration_s - twin.duration_s) > 1e-9 * max(result.duration_s, 1):
        notes.append(f"The durations differ ({duration_text(result.duration_s)} and {duration_text(twin.duration_s)}).")
    ours, theirs = ({str(m) for m in r._series["muscle"].values} if "muscle" in r._series else set() for r in (result, twin))
    if ours != theirs:
        notes.append(f"The muscles differ; {len(ours & theirs)} are in both.")
    for which, r in (("This result", result), ("The twin", twin)):
        if not r.complete:
            notes.append(f"{which} is partial ({r.status}).")
    return notes


def _rich_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[str]) -> Group:
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return Group(Text(title, style="bold"), *(Text(line) for line in lines))
    table = Table(title=Text(title), box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", padding=(0, 1, 0, 0))
    for k, heading in enumerate(headings):
        table.add_column(heading, justify="right" if k else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return Group(table, *(Text(line) for line in lines))


def _plain(renderable: Group, width: int = 120) -> str:
    import io

    from rich.console import Console

    text = io.StringIO()
    Console(file=text, width=width, color_system=None).print(renderable)
    return text.getvalue().rstrip()


def _html_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[str]) -> str:
    from html import escape

    head = "".join(f"<th>{escape(h)}</th>" for h in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    notes = "".join(f"<p>{escape(line)}</p>" for line in lines)
    if not rows:
        return f"<p><strong>{escape(title)}</strong></p>{notes}"
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"
