"""The calibration as something that can be run again: its rules, residuals, what findings determine, the fit, and the page that is kept."""
import json
import math
import pathlib
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import wryneck as wn

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import calibrate  # noqa: E402
import calibrating as c  # noqa: E402
import calibration_page  # noqa: E402

SHIPPED = c.read(calibrate.PROBLEM.read_text())
STATE = json.loads(calibrate.STATE.read_text())
ONE = 'parameter = [{ name = "feedback.K_ryr", of = "fibre" }]\n'


def finding(id="X-1", value=None, low=None, high=None, value_low=None, value_high=None):
    """A made-up finding: what residuals ask of one."""
    return SimpleNamespace(id=id, value=value, value_low=value_low, value_high=value_high, band=SimpleNamespace(low=low, high=high, above=None, below=None))


class Made:
    """A made-up model: findings as functions of the parameters."""

    runs = 0

    def __init__(self, *functions, stop_at=None):
        self.functions, self.stop_at = functions, stop_at

    def at(self, points):
        self.runs += 1
        if self.runs == self.stop_at:
            raise KeyboardInterrupt
        return np.array([[of(*point) for of in self.functions] for point in points])


RATE, SHIFT = c.Parameter("m.rate", "neck", 1.0, 0.1, 10.0), c.Parameter("m.shift", "neck", 0.0, -5.0, 5.0)


# Rules.

def test_the_shipped_problem_keeps_the_rules():
    assert 0 < len(SHIPPED.parameters) <= 20 and 0 < len(SHIPPED.findings) <= 15
    assert all(one.use == "calibration" for one in SHIPPED.findings) and {one.id for one in SHIPPED.findings} == {one.id for one in wn.findings(use="calibration")}
    for one in SHIPPED.parameters:
        row = (wn.parameters() if one.of == "neck" else wn.parameters(fibre="slow" if one.of == "slow" else "fast"))[one.name]
        assert (one.value, one.low, one.high) == (row["value"], row["lowest"], row["highest"]) and row["grade"] == "fitted" and one.low <= one.value <= one.high


@pytest.mark.parametrize("text, words", [
    (ONE, "findings is missing, expected a list of 1 to 15"),
    ('findings = ["EK-19"]', "parameter is missing, expected a list of 1 to 20"),
    ("findings = []\n" + ONE, "findings is an empty list"),
    (f"findings = {[one.id for one in wn.findings()][:16]}\n" + ONE, "findings is a list of 16, expected at most 15"),
    ('findings = ["EK-19"]\nparameter = [' + '{ name = "feedback.K_ryr", of = "fibre" },' * 21 + "]", "parameter is a list of 21, expected at most 20"),
    ('findings = ["NM-01"]\n' + ONE, "findings[0] is NM-01, expected a finding whose use is calibration"),
    ('findings = ["EK-19", "EK-19"]\n' + ONE, "findings[1] is EK-19, expected each finding once"),
    ('findings = ["EK-91"]\n' + ONE, "findings[0] is 'EK-91', expected one of"),
    ('findings = ["EK-19"]\nparameter = [{ name = "feedback.K_rry", of = "fibre" }]', "did you mean 'feedback.K_ryr'?"),
    ('findings = ["EK-19"]\nparameter = [{ name = "feedback.K_ryr", of = "neck" }]', "parameter[0].name is 'feedback.K_ryr', expected one of"),
    ('findings = ["EK-19"]\nparameter = [{ name = "feedback.K_ryr", of = "fiber" }]', "did you mean 'fibre'?"),
    ('findings = ["EK-19"]\nparameter = [{ name = "gates.V_S", of = "fibre" }]', "parameter[0].of is fibre, expected fast or slow, since gates.V_S differs between them"),
    ('findings = ["EK-19"]\nparameter = [{ name = "feedback.K_ryr" }]', "parameter[0] is name, expected name and of"),
    ('findings = ["EK-19"]\nparameter = [5]', "parameter[0] is not a table of name and of, expected name and of"),
    ('finding = ["EK-19"]\n' + ONE, "did you mean 'findings'?"), ("findings = [", "calibration: is no TOML"),
])
def test_a_broken_rule_is_refused_in_one_sentence(text, words):
    with pytest.raises(wn.ScenarioError) as refused:
        c.read(text)
    assert words in str(refused.value) and "\n" not in str(refused.value)


# Residuals.

