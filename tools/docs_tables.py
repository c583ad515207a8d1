"""Writes the tables of the documentation from the tables of the code.

    python tools/docs_tables.py           writes docs/parameters.md and the marked blocks of the other pages
    python tools/docs_tables.py --check   says what is out of date and exits with 1

The headers are read as text, so that no compiler is needed; tests/python/test_evidence.py compares the outcome with what
the compiled package says.
"""
from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include/wryneck"
GRADES = ("human", "mammal", "model", "fitted", "assumed")
KEY = re.compile(r"\b(?:EK|NE|CT)-(?:section-[\w.-]*\w|[a-z]+|\d+[a-z]?)|\b[A-Z][A-Za-z]+(?:19|20)\d\d\b|\bAMMR\b")
ROW = re.compile(r"field<&(\w)::(\w+)>\(")
KINDS = {"P": "parameter", "S": "state"}


# Reading the headers

def arguments(text: str, start: int) -> tuple[list, int]:
    """The arguments of a call or initialiser whose bracket was opened just before `start`: texts, or numbers."""
    found, depth, here, i = [], 0, "", start
    while True:
        c = text[i]
        if c == '"':
            end = i + 1
            while text[end] != '"':
                end += 2 if text[end] == "\\" else 1
            here += text[i:end + 1]
            i = end
        elif c in ")}" and depth == 0 or c == "," and depth == 0:
            found.append(value_of(here))
            here = ""
            if c != ",":
                return found, i
        else:
            depth += (c in "({") - (c in ")}")
            here += c
        i += 1


def value_of(text: str):
    pieces = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    if pieces:
        return "".join(pieces)
    try:
        return float(text)
    except ValueError:
        return " ".join(text.split())


def model_files() -> list[Path]:
    """The sub-models in the order in which the package lists their parameters, and the tissue sheet."""
    visited = re.findall(r"visit<(\w+)>\(", (INCLUDE / "systems/parameters.hpp").read_text())
    by_name = {m[1]: path for path in (INCLUDE / "models").glob("*.hpp") if (m := re.search(r"^struct (\w+) \{", path.read_text(), re.M))}
    return [by_name[name] for name in visited] + [INCLUDE / "systems/sheet_patch.hpp"]


def fibre_files(wiring: str | None = None) -> list[Path]:
    """The sub-models that the wiring of a variant includes, in its order; by default of both and of the cable."""
    if wiring is None:
        return fibre_files("fibre") + fibre_files("repaired_fibre") + fibre_files("fibre_cable")
    return [INCLUDE.parent / name for name in re.findall(r'"(wryneck/models/fibre/\w+\.hpp)"', (INCLUDE / f"systems/{wiring}.hpp").read_text())]


def fibre_rows(wiring: str | None = None) -> list[dict]:
    return model_rows(fibre_files(wiring))


def unit_rows() -> list[dict]:
    """Of a single motor unit."""
    return model_rows([INCLUDE / "models/motor_unit.hpp"])


def body_rows() -> list[dict]:
    """Of what a whole person on the bench is made of."""
    return model_rows(sorted((INCLUDE / "models/body").glob("*.hpp")))


def revised_rows() -> list[dict]:
    """Published rows that have other values in the repaired fibre, and where its run to rest begins."""
    text = (INCLUDE / "systems/repaired_values.hpp").read_text()
    models = {"gate": "gates"}
    rows = []
    for block in re.finditer(r"std::array (\w+)_values\{(.*?)\n\};", text, re.S):
        model = "" if block[1] == "start" else models.get(block[1], block[1]) + "."
        for m in re.finditer(r'Revision\{\s*"([\w.]+)",\s*\{([^}]*)\},\s*"((?:[^"]|"\s+")*)",\s*Grade::(\w+),\s*\{([^}]*)\}\}', block[2]):
            first, second = (float(x) for x in m[2].split(","))
            low, high = (float(x) for x in m[5].split(","))
            rows.append({"name": model + m[1], "value": first, "second": second, "source": re.sub(r'"\s+"', "", m[3]), "grade": m[4], "lowest": low, "highest": high})
    return rows


def model_rows(paths=None) -> list[dict]:
    """Every row with a source of every sub-model, states and parameters."""
    rows = []
    for path in model_files() if paths is None else paths:
        text = path.read_text()
        model = re.search(r'\bname = "(\w+)"', text)[1]
        for m in ROW.finditer(text):
            (value, unit, meaning, source, grade, bounds), _ = arguments(text, m.end())
            low, high = (float(x) for x in bounds.strip("{}").split(","))
            columns = [float(x) for x in value.strip("{}").split(",")] if isinstance(value, str) else [value, value]
            value = columns[0]
            rows.append({"model": model, "kind": KINDS[m[1]], "name": m[2], "value": value, "unit": unit, "meaning": meaning,
                         "source": source, "grade": grade.removeprefix("Grade::"), "lowest": low, "highest": high,
                         "second": columns[1]})
    return rows


