"""The command `wryneck`. Bad input gives one sentence and exit status 2; Ctrl-C keeps what there is and gives 130, SIGTERM 143."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from .cli_findings import add_to
from .files import same_file, wanted_place
from .terminal import print_table

if TYPE_CHECKING:
    from .errors import ScenarioError
    from .result import Result
    from .scenario import Scenario
    from .signals import Stops

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Simulates muscle spasm in the neck. For research and teaching; not for diagnosis, dosing or monitoring.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file (TOML).")]
Output = Annotated[Optional[Path], typer.Option("-o", "--output", help="Write the series and episodes here (NetCDF).")]
Report = Annotated[Optional[Path], typer.Option("--report", help="Write a report here (one HTML page).")]
Progress = Annotated[Optional[bool], typer.Option("--progress/--no-progress", help="Progress bar; by default on a terminal.")]
TERMINATED, INTERRUPTED, WRONG_INPUT, FAILED = 143, 130, 2, 1
FIGURE_FORMATS = ("png", "pdf", "svg", "jpg", "jpeg", "tif", "tiff", "webp", "eps")
FIGURES, FIBRES = ("muscles", "episodes", "head", "plasma", "energy"), ("fast", "slow")

OPTIONS = {"every": "--every", "tolerance": "--tolerance", "seed": "--seed", "checkpoint_every": "--checkpoint",
           "without": "--twin-without"}


add_to(app)


@app.callback(invoke_without_command=True)
def _first(context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    if version:
        _print_version()
        raise typer.Exit()
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(WRONG_INPUT)


@app.command()
def run(file: File, output: Output = None, report: Report = None,
        seed: Annotated[str, typer.Option(metavar="<int>", help="Seed of all random discharges.")] = "1",
        progress: Progress = None,
        every: Annotated[Optional[str], typer.Option(help="Time between samples, such as '10 s'; chosen when left out.")] = None,
        tolerance: Annotated[Optional[str], typer.Option(metavar="<float>", help="Relative error of one step.")] = None,
        checkpoint: Annotated[Optional[str], typer.Option(help="Save the state this often, such as '10 min'.")] = None,
        deterministic: Annotated[bool, typer.Option("--deterministic", help="Without random discharges.")] = False,
        twin: Annotated[Optional[Path], typer.Option("--twin", help="Run this scenario file as well, with the same seed, and compare.")] = None,
        twin_without: Annotated[Optional[list[str]], typer.Option("--twin-without", help="The same scenario without this input is the twin.")] = None) -> None:
    """Run a scenario; write results and a report."""
    from .loading import load

    kept_in = _checkpoint_path(file, output) if checkpoint else None
    _need_outputs({"--output": output, "--report": report}, {"the scenario file": file, "the twin": twin}, kept_in)
    scenario = load(file)
    with _options_by_their_names():
        other = _twin_of(scenario, twin, twin_without)
    given = {"seed": _whole(seed, "--seed"), "progress": progress, "every": _seconds(every, "--every"), "tolerance": _positive(tolerance, "--tolerance"),
             "noise": False if deterministic else None}
    options: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
    kept: dict[str, Any] = {} if checkpoint is None else {"checkpoint_every": _seconds(checkpoint, "--checkpoint"), "checkpoint": str(kept_in)}
    from .simulate import run as simulate

    _finish(lambda: simulate(scenario, **options, **kept), output, report, None if other is None else lambda: simulate(other, **options))


@app.command()
def resume(checkpoint: Annotated[Path, typer.Argument(metavar="CHECKPOINT", help="File that --checkpoint wrote.")],
           output: Output = None, report: Report = None, progress: Progress = None) -> None:
    """Go on from a checkpoint, to the same bits as the uninterrupted run."""
    _need_outputs({"--output": output, "--report": report}, {"the checkpoint": checkpoint})
    _need_file(checkpoint, "checkpoint", "CHECKPOINT")
    from .simulate import resume as go_on

    _finish(lambda: go_on(checkpoint, progress=progress), output, report)


@app.command()
def plot(file: Annotated[Path, typer.Argument(metavar="FILE", help="Result file (NetCDF).")],
         output: Annotated[Optional[Path], typer.Option("-o", "--output", help="Figure file, such as fig.png or fig.pdf.")] = None,
         what: Annotated[str, typer.Option(metavar="|".join(FIGURES), help="Which figure.")] = FIGURES[0]) -> None:
    """Draw a figure from a result."""
    _need_known([what], FIGURES, "--what")
    _need_file(file, "result file")
    output = output or file.with_name(f"{file.stem}-{what}.png")
    _need_outputs({"--output": output}, {"the result file": file})
    if output.suffix[1:].lower() not in FIGURE_FORMATS:
        raise _wrong("--output", output, f"a name that ends in .{', .'.join(FIGURE_FORMATS[:-1])} or .{FIGURE_FORMATS[-1]}")
    import matplotlib

    matplotlib.use("Agg")
    from .result import Result

    getattr(Result.load(file), f"plot_{what}")().savefig(output)
    print(output)


@app.command()
def params(grade: Annotated[Optional[list[str]], typer.Option(help="Only this grade of evidence.")] = None,
           model: Annotated[Optional[list[str]], typer.Option(help="Only this sub-model.")] = None,
           fibre: Annotated[Optional[str], typer.Option(metavar="|".join(FIBRES), help="Those of the single fibre instead.")] = None,
           published: Annotated[bool, typer.Option(help="With --fibre: those of the published variant.")] = False,
           as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List parameters with unit, range, source and grade of evidence."""
    from . import registry
    from .errors import ScenarioError

    if fibre is not None:
        _need_known([fibre], FIBRES, "--fibre")
    elif published:
        raise ScenarioError("--published", problem="is of the single fibre, expected --fibre beside it")
    rows = [dict(row) for row in registry.parameters(fibre=fibre, published=published).values()]
    for column, wanted, known in (("grade", grade, registry.grades()), ("model", model, {row["model"] for row in rows})):
        _need_known(wanted or (), known, f"--{column}")
        rows = [row for row in rows if not wanted or row[column] in wanted]
    if as_json:
        import json

        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        _print_parameters(rows)