@pytest.mark.parametrize("given, value, expected", [
    ({"value": 10, "low": 8, "high": 12}, 11, 0.5), ({"value": 10, "low": 8, "high": 12}, 6, -2), ({"value": 9, "low": 8, "high": 12}, 9, 0),
    ({"value_low": 8, "value_high": 10, "low": 7, "high": 11}, 10, 0.5), ({"value": 0.05, "high": 0.1}, 0.1, 1), ({"value": 0.05, "high": 0.1}, 0.05, 0),
    ({"low": 0.8}, 0.9, 0), ({"low": 0.8}, 0.64, -1), ({"high": 0.25}, 0.3, 1), ({"low": 1, "high": 3}, 4, 1), ({"low": 1, "high": 3}, 2, 0),
    ({"value": 1, "low": 0, "high": 2}, math.inf, c.FAILED), ({"low": 0.0}, math.nan, c.FAILED), ({"value": 0.5, "low": 0.5}, 0.6, 1),
])
def test_residuals(given, value, expected):
    assert c.residual(finding(**given), value) == pytest.approx(expected)


# Parameters.

@pytest.mark.parametrize("one", [RATE, SHIFT, c.Parameter("m.share", "neck", 0.2, 0.0, 1.0), *SHIPPED.parameters], ids=lambda one: f"{one.of} {one.name}")
def test_places_and_steps_stay_within_the_range(one):
    for place in (0.0, 0.3, 1.0):
        value = one.at(place)
        assert one.place(value) == pytest.approx(place, abs=1e-9) and one.low <= value <= one.high
        assert one.low <= one.stepped(value) <= one.high and one.stepped(value) != value
    assert one.place(one.at(one.place(one.value))) == pytest.approx(one.place(one.value))


def test_a_parameter_acts_on_its_preparations_only():
    """A release that halves at less ATP is larger; the slow column and the neck leave a fast fibre as it was."""
    problem = c.read('findings = ["EK-19", "NE-12"]\nparameter = [{ name = "feedback.K_ryr", of = "fibre" }, { name = "membranes.g_bNa", of = "slow" },'
                     '{ name = "membranes.g_bNa", of = "fast" }, { name = "energetics.J_max", of = "neck" }]')
    as_it_is, release, slow, fast, neck = c.Model(problem, 1).at([problem.values(), *(problem.values()[:i] + [one.stepped(one.value)] + problem.values()[i + 1:]
                                                                                   for i, one in enumerate(problem.parameters))])
    assert release[0] < as_it_is[0] - 0.005 and release[1] == pytest.approx(as_it_is[1], abs=0.01)
    assert (slow == as_it_is).all() and (neck == as_it_is).all() and fast[1] > as_it_is[1] + 0.1 and fast[0] == as_it_is[0]


# What findings determine.

def test_what_findings_determine():
    moved = np.array([[5.0, 0.0, 0.3], [0.0, 0.0, 0.0]])
    share = c.determined(moved)
    assert share[1] == 0 and share[0] > 0.99 - 0.01 and 0 < share[2] < 0.01
    apart = c.determined(np.array([[5.0, 0.0], [0.0, 5.0]]))
    together = c.determined(np.array([[5.0, 5.0]]))
    assert (apart > 0.999).all() and together == pytest.approx(0.5, abs=0.01)
    three = (RATE, SHIFT, c.Parameter("m.third", "neck", 1.0, 0.0, 2.0))
    assert c.alike(np.array([[1.0, -2.0, 0.0], [0.5, -1.0, 1.0]]), three) == [[RATE, SHIFT]]
    assert c.alike(np.array([[1.0, 0.001], [0.5, 0.0005]]), three[:2]) == []    # what moves nothing is like nothing


def test_moves_are_per_step_in_halves_of_the_band():
    model = Made(lambda rate, shift: 10 * rate, lambda rate, shift: math.inf if shift > 0.2 else shift)
    moved = c.moves(model, (RATE, SHIFT), (finding(value=10, low=8, high=12), finding(value=0, low=-1, high=1)), [1.0, 0.0])
    assert moved == pytest.approx(np.array([[0.5, 0.0], [0.0, 0.0]]))    # 10 to 11 of a half of 2; no number is no move


# The fit.

TWO = (finding("A", value=6, low=5, high=7), finding("B", value=2, low=1, high=3))


def test_a_fit_finds_what_was_made_up():
    """6 = 2 rate + shift and 2 = rate: rate 2, shift 2; the sign of a one-sided finding is kept."""
    told = []
    model = Made(lambda rate, shift: 2 * rate + shift, lambda rate, shift: rate, lambda rate, shift: shift)
    found = c.fit(model, (RATE, SHIFT), (*TWO, finding("C", low=-1.0)), [1.0, 0.0], tell=lambda now: told.append(now.cost))
    assert found.values == pytest.approx([2, 2], abs=0.01) and found.cost < 1e-4 and found.stopped.startswith("converged")
    assert told == sorted(told, reverse=True) and found.points > 3