def initialisers(path: str, tag: str) -> list[list]:
    text = (INCLUDE / path).read_text()
    return [arguments(text, m.start() + 1)[0] for m in re.finditer(r"\{" + tag + r"::\w+, \"", text)]


def input_rows() -> list[dict]:
    names = "id name unit standard lowest highest scope meaning models mechanism source".split()
    return [dict(zip(names, row)) | {"scope": row[6].removeprefix("Scope::")} for row in initialisers("scenario/inputs.hpp", "Input")]


def hypothesis_rows() -> list[dict]:
    return [dict(zip("id name standard lowest highest meaning evidence".split(), row))
            for row in initialisers("scenario/hypotheses.hpp", "Hypothesis")]


def series_rows() -> list[dict]:
    text = (INCLUDE / "run/observer.hpp").read_text()
    rows = []
    for m in re.finditer(r"\b(muscle|other)\((?=\")", text):
        row, _ = arguments(text, m.end())
        over = "muscle" if m[1] == "muscle" else row[3]
        rows.append({"name": row[0], "unit": row[1], "meaning": row[2], "over": over, "standard": row[-1] != "false"})
    rows += [dict(zip(("name", "unit", "meaning"), m), over="", standard=True)
             for m in re.findall(r'push_back\(\{"(\w+)", "([^"]*)", "([^"]*)", ""', text)]
    rows += [{"name": n, "unit": u, "meaning": f"largest error of any patch: {w}", "over": "", "standard": True}
             for n, u, w in re.findall(r'\{"(balance_\w+)", "([^"]*)", "([^"]*)"\}', text)]
    return rows


# Writing Markdown

def number(x: float) -> str:
    return f"{x:.6g}"


def table(head: list[str], rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)


def page_of() -> dict[str, str]:
    """The page of every key of the evidence."""
    pages = {}
    for path in sorted((ROOT / "docs/evidence").glob("*.md")):
        for key in re.findall(r"^### (.+)$", path.read_text(), re.M):
            pages[key] = path.name
    return pages


def anchor(key: str) -> str:
    return re.sub(r"[^\w -]", "", key.lower()).replace(" ", "-")


def linked(source: str, pages, folder="evidence/") -> str:
    return KEY.sub(lambda m: f"[{m[0]}]({folder}{pages[m[0]]}#{anchor(m[0])})" if m[0] in pages else m[0], source)


def parameters_page() -> str:
    rows = model_rows()
    counts = Counter(r["grade"] for r in rows if r["kind"] == "parameter")
    total = sum(counts.values())
    text = ["# Parameters", "", "Written by `python tools/docs_tables.py` from the tables of the headers; do not edit.", "",
            "Grades: `human` measured in human muscle or nerve, or true by definition; `mammal` measured in another mammal; `model` taken",
            "from a published model or computed; `fitted` set by us so that a named finding comes out; `assumed` chosen by us. A scenario",
            "may change any value within its range (`\"energetics.J_max\" = 1.7` under `[parameters]`), except those of the tissue sheet.",
            "Keys lead to the [evidence](evidence.md).", "",
            table(["grade", "parameters", "share"], [[g, counts[g], f"{100 * counts[g] / total:.0f} %"] for g in GRADES] + [["all", total, ""]]), ""]
    text += sections(rows, "##", "at rest")
    text += ["## The single fibre", "", "The published variant of the [fibre](fibre.md), not counted above; where a slow fibre differs, its value stands behind.", ""]
    text += sections(fibre_rows("fibre"), "###", "at the start")
    text += ["## The repaired fibre", "", "The default [fibre](fibre.md#the-repaired-fibre). Sub-models that are new, with where its run to rest begins:", ""]
    text += sections(fibre_rows("repaired_fibre"), "###", "where the run to rest begins")
    pages = page_of()
    text += ["### Revised values", "", "Rows of the published sub-models that have another value here; units and meanings stand above.", "",
             table(["name", "value", "range", "grade", "source"], (
                 [f"`{r['name']}`", value_text(r), f"{number(r['lowest'])} to {number(r['highest'])}", r["grade"], linked(r["source"], pages)] for r in revised_rows())), ""]
    text += ["## The cable", "", "A [fibre along its length](fibre.md#along-its-length), either variant.", ""]
    text += sections(fibre_rows("fibre_cable"), "###", "")
    text += ["## Single motor units", "", "Of a [pool unit by unit](laboratory.md#single-motor-units), not counted above; its loops are those of `reflex`.", ""]
    text += sections(unit_rows(), "###", "at rest")
    text += ["## A whole person", "", "What a [subject](laboratory.md#a-whole-person) on the bench is made of, not counted above. Of `drug` the acid of ibuprofen; where its",
             "sodium salt differs, its value stands behind.", ""]
    text += sections(body_rows(), "###", "at rest")
    return "\n".join(text)


