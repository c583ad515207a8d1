"""The words that findings are written in, each with its meaning: how a number is known, what is set up, what is done to it.

A setting has a kind: a unit (its value is then a number in that unit or a text such as "10 mM"), `word` with the words that it may be, `text`,
`flag` or `whole`. Whoever runs findings writes one function for each preparation and step that stands here, and for each measure and comparison
of finding_measures.py.
"""
from __future__ import annotations

from typing import NamedTuple

__all__ = ["BANDS", "DRUGS", "GRADES", "KNOWN", "LISTS", "OBJECTS", "PREPARATIONS", "PREPARATION_SETTINGS", "SETTINGS", "SPREADS", "STEPS", "TAGS", "USES"]


class Setting(NamedTuple):
    """One thing that a preparation or a step may say of itself."""

    kind: str
    meaning: str
    words: tuple[str, ...] = ()


class Step(NamedTuple):
    """One thing that is done, and what may be said of it."""

    meaning: str
    settings: tuple[str, ...] = ()


def _words(meaning: str, words: str) -> Setting:
    return Setting("word", meaning, tuple(words.split()))


KNOWN = {
    "full text": "stands in the body, a table or the introduction of the source",
    "abstract": "stands in the abstract, a public page or a public table of the source; the paper itself was not read",
    "model file": "stands in a public model or program",
    "secondary": "stands in a review, guideline or label; the primary paper was not seen",
    "unverified": "remembered, or a source was found without the number; shown as such and not counted",
    "computed": "calculated by us from other numbers; a cross-check, not a published finding, and not counted",
}
GRADES = {
    "human": "measured in people or in human tissue",
    "mammal": "measured in another mammal",
    "animal": "measured in another animal",
    "model": "taken from a published model, from geometry or from physical law",
}
USES = {"calibration": "constants may be set to it", "validation": "constants may not be set to it"}
LISTS = {
    "excitability": "membrane, nerve and cramp, ranked by how well a finding tells hypotheses apart, by quality, and by cost of simulating it",
    "energetics": "energy, flow, pressure and knots, ranked by clarity of number, spread and protocol",
    "treatments": "causes and treatments, ranked by control, nearness to what is modelled, and number of mechanisms involved",
    "mechanics": "checks of the neck as a machine, in no order of worth",
}
SPREADS = {
    "SD": "standard deviation between subjects or samples",
    "SEM": "standard error of the mean",
    "range": "lowest and highest that were seen",
    "95 % CI": "confidence interval of the mean or effect",
    "not said": "the source, or what we saw of it, does not say what the spread is",
}
BANDS = {
    "evidence": "set when the finding was written down, before any simulation of it",
    "spread": "made by our rule from the finding: value plus and minus the largest of 2 SEM, 1 SD and 20 %",
    "ours": "set by us before looking, since the source gives a sign or a sentence without a number",
    "changed": "changed afterwards, for the reason in the note",
}
TAGS = {
    "axon": "motor and sensory axons", "calcium": "calcium in and around the fibre", "cramp": "cramp and its threshold",
    "electrolytes": "ions of plasma and bath", "endplate": "release of acetylcholine and noise", "energetics": "phosphates, ATP, acid",
    "fatigue": "loss of force with work", "fibre": "single fibres and isolated muscle", "flow": "blood flow and oxygen", "fluid": "water of body and tissue",
    "inhibition": "inhibition in the spinal cord", "knots": "trigger points and taut bands", "mechanics": "force, moment and load of neck and spine",
    "neck": "measured in the neck", "neuron": "motoneurons and motor units", "null": "nothing changed: a negative control",
    "pain": "pain and tenderness", "potassium": "potassium in muscle", "pressure": "pressure in tissue", "stress": "mental stress",
    "temperature": "cold and heat", "tetany": "discharge of axons at low calcium or high pH", "treatments": "what is done against spasm",
}
SITES = ("abductor_hallucis flexor_hallucis_brevis calf soleus medial_gastrocnemius lateral_gastrocnemius tibialis_anterior dorsiflexors quadriceps "
         "thigh forearm elbow_flexors trapezius sternocleidomastoid sternomastoid neck masseter supraspinatus shoulder EDL sartorius lumbar ankle back")
