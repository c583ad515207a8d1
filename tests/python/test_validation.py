"""Findings run in the laboratory: verdicts, comparisons, what cannot be set up, the command and the page."""
import html.parser
import json
import math
import pathlib
import subprocess
import sys
from html import escape
from types import SimpleNamespace

import pytest

import wryneck as wn
from wryneck import judging, validation_page
from wryneck.laboratory.arranging import Changed, NotSetUp, measured

QUICK = ("NM-01", "NM-08", "NE-01", "NE-30", "EK-19", "EK-01", "NE-49", "CT-30")


@pytest.fixture(scope="module")
def outcomes():
    return judging.validate(QUICK)


def command(*arguments, cwd):
    return subprocess.run([sys.executable, "-m", "wryneck", "validate", *arguments], capture_output=True, text=True, cwd=cwd)


# Verdicts.

def test_some_findings_are_reached_and_some_cannot_be(outcomes):
    of = {one.finding.id: one for one in outcomes}
    assert of["NM-01"].verdict == "reached" and 40 < of["NM-01"].value < 62
    assert of["NE-49"].verdict == "reached" and of["NE-49"].arms == {"test": of["NE-49"].value}
    assert of["CT-30"].verdict == "not modelled" and of["CT-30"].reason == wn.finding("CT-30").missing and of["CT-30"].value is None
    assert [one.finding.id for one in outcomes] == [one.id for one in wn.findings(QUICK)]    # in the order of the package


def test_a_verdict_follows_the_band(monkeypatch):
    """The same run, held against another band, is missed."""
    finding = wn.finding("NM-01")
    other = type(finding)(**finding.model_dump(exclude_unset=True) | {"band": {"low": 60, "high": 62}})
    assert judging.judge(finding).verdict == "reached" and judging.judge(other).verdict == "missed"


def test_a_run_that_fails_is_a_verdict(monkeypatch):
    def broken(*_):
        raise RuntimeError("the step became too small")

    monkeypatch.setattr("wryneck.laboratory.arranging.measured", broken)
    one = judging.judge(wn.finding("NM-01"))
    assert (one.verdict, one.value, one.reason) == ("failed", None, "the step became too small")


def test_units_of_the_finding():
    """Pressure is measured in mmHg here and in kPa there."""
    finding = wn.finding("EK-40")
    one = judging.judge(finding)
    assert finding.unit == "kPa" and one.value == pytest.approx(one.arms["maximal"] * 0.1333224, rel=1e-4)


def test_without_a_mechanism_its_finding_is_lost():
    """A cramp of a minute needs the persistent inward current."""
    with_it, without = judging.validate("NE-50.4")[0], judging.validate("NE-50.4", gains={"persistent_inward_current": 0})[0]
    assert with_it.verdict == "reached" and without.verdict == "missed" and without.value < 10


def test_fibres_alone_do_not_make_the_cramp_that_a_nerve_block_cuts_short():
    """Without what the spinal cord adds, NE-50 is lost: cramps with and without its block are alike."""
    alone = judging.validate("NE-50", gains={"persistent_inward_current": 0})
    assert next(one for one in alone if one.finding.id == "NE-50").verdict == "missed"


def test_what_a_mechanism_is_needed_for():
    some = judging.validate(["NE-50.4", "NM-01"])
    found = judging.mechanisms(some, progress=lambda done, total: done < 14)
    assert [before.finding.id for before, _ in found["persistent_inward_current"]] == ["NE-50.4"] and found["osmotic_swelling"] == []
    assert "spinal_sensitisation" not in found    # off by default