def sections(rows: list[dict], level: str, when: str) -> list[str]:
    """A heading and the tables of each model."""
    text, pages = [], page_of()
    for model in dict.fromkeys(r["model"] for r in rows):
        text += [f"{level} {model}", ""]
        for kind, title in (("parameter", ""), ("state", f"States, with their value {when} and their plausible range:")):
            mine = [r for r in rows if r["model"] == model and r["kind"] == kind]
            if mine:
                text += [title, ""] * bool(title) + [sourced(mine, pages), ""]
    return text


def sourced(rows: list[dict], pages, folder="evidence/") -> str:
    """Parameters or states with all that is known of them."""
    return table(["name", "value", "unit", "range", "grade", "source", "meaning"], (
        [f"`{r['name']}`", value_text(r), r["unit"], f"{number(r['lowest'])} to {number(r['highest'])}", r["grade"],
         linked(r["source"], pages, folder), r["meaning"]] for r in rows))


def value_text(row: dict) -> str:
    return number(row["value"]) + (f" ({'salt' if row.get('model') == 'drug' else 'slow'} {number(row['second'])})" if row["second"] != row["value"] else "")


def inputs_block() -> str:
    pages = page_of()
    return table(["input", "acts on", "unit", "default", "range", "meaning", "how it acts", "enters", "source"], (
        [f"`{r['name']}`", r["scope"], r["unit"], number(r["standard"]), f"{number(r['lowest'])} to {number(r['highest'])}", r["meaning"],
         r["mechanism"], r["models"].replace(" ", ", "), linked(r["source"], pages)] for r in input_rows()))


def hypotheses_block() -> str:
    return table(["gain", "default", "range", "what it scales", "evidence"], (
        [f"`{r['name']}`", number(r["standard"]), f"{number(r['lowest'])} to {number(r['highest'])}", r["meaning"], r["evidence"]]
        for r in hypothesis_rows()))


def muscles_block() -> str:
    with open(ROOT / "data/anatomy/muscles.csv", newline="") as file:
        return table(["id", "muscle", "groups"], ([f"`{r['id']}`", r["name"], r["groups"].replace(" ", ", ")] for r in csv.DictReader(file)))


def series_block() -> str:
    return table(["series", "unit", "over", "by default", "meaning"], (
        [f"`{r['name']}`", r["unit"], r["over"] or "time only", "yes" if r["standard"] else "no", r["meaning"]] for r in series_rows()))


def uses_block() -> str:
    pages, uses = page_of(), defaultdict(list)
    for r in model_rows():
        for key in KEY.findall(r["source"]):
            uses[key].append(f"`{r['model']}.{r['name']}`")
    for r in fibre_rows():
        for key in KEY.findall(r["source"]):
            uses[key].append("the [single fibre](parameters.md#the-single-fibre)")
    for r in unit_rows():
        for key in KEY.findall(r["source"]):
            uses[key].append("[single motor units](parameters.md#single-motor-units)")
    for r in body_rows():
        for key in KEY.findall(r["source"]):
            uses[key].append("a [whole person](parameters.md#a-whole-person)")
    for r in input_rows():
        for key in KEY.findall(r["source"]):
            uses[key].append(f"input `{r['name']}`")
    return table(["key", "where"], ([linked(key, pages), ", ".join(dict.fromkeys(uses[key]))] for key in sorted(uses)))


BLOCKS = {"docs/scenarios.md": {"inputs": inputs_block, "hypotheses": hypotheses_block, "muscles": muscles_block, "series": series_block},
          "docs/evidence.md": {"uses": uses_block}}


def pages() -> dict[str, str]:
    """Every page that this tool writes, with the text that it should have."""
    out = {"docs/parameters.md": parameters_page()}
    for path, blocks in BLOCKS.items():
        text = (ROOT / path).read_text()
        for name, block in blocks.items():
            begin, end = f"<!-- {name}: written by tools/docs_tables.py -->", f"<!-- end of {name} -->"
            before, rest = text.split(begin)
            text = before + begin + "\n\n" + block() + "\n\n" + end + rest.split(end, 1)[1]
        out[path] = text
    return out


def stale() -> list[str]:
    return [path for path, text in pages().items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text]


def main() -> int:
    late = stale()
    if "--check" in sys.argv[1:]:
        for path in late:
            print(f"{path} is out of date; run python tools/docs_tables.py")
        return bool(late)
    for path in late:
        (ROOT / path).write_text(pages()[path])
        print(f"written: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
