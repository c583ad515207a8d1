"""The generated muscle tables are current, and the fits behind them are good."""

import importlib.util
import pathlib
import re
import sys

import pytest

np = pytest.importorskip("numpy")

ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"(?<![A-Za-z_])-?\d+\.?\d*(?:e-?\d+)?")

WORST_ARM_MM = 0.5
WORST_LENGTH_MM = 0.3
ROUNDING_MM = 0.002    # a least-squares solver of another make may round the last digit otherwise


@pytest.fixture(scope="module")
def anatomy():
    spec = importlib.util.spec_from_file_location("anatomy_tool", ROOT / "tools" / "anatomy.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def split(text):
    return NUMBER.sub("#", text), [float(n) for n in NUMBER.findall(text)]


def test_written_tables_are_current(anatomy):
    words, numbers = split(anatomy.generate())
    written_words, written_numbers = split(anatomy.TABLES.read_text(encoding="utf-8"))
    assert words == written_words
    assert numbers == pytest.approx(written_numbers, abs=ROUNDING_MM, rel=0)


def test_fits_stay_within_the_stated_bounds(anatomy):
    errors = anatomy.worst_errors()
    assert len(errors) == 26 * 3
    arm, length = max(e[0] for e in errors), max(e[1] for e in errors)
    print(f"worst error: arm {arm:.2f} mm, length {length:.2f} mm")
    assert arm < WORST_ARM_MM
    assert length < WORST_LENGTH_MM


def test_the_length_is_the_integral_of_the_fitted_arm(anatomy):
    _, _, fits = anatomy.load()
    q, step = np.linspace(-1, 1, 41), 1e-4
    for coefficients in fits.values():
        change = anatomy.length_change_of(coefficients, q + step) - anatomy.length_change_of(coefficients, q - step)
        assert -change / (2 * step) == pytest.approx(anatomy.arm_of(coefficients, q), abs=1e-4)


def test_raw_arms_and_lengths_agree(anatomy):
    """The table itself is work consistent: its arms, integrated by Simpson's rule, give its lengths."""
    for (muscle, axis), path in anatomy.read_paths().items():
        weights = np.full(len(path.angle), 2.0)
        weights[1::2], weights[[0, -1]] = 4, 1
        work = -np.sum(weights * path.arm) * (path.angle[1] - path.angle[0]) / 3
        change = 1e3 * (path.length[-1] - path.length[0])
        assert work == pytest.approx(change, abs=0.4), (muscle, axis)


def test_the_hyoid_chain_is_carried_once(anatomy):
    muscles, paths, fits = anatomy.load()
    rows = {row["id"]: row for row in muscles}
    raw = {row["id"]: row for row in anatomy.read("muscles.csv")}
    assert not any(fits["SUPRAHY", axis].any() for axis in anatomy.AXES)
    assert fits["INFRAHY", "pitch"][0] == pytest.approx(-29.5)
    for level in anatomy.LEVELS:
        key = f"compression_{level}"
        assert float(rows["SUPRAHY"][key]) == 0
        assert float(rows["INFRAHY"][key]) == pytest.approx(float(raw["INFRAHY"][key]) + float(raw["SUPRAHY"][key]))
    assert 0 < rows["INFRAHY"]["fibre_share"] < 1


def test_roots_share_one_supply_and_every_row_has_its_source(anatomy):
    for row in anatomy.read("muscles.csv"):
        assert sum(float(row[f"root_{root}"]) for root in anatomy.ROOTS) == pytest.approx(1, abs=1e-9)
        assert all(row[key] for key in row if key.endswith(("_source", "_confidence"))), row["id"]
        assert float(row["type_I_low_pct"]) <= float(row["type_I_pct"]) <= float(row["type_I_high_pct"])


def test_joint_springs_lump_to_the_stated_stiffness_of_the_head(anatomy):
    """A head turned by q turns joint j by share_j times q, so the stiffness seen by the head is the sum of share^2 k."""
    split_of = {"pitch": (81 / 121, 40 / 121), "roll": (33 / 39, 6 / 39), "yaw": (27 / 65, 38 / 65)}
    targets = {row["id"]: row for row in anatomy.read("strength_targets.csv")}
    for axis, (lower, upper) in split_of.items():
        kind = "axial" if axis == "yaw" else "bending"
        lumped = sum(
            ((lower if row["group"] == "lower" else upper) * float(row[f"share_{axis}"])) ** 2
            * float(row[f"{kind}_stiffness_Nm_per_rad"])
            for row in anatomy.read("joints.csv")
        )
        band = targets[f"bushing_{axis}"]
        assert float(band["accept_low"]) < lumped < float(band["accept_high"]), (axis, lumped)
