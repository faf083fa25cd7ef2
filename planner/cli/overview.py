"""The overview of a printed block: lines of bars, the weeks phase by phase, and their sums.

Everything can be read without colour; what is too wide for the terminal is folded.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from constraints import balance
from constraints.block import Block, Session
from planner.cli import console
from planner.exports import words
from planner.exports.main_lift import measure, tops
from scenarios.catalogue import MUSCLES
from scenarios.timeline import Week, shown_week

CELL: Final = 23  # columns that one session needs: "Deadlift 4x6 @ 112.5 kg"
PHASE_STYLE: Final = {
    "accumulation": "cyan", "intensification": "yellow", "realization": "red", "taper": "green",
    "maintenance": "magenta",
}  # fmt: skip
_LABEL: Final = 14  # columns of a line's name: "Main lift RPE"
_WIDEST: Final = 3  # columns of a week's bar and the blank after it
_STAYS: Final = "\u00a0"  # a blank at which no line is broken
_BARS: Final = "▁▂▃▄▅▆▇█"
_DIGITS: Final = "12345678"  # where the terminal has no such letters
_GROUPS: Final = {
    "hamstrings": "hams", "glutes": "glutes", "erectors": "erect", "lats": "lats",
    "upper_back": "up.back", "core": "core", "adductors": "adduct", "calves_foot": "calves",
}  # fmt: skip


def week_label(week: Week) -> str:
    """A week's number, with a star where it is a deload, else a blank."""
    return f"{shown_week(week.index)}{'*' if week.deload else ' '}"


def phase_style(week: Week) -> str:
    """The colour of a week's phase; a deload is dim."""
    return f"{PHASE_STYLE[week.phase]}{' dim' if week.deload else ''}"


# -- lines of bars -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bars:
    """One line of bars: a value for each week (None where there is none), and its span."""

    name: str
    values: tuple[float | None, ...]
    low: float
    high: float
    said: str


