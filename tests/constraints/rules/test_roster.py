"""Roster: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rules.roster import Roster
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

SHIFTS: dict[str, Any] = {  # Monday light and capped, Tuesday free, and so on
    "availability": {
        "monday": [],
        "wednesday": [],
        "friday": [],
        "sessions": [1, 3],
        "roster": {
            "hours_after_night": 24,
            "cycle": [
                {"shift": "off", "train": "18:00-20:00", "light": True, "rpe": 7},
                {"shift": "off", "train": "18:00-20:00"},
            ],
        },
    }
}


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (deadlift(load=97.5, rpe=6), []),  # 61 %: light
        (deadlift(load=112.5, rpe=6), ["hinge stress"]),  # 70 %: moderate
        (entry("hip_thrust", 3, 8, rpe=7), []),
        (entry("hip_thrust", 3, 8, rpe=7.5), ["RPE"]),
        (entry("box_jump", 3, 3), ["entries"]),
        (entry("power_clean", 3, 3, percent=70, load=57.5), ["entries"]),
        (entry("kettlebell_swing", 4, 15, load=16), []),
        (entry("kettlebell_swing", 4, 16, load=16), ["hinge stress"]),
        (entry(sets=1, reps=1, rpe=10, part="test"), []),
    ],
)
def test_a_light_and_capped_day(one: Entry, found: list[str]) -> None:
    (rule,) = Roster.asked_by(scenario(**SHIFTS))
    monday = session(date(2027, 2, 1), exercises=[one])
    assert [breach.unit for breach in rule.audit(block([monday], **SHIFTS))] == found
    tuesday = session(date(2027, 2, 2), exercises=[one])
    assert rule.audit(block([tuesday], **SHIFTS)) == ()


def test_the_cycle_goes_on_through_the_block() -> None:
    (rule,) = Roster.asked_by(scenario(**SHIFTS))
    jumps = [entry("box_jump", 3, 3)]
    for day, count in ((date(2027, 2, 15), 1), (date(2027, 2, 16), 0)):
        week_3 = session(day, exercises=jumps, week=3)
        assert len(rule.audit(block([week_3], **SHIFTS))) == count


def test_asked_where_a_roster_has_such_days() -> None:
    assert Roster.asked_by(scenario()) == ()
    assert Roster.asked_by(scenario(**SHIFTS))[0].priority == "must"


def test_posted_for_light_and_capped_slots() -> None:
    short = scenario(weeks=1, goal={"test": date(2027, 2, 7)}, **SHIFTS)
    (rule,) = Roster.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift", "box_jump"])
    assert built.model.validate() == ""
