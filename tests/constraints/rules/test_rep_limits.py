"""Rep limits: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.rep_limits import RepLimits
from scenarios.errors import ScenarioError
from tests.builders import block, entry, scenario, session

Verdict = list[tuple[float, float]]  # measured and limit of every breach


def breaches(*days: list[Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions of one week."""
    (rule,) = RepLimits.asked_by(scenario(**changes))
    sessions = [
        session(date(2027, 2, 1) + timedelta(days=2 * n), exercises=entries, label="ABC"[n])
        for n, entries in enumerate(days)
    ]
    return rule.audit(block(sessions, **changes))


def verdict(exercise: str, reps: int, **changes: Any) -> Verdict:
    """Measured and limit of the breaches of one entry."""
    found = breaches([entry(exercise, 3, reps)], **changes)
    return [(breach.measured, breach.limit) for breach in found]


@pytest.mark.parametrize(
    ("exercise", "low", "high"),
    [
        ("box_jump", 1, 5),
        ("power_clean", 1, 3),
        ("clean_pull", 2, 5),
        ("conventional_deadlift", 1, 8),
        ("good_morning", 3, 10),
        ("romanian_deadlift", 3, 12),
        ("nordic_curl", 3, 8),
        ("kettlebell_swing", 8, 20),
        ("calf_raise", 8, 25),
        ("plank", 15, 60),  # seconds
    ],
)
def test_reps_lie_between_both_ends(exercise: str, low: int, high: int) -> None:
    assert verdict(exercise, low) == []
    assert verdict(exercise, high) == []
    assert verdict(exercise, high + 1) == [(high + 1, high)]
    if low > 1:
        assert verdict(exercise, low - 1) == [(low - 1, low)]


def test_a_breach_says_where_and_is_a_must() -> None:
    (breach,) = breaches([entry("plank", 3, 30)], [entry("nordic_curl", 2, 12)])
    assert (breach.measured, breach.limit, breach.unit) == (12, 8, "reps")
    assert (breach.excess, breach.priority) == (1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (1, "B", "nordic_curl")


def test_the_athletes_own_range_wins_on_both_ends() -> None:
    own: dict[str, Any] = {"exercises": {"nordic_curl": {"reps": [5, 10]}}}
    found = [verdict("nordic_curl", reps, **own) for reps in (4, 5, 10, 11)]
    assert found == [[(4, 5)], [], [], [(11, 10)]]
    assert verdict("conventional_deadlift", 9, **own) == [(9, 8)]


@pytest.mark.parametrize("part", ["top", "back_off"])
def test_back_offs_have_limits_and_a_test_has_none(part: str) -> None:
    assert len(breaches([entry("conventional_deadlift", 1, 9, part=part)])) == 1
    assert breaches([entry("conventional_deadlift", 1, 9, part="test")]) == ()


def test_a_prescription_of_the_week_counts_once() -> None:
    same, other = entry("nordic_curl", 2, 12), entry("nordic_curl", 2, 15)
    assert len(breaches([same], [same])) == 1
    assert [breach.measured for breach in breaches([same], [other])] == [12, 15]


def test_jumps_are_prescribed_by_session() -> None:
    jumps = [entry("box_jump", 3, 6)]
    assert [breach.where.session for breach in breaches(jumps, jumps)] == ["A", "B"]


def test_it_cannot_be_softened() -> None:
    with pytest.raises(ScenarioError, match="always a must"):
        scenario(priorities={"rep-limits": "off"})
