"""Reps and load that rise one after the other: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.block import Entry
from constraints.rules.one_at_a_time import OneAtATime
from tests.builders import block, deadlift, entry
from tests.constraints.rules.verdicts import LIFT, audited, held, lifted, weeks_of
from tests.constraints.test_held import past, sets

ROW = "barbell_row"


def row(reps: int, load: float | None = None, exercise: str = ROW) -> Entry:
    return entry(exercise, 3, reps, load=load)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ((8, 30), (9, 32), 1),
        ((8, 30), (8, 32), 0),
        ((8, 30), (9, 30), 0),
        ((8, 30), (7, 32), 0),
        ((8, 30), (9, 28), 0),
        ((8, 30), (7, 28), 0),  # both fall: other rules have to say to that
    ],
)
def test_either_reps_rise_or_the_load_does(
    before: tuple[int, float], after: tuple[int, float], count: int
) -> None:
    found = audited(OneAtATime, [held(1, row(*before)), held(2, row(*after))])
    assert len(found) == count
    for breach in found:
        assert breach.text == f"{ROW}: 8 reps at 30 in week 1, 9 reps at 32 in week 2"
        assert (breach.measured, breach.limit, breach.excess) == (2, 1, 1)
        assert (breach.where.week, breach.where.session, breach.where.exercise) == (2, None, ROW)
        assert breach.priority == "prefer"


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        ((1, 2), [2]),
        ((1, 3), [3]),  # nothing was trained in between
        ((3, 5), []),  # over a border, where other reps may be asked for
        ((3, 4), []),  # a deload
        ((9, 11), []),  # the taper
    ],
)
def test_loading_weeks_of_a_phase_are_compared(weeks: tuple[int, int], found: list[int]) -> None:
    rising = [held(week, row(8 + week, 20.0 + week)) for week in weeks]
    assert weeks_of(audited(OneAtATime, rising)) == found


def test_it_binds_the_main_lift_too() -> None:
    both = [*lifted({1: 100}, reps=5), *lifted({2: 105}, reps=6)]
    (breach,) = audited(OneAtATime, both)
    assert breach.where.exercise == LIFT


def test_only_loads_on_a_bar_are_compared() -> None:
    """A bell or dumbbell that is heavier asks for fewer reps in any case."""
    rising = [held(week, row(8 + week, 20 + week, "single_arm_db_row")) for week in (1, 2)]
    assert audited(OneAtATime, rising) == ()


def test_a_load_that_is_left_open_is_compared_with_nothing() -> None:
    assert audited(OneAtATime, [held(1, row(8)), held(2, row(9, 32))]) == ()
    assert audited(OneAtATime, [held(1, row(8, 30)), held(2, row(9))]) == ()


@pytest.mark.parametrize(("load", "count"), [(140, 0), (142.5, 1)])
def test_a_load_that_was_lifted_already_is_no_rise(load: float, count: int) -> None:
    """Asked for 120, the athlete took 140."""
    own = past(sets(3, 5, 140, percent=87.5, rpe=7, asked_load=120))
    (rule,) = OneAtATime.asked_by(own)
    since = block([held(1, deadlift(3, 5, 140)), held(2, deadlift(3, 6, load))])
    assert len(rule.audit(since.model_copy(update={"scenario": own}))) == count
