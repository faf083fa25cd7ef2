"""Set aside: sessions as they were before days away changed them, should those be called off.

It stands alone because a block knows only what is planned. What a trip changes before and after it
mostly costs nothing, so nothing would ask for what was there before once the trip is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from constraints.block import Block, Dropped, Session
from planner.replanning.trips import has_more
from scenarios import timeline
from scenarios.schema import Scenario


def given_back(old: Block, request: Scenario) -> dict[str, Session]:
    """Sessions to go back to, by id, now that days away are called off; none where none are.

    Args:
        old: the block as it was planned.
        request: what is asked for now, with what is over.
    """
    if not any(_is_free_again(old.scenario, request, day) for day in _to_come(request)):
        return {}
    free = (one for one in old.set_aside if not timeline.is_away(request, one.day))
    return {one.uid: one for one in free}


def set_aside(old: Block, new: Block, now: Block) -> tuple[Session, ...]:
    """Sessions that days away have changed, as they were, as long as such days are to come.

    What was set aside before stays so, until it is gone back to, also where a later trip has
    dropped it.

    Args:
        old: the block as it was planned.
        new: the block that takes its place, with the ids of the old one.
        now: the old block under the new request, with the sessions that it goes back to.
    """
    away = [day for day in _to_come(new.scenario) if _is_in_span(new.scenario, day)]
    if not away:
        return ()
    known = {one.uid: one for one in now.set_aside}
    if given_back(old, new.scenario) or not all(_is_in_span(old.scenario, day) for day in away):
        known = {one.uid: one for one in now.sessions} | known
    coming: list[Session | Dropped] = [one for one in new.sessions if not new.is_over(one)]
    coming += [one for one in new.dropped if one.start.date() >= _present(new.scenario)]
    changed = (one for one in coming if one.uid in known and not known[one.uid].is_as(one))
    return tuple(known[one.uid] for one in changed)


def _present(request: Scenario) -> date:
    """The first day that can still change."""
    return request.start if request.replanned is None else request.replanned.on


def _to_come(request: Scenario) -> Iterator[date]:
    day = _present(request)
    while day < request.end:
        yield day
        day += timedelta(days=1)


def _is_in_span(scenario: Scenario, day: date) -> bool:
    """Whether a day lies in a span away, with tools or without."""
    return any(span.begin <= day <= span.end for span in scenario.availability.away)


def _is_free_again(ours: Scenario, asked: Scenario, day: date) -> bool:
    """Whether a day of such a span is called off, or has more tools than it had."""
    if not _is_in_span(ours, day) or timeline.is_away(asked, day):
        return False
    return timeline.is_away(ours, day) or has_more(ours, asked, day)
