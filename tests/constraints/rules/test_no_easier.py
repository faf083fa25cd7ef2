"""Loaded work that does not get easier: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.no_easier import NoEasier
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

LIFT, ROW, CARRY = "conventional_deadlift", "single_arm_db_row", "carry"
OWN: dict[str, Any] = {  # an exercise in seconds that is loaded
    "exercises": {
        "define": {
            CARRY: {
                "pattern": "core", "modality": "accessory", "rep_unit": "seconds",
                "equipment": "kettlebells",
            }
        }
    }
}  # fmt: skip


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def row(reps: int = 10, load: float | None = 30, **more: Any) -> Entry:
    """A row with a dumbbell."""
    return entry(ROW, 3, reps, load=load, per="hand", **more)


def breaches(by_week: Mapping[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each week (from 1)."""
    (rule,) = NoEasier.asked_by(scenario(**changes))
    return rule.audit(block([held(week, one) for week, one in by_week.items()], **changes))


@pytest.mark.parametrize(
    ("weeks", "least"),
    [((1, 2), 98), ((6, 7), 98), ((1, 3), 98), ((3, 5), 95), ((2, 6), 95), ((7, 9), 95)],
)
def test_a_week_keeps_98_percent_inside_a_phase_and_95_over_a_border(
    weeks: tuple[int, int], least: float
) -> None:
    def found(load: float) -> tuple[Breach, ...]:
        return breaches({weeks[0]: row(load=100), weeks[1]: row(load=load)})

    assert found(110) == found(100) == found(least) == ()
    (breach,) = found(least - 0.5)
    assert breach.measured == pytest.approx((least - 0.5) * 4 / 3, abs=0.05)  # 10 reps: 4/3
    assert breach.limit == pytest.approx(least * 4 / 3, abs=0.05)
    assert (breach.excess, breach.unit, breach.priority) == (1, "load for one rep", "should")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (weeks[1], None, ROW)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ((12, 30), (6, 34), 1),  # worth 42 and 40.8 kg
        ((12, 30), (7, 34), 0),  # 42 and 41.9 kg
        ((12, 30), (12, 32), 0),
        ((6, 34), (12, 30), 0),  # lighter, with as many more reps
        ((6, 34), (9, 30), 1),  # 40.8 and 39 kg
        ((6, 34), (10, 30), 0),
        ((10, 30), (9, 30), 1),
        ((10, 30), (10, 28), 1),
    ],
)
def test_load_and_reps_count_together(
    before: tuple[int, float], after: tuple[int, float], count: int
) -> None:
    assert len(breaches({1: row(*before), 2: row(*after)})) == count


def test_the_example_of_the_rule() -> None:
    (breach,) = breaches({1: row(12, 30), 2: row(5, 34)})
    assert (breach.measured, breach.limit) == (39.7, 41.2)
    assert breach.text == f"{ROW}: 12 reps at 30 in week 1, 5 reps at 34 in week 2"


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 40, 2: 30, 3: 40}, [2]),
        ({1: 40, 3: 30}, [3]),  # the last week in which it was trained
        ({1: 40, 2: 41, 3: 39}, [3]),
        ({3: 40, 4: 20, 5: 40}, []),  # a deload is no baseline, and may be lighter
        ({3: 40, 4: 20, 5: 30}, [5]),
        ({2: 40, 9: 20}, []),  # two borders
        ({10: 40, 11: 20, 12: 10}, []),  # the taper
    ],
)
def test_weeks_that_are_compared(loads: dict[int, float], weeks: list[int]) -> None:
    found = breaches({week: row(load=load) for week, load in loads.items()})
    assert [breach.where.week for breach in found] == weeks


def test_loads_rise_by_four_percent_over_the_block() -> None:
    def found(last: float, week: int = 10, first: int = 1) -> tuple[Breach, ...]:
        return breaches({first: row(load=100), week: row(load=last)})

    assert found(104) == ()
    (breach,) = found(103.5)
    assert (breach.measured, breach.limit, breach.where.week) == (138, 138.7, 10)
    assert found(100, week=9) == found(100, first=2) == ()  # not its ends


def test_a_week_can_fall_short_of_its_neighbour_and_of_the_first() -> None:
    found = breaches({1: row(load=100), 9: row(load=110), 10: row(load=100)})
    assert [breach.limit for breach in found] == [143.7, 138.7]


def test_kettlebells_rise_by_two_percent_over_the_block() -> None:
    def found(reps: int) -> list[float]:
        swings = {1: 15, 10: reps}
        return [
            breach.limit
            for breach in breaches(
                {week: entry("kettlebell_swing", 3, many, load=16) for week, many in swings.items()}
            )
        ]

    assert found(16) == []
    assert found(15) == [24.5]


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({}, (0, 9)),
        ({"goal": {"kind": "maintenance", "test": None}}, None),
        ({"goal": {"kind": "general", "test": None}, "weeks": 6, "deload": {"every": 0}}, (0, 5)),
        ({"goal": {"kind": "general", "test": None}, "weeks": 5, "deload": {"every": 0}}, None),
        ({"availability": {"away": [{"from": date(2027, 2, 3), "to": date(2027, 2, 3)}]}}, (1, 9)),
        ({"season": {"matches": [date(2027, 4, 7), date(2027, 4, 10)]}}, (0, 8)),
    ],
)
def test_the_ends_are_full_loading_weeks(
    changes: dict[str, Any], ends: tuple[int, int] | None
) -> None:
    assert NoEasier.asked_by(scenario(**changes)) == (NoEasier("should", ends, frozenset()),)


def test_work_in_maintenance_need_not_rise_but_keeps_its_level() -> None:
    ask: dict[str, Any] = {"goal": {"kind": "maintenance", "test": None}}
    assert breaches({1: row(load=100), 12: row(load=100)}, **ask) == ()
    assert len(breaches({1: row(load=100), 2: row(load=97)}, **ask)) == 1


@pytest.mark.parametrize("loads", [(30, None), (None, 10), (None, None)])
def test_loads_that_are_left_open_are_free(loads: tuple[float | None, float | None]) -> None:
    for late in (2, 10):
        assert breaches({1: row(load=loads[0], rpe=9), late: row(load=loads[1], rpe=5)}) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_back_offs_and_tests_are_free(part: str) -> None:
    assert breaches({9: deadlift(3, 3, 140), 10: deadlift(3, 3, 100, part=part)}) == ()
    assert breaches({9: deadlift(3, 3, 140, part=part), 10: deadlift(3, 3, 100, part=part)}) == ()


def test_a_top_set_is_the_working_line() -> None:
    after = deadlift(1, 3, 130, part="top")
    assert [b.where.exercise for b in breaches({9: deadlift(3, 3, 140), 10: after})] == [LIFT]


def test_work_in_seconds_is_free_and_so_are_jumps() -> None:
    def carry(seconds: int, load: float) -> Entry:
        return entry(CARRY, 3, seconds, load=load, rep_unit="seconds")

    assert breaches({1: carry(60, 24), 2: carry(20, 24), 10: carry(20, 16)}, **OWN) == ()
    vest = [entry("box_jump", 3, 5, load=load) for load in (10, 5)]
    assert breaches({1: vest[0], 2: vest[1]}, equipment=ATHLETE["equipment"]) == ()


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    (rule,) = NoEasier.asked_by(scenario(priorities={"no-easier": "must"}))
    days = [held(1, row(load=40)), held(2, row(load=20))]
    assert [breach.priority for breach in rule.audit(block(days))] == ["must"]
    assert NoEasier.asked_by(scenario(priorities={"no-easier": "off"})) == ()
