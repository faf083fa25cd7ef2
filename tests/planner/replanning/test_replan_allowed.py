"""An exercise that is left out for weeks and allowed again: it comes back lighter."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from constraints.absences import absences
from constraints.block import Block
from planner.cli.replan import _allowed_again
from planner.replanning.over import over
from planner.replanning.replan import Again
from planner.solving.solve import plan
from scenarios.past import AllowedAgain
from scenarios.schema import Scenario
from tests.planner.replanning.athlete import after, again, asked, block_of, did, lifts, past

SWING = "kettlebell_swing"
OUT = {"exclude": [SWING], "pin": []}
WEEK_4 = date(2027, 2, 22)


def five_weeks(**exercises: object) -> Scenario:
    own = {SWING: {"load": [16, 24], "sets": [2, 5]}, **exercises}
    return asked(weeks=5, deload={"weeks": []}, exercises=own)


@cache
def without_swings() -> Block:
    """Swings in week 1 and, for they hurt, none since."""
    since = block_of(Again(plan(five_weeks())))
    assert any(lifts(one, SWING) for one in since.of_week(1))
    return block_of(again(five_weeks(**OUT), date(2027, 2, 8), since=since))


@cache
def with_swings() -> Block:
    return block_of(again(five_weeks(), WEEK_4, since=without_swings()))


def sets(block: Block, week: int) -> list[int]:
    return [entry.sets for one in block.of_week(week - 1) for entry in lifts(one, SWING)]


def test_it_comes_back_with_less() -> None:
    now = with_swings()
    assert [sets(without_swings(), week) for week in (2, 3, 4, 5)] == [[], [], [], []]
    assert past(now).allowed == (AllowedAgain(exercise=SWING, on=WEEK_4),)
    (absence,) = absences(now.scenario).values()
    assert (absence.first, absence.is_long) == (3, True)
    assert 0 < max(sets(now, 4)) <= max(2, absence.most_sets // 2)
    before, first = (
        max(entry.load or 0 for one in now.of_week(week) for entry in lifts(one, SWING))
        for week in (0, 3)
    )
    assert first <= before
    assert list(_allowed_again(now)) == [
        "After weeks without, these start lighter, nothing above RPE 7.5 and with fewer sets: "
        "kettlebell_swing."
    ]


def test_a_later_replan_knows_of_it() -> None:
    """Also where nothing else has happened; once it is trained, nobody is told again."""
    since, next_week = with_swings(), WEEK_4 + timedelta(weeks=1)
    first = next(one for one in since.of_week(3) if lifts(one, SWING))
    at = f"4{first.label}"
    now = block_of(after(did(at, "10 x 16 @ 7", exercise=SWING), on=next_week, since=since))
    assert past(now).allowed == past(since).allowed
    assert absences(now.scenario) == absences(since.scenario)
    assert sets(now, 4)[0] == 1
    assert list(_allowed_again(now)) == []


def test_what_is_left_out_once_more_has_no_way_back() -> None:
    since = with_swings()
    request = over(since, five_weeks(**OUT), WEEK_4 + timedelta(days=2)).request
    assert request.replanned is not None
    assert request.replanned.allowed == ()


def test_what_was_open_all_the_time_is_not_allowed_again() -> None:
    since = block_of(Again(plan(five_weeks())))
    request = over(since, five_weeks(), WEEK_4).request
    assert request.replanned is not None
    assert request.replanned.allowed == ()


def test_a_lost_tool_that_is_back_counts_too() -> None:
    since = without_swings()
    bare = five_weeks().equipment.model_copy(update={"kettlebells": None})
    lost = five_weeks().model_copy(update={"equipment": bare, "replanned": past(since)})
    without = Block(scenario=lost, solve=since.solve, sessions=since.sessions)
    request = over(without, five_weeks(), WEEK_4).request
    assert request.replanned is not None
    assert [one.exercise for one in request.replanned.allowed] == [SWING]
