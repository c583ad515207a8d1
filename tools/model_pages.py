"""Writes a page of the documentation for each sub-model: its equations, read from the code that computes them, and its tables.

    python tools/model_pages.py           writes docs/models
    python tools/model_pages.py --check   says what is out of date and exits with 1

The equations come from the compiled package, the rest from the headers.
"""
from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import docs_tables as tables

ROOT = tables.ROOT
FOLDER = "docs/models"


def equations() -> list[dict]:
    """Of every sub-model. Where the repaired fibre has another one under the same name, it comes second: its page is called as its header."""
    from wryneck import _core

    models, seen = _core.model_equations(), set()
    other = {name: page for page, (name, _) in named_headers().items() if page != name}
    for model in models:
        model["page"] = other[model["model"]] if model["model"] in seen else model["model"]
        seen.add(model["model"])
    return models


def named_headers() -> dict[str, tuple[str, Path]]:
    """Name and header of every sub-model, by its page."""
    files = sorted((tables.INCLUDE / "models").rglob("*.hpp"))
    named = [(m[1], path) for path in files if (m := re.search(r'\bname = "(\w+)"', path.read_text()))]
    names = [name for name, _ in named]
    return {name if names.count(name) == 1 or path.stem == name else path.stem: (name, path) for name, path in named}


def headers() -> dict[str, Path]:
    """The header of every sub-model, by its page."""
    return {page: path for page, (_, path) in named_headers().items()}


def paragraphs(header: Path) -> list[str]:
    """What the head of the file says in words; its formulas, which are indented, stand on the page in full."""
    head = re.match(r"#pragma once\n((?://.*\n)+)", header.read_text())[1]
    parts = re.split(r"^//\n", head, flags=re.M)
    return [" ".join(line.removeprefix("//").strip() for line in part.splitlines()) for part in parts if not part.startswith("//  ")]


def wrapped(text: str) -> str:
    return textwrap.fill(text, 125, break_long_words=False, break_on_hyphens=False)


def ports(rows: list[dict]) -> str:
    return tables.table(["name", "unit", "meaning"], ([f"`{r['name']}`", r["unit"], r["meaning"]] for r in rows))


def section(title: str, text: str) -> list[str]:
    return [f"## {title}", "", text, ""] if text else []


def page(model: dict, header: Path, evidence: dict[str, str]) -> str:
    rows = tables.model_rows([header])
    of_kind = {kind: [r for r in rows if r["kind"] == kind] for kind in ("state", "parameter")}
    place = header.relative_to(ROOT).as_posix()
    words = [wrapped(tables.linked(p, evidence, "../evidence/")) for p in paragraphs(header)]
    title = model["page"] if model["page"] == model["model"] else f"{model['page']}: `{model['model']}` of the repaired fibre"
    text = [f"# {title}", "", *(line for p in words for line in (p, "")),
            f"Written by `python tools/model_pages.py` from [{header.name}](../../{place}); do not edit. [All sub-models](README.md).", "",
            "## Equations", "", f"Time is in {model['time_unit']}. Every quantity stands before those that use it.", ""]
    for equation in model["latex"]:
        text += ["$$", equation, "$$", ""]
    text += section("States", tables.sourced(of_kind["state"], evidence, "../evidence/") if of_kind["state"] else "")
    text += section("Inputs", ports(model["inputs"]) if model["inputs"] else "")
    text += section("Outputs", ports(model["outputs"]) if model["outputs"] else "")
    text += section("Parameters", tables.sourced(of_kind["parameter"], evidence, "../evidence/") if of_kind["parameter"] else "")
    return "\n".join(text).rstrip() + "\n"


def index(models: list[dict], files: dict[str, Path]) -> str:
    text = ["# Sub-models", "", "Written by `python tools/model_pages.py`; do not edit.", "",
            "Each page has the equations of one sub-model as the code computes them, with its states, inputs, outputs and parameters. A name",
            "with several parts is a symbol with indices: `I_Cl_t` is $I_{\\mathrm{Cl},t}$. A quantity that occurs at several places is numbered in",
            "the order of the places; a long expression that is used again and has no name in the code is called $a_{1}$, $a_{2}$ and so on.",
            "A quotient of the kind $x / (e^{x} - 1)$ is 1 where $x$ is 0.", "",
            "What goes from one to another: [neck.hpp](../../include/wryneck/systems/neck.hpp), [fibre.hpp](../../include/wryneck/systems/fibre.hpp),",
            "[repaired_fibre.hpp](../../include/wryneck/systems/repaired_fibre.hpp), [body.hpp](../../include/wryneck/systems/body.hpp),",
            "[tissue_layers.hpp](../../include/wryneck/systems/tissue_layers.hpp).", ""]
    for title, folder in (("The neck", "models"), ("The single fibre", "fibre"), ("A whole person", "body")):
        mine = [m for m in models if files[m["page"]].parent.name == folder]
        text += [f"## {title}", "", tables.table(["sub-model", "what it is"], (
            [f"[{m['page']}]({m['page']}.md)", re.split(r"(?<=[.:;]) ", paragraphs(files[m["page"]])[0])[0].rstrip(".:;")] for m in mine)), ""]
    return "\n".join(text).rstrip() + "\n"


def pages() -> dict[str, str]:
    """Every page that this tool writes, with the text that it should have."""
    models, files, evidence = equations(), headers(), tables.page_of()
    out = {f"{FOLDER}/{m['page']}.md": page(m, files[m["page"]], evidence) for m in models}
    return out | {f"{FOLDER}/README.md": index(models, files)}


def stale() -> list[str]:
    wanted = pages()
    left = [p.relative_to(ROOT).as_posix() for p in (ROOT / FOLDER).glob("*.md")]
    return [path for path, text in wanted.items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text] + [
        path for path in left if path not in wanted]


def main() -> int:
    late = stale()
    if "--check" in sys.argv[1:]:
        for path in late:
            print(f"{path} is out of date; run python tools/model_pages.py")
        return bool(late)
    wanted = pages()
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for path in late:
        if path in wanted:
            (ROOT / path).write_text(wanted[path])
        else:
            (ROOT / path).unlink()
        print(f"{'written' if path in wanted else 'removed'}: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
