"""What really happened: a block read against its log.

A pure function, so that replanning can freeze the past, and an estimate can learn from it. For
every planned entry it says whether it was done, and with which sets; what the log does not mention
is open. Later entries of the log correct earlier ones; an exercise that was logged on its own stays
as logged when its session is then logged as done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from constraints.block import Block, Entry, Session
from constraints.lines import unit_of
from planner.log.model import Log, LogEntry, Set
from planner.log.places import find, in_order, lines_of
from scenarios import strength
from scenarios.errors import PlannerError
from scenarios.strength import Unit
from scenarios.wording import maybe, quoted

AROUND: Final = timedelta(days=7)  # a session may be held so long before or after the block [P]
Status = Literal["open", "done", "changed", "missed"]


@dataclass(frozen=True)
class DoneSet:
    """One set as it was done.

    Units: reps or seconds; hundredths of the entry's unit; halves of RPE. RPE is None where the
    athlete did not note it: what was planned is no measurement.
    """

    reps: int
    load: int | None
    rpe: int | None


@dataclass(frozen=True)
class DoneEntry:
    """What became of one planned entry; no sets while it is open or when it was missed."""

    planned: Entry
    status: Status = "open"
    sets: tuple[DoneSet, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class DoneSession:
    """What became of one planned session; `start` is when it was really held, local time."""

    session: Session
    start: datetime
    entries: tuple[DoneEntry, ...]
    note: str = ""

    @property
    def status(self) -> Status:
        """Open while an entry is; done or missed when all are; else changed."""
        found = {entry.status for entry in self.entries}
        if "open" in found or not found:
            return "open"
        return found.pop() if len(found) == 1 else "changed"

    @property
    def is_logged(self) -> bool:
        """Whether the log says anything about what was done."""
        return any(entry.status != "open" for entry in self.entries)

    @property
    def was_moved(self) -> bool:
        """Whether it was held at another time than planned."""
        return self.start != self.session.local_start


@dataclass(frozen=True)
class Extra:
    """Work that was not planned; `start` is a local time, that of a usual session if unknown."""

    start: datetime
    exercise: str
    unit: Unit
    sets: tuple[DoneSet, ...]
    note: str = ""


@dataclass(frozen=True)
class Done:
    """What happened in all: sessions in order of their planned time, then what came on top."""

    sessions: tuple[DoneSession, ...]
    extras: tuple[Extra, ...] = ()

    def of(self, uid: str) -> DoneSession:
        """What became of the session with this id."""
        return next(one for one in self.sessions if one.session.uid == uid)


def done(block: Block, log: Log, where: str = "log") -> Done:
    """What became of every planned entry.

    Args:
        block: the block that the log is about.
        log: what the athlete wrote.
        where: what to call the log in messages.

    Raises:
        PlannerError: the log is of another block, or names a session or an exercise that the
            block does not hold.
    """
    if log.block != block.scenario.id:
        raise PlannerError(
            f"{where}: block = {quoted(log.block)}: this log belongs to another block; this one is "
            f"{quoted(block.scenario.id)}\nMaybe choose the other file with --log"
        )
    held = {session.uid: _untouched(session) for session in block.in_order}
    extras = []
    for number, entry in enumerate(log.entry, start=1):
        at = f"{where}: entry {number}"
        if entry.what == "extra":
            extras.append(_extra(block, entry, at))
            continue
        session = find(block, entry, at)
        held[session.uid] = _logged(held[session.uid], entry, block, at)
    return Done(tuple(held.values()), tuple(extras))


def _untouched(session: Session) -> DoneSession:
    entries = tuple(DoneEntry(entry) for entry in in_order(session))
    return DoneSession(session, session.local_start, entries)


def _logged(held: DoneSession, entry: LogEntry, block: Block, at: str) -> DoneSession:
    """The session after one more entry of the log."""
    if entry.what == "moved":
        start = moment(entry.to, held.session.local_start)
        _check_inside(block, start, f"{at}: to", AROUND)
        held = replace(held, start=start)
    if entry.exercise is None:
        if entry.what in ("done", "moved") and held.status == "missed":
            held = replace(held, entries=_untouched(held.session).entries)  # it was held after all
        return replace(
            held,
            note=entry.note or held.note,
            entries=tuple(_whole(one, entry.what == "missed") for one in held.entries),
        )
    about = lines_of(held.session, entry, block, at)
    return replace(
        held,
        entries=tuple(_one(one, entry) if one.planned in about else one for one in held.entries),
    )


def moment(when: date | None, usual: datetime) -> datetime:
    """A local time; that of `usual` where only a day is known."""
    if isinstance(when, datetime) or when is None:
        return when or usual
    return datetime.combine(when, usual.time())


def _whole(one: DoneEntry, is_missed: bool) -> DoneEntry:
    """An entry when its whole session was logged: what was logged before stays, unless missed."""
    if is_missed:
        return replace(one, status="missed", sets=())
    return one if one.status != "open" else _as_planned(one)


def _one(one: DoneEntry, entry: LogEntry) -> DoneEntry:
    one = replace(one, note=entry.note or one.note)
    if entry.what == "missed":
        return replace(one, status="missed", sets=())
    if entry.sets is None:
        return _as_planned(one)
    sets = tuple(done_set(one.planned, each) for each in entry.sets)
    return replace(one, status="changed", sets=sets)


def _as_planned(one: DoneEntry) -> DoneEntry:
    return replace(one, status="done", sets=planned_sets(one.planned))


def planned_sets(entry: Entry) -> tuple[DoneSet, ...]:
    """The sets of an entry, all as planned; how hard they were is not known."""
    return (DoneSet(entry.reps, entry.prescription.load, None),) * entry.sets


def done_set(planned: Entry, one: Set) -> DoneSet:
    """A logged set in the units of its entry; a load that was not noted is as planned."""
    load = planned.prescription.load
    if one.load is not None:
        unit = one.unit or planned.unit
        load = strength.convert(round(100 * one.load), unit, planned.unit)
    return DoneSet(one.reps, load, None if one.rpe is None else round(2 * one.rpe))


def _extra(block: Block, entry: LogEntry, at: str) -> Extra:
    name, sets = entry.exercise or "", entry.sets or ()
    if name not in block.scenario.catalogue:
        close = maybe(name, block.scenario.catalogue).replace(". Maybe", "\nMaybe")
        raise PlannerError(f"{at}: exercise = {quoted(name)}: no exercise is called so{close}")
    unit = unit_of(block.scenario, block.exercise(name))

    def weighed() -> Iterator[DoneSet]:
        for one in sets:
            load = None
            if one.load is not None:
                load = strength.convert(round(100 * one.load), one.unit or unit, unit)
            yield DoneSet(one.reps, load, None if one.rpe is None else round(2 * one.rpe))

    usual = sorted(one.local_start.time() for one in block.sessions)
    start = moment(entry.on, datetime.combine(datetime.min, usual[len(usual) // 2]))
    _check_inside(block, start, f"{at}: on")
    return Extra(start, name, unit, tuple(weighed()), entry.note)


def _check_inside(block: Block, start: datetime, at: str, room: timedelta = timedelta()) -> None:
    """Raise PlannerError where a day is none of the block's, nor so near to it."""
    first, end = block.scenario.start, block.scenario.end
    if not first - room <= start.date() < end + room:
        raise PlannerError(
            f"{at} = {start.date()}: lies outside the block, which runs from {first} to "
            f"{end - timedelta(days=1)}\nMaybe correct the year"
        )
