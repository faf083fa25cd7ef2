"""`planner explain`: what a block costs and why, or what differs from another block."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from planner.cli import console, saved
from planner.cli.options import SavedBlock

if TYPE_CHECKING:
    from rich.console import RenderableType

    from planner.explaining.explain import Explanation, RuleRow

_BASIS: Final = {
    "science": "science", "convention": "convention", "both": "science and convention",
}  # fmt: skip


def explain(
    block: SavedBlock,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="BLOCK", help="What changed since this other block."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Explain a saved block: every rule, its source, what it cost and where.

    With --against: prices and sessions that differ from an older block of the same scenario.
    Nothing is solved; whether a `must` is broken is for planner check to judge.
    """
    from planner.cli import changes
    from planner.explaining.difference import difference
    from planner.explaining.explain import explain as explanation
    from planner.exports.json import text_of

    asked = saved.read(block)
    if against is None:
        found = explanation(asked)
        data, parts = text_of(found), _explanation(found, block)
    else:
        older = saved.read(against)
        change = difference(older, asked)
        data, parts = text_of(change), changes.shown(change, older, asked, against)
    if as_json:
        console.write(data)
    else:
        console.show(*parts)


def _explanation(found: Explanation, file: Path) -> Iterator[RenderableType]:
    from rich.text import Text

    from planner.exports import words

    yield Text(words.clean(found.title), style="bold")
    if found.is_as_planned:
        yield words.proof(found.solve)
    else:
        yield f"Not as it was planned: planner check {shlex.quote(str(file))} says what is broken."
    broken = [row for row in found.rules if row.is_broken]
    paid = sorted((row for row in found.rules if row.price), key=_dearest)
    holding = [row for row in found.rules if not row.breaches]
    prices = ", ".join(f"{tier} {points}" for tier, points in found.price.items())
    yield f"Price: {prices}; {words.count(len(found.rules), 'rule')}, {len(holding)} of them hold."
    for heading, rows in (("Broken", broken), ("Paid for", paid), ("Rules that hold", holding)):
        if rows:
            yield Text(f"\n{heading}", style="bold")
            yield from (part for row in rows for part in _rule(row))
    if found.unasked:
        yield Text("\nTurned off, or without use for this athlete", style="bold")
        yield console.indented(", ".join(found.unasked))
    yield "\nReferences: planner rules --sources. Convention is a choice of this project."


def _dearest(row: RuleRow) -> tuple[bool, int]:
    return row.priority != "should", -row.price


def _rule(row: RuleRow) -> Iterator[RenderableType]:
    from planner.cli.changes import breaches
    from planner.cli.listings import price_line, sources_line

    price = f": {row.price}" if row.price else ""
    yield f"{row.rule} ({row.priority}){price}"
    yield console.indented(row.sentence)
    yield console.indented(f"{sources_line(row.source)} ({_BASIS[row.basis]})")
    if row.price:
        yield console.indented(price_line(row.weight, row.point))
    if row.breaches and row.keys:
        yield console.indented(f"In the scenario: {', '.join(row.keys)}")
    if row.breaches:
        yield breaches(("", one) for one in row.breaches)
