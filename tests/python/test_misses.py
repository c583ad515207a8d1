"""Why findings are missed: every miss has its explanation, no other finding has one, and nonsense in the file is refused."""
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html import escape

import pytest

import wryneck as wn
from wryneck import judging, misses, validation_page

ROOT = pathlib.Path(__file__).parents[2]
MEANINGS = '[cause]\n"mechanism missing" = "nothing does it"\n"loose constant" = "a constant decides it"\n'
ENTRY = MEANINGS + '[[miss]]\nids = ["EK-02"]\ncause = "loose constant"\nwhy = "x"\n'
QUOTED = re.compile(r"`([\w.]+)`")
KEY = re.compile(r"\b(?:NE|EK|CT|NM)-\d+[a-z]?(?:\.\d+)?")


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("validation_table", ROOT / "tools/validation_table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(tool):
    return tool.PAGE.read_text()


# The file of the package.

def test_every_miss_is_explained_and_nothing_else(tool, page):
    missed = tool.missed_in(page)
    assert len(missed) == len(set(missed)) > 40 and set(missed) == set(misses.misses().of), "renew python/wryneck/data/misses.toml"
    assert not set(misses.misses().of) & judging._last_release()
    for one in wn.findings():
        said = misses.explanation_of(one.id)
        assert (said is not None) == (one.id in missed) and (said is None or one.id in said.ids), one.id
    assert misses.explanation_of("NE-99") is None


def test_a_cause_is_one_of_the_list_and_is_in_use():
    assert {one.cause for one in misses.misses().entries} == set(misses.causes())


def test_what_is_quoted_exists():
    """Names of parameters, gains and findings in the explanations are names of the package."""
    from wryneck.laboratory.motor_units import unit_parameters
    from wryneck.registry import hypotheses

    known = {*wn.parameters(), *wn.parameters(subject=True), *wn.parameters(fibre="fast"), *wn.parameters(fibre="slow"), *unit_parameters()}
    last = {name.partition(".")[2] for name in known}
    for one in misses.misses().entries:
        for name in QUOTED.findall(one.why):
            assert name in known if "." in name else name in last or name in hypotheses(), (one.ids, name)
    findings = {name for one in wn.findings() for name in (one.id, one.key, *one.also)}
    evidence = "".join(path.read_text() for path in (ROOT / "docs/evidence").glob("*.md"))
    for one in misses.misses().entries:
        for key in KEY.findall(one.why):
            assert key in findings or f"### {key}\n" in evidence, (one.ids, key)


def test_trials_give_what_the_file_says():
    """All of them, a minute on two cores: whoever changes the model learns which explanations no longer hold."""
    trials = [trial for one in misses.misses().entries for trial in one.trials]
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda trial: trial.run(), trials))
    other = [(*trial, now) for trial, now in zip(trials, found, strict=True) if now != pytest.approx(trial.gives, rel=0.005, abs=1e-9)]
    assert len(trials) > 80 and not other, other


def test_a_trial_is_of_its_explanation():
    """It changes the finding that is explained, or one that is named as lost by it; and its change is named in the words."""
    for one in misses.misses().entries:
        for trial in one.trials:
            assert trial.id in one.ids or trial.id in one.why or trial.id.partition(".")[0] in one.why, (one.ids, trial)


# Where it is shown.

def test_the_section_of_the_page_is_current(tool, page):
    assert tool.with_explanations(page) == page, "run python tools/validation_table.py --misses"
    assert page.count("## Why these are missed\n") == 1 and page.index("## Missed\n") < page.index("## Why these are missed\n") < page.index("## Not modelled\n")
    without = page.replace(tool._section(page, "## Why these are missed")[1], "")
    assert "Why these" not in without and tool.with_explanations(without) == page


def test_the_section_is_written_with_the_page(tool, page):
    """Where all is renewed, it is the same text in the same place."""
    one = judging.judge(wn.finding("EK-02"))
    text = tool.page([one], {})
    assert one.verdict == "missed" and tool.missed_in(text) == ["EK-02"] and tool.with_explanations(text) == text
    assert "### Within rounding: 1" in text and "| EK-02 | `energetics.pH_0`" in text and "Loose constant" not in text


