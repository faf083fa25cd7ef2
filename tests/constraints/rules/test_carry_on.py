"""Carry on: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rules.carry_on import CarryOn
from scenarios.schema import Scenario
from tests.builders import block, deadlift, entry, scenario, session

LIFTS = {
    "conventional_deadlift": {"reps": 5, "load": 120, "unit": "kg", "rpe": 7, "reps_week": 20},
    "kettlebell_swing": {"reps": 15, "load": 16, "unit": "kg", "reps_week": 45},
    "single_arm_db_row": {"reps": 8, "load": 53, "unit": "lb", "rpe": 8, "reps_week": 24},
    "pull_up": {"reps": 6, "unit": "kg", "rpe": 8, "reps_week": 18},
}


def second(**lifts: Any) -> dict[str, Any]:
    """A block after one that ended with these lifts."""
    return {"previous": {"block": "old", "end": date(2027, 1, 31), "lifts": {**LIFTS, **lifts}}}


def breaches(*entries: Entry, week: int = 1, **changes: Any) -> list[tuple[float, float]]:
    changes = {**second(), **changes}
    (rule,) = CarryOn.asked_by(scenario(**changes))
    day = date(2027, 2, 1 + 7 * (week - 1))
    held = session(day, exercises=entries, week=week)
    return [(one.measured, one.limit) for one in rule.audit(block([held], **changes))]


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (deadlift(4, 5, 115), []),  # 4.2 % less
        (deadlift(4, 5, 112.5), [(-6.2, -5)]),
        (deadlift(4, 3, 112.5), [(-6.2, -5)]),  # fewer reps are no reason
        (deadlift(4, 6, 100), []),  # more reps are, where the effort is known
        (deadlift(4, 5, 150), []),  # its RPE is known: the phase holds it
        (entry("kettlebell_swing", 3, 15, load=16, per="bell"), []),
        (entry("kettlebell_swing", 3, 15, load=12, per="bell"), [(-25.0, -5)]),
        (entry("kettlebell_swing", 3, 18, load=12, per="bell"), [(-25.0, -5)]),
        (entry("kettlebell_swing", 3, 19, load=12, per="bell"), []),  # 228 of 240: 5 % less
        (entry("kettlebell_swing", 3, 15, load=20, per="bell"), []),  # a quarter more
        (entry("kettlebell_swing", 3, 15, load=24, per="bell"), [(50.0, 25)]),
        (entry("kettlebell_swing", 3, 11, load=24, per="bell"), [(50.0, 25)]),
        (entry("kettlebell_swing", 3, 10, load=24, per="bell"), []),  # 30 % fewer reps
        (entry("single_arm_db_row", 3, 8, load=24, per="hand", rpe=8), []),  # 53 lb are 24.04 kg
        (entry("single_arm_db_row", 3, 8, load=22, per="hand", rpe=8), [(-8.5, -5)]),
        (entry("pull_up", 3, 4, rpe=6), []),  # no load
        (entry("barbell_row", 3, 8, load=20), []),  # not in the block before
    ],
)
def test_the_first_load_goes_on(one: Entry, says: list[tuple[float, float]]) -> None:
    assert breaches(one) == says


def test_the_first_loading_week_that_trains_it_counts() -> None:
    (rule,) = CarryOn.asked_by(scenario(**second()))
    light = deadlift(4, 5, 100)
    for loads, weeks in (((120, 100), []), ((100, 120), [1])):
        held = [
            session(date(2027, 2, 1 + 7 * n), exercises=[deadlift(4, 5, load)], week=n + 1)
            for n, load in enumerate(loads)
        ]
        found = rule.audit(block(held, **second()))
        assert [one.where.week for one in found] == weeks
    assert breaches(light, week=3) == [(-16.7, -5)]
    assert breaches(light, week=4) == []  # a deload


def asked(ask: Scenario) -> bool:
    return bool(CarryOn.asked_by(ask))


def test_asked_where_loads_are_known_from_before() -> None:
    assert asked(scenario(**second()))
    assert not asked(scenario())
    assert not asked(scenario(previous={"block": "old", "end": date(2027, 1, 31)}))
    assert not asked(scenario(**second(), priorities={"carry-on": "off"}))
    (rule,) = CarryOn.asked_by(scenario(**second()))
    assert rule.priority == "should"
