"""Tables that the fibre gives for larger scales: those of the package are current, and say what the fibre says."""
import math

import pytest
import wryneck as wn
from wryneck import deriving


@pytest.fixture(scope="module")
def shipped():
    return wn.FibreTables.load()


def test_the_tables_of_the_package_belong_to_the_current_parameters(shipped):
    now = deriving._digest({name: [row["fast"], row["slow"]] for name, row in deriving.parameter_rows().items()})
    assert shipped.provenance["parameters"] == now, "run: wryneck derive -o python/wryneck/data/fibre_tables.json"
    assert not shipped.provenance["quick"]
    for kind in deriving.KINDS:
        assert [{k: row[k] for k in deriving.REFERENCE} for row in shipped.tables[kind]["excitability"]] == deriving.conditions()
        assert len(shipped.tables[kind]["force"]) == len(deriving.conditions()) * len(deriving.FREQUENCIES)


@pytest.mark.parametrize("kind", deriving.KINDS)
def test_sample_points_come_out_again(shipped, kind):
    samples = [dict(deriving.REFERENCE), {**deriving.REFERENCE, "K": 9.0}, {**deriving.REFERENCE, "K": 13.0}, {**deriving.REFERENCE, "Ca": 0.6},
               {**deriving.REFERENCE, "temperature": 25.0}, {**deriving.REFERENCE, "K": 9.0, "pH": 6.8}]
    for again in deriving.excitability(kind, samples, None):
        [kept] = shipped.rows(kind, "excitability", **{name: again[name] for name in deriving.REFERENCE})
        assert again.keys() == kept.keys()
        for name, value in again.items():
            assert (value is None) == (kept[name] is None), (name, again, kept)
            assert value is None or math.isclose(value, kept[name], rel_tol=0.06 if name == "rheobase" else 1e-3, abs_tol=0.5), (name, again, kept)
    for again in deriving.force(kind, samples, None, (20, 50, 100)):
        [kept] = shipped.rows(kind, "force", **{name: again[name] for name in (*deriving.REFERENCE, "frequency")})
        assert math.isclose(again["force"], kept["force"], rel_tol=0.05, abs_tol=0.01)
    for again in deriving.cost(kind, None):
        [kept] = shipped.rows(kind, "cost", frequency=again["frequency"])
        assert all(math.isclose(value, kept[name], rel_tol=0.01, abs_tol=1e-5) for name, value in again.items())


def test_the_tables_say_what_is_known_of_fibres(shipped):
    for kind in deriving.KINDS:
        [rest] = shipped.rows(kind, "excitability")
        [much], [low_calcium] = shipped.rows(kind, "excitability", K=14.0), shipped.rows(kind, "excitability", Ca=0.6)
        assert much["rheobase"] is None and low_calcium["rheobase"] < rest["rheobase"]
        assert all(row["ATP"] > 0 and row["potassium"] > 0 for row in shipped.tables[kind]["cost"])
        force = [row["force"] for row in shipped.rows(kind, "force")]
        assert force == sorted(force) and force[-1] == 1
        tired = [row["force"] for row in shipped.tables[kind]["fatigue"] if row["frequency"] == 50]
        assert tired[-1] < tired[0]


def test_constants_of_the_neck_follow(shipped):
    derived = shipped.neck_parameters()
    assert set(derived) <= set(wn.parameters())
    usable = {name: value for name, value in derived.items() if wn.parameters()[name]["lowest"] <= value <= wn.parameters()[name]["highest"]}
    assert "motor_pool.f_h" in usable
    wn.Scenario("derived", duration="1 min", parameters=usable)


def test_tables_are_written_and_read(shipped, tmp_path):
    path = shipped.save(tmp_path / "tables.json")
    again = wn.FibreTables.load(path)
    assert again.tables == shipped.tables and again.provenance == shipped.provenance
    assert len((tmp_path / "tables.json").read_text().splitlines()) > 1000    # a row on a line
    (tmp_path / "other.json").write_text('{"format": 9}')
    for wrong in ("missing.json", "other.json"):
        with pytest.raises(wn.ScenarioError, match="path is"):
            wn.FibreTables.load(tmp_path / wrong)
