"""Which instruction set this processor offers, and which of the extension modules to use."""
from __future__ import annotations

import platform

# What each level needs beyond the one before it, by the names that Linux gives the processor's features.
NEEDED = {
    "v2": {"cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"},
    "v3": {"abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave"},
    "v4": {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"},
}
ORDER = ("generic", *NEEDED)  # from the least to the most


def processor_features(path: str = "/proc/cpuinfo") -> frozenset[str]:
    """The features of the first processor; empty where the system does not tell."""
    try:
        with open(path, encoding="ascii", errors="replace") as listing:
            # Line by line: on a machine of many processors the whole listing takes milliseconds.
            for line in listing:
                if line.startswith("flags"):
                    return frozenset(line.partition(":")[2].split())
    except OSError:
        pass
    return frozenset()


def supported(features: frozenset[str], machine: str | None = None) -> tuple[str, ...]:
    """The levels this processor can run, from the least to the most."""
    if (machine or platform.machine()).lower() not in ("x86_64", "amd64"):
        return ("generic",)
    levels = ["generic"]
    for level, needed in NEEDED.items():
        if not needed <= features:
            break
        levels.append(level)
    # A system that does not tell gets v2, which every x86-64 processor since 2009 has.
    return tuple(levels) if features else ("generic", "v2")


def candidates(wanted: str | None, usable: tuple[str, ...], shipped: tuple[str, ...]) -> list[str]:
    """The levels to try, best first. `wanted` is the setting of WRYNECK_LEVEL and leaves no other choice."""
    if wanted:
        if wanted not in ORDER:
            raise ImportError(f"WRYNECK_LEVEL is '{wanted}'; it can be one of {', '.join(ORDER)}.")
        if wanted not in shipped:
            raise ImportError(f"WRYNECK_LEVEL is '{wanted}'; this installation has {', '.join(shipped)}.")
        if wanted not in usable:
            raise ImportError(f"WRYNECK_LEVEL is '{wanted}'; this processor supports {', '.join(usable)}.")
        return [wanted]
    found = [level for level in reversed(ORDER) if level in usable and level in shipped]
    if not found:
        raise ImportError(f"This processor supports {', '.join(usable)}; this installation of wryneck has "
                          f"{', '.join(shipped) or 'no extension module'}.")
    return found
