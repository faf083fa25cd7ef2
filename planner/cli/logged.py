"""What a log says of a block, in words and as JSON: a view of `planner.log`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from constraints.block import Block
from planner.cli import console
from planner.exports import words
from planner.log.done import Done, DoneEntry, DoneSession, DoneSet, Extra, done
from planner.log.match import Import
from planner.log.maxes import SLIP, Estimate, estimates, slips
from planner.log.model import Log, Unrecognised


def shown(block: Block, log: Log, path: Path, until: date | None) -> Iterator[RenderableType]:
    """What is logged and what is due, up to a day or else up to the last session logged."""
    state = done(block, log, str(path))
    logged = [one for one in state.sessions if one.is_logged]
    yield Text(words.title(block), style="bold")
    yield f"{len(logged)} of {words.count(len(state.sessions), 'session')} logged in {path}"
    for one in logged:
        yield from _session(block, one)
    yield from (_besides(block, extra) for extra in state.extras)
    if log.unrecognised:
        yield Text("\nNot recognised", style="bold")
        yield from (console.indented(_strange(one)) for one in log.unrecognised)
    moved = estimates(block, state)
    if moved:
        yield Text("\n1RM by what was lifted", style="bold")
        yield from (console.indented(_estimate(block, one)) for one in moved)
    yield from mistyped(block, state)
    yield Text("\nDue", style="bold")
    yield from (console.indented(text) for text in _due(block, state, until))


def new(block: Block, before: Log, after: Log, uid: str | None) -> Iterator[RenderableType]:
    """A session as the log has it now; without one the work besides that was logged last."""
    state = done(block, after)
    if uid is None:
        yield _besides(block, state.extras[-1])
    else:
        yield from _session(block, state.of(uid))
    was, now = estimates(block, done(block, before)), estimates(block, done(block, after))
    for estimate in now:
        if estimate not in was:
            yield console.indented(f"1RM: {_estimate(block, estimate)}")
    yield from map(console.indented, mistyped(block, state, done(block, before)))


def mistyped(block: Block, happened: Done, since: Done | None = None) -> Iterator[str]:
    """Loads that nobody can have lifted, but for those that were there since."""
    before = () if since is None else slips(block, since)
    for one in slips(block, happened):
        if one not in before:
            yield (
                f"{words.day(one.day)}: {words.name(block, one.exercise)} with {one.load / 100:g} "
                f"{one.unit} is more than {SLIP} times the 1RM that is known. It moves no "
                "1RM; log it again if it was a slip."
            )


def _besides(block: Block, extra: Extra) -> str:
    name = words.name(block, extra.exercise)
    return f"Besides, {_moment(extra.start)}: {name} {_sets(extra.sets, extra.unit)}"


def imported(block: Block, found: Import, program: str, path: Path) -> Iterator[RenderableType]:
    """What an import has brought."""
    new = len(found.entries)
    yield f"{program}: {new} new entr{'y' if new == 1 else 'ies'} in {path}"
    if found.already:
        yield f"{words.count(found.already, 'line')} were logged before and stay as they are."
    for held, entry, sets in found.differing:
        where, said = f"{held.session.week}{held.session.label}", ", ".join(map(str, sets))
        yield (
            f"{where}: of {words.line(block, entry)} the file says something else than the log: "
            f"{said or 'not done'}. The log stays; to correct it, log the exercise again."
        )
    if found.outside:
        yield f"{words.count(found.outside, 'workout')} before or after the block: left out."
    for day in found.alone:
        yield (
            f"{words.day(day)}: no session on this day, so its work counts as work besides. "
            "If a session was moved to it, log that first, with --moved-to."
        )
    for held, entry in found.not_in_file:
        where = f"{held.session.week}{held.session.label}"
        yield f"{where}: {words.line(block, entry)} is not in the file, and stays open."
    if found.unrecognised:
        yield Text("Not recognised, and kept in the log", style="bold")
        yield from (console.indented(_strange(one)) for one in found.unrecognised)
        yield "To have them recognised, name our ids in a file, and import again with --names FILE:"
        yield console.indented(f'[names]\n"{_plain(found.unrecognised[0].name)}" = "..."')


def _session(block: Block, one: DoneSession) -> Iterator[RenderableType]:
    moved = f" moved to {_moment(one.start)}," if one.was_moved else ""
    note = f" ({_plain(one.note)})" if one.note else ""
    said = "in part" if one.status == "open" else one.status
    session = one.session
    yield f"{session.week:>2}{session.label} {words.day(session.day)}:{moved} {said}{note}"
    if one.status in ("open", "changed"):
        for entry in one.entries:
            if entry.status != "done" or entry.note:
                yield console.indented(_entry(block, entry), 5)


def _entry(block: Block, one: DoneEntry) -> str:
    planned = one.planned
    did = {
        "open": "not logged", "missed": "missed", "done": "as planned",
        "changed": f"{_sets(one.sets, planned.unit)} instead of {words.work(planned)}",
    }[one.status]  # fmt: skip
    note = f" ({_plain(one.note)})" if one.note else ""
    return f"{words.line(block, planned)}: {did}{note}"


def _sets(sets: Sequence[DoneSet], unit: str) -> str:
    """Sets in the notebook's way, equal ones together: "3x6 @ 112.5 kg, RPE 8; 5 @ 112.5 kg"."""
    runs: list[tuple[DoneSet, int]] = []
    for one in sets:
        if runs and runs[-1][0] == one:
            runs[-1] = one, runs[-1][1] + 1
        else:
            runs.append((one, 1))
    return "; ".join(_set(one, many, unit) for one, many in runs)


