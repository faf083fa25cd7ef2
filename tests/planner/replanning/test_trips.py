"""Trips with fewer tools, as a replan reads them: what is over, and what comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.replanning.carried import without_away
from planner.replanning.trips import has_more, with_begun_trips
from scenarios.schema import Scenario
from tests.builders import block, deadlift, entry, scenario
from tests.constraints.rules.verdicts import ROW, held

MONDAY = date(2027, 2, 8)  # of week 2


def told(*tools: str, days: int = 5, **more: Any) -> Scenario:
    """Away from the Monday of week 2 for some days, with these tools."""
    span = {"from": MONDAY, "to": MONDAY + timedelta(days=days - 1), "tools": list(tools), **more}
    return scenario(availability={"away": [span]})


def up_to(load: float) -> Scenario:
    """The same with dumbbells of so many kilograms at most."""
    return told("dumbbells", most={"dumbbells": load})


@pytest.mark.parametrize("day", [0, 1, 3, 10])
def test_what_is_over_of_a_trip_stays_in_the_request(day: int) -> None:
    on = MONDAY + timedelta(days=day)
    found = with_begun_trips(told("bench"), scenario(), on).availability.away
    assert [(one.begin, one.end) for one in found] == (
        [(MONDAY, min(on, MONDAY + timedelta(days=5)) - timedelta(days=1))] if day else []
    )


def test_a_trip_that_is_told_with_other_days_is_taken_as_told() -> None:
    shorter = told("bench", days=3)
    assert with_begun_trips(told("bench"), shorter, MONDAY + timedelta(days=3)) is shorter
    longer = told("bench", days=9)
    assert with_begun_trips(told("bench"), longer, MONDAY + timedelta(days=3)) is longer


@pytest.mark.parametrize(
    ("was", "now", "more"),
    [
        (told("bench"), told("bench", "dumbbells"), True),
        (told("bench", "dumbbells"), told("bench"), False),
        (up_to(20), told("dumbbells"), True),
        (up_to(20), up_to(22), True),
        (up_to(20), up_to(18), False),
        (told("dumbbells"), told("dumbbells"), False),
    ],
)  # fmt: skip
def test_more_tools_or_heavier_ones_are_more(was: Scenario, now: Scenario, more: bool) -> None:
    assert has_more(was, now, MONDAY) is more


def test_what_lacks_its_tools_or_its_load_is_left_out_of_what_is_to_come() -> None:
    rows = entry(ROW, 3, 10, load=34)
    light = entry("split_squat", 2, 8, load=20)
    made = block(
        [held(1, deadlift(), rows), held(2, deadlift(), rows, light)],
        availability={"away": [{"from": MONDAY, "to": MONDAY, "tools": ["dumbbells", "bench"],
                                "most": {"dumbbells": 24}}]},
    )  # fmt: skip
    left = [[e.exercise for e in one.exercises] for one in without_away(made).in_order]
    assert left == [["conventional_deadlift", ROW], ["split_squat"]]
