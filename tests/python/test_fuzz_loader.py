"""Whatever a file holds, the loader reads it or refuses it with its own error in one line; nothing else comes out."""
import contextlib
import os
import pathlib
import random
import signal
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wryneck as wn

FILES = [p.read_bytes() for p in sorted((pathlib.Path(__file__).parents[2] / "scenarios").glob("*.toml"))]
COUNT = 100_000 if os.environ.get("WRYNECK_LONG") else 1_000
HANG_S = 60    # far beyond any sound answer

TOKENS = [b"nan", b"inf", b"-inf", b"-1", b"0", b"1e308", b"1e-308", b"9" * 400, b"9" * 5000, b"true", b"[]", b"{}", b'""', b"'''", b'"""',
          b"1979-05-27", b"07:32:00", b"0x10", b"[[timeline]]\n", b"[timeline]\n", b"[subject]\n", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf",
          b"\\u0000", b"\\ud800", b"a." * 50, b"[" * 2000, b"{a=" * 50, b"#", b"=", b"all", b'"all"', b'"right"', b"patches = [0, 1]\n",
          b"patches = [99999999999999]\n", b"value = 0.5\n", b"schema = 1\n", b"self = 1\n", b"__class__ = 1\n", b'until = "1 s"\n',
          b"ramp = { from = 1, to = 2, over = 3 }\n", b'table = [["0 s", 1], ["1 s", 2]]\n', b'"8 h 9 h"', b'"1 m**9"', b'"1 degC/s"', b'"1 %"']


@contextlib.contextmanager
def no_hang():
    def stop(*_):
        raise AssertionError("the loader hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, HANG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def answer(read, source):
    """`loaded` or `refused`; any other outcome fails the test."""
    try:
        with no_hang():
            scenario = read(source)
    except wn.ScenarioError as error:
        text = str(error)
        assert text and "\n" not in text and "\r" not in text and len(text) <= 400, text
        assert error.line is None or error.line >= 1
        return "refused"
    assert isinstance(scenario, wn.Scenario)
    assert wn.loads(scenario.to_toml()) == scenario
    return "loaded"


def mutated(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(FILES))
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        rng.choice((flip, drop, repeat, insert, splice, replace_number, swap_lines, cut))(rng, data)
    return bytes(data)


def span(rng, data, longest=40):
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, longest))


def flip(rng, data):
    if data:
        data[rng.randrange(len(data))] = rng.choice(string.printable.encode()) if rng.random() < 0.8 else rng.randrange(256)


def drop(rng, data):
    start, end = span(rng, data)
    del data[start:end]


def repeat(rng, data):
    start, end = span(rng, data, 400)
    data[start:start] = data[start:end] * rng.choice((1, 1, 2, 30))


def insert(rng, data):
    start, _ = span(rng, data)
    data[start:start] = rng.choice(TOKENS)


def splice(rng, data):
    other = rng.choice(FILES)
    start, end = span(rng, other, 400)
    place, _ = span(rng, data)
    data[place:place] = other[start:end]


def replace_number(rng, data):
    places = [i for i, c in enumerate(data) if c in b"0123456789"]
    if places:
        i = rng.choice(places)
        data[i:i + 1] = rng.choice(TOKENS[:12])


def swap_lines(rng, data):
    lines = bytes(data).split(b"\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    data[:] = b"\n".join(lines)


def cut(rng, data):
    del data[rng.randrange(len(data) + 1):]


@pytest.mark.parametrize("part", range(10))
def test_mutated_files_are_read_or_refused(part, tmp_path):
    rng = random.Random(f"scenario files {part}")
    path = tmp_path / "mutated.toml"
    seen = {"loaded": 0, "refused": 0}
    for _ in range(COUNT // 10):
        data = mutated(rng)
        path.write_bytes(data)
        seen[answer(wn.load, path)] += 1
    assert min(seen.values()) > 0, f"the mutations are all of one kind: {seen}"


@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(data)
    answer(wn.load, path)


@given(st.text(max_size=300))
def test_any_text(text):
    answer(wn.loads, text)


KEYS = st.one_of(st.sampled_from(["name", "description", "duration", "subject", "resolution", "hypotheses", "parameters", "timeline", "schema",
                                  "input", "muscles", "patches", "at", "until", "value", "ramp", "table", "interpolate", "label", "sex", "mass",
                                  "from", "to", "over", "cramp_history", "patches_per_muscle"]), st.text(max_size=8))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.binary(max_size=4), st.dates(),
                   st.sampled_from(["8 h", "3 %", "all", "TRAP_U", "drive", "sodium", "strain", "linear", "hold", "male", 140, 60, 0.5]))
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)


@given(st.dictionaries(KEYS, TREES, max_size=6))
@settings(max_examples=300)
def test_any_tree_of_values(tree):
    answer(lambda data: wn.Scenario(**data), tree)


@given(st.lists(st.fixed_dictionaries({"input": st.sampled_from(["drive", "sodium", "strain", "gravity"])},
                                      optional={key: TREES for key in ("muscles", "patches", "at", "until", "value", "ramp", "table", "label")}),
                max_size=3))
def test_any_timeline(rows):
    answer(lambda data: wn.Scenario(duration=60, timeline=data), rows)


VALUES = {"drive": (0, 1), "sodium": (100, 170), "strain": (0, 50), "pitch": (-60, 70)}


def from_zero(rows):
    """Table rows in order of time, counted from the first, so that no `until` comes before the table begins."""
    first = min(time for time, _ in rows)
    return sorted((time - first, value) for time, value in rows)


@st.composite
def scenarios(draw):
    scenario = wn.Scenario(draw(st.text(st.characters(codec="utf-8"), max_size=20)), duration=draw(st.floats(2e5, 7e6)),
                           subject={"sex": draw(st.sampled_from(["male", "female"])), "mass": draw(st.floats(30, 250))})
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True)):
        value, start = st.floats(*VALUES[name]), draw(st.floats(0, 9))
        course = draw(st.one_of(st.fixed_dictionaries({"value": value}),
                                st.fixed_dictionaries({"ramp": st.fixed_dictionaries({"from": value, "to": value, "over": st.floats(0, 1e6)})}),
                                st.fixed_dictionaries({"table": st.lists(st.tuples(st.integers(0, 100_000), value), min_size=1, max_size=5,
                                                                         unique_by=lambda row: row[0]).map(from_zero)})))
        aim = {} if name in ("sodium", "pitch") else {"muscles": draw(st.sampled_from(["all", "left", ["TRAP_U_R", "LEVSC"]]))}
        scenario = scenario.set(name, at=start, until=draw(st.none() | st.floats(start + 1, 1e7)), label=draw(st.text(st.characters(codec="utf-8"))), **aim, **course)
    return scenario


@given(scenarios())
def test_written_scenarios_read_back_equal(scenario):
    assert wn.loads(scenario.to_toml()) == scenario
