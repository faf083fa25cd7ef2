"""`planner new`: a commented scenario file to start from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from planner.cli import console
from scenarios.errors import PlannerError


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    source: Annotated[
        str, typer.Option("--from", help="A shipped scenario; see: planner scenarios.")
    ] = "intermediate_3day_barbell",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a commented scenario to start from."""
    from planner.exports.files import write_whole
    from scenarios.loader import shipped_text

    text = without_id(shipped_text(source))
    if file.exists() and not force:
        raise PlannerError(f"{file}: is already there\nMaybe choose another name, or add --force")
    write_whole(file, text.encode())
    console.say(f"Written: {file}\nNow edit it, then: planner plan {file}")


def without_id(text: str) -> str:
    """The text without an id of its own: then the id is the file's name."""
    top, table, rest = text.partition("\n[")
    return re.sub(r"(?m)^id\s*=.*\n?", "", top) + table + rest
