"""Failure gap: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.failure_gap import FailureGap
from tests.builders import block, entry, scenario, session

START = date(2027, 2, 1)


def pull(percent: float, rpe: float, **more: Any) -> Entry:
    """Deadlifts at a percent and an RPE; RPE 10 is to failure, 79.5 % is heavy."""
    return entry("conventional_deadlift", 3, 5, percent=percent, rpe=rpe, **more)


FAILURE, HEAVY, MODERATE = pull(85, 10), pull(85, 7), pull(70, 6)


def at(when: str, *entries: Entry, **more: Any) -> Session:
    """A session at a local time, such as "02-01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-{when}")
    week = (moment.date() - START).days // 7 + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, **more)


def breaches(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions; by default 72 and 24 hours."""
    (rule,) = FailureGap.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def test_four_days_are_enough_and_an_hour_less_is_not() -> None:
    monday = at("02-01 18:00", FAILURE)
    assert breaches(monday, at("02-05 18:00", HEAVY)) == ()
    (breach,) = breaches(monday, at("02-05 17:00", HEAVY, label="B"))
    assert (breach.measured, breach.limit, breach.unit) == (95, 96, "h")
    assert (breach.excess, breach.priority) == (1, "should")
    assert (breach.where.week, breach.where.session) == (1, "B")


@pytest.mark.parametrize(("monday", "count"), [("18:00", 0), ("17:00", 1)])
def test_the_gap_runs_across_weeks_and_a_change_of_the_clock(monday: str, count: int) -> None:
    found = breaches(at("03-25 18:00", FAILURE), at(f"03-29 {monday}", HEAVY))
    assert [(breach.measured, breach.where.week) for breach in found] == [(95, 9)] * count


@pytest.mark.parametrize(
    ("first", "count"),
    [
        (FAILURE, 1),
        (pull(85, 9.5), 0),
        (pull(60, 10), 1),  # light loads to failure count too
        (entry("single_leg_rdl", 3, 8, rpe=10), 1),
        (entry("conventional_deadlift", 1, 1, percent=100, rpe=10, part="test"), 1),
        (entry("hip_thrust", 3, 8, rpe=10), 0),
        (entry("nordic_curl", 3, 5, rpe=10), 0),
        (entry("kettlebell_swing", 3, 15, rpe=10), 0),
    ],
)
def test_only_a_hinge_to_failure_asks_for_more(first: Entry, count: int) -> None:
    assert len(breaches(at("02-01 18:00", first), at("02-04 18:00", HEAVY))) == count


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (HEAVY, 1),
        (FAILURE, 1),
        (MODERATE, 0),
        (entry("good_morning", 3, 5, percent=40), 1),
        (entry("conventional_deadlift", 1, 1, percent=100, rpe=10, part="test"), 1),
        (entry("hip_thrust", 3, 8, rpe=10), 0),
    ],
)
def test_only_a_heavy_hinge_has_to_wait(second: Entry, count: int) -> None:
    assert len(breaches(at("02-01 18:00", FAILURE), at("02-04 18:00", second))) == count


def test_before_the_failure_the_usual_gap_holds() -> None:
    assert breaches(at("02-01 18:00", HEAVY), at("02-04 18:00", FAILURE)) == ()


def test_an_easy_day_between_does_not_help() -> None:
    days = at("02-01 18:00", FAILURE), at("02-03 18:00", MODERATE), at("02-04 18:00", HEAVY)
    assert [breach.measured for breach in breaches(*days)] == [72]


def test_the_hours_come_on_top_of_those_between_heavy_hinges() -> None:
    pair = at("02-01 18:00", FAILURE), at("02-05 18:00", HEAVY)
    (breach,) = breaches(*pair, recovery={"heavy_hinge_hours": 73})
    assert (breach.limit, breach.priority) == (97, "should")
    (breach,) = breaches(*pair, recovery={"failure_hours": 25})
    assert (breach.limit, breach.priority) == (97, "must")
    assert breaches(*pair, recovery={"failure_hours": 24}) == ()


def test_off_asks_nothing() -> None:
    assert FailureGap.asked_by(scenario(priorities={"failure-gap": "off"})) == ()
