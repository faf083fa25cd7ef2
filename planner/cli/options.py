"""Arguments and options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

SavedBlock = Annotated[Path, typer.Argument(metavar="BLOCK", help="A file NAME.block.json.")]
WeeksAsked = Annotated[
    list[int] | None,
    typer.Option("--week", min=1, metavar="N", help="Print this week (repeatable)."),
]
EveryWeek = Annotated[bool, typer.Option("--all", help="Print every week in detail.")]


def finite(seconds: float | None) -> float | None:
    """A time that a solver can be given; None where none is stated."""
    if seconds is not None and not (math.isfinite(seconds) and seconds > 0):
        raise typer.BadParameter("must be a number of seconds above 0")
    return seconds
