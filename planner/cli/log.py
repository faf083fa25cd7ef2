"""`planner log`: what really happened, written beside a block."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from planner.cli import console, saved
from planner.cli.options import SavedBlock
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from constraints.block import Block, Entry, Session
    from planner.log.model import Log, LogEntry, Set
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
    if file is not None:
        _refuse(
            session is not None or given, "--import", "reads whole sessions: leave the rest out"
        )
        _import(found, file, names, _unit(unit, found), target)
        return
    _refuse(names is not None or unit is not None, "--names, --unit", "need --import FILE")
    if session is None:
        _refuse(given, ", ".join(given), f"which session?{_LIKE}")
        written = read(target, found)
        until = None if on is None else _when(on, "--on")
        day = until.date() if isinstance(until, datetime) else until
        if as_json:
            console.write(logged.as_json(found, written))
        else:
            console.show(*logged.shown(found, written, target, day))
        return
    _refuse(on is not None or as_json, "--on, --json", "are for printing: leave SESSION out")
    before = read(target, found)
    one = _session(found, before, session)
    entry = _entry(found, one, exercise, asked)
    after = append(target, found, [entry])
    console.say(f"Logged in {target}:")
    console.show(*logged.one(found, before, after, one.uid))


def _refuse(is_wrong: object, what: str, why: str) -> None:
    if is_wrong:
        raise PlannerError(f"{what}: {why}")


def _unit(unit: str | None, block: Block) -> Unit:
    if unit not in (None, "kg", "lb"):
        raise PlannerError(f"--unit {unit}: must be kg or lb")
    return cast("Unit", unit or block.scenario.athlete.units)


def _when(text: str, option: str) -> date | datetime:
    """A day, or a day with a local time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise PlannerError(
            f"{option} {text}: must be a day, like 2027-02-02, or a local time, like "
            "2027-02-02T18:00"
        )
    return found.date() if len(text) <= len("2027-02-02") else found


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


def _entry(block: Block, session: Session, exercise: str | None, asked: dict[str, Any]) -> LogEntry:
    """The entry that the options ask for.

    Raises:
        PlannerError: options that do not go together, or an exercise that is not in the session.
    """
    from pydantic import ValidationError

    from planner.log.model import LogEntry
    from planner.log.places import lines_of

    numbers = [key for key in ("--sets", "--reps", "--load", "--rpe", "--set") if asked[key]]
    numbers += ["--reps"] if asked["--reps"] == 0 else []
    moved, missed = asked["--moved-to"], asked["--missed"]
    _refuse(moved and missed, "--moved-to, --missed", "which of the two?")
    _refuse(moved and exercise, "--moved-to", "moves a whole session: leave EXERCISE out")
    _refuse(numbers and (moved or missed), ", ".join(numbers), "are for what was done")
    _refuse(numbers and not exercise, ", ".join(numbers),
            "of which exercise?\nMaybe add EXERCISE behind SESSION")  # fmt: skip
    _refuse(asked["--part"] and not exercise, "--part", "of which exercise?")
    what = "moved" if moved else "missed" if missed else "changed" if numbers else "done"
    values: dict[str, Any] = {
        "what": what, "uid": session.uid, "week": session.week, "session": session.label,
        "exercise": exercise, "part": asked["--part"], "note": asked["--note"] or "",
        "to": None if moved is None else _when(moved, "--moved-to"),
    }  # fmt: skip
    try:
        if exercise is not None:
            first = LogEntry(**{**values, "what": "changed", "sets": ("1",)})
            # Before any set is made of it: which line is meant, and is there only one?
            (*_, line) = lines_of(
                session, first if numbers else first.model_copy(update={"what": "done"}), block,
                "EXERCISE",
            )  # fmt: skip
            values["sets"] = _sets(line, asked) if numbers else None
        return LogEntry(**values)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message = fault["msg"].removeprefix("Value error, ")
        name = next((f"--{part}: " for part in fault["loc"] if part in ("part", "note")), "")
        raise PlannerError(f"{name}{message[:1].lower()}{message[1:]}") from None


def _sets(line: Entry, asked: dict[str, Any]) -> tuple[Set, ...]:
    """The sets that were done; what is not said is as planned."""
    from planner.log.model import Set

    if asked["--set"]:
        others = [key for key in ("--sets", "--reps", "--load", "--rpe") if asked[key] is not None]
        _refuse(others, ", ".join(others), "say it in --set, or leave --set out")
        return tuple(Set.model_validate(text) for text in asked["--set"])
    load, rpe = asked["--load"], asked["--rpe"]
    weight = re.fullmatch(r"\s*(\d{1,4}(?:\.\d{1,2})?)\s*(kg|lb)?\s*", load or "")
    _refuse(load is not None and weight is None, f"--load {load}",
            "must be a weight, like 112.5 or 250lb")  # fmt: skip
    _refuse(rpe is not None and not (1 <= rpe <= 10 and (2 * rpe).is_integer()), f"--rpe {rpe}",
            "must be from 1 to 10, in halves, like 8.5")  # fmt: skip
    one = Set(
        reps=line.reps if asked["--reps"] is None else asked["--reps"],
        load=line.load if weight is None else float(weight[1]),
        unit=None if weight is None else cast("Unit | None", weight[2]),
        rpe=rpe,
    )
    return (one,) * (asked["--sets"] or line.sets)


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