@app.command()
def export(fibre: Annotated[str, typer.Option(metavar="|".join(FIBRES), help="Which single fibre.")] = FIBRES[0],
           published: Annotated[bool, typer.Option("--published", help="The model of 2007 as it was published.")] = False,
           output: Annotated[Optional[Path], typer.Option("-o", "--output", help="Write here instead of to the terminal.")] = None) -> None:
    """Write the equations of the single fibre for other programs, as CellML 2.0."""
    _need_known([fibre], FIBRES, "--fibre")
    _need_outputs({"--output": output}, {})
    from .cellml import export_cellml

    kind: Any = fibre
    text = export_cellml(output, kind, variant="published" if published else "repaired")
    print(f"written: {output}\n" if output else text, end="")


@app.command()
def derive(output: Annotated[Path, typer.Option("-o", "--output", help="Write the tables here (JSON).")],
           quick: Annotated[bool, typer.Option(help="A few conditions only.")] = False, progress: Progress = None) -> None:
    """Run the single fibre over its milieu and write tables for larger scales: excitability, force, fatigue, cost."""
    _need_outputs({"--output": output}, {})
    from .deriving import derive as derived
    from .progress import progress_bar

    with progress_bar(1.0, progress) as tell:
        tables = derived(quick=quick, progress=tell)
    tables.save(output)
    print(f"written: {output}")
    for name, value in tables.neck_parameters().items():
        print(f"{name} = {value:.3g}")


@app.command()
def schema(of_findings: Annotated[bool, typer.Option("--findings", help="Of files of findings instead.")] = False) -> None:
    """Print the JSON Schema of scenario files."""
    from .finding_schema import finding_schema_text
    from .schemas import schema_text

    print(finding_schema_text() if of_findings else schema_text(), end="")


