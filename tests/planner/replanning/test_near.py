"""Near a block: its decisions in a model, also one with more sessions a week."""

from __future__ import annotations

from datetime import date

from planner.replanning.near import decisions, far_weeks
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def test_a_test_is_the_last_session_of_its_week_however_many_there_may_be() -> None:
    """It was C of three; with four sessions a week the model has it as D, and C is not held."""
    tried = entry("conventional_deadlift", 1, 1, part="test", load=160, percent=100.0)
    week = [
        session(date(2027, 4, 19), week=12, label="A", phase="taper"),
        session(date(2027, 4, 23), week=12, label="C", phase="taper", exercises=[tried]),
    ]
    four = scenario(availability={"sessions": [3, 4], "saturday": "10:00-12:00"})
    plan = build(four, rules=()).plan
    held = {variable.index: value for variable, value in decisions(plan, block(week), [11])}
    assert [held[plan.open[11, k].index] for k in plan.labels] == [1, 0, 0, 1]


def test_the_weeks_from_so_many_on_are_held() -> None:
    """None of them is left out, and none that is nearer is among them."""
    plan = build(scenario(), rules=()).plan
    near, far = far_weeks(plan, block(), (2, 4))
    for held, first in ((near, 2), (far, 4)):
        kept = {variable.index for variable, _ in held}
        weeks = {week for (week, _), literal in plan.open.items() if literal.index in kept}
        assert weeks == set(range(first, 12))
