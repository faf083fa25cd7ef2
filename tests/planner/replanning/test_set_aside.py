"""Set aside: what a block keeps of its sessions while days away are to come."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Block, Dropped, Session
from planner.cli.replanned import gone_back
from planner.exports.json import from_json, to_json
from planner.replanning.as_done import AsDone
from planner.replanning.carried import carried
from planner.replanning.set_aside import given_back, set_aside
from scenarios.errors import PlannerError
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import block, scenario, session

MONDAY = date(2027, 2, 8)  # of week 2
MINE = session(MONDAY + timedelta(days=7), week=3, label="A")
OTHER = session(MONDAY + timedelta(days=10), week=3, label="C")


def away(first: int, last: int, *tools: str) -> dict[str, Any]:
    """Away from one day to another one, counted from the Monday of week 2."""
    days = {"from": MONDAY + timedelta(days=first), "to": MONDAY + timedelta(days=last)}
    return {**days, "tools": list(tools)} if tools else days


def asked(*spans: dict[str, Any]) -> Scenario:
    return scenario(availability={"away": list(spans)})


def with_(request: Scenario, *sessions: Session, aside: tuple[Session, ...] = ()) -> Block:
    made = block(sessions)
    return made.model_copy(update={"scenario": request, "set_aside": aside})


def lighter(one: Session, sets: int = 2) -> Session:
    entries = (one.exercises[0].model_copy(update={"sets": sets}),)
    return one.model_copy(update={"exercises": entries})


def gone(one: Session) -> Dropped:
    own = {name: getattr(one, name) for name in Dropped.model_fields if name != "title"}
    return Dropped(**own, title="")


def test_what_days_away_change_is_set_aside_as_it_was() -> None:
    old, new = with_(asked(), MINE, OTHER), with_(asked(away(0, 4)), lighter(MINE), OTHER)
    assert set_aside(old, new, old) == (MINE,)


def test_without_days_away_nothing_is() -> None:
    old = with_(asked(), MINE)
    assert set_aside(old, with_(asked(), lighter(MINE)), old) == ()


@pytest.mark.parametrize(("on", "kept"), [(6, (MINE,)), (8, ())])
def test_once_the_days_are_over_nothing_is_kept(on: int, kept: tuple[Session, ...]) -> None:
    old = with_(asked(away(0, 7)), lighter(MINE), aside=(MINE,))
    past = Replanned(block="old", on=MONDAY + timedelta(days=on), week=3)
    new = with_(old.scenario.model_copy(update={"replanned": past}), lighter(MINE))
    assert set_aside(old, new, old) == kept


def test_what_is_over_is_not_kept() -> None:
    old = with_(asked(), MINE, OTHER)
    past = Replanned(block="old", on=MONDAY + timedelta(days=14), week=4)
    request = asked(away(14, 15)).model_copy(update={"replanned": past})
    assert set_aside(old, with_(request, lighter(MINE), lighter(OTHER)), old) == ()


def test_loads_that_are_set_aside_follow_the_strength() -> None:
    old = with_(asked(away(0, 4)), lighter(MINE), aside=(MINE,))
    weaker = scenario(
        athlete={"one_rep_max": {"conventional_deadlift": 140}},
        availability={"away": [away(0, 4)]},
    )
    (kept,) = carried(old, weaker, AsDone((), (), (), (), (), ())).set_aside
    loads = [[e.load for e in one.exercises if e.load] for one in (MINE, kept)]
    assert loads[0]
    assert all(now < was for was, now in zip(*loads, strict=True))


def test_a_second_trip_keeps_what_was_before_the_first() -> None:
    """And adds what it changes itself; what is again as it was needs no memory."""
    old = with_(asked(away(0, 4)), lighter(MINE), OTHER, aside=(MINE,))
    trips = asked(away(0, 4), away(7, 8))
    new = with_(trips, lighter(MINE, 1), lighter(OTHER))
    assert set_aside(old, new, old) == (MINE, OTHER)
    assert set_aside(old, with_(trips, MINE, OTHER), old) == ()


def test_without_another_trip_other_changes_are_wanted() -> None:
    old = with_(asked(away(0, 4)), lighter(MINE), OTHER, aside=(MINE,))
    new = with_(asked(away(0, 4)), lighter(MINE, 1), lighter(OTHER))
    assert set_aside(old, new, old) == (MINE,)


def test_what_another_trip_still_changes_stays_set_aside() -> None:
    """Of two trips one is called off: the other one may be, too."""
    old = with_(asked(away(0, 4), away(9, 9)), lighter(MINE), lighter(OTHER), aside=(MINE, OTHER))
    now = with_(asked(away(9, 9)), MINE, OTHER)
    new = with_(asked(away(9, 9)), MINE, lighter(OTHER, 1))
    assert set_aside(old, new, now) == (OTHER,)


@pytest.mark.parametrize(
    ("was", "now", "is_back"),
    [
        (away(0, 4), None, True),
        (away(0, 4), away(0, 2), True),
        (away(0, 4), away(0, 4), False),
        (away(0, 4), away(0, 6), False),
        (away(0, 4), away(0, 4, "barbell"), True),
        (away(0, 4, "bench"), away(0, 4, "bench", "barbell"), True),
        (away(0, 4, "bench", "barbell"), away(0, 4, "bench"), False),
    ],
)
def test_sessions_come_back_with_the_days(
    was: dict[str, Any], now: dict[str, Any] | None, is_back: bool
) -> None:
    old = with_(asked(was), lighter(MINE), aside=(MINE,))
    request = asked() if now is None else asked(now)
    assert given_back(old, request) == ({MINE.uid: MINE} if is_back else {})


def test_a_session_on_a_day_that_is_still_away_does_not_come_back() -> None:
    old = with_(asked(away(0, 1), away(7, 13)), lighter(MINE), aside=(MINE,))
    assert MINE.day == MONDAY + timedelta(days=7)
    assert given_back(old, asked(away(7, 13))) == {}


def test_what_a_second_trip_drops_is_kept_as_it_was_before_the_first() -> None:
    """What it drops itself is known by that; what is over does not come back."""
    trips = asked(away(0, 4), away(7, 8))
    old = with_(asked(away(0, 4)), lighter(MINE), OTHER, aside=(MINE,))
    new = with_(trips).model_copy(update={"dropped": (gone(lighter(MINE)), gone(OTHER))})
    assert set_aside(old, new, old) == (MINE,)
    past = Replanned(block="old", on=MINE.day + timedelta(days=1), week=3)
    later = trips.model_copy(update={"replanned": past})
    assert set_aside(old, new.model_copy(update={"scenario": later}), old) == ()


def test_what_both_trips_have_taken_comes_back_as_it_was_before_both() -> None:
    moved = lighter(MINE).model_copy(update={"start": MINE.start + timedelta(hours=2)})
    both = asked(away(0, 4), away(7, 8))
    old = with_(both, aside=(MINE,)).model_copy(update={"dropped": (gone(moved), gone(OTHER))})
    found = carried(old, asked(), AsDone((), (), (), (), (), ())).dropped
    assert [MINE.is_as(found[0]), OTHER.is_as(found[1])] == [True, True]
    still = carried(old, both, AsDone((), (), (), (), (), ())).dropped
    assert moved.is_as(still[0])


def test_what_comes_back_for_points_is_not_told_as_free() -> None:
    both = asked(away(0, 4), away(7, 8))
    old = with_(both, lighter(OTHER), aside=(MINE, OTHER))
    (text,) = gone_back(old, with_(asked(), MINE, OTHER))
    assert text.startswith("1 session is again")


def test_a_block_file_keeps_it_and_is_checked() -> None:
    made = with_(asked(away(0, 4)), lighter(MINE), aside=(MINE,))
    data = to_json(made)
    assert from_json(data).set_aside == (MINE,)
    (kept,) = json.loads(data)["set_aside"]
    loads = [ramp["load"] for entry in kept["exercises"] for ramp in entry["warmup"]]
    assert [str(one) for one in loads] == ["45", "70", "92.5"]  # as in the sessions
    unknown = MINE.model_copy(
        update={"exercises": (MINE.exercises[0].model_copy(update={"exercise": "nothing"}),)}
    )
    with pytest.raises(PlannerError, match='no exercise is called "nothing"'):
        from_json(to_json(with_(asked(), MINE, aside=(unknown,))))
