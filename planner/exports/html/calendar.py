"""The calendar of a block: a row for each week, a cell for each day, and what else fills them.

It stands alone because the sheets of the sessions need none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from constraints.block import Block
from planner.exports import words
from scenarios import timeline, tools_there
from scenarios.schema import WEEKDAYS

_SIGNS: Final = {"match": "M", "planned elsewhere": "+", "away": "\u2013"}


@dataclass(frozen=True)
class Day:
    """One day: its date, the signs of what else is on it, and those in words."""

    said: str
    full: str
    signs: str
    means: str
    when: date


@dataclass(frozen=True)
class Beside:
    """Something beside the plan; `kind` is one of those that have a sign."""

    kind: str
    begin: datetime
    last: date
    said: str


def heads(block: Block) -> tuple[tuple[str, str], ...]:
    """Short and full headings of the columns: weekdays, or numbers where a week has not seven."""
    days = block.scenario.week_days
    if days != 7:
        return tuple((str(number), f"Day {number}") for number in range(1, days + 1))
    first = block.scenario.start.weekday()
    names = [WEEKDAYS[(first + day) % 7].capitalize() for day in range(7)]
    return tuple((name[:2], name) for name in names)


def days(block: Block, week: timeline.Week) -> tuple[Day, ...]:
    """The days of one week."""
    others = tuple(beside(block, week))
    return tuple(
        _day(week.start + timedelta(days=offset), others, block.scenario.week_days)
        for offset in range(week.days)
    )


def signs(block: Block) -> tuple[tuple[str, str], ...]:
    """The signs that the calendar of this block uses, with what they mean."""
    kinds = {one.kind for week in block.timeline for one in beside(block, week)}
    return tuple((sign, kind) for kind, sign in _SIGNS.items() if kind in kinds)


def _day(when: date, others: tuple[Beside, ...], length: int) -> Day:
    on = [one for one in others if one.begin.date() <= when <= one.last]
    kinds = {one.kind: None for one in on}
    said = str(when.day) if length == 7 else f"{words.day(when)[:2]} {when.day}"
    return Day(
        said=said, full=words.day(when), signs="".join(_SIGNS[kind] for kind in kinds),
        means=", ".join(kinds), when=when,
    )  # fmt: skip


def beside(block: Block, week: timeline.Week) -> Iterator[Beside]:
    """What else fills a week, in the order of time: days away, matches, sessions elsewhere."""
    yield from sorted(_beside(block, week), key=lambda one: (one.begin, one.said))


def _beside(block: Block, week: timeline.Week) -> Iterator[Beside]:
    scenario = block.scenario
    for away in scenario.availability.away:
        if away.begin < week.end and away.end >= week.start:
            why = f": {words.clean(away.why)}" if words.clean(away.why) else ""
            span = f"{words.day(away.begin)} to {words.day(away.end)}"
            span = words.day(away.begin) if away.begin == away.end else span
            begin = datetime.combine(away.begin, time())
            said = f"Away {span}{why}"
            if away.tools is not None:
                said = f"Away {span}, with {words.clean(tools_there.in_words(scenario, away))}"
            yield Beside("away", begin, away.end, said)
    for match in timeline.kick_offs(scenario):
        if week.start <= match.date() < week.end:
            at = f" {match:%H:%M}" if match in scenario.season.matches else ""
            said = f"{words.day(match)}{at}: match"
            yield Beside("match", match.replace(tzinfo=None), match.date(), said)
    for other in scenario.elsewhere:
        for when in (week.start + timedelta(days=offset) for offset in range(week.days)):
            on = other.on == when or other.weekday == WEEKDAYS[when.weekday()]
            if on and (other.until is None or when <= other.until):
                what = words.clean(other.title) or "planned elsewhere"
                said = f"{words.day(when)} {other.at:%H:%M}: {what}"
                yield Beside("planned elsewhere", datetime.combine(when, other.at), when, said)
