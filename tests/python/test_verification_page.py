"""The page of verification has the figures that the tests hold, with their limits, and is what its tool writes."""
import importlib.util
import pathlib
import re
import sys

import figures as printing
import pytest

ROOT = pathlib.Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("verification", ROOT / "tools/verification.py")
tool = importlib.util.module_from_spec(spec)
sys.modules["verification"] = tool    # its dataclasses look themselves up there
spec.loader.exec_module(tool)

DECLARED = tool.declared()
PAGE = tool.PAGE.read_text()
SHOWN = tool.on_page(PAGE)


def test_every_figure_of_the_tests_is_on_the_page():
    assert len(DECLARED) > 50 and tool.unmeasured(DECLARED, SHOWN) == [], "run python tools/verification.py"


@pytest.mark.parametrize("figure", SHOWN, ids=lambda f: f.id)
def test_a_figure_of_the_page_is_held_by_a_test(figure):
    """By one that has its limits and its name; a measured number that is beyond them is marked."""
    if figure.id == tool.REFUSED:
        assert figure.what.startswith(f"of {len(list((ROOT / 'tests/compile_fail').glob('*.cpp')))} ")
    else:
        assert (figure.limits, figure.shown_by) in {(d.limits, d.shown_by) for d in DECLARED if d.covers(figure.id)}, "run python tools/verification.py"
    low, high = limits(figure.limits)
    assert (low <= float(figure.measured) <= high) == figure.held


def limits(text):
    numbers = [float(n) for n in re.findall(r"-?[\d.]+(?:e[-+]\d+)?", text)]
    if text.startswith("at least"):
        return numbers[0], float("inf")
    return (0.0, numbers[0]) if text.startswith("at most") else (numbers[0], numbers[-1])


def test_the_page_is_what_the_tool_makes_of_its_figures():
    where = re.search(r"Measured on (.+)\.\n", PAGE)[1]
    assert tool.page(SHOWN, where) == PAGE
    assert len({f.id for f in SHOWN}) == len(SHOWN)
    assert {f.id.split(".")[0] for f in SHOWN} == set(tool.SECTIONS)


def test_lines_of_both_languages_are_read(capsys):
    printing.verifies("same.many.9", "values that differ", 0, (0, 0))
    with pytest.raises(AssertionError, match="order.line, a slope: 1.5, expected 1.9 to 2.1"):
        printing.verifies("order.line", "a slope", 1.5, (1.9, 2.1))
    from_cpp = "figure: held | against.rates | rates (56), relative | 9.3e-13 | at most 1e-09\nmissed: another line"
    found = tool.read_lines(capsys.readouterr().out + from_cpp, DECLARED)
    assert [(f.id, f.measured, f.limits, f.held) for f in found] == [
        ("same.many.9", "0", "0", True), ("order.line", "1.5", "1.9 to 2.1", False), ("against.rates", "9.3e-13", "at most 1e-09", True)]
    with pytest.raises(ValueError, match="kept.nothing was printed, but no test"):
        tool.read_lines("figure: held | kept.nothing | what | 0 | 0", DECLARED)


def test_a_difference_is_found():
    other = [tool.Figure(**{**vars(f), **({"limits": "at most 7"} if f.id == "kept.line" else {})}) for f in SHOWN if f.id != "order.line"]
    assert tool.differences(SHOWN, SHOWN) == []
    found = tool.differences(SHOWN, other)
    assert len(found) == 2 and found[0].startswith("kept.line: limits is at most 1e-09 on the page, at most 7 now")
    assert found[1] == "order.line is on the page but was not measured"


def test_calls_without_limits_are_found(tmp_path, monkeypatch):
    folder = tmp_path / "tests/unit"
    folder.mkdir(parents=True)
    (folder / "test_a.cpp").write_text('test::verifies("kept.a." + std::string(name), "a (b), c", f(x, 1), {0, test::unlimited});\n'
                                       'figure("order.b",\n    "2: b)", g({1, 2}), {1.5, 2.5});\n')
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    assert [(d.id, d.family, d.limits, d.shown_by) for d in tool.declared()] == [
        ("kept.a.", True, "at least 0", "unit/test_a"), ("order.b", False, "1.5 to 2.5", "unit/test_a")]
    (folder / "test_a.cpp").write_text('verifies("kept.a", "a", measured, limits);')
    with pytest.raises(ValueError, match="unit/test_a: kept.a has no limits"):
        tool.declared()
