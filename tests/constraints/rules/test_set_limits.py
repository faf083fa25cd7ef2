"""Set limits: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rules.set_limits import SetLimits
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


@pytest.mark.parametrize(
    ("sets", "week", "part", "excess"),
    [
        (2, 1, "work", []),
        (1, 1, "work", [1]),
        (1, 1, "top", [1]),
        (2, 1, "back_off", []),
        (1, 1, "back_off", [1]),
        (1, 11, "back_off", [1]),
        (1, 1, "test", []),
        (6, 1, "work", []),
        (8, 1, "work", [2]),
        (7, 1, "back_off", [1]),
        (1, 4, "work", []),  # a deload
        (1, 11, "work", []),  # the taper
        (7, 4, "work", [1]),
    ],
)
def test_deadlifts_have_2_to_6_sets(sets: int, week: int, part: str, excess: list[int]) -> None:
    (rule,) = SetLimits.asked_by(scenario())
    one = session(exercises=[entry(sets=sets, part=part)], week=week)
    assert [breach.excess for breach in rule.audit(block([one]))] == excess


def test_the_athletes_own_range_wins() -> None:
    own: dict[str, Any] = {"exercises": {"conventional_deadlift": {"sets": (1, 8)}}}
    (rule,) = SetLimits.asked_by(scenario(**own))
    for sets, count in ((1, 0), (8, 0), (9, 1)):
        assert len(rule.audit(block([session(exercises=[entry(sets=sets)])], **own))) == count


def test_holds_by_construction() -> None:
    short = scenario(weeks=4, goal={"test": date(2027, 2, 27)})
    (rule,) = SetLimits.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift"])
    work = entry().line
    assert built.plan.set_range(0, work) == (2, 6)
    assert built.plan.set_range(3, work) == (1, 6)
    assert SetLimits.asked_by(scenario(priorities={"set-limits": "off"})) == ()
