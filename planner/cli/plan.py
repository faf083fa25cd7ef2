"""`planner plan`: solve a scenario, print the block, write its files."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import console, saved
from planner.cli.options import EveryWeek, WeeksAsked

if TYPE_CHECKING:
    from planner.outcome import Infeasible, Outcome, Planned, Undecided

IMPOSSIBLE, NOT_IN_TIME, STOPPED = 3, 4, 130


def _finite(seconds: float) -> float:
    if not (math.isfinite(seconds) and seconds > 0):
        raise typer.BadParameter("must be a number of seconds above 0")
    return seconds


def plan(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("."),
    time_limit: Annotated[
        float, typer.Option("--time-limit", help="Most seconds to solve.", callback=_finite)
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
    week: WeeksAsked = None,
    every: EveryWeek = False,
) -> None:
    """Plan a scenario and write its files.

    Prints the block, writes NAME.ics and NAME.block.json, with --html also a page to read.
    Ctrl-C keeps the best block found so far. Exit: 0 written, 2 wrong scenario or usage,
    3 proved impossible, 4 no plan in time, 130 stopped.
    """
    from planner.cli.table import weeks_asked
    from scenarios.loader import load

    asked = load(scenario)
    weeks_asked(asked.weeks, week)
    name = saved.name(asked.id)
    calendar, block = out / f"{name}.ics", out / f"{name}.block.json"
    pages = [out / f"{name}.html"] if page else []
    saved.check_folder(out, calendar, block, *pages)
    if stats is not None:
        saved.check_folder(stats.parent, stats)

    from planner.solve import Options
    from planner.solve import plan as solve

    with console.progress(quiet) as report:
        outcome = solve(asked, Options(time_limit, workers, seed), report)
    code = _report(outcome, time_limit)
    if (planned := _planned(outcome)) is not None:
        _write(planned, calendar, block, pages)
        _print(planned, block, as_json, week, every)
        *files, last = str(block), calendar.name, *(one.name for one in pages)
        console.say(f"Written: {', '.join(files)} and {last}")
        code = code or (NOT_IN_TIME if require_proof and not planned.is_proved else 0)
    if stats is not None:
        _write_stats(outcome, stats)
    raise typer.Exit(code)


def _planned(outcome: Outcome) -> Planned | None:
    from planner.outcome import Planned

    return outcome if isinstance(outcome, Planned) else None


def _report(outcome: Outcome, time_limit: float) -> int:
    """Say what is not a proved block; the exit code."""
    from planner.outcome import Infeasible, Undecided

    if isinstance(outcome, Infeasible):
        _say_clash(outcome)
        return IMPOSSIBLE
    if isinstance(outcome, Undecided):
        return _say_undecided(outcome, time_limit)
    if outcome.stopped:
        console.say("Stopped: this is the best block so far. It is not proved.")
        return STOPPED
    if not outcome.is_proved:
        console.say("Time is up: this is the best block so far. It is not proved.")
    return 0


def _say_undecided(outcome: Undecided, time_limit: float) -> int:
    if outcome.stopped:
        console.say("Stopped before a block was found: nothing was written.")
        return STOPPED
    console.say(
        f"No block was found in {time_limit:g} s, and none was excluded: that is not the same as "
        "impossible.\nMaybe give it more time with --time-limit"
    )
    return NOT_IN_TIME


def _say_clash(outcome: Infeasible) -> None:
    """The rules that clash, and where the scenario sets them."""
    if not outcome.conflict:
        why = "not even without the rules" if outcome.minimal else "which rules clash took too long"
        console.say(f"Proved impossible: no block exists for this scenario ({why}).")
        return
    from constraints.rules import RULES
    from scenarios.loader import layer

    numbers = {rule.slug: rule.numbers for rule in RULES}
    can_be_softened = layer("base")["priorities"]
    lines = ["Proved impossible. These rules cannot hold together:"]
    for slug, sentence in zip(outcome.conflict, outcome.sentences, strict=True):
        keys = ", ".join(numbers.get(slug, ()))
        softer = f'[priorities] {slug} = "should"' if slug in can_be_softened else ""
        where = "; ".join(filter(None, (keys, softer)))
        lines += [f"  {slug}: {sentence}", *([f"      set by: {where}"] if where else [])]
    if not outcome.minimal:
        lines.append("(Some of them may not be needed: testing that took too long.)")
    lines.append("Maybe loosen one of them where it is set")
    console.say("\n".join(lines))


def _write(planned: Planned, calendar: Path, block: Path, pages: list[Path]) -> None:
    from planner.exports.files import write_whole
    from planner.exports.ics import to_ics
    from planner.exports.json import to_json

    write_whole(block, to_json(planned.block))
    write_whole(calendar, to_ics(planned.block))
    for page in pages:
        from planner.exports.html import to_html

        write_whole(page, to_html(planned.block))


def _print(
    planned: Planned, file: Path, as_json: bool, week: list[int] | None, every: bool
) -> None:
    if as_json:
        from planner.exports.json import to_json

        console.write(to_json(planned.block))
    else:
        from planner.cli import table

        console.show(*table.shown(planned.block, file, week, every))


def _write_stats(outcome: Outcome, path: Path) -> None:
    """What the solve took; the block itself holds no clock time."""
    from planner.exports.files import write_whole

    table = {"outcome": type(outcome).__name__.lower(), **asdict(outcome.statistics)}
    if (planned := _planned(outcome)) is not None:
        table["status"] = planned.block.solve.status
        table["tiers"] = [tier.model_dump() for tier in planned.block.solve.tiers]
    write_whole(path, f"{json.dumps(table, indent=2)}\n".encode())
