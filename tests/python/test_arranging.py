"""Words of findings set up in the laboratory: what each word stands for, work that tires, what is read off, and solutions of skinned fibres."""
import math

import numpy as np
import pytest

import wryneck as wn
from wryneck import finding_measures, finding_words
from wryneck import laboratory as lab
from wryneck.judging import COMPARED
from wryneck.laboratory import evaluate
from wryneck.laboratory.arranging import KINDS, NATURAL, Changed, NotSetUp, measured
from wryneck.laboratory.arranging_parts import PARTS
from wryneck.laboratory.arranging_words import WORDS, Arranged, add
from wryneck.laboratory.observation import Observation, spans_of
from wryneck.laboratory.pacing import Asked, Work, found, general_endurance, targets
from wryneck.laboratory.pools import ENERGY, FLUID, OXYGEN, Pools
from wryneck.laboratory.reading import MUSCLE, Seen
from wryneck.laboratory.steps import Block, Contract, Cuff, Hold, Length, Plasma, Rest, Set, Stimulate

SERIES = dict.fromkeys([*ENERGY, *OXYGEN, *FLUID, "pressure", "sodium_fibre", "potassium"])


@pytest.fixture(scope="module")
def work():
    """Hard rhythmic work and a rest after it, with all curves that pools need."""
    muscle = lab.Muscle("SPL_CAP_R", patches=2, even=True)
    return muscle.perform([lab.Rest(60), *[lab.Contract(0.7, 1), lab.Rest(1)] * 40, lab.Rest(60)], record=SERIES)


def arranged(*steps, **given):
    found = Arranged(**given)
    for place, step in enumerate(steps):
        add(found, step, place)
    return found


def seen(steps, time, begin=0.0, end=0.0, work=None, **curves):
    observed = Observation(np.asarray(time, float), {name: np.asarray(values, float) for name, values in curves.items()}, spans_of(steps))
    return Seen(observed, begin, end, {}, work)


# Kinds and words.

def test_every_kind_of_part_is_a_kind():
    assert set(PARTS) < set(KINDS) and {"fibre", "bundle", "patch", "muscle", "nerve_muscle", "motoneurons", "neck", "subject", "layers"} == set(KINDS) - set(PARTS)
    assert set(MUSCLE) <= set(finding_measures.MEASURES) and set(NATURAL) <= set(finding_measures.MEASURES)


@pytest.mark.parametrize("word, given, steps", [
    ("rest", {"duration": 5.0}, [Rest(5)]),
    ("stimulate", {"on": "nerve", "rate": 20.0, "duration": 2.0, "pause": 3.0, "repeats": 2}, [Stimulate(20, 2), Rest(3)] * 2),
    ("stimulate", {"on": "motor_point", "rate": 5.0, "repeats": 10}, [Stimulate(5, 2)]),
    ("contract", {"effort": 0.5, "duration": 2.0, "every": 10.0, "repeats": 2}, [Contract(0.5, 2), Rest(8)] * 2),
    ("hold", {"effort": 0.3, "duration": 20.0}, [Hold(0.3, 20)]),
    ("hold", {"effort": 0.5, "until": "failure"}, [Hold(0.5, 4 * general_endurance(0.5) + 20)]),
    ("exercise", {"effort": 0.4, "duration": 6.0}, [Contract(0.4, 1), Rest(1)] * 3),
    ("exercise", {"power": 30.0, "duration": 2.0}, [Contract(0.4, 1), Rest(1)]),
    ("inject", {"what": "hypertonic_saline"}, [Set("mediator", 1)]), ("inject", {"what": "isotonic_saline"}, [Set("mediator", 0)]),
    ("cuff", {"pressure": 250.0, "duration": 60.0}, [Cuff(250), Rest(60)]),
    ("stretch", {"change": 0.1, "duration": 4.0}, [Length(0.05), Rest(4), Length(-0.15)]),
    ("block", {"what": "nerve"}, [Block("nerve")]),
    ("plasma", {"sodium": 120.0, "pH": 7.5, "duration": 60.0}, [Plasma(sodium=120, ph=7.5), Rest(60)]),
    ("sweat", {"mass_loss": 0.1}, [Plasma(sodium=140 * 1.07, potassium=4.2 * 1.07, calcium=1.25 * 1.07, magnesium=0.55 * 1.07)]),
    ("stress", {}, [Set("stress", 1)]), ("sleep", {"duration": 60.0}, []),
])
def test_what_a_word_stands_for(word, given, steps):
    found = arranged({"do": word, **given}, length=-0.15, said=-0.05)
    assert found.steps == steps and found.window == (found.seconds, found.seconds)