def _set(one: DoneSet, many: int, unit: str) -> str:
    load = "" if one.load is None else f" @ {words.number(one.load / 100)} {unit}"
    rpe = "" if one.rpe is None else f", RPE {one.rpe / 2:g}"
    return f"{many}x{one.reps}{load}{rpe}"


def _moment(when: datetime) -> str:
    return words.day(when) if when.time() == time() else f"{words.day(when)} {when:%H:%M}"


def _strange(one: Unrecognised) -> str:
    sets = ", ".join(map(str, one.sets))
    return f'"{_plain(one.name)}" on {words.day(one.on)}: {sets}'


def _plain(text: str) -> str:
    return words.clean(text)


def _estimate(block: Block, one: Estimate) -> str:
    return f"{words.name(block, one.exercise)}: {one.reason}"


def _due(block: Block, state: Done, until: date | None) -> Iterator[str]:
    """Sessions that should be logged by now, and the next one after them."""
    held = [one.start.date() for one in state.sessions if one.is_logged]
    last = until or max(held, default=None)
    waiting = [one for one in state.sessions if one.status == "open"]
    late = [one for one in waiting if last is not None and one.start.date() <= last]
    later = [one for one in waiting if one not in late]
    for one in late:
        yield f"{_glance(block, one)}{' (in part logged)' if one.is_logged else ''}"
    if later:
        yield f"Next: {_glance(block, later[0])}"
    if not waiting:
        yield "Nothing: every session is logged."


def _glance(block: Block, one: DoneSession) -> str:
    return f"{words.day(one.start)}, {words.glance(block, one.session)}"


def as_json(block: Block, log: Log) -> bytes:
    """What was done, for programs: loads in the unit of their line, RPE as written."""
    state = done(block, log)
    table = {
        "format": "posterior-chain-done",
        "version": 1,
        "block": block.scenario.id,
        "sessions": [_session_row(one) for one in state.sessions],
        "extras": [
            {"start": one.start.isoformat(), "exercise": one.exercise, "unit": one.unit,
             "sets": _rows(one.sets)}
            for one in state.extras
        ],
        "one_rep_max": [
            {"exercise": one.exercise, "unit": one.unit, "after": one.after / 100,
             "before": None if one.before is None else one.before / 100, "reason": one.reason}
            for one in estimates(block, state)
        ],
    }  # fmt: skip
    return f"{json.dumps(table, indent=2, ensure_ascii=False)}\n".encode()


def _session_row(one: DoneSession) -> dict[str, Any]:
    return {
        "uid": one.session.uid, "week": one.session.week, "session": one.session.label,
        "status": one.status, "start": one.start.isoformat(),
        "exercises": [
            {"exercise": entry.planned.exercise, "part": entry.planned.part,
             "status": entry.status, "unit": entry.planned.unit, "sets": _rows(entry.sets)}
            for entry in one.entries
        ],
    }  # fmt: skip


def _rows(sets: Iterable[DoneSet]) -> list[dict[str, float | None]]:
    return [
        {"reps": one.reps, "load": None if one.load is None else one.load / 100,
         "rpe": None if one.rpe is None else one.rpe / 2}
        for one in sets
    ]  # fmt: skip