def test_what_a_finding_hangs_on():
    """Phosphocreatine at rest is set by its own constant; a moment of forces without a run by no parameter that can be asked."""
    from wryneck.sensitivity import sensitivity

    done = []
    found = sensitivity(wn.finding("EK-01"), most=3, progress=lambda i, n: done.append((i, n)))
    assert len(found) == 3 and done[-1][0] == pytest.approx(done[-1][1]) and len(done) > 200
    assert [abs(one.effect) for one in found] == sorted((abs(one.effect) for one in found), reverse=True)
    largest = found[0]
    again = judging.judge(wn.finding("EK-01"), changed=Changed(parameters={largest.parameter: 1.1 * wn.parameters()[largest.parameter]["value"]}))
    assert again.value == pytest.approx(largest.value) and largest.effect == pytest.approx((again.value - judging.judge(wn.finding("EK-01")).value) / 6.6, rel=1e-6)
    assert sensitivity(wn.finding("NM-01")) == [] and sensitivity(wn.finding("CT-30")) == []


def test_what_many_findings_hang_on():
    """Cheap ones by all parameters of the sub-models that act, costly ones by as many as fit in, those first that move others; sub-models at one point too."""
    from wryneck.sensitivity import LEAST, sensitivities

    found = sensitivities([wn.finding(id) for id in ("EK-01", "EK-06", "EK-19", "NM-01", "CT-30")], seconds=3.0)
    assert set(found) == {"EK-01", "EK-06", "EK-19"}
    release = found["EK-19"]
    assert {one.parameter for one in release.largest} <= set(wn.parameters(fibre="fast", model="feedback")) and release.tried == release.of < 25
    assert release.largest[0].parameter == "feedback.K_ryr" and release.largest[0].effect < 0
    assert all(abs(a.effect) >= abs(b.effect) for one in found.values() for a, b in zip(one.effects, one.effects[1:], strict=False))
    costly = found["EK-06"]    # seconds of recovery
    assert LEAST <= costly.tried < costly.of and "energetics.PCr_0" in {one.parameter for one in costly.largest}


def test_a_search_ends_with_what_there_is():
    from wryneck.sensitivity import sensitivities

    calls = []
    found = sensitivities([wn.finding("EK-01")], threads=1, progress=lambda done, of: calls.append(done / of) or done < 0.5 * of)["EK-01"]
    assert 0 < found.tried < found.of and found.effects[0].parameter == "energetics.PCr_0" and calls[0] == 0 and 0.5 <= calls[-1] < 0.6


def test_curves_are_kept_where_they_are_asked_for():
    asked = {one.finding.id: one for one in judging.validate(["NE-50", "EK-01", "NE-12", "NE-19", "NE-49", "NM-01", "CT-30"], curves=True)}
    assert judging.judge(wn.finding("NE-50")).curves == {} and asked["NM-01"].curves == {} and asked["CT-30"].curves == {}
    cramp = asked["NE-50"].curves
    assert set(cramp) == {"intact", "blocked"} and cramp["intact"].name == "activation" and cramp["intact"].window == pytest.approx((12, 132))
    assert max(cramp["intact"].value) > 0.9 and all(a < b for a, b in zip(cramp["intact"].time, cramp["intact"].time[1:], strict=False))
    assert asked["EK-01"].curves["rest"].unit == "mM" and asked["NE-12"].curves["bath"].name == "potential" and asked["NE-12"].curves["bath"].unit == "mV"
    assert len(asked["NE-19"].curves) == 7 and asked["NE-19"].curves["k4"].unit == "uM" and asked["NE-49"].curves["test"].window is None
    for one in asked.values():
        assert all(len(curve.time) == len(curve.value) <= 162 for curve in one.curves.values())
    plain = {one.finding.id: one.value for one in judging.validate(["NE-50", "NE-12"])}
    assert all(asked[name].value == value for name, value in plain.items())


def test_a_thinned_curve_keeps_what_is_short():
    import numpy as np

    from wryneck import finding_curves
    from wryneck.laboratory.observation import Observation

    time = np.linspace(0, 100, 10_001)
    force = np.where(np.arange(time.size) == 5432, 7.0, 0.0)
    curve = finding_curves.curve_of(Observation(time, {"force": force, "calcium": force}, []), "force", (20, 30))
    assert max(curve.value) == 7 and curve.time[curve.value.index(7.0)] == pytest.approx(54.32) and len(curve.time) <= 162 and (curve.time[0], curve.time[-1]) == (0, 100)
    figure = finding_curves.figure({"a<b": curve, "none": curve._replace(value=(math.nan,) * len(curve.value))})
    assert "a&lt;b" in figure and "none" not in figure and 'class="window"' in figure and figure.count("<polyline") == 1
    assert finding_curves.figure({}) == "" and finding_curves.figure({"flat": curve._replace(value=(0.0,) * len(curve.value))}).count("<polyline") == 1


