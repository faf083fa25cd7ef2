"""The printed block: an overview, and the weeks in detail as a lifter needs them in the gym.

Everything can be read without colour and fits 80 columns; wider terminals are used.
"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from constraints.block import Block, Entry, Session
from planner.cli import console, overview
from planner.exports import words
from planner.exports.prices import SHOWN, paid
from scenarios.errors import PlannerError
from scenarios.timeline import Week, shown_week

_NAME: Final = 16  # columns that the name of an exercise gets at least


def shown(
    block: Block, file: Path, weeks: Sequence[int] | None = None, every: bool = False
) -> Iterator[RenderableType]:
    """The printed block, part by part.

    Args:
        block: what to print.
        file: where it is saved, for the hint at the end.
        weeks: weeks to print in detail and nothing else, counted from 1.
        every: print all weeks in detail below the overview.

    Raises:
        PlannerError: the block has no such week.
    """
    asked = weeks_asked(block.scenario.weeks, weeks)
    yield from _head(block)
    if not asked:
        yield from overview.lines(block)
        yield from overview.weeks(block)
        yield from overview.sums(block)
    details = asked or (range(block.scenario.weeks) if every else range(1))
    for index in details:
        yield from _week(block, block.timeline[index])
    if not asked and not every and block.scenario.weeks > 1:
        name = shlex.quote(str(file))
        yield f"\nMore: planner show {name} --week 2, or --all"
    yield f"\n{words.notice(block)}"


def weeks_asked(count: int, weeks: Sequence[int] | None) -> tuple[int, ...]:
    """Weeks from 0, sorted, of what was asked for from 1.

    Raises:
        PlannerError: the block has no such week.
    """
    for week in weeks or ():
        if not 1 <= week <= count:
            raise PlannerError(f"--week {week}: the block has weeks 1 to {count}")
    return tuple(sorted({week - 1 for week in weeks or ()}))


# -- the head ------------------------------------------------------------------------------------


def _head(block: Block) -> Iterator[RenderableType]:
    yield Text(words.title(block), style="bold")
    yield from words.about(block)
    yield from words.of_test(block)
    yield words.proof(block.solve)
    yield from _prices(block)


def _prices(block: Block) -> Iterator[RenderableType]:
    """What the block gives up, the dearest rules first; `should` before `prefer`."""
    if not block.score:
        yield "Price 0: every wish is met."
        return
    dearest = paid(block.score)
    total = {tier.priority: tier.objective for tier in block.solve.tiers}
    prices = ", ".join(f"{tier} {points}" for tier, points in total.items())
    more = f", the dearest {SHOWN}" if len(dearest) > SHOWN else ""
    yield f"Price paid: {prices}; {words.count(len(dearest), 'rule')}{more}:"
    grid = Table.grid(padding=(0, 1))
    for one in dearest[:SHOWN]:
        grid.add_row("", one.priority, str(one.points), one.rule, one.said)
    yield grid


# -- details -------------------------------------------------------------------------------------


def _week(block: Block, week: Week) -> Iterator[RenderableType]:
    yield Text(
        f"\nWeek {shown_week(week.index)}: {words.kind(block, week)}",
        style=f"bold {overview.PHASE_STYLE[week.phase]}",
    )
    sessions = block.of_week(week.index)
    if not sessions:
        yield "  free"
        return
    entries = [entry for session in sessions for entry in session.exercises]
    widths = _widths([_entry(block, entry) for entry in entries])
    for session in sessions:
        yield _session_line(block, session)
        yield from textwrap.wrap(
            words.tools(block, session), console.width(), initial_indent="   ",
            subsequent_indent="   ",
        )  # fmt: skip
        for entry in sorted(session.exercises, key=lambda entry: entry.order):
            yield from _entry_lines(block, entry, widths)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths of the columns, the name first; where there is too little room the last ones go."""
    names, *others = zip(*rows, strict=True) if rows else ((),)
    longest, widths = max(map(len, names), default=0), [max(map(len, one)) for one in others]
    while True:
        room = console.width() - sum(widths) - 2 * len(widths) - 4
        if room >= min(longest, _NAME) or not widths:
            return [max(1, min(room, longest)), *widths]
        widths.pop()


def _session_line(block: Block, session: Session) -> str:
    times = f"{session.start:%H:%M} to {session.end:%H:%M}"
    warm_up = block.scenario.session.warm_up_minutes
    minutes = f"{session.minutes} min, {warm_up} of them warm-up"
    return f"{words.clean(session.label)}  {words.day(session.day)}, {times} ({minutes})"


def _entry_lines(block: Block, entry: Entry, widths: Sequence[int]) -> Iterator[str]:
    name, *others = _entry(block, entry)
    shown, below = others[: len(widths) - 1], others[len(widths) - 1 :]
    first, *more = textwrap.wrap(name, widths[0]) or [""]
    cells = [cell.ljust(width) for cell, width in zip([first, *shown], widths, strict=True)]
    yield f"{entry.order:>2}  {'  '.join(cells)}".rstrip()
    for note in (", ".join(filter(None, below)), _note(block, entry)):
        more += textwrap.wrap(note, console.width() - 6)
    yield from (f"    {line}" for line in more)


def _entry(block: Block, entry: Entry) -> tuple[str, ...]:
    """Name, sets and reps, load, effort, rest."""
    # The effort has a column of its own.
    load = words.load(entry) or words.open_load(block, entry).partition(" to ")[0]
    share = words.percent(block, entry)
    share = "" if " of " in share else share  # of another lift: that stands below
    effort = ", ".join(filter(None, (share, words.effort(entry))))
    parts = words.name(block, entry.exercise), words.PARTS[entry.part]
    name = ", ".join(filter(None, parts))
    return name, words.scheme(entry), load, effort, words.rest(entry)


def _note(block: Block, entry: Entry) -> str:
    """What does not fit the columns: the percent of another lift, the ramp, the attempts."""
    share = words.percent(block, entry)
    ramp = f"ramp {words.ramp_line(entry)}" if entry.warmup else ""
    tries = words.attempts(block, entry)
    attempts = f"attempts {', '.join(map(words.number, tries))} {entry.unit}" if tries else ""
    return "; ".join(filter(None, (share if " of " in share else "", ramp, attempts)))
