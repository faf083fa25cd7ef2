"""`planner publish`: the sessions of a block in a calendar on a CalDAV server."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import typer

from planner.cli import console, saved
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from planner.sharing.publish import Change

PASSWORD: Final = "PLANNER_CALDAV_PASSWORD"  # the name of the environment variable
_HERE: Final = ("localhost", "127.0.0.1", "::1")
_WOULD: Final = {"new": "would add", "changed": "would change", "removed": "would remove"}
_DID: Final = {"new": "added", "changed": "changed", "removed": "removed"}


def publish(
    block: Annotated[Path, typer.Argument(metavar="BLOCK", help="A file NAME.block.json.")],
    caldav: Annotated[
        str, typer.Option("--caldav", metavar="URL", help="The calendar on the server.")
    ],
    user: Annotated[str | None, typer.Option("--user", help="Your name on the server.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    plain_http: Annotated[
        bool, typer.Option("--plain-http", help="Send a password without https, in a safe network.")
    ] = False,
) -> None:
    """Bring a calendar on a CalDAV server to what a block says.

    Adds sessions, changes those that differ, removes those that the block has dropped, and touches
    no other event. The password comes from PLANNER_CALDAV_PASSWORD or is asked for.
    Exit: 0 done, 2 it could not be done, or not all of it.
    """
    from zoneinfo import ZoneInfo

    from planner.exports import words
    from planner.sharing.publish import Collection, agenda

    found = saved.read(block)
    _check_url(caldav, user is not None, plain_http)
    with Collection(caldav, user, _password(user)) as collection:
        asked = agenda(found, collection.read())
        zone, done, refused = ZoneInfo(found.scenario.timezone), Counter[str](), 0
        for change in asked.changes:
            try:
                is_done = dry_run or collection.apply(change)
            except PlannerError as error:
                count = f"{done.total()} of {len(asked.changes)}"
                raise PlannerError(f"After {count} changes: {error}") from None
            done[change.kind] += is_done
            refused += not is_done
            word = (_WOULD if dry_run else _DID)[change.kind] if is_done else _REFUSED
            console.show(f"{word}: {_name(change, zone)}")
    if asked.newer:
        console.show(
            f"{words.count(asked.newer, 'session')} there came from a later block than this one: "
            "was it planned again? To have that back, publish the newest, NAME.2.block.json, say."
        )
    would = "Nothing was done; it would be: " if dry_run else ""
    counts = ", ".join(f"{done[kind]} {kind}" for kind in _DID)
    console.show(
        f"{would}{counts}, {asked.unchanged} unchanged. Other events, left alone: {asked.foreign}."
    )
    if refused:
        raise PlannerError(f"{refused} not done: somebody else was faster\nMaybe run it again")


_REFUSED: Final = "left alone, changed by somebody else just now"


def _name(change: Change, zone: ZoneInfo) -> str:
    from planner.exports import words

    if change.start is None:
        return change.title
    local = change.start.astimezone(zone)
    return f"{words.day(local.date())} {local:%H:%M} {change.title}"


def _check_url(url: str, with_password: bool, plain_http: bool) -> None:
    """An address that can be used, and over which a password stays a secret."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        is_web = parts.scheme in ("http", "https") and parts.port != 0  # raises for no number
    except ValueError:
        host, is_web = None, False
    if not is_web or not host:
        raise PlannerError(
            f"--caldav {url}: is no address of a calendar"
            "\nMaybe write it like https://dav.example.org/me/training/"
        )
    if parts.username or parts.password:
        raise PlannerError(
            "--caldav: name and password do not belong in the address: others can see them"
            f"\nMaybe use --user NAME, and {PASSWORD} or the prompt"
        )
    if parts.scheme == "http" and with_password and host not in _HERE and not plain_http:
        raise PlannerError(
            f"--caldav {url}: over http everybody on the way can read the password"
            "\nMaybe use https, or --plain-http in a network that you trust"
        )


def _password(user: str | None) -> str | None:
    if user is None:
        return None
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise PlannerError(
            f"--user {user}: there is no password, and nobody to ask\nMaybe set {PASSWORD}"
        )
    return str(typer.prompt(f"Password of {user}", hide_input=True, err=True))