def test_the_score_counts_what_counts(outcomes):
    score = judging.score(outcomes)
    assert sum(score.values()) == sum(one.finding.counts for one in outcomes) < len(outcomes)
    assert judging.score_text(outcomes).startswith(f"{score['reached']} of {sum(score.values())} findings that count are reached")
    data = json.loads(judging.as_text(outcomes))
    assert data["score"] == score and {row["id"] for row in data["findings"]} == {one.finding.id for one in outcomes}


def test_ranked_places_are_reached_with_all_their_findings():
    def outcome(id, verdict, places, counts=True):
        return SimpleNamespace(finding=SimpleNamespace(id=id, rank=places), verdict=verdict, counts=counts)

    some = [outcome("a", "reached", {"cramp": 1}), outcome("b", "reached", {"cramp": 1, "energy": 1}), outcome("c", "missed", {"energy": 1}),
            outcome("d", "missed", {"energy": 2}), outcome("e", "reached", {"energy": 3}, counts=False), outcome("f", "reached", {})]
    assert judging.ranked(some) == {"cramp": (1, 0, 1), "energy": (0, 1, 3)}
    assert judging.ranked_text(some) == "of 4 ranked places of the evidence 1 are reached with all their findings, 1 with some"
    assert judging.ranked_text([]).startswith("of 0")


def test_progress_ends_a_run_with_what_there_is():
    seen = []
    found = judging.validate(QUICK, threads=1, progress=lambda done, total: seen.append((done, total)) or done < 3)
    assert len(found) == 3 and seen[-1][0] == 3 and seen[0][1] == len(wn.findings(QUICK))


def test_the_list_of_the_last_release_is_held():
    """Every finding that the package says is reached is one of its findings, and the quick ones still are."""
    from wryneck.judging import _last_release

    known = {one.id for one in wn.findings()}
    assert _last_release() <= known and len(_last_release()) > 60
    assert judging.regressions(judging.validate(QUICK)) == []


def test_all_findings_give_what_the_package_says():
    """All of them, less than a minute on two cores; `tools/validation_table.py` renews list and page."""
    from wryneck.judging import _last_release
    from wryneck.misses import explanation_of

    outcomes = judging.validate()
    assert {one.finding.id for one in outcomes if one.verdict == "reached"} == _last_release(), "run python tools/validation_table.py"
    assert [(one.finding.id, one.reason) for one in outcomes if one.verdict == "failed"] == []
    assert [one.finding.id for one in outcomes if (one.verdict == "missed") != (explanation_of(one.finding.id) is not None)] == [], "renew python/wryneck/data/misses.toml"
    page = (pathlib.Path(__file__).parents[2] / "docs" / "validation.md").read_text()
    assert judging.score_text(outcomes) in page and judging.ranked_text(outcomes) in page and all(f"| {one.finding.id} " in page for one in outcomes)


def test_a_regression_is_seen():
    one = judging.judge(wn.finding("NM-01"))
    assert judging.regressions([one]) == []
    worse = judging.Outcome(one.finding, "missed", 1.0)
    assert judging.regressions([worse]) == [worse]


@pytest.mark.parametrize("given, words", [
    (([],), "ids is an empty list, expected ids of findings"), ((5,), "ids is 5"), (("NM-01", "cramp"), "no finding of these has the tag 'cramp'"),
    (("NM-01", None, {"potassium_loop": 99}), "gains.potassium_loop is 99, expected a value from 0 to 2"), (("NM-01", None, {"potassium_loop": "x"}), "gains.potassium_loop is 'x'"),
    (("NM-01", None, {"magic": 0}), "gains is 'magic'"), (("NM-01", None, 5), "gains is 5, expected a dict"), (("NM-99",), "id is 'NM-99', expected one of CT-01"),
])
def test_what_cannot_be_validated(given, words):
    ids, tag, gains = (*given, None, None)[:3]
    with pytest.raises(wn.ScenarioError) as refused:
        judging.validate(ids, tag=tag, gains=gains)
    assert words in str(refused.value)


