"""Tools there: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.tools_there import ToolsThere
from scenarios.errors import ScenarioError
from tests.builders import block, entry, scenario, session

HOTEL = date(2027, 2, 10)  # the Wednesday of week 2


def trip(*tools: str, **more: Any) -> dict[str, Any]:
    """Away from Wednesday to Friday of week 2, with these tools."""
    span = {"from": HOTEL, "to": date(2027, 2, 12), "tools": list(tools), **more}
    return {"availability": {"away": [span]}}


def breaches(changes: dict[str, Any], *entries: Entry, on: date = HOTEL) -> tuple[Breach, ...]:
    """What the rule says of a session with these entries."""
    (rule,) = ToolsThere.asked_by(scenario(**changes))
    return rule.audit(block([session(on, week=2, exercises=entries)], **changes))


def test_it_is_asked_only_where_somebody_is_away_with_tools() -> None:
    away = {"availability": {"away": [{"from": HOTEL, "to": HOTEL}]}}
    assert ToolsThere.asked_by(scenario()) == ToolsThere.asked_by(scenario(**away)) == ()


def test_what_needs_a_tool_that_is_not_there_is_broken_once() -> None:
    lift, plank = entry("conventional_deadlift", 3, 5, load=100), entry("plank", 2, 30)
    (breach,) = breaches(trip("dumbbells", "rack"), lift, plank)
    assert (breach.priority, breach.excess) == ("must", 1)
    assert (breach.where.week, breach.where.exercise) == (2, "conventional_deadlift")
    assert "needs barbell, which is not there" in breach.text
    assert breaches(trip("barbell", "rack"), lift, plank) == ()


@pytest.mark.parametrize(("day", "count"), [(8, 0), (9, 0), (10, 1), (12, 1), (13, 0)])
def test_both_ends_of_the_span_belong_to_it(day: int, count: int) -> None:
    lift = entry("conventional_deadlift", 3, 5, load=100)
    assert len(breaches(trip("rack"), lift, on=date(2027, 2, day))) == count


def test_no_tools_leave_what_needs_none() -> None:
    assert breaches(trip(), entry("plank", 2, 30)) == ()
    assert len(breaches(trip(), entry("single_arm_db_row", 2, 10, load=20))) == 1


def test_the_tool_that_carries_the_load_has_to_be_there() -> None:
    """A calf raise can be done without any; this one is loaded with dumbbells."""
    calves = entry("calf_raise", 2, 10, load=20)
    assert len(breaches(trip("bench"), calves)) == 1
    assert breaches(trip("bench", "dumbbells"), calves) == ()


@pytest.mark.parametrize(("load", "count"), [(22, 0), (24, 0), (26, 1)])
def test_no_load_is_heavier_than_what_is_there(load: float, count: int) -> None:
    changes = trip("dumbbells", "bench", most={"dumbbells": 24})
    found = breaches(changes, entry("single_arm_db_row", 2, 10, load=load))
    assert len(found) == count
    assert all((one.measured, one.limit, one.unit) == (26, 24, "kg") for one in found)


@pytest.mark.parametrize("order", [1, -1])
def test_two_spans_on_one_day_hold_together(order: int) -> None:
    spans = [
        {"from": HOTEL, "to": HOTEL, "tools": ["dumbbells", "barbell"]},
        {"from": HOTEL, "to": HOTEL, "tools": ["dumbbells"], "most": {"dumbbells": 10}},
    ]
    changes = {"availability": {"away": spans[::order]}}
    row, lift = entry("single_arm_db_row", 2, 10, load=12), entry("conventional_deadlift", 3, 5)
    assert len(breaches(changes, row, lift)) == 2


def test_a_test_has_tools_of_its_own() -> None:
    test = entry("conventional_deadlift", 1, 1, load=160, part="test")
    assert breaches(trip("rack"), test) == ()


def test_the_days_and_what_there_is_are_told() -> None:
    changes = trip("dumbbells", "bench", most={"dumbbells": 24}, why="hotel gym")
    (rule,) = ToolsThere.asked_by(scenario(**changes))
    assert rule.explain() == (
        "Sessions make do with fewer tools: 2027-02-10 to 2027-02-12 with dumbbells up to 24 kg, "
        "bench (hotel gym)."
    )


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({"tools": ["dumbells"]}, ("availability.away.0.tools", "dumbells", 'Maybe "dumbbells"')),
        ({"tools": ["ghd"]}, ("availability.away.0.tools", "not in [equipment]")),
        (
            {"tools": ["bench"], "most": {"dumbbells": 24}},
            ("most.dumbbells", "not among the tools"),
        ),
        ({"most": {"dumbbells": 24}}, ("most.dumbbells", "not among the tools")),
        (
            {"tools": ["dumbbells"], "most": {"dumbells": 24}},
            ("most.dumbells", 'Maybe "dumbbells"'),
        ),
        ({"tools": ["bench"], "most": {"bench": 24}}, ("availability.away.0.most", "no weights")),
        ({"tools": ["dumbbells"], "most": {"dumbbells": 1}}, ("dumbbells = 1", "lightest is 2")),
    ],
)
def test_a_span_that_cannot_be_meant_is_refused(span: dict[str, Any], said: tuple[str]) -> None:
    with pytest.raises(ScenarioError) as refused:
        scenario(availability={"away": [{"from": HOTEL, "to": HOTEL, **span}]})
    assert all(part in str(refused.value) for part in said), str(refused.value)
