"""Figures for docs/verification.md that Python measures: one line for tools/verification.py, and the assertion that it holds. See tests/figures.hpp."""
import math


def text(low, high):
    if low == high:
        return f"{low:g}"
    if high == math.inf:
        return f"at least {low:g}"
    return f"at most {high:g}" if low == 0 else f"{low:g} to {high:g}"


def verifies(name, what, measured, limits):
    """Hold a figure to its limits, (lowest, highest). The id and the limits are literals: a test reads them from the source."""
    low, high = limits
    held = low <= measured <= high
    shown = f"{measured:.0f}" if measured == math.floor(measured) else f"{measured:.3g}"
    print(f"\nfigure: {'held' if held else 'missed'} | {name} | {what} | {shown} | {text(low, high)}")
    assert held, f"{name}, {what}: {measured}, expected {text(low, high)}"
