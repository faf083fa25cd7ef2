"""Neighbourhoods: each leaves something free, holds the rest, and comes again in the same order."""

from __future__ import annotations

from constraints.variables import PlanVars
from planner.solving.neighbourhoods import MOST, SHARE, Neighbourhood, Neighbourhoods
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
    first, second, *_ = Neighbourhoods(own, 0).round()
    assert [free_weeks(own, part) for part in (first, second)] == [{0, 1}, {2}]
    assert free_exercises(own, first) == {*NAMES}
    assert not days_held(own, first)


def test_sets_and_loads_are_free_where_the_exercises_stay() -> None:
    own = plan()
    part = next(one for one in Neighbourhoods(own, 0).round() if one.free.startswith("sets"))
    assert free_weeks(own, part) == {0, 1, 2}
    assert free_exercises(own, part) == set()
    assert not days_held(own, part)


def test_what_is_drawn_leaves_some_exercises_free_and_the_days_as_they_are() -> None:
    own = plan()
    drawn = [part for part in Neighbourhoods(own, 0).round() if part.is_drawn]
    assert drawn
    for part in drawn:
        assert len(free_exercises(own, part)) == round(len(NAMES) * SHARE)
        assert days_held(own, part)
    assert len({part.held for part in drawn}) > 1


def test_easy_draws_grow_and_hard_ones_shrink() -> None:
    own = plan()
    for is_proved, number in ((True, round(len(NAMES) * MOST)), (False, 1)):
        parts = Neighbourhoods(own, 0)
        for part in [one for _ in range(5) for one in parts.round()]:
            parts.answered(part, is_proved)
        last = [one for one in parts.round() if one.is_drawn][-1]
        assert len(free_exercises(own, last)) == number


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    own = plan()
    first, again, other = ([*Neighbourhoods(own, seed).round()] for seed in (3, 3, 4))
    assert [one.free for one in first] == [one.free for one in other]
    assert [one.held for one in first] == [one.held for one in again]
    assert [one.held for one in first] != [one.held for one in other]
