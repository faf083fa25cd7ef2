"""What a lift may lose after a deload: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.rules.after_deload import AfterDeload
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import (
    LIFT,
    ONE_PHASE,
    ROW,
    audited,
    held,
    ranks,
    row,
    weeks_of,
)


@pytest.mark.parametrize(
    ("reps", "percent", "measured"),
    [(6, 72.5, None), (6, 72.4, 2.6), (6, 65, 10), (5, 72.5, None), (5, 72.4, 2.6), (7, 65, None)],
)
@pytest.mark.parametrize(("last", "first"), [(3, 5), (2, 6), (7, 9)])
def test_after_a_deload_the_main_lift_loses_little_unless_reps_rise(
    last: int, first: int, reps: int, percent: float, measured: float | None
) -> None:
    lift = [entry(LIFT, 4, 6, percent=75), entry(LIFT, 2, 6, percent=60)]
    weeks = [held(last, lift[0]), held(4, lift[1]), held(8, lift[1])]
    found = audited(AfterDeload, [*weeks, held(first, entry(LIFT, 4, reps, percent=percent))])
    assert weeks_of(found) == [first] * (measured is not None)
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, 2.5, "points")
        assert (breach.where.exercise, breach.excess, breach.priority) == (LIFT, 1, "must")


@pytest.mark.parametrize("exercise", ["barbell_row", "romanian_deadlift", "kb_deadlift", ROW])
@pytest.mark.parametrize(
    ("reps", "load", "measured"),
    [(8, 100, None), (8, 95, None), (8, 94, 6), (6, 95, None), (6, 94, 6), (9, 94, None)],
)
@pytest.mark.parametrize(("last", "first"), [(3, 5), (7, 9)])
def test_after_a_deload_other_lifts_lose_a_twentieth_unless_reps_rise(
    last: int, first: int, reps: int, load: float, measured: float | None, exercise: str
) -> None:
    lift = [entry(exercise, 3, 8, load=100), entry(exercise, 2, 8, load=60)]
    weeks = [held(last, lift[0]), held(4, lift[1]), held(8, lift[1])]
    found = audited(AfterDeload, [*weeks, held(first, entry(exercise, 3, reps, load=load))])
    assert weeks_of(found) == [first] * (measured is not None)
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, 5, "%")
        assert (breach.where.exercise, breach.excess, breach.priority) == (exercise, 1, "must")


@pytest.mark.parametrize(
    ("was", "least", "less"),
    [(40, 38, 37.5), (190, 180.5, 180), (52.5, 50, 47.5), (1.4, 1.33, 1.32)],
)
def test_the_twentieth_is_exact(was: float, least: float, less: float) -> None:
    for load, count in ((least, 0), (less, 1)):
        weeks = [held(3, entry(ROW, load=was)), held(5, entry(ROW, load=load))]
        assert len(audited(AfterDeload, weeks)) == count


def test_loads_that_are_not_decided_are_free_after_a_deload() -> None:
    assert audited(AfterDeload, [held(3, row(8, rpe=8)), held(5, row(8, rpe=6))]) == ()
    assert audited(AfterDeload, [held(3, entry("plank", 3, 60)), held(5, entry("plank"))]) == ()
    assert audited(AfterDeload, [held(3, row(8, 24)), held(5, row(8, rpe=7))]) == ()
    assert audited(AfterDeload, [held(3, row(8, rpe=7)), held(5, row(8, 24))]) == ()


@pytest.mark.parametrize(("load", "measured"), [(95, None), (94, 6)])
def test_a_goal_lift_without_a_printed_percent_is_held_by_its_load(
    load: float, measured: float | None
) -> None:
    weeks = [held(3, entry(LIFT, 4, 6, load=100)), held(5, entry(LIFT, 4, 6, load=load))]
    found = [(b.measured, b.limit, b.unit) for b in audited(AfterDeload, weeks)]
    assert found == ([] if measured is None else [(measured, 5, "%")])


@pytest.mark.parametrize(("early", "late"), [(1, 2), (9, 10), (3, 4), (10, 11), (3, 9)])
def test_nothing_is_held_without_a_deload_between_neighbouring_phases(
    early: int, late: int
) -> None:
    weeks = [held(early, entry(LIFT, percent=75)), held(late, entry(LIFT, percent=60))]
    assert audited(AfterDeload, weeks) == ()


def test_a_deload_inside_a_phase_counts_too() -> None:
    weeks = [held(week, entry(LIFT, percent=p)) for week, p in ((1, 75), (2, 60), (3, 70))]
    assert weeks_of(audited(AfterDeload, weeks, **ONE_PHASE)) == [3]


def test_back_offs_and_jumps_start_anew_after_a_deload() -> None:
    heavy = [entry(LIFT, percent=75, part="back_off"), entry("box_jump", 4, 3, load=10)]
    light = [entry(LIFT, percent=60, part="back_off"), entry("box_jump", 4, 3, load=5)]
    assert audited(AfterDeload, [held(3, *heavy), held(5, *light)]) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert AfterDeload.asked_by(scenario()) == (AfterDeload("must"),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(AfterDeload, "should") == ["should"]
    assert ranks(AfterDeload, "off") == []