def test_water_thins_all_ions_alike():
    plasma, = arranged({"do": "drink", "what": "water"}).steps
    assert plasma.sodium == 137.6 and plasma.potassium / 4.2 == pytest.approx(137.6 / 140)


@pytest.mark.parametrize("measure, window, rested", [
    ({}, (5, 5), [Rest(1e-3)]), ({"duration": 3.0}, (5, 8), [Rest(3)]), ({"at": 1.0}, (1, 1), []), ({"at": 0.0, "duration": 5.0}, (0, 5), []), ({"at": 2.0, "duration": 4.0}, (2, 6), [Rest(1)]),
])
def test_when_it_is_measured(measure, window, rested):
    found = arranged({"do": "rest", "duration": 5.0}, {"do": "measure", **measure})
    assert found.window == window and found.steps == [Rest(5), *[step for step in rested if found.seconds > 5]]


@pytest.mark.parametrize("step, reason", [
    ({"do": "massage"}, "no step 'massage' for a muscle"), ({"do": "block", "what": "chloride_channels"}, "no step 'block' of 'chloride_channels' for a muscle"),
    ({"do": "stimulate", "on": "tendon", "rate": 5.0}, "no step 'stimulate' for a muscle"), ({"do": "exercise", "duration": 60.0}, "no step 'exercise' for a muscle"),
    ({"do": "exercise", "power": 7.0, "duration": 60.0}, "no step 'exercise' for a muscle"), ({"do": "drink", "what": "oral_rehydration"}, "no step 'drink' of 'oral_rehydration' for a muscle"),
    ({"do": "rest", "until": "failure"}, "no 'rest' until failure"), ({"do": "hold", "effort": 0.5, "until": "recovery"}, "no 'hold' until recovery"),
    ({"do": "stimulate", "on": "nerve", "rate": 1.0, "repeats": 1}, "no single twitch of a muscle, whose force follows mean rates"),
])
def test_a_word_that_stands_for_nothing_says_why(step, reason):
    with pytest.raises(NotSetUp) as refused:
        arranged(step)
    assert str(refused.value) == reason


def test_every_word_is_one_of_findings():
    assert set(WORDS) <= set(finding_words.STEPS)


# Work that tires.

def test_work_to_exhaustion_rises_by_a_tenth_a_minute():
    rising = targets(None, None)
    assert rising[0] == pytest.approx(0.1) and rising[29] == pytest.approx(0.1) and rising[30] == pytest.approx(0.2) and rising[-1] == pytest.approx(1.1)
    assert targets(0.3, 10) == [0.3] * 5 and len(targets(0.3, None)) == 300


def test_the_effort_of_work_follows_what_is_left():
    time = np.arange(0, 20.1, 0.1)
    capacity = np.where(time < 10 + 4, 1.0, 0.5)
    observed = seen([Contract(0.4, 1), Rest(9)], time, capacity=capacity, activation=time).observed
    kept = Work(0, 0.0, [0.4] * 5, 5, 10, rhythmic=True, to_failure=False).asked(observed, 10.0)
    assert kept == pytest.approx([0.4, 0.4, 0.8, 0.8, 0.8])
    lost = Work(0, 0.0, [0.4, 0.4, 0.6, 0.6], 4, 8, rhythmic=True, to_failure=True).asked(observed, 10.0)
    assert lost == pytest.approx([0.4, 0.4]) and Work(0, 0.0, [1.1], 1, 2, rhythmic=True, to_failure=True).asked(observed, 10.0) == [1.0]


def test_work_that_is_found_step_by_step_is_what_a_subject_would_do():
    """A muscle that loses 2 % of its capacity for each cycle at full effort: each effort follows from all before."""
    def run(steps):
        efforts = [step.effort for step in steps if isinstance(step, Contract)]
        time = np.arange(0, 2 * len(efforts) + 0.5, 0.5)
        spent = np.interp(time, 2 * np.arange(len(efforts) + 1), np.cumsum([0, *efforts]))
        return Observation(time, {"capacity": 1 - 0.02 * spent, "activation": 0 * time}, spans_of(steps))

    step = {"do": "exercise", "effort": 0.5, "until": "failure"}
    kept = found(Asked("toy", lambda known: arranged(step, known=known), run, 0.0))[0]
    expected, left = [], 1.0
    while left >= 0.95 * 0.5:
        expected.append(min(0.5 / left, 1.0))
        left -= 0.02 * expected[-1]
    assert len(kept) == len(expected) < 60 and kept == pytest.approx(expected, abs=0.02)


