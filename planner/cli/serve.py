"""`planner serve`: the blocks of a folder as calendars that others subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from planner.cli import console
from scenarios.errors import PlannerError

_WHAT: Final = {"training.ics": "calendar", "training.html": "page", "busy.ics": "times only"}
_HERE: Final = ("localhost", "127.0.0.1", "::1")


def serve(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with files NAME.block.json.")
    ],
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others than this machine's too.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8765,
    url: Annotated[
        str | None, typer.Option("--url", help="Where others reach it, such as https://me.org.")
    ] = None,
    no_cancelled: Annotated[
        bool, typer.Option("--no-cancelled", help="Leave dropped sessions out of the calendars.")
    ] = False,
) -> None:
    """Offer the blocks of a folder as calendar feeds, until Ctrl-C.

    Each block has addresses that nobody can guess, and that stay as they are; they are printed.
    Put it behind a web server with https before others subscribe (see the README).
    """
    from planner.exports.names import ENDING
    from planner.sharing.feed import Feeds, key_of, server_of

    if not folder.is_dir():
        raise PlannerError(f"{folder}: there is no such folder\nMaybe make it: mkdir -p {folder}")
    if not any(one.name.endswith(ENDING) for one in folder.iterdir()):
        raise PlannerError(
            f"{folder}: holds no block\nMaybe plan one into it: planner plan NAME --out {folder}"
        )
    feeds = Feeds(folder, key_of(folder), not no_cancelled, console.say)
    server, free = server_of(feeds, host, port)
    name = f"[{host}]" if ":" in host else host
    base = (url or f"http://{name}:{free}").rstrip("/")
    for feed in feeds.listed():
        line = console.printable(f"{feed.name} ({_WHAT[feed.kind]}): {base}{feed.path}")
        console.write(f"{line}\n".encode(errors="replace"))  # whole, so that it can be copied
    console.say("Serving. Whoever knows an address can read what it leads to. Ctrl-C ends it.")
    if host not in _HERE and url is None:
        console.say("Other machines can reach it, without https: everybody on the way can read it.")
    try:
        server.run()
    finally:
        server.close()
