"""Loads that do not fall: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.block import Entry
from constraints.rules.falling_loads import NoFallingLoads
from tests.builders import deadlift, entry, scenario
from tests.constraints.rules.verdicts import ONE_PHASE, audited, held, lifted, ranks, row, weeks_of


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        (deadlift(4, 6, 100), deadlift(4, 6, 100), False),
        (deadlift(4, 6, 100), deadlift(4, 8, 100), False),
        (deadlift(4, 6, 100), deadlift(4, 3, 102.5), False),
        (deadlift(4, 6, 100), deadlift(3, 6, 100), False),  # sets are another rule's business
        (deadlift(4, 6, 100), deadlift(4, 6, 97.5), True),
        (deadlift(4, 6, 100), deadlift(4, 8, 97.5), True),
        (deadlift(4, 6, 100), deadlift(4, 5, 100), True),
        (row(8, 24, rpe=8), row(8, 26, rpe=7), False),  # the weight counts where it is decided
        (row(8, 24, rpe=7), row(8, 22, rpe=8), True),
        (row(8, rpe=7), row(6, rpe=7.5), False),  # else the effort
        (row(8, rpe=7), row(8, rpe=7), False),
        (row(8, rpe=7), row(6, rpe=7), True),
        (row(8, rpe=7), row(10, rpe=6.5), True),
        (entry("plank", 3, 30), entry("plank", 3, 30), False),
        (entry("plank", 3, 30), entry("plank", 3, 25), True),
    ],
)
def test_loads_do_not_fall_and_reps_fall_only_under_more_load(
    before: Entry, after: Entry, falls: bool
) -> None:
    found = audited(NoFallingLoads, [held(1, before), held(2, after)])
    assert weeks_of(found) == [2] * falls
    for breach in found:
        assert (breach.where.exercise, breach.excess) == (after.exercise, 1)
        assert (breach.measured < breach.limit, breach.priority) == (True, "must")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (row(8, 24, rpe=7), row(8, 22, rpe=8), (22, 24, "load")),
        (row(8, rpe=8), row(8, rpe=6.5), (6.5, 8, "RPE")),
        (row(8, rpe=8), row(6, rpe=8), (8, 8.5, "RPE")),  # fewer reps need more effort
    ],
)
def test_a_fall_is_told_in_the_unit_that_falls(
    before: Entry, after: Entry, said: tuple[float, float, str]
) -> None:
    (breach,) = audited(NoFallingLoads, [held(1, before), held(2, after)])
    assert (breach.measured, breach.limit, breach.unit) == said


def test_a_load_is_not_held_against_an_effort() -> None:
    for before, after in ((row(8, 24), row(6, rpe=7)), (row(8, rpe=7), row(6, 24))):
        assert audited(NoFallingLoads, [held(1, before), held(2, after)]) == ()


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 2: 105, 3: 102.5}, [3]),
        ({1: 100, 3: 97.5}, [3]),  # the last week in which it was trained
        ({3: 110, 4: 95}, []),  # a deload
        ({3: 110, 5: 107.5}, []),  # another phase
        ({9: 140, 10: 135}, [10]),
        ({10: 140, 11: 130, 12: 110}, []),  # the taper
    ],
)
def test_loads_are_compared_inside_a_phase(loads: dict[int, float], weeks: list[int]) -> None:
    assert weeks_of(audited(NoFallingLoads, lifted(loads))) == weeks


def test_a_deload_is_no_baseline() -> None:
    assert audited(NoFallingLoads, lifted({1: 100, 2: 90, 3: 100}), **ONE_PHASE) == ()
    assert weeks_of(audited(NoFallingLoads, lifted({1: 100, 2: 90, 3: 95}), **ONE_PHASE)) == [3]


def test_jumps_back_offs_and_tests_are_not_compared() -> None:
    rising = [entry("box_jump", 4, 3, load=5), entry(load=80, part="back_off")]
    falling = [entry("box_jump", 4, 2, load=10), entry(load=120, part="back_off")]
    test = [entry(reps=1, load=100, part="test"), entry(reps=1, load=150, part="test")]
    assert audited(NoFallingLoads, [held(1, *rising, test[0]), held(2, *falling, test[1])]) == ()
    assert audited(NoFallingLoads, [held(1, *falling, test[1]), held(2, *rising, test[0])]) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert NoFallingLoads.asked_by(scenario()) == (NoFallingLoads("must", frozenset()),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(NoFallingLoads, "should") == ["should"]
    assert ranks(NoFallingLoads, "off") == []
