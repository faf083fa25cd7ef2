"""Loads that do not leap: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Block, Entry
from constraints.rules.largest_jump import LargestJump
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import ATHLETE, block, entry, scenario
from tests.constraints.rules.verdicts import ROW, audited, held, ranks, row, weeks_of


def jumped(before: Entry, after: Entry, **changes: Any) -> list[tuple[float, float, str]]:
    """What leaps over which limit from week 1 to week 2."""
    found = audited(LargestJump, [held(1, before), held(2, after)], **changes)
    for breach in found:
        assert (breach.where.week, breach.where.exercise) == (2, after.exercise)
        assert breach.priority == "must"
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


@pytest.mark.parametrize("reps", [6, 3])  # fewer reps are no excuse here
def test_the_percent_rises_by_the_stated_points(reps: int) -> None:
    before, own = entry(percent=65), {"progression": {"jump_points": 6}}
    assert jumped(before, entry(reps=reps, percent=72.5)) == []
    assert jumped(before, entry(reps=reps, percent=72.6)) == [(7.6, 7.5, "points")]
    assert jumped(before, entry(reps=reps, percent=71), **own) == []
    assert jumped(before, entry(reps=reps, percent=71.1), **own) == [(6.1, 6, "points")]
    assert jumped(before, entry(reps=reps, percent=40)) == []


TRAP_BAR: dict[str, Any] = {
    "equipment": {**ATHLETE["equipment"], "trap_bar": {"bar": 25, "plates": [5, 10, 20]}}
}


@pytest.mark.parametrize(
    ("exercise", "loads", "limit"),
    [
        ("barbell_row", (50, 55), None),  # a tenth
        ("barbell_row", (50, 55.5), 10),
        ("trap_bar_deadlift", (100, 110), None),
        ("trap_bar_deadlift", (100, 111), 10),
        (ROW, (24, 30), None),  # a quarter
        (ROW, (24, 32), 25),
        ("kb_deadlift", (24, 30), None),
        ("kb_deadlift", (24, 32), 25),
        ("lat_pulldown", (40, 50), None),
        ("lat_pulldown", (40, 50.5), 25),
        (ROW, (32, 16), None),
    ],
)
def test_the_load_rises_by_a_tenth_on_bars_and_a_quarter_elsewhere(
    exercise: str, loads: tuple[float, float], limit: float | None
) -> None:
    before, after = (entry(exercise, load=load) for load in loads)
    rise = round(100 * (loads[1] / loads[0] - 1), 1)
    assert jumped(before, after, **TRAP_BAR) == ([] if limit is None else [(rise, limit, "%")])


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [
        (entry(percent=65), entry(percent=73.5), 1),
        (entry(percent=65), entry(percent=73.6), 2),
        (entry("barbell_row", load=50), entry("barbell_row", load=57.5), 1),  # 2.5 kg above 55
        (entry("barbell_row", load=50), entry("barbell_row", load=58), 2),
    ],
)
def test_a_leap_costs_by_its_size(before: Entry, after: Entry, points: int) -> None:
    (breach,) = audited(LargestJump, [held(1, before), held(2, after)])
    assert breach.excess == points


def test_the_athlete_gives_the_shares() -> None:
    own: dict[str, Any] = {"progression": {"jump_percent": 20, "bell_jump_percent": 50}}
    assert jumped(entry("barbell_row", load=50), entry("barbell_row", load=60), **own) == []
    assert jumped(entry("barbell_row", load=50), entry("barbell_row", load=61), **own) != []
    assert jumped(row(load=16), row(load=24), **own) == []
    assert jumped(row(load=16), row(load=26), **own) != []


@pytest.mark.parametrize(
    ("before", "after", "leaps"),
    [
        (row(10, 16, rpe=7), row(8, 24, rpe=8.5), False),
        (row(10, 16, rpe=7), row(9, 24, rpe=8.5), False),
        (row(10, 16, rpe=7), row(8, 24, rpe=9), True),
        (row(10, 16, rpe=7), row(10, 24, rpe=7), True),
        (row(10, 16), row(7, 24), False),  # where no effort is known, by 30 %
        (row(10, 16), row(8, 24), True),
        (row(10, 16), row(7, 24, rpe=9), False),
        (row(10, rpe=7), row(10, 24), False),  # loads that are not decided
        (row(10, 16), row(10, rpe=9), False),
    ],
)
def test_fewer_reps_excuse_a_leap_of_the_load(before: Entry, after: Entry, leaps: bool) -> None:
    assert len(jumped(before, after)) == leaps


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 2: 120}, [2]),
        ({1: 100, 3: 120}, [3]),
        ({1: 100, 3: 110, 4: 140}, []),  # a deload
        ({3: 100, 4: 80, 5: 110}, []),  # is no baseline
        ({3: 100, 5: 120}, [5]),  # the phase before counts
        ({3: 100, 9: 140}, []),  # the one before that does not
        ({10: 100, 11: 140}, []),  # the taper
    ],
)
def test_jumps_are_compared_over_one_border(loads: dict[int, float], weeks: list[int]) -> None:
    sessions = [held(week, entry("barbell_row", load=load)) for week, load in loads.items()]
    assert weeks_of(audited(LargestJump, sessions)) == weeks


@pytest.mark.parametrize(("begun", "weeks"), [(3, []), (4, [9]), (9, [9])])
def test_what_is_over_counts_however_long_ago(begun: int, weeks: list[int]) -> None:
    """Who comes back after a pause does not start where the plan would have been by then."""
    past = Replanned(block="old", on=date(2027, 2, 1) + timedelta(weeks=begun - 1), week=begun)
    loads = {3: 100, 9: 140}
    bare = block([held(week, entry("barbell_row", load=load)) for week, load in loads.items()])
    asked = bare.scenario.model_copy(update={"replanned": past})
    (rule,) = LargestJump.asked_by(asked)
    again = Block(scenario=asked, solve=bare.solve, sessions=bare.sessions)
    assert weeks_of(rule.audit(again)) == weeks


def test_jumps_back_offs_and_tests_are_not_compared() -> None:
    rising = [entry("box_jump", 4, 3, load=5), entry(load=80, part="back_off")]
    falling = [entry("box_jump", 4, 2, load=10), entry(load=120, part="back_off")]
    test = [entry(reps=1, load=100, part="test"), entry(reps=1, load=150, part="test")]
    assert audited(LargestJump, [held(1, *rising, test[0]), held(2, *falling, test[1])]) == ()
    assert audited(LargestJump, [held(1, *falling, test[1]), held(2, *rising, test[0])]) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert LargestJump.asked_by(asked) == (LargestJump("must", 75, asked),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(LargestJump, "should") == ["should"]
    assert ranks(LargestJump, "off") == []


@pytest.mark.parametrize("number", ["jump_points", "jump_percent", "bell_jump_percent"])
def test_a_written_jump_is_a_must(number: str) -> None:
    def priority(asked: Scenario) -> str:
        softer = {**asked.priorities, "largest-jump": "should"}  # as defaults may have it
        (rule,) = LargestJump.asked_by(asked.model_copy(update={"priorities": softer}))
        return rule.priority

    assert priority(scenario()) == "should"
    assert priority(scenario(progression={number: 5})) == "must"
