"""A small block and what became of it in three replans: what a calendar has to follow."""

from __future__ import annotations

from datetime import date
from functools import cache

from constraints.block import Block
from planner.replanning.replan import replan
from planner.solving.outcome import Planned
from scenarios.schema import Scenario
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import LIFT, MIDDLE, WEEK_2, asked, old

LOG = (
    {"what": "missed", "at": "1B"},
    {"what": "changed", "at": "1A", "exercise": LIFT, "sets": ("3 x 125 @ 9", "3 x 125 @ 9.5")},
    {"what": "moved", "at": "2A", "to": date(2027, 2, 9)},
)


@cache
def chain() -> tuple[Block, ...]:
    """The block; again after week 1 with a session missed, after one that was moved, and a trip."""
    first = old()
    second = _next(first, first.scenario, WEEK_2, 1)
    third = _next(second, second.scenario, MIDDLE, 3)
    gone = third.of_week(2)[1].day
    trip = asked(
        availability={"away": [{"from": gone, "to": gone}]},
        athlete=third.scenario.athlete.model_dump(),
    )
    return first, second, third, _next(third, trip, date(2027, 2, 12), 3)


def _next(block: Block, request: Scenario, on: date, known: int) -> Block:
    found = replan(block, request, on, happened(block, *LOG[:known]), "before")
    assert isinstance(found.outcome, Planned)
    return found.outcome.block