@app.command()
def explain(file: File) -> None:
    """List the mechanisms and parameters that a scenario works through."""
    from .explaining import explain as explained
    from .loading import load

    print(explained(load(file)))


@app.command()
def version() -> None:
    """Print the version."""
    _print_version()


def _print_version() -> None:
    from . import __version__

    print(f"wryneck {__version__}")


def _twin_of(scenario: Scenario, file: Path | None, without: list[str] | None) -> Scenario | None:
    """The scenario to compare with, if one was asked for."""
    if file and without:
        raise _wrong("--twin-without", without[0], "no such option beside --twin")
    if without:
        return scenario.without(*without)
    from .loading import load

    return load(file) if file else None


def _finish(simulate: Callable[[], Result], output: Path | None, report: Path | None, simulate_twin: Callable[[], Result] | None = None) -> None:
    """Run, save what there is, say how it ended."""
    import numpy    # noqa: F401  before Ctrl-C interrupts, which could get lost in the midst of its import

    from .signals import Stops

    with Stops() as stops:
        try:
            partial, lost = _carried_out(simulate, output, report, simulate_twin, stops)
        except KeyboardInterrupt:
            print("wryneck: interrupted", file=sys.stderr)
            raise typer.Exit(TERMINATED if stops.terminated else INTERRUPTED) from None
    if partial:
        print(f"wryneck: {partial.status}: {partial.message}", file=sys.stderr)
    for sentence in lost:
        print(f"wryneck: {sentence}", file=sys.stderr)
    if stops.terminated:
        raise typer.Exit(TERMINATED)
    if lost or partial and partial.status != "interrupted":
        raise typer.Exit(FAILED)
    if stops.stopped or partial:
        raise typer.Exit(INTERRUPTED)


def _carried_out(simulate: Callable[[], Result], output: Path | None, report: Path | None, simulate_twin: Callable[[], Result] | None,
                 stops: Stops) -> tuple[Result | None, list[str]]:
    """What did not end as it should, if anything, and a sentence for each file that could not be written."""
    lost: dict[Path, str] = {}
    result = _kept(simulate, stops)
    _write(output, result.save, lost)
    twin = _kept(simulate_twin, stops) if simulate_twin and result.status != "interrupted" and not stops.stopped else None
    _write(report, lambda path: result.report(path, **({"twin": twin} if twin else {})), lost)
    print(result.summary())
    if twin:
        print(f"\n{result.compare(twin)}")
    for path in filter(None, (output, report)):
        if path not in lost:
            print(f"written: {path}")
    return next((one for one in (result, twin) if one and one.status != "complete"), None), list(lost.values())


def _write(path: Path | None, write: Callable[[Path], object], lost: dict[Path, str]) -> None:
    """What cannot be written does not take the rest with it."""
    from .errors import one_line
    from .result import ResultFileError

    if path is None:
        return
    try:
        write(path)
    except ResultFileError as error:
        lost[path] = str(error)
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        lost[path] = one_line(f"{path}: cannot be written ({getattr(error, 'strerror', '') or str(error) or type(error).__name__}).")


def _kept(simulate: Callable[[], Result], stops: Stops) -> Result:
    stops.computing = True
    try:
        if stops.stopped:
            raise KeyboardInterrupt
        with _options_by_their_names():
            return simulate()
    except KeyboardInterrupt as stop:
        so_far: Result | None = getattr(stop, "result", None)
        if so_far is None:
            raise
        return so_far
    finally:
        stops.computing = False


@contextmanager
def _options_by_their_names() -> Iterator[None]:
    """What the library says of a parameter is said of the option that set it."""
    from .errors import ScenarioError

    try:
        yield
    except ScenarioError as error:
        raise error.changed(field=OPTIONS.get(error.field, error.field)) if not error.file else error from None


def _wrong(field: str, value: object, expected: str, nearest: str = "") -> ScenarioError:
    from .errors import ScenarioError, shown

    return ScenarioError(field, shown(str(value), 200), expected, nearest=nearest)


