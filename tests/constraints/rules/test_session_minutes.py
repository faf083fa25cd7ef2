"""Session minutes: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.session_minutes import SessionMinutes
from tests.builders import block, deadlift, entry, scenario, session

# 8 min of warm-up, 2 x 90 s of set-up, 6 sets of 90 s: 20 minutes.
TWENTY = (entry("dead_bug", 3, 10), entry("plank", 3, 30))


def breaches(
    *entries: Entry, day: date = date(2027, 2, 1), at: time = time(18), **changes: Any
) -> tuple[Breach, ...]:
    """What the rule says of a session with these entries, whatever minutes are written on it."""
    (rule,) = SessionMinutes.asked_by(scenario(**changes))
    return rule.audit(block([session(day, at, exercises=entries, minutes=1)], **changes))


def minutes(count: int, **more: Any) -> dict[str, Any]:
    """The athlete's own limit."""
    return {"availability": {"minutes": count, **more}}


@pytest.mark.parametrize(
    ("limit", "excess"), [(21, []), (20, []), (19, [1]), (15, [1]), (14, [2]), (10, [2])]
)
def test_a_point_is_five_minutes_begun(limit: int, excess: list[int]) -> None:
    found = breaches(*TWENTY, **minutes(limit))
    assert [breach.excess for breach in found] == excess
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (20, limit, "min")
        assert (breach.priority, breach.where.week, breach.where.session) == ("must", 1, "A")


def test_every_set_and_every_exercise_takes_time() -> None:
    more_sets = breaches(entry("dead_bug", 4, 10), TWENTY[1], **minutes(20))
    assert [breach.measured for breach in more_sets] == [21.5]
    split = breaches(*TWENTY[:1], entry("plank", 2, 30), entry("bird_dog", 1, 8), **minutes(20))
    assert [breach.measured for breach in split] == [22]  # 90 s of set-up and a set of 120 s


def test_reps_do_not_change_the_minutes() -> None:
    assert breaches(entry("dead_bug", 3, 12), entry("plank", 3, 60), **minutes(20)) == ()


def test_ramp_sets_take_75_seconds_each() -> None:
    # 480 + 90 + 4 x 240 s, and three ramp sets where the load is known.
    assert breaches(entry("conventional_deadlift", 4, 6), **minutes(26)) == ()
    (breach,) = breaches(deadlift(4, 6, 112.5), **minutes(29))
    assert breach.measured == 29.25
    assert breaches(deadlift(4, 6, 112.5), **minutes(30)) == ()


def test_the_warm_up_counts() -> None:
    longer: dict[str, Any] = {"session": {"warm_up_minutes": 10}}
    (breach,) = breaches(*TWENTY, **minutes(20), **longer)
    assert breach.measured == 22
    assert breaches(*TWENTY, **minutes(22), **longer) == ()


@pytest.mark.parametrize(("window", "limit"), [("18:00-18:19", [19]), ("18:00-18:20", [])])
def test_a_short_window_is_the_limit_of_its_day(window: str, limit: list[int]) -> None:
    short = minutes(75, monday=window)
    assert [breach.limit for breach in breaches(*TWENTY, **short)] == limit
    assert breaches(*TWENTY, day=date(2027, 2, 3), **short) == ()


def test_a_long_window_does_not_lift_the_athletes_limit() -> None:
    assert [b.limit for b in breaches(*TWENTY, **minutes(19, monday="18:00-21:00"))] == [19]


def test_two_windows_of_a_day_have_their_own_minutes() -> None:
    twice = minutes(75, monday=["07:00-07:15", "18:00-19:00"])
    assert [breach.limit for breach in breaches(*TWENTY, at=time(7), **twice)] == [15]
    assert breaches(*TWENTY, at=time(18), **twice) == ()


def test_outside_every_window_the_athletes_limit_holds() -> None:
    found = breaches(*TWENTY, at=time(12), **minutes(19))
    assert [breach.limit for breach in found] == [19]


def test_it_can_be_softened_or_turned_off() -> None:
    (breach,) = breaches(*TWENTY, **minutes(15), priorities={"session-minutes": "should"})
    assert breach.priority == "should"
    assert SessionMinutes.asked_by(scenario(priorities={"session-minutes": "off"})) == ()
