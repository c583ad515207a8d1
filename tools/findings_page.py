"""Writes docs/findings.md: every finding that the package holds, with its pass band.

    python tools/findings_page.py           writes the page
    python tools/findings_page.py --check   says whether it is out of date and exits with 1

It reads the package that is installed; nothing is computed.
"""
from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import docs_tables as tables

ROOT = tables.ROOT
PAGE = ROOT / "docs/findings.md"
HEAD = """# Findings

Written by `python tools/findings_page.py` from `python/wryneck/findings`; do not edit. A finding is a published result as data: what
was set up, done and measured, what came out, and the band within which the model passes. Bands were set before looking; where they are
not those of the evidence they follow our rule, value ± the largest of 2 SEM, 1 SD and 20 %, marked *, or are a bound of ours where the
source gives a sign without a number, marked °. Rates of trains, waiting times and the like, where an abstract does not give them, are our
choice. *unverified* numbers were not seen in their source, *computed* ones are our own: neither counts. *fitted* means that constants
have been set to its entry of the evidence so far ([parameters.md](parameters.md)), *taken* that values were taken from that entry as
they stand: reaching it is then no prediction. *missing* names what wryneck does not model: such a finding counts as missed. Keys NE, EK
and CT lead to the evidence; NM are checks of the neck as a machine. Value and band are in the unit given with the value. Format:
[decision 15](decisions/0015-findings-as-data.md). In Python `wn.findings()`, on the command line `wryneck findings`. Why wryneck misses
those that it misses is explained one by one in [validation.md](validation.md#why-these-are-missed), from `python/wryneck/data/misses.toml`.
"""


def page() -> str:
    import wryneck as wn

    every = wn.findings()
    counted = [one for one in every if one.counts]
    known = Counter(one.known for one in every)
    keys, counted_keys = ({one.key for one in some} for some in (every, counted))
    text = [HEAD, f"{len(every)} findings under {len(keys)} keys; {len(counted)} count, of {len(counted_keys)} keys. "
            f"Calibration: {sum(one.use == 'calibration' for one in every)}. Validation, but fitted so far: "
            f"{sum(one.use == 'validation' and bool(one.fitted) for one in every)}. "
            f"Predictions, neither fitted nor taken: {sum(one.independent for one in every)}, of which "
            f"{sum(one.independent and bool(one.missing) for one in every)} miss a mechanism. "
            f"Missing a mechanism: {sum(bool(one.missing) for one in every)}. "
            "Known from: " + ", ".join(f"{word} {n}" for word, n in known.most_common()) + ".", ""]
    pages = tables.page_of()
    for tag, rows in by_file().items():
        text += [f"## {tag.replace('_', ' ').capitalize()}", "",
                 tables.table(["id", "finding", "source", "value", "band", "known", "use"], [row(one, pages) for one in rows]), ""]
    return "\n".join(text)


def by_file() -> dict[str, tuple]:
    from wryneck.finding_models import read

    files = sorted(path for path in (ROOT / "python/wryneck/findings").glob("*.toml") if path.stem != "hypotheses")
    return {path.stem: read(path.read_text(), path.name) for path in files}


def row(one, pages) -> list[str]:
    mark = {"spread": "*", "ours": "°", "changed": " (changed)"}.get(one.band_from, "")
    use = one.use + (", fitted" if one.fitted else "") + (", taken" if one.taken else "") + (f"; missing: {one.missing}" if one.missing else "")
    note = f" ({one.note})" if one.note else ""
    return [tables.linked(one.id, pages), one.title + note, one.citation, one.published, f"{one.band}{mark}", one.known, use]


def main() -> int:
    current = page()
    if PAGE.exists() and PAGE.read_text() == current:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/findings.md is out of date; run python tools/findings_page.py")
        return 1
    PAGE.write_text(current)
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
