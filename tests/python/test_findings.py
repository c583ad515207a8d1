"""Findings as data: every record is whole, its words are known, its source stands in the bibliography, and what is wrong is said in one sentence."""
import importlib.util
import json
import math
import pathlib
import re
import tomllib

import pytest

import wryneck as wn
from wryneck import registry
from wryneck.cli import main
from wryneck.errors import ScenarioError
from wryneck.finding_measures import COMPARISONS, MEASURES, NEEDS, UNITS
from wryneck.finding_models import hypotheses, read
from wryneck.finding_words import OBJECTS, PREPARATION_SETTINGS, PREPARATIONS, SETTINGS, STEPS
from wryneck.quantity import to_number

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "python/wryneck/findings"
FILES = sorted(path for path in FOLDER.glob("*.toml") if path.stem != "hypotheses")
RANKED = {"excitability": 24, "energetics": 21, "treatments": 15, "mechanics": 10}
EVERY = wn.findings()
HOLDS = ("NE-17", "NE-22.2", "EK-12.2", "EK-37.2", "EK-45")    # findings that little changes


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The records

@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_loads_from_the_package_as_from_the_source(path):
    here = read(path.read_text(encoding="utf-8"), path.name)
    assert here and set(here) <= set(EVERY)


def test_ids_are_unique_and_parts_follow_a_first_one():
    ids = [one.id for one in EVERY]
    assert len(ids) == len(set(ids)) == sum(path.read_text().count("[[finding]]") for path in FILES)
    written = {name for one in EVERY for name in (one.id, *one.also)}
    assert not [one.id for one in EVERY if "." in one.id and one.key not in written]


def test_at_least_seventy_count_and_every_ranked_one_is_there():
    assert len({one.key for one in EVERY if one.counts}) >= 70
    places = {(name, place) for one in EVERY for name, place in one.rank.items()}
    assert places == {(name, place) for name, most in RANKED.items() for place in range(1, most + 1)}


def test_what_was_not_seen_or_is_our_own_does_not_count():
    assert {one.known for one in EVERY if not one.counts} == {"unverified", "computed"}
    assert not wn.finding("NE-12").counts and not wn.finding("NM-10").counts and wn.finding("NE-50").counts


def test_at_most_fifteen_are_for_calibration():
    assert 0 < len(wn.findings(use="calibration")) <= 15


# Of what stands in no table of a sub-model: strengths of the anatomy, the share of women's, the exponent of release; that toxin takes inhibition and
# leaves the motoneuron, by construction.
BESIDE_THE_TABLES = {"fitted": {"NM-01", "NM-02", "NM-03", "NM-04", "CT-58"}, "taken": {"NM-05", "NE-30", "NE-48b", "NE-48d"}}


@pytest.mark.parametrize("field, grades", [("fitted", {"fitted"}), ("taken", {"human", "mammal", "model"})])
def test_every_finding_that_the_tables_of_the_models_name_says_so(field, grades):
    tables = tool("docs_tables")
    every = tables.model_rows() + tables.fibre_rows() + tables.unit_rows() + tables.body_rows() + tables.revised_rows()
    named = {key for row in every if row["grade"] in grades
             for key in tables.KEY.findall(row["source"])}
    assert named
    named |= BESIDE_THE_TABLES[field]
    wrong = {one.id: getattr(one, field) for one in EVERY if bool(getattr(one, field)) != bool(named & {one.key, one.source, *one.also})}
    assert not wrong, f"`{field}` names the sub-models whose rows of grade {' or '.join(sorted(grades))} name this entry of the evidence"


def test_what_was_fitted_or_taken_is_no_prediction():
    assert not [one.id for one in EVERY if one.use == "calibration" and not one.fitted]
    assert not [one.id for one in EVERY if one.independent and (one.fitted or one.taken or not one.counts)]
    assert wn.finding("NE-57").independent and not wn.finding("EK-06").independent and not wn.finding("NE-51").independent


