"""Nordic ramp: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.block import Session
from constraints.rules.nordic_ramp import NordicRamp
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def by_week(*reps: int) -> list[Session]:
    """One session a week; 0 reps: a week without Nordic curls."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=week),
            exercises=[entry("nordic_curl", 1, count) if count else entry()],
            week=week + 1,
        )
        for week, count in enumerate(reps)
    ]


@pytest.mark.parametrize(
    ("reps", "broken"),
    [
        ((10, 20, 30), []),
        ((11, 20), [(1, 1)]),
        ((16, 20), [(1, 2)]),
        ((10, 21), [(2, 1)]),
        ((10, 0, 20), []),
        ((0, 10, 21), [(3, 1)]),
        ((0, 11), [(2, 1)]),
        ((20, 12, 30), [(1, 2), (3, 2)]),
    ],
)
def test_reps_start_low_and_rise_slowly(
    reps: tuple[int, ...], broken: list[tuple[int, int]]
) -> None:
    (rule,) = NordicRamp.asked_by(scenario())
    found = rule.audit(block(by_week(*reps)))
    assert [(breach.where.week, breach.excess) for breach in found] == broken


@pytest.mark.parametrize(
    ("reps", "broken"),
    [((10, 20, 30, 5, 40), []), ((10, 20, 30, 5, 41), [5]), ((0, 0, 0, 10, 11), [5])],
)
def test_the_deload_in_week_4_is_no_base(reps: tuple[int, ...], broken: list[int]) -> None:
    (rule,) = NordicRamp.asked_by(scenario())
    assert [b.where.week for b in rule.audit(block(by_week(*reps)))] == broken


def test_a_week_has_at_most_60() -> None:
    (rule,) = NordicRamp.asked_by(scenario())
    rising = (10, 20, 30, 0, 40, 50, 60)
    assert rule.audit(block(by_week(*rising))) == ()
    (breach,) = rule.audit(block(by_week(*rising, 0, 61)))
    assert (breach.measured, breach.limit, breach.excess) == (61, 60, 1)


def test_sets_and_sessions_of_a_week_add_up() -> None:
    (rule,) = NordicRamp.asked_by(scenario())
    curls = [entry("nordic_curl", 2, 3)]
    friday = session(date(2027, 2, 5), exercises=curls, label="B")
    (breach,) = rule.audit(block([session(exercises=curls), friday]))
    assert breach.measured == 12


def test_posted_for_every_week_and_base() -> None:
    short = scenario(weeks=3, goal={"test": date(2027, 2, 20)}, priorities={"nordic-ramp": "must"})
    (rule,) = NordicRamp.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift", "nordic_curl"])
    assert built.model.validate() == ""
    assert built.tiers.terms["should"] == []
