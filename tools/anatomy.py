#!/usr/bin/env python3
"""Turn data/anatomy/*.csv into src/anatomy_tables.cpp.

For every muscle and head axis a cubic r(q) is fitted to the moment arm against the head angle, and to the path length
through its integral: L(q) = L(0) - integral of r from 0 to q. One polynomial serves force and length, so the muscles do
exactly the work that the head receives. Axes are coupled by one number per pair, k: L has the term -k q_a q_b, hence
r_a the term k q_b and r_b the term k q_a (SCM turns from flexor to extensor as the face turns to its side).

Signs are those of the right muscle: extension +, bend to its own side +, turn to its own side +.

    python tools/anatomy.py            write the tables
    python tools/anatomy.py --check    report the fit and whether the written tables are current
"""

import argparse
import csv
import pathlib
import sys
from dataclasses import dataclass

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "anatomy"
TABLES = ROOT / "src" / "anatomy_tables.cpp"

AXES = ("pitch", "roll", "yaw")
LEVELS = ("C0C2", "C4C5", "C7T1")
ROOTS = ("XI", "V", "VII", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T1")
PAIRS = (("pitch", "roll"), ("pitch", "yaw"), ("roll", "yaw"))
DEGREE = 3

# The two hyoid groups hang in series between skull and sternum. The chain pulls with what INFRAHY can hold, so its
# row carries the arms and spine loads of both and SUPRAHY, which only keeps the hyoid in place, carries none.
CHAIN_HEAD, CHAIN_FOOT = "SUPRAHY", "INFRAHY"


@dataclass
class Path:
    """Length (m) and the arms about all axes (mm) of one muscle against the angle (rad) about one axis."""

    axis: str
    angle: np.ndarray
    length: np.ndarray
    arms: dict

    @property
    def arm(self):
        return self.arms[self.axis]

    @property
    def neutral_length(self):
        return float(self.length[self.neutral_index])

    @property
    def neutral_index(self):
        return int(np.argmin(np.abs(self.angle)))

    def in_series_with(self, other):
        """Both paths end to end, with the neutral length of this one."""
        change = other.length - other.neutral_length
        return Path(self.axis, self.angle, self.length + change, {a: self.arms[a] + other.arms[a] for a in AXES})

    def without_excursion(self):
        still = np.full_like(self.length, self.neutral_length)
        return Path(self.axis, self.angle, still, {a: 0 * self.arms[a] for a in AXES})


def read(name):
    with open(DATA / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_paths():
    """Paths by muscle and axis, sorted by angle."""
    points = {}
    for row in read("arms.csv"):
        point = [float(row[key]) for key in ("angle_deg", "length_m", *(f"arm_{axis}_mm" for axis in AXES))]
        points.setdefault((row["id"], row["axis"]), []).append(point)
    paths = {}
    for key, rows in points.items():
        angle, length, *arms = np.array(sorted(rows)).T
        paths[key] = Path(key[1], np.radians(angle), length, dict(zip(AXES, arms)))
    return paths


def with_hyoid_chain(muscles, paths):
    """Hand arms and spine loads of the chain's upper link to its lower link."""
    by_id = {row["id"]: row for row in muscles}
    head, foot = by_id[CHAIN_HEAD], by_id[CHAIN_FOOT]
    loads = [key for key in head if key.startswith(("compression_", "shear_", "arm_C7T1_"))]
    for key in loads:
        foot[key] = str(round(float(foot[key]) + float(head[key]), 4))
        head[key] = "0"
    for row in muscles:
        row["fibre_share"] = 1.0
    own, other = float(foot["optimal_length_m"]), float(head["optimal_length_m"])
    foot["fibre_share"] = round(own / (own + other), 4)    # both links strain alike
    for axis in AXES:
        paths[CHAIN_FOOT, axis] = paths[CHAIN_FOOT, axis].in_series_with(paths[CHAIN_HEAD, axis])
        paths[CHAIN_HEAD, axis] = paths[CHAIN_HEAD, axis].without_excursion()


def fit(path):
    """Coefficients (mm per rad^k) that serve arm and length alike; the neutral arm is kept exactly."""
    q = path.angle
    neutral = float(path.arm[path.neutral_index])
    powers = np.arange(1, DEGREE + 1)
    arm_rows = q[:, None] ** powers
    length_rows = -(q[:, None] ** (powers + 1)) / (powers + 1)
    change_mm = 1e3 * (path.length - path.neutral_length)
    target = np.concatenate([path.arm - neutral, change_mm + neutral * q])
    tail, *_ = np.linalg.lstsq(np.vstack([arm_rows, length_rows]), target, rcond=None)
    return np.round(np.concatenate([[neutral], tail]), 3) + 0.0


def coupling(first, second):
    """One number (mm per rad) for a pair of axes: how the arm about each changes with the angle about the other."""
    angle = np.concatenate([second.angle, first.angle])
    change = np.concatenate([cross_change(second, first.axis), cross_change(first, second.axis)])
    return round(float(angle @ change / (angle @ angle)), 3) + 0.0


def cross_change(path, axis):
    return path.arms[axis] - path.arms[axis][path.neutral_index]


def arm_of(coefficients, q):
    return sum(c * q**k for k, c in enumerate(coefficients))


def length_change_of(coefficients, q):
    """In mm, against neutral."""
    return -sum(c * q ** (k + 1) / (k + 1) for k, c in enumerate(coefficients))


def fit_errors(path, coefficients):
    """Worst error of the arm and of the length, both in mm."""
    arm = np.abs(arm_of(coefficients, path.angle) - path.arm).max()
    change = 1e3 * (path.length - path.neutral_length)
    length = np.abs(length_change_of(coefficients, path.angle) - change).max()
    return float(arm), float(length)


def load():
    """Rows of the muscles with the chain applied, and by (muscle, axis) their paths and fits."""
    muscles, paths = read("muscles.csv"), read_paths()
    with_hyoid_chain(muscles, paths)
    return muscles, paths, {key: fit(path) for key, path in paths.items()}


def couplings(muscle, paths):
    return [coupling(paths[muscle, a], paths[muscle, b]) for a, b in PAIRS]


def number(value):
    return f"{float(value):.10g}"


def braces(values):
    return "{" + ", ".join(number(value) for value in values) + "}"


def muscle_row(row, paths, fits):
    plain = ("layer", "depth_mm", "F_max_N", "optimal_length_m", "slack_length_m", "pennation_rad")
    fibres = ("volume_cm3", "type_I_pct", "type_I_low_pct", "type_I_high_pct", "spindles_per_g", "fibre_share")
    words = ", ".join(f'"{row[key]}"' for key in ("id", "name", "region", "groups"))
    return (
        f"    {{{words},\n"
        f"     {', '.join(number(row[key]) for key in plain)}, {number(paths[row['id'], 'pitch'].neutral_length)},\n"
        f"     {', '.join(number(row[key]) for key in fibres)},\n"
        f"     {{{', '.join(braces(fits[row['id'], axis]) for axis in AXES)}}},"
        f" {braces(couplings(row['id'], paths))},\n"
        f"     {braces(row[f'arm_C7T1_{axis}_mm'] for axis in AXES)},"
        f" {braces(row[f'compression_{level}'] for level in LEVELS)},"
        f" {braces(row[f'shear_{level}'] for level in LEVELS)},\n"
        f"     {braces(row[f'root_{root}'] for root in ROOTS)}}},\n"
    )


def contact_rows(muscles):
    number_of = {row["id"]: i for i, row in enumerate(muscles)}
    rows = [
        f"{{{number_of[row['a']]}, {number_of[row['b']]}, {'true' if row['side'] == 'opposite' else 'false'},"
        f" {number(row['weight'])}}}"
        for row in read("adjacency.csv")
    ]
    return "".join(f"    {', '.join(rows[i : i + 6])},\n" for i in range(0, len(rows), 6))


def generate():
    muscles, paths, fits = load()
    limits = [np.abs(np.degrees(paths[muscles[0]["id"], axis].angle)).max() for axis in AXES]
    return (
        "// Written by tools/anatomy.py from data/anatomy/*.csv: change those and run it again.\n"
        '#include "anatomy_tables.hpp"\n\n'
        "namespace wryneck::detail {\n\n"
        f"const std::array<double, 3> fitted_range_deg = {braces(limits)};\n\n"
        f"const std::array<MuscleRow, {len(muscles)}> muscle_rows = {{{{\n"
        + "".join(muscle_row(row, paths, fits) for row in muscles)
        + f"}}}};\n\nconst std::array<ContactRow, {len(read('adjacency.csv'))}> contact_rows = {{{{\n"
        + contact_rows(muscles)
        + "}};\n\n}  // namespace wryneck::detail\n"
    )


def worst_errors():
    """[(arm error mm, length error mm, muscle, axis)], worst arm first."""
    _, paths, fits = load()
    return sorted(((*fit_errors(paths[key], fits[key]), *key) for key in fits), reverse=True)


def worst_cross_errors():
    """[(error mm, muscle, axis of the arm, axis of the angle)] of the arms about the other axes, worst first."""
    muscles, paths, _ = load()
    errors = []
    for row in muscles:
        for (a, b), k in zip(PAIRS, couplings(row["id"], paths)):
            for moved, about in ((a, b), (b, a)):
                path = paths[row["id"], moved]
                error = np.abs(cross_change(path, about) - k * path.angle).max()
                errors.append((float(error), row["id"], about, moved))
    return sorted(errors, reverse=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="report, write nothing")
    options = parser.parse_args()
    text = generate()
    if not options.check:
        TABLES.write_text(text, encoding="utf-8")
    for arm, length, muscle, axis in worst_errors()[:5]:
        print(f"{muscle:8} {axis:5} worst error of the arm {arm:.2f} mm, of the length {length:.2f} mm")
    for error, muscle, about, moved in worst_cross_errors()[:3]:
        print(f"{muscle:8} {about:5} arm as the head moves in {moved}: worst error {error:.1f} mm")
    current = TABLES.exists() and TABLES.read_text(encoding="utf-8") == text
    print(f"{TABLES.relative_to(ROOT)} is {'current' if current else 'out of date'}")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
