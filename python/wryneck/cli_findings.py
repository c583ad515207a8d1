"""The commands `wryneck findings` and `wryneck validate`: what the model is held against, and whether it holds."""
from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .terminal import print_table

if TYPE_CHECKING:
    from .finding_models import Finding
    from .judging import Outcome

REGRESSED, INTERRUPTED, TERMINATED = 1, 130, 143
WHOLE = ("id", "use", "source", "verdict")


def add_to(app: typer.Typer) -> None:
    app.command()(findings)
    app.command()(validate)


def findings(tag: Annotated[Optional[str], typer.Option(help="Only those with this tag, such as cramp.")] = None,
             use: Annotated[Optional[str], typer.Option(metavar="calibration|validation", help="Only those for this use.")] = None,
             as_json: Annotated[bool, typer.Option("--json", help="As JSON, with everything that is set up and done.")] = False) -> None:
    """List published findings that the model is held against, with their pass bands."""
    from .errors import ScenarioError
    from .finding_models import findings as chosen

    try:
        rows = chosen(tag=tag, use=use)
    except ScenarioError as error:
        raise error.changed(field=f"--{error.field}") from None
    if as_json:
        import json

        print(json.dumps([row.model_dump(mode="json", exclude_none=True) for row in rows], indent=1, ensure_ascii=False))
    else:
        _print_findings(rows)


def validate(ids: Annotated[Optional[list[str]], typer.Argument(metavar="[ID]...", help="Which findings, such as NE-50; all when left out.")] = None,
             tag: Annotated[Optional[str], typer.Option(help="Only those with this tag, such as cramp.")] = None,
             without: Annotated[Optional[list[str]], typer.Option("--without", metavar="GAIN", help="With this hypothesis at 0: what it is needed for.")] = None,
             by_mechanism: Annotated[bool, typer.Option("--mechanisms", help="Then take each mechanism away in turn and say which verdicts change.")] = False,
             by_parameter: Annotated[bool, typer.Option("--sensitivity", help="Then say which parameters each finding hangs on: minutes.")] = False,
             report: Annotated[Optional[Path], typer.Option("--report", help="Write a report here (one HTML page), with curves.")] = None,
             as_json: Annotated[Optional[Path], typer.Option("--json", help="Write all numbers here (JSON).")] = None,
             threads: Annotated[Optional[int], typer.Option(help="Findings side by side; by default one for each processor.")] = None,
             progress: Annotated[Optional[bool], typer.Option("--progress/--no-progress", help="Progress bar; by default on a terminal.")] = None) -> None:
    """Run published findings with the one default parameter set, and say what is reached and what is missed.

    The exit status is 1 when a finding is missed that was reached when the list in the package was last renewed.
    """
    from .cli import _need_outputs
    from .errors import ScenarioError
    from .files import write_text
    from .judging import as_text, chosen, mechanisms, regressions, validate as judged
    from .progress import progress_bar
    from .sensitivity import sensitivities
    from .validation_page import write_page

    _need_outputs({"--report": report, "--json": as_json}, {})
    import numpy    # noqa: F401  before Ctrl-C interrupts, which could get lost in the midst of its import

    from .signals import Stops

    gains = {name: 0.0 for name in without or ()}
    found = screens = None
    with Stops() as stops:
        try:
            total = len(chosen(ids or None, tag))
            stops.computing = True
            with progress_bar(float(total), progress, what="findings") as tell:
                outcomes = judged(ids or None, tag=tag, gains=gains, threads=threads, progress=lambda done, _: tell(done) and not stops.stopped, curves=report is not None)
            if by_mechanism and not gains and len(outcomes) == total and not stops.stopped:
                with progress_bar(1.0, progress, what="mechanisms") as tell:
                    found = mechanisms(outcomes, threads=threads, progress=lambda done, of: tell(done / of) and not stops.stopped)
            if by_parameter and len(outcomes) == total and not stops.stopped:
                with progress_bar(1.0, progress, what="parameters") as tell:
                    screens = sensitivities([one.finding for one in outcomes if one.value is not None], gains=gains, threads=threads,
                                            progress=lambda done, of: tell(done / of) and not stops.stopped)
        except ScenarioError as error:
            names = {"tag": "--tag", "gains": "--without", "threads": "--threads", "id": "ID", "ids": "ID"}
            raise error.changed(field=names.get(error.field, error.field)) from None
        finally:
            stops.computing = False
        if as_json is not None:
            write_text(as_json, as_text(outcomes, gains, screens))
        if report is not None:
            write_page(report, outcomes, gains, found, screens)
    _print_outcomes(outcomes, explained=not gains)
    if found is not None:
        print_table(("gain at 0", "verdicts that change"), ((name, ", ".join(f"{before.finding.id} {now.verdict}" for before, now in pairs) or "none")
                                                       for name, pairs in found.items()))
    if screens is not None:
        print_table(("id", "hangs on", "tried"), ((name, ", ".join(f"{most.parameter} {most.effect:+.2g}" for most in one.largest) or "none", f"{one.tried} of {one.of}")
                                                  for name, one in screens.items()), whole=WHOLE)
    if stops.stopped:
        more = ", while searching what they hang on" if len(outcomes) == total else ""
        print(f"wryneck: interrupted after {len(outcomes)} of {total} findings{more}", file=sys.stderr)
        raise typer.Exit(TERMINATED if stops.terminated else INTERRUPTED)
    worse = [] if gains else regressions(outcomes)
    for one in worse:
        print(f"wryneck: {one.finding.id} was reached and is {one.verdict} now: {one.value_text}, expected {one.finding.band} {one.finding.unit}", file=sys.stderr)
    if worse:
        raise typer.Exit(REGRESSED)


def _print_findings(rows: Iterable[Finding]) -> None:
    def cells(row: Finding) -> Sequence[str]:
        use = row.use + (", fitted" if row.fitted else "") + (", taken" if row.taken else "") + (", missing" if row.missing else "")
        return row.id, row.quantity, row.published, str(row.band), row.known, use, row.source

    print_table(("id", "quantity", "published", "band", "known", "use", "source"), map(cells, rows), whole=WHOLE)


def _print_outcomes(outcomes: Sequence[Outcome], *, explained: bool) -> None:
    """`explained`: with the cause of each miss, which is known of the defaults only."""
    from .judging import ranked_text, score_text

    def why(one: Outcome) -> str:
        return one.miss.cause if explained and one.miss is not None else one.reason

    def cells(one: Outcome) -> Sequence[str]:
        verdict = one.verdict + ("" if one.counts else f" ({one.finding.known})")
        return one.finding.id, verdict, one.finding.quantity, one.finding.published, str(one.finding.band), one.value_text, why(one)

    print_table(("id", "verdict", "quantity", "published", "band", "wryneck", "why"), map(cells, outcomes), whole=WHOLE)
    print(f"{score_text(outcomes)}; {ranked_text(outcomes)}" if len(outcomes) > 1 else score_text(outcomes))
