"""Session count: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.history import is_history
from constraints.rule import Breach, place
from constraints.rules.session_count import OpenWeeks, SessionCount
from scenarios.past import HeldSession, MissedSession, Replanned
from tests.builders import block, entry, scenario, session

ONE_WEEK: dict[str, Any] = {"weeks": 1, "goal": {"test": None}}


def breaches(*counts: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of weeks with so many sessions; by default three are asked for."""
    ask = {**ONE_WEEK, "weeks": len(counts), **changes}
    (rule,) = SessionCount.asked_by(scenario(**ask))
    sessions = [
        session(date(2027, 2, 1) + timedelta(weeks=week, days=day), week=week + 1)
        for week, count in enumerate(counts)
        for day in range(count)
    ]
    return rule.audit(block(sessions, **ask))


def windows(sessions: object = 3, **more: Any) -> dict[str, Any]:
    """A change of availability."""
    return {"availability": {"sessions": sessions, **more}}


@pytest.mark.parametrize(("count", "excess"), [(0, 3), (1, 2), (2, 1), (4, 1), (6, 3)])
def test_a_session_too_few_or_too_many_is_counted(count: int, excess: int) -> None:
    assert breaches(3) == ()
    (breach,) = breaches(count)
    assert (breach.measured, breach.limit, breach.excess) == (count, 3, excess)
    assert (breach.unit, breach.priority, breach.where.week) == ("sessions", "should", 1)


@pytest.mark.parametrize(("count", "limit"), [(1, [2]), (2, []), (3, []), (4, []), (5, [4])])
def test_a_range_has_two_ends(count: int, limit: list[int]) -> None:
    assert [breach.limit for breach in breaches(count, **windows([2, 4]))] == limit


def test_every_week_counts_deloads_too() -> None:
    found = breaches(3, 2, 3, 2, deload={"weeks": [4]})
    assert [breach.where.week for breach in found] == [2, 4]


@pytest.mark.parametrize(("test", "least"), [(5, 3), (6, 3), (7, 4)])
def test_nobody_owes_a_session_on_the_eve_of_a_test(test: int, least: int) -> None:
    """Mondays, Wednesdays and Fridays are open, and so is the day of the test itself."""
    ask = scenario(weeks=1, goal={"test": date(2027, 2, test)}, **windows(4))
    (rule,) = SessionCount.asked_by(ask)
    assert rule.least(0) == least


def away(first: int, last: int) -> dict[str, Any]:
    """Away between two days of February; Mondays, Wednesdays and Fridays are open."""
    span = {"from": date(2027, 2, first), "to": date(2027, 2, last)}
    return windows(away=[span])


@pytest.mark.parametrize(
    ("span", "least"),
    [(away(2, 2), 3), (away(2, 3), 2), (away(1, 3), 1), (away(1, 5), 0), (away(1, 7), 0)],
)
def test_away_days_lower_the_number_to_what_is_open(span: dict[str, Any], least: int) -> None:
    assert breaches(least, **span) == ()
    if least > 0:
        (breach,) = breaches(least - 1, **span)
        assert (breach.limit, breach.excess) == (least, 1)


def test_away_days_do_not_lower_the_upper_end() -> None:
    assert breaches(3, **away(1, 3)) == ()
    assert [breach.limit for breach in breaches(4, **away(1, 3))] == [3]


def test_two_windows_of_a_day_are_one_day() -> None:
    twice = windows(monday=["07:00-08:00", "18:00-19:00"], wednesday=[])
    assert breaches(2, **twice) == ()
    assert [breach.limit for breach in breaches(1, **twice)] == [2]


@pytest.mark.parametrize(("blocks_day", "least"), [(True, 2), (False, 3)])
def test_days_taken_elsewhere_lower_the_number(blocks_day: bool, least: int) -> None:
    club = {"title": "Club", "weekday": "wednesday", "at": "09:00", "blocks_day": blocks_day}
    assert breaches(least, elsewhere=[club]) == ()
    assert [breach.limit for breach in breaches(least - 1, elsewhere=[club])] == [least]


@pytest.mark.parametrize(("hours", "least"), [(0, 3), (8, 3), (9, 2), (35, 1)])
def test_the_hours_after_a_night_shift_lower_the_number(hours: int, least: int) -> None:
    """A night ends on Wednesday at 7:00; one can train on Wednesday at 15:00 and Thursday."""
    roster = {
        "hours_after_night": hours,
        "cycle": [
            {"shift": "off", "train": "15:00-17:00"},
            {"shift": "night", "from": "19:00", "to": "07:00"},
            {"shift": "off", "train": "15:00-17:00"},
            {"shift": "off", "train": "17:00-19:00"},
            {"shift": "off"},
            {"shift": "off"},
            {"shift": "off"},
        ],
    }
    shifts = windows(monday=[], wednesday=[], friday=[], roster=roster)
    assert breaches(least, **shifts) == ()
    assert [breach.limit for breach in breaches(least - 1, **shifts)] == [least]


