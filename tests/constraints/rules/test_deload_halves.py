"""Half of the sets in a deload: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.deload_halves import DeloadHalves
from tests.builders import block, entry, scenario, session

ROW = "barbell_row"
BEFORE, DELOAD = 3, 4  # of the athlete's twelve weeks; the other deload is week 8


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = DeloadHalves.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def sets_of(by_week: Mapping[int, int], exercise: str = ROW, **more: Any) -> list[Session]:
    """So many sets of an exercise in each week (from 1)."""
    return [held(week, entry(exercise, sets, **more)) for week, sets in by_week.items()]


@pytest.mark.parametrize(
    ("before", "free", "points"),
    [
        (1, (1,), {2: 1, 3: 2}),
        (2, (1,), {2: 1, 3: 2}),
        (3, (1, 2), {3: 1, 4: 2}),
        (4, (2,), {1: 1, 3: 1, 4: 2, 5: 3}),
        (5, (2, 3), {1: 1, 4: 1, 5: 2}),
        (8, (4,), {1: 3, 2: 2, 3: 1, 5: 1}),
    ],
)
def test_half_of_the_sets_stay_rounded_either_way(
    before: int, free: tuple[int, ...], points: dict[int, int]
) -> None:
    for sets in free:
        assert audited(*sets_of({BEFORE: before, DELOAD: sets})) == ()
    for sets, excess in points.items():
        (breach,) = audited(*sets_of({BEFORE: before, DELOAD: sets}))
        assert (breach.measured, breach.limit, breach.unit) == (sets, before / 2, "sets")
        assert (breach.excess, breach.priority) == (excess, "should")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (DELOAD, "A", ROW)


@pytest.mark.parametrize(
    ("by_week", "weeks"),
    [
        ({2: 8, 3: 4, 4: 2}, []),  # the loading week before, and no other
        ({2: 4, 3: 8, 4: 2}, [4]),
        ({2: 8, 4: 8}, []),  # what that week did without has no half
        ({3: 4, 4: 2, 5: 4, 6: 4, 7: 4, 8: 4}, [8]),
        ({3: 4, 4: 1, 7: 4, 8: 3}, [4, 8]),
        ({3: 4, 5: 8}, []),  # no deload
        ({10: 4, 11: 4, 12: 1}, []),  # the taper has rules of its own
    ],
)
def test_every_deload_is_held_against_the_loading_week_before(
    by_week: dict[int, int], weeks: list[int]
) -> None:
    assert [breach.where.week for breach in audited(*sets_of(by_week))] == weeks


def test_a_second_deload_in_a_row_is_held_against_the_same_week() -> None:
    two: dict[str, Any] = {"deload": {"weeks": [3, 4]}}
    assert audited(*sets_of({2: 4, 3: 2, 4: 2}), **two) == ()
    assert [b.where.week for b in audited(*sets_of({2: 4, 3: 2, 4: 1}), **two)] == [4]


def test_a_deload_with_nothing_before_it_is_free() -> None:
    first: dict[str, Any] = {"deload": {"weeks": [1]}}
    assert audited(*sets_of({1: 9, 2: 2}), **first) == ()


def test_sessions_and_exercises_are_held_against_their_own_sets() -> None:
    before = [held(BEFORE, entry(ROW, 6), label="A"), held(BEFORE, entry(ROW, 2), label="B")]
    assert (
        audited(*before, held(DELOAD, entry(ROW, 3)), held(DELOAD, entry(ROW, 1), label="B")) == ()
    )
    found = audited(*before, held(DELOAD, entry(ROW, 1)), held(DELOAD, entry(ROW, 3), label="B"))
    assert [(b.where.session, b.measured, b.excess) for b in found] == [("A", 1, 2), ("B", 3, 2)]
    assert (
        audited(*before, held(DELOAD, entry("pull_up", 6)), held(DELOAD, entry(ROW, 6), label="C"))
        == ()
    )


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_back_offs_and_tests_are_free(part: str) -> None:
    assert audited(*sets_of({BEFORE: 6, DELOAD: 6}, part=part)) == ()


@pytest.mark.parametrize("exercise", ["box_jump", "dead_bug", "conventional_deadlift"])
def test_every_kind_of_exercise_gives_up_half(exercise: str) -> None:
    assert audited(*sets_of({BEFORE: 4, DELOAD: 2}, exercise)) == ()
    assert len(audited(*sets_of({BEFORE: 4, DELOAD: 3}, exercise))) == 1
    assert len(audited(*sets_of({BEFORE: 4, DELOAD: 3}, exercise, part="top"))) == 1


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2027, 2, 15), 0),  # a Monday of week 3
        (date(2027, 2, 24), 0),  # the Wednesday of week 4
        (date(2027, 2, 25), 1),  # a Thursday: no day is lost
        (date(2027, 2, 10), 1),  # week 2
    ],
)
def test_weeks_that_lose_days_are_not_compared(day: date, count: int) -> None:
    away: dict[str, Any] = {"availability": {"away": [{"from": day, "to": day}]}}
    assert len(audited(*sets_of({BEFORE: 4, DELOAD: 4}), **away)) == count


def test_who_is_asked() -> None:
    def asked(**changes: Any) -> tuple[DeloadHalves, ...]:
        return DeloadHalves.asked_by(scenario(**changes))

    assert asked() == (DeloadHalves("should", frozenset()),)
    assert asked(deload={"every": 0}) == asked(priorities={"deload-halves": "off"}) == ()
    for keeps, count in (([50, 70], 1), ([51, 70], 0), ([30, 50], 1), ([30, 49], 0)):
        assert len(asked(deload={"sets_percent": keeps})) == count
    (rule,) = asked(priorities={"deload-halves": "must"})
    found = rule.audit(block(sets_of({BEFORE: 4, DELOAD: 4})))
    assert [breach.priority for breach in found] == ["must"]
