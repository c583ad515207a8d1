"""The page on the calibration, from what tools/calibrate.py found."""
from __future__ import annotations

import docs_tables as tables

HEAD = """# Calibration

Written by `python tools/calibrate.py`; renewed, never edited. What of the one default parameter set is fitted to findings, as a problem that can be
run again: {parameters} parameters, at most 20, and {findings} findings, at most 15, named in [data/calibration.toml](../data/calibration.toml). Every
other finding is kept apart: {validation} for [validation](validation.md), of which {independent} have no constant fitted to their entry of the evidence or
taken from it. Constants were set by hand and by earlier scripts, some of them to further entries; [parameters.md](parameters.md) says which to what.

A *residual* is the distance of our value from the published one, or from the middle of a published range, in halves of the width of the
[band](findings.md). Where the band has one side it is in distances of the published value from the limit. Where the source gives a sign only, it is how
far the value is outside the band, in fifths of the limit, and 0 within. Numbers that are `unverified` were used to calibrate and are marked.
"""
DETERMINED = """## What the findings determine

Each parameter is moved by one step: a tenth of its value, or a twentieth of its range where that allows negative values. *Effect*: the root of the sum
of squares of how far the findings then move, in the halves of above. *Determined*: the share of a parameter's variance that the findings take away, if
each is known to one half and each parameter beforehand to ten steps (linear): 1 where they fix it, 0 where they say nothing of it.
"""
FIT = """## What a fit changes

`python tools/calibrate.py --fit`: least squares of the residuals within the bounds (scipy's trust region, differences by the steps of above), from {begin}.
The last one ran {minutes:.3g} minutes on {threads} threads, {points} points and {runs} runs of a finding, and ended {stopped}. The cost, half of the sum of
squares, is {shipped:.4g} with what is shipped{start} and {found:.4g} with what was found. **No default was changed by it**: the numbers below are what the fit
would take, not what wryneck uses. With more parameters than findings many sets of values fit alike, so a small cost is no proof of any of them.
"""
OF = {"neck": "neck", "fibre": "fibre", "fast": "fast fibre", "slow": "slow fibre"}


def shown(value: float | None, unit: str = "1") -> str:
    return "no number" if value is None else f"{value:.4g}" + ("" if unit == "1" else f" {unit}")


def page(state: dict, fit: dict | None) -> str:
    apart = state["apart"]
    text = [HEAD.format(parameters=len(state["parameters"]), findings=len(state["findings"]) + len(state["not_set_up"]), **apart),
            *findings_part(state), *parameters_part(state), *determined_part(state), *fit_part(state, fit), *left_out_part(state)]
    return "\n".join(text)


def findings_part(state: dict) -> list[str]:
    rows = [[row["id"] + (" (unverified)" if row["known"] == "unverified" else ""), row["title"], shown(row["value"], row["unit"]), row["published"],
             row["band"], f"{row['residual']:.2f}", row["verdict"]] for row in state["findings"]]
    text = ["## Findings that it is fitted to", "", f"The cost, half of the sum of the squared residuals, is {state['cost']:.4g}.", "",
            tables.table(["id", "finding", "wryneck", "published", "band", "residual", "verdict"], rows), ""]
    if state["not_set_up"]:
        listed = "; ".join(f"{row['id']} ({row['title'].rstrip('.')}: {row['reason']})" for row in state["not_set_up"])
        text += [f"Marked for calibration, and not used since the laboratory cannot set them up yet: {listed}.", ""]
    return text


def parameters_part(state: dict) -> list[str]:
    rows = [[f"`{row['name']}`", OF[row["of"]], shown(row["value"], row["unit"]), f"{row['lowest']:.4g} to {row['highest']:.4g}",
             "yes" if row["at_bound"] else "no", row["source"]] for row in state["parameters"]]
    at = sum(row["at_bound"] for row in state["parameters"])
    said = f"{at or 'None'} of the {len(rows)} sit{'s' if at == 1 else ''} at a bound (within a hundredth of the range, by logarithms where it spans a decade)."
    return ["## Parameters", "", f"Bounds are the plausible ranges of the tables. {said}", "", tables.table(["parameter", "of", "value", "bounds", "at a bound", "source"], rows), ""]


