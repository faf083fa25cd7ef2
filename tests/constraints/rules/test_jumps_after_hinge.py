"""Jumps after hinge: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rules.jumps_after_hinge import JumpsAfterHinge
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

CAP: dict[str, Any] = {"plyometrics": {"contacts_session": 12}}
HEAVY = session(exercises=[deadlift(load=130)])


@pytest.mark.parametrize(
    ("day", "contacts", "excess"),
    [(2, 11, []), (2, 12, [1]), (2, 14, [3]), (3, 12, [])],
)
def test_the_day_after_a_heavy_hinge(day: int, contacts: int, excess: list[int]) -> None:
    (rule,) = JumpsAfterHinge.asked_by(scenario(**CAP))
    jumps = session(date(2027, 2, day), exercises=[entry("box_jump", 1, contacts)], label="B")
    assert [breach.excess for breach in rule.audit(block([HEAVY, jumps], **CAP))] == excess


def test_after_a_moderate_hinge_jumps_are_free() -> None:
    (rule,) = JumpsAfterHinge.asked_by(scenario(**CAP))
    moderate = session(exercises=[deadlift(load=120)])
    jumps = session(date(2027, 2, 2), exercises=[entry("box_jump", 4, 3)], label="B")
    assert rule.audit(block([moderate, jumps], **CAP)) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"recovery": {"last_heavy_hinge": date(2027, 1, 31)}},
        {"elsewhere": [{"title": "club", "on": date(2027, 2, 1), "at": "09:00", "hinge": "heavy"}]},
    ],
    ids=["before the block", "elsewhere"],
)
def test_hinges_outside_the_block_count(more: dict[str, Any]) -> None:
    changes = {**CAP, **more}
    (rule,) = JumpsAfterHinge.asked_by(scenario(**changes))
    day = date(2027, 2, 1 if "recovery" in more else 2)
    jumps = session(day, exercises=[entry("box_jump", 4, 3)])
    assert len(rule.audit(block([jumps], **changes))) == 1


def test_not_asked_where_no_jump_is_allowed() -> None:
    assert JumpsAfterHinge.asked_by(scenario(plyometrics={"contacts_session": 0})) == ()


def test_posted_where_days_touch() -> None:
    names = ["conventional_deadlift", "box_jump"]
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, **CAP)
    (rule,) = JumpsAfterHinge.asked_by(short)
    assert build(short, rules=[rule], exercises=names).tiers.terms["should"] == []
    more = scenario(
        weeks=2, goal={"test": date(2027, 2, 12)}, availability={"tuesday": "18:00-19:00"}, **CAP
    )
    # Monday to Tuesday and Tuesday to Wednesday in both weeks, for each of the three sessions,
    # Sunday to Monday never; the third session of week 2 is the test.
    assert len(build(more, rules=[rule], exercises=names).tiers.terms["should"]) == 10
