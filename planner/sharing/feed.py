"""Feeds: the blocks of a folder as calendars to subscribe to, behind addresses nobody can guess.

A WSGI application (PEP 3333) that knows a handful of exact paths and nothing else: a path is
never turned into a file name, so there is nothing to escape from. Whoever knows an address may
read that feed; so addresses come from a secret, and no address says whose plan it is. A block that
was planned again takes the place of the old one, at the same address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import os
import secrets
import socket
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from planner.exports.ics import to_busy, to_ics
from planner.exports.json import from_json
from planner.exports.names import ENDING, Revision, revision, stem
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

KEY_FILE: Final = ".planner-feed-key"
KEY_BYTES: Final = 32
TOKEN_LETTERS: Final = 32  # of 5 bits each: 160 bits that nobody guesses
Kind = Literal["training.ics", "training.html", "busy.ics"]
_CALENDAR: Final = "text/calendar; charset=utf-8"
_ALWAYS: Final = (
    ("Cache-Control", "private, no-cache"),
    ("Referrer-Policy", "no-referrer"),  # a link on the page must not tell its address
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
)
# The page has neither scripts nor anything from elsewhere.
_PAGE_ONLY: Final = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
)


@dataclass(frozen=True)
class Feed:
    """One thing that can be read: what of which block, and its path."""

    name: str  # of the block's files, without their endings
    kind: Kind
    path: str


@dataclass
class Feeds:
    """The feeds of a folder; call it as a WSGI application."""

    folder: Path
    key: bytes
    cancelled: bool = True  # whether sessions that a block has dropped are shown as cancelled
    report: Callable[[str], None] = lambda _: None
    _made: dict[tuple[Path, Kind], tuple[tuple[int, ...], bytes]] = field(default_factory=dict)

    def listed(self) -> Iterator[Feed]:
        """Every feed there is just now, by name."""
        last: dict[str, Revision] = {}
        for one in self.folder.iterdir():
            if one.name.endswith(ENDING) and not one.name.startswith("."):
                found = revision(stem(one))
                last[found.name] = max(found, last.get(found.name, found))
        for athlete, newest in sorted(last.items()):
            own, shared = self._token("own", athlete), self._token("busy", athlete)
            name = newest.stem
            yield Feed(name, "training.ics", f"/{own}/training.ics")
            page = self.folder / f"{name}.html"
            if page.is_file() and not page.is_symlink():
                yield Feed(name, "training.html", f"/{own}/training.html")
            yield Feed(name, "busy.ics", f"/{shared}/busy.ics")

    def _token(self, purpose: str, name: str) -> str:
        """What stands for a block in an address: it cannot be told from chance without the key."""
        digest = hmac.digest(self.key, os.fsencode(f"{purpose}/{name}"), "sha256")
        return base64.b32encode(digest).decode().lower()[:TOKEN_LETTERS]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        status, headers, body = self._answer(environ)
        start(status, [*headers, *_ALWAYS])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        method = environ["REQUEST_METHOD"]
        feed = self._found(environ.get("PATH_INFO", ""))
        if feed is None:
            return _plain("404 Not Found", "There is nothing here.\n")
        if method not in ("GET", "HEAD"):
            status, headers, body = _plain("405 Method Not Allowed", "Read only.\n")
            return status, [*headers, ("Allow", "GET, HEAD")], body
        try:
            data = self._bytes(feed)
        except (PlannerError, OSError) as error:
            # Never 404: a program that subscribes would take the sessions out of the calendar.
            self.report(f"{feed.name}: {error}")
            status, headers, body = _plain("503 Service Unavailable", "Try again later.\n")
            return status, [*headers, ("Retry-After", "600")], body
        etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        headers = [("ETag", etag)]
        if _is_known(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
            return "304 Not Modified", headers, b""
        is_page = feed.kind == "training.html"
        headers += [
            ("Content-Type", "text/html; charset=utf-8" if is_page else _CALENDAR),
            ("Content-Length", str(len(data))),
            *(_PAGE_ONLY if is_page else ()),
        ]
        return "200 OK", headers, data

    def _found(self, path: str) -> Feed | None:
        """The feed at a path; how long it takes does not tell how much of the path is right."""
        asked, right = path.encode("latin-1", "replace"), None
        for feed in self.listed():
            if hmac.compare_digest(asked, feed.path.encode()):
                right = feed
        return right

    def _bytes(self, feed: Feed) -> bytes:
        """What a feed says now; made again only when its file has changed."""
        is_page = feed.kind == "training.html"
        file = self.folder / f"{feed.name}{'.html' if is_page else ENDING}"
        data, version = _read(file, follow=not is_page)
        held = self._made.get((file, feed.kind))
        if held is not None and held[0] == version:
            return held[1]
        if not is_page:
            block = from_json(data, file.name)
            written = to_busy if feed.kind == "busy.ics" else to_ics
            data = written(block, self.cancelled)
        self._made[file, feed.kind] = version, data
        return data


def _read(file: Path, follow: bool) -> tuple[bytes, tuple[int, ...]]:
    """The bytes of a plain file, and what tells one version of it from another.

    What is sent as it is may be no link: that could lead anywhere.
    """
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    with os.fdopen(handle, "rb") as opened:
        now = os.fstat(handle)
        if not stat.S_ISREG(now.st_mode):
            raise PlannerError(f"{file}: is no plain file")
        return opened.read(), (now.st_ino, now.st_size, now.st_mtime_ns)


def _plain(status: str, text: str) -> tuple[str, list[tuple[str, str]], bytes]:
    body = text.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return status, headers, body


def _is_known(asked: str, etag: str) -> bool:
    """Whether a reader has this version already (If-None-Match, RFC 9110 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return "*" in known or etag in known


def key_of(folder: Path) -> bytes:
    """The secret of a folder, from the file `KEY_FILE` in it; made when there is none.

    Raises:
        PlannerError: it cannot be written or read, is damaged, or others can read it.
    """
    file = folder / KEY_FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w") as new:
            new.write(f"{secrets.token_hex(KEY_BYTES)}\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise PlannerError(
            f"{file}: cannot be written: {error.strerror}"
            "\nMaybe give a folder that is yours: the secret of its addresses is kept there"
        ) from None
    try:
        mode = file.stat().st_mode
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise PlannerError(f"{file}: cannot be read: {reason}{_MAYBE_NEW}") from None
    if len(key) != KEY_BYTES:
        raise PlannerError(f"{file}: cannot be read: it is damaged{_MAYBE_NEW}")
    if mode & 0o077:
        raise PlannerError(
            f"{file}: others can read it, and with it every address\nMaybe: chmod 600 {file}"
        )
    return key


_MAYBE_NEW: Final = "\nMaybe delete it: a new one is made, and every address changes"


def server_of(app: Any, host: str, port: int) -> tuple[Any, int]:
    """A server for the application, bound but not yet running, and the port that it has.

    Waitress: it is pure Python, needs nothing else, has been kept with care since 2011, and meets
    clients that are slow or send nonsense.

    Raises:
        PlannerError: the address cannot be used.
    """
    import waitress

    # A request that waits for a moment is no news to whoever reads the terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise PlannerError(
            f"--host {host} --port {port}: cannot be used: {error.strerror or error}"
            "\nMaybe take another port"
        ) from None
    server = waitress.create_server(
        app, sockets=[listening], ident=None, threads=4, max_request_header_size=16384,
        max_request_body_size=1024, channel_timeout=30,
    )  # fmt: skip
    return server, listening.getsockname()[1]