def _need_outputs(outputs: dict[str, Path | None], inputs: dict[str, Path | None], checkpoint: Path | None = None) -> None:
    """Refuse, before anything is computed, what could not be written afterwards or would destroy what is read."""
    taken = {name: path for name, path in inputs.items() if path}
    for option, path in (outputs | {"--checkpoint": checkpoint}).items():
        if path:
            if wanted := wanted_place(str(path)):
                raise _wrong(option, path, wanted)
            _need_own(option, path, taken)
            taken[option] = path


def _need_own(option: str, path: Path, taken: dict[str, Path]) -> None:
    from .errors import ScenarioError, shown

    for name, other in taken.items():
        if same_file(path, other):
            raise ScenarioError(option, problem=f"would write {shown(str(path), 200)}, which is {name} too; expected a file of its own")


def _need_file(path: Path, kind: str, field: str = "FILE") -> None:
    if not path.is_file():
        raise _wrong(field, path, f"a {kind} that exists")


def _need_known(words: Iterable[str], known: Iterable[str], field: str) -> None:
    from .registry import nearest

    for word in words:
        if word not in known:
            raise _wrong(field, word, f"one of {', '.join(sorted(known))}", nearest(word, sorted(known)))


def _seconds(text: str | None, field: str) -> float | None:
    from .quantity import to_number

    seconds = None if text is None else to_number(text, "s", field=field)
    if seconds is not None and not seconds > 0:
        raise _wrong(field, text, "a time above 0 s")
    return seconds


def _whole(text: str, field: str) -> int:
    if not text.isdecimal() or len(text) > 19 or int(text) >= 2**63:
        raise _wrong(field, text, f"a whole number from 0 to {2**63 - 1}")
    return int(text)


def _positive(text: str | None, field: str) -> float | None:
    try:
        number = None if text is None else float(text)
    except ValueError:
        number = 0.0
    if number is not None and not 0 < number < float("inf"):
        raise _wrong(field, text, "a number above 0")
    return number


def _checkpoint_path(file: Path, output: Path | None) -> Path:
    beside = output or Path(file.name)
    return beside.with_suffix(".checkpoint") if beside.name else Path("wryneck.checkpoint")


def _print_parameters(rows: Iterable[dict[str, Any]]) -> None:
    print_table(("parameter", "value", "unit", "range", "grade", "source", "meaning"),
                ((f"{row['model']}.{row['name']}", f"{row['value']:g}", row["unit"], f"{row['lowest']:g} to {row['highest']:g}", row["grade"], row["source"], row["meaning"])
                 for row in rows), whole=("parameter", "value", "unit"))


def _input_errors() -> tuple[type[BaseException], ...]:
    from .errors import ScenarioError

    try:
        from . import _core
    except ImportError:    # no core for this machine: that is the error to report
        return ScenarioError, ImportError
    return ScenarioError, getattr(_core, "InputError", ScenarioError)


def main(arguments: list[str] | None = None) -> int:
    """The command line; gives the exit status."""
    try:
        return app(arguments, standalone_mode=False, prog_name="wryneck") or 0
    except (KeyboardInterrupt, typer.Abort):
        print("wryneck: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:    # the reader of our output has left
        sys.stderr.close()
        return 0
    except Exception as error:
        return _status(error)


def _status(error: Exception) -> int:
    from .errors import one_line

    message = getattr(error, "format_message", None)
    if callable(message):    # a wrong command line
        print(f"wryneck: {one_line(message())}", file=sys.stderr)
        return int(getattr(error, "exit_code", WRONG_INPUT))
    if isinstance(error, _input_errors()) or type(error).__name__ in ("ResultFileError", "CheckpointError"):
        print(f"wryneck: {one_line(str(error))}", file=sys.stderr)
        return WRONG_INPUT
    if isinstance(error, (OSError, MemoryError)):
        said = "the memory does not suffice; a larger --every, fewer muscles or fewer patches need less" if isinstance(error, MemoryError) else str(error)
        print(f"wryneck: {one_line(said)}", file=sys.stderr)
        return FAILED
    raise error
