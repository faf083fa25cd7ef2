"""Rest between sets: what is left of a set's seconds, within the range of its kind."""

from __future__ import annotations

from scenarios.catalogue import Exercise

HEAVY = 795  # tenths of a percent: programmed as 80 %
STEP = 15  # seconds; rests are printed to the nearest quarter of a minute

# Least rest in seconds (evidence 2.12: ACSM09, SAL10, NSCA-T, MAR15, SEN11, NHE-REST, LAK12).
LEAST = {
    "plyometric": 60, "olympic": 120, "heavy_compound": 120, "accessory": 60, "isolation": 45,
    "core": 45, "ballistic": 30,
}  # fmt: skip
LEAST_HEAVY = 180


def rest_seconds(exercise: Exercise, reps: int, percent_tenths: int | None) -> int:
    """Rest after a set, in seconds, to the nearest 15 and never under the range of its kind.

    The time model counts `seconds_per_set`, work on both sides and rest included; the rest shown
    is that less the work.
    """
    work = reps * exercise.sides * exercise.seconds_per_rep
    heavy = exercise.modality == "heavy_compound" and (percent_tenths or 0) >= HEAVY
    least = LEAST_HEAVY if heavy else LEAST[exercise.modality]
    left = exercise.seconds_per_set - work
    return max(least, STEP * round(left / STEP))
