"""Neighbourhoods: each leaves something free, holds the rest, and comes again in the same order."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

import pytest
from ortools.sat.python import cp_model

from constraints.variables import PlanVars
from planner.solving.attempt import Attempt
from planner.solving.neighbourhoods import (
    DRAWS,
    LEAST,
    MOST,
    SHARE,
    Neighbourhood,
    Neighbourhoods,
)
from tests.planner.solving.test_search import NAMES, built

ALL = 0, 1  # both stretches


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
    drawn = [*Neighbourhoods(own, 0).drawn(ALL)]
    for part in drawn:
        assert len(free_exercises(own, part)) == round(len(NAMES) * SHARE)
        assert days_held(own, part)
    assert len({part.held for part in drawn}) > 1


@pytest.mark.parametrize(
    ("paying", "spans"),
    [
        ([0, 1], [{0, 1}, {2}, {0, 1, 2}]),
        ([0], [{0, 1}, {0, 1, 2}]),
        ([1], [{2}, {0, 1, 2}]),
        ([], []),
    ],
)
def test_most_is_drawn_where_something_is_paid(paying: list[int], spans: list[set[int]]) -> None:
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
        *_, last = parts.drawn(ALL)
        assert len(free_exercises(own, last)) == number


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    own = plan()
    first, again, other = (
        [one.held for one in Neighbourhoods(own, seed).drawn(ALL)] for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


class Mending:
    """Counts what is asked, and gains something in the mends of these numbers (from 1)."""

    def __init__(self, gains: Collection[int] = (), are_proved: bool = True) -> None:
        self.gains, self.are_proved = gains, are_proved
        self.parts = Neighbourhoods(plan(), 0)
        self.asked: list[str] = []
        self.gained = 0

    def __call__(self, part: Neighbourhood) -> Attempt:
        self.asked.append(part.free)
        self.gained += len(self.asked) in self.gains
        status = cp_model.OPTIMAL if self.are_proved else cp_model.FEASIBLE
        return Attempt(status, None, (), stopped=False)

    def run(self, draws: int = DRAWS, most: int | None = None) -> None:
        """All steps, or so many."""
        steps = self.parts.improve(self, lambda: self.gained, lambda: ALL, draws)
        assert all(spent == LEAST for spent in islice(steps, most))


ROUND = 3 + 3 + DRAWS  # two stretches and the numbers; two stretches and both; all weeks


def test_it_ends_when_a_round_gains_nothing() -> None:
    mending = Mending(are_proved=False)
    mending.run()
    assert len(mending.asked) == ROUND


def test_after_a_gain_as_many_as_make_a_round_are_asked_again() -> None:
    mending = Mending(gains=[2], are_proved=False)
    mending.run()
    assert len(mending.asked) == 2 + ROUND + 1  # to the end of the parts that are cut


def test_a_part_that_was_proved_is_asked_again_only_after_a_gain() -> None:
    cut = [part.free for part in Neighbourhoods(plan(), 0).cut()]
    mending = Mending()
    mending.run()
    assert mending.asked[:3] == cut
    assert len(mending.asked) == ROUND
    mending.run()  # once more
    assert not {*mending.asked[ROUND:]} & {*cut}
    again = Mending(gains=[ROUND])
    again.run()
    assert again.asked[ROUND : ROUND + 3] == cut


def test_each_step_mends_one_part() -> None:
    mending = Mending()
    mending.run(most=5)
    assert len(mending.asked) == 5


def test_without_draws_only_the_parts_that_are_cut_are_asked() -> None:
    mending = Mending(gains=[1])
    mending.run(draws=0)
    assert [*dict.fromkeys(mending.asked)] == [
        part.free for part in Neighbourhoods(plan(), 0).cut()
    ]


def test_what_is_over_is_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    own = built("deload").plan
    over = Neighbourhoods(own, 0)
    monkeypatch.setattr(own, "is_over", lambda week, _: week < 2)
    assert len([*over.cut()]) == 3
    assert len([*Neighbourhoods(own, 0).cut()]) == 2
