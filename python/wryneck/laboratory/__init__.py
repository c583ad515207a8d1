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
from .motor_units import MotorUnits, UnitObservation, unit_inputs, unit_parameters
from .muscle import Muscle
from .observation import Observation, Span
from .parts import Evaluated, StillNeck, evaluate
from .single import Fibre
from .steps import Afferents, Bath, Block, Contract, Cuff, Hold, Length, Plasma, Pulse, Ramp, Rest, Set, Startle, Stimulate, TendonShock, staircase
from .subject import Subject
from .subject_steps import Drink, Ice, Sweat, Take
from .unit_measures import (averaged_inhibition, common_fluctuation, delta_F, discharge_fall, doublet_share, interval_variation, motor_unit_rate, recruitment_drive,
                            reflex_share, silence, startle_answer)

__all__ = ["Afferents", "Bath", "Block", "Contract", "Cuff", "Drink", "Evaluated", "Fibre", "Hold", "Ice", "Length", "MotorUnits", "Muscle", "Observation",
           "Plasma", "Pulse", "Ramp", "Rest", "Set", "Span", "Startle", "StillNeck", "Stimulate", "Subject", "Sweat", "Take", "TendonShock",
           "UnitObservation", "action_potentials", "averaged_inhibition", "common_fluctuation", "cramp_duration", "delta_F", "discharge_fall", "doublet_share",
           "endurance_time", "evaluate", "half_force_rate", "interval_variation", "motor_unit_rate", "overshoot", "peak_force",
           "recovery_time", "recruitment_drive", "reflex_share", "resting_potential", "ripple", "silence", "staircase", "startle_answer",
           "threshold_frequency", "time_to_silence", "unit_inputs", "unit_parameters"]