def test_rhythmic_work_that_can_be_kept_gives_the_force_that_is_wanted():
    """At the end of five minutes at 30 %, with drive raised as the muscle tires."""
    protocol = [{"do": "exercise", "effort": 0.3, "duration": 300.0}, {"do": "measure", "at": 298.05, "duration": 0.9}]
    fresh = measured("emg_share", {"kind": "patch"}, [{"do": "exercise", "effort": 0.3, "duration": 4.0}, {"do": "measure", "at": 2.05, "duration": 0.9}])
    tired = measured("emg_share", {"kind": "patch"}, protocol)
    assert tired > 1.1 * fresh > 25


def test_a_hold_ends_when_it_is_lost():
    """Rest begins then: phosphocreatine comes back by a minute after the loss."""
    held = [{"do": "hold", "effort": 0.6, "until": "failure"}]
    lost = measured("phosphocreatine", {"kind": "patch"}, [*held, {"do": "measure"}])
    later = measured("phosphocreatine", {"kind": "patch"}, [*held, {"do": "rest", "duration": 60.0}, {"do": "measure"}])
    assert later > lost + 5


# What a run does not record.

def test_phosphate_agrees_with_the_free_energy_of_the_core(work):
    """The core gives the bonds of its pools, and the free energy of ATP, which hangs on phosphate."""
    pools = Pools(work)
    for time in (10, 120, 149, 200):
        row = {name: work.at(name, time) for name in ("pcr", "ph")}
        at = evaluate("energetics", states={"PCr": row["pcr"], "A": pools._adenylates(time), "pH": row["ph"], "E": 0})
        assert at.outputs["balance_E"] == pytest.approx(pools.bonds(time), rel=1e-6)
        expected = -32.3 + 2.58 * math.log(pools.ratio(time) * pools.phosphate(time) / 1000)
        assert at.outputs["dG"] == pytest.approx(expected, abs=1e-6)
    assert pools.phosphate(149) > pools.phosphate(10) + 8


def test_supply_agrees_with_lactate_and_with_use_at_rest(work):
    pools = Pools(work)
    ox, gly = pools.mean_supply(10, 60)
    assert pools.used(10, 60) / 50 == pytest.approx(0.009, rel=0.15) and ox == pytest.approx(pools.used(10, 60) / 50, rel=0.05) and 0 <= gly < 0.001
    made = pools.mean_supply(70, 110)[1] / 1.5 * 40    # of lactate, little of which is gone so soon
    assert work.at("lactate", 110) - work.at("lactate", 70) == pytest.approx(made, rel=0.25)
    assert Pools(work, {"energetics.V_ox": 0.6}).supply(150)[0] <= 0.6


def test_oxygen_goes_where_blood_brings_it(work):
    """Fick: at the end of work what flow brings and veins do not take away is taken up."""
    pools, (begin, end) = Pools(work), (146.0, 150.0)
    saturated = (pools.capillary_PO2(begin, end) / 26.8) ** 3
    brought = work.mean("flow", begin, end) * 0.2 / (1 + saturated)
    time = work.time[(work.time >= begin) & (work.time <= end)]
    assert brought == pytest.approx(np.mean([pools.oxygen_uptake(float(t)) for t in time]), rel=0.1)
    assert 0 < pools.desaturation(10) < 0.8 * pools.desaturation(149) < 1


def test_water_agrees_with_the_pressure_that_it_makes():
    """Confined water presses: the run records the pressure, not the water."""
    muscle = lab.Muscle("SPL_CAP_R", patches=2, even=True)
    observed = muscle.perform([lab.Rest(60), lab.Plasma(sodium=120), lab.Rest(7200)], record=[*FLUID, "pressure"], every=1)
    pools = Pools(observed)
    assert pools.interstitial_water[0] == 10 and pools.cell_water(7200) > 70
    for time in (1800, 7200):
        pressed = observed.at("pressure", time) - observed.at("pressure", 20)
        assert pressed == pytest.approx(0.3 * (pools.total_water(time) - pools.total_water(20)), rel=0.1, abs=0.01)
    assert pools.interstitial_pressure(7200) < pools.interstitial_pressure(20)    # fibres have drunk from it