def test_every_source_stands_in_the_bibliography():
    known = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "docs/references.bib").read_text(), re.M))
    assert not {one.id: one.source for one in EVERY if one.source not in known}


def test_every_key_has_its_evidence():
    entries = tool("docs_tables").page_of()
    assert not {key for one in EVERY for key in (one.key, *one.also) if key not in entries and not key.startswith("NM")}


def test_units_are_those_of_the_project():
    atoms = set(re.findall(r'^    \{"([^"]+)", \{', (ROOT / "include/wryneck/core/units.hpp").read_text(), re.M)) | {"d", "mg", "ug", "ul", "km", "1"}
    atoms |= {"s^2"}
    for unit in {*UNITS, *(setting.kind for setting in SETTINGS.values())} - {"word", "object", "text", "flag", "whole"}:
        assert set(re.split(r"[*/]", unit)) <= atoms, unit
        assert to_number(3, unit) == 3


def test_bands_hold_their_value_unless_a_note_says_why():
    for one in EVERY:
        values = [v for v in (one.value, one.value_low, one.value_high) if v is not None]
        if one.value_low is not None:
            values.append((one.value_low + one.value_high) / 2)
        assert not values or any(v in one.band for v in values) or one.note, one.id
        assert one.band_from not in ("ours", "changed") or one.note or one.value is not None, one.id


def test_bands_from_the_spread_follow_the_rule():
    """Value plus and minus the largest of 2 SEM, 1 SD and 20 %."""
    checked = 0
    for one in EVERY:
        if one.band_from != "spread" or one.value is None or None in (one.band.low, one.band.high):
            continue
        width = max(0.2 * abs(one.value), (one.spread[0] * (2 if one.spread_kind == "SEM" else 1)) if one.spread and len(one.spread) == 1 else 0)
        high = min(one.value + width, 100) if one.unit == "%" else one.value + width
        assert one.band.low == pytest.approx(one.value - width, rel=0.01), one.id
        assert one.band.high == pytest.approx(high, rel=0.01), one.id
        checked += 1
    assert checked > 20


def test_a_sign_does_not_pass_where_nothing_happens():
    for one in EVERY:
        nothing = {"difference": 0, "interaction": 0, "ratio": 1, "highest_ratio": 1}.get(one.compare.how)
        one_sided = sum(limit is not None for limit in (one.band.low, one.band.high, one.band.above, one.band.below)) == 1
        assert nothing is None or not one_sided or nothing not in one.band or "null" in one.tags or one.id in HOLDS, one.id


def test_every_hypothesis_is_named_once_and_means_something():
    known = hypotheses()
    own = tomllib.loads((FOLDER / "hypotheses.toml").read_text())["hypothesis"]
    assert not set(own) & set(registry.hypotheses()) and all(len(meaning) > 20 for meaning in own.values())
    used = {name for one in EVERY for name in (*one.supports, *one.against)}
    assert used <= set(known)
    assert not set(own) - used, "a hypothesis that no finding speaks of"
    assert not [one.id for one in EVERY if set(one.supports) & set(one.against)]


def test_every_word_is_used_or_could_be():
    assert {one.measure for one in EVERY} | {one.compare.by for one in EVERY} - {None} == set(MEASURES), "a measure that no finding takes"
    assert {one.compare.how for one in EVERY} == set(COMPARISONS)
    assert set(NEEDS) <= set(COMPARISONS) and set(OBJECTS) <= set(STEPS)
    for settings in (PREPARATION_SETTINGS, *(step.settings for step in STEPS.values())):
        assert set(settings) <= set(SETTINGS)
    assert all("what" in STEPS[name].settings for name in OBJECTS)
    arms = [arm for one in EVERY for arm in one.arms.values()]
    assert {arm.preparation["kind"] for arm in arms} == set(PREPARATIONS)
    assert {step["do"] for arm in arms for step in arm.protocol} >= set(STEPS) - {"clamp", "diet", "breathe"}


