"""Unilateral: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.unilateral import Unilateral
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session


def breaches(*entries: Entry, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week with these entries beside the main lift."""
    (rule,) = Unilateral.asked_by(scenario(**changes))
    return rule.audit(block([session(exercises=[deadlift(), *entries])], **changes))


@pytest.mark.parametrize("name", ["split_squat", "step_up", "single_leg_rdl"])
def test_one_set_on_one_leg_is_enough(name: str) -> None:
    assert breaches(entry(name, 1, 8, sides=2)) == ()


@pytest.mark.parametrize("name", ["single_arm_db_row", "copenhagen", "dead_bug"])
def test_one_sided_work_of_other_kinds_does_not_count(name: str) -> None:
    (breach,) = breaches(entry(name, 3, 8, sides=2))
    assert (breach.excess, breach.priority, breach.where.week) == (1, "should", 1)


def test_missing_sets_are_counted_and_a_written_number_is_a_must() -> None:
    written = {"balance": {"unilateral_sets": 5}}
    assert breaches(entry("split_squat", 2), entry("single_leg_rdl", 3), **written) == ()
    (breach,) = breaches(entry("split_squat", 3), **written)
    assert (breach.excess, breach.priority) == (2, "must")


def test_only_loading_weeks_with_a_session_count() -> None:
    (rule,) = Unilateral.asked_by(scenario())
    free = [
        session(date(2027, 2, 22), exercises=[deadlift()], week=4, deload=True),
        session(date(2027, 4, 12), exercises=[deadlift()], week=11, phase="taper"),
    ]
    assert rule.audit(block(free)) == ()


def test_not_asked_of_who_cannot() -> None:
    assert Unilateral.asked_by(scenario(balance={"unilateral_sets": 0})) == ()
    out = {"exclude": ["split_squat", "step_up", "single_leg_rdl"]}
    assert Unilateral.asked_by(scenario(exercises=out)) == ()


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = Unilateral.asked_by(short)
    names = ["conventional_deadlift", "split_squat"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 1
