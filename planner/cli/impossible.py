"""What `planner plan` says of a request that cannot be met, and the file that would be possible."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli import console
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from planner.impossible.answer import Answer, ConflictRow, DemandRow, Impossible, RepairRow
    from planner.impossible.repair import Repair
    from scenarios.schema import Scenario


def check_target(out: Path | None, scenario: str) -> Path:
    """The file that `--apply` is to write, checked before any work is done.

    Raises:
        PlannerError: none is given, it is there already, or it is no TOML file.
    """
    if out is None or out.suffix != ".toml":
        given = "" if out is None else f" = {out}"
        raise PlannerError(
            f"--out{given}: with --apply it names the scenario file to write, ending in .toml"
            f"\nMaybe: planner plan {shlex.quote(scenario)} --apply 1 --out changed.toml"
        )
    if out.exists():
        raise PlannerError(f"{out}: is already there\nMaybe choose another name")
    return out


def show(
    asked: Scenario, found: Answer, name: str | None, as_json: bool, mend: str | None = None
) -> None:
    """Print an answer: as JSON to standard output, else in words to standard error.

    Args:
        asked: the request.
        found: what was proved of it.
        name: the file it comes from; None where it is only known from a block.
        as_json: for programs.
        mend: how to take a repair, if not with `planner plan --apply`.
    """
    from planner.exports.json import text_of
    from planner.impossible.answer import impossible

    told = impossible(asked, found, name)
    if as_json:
        console.write(text_of(told))
    else:
        apply = f"planner plan {shlex.quote(name or '')} --apply 1 --out changed.toml"
        console.say(
            "\n".join(_lines(told, found.stopped, mend or f"Maybe take one of them: {apply}"))
        )


def chosen(found: Answer, number: int) -> Repair:
    """The repair of a number.

    Raises:
        PlannerError: there is none of this number.
    """
    if number > len(found.repairs):
        many = len(found.repairs)
        known = (
            f"there are only {many}" if many > 1 else f"there is {'only one' if many else 'none'}"
        )
        raise PlannerError(f"--apply {number}: {known}; nothing was written")
    return found.repairs[number - 1]


def write(repair: Repair, name: str, target: Path) -> None:
    """Write the scenario with a repair.

    Raises:
        PlannerError: the file cannot be written.
    """
    from planner.exports.files import write_whole
    from planner.impossible.amend import amended_text

    write_whole(target, amended_text(name, repair.changes, target).encode())
    console.say(f"Written: {target} ({'; '.join(repair.words)})")


def _lines(told: Impossible, stopped: bool, mend: str) -> Iterator[str]:
    if not told.conflicts:
        why = "the search was stopped" if stopped else "there was not enough time"
        yield f"Proved impossible: no block exists for this scenario. To say why, {why}."
        if not stopped:
            yield "Maybe give it more time with --time-limit"
        return
    for number, conflict in enumerate(told.conflicts):
        yield from _conflict(conflict, is_first=number == 0)
    if told.repairs:
        yield "\nWhat would help, each proved to be possible:"
        for repair in told.repairs:
            yield from _repair(repair)
        yield mend
    elif told.complete:
        yield "\nNo small change was found that would help."
        yield "Maybe loosen one of these where it is set"
    if not told.complete:
        yield (
            "Stopped before everything was tried."
            if stopped
            else (
                "The time was up before everything was tried. Maybe give it more with --time-limit"
            )
        )


def _conflict(conflict: ConflictRow, is_first: bool) -> Iterator[str]:
    many = len(conflict.demands) > 1
    if is_first:
        yield (
            "Proved impossible. These demands cannot hold together:"
            if many
            else "Proved impossible. This demand cannot be met:"
        )
    else:
        yield "\nApart from that, with the first one repaired, these cannot:"
    yield from demand_lines(conflict.demands)
    if many and conflict.minimal:
        yield "Without any one of them the others can."
    elif not conflict.minimal:
        yield "(Some of them may not be needed: testing that took too long.)"


def demand_lines(demands: Iterable[DemandRow]) -> Iterator[str]:
    """Each demand with the places of its numbers."""
    for demand in demands:
        yield f"  {_weeks(demand)}{demand.sentence}"
        for row in demand.sources:
            value = "" if row.value in (None, {}, []) else f" = {_toml(row.value)}"
            yield f"      {row.said}: {row.key}{value}"


def _weeks(demand: DemandRow) -> str:
    weeks = demand.weeks
    if not weeks:
        return ""
    if len(weeks) > 2 and weeks == tuple(range(weeks[0], weeks[-1] + 1)):
        return f"weeks {weeks[0]} to {weeks[-1]}: "
    word = "week" if len(weeks) == 1 else "weeks"
    return f"{word} {', '.join(map(str, weeks))}: "


def _repair(repair: RepairRow) -> Iterator[str]:
    yield f"  {repair.number}  {'; '.join(repair.words)}"
    for change in repair.changes:
        yield f"      {change.key} = {_toml(change.after)}"


def _toml(value: Any) -> str:
    """A value as a scenario file has it, cut where it is long; 3, not 3.0 or [3, 3]."""
    from scenarios.loader import shown

    return shown(_whole(value))


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict) and value.keys() == {"begin", "end"}:  # a window
        return f"{value['begin'][:5]}-{value['end'][:5]}"
    if isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], dict):
        return _whole(value[0])
    if isinstance(value, (list, tuple)):
        is_one = len(value) == 2 and value[0] == value[1] and isinstance(value[0], (int, float))
        return _whole(value[0]) if is_one else [_whole(one) for one in value]
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items() if one is not None}
    return value