# Comparisons.

@pytest.mark.parametrize("how, settings, arms, by, expected", [
    ("value", {"of": ["a"]}, {"a": 3}, {}, 3),
    ("ratio", {"of": ["a"], "to": ["b"]}, {"a": 3, "b": 4}, {}, 0.75),
    ("percent", {"of": ["a"], "to": ["b"]}, {"a": 3, "b": 4}, {}, 75),
    ("difference", {"of": ["a"], "to": ["b"]}, {"a": 3, "b": 4}, {}, -1),
    ("relative_difference", {"of": ["a"], "to": ["b"]}, {"a": 3, "b": 4}, {}, -0.25),
    ("fall_percent", {"of": ["a"], "to": ["b"]}, {"a": 3, "b": 4}, {}, 25),
    ("rise_percent", {"of": ["a"], "to": ["b"]}, {"a": 5, "b": 4}, {}, 25),
    ("interaction", {"of": ["a", "b"], "to": ["c", "d"]}, {"a": 9, "b": 4, "c": 3, "d": 1}, {}, 3),
    ("highest_ratio", {"of": ["a", "b"], "to": ["c"]}, {"a": 9, "b": 4, "c": 3}, {}, 3),
    ("slope", {"of": ["a", "b", "c"], "x": [1, 2, 3]}, {"a": 1, "b": 3, "c": 5}, {}, 2),
    ("decade_slope", {"of": ["a", "b"], "x": [2, 20]}, {"a": 1, "b": 25}, {}, 24),
    ("log_slope", {"of": ["a", "b", "c"], "x": [1, 2, 4]}, {"a": 1, "b": 16, "c": 256}, {}, 4),
    ("half_point", {"of": ["a", "b", "c"], "x": [4, 8, 12]}, {"a": 10, "b": 8, "c": 2}, {}, 10),
    ("half_point", {"of": ["a", "b"], "by": "resting_potential"}, {"a": 10, "b": 0}, {"a": -90, "b": -60}, -75),
    ("half_point", {"of": ["a", "b"], "x": [4, 8]}, {"a": 10, "b": 9}, {}, math.inf),
    ("half_rise", {"of": ["a", "b", "c"], "x": [0, 50, 100]}, {"a": 1, "b": 2, "c": 5}, {}, 50 + 50 / 3),
    ("stop_point", {"of": ["a", "b"], "x": [20, 60]}, {"a": 10, "b": 0}, {}, 59.2),
    ("level_point", {"of": ["a", "b"], "x": [0, 10], "level": 0.8}, {"a": 10, "b": 0}, {}, 2),
    ("difference_at", {"of": ["a", "b"], "x": [-90, -75], "by": "resting_potential"}, {"a": 30, "b": 0}, {"a": -90, "b": -60}, 15),
    ("rms_log_error", {"of": ["a", "b"], "expected": [1, 1]}, {"a": math.e, "b": math.e}, {}, 1),
])
def test_comparisons_of_known_numbers(how, settings, arms, by, expected):
    c = SimpleNamespace(**{"x": (), "by": None, "expected": (), "level": None, "to": ()} | settings)
    assert judging.COMPARED[how](c, arms, by) == pytest.approx(expected)


# What is set up.

