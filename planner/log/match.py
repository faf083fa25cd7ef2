"""Imported workouts against a block: which planned line each exported set belongs to.

A workout belongs to the session of its day (of the day it was moved to, where the log says so).
Sets and misses that the log already holds stay as they are, so that a file can be imported again
and again, and a correction by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from constraints.block import Block, Entry
from planner.log.done import DoneEntry, DoneSession, DoneSet, done, done_set
from planner.log.imports import ImportedSet
from planner.log.model import Log, LogEntry, Set, Unrecognised
from planner.log.names import plain

NEAR: Final = 15  # hundredths: a load in pounds and back is not to the gram the same


Differing = tuple[DoneSession, Entry, tuple[Set, ...]]


@dataclass(frozen=True)
class Import:
    """What is new in an imported file, and what became of the rest.

    `already` counts lines that the log held before, and `differing` are those of which the file
    says something else; `outside` counts workouts before or after the block; `not_in_file` are
    planned lines, and `alone` days on which recognised work met no session.
    """

    entries: tuple[LogEntry, ...]
    unrecognised: tuple[Unrecognised, ...]
    already: int
    differing: tuple[Differing, ...]
    outside: int
    not_in_file: tuple[tuple[DoneSession, Entry], ...]
    alone: tuple[date, ...]


def matched(
    block: Block, log: Log, sets: Sequence[ImportedSet], names: Mapping[str, str], source: str
) -> Import:
    """The entries that an exported file adds to a log.

    Args:
        block: the block that was trained.
        log: what is logged so far.
        sets: the working sets of the file.
        names: ids of exercises by plain name.
        source: the file's name, kept with what is not recognised.
    """
    ask = block.scenario
    state = done(block, log)
    by_day = {one.start.date(): one for one in state.sessions}
    inside = [
        one for one in sets if ask.start <= one.start.date() < ask.end or one.start.date() in by_day
    ]
    outside = {one.start for one in sets} - {one.start for one in inside}
    known = [one for one in inside if plain(one.name) in names]
    entries: list[LogEntry] = []
    already, differing, missing, alone = 0, list[Differing](), [], []
    for day, of_day in _by_day(known):
        work = dict(_by_exercise(of_day, names))
        held = by_day.get(day)
        planned = {entry.planned.exercise for entry in held.entries} if held else set()
        if held is not None:
            fresh, count, others = _of_session(held, work)
            entries, already = [*entries, *fresh], already + count
            differing += others
            missing += [
                (held, one.planned)
                for one in held.entries
                if one.status == "open" and one.planned.exercise not in work
            ]
        else:
            alone.append(day)
        for name, (start, lifted) in work.items():
            extra = LogEntry(what="extra", on=start, exercise=name, sets=tuple(lifted))
            if name not in planned and extra not in log.entry:
                entries.append(extra)
            elif name not in planned:
                already += 1
    kept = {(one.on, one.name, one.sets) for one in log.unrecognised}
    strange = [
        one
        for one in _strange(inside, names, source)
        if (one.on, one.name, one.sets) not in kept  # perhaps by another name of the file
    ]
    return Import(
        tuple(entries), tuple(strange), already, tuple(differing), len(outside), tuple(missing),
        tuple(alone),
    )  # fmt: skip


def _by_day(sets: Iterable[ImportedSet]) -> list[tuple[date, list[ImportedSet]]]:
    days: dict[date, list[ImportedSet]] = {}
    for one in sets:
        days.setdefault(one.start.date(), []).append(one)
    return sorted(days.items())


def _by_exercise(
    sets: Iterable[ImportedSet], names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[datetime, list[Set]]]]:
    """Sets of a day by exercise, in the order of the file, with the start of their workout."""
    found: dict[str, tuple[datetime, list[Set]]] = {}
    for one in sets:
        found.setdefault(names[plain(one.name)], (one.start, []))[1].append(one.done)
    yield from found.items()


def _strange(
    sets: Iterable[ImportedSet], names: Mapping[str, str], source: str
) -> Iterator[Unrecognised]:
    found: dict[tuple[datetime, str], list[Set]] = {}
    for one in sets:
        if plain(one.name) not in names:
            found.setdefault((one.start, one.name), []).append(one.done)
    for (start, name), lifted in found.items():
        yield Unrecognised(on=start, name=name, sets=tuple(lifted), source=source)


def _of_session(
    held: DoneSession, work: Mapping[str, tuple[datetime, list[Set]]]
) -> tuple[list[LogEntry], int, list[Differing]]:
    """New entries for the lines of a session, how many lines were logged before, and otherwise."""
    found, already, differing = [], 0, list[Differing]()
    for name, (_, lifted) in work.items():
        lines = [one for one in held.entries if one.planned.exercise == name]
        for line, mine in zip(lines, _shared(lines, lifted), strict=True):
            entry = _entry(held, line, mine, is_one_of_many=len(lines) > 1)
            # What was only logged as planned, or moved, may be told set by set.
            is_news = line.status == "open" or (line.status, entry.what) == ("done", "changed")
            already += not is_news
            found += [entry] if is_news else []
            if not is_news and not _is_told(line, entry):
                differing.append((held, line.planned, tuple(mine)))
    if len(found) == len(held.entries) and all(one.what == "done" for one in found):
        session = held.session
        whole = LogEntry(what="done", uid=session.uid, week=session.week, session=session.label)
        return [whole], already, differing
    return found, already, differing


def _is_told(line: DoneEntry, entry: LogEntry) -> bool:
    """Whether the log says of a line what an entry of the file does."""
    if entry.what != "changed":
        return line.status == entry.what
    told = [done_set(line.planned, one) for one in entry.sets or ()]
    return len(told) == len(line.sets) and all(
        one.reps == ours.reps
        and abs((one.load or 0) - (ours.load or 0)) <= NEAR
        and one.rpe in (None, ours.rpe)
        for one, ours in zip(told, line.sets, strict=True)
    )


def _shared(lines: Sequence[DoneEntry], lifted: list[Set]) -> list[list[Set]]:
    """Sets of an exercise shared out to its lines in their order; the last takes the rest."""
    shared, rest = [], lifted
    for number, line in enumerate(lines, start=1):
        many = len(rest) if number == len(lines) else line.planned.sets
        shared.append(rest[:many])
        rest = rest[many:]
    return shared


def _entry(held: DoneSession, line: DoneEntry, lifted: list[Set], is_one_of_many: bool) -> LogEntry:
    about: dict[str, Any] = {
        "uid": held.session.uid, "week": held.session.week, "session": held.session.label,
        "exercise": line.planned.exercise, "part": line.planned.part if is_one_of_many else None,
    }  # fmt: skip
    if not lifted:
        return LogEntry(what="missed", **about)
    if _is_as_planned(line.planned, [done_set(line.planned, one) for one in lifted], lifted):
        return LogEntry(what="done", **about)
    return LogEntry(what="changed", sets=tuple(lifted), **about)


def _is_as_planned(planned: Entry, sets: Sequence[DoneSet], lifted: Sequence[Set]) -> bool:
    """Whether sets are what was planned and say no more than that."""
    asked = planned.prescription
    return len(sets) == planned.sets and all(
        one.reps == asked.reps
        and one.rpe is None
        and (raw.load is None if asked.load is None else abs((one.load or 0) - asked.load) <= NEAR)
        for one, raw in zip(sets, lifted, strict=True)
    )
