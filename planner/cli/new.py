"""`planner new`: a commented scenario file to start from, asked for or copied."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from planner.cli import console
from scenarios.errors import PlannerError

USUAL = "intermediate_3day_barbell"


def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The file to write, such as mine.toml.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="A shipped scenario, unasked; see: planner scenarios."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a commented scenario to start from.

    On a terminal it asks a few questions first. Without one, or with --from, it copies a shipped
    scenario, intermediate_3day_barbell where none is named.
    """
    from planner.exports.files import write_whole
    from scenarios.loader import shipped_text

    is_asking = source is None and console.is_asking()
    if file is None and not is_asking:
        raise PlannerError("FILE: is missing\nMaybe name it: planner new mine.toml")
    file = file or Path("mine.toml")
    text = "" if is_asking else without_id(shipped_text(source or USUAL))
    if file.exists() and not force:
        raise PlannerError(f"{file}: is already there\nMaybe choose another name, or add --force")
    if is_asking:
        text = _asked(file)
    write_whole(file, text.encode())
    console.say(f"Written: {file}\nNow edit it, then: planner plan {file}")


def _asked(file: Path) -> str:
    from datetime import date

    from planner.cli.questions import ask
    from planner.cli.starter import starter

    try:
        return starter(ask(date.today(), str(file)))
    except EOFError:
        raise KeyboardInterrupt from None  # Ctrl-D stops as Ctrl-C does: nothing is written


def without_id(text: str) -> str:
    """The text without an id of its own: then the id is the file's name."""
    top, table, rest = text.partition("\n[")
    return re.sub(r"(?m)^id\s*=.*\n?", "", top) + table + rest