def test_titles_stand_alone():
    for one in EVERY:
        assert re.fullmatch(r"[A-Z].*[^.]\.", one.title) and not re.match(r"(It|They|That|This|Its|Nor|None does|Half of it)\b", one.title), one.id
    assert len({one.title for one in EVERY}) == len(EVERY)


def test_settings_are_numbers_in_the_unit_of_the_setting():
    block = wn.finding("NE-50").arms["blocked"]
    assert block.protocol[0] == {"do": "block", "what": "nerve", "share": 1}
    assert block.protocol[2]["duration"] == 120
    assert wn.finding("CT-30").arms["massage"].protocol[0]["pressure"] == pytest.approx(18.75, rel=1e-3)
    assert wn.finding("EK-20").arms["low"].preparation["ADP"] == pytest.approx(1e-4)


# Choosing

def test_findings_are_chosen_by_id_tag_and_use():
    assert [one.id for one in wn.findings("NE-49")] == ["NE-49", "NE-49.2"]
    assert {one.id for one in wn.findings(["CT-17", "NE-50.2"])} >= {"NE-59", "NE-50.2"}
    assert all("cramp" in one.tags for one in wn.findings(tag="cramp")) and wn.findings(tag="cramp")
    assert set(wn.findings(tag="cramp", use="calibration")) == set(wn.findings(tag="cramp")) & set(wn.findings(use="calibration"))
    assert wn.findings() == EVERY and isinstance(EVERY, tuple)


def test_a_finding_is_frozen():
    with pytest.raises(ScenarioError, match="frozen"):
        wn.finding("NE-50").value = 1.0


@pytest.mark.parametrize("ask, said", [
    (lambda: wn.finding("NE-5O"), "did you mean 'NE-50'?"), (lambda: wn.finding(3), "id is 3"), (lambda: wn.findings(["NE-499"]), "'NE-499'"),
    (lambda: wn.findings(tag="cramps"), "tag is 'cramps'"), (lambda: wn.findings(use="validations"), "did you mean 'validation'?"),
])
def test_a_wrong_choice_is_one_sentence(ask, said):
    with pytest.raises(ScenarioError) as caught:
        ask()
    assert said in str(caught.value) and "\n" not in str(caught.value)


# Bands

@pytest.mark.parametrize("band, inside, outside", [
    ([2, 8], (2, 5, 8), (1.999, 8.001, math.nan)), ({"high": 0.1}, (-5, 0.1), (0.101, math.nan)), ({"low": 10}, (10, math.inf), (9.9,)),
    ({"above": 0}, (1e-9,), (0, -1, math.nan)), ({"below": 1}, (0.999,), (1, 2)),
])
def test_what_is_in_a_band(band, inside, outside):
    one = changed(band=band)
    assert all(v in one.band for v in inside) and not any(v in one.band for v in outside)


# What is wrong is said in one sentence

def plain_record():
    return tomllib.loads((FOLDER / "cramp.toml").read_text(encoding="utf-8"))["finding"][0]


def changed(**parts):
    record = plain_record()
    for name, value in parts.items():
        record.pop(name, None) if value is ... else record.update({name: value})
    return wn.Finding(**record)


def arm(preparation=None, protocol=None, more=None):
    record = plain_record()["arms"]
    record["blocked"] = {"preparation": preparation or record["blocked"]["preparation"], "protocol": protocol or record["blocked"]["protocol"], **(more or {})}
    return {"arms": record}


def test_the_record_without_a_mistake_is_taken():
    assert changed() == wn.finding("NE-50") and changed(**arm()) == wn.finding("NE-50")


