"""An athlete with a small block, and what may be asked for in its midst."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from constraints.block import Block, Entry, Session
from planner.log.done import done
from planner.log.model import Log, LogEntry
from planner.replanning.replan import Again, replan
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import load, merged, resolve
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.planner.happenings import happened

ATHLETE: dict[str, Any] = {
    "start": date(2027, 2, 1),
    "weeks": 3,
    "athlete": {"level": "intermediate", "one_rep_max": {"conventional_deadlift": 160}},
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "availability": {
        "sessions": [2, 2],
        "minutes": 60,
        "monday": "18:00-19:30",
        "wednesday": "18:00-19:30",
        "thursday": "18:00-19:30",
        "saturday": "10:00-11:30",
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": [2.5, 5, 10, 15, 20]},
        "kettlebells": [16, 20, 24],
        "other": ["rack", "nordic_anchor", "mat", "floor"],
    },
    "exercises": {
        "only": [
            "conventional_deadlift", "kettlebell_swing", "nordic_curl", "dead_bug", "split_squat",
            "glute_bridge", "plank",
        ],
        "pin": ["kettlebell_swing"],
        "conventional_deadlift": {"load": [80, 145], "reps": [4, 8]},
        "kettlebell_swing": {"load": [20, 24]},
    },
    "priorities": {"phase-targets": "off", "one-at-a-time": "off"},
}  # fmt: skip
LIFT = "conventional_deadlift"
LOSABLE = "split_squat", "glute_bridge", "dead_bug"
WEEK_2 = date(2027, 2, 8)
MIDDLE = date(2027, 2, 10)  # Wednesday of week 2, which has begun with the Monday


def asked(**changes: Any) -> Scenario:
    return resolve(merged(ATHLETE, changes), where="test", stem="test")


@cache
def old() -> Block:
    outcome = plan(asked())
    assert isinstance(outcome, Planned)
    return outcome.block


@cache
def intermediate() -> Block:
    """Twelve weeks to a test, as shipped."""
    outcome = plan(load("intermediate_3day_barbell"))
    assert isinstance(outcome, Planned)
    return outcome.block


def again(
    scenario: Scenario | None = None, on: date = MIDDLE, missed: Iterable[Session] = (), **more: Any
) -> Again:
    since = more.pop("since", old())
    entries = tuple(LogEntry(what="missed", uid=one.uid) for one in missed)
    happened = done(since.as_planned, Log(block=since.scenario.id, entry=entries))
    return replan(since, scenario or asked(), on, happened, **more)


def block_of(found: Again) -> Block:
    assert isinstance(found.outcome, Planned), found.outcome
    return found.outcome.block


def changed(since: Block, **parts: Any) -> Scenario:
    """What the block asks for, with these parts otherwise."""
    fields = {name: getattr(since.scenario, name) for name in Scenario.model_fields}
    return Scenario.model_validate({**fields, **parts})


def away(first: date, last: date) -> Scenario:
    return asked(availability={"away": [{"from": first, "to": last}]})


def before(block: Block, day: date) -> tuple[Session, ...]:
    return tuple(one for one in block.in_order if one.day < day)


def ids(block: Block) -> set[str]:
    """All that calendars have ever seen of a block."""
    return {one.uid for one in block.sessions} | {one.uid for one in block.dropped}


def nothing_found(*_: Any) -> None:
    raise AssertionError("nothing is to be searched for")


def after(*entries: dict[str, Any], on: date = MIDDLE, since: Block | None = None) -> Again:
    own = since or old()
    return replan(own, own.scenario, on, happened(own, *entries), "mine.block.json")


def did(at: str, *sets: str, exercise: str = LIFT) -> dict[str, Any]:
    return {"what": "changed", "at": at, "exercise": exercise, "sets": sets}


def held(block: Block, at: str) -> Session:
    return next(one for one in block.sessions if f"{one.week}{one.label}" == at)


def lifts(session: Session, exercise: str = LIFT) -> list[Entry]:
    return [one for one in session.exercises if one.exercise == exercise]


def past(block: Block) -> Replanned:
    assert block.scenario.replanned is not None
    return block.scenario.replanned
