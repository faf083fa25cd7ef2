"""Repeats of an exercise in a week: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.repeats import Repeats
from tests.builders import block, entry, scenario, session

LIFT = "conventional_deadlift"


def held(*entries: Entry, label: str = "A", week: int = 1) -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = Repeats.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def times(exercise: str, count: int, week: int = 1, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of an exercise in so many sessions of a week."""
    return audited([held(entry(exercise), label=k, week=week) for k in "ABC"[:count]], **changes)


@pytest.mark.parametrize(
    ("exercise", "most"),
    [
        (LIFT, 1),
        ("romanian_deadlift", 1),
        ("good_morning", 1),
        ("power_clean", 2),
        ("barbell_row", 2),
        ("pull_up", 2),
        ("nordic_curl", 2),  # an accessory
        ("calf_raise", 2),  # isolation
    ],
)
def test_a_heavy_lift_comes_once_and_an_accessory_twice(exercise: str, most: int) -> None:
    assert times(exercise, most) == ()
    for count in range(most + 1, 4):
        (breach,) = times(exercise, count)
        assert (breach.measured, breach.limit, breach.unit) == (count, most, "sessions")
        assert (breach.excess, breach.priority) == (count - most, "should")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (1, None, exercise)


@pytest.mark.parametrize("exercise", ["box_jump", "plank", "dead_bug", "kettlebell_swing"])
def test_jumps_core_and_swings_may_come_every_time(exercise: str) -> None:
    assert times(exercise, 3) == ()


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (8, 0), (10, 1), (11, 0)])
def test_loading_weeks_count(week: int, count: int) -> None:
    assert len(times(LIFT, 2, week)) == count


def test_every_week_and_every_exercise_is_counted_on_its_own() -> None:
    both = entry(LIFT), entry("barbell_row")
    assert audited([held(entry(LIFT), week=week) for week in (1, 2, 3)]) == ()
    assert audited([held(entry(LIFT)), held(entry("romanian_deadlift"), label="B")]) == ()
    found = audited([held(*both, label=k, week=week) for week in (1, 2) for k in "ABC"])
    assert [(b.where.week, b.where.exercise, b.excess) for b in found] == [
        (1, "barbell_row", 1), (1, LIFT, 2), (2, "barbell_row", 1), (2, LIFT, 2)
    ]  # fmt: skip


def test_a_top_set_with_its_back_offs_is_one_session() -> None:
    top, back_off = entry(LIFT, 1, 3, part="top"), entry(LIFT, 3, 5, part="back_off")
    assert audited([held(top, back_off)]) == ()
    (breach,) = audited([held(top, back_off), held(entry(LIFT), label="B")])
    assert breach.measured == 2


def test_a_test_is_no_repeat() -> None:
    early: dict[str, Any] = {
        "goal": {"test": date(2027, 2, 5)},
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
    }
    test = held(entry(LIFT, 1, 1, part="test"), label="C")
    assert audited([held(entry(LIFT)), test], **early) == ()
    assert len(audited([held(entry(LIFT)), held(entry(LIFT), label="B"), test], **early)) == 1


def test_who_says_how_often_an_exercise_comes_is_free() -> None:
    own: dict[str, Any] = {"exercises": {LIFT: {"sessions_week": [1, 3]}}}
    assert times(LIFT, 3, **own) == ()
    assert len(times("romanian_deadlift", 2, **own)) == 1
    sets: dict[str, Any] = {"exercises": {LIFT: {"sets": [2, 4]}}}
    assert len(times(LIFT, 2, **sets)) == 1


@pytest.mark.parametrize(
    ("balance", "heavy", "other"),
    [({"heavy_sessions": 2}, 2, 2), ({"accessory_sessions": 1}, 1, 1)],
)
def test_the_athlete_gives_the_numbers_and_then_means_them(
    balance: dict[str, int], heavy: int, other: int
) -> None:
    assert Repeats.asked_by(scenario(balance=balance)) == (Repeats("must", heavy, other),)
    for exercise, most in ((LIFT, heavy), ("barbell_row", other)):
        assert times(exercise, most, balance=balance) == ()
        (breach,) = times(exercise, most + 1, balance=balance)
        assert (breach.limit, breach.priority) == (most, "must")


def test_what_is_asked_of_an_athlete_who_says_nothing_or_off() -> None:
    assert Repeats.asked_by(scenario()) == (Repeats("should", 1, 2),)
    (rule,) = Repeats.asked_by(scenario(priorities={"repeats": "prefer"}))
    assert rule.priority == "prefer"
    assert Repeats.asked_by(scenario(priorities={"repeats": "off"})) == ()
