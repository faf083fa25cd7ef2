"""Peak order: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.block import Session
from constraints.rules.peak_order import PeakOrder
from planner.solving.build import build
from tests.builders import block, deadlift, scenario, session


def by_week(sets: dict[int, int], loads: dict[int, float]) -> list[Session]:
    """A session in each of the 12 weeks: 3 sets and 100 kg where nothing else is said."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=week - 1),
            exercises=[deadlift(sets.get(week, 3), load=loads.get(week, 100))],
            week=week,
        )
        for week in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("sets", "loads", "broken"),
    [
        ({7: 6}, {10: 145}, False),
        ({10: 6}, {10: 145}, True),
        ({10: 6}, {9: 145}, True),
        ({7: 6, 10: 6}, {10: 145}, False),  # the first week of most sets
        ({9: 6}, {7: 145, 10: 145}, True),  # the first week of the highest percent
        ({}, {2: 145}, False),
        ({}, {}, True),
    ],
)
def test_sets_peak_first(sets: dict[int, int], loads: dict[int, float], broken: bool) -> None:
    (rule,) = PeakOrder.asked_by(scenario())
    found = rule.audit(block(by_week(sets, loads)))
    assert [breach.where.week for breach in found] == ([None] if broken else [])


def test_deload_and_taper_weeks_do_not_count() -> None:
    (rule,) = PeakOrder.asked_by(scenario())
    assert rule.audit(block(by_week({6: 5, 8: 9, 11: 9}, {3: 101, 4: 145, 10: 140}))) == ()


def test_asked_where_strength_is_tested_and_percents_are_known() -> None:
    assert len(PeakOrder.asked_by(scenario())) == 1
    assert PeakOrder.asked_by(scenario(goal={"kind": "hypertrophy"})) == ()
    assert PeakOrder.asked_by(scenario(athlete={"one_rep_max": {"back_squat": 130}})) == ()


def test_posted_once() -> None:
    (rule,) = PeakOrder.asked_by(scenario())
    built = build(scenario(), rules=[rule], exercises=["conventional_deadlift"])
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 1
