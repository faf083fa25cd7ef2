"""`planner replan`: plan the rest of a block again, and change as little as possible."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import console, impossible, saved
from planner.cli.options import SavedBlock, finite
from planner.cli.plan import IMPOSSIBLE, STOPPED, say_undecided
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from constraints.block import Block
    from planner.log.done import Done
    from planner.replanning.replan import Again
    from planner.solving.attempt import Options
    from planner.solving.outcome import Planned


def replan(
    block: SavedBlock,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="What is asked for from now on, if it changed."),
    ] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The first day that can still change.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--log", metavar="FILE", help="The log, if not NAME.log.toml beside BLOCK."),
    ] = None,
    tolerance: Annotated[
        int,
        typer.Option(
            min=0, metavar="POINTS", help="`prefer` may cost so much more, for fewer changes."
        ),
    ] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the files (default: that of BLOCK).")
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help="Most seconds to solve.", callback=finite)
    ] = 300,
    is_thorough: Annotated[
        bool,
        typer.Option("--thorough", help="Go on until all is proved, or --time-limit is over."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Plan the rest of a block again, and change as little as possible.

    What lies before the date stays as the log has it; what the log does not mention counts as
    planned. 1RMs follow the logged sets. Prints what changed, writes the new block and its calendar
    beside the old ones, under the next number: NAME.2.block.json. Sessions keep their ids, so the
    calendar takes the new file as changes. Exit: 0 written, 2 wrong usage, 3 proved impossible, 4
    no plan in time, 130 stopped.
    """
    from planner.exports.names import stem
    from scenarios.loader import load

    old = saved.read(block)
    day = _day(on)
    asked = old.scenario if scenario is None else load(scenario, old.scenario.id)
    happened = _happened(old, file, block)
    target = _target(block, out)
    calendar = target.with_name(f"{stem(target)}.ics")
    saved.check_folder(target.parent, target, calendar)

    from planner.replanning.replan import replan as again
    from planner.solving.attempt import Options
    from planner.solving.outcome import Infeasible, Planned, Undecided

    options = Options(time_limit, is_thorough=is_thorough)
    with console.progress(quiet) as report:
        found = again(old, asked, day, happened, block.name, tolerance, options, report)
    outcome = found.outcome
    if isinstance(outcome, Infeasible):
        raise typer.Exit(_say_impossible(found, scenario, options, quiet, as_json))
    if isinstance(outcome, Undecided):
        raise typer.Exit(say_undecided(outcome, time_limit))
    assert isinstance(outcome, Planned), "the third outcome"
    _write(outcome, block, found.is_same, target, calendar)
    _print(found, old, outcome, block, as_json, happened)
    if outcome.stopped:
        console.say("Stopped: this is the best block so far. It is not proved.")
    console.say(f"Written: {target} and {calendar.name}")
    raise typer.Exit(STOPPED if outcome.stopped else 0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        given = f" {text}: must be" if text else ": is missing:"
        raise PlannerError(
            f"--on{given} a day, like 2027-02-15\nMaybe give the first day that can still change"
        ) from None


def _happened(old: Block, file: Path | None, block: Path) -> Done:
    """What the log says."""
    from planner.log.done import done
    from planner.log.file import beside, read

    path = file or beside(block)
    if file is not None and not file.exists():
        raise PlannerError(f"{file}: there is no such file\nMaybe leave out --log")
    return done(old.as_planned, read(path, old.as_planned), str(path))


def _target(block: Path, out: Path | None) -> Path:
    """Where the new block goes: the next number that is not taken."""
    from planner.exports.names import ENDING, revision, stem

    folder = out or block.parent
    last = revision(stem(block))
    while True:
        last = last._replace(number=last.number + 1)
        target = folder / f"{last.stem}{ENDING}"
        if not target.exists():
            return target


def _say_impossible(
    found: Again, scenario: str | None, options: Options, quiet: bool, as_json: bool
) -> int:
    from planner.impossible.answer import answer

    assert found.asked is not None, "what is impossible was asked for"
    with console.steps(quiet) as report:
        reasons = answer(found.asked, options.time_limit, options.seed, report)
    file = "a new SCENARIO" if scenario is None else shlex.quote(scenario)
    mend = f"Maybe write one of them into {file}, and replan again; the old block stays as it is"
    impossible.show(found.asked, reasons, scenario, as_json, mend)
    return STOPPED if reasons.stopped else IMPOSSIBLE


def _write(planned: Planned, old: Path, is_same: bool, target: Path, calendar: Path) -> None:
    """The new block and its calendar; the very bytes of the old block where nothing is new."""
    from planner.exports.files import write_whole
    from planner.exports.ics import to_ics
    from planner.exports.json import to_json

    write_whole(target, old.read_bytes() if is_same else to_json(planned.block))
    write_whole(calendar, to_ics(planned.block))


def _print(
    found: Again, old: Block, planned: Planned, file: Path, as_json: bool, happened: Done
) -> None:
    from planner.cli import changes
    from planner.cli.replanned import told
    from planner.explaining.difference import difference
    from planner.exports.json import text_of

    change = difference(old, planned.block)
    if as_json:
        console.write(text_of(change))
        return
    console.show(
        *changes.shown(change, old, planned.block, file), *told(found, old, planned, happened)
    )
