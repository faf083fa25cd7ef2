"""Derived fields of a saved block, recomputed: what does not add up is a breach of its own kind."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from constraints.block import Block, Entry, Place, Session
from constraints.lines import prescription_of, reference_of
from constraints.rule import Breach, place

KIND = "derived-fields"


def mismatches(block: Block) -> tuple[Breach, ...]:
    """Fields that do not follow from the sessions: percent, RPE, minutes, ends, weekly sums."""
    return (*_sessions(block), *_weeks(block))


def _breach(where: Place, name: str, written: object, found: object) -> Breach:
    text = f"{name} is written as {written}, but adds up to {found}"
    numbers = [float(x) if isinstance(x, (int, float)) else 0.0 for x in (written, found)]
    return Breach(KIND, "must", where, text, numbers[0], numbers[1], name)


def _sessions(block: Block) -> Iterator[Breach]:
    zone = ZoneInfo(block.scenario.timezone)
    past = block.scenario.replanned
    for session in block.in_order:
        if past is not None and past.is_over(session.week, session.label):
            yield from _held(block, session)
            continue  # reckoned by what was known then
        where = place(session.week_index, session)
        minutes = -(-block.seconds(session) // 60)
        if session.minutes != minutes:
            yield _breach(where, "minutes", session.minutes, minutes)
        lasts = (session.end - session.start).total_seconds() / 60
        if lasts != session.minutes:
            yield _breach(where, "end", f"{lasts:g} min after the start", f"{session.minutes} min")
        offset = session.local_start.replace(tzinfo=zone).utcoffset()
        if session.start.utcoffset() != offset:
            yield _breach(where, "start", session.start.isoformat(), f"offset {offset}")
        week = block.timeline[session.week_index]
        if (session.phase, session.deload) != (week.phase, week.deload):
            yield _breach(where, "phase", session.phase, week.phase)
        for entry in session.exercises:
            yield from _entry(block, session, entry)


def _held(block: Block, session: Session) -> Iterator[Breach]:
    """A session that is over and is not what the scenario says that was done."""
    past = block.scenario.replanned
    for one in () if past is None else past.sessions:
        if (one.week, one.label) != (session.week, session.label):
            continue
        done = [(e.exercise, e.sets, e.reps, e.load) for e in one.exercises]
        is_same = done == [(e.exercise, e.sets, e.reps, e.load) for e in session.exercises]
        if one.start != session.local_start or not is_same:
            text = f"{session.day} is over and was held otherwise, says scenario.replanned"
            where = place(session.week_index, session)
            yield Breach(KIND, "must", where, text, 0, 1, "session")


def _entry(block: Block, session: Session, entry: Entry) -> Iterator[Breach]:
    where = place(session.week_index, session, entry.line)
    reference = reference_of(block.scenario, block.exercise(entry.exercise))
    load = entry.prescription.load
    if load is None or entry.part == "test":
        return
    right = prescription_of(reference, entry.reps, load)
    if entry.prescription.percent != right.percent:
        found = None if right.percent is None else right.percent / 10
        yield _breach(where, "percent", entry.percent, found)
    if right.rpe is not None and entry.prescription.rpe != right.rpe:
        yield _breach(where, "rpe", entry.rpe, right.rpe / 2)


def _weeks(block: Block) -> Iterator[Breach]:
    written = {row.week: row for row in block.weeks}
    for week in block.timeline:
        right = block.week_row(week)
        row = written.get(right.week)
        if row is None:
            yield _breach(place(week.index), "weeks", "missing", f"week {right.week}")
            continue
        for name in ("start", "days", "phase", "deload", "contacts", "axial", "minutes"):
            if getattr(row, name) != getattr(right, name):
                yield _breach(place(week.index), name, getattr(row, name), getattr(right, name))
        for muscle, sets in right.sets.items():
            if row.sets.get(muscle, 0) != sets:
                where = place(week.index, muscle=muscle)
                yield _breach(where, "sets", row.sets.get(muscle, 0), sets)
