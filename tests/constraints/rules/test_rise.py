"""What rises inside a phase: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.block import Entry
from constraints.rules.rise import Rise
from tests.builders import deadlift, entry, scenario
from tests.constraints.rules.verdicts import (
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
    ("after", "stands"),
    [
        (deadlift(4, 6, 102.5), False),
        (deadlift(4, 7, 100), False),
        (deadlift(5, 6, 100), False),
        (deadlift(4, 6, 100), True),
        (deadlift(3, 5, 97.5), True),
    ],
)
def test_load_reps_or_sets_of_the_goal_lift_rise_every_week(after: Entry, stands: bool) -> None:
    found = audited(Rise, [held(1, deadlift(4, 6, 100)), held(2, after)])
    assert weeks_of(found) == [2] * stands
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (0, 1, 1)
        assert (breach.where.exercise, breach.priority) == (LIFT, "prefer")


@pytest.mark.parametrize(
    ("weeks", "main", "other"),
    [
        ((1, 2, 3), [2, 3], [3]),
        ((1, 2), [2], []),  # others are asked at the end of the phase
        ((2, 3), [3], []),
        ((1, 3), [], [3]),
        ((3, 4), [], []),  # a deload
        ((3, 5), [], []),  # another phase
        ((5, 6, 7, 8, 9), [6, 7], [7]),
        ((9, 10, 11, 12), [10], [10]),  # the taper
    ],
)
def test_the_goal_lift_rises_every_week_and_the_others_over_each_phase(
    weeks: tuple[int, ...], main: list[int], other: list[int]
) -> None:
    assert weeks_of(audited(Rise, lifted(dict.fromkeys(weeks, 100)))) == main
    assert weeks_of(audited(Rise, [held(week, row(load=24)) for week in weeks])) == other


def test_sets_are_those_of_the_week() -> None:
    first, two = held(1, deadlift(4, 6, 100)), deadlift(3, 6, 100)
    assert audited(Rise, [first, held(2, two), held(2, two, label="B")]) == ()


def test_jumps_and_back_offs_need_not_rise() -> None:
    free = [entry("box_jump", 4, 3), entry(LIFT, 3, 5, load=90, part="back_off")]
    assert audited(Rise, [held(week, *free) for week in (1, 2, 3)]) == ()


def test_nothing_need_rise_in_season() -> None:
    assert Rise.asked_by(scenario(**IN_SEASON)) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert Rise.asked_by(scenario()) == (Rise("prefer", frozenset()),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(Rise, "should") == ["should"]
    assert ranks(Rise, "off") == []
