"""`planner show`: print a saved block again, without solving."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import console, saved


def show(
    block: Annotated[Path, typer.Argument(metavar="BLOCK", help="A file NAME.block.json.")],
    week: Annotated[
        list[int] | None,
        typer.Option("--week", min=1, metavar="N", help="Print this week (repeatable)."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print every week in detail.")] = False,
) -> None:
    """Print a saved block again, without solving.

    An overview and the first week, or the weeks asked for.
    """
    from planner.cli import table

    console.show(*table.shown(saved.read(block), block, week, every))
