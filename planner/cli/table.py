"""The printed block: an overview, and the weeks in detail as a lifter needs them in the gym.

Everything can be read without colour and fits 80 columns; wider terminals are used.
"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from constraints.block import Block, Entry, Session
from planner.cli import console, overview
from planner.exports import words
from planner.exports.prices import SHOWN, paid
from scenarios.errors import PlannerError
from scenarios.timeline import Week, shown_week


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
    about = f"{week.phase}{', deload' if week.deload else ''}"
    yield Text(
        f"\nWeek {shown_week(week.index)}: {about}",
        style=f"bold {overview.PHASE_STYLE[week.phase]}",
    )
    sessions = block.of_week(week.index)
    if not sessions:
        yield "  free"
        return
    entries = [entry for session in sessions for entry in session.exercises]
    names, *others = zip(*(_entry(block, entry) for entry in entries), strict=True)
    widths = [max(map(len, column)) for column in others]
    room = console.width() - sum(widths) - 2 * len(widths) - 4
    widths = [max(12, min(room, max(map(len, names)))), *widths]
    for session in sessions:
        yield _session_line(block, session)
        for entry in sorted(session.exercises, key=lambda entry: entry.order):
            yield from _entry_lines(block, entry, widths)


def _session_line(block: Block, session: Session) -> str:
    times = f"{session.start:%H:%M} to {session.end:%H:%M}"
    warm_up = block.scenario.session.warm_up_minutes
    minutes = f"{session.minutes} min, {warm_up} of them warm-up"
    return f"{words.clean(session.label)}  {words.day(session.day)}, {times} ({minutes})"


def _entry_lines(block: Block, entry: Entry, widths: Sequence[int]) -> Iterator[str]:
    name, *others = _entry(block, entry)
    first, *more = textwrap.wrap(name, widths[0]) or [""]
    cells = [cell.ljust(width) for cell, width in zip([first, *others], widths, strict=True)]
    yield f"{entry.order:>2}  {'  '.join(cells)}".rstrip()
    more += textwrap.wrap(_note(block, entry), console.width() - 6)
    yield from (f"    {line}" for line in more)


def _entry(block: Block, entry: Entry) -> tuple[str, ...]:
    """Name, sets and reps, load, effort, rest."""
    # The effort has a column of its own.
    load = words.load(entry) or words.open_load(block, entry).partition(" to ")[0]
    share = "" if entry.percent is None else f"{words.number(entry.percent)}%"
    effort = ", ".join(filter(None, (share, words.effort(entry))))
    parts = words.name(block, entry.exercise), words.PARTS[entry.part]
    name = ", ".join(filter(None, parts))
    return name, words.scheme(entry), load, effort, words.rest(entry)


def _note(block: Block, entry: Entry) -> str:
    """What does not fit the columns: whose percent it is, and the ramp."""
    of = words.percent(block, entry).partition(" ")[2]  # "70% of power clean"
    ramp = f"ramp {words.ramp_line(entry)}" if entry.warmup else ""
    return "; ".join(filter(None, (f"% {of}" if of else "", ramp)))
