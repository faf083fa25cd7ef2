"""Night shift: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.rules.night_shift import NightShift
from planner.solving.build import build
from tests.builders import block, scenario, session

SHIFTS: dict[str, Any] = {  # a night from Wednesday 19:00 to Thursday 7:00, then every fifth day
    "availability": {
        "monday": [],
        "wednesday": [],
        "friday": [],
        "sessions": [1, 3],
        "roster": {
            "hours_after_night": 24,
            "cycle": [
                {"shift": "off", "train": "18:00-20:00"},
                {"shift": "day", "from": "07:00", "to": "19:00"},
                {"shift": "night", "from": "19:00", "to": "07:00", "train": "13:00-15:00"},
                {"shift": "off", "train": ["10:00-11:00", "18:00-20:00"]},
                {"shift": "off", "train": ["06:00-07:00", "07:00-08:00"]},
            ],
        },
    }
}


@pytest.mark.parametrize(
    ("day", "at", "broken"),
    [
        (3, time(13), False),
        (3, time(18, 59), False),
        (3, time(19), True),
        (4, time(6), True),
        (4, time(10), True),
        (5, time(6, 59), True),
        (5, time(7), False),
        (9, time(6, 30), True),  # the next night, five days later
        (10, time(7), False),
    ],
)
def test_a_day_after_a_night(day: int, at: time, broken: bool) -> None:
    (rule,) = NightShift.asked_by(scenario(**SHIFTS))
    one = session(date(2027, 2, day), at, week=(day - 1) // 7 + 1)
    assert len(rule.audit(block([one], **SHIFTS))) == broken


def test_the_cycle_was_there_before_the_block() -> None:
    cycle = [
        {"shift": "off", "train": "18:00-20:00"},
        {"shift": "night", "from": "22:00", "to": "06:00"},
    ]
    nights: dict[str, Any] = {
        "availability": {
            **SHIFTS["availability"], "roster": {"hours_after_night": 12, "cycle": cycle},
        }
    }  # fmt: skip
    (rule,) = NightShift.asked_by(scenario(**nights))
    for at, count in ((time(17, 59), 1), (time(18), 0)):
        first = session(date(2027, 2, 1), at)
        assert len(rule.audit(block([first], **nights))) == count


def test_asked_where_there_are_nights() -> None:
    assert NightShift.asked_by(scenario()) == ()
    (rule,) = NightShift.asked_by(scenario(**SHIFTS))
    assert (rule.priority, rule.hours) == ("must", 24)


def test_posted_for_slots_after_a_night() -> None:
    short = scenario(weeks=1, goal={"test": date(2027, 2, 6)}, **SHIFTS)
    (rule,) = NightShift.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift"])
    plan = built.plan
    free = set()
    for slot in plan.slots:
        model = built.model.clone()
        held = [literal for (_, _, index), literal in plan.at.items() if index == slot.index]
        model.add_bool_or([model.get_bool_var_from_proto_index(one.index) for one in held])
        if cp_model.CpSolver().solve(model) != cp_model.INFEASIBLE:
            free.add(f"{slot.start:%a %H}")
    assert free == {"Mon 18", "Wed 13", "Fri 07", "Sat 18"}
