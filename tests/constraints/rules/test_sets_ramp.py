"""Sets ramp: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.sets_ramp import SetsRamp
from tests.builders import block, entry, scenario, session

PLAIN: dict[str, Any] = {"goal": {"test": None}, "deload": {"every": 0}}


def breaches(*weeks: list[Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of weeks with one session each, all loading weeks unless stated."""
    ask = {**PLAIN, "weeks": len(weeks), **changes}
    (rule,) = SetsRamp.asked_by(scenario(**ask))
    sessions = [
        session(date(2027, 2, 1) + timedelta(weeks=week), exercises=entries, week=week + 1)
        for week, entries in enumerate(weeks)
    ]
    return rule.audit(block(sessions, **ask))


def jumps(sets: int) -> list[Entry]:
    """Sets that count for no muscle group."""
    return [entry("box_jump", sets, 3)]


def calves(sets: int) -> list[Entry]:
    """Thirty sets, so many of them for the calves."""
    return [entry("calf_raise", sets, 10), *jumps(30 - sets)]


@pytest.mark.parametrize(
    ("before", "after", "limit", "excess"),
    [
        (20, 23, 23, 0),  # 15 % more
        (20, 24, 23, 1),
        (20, 27, 23, 4),
        (10, 11, 11.5, 0),
        (10, 12, 11.5, 1),  # a point is a set begun
        (10, 13, 11.5, 2),
        (20, 1, 23, 0),
    ],
)
def test_sets_rise_by_15_percent_at_most(
    before: int, after: int, limit: float, excess: int
) -> None:
    found = breaches(jumps(before), jumps(after))
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (after, limit, "sets")
        assert (breach.priority, breach.where.week, breach.where.muscle) == ("should", 2, None)


@pytest.mark.parametrize(("after", "excess"), [(1, []), (7, []), (8, [1]), (10, [3])])
def test_a_group_rises_by_three_sets_at_most(after: int, excess: list[int]) -> None:
    found = breaches(calves(4), calves(after))
    assert [breach.excess for breach in found] == excess
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (after - 4, 3, "sets")
        assert (breach.where.week, breach.where.muscle) == (2, "calves_foot")


def test_a_quarter_of_a_set_too_much_is_a_point() -> None:
    before, glutes = jumps(30), [entry("glute_bridge", 3, 10), *jumps(26)]
    assert breaches(before, [*glutes, *jumps(1)]) == ()
    (breach,) = breaches(before, [*glutes, entry("bird_dog", 1, 8)])  # a quarter for glutes
    assert (breach.measured, breach.excess, breach.where.muscle) == (3.25, 1, "glutes")


def test_all_sessions_of_a_week_count_and_a_test_as_one_set() -> None:
    ask = {**PLAIN, "weeks": 2}
    (rule,) = SetsRamp.asked_by(scenario(**ask))
    test = entry("conventional_deadlift", 1, 1, part="test")
    days = [session(exercises=jumps(20))] + [
        session(date(2027, 2, 8 + 2 * n), exercises=entries, week=2)
        for n, entries in enumerate([jumps(12), jumps(11), [test]])
    ]
    assert rule.audit(block(days[:3], **ask)) == ()
    (breach,) = rule.audit(block(days, **ask))
    assert (breach.measured, breach.limit) == (24, 23)


def test_every_pair_of_weeks_is_compared() -> None:
    found = breaches(jumps(20), jumps(24), jumps(27), jumps(32))
    assert [breach.where.week for breach in found] == [2, 4]


@pytest.mark.parametrize(("third", "weeks"), [(23, []), (24, [3])])
def test_a_deload_is_no_baseline_and_has_none(third: int, weeks: list[int]) -> None:
    deload = {"deload": {"every": 0, "weeks": [2]}}
    for lighter in (8, 40):
        found = breaches(jumps(20), jumps(lighter), jumps(third), **deload)
        assert [breach.where.week for breach in found] == weeks


def test_the_taper_is_free() -> None:
    plan = [{"phase": "realization", "weeks": 1}, {"phase": "taper", "weeks": 1}]
    assert breaches(jumps(20), jumps(40), phase_plan=plan) == ()


def away(day: date) -> dict[str, Any]:
    """Away on one day."""
    return {"availability": {"away": [{"from": day, "to": day}]}}


def two_matches(monday: date) -> dict[str, Any]:
    """Two matches in the week of a Monday."""
    return {"season": {"matches": [monday, monday + timedelta(days=3)]}}


@pytest.mark.parametrize(
    ("short", "count"),
    [
        (away(date(2027, 2, 3)), 0),
        (away(date(2027, 2, 4)), 1),  # a Thursday is not open anyway
        (away(date(2027, 2, 10)), 1),  # in the later week
        (two_matches(date(2027, 2, 1)), 0),
        (two_matches(date(2027, 2, 8)), 1),
        ({"season": {"matches": [date(2027, 2, 1)]}}, 1),
    ],
)
def test_after_a_short_week_sets_may_come_back(short: dict[str, Any], count: int) -> None:
    assert len(breaches(jumps(10), jumps(20), **short)) == count


def test_after_a_short_week_groups_may_come_back() -> None:
    assert breaches(calves(2), calves(8), **away(date(2027, 2, 3))) == ()


@pytest.mark.parametrize(("third", "weeks"), [(26, []), (27, [3])])
@pytest.mark.parametrize("second", [5, 20, 23])
def test_sets_come_back_to_the_last_full_week(second: int, third: int, weeks: list[int]) -> None:
    """A week that lost a day is a step on the way: 30 % more than 20 are 26."""
    for short in (away(date(2027, 2, 10)), two_matches(date(2027, 2, 8))):
        found = breaches(jumps(20), jumps(second), jumps(third), **short)
        assert [breach.where.week for breach in found] == weeks


@pytest.mark.parametrize(("third", "limits"), [(23, []), (24, [23])])
def test_a_week_that_was_lost_as_a_whole_is_no_step(third: int, limits: list[float]) -> None:
    span = {"from": date(2027, 2, 8), "to": date(2027, 2, 14)}
    found = breaches(jumps(20), [], jumps(third), availability={"away": [span]})
    assert [breach.limit for breach in found] == limits


@pytest.mark.parametrize(("third", "excess"), [(10, []), (11, [1])])
def test_groups_come_back_to_the_last_full_week(third: int, excess: list[int]) -> None:
    found = breaches(calves(4), calves(1), calves(third), **away(date(2027, 2, 10)))
    assert [breach.excess for breach in found] == excess
    assert {breach.limit for breach in found} <= {6}


@pytest.mark.parametrize(
    "written", [{"sets_rise_percent": 10}, {"group_rise_sets": 2}], ids=["sets", "group"]
)
def test_written_numbers_are_a_must(written: dict[str, float]) -> None:
    ask = {"progression": written}
    assert breaches(calves(4), calves(6), **ask) == ()
    for before, after in ((jumps(20), jumps(25)), (calves(4), calves(8))):
        (breach,) = breaches(before, after, **ask)
        assert breach.priority == "must"


def test_the_scenario_has_the_numbers_and_off_asks_nothing() -> None:
    (breach,) = breaches(jumps(20), jumps(23), progression={"sets_rise_percent": 10})
    assert (breach.limit, breach.excess) == (22, 1)
    (breach,) = breaches(calves(4), calves(7), progression={"group_rise_sets": 2.5})
    assert (breach.limit, breach.excess) == (2.5, 1)
    assert SetsRamp.asked_by(scenario(priorities={"sets-ramp": "off"})) == ()
