"""Session balance: pattern in, verdict out."""

from __future__ import annotations

from datetime import date

import pytest

from constraints.block import Session
from constraints.rules.session_balance import SessionBalance
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def planks(day: int, sets: int, label: str, week: int = 1) -> Session:
    """480 s of warm-up, 90 s to set up and 90 s a set."""
    return session(date(2027, 2, day), exercises=[entry("plank", sets, 30)], label=label, week=week)


@pytest.mark.parametrize(
    ("sets", "excess"),
    # The shortest has 570 + 7 x 90 = 1200 s, so 1920 s = 570 + 15 x 90 are allowed.
    [(15, []), (16, [1]), (18, [1]), (19, [2])],
)
def test_the_longest_is_at_most_1_6_times_the_shortest(sets: int, excess: list[int]) -> None:
    (rule,) = SessionBalance.asked_by(scenario())
    sessions = [planks(1, 7, "A"), planks(3, sets, "B"), planks(5, 10, "C")]
    assert [breach.excess for breach in rule.audit(block(sessions))] == excess


def test_a_single_session_balances() -> None:
    (rule,) = SessionBalance.asked_by(scenario())
    assert rule.audit(block([planks(1, 20, "A")])) == ()


def test_deload_weeks_and_tests_are_free() -> None:
    (rule,) = SessionBalance.asked_by(scenario())
    assert rule.audit(block([planks(22, 2, "A", 4), planks(24, 20, "B", 4)])) == ()
    test = session(date(2027, 2, 5), exercises=[entry(sets=1, reps=1, part="test")], label="C")
    assert rule.audit(block([planks(1, 20, "A"), test])) == ()


def test_a_written_ratio_is_meant() -> None:
    assert SessionBalance.asked_by(scenario())[0].priority == "should"
    (rule,) = SessionBalance.asked_by(scenario(session={"minutes_ratio": 1.25}))
    assert (rule.priority, rule.ratio) == ("must", 125)


def test_posted_for_every_loading_week() -> None:
    (rule,) = SessionBalance.asked_by(scenario())
    built = build(scenario(), rules=[rule], exercises=["conventional_deadlift", "plank"])
    assert built.model.validate() == ""
    weeks = [where.week for *_, where in built.tiers.terms["should"]]
    assert weeks == [1, 2, 3, 5, 6, 7, 9, 10]
