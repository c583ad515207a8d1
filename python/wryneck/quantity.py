"""Numbers, texts with a unit and pint quantities become plain numbers in the documented unit, once, at the border."""
from __future__ import annotations

import math
import numbers
import re
from typing import Any

from .errors import ScenarioError, shown

# Kind, factor and offset of the units that scenarios use; anything else is left to pint, which takes long to import.
_UNITS = {
    "s": ("time", 1), "sec": ("time", 1), "second": ("time", 1), "seconds": ("time", 1), "ms": ("time", 1e-3),
    "min": ("time", 60), "minute": ("time", 60), "minutes": ("time", 60), "h": ("time", 3600), "hour": ("time", 3600),
    "hours": ("time", 3600), "d": ("time", 86400), "day": ("time", 86400), "days": ("time", 86400), "week": ("time", 604800),
    "weeks": ("time", 604800), "kg": ("mass", 1), "g": ("mass", 1e-3), "mM": ("amount", 1), "mmol/L": ("amount", 1),
    "mmol/l": ("amount", 1), "M": ("amount", 1e3), "uM": ("amount", 1e-3), "µM": ("amount", 1e-3), "mmHg": ("pressure", 1),
    "kPa": ("pressure", 7.50061683), "Pa": ("pressure", 7.50061683e-3), "Hz": ("rate", 1), "1/s": ("rate", 1), "/s": ("rate", 1),
    "uA/cm^2": ("current", 1), "uA/cm2": ("current", 1), "µA/cm²": ("current", 1),
    "deg": ("angle", 1), "°": ("angle", 1), "rad": ("angle", 180 / math.pi), "1": ("share", 1), "%": ("share", 0.01), "": ("share", 1),
    "degC": ("temperature", 1), "°C": ("temperature", 1), "K": ("temperature", 1, -273.15), "degF": ("temperature", 5 / 9, -160 / 9),
    "°F": ("temperature", 5 / 9, -160 / 9),
}
_TEXT = re.compile(r"\s*([+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:[eE][+-]?\d{1,3})?)\s*([^\s\d.+-][^+]{0,30}|1|1/s|)\s*\Z")
_TIME_PARTS = re.compile(r"\s*(?:\d{1,9}(?:\.\d{1,9})?\s*(?!e\s*\d)[a-z]{1,7}\s*){2,5}\Z")    # 8 h 10 min, but not 1e3 s
_SAFE_UNIT = re.compile(r"[A-Za-zµ%°_]{1,20}(?:\s*(?:\*\*|[*/^])\s*-?(?:[A-Za-zµ%_]{1,20}|\d))*\Z")


def to_number(value: Any, unit: str, *, field: str = "") -> float:
    """`value` in `unit`: a number counts as given in that unit already."""
    number = _converted(value, unit, field)
    if not math.isfinite(number):
        raise ScenarioError(field, shown(value if isinstance(value, str) else number), f"a finite number{_in(unit)}")
    return number


def plain(value: Any) -> Any:
    """A scalar of numpy as the number or truth value of Python that it is."""
    return value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 else value


def _converted(value: Any, unit: str, field: str) -> float:
    if isinstance(value, str):
        return _from_text(value, unit, field)
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return math.inf
        except TypeError:    # a duration of numpy counts as real
            pass
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        return _from_pint(value, unit, field, shown(str(value)))
    raise ScenarioError(field, shown(value), f"a number{_in(unit)} or a text such as '{_example(unit)}'")


def _from_text(text: str, unit: str, field: str) -> float:
    if unit == "s" and len(text) < 100 and _TIME_PARTS.match(text):
        try:
            return sum(_from_text(part, unit, field) for part in re.findall(r"[\d.]+\s*[a-z]+", text))
        except ScenarioError as error:
            raise error.changed(value=shown(text)) from None
    parts = _TEXT.match(text) if len(text) < 100 else None
    if not parts:
        raise ScenarioError(field, shown(text), f"a number with a unit, such as '{_example(unit)}'")
    number, given = float(parts[1]), parts[2].strip()
    if given in ("", unit):
        return number
    source, target = _UNITS.get(given), _UNITS.get(unit)
    if source and target:
        if source[0] == target[0]:
            return _scaled(number, source, target)
    elif _SAFE_UNIT.match(given):
        return _from_pint(_pint_quantity(number, given, unit, field, text), unit, field, shown(text))
    raise ScenarioError(field, shown(text), f"a quantity{_in(unit)}")


def _scaled(number: float, source: tuple[Any, ...], target: tuple[Any, ...]) -> float:
    factor, offset = float(source[1]), float(source[2]) if len(source) > 2 else 0.0
    in_base = number * factor + offset
    return in_base if target[1] == 1 else in_base / float(target[1])


def _pint_quantity(number: float, given: str, unit: str, field: str, text: str) -> Any:
    import pint

    try:
        quantity: Any = pint.application_registry.Quantity
        return quantity(number, given)
    except Exception as problem:    # pint raises errors of many kinds on text it cannot read
        raise ScenarioError(field, shown(text), f"a quantity{_in(unit)}") from problem


def _from_pint(quantity: Any, unit: str, field: str, said: str) -> float:
    names = {"mM": "mmol/L", "1": "", "%": "percent"}
    try:
        return float(quantity.to(names.get(unit, unit)).magnitude)
    except Exception as problem:
        raise ScenarioError(field, said, f"a quantity{_in(unit)}") from problem


def _in(unit: str) -> str:
    return "" if unit == "1" else f" in {unit}"


def _example(unit: str) -> str:
    return {"s": "30 min", "kg": "75 kg", "mM": "4.2 mM", "1": "3 %", "mmHg": "200 mmHg", "degC": "37 degC", "deg": "-17 deg",
            "Hz": "18 Hz"}.get(unit, f"1 {unit}")


def time_text(seconds: float) -> str:
    """Seconds as people write them, and as `to_number` reads them: 8 h 10 s."""
    if not float(seconds).is_integer() or not 0 < seconds < 1e9:
        return f"{seconds:g} s" if float(f"{seconds:g}") == seconds else f"{seconds!r} s"
    parts, rest = [], int(seconds)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts)
