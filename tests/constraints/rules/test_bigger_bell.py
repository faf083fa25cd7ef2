"""Bigger bells with more sets: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.bigger_bell import BiggerBell
from tests.builders import block, entry, scenario, session

ROW, BELL = "single_arm_db_row", "kb_deadlift"


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def bell(sets: int, load: float | None, name: str = BELL, **more: Any) -> Entry:
    """Sets of eight with a load."""
    return entry(name, sets, 8, load=load, per="bell", **more)


def audited(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = BiggerBell.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def breaches(by_week: dict[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each week (from 1)."""
    return audited([held(week, one) for week, one in by_week.items()], **changes)


@pytest.mark.parametrize(
    ("loads", "is_leap"),
    [
        ((16, 20), True),  # a quarter
        ((16, 19.9), False),
        ((16, 24), True),
        ((24, 32), True),
        ((24, 28), False),
        ((16, 16), False),
        ((24, 16), False),
    ],
)
@pytest.mark.parametrize("name", [BELL, ROW])
def test_a_quarter_more_load_brings_no_more_sets(
    name: str, loads: tuple[float, float], is_leap: bool
) -> None:
    def found(sets: int) -> list[tuple[float, float, int]]:
        weeks = {1: bell(3, loads[0], name), 2: bell(sets, loads[1], name)}
        return [(b.measured, b.limit, b.excess) for b in breaches(weeks)]

    assert found(2) == found(3) == []
    assert found(4) == ([(4, 3, 1)] if is_leap else [])
    assert found(6) == ([(6, 3, 3)] if is_leap else [])


def test_what_a_breach_says() -> None:
    (breach,) = breaches({2: bell(3, 16), 3: bell(4, 24)})
    assert breach.text == f"{BELL}: 4 sets with 24 in week 3, 3 with 16 in week 2"
    assert (breach.unit, breach.priority) == ("sets", "should")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (3, None, BELL)


@pytest.mark.parametrize(("percent", "leap"), [(50, 24), (12.5, 18), (13.5, 18.16), (100, 32)])
def test_the_scenario_has_the_share(percent: float, leap: float) -> None:
    own: dict[str, Any] = {"progression": {"bell_jump_percent": percent}}
    assert len(breaches({1: bell(3, 16), 2: bell(4, leap)}, **own)) == 1
    assert breaches({1: bell(3, 16), 2: bell(4, leap - 0.01)}, **own) == ()
    (rule,) = BiggerBell.asked_by(scenario(**own))
    assert f"{percent:g} % or more" in rule.explain()


def test_the_sets_of_a_week_count_together() -> None:
    first = [held(1, bell(3, 16)), held(1, bell(2, 16), label="B")]
    assert audited([*first, held(2, bell(2, 24)), held(2, bell(3, 24), label="B")]) == ()
    (breach,) = audited([*first, held(2, bell(3, 24)), held(2, bell(3, 24), label="B")])
    assert (breach.measured, breach.limit, breach.excess) == (6, 5, 1)
    (breach,) = audited(
        [held(1, bell(3, 16)), held(2, bell(2, 24)), held(2, bell(2, 24, part="top"))]
    )
    assert breach.measured == 4


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (1, 3, 1),  # the last week in which it was trained
        (3, 5, 1),  # over a deload and a border
        (7, 9, 1),
        (2, 9, 0),  # two borders
        (3, 4, 0),  # a deload
        (4, 5, 0),
        (10, 11, 0),  # the taper
    ],
)
def test_loading_weeks_are_compared(first: int, last: int, count: int) -> None:
    assert len(breaches({first: bell(2, 16), last: bell(4, 24)})) == count


def test_a_deload_between_two_weeks_is_no_baseline() -> None:
    assert breaches({3: bell(4, 16), 4: bell(2, 16), 5: bell(4, 24)}) == ()
    assert len(breaches({3: bell(2, 16), 4: bell(2, 24), 5: bell(4, 24)})) == 1


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("kettlebell_swing", 1),
        ("split_squat", 1),
        ("hip_thrust", 0),  # a bar
        ("lat_pulldown", 0),  # a stack
        ("pull_up", 0),
        ("box_jump", 0),
    ],
)
def test_only_dumbbells_and_bells_count(name: str, count: int) -> None:
    assert len(breaches({1: bell(3, 16, name), 2: bell(4, 24, name)})) == count


@pytest.mark.parametrize("loads", [(None, 24), (16, None), (None, None), (0, 24)])
def test_loads_that_are_left_open_are_free(loads: tuple[float | None, float | None]) -> None:
    assert breaches({1: bell(3, loads[0]), 2: bell(4, loads[1])}) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_only_working_sets_count(part: str) -> None:
    assert breaches({1: bell(3, 16), 2: bell(4, 24, part=part)}) == ()
    both = [held(1, bell(3, 16)), held(2, bell(3, 24), bell(2, 24, part=part))]
    assert audited(both) == ()


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert BiggerBell.asked_by(scenario()) == (BiggerBell("should", 250),)
    ranked = scenario(priorities={"bigger-bell": "must"})
    assert BiggerBell.asked_by(ranked) == (BiggerBell("must", 250),)
    assert BiggerBell.asked_by(scenario(priorities={"bigger-bell": "off"})) == ()
