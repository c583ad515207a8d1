"""The single fibre as CellML 2.0: whole in itself, and read by other programs as what it is here."""
import csv
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from figures import verifies

import wryneck as wn

REFERENCE = pathlib.Path(__file__).parents[1] / "validation" / "fibre"
CELLML, MATHML = "{http://www.cellml.org/cellml/2.0#}", "{http://www.w3.org/1998/Math/MathML}"
KINDS = ("fast", "slow")
FIBRES = [(kind, variant) for variant in ("published", "repaired") for kind in KINDS]


def columns(name):
    with open(REFERENCE / name, newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


@pytest.fixture(scope="module", params=["published", "repaired"])
def variant(request):
    return request.param


@pytest.fixture(scope="module")
def model(variant):
    return ET.fromstring(wn.export_cellml(variant=variant))


def variables(model):
    return {c.get("name"): {v.get("name"): v for v in c.findall(f"{CELLML}variable")} for c in model.findall(f"{CELLML}component")}


def test_sub_models_keep_their_names_and_values(model, variant):
    found = variables(model)
    rows = wn.single_fibre.parameter_rows(published=variant == "published")
    assert set(found) == ({"environment", "pulses"} | {name.split(".")[0] for name in rows}) - {"warmth"}
    for name, row in rows.items():
        part, symbol = name.split(".")
        if variant == "published" or part in ("bath", "feedback", "geometry", "water"):    # others have what temperature makes of them
            assert float(found[part][symbol].get("initial_value")) == row["fast"]
    start = wn.fibre(variant=variant, duration=1, every=1)
    for name in start.names:
        part, symbol = name.split(".")
        assert float(found[part][symbol].get("initial_value")) == start[name][0]


def test_every_name_that_is_used_is_there(model):
    found, units = variables(model), {u.get("name") for u in model.findall(f"{CELLML}units")} | {"dimensionless"}
    assert {v.get("units") for part in found.values() for v in part.values()} | {
        c.get(f"{CELLML}units") for c in model.iter(f"{MATHML}cn")} == units
    for component in model.findall(f"{CELLML}component"):
        used = {c.text for c in component.iter(f"{MATHML}ci")}
        assert used <= set(found[component.get("name")])
    mapped = set()
    for connection in model.findall(f"{CELLML}connection"):
        one, two = found[connection.get("component_1")], found[connection.get("component_2")]
        for pair in connection:
            assert one[pair.get("variable_1")].get("units") == two[pair.get("variable_2")].get("units")
            mapped |= {id(one[pair.get("variable_1")]), id(two[pair.get("variable_2")])}
    assert all(v.get("interface") == "public" for part in found.values() for v in part.values() if id(v) in mapped)


def test_changes_and_pulses_come_along():
    found = variables(ET.fromstring(wn.export_cellml(kind="slow", variant="published", pulses=wn.pulses(5, 20, start=3), amplitude=-120,
                                                     width="1 ms", parameters={"membranes.g_Na": "700 mS/cm^2"})))
    assert float(found["membranes"]["g_Na"].get("initial_value")) == 700
    train = {name: float(v.get("initial_value")) for name, v in found["pulses"].items() if v.get("initial_value")}
    assert train == {"start": 3, "period": 50, "width": 1, "amplitude": -120, "count": 5}


def test_the_bath_of_the_file_is_that_of_the_run():
    """Rates at its temperature, the state at rest in it."""
    given = {"kind": "slow", "bath": {"K": "9 mM", "temperature": 25}, "interstitium": "infinite"}
    text = wn.export_cellml(**given)
    found = variables(ET.fromstring(text))
    assert "Rates and conductances are those at 25 degC" in text
    assert (float(found["bath"]["K"].get("initial_value")), float(found["bath"]["exchange"].get("initial_value"))) == (9, 0.1)
    rows = wn.single_fibre.parameter_rows()
    faster = rows["warmth.Q_bridges"]["slow"] ** ((25 - rows["warmth.T_ref"]["slow"]) / 10)
    assert float(found["filament"]["f_o"].get("initial_value")) == pytest.approx(faster * rows["filament.f_o"]["slow"], rel=1e-12)
    start = wn.fibre(**given, duration=1, every=1)
    assert float(found["membranes"]["V_s"].get("initial_value")) == start["membranes.V_s"][0]


@pytest.mark.parametrize("given, words", [
    ({"pulses": [0, 10, 30]}, "pulses[1] is 10, expected 15 ms: pulses at equal distances"),
    ({"pulses": [0, 0.1]}, "pulses[1] is 0.1, expected a time after the end of the pulse before it"),
    ({"kind": "fats"}, "kind is 'fats', expected 'fast' or 'slow'; did you mean 'fast'?"),
    ({"parameters": {"membranes.gNa": 1}}, "did you mean 'membranes.g_Na'?"),
    ({"parameters": {"membranes.g_Na": -1}}, "expected a value from 60 to 1600 mS/cm^2"),
    ({"bath": {"K": 9}}, "with the published fibre, which has no bath"),
    ({"variant": "repaired", "bath": {"K": 5}, "parameters": {"bath.K": 9}}, "bath.K is 5, expected it in `bath` or in `parameters`, not in both"),
    ({"variant": "repared"}, "did you mean 'repaired'?"),
])
def test_what_cannot_be_meant_is_refused(given, words):
    with pytest.raises(wn.ScenarioError) as refused:
        wn.export_cellml(**{"variant": "published"} | given)
    assert words in str(refused.value)


def test_the_file_holds_the_text(tmp_path):
    text = wn.export_cellml(tmp_path / "fibre.cellml", "slow")
    assert (tmp_path / "fibre.cellml").read_text() == text == wn.export_cellml(kind="slow")
    with pytest.raises(ValueError, match="a directory that exists"):
        wn.export_cellml(tmp_path / "not" / "there.cellml")


def test_the_command_writes_it(tmp_path):
    def command(*arguments):
        return subprocess.run([sys.executable, "-m", "wryneck", "export", *arguments], capture_output=True, text=True, cwd=tmp_path)

    assert command("--fibre", "slow").stdout == wn.export_cellml(kind="slow")
    assert command("--published").stdout == wn.export_cellml(variant="published")
    done = command("--fibre", "fast", "-o", "fast.cellml")
    assert (done.returncode, done.stdout) == (0, "written: fast.cellml\n") and (tmp_path / "fast.cellml").read_text() == wn.export_cellml()
    wrong = command("-o", "not/there.cellml")
    assert wrong.returncode == 2 and wrong.stderr.count("\n") == 1 and "a file in a directory that exists" in wrong.stderr


@pytest.mark.parametrize("kind, variant", FIBRES)
def test_libcellml_finds_no_fault(kind, variant):
    """Neither in what the specification asks for nor in the units of any equation."""
    libcellml = pytest.importorskip("libcellml")
    parser, validator, analyser = libcellml.Parser(True), libcellml.Validator(), libcellml.Analyser()
    model = parser.parseModel(wn.export_cellml(kind=kind, variant=variant))
    validator.validateModel(model)
    analyser.analyseModel(model)
    issues = [tool.issue(i).description() for tool in (parser, validator, analyser) for i in range(tool.issueCount())]
    assert issues == []
    verifies(f"code.cellml.{kind}_{variant}",
             f"faults that libCellML finds in the {variant} fibre, {kind}, units of each equation included", len(issues), (0, 0))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What Myokit reads, by kind and variant."""
    myokit = pytest.importorskip("myokit")
    import myokit.formats

    folder = tmp_path_factory.mktemp("cellml")
    for kind, variant in FIBRES:
        wn.export_cellml(folder / f"{kind}_{variant}.cellml", kind, variant=variant)
    return {(kind, variant): myokit.formats.importer("cellml").model(str(folder / f"{kind}_{variant}.cellml")) for kind, variant in FIBRES}


@pytest.fixture(scope="module")
def simulated(loaded):
    """By CVODES, with no step over a pulse: the log of a model of `loaded`."""
    import myokit

    def run(fibre, times, names):
        try:
            simulation = myokit.Simulation(loaded[fibre].clone())
        except myokit.CompilationError as error:
            pytest.skip(f"Myokit cannot compile a simulation here, which takes a compiler and SUNDIALS: {str(error)[:200]}")
        simulation.set_tolerance(1e-9, 1e-9)
        simulation.set_max_step_size(0.25)
        return simulation.run(times[-1] + 1e-6, log=names, log_times=times)

    return run


@pytest.mark.parametrize("fibre", FIBRES)
def test_myokit_agrees_on_every_unit(loaded, fibre):
    import myokit

    loaded[fibre].check_units(mode=myokit.UNIT_STRICT)


@pytest.mark.parametrize("point, current", [("fast_start", 0), ("fast_stimulated", 150), ("fast_after_1ms", 0), ("slow_start", 0)])
def test_myokit_computes_the_same_rates(loaded, point, current):
    reference = columns("rates.csv")
    model = loaded[point.split("_")[0], "published"].clone()
    model.set_value("pulses.amplitude", current)
    x, expected = ({name: float(v) for name, v in zip(reference["state"], reference[column])} for column in (point, f"{point}_rate"))
    names = [state.qname() for state in model.states()]
    assert sorted(names) == sorted(x)
    found = model.evaluate_derivatives([x[name] for name in names])
    assert found == pytest.approx([expected[name] for name in names], rel=1e-9, abs=0)
    worst = max(abs(value / expected[name] - 1) for name, value in zip(names, found) if expected[name] != 0)
    verifies(f"against.myokit_rates.{point}",
             f"rates that Myokit computes from the exported CellML against two other programs, {point.replace('_', ' ')}, relative",
             worst, (0, 1e-9))


def test_myokit_runs_the_same_twitch(simulated):
    """As it stands in the file, pulse included."""
    reference = columns("fast_twitch.csv")
    times = np.array([float(t) for t in reference["t_ms"]])
    names = [name for name in reference if name != "t_ms"]
    log = simulated(("fast", "published"), times, names)
    ours = wn.fibre("fast", variant="published", pulses=[0], at=times, duration=times[-1], tolerance=1e-9, record=names)
    worst = 0
    for name in names:
        scale = np.ptp(ours[name])
        worst = max(worst, np.abs(np.array(log[name]) - ours[name]).max() / scale)
        assert worst <= 1e-5, name
        rounded = np.array([float(v) for v in reference[name]])    # to nine digits
        assert np.abs(np.array(log[name]) - rounded).max() <= 1e-5 * scale + 5e-9 * np.abs(rounded).max(), name
    verifies("against.myokit_published",
             "twitch of the exported published fibre in Myokit (CVODES, 1e-9) against ours, worst state over its range", worst, (0, 1e-5))


@pytest.mark.parametrize("kind", KINDS)
def test_myokit_runs_the_same_repaired_twitch(simulated, kind):
    """From rest, all states."""
    times = np.linspace(0, 60, 241)
    ours = wn.fibre(kind, pulses=[0], at=times, duration=times[-1], tolerance=1e-9)
    log = simulated((kind, "repaired"), times, list(ours.names))
    assert np.ptp(ours["membranes.V_s"]) > 100
    worst = 0
    for name in ours.names:
        moved = max(np.ptp(ours[name]), 1e-7 * np.abs(ours[name]).max(), 1e-9)
        worst = max(worst, np.abs(np.array(log[name]) - ours[name]).max() / moved)
        assert worst <= 1e-4, name
    verifies(f"against.myokit_repaired.{kind}", f"the same of the repaired fibre, {kind}, from rest", worst, (0, 1e-4))
