"""Every source that the code names is explained in docs/evidence.md, and what tools write into the documentation is current."""
import importlib.util
import pathlib
import re

import pytest

from wryneck import laboratory as lab

ROOT = pathlib.Path(__file__).parents[2]
EVIDENCE = sorted((ROOT / "docs/evidence").glob("*.md"))


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = tool("docs_tables")
entries = tables.page_of()
bibliography = (ROOT / "docs/references.bib").read_text()
references = re.findall(r"^@\w+\{(\w+),", bibliography, re.M)


def unresolved(source):
    """Keys without an entry; a source without key must begin with a word that has one."""
    keys = tables.KEY.findall(source)
    if keys:
        return [key for key in keys if key not in entries]
    return [] if any(re.match(rf"{re.escape(word)}\b", source) for word in entries) else [source or "empty"]


def test_an_unknown_source_is_found():
    assert unresolved("EK-05 and EK-999") == ["EK-999"]
    assert unresolved("fitted to Nobody1999") == ["Nobody1999"]
    assert unresolved("hearsay") == ["hearsay"]
    assert not unresolved("assumed: to taste") and not unresolved("NE-section-9-E3")


def test_every_row_of_the_models_has_its_evidence():
    rows = tables.model_rows()
    assert len(rows) > 300
    assert len(rows) == sum(len(re.findall(r"field<&\w::", p.read_text())) for p in tables.model_files())
    assert not {f"{r['model']}.{r['name']}": wrong for r in rows if (wrong := unresolved(r["source"]))}


def test_every_row_of_the_fibre_has_its_evidence():
    rows = tables.fibre_rows()
    assert len(tables.fibre_files()) == len(list((ROOT / "include/wryneck/models/fibre").glob("*.hpp")))
    assert len(rows) == sum(len(re.findall(r"field<&\w::", p.read_text())) for p in tables.fibre_files())
    assert not {f"{r['model']}.{r['name']}": wrong for r in rows if (wrong := unresolved(r["source"]))}


def test_every_row_of_a_motor_unit_has_its_evidence():
    rows = tables.unit_rows()
    assert len(rows) == len(re.findall(r"field<&\w::", (ROOT / "include/wryneck/models/motor_unit.hpp").read_text()))
    assert not {r["name"]: wrong for r in rows if (wrong := unresolved(r["source"]))}
    shipped = lab.unit_parameters()
    assert {r["name"]: r["value"] for r in rows if r["kind"] == "parameter"} == {name.removeprefix("motor_unit."): row["value"] for name, row in shipped.items() if name.startswith("motor_unit.")}


def test_every_row_of_a_whole_person_has_its_evidence():
    rows, files = tables.body_rows(), list((ROOT / "include/wryneck/models/body").glob("*.hpp"))
    assert len(files) >= 8 and len(rows) == sum(len(re.findall(r"field<&\w::", p.read_text())) for p in files)
    assert not {f"{r['model']}.{r['name']}": wrong for r in rows if (wrong := unresolved(r["source"]))}


def test_every_input_has_its_evidence():
    rows = tables.input_rows()
    assert len(rows) == len(re.findall(r"\{Input::\w+,", (ROOT / "include/wryneck/scenario/inputs.hpp").read_text()))
    assert not {r["name"]: wrong for r in rows if (wrong := unresolved(r["source"]))}


@pytest.mark.parametrize("folder, ending", [("include", "hpp"), ("src", "cpp"), ("data/anatomy", "csv"), ("data/anatomy", "md"), ("docs", "md"), ("scenarios", "toml")])
def test_every_key_that_is_mentioned_is_known(folder, ending):
    known = {*entries, *references}
    missing = {key: str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob(f"*.{ending}")
               for key in tables.KEY.findall(path.read_text()) if key not in known}
    assert not missing


def test_entries_are_whole():
    literature = [e for path in EVIDENCE for e in re.split(r"^### ", path.read_text(), flags=re.M)[1:] if tables.KEY.fullmatch(e.split("\n")[0])]
    assert len(literature) > 100
    assert not [e.split("\n")[0] for e in literature if not re.search(r"\*Source:\* .+ \*Known from:\* .+ \*Used for:\* .+", e)]
    headings = [h for path in EVIDENCE for h in re.findall(r"^### (.+)$", path.read_text(), re.M)]
    assert len(headings) == len(set(headings))


def test_citations_and_bibliography_agree():
    cited = {key for path in EVIDENCE for key in re.findall(r"\[(\w+)\](?!\()", path.read_text())}
    code = "".join(path.read_text() for path in (ROOT / "include").rglob("*.hpp")) + "".join((ROOT / "docs" / page).read_text() for page in ("theory.md", "numerics.md"))
    assert len(references) == len(set(references))
    assert not cited - set(references)
    assert not [key for key in references if key not in cited and key not in code]
    assert not [entry for entry in re.split(r"^@", bibliography, flags=re.M)[1:] if "note = {" not in entry]


def test_written_tables_are_current():
    assert not tables.stale(), "run python tools/docs_tables.py"


def test_the_headers_read_as_the_package_says():
    core = pytest.importorskip("wryneck._core")
    read = {f"{r['model']}.{r['name']}": r for r in tables.model_rows() if r["kind"] == "parameter" and r["model"] != "sheet"}
    said = {f"{r['model']}.{r['name']}": r for r in core.parameters()}
    assert list(read) == list(said)
    for name, row in said.items():
        assert {key: read[name][key] for key in ("value", "unit", "source", "grade", "meaning")} == {
            key: row[key] for key in ("value", "unit", "source", "grade", "meaning")}, name


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    lost = []
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", page.read_text()):
        path, _, fragment = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if "://" in target:
            continue
        if not goal.exists():
            lost.append(target)
        elif fragment and fragment not in {tables.anchor(h) for h in re.findall(r"^#+ (.+)$", goal.read_text(), re.M)}:
            lost.append(target)
    assert not lost


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "toml")], ids=lambda path: path.name)
def test_scenarios_of_the_pages_load(page):
    wn = pytest.importorskip("wryneck")
    for text in blocks(page, "toml"):
        assert wn.loads(text).duration > 0


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda path: path.name)
def test_programs_of_the_pages_run(page, tmp_path, monkeypatch):
    pytest.importorskip("wryneck")
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "python"):
        exec(compile(text, page.name, "exec"), {})
