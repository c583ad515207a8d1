"""The virtual laboratory: what physiologists set up, in a few lines.

A preparation (`Fibre`, `Muscle`, `Subject`; `StillNeck` without time), a protocol (a list of steps), and measures of what is observed:

    from wryneck import laboratory as lab

    calf = lab.Muscle(cramp_history=True)
    seen = calf.perform([lab.Length(-0.15), *lab.staircase()])
    print(lab.threshold_frequency(seen), "Hz")

Any steps can follow one another. What has no step of its own can be done by `Set`, which takes any input of a scenario;
`Muscle.scenario` gives the protocol as a scenario.
"""
from .measures import (action_potentials, cramp_duration, endurance_time, half_force_rate, overshoot, peak_force, recovery_time, resting_potential, ripple,
                       threshold_frequency, time_to_silence)
from .muscle import Muscle
from .observation import Observation, Span
from .parts import Evaluated, StillNeck, evaluate
from .single import Fibre
from .steps import Bath, Block, Contract, Cuff, Hold, Length, Plasma, Rest, Set, Stimulate, staircase
from .subject import Subject
from .subject_steps import Drink, Ice, Sweat, Take

__all__ = ["Bath", "Block", "Contract", "Cuff", "Drink", "Evaluated", "Fibre", "Hold", "Ice", "Length", "Muscle", "Observation", "Plasma", "Rest", "Set", "Span", "StillNeck", "Stimulate",
           "Subject", "Sweat", "Take",
           "action_potentials", "cramp_duration", "endurance_time", "evaluate", "half_force_rate", "overshoot", "peak_force", "recovery_time", "resting_potential", "ripple",
           "staircase", "threshold_frequency", "time_to_silence"]
