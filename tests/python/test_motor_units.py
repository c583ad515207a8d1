"""Pools of single motor units: recruitment, discharges, reflexes, what is read off them, and nonsense in one sentence."""
import math

import numpy as np
import pytest

import wryneck as wn
from wryneck import laboratory as lab


def made_up(trains, steps, *, origin=0, threshold=None):
    """An observation with made-up discharges of each unit."""
    pairs = sorted((t, u) for u, times in enumerate(trains) for t in times)
    time = np.arange(0, 30, 0.01)
    found = {"time_s": time, "series": {"force": 0 * time, "drive": 0.01 * time}, "unit": np.array([u for _, u in pairs], int), "arrival_s": np.array([t for t, _ in pairs]),
             "origin": np.full(len(pairs), origin), "threshold": np.asarray(threshold if threshold is not None else np.linspace(0, 0.5, len(trains))),
             "weight": np.full(len(trains), 1 / len(trains)), "largest_rate_Hz": np.full(len(trains), 40.0), "rate_per_drive_Hz": 56.0, "status": "complete", "message": ""}
    from wryneck.laboratory.observation import spans_of

    return lab.UnitObservation(found, spans_of(steps), 0.0)


def test_small_units_come_first_and_force_follows_command():
    seen = lab.MotorUnits().perform([lab.Ramp(0.5, 10), lab.Ramp(0, 10), lab.Rest(2)], noise=False, every=0.05)
    first = [seen.discharges(u)[0] for u in range(0, 100, 10)]
    assert first == sorted(first)
    assert seen["force"].max() == pytest.approx(0.5, abs=0.12) and seen["force"][-1] < 0.001
    assert seen.threshold[0] == 0 and (np.diff(seen.threshold) > 0).all() and seen.weight.sum() == pytest.approx(1)


def test_a_pool_is_silent_at_rest_and_under_a_nerve_block():
    assert lab.MotorUnits().perform([lab.Rest(5)]).unit.size == 0
    seen = lab.MotorUnits().perform([lab.Block("nerve"), lab.Contract(0.5, 2), lab.Pulse(), lab.Rest(1)])
    assert set(seen.origin) == {"nerve"} and seen.unit.size == 120


def test_a_pulse_of_spindles_gives_a_reflex_and_of_all_axons_none():
    pool = lab.MotorUnits(parameters={"motor_unit.eps": 0.4})
    reflex, whole = (pool.perform([lab.Rest(1), lab.Pulse(motor=share), lab.Rest(0.5)], noise=False) for share in (0, 1))
    assert 0 < lab.reflex_share(reflex) < 1 and lab.reflex_share(whole) == 0
    assert lab.MotorUnits().perform([lab.Rest(1), lab.Pulse(afferent=0, motor=0), lab.Rest(1)]).unit.size == 0


def test_a_short_muscle_goes_on_after_an_effort_and_a_neutral_one_does_not():
    def after(*settings):
        seen = lab.MotorUnits(cramp_history=True).perform([*settings, lab.Contract(0.2, 2), lab.Rest(6)])
        return ((seen.arrival > 6) & (seen.origin == "motoneuron")).sum()

    assert after(lab.Length(-0.15)) > 1000 and after() < 100
    assert after(lab.Length(-0.15), lab.Set("monoamine", 0)) == 0    # it is the persistent inward current that goes on


@pytest.mark.parametrize("history", [False, True])
def test_every_effort_of_a_muscle_at_neutral_length_ends(history):
    for effort in (0.03, 0.05, 0.2, 1):
        seen = lab.MotorUnits(cramp_history=history).perform([lab.Contract(effort, 3), lab.Rest(4)], every=0.1)
        assert seen.mean("force", 3, 4) > effort / 2 and not (seen.arrival > 6).any()


def test_a_ramp_stays_until_the_next_effort():
    seen = lab.MotorUnits().perform([lab.Ramp(0.4, 2), lab.Rest(4), lab.Contract(0.4, 2)], noise=False)
    assert seen.at("force", 6.9) == pytest.approx(seen.at("force", 4), rel=0.1)


def test_a_long_run_keeps_its_times():
    seen = lab.MotorUnits(units=2).perform([lab.Rest(599)], every=1, noise=False)
    assert seen.at("force", seen.spans[-1].end) == 0


def test_a_hold_ends_within_seconds():
    seen = lab.MotorUnits().perform([lab.Hold(0.3, 10), lab.Rest(10)], every=0.1)
    assert seen.at("force", 10.5) > 0.25 and seen.at("force", 17) < 0.001


