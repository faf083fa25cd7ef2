"""What other rules ask of days with fewer tools: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints import progress
from constraints.lines import Line
from constraints.rules.largest_jump import LargestJump
from constraints.rules.phase_targets import PhaseTargets
from constraints.rules.preferences import PreferredExercises
from constraints.rules.scheme import Scheme
from constraints.rules.stability import Stability
from constraints.rules.swaps import Swaps
from constraints.rules.variety import Variety
from constraints.rules.volume import VolumeMinimum, VolumeTarget
from scenarios import odd_weeks
from tests.builders import block, deadlift, entry, scenario
from tests.constraints.rules.verdicts import FILLERS, LIFT, ROW, audited, held, named, weeks_of

# Week 3 in a hotel, with dumbbells of 24 kg at most instead of 50; six weeks in one phase.
HOTEL: dict[str, Any] = {
    "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}],
    "availability": {"away": [
        {"from": date(2027, 2, 15), "to": date(2027, 2, 19), "tools": ["dumbbells", "bench"],
         "most": {"dumbbells": 24}},
    ]},
    "phases": {"accumulation": {"accessory_reps": [6, 10], "accessory_rpe": [6.5, 8]}},
}  # fmt: skip


def row(load: float | None, reps: int = 8, rpe: float = 7) -> Any:
    """A row with one dumbbell."""
    return entry(ROW, 3, reps, load=load, rpe=rpe)


def asking(week: int, what: Any) -> list[tuple[float, float, str]]:
    """What the phase finds of an entry: measured, limit, unit."""
    found = audited(PhaseTargets, [held(week, what)], **HOTEL)
    return [(one.measured, one.limit, one.unit) for one in found]


def test_the_heaviest_that_is_there_may_have_more_reps() -> None:
    assert asking(3, row(24, reps=12)) == []
    assert asking(3, row(22, reps=12)) == [(12, 10, "reps")]
    assert asking(4, row(24, reps=12)) == [(12, 10, "reps")]


def test_with_the_most_reps_it_may_be_easy() -> None:
    most = scenario(**HOTEL).catalogue[ROW].reps[1]
    assert asking(3, row(24, reps=most, rpe=4)) == []
    assert asking(3, row(24, reps=most - 1, rpe=4)) == [(4, 6.5, "RPE")]
    assert asking(3, row(24, reps=most, rpe=9)) == [(9, 8, "RPE")]


def test_where_the_load_is_looked_for_there_are_ten_reps_or_more() -> None:
    assert asking(3, row(None, reps=10)) == asking(3, row(None, reps=12)) == []
    assert asking(3, row(None, reps=9)) == [(9, 10, "reps")]
    assert asking(4, row(None, reps=9)) == []


@pytest.mark.parametrize(("most", "pairs"), [(24, [(1, 3)]), (50, [(1, 2), (2, 3)])])
def test_a_week_without_the_heaviest_loads_is_not_compared(
    most: float, pairs: list[tuple[int, int]]
) -> None:
    away = {**HOTEL["availability"]["away"][0], "most": {"dumbbells": most}}
    asked = {**HOTEL, "availability": {"away": [away]}}
    weeks = [held(2, row(34)), held(3, row(24, reps=15)), held(4, row(36))]
    made = block(weeks, **asked)
    found = progress.audited_pairs(made, Line(ROW), ever=True)
    assert [(early, late) for early, late, _, _ in found] == pairs


def test_the_load_may_come_back_and_leap_no_further() -> None:
    weeks = [held(2, row(34)), held(3, row(24, reps=15))]
    assert audited(LargestJump, [*weeks, held(4, row(36))], **HOTEL) == ()
    assert len(audited(LargestJump, [*weeks, held(4, row(46))], **HOTEL)) == 1


def test_targets_hold_for_what_can_be_had_and_minimums_do_not() -> None:
    weeks = [held(week, entry("plank", 1, 30)) for week in range(1, 7)]
    assert 3 in weeks_of(audited(VolumeTarget, weeks, **HOTEL))
    assert 3 not in weeks_of(audited(VolumeMinimum, weeks, **HOTEL))
    asked = scenario(**HOTEL)
    assert odd_weeks.short_weeks(asked) == {2}
    assert odd_weeks.eased_weeks(asked) == frozenset()


def test_what_is_trained_in_the_hotel_is_no_new_exercise() -> None:
    """Neither there nor afterwards, and the block has no more different ones for it."""
    weeks = [named(week, *FILLERS[:15]) for week in (1, 2, 4, 5, 6)]
    hotel = named(3, *FILLERS[15:])
    for kind in (Stability, Swaps, Variety):
        assert audited(kind, [*weeks, hotel], **HOTEL) == (), kind
    changed = [*weeks[:2], hotel, named(4, *FILLERS[1:16]), *weeks[3:]]
    assert audited(Stability, changed, **HOTEL) != ()


def test_nobody_misses_what_is_preferred_in_the_hotel() -> None:
    weeks = [named(week, "hip_thrust") for week in (1, 2, 4, 5, 6)]
    asked = {**HOTEL, "exercises": {"prefer": ["hip_thrust"]}}
    assert audited(PreferredExercises, [*weeks, named(3, "plank")], **asked) == ()


def test_reps_before_and_after_the_trip_are_of_one_phase() -> None:
    """Six, five, four in weeks 2, 4 and 5 change twice in a row."""
    loads = {2: (6, 115), 4: (5, 120), 5: (4, 125)}
    weeks = [held(week, deadlift(4, reps, load)) for week, (reps, load) in loads.items()]
    (breach,) = [one for one in audited(Scheme, weeks, **HOTEL) if one.unit == "changes"]
    assert (breach.where.week, breach.where.exercise) == (5, LIFT)