SETTINGS = {
    # what it is made of
    "species": _words("whose tissue", "human cat dog rabbit rat mouse frog toad"),
    "site": _words("which muscle or part of the body", SITES),
    "fibre_type": _words("kind of fibres", "fast slow mixed IIB I"),
    "temperature": Setting("degC", "temperature of bath, tissue or room"),
    "length": Setting("1", "muscle length as share of optimal length"),
    "cramp_history": Setting("flag", "whether the subject is known to cramp"),
    "neck_injury": Setting("flag", "whether the neck was injured before"),
    "sex": _words("sex of the subject", "female male"),
    "mass": Setting("kg", "mass of the body"),
    "body_water": Setting("l", "water of the whole body"),
    "skinfold": Setting("mm", "thickness of the skin fold over the muscle"),
    "depth": Setting("mm", "depth below the fat"),
    "replete": Setting("flag", "whether magnesium is normal"),
    "knot": _words("state of a tender point", "active latent none"),
    "pain": _words("complaint of the subjects", "neck back none cramps"),
    # baths, plasma
    "potassium": Setting("mM", "potassium outside"), "sodium": Setting("mM", "sodium outside"), "calcium": Setting("mM", "ionised calcium outside"),
    "magnesium": Setting("mM", "ionised magnesium"), "chloride": Setting("mM", "chloride outside"), "phosphate": Setting("mM", "phosphate inside"),
    "ATP": Setting("mM", "ATP inside"), "ADP": Setting("mM", "ADP inside"), "pH": Setting("pH", "pH of bath or plasma"),
    # how much, how long, how often
    "duration": Setting("s", "how long the step lasts"), "at": Setting("s", "time after the start of the protocol"),
    "pause": Setting("s", "pause between repeats"),
    "repeats": Setting("whole", "how often the step is done"), "every": Setting("s", "time between repeats"),
    "until": _words("what ends the step", "failure cramp steady recovery half_recovery"),
    "effort": Setting("1", "share of maximal voluntary force"), "power": Setting("W", "power of dynamic work"),
    "load": _words("kind of dynamic work", "knee_extension calf_raise forearm_flexion wrist_flexion running eccentric"),
    "rate": Setting("Hz", "rate of pulses"), "first_rate": Setting("Hz", "rate of the first train"),
    "rate_step": Setting("Hz", "rise of the rate from train to train"),
    "on": _words("what is stimulated", "fibre nerve motor_point tendon afferents"),
    "change": Setting("1", "change of length as share of optimal length; negative shortens"),
    "voltage": Setting("mV", "potential that is imposed"), "pressure": Setting("mmHg", "outside pressure"),
    "what": Setting("object", "which of the things that the step knows"), "share": Setting("1", "how much of it: 0 nothing, 1 all"),
    "dose": Setting("mg", "dose of a drug"), "route": _words("way of a drug", "oral intrathecal bath injected"),
    "amount": Setting("mmol", "amount of an electrolyte"), "volume": Setting("l", "volume that is drunk or lost"),
    "mass_loss": Setting("1", "share of body mass that is lost"),
    "pCO2_fall": Setting("mmHg", "fall of carbon dioxide pressure"), "skin_temperature": Setting("degC", "skin temperature that is reached"),
    "acceleration": Setting("m/s^2", "peak acceleration"), "speed": Setting("km/h", "change of speed"),
    "pitch": Setting("deg", "extension of the head"), "roll": Setting("deg", "bend to the right"), "yaw": Setting("deg", "turn of the face to the right"),
    "muscles": Setting("text", "muscles by id or group"), "side": _words("which side", "left right both"),
    "level": Setting("1", "activation as share of maximum"),
    "direction": _words("direction of an effort of the neck", "extension flexion lateral rotation"),
    "cocontraction": Setting("1", "activation of antagonists as share of maximum"),
    "gravity": Setting("1", "share of gravity across the neck: 1 upright, 0 lying"),
}

