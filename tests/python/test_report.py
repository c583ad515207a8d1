"""The report page: whole, self-contained, safe, small."""
import base64
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
import synthetic

pytest.importorskip("xarray")

from wryneck.names import MUSCLE_NAMES  # noqa: E402
from wryneck.report import embed, render  # noqa: E402
from wryneck.report.pack import _bins, choose_frames, extremes, pack  # noqa: E402
from wryneck.result import Result  # noqa: E402

VOID = {"meta", "input", "br", "img", "link", "hr"}
EVIL = '</script><img src=x onerror=alert(1)>"\'&'


class Page(HTMLParser):
    """Collects tags, attributes and text, and checks that elements nest."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.open, self.text = [], [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for key, value in attrs if key == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.text += data


def packed_of(page):
    return json.loads(re.search(r'<script type="application/json" id="packed">(.*?)</script>', page, re.S).group(1))


@pytest.fixture(scope="module")
def result():
    return synthetic.result(points=3000)


@pytest.fixture(scope="module")
def page(result):
    return render(result)


def test_page_is_well_formed_with_unique_ids_and_all_sections(page):
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {"picture", "plates", "time", "play", "strips", "episodes", "c-head", "c-spine", "c-plasma", "c-energy", "c-pain"} <= set(parsed.ids)
    for words in ("Hard day", "Context of use", "Not for diagnosis", "complete", "Seed", "0.1.0", "spread from TRAP_U_R", "spread.gain", "fluid_knot",
                  "right_hand_sides", "sodium residual", "Grades of evidence", "The scenario as it was run"):
        assert words in parsed.text, words


def test_scripts_ask_only_for_elements_that_exist(page):
    wanted = set(re.findall(r'\$\("([\w-]+)"\)', page)) - {"c-"}
    assert wanted <= set(Page(page).ids)


def test_page_is_self_contained(page):
    for tag, attrs in Page(page).tags:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        for key in ("src", "href", "action", "srcset", "poster"):
            assert not attrs.get(key) or attrs[key].startswith("#"), (tag, attrs)
    assert "default-src 'none'" in page
    assert set(re.findall(r"https?://[^\s\"'<>)]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "@import" not in page and not re.search(r"url\((?!#)", page)


@pytest.mark.parametrize("field", ["name", "description", "message", "cause", "kind", "muscle", "version", "use", "parameter", "hypothesis", "axis"])
def test_nothing_written_by_users_becomes_markup(field):
    rows = synthetic.episodes()
    data = synthetic.dataset(points=4, muscles=3)
    quoted = json.dumps(EVIL)
    changes = {"name": {"scenario": f"name = {quoted}"}, "description": {"scenario": f"description = {quoted}"}, "message": {"status": EVIL, "message": EVIL},
               "version": {"wryneck_version": EVIL}, "use": {"context_of_use": EVIL}, "parameter": {"parameters_changed": json.dumps({EVIL: EVIL})},
               "hypothesis": {"hypotheses": json.dumps({EVIL: {EVIL: 1}}), "statistics": json.dumps({EVIL: EVIL})}}.get(field, {})
    data.attrs.update(changes)
    if field in ("cause", "kind"):
        rows[0][field] = EVIL
    if field == "muscle":
        data = data.assign_coords(muscle=[EVIL, "TRAP_U_R", "X"])
        rows[0]["muscle"] = EVIL
    if field == "axis":
        data = data.assign_coords(axis=[EVIL, "roll", "yaw"])
    text = render(Result(data, rows))
    assert not [attrs for tag, attrs in Page(text).tags if tag == "img" or any(key.startswith("on") for key in attrs)]
    assert text.count("<script") == 2
    packed_of(text)


def test_template_signs_in_user_text_are_left_alone():
    assert "costs $name ${use}" in Page(render(synthetic.result(points=2, scenario='name = "costs $name ${use}"'))).text


def test_embedded_json_cannot_leave_its_element():
    text = embed({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text) and json.loads(text) == {"a": "</script><!--&\u2028"}


@pytest.mark.parametrize("options, limit", [({"points": 20000}, 2.5e6), ({"points": 9000, "patches": 64, "duration_s": 90 * 86400.0}, 2.5e6), ({"points": 1, "muscles": 1, "rows": []}, 2e5)])
def test_pages_stay_small(options, limit):
    assert len(render(synthetic.result(**options)).encode()) < limit


def test_odd_results_give_a_page():
    for data, rows in ((synthetic.dataset(points=5)[["activation"]], []), (synthetic.dataset(points=5)[["activation"]].isel(time=slice(0, 0)), []),
                       (synthetic.dataset(points=5)[["angle", "pain"]], []), (synthetic.dataset(points=2, muscles=1, patches=1), [])):
        Page(render(Result(data, rows)))


def test_values_that_are_no_numbers_survive_as_gaps():
    data = synthetic.dataset(points=50, muscles=2)
    for name in ("pcr", "pain", "compression", "plasma", "sensitisation", "capacity"):
        data[name].values[10:20] = np.nan
    data["potassium"].values[:] = np.nan
    data["force"].values[3] = np.inf
    packed = packed_of(render(Result(data, [])))
    values = {v["name"]: np.frombuffer(base64.b64decode(v["data"]), "<u2").reshape(50, 2) for v in packed["values"]}
    assert (values["pcr"][10:20] == 65535).all() and (values["pcr"][:10] < 65535).all() and (values["potassium"] == 65535).all()
    assert next(c for c in packed["charts"] if c["title"] == "Pain index")["series"][0]["y"][12] is None


def test_frames_keep_every_onset_and_values_to_a_thousandth(result):
    packed = pack(result)
    times = np.array(packed["time"])
    assert len(times) <= 360 and times[0] == 0 and times[-1] == 8 * 3600
    spacing = 8 * 3600 / 2999
    for onset in result.episodes["onset_s"]:
        assert np.abs(times - onset).min() <= spacing
    pcr = next(v for v in packed["values"] if v["name"] == "pcr")
    codes = np.frombuffer(base64.b64decode(pcr["data"]), "<u2").reshape(len(times), -1)
    shown = pcr["lo"] + (pcr["hi"] - pcr["lo"]) * codes / 65534
    frames = choose_frames(result.data, result.episodes, len(times))
    nearest = np.searchsorted(result.data.time.values, times - spacing / 2)
    assert np.abs(shown - result.data.pcr.values[nearest]).max() < 1e-3 * (pcr["hi"] - pcr["lo"]) and len(frames) <= len(times)


def test_decimated_lines_keep_peaks_of_every_series():
    time, values = np.arange(100_000.0), np.random.default_rng(3).normal(size=(100_000, 3))
    values[31_337, 1] = 99.0
    keep = extremes(time, values)
    assert keep.size < 1200 and {0, 99_999, 31_337} <= set(keep.tolist())
    assert (values[keep].max(0) == values.max(0)).all() and (values[keep].min(0) == values.min(0)).all()


def test_strips_keep_short_peaks_and_fill_sparse_spans():
    time, values = np.arange(10_000.0), np.zeros((10_000, 2))
    values[5_003, 1] = 7.0
    binned = _bins(values, time, np.fmax)
    assert binned.shape == (2, 480) and binned[1].max() == 7.0 and binned[0].max() == 0.0
    uneven = _bins(np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0.0, 1.0, 2.0, 100.0]), np.fmax)
    assert uneven.tolist() == [[3.0, 3.0, 3.0, 4.0]]


def test_segments_show_the_worst_of_their_patches():
    data = synthetic.dataset(points=3, muscles=1, patches=64)
    data["contracture_patch"].values[:] = 0
    data["contracture_patch"].values[1, 0, 40] = 1.0
    packed = pack(Result(data, []))
    frames = np.frombuffer(base64.b64decode(packed["frames"]), np.uint8).reshape(3, 12)
    assert packed["patches"] == 64 and (frames[1] == 5).sum() == 1 and not (frames[[0, 2]] == 5).any()


def test_affected_muscles_come_first(result):
    ranks = {m["id"]: m["rank"] for m in pack(result)["muscles"]}
    assert sorted(ranks.values()) == list(range(52))
    assert {m for m, rank in ranks.items() if rank < 6} == {"SCM_ST_R", *synthetic.SUPER_KNOT}


def test_the_drawing_has_every_muscle_once_and_no_stray_point():
    from importlib.resources import files

    neck = json.loads(files("wryneck.report").joinpath("neck.json").read_text())
    drawn = [m for plate in neck["plates"] for m in plate["muscles"]]
    assert sorted(drawn) == sorted(MUSCLE_NAMES) == sorted(neck["muscles"]) == sorted(synthetic.MUSCLES)
    for plate in neck["plates"]:
        x, y, width, height = plate["box"]
        assert all(bone in neck["bones"] for bone in plate["bones"])
        for muscle in plate["muscles"]:
            for part in neck["muscles"][muscle]:
                assert ("line" in part) != ("a" in part) and ("line" in part or len(part["a"]) == len(part["b"]))
                for point in part.get("line", []) + part.get("a", []) + part.get("b", []):
                    assert abs(point[0]) < width / 2 and y < point[1] < y + height, (muscle, point)


def test_partial_results_are_marked_on_the_page(page):
    assert "Partial result" not in Page(page).text
    text = Page(render(synthetic.result(points=4, status="interrupted", message="stopped by the user"))).text
    assert "Partial result: interrupted after 8 h 00 min. stopped by the user" in text


def untreated(points=700, **changes):
    """Another invented run: without the super-knot, a little longer, at other times."""
    rows = [row for row in synthetic.episodes() if row["kind"] != "super-knot"]
    twin = synthetic.result(points=points, duration_s=9 * 3600.0, rows=rows, **changes)
    twin.data["contracture"].values[:] *= 0.5
    return twin


def test_a_twin_gives_a_section_with_numbers_and_courses(result):
    changed = 'name = "Rest"\nduration = "9 h"\n[[timeline]]\ninput = "drive"\nmuscles = ["TRAP_U"]\nvalue = 0.03\nat = "1 h"\nlabel = "raised"\n'
    twin = untreated(scenario=changed, hypotheses=json.dumps({"energy_crisis": 0.0, "fluid_knot": 0.0}))
    text = render(result, twin)
    parsed = Page(text)
    for words in ("Against the twin", "The twin is Rest with the same seed", "hypothesis energy_crisis: 1 in this run, 0 in the twin", "Episodes: super-knot",
                  "only in the twin: drive 0.03 on TRAP_U from 1 h (raised)", "The durations differ", "this run minus the twin", "Levator scapulae R"):
        assert words in parsed.text, words
    assert "c-twin" in parsed.ids and set(re.findall(r'\$\("([\w-]+)"\)', text)) - {"c-"} <= set(parsed.ids)
    charts = [c for c in packed_of(text)["charts"] if c["group"] == "twin"]
    assert {c["title"] for c in charts} >= {"PCr, mean of the muscles", "Head angle, roll", "Pain index"}
    for chart in charts:
        assert [s["label"] for s in chart["series"]] == ["this run", "the twin"]
        for series in chart["series"]:
            assert len(series["t"]) == len(series["y"]) > 100 and 0 <= series["t"][0] and series["t"][-1] <= 8 * 3600
    mean = next(c for c in charts if c["title"] == "Contracture, mean of the muscles")
    assert max(mean["series"][1]["y"]) == pytest.approx(max(mean["series"][0]["y"]) / 2, rel=0.05)


def test_a_page_without_a_twin_says_nothing_of_one(page):
    assert "twin" not in Page(page).text and not [c for c in packed_of(page)["charts"] if c["group"] == "twin"]


def test_equal_twins_and_odd_twins_give_a_page(result):
    text = Page(render(result, result)).text
    assert "Both ran the same scenario." in text and "No muscle differs." in text
    bare = Result(synthetic.dataset(points=5)[["activation"]], [])
    empty = Result(synthetic.dataset(points=5)[["activation"]].isel(time=slice(0, 0)), [])
    holed = synthetic.dataset(points=50, muscles=3)
    holed["pcr"].values[:] = np.nan
    for one, other in ((result, bare), (bare, result), (bare, empty), (empty, bare), (result, Result(holed, []))):
        Page(render(one, other))
    assert "The muscles differ; 3 are in both." in Page(render(result, Result(holed, []))).text


@pytest.mark.parametrize("field", ["name", "label", "input", "hypothesis", "kind", "axis", "seed"])
def test_nothing_of_a_twin_becomes_markup(result, field):
    quoted = json.dumps(EVIL)
    changes = {"name": {"scenario": f"name = {quoted}"}, "label": {"scenario": f"[[timeline]]\ninput = 'drive'\nvalue = {quoted}\nat = {quoted}\nlabel = {quoted}"},
               "input": {"scenario": f"[[timeline]]\ninput = {quoted}\nmuscles = [{quoted}]"}, "hypothesis": {"hypotheses": json.dumps({EVIL: EVIL})},
               "seed": {"status": EVIL}}.get(field, {})
    twin = untreated(**changes)
    if field == "seed":
        twin.data.attrs["seed"] = EVIL
    if field == "kind":
        twin.episodes.loc[0, "kind"] = EVIL
    if field == "axis":
        twin.data = twin.data.assign_coords(axis=[EVIL, "roll", "yaw"])
        result = Result(result.data.assign_coords(axis=[EVIL, "roll", "yaw"]), result.episodes)
    text = render(result, twin)
    assert not [attrs for tag, attrs in Page(text).tags if tag == "img" or any(key.startswith("on") for key in attrs)]
    assert text.count("<script") == 2
    packed_of(text)


def test_what_is_no_result_is_no_twin(result, tmp_path):
    with pytest.raises(ValueError, match="twin is 'desk_day.toml', expected the Result of another run"):
        result.report(tmp_path / "r.html", twin="desk_day.toml")
    assert not list(tmp_path.iterdir())


def test_report_is_written_whole(result, tmp_path):
    path = result.report(tmp_path / "r.html")
    assert open(path, encoding="utf-8").read().endswith("</html>\n") and [p.name for p in tmp_path.iterdir()] == ["r.html"]
