"""Trips with fewer tools, in a replan: what of them is over stays, and what they give back.

They stand alone because a trip that has begun is both, past and request: its days that are over
were trained with what was there, whatever is asked for now.
"""

from __future__ import annotations

from datetime import date, timedelta

from scenarios.schema import Scenario
from scenarios.tools_there import most_load, owned_on, spans


def with_begun_trips(ours: Scenario, asked: Scenario, on: date) -> Scenario:
    """The request with the days of trips that are over, also where the rest is called off.

    Args:
        ours: what was asked for before.
        asked: what is asked for from now on.
        on: the first day that can still change.
    """
    given, eve = asked.availability.away, on - timedelta(days=1)
    over = [
        one.model_copy(update={"end": min(one.end, eve)}) for one in spans(ours) if one.begin < on
    ]
    kept = [
        one
        for one in over
        if not any(two.begin <= one.begin and one.end <= two.end for two in spans(asked))
    ]
    if not kept:
        return asked
    availability = asked.availability.model_copy(update={"away": (*given, *kept)})
    return asked.model_copy(update={"availability": availability})


def has_more(ours: Scenario, asked: Scenario, day: date) -> bool:
    """Whether there are tools on a day, or heavier ones, that there were not to be.

    Args:
        ours: what was asked for before.
        asked: what is asked for now.
        day: a day to come.
    """
    before, now = owned_on(ours, day), owned_on(asked, day)
    caps = ((most_load(ours, tool, day), most_load(asked, tool, day)) for tool in now)
    is_heavier = any(was is not None and (cap is None or cap > was) for was, cap in caps)
    return is_heavier or not now <= before
