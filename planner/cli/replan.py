"""`planner replan`: plan the rest of a block again, and change as little as possible."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from planner.cli import console, impossible, saved
from planner.cli.options import SavedBlock, finite
from planner.cli.plan import IMPOSSIBLE, STOPPED, say_undecided
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from constraints.absences import Absence
    from constraints.block import Block, Session
    from constraints.rule import Breach
    from planner.log.done import Done
    from planner.replanning.replan import Again
    from planner.solving.attempt import Options
    from planner.solving.outcome import Planned

_SUFFIX: Final = ".block.json"
FRESH_DAYS: Final = 42  # after a pause, in which nobody knows yet how strong they are [P]


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
    from scenarios.loader import load

    old = saved.read(block)
    day = _day(on)
    asked = old.scenario if scenario is None else load(scenario)
    happened = _happened(old, file, block)
    target = _target(block, out)
    calendar = target.with_name(f"{_stem(target)}.ics")
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


def _stem(block: Path) -> str:
    return block.name.removesuffix(_SUFFIX) if block.name.endswith(_SUFFIX) else block.stem


def _target(block: Path, out: Path | None) -> Path:
    """Where the new block goes: the next number that is not taken."""
    folder = out or block.parent
    name, number = _stem(block), 1
    if (numbered := re.fullmatch(r"(.+)\.([1-9]\d{0,3})", name)) is not None:
        name, number = numbered[1], int(numbered[2])
    while True:
        number += 1
        target = folder / f"{name}.{number}{_SUFFIX}"
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
    from planner.explaining.difference import difference
    from planner.exports.json import text_of

    change = difference(old, planned.block)
    if as_json:
        console.write(text_of(change))
        return
    console.show(
        *changes.shown(change, old, planned.block, file), *_told(found, old, planned, happened)
    )


def _told(found: Again, old: Block, planned: Planned, happened: Done) -> Iterator[RenderableType]:
    """What the change amounts to, why loads follow, and what can no longer be mended."""
    from rich.text import Text

    from planner.exports import words

    yield from map(_later, found.later)
    if found.is_same:
        yield "Nothing is new: the block stays as it is."
        return
    past = planned.block.scenario.replanned
    assert past is not None, "the block was planned again"
    for moved, follow in ((past.maxes, "and its loads follow"), (past.unfollowed, _UNFOLLOWED)):
        if moved:
            yield Text(f"\nThe strength has moved, {follow}", style="bold")
        for one in moved:
            was = "by rule of thumb" if one.was is None else f"{one.was:.1f}"
            step = f"{was} -> {one.now:.1f} {one.unit}"
            yield console.indented(f"{words.name(planned.block, one.exercise)} 1RM {step}")
            yield console.indented(console.printable(one.reason), 4)
    yield from map(console.indented, _silent(happened, past.on))
    assert found.changes is not None, "there is a block"
    points, bound = found.changes
    proof = "proved to be the least" if points == bound else f"at least {bound} are needed"
    yield Text("\nLeast change", style="bold")
    yield console.indented(f"{words.count(points, 'point')} of change, {proof}.")
    if not planned.is_proved:
        yield console.indented("What the block pays is not proved to be the least.")
    yield from map(console.indented, words.of_test(planned.block))
    yield from map(console.indented, _after_pause(planned.block))
    yield from map(console.indented, _after_absence(planned.block))
    yield from map(console.indented, _not_taken_back(old, planned.block))
    report = planned.report
    for text in dict.fromkeys(f"{one.text} ({one.rule})" for one in report.forced):
        yield console.indented(f"Gives way to what happened: {text}")
    yield from _over(report.history)


def _silent(happened: Done, on: date) -> Iterator[str]:
    """That the loads do not follow sets that were too easy or too long."""
    from planner.exports import words
    from planner.log import maxes

    if count := maxes.silent(happened, on):
        say = "says" if count == 1 else "say"
        yield (
            f"{words.count(count, 'logged set')} {say} little of strength: below RPE "
            f"{maxes.LEAST_RPE / 2:g} nobody knows how many reps were left, nor after more than "
            f"{maxes.MOST_REPS} reps ({maxes.MOST_REPS_HARD} from RPE {maxes.HARD / 2:g} on). They "
            "count for the least that they can mean, where that is more than was known."
        )


def _after_pause(block: Block) -> Iterator[str]:
    """Why sets fall where weeks of return from a pause are to come."""
    from constraints import held
    from constraints.rules.after_pause import AfterPause
    from planner.exports import words

    for rule in AfterPause.asked_by(block.scenario):
        coming = [one for one in rule.returns if not held.is_over(block.scenario, one.week)]
        if not coming:
            continue
        yield replace(rule, returns=tuple(coming)).explain()
        test = block.scenario.goal.test
        backs = [block.timeline[one.week].start for one in rule.returns if one.is_first]
        if test is not None and any(0 <= (test - back).days <= FRESH_DAYS for back in backs):
            yield (
                f"The test on {words.day(test)} rests on a 1RM from before the pause: let the last "
                "heavy sets decide its attempts."
            )


def _after_absence(block: Block) -> Iterator[str]:
    """How exercises start that come back and have not been trained yet."""
    from constraints.rules.after_absence import AfterAbsence

    def is_coming(one: Absence) -> bool:
        since = (session for session in block.in_order if session.week_index >= one.first)
        trained = (s for s in since if any(e.exercise == one.exercise for e in s.exercises))
        first = next(trained, None)
        return first is not None and not block.is_over(first)

    for rule in AfterAbsence.asked_by(block.scenario):
        broken = {breach.where.exercise for breach in rule.audit(block)}
        coming = [one for one in rule.back if is_coming(one) and one.exercise not in broken]
        if coming:
            yield replace(rule, back=tuple(coming)).explain()


def _not_taken_back(old: Block, block: Block) -> Iterator[str]:
    """Exercises that are allowed again, and that no wish brings back."""
    from planner.exports import words

    allowed = set(old.scenario.exercises.exclude) - set(block.scenario.exercises.exclude)
    coming = (one for one in block.in_order if not block.is_over(one))
    back = {entry.exercise for one in coming for entry in one.exercises}
    if names := sorted(words.name(block, one) for one in allowed - back):
        yield (
            f"Allowed again, and not taken back: {', '.join(names)}. Pin or prefer what you want "
            "to have back."
        )


def _over(history: Iterable[Breach]) -> Iterator[RenderableType]:
    """Demands that what was done has broken: one line a rule, for nothing can mend them."""
    from planner.replanning.replan import BUILT_IN

    by_rule: dict[str, list[str]] = {}
    for one in history:
        if one.priority == "must" and one.rule not in BUILT_IN:
            by_rule.setdefault(one.rule, []).append(one.text)
    for rule, texts in by_rule.items():
        different = list(dict.fromkeys(texts))
        more = f" (and {len(different) - 1} more)" if len(different) > 1 else ""
        yield console.indented(f"Over, and not to be mended: {different[0]}{more} ({rule})")


_UNFOLLOWED: Final = "but no block was found that follows it"


def _later(session: Session) -> str:
    return (
        f"Week {session.week} {session.label}, {session.day}: the log mentions it, but it is still "
        "to come. Give a later --on when it is over."
    )