def test_fibres_lose_the_potassium_that_they_gain_in_sodium(work):
    at = evaluate("interstitium", inputs={"f": 20})
    assert at.rates["K_i"] == pytest.approx(-at.rates["Na_i"]) and at.rates["K_i"] < 0
    pools = Pools(work)
    assert pools.fibre_potassium(10) == pytest.approx(150, abs=0.1) and pools.fibre_potassium(149) < 149


def test_a_venous_cuff_filters_by_the_coefficient():
    assert Pools(lab.Muscle(patches=1).perform([lab.Rest(1)]), {"fluid.CFC": 0.005}).filtration_coefficient(40.0) == pytest.approx(5)


# How it is read.

def test_a_response_is_timed_from_its_start():
    time = np.arange(0, 200.05, 0.1)
    rise = np.where(time < 20, 2.0, 2 + 10 * (1 - np.exp(-(time - 20) / 15)))
    held = seen([Rest(20), Hold(0.3, 180)], time, flow=rise)
    assert MUSCLE["flow_response_time"].read(held) == pytest.approx(15, abs=0.2)
    swing = rise + np.where(time >= 20, 3 * np.sin(np.pi * time), 0)    # with the cycles of rhythmic work
    assert MUSCLE["flow_response_time"].read(seen([Rest(20), Contract(0.3, 180)], time, flow=swing, work=(20.0, 200.0))) == pytest.approx(16, abs=1.5)
    assert MUSCLE["flow_response_time"].read(seen([Hold(0.3, 200)], time, flow=0 * time)) == math.inf


def test_bursts_are_counted_by_the_minute():
    time = np.arange(0, 120.05, 0.1)
    activation = np.where((time % 40 > 10) & (time % 40 < 10.5), 0.01, 0.0005)
    read = seen([Rest(120)], time, begin=0, end=120, activation=activation, axon=0 * time)
    assert MUSCLE["fasciculation_rate"].read(read) == 1.5
    assert MUSCLE["fasciculation_rate"].read(seen([Rest(120)], time, begin=0, end=120, activation=0 * time, axon=0.01 + 0 * time)) == pytest.approx(60 * 153 * 0.01)
    assert MUSCLE["active_time"].read(read) == pytest.approx(100 * 1.2 / 120, rel=0.05)
    normal, low = (measured("fasciculation_rate", {"kind": "muscle", "site": "tibialis_anterior", "calcium": Ca}, [{"do": "measure", "duration": 20.0}]) for Ca in (1.25, 0.9))
    assert 0 <= normal < 0.1 * low


def test_acid_is_timed_by_what_is_gone_of_phosphocreatine():
    time, steps = np.arange(0, 101.0), [Hold(0.5, 100)]
    pcr = 30 - 0.2 * time
    assert MUSCLE["PCr_used_at_acid_onset"].read(seen(steps, time, pcr=pcr, ph=np.where(time < 60, 7.08, 6.9))) == pytest.approx(40)
    assert MUSCLE["PCr_used_at_acid_onset"].read(seen(steps, time, pcr=pcr, ph=7.05 + 0 * time)) == math.inf


def test_a_cramp_that_begins_by_itself():
    rows = [{"kind": "cramp", "duration_s": 30}, {"kind": "knot", "duration_s": 90}, {"kind": "cramp", "duration_s": 12}]
    observed = Observation(np.array([0.0, 60.0]), {"activation": np.zeros(2)}, spans_of([Rest(60)]), episodes=rows)
    assert MUSCLE["cramp_duration"].read(Seen(observed, 0, 60)) == 30
    assert MUSCLE["cramp_duration"].read(Seen(Observation(observed.time, {"activation": np.zeros(2)}, observed.spans), 0, 60)) == 0


def test_a_contraction_costs_more_the_longer_it_is():
    short, long = (measured("ATP_cost", {"kind": "nerve_muscle", "site": "quadriceps"}, [{"do": "stimulate", "on": "nerve", "rate": 50.0, "duration": d, "pause": d, "repeats": 4},
                                                                                        {"do": "measure"}]) for d in (0.8, 3.2))
    assert 0.8 < short < 2 and long == pytest.approx(4 * short, rel=0.1)


def test_what_a_line_gives_at_nothing():
    from types import SimpleNamespace

    line = SimpleNamespace(of=["a", "b"], x=(0.8, 3.2))
    assert COMPARED["intercept_percent"](line, {"a": 1 + 3 * 0.8, "b": 1 + 3 * 3.2}, {}) == pytest.approx(25)


