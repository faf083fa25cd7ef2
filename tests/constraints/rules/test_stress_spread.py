"""Stress spread: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Session
from constraints.rules.stress_spread import StressSpread
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

TUESDAYS: dict[str, Any] = {"availability": {"tuesday": "18:00-19:30"}}


def week(*days: tuple[int, int], first: int = 1) -> list[Session]:
    """Sessions on days of February with so many axial points: sets of axial class 1."""
    return [
        session(
            date(2027, 2, day),
            exercises=[entry("hip_thrust", points)],
            label="ABCD"[number],
            week=(day - first) // 7 + 1,
        )
        for number, (day, points) in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "broken"),
    [
        (((1, 6), (2, 5), (5, 4)), True),
        (((1, 6), (2, 5), (5, 5)), False),  # Monday and Friday are a choice of the heaviest two
        (((1, 5), (2, 6), (5, 9)), False),
        (((1, 4), (2, 6), (3, 9)), True),
        (((1, 4), (2, 4)), True),
        (((1, 4), (3, 9)), False),
        (((1, 4),), False),
    ],
)
def test_the_two_heaviest_days_do_not_touch(
    days: tuple[tuple[int, int], ...], broken: bool
) -> None:
    (rule,) = StressSpread.asked_by(scenario(**TUESDAYS))
    found = rule.audit(block(week(*days), **TUESDAYS))
    assert [breach.where.week for breach in found] == ([1] if broken else [])


def test_deload_weeks_are_free() -> None:
    (rule,) = StressSpread.asked_by(scenario(**TUESDAYS))
    assert rule.audit(block(week((22, 6), (23, 5)), **TUESDAYS)) == ()


def test_a_week_border_separates() -> None:
    days = {"availability": {"sunday": "10:00-12:00"}}
    (rule,) = StressSpread.asked_by(scenario(**days))
    assert rule.audit(block(week((7, 6), (8, 6)), **days)) == ()


def test_where_all_open_days_touch_there_is_no_choice() -> None:
    two = {"availability": {"tuesday": "18:00-19:30", "wednesday": [], "friday": []}}
    (rule,) = StressSpread.asked_by(scenario(**two))
    assert rule.audit(block(week((1, 6), (2, 5)), **two)) == ()


def test_posted_for_every_pair_that_can_touch() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, **TUESDAYS)
    (rule,) = StressSpread.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift", "hip_thrust"])
    assert built.model.validate() == ""
    # Three pairs of sessions in week 1. The last session of week 2 is the test, on Friday, and
    # Thursday is not open: one pair.
    assert [where.week for *_, where in built.tiers.terms["should"]] == [1, 1, 1, 2]
    apart = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    assert build(apart, rules=[rule], exercises=["hip_thrust"]).tiers.terms["should"] == []
