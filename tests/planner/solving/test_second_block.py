"""A block after a block: recovery across the border, and loads that go on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from constraints.audit import audit
from constraints.block import Block, Entry
from constraints.lines import Tier
from planner.exports.json import from_json, to_json
from planner.solving.outcome import Infeasible, Outcome, Planned
from planner.solving.solve import plan
from scenarios.loader import merged, resolve

ATHLETE: dict[str, Any] = {
    "start": date(2027, 2, 1),
    "weeks": 2,
    "athlete": {"level": "intermediate", "one_rep_max": {"conventional_deadlift": 160}},
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "availability": {"sessions": [1, 1], "minutes": 60, "sunday": "18:00-19:30"},
    "equipment": {
        "barbell": {"bar": 20, "plates": [2.5, 5, 10, 15, 20]},
        "kettlebells": [16, 20, 24],
        "other": ["rack", "nordic_anchor", "mat", "floor"],
    },
    "exercises": {
        "only": ["conventional_deadlift", "kettlebell_swing", "nordic_curl", "dead_bug"],
        "pin": ["kettlebell_swing"],
        "conventional_deadlift": {"load": [127.5, 145], "reps": [3, 5]},  # heavy, whatever else
        "kettlebell_swing": {"load": [20, 24]},
    },
    "priorities": {"phase-targets": "off"},
}


def asked(**changes: Any) -> Outcome:
    return plan(resolve(merged(ATHLETE, changes), where="test", stem="test"))


def planned(**changes: Any) -> Block:
    found = asked(**changes)
    assert isinstance(found, Planned), found
    return found.block


def swings(block: Block, week: int) -> Entry:
    (session,) = block.of_week(week)
    return next(one for one in session.exercises if one.exercise == "kettlebell_swing")


def test_a_second_block_goes_on_where_the_first_one_ended(tmp_path: Path) -> None:
    first = planned()
    last = first.in_order[-1]
    assert last.start.date() == date(2027, 2, 14)
    assert first.tier(last) == Tier.HEAVY
    path = tmp_path / "first.block.json"
    path.write_bytes(to_json(first))

    monday: dict[str, Any] = {"sunday": [], "monday": "18:00-19:30"}
    second: dict[str, Any] = {
        "start": date(2027, 2, 15),
        "weeks": 1,
        "exercises": {"kettlebell_swing": {"load": [0, 100]}},
    }
    # A day after the heavy Sunday the lift of the block, heavy as it is, cannot be trained.
    assert isinstance(asked(**second, availability=monday), Planned)
    assert isinstance(asked(**second, availability=monday, previous=str(path)), Infeasible)

    later = {**monday, "wednesday": "18:00-19:30"}
    block = planned(**second, availability=later, previous=str(path))
    assert [one.start.date() for one in block.in_order] == [date(2027, 2, 17)]
    was, now = swings(first, 1), swings(block, 0)
    assert was.load is not None
    assert now.load is not None
    assert now.load >= was.load or now.load * now.reps >= 0.95 * was.load * was.reps

    path.unlink()  # the saved block stands for itself
    again = from_json(to_json(block))
    assert again == block
    assert not audit(again).broken
    moved = to_json(block).replace(b"2027-02-17T", b"2027-02-15T")
    assert "hinge-gap" in {breach.rule for breach in audit(from_json(moved)).broken}
