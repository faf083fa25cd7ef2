"""Stretches: what each phase of a finished block trains, session by session, and their borders.

It stands alone because two rules read it: how many exercises are new at a border, and in which
sessions.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from constraints.block import Block
from scenarios import timeline
from scenarios.odd_weeks import trained_weeks
from scenarios.schema import Scenario


def trained_by_stretch(block: Block) -> dict[int, dict[str, set[str]]]:
    """Exercises of each stretch by session label; tests left out."""
    found: dict[int, dict[str, set[str]]] = {}
    for session in block.in_order:
        stretch = block.timeline[session.week_index].stretch
        names = block.template(session)
        if names:
            found.setdefault(stretch, {}).setdefault(session.label, set()).update(names)
    return found


@lru_cache(maxsize=64)
def kept_stretches(scenario: Scenario) -> tuple[int, ...]:
    """The stretches of which something is held, or can be; the others are lost as a whole.

    Those with fewer tools are left out: what comes after them goes on from what came before.
    """
    rows = [week for week in timeline.weeks(scenario) if not week.is_apart]
    trained = trained_weeks(scenario)
    return tuple(sorted({week.stretch for week in rows if week.index in trained}))


def borders(scenario: Scenario) -> tuple[tuple[int, timeline.Week], ...]:
    """Each stretch with the first week of the next one.

    A stretch that was lost, to an illness or a trip, is none: what comes after it is compared with
    what came before.
    """
    firsts: dict[int, timeline.Week] = {}
    for week in timeline.weeks(scenario):
        firsts.setdefault(week.stretch, week)
    return tuple((before, firsts[after]) for before, after in pairwise(kept_stretches(scenario)))


def apart(scenario: Scenario, early: timeline.Week, late: timeline.Week) -> int:
    """How many borders lie between two weeks.

    Where sessions were made up anew in the midst of a phase is one too, but only without one of a
    phase: a lift that goes on is compared as if that had not been.
    """
    between = [one for one in kept_stretches(scenario) if early.around < one <= late.around]
    spans = {week.stretch: week.span for week in timeline.weeks(scenario)}
    every = [early.span, *(spans[one] for one in between)]
    return sum(a != b for a, b in pairwise(every)) or min(1, len(between))


def with_own_weeks(scenario: Scenario) -> frozenset[str]:
    """Exercises that the athlete gives to certain weeks: those come and go by wish."""
    limits = scenario.exercises.limits
    return frozenset(name for name, own in limits.items() if own.weeks is not None)