def test_half_a_nerve_block_takes_half_of_the_units():
    open_, half, none = (lab.MotorUnits().perform([lab.Block("nerve", share), lab.Contract(0.6, 3)], noise=False) for share in (0, 0.5, 1))
    share = np.unique(half.unit).size / np.unique(open_.unit).size
    assert 0.35 < share < 0.65 and none.unit.size == 0
    assert none.at("drive", 3) == pytest.approx(open_.at("drive", 3), abs=0.1)    # behind the block the cord goes on


def test_pain_sensitisation_and_the_antagonist_act_by_their_gains():
    def drive(step, **given):
        return lab.MotorUnits(**given).perform([step, lab.Contract(0.2, 2)], noise=False).mean("drive", 2, 3)

    usual = drive(lab.Rest(0.1))
    assert drive(lab.Afferents(thin=1)) == pytest.approx(usual, abs=0.002) and drive(lab.Afferents(antagonist=1)) == pytest.approx(usual, abs=0.002)
    assert drive(lab.Afferents(thin=1), hypotheses={"pain_to_drive": 1}) > usual + 0.01
    assert drive(lab.Afferents(sensitisation=1), hypotheses={"spinal_sensitisation": 1}) > usual + 0.05
    assert drive(lab.Afferents(antagonist=1), parameters={"motor_unit.g_rec": 0.1}) < usual - 0.01


def test_delta_F_grows_with_monoamines():
    triangle = [lab.Ramp(0.2, 10), lab.Ramp(0, 10), lab.Rest(5)]
    usual, more, none = (lab.delta_F(lab.MotorUnits().perform([lab.Set("monoamine", level), *triangle])) for level in (1, 1.6, 0))
    assert none < 1 < usual < more


def test_measures_read_what_was_made_up():
    rng = np.random.default_rng(1)
    steady = [np.arange(0.5, 25, 0.1) for _ in range(4)]
    seen = made_up(steady, [lab.Rest(25)])
    assert lab.motor_unit_rate(seen) == pytest.approx(10) and lab.interval_variation(seen) == pytest.approx(0, abs=1e-6) and lab.doublet_share(seen) == 0
    varied = [0.5 + np.cumsum(rng.gamma(25, 0.1 / 25, 200)) for _ in range(6)]
    assert lab.interval_variation(made_up(varied, [lab.Rest(25)])) == pytest.approx(20, abs=2)
    doublets = [np.sort(np.concatenate([np.arange(0.5, 25, 0.2), np.arange(0.5, 25, 0.4) + 0.01])) for _ in range(2)]
    assert lab.doublet_share(made_up(doublets, [lab.Rest(25)])) == pytest.approx(100 / 3, abs=1)
    swinging = []
    for unit in range(10):
        t, times = 0.05 * unit, []
        while t < 28:
            t += 1 / (12 + 4 * math.sin(2 * math.pi * 1.4 * t))
            times.append(t)
        swinging.append(np.asarray(times))
    assert lab.common_fluctuation(made_up(swinging, [lab.Rest(29)])) == pytest.approx(1.4, abs=0.21)


def test_delta_F_of_a_made_up_pair():
    rates = 10 + np.concatenate([np.linspace(0, 10, 1000), np.linspace(10, 0, 1000)])
    phase = np.cumsum(rates * 0.01)
    control = np.interp(np.arange(1, phase[-1]), phase, np.arange(0, 20, 0.01))
    test = np.arange(6, 16, 0.1)    # begins at 16 Hz of the control, ends at 14 Hz
    assert lab.delta_F(made_up([control, test], [lab.Rest(25)])) == pytest.approx(2, abs=0.3)
    noisy = np.concatenate([[3.1, 4.2, 5.1], test, [17.5, 18.4]])    # single discharges are no train
    assert lab.delta_F(made_up([control, noisy], [lab.Rest(25)])) == pytest.approx(2, abs=0.3)


def test_silence_and_fall_after_a_shock():
    before, after = np.arange(0, 10, 0.005), np.arange(10.11, 12, 0.005)
    seen = made_up([np.concatenate([before, np.arange(10, 10.045, 0.005), after])], [lab.Rest(10), lab.TendonShock(), lab.Rest(2)])
    latency, duration = lab.silence(seen)
    assert latency == pytest.approx(0.04, abs=0.006) and duration == pytest.approx(0.07, abs=0.006)
    assert lab.discharge_fall(seen) == pytest.approx(0.68, abs=0.08)
    unbroken = made_up([np.arange(0, 12, 0.005)], [lab.Rest(10), lab.TendonShock(), lab.Rest(2)])
    assert math.isnan(lab.silence(unbroken)[0]) and lab.silence(unbroken)[1] == 0


