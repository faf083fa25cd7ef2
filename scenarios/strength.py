"""Percents of a 1RM, reps and RPE: the tables, and the sums made with them.

It stands alone because rules, loader and audit all read the same tables, and none may own them.

Units: percents are tenths of a percent (70.3 % -> 703), RPE is in halves (8.5 -> 17), loads are
hundredths of a kilogram or pound (112.5 -> 11250). All integers; a half rounds up.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final, Literal

Unit = Literal["kg", "lb"]

TENTHS_OF_ONE_RM: Final = 1000
RPE_TEN_HALVES: Final = 20
IMPOSSIBLE_RPE_HALVES: Final = 21

# RPE table. Place 0 is 1 rep at RPE 10; each further place is half a rep left in reserve, up to
# reps + 10 - RPE = 16. The table has no place for 15.5: it is the middle, 58.65, rounded up.
# Units: tenths of a percent. Source: RTS (Tuchscherer), as one diagonal sequence.
RPE_TABLE: Final[tuple[int, ...]] = (
    *(1000, 978, 955, 939, 922, 907, 892, 878, 863, 850, 837, 824, 811, 799, 786),
    *(774, 762, 751, 739, 723, 707, 694, 680, 667, 653, 640, 626, 613, 599, 587, 574),
)
# Beyond its end the table goes on with its last slope: 2.5 percentage points a rep.
_TENTHS_PER_HALF_REP_BEYOND: Final = Fraction(25, 2)

# Most reps at a percent. Units: reps -> tenths of a percent. Source: NSCA chart for 1 to 10, 12
# and 15 reps; 11, 13 and 14 lie on the line between, rounded down, so that they allow no more.
CHART: Final[dict[int, int]] = {
    **{1: 1000, 2: 950, 3: 930, 4: 900, 5: 870, 6: 850, 7: 830, 8: 800, 9: 770, 10: 750},
    **{11: 725, 12: 700, 13: 683, 14: 666, 15: 650},
}
# Below 65 %: one rep for each percentage point, 20 at 60 %, never more than 30. Source: P.
_CHART_END_REPS: Final = 15
_CHART_TENTHS_PER_REP_BEYOND: Final = 10
_CHART_MOST_REPS: Final = 30

# 1 lb = 0.45359237 kg, exactly. Source: international pound, 1959.
_KG_PER_LB: Final = Fraction(45359237, 100_000_000)


@dataclass(frozen=True, slots=True)
class Zone:
    """One row of Prilepin's table.

    Units: reps in a set, and reps in a session. Source: PRI.
    """

    reps_min: int
    reps_max: int
    total_min: int
    total_optimal: int
    total_max: int


# From which percent (tenths) each zone holds, hardest first. Source: PRI; the table's first row
# ends at 65 % and its second starts at 70 %, the gap is counted to the first.
PRILEPIN: Final[tuple[tuple[int, Zone], ...]] = (
    (900, Zone(1, 2, 4, 7, 10)),
    (800, Zone(2, 4, 10, 15, 20)),
    (700, Zone(3, 6, 12, 18, 24)),
    (550, Zone(3, 6, 18, 24, 30)),
)


def percent_at(reps: int, rpe_halves: int) -> int:
    """Return the percent of the 1RM at which `reps` feel like that RPE.

    Beyond the table's end (reps + 10 - RPE above 16) it goes on in a straight line, not below 0.

    Units: reps, halves of RPE -> tenths of a percent. Source: RTS.
    Errors: ValueError for fewer than 1 rep or an RPE outside 0 to 10.
    """
    if reps < 1:
        raise ValueError(f"reps must be 1 or more, not {reps}")
    if not 0 <= rpe_halves <= RPE_TEN_HALVES:
        raise ValueError(f"RPE must be from 0 to 10, not {rpe_halves / 2:g}")
    place = 2 * (reps - 1) + RPE_TEN_HALVES - rpe_halves
    last = len(RPE_TABLE) - 1
    if place <= last:
        return RPE_TABLE[place]
    return max(0, _round(RPE_TABLE[last] - (place - last) * _TENTHS_PER_HALF_REP_BEYOND))


def rpe_at(percent_tenths: int, reps: int) -> int:
    """Return the RPE that `reps` at a percent imply, to the nearest half.

    The table is read backwards, in a straight line between two places: 6 reps at 70.3 % are
    RPE 5.0, at 70 % they are 4.5. What rounds to more than RPE 10 cannot be done and is
    `IMPOSSIBLE_RPE_HALVES`; what falls below RPE 0 is 0.

    Units: tenths of a percent, reps -> halves of RPE. Source: RTS.
    Errors: ValueError for fewer than 1 rep or a negative percent.
    """
    if reps < 1:
        raise ValueError(f"reps must be 1 or more, not {reps}")
    if percent_tenths < 0:
        raise ValueError(f"a percent must be 0 or more, not {percent_tenths / 10:g}")
    halves = _round(2 * (reps - 1) + RPE_TEN_HALVES - _place_of(percent_tenths))
    return min(max(halves, 0), IMPOSSIBLE_RPE_HALVES)


def _place_of(percent_tenths: int) -> Fraction:
    """Return where in `RPE_TABLE` a percent lies, between two places and beyond both ends."""
    last = len(RPE_TABLE) - 1
    if percent_tenths <= RPE_TABLE[last]:
        return last + (RPE_TABLE[last] - percent_tenths) / _TENTHS_PER_HALF_REP_BEYOND
    above = max((i for i in range(last) if RPE_TABLE[i] >= percent_tenths), default=0)
    step = RPE_TABLE[above] - RPE_TABLE[above + 1]
    return above + Fraction(RPE_TABLE[above] - percent_tenths, step)


def chart_reps(percent_tenths: int) -> int:
    """Return the most reps that the chart gives at a percent; 0 above 100 %.

    A percent between two rows counts as the heavier row. Below 65 % the chart ends and a rep is
    added for each percentage point, up to 30 [P].

    Units: tenths of a percent -> reps. Source: NSCA chart; P below 65 %.
    """
    end = CHART[_CHART_END_REPS]
    if percent_tenths < end:
        more = (end - percent_tenths) // _CHART_TENTHS_PER_REP_BEYOND
        return min(_CHART_END_REPS + more, _CHART_MOST_REPS)
    return max((reps for reps, percent in CHART.items() if percent >= percent_tenths), default=0)


def estimated_max(load_hundredths: int, reps: int, rpe_halves: int) -> int:
    """Return the 1RM that one set speaks for.

    A set longer than the table (reps + 10 - RPE above 16) counts as its last place: it proves at
    least that much, and the estimate errs on the light side.

    Units: hundredths, reps, halves of RPE -> hundredths. Source: RTS.
    Errors: ValueError as in `percent_at`.
    """
    percent_tenths = max(percent_at(reps, rpe_halves), RPE_TABLE[-1])
    return _round(Fraction(load_hundredths * TENTHS_OF_ONE_RM, percent_tenths))


def prilepin(percent_tenths: int) -> Zone | None:
    """Return Prilepin's zone for a percent, None below 55 %.

    Units: tenths of a percent. Source: PRI.
    """
    return next((zone for start, zone in PRILEPIN if percent_tenths >= start), None)


def percent_of_load(load_hundredths: int, one_rm_hundredths: int) -> int:
    """Return the percent that a load is of a 1RM in the same unit; a half rounds up.

    Units: hundredths, hundredths -> tenths of a percent.
    Errors: ValueError when the 1RM is not above 0.
    """
    if one_rm_hundredths <= 0:
        raise ValueError(f"a 1RM must be above 0, not {one_rm_hundredths / 100:g}")
    return _round(Fraction(load_hundredths * TENTHS_OF_ONE_RM, one_rm_hundredths))


def convert(hundredths: int, frm: Unit, to: Unit) -> int:
    """Return a weight in the other unit, to the nearest hundredth.

    Units: hundredths of `frm` -> hundredths of `to`. Source: 1 lb = 0.45359237 kg.
    """
    if frm == to:
        return hundredths
    return _round(hundredths * _KG_PER_LB if frm == "lb" else hundredths / _KG_PER_LB)


def _round(value: Fraction | int) -> int:
    """Round to the nearest integer, a half up."""
    return floor(value + Fraction(1, 2))
