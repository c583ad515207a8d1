"""Writes docs/validation.md and the list of reached findings in the package: what every finding gives with the default parameters.

    python tools/validation_table.py
    python tools/validation_table.py --misses     renews only why findings are missed, in seconds: nothing is run

It runs the package that is installed, a few minutes on two cores. The list is what `wryneck validate` holds later versions to.
"""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import docs_tables as tables

ROOT = tables.ROOT
PAGE, LIST = ROOT / "docs/validation.md", ROOT / "python/wryneck/data/validation.json"
HEAD = """# Validation

Written by `python tools/validation_table.py`; renewed, never edited. Every [finding](findings.md) with the one default parameter set, as
`wryneck validate` runs it. How each is set up is in `python/wryneck/findings` and, where the words of a finding stand for something of
ours, in `python/wryneck/laboratory/arranging*.py`. *Calibration* and *fitted*: constants were set to it; *taken*: values were taken from it
as they stand; only what is neither is a prediction. The [targets](targets.md) of the C++ validation tests are older, finer in some places,
and set up by hand: where protocols differ, so do the figures. `wryneck validate --report out.html` draws all of this with the curves that
were recorded, and with `--sensitivity` the parameters that each finding hangs on. What is fitted to what: [calibration](calibration.md).
"""
ORDER = ("reached", "missed", "failed", "not set up", "not modelled")
SAID = {"reached": "Reached", "missed": "Missed", "failed": "Failed", "not set up": "Not set up yet", "not modelled": "Not modelled"}


WHY = """## Why these are missed

Written in [misses.toml](../python/wryneck/data/misses.toml), grouped by cause. Figures are of trials in which nothing but what is named was changed, with the laboratory
as it is. Values that a finding would need are no proposal of a default: constants that were moved until findings of validation are reached would leave
nothing to validate with. In Python `wryneck.misses.explanation_of("NE-52.2")`, on the command line the last column of `wryneck validate`.
Trials that are a finding with other parameters or gains stand in the file as data (`trials`), and a test runs them again; the others were made by hand.
"""
LISTED = re.compile(r"^\| ((?:NE|EK|CT|NM)-[\w.]+) ", re.M)


MECHANISMS = """## What each mechanism is needed for

Verdicts that change when the gain of a [hypothesis](scenarios.md#hypotheses) is 0 and everything else stays: what the model says about the
hypothesis, not proof of it. Hypotheses that are off by default, and findings on which no gain acts, are left out.
"""


def changes(found) -> list[str]:
    rows = []
    for name, pairs in found.items():
        lost = ", ".join(before.finding.id for before, now in pairs if before.verdict == "reached") or "-"
        gained = ", ".join(before.finding.id for before, now in pairs if now.verdict == "reached") or "-"
        rows.append([f"`{name}`", lost, gained])
    return [MECHANISMS, tables.table(["gain at 0", "reached no more", "reached then"], rows), ""]


def explained(ids) -> str:
    """The section on why findings are missed: those of `ids`, by cause, in the order of the file."""
    from wryneck.misses import misses

    said, wanted = misses(), set(ids)
    text = [WHY]
    for cause, meaning in said.causes.items():
        some = [(", ".join(id for id in one.ids if id in wanted), one.why) for one in said.entries if one.cause == cause and wanted & set(one.ids)]
        if some:
            number = sum(len(names.split(", ")) for names, _ in some)
            text += [f"### {cause.capitalize()}: {number}", "", f"{meaning[0].upper()}{meaning[1:]}.", "", tables.table(["id", "why"], some), ""]
    return "\n".join(text)


def missed_in(page: str) -> list[str]:
    """The ids that a page lists as missed."""
    return LISTED.findall(_section(page, "## Missed")[1])


def with_explanations(page: str) -> str:
    """A page whose section on why findings are missed is new."""
    before, section, after = _section(page, WHY.splitlines()[0] if WHY.splitlines()[0] in page.splitlines() else "## Missed")
    kept = section if section.startswith("## Missed") else ""
    return before + kept + explained(missed_in(page)) + "\n" + after


def _section(page: str, head: str) -> tuple[str, str, str]:
    """What stands before, in and after the section with a head."""
    begin = page.index(head + "\n")
    end = page.find("\n## ", begin) + 1 or len(page)
    return page[:begin], page[begin:end], page[end:]


def use_of(finding) -> str:
    return finding.use + (", fitted" if finding.fitted else "") + (", taken" if finding.taken else "")


def page(outcomes, found) -> str:
    from wryneck.judging import ranked, ranked_text, score_text

    text = [HEAD, f"**{score_text(outcomes)}; {ranked_text(outcomes)}.**", "",
            tables.table(["ranked list", "places", "all findings reached", "some reached"],
                         [[name, str(every), str(whole), str(partly)] for name, (whole, partly, every) in ranked(outcomes).items()]), ""]
    for verdict in ORDER:
        some = [one for one in outcomes if one.verdict == verdict]
        if not some:
            continue
        text += [f"## {SAID[verdict]}", ""]
        if verdict in ("reached", "missed", "failed"):
            text += [tables.table(["id", "finding", "wryneck", "band", "published", "use"],
                                  [[one.finding.id + ("" if one.counts else f" ({one.finding.known}, does not count)"), one.finding.title, one.value_text or one.reason,
                                    str(one.finding.band), one.finding.published, use_of(one.finding)] for one in some]), ""]
        else:
            text += [tables.table(["id", "finding", "why"], [[one.finding.id, one.finding.title, one.reason] for one in some]), ""]
        if verdict == "missed":
            text += [explained([one.finding.id for one in some])]
    return "\n".join(text + changes(found))


def main() -> None:
    from wryneck.judging import mechanisms, validate

    if sys.argv[1:] == ["--misses"]:
        PAGE.write_text(with_explanations(PAGE.read_text()))
        print(f"written: {PAGE.relative_to(ROOT)}")
        return
    if sys.argv[1:]:
        sys.exit(f"'{' '.join(sys.argv[1:])}' is no option, expected --misses or nothing")
    outcomes = validate()
    PAGE.write_text(page(outcomes, mechanisms(outcomes)))
    LIST.write_text(json.dumps({"reached": [one.finding.id for one in outcomes if one.verdict == "reached"]}, indent=1) + "\n")
    print(f"written: {PAGE.relative_to(ROOT)}, {LIST.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
