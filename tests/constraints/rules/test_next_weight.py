"""Weights that are not skipped: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.next_weight import NextWeight
from tests.builders import ATHLETE, block, entry, scenario, session

ROW, BELL, STACK = "single_arm_db_row", "kb_deadlift", "lat_pulldown"


def held(week: int, *entries: Entry) -> Session:
    """A session in a week (from 1) with these entries."""
    return session(date(2027, 2, 1) + timedelta(weeks=week - 1), week=week, exercises=entries)


def breaches(
    loads: Mapping[int, float | None], exercise: str = BELL, part: str = "work", **changes: Any
) -> tuple[Breach, ...]:
    """What the rule says of the load in each week (from 1)."""
    (rule,) = NextWeight.asked_by(scenario(**changes))
    days = [
        held(week, entry(exercise, 3, 8, load=load, per="bell", part=part))
        for week, load in loads.items()
    ]
    return rule.audit(block(days, **changes))


def owning(**tools: Any) -> dict[str, Any]:
    """Changes for an athlete with other tools."""
    return {"equipment": {**ATHLETE["equipment"], **tools}}


@pytest.mark.parametrize(
    ("exercise", "before", "after", "most"),
    [
        (BELL, 16, 24, None),  # the next one, though it weighs half as much again
        (BELL, 16, 32, 24),
        (BELL, 24, 32, None),
        (BELL, 32, 16, None),
        (BELL, 16, 16, None),
        (ROW, 10, 12, None),
        (ROW, 10, 14, 12),
        (ROW, 18, 20, None),
        (ROW, 20, 22, None),
        (ROW, 20, 24, 22),
        (ROW, 38, 42, 41.8),  # a tenth, and no further
        (ROW, 40, 44, None),  # a tenth is more than the next one
        (ROW, 40, 46, 44),
        (ROW, 11, 12, None),  # a weight that is not owned
        (ROW, 11, 14, 12.1),
    ],
)
def test_the_next_weight_or_a_tenth_is_the_most(
    exercise: str, before: float, after: float, most: float | None
) -> None:
    found = breaches({1: before, 2: after}, exercise)
    assert [(b.measured, b.limit) for b in found] == ([] if most is None else [(after, most)])


def test_what_a_breach_says() -> None:
    (breach,) = breaches({2: 16, 3: 32})
    assert breach.text == f"{BELL}: 8 reps at 16 in week 2, 8 reps at 32 in week 3"
    assert (breach.unit, breach.excess, breach.priority) == ("load", 1, "should")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (3, None, BELL)


@pytest.mark.parametrize(("percent", "most"), [(0, 22), (10, 22), (15, 23), (12.5, 22.5)])
def test_the_scenario_has_the_share(percent: float, most: float) -> None:
    own: dict[str, Any] = {"progression": {"jump_percent": percent}}
    assert breaches({1: 20, 2: most}, ROW, **own) == ()
    assert [b.limit for b in breaches({1: 20, 2: most + 0.5}, ROW, **own)] == [most]


def test_the_heaviest_weight_has_none_above_it() -> None:
    assert breaches({1: 32, 2: 35}) == ()
    assert [b.limit for b in breaches({1: 32, 2: 36})] == [35.2]


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 16, 2: 24, 3: 32}, []),
        ({1: 16, 3: 32}, [3]),  # the last week in which it was trained
        ({1: 16, 2: None, 3: 32}, []),
        ({3: 16, 4: 32}, []),  # a deload
        ({4: 16, 5: 32}, []),
        ({3: 16, 5: 32}, []),  # another phase
        ({9: 16, 10: 32}, [10]),
        ({10: 16, 11: 32}, []),  # the taper
        ({11: 16, 12: 32}, []),
    ],
)
def test_weeks_that_are_compared(loads: dict[int, float | None], weeks: list[int]) -> None:
    assert [breach.where.week for breach in breaches(loads)] == weeks


def test_over_a_deload_inside_a_phase_weeks_are_compared() -> None:
    one: dict[str, Any] = {
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
        "deload": {"weeks": [2]},
    }
    assert [b.where.week for b in breaches({1: 16, 2: 16, 3: 32}, **one)] == [3]


@pytest.mark.parametrize(
    ("exercise", "tools", "limits"),
    [
        (STACK, {"cable": {"from": 10, "to": 100, "step": 5}}, [45]),
        (STACK, {"cable": True}, []),  # nobody knows its steps
        (STACK, {}, []),
        ("hip_thrust", {}, []),  # a bar
        ("trap_bar_deadlift", {"trap_bar": {"bar": 25, "plates": [5, 10, 20]}}, []),
        ("pull_up", {}, []),  # no tool carries a load
    ],
)
def test_bars_and_tools_without_known_weights_are_free(
    exercise: str, tools: dict[str, Any], limits: list[float]
) -> None:
    found = breaches({1: 40, 2: 70}, exercise, **owning(**tools))
    assert [breach.limit for breach in found] == limits


@pytest.mark.parametrize("loads", [(16, None), (None, 32), (None, None)])
def test_loads_that_are_left_open_are_free(loads: tuple[float | None, float | None]) -> None:
    assert breaches(dict(enumerate(loads, 1))) == ()


def test_jumps_back_offs_and_tests_are_free() -> None:
    assert breaches({1: 16, 2: 32}, part="back_off") == ()
    assert breaches({1: 16, 2: 32}, part="test") == ()
    assert len(breaches({1: 16, 2: 32}, part="top")) == 1
    assert breaches({1: 16, 2: 32}, "box_jump") == ()


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    ranked = scenario(priorities={"next-weight": "prefer"})
    assert NextWeight.asked_by(ranked) == (NextWeight("prefer", ranked),)
    assert NextWeight.asked_by(scenario(priorities={"next-weight": "off"})) == ()
