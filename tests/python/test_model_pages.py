"""The pages of the sub-models are what the code says, and their formulas are whole."""
import importlib.util
import pathlib
import re

import pytest

pytest.importorskip("wryneck")

ROOT = pathlib.Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("model_pages", ROOT / "tools/model_pages.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)

MODELS = tool.equations()


def test_the_pages_are_current():
    assert not tool.stale(), "run python tools/model_pages.py"


def test_every_sub_model_has_a_page():
    assert sorted(m["page"] for m in MODELS) == sorted(set(tool.headers()) - {"subject"})


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m["page"])
def test_every_state_and_output_has_one_equation(model):
    lines = "\n".join(model["latex"])
    states = [r["name"] for r in tool.tables.model_rows([tool.headers()[model["page"]]]) if r["kind"] == "state"]
    assert len(re.findall(r"\\frac\{d .*?\}\{d t\}", lines)) == len(states)
    assert len(model["latex"]) >= len(states) + len(model["outputs"])


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m["page"])
def test_formulas_are_balanced(model):
    for line in model["latex"]:
        assert line.count("{") == line.count("}") and line.count("\\left") - line.count("\\left\\lfloor") == line.count("\\right") - line.count("\\right\\rfloor")
        assert len(re.findall(r"\\begin\{(\w+)\}", line)) == len(re.findall(r"\\end\{(\w+)\}", line))
        assert not re.search(r"\\[^a-zA-Z]", line) and "$" not in line and "\n" not in line
