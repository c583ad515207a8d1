"""What the model cannot do, as data: read before a number is believed."""
from __future__ import annotations

__all__ = ["limitations"]

_ROWS = (
    ("purpose", "The model compares hypotheses; it has not been validated against any single person.",
     "No diagnosis, dosing or monitoring; differences between two runs say more than either run."),
    ("parameters", "A part of the parameters is assumed or fitted by us; `wryneck params --grade assumed` lists them.",
     "A result that hangs on an assumed value is a question to experiment, not an answer."),
    ("knots", "Contracture as the substance of a knot, its growth as a front and its spread along contacts are contested.",
     "Each has a gain among the hypotheses; results should be shown with the gain at 0 as well."),
    ("pain", "The pain index is a mapping of ours from thin-afferent discharge, not a measured scale.",
     "Use it to rank runs, not to predict a rating."),
    ("muscles", "A muscle is a few segments of mean fibres with one length; architecture within a segment is averaged.",
     "Places within a muscle are known to a segment at best."),
    ("motor pool", "In the neck a pool is three threshold classes with a mean rate; single motor units are in the laboratory, and do not act back on the neck.",
     "Single discharges cannot be read from a run; in a cramp those of the laboratory are more regular than in people (NE-52)."),
    ("head", "The head turns about three axes as one rigid body; levels of the spine share its angle in fixed parts.",
     "Loads of the spine are estimates at three levels, without discs, ligaments or pressure in the trunk."),
    ("body", "For the neck plasma ions, pH and temperature are inputs; heart and breath are not computed, kidney and gut only for a person on the bench.",
     "Causes such as sweating or drinking are as good as the plasma course that was given."),
    ("people", "Sex and mass scale forces and lengths; age, training and disease are not in the model.",
     "Spread between people is larger than the spread between runs with other seeds."),
    ("episodes", "What counts as cramp, burst, knot or super-knot follows thresholds of ours.",
     "Counts of episodes depend on them; the series do not."),
)


def limitations() -> list[dict[str, str]]:
    """What the model leaves out or assumes, and what follows: dicts with `topic`, `limit` and `consequence`."""
    return [dict(zip(("topic", "limit", "consequence"), row)) for row in _ROWS]
