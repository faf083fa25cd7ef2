"""Neighbourhoods: each leaves something free, holds the rest, and comes again in the same order."""

from __future__ import annotations

import pytest

from constraints.variables import PlanVars
from planner.solving.neighbourhoods import DRAWS, MOST, SHARE, Neighbourhood, Neighbourhoods
from tests.planner.solving.test_search import NAMES, built


def plan() -> PlanVars:
    return built("deload").plan


def free_weeks(plan: PlanVars, part: Neighbourhood) -> set[int]:
    """Weeks (from 0) with sets that are not held."""
    held = {one.index for one in part.held}
    return {
        week
        for week, k in plan.sessions()
        for line in plan.lines_in(week, k)
        if plan.sets[week, k, line].index not in held
    }


def free_exercises(plan: PlanVars, part: Neighbourhood) -> set[str]:
    held = {one.index for one in part.held}
    return {
        line.exercise
        for week, k in plan.sessions()
        for line in plan.lines_in(week, k)
        if plan.on[week, k, line].index not in held
    }


def days_held(plan: PlanVars, part: Neighbourhood) -> bool:
    held = {one.index for one in part.held}
    return all(one.index in held for one in plan.at.values())


def test_each_stretch_is_left_free_by_itself() -> None:
    own = plan()
    first, second, _ = Neighbourhoods(own, 0).cut()
    assert [free_weeks(own, part) for part in (first, second)] == [{0, 1}, {2}]
    assert free_exercises(own, first) == {*NAMES}
    assert not days_held(own, first)


def test_sets_and_loads_are_free_where_the_exercises_stay() -> None:
    own = plan()
    *_, part = Neighbourhoods(own, 0).cut()
    assert free_weeks(own, part) == {0, 1, 2}
    assert free_exercises(own, part) == set()
    assert not days_held(own, part)


def test_what_is_drawn_leaves_some_exercises_free_and_the_days_as_they_are() -> None:
    own = plan()
    drawn = [*Neighbourhoods(own, 0).drawn([True, True])]
    for part in drawn:
        assert len(free_exercises(own, part)) == round(len(NAMES) * SHARE)
        assert days_held(own, part)
    assert len({part.held for part in drawn}) > 1


@pytest.mark.parametrize(
    ("paying", "spans"),
    [
        ([True, True], [{0, 1}, {2}, {0, 1, 2}]),
        ([True, False], [{0, 1}, {0, 1, 2}]),
        ([False, True], [{2}, {0, 1, 2}]),
        ([False, False], []),
    ],
)
def test_most_is_drawn_where_something_is_paid(paying: list[bool], spans: list[set[int]]) -> None:
    own = plan()
    drawn = [*Neighbourhoods(own, 0).drawn(paying)]
    weeks = [free_weeks(own, part) for part in drawn]
    assert weeks == [*spans, *DRAWS * [{0, 1, 2}]]


def test_easy_draws_grow_and_hard_ones_shrink() -> None:
    own = plan()
    for is_proved, number in ((True, round(len(NAMES) * MOST)), (False, 1)):
        parts = Neighbourhoods(own, 0)
        for _ in range(15):
            parts.answered(is_proved)
        *_, last = parts.drawn([True, True])
        assert len(free_exercises(own, last)) == number


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    own = plan()
    first, again, other = (
        [one.held for one in Neighbourhoods(own, seed).drawn([True, True])] for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other
