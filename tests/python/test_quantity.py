"""Numbers with units: what is read, what is refused."""
import math

import pytest

import wryneck as wn
from wryneck.quantity import time_text, to_number


@pytest.mark.parametrize("given, unit, number", [
    (3, "s", 3), (0.5, "s", 0.5), ("8 h", "s", 28800), ("90 min", "s", 5400), ("1.5d", "s", 129600), ("8 h 10 min", "s", 29400),
    ("1 d 1 h 1 min 1 s", "s", 90061), ("250 ms", "s", 0.25), ("3 %", "1", 0.03), ("-17 deg", "deg", -17), ("1 rad", "deg", 180 / math.pi),
    ("4.2 mM", "mM", 4.2), ("4.2 mmol/L", "mM", 4.2), ("900 uM", "mM", 0.9), ("20 kPa", "mmHg", 150.0123), ("80000 g", "kg", 80),
    ("310.15 K", "degC", 37), ("98.6 degF", "degC", 37), ("18 Hz", "Hz", 18), ("1e-3 M", "mM", 1), ("0.5", "1", 0.5), ("2 fortnight", "s", 2419200),
    ("1 bar", "mmHg", 750.0617), ("1e3 s", "s", 1000), ("1e1s", "s", 10), ("1E3 s", "s", 1000), ("1.5e-3 h", "s", 5.4), ("2e+2 min", "s", 12000),
    ("1e2 %", "1", 1), ("1e3 ms", "s", 1), ("1e3", "s", 1000), ("1 h 30 min", "s", 5400), ("1h30min", "s", 5400), ("1 h 0.5 min", "s", 3630),
])
def test_a_quantity_is_converted(given, unit, number):
    assert to_number(given, unit) == pytest.approx(number, rel=1e-6)


def test_a_pint_quantity_is_converted():
    pint = pytest.importorskip("pint")
    units = pint.get_application_registry()
    assert to_number(units.Quantity(2, "hour"), "s") == pytest.approx(7200)
    assert to_number(units.Quantity(37.5, "degC"), "degC") == pytest.approx(37.5)
    with pytest.raises(wn.ScenarioError, match="quantity in mM"):
        to_number(units.Quantity(2, "hour"), "mM")


@pytest.mark.parametrize("given, unit", [
    ("8 kg", "s"), ("", "s"), ("h", "s"), ("8 h h", "s"), ("1e999 s", "s"), (True, "s"), (None, "s"), ([], "s"), (math.nan, "s"),
    ("nan s", "s"), ("8 xyzzy", "s"), ("9**9**9", "1"), ("1 m**999999999", "s"), ("1 " + "m*" * 1000, "s"), ("0x10 s", "s"), ("8 h 5 kg", "s"),
    (10**400, "s"), ("import os", "1"),
])
def test_what_is_no_quantity_is_refused(given, unit):
    with pytest.raises(wn.ScenarioError):
        to_number(given, unit)


@pytest.mark.parametrize("given", ["1e3 kg", "1e999 s", "8 h 5 kg", "8 h h", "1 e3 s", "1e3e3 s", "1 h 1e1 min", "1e s", "2 h 3 e"])
def test_a_refused_quantity_is_shown_whole(given):
    with pytest.raises(wn.ScenarioError) as caught:
        to_number(given, "s", field="at")
    assert str(caught.value).startswith(f"at is '{given}', expected a ")


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 3600, 28810, 86400, 0.25, 1e-9, 7776000, 12345.678, 1 / 3])
def test_a_time_as_text_reads_back(seconds):
    assert to_number(time_text(seconds), "s") == seconds