def test_report_json_and_table_say_why(tmp_path):
    command = [sys.executable, "-m", "wryneck", "validate", "EK-02", "EK-01", "EK-40", "--json", "a.json", "--report", "a.html", "--no-progress"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == "" and "within rounding" in " ".join(done.stdout.split())
    rows = {row["id"]: row["miss"] for row in json.loads((tmp_path / "a.json").read_text())["findings"]}
    assert rows["EK-01"] is None and rows["EK-02"] == {"cause": "within rounding", "why": misses.explanation_of("EK-02").why}
    text = (tmp_path / "a.html").read_text()
    assert "within rounding: <code>energetics.pH_0</code>, at which" in text and "<h2>Why findings are missed</h2>" in text
    assert escape(misses.causes()["loose constant"]) in text


def test_an_explanation_is_of_the_defaults():
    """With other gains a finding may be missed for other reasons."""
    one = judging.judge(wn.finding("EK-02"))
    assert one.miss is misses.explanation_of("EK-02")
    assert json.loads(judging.as_text([one], {"potassium_loop": 0.0}))["findings"][0]["miss"] is None
    assert "within rounding" not in validation_page.render([one], ["potassium_loop"])
    reached = judging.judge(wn.finding("NM-01"))
    assert reached.miss is None and "Why findings are missed" not in validation_page.render([reached])


# Nonsense in the file.

@pytest.mark.parametrize("text, words", [
    (MEANINGS + '[[miss]]\nids = ["NE-99.9"]\ncause = "loose constant"\nwhy = "x"\n', "f.toml, line 5: miss[0].ids[0] is 'NE-99.9', expected one of"),
    (MEANINGS + '[[miss]]\nids = ["NE-52.2"]\ncause = "loose constants"\nwhy = "x"\n',
     "f.toml, line 6: miss[0].cause is 'loose constants', expected one of mechanism missing, loose constant; did you mean 'loose constant'?"),
    (MEANINGS + '[[miss]]\nids = ["NE-52.2"]\nwhy = "x"\n', "miss[0].cause, expected one of mechanism missing, loose constant"),
    (MEANINGS + '[[miss]]\nids = ["NE-52.2"]\ncause = "loose constant"\nwhy = "x"\n[[miss]]\nids = ["EK-02", "NE-52.2"]\ncause = "loose constant"\nwhy = "y"\n',
     "miss[1].ids[1] is 'NE-52.2', expected an id that no other explanation has"),
    (MEANINGS + '[[miss]]\nids = ["EK-02", "EK-02"]\ncause = "loose constant"\nwhy = "x"\n', "miss[0].ids[1] is 'EK-02', expected an id that no other"),
    (MEANINGS + '[[miss]]\nids = []\ncause = "loose constant"\nwhy = "x"\n', "miss[0].ids is an empty list, expected ids of findings"),
    (MEANINGS + '[[miss]]\nids = "EK-02"\ncause = "loose constant"\nwhy = "x"\n', "miss[0].ids is 'EK-02', expected ids of findings"),
    (MEANINGS + '[[miss]]\nids = ["EK-02"]\ncause = "loose constant"\n', "miss[0].why, expected a sentence"),
    (MEANINGS + '[[miss]]\nids = ["EK-02"]\ncause = "loose constant"\nwhy = " "\n', "miss[0].why is ' ', expected a sentence"),
    (MEANINGS + '[[miss]]\nids = ["EK-02"]\ncause = "loose constant"\nreason = "x"\n', "miss[0].reason is 'reason', expected one of ids, cause, why, trials"),
    (MEANINGS + '[misses]\nids = ["EK-02"]\n', "misses is 'misses', expected one of cause, miss; did you mean 'miss'?"),
    (MEANINGS + '[miss]\nids = ["EK-02"]\n', "miss is a table, expected tables that begin with [[miss]]"),
    ('[[miss]]\nids = ["EK-02"]\ncause = "loose constant"\nwhy = "x"\n', "cause, expected a table of causes"),
    ('cause = 5\n', "cause is 5, expected a table of causes"), ('[cause]\n"a" = 5\n', "cause.a is 5, expected a sentence"),
    ('miss = [5]\n[cause]\na = "b"\n', "miss[0] is 5, expected a table"),
    ("[cause\n", "f.toml, line 1"),
    (ENTRY + 'trials = 5\n', "miss[0].trials is 5, expected a list of tables with id, with and gives"), (ENTRY + 'trials = [5]\n', "miss[0].trials[0] is 5, expected a table"),
    (ENTRY + 'trials = [{id = "EK-2", with = {a = 1}, gives = 2}]\n', "miss[0].trials[0].id is 'EK-2', expected one of"),
    (ENTRY + 'trials = [{id = "EK-02", gives = 2}]\n', "miss[0].trials[0].with, expected parameters or gains"),
    (ENTRY + 'trials = [{id = "EK-02", with = {"energetics.pH_00" = 7}, gives = 2}]\n', "did you mean 'energetics.pH_0'?"),
    (ENTRY + 'trials = [{id = "EK-02", with = {"energetics.pH_0" = "7"}, gives = 2}]\n', "miss[0].trials[0].with.energetics.pH_0 is '7', expected a number"),
    (ENTRY + 'trials = [{id = "EK-02", with = {"energetics.pH_0" = 7}}]\n', "miss[0].trials[0].gives, expected a number"),
    (ENTRY + 'trials = [{id = "EK-02", with = {"energetics.pH_0" = 7}, gives = 2, unit = "pH"}]\n', "miss[0].trials[0].unit is 'unit', expected one of id, with, gives"),
])
def test_nonsense_is_refused(text, words):
    with pytest.raises(wn.ScenarioError) as refused:
        misses.read(text, "f.toml")
    assert words in str(refused.value) and str(refused.value).startswith("f.toml") and "\n" not in str(refused.value)
