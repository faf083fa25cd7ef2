"""Axial load: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rules.axial_load import AxialLoad
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

DEADLIFTS = entry("conventional_deadlift", 6)  # 18 points
RDLS = entry("romanian_deadlift", 3)  # 6 points


def week(*points: int) -> list[Any]:
    """Sessions of a week with so many axial points each, in sets of a lift of axial class 1."""
    return [
        session(
            date(2027, 2, 1 + 2 * number),
            exercises=[entry("hip_thrust", count)],
            label="ABC"[number],
        )
        for number, count in enumerate(points)
    ]


def test_a_session_carries_24_points() -> None:
    (rule,) = AxialLoad.asked_by(scenario())
    assert rule.audit(block([session(exercises=[DEADLIFTS, RDLS])])) == ()
    more = entry("hip_thrust", 2)
    (breach,) = rule.audit(block([session(exercises=[DEADLIFTS, RDLS, more])]))
    assert (breach.measured, breach.excess, breach.priority) == (26, 2, "should")
    assert (breach.where.week, breach.where.session) == (1, "A")


@pytest.mark.parametrize(("last", "excess"), [(14, []), (15, [1])])
def test_a_week_carries_62_points(last: int, excess: list[int]) -> None:
    (rule,) = AxialLoad.asked_by(scenario())
    found = rule.audit(block(week(24, 24, last)))
    assert [breach.excess for breach in found] == excess
    assert all(breach.where.session is None for breach in found)


@pytest.mark.parametrize(("last", "excess"), [(4, []), (7, [3])])
def test_sessions_elsewhere_count_in_the_week(last: int, excess: list[int]) -> None:
    changes = {"elsewhere": [{"title": "club", "weekday": "tuesday", "at": "19:00", "axial": 10}]}
    (rule,) = AxialLoad.asked_by(scenario(**changes))
    found = rule.audit(block(week(24, 24, last), **changes))
    assert [breach.excess for breach in found] == excess


def test_deload_and_test_weeks_count_too() -> None:
    (rule,) = AxialLoad.asked_by(scenario())
    deload = session(date(2027, 2, 22), exercises=[entry(sets=9)], week=4, deload=True)
    assert [breach.excess for breach in rule.audit(block([deload]))] == [3]


def test_binding_for_a_low_back_and_where_it_is_written() -> None:
    assert AxialLoad.asked_by(scenario(profile="low_back"))[0].priority == "must"
    assert AxialLoad.asked_by(scenario(lumbar={"axial_week": 40}))[0].priority == "must"


def test_the_week_scales_to_the_microcycle() -> None:
    (rule,) = AxialLoad.asked_by(scenario(week_days=8))
    assert (rule.session, rule.week) == (24, 70)  # 62 x 8 / 7 = 70.9


def test_posted_for_every_session_and_week() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = AxialLoad.asked_by(short)
    names = ["conventional_deadlift", "romanian_deadlift"]
    built = build(short, rules=[replace(rule, priority="should", week=48)], exercises=names)
    assert built.model.validate() == ""
    # At most 6 x 3 + 4 x 2 = 26 points a session: 5 sessions; 78 in week 1, 55 in that of the test.
    assert len(built.tiers.terms["should"]) == 7
