"""Arguments and options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SavedBlock = Annotated[Path, typer.Argument(metavar="BLOCK", help="A file NAME.block.json.")]
WeeksAsked = Annotated[
    list[int] | None,
    typer.Option("--week", min=1, metavar="N", help="Print this week (repeatable)."),
]
EveryWeek = Annotated[bool, typer.Option("--all", help="Print every week in detail.")]
