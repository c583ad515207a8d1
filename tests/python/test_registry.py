"""What the package knows by name: parameters with their provenance, and limitations."""
import wryneck as wn


def test_parameters_have_their_provenance():
    rows = wn.parameters()
    assert rows["energetics.J_max"]["unit"] == "mM/s" and len(rows) > 200
    for name, row in rows.items():
        assert name == f"{row['model']}.{row['name']}" and row["meaning"] and row["lowest"] <= row["value"] <= row["highest"]
        assert row["grade"] in ("human", "mammal", "model", "fitted", "assumed")
        assert row["source"] or row["grade"] == "assumed", name


def test_limitations_are_sentences():
    rows = wn.limitations()
    assert len({row["topic"] for row in rows}) == len(rows) > 5
    assert all(row["limit"].endswith(".") and row["consequence"].endswith(".") for row in rows)
