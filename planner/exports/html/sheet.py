"""The weeks as they are shown: each session as the sheet that one reads in the gym."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from constraints.block import Block, Entry, Session
from constraints.lines import tool_of
from planner.exports import words
from planner.exports.html import calendar
from planner.exports.html.calendar import Day
from scenarios import timeline
from scenarios.equipment import BARS, as_written
from scenarios.odd_weeks import return_weeks

_THIN: Final = "\u202f"  # a narrow blank that does not break

Plates = tuple[str, ...]


@dataclass(frozen=True)
class Lift:
    """A load: how much, of what ("per hand", "bell"), and the plates of one side, None without."""

    load: str
    of: str
    plates: Plates | None


@dataclass(frozen=True)
class Ramp:
    """One ramp set."""

    reps: int
    lift: Lift


@dataclass(frozen=True)
class Row:
    """One exercise of a session."""

    order: int
    name: str
    part: str
    scheme: str
    sides: str
    lift: Lift
    is_open: bool  # the load is to be found
    bar: str
    about: tuple[str, ...]
    ramp: tuple[Ramp, ...]
    sets: int
    attempts: tuple[Lift, ...]  # of a test, instead of its one set
    note: str


@dataclass(frozen=True)
class Sheet:
    """One session."""

    anchor: str
    label: str
    on: date
    when: str
    times: str
    minutes: int
    headline: str
    others: str
    is_test: bool
    warm_up: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WeekView:
    """One week with its sessions, and what else is in it."""

    number: int
    anchor: str
    begins: str
    dates: str
    deload: bool
    days: tuple[Day, ...]
    sums: str
    notes: tuple[str, ...]
    sessions: tuple[Sheet, ...]


@dataclass(frozen=True)
class PhaseView:
    """A stretch of weeks of one phase."""

    phase: str
    name: str
    span: str
    weeks: tuple[WeekView, ...]


def phases(block: Block) -> tuple[PhaseView, ...]:
    """The whole block: phases, their weeks, their sessions."""
    found = []
    for phase, group in groupby(block.timeline, key=lambda week: week.phase):
        weeks = tuple(_week(block, week) for week in group)
        first, last = weeks[0].number, weeks[-1].number
        span = f"week {first}" if first == last else f"weeks {first} to {last}"
        found.append(PhaseView(phase, phase.capitalize(), span, weeks))
    return tuple(found)


def times(text: str) -> str:
    """A proper sign between sets and reps, and no line break inside them or before a unit."""
    signed = re.sub(r"\b(\d+) ?x ?(?=\d)", f"\\1{_THIN}\u00d7{_THIN}", text)
    return re.sub(r"(?<=\d) (?=(?:kg|lb|s)\b)|(?<=@) |(?<=RPE) ", "\u00a0", signed)


# -- weeks ---------------------------------------------------------------------------------------


def _notes(block: Block, week: timeline.Week) -> Iterator[str]:
    """What else is in a week, and why it is lighter than others."""
    if week.index in return_weeks(block.scenario):
        yield "After a pause: lighter than usual"
    yield from (one.said for one in calendar.beside(block, week))


def _week(block: Block, week: timeline.Week) -> WeekView:
    number = timeline.shown_week(week.index)
    sessions = block.of_week(week.index)
    return WeekView(
        number=number, anchor=f"week-{number}",
        begins=words.day(week.start).partition(" ")[2],
        dates=f"{_whole(week.start)} to {_whole(week.end - timedelta(days=1))}",
        deload=week.deload, days=calendar.days(block, week),
        sums=", ".join(words.sums(block.week_row(week))) if sessions else "",
        notes=tuple(_notes(block, week)),
        sessions=tuple(_sheet(block, one, place) for place, one in enumerate(sessions, 1)),
    )  # fmt: skip


def _whole(when: date) -> str:
    """A date that is not broken over two lines."""
    return words.day(when).replace(" ", "\u00a0")


# -- sessions ------------------------------------------------------------------------------------


def _sheet(block: Block, session: Session, place: int) -> Sheet:
    rows = tuple(
        _row(block, entry) for entry in sorted(session.exercises, key=lambda entry: entry.order)
    )
    headline, others = _headline(block, session)
    return Sheet(
        anchor=f"week-{session.week}-{place}", label=words.clean(session.label),
        on=session.day, when=f"{words.day(session.day)} {session.start:%H:%M}",
        times=f"{session.start:%H:%M} to {session.end:%H:%M}",
        minutes=session.minutes, headline=headline, others=others, is_test=session.is_test,
        warm_up=block.scenario.session.warm_up_minutes, rows=rows,
    )  # fmt: skip


def _headline(block: Block, session: Session) -> tuple[str, str]:
    """What a session is about, and how much more there is; the week stands above it."""
    said = words.glance(block, session)
    if not session.is_test:
        deload = " (deload)" if session.deload else ""
        said = said.removeprefix(words.clean(f"Wk {session.week} {session.label}{deload}"))
    said = said.removeprefix(":").strip()
    said = re.sub(r" (?=(?:per|bell|stack)\b)|(?<=\bper) ", "\u00a0", said)
    found = re.fullmatch(r"(.*) \+(\d+)", said)
    return (times(said), "") if found is None else (times(found[1]), f"and {found[2]} more")


def _row(block: Block, entry: Entry) -> Row:
    to_find, how = words.open_load(block, entry), words.effort(entry)
    if to_find:
        lift = Lift(times(to_find), "", None)
        how = "" if how in to_find else how
    else:
        lift = Lift(*_load(entry), _plates(block, entry, entry.load))
    scheme, side, _ = times(words.scheme(entry)).partition(" per side")
    return Row(
        order=entry.order, name=words.name(block, entry.exercise), part=words.PARTS[entry.part],
        scheme=scheme, sides=side.strip(), lift=lift, is_open=bool(to_find), bar=_bar(block, entry),
        about=tuple(filter(None, (how, words.rest(entry), _percent(block, entry)))),
        ramp=tuple(
            Ramp(one.reps, Lift(_ramp_load(entry, one.load), "", _plates(block, entry, one.load)))
            for one in entry.warmup
        ),
        sets=entry.sets,
        attempts=tuple(
            Lift(_ramp_load(entry, load), "", _plates(block, entry, load))
            for load in words.attempts(block, entry)
        ),
        note="Lighter sets after the top set" if entry.part == "back_off" else "",
    )  # fmt: skip


def _percent(block: Block, entry: Entry) -> str:
    """Percent, always with what it is of."""
    said = words.percent(block, entry)
    return f"{said} of 1RM" if said and " of " not in said else said


def _ramp_load(entry: Entry, load: float | None) -> str:
    return "light" if load is None else times(f"{words.number(load)} {entry.unit}")


def _load(entry: Entry) -> tuple[str, str]:
    """How much is lifted, and of what: "22 kg", "per hand"."""
    much, unit, of = times(words.load(entry)).partition(f"\u00a0{entry.unit}")
    return f"{much}{unit}", of.strip()


def _bar_tool(block: Block, entry: Entry) -> str | None:
    """The bar that an entry is lifted with; None for every other tool."""
    tool = tool_of(block.scenario, block.exercise(entry.exercise))
    if tool not in BARS or entry.per != "bar":
        return None
    return tool if block.scenario.equipment.unit(tool, entry.unit) == entry.unit else None


def _bar(block: Block, entry: Entry) -> str:
    """What the bar weighs, "20 kg bar"; empty without a bar."""
    tool = _bar_tool(block, entry)
    if tool is None or entry.load is None:
        return ""
    empty = block.scenario.equipment.loads(tool)[0]
    return f"{as_written(empty)} {entry.unit} {'trap bar' if tool == 'trap_bar' else 'bar'}"


def _plates(block: Block, entry: Entry, load: float | None) -> Plates | None:
    """Plates of one side, heaviest first; None where there is no bar or no such load."""
    tool = _bar_tool(block, entry)
    if tool is None or load is None:
        return None
    try:
        plates = block.scenario.equipment.plates_per_side(tool, round(load * 100))
    except ValueError:
        return None
    return tuple(str(as_written(plate)) for plate in plates)