@pytest.mark.parametrize("measure, preparation, protocol, reason", [
    ("incidence", {"kind": "population"}, [{"do": "measure"}], "no preparation 'population'"),
    ("H_reflex", {"kind": "patch"}, [{"do": "rest", "duration": 1.0}], "no measure 'H_reflex' of a muscle"),
    ("ATP", {"kind": "patch"}, [{"do": "massage"}], "no step 'massage' for a muscle"),
    ("ATP", {"kind": "patch"}, [{"do": "block", "what": "sodium_pump"}], "no step 'block' of 'sodium_pump' for a muscle"),
    ("ATP", {"kind": "patch"}, [{"do": "rest", "until": "recovery"}], "no 'rest' until recovery"),
    ("ATP", {"kind": "muscle", "pain": "neck"}, [{"do": "measure"}], "no subject with an injury or pain"),
    ("knot_radius", {"kind": "muscle", "knot": "latent"}, [{"do": "measure"}], "no latent trigger point: nothing tells it from an active one"),
    ("twitch_force", {"kind": "fibre"}, [{"do": "hold", "effort": 0.1}], "no step 'hold' for a fibre"),
    ("PCr", {"kind": "fibre"}, [{"do": "measure"}], "no measure 'PCr' of a fibre"),
    ("threshold_frequency", {"kind": "nerve_muscle"}, [{"do": "measure"}], "no threshold without one staircase"),
    ("moment_arm_error", {"kind": "head"}, [{"do": "measure"}], "the core gives no lengths of the paths of a neck held still"),
    ("pain_rating", {"kind": "head"}, [{"do": "measure"}], "no measure 'pain_rating' of the neck held still"),
])
def test_what_cannot_be_set_up_says_why(measure, preparation, protocol, reason):
    with pytest.raises(NotSetUp) as refused:
        measured(measure, preparation, protocol)
    assert str(refused.value) == reason


def test_work_that_is_lost_is_measured_when_it_is_lost():
    """Potassium falls again after the loss, so that a later time would show less."""
    lost = measured("interstitial_potassium", {"kind": "patch"}, [{"do": "hold", "effort": 0.6, "until": "failure"}, {"do": "measure"}])
    late = measured("interstitial_potassium", {"kind": "patch"}, [{"do": "hold", "effort": 0.6, "duration": 250.0}, {"do": "measure"}])
    assert lost > late + 1


def test_a_share_counts_subjects(monkeypatch):
    """Those in whom it shows, of a group in which every second is known to cramp."""
    seen = []

    def found(measure, preparation, protocol, changed):
        seen.append((preparation["cramp_history"], changed.seed))
        return 60.0 if preparation["cramp_history"] and changed.seed != 1 else 0.9

    monkeypatch.setattr("wryneck.laboratory.arranging.measured", found)
    one = next(one for one in judging.validate("NE-51") if one.finding.id == "NE-51")
    assert one.value == 0.4 and {known for known, _ in seen} == {True, False} and {seed for _, seed in seen} == set(range(1, judging.SUBJECTS + 1))


def test_a_staircase_finds_the_same_as_the_laboratory():
    """A group of four with starts a quarter of a step apart."""
    from wryneck import laboratory as lab

    protocol = [{"do": "stimulate", "on": "nerve", "first_rate": 4.0, "rate_step": 2.0, "duration": 2.0, "pause": 60.0, "until": "cramp"}, {"do": "measure"}]
    found = measured("threshold_frequency", {"kind": "nerve_muscle", "site": "calf", "cramp_history": True}, protocol)
    alone = [lab.threshold_frequency(lab.Muscle(cramp_history=True).perform([lab.Length(-0.15), *lab.staircase(4 + by, 2, 40)])) for by in (0, 0.5, 1, 1.5)]
    assert found == pytest.approx(sum(alone) / 4)


def test_potassium_alone_depolarises():
    rest = [measured("resting_potential", {"kind": "fibre", "potassium": K, "temperature": 20.0}, [{"do": "rest", "until": "steady"}, {"do": "measure"}]) for K in (2.5, 10.0, 100.0)]
    assert -95 < rest[0] < rest[1] - 15 < rest[2] - 60


# The command and the page.