WRONG = {
    "field": ({"measur": "cramp_duration", "measure": ...}, "measur", "did you mean 'measure'?"),
    "missing field": ({"title": ...}, "title", "missing"),
    "unit": ({"unit": "Hzz"}, "unit", "did you mean 'Hz'?"),
    "how known": ({"known": "abstrct"}, "known", "did you mean 'abstract'?"),
    "grade": ({"grade": "humn"}, "grade", "did you mean 'human'?"),
    "use": ({"use": "calibrating"}, "use", "one of calibration, validation"),
    "tag": ({"tags": ["cramp", "neurn"]}, "tags[1]", "did you mean 'neuron'?"),
    "measure": ({"measure": "cramp_durations"}, "measure", "did you mean 'cramp_duration'?"),
    "hypothesis": ({"supports": ["electrolyte_dilusion"]}, "supports", "did you mean 'electrolyte_dilution'?"),
    "list": ({"rank": {"energetic": 1}}, "rank", "energetics"),
    "id": ({"id": "NE50"}, "id", "such as 'NE-50'"),
    "NaN": ({"value": math.nan}, "value", "a finite number"),
    "text for a number": ({"value": "many"}, "value", "a number with a unit"),
    "no subjects": ({"n": 0}, "n", "greater than or equal to 1"),
    "band reversed": ({"band": [8, 2]}, "band.low", "at most the upper limit, which is 2"),
    "band empty": ({"band": {}}, "band", "is empty"),
    "band of one": ({"band": [1]}, "band", "[low, high]"),
    "band with NaN": ({"band": [math.nan, 2]}, "band.low", "a finite number"),
    "band by both": ({"band": {"low": 1, "above": 1}}, "band.above", "no such limit beside low"),
    "band changed without reason": ({"band_from": "changed", "note": ...}, "note", "the reason why the band was changed"),
    "value twice": ({"value_low": 1, "value_high": 2}, "value", "is given by halves or twice"),
    "range reversed": ({"value": ..., "value_low": 3, "value_high": 2}, "value_low", "at most value_high"),
    "spread without kind": ({"spread": 1}, "spread_kind", "a kind where there is a spread"),
    "interval of one": ({"spread": 1, "spread_kind": "95 % CI"}, "spread", "two limits for a range"),
    "comparison": ({"compare": {"how": "ratios", "of": "blocked", "to": "intact"}}, "compare.how", "did you mean 'ratio'?"),
    "arm of a comparison": ({"compare": {"how": "ratio", "of": "blocked", "to": "intakt"}}, "compare.to", "did you mean 'intact'?"),
    "half a comparison": ({"compare": {"how": "ratio", "of": "blocked"}}, "compare.to", "which ratio needs"),
    "too few numbers": ({"compare": {"how": "slope", "of": ["blocked", "intact"], "x": [1]}}, "compare.x", "one number for each of the 2 arms"),
    "no arms": ({"arms": {}}, "arms", "is empty"),
    "kind": (arm({"kind": "nerve_muscel"}), "arms.blocked.preparation.kind", "did you mean 'nerve_muscle'?"),
    "no kind": (arm({"species": "human"}), "arms.blocked.preparation.kind", "missing"),
    "setting": (arm({"kind": "fibre", "potasium": "4 mM"}), "arms.blocked.preparation.potasium", "did you mean 'potassium'?"),
    "unit of a setting": (arm({"kind": "fibre", "potassium": "4 mV"}), "arms.blocked.preparation.potassium", "a quantity in mM"),
    "word of a setting": (arm({"kind": "fibre", "species": "mose"}), "arms.blocked.preparation.species", "did you mean 'mouse'?"),
    "flag": (arm({"kind": "neck", "cramp_history": 1}), "arms.blocked.preparation.cramp_history", "true or false"),
    "step": (arm(protocol=[{"do": "stimulat"}]), "arms.blocked.protocol[0].do", "did you mean 'stimulate'?"),
    "setting of another step": (arm(protocol=[{"do": "rest"}, {"do": "rest", "rate": "5 Hz"}]), "arms.blocked.protocol[1].rate", "one of duration, until"),
    "object of a step": (arm(protocol=[{"do": "block", "what": "nerv"}]), "arms.blocked.protocol[0].what", "did you mean 'nerve'?"),
    "repeats": (arm(protocol=[{"do": "massage", "repeats": 0}]), "arms.blocked.protocol[0].repeats", "a whole number from 1"),
    "no steps": ({"arms": {"intact": {"preparation": {"kind": "neck"}, "protocol": []}}}, "arms.intact.protocol", "a list of steps"),
    "a step that is no table": ({"arms": {"intact": {"preparation": {"kind": "neck"}, "protocol": ["rest"]}}}, "arms.intact.protocol[0]", "a table with do"),
    "key of an arm": (arm(more={"measure": "ATP"}), "arms.blocked.measure", "preparation, protocol"),
}


