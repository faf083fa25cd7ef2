"""Borders between phases: what is compared with what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.stretches import apart, borders
from scenarios.past import HeldSession, Replanned
from scenarios.schema import Scenario
from scenarios.timeline import weeks
from tests.builders import scenario


def found(asked: Scenario) -> list[tuple[int, int]]:
    """Each stretch with the first week (from 1) of the next one."""
    return [(before, week.index + 1) for before, week in borders(asked)]


def away(first: date, last: date) -> dict[str, Any]:
    return {"availability": {"away": [{"from": first, "to": last}]}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(0, 5), (1, 9), (2, 11)]),
        (away(date(2027, 3, 29), date(2027, 4, 11)), [(0, 5), (1, 11)]),  # weeks 9 and 10
        (away(date(2027, 3, 29), date(2027, 4, 8)), [(0, 5), (1, 9), (2, 11)]),  # but a Friday
        (away(date(2027, 2, 1), date(2027, 2, 28)), [(1, 9), (2, 11)]),
    ],
)
def test_a_phase_that_is_lost_as_a_whole_has_no_border(
    changes: dict[str, Any], expected: list[tuple[int, int]]
) -> None:
    assert found(scenario(**changes)) == expected


@pytest.mark.parametrize(
    ("held", "on", "expected"),
    [
        ([1], 12, [(0, 11)]),  # only the taper is to come
        ([1, 9], 12, [(0, 9), (2, 11)]),
        ([1], 9, [(0, 9), (2, 11)]),
        ([1, 5], 10, [(0, 5), (1, 9), (2, 11)]),  # a week of the phase is to come
    ],
)
def test_a_phase_of_which_no_session_was_held_has_none_either(
    held: list[int], on: int, expected: list[tuple[int, int]]
) -> None:
    sessions = tuple(
        HeldSession(start=datetime.fromisocalendar(2027, 4 + week, 1), exercises=(), week=week,
                    label="A")
        for week in held
    )  # fmt: skip
    day = date.fromisocalendar(2027, 4 + on, 1)
    past = Replanned(block="old", on=day, week=on, sessions=sessions)
    assert found(scenario().model_copy(update={"replanned": past})) == expected


@pytest.mark.parametrize(
    ("fresh", "early", "late", "count"),
    [
        ((), 3, 4, 0),
        ((), 3, 5, 1),
        ((), 3, 9, 2),
        ((3,), 2, 3, 1),  # within a phase
        ((3, 4), 2, 4, 1),
        ((3, 4), 2, 5, 1),  # no more than the border of the phase
        ((3, 6), 2, 9, 2),
        ((5,), 4, 5, 1),
    ],
)
def test_sessions_that_were_made_up_anew_part_no_more_than_a_phase_does(
    fresh: tuple[int, ...], early: int, late: int, count: int
) -> None:
    past = Replanned(block="old", on=date(2027, 2, 1), week=1, fresh=fresh)
    own = scenario().model_copy(update={"replanned": past})
    every = weeks(own)
    assert apart(own, every[early - 1], every[late - 1]) == count