PREPARATIONS = {
    "membrane": "membrane of nerve or muscle under voltage clamp, in a bath",
    "fibre": "one intact muscle fibre in a bath",
    "skinned_fibre": "a fibre without membrane, whose inner solution is chosen",
    "bundle": "an isolated muscle or bundle of fibres in a bath",
    "endplate": "nerve terminal and end plate in a bath",
    "patch": "a piece of muscle with its blood flow, in place",
    "nerve_muscle": "a muscle of a person or animal with its nerve, stimulated",
    "muscle": "a muscle of a person at rest or in voluntary work",
    "motoneurons": "motor pool of a muscle, read from its motor units or cells",
    "axon": "motor or sensory axons of a person",
    "neck": "the whole neck, muscles and head and nerves",
    "head": "bones, joints and muscle forces of the neck as a machine, with chosen activations",
    "subject": "a whole person, with plasma, drink, food and drugs",
    "plasma": "blood plasma or serum as a solution",
    "layers": "skin, fat and muscle under a pack",
    "population": "many people, treated or followed",
}
DRUGS = ("placebo", "untreated", "ibuprofen_tablet", "ibuprofen_sodium", "naproxen", "cyclobenzaprine", "tizanidine", "baclofen", "diazepam", "antispasmodic",
         "amphetamine", "salbutamol")
OBJECTS = {
    "block": ("nerve", "chloride_channels", "K_ATP_channels", "inhibition", "cross_bridges", "esterase", "sodium_pump"),
    "drug": DRUGS,
    "drink": ("water", "oral_rehydration", "nothing"),
    "supplement": ("potassium_chloride", "magnesium"),
    "diet": ("magnesium", "potassium"),
    "inject": ("hypertonic_saline", "isotonic_saline"),
    "stress": ("arithmetic", "puzzle", "memory"),
}
_OUTSIDE = ("potassium", "sodium", "calcium", "magnesium", "chloride", "pH", "temperature")
PREPARATION_SETTINGS = ("species", "site", "fibre_type", "length", "cramp_history", "neck_injury", "sex", "mass", "body_water", "skinfold", "depth", "replete",
                        "knot", "pain", *_OUTSIDE, "phosphate", "ATP", "ADP")

STEPS = {
    "bath": Step("changes the solution outside, or inside of a skinned fibre", (*_OUTSIDE, "phosphate", "ATP", "ADP", "duration")),
    "plasma": Step("sets plasma ions and pH", (*_OUTSIDE, "duration")),
    "rest": Step("nothing is done", ("duration", "until")),
    "stimulate": Step("pulses, in one train or in trains of rising rate", ("on", "rate", "first_rate", "rate_step", "duration", "pause", "repeats", "until")),
    "clamp": Step("imposes a potential", ("voltage", "duration")),
    "contract": Step("voluntary contraction", ("effort", "duration", "pause", "repeats", "every", "until", "direction")),
    "hold": Step("voluntary isometric hold", ("effort", "duration", "until")),
    "exercise": Step("dynamic work", ("load", "power", "effort", "rate", "duration", "until", "repeats")),
    "cuff": Step("pressure that closes vessels", ("pressure", "duration")),
    "stretch": Step("changes the length of the muscle", ("change", "duration")),
    "block": Step("takes a mechanism away", ("what", "share", "duration")),
    "drug": Step("gives a drug by name", ("what", "dose", "route", "every", "duration", "at")),
    "drink": Step("drinks", ("what", "volume", "duration", "at")),
    "supplement": Step("swallows an electrolyte", ("what", "amount", "every", "duration")),
    "diet": Step("eats without an electrolyte", ("what", "duration")),
    "sweat": Step("loses sweat by heat or work", ("mass_loss", "volume", "duration", "temperature")),
    "breathe": Step("overbreathes", ("pCO2_fall", "pH", "duration")),
    "inject": Step("injects into the muscle", ("what", "duration")),
    "stress": Step("mental task", ("what", "duration")),
    "sleep": Step("sleeps", ("duration",)),
    "cool": Step("cold pack", ("duration", "skin_temperature", "repeats")),
    "heat": Step("hot pack", ("duration", "repeats")),
    "massage": Step("pressure of hands on the muscle", ("pressure", "duration", "repeats", "every")),
    "posture": Step("sets the posture of the head", ("pitch", "roll", "yaw", "gravity", "duration")),
    "activate": Step("sets activations of neck muscles, nothing else active", ("muscles", "side", "level", "direction", "cocontraction")),
    "impact": Step("sled or collision", ("acceleration", "speed", "repeats")),
    "injure": Step("eccentric work or collision that hurts tissue", ("load", "repeats", "speed")),
    "train": Step("repeated electrically evoked cramps over weeks", ("length", "repeats", "every")),
    "measure": Step("the moment of the measurement, or the span over which it is taken; without it at the end of the last step", ("at", "duration")),
}
