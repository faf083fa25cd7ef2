"""Congested week: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.rules.congested_week import CongestedWeek
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

MATCHES: dict[str, Any] = {  # two matches in week 3
    "season": {"weekly": "saturday", "matches": [date(2027, 2, 17)]}
}


def by_week(*sets: tuple[int, ...]) -> list[Session]:
    """Weeks of sessions with so many sets."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=week, days=2 * number),
            exercises=[entry("hip_thrust", count)],
            week=week + 1,
            label="ABC"[number],
        )
        for week, counts in enumerate(sets)
        for number, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("sets", "found"),
    [
        (((20,), (6, 4), (5,)), []),
        (((20,), (6, 4), (6,)), [("sets", 1)]),
        (((20,), (6, 5), (6,)), [("sets", 1)]),  # 6 of 5.5
        (((20,), (6, 4), (3, 2)), [("sessions", 1)]),
        (((20,), (6, 4), ()), [("sessions", 1)]),
    ],
)
def test_one_session_with_half_of_the_sets(
    sets: tuple[tuple[int, ...], ...], found: list[tuple[str, int]]
) -> None:
    (rule,) = CongestedWeek.asked_by(scenario(**MATCHES))
    result = rule.audit(block(by_week(*sets), **MATCHES))
    assert [(breach.unit, breach.excess) for breach in result] == found
    assert all(breach.where.week == 3 for breach in result)


def test_the_week_before_a_congested_one_is_not_its_base_when_congested_too() -> None:
    three = {"season": {"weekly": "saturday", "matches": [date(2027, 2, 10), date(2027, 2, 17)]}}
    (rule,) = CongestedWeek.asked_by(scenario(**three))
    assert rule.audit(block(by_week((10, 10), (10,), (10,)), **three)) == ()
    assert len(rule.audit(block(by_week((10, 10), (10,), (11,)), **three))) == 1


@pytest.mark.parametrize(("days", "limit"), [([], 4), ([10], 10), ([8, 10, 12], 10), ([3, 10], 4)])
def test_a_week_that_lost_a_day_is_its_base_only_where_there_is_no_other(
    days: list[int], limit: float
) -> None:
    spans = [{"from": date(2027, 2, day), "to": date(2027, 2, day)} for day in days]
    away = {**MATCHES, "availability": {"away": spans}}
    (rule,) = CongestedWeek.asked_by(scenario(**away))
    found = rule.audit(block(by_week((20,), (8,), (11,)), **away))
    assert [breach.limit for breach in found] == [limit]


def test_without_an_open_day_no_session_is_asked() -> None:
    away = {**MATCHES, "availability": {"away": [{"from": "2027-02-15", "to": "2027-02-20"}]}}
    (rule,) = CongestedWeek.asked_by(scenario(**away))
    assert rule.audit(block(by_week((10,), (10,)), **away)) == ()


def test_asked_where_a_week_has_two_matches() -> None:
    assert CongestedWeek.asked_by(scenario()) == ()
    assert CongestedWeek.asked_by(scenario(season={"weekly": "saturday"})) == ()
    assert CongestedWeek.asked_by(scenario(**MATCHES))[0].priority == "must"


def test_posted_for_that_week() -> None:
    (must,) = CongestedWeek.asked_by(scenario(**MATCHES))
    soft = replace(must, priority="should")
    built = build(scenario(**MATCHES), rules=[soft], exercises=["conventional_deadlift"])
    assert built.model.validate() == ""
    # Too few sessions, too many sessions, too many sets.
    assert [where.week for *_, where in built.tiers.terms["should"]] == [3, 3, 3]
