"""A whole person on the bench: what is kept, what each step does, how findings are set up on it, and nonsense in one sentence."""

import numpy as np
import pytest

import wryneck as wn
from wryneck import laboratory as lab
from wryneck.laboratory.arranging import NotSetUp, measured
from wryneck.registry import parameters

DAY_OUT = [lab.Take("ibuprofen_tablet", "400 mg"), lab.Sweat("2 %", "90 min"), lab.Drink("1 l", duration="5 min"), lab.Ice("20 min"), lab.Rest("30 min"),
           lab.Take("potassium_chloride", "40 mmol"), lab.Drink("0.5 l", "oral_rehydration"), lab.Rest("6 h")]


def test_nothing_is_made_or_lost():
    """Water and each ion to 1e-9 of what the body holds, heat to the same share of what tissue holds."""
    observed = lab.Subject().perform(DAY_OUT)
    assert observed.complete and observed.time[-1] == pytest.approx(sum(step.seconds for step in DAY_OUT))
    held = {"water": 45, "sodium": 3000, "potassium": 4100, "magnesium": 415, "calcium": 143, "heat": 3.7e6 * 0.06 * 35}
    for name, much in held.items():
        assert np.abs(observed[f"balance_{name}"]).max() < 1e-9 * much, name
    assert observed["sweat"][-1] == pytest.approx(1.5, rel=1e-6) and observed["sodium"].min() < 140 < observed["sodium"].max()


def test_who_does_nothing_stays_as_he_is():
    observed = lab.Subject(sex="female", mass="60 kg").perform([lab.Rest("1 d")], every="1 h")
    for name, value in {"sodium": 140, "potassium": 4.2, "calcium": 1.248, "urine": 0, "drug": 0}.items():
        assert observed[name] == pytest.approx(value, abs=1e-6)
    assert observed["outside"] + observed["cells"] == pytest.approx(30, abs=1e-6)
    assert np.ptp(observed["muscle_10mm"]) < 0.01


def test_sweat_drink_and_rehydration_move_plasma_as_they_should():
    sweat = lab.Sweat("2 %", "1 h")
    dry, water, salts = (lab.Subject().perform([sweat, *after, lab.Rest("1 h")]).at("sodium", 3600 + 3600) for after in
                         ([], [lab.Drink("1.5 l")], [lab.Drink("1.5 l", "oral_rehydration")]))
    assert dry > 143 and water < salts < dry and water < 140


def test_a_litre_dilutes_by_the_regression():
    for water, fall in ((50, -3.2), (25, -6.3)):
        observed = lab.Subject(body_water=water, kidney=False, parameters={"gut.t_W": 0.01}).perform([lab.Drink("1 l"), lab.Rest("1 h")])
        assert observed["sodium"][-1] - 140 == pytest.approx(fall, rel=0.01)
    kept = lab.Subject(kidney=False).perform([lab.Drink("1 l"), lab.Rest("3 h")])
    passed = lab.Subject().perform([lab.Drink("1 l"), lab.Rest("3 h")])
    assert passed["sodium"][-1] > kept["sodium"][-1] + 0.3 and passed["urine"][-1] > 0.1 and kept["urine"][-1] == 0


def test_ice_cools_what_is_near_and_under_little_fat():
    ice = [lab.Ice("20 min"), lab.Rest("30 min")]
    thin, thick = (lab.Subject(skinfold=fold, depths=[0, 10, 30]).perform(ice) for fold in (8, 20))
    fall = [[o.at(name, 1200) - o.at(name, 0) for name in ("skin", "muscle_0mm", "muscle_10mm", "muscle_30mm")] for o in (thin, thick)]
    assert fall[0] == sorted(fall[0]) and fall[1] == sorted(fall[1]) and all(a < b for a, b in zip(fall[0][1:], fall[1][1:], strict=True))
    assert thin.at("muscle_10mm", 3000) > thin.at("muscle_10mm", 1200) + 3 and thin.at("muscle_30mm", 3000) < thin.at("muscle_30mm", 1200)
    warm = lab.Subject().perform([lab.Ice("20 min", temperature=40)])
    assert warm["muscle_10mm"][-1] > warm["muscle_10mm"][0] + 0.5


def test_a_drug_follows_dose_and_form():
    def course(what, dose):
        return lab.Subject().perform([lab.Take(what, dose), lab.Rest("12 h")])["drug"]

    tablet, half, salt = course("ibuprofen_tablet", 400), course("ibuprofen_tablet", 200), course("ibuprofen_sodium", 400)
    assert tablet == pytest.approx(2 * half, rel=1e-3, abs=1e-4)
    assert salt.max() > tablet.max() and salt.argmax() < tablet.argmax()
    twice = lab.Subject().perform([lab.Take("ibuprofen_tablet", 200), lab.Rest("6 h"), lab.Take("ibuprofen_tablet", 200), lab.Rest("6 h")])["drug"]
    assert twice.max() < tablet.max() and twice[-60] > half[-60]


def test_samples_do_not_steer_the_run():
    coarse, fine = (lab.Subject().perform([lab.Sweat("1 %", "1 h"), lab.Ice("20 min")], every=every) for every in (600, 7))
    for name in ("sodium", "muscle_10mm", "cells"):
        assert coarse[name][-1] == fine[name][-1], name


