"""Tools there: trips with fewer tools in, weeks, templates and loads out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.balance import can_train, lacks_tools, ordinary_weeks
from constraints.stretches import apart, borders
from scenarios import odd_weeks, timeline, tools_there
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import scenario

MONDAY = date(2027, 2, 1)


def trip(first: int, last: int, *tools: str, **more: Any) -> dict[str, Any]:
    """Away from a day of the block to another one, from 1, with these tools."""
    ends = {"from": MONDAY + timedelta(days=first - 1), "to": MONDAY + timedelta(days=last - 1)}
    return {**ends, "tools": list(tools), **more}


def told(*spans: dict[str, Any], **changes: Any) -> Scenario:
    """Eight weeks, in which weeks 4 and 8 are deloads."""
    return scenario(weeks=8, goal={"test": None}, availability={"away": list(spans)}, **changes)


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (8, 8, {1}),
        (5, 5, {0}),
        (12, 15, {1, 2}),
        (1, 56, set(range(8))),
        (60, 70, set()),
        (7, 7, set()),
        (6, 8, {1}),
    ],  # nobody trains on Saturday and Sunday
)
def test_a_week_with_one_such_day_is_without(first: int, last: int, weeks: set[int]) -> None:
    asked = told(trip(first, last, "bench"))
    assert set(tools_there.weeks_without(asked)) == weeks
    assert odd_weeks.away_weeks(asked) == weeks
    assert not odd_weeks.eased_weeks(asked) & weeks
    assert not weeks & set(ordinary_weeks(asked))


def test_one_still_trains_on_days_with_tools_and_on_no_others() -> None:
    with_tools, without = told(trip(8, 14, "bench")), trip(8, 14)
    del without["tools"]
    assert len(timeline.open_days(with_tools)[1]) == 3
    assert not timeline.open_days(told(without))[1]
    assert not tools_there.weeks_without(told(without))


def test_the_sessions_of_a_phase_go_on_after_a_trip() -> None:
    """Week 2 stands for itself, weeks 1, 3 and 4 share their templates as before."""
    asked = told(trip(9, 10, "bench"))
    plain = [week.stretch for week in timeline.weeks(told())]
    weeks = timeline.weeks(asked)
    assert [week.around for week in weeks] == plain == [0, 0, 0, 0, 1, 1, 1, 1]
    assert [week.stretch for week in weeks if not week.is_apart] == [0, 0, 0, 1, 1, 1, 1]
    assert [week.index for week in weeks if week.is_apart] == [1]
    assert weeks[1].stretch not in plain


def test_a_trip_over_a_border_of_phases_hides_it_not() -> None:
    asked = told(trip(22, 35, "bench"))  # weeks 4 and 5
    weeks = timeline.weeks(asked)
    assert [week.is_apart for week in weeks] == [n in (3, 4) for n in range(8)]
    assert [week.around for week in weeks] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert len({weeks[3].stretch, weeks[4].stretch}) == 2  # a deload is no other week
    assert [(before, week.index) for before, week in borders(asked)] == [(0, 5)]
    assert [apart(asked, weeks[2], late) for late in weeks[3:6]] == [0, 1, 1]


def test_every_trip_has_sessions_of_its_own() -> None:
    two = told(trip(8, 21, "bench"))
    assert timeline.weeks(two)[1].stretch == timeline.weeks(two)[2].stretch
    for first, last in (("bench", "box"), ("bench", "bench")):
        weeks = timeline.weeks(told(trip(8, 10, first), trip(15, 17, last)))
        assert weeks[1].stretch != weeks[2].stretch


def test_a_trip_with_all_that_is_owned_is_none() -> None:
    everything = sorted(told().equipment.tokens() - {"none"})
    assert not tools_there.weeks_without(told(trip(8, 10, *everything)))
    lighter = trip(8, 10, *everything, most={"dumbbells": 48})
    assert set(tools_there.weeks_without(told(lighter))) == {1}


def test_sessions_that_are_made_up_anew_in_a_trip_are_so_after_it() -> None:
    past = Replanned(block="", on=MONDAY + timedelta(days=8), week=2, fresh=(2,))
    asked = told(trip(8, 10, "bench")).model_copy(update={"replanned": past})
    assert [week.around for week in timeline.weeks(asked)][:4] == [0, 0, 1, 1]
    two = told(trip(1, 10, "bench")).model_copy(update={"replanned": past})
    assert timeline.weeks(two)[0].stretch != timeline.weeks(two)[1].stretch


def test_what_can_be_trained_on_one_day_of_the_week_can_be() -> None:
    lift = "conventional_deadlift"
    rest, all_of_it = told(trip(9, 14, "bench")), told(trip(8, 14, "bench"))
    exercise = rest.catalogue[lift]
    assert not lacks_tools(rest, exercise, 1)  # on Monday it is there
    assert lacks_tools(all_of_it, exercise, 1)
    nowhere = rest.catalogue["leg_curl"]  # what nobody owns was not taken by the trip
    assert not lacks_tools(all_of_it, nowhere, 0)
    assert not can_train(all_of_it, nowhere, 0)
    assert can_train(all_of_it, exercise, 0)
    assert not can_train(all_of_it, exercise, 1)


@pytest.mark.parametrize(("most", "lacks"), [(100, True), (105, False)])
def test_a_bar_that_is_too_light_is_none(most: float, lacks: bool) -> None:
    """From 65 % of 160 kg on it is a deadlift."""
    asked = told(trip(8, 14, "barbell", most={"barbell": most}))
    assert lacks_tools(asked, asked.catalogue["conventional_deadlift"], 1) == lacks


@pytest.mark.parametrize(("most", "load"), [(24, 2400), (25, 2400), (50, None), (60, None)])
def test_the_heaviest_load_is_one_that_there_is(most: float, load: int | None) -> None:
    asked = told(trip(9, 10, "dumbbells", most={"dumbbells": most}))
    assert tools_there.heaviest(asked, "dumbbells", 1) == load
    assert tools_there.heaviest(asked, "dumbbells", 2) is None
    assert tools_there.heaviest(asked, "barbell", 1) is None
    assert tools_there.heaviest(asked, None, 1) is None


def test_the_lesser_of_two_ends_counts() -> None:
    spans = [trip(8, 9, "dumbbells", most={"dumbbells": load}) for load in (30, 20)]
    assert tools_there.heaviest(told(*spans), "dumbbells", 1) == 2000
