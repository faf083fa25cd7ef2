"""The last easy pulls before a test: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.opener import Opener
from tests.builders import block, entry, scenario, session

LIFT = "conventional_deadlift"
TEST_DAY = date(2027, 4, 23)  # a Friday, in week 12


def days_before(days: int, *entries: Entry, **more: Any) -> Session:
    """A session so many days before the test."""
    day = TEST_DAY - timedelta(days=days)
    week = (day - date(2027, 2, 1)).days // 7 + 1
    return session(day, exercises=entries, week=week, **more)


def breaches(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = Opener.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def pull(percent: float | None = 70, sets: int = 3, lift: str = LIFT, **more: Any) -> Entry:
    """Singles at a percent of the named lift's 1RM."""
    return entry(lift, sets, 1, percent=percent, **more)


@pytest.mark.parametrize(("days", "count"), [(8, 1), (7, 1), (6, 0), (5, 0), (4, 0), (3, 0)])
def test_the_opener_lies_3_to_6_days_out(days: int, count: int) -> None:
    assert len(breaches(days_before(days, pull()))) == count


@pytest.mark.parametrize(
    ("what", "count"),
    [
        (pull(75), 0),
        (pull(75.1), 1),
        (pull(40), 0),
        (pull(90), 1),
        (pull(sets=3), 0),
        (pull(sets=2), 1),
        (pull(part="top"), 0),
        (pull(part="back_off"), 1),
        (pull(lift="block_pull"), 1),
        (pull(None, rpe=5), 1),
    ],
)
def test_three_light_sets_of_the_goal_lift_open(what: Entry, count: int) -> None:
    assert len(breaches(days_before(4, entry("plank", 2, 30), what))) == count


@pytest.mark.parametrize(
    ("days", "lift", "count"),
    [
        (3, "sumo_deadlift", 0),
        (2, "sumo_deadlift", 1),
        (1, "sumo_deadlift", 1),
        (2, LIFT, 1),
        (2, "romanian_deadlift", 1),
        (2, "hip_thrust", 0),
        (2, "power_clean", 0),
        (2, "plank", 0),
    ],
)
def test_after_the_opener_no_hinge_until_the_test(days: int, lift: str, count: int) -> None:
    late = days_before(days, entry(lift, 3, 6, rpe=6))
    test = days_before(0, pull(part="test"))
    found = breaches(days_before(5, pull()), late, test)
    assert [one.where.exercise for one in found] == [lift] * count


def test_a_missing_opener_is_a_breach_of_the_lift_and_of_no_week() -> None:
    heavy = days_before(5, pull(80)), days_before(7, pull()), days_before(0, pull(part="test"))
    (breach,) = breaches(*heavy)
    assert (breach.measured, breach.limit, breach.unit) == (0, 1, "sessions")
    assert (breach.excess, breach.priority) == (1, "should")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (None, None, LIFT)


def test_one_opener_is_enough_and_heavier_days_do_not_undo_it() -> None:
    assert breaches(days_before(6, pull(85)), days_before(4, pull())) == ()
    assert breaches(days_before(6, pull()), days_before(4, pull())) == ()


def test_a_test_is_no_opener() -> None:
    assert len(breaches(days_before(4, pull(), entry(LIFT, 1, 1, part="test")))) == 1


def test_the_percent_is_that_of_the_lifts_own_max() -> None:
    maxes = {LIFT: 160, "block_pull": 180}
    own: dict[str, Any] = {"goal": {"lift": "block_pull"}, "athlete": {"one_rep_max": maxes}}
    for percent, count in ((84.4, 0), (84.5, 1)):  # of the deadlift; 75 % of 180 kg are 84.4
        assert len(breaches(days_before(4, pull(percent, lift="block_pull")), **own)) == count


def test_the_scenario_has_the_days_and_the_percent() -> None:
    own: dict[str, Any] = {"taper": {"opener_days": [2, 4], "light_percent": 60}}
    for days, percent, count in ((4, 60, 0), (2, 60, 0), (5, 60, 1), (1, 60, 2), (4, 60.1, 1)):
        found = breaches(days_before(days, pull(percent)), **own)
        assert [breach.priority for breach in found] == ["must"] * count


@pytest.mark.parametrize(
    "free",
    [
        {"goal": {"test": None}},
        {"goal": {"test_reps": 2}},
        {"goal": {"kind": "hypertrophy"}},
        {"athlete": {"one_rep_max": {"back_squat": 130}}},
        {"priorities": {"opener": "off"}},
    ],
)
def test_who_needs_none(free: dict[str, Any]) -> None:
    early = {"goal": {"test": date(2027, 2, 19)}}  # in week 3: so short a way has no taper
    assert Opener.asked_by(scenario(**early)) == ()
    assert Opener.asked_by(scenario(**free)) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert Opener.asked_by(asked) == (Opener("should", asked),)
    (rule,) = Opener.asked_by(scenario(priorities={"opener": "prefer"}))
    assert rule.priority == "prefer"