def test_parameters_of_a_person_stand_in_the_registry():
    rows = parameters(subject=True)
    assert rows["tissue.k_muscle"]["unit"] == "W/m/K" and rows["drug.k_a"]["grade"] == "fitted" and not set(rows) & set(parameters())
    assert set(parameters("fitted", subject=True)) >= {"drug.CL", "potassium.k", "kidney.g_K"} and set(parameters(model="sweat", subject=True)) >= {"sweat.c_K"}
    assert lab.Subject(parameters={"sweat.c_K": 4}).perform([lab.Sweat(volume="1 l")])["sweat_potassium"][-1] == pytest.approx(4)


# Findings

def test_findings_on_a_whole_person_are_set_up():
    mine = [one for one in wn.findings() if not one.missing and {arm.preparation["kind"] for arm in one.arms.values()} & {"subject", "layers"}]
    assert len(mine) == 24
    assert {one.key for one in mine if one.fitted or one.taken} == {"CT-01", "CT-16", "CT-63"}


@pytest.mark.parametrize("measure, kind, protocol, words", [
    ("tissue_temperature", "layers", [{"do": "massage"}], "no step 'massage' for a whole person"),
    ("plasma_sodium", "layers", [{"do": "measure"}], "no measure 'plasma_sodium' of layers"),
    ("pain_rating", "subject", [{"do": "measure"}], "no measure 'pain_rating' of a whole person"),
    ("plasma_sodium", "subject", [{"do": "drug", "what": "diazepam", "dose": 5}], "no step 'drug' of 'diazepam' for a whole person"),
    ("tissue_temperature", "layers", [{"do": "cool", "duration": 60, "repeats": 2}], "no step 'cool'"),
])
def test_what_cannot_be_set_up_is_said(measure, kind, protocol, words):
    with pytest.raises(NotSetUp) as caught:
        measured(measure, {"kind": kind}, protocol)
    assert words in str(caught.value)


def test_measures_read_their_span():
    salt = [{"do": "supplement", "what": "potassium_chloride", "amount": 64}]
    rise, later = (measured("plasma_potassium", {"kind": "subject"}, [*salt, *more]) for more in (
        [{"do": "measure", "duration": 10800}], [{"do": "rest", "duration": 10800}, {"do": "measure"}]))
    assert rise > later > 4.2 and measured("plasma_potassium", {"kind": "subject"}, [{"do": "measure"}]) == pytest.approx(4.2)


@pytest.mark.parametrize("make, words", [
    (lambda: lab.Subject(sex="man"), "Subject.sex is 'man', expected one of female, male"),
    (lambda: lab.Subject(mass=5).perform([lab.Rest(60)]), "mass_kg is 5, expected a value from 30 to 250 kg"),
    (lambda: lab.Subject(skinfold=1).perform([lab.Rest(60)]), "skinfold_mm is 1, expected a value from 3.2 to 100 mm"),
    (lambda: lab.Subject(depths=10), "Subject.depths is 10, expected a list of depths"),
    (lambda: lab.Subject(depths=[90]).perform([lab.Rest(60)]), "depth_mm[0] is 90, expected a value from -5 to 60 mm"),
    (lambda: lab.Subject(body_water="salt"), "Subject.body_water"),
    (lambda: lab.Subject(kidney="no"), "Subject.kidney is 'no', expected true or false"),
    (lambda: lab.Subject(parameters={"sweat.c_k": 4}), "did you mean 'sweat.c_K'?"),
    (lambda: lab.Subject(parameters={"sweat.c_K": 40}).perform([lab.Rest(60)]), "parameters.sweat.c_K is 40, expected a value from 3 to 9 mM"),
    (lambda: lab.Subject().perform([lab.Rest(60), lab.Cuff(100)]), "steps[1]: Cuff is no step for a whole person"),
    (lambda: lab.Subject().perform([lab.Take("ibuprofen_tablet", 400), lab.Take("ibuprofen_sodium", 400), lab.Rest(60)]), "expected one form of a drug"),
    (lambda: lab.Subject().perform([lab.Rest(60)], every=0), "every_s is 0"),
    (lambda: lab.Drink("1 l", "wine"), "Drink.what is 'wine', expected one of water, oral_rehydration"),
    (lambda: lab.Drink(20), "Drink.volume is 20, expected a value from 0 to 10 l"),
    (lambda: lab.Sweat(), "Sweat: needs either a mass_loss or a volume"), (lambda: lab.Sweat(0.02, volume=1), "needs either a mass_loss or a volume"),
    (lambda: lab.Sweat("30 %"), "Sweat.mass_loss is 0.3, expected a value from 0 to 0.15"),
    (lambda: lab.Ice("20 min", temperature=90), "Ice.temperature is 90, expected a value from -5 to 46 degC"),
    (lambda: lab.Take("aspirin", 500), "Take.what is 'aspirin'"), (lambda: lab.Take("ibuprofen_tablet", -1), "Take.amount is -1, expected a value from 0 to 3200 mg"),
    (lambda: lab.Muscle().perform([lab.Ice(60)]), "steps[0]: Ice is a step for a whole person"), (lambda: lab.Fibre().perform([lab.Drink(1)]), "Drink"),
    (lambda: parameters(subject=True, fibre="fast"), "subject is true, expected false where a fibre is asked for"),
    (lambda: parameters(model="swet", subject=True), "did you mean"),
])
def test_nonsense_gets_one_sentence(make, words):
    with pytest.raises(wn.ScenarioError) as caught:
        make()
    assert words in str(caught.value) and "\n" not in str(caught.value)