def test_the_report_draws_curves_and_says_what_findings_hang_on(tmp_path):
    """One page, nothing from outside, small."""
    done = command("EK-01", "EK-19", "NE-50", "--tag", "cramp", "--report", "c.html", "--no-progress", cwd=tmp_path)
    assert done.returncode == 0 and (tmp_path / "c.html").read_text().count('<svg class="curves"') == 5
    done = command("EK-19", "EK-01.2", "--sensitivity", "--report", "s.html", "--json", "s.json", "--no-progress", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == "" and "feedback.K_ryr -" in done.stdout and "<i>Hangs on</i>" in (tmp_path / "s.html").read_text()
    assert "src=" not in (tmp_path / "s.html").read_text() and (tmp_path / "s.html").stat().st_size < 200_000
    said = json.loads((tmp_path / "s.json").read_text())["sensitivity"]
    assert said["EK-19"]["largest"][0]["parameter"] == "feedback.K_ryr" and len(said["EK-19"]["largest"]) <= 5


def test_the_command_says_and_writes(tmp_path):
    done = command("NM-01", "CT-30", "--json", "all.json", "--report", "all.html", "--no-progress", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    assert "reached" in done.stdout and "not modelled" in done.stdout and "1 of 4 findings that count are reached" in " ".join(done.stdout.split())
    assert {row["id"] for row in json.loads((tmp_path / "all.json").read_text())["findings"]} == {one.id for one in wn.findings(["NM-01", "CT-30"])}
    assert "Largest" not in (tmp_path / "all.html").read_text() and "NM-01" in (tmp_path / "all.html").read_text()


@pytest.mark.parametrize("arguments, words", [
    (("NM-99",), "ID is 'NM-99', expected one of"), (("--tag", "cramps"), "--tag is 'cramps'"), (("NM-01", "--without", "magic"), "--without is 'magic'"),
    (("NM-01", "--threads", "0"), "--threads is 0"), (("NM-01", "--json", "no/where.json"), "--json is 'no/where.json'"),
])
def test_the_command_refuses_nonsense(tmp_path, arguments, words):
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_keeps_what_there_is(tmp_path):
    import signal
    import time

    process = subprocess.Popen([sys.executable, "-m", "wryneck", "validate", "--threads", "1", "--json", "part.json", "--mechanisms", "--no-progress"], cwd=tmp_path,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(6)    # long enough to begin on any machine, too short to end the mechanisms
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 130 and said.splitlines()[-1].startswith("wryneck: interrupted")
    if (tmp_path / "part.json").exists():    # not if it had not begun
        assert 0 < len(json.loads((tmp_path / "part.json").read_text())["findings"]) <= len(wn.findings())
        assert "findings that count are reached" in " ".join(out.split())


class Balanced(html.parser.HTMLParser):
    """Fails where an element is not closed."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_escaped(outcomes):
    from dataclasses import replace

    from wryneck.sensitivity import Screen, Sensitivity

    changed = {"potassium_loop": [(outcomes[0], replace(outcomes[0], verdict="missed"))], "energy_crisis": []}
    screens = {"NM-08": Screen([Sensitivity("model.a<b", -0.125, 3.0)], 4, 9), "EK-01": Screen([], 2, 2)}
    text = validation_page.render([*outcomes, replace(outcomes[0], reason="<script>")], ["potassium_loop"], changed, screens)
    assert "<code>model.a&lt;b</code> \u22120.12 (4 of 9 tried)" in text and "no parameter that was tried (2 of 2 tried)" in text and "Parameters that findings hang on" in text
    parser = Balanced()
    parser.feed(text)
    assert parser.open == [] and "<script>" not in text and "Without potassium_loop" in text and "needed for" in text and "http" not in text.replace("http://www.w3.org", "")
    assert all(escape(one["limit"]) in text for one in wn.limitations())
    assert text.count("<svg") >= 8 and all(one.finding.id in text for one in outcomes)
    for one in outcomes:
        assert "nan" not in validation_page.figure(one)
    plain = validation_page.render(outcomes)
    assert "<polyline" not in plain and "<i>Hangs on</i>" not in plain and 'class="hangs"' not in plain
    nothing = judging.Outcome(outcomes[0].finding, "missed", math.inf)
    assert "inf" not in validation_page.figure(nothing).replace("aria-label", "").split("width")[1]
