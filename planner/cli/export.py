"""`planner export`: another format of a saved block, without solving."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import console, saved
from planner.cli.options import SavedBlock
from scenarios.errors import PlannerError

_ENDINGS = {"json": "block.json", "busy": "busy.ics"}


def export(
    block: SavedBlock,
    to: Annotated[
        str,
        typer.Option(
            "--to", help="html, pdf, ics, busy, json, csv, md or liftoscript.", metavar="FORMAT"
        ),
    ],
    out: Annotated[
        str | None, typer.Option("--out", help="File, or - for standard output.")
    ] = None,
) -> None:
    """Write a saved block in another format.

    Without --out it goes to NAME.FORMAT in this folder. With ics it says what each
    calendar does with a second import. A calendar to share at work is "busy": NAME.busy.ics holds
    times only. With pdf the page is laid out for paper, by a library that is installed with
    "pip install '.[pdf]'". The text for the app Liftosaur is "liftoscript".
    """
    from planner.exports import FORMATS
    from planner.exports.files import write_whole
    from planner.exports.names import stem
    from scenarios.wording import maybe

    if to not in FORMATS:
        raise PlannerError(
            f"--to {to}: no such format; there are {', '.join(FORMATS)}{maybe(to, FORMATS)}"
        )
    found = saved.read(block)
    data = FORMATS[to](found)
    if out == "-":
        console.write(data)
        return
    target = Path(out or f"{stem(block)}.{_ENDINGS.get(to, to)}")
    write_whole(target, data)
    console.say(f"Written: {target}")
    if to == "ics":
        from planner.exports.ics import IMPORT_HELP

        console.say(f"\n{IMPORT_HELP.rstrip()}")
