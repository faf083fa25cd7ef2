"""Scheme: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.block import Session
from constraints.rules.scheme import Scheme
from planner.build import build
from tests.builders import block, deadlift, entry, scenario, session


def by_week(*reps: int) -> list[Session]:
    """One session a week with the main lift; 0 reps: a week without it."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=week),
            exercises=[deadlift(4, count) if count else entry("hip_thrust")],
            week=week + 1,
        )
        for week, count in enumerate(reps)
    ]


@pytest.mark.parametrize(
    ("reps", "weeks"),
    [
        ((6, 5, 5), []),
        ((6, 6, 5), []),
        ((6, 5, 4), [3]),
        ((6, 5, 6), [3]),
        ((6, 6, 5, 3, 4, 4, 3), []),  # week 4 is a deload, week 5 begins a new stretch
        ((6, 6, 5, 3, 4, 5, 3), [7]),
        ((6, 0, 4), []),
    ],
)
def test_reps_change_once_in_three_weeks(reps: tuple[int, ...], weeks: list[int]) -> None:
    (rule,) = Scheme.asked_by(scenario())
    found = rule.audit(block(by_week(*reps)))
    assert [breach.where.week for breach in found] == weeks


def test_sets_may_change() -> None:
    (rule,) = Scheme.asked_by(scenario())
    sets = [
        session(date(2027, 2, 1 + 7 * n), exercises=[deadlift(n + 3, 5)], week=n + 1)
        for n in range(3)
    ]
    assert rule.audit(block(sets)) == ()


def test_jumps_have_no_scheme() -> None:
    assert Scheme.asked_by(scenario(goal={"lift": "box_jump"})) == ()


def test_posted_for_three_loading_weeks_of_a_stretch() -> None:
    (rule,) = Scheme.asked_by(scenario())
    built = build(scenario(), rules=[rule], exercises=["conventional_deadlift"])
    assert built.model.validate() == ""
    # Weeks 1 to 3 and 5 to 7; the realization has two weeks.
    assert [where.week for *_, where in built.tiers.terms["should"]] == [3, 7]
