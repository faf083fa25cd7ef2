"""`planner log`: what really happened, written beside a block."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from planner.cli import console, saved
from planner.cli.log_options import about, besides, refuse, when
from planner.cli.options import SavedBlock
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from constraints.block import Block, Session
    from planner.log.model import Log
    from scenarios.strength import Unit

_LIKE = "\nMaybe write a date, like 2027-02-01, or week and session, like 1A"


def log(
    block: SavedBlock,
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="A date, or week and session: 1A.")
    ] = None,
    exercise: Annotated[
        str | None, typer.Argument(metavar="EXERCISE", help="An exercise of it; else all of it.")
    ] = None,
    missed: Annotated[bool, typer.Option("--missed", help="It was not done.")] = False,
    is_extra: Annotated[
        bool, typer.Option("--extra", help="It was not planned: SESSION is the day.")
    ] = False,
    moved_to: Annotated[
        str | None,
        typer.Option("--moved-to", metavar="WHEN", help="2027-02-02 or 2027-02-02T18:00."),
    ] = None,
    sets: Annotated[
        int | None, typer.Option("--sets", metavar="N", min=1, max=50, help="Sets done.")
    ] = None,
    reps: Annotated[
        int | None, typer.Option("--reps", metavar="N", min=0, max=999, help="Of each set.")
    ] = None,
    load: Annotated[
        str | None,
        typer.Option("--load", metavar="WEIGHT", help="In the planned unit, or like 250lb."),
    ] = None,
    rpe: Annotated[
        float | None, typer.Option("--rpe", metavar="RPE", help="How hard, 1 to 10.")
    ] = None,
    each: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SET", help='One set: "6 x 112.5 @ 8" (repeatable).'),
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar="PART", help="work, top, back_off or test.")
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="A word to remember it by.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="A CSV export of Strong or Hevy."),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option("--names", metavar="FILE", help="TOML: names in that file and our ids."),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", help="kg or lb, where the CSV does not say."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--log", metavar="FILE", help="The log, if not NAME.log.toml beside BLOCK."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="List what is due by this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Log what really happened: a session or an exercise of it, done, changed, missed or moved.

    Without SESSION it prints what is logged and what is due. Without an option the session was
    done as planned. Entries are put behind what stands in the log; a later one corrects an earlier.
    """
    from planner.cli import logged
    from planner.log.file import append, beside, read
    from planner.replanning.strength_now import as_stated

    found = as_stated(saved.read(block).as_planned)  # the log is about the plan, whatever is over
    target = to or beside(block)
    asked = {
        "--sets": sets, "--reps": reps, "--load": load, "--rpe": rpe, "--set": each or None,
        "--part": part, "--moved-to": moved_to, "--missed": missed or None, "--note": note or None,
    }  # fmt: skip
    given = [name for name, value in asked.items() if value is not None]
    given += ["--extra"] if is_extra else []
    if file is not None:
        refuse(session is not None or given, "--import", "reads whole sessions: leave the rest out")
        _import(found, file, names, _unit(unit, found), target)
        return
    refuse(names is not None or unit is not None, "--names, --unit", "need --import FILE")
    if session is None:
        refuse(given, ", ".join(given), f"which session?{_LIKE}")
        written = read(target, found)
        until = None if on is None else when(on, "--on")
        day = until.date() if isinstance(until, datetime) else until
        if as_json:
            console.write(logged.as_json(found, written))
        else:
            console.show(*logged.shown(found, written, target, day))
        return
    refuse(on is not None or as_json, "--on, --json", "are for printing: leave SESSION out")
    before = read(target, found)
    one = None if is_extra else _session(found, before, session)
    if one is None:
        after = append(target, found, [besides(session, exercise, asked)])
    else:
        after = append(target, found, [about(found, one, exercise, asked)])
    console.say(f"Logged in {target}:")
    console.show(*logged.new(found, before, after, None if one is None else one.uid))


def _unit(unit: str | None, block: Block) -> Unit:
    if unit not in (None, "kg", "lb"):
        raise PlannerError(f"--unit {unit}: must be kg or lb")
    return cast("Unit", unit or block.scenario.athlete.units)


def _session(block: Block, log: Log, text: str) -> Session:
    """The session that is meant by week and label, or by the day it was planned or moved to."""
    from planner.log.done import done
    from planner.log.model import LogEntry
    from planner.log.places import find

    place = re.fullmatch(r"\s*([1-9]\d?)\s*([A-Za-z])\s*", text)
    if place is not None:
        where: dict[str, Any] = {"week": int(place[1]), "session": place[2].upper()}
        return find(block, LogEntry(what="done", **where), "SESSION")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PlannerError(f"SESSION {text}: no session is named so{_LIKE}") from None
    planned = {one.day for one in block.sessions}
    for one in done(block, log).sessions:
        if day not in planned and one.start.date() == day:
            return one.session
    return find(block, LogEntry(what="done", date=day), "SESSION")


def _import(block: Block, file: Path, names: Path | None, unit: Unit, target: Path) -> None:
    """Take the sets of an exported file into the log."""
    from planner.cli import logged
    from planner.log import imports
    from planner.log.file import append, read
    from planner.log.match import matched
    from planner.log.names import table

    try:
        data = file.read_bytes()
    except OSError as error:
        raise PlannerError(f"{file}: cannot be read: {error.strerror or error}") from None
    log: Log = read(target, block)
    program, sets = imports.read(data, str(file), unit)
    found = matched(block, log, sets, table(block.scenario, names), file.name)
    if found.entries or found.unrecognised:
        append(target, block, found.entries, found.unrecognised)
    console.show(*logged.imported(block, found, program, target))
