"""Sessions with core work, a second hinge, jumps: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.sessions_with import Core
from planner.build import build
from tests.builders import block, deadlift, entry, scenario, session


def breaches(*with_core: bool, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week whose sessions hold a core exercise, or not."""
    (rule,) = Core.asked_by(scenario(**changes))
    sessions = [
        session(
            date(2027, 2, 1 + 2 * number),
            exercises=[deadlift(), *([entry("dead_bug", 2, 8)] if has_core else [])],
            label="ABC"[number],
        )
        for number, has_core in enumerate(with_core)
    ]
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("week", [(True, False, True), (True, True), (True,), ()])
def test_two_sessions_are_enough_and_one_of_one(week: tuple[bool, ...]) -> None:
    assert breaches(*week) == ()


@pytest.mark.parametrize(
    ("week", "excess"),
    [((True, False, False), 1), ((False, False, False), 2), ((False,), 1), ((False, True), 1)],
)
def test_missing_sessions_are_counted(week: tuple[bool, ...], excess: int) -> None:
    (breach,) = breaches(*week)
    assert (breach.excess, breach.priority) == (excess, "should")


def test_two_core_exercises_in_a_session_are_one_session() -> None:
    (rule,) = Core.asked_by(scenario())
    first = session(exercises=[entry("dead_bug", 2, 8), entry("plank", 2, 30)])
    second = session(date(2027, 2, 3), exercises=[deadlift()], label="B")
    (breach,) = rule.audit(block([first, second]))
    assert (breach.measured, breach.limit) == (1, 2)


def test_core_that_other_lifts_train_does_not_count() -> None:
    (rule,) = Core.asked_by(scenario())
    (breach,) = rule.audit(block([session(exercises=[entry("single_leg_rdl", 3, 8)])]))
    assert breach.measured == 0


def test_a_written_number_is_a_must_and_zero_asks_nothing() -> None:
    (breach,) = breaches(True, True, False, balance={"core_sessions": 3})
    assert breach.priority == "must"
    assert Core.asked_by(scenario(balance={"core_sessions": 0})) == ()


def test_deload_weeks_are_free() -> None:
    (rule,) = Core.asked_by(scenario())
    deload = session(date(2027, 2, 22), exercises=[deadlift()], week=4, deload=True)
    assert rule.audit(block([deload])) == ()


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = Core.asked_by(short)
    names = ["conventional_deadlift", "dead_bug"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 1
