"""Redundancy: pattern in, verdict out."""

from __future__ import annotations

from datetime import date

from constraints.rules.redundancy import Redundancy
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

CORE = [entry(name, 2, 10) for name in ("plank", "dead_bug", "pallof_press")]


def test_three_of_a_kind_are_one_too_many() -> None:
    (rule,) = Redundancy.asked_by(scenario())
    assert rule.audit(block([session(exercises=CORE[:2])])) == ()
    (breach,) = rule.audit(block([session(exercises=CORE)]))
    assert (breach.measured, breach.limit, breach.excess) == (3, 2, 1)
    assert "dead_bug, pallof_press, plank" in breach.text


def test_two_groups_are_two_breaches() -> None:
    (rule,) = Redundancy.asked_by(scenario())
    jumps = [entry(name, 2, 3) for name in ("box_jump", "broad_jump", "vertical_jump")]
    assert len(rule.audit(block([session(exercises=[*jumps, *CORE])]))) == 2


def test_other_shares_are_another_exercise() -> None:
    (rule,) = Redundancy.asked_by(scenario())
    bird_dog = entry("bird_dog", 2, 8)  # glutes and erectors help
    assert rule.audit(block([session(exercises=[*CORE[:2], bird_dog])])) == ()


def test_a_lift_with_back_offs_is_one_exercise() -> None:
    (rule,) = Redundancy.asked_by(scenario())
    parts = [deadlift(1, 1, part="top"), deadlift(3, 3, part="back_off"), deadlift()]
    assert rule.audit(block([session(exercises=parts)])) == ()


def test_posted_where_there_are_three() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = Redundancy.asked_by(short)
    names = ["conventional_deadlift", "plank", "dead_bug", "pallof_press"]
    built = build(short, rules=[rule], exercises=names)
    assert len(built.tiers.terms["should"]) == 5  # six sessions, one of them the test
    assert build(short, rules=[rule], exercises=names[:3]).tiers.terms["should"] == []
