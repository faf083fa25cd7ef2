"""What other rules ask of days with fewer tools: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints import progress
from constraints.lines import Line
from constraints.rules.exercise_limits import ExerciseLimits
from constraints.rules.largest_jump import LargestJump
from constraints.rules.main_dose import MainDose
from constraints.rules.main_dose_middle import MainDoseMiddle
from constraints.rules.main_lift import MainLift
from constraints.rules.phase_targets import PhaseTargets
from constraints.rules.pinned import Pinned
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


def test_what_has_no_tools_is_not_owed_in_the_hotel() -> None:
    """Neither the lift, nor what is pinned, nor its own least; in every other week they are."""
    weeks = [named(week, "plank") for week in range(1, 7)]
    own: dict[str, Any] = {"pin": ["hip_thrust"], "hip_thrust": {"sets_week": [2, 9]}}
    asked = {**HOTEL, "exercises": own}
    for kind in (MainLift, Pinned, ExerciseLimits):
        assert weeks_of(audited(kind, weeks, **asked)) == [1, 2, 4, 5, 6], kind


def test_what_has_its_tools_is_owed_in_the_hotel_too() -> None:
    asked = {**HOTEL, "exercises": {"pin": [ROW]}}
    weeks = [named(week, "plank") for week in range(1, 7)]
    assert weeks_of(audited(Pinned, weeks, **asked)) == [1, 2, 3, 4, 5, 6]


# Weeks 2 and 3 in the hotel: seventeen days without the bar.
LONG: dict[str, Any] = {
    **HOTEL, "goal": {"test": date(2027, 3, 12)},
    "phase_plan": [{"phase": "accumulation", "weeks": 5}, {"phase": "taper", "weeks": 1}],
    "availability": {"away": [
        {"from": date(2027, 2, 8), "to": date(2027, 2, 19), "tools": ["dumbbells", "bench"]},
    ]},
}  # fmt: skip


@pytest.mark.parametrize("kind", [MainDose, MainDoseMiddle])
def test_the_first_week_back_owes_no_reps_of_the_lift(kind: Any) -> None:
    few = [held(week, deadlift(1, 5, 110)) for week in (1, 4, 5)]
    assert weeks_of(audited(kind, few, **LONG)) == [1, 5]
    assert 4 in weeks_of(audited(kind, few, **{**LONG, "priorities": {"after-trip": "off"}}))


def test_each_week_that_a_trip_takes_lets_the_lift_be_lighter_afterwards() -> None:
    """65 % and half a step of 2.5 kg at 160 kg; 2.5 points for each of two weeks."""
    phases = {"accumulation": {"main_percent": [65, 75], "main_reps": [3, 8]}}
    asked = {**LONG, "phases": phases}
    light = [held(week, deadlift(3, 5, 97.5, percent=60.9)) for week in (1, 5)]
    assert weeks_of(audited(PhaseTargets, light, **asked)) == [1]
