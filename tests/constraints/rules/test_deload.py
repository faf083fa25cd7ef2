"""Deload: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rules.deload import Deload
from tests.builders import entry, scenario
from tests.constraints.rules.deloads import ASK, NUMBERS, Judge, pull, week

JUDGE = Judge(Deload)
audit, breaches, wrong = JUDGE.audit, JUDGE.breaches, JUDGE.wrong


@pytest.mark.parametrize(
    ("before", "deload", "limit", "points"),
    [
        (20, 7, 0, []),
        (20, 14, 0, []),
        (20, 6, 7, [1]),
        (20, 4, 7, [3]),
        (20, 15, 14, [1]),
        (20, 18, 14, [4]),
        (10, 4, 0, []),
        (10, 3, 3.5, [1]),  # half a set short is a point
        (9, 6, 0, []),
        (9, 7, 6.3, [1]),
    ],
)
def test_a_deload_has_35_to_70_percent_of_the_sets(
    before: int, deload: int, limit: float, points: list[int]
) -> None:
    found = breaches([entry("plank", before, 30)], [entry("plank", deload, 30)])
    assert [breach.excess for breach in found] == points
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (deload, limit, "sets")
        assert (breach.priority, breach.where.week, breach.where.session) == ("must", 2, None)


def test_the_sets_of_all_sessions_count_jumps_too() -> None:
    before = [pull(6), entry("box_jump", 4, 3)], [entry("plank", 10, 30)]
    deload = [pull(3), entry("box_jump", 4, 3)], [entry("plank", 7, 30)]
    assert audit(*week(1, *before), *week(2, *deload)) == ()
    deload = [pull(4), entry("box_jump", 4, 3)], [entry("plank", 7, 30)]
    assert [breach.measured for breach in audit(*week(1, *before), *week(2, *deload))] == [15]


def test_an_exercise_is_not_left_out_of_its_session() -> None:
    (breach,) = breaches([pull(), entry("plank", 2, 30)], [pull(3)])
    assert (breach.measured, breach.limit, breach.unit) == (0, 1, "exercises")
    assert (breach.excess, breach.priority) == (1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (2, "A", "plank")


def test_it_does_not_help_to_train_it_in_another_session() -> None:
    before = [pull()], [pull(), entry("plank", 4, 30)]
    deload = [pull(2), entry("plank", 2, 30)], [pull(2)]
    (breach,) = audit(*week(1, *before), *week(2, *deload))
    assert (breach.where.session, breach.where.exercise) == ("B", "plank")


def test_no_exercise_of_a_session_gets_more_sets() -> None:
    before = [pull(6), entry("plank", 2, 30), entry("dead_bug", 6, 8)]
    assert wrong(before, [pull(3), entry("plank", 2, 30), entry("dead_bug", 2, 8)]) == []
    (breach,) = breaches(before, [pull(3), entry("plank", 4, 30), entry("dead_bug", 2, 8)])
    assert (breach.measured, breach.limit, breach.unit) == (4, 2, "sets")
    assert (breach.excess, breach.where.exercise) == (2, "plank")


def test_the_goal_lift_keeps_half_of_its_sets() -> None:
    before = [pull(5), entry("plank", 5, 30)]
    assert wrong(before, [pull(3), entry("plank", 2, 30)]) == []
    (breach,) = breaches(before, [pull(2), entry("plank", 3, 30)])
    assert (breach.measured, breach.limit, breach.excess) == (2, 2.5, 1)
    assert (breach.where.week, breach.where.exercise) == (2, "conventional_deadlift")


def test_jumps_may_go_or_grow() -> None:
    jumps = entry("box_jump", 2, 2)
    assert wrong([pull(), jumps], [pull(3)]) == []
    assert wrong([pull(10), jumps], [pull(5), entry("box_jump", 3, 5)]) == []


def test_a_session_that_is_not_held_is_not_compared_and_a_new_exercise_is_free() -> None:
    before = [pull()], [entry("plank", 4, 30)]
    assert audit(*week(1, *before), *week(2, [pull(4)])) == ()
    assert wrong([pull(8)], [pull(4), entry("plank", 1, 30)]) == []


def test_a_test_in_the_week_before_asks_for_nothing() -> None:
    test = entry("block_pull", 1, 1, part="test")
    before = [pull()], [test, entry("plank", 2, 30)]
    deload = [pull(2)], [entry("dead_bug", 2, 8)]
    assert audit(*week(1, *before), *week(2, *deload)) == ()


def test_it_is_compared_with_the_last_loading_week() -> None:
    loading = {"weeks": 4, "deload": {**NUMBERS, "weeks": [3, 4]}}
    heavy, last = week(1, [pull(10)]), week(2, [pull(6, load=90)])
    good = *week(3, [pull(3, load=90)]), *week(4, [pull(3, load=90)])
    assert audit(*heavy, *last, *good, **loading) == ()
    # Five sets are in the band of week 1 (10 sets), and above that of week 2 (6 sets).
    found = audit(
        *heavy, *last, *week(3, [pull(3, load=90)]), *week(4, [pull(5, load=90)]), **loading
    )
    assert [(breach.where.week, breach.limit) for breach in found] == [(4, 4.2)]


def test_a_deload_at_the_start_has_nothing_to_be_compared_with() -> None:
    first = {**NUMBERS, "weeks": [1]}
    assert audit(*week(1, [pull(9)]), *week(2, [pull(1)]), deload=first) == ()


@pytest.mark.parametrize(
    ("day", "is_compared"),
    [(3, False), (10, False), (17, True), (4, True)],  # Thursday the 4th is not open anyway
)
def test_sets_of_weeks_that_lose_days_to_an_away_span_are_not_compared(
    day: int, is_compared: bool
) -> None:
    away = {"away": [{"from": date(2027, 2, day), "to": date(2027, 2, day)}]}
    assert bool(wrong([pull(9)], [pull(1)], availability=away)) is is_compared


def test_the_week_after_a_deload_is_free() -> None:
    assert audit(*week(1, [pull()]), *week(2, [pull(2)]), *week(3, [pull(9, 8, 150)])) == ()


def test_the_scenario_has_the_numbers() -> None:
    own: dict[str, Any] = {"deload": {**NUMBERS, "sets_percent": [50, 60]}}
    assert wrong([pull(10)], [pull(5)], **own) == []
    assert wrong([pull(10)], [pull(6)], **own) == []
    assert wrong([pull(10)], [pull(4)], **own) == [("sets", 1), ("sets", 1)]
    assert wrong([pull(10)], [pull(7)], **own) == [("sets", 1)]


def test_it_can_be_softened_and_is_not_asked_without_a_deload() -> None:
    (breach,) = breaches([pull()], [pull(3)], priorities={"deload": "should"})
    assert breach.priority == "should"
    assert Deload.asked_by(scenario(**ASK, priorities={"deload": "off"})) == ()
    assert Deload.asked_by(scenario(deload={"every": 0})) == ()
