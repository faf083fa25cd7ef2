"""A trip to a hotel gym in the midst of a block, and the way back."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from constraints.audit import audit
from constraints.block import Block
from planner.cli.replanned import gone_back
from planner.exports.json import to_json
from planner.replanning.replan import Again
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.schema import Away, Scenario
from tests.planner.replanning.athlete import (
    LIFT,
    again,
    asked,
    block_of,
    changed,
    ids,
    intermediate,
    past,
)

TOLD = date(2027, 3, 3)  # the Wednesday before
WEEK = 5  # the one of the trip, from 0
HOTEL: dict[str, Any] = {
    "from": date(2027, 3, 8), "to": date(2027, 3, 13), "why": "hotel gym",
    "tools": ["dumbbells", "bench", "mat", "floor"], "most": {"dumbbells": 24},
}  # fmt: skip


def in_hotel() -> Scenario:
    own = intermediate().scenario.availability
    away = (Away.model_validate(HOTEL),)
    return changed(intermediate(), availability=own.model_copy(update={"away": away}))


@cache
def trip() -> Again:
    return again(in_hotel(), TOLD, since=intermediate())


def templates(block: Block, week: int) -> list[tuple[object, ...]]:
    """When the sessions of a week are, and what they hold."""
    return [(one.start, [e.exercise for e in one.exercises]) for one in block.of_week(week)]


def test_a_block_that_knows_of_a_trip_trains_there_with_what_there_is() -> None:
    """The lift cannot be trained in the second week, and nobody asks for it there."""
    span = {"from": date(2027, 2, 8), "to": date(2027, 2, 14), "tools": ["kettlebells", "mat"]}
    found = plan(asked(availability={"away": [span]}))
    assert isinstance(found, Planned)
    trained = [{e.exercise for s in found.block.of_week(week) for e in s.exercises}
               for week in range(3)]  # fmt: skip
    assert [LIFT in names for names in trained] == [True, False, True]
    assert len(found.block.of_week(1)) == 2
    assert "kettlebell_swing" in trained[1]


def test_only_the_days_of_the_trip_change_what_is_trained() -> None:
    was, now = intermediate(), block_of(trip())
    assert not audit(now).broken
    weeks = [week for week in range(12) if templates(now, week) != templates(was, week)]
    assert weeks == [WEEK]
    assert [one.start for one in now.of_week(WEEK)] == [one.start for one in was.of_week(WEEK)]
    assert ids(now) == ids(was)
    entries = [entry for one in now.of_week(WEEK) for entry in one.exercises]
    needs = {entry.exercise: now.exercise(entry.exercise).equipment for entry in entries}
    assert not any("barbell" in tools or tools == "kettlebells" for tools in needs.values()), needs
    assert max(entry.load or 0 for entry in entries) <= 24
    assert sum(entry.sets for entry in entries) >= 15  # a week of training all the same


def test_after_the_trip_loads_go_on_from_before_it() -> None:
    """What was light for want of weights is no measure, neither for more nor for less."""
    was, now = intermediate(), block_of(trip())
    for week in (6, 7):
        pairs = [(a.exercises, b.exercises) for a, b in
                 zip(was.of_week(week), now.of_week(week), strict=True)]  # fmt: skip
        heavier = [(a.exercise, a.load, b.load) for old, new in pairs for a, b in
                   zip(old, new, strict=True) if (b.load or 0) < 0.9 * (a.load or 0)]  # fmt: skip
        assert not heavier


def test_a_trip_that_is_called_off_gives_the_week_back() -> None:
    was = intermediate()
    back = block_of(again(was.scenario, date(2027, 3, 5), since=block_of(trip())))
    assert [templates(back, week) for week in range(12)] == [
        templates(was, week) for week in range(12)
    ]
    assert ids(back) == ids(was)
    assert back.solve.tiers[0].objective <= was.solve.tiers[0].objective


# -- a small block, for what goes wrong in the midst of a trip -------------------------------------

THIRD_WEEK: dict[str, Any] = {
    "from": date(2027, 2, 15), "to": date(2027, 2, 21), "tools": ["kettlebells", "mat", "floor"],
}  # fmt: skip


def small(**changes: Any) -> Scenario:
    """Five weeks; those of a trip have no bar and nothing to hold the feet."""
    away = [changes.pop("away")] if "away" in changes else []
    return asked(weeks=5, deload={"weeks": []}, availability={"away": away}, **changes)


@cache
def small_trip() -> Block:
    found = plan(small(away=THIRD_WEEK))
    assert isinstance(found, Planned)
    return found.block


def test_a_trip_that_is_told_again_is_nothing_new() -> None:
    since = plan(small())
    assert isinstance(since, Planned)
    now = block_of(again(small(away=THIRD_WEEK), date(2027, 2, 10), since=since.block))
    assert now.of_week(2) != since.block.of_week(2)
    once_more = again(small(away=THIRD_WEEK), date(2027, 2, 10), since=now)
    assert once_more.is_same
    assert to_json(block_of(once_more)) == to_json(now)


@pytest.mark.parametrize("day", [16, 18, 23])
def test_a_trip_that_is_broken_off_leaves_what_was_done_in_it(day: int) -> None:
    """The file is that from before the trip: what is over was trained all the same."""
    now = block_of(again(small(), date(2027, 2, day), since=small_trip()))
    assert not audit(now).broken
    over = [one.exercises for one in now.in_order if one.day < date(2027, 2, day)]
    assert over == [one.exercises for one in small_trip().in_order][: len(over)]
    once_more = again(small(), date(2027, 2, day), since=now)
    assert once_more.is_same


@pytest.mark.parametrize("day", [15, 18])
def test_a_tool_may_be_lost_in_the_midst_of_a_trip(day: int) -> None:
    left = {"barbell": {"bar": 20, "plates": [2.5, 5, 10, 15, 20]}, "kettlebells": [16, 20, 24],
            "other": ["rack", "mat", "floor"]}  # fmt: skip
    told = small(away=THIRD_WEEK)
    told = told.model_copy(update={"equipment": type(told.equipment).model_validate(left)})
    now = block_of(again(told, date(2027, 2, day), since=small_trip()))
    coming = [e.exercise for s in now.in_order if s.week > 3 for e in s.exercises]
    assert LIFT in coming
    assert "nordic_curl" not in coming


def test_no_load_gives_way_to_a_trip_with_lighter_ones() -> None:
    """Nobody lifts what is not there, whatever else is asked for: other demands give way."""
    since = plan(small())
    assert isinstance(since, Planned)
    lighter = {**THIRD_WEEK, "tools": ["barbell", "kettlebells", "mat", "rack", "floor"],
               "most": {"barbell": 60, "kettlebells": 20}}  # fmt: skip
    now = block_of(again(small(away=lighter), date(2027, 2, 10), since=since.block))
    assert "tools-there" not in {one.rule for one in past(now).spared}
    week = [entry for one in now.of_week(2) for entry in one.exercises]
    assert week
    assert LIFT not in {entry.exercise for entry in week}
    assert max(entry.load or 0 for entry in week) <= 20


def test_a_trip_that_is_called_off_leaves_nothing_behind() -> None:
    """What it had changed before and after it comes back, though it would cost nothing to stay."""
    was, now = intermediate(), block_of(trip())
    assert {one.uid for one in now.set_aside} == {
        one.uid
        for one, other in zip(was.sessions, now.sessions, strict=True)
        if (one.start, one.exercises) != (other.start, other.exercises)
    }
    off = block_of(again(was.scenario, TOLD, since=now))
    assert [one.exercises for one in off.sessions] == [one.exercises for one in was.sessions]
    assert [one.start for one in off.sessions] == [one.start for one in was.sessions]
    assert not off.set_aside
    (text,) = gone_back(now, off)
    assert text.startswith(f"{len(now.set_aside)} session")
    assert not list(gone_back(was, now))
    still_away = off.model_copy(update={"scenario": now.scenario})
    assert not list(gone_back(now, still_away))