def test_a_test_counts_as_a_session_and_is_held_on_an_away_day() -> None:
    changes = {
        "weeks": 1,
        "goal": {"test": date(2027, 2, 5)},
        **windows(away=[{"from": date(2027, 2, 1), "to": date(2027, 2, 7)}]),
    }
    (rule,) = SessionCount.asked_by(scenario(**changes))
    (breach,) = rule.audit(block([], **changes))
    assert (breach.measured, breach.limit) == (0, 1)
    test = entry("conventional_deadlift", 1, 1, part="test")
    assert rule.audit(block([session(date(2027, 2, 5), exercises=[test])], **changes)) == ()


def test_a_written_number_stays_a_should_unless_ranked() -> None:
    assert "availability.sessions" in scenario().written
    assert [breach.priority for breach in breaches(2)] == ["should"]
    ranked = breaches(2, priorities={"session-count": "must"})
    assert [breach.priority for breach in ranked] == ["must"]
    assert SessionCount.asked_by(scenario(priorities={"session-count": "off"})) == ()


@pytest.mark.parametrize(
    ("counts", "changes", "empty"),
    [
        ((0, 1), {}, [1]),
        ((1, 1), {}, []),
        ((0, 0), away(1, 5), [2]),  # every day of the first week is away
        ((0, 0), windows([0, 3]), []),  # none at all is a number that may be asked for
        ((0, 1), {"priorities": {"session-count": "off"}}, []),
    ],
)
def test_only_a_week_without_an_open_day_may_stay_empty(
    counts: tuple[int, ...], changes: dict[str, Any], empty: list[int]
) -> None:
    ask = {**ONE_WEEK, "weeks": len(counts), **changes}
    sessions = [
        session(date(2027, 2, 1) + timedelta(weeks=week), week=week + 1)
        for week, count in enumerate(counts)
        for _ in range(count)
    ]
    found = [
        breach
        for rule in OpenWeeks.asked_by(scenario(**ask))
        for breach in rule.audit(block(sessions, **ask))
    ]
    assert [breach.where.week for breach in found] == empty
    assert {breach.priority for breach in found} <= {"must"}


@pytest.mark.parametrize(
    ("on", "held", "missed", "away", "least"),
    [
        (date(2027, 2, 8), (), (), (), 3),
        (date(2027, 2, 9), (), ("A",), (), 2),  # what was missed need not be made up for
        (date(2027, 2, 11), (), ("A", "B"), (), 1),
        (date(2027, 2, 13), (), ("A", "B", "C"), (), 0),
        (date(2027, 2, 9), ("A",), (), (), 3),
        (date(2027, 2, 9), ("A",), (), ("2027-02-12",), 2),  # Friday
        (date(2027, 2, 9), (), ("A",), ("2027-02-10", "2027-02-12"), 0),
    ],
)
def test_a_week_that_has_begun_is_asked_for_what_can_still_be_held(
    on: date, held: tuple[str, ...], missed: tuple[str, ...], away: tuple[str, ...], least: int
) -> None:
    spans = [{"from": date.fromisoformat(day), "to": date.fromisoformat(day)} for day in away]
    done = tuple(
        HeldSession(start=datetime(2027, 2, 8, 18), exercises=(), week=2, label=label)
        for label in held
    )
    past = Replanned(
        block="old", on=on, week=2, sessions=done,
        missed=tuple(MissedSession(week=2, label=label) for label in missed),
    )  # fmt: skip
    asked = scenario(availability={"away": spans}).model_copy(update={"replanned": past})
    (rule,) = SessionCount.asked_by(asked)
    assert rule.least(1) == least
    assert rule.least(2) == 3  # the week after it
    assert not is_history(asked, rule, place(1))


def test_other_days_that_are_open_do_not_ask_for_what_was_missed() -> None:
    windows = {day: "18:00-19:30" for day in ("tuesday", "thursday")}
    past = Replanned(
        block="old", on=date(2027, 2, 9), week=2, missed=(MissedSession(week=2, label="A"),)
    )
    asked = scenario(availability=windows).model_copy(update={"replanned": past})
    (rule,) = SessionCount.asked_by(asked)
    assert rule.least(1) == 2
