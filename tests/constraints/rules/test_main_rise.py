"""What rises over the block: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.block import Entry
from constraints.rules.main_rise import MainRise
from tests.builders import ATHLETE, deadlift, entry, scenario
from tests.constraints.rules.verdicts import (
    COARSE,
    IN_SEASON,
    LIFT,
    audited,
    held,
    lifted,
    ranks,
    row,
    weeks_of,
)


@pytest.mark.parametrize(
    ("last", "count"),
    [
        (deadlift(4, 6, 102.5), 0),
        (deadlift(4, 7, 100), 0),
        (deadlift(5, 6, 100), 0),
        (deadlift(2, 1, 102.5), 0),
        (deadlift(4, 6, 100), 1),
        (deadlift(3, 5, 100), 1),
        (deadlift(5, 8, 97.5), 1),  # more reps are no excuse for less load
        (deadlift(4, 6, 97.5), 2),  # less load, and nothing that rises
    ],
)
def test_the_last_loading_week_is_above_the_first(last: Entry, count: int) -> None:
    between = lifted({2: 150, 4: 60, 6: 70, 11: 60})
    found = audited(MainRise, [held(1, deadlift(4, 6, 100)), *between, held(10, last)])
    assert weeks_of(found) == [10] * count
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (0, 1, 1)
        assert (breach.where.exercise, breach.priority) == (LIFT, "must")


def test_effort_rises_where_the_load_is_open() -> None:
    first = held(1, entry(rpe=6))
    assert audited(MainRise, [first, held(10, entry(rpe=6.5))]) == ()
    assert len(audited(MainRise, [first, held(10, entry(rpe=6))])) == 1


def test_a_week_without_the_lift_says_nothing() -> None:
    assert audited(MainRise, lifted({1: 100, 9: 90})) == ()
    assert audited(MainRise, lifted({2: 100, 10: 90})) == ()
    assert audited(MainRise, [held(1, row(load=24)), held(10, row(load=20))]) == ()


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 12: 100}, []),
        ({1: 100, 12: 97.5}, [12]),
        ({1: 100, 2: 102.5, 3: 100, 12: 100}, []),  # a step down
        ({1: 100, 2: 105, 3: 100, 12: 100}, [3]),  # two steps
        ({1: 100, 5: 105, 6: 100, 12: 100}, [6]),
        ({1: 100, 2: 105, 4: 100, 12: 100}, [4]),
    ],
)
def test_in_season_the_lift_is_kept_and_falls_by_a_step_at_most(
    loads: dict[int, float], weeks: list[int]
) -> None:
    assert weeks_of(audited(MainRise, lifted(loads), **IN_SEASON)) == weeks


@pytest.mark.parametrize(("rpe", "weeks"), [(8, []), (7, []), (6.5, [2]), (6, [2])])
def test_where_the_load_is_open_a_step_is_a_point_of_effort(rpe: float, weeks: list[int]) -> None:
    efforts = [held(1, entry(rpe=8)), held(2, entry(rpe=rpe)), held(12, entry(rpe=8))]
    assert weeks_of(audited(MainRise, efforts, **IN_SEASON)) == weeks


def test_a_load_that_is_left_open_neither_falls_nor_rises() -> None:
    for first, last in ((entry(load=100), entry(rpe=8)), (entry(rpe=8), entry(load=100))):
        weeks = [held(1, first), held(12, last)]
        assert audited(MainRise, weeks, **IN_SEASON) == ()
        assert len(audited(MainRise, [held(1, first), held(10, last)])) == 1


def test_a_step_is_the_smallest_that_the_plates_give() -> None:
    loads = {1: 100, 2: 110, 3: 100, 12: 100}
    assert audited(MainRise, lifted(loads), **IN_SEASON, **COARSE) == ()
    assert len(audited(MainRise, lifted({**loads, 2: 112.5}), **IN_SEASON, **COARSE)) == 1


def test_the_smallest_step_between_uneven_bells_counts() -> None:
    bells = {**ATHLETE["equipment"], "kettlebells": [12, 16, 24, 32]}
    uneven = scenario(goal={"lift": "kb_deadlift"}, equipment=bells)
    assert MainRise.asked_by(uneven) == (MainRise("must", False, 400, frozenset()),)


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert MainRise.asked_by(scenario()) == (MainRise("must", False, 250, frozenset()),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(MainRise, "should") == ["should"]
    assert ranks(MainRise, "off") == []