def determined_part(state: dict) -> list[str]:
    rows = [[f"`{row['name']}`", OF[row["of"]], f"{row['effect']:.3g}", row["moves_most"] or "-", f"{row['determined']:.2f}"]
            for row in sorted(state["parameters"], key=lambda row: -row["determined"])]
    still = [row for row in state["parameters"] if row["effect"] < 0.01]
    most, least = (sum(row["determined"] > 0.5 for row in state["parameters"]), sum(row["determined"] < 0.2 for row in state["parameters"]))
    values = state["singular_values"]
    moving = "No finding is moved by " + ", ".join(f"`{row['name']}`" for row in still) + "." if still else "Every one moves some finding."
    said = [f"{most} of {len(rows)} parameters are determined by more than half, {least} by less than a fifth. {moving}",
            f"Singular values, in halves per step: {', '.join(f'{value:.3g}' for value in values)}. {len(values)} findings can fix at most as many combinations of the "
            f"{len(rows)} parameters; {sum(value > 0.1 for value in values)} of these move a finding by more than a tenth of a half per step."]
    if state["alike"]:
        said.append("Moving the findings in the same proportions, so that only one combination of each group can be told: "
                    + "; ".join(" and ".join(f"`{row['name']}` ({OF[row['of']]})" for row in group) for group in state["alike"]) + ".")
    if state["moved_by_none"]:
        said.append(f"Findings that none of the parameters moves by a hundredth: {', '.join(state['moved_by_none'])}. They are reached or missed by "
                    "values that are not among them.")
    return [DETERMINED, tables.table(["parameter", "of", "effect", "moves most", "determined"], rows), "", *(f"{line}\n" for line in said)]


def fit_part(state: dict, fit: dict | None) -> list[str]:
    if fit is None:
        return ["## What a fit changes", "", "No fit was kept: `python tools/calibrate.py --fit` runs one.", ""]
    cost = fit["cost"]
    start = f", {shown(cost['start'])} where it began" if fit["from"] == "middle" else ""
    begin = "the shipped values" if fit["from"] == "defaults" else "the middle of the bounds"
    run = {name: fit[name] for name in ("minutes", "threads", "points", "runs", "stopped")}
    if not fit["stopped"].startswith("converged"):
        run["stopped"] += ", before it had converged"
    text = [FIT.format(begin=begin, shipped=cost["shipped"], start=start, found=cost["found"], **run)]
    if stale(state, fit):
        text += ["The model has changed since: the shipped values gave other numbers then than in the table above.", ""]
    rows = [[row["id"], *(f"{shown(row[name]['value'], row['unit'])} ({row[name]['residual']:.2f}, {row[name]['verdict']})" for name in ("shipped", "found"))]
            for row in fit["findings"]]
    text += [tables.table(["finding", "shipped (residual, verdict)", "found"], rows), ""]
    rows = [[f"`{row['name']}`", OF[row["of"]], shown(row["shipped"], row["unit"]), shown(row["found"], row["unit"]), change(row),
             "yes" if row["at_bound"] else "no"] for row in fit["parameters"]]
    text += [tables.table(["parameter", "of", "shipped", "found", "change", "at a bound"], rows), ""]
    apart = fit["validation"]
    changed = ", ".join(f"{row['id']} ({row['shipped']} to {row['found']})" for row in apart["changed"])
    said = f"Verdicts that change: {changed}." if changed else "No verdict changes."
    return text + [f"Of the findings kept apart, which the fit does not see, {apart['shipped']} are reached with what is shipped and {apart['found']} with "
                   f"what was found. {said}", ""]


def change(row: dict) -> str:
    """Relative, or in its unit where negative values are allowed."""
    by = row["found"] - row["shipped"]
    return f"{by:+.3g} {row['unit']}" if row["lowest"] < 0 or not row["shipped"] else f"{100 * by / row['shipped']:+.2g} %"


def stale(state: dict, fit: dict) -> bool:
    """Whether the shipped values gave something else when the fit was made."""
    now = {row["id"]: row["residual"] for row in state["findings"]}
    then = {row["id"]: row["shipped"]["residual"] for row in fit["findings"]}
    return now.keys() != then.keys() or any(abs(now[name] - then[name]) > 0.05 for name in now)


def left_out_part(state: dict) -> list[str]:
    by_row: dict[tuple[str, str], list[str]] = {}
    for row in state["left_out"]:
        by_row.setdefault((row["name"], row["source"]), []).append(row["of"])
    if not by_row:
        return []
    rows = [[f"`{name}`", " and ".join(OF[of] for of in kinds), source] for (name, source), kinds in by_row.items()]
    return ["## Fitted to these findings, and left out here", "",
            "Rows of the tables that say so, of which the findings say less, or which act on none of them as the laboratory sets them up.", "",
            tables.table(["parameter", "of", "source"], rows), ""]