@pytest.mark.parametrize("parts, field, said", WRONG.values(), ids=WRONG)
def test_a_mistake_is_one_sentence(parts, field, said):
    with pytest.raises(ScenarioError) as caught:
        changed(**parts)
    sentence = str(caught.value)
    assert caught.value.field.startswith(field), sentence
    assert said in sentence and "\n" not in sentence and len(sentence) < 420


def test_a_mistake_in_a_file_names_its_line():
    text = (FOLDER / "cramp.toml").read_text(encoding="utf-8").replace('unit = "Hz"', 'unit = "hertz"', 1)
    line = text[:text.index('unit = "hertz"')].count("\n") + 1
    with pytest.raises(ScenarioError, match=rf"^my.toml, line {line}: finding\[1\].unit is 'hertz'"):
        read(text, "my.toml")
    with pytest.raises(ScenarioError, match="did you mean 'finding'"):
        read("[[findings]]\n", "my.toml")


# Schema, page, command

def test_the_published_schema_is_up_to_date():
    from wryneck.finding_schema import finding_schema_text

    said = "renew it: wryneck schema --findings > docs/finding.schema.json"
    assert (ROOT / "docs/finding.schema.json").read_text(encoding="utf-8") == finding_schema_text(), said


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs/finding.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_follow_the_schema(path, validator):
    validator.validate(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["field", "missing field", "unit", "tag", "measure", "hypothesis", "id", "comparison", "kind", "setting",
                                  "word of a setting", "flag", "step", "setting of another step", "object of a step", "no steps",
                                  "band empty", "key of an arm"])
def test_the_schema_refuses_what_the_loader_refuses(name, validator):
    record = plain_record()
    for key, value in WRONG[name][0].items():
        record.pop(key, None) if value is ... else record.update({key: value})
    assert not validator.is_valid({"finding": [record]}) and validator.is_valid({"finding": [plain_record()]})


def test_the_page_is_current():
    page = tool("findings_page")
    assert page.PAGE.read_text() == page.page(), "run python tools/findings_page.py"
    assert all(re.search(rf"\b{re.escape(one.id.partition('.')[0])}\b", page.PAGE.read_text()) for one in EVERY)


def test_the_command_lists_findings(capsys):
    assert main(["findings", "--tag", "cramp", "--use", "calibration"]) == 0
    out = capsys.readouterr().out
    assert "NE-50 " in out and "at most 0.1" in out and "EK-05" not in out
    assert main(["findings", "--json", "--use", "calibration"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [one.id for one in wn.findings(use="calibration")]
    assert rows[0]["arms"]["blocked"]["protocol"][0] == {"do": "block", "what": "nerve", "share": 1.0}


@pytest.mark.parametrize("option, word, meant", [("--tag", "crampp", "cramp"), ("--use", "calibratoin", "calibration")])
def test_the_command_refuses_in_one_sentence(capsys, option, word, meant):
    assert main(["findings", option, word]) == 2
    out, err = capsys.readouterr()
    assert not out and err.startswith(f"wryneck: {option} is '{word}'") and f"did you mean '{meant}'?" in err and err.count("\n") == 1


def test_the_tables_are_in_the_package():
    """As a wheel has them: beside the modules, not in the source."""
    package = pathlib.Path(wn.__file__).parent / "findings"
    assert {path.name for path in package.glob("*.toml")} == {path.name for path in FOLDER.glob("*.toml")}
