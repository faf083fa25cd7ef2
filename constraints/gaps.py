"""Gaps: least hours between two kinds of sessions, posted and audited.

The recovery rules differ in what they look at and in their hours; what a gap is stands here once.
Gaps are rolling: across week borders, in local wall-clock hours from start to start. A breach is
one pair of sessions, whatever lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING

from constraints.block import Block, Place, Session
from constraints.rule import place
from scenarios.timeline import Slot, hours_between

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

Of = Callable[[Slot], "Literal | None"]


def pairs_of_slots(plan: PlanVars, hours: float) -> Iterator[tuple[Slot, Slot]]:
    """Slots on different days that lie less than so many hours apart, earlier one first."""
    for a, b in combinations(plan.slots, 2):
        if a.day != b.day and hours_between(a.start, b.start) < hours:
            yield a, b


def post_gap(plan: PlanVars, to: Posting, hours: float, first: Of, second: Of) -> None:
    """No session of the first kind less than so many hours before one of the second kind."""
    for a, b in pairs_of_slots(plan, hours):
        one, other = first(a), second(b)
        if one is not None and other is not None:
            to.forbid([one, other], place(b.week))


def short_pairs(
    block: Block,
    hours: float,
    first: Callable[[Session], bool],
    second: Callable[[Session], bool],
) -> Iterator[tuple[Session, Session, float, Place]]:
    """Pairs of sessions that lie too close, with their hours and the place of the later one."""
    starts = sorted(((one, one.local_start) for one in block.in_order), key=itemgetter(1))
    for number, (a, start) in enumerate(starts):
        for b, later in starts[number + 1 :]:
            apart = hours_between(start, later)
            if apart >= hours:
                break
            if start.date() != later.date() and first(a) and second(b):
                yield a, b, apart, place(b.week_index, b)


def post_after(
    plan: PlanVars, to: Posting, hours: float, earlier: Sequence[datetime], second: Of
) -> None:
    """No session of the second kind less than so many hours after one before the block."""
    for slot in plan.slots:
        for start in earlier:
            literal = second(slot) if hours_between(start, slot.start) < hours else None
            if literal is not None:
                to.forbid([literal], place(slot.week))


def short_after(
    block: Block, hours: float, earlier: Sequence[datetime], second: Callable[[Session], bool]
) -> Iterator[tuple[datetime, Session, float, Place]]:
    """Sessions that lie too close after one before the block, with their hours and place."""
    for session in block.in_order:
        for start in earlier:
            apart = hours_between(start, session.local_start)
            if apart < hours and second(session):
                yield start, session, apart, place(session.week_index, session)