def test_a_shock_to_the_tendon_silences_a_long_muscle_more():
    def fall(change):
        return lab.discharge_fall(lab.MotorUnits(parameters={"motor_unit.s_Ib": 0.2}).perform([lab.Length(change), lab.Contract(0.3, 3), lab.TendonShock(), lab.Contract(0.3, 1)]))

    assert fall(0.1) > 1.5 * fall(-0.15) > 0


def test_a_startle_is_answered_once_and_then_less():
    seen = lab.MotorUnits().perform([lab.Startle(), lab.Rest(2)])
    latency, amplitude = lab.startle_answer(seen)
    assert 0.065 < latency < 0.075 and 0.2 < amplitude < 1 and not (seen.arrival > 2).any()
    again = lab.startle_answer(lab.MotorUnits().perform([lab.Startle(), lab.Rest(2)] * 11))
    assert again[0] == pytest.approx(latency, abs=0.005) and again[1] < 0.8 * amplitude
    nothing = lab.startle_answer(lab.MotorUnits().perform([lab.Startle(size=0), lab.Rest(1)]))
    assert math.isnan(nothing[0]) and nothing[1] == 0


def test_the_potassium_of_a_muscle_drives_the_afferents():
    steps = [lab.Length(-0.15), lab.Stimulate(20, 20), lab.Rest(5)]
    around = lab.Muscle(settle=1).perform(steps, record="potassium")
    pool = lab.MotorUnits(cramp_history=True)
    alone, within = pool.perform(steps, noise=False), pool.perform(steps, noise=False, surroundings=around)
    rests = [one.mean("drive", 22, 25) for one in (alone, within)]
    assert rests[1] > rests[0] + 0.01
    later = lab.Muscle(settle=10).perform(steps, record="potassium")    # settled for longer, else the same
    assert pool.perform(steps, noise=False, surroundings=later).mean("drive", 22, 25) == pytest.approx(rests[1], abs=1e-3)
    off = lab.MotorUnits(cramp_history=True, hypotheses={"potassium_loop": 0}).perform(steps, noise=False, surroundings=around)
    assert off.mean("drive", 22, 25) == pytest.approx(rests[0])


def test_a_length_is_reached_in_its_time():
    def drive(over):
        seen = lab.MotorUnits(cramp_history=True).perform([lab.Length(0.2, over=over), lab.Rest(4)], noise=False)
        return seen["drive"][150], seen["drive"][-1]

    (slow_early, slow_late), (quick_early, quick_late) = drive(3), drive(0.1)
    assert quick_early > slow_early + 0.01 and quick_late == pytest.approx(slow_late, abs=0.02)    # spindles feel it


