"""The same exercise on two days running: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.next_day import NextDay
from tests.builders import block, deadlift, entry, scenario, session

START = date(2027, 2, 1)
ROW = entry("barbell_row", 3, 8)


def at(when: str, *entries: Entry, label: str = "A", days: int = 7) -> Session:
    """A session at a local time of February, such as "01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-02-{when}")
    week = (moment.date() - START).days // days + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, label=label)


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = NextDay.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize(
    ("later", "count"),
    [
        ("01 20:00", 0),  # the same day is for others
        ("02 00:30", 1),
        ("02 18:00", 1),
        ("02 23:30", 1),
        ("03 00:30", 0),  # days count, not hours
        ("03 18:00", 0),
    ],
)
def test_a_day_lies_between(later: str, count: int) -> None:
    found = audited(at("01 18:00", ROW), at(later, ROW, label="B"))
    assert len(found) == count
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (1, 2, "days")
        assert (breach.excess, breach.priority) == (1, "should")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (1, "B", "barbell_row")


def test_each_exercise_and_each_pair_of_days_is_a_point() -> None:
    both = (ROW, entry("pull_up"))
    found = audited(at("01 18:00", *both), at("02 18:00", *both, label="B"))
    assert [b.where.exercise for b in found] == ["barbell_row", "pull_up"]
    days = [at(f"0{1 + n} 18:00", ROW, label="ABC"[n]) for n in range(3)]
    assert [b.where.session for b in audited(*days)] == ["B", "C"]
    assert audited(at("01 18:00", ROW), at("02 18:00", entry("pull_up"), label="B")) == ()


@pytest.mark.parametrize(
    ("exercise", "count"),
    [
        ("dead_bug", 0),
        ("plank", 0),
        ("pallof_press", 0),
        ("calf_raise", 1),
        ("box_jump", 1),
        ("kettlebell_swing", 1),
        ("nordic_curl", 1),
    ],
)
def test_core_work_is_free_and_nothing_else(exercise: str, count: int) -> None:
    one = entry(exercise, 2, 8)
    assert len(audited(at("01 18:00", one), at("02 18:00", one, label="B"))) == count


@pytest.mark.parametrize("part", ["test", "back_off"])
def test_tests_and_back_offs_are_free(part: str) -> None:
    other = deadlift(part=part)
    for first, second in ((other, other), (deadlift(), other), (other, deadlift())):
        assert audited(at("01 18:00", first), at("02 18:00", second, label="B")) == ()
    top = deadlift(part="top")
    assert len(audited(at("01 18:00", top), at("02 18:00", deadlift(), label="B"))) == 1


def test_variants_are_exercises_of_their_own() -> None:
    pair = at("01 18:00", deadlift()), at("02 18:00", entry("sumo_deadlift"), label="B")
    assert audited(*pair) == ()


@pytest.mark.parametrize(("days", "last", "first"), [(7, "07", "08"), (8, "08", "09")])
def test_a_week_border_is_no_rest(days: int, last: str, first: str) -> None:
    length: dict[str, Any] = {"week_days": days, "goal": {"test": None, "kind": "general"}}
    pair = at(f"{last} 18:00", ROW, days=days), at(f"{first} 18:00", ROW, days=days)
    (breach,) = audited(*pair, **length)
    assert (breach.where.week, breach.where.session) == (2, "A")


def test_deloads_and_tapers_are_no_exception() -> None:
    for week in (4, 12):
        monday = date.fromordinal(START.toordinal() + 7 * (week - 1))
        days = [
            session(date.fromordinal(monday.toordinal() + n), exercises=[ROW], week=week)
            for n in range(2)
        ]
        assert [b.where.week for b in audited(*days)] == [week]


def line(exercise: str, **more: Any) -> dict[str, Any]:
    """A line of a session before the block."""
    return {"exercise": exercise, "part": "work", "sets": 3, "reps": 5, "unit": "kg", **more}


@pytest.mark.parametrize(
    ("day", "past", "ours", "count"),
    [
        (31, line("barbell_row"), "01", 1),
        (31, line("barbell_row"), "02", 0),
        (30, line("barbell_row"), "01", 0),
        (31, line("pull_up"), "01", 0),
        (31, line("barbell_row", part="test"), "01", 0),
        (31, line("dead_bug"), "01", 0),
    ],
)
def test_the_day_before_the_block_counts(
    day: int, past: dict[str, Any], ours: str, count: int
) -> None:
    start = datetime.combine(date(2027, 1, day), time(20))
    previous = {
        "block": "old", "end": date(2027, 1, 31),
        "sessions": [{"start": start.isoformat(), "exercises": [past]}],
    }  # fmt: skip
    today = at(f"{ours} 06:00", ROW, entry("dead_bug", 2, 8))
    assert len(audited(today, previous=previous)) == count


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    pair = at("01 18:00", ROW), at("02 18:00", ROW, label="B")
    found = audited(*pair, priorities={"next-day": "prefer"})
    assert [breach.priority for breach in found] == ["prefer"]
    assert NextDay.asked_by(scenario(priorities={"next-day": "off"})) == ()
    assert NextDay.asked_by(scenario()) == (NextDay("should", START, frozenset()),)
