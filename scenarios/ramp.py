"""The ramp: the sets that lead up to the first working set, and the attempts of a test.

It stands alone because print, session minutes and audit must count the same sets.

Units: loads are hundredths of the tool's unit, percents and fractions are tenths of a percent.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Final, Literal

Style = Literal["main", "olympic", "heavy", "none"]

SECONDS_PER_RAMP_SET: Final = 75  # source: P (rules 2.12, 1.25 minutes)
SET_UP_SECONDS: Final = 90  # for each exercise; source: P (rules 2.12, 1.5 minutes)
GENERAL_WARM_UP_SECONDS: Final = 480  # source: P (rules 2.12, 8 minutes)

# From here a main lift gets a fourth ramp set. 80 % is meant as programmed (decisions.md).
FOUR_SETS_FROM_TENTHS: Final = 795

# (reps, tenths of a percent of the work load). Source: shape RMP and DINO, numbers P (2.13).
# A fraction of 0 means the lightest load there is.
_THREE: Final = ((5, 400), (4, 620), (3, 860))
_FOUR: Final = ((5, 400), (4, 580), (3, 750), (1, 880))
_OLYMPIC: Final = ((5, 0), (3, 600), (2, 820))
_HEAVY: Final = ((5, 550), (3, 820))

# RF-12: first ramp set at most 50 %, last at least 80 % of the work load.
_FIRST_AT_MOST: Final = 500
_LAST_AT_LEAST: Final = 800
# Rules 2.13: last at least 85 %, steps of at most 20 points of the 1RM. Above 92 % a ramp set is
# a working set. Source: P.
_LAST_WISHED: Final = (850, 920)
_LARGEST_STEP_TENTHS: Final = 200

# Attempts of a test, in tenths of the 1RM, and the most that the last may be. Source: P.
_ATTEMPTS: Final = (950, 1000, 1025)
_LAST_ATTEMPT_AT_MOST: Final = 1050


@dataclass(frozen=True, slots=True)
class RampSet:
    """One ramp set. Units: reps; hundredths of the tool's unit."""

    reps: int
    load: int


@lru_cache(maxsize=4096)
def ramp(
    work_load: int, percent_tenths: int | None, style: Style, loads: tuple[int, ...]
) -> tuple[RampSet, ...]:
    """Return the ramp sets before a work load, rising, all lighter than it.

    "main": about 40, 62, 86 % of the work load for 5, 4, 3 reps; from 79.5 % of the 1RM about
    40, 58, 75, 88 % for 5, 4, 3, 1 (three sets where the percent is unknown). "olympic": the
    lightest load for 5, then about 60 and 82 % for 3 and 2. "heavy", a second heavy compound:
    about 55 and 82 % for 5 and 3. "none": nothing.

    Among the loads near these, the choice keeps RF-12 where any choice can, then 2.13 (steps of
    at most 20 points of the 1RM, last from 85 %), then stays close to the fractions. Where the
    lightest load, the empty bar, is above the first fraction, it is the first ramp set and the
    rest rise evenly; above 50 % RF-12 cannot hold. Where it is above the last fraction, it is the
    only one. Fewer lighter loads than sets: one set for each.

    `loads` are sorted and distinct; none means that the loads are unknown, and so is the ramp.

    Units: hundredths, tenths of a percent. Source: rules 2.13, RF-12.
    """
    below = [load for load in loads if load < work_load]
    if style == "none" or not below:
        return ()
    shape = _shape(style, percent_tenths)
    targets = _targets([fraction for _, fraction in shape], work_load, below[0])
    if len(below) <= len(targets):
        chosen = tuple(below)
    else:
        percent = FOUR_SETS_FROM_TENTHS if percent_tenths is None else percent_tenths
        chosen = _choose(targets, work_load, percent if style == "main" else 0, below)
    return tuple(RampSet(reps, load) for (reps, _), load in zip(shape, chosen, strict=False))


def _shape(style: Style, percent_tenths: int | None) -> tuple[tuple[int, int], ...]:
    if style == "main":
        is_four = percent_tenths is not None and percent_tenths >= FOUR_SETS_FROM_TENTHS
        return _FOUR if is_four else _THREE
    return _OLYMPIC if style == "olympic" else _HEAVY


def _targets(fractions: list[int], work_load: int, lightest: int) -> list[int]:
    """Return the wished loads in thousandths of a hundredth (fraction times work load)."""
    wished = [fraction * work_load for fraction in fractions]
    start, last = lightest * 1000, wished[-1]
    if start >= last:
        return [start]
    if start <= wished[0]:
        return wished
    steps = len(wished) - 1
    return [max(w, start + i * (last - start) // steps) for i, w in enumerate(wished)]


def _choose(targets: list[int], work_load: int, percent: int, below: list[int]) -> tuple[int, ...]:
    """Return the best rising choice, one load for each target; `percent` 0 waives the steps.

    The nearest load on either side of each target will mostly do. Where it will not, n targets
    offer n loads on either side each, among which there is always a rising choice.
    """

    def near(target: int, reach: int) -> list[int]:
        place = bisect_right(below, target // 1000)
        return below[max(0, place - reach) : place + reach]

    def cost(choice: tuple[int, ...]) -> tuple[int, int, int, tuple[int, ...]]:
        first, last = choice[0] * 1000, choice[-1] * 1000
        red_flags = (last < _LAST_AT_LEAST * work_load) + (
            percent > 0 and first > _FIRST_AT_MOST * work_load
        )
        wishes = sum(
            (heavier - lighter) * percent > _LARGEST_STEP_TENTHS * work_load
            for lighter, heavier in pairwise((*choice, work_load))
        )
        low, high = (wished * work_load for wished in _LAST_WISHED)
        wishes += percent > 0 and not low <= last <= high
        distance = sum(abs(load * 1000 - t) for load, t in zip(choice, targets, strict=True))
        return red_flags, wishes, distance, choice

    rising: list[tuple[int, ...]] = []
    for reach in (1, len(targets)):
        choices = product(*(near(target, reach) for target in targets))
        rising = sorted((c for c in choices if all(a < b for a, b in pairwise(c))), key=cost)
        if rising and cost(rising[0])[:2] == (0, 0):
            break
    return rising[0]


def attempts(one_rm: int, loads: tuple[int, ...]) -> tuple[int, ...]:
    """Return the attempts of a test: the loads nearest to 95, 100 and 102.5 % of the 1RM, rising.

    A load that does not rise gives way to the next heavier one up to 105 %; where there is none
    the attempt is left out, so that there may be fewer than three, and none without loads.

    Units: hundredths of the tool's unit. Source: P (reference block, week 12).
    """
    chosen: list[int] = []
    for fraction in _ATTEMPTS:
        left = [
            load
            for load in loads
            if load * 1000 <= _LAST_ATTEMPT_AT_MOST * one_rm and (not chosen or load > chosen[-1])
        ]
        if left:
            chosen.append(min(left, key=lambda load: (abs(load * 1000 - fraction * one_rm), load)))
    return tuple(chosen)
