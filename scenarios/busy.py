"""What is left of the windows beside the athlete's own appointments: pure arithmetic on dates.

Everything is local wall-clock time, and everything busy counts with its buffer on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from scenarios.schema import Scenario

Span = tuple[datetime, datetime]
SHORTEST_MINUTES = 30  # P: beside something busy, less time than this is not worth the way
STEP = timedelta(minutes=5)  # P: sessions do not start at 18:37


def is_asked(scenario: Scenario) -> bool:
    """Whether anything is busy, and the rule about it is not turned off."""
    return bool(scenario.availability.busy) and scenario.priority("busy") != "off"


def united(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order of time, those that overlap or touch as one."""
    last: Span | None = None
    for begin, end in sorted(spans):
        if last is not None and begin <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = begin, end
    if last is not None:
        yield last


@lru_cache(maxsize=64)
def blocked(scenario: Scenario) -> tuple[Span, ...]:
    """The times that are taken, buffer included, in order and apart; () when nobody asks."""
    if not is_asked(scenario):
        return ()
    way = timedelta(minutes=scenario.availability.buffer_minutes)
    return tuple(united((own.begin - way, own.end + way) for own in scenario.availability.busy))


def room(scenario: Scenario, start: datetime) -> int | None:
    """Seconds from a start to the next thing that is busy: 0 inside it, None without any."""
    following = next(((begin, end) for begin, end in blocked(scenario) if end > start), None)
    return None if following is None else max(0, int((following[0] - start).total_seconds()))


def later_starts(scenario: Scenario, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Where a session can start in a window once something busy in it is over.

    Only where enough time is left, in the window and until the next thing that is busy.
    """
    for _, over in blocked(scenario):
        start = over + (datetime.min - over) % STEP
        if not begin < start < end:
            continue
        left, free = int((end - start).total_seconds()), room(scenario, start)
        if min(left, left if free is None else free) >= 60 * SHORTEST_MINUTES:
            yield start