def test_the_same_seed_gives_the_same_discharges():
    one, two, other = (lab.MotorUnits().perform([lab.Contract(0.2, 2)], seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.arrival, two.arrival) and not np.array_equal(one.arrival, other.arrival)


def test_a_run_can_be_stopped_and_keeps_what_it_had():
    seen = lab.MotorUnits(units=2000).perform([lab.Contract(0.2, 60)], progress=lambda t: t < 3)
    assert seen.status == "interrupted" and 0 < seen.time[-1] < 60 and seen.unit.size


@pytest.mark.parametrize(("bad", "sentence"), [
    (lambda: lab.MotorUnits(units=1), "MotorUnits.units is 1, expected a whole number from 2 to 2000"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], noise="no"), "noise is 'no', expected true or false"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], progress=3), "progress is 3, expected something to call with the time in s"),
    (lambda: lab.common_fluctuation(lab.MotorUnits().perform([lab.Rest(1)]), segment=-1), "segment is -1, expected 1 s or more"),
    (lambda: lab.MotorUnits(units=2000).perform([lab.Rest(3000)]), "expected at most 500 s with 2000 units"),
    (lambda: lab.MotorUnits(units="many"), "MotorUnits.units is 'many', expected a whole number from 2 to 2000"),
    (lambda: lab.MotorUnits(parameters={"motor_unit.g": 1}).perform([lab.Rest(1)]), "did you mean 'motor_unit.G'?"),
    (lambda: lab.MotorUnits(parameters={"motor_unit.G": 9}).perform([lab.Rest(1)]), "parameters.motor_unit.G is 9, expected a value from 0 to 0.5"),
    (lambda: lab.MotorUnits(hypotheses={"contact_spread": 1}), "MotorUnits.hypotheses is 'contact_spread', expected one of"),
    (lambda: lab.MotorUnits().perform([lab.Plasma(sodium=130), lab.Rest(1)]), "steps[0]: Plasma does not act on a pool of motor units"),
    (lambda: lab.MotorUnits().perform([lab.Block("esterase"), lab.Rest(1)]), "steps[0]: esterase does not act on a pool of motor units"),
    (lambda: lab.MotorUnits().perform([lab.Set("pitch", 3), lab.Rest(1)]), "steps[0]: pitch does not act on a pool of motor units"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], seed=-1), "seed is -1, expected a whole number of 0 or more"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], every=0), "every is 0"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], every=0.0015), "every is 0.0015, expected a whole number of milliseconds, in s"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], every=1e306), "every is 1e+306, expected"),
    (lambda: lab.MotorUnits(hypotheses={"pain_to_drive": 9}).perform([lab.Rest(1)]), "MotorUnits.hypotheses.pain_to_drive is 9, expected a gain from 0 to 3"),
    (lambda: lab.MotorUnits().perform([lab.Length(-0.1, over=5), lab.Rest(1), lab.Length(0), lab.Rest(2)]), "length is 6 s, expected at most 2 s, when it is set again"),
    (lambda: lab.Startle(size=-1), "Startle.size is -1, expected a value from 0 to 10"),
    (lambda: lab.Muscle().perform([lab.Startle(), lab.Rest(1)]), "steps[0]: Startle is a step for single motor units"),
    (lambda: lab.Afferents(thin=9), "Afferents.thin is 9, expected a value from 0 to 5"),
    (lambda: lab.Muscle().perform([lab.Afferents(thin=1), lab.Rest(1)]), "steps[0]: Afferents is a step for single motor units"),
    (lambda: lab.MotorUnits(settle=0).perform([lab.Rest(0.01)], every=1), "every is 1, expected"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)], surroundings=3), "surroundings is 3, expected an observation of a Muscle"),
    (lambda: lab.Muscle().perform([lab.TendonShock(), lab.Rest(1)]), "steps[0]: TendonShock is a step for single motor units"),
    (lambda: lab.Fibre().perform([lab.Ramp(0.2, 1)]), "Ramp is a step for another preparation than an isolated fibre"),
    (lambda: lab.Pulse(motor=2), "Pulse.motor is 2, expected a value from 0 to 1"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)]).discharges(500), "unit is 500, expected a number from 0 to 119"),
    (lambda: lab.MotorUnits().perform([lab.Rest(1)]).discharges(3, origin="nerv"), "did you mean 'nerve'?"),
])
def test_nonsense_gets_one_sentence(bad, sentence):
    with pytest.raises(wn.ScenarioError) as caught:
        bad()
    assert sentence in str(caught.value) and "\n" not in str(caught.value)


def test_an_inhibition_is_read_off_the_average_over_shocks():
    rng = np.random.default_rng(3)
    shocks = [lab.Rest(2)] + [lab.TendonShock(), lab.Rest(0.9)] * 25
    times = np.sort(rng.uniform(0, 24, 24 * 400))
    since = (times - 2) % 0.9
    kept = np.where((times > 2) & (since > 0.05) & (since < 0.11), rng.uniform(size=times.size) < 0.3, True)
    latency, duration = lab.averaged_inhibition(made_up([times[kept]], shocks))
    assert latency == pytest.approx(0.05, abs=0.008) and duration == pytest.approx(0.06, abs=0.014)
    none = lab.averaged_inhibition(made_up([np.arange(0, 24, 0.0025)], shocks))
    assert math.isnan(none[0]) and none[1] == 0
    ended = lab.averaged_inhibition(made_up([times[times < 5.045]], [lab.Rest(5), lab.TendonShock(), lab.Rest(3)]), before=2)
    assert ended[0] == pytest.approx(0.045, abs=0.01) and ended[1] == math.inf
    few = lab.averaged_inhibition(made_up([times[::100]], shocks))
    assert math.isnan(few[0]) and math.isnan(few[1])
    with pytest.raises(wn.ScenarioError, match="has no shock to the tendon with 0.2 s before and 0.25 s after it"):
        lab.averaged_inhibition(made_up([times], [lab.Rest(29.9), lab.TendonShock(), lab.Rest(0.1)]))
    with pytest.raises(wn.ScenarioError, match="after is 1e\\+09 s, expected a time from 0.05 to 10 s"):
        lab.averaged_inhibition(made_up([times], shocks), after=1e9)
    with pytest.raises(wn.ScenarioError, match="has no shock to the tendon with"):
        lab.averaged_inhibition(made_up([times], [lab.Rest(24)]))
