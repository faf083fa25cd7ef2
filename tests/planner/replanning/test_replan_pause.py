"""Weeks without a session: the way back is light, and what was lost takes nothing else along."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.block import Block
from planner.replanning.replan import Again
from scenarios import odd_weeks
from tests.planner.replanning.athlete import LIFT, again, block_of, intermediate


def ill(first: date, days: int) -> Again:
    """Planned again after so many days in which nothing was trained."""
    block, on = intermediate(), first + timedelta(days=days)
    missed = [one for one in block.in_order if first <= one.day < on]
    return again(block.scenario, on, missed, since=block)


def sets(block: Block, week: int, exercise: str) -> list[int]:
    return [e.sets for one in block.of_week(week) for e in one.exercises if e.exercise == exercise]


def test_after_two_weeks_without_training_sets_come_back_step_by_step() -> None:
    since, found = intermediate(), ill(date(2027, 2, 15), 14)
    now = block_of(found)
    assert [(one.week, one.base, one.percent) for one in odd_weeks.returns(now.scenario)] == [
        (4, 1, 50), (5, 1, 70)
    ]  # fmt: skip
    assert [sets(since, week, LIFT) for week in (1, 4, 5, 6)] == [[3], [4], [4], [4]]
    assert [sets(now, week, LIFT) for week in (1, 4, 5, 6)] == [[3], [2], [2], [4]]
    for week in (4, 5):
        assert now.working_sets(week) < 0.75 * since.working_sets(week)
        assert len(now.of_week(week)) == len(since.of_week(week))
        rpes = [e.rpe for one in now.of_week(week) for e in one.exercises if e.rpe is not None]
        assert max(rpes) <= 7.5
    assert now.of_week(8) == since.of_week(8)
    assert now.solve.tiers[0].objective == 0


def test_a_phase_that_was_lost_as_a_whole_takes_no_session_of_the_taper_along() -> None:
    """Both weeks before the taper: its exercises are those of the phase before them."""
    since, found = intermediate(), ill(date(2027, 3, 29), 14)
    now = block_of(found)
    assert {one.uid for one in since.sessions if one.day >= date(2027, 4, 12)} <= {
        one.uid for one in now.sessions
    }
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.spared == ()


@pytest.mark.parametrize("days", [7, 9])
def test_a_week_is_no_pause(days: int) -> None:
    now = block_of(ill(date(2027, 2, 15), days))
    assert odd_weeks.returns(now.scenario) == ()
