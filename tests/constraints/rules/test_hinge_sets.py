"""Hinge sets: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.hinge_sets import HingeSets
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def breaches(sets: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week with so many sets of deadlifts; an intermediate has 7 to 10."""
    (rule,) = HingeSets.asked_by(scenario(**changes))
    entries = [
        entry("kettlebell_swing", 4, 15),  # a swing, a light hinge and an Olympic lift: free
        entry("single_leg_rdl", 3, 8, sides=2),
        entry("power_clean", 4, 3),
        *([entry("conventional_deadlift", sets)] if sets else []),
    ]
    return rule.audit(block([session(exercises=entries)], **changes))


@pytest.mark.parametrize("sets", [7, 8, 10])
def test_both_ends_belong_to_the_range(sets: int) -> None:
    assert breaches(sets) == ()


@pytest.mark.parametrize(
    ("sets", "excess", "limit"), [(6, 1, 7), (0, 7, 7), (11, 1, 10), (13, 3, 10)]
)
def test_outside_is_counted_in_sets(sets: int, excess: int, limit: int) -> None:
    (breach,) = breaches(sets)
    assert (breach.excess, breach.limit, breach.priority) == (excess, limit, "should")


def test_a_written_range_is_a_must() -> None:
    (breach,) = breaches(6, lumbar={"hinge_sets_week": [2, 5]})
    assert (breach.priority, breach.excess) == ("must", 1)


def test_a_longer_microcycle_carries_more() -> None:
    (rule,) = HingeSets.asked_by(scenario(week_days=14))
    assert (rule.low, rule.high) == (14, 20)


def test_only_loading_weeks_count() -> None:
    (rule,) = HingeSets.asked_by(scenario())
    deload = session(date(2027, 2, 22), exercises=[entry("plank", 2, 30)], week=4, deload=True)
    assert rule.audit(block([deload])) == ()


def test_no_set_is_owed_without_the_tools_or_in_a_test_week() -> None:
    assert breaches(0, equipment={"dumbbells": [10, 20]}) == ()
    short: dict[str, Any] = {"weeks": 2, "goal": {"test": date(2027, 2, 12)}}
    (rule,) = HingeSets.asked_by(scenario(**short))
    test = entry("conventional_deadlift", 1, 1, part="test")
    week = session(date(2027, 2, 12), exercises=[test], week=2)
    assert rule.audit(block([week], **short)) == ()


def test_posted_for_loading_weeks() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = HingeSets.asked_by(short)
    names = ["conventional_deadlift", "romanian_deadlift"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 3  # the lower end not in the week of the test