def test_an_overload_leaves_a_knot():
    found = measured("knot_radius", {"kind": "muscle", "site": "trapezius", "knot": "active"}, [{"do": "rest", "duration": 600.0}, {"do": "measure"}])
    none = measured("knot_radius", {"kind": "muscle", "site": "trapezius", "knot": "none"}, [{"do": "rest", "duration": 600.0}, {"do": "measure"}])
    assert found > 2 > 0.1 > none


# Fibres.

def test_a_fibre_without_cross_bridges_uses_less():
    train = {"do": "stimulate", "on": "fibre", "rate": 60.0, "duration": 0.5}
    bundle, block = {"kind": "bundle"}, {"do": "block", "what": "cross_bridges", "share": 1.0}
    assert 0.2 * measured("ATP_use", bundle, [train]) < measured("ATP_use", bundle, [block, train]) < 0.9 * measured("ATP_use", bundle, [train])
    force, half, none = (measured("tetanic_force", bundle, [{**block, "share": share}, train]) for share in (0.0, 0.5, 1.0))
    assert none < 0.01 * force and half == pytest.approx(0.5 * force, rel=0.1) and force == measured("tetanic_force", bundle, [train])
    with pytest.raises(NotSetUp, match="no ATP use of a fibre but in one train"):
        measured("ATP_use", bundle, [train, train])


def test_use_is_counted_whoever_supplies_it():
    """Oxidation and glycolysis at their least: pools pay for nearly all, and the sum stays."""
    train = [{"do": "stimulate", "on": "fibre", "rate": 60.0, "duration": 1.0}]
    poor = Changed(fibre={"energy.V_ox": 0.0002, "energy.V_L": 0.0001})
    assert measured("ATP_use", {"kind": "fibre"}, train, poor) == pytest.approx(measured("ATP_use", {"kind": "fibre"}, train), rel=0.03)


def bathed(phosphate, seconds=2.0):
    return {"do": "bath", "phosphate": phosphate, "duration": seconds}


def test_phosphate_takes_release_and_gives_it_back():
    skinned = {"kind": "skinned_fibre", "site": "EDL"}
    none, some, more = (measured("calcium_release", skinned, [bathed(P), {"do": "measure"}]) for P in (0.0, 20.0, 50.0))
    assert more < some < 0.98 * none
    assert measured("calcium_release", skinned, [bathed(50.0), bathed(0.0, 60.0)]) > more
    half = measured("release_half_recovery", skinned, [bathed(50.0), bathed(0.0, 120.0)])
    assert 0 < half < 120 and measured("release_half_recovery", skinned, [bathed(50.0), bathed(50.0, 10.0)]) == math.inf
    with pytest.raises(NotSetUp, match="no change of calcium in the solution of a skinned fibre"):
        measured("calcium_release", skinned, [{"do": "bath", "calcium": 1.0, "duration": 1.0}])


def test_full_activation_in_a_solution():
    def found(measure, **given):
        return measured(measure, {"kind": "skinned_fibre", **given}, [{"do": "measure"}])

    assert found("maximal_force", phosphate=25.0) < 0.95 * found("maximal_force", phosphate=0.0)
    assert found("ATP_use", fibre_type="IIB") > 2 * found("ATP_use", fibre_type="I")
    assert found("ATP_use", fibre_type="I", temperature=30.0) == pytest.approx(2.6 * found("ATP_use", fibre_type="I", temperature=20.0), rel=0.02)
    stimulated = wn.fibre("fast", pulses=wn.pulses(60, 200), duration=300, bath={"temperature": 20}, tolerance=1e-4)["filament.A_2"].max()
    assert 0.8 * stimulated < found("maximal_force", temperature=20.0, phosphate=4.5) < 1.5 * stimulated


def test_a_skinned_fibre_that_is_stimulated():
    def found(measure, rate, ATP, **train):
        return measured(measure, {"kind": "skinned_fibre", "ATP": ATP}, [{"do": "stimulate", "on": "fibre", "rate": rate, **train}])

    twitch, tetanus = found("twitch_force", 1.0, 8.0, repeats=1), found("tetanic_force", 50.0, 8.0, duration=0.5)
    assert 0 < twitch < 0.5 * tetanus and found("twitch_force", 1.0, 0.05, repeats=1) != pytest.approx(twitch, rel=0.05)
    with pytest.raises(NotSetUp, match="without one train"):
        measured("twitch_force", {"kind": "skinned_fibre"}, [{"do": "measure"}])
    with pytest.raises(NotSetUp, match="no step 'hold' for a skinned fibre"):
        measured("twitch_force", {"kind": "skinned_fibre"}, [{"do": "hold", "effort": 0.5}])