def test_a_fit_on_stairs_ends_near():
    """Thresholds move in steps; the wide steps of the parameters see over them."""
    found = c.fit(Made(lambda rate, shift: round(4 * (2 * rate + shift)) / 4, lambda rate, shift: round(10 * rate) / 10), (RATE, SHIFT), TWO, [0.7, -1.0])
    assert found.cost < 0.05 * c.cost(c.residuals(TWO, [0.25, 0.7]))


def test_a_fit_stays_within_the_ranges():
    found = c.fit(Made(lambda rate, shift: 2 * rate + shift, lambda rate, shift: shift), (RATE, SHIFT), (finding("A", value=100, low=99, high=101), TWO[1]), [1.0, 0.0])
    assert found.values[0] == pytest.approx(10, rel=0.02) and found.values[0] <= 10 and found.values[1] <= 5


def test_a_fit_keeps_its_best_when_it_is_ended():
    functions = lambda rate, shift: 2 * rate + shift, lambda rate, shift: rate    # noqa: E731
    first = c.cost(c.residuals(TWO, [2, 1]))
    ended = c.fit(Made(*functions, stop_at=4), (RATE, SHIFT), TWO, [1.0, 0.0])
    assert ended.stopped == "interrupted" and ended.cost < first and ended.points > 3
    late = c.fit(Made(*functions), (RATE, SHIFT), TWO, [1.0, 0.0], seconds=-1)
    assert late.stopped.startswith("after") and late.values == [1.0, 0.0] and late.points == 0


# The command and what it keeps.

@pytest.mark.parametrize("given, words", [
    (["--minutes", "0"], "--minutes is 0.0, expected a time above 0"), (["--threads", "0"], "--threads is 0"), (["--problem", "no/where.toml"], "--problem is no/where.toml, expected a file"),
])
def test_the_command_refuses_nonsense(capsys, given, words):
    assert calibrate.main(given) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_fit_is_kept_beside_what_is_shipped(tmp_path, monkeypatch, capsys):
    """EK-19 asks for a release of 0.8 at 0.5 mM ATP: the half point is fitted; no default changes."""
    monkeypatch.setattr(calibrate, "judged", lambda *_: {"NM-01": "reached"})
    (tmp_path / "problem.toml").write_text('findings = ["EK-19", "EK-11"]\n' + ONE)
    before = dict(wn.parameters(fibre="fast")["feedback.K_ryr"])
    assert calibrate.main(["--fit", "--problem", str(tmp_path / "problem.toml"), "--results", str(tmp_path / "fit.json"), "--threads", "1"]) == 0
    found = json.loads((tmp_path / "fit.json").read_text())
    assert found["cost"]["found"] < 0.1 * found["cost"]["shipped"] and found["findings"][0]["found"]["value"] == pytest.approx(0.8, abs=0.01)
    assert found["parameters"][0]["shipped"] == before["value"] == wn.parameters(fibre="fast")["feedback.K_ryr"]["value"] != found["parameters"][0]["found"]
    assert "cost" in capsys.readouterr().out and found["validation"]["changed"] == []


def test_the_page_is_current():
    """As it was written from what is kept, and what is kept is what the package gives, in the digits that do not hang on the machine."""
    fit = json.loads(calibrate.FIT.read_text())
    assert calibrate.PAGE.read_text() == calibration_page.page(STATE, fit), "run python tools/calibrate.py"
    some, why = calibrate.able(SHIPPED)
    assert [row["id"] for row in STATE["not_set_up"]] == list(why) and [row["id"] for row in STATE["findings"]] == [one.id for one in some.findings], "run python tools/calibrate.py"
    values = c.Model(some, 2).at([some.values()])[0]
    for row, one, value in zip(STATE["findings"], some.findings, values, strict=True):
        assert row["residual"] == pytest.approx(c.residual(one, value), abs=0.05), f"{one.id}: run python tools/calibrate.py"
    assert [(row["name"], row["of"], row["value"]) for row in STATE["parameters"]] == [(one.name, one.of, pytest.approx(one.value)) for one in SHIPPED.parameters]
    assert STATE["cost"] == pytest.approx(c.cost(c.residuals(some.findings, values)), abs=0.1)
    assert STATE["apart"]["validation"] == len(wn.findings(use="validation"))


def test_the_page_says_what_is_at_a_bound_and_what_is_stale():
    state = json.loads(json.dumps(STATE))
    state["parameters"][0]["at_bound"] = True
    state["findings"][0]["residual"] += 1
    page = calibration_page.page(state, json.loads(calibrate.FIT.read_text()))
    assert "1 of the 20 sits at a bound" in page and "The model has changed since" in page
    assert "No fit was kept" in calibration_page.page(state, None)
