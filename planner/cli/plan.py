"""`planner plan`: solve a scenario, print the block, write its files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import console, impossible, saved
from planner.cli.options import EveryWeek, WeeksAsked, finite
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from planner.impossible.answer import Answer
    from planner.solving.attempt import Options
    from planner.solving.outcome import Outcome, Planned, Undecided
    from scenarios.schema import Scenario

IMPOSSIBLE, NOT_IN_TIME, STOPPED = 3, 4, 130


def plan(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for the files (default: here); with --apply a file."),
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help="Most seconds to solve.", callback=finite)
    ] = 300,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Threads; only one repeats itself.")
    ] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of the search.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the block as JSON.")] = False,
    page: Annotated[bool, typer.Option("--html", help="Write NAME.html as well.")] = False,
    require_proof: Annotated[
        bool, typer.Option("--require-proof", help="Exit 4 when the block is not proved.")
    ] = False,
    stats: Annotated[
        Path | None, typer.Option("--stats", help="Write sizes and times to this file.")
    ] = None,
    apply: Annotated[
        int | None,
        typer.Option(
            "--apply",
            min=1,
            metavar="N",
            help="Write an impossible scenario with repair N to the file --out, and plan that.",
        ),
    ] = None,
    week: WeeksAsked = None,
    every: EveryWeek = False,
) -> None:
    """Plan a scenario and write its files.

    Prints the block, writes NAME.ics and NAME.block.json, with --html also a page to read. A
    scenario that is impossible is answered with what cannot hold together, and what would help.
    Ctrl-C keeps the best block found so far. Exit: 0 written, 2 wrong scenario or usage,
    3 proved impossible, 4 no plan in time, 130 stopped.
    """
    from planner.cli.table import weeks_asked
    from scenarios.loader import load

    asked = load(scenario)
    weeks_asked(asked.weeks, week)
    target = None if apply is None else impossible.check_target(out, scenario)
    folder = (out or Path(".")) if target is None else target.parent
    files = _Files(asked, folder, page)
    if stats is not None:
        saved.check_folder(stats.parent, stats)

    from planner.solving.attempt import Options
    from planner.solving.outcome import Infeasible

    options = Options(time_limit, workers, seed)
    outcome = _solved(asked, options, quiet)
    if isinstance(outcome, Infeasible):
        found = _answered(asked, options, quiet)
        if apply is None or target is None:
            impossible.show(asked, found, scenario, as_json)
            _write_stats(outcome, stats)
            raise typer.Exit(STOPPED if found.stopped else IMPOSSIBLE)
        impossible.write(impossible.chosen(found, apply), scenario, target)
        asked = load(str(target))
        files = _Files(asked, folder, page)
        outcome = _solved(asked, options, quiet)
    elif apply is not None:
        raise PlannerError(
            f"{scenario}: was not proved impossible, so nothing is to be repaired"
            "\nMaybe leave out --apply"
        )
    code = _report(outcome, time_limit)
    if (planned := _planned(outcome)) is not None:
        files.write(planned)
        _print(planned, files.block, as_json, week, every)
        console.say(files.told())
        code = code or (NOT_IN_TIME if require_proof and not planned.is_proved else 0)
    _write_stats(outcome, stats)
    raise typer.Exit(code)


def _solved(asked: Scenario, options: Options, quiet: bool) -> Outcome:
    from planner.solving import solve

    with console.progress(quiet) as report:
        return solve.plan(asked, options, report)


def _answered(asked: Scenario, options: Options, quiet: bool) -> Answer:
    from planner.impossible.answer import answer

    with console.steps(quiet) as report:
        return answer(asked, options.time_limit, options.seed, report)


class _Files:
    """The files of a block; that they can be written is checked before any work is done."""

    def __init__(self, asked: Scenario, folder: Path, page: bool) -> None:
        from planner.exports.names import ENDING

        name = saved.name(asked.id)
        self.block, self._calendar = folder / f"{name}{ENDING}", folder / f"{name}.ics"
        self._pages = [folder / f"{name}.html"] if page else []
        saved.check_folder(folder, self._calendar, self.block, *self._pages)

    def write(self, planned: Planned) -> None:
        """Write all of them."""
        from planner.exports.files import write_whole
        from planner.exports.ics import to_ics
        from planner.exports.json import to_json

        write_whole(self.block, to_json(planned.block))
        write_whole(self._calendar, to_ics(planned.block))
        for page in self._pages:
            from planner.exports.html import to_html

            write_whole(page, to_html(planned.block))

    def told(self) -> str:
        """Which files were written."""
        *files, last = str(self.block), self._calendar.name, *(one.name for one in self._pages)
        return f"Written: {', '.join(files)} and {last}"


def _planned(outcome: Outcome) -> Planned | None:
    from planner.solving.outcome import Planned

    return outcome if isinstance(outcome, Planned) else None


def _report(outcome: Outcome, time_limit: float) -> int:
    """Say what is not a proved block; the exit code."""
    from planner.solving.outcome import Infeasible, Undecided

    if isinstance(outcome, Infeasible):  # a repair is proved possible by the same demands
        raise AssertionError("the repaired scenario is impossible")
    if isinstance(outcome, Undecided):
        return say_undecided(outcome, time_limit)
    if outcome.stopped:
        console.say("Stopped: this is the best block so far. It is not proved.")
        return STOPPED
    if not outcome.is_proved:
        console.say("Time is up: this is the best block so far. It is not proved.")
    return 0


def say_undecided(outcome: Undecided, time_limit: float) -> int:
    """Say that there is no block; the exit code."""
    if outcome.stopped:
        console.say("Stopped before a block was found: nothing was written.")
        return STOPPED
    console.say(
        f"No block was found in {time_limit:g} s, and none was excluded: that is not the same as "
        "impossible.\nMaybe give it more time with --time-limit"
    )
    return NOT_IN_TIME


def _print(
    planned: Planned, file: Path, as_json: bool, week: list[int] | None, every: bool
) -> None:
    if as_json:
        from planner.exports.json import to_json

        console.write(to_json(planned.block))
    else:
        from planner.cli import table

        console.show(*table.shown(planned.block, file, week, every))


def _write_stats(outcome: Outcome, path: Path | None) -> None:
    """What the solve took; the block itself holds no clock time."""
    if path is None:
        return
    from planner.exports.files import write_whole

    table = {"outcome": type(outcome).__name__.lower(), **asdict(outcome.statistics)}
    if (planned := _planned(outcome)) is not None:
        table["status"] = planned.block.solve.status
        table["tiers"] = [tier.model_dump() for tier in planned.block.solve.tiers]
    write_whole(path, f"{json.dumps(table, indent=2)}\n".encode())
