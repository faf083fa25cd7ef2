"""Loadable: pattern in, verdict out."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.block import Entry
from constraints.rules.loadable import Loadable
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session


def faults(one: Entry, **changes: Any) -> list[tuple[float, float, str]]:
    (rule,) = Loadable.asked_by(scenario(**changes))
    found = rule.audit(block([session(exercises=[one])], **changes))
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


@pytest.mark.parametrize(
    ("exercise", "load", "nearest"),
    [
        ("hip_thrust", 100, None),
        ("hip_thrust", 101, 100),
        ("hip_thrust", 15, 20),  # lighter than the bar
        ("single_arm_db_row", 24, None),
        ("single_arm_db_row", 23, 22),
        ("kettlebell_swing", 20, 16),
        ("nordic_curl", 10, 0),  # nothing carries a load
    ],
)
def test_loads_exist(exercise: str, load: float, nearest: float | None) -> None:
    found = faults(entry(exercise, 3, 8, load=load))
    assert found == ([] if nearest is None else [(load, nearest, "kg")])


def test_a_load_left_open_is_free() -> None:
    assert faults(entry("hip_thrust", 3, 8, rpe=7)) == []


def test_loads_are_in_the_unit_of_the_tool() -> None:
    assert faults(entry("hip_thrust", 3, 8, load=100, unit="lb")) == [(100, 0, "lb")]


def test_the_ramp_is_the_one_ramp() -> None:
    right = [{"reps": 5, "load": 45}, {"reps": 4, "load": 70}, {"reps": 3, "load": 97.5}]
    assert faults(deadlift(load=112.5, warmup=right)) == []
    other = [*right[:2], {"reps": 3, "load": 95}]
    assert faults(deadlift(load=112.5, warmup=other)) == [(2, 3, "ramp sets as asked")]
    assert faults(deadlift(load=112.5, warmup=())) == [(0, 3, "ramp sets as asked")]
    open_load = deadlift(load=112.5, warmup=right).model_copy(update={"load": None})
    assert faults(open_load) == [(3, 0, "ramp sets as asked")]


def test_a_second_load_needs_no_ramp() -> None:
    right = [{"reps": 5, "load": 45}, {"reps": 4, "load": 70}, {"reps": 3, "load": 97.5}]
    first = deadlift(load=112.5, warmup=right)
    second = deadlift(load=115, order=2, warmup=())
    (rule,) = Loadable.asked_by(scenario())
    assert rule.audit(block([session(exercises=[first, second])])) == ()


def test_holds_by_construction() -> None:
    short = scenario(weeks=1, goal={"test": "2027-02-05"})
    (rule,) = Loadable.asked_by(short)
    assert rule.priority == "must"
    built = build(short, rules=[rule], exercises=["conventional_deadlift"])
    loads = set(short.equipment.loads("barbell"))
    menus = built.plan.menus.values()
    assert {what.load for menu in menus for what in menu} <= loads