def lines(block: Block) -> Iterator[RenderableType]:
    """Sets of every week and how hard the main lift is, as bars, with the phases above them."""
    phases = [list(group) for _, group in groupby(block.timeline, key=lambda week: week.phase)]
    found = [one for one in (_sets(block), _lift(block)) if one is not None]
    after = max((len(one.said) for one in found), default=0)
    room = console.width() - _LABEL - len(phases) - after - 1
    step = min(_WIDEST, room // len(block.timeline))
    if len(block.timeline) < 2 or step < 1:
        return
    heads = [
        Text(words.phase(one[0].phase, len(one) * step), f"bold {PHASE_STYLE[one[0].phase]}")
        for one in phases
    ]
    yield Text()
    yield _line("", phases, step, heads, "")
    yield _line("Week", phases, step, [Text(_numbers(one, step)) for one in phases], "")
    for one in found:
        parts = [_drawn(one, weeks, step) for weeks in phases]
        yield _line(one.name, phases, step, parts, one.said)


def _sets(block: Block) -> _Bars | None:
    """Working sets of every week, from nothing on."""
    sets = [
        float(sum(entry.sets for one in block.of_week(week.index) for entry in one.exercises))
        for week in block.timeline
    ]
    return _bars("Sets", sets, floor=0) if any(sets) else None


def _lift(block: Block) -> _Bars | None:
    """The hardest set of the main lift in every week, between its lowest and its highest."""
    found = tops(block)
    by = measure(found)
    values = {top.week.index: by.of(top.entry) for top in found}
    weeks = [values.get(week.index) for week in block.timeline]
    return _bars(f"Main lift {by.unit or by.name}", weeks) if any(weeks) else None


def _bars(name: str, values: Sequence[float | None], floor: float | None = None) -> _Bars:
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    ends = words.number(low), words.number(high)
    said = ends[0] if low == high else " to ".join(ends)
    return _Bars(name, tuple(values), low if floor is None else floor, high, said)


def _line(
    name: str, phases: Sequence[Sequence[Week]], step: int, parts: Sequence[Text], after: str
) -> Text:
    """One line: a name, a part for each phase, and what stands after them."""
    line = Text(name.ljust(_LABEL), no_wrap=True)
    for weeks, part in zip(phases, parts, strict=True):
        part.pad_right(max(0, len(weeks) * step + 1 - len(part)))
        line.append_text(part)
    return line.append(f" {after}" if after else "")


def _numbers(weeks: Sequence[Week], step: int) -> str:
    """Numbers above the bars; where the columns are narrow only that of the first week."""
    if step == _WIDEST:
        return "".join(week_label(week).ljust(step) for week in weeks)
    return str(shown_week(weeks[0].index))[: len(weeks) * step]


def _drawn(bars: _Bars, weeks: Sequence[Week], step: int) -> Text:
    """The bars of some weeks."""
    marks = _BARS if console.can_print(_BARS) else _DIGITS
    text = Text()
    for week in weeks:
        value, share = bars.values[week.index], 1.0
        if value is not None and bars.high > bars.low:
            share = (value - bars.low) / (bars.high - bars.low)
        mark = " " if value is None else marks[round(share * (len(marks) - 1))]
        text.append((mark * max(1, step - 1)).ljust(step), phase_style(week))
    return text


# -- the weeks -----------------------------------------------------------------------------------


def weeks(block: Block) -> Iterator[RenderableType]:
    """Weeks as rows, sessions as columns, folded where the width is too small for all of them."""
    most = max((len(block.of_week(week.index)) for week in block.timeline), default=1)
    columns = max(1, min(most, (console.width() - 5) // (CELL + 1)))
    width = (console.width() - 5) // columns - 1
    for phase, group in groupby(block.timeline, key=lambda week: week.phase):
        yield Text(f"\n{phase.capitalize()}", style=f"bold {PHASE_STYLE[phase]}")
        grid = Table.grid(padding=(0, 1), expand=False)
        grid.add_column(min_width=3, justify="right")
        for _ in range(columns):
            grid.add_column(width=width)
        for week in group:
            cells = [_cell(block, one, width) for one in block.of_week(week.index)] or ["free"]
            for first in range(0, len(cells), columns):
                row = cells[first : first + columns]
                label = Text(week_label(week) if first == 0 else "", style=phase_style(week))
                grid.add_row(label, *row, *[""] * (columns - len(row)))
        yield grid


def _cell(block: Block, session: Session, width: int) -> str:
    """When a session is and what it is about; sets and reps are kept together."""
    when = f"{words.clean(session.label)} {words.day(session.day)}, {session.minutes} min"
    said = words.glance(block, session)
    lift = said if session.is_test else said.partition(": ")[2]
    lift = re.sub(r" \+\d+$", "", lift)  # how many more exercises there are
    if found := re.fullmatch(r"(.+?) (\d+x\d.*)", lift):
        name, work = found.groups()
        parts = [work] if len(work) <= width else re.split(r" (?=@)", work)
        lift = " ".join((name, *(part.replace(" ", _STAYS) for part in parts)))
    lift = textwrap.fill(lift, width).replace(_STAYS, " ")
    return f"{when}\n{lift}"


# -- sums ----------------------------------------------------------------------------------------


def sums(block: Block) -> Iterator[RenderableType]:
    """Sets of each muscle group, with its band, and what the back and the feet carry."""
    yield Text("\nSets a week", style="bold")
    columns, is_outside = _columns(block)
    first, *others = columns
    tables = [[first]]
    for column in others:
        if _wide([*tables[-1], column]) > console.width():
            tables.append([first])
        tables[-1].append(column)
    for number, table in enumerate(tables):
        if number:
            yield ""
        for row in zip(*table, strict=True):
            cells = [cell.rjust(_wide([column])) for cell, column in zip(row, table, strict=True)]
            yield " ".join(cells)
    notes = ["* deload"] if any(week.deload for week in block.timeline) else []
    notes += ["jumps are landings", "axial points say what the spine carries"]
    notes += ["< and > outside the target band of loading weeks (first row)"] if is_outside else []
    if notes:
        yield "; ".join(notes)


def _wide(columns: Sequence[Sequence[str]]) -> int:
    """Columns of the terminal that columns of a table take."""
    return sum(max(map(len, cells)) for cells in columns) + len(columns) - 1


def _columns(block: Block) -> tuple[list[list[str]], bool]:
    """The table column by column, heading first, and whether a group is outside its band."""
    is_asked, is_outside = block.scenario.priority("volume-target") != "off", False
    rows = [block.week_row(week) for week in block.timeline]
    columns = [["wk ", "   ", *map(week_label, block.timeline)]]
    bands = {m: (low / 4, high / 4) for m, low, high in balance.target_bands(block.scenario)}
    for muscle in MUSCLES:
        band = bands.get(muscle)
        cells = [f"{_GROUPS[muscle]} ", f"{band[0]:g}-{band[1]:g} " if band else " "]
        for week, row in zip(block.timeline, rows, strict=True):
            sets, mark = row.sets.get(muscle, 0), " "
            inside = band is None or band[0] <= sets <= band[1]
            if band and is_asked and week.is_loading and not inside:
                mark, is_outside = "<" if sets < band[0] else ">", True
            cells.append(f"{sets:g}{mark}")
        columns.append(cells)
    columns.append(["jumps", "", *(str(row.contacts) for row in rows)])
    columns.append(["axial", "", *(str(row.axial) for row in rows)])
    columns.append(["min", "", *(str(row.minutes) for row in rows)])
    return columns, is_outside
