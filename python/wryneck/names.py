"""Plain names of the muscles, and of times, for tables and figures."""
from __future__ import annotations

import math

MUSCLE_NAMES = {
    "TRAP_U": "Trapezius, upper", "TRAP_M": "Trapezius, nuchal", "LEVSC": "Levator scapulae", "SPL_CAP": "Splenius capitis",
    "SPL_CER": "Splenius cervicis", "SSP_CAP": "Semispinalis capitis", "SSP_CER": "Semispinalis cervicis",
    "LGS_CAP": "Longissimus capitis", "LGS_CER": "Longissimus cervicis", "ILC_CER": "Iliocostalis cervicis",
    "MULTIF": "Multifidus cervicis", "RCP_MAJ": "Rectus post. major", "RCP_MIN": "Rectus post. minor", "OC_SUP": "Obliquus superior",
    "OC_INF": "Obliquus inferior", "SCM_ST": "Sternomastoid, sternal", "SCM_CL": "Sternomastoid, clavicular", "SCAL_A": "Scalenus anterior",
    "SCAL_M": "Scalenus medius", "SCAL_P": "Scalenus posterior", "LCAP": "Longus capitis", "LCOL": "Longus colli",
    "RC_ANT": "Rectus cap. anterior", "RC_LAT": "Rectus cap. lateralis", "SUPRAHY": "Suprahyoid group", "INFRAHY": "Infrahyoid group",
}


def split_side(muscle: str) -> tuple[str, str]:
    """`TRAP_U_R` -> (`TRAP_U`, `R`); an identifier without a side keeps its name."""
    return (muscle[:-2], muscle[-1]) if muscle[-2:] in ("_R", "_L") else (muscle, "")


def muscle_name(muscle: str) -> str:
    base, side = split_side(muscle)
    return f"{MUSCLE_NAMES.get(base, base)} {side}".strip()


def duration_text(seconds: float) -> str:
    """A duration in the units people use: 55 s, 4 min 10 s, 2 h 05 min, 3 d 4 h."""
    if seconds is None or not math.isfinite(seconds):
        return "-"
    if abs(seconds) < 60:
        return f"{seconds:.3g} s"
    whole = int(round(seconds))
    minutes, s = divmod(whole, 60)
    hours, m = divmod(minutes, 60)
    days, h = divmod(hours, 24)
    if days:
        return f"{days} d {h} h"
    if hours:
        return f"{hours} h {m:02d} min"
    return f"{m} min {s:02d} s" if s else f"{m} min"


def time_scale(span_s: float) -> tuple[float, str]:
    """Divisor and unit for a time axis over the span."""
    for limit, divisor, unit in ((180, 1, "s"), (3 * 3600, 60, "min"), (3 * 86400, 3600, "h")):
        if span_s <= limit:
            return float(divisor), unit
    return 86400.0, "d"
