"""Places: which session and which line of a block an entry of a log is about.

It stands alone because the command line asks the same of a session that an athlete types.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from constraints.block import Block, Entry, Session
from planner.log.model import LogEntry
from scenarios.errors import PlannerError
from scenarios.wording import maybe, quoted


def find(block: Block, entry: LogEntry, at: str) -> Session:
    """The session that an entry is about; by its id, else its date, else week and label.

    Raises:
        PlannerError: the block holds no such session.
    """
    ways: tuple[tuple[object, str, Mapping[object, Session]], ...] = (
        (entry.uid, f"uid = {quoted(entry.uid or '')}", {s.uid: s for s in block.in_order}),
        (entry.date, f"date = {entry.date}", {s.day: s for s in block.in_order}),
        (
            None if entry.week is None else (entry.week, entry.session),
            f"week = {entry.week}, session = {quoted(entry.session or '')}",
            {(s.week, s.label): s for s in block.in_order},
        ),
    )
    asked, said, known = next(way for way in ways if way[0] is not None)
    if asked not in known:
        raise PlannerError(f"{at}: {said}: the block has no such session{_near(block, entry)}")
    return known[asked]


def _near(block: Block, entry: LogEntry) -> str:
    """A session that may have been meant."""
    sessions = block.in_order
    if entry.uid is None and entry.date is not None and sessions:
        day: date = entry.date
        one = min(sessions, key=lambda session: abs((session.day - day).days))
        return f"\nMaybe {one.day}, which is {one.week}{one.label}"
    labels = [one.label for one in sessions if one.week == entry.week]
    if labels:
        return f"\nMaybe one of {', '.join(f'{entry.week}{label}' for label in labels)}"
    return f"\nMaybe a week from 1 to {block.scenario.weeks}" if entry.week is not None else ""


def in_order(session: Session) -> tuple[Entry, ...]:
    """The entries of a session as they are done."""
    return tuple(sorted(session.exercises, key=lambda entry: entry.order))


def lines_of(session: Session, entry: LogEntry, block: Block, at: str) -> tuple[Entry, ...]:
    """The planned entries that an entry of the log is about.

    Raises:
        PlannerError: the session does not hold the exercise, or holds it more than once and it is
            not clear which of them was changed.
    """
    mine = [one for one in in_order(session) if one.exercise == entry.exercise]
    found = [one for one in mine if entry.part in (None, one.part)]
    name, place = entry.exercise or "", f"session {session.week}{session.label}"
    if not mine:
        planned = list(dict.fromkeys(one.exercise for one in in_order(session)))
        close = maybe(name, planned)
        listed = close.replace(". Maybe", "\nMaybe") or f"\nMaybe one of {', '.join(planned)}"
        known = "" if name in block.scenario.catalogue else ", nor does the catalogue"
        raise PlannerError(
            f"{at}: exercise = {quoted(name)}: {place} does not hold it{known}{listed}"
        )
    parts = ", ".join(one.part for one in mine)
    if not found:
        raise PlannerError(
            f"{at}: part = {quoted(entry.part or '')}: {place} has {parts} of {name}"
        )
    if entry.what == "changed" and len(found) > 1:
        raise PlannerError(
            f"{at}: exercise = {quoted(name)}: {place} holds it as {parts}"
            f"\nMaybe add: part = {quoted(found[0].part)}"
        )
    return tuple(found)
