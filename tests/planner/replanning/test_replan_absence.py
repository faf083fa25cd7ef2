"""An exercise that is left out for weeks and allowed again: it comes back lighter."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from constraints.absences import absences
from constraints.block import Block
from planner.cli.replanned import after_absence
from planner.replanning.over import over
from planner.replanning.replan import Again
from planner.solving.solve import plan
from scenarios.past import Regained
from scenarios.schema import PhaseSpan, Scenario
from tests.planner.happenings import happened
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
    assert past(now).regained == (Regained(exercise=SWING, on=WEEK_4),)
    (absence,) = absences(now.scenario).values()
    assert (absence.first, absence.is_long) == (3, True)
    assert 0 < max(sets(now, 4)) <= max(2, absence.most_sets // 2)
    before, first = (
        max(entry.load or 0 for one in now.of_week(week) for entry in lifts(one, SWING))
        for week in (0, 3)
    )
    assert first <= before
    assert list(after_absence(now)) == [
        "After weeks without: kettlebell_swing at most 2 sets in a session, nothing above RPE 7.5, "
        "and 75 to 90 % of what was last done, load and reps together (dumbbells and bells 60 to "
        "100 %)."
    ]


def test_a_later_replan_knows_of_it() -> None:
    """Also where nothing else has happened; once it is trained, nobody is told again."""
    since, next_week = with_swings(), WEEK_4 + timedelta(weeks=1)
    first = next(one for one in since.of_week(3) if lifts(one, SWING))
    at = f"4{first.label}"
    now = block_of(after(did(at, "10 x 16 @ 7", exercise=SWING), on=next_week, since=since))
    assert past(now).regained == past(since).regained
    assert absences(now.scenario) == absences(since.scenario)
    assert sets(now, 4)[0] == 1
    assert list(after_absence(now)) == []


def test_what_is_left_out_once_more_has_no_way_back() -> None:
    since = with_swings()
    request = over(since, five_weeks(**OUT), WEEK_4 + timedelta(days=2)).request
    assert request.replanned is not None
    assert request.replanned.regained == ()


def test_what_was_open_all_the_time_is_no_absence() -> None:
    since = block_of(Again(plan(five_weeks())))
    request = over(since, five_weeks(), WEEK_4).request
    assert request.replanned is not None
    assert request.replanned.regained == ()


def test_a_lost_tool_that_is_back_counts_too() -> None:
    since = without_swings()
    bare = five_weeks().equipment.model_copy(update={"kettlebells": None})
    lost = five_weeks().model_copy(update={"equipment": bare, "replanned": past(since)})
    without = Block(scenario=lost, solve=since.solve, sessions=since.sessions)
    request = over(without, five_weeks(), WEEK_4).request
    assert request.replanned is not None
    assert [one.exercise for one in request.replanned.regained] == [SWING]


def regained(since: Block, asked: Scenario, on: date, *log: dict[str, Any]) -> list[str]:
    """Exercises that come back after a pause without them."""
    past = over(since, asked, on, happened(since, *log)).request.replanned
    assert past is not None
    return [one.exercise for one in past.regained]


def missed(since: Block, *weeks: int, exercise: str | None = SWING) -> list[dict[str, Any]]:
    """An exercise missed in all sessions of these weeks, or without one the sessions."""
    return [
        {"what": "missed", "at": f"{one.week}{one.label}"}
        | ({} if exercise is None else {"exercise": exercise})
        for one in since.in_order
        if one.week in weeks and (exercise is None or lifts(one, exercise))
    ]


@pytest.mark.parametrize(
    ("weeks", "exercise", "on", "found"),
    [
        ((2, 3), SWING, WEEK_4, [SWING]),
        ((2,), SWING, date(2027, 2, 15), []),  # one week is none
        ((2, 3), None, WEEK_4, []),  # nothing was trained: the whole block comes back
        ((3,), SWING, WEEK_4, []),
    ],
)
def test_what_is_missed_for_weeks_while_others_are_trained_comes_back_as_well(
    weeks: tuple[int, ...], exercise: str | None, on: date, found: list[str]
) -> None:
    since = block_of(Again(plan(five_weeks())))
    log = missed(since, *weeks, exercise=exercise)
    assert regained(since, since.scenario, on, *log) == found


def test_what_may_come_back_later_is_known_by_then() -> None:
    later = five_weeks(**{SWING: {"load": [16, 24], "weeks": [5, 5]}, "pin": []})
    assert regained(without_swings(), later, WEEK_4) == [SWING]


def test_a_short_pause_leaves_what_is_known_of_a_longer_one() -> None:
    since = with_swings()
    on = since.of_week(3)[-1].day + timedelta(days=1)
    out = five_weeks(**OUT).model_copy(update={"replanned": past(since)})
    closed = Block(scenario=out, solve=since.solve, sessions=since.sessions)
    request = over(closed, five_weeks(), on).request
    assert request.replanned is not None
    assert request.replanned.regained == past(since).regained


@pytest.mark.parametrize(
    ("phases", "on", "found"),
    [
        ([5], WEEK_4, [SWING]),
        ([5], WEEK_4 - timedelta(weeks=1), []),  # for less than two weeks
        ([1, 4], WEEK_4, []),  # its phase was over
        ([2, 3], WEEK_4, [SWING]),
    ],
)
def test_what_fell_out_of_its_phase_comes_back_with_less(
    phases: list[int], on: date, found: list[str]
) -> None:
    """For want of time, say: it could have been trained, and was in no session."""
    since = without_swings()
    own = since.scenario.model_copy(update={
        "exercises": five_weeks().exercises,
        "phase_plan": tuple(PhaseSpan(phase="accumulation", weeks=n) for n in phases),
    })  # fmt: skip
    since = since.model_copy(update={"scenario": own})
    assert regained(since, own, on) == found
