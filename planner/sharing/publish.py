"""Publishing: a block's sessions in a collection of a CalDAV server (RFC 4791).

The collection is brought to what the block says, with as few changes as can be: what is the same
is left alone, and so is every event of others. An event is our own when its UID is that of a
session, held or dropped, or when it carries the mark of the block (`MARK`). Every change says
which version of the event it is about (If-Match), so that nothing that somebody else wrote
meanwhile is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from icalendar import Calendar, Event

from constraints.block import Block
from planner.exports.ics import MARK, to_singles
from scenarios.errors import PlannerError
from scenarios.ids import block_key

TIMEOUT: Final = 60  # seconds that a server may be silent
CHANGED_MEANWHILE: Final = 412  # Precondition Failed, RFC 9110 15.5.13
GONE: Final = (404, 410)
# What a missing property means (RFC 5545 3.8.1.3, 3.8.1.11, 3.8.2.7): servers write some out.
_DEFAULTS: Final = {"CLASS": "PUBLIC", "STATUS": "CONFIRMED", "TRANSP": "OPAQUE"}
_TEXTS: Final = ("SUMMARY", "DESCRIPTION", "LOCATION", *_DEFAULTS, MARK)


class PublishError(PlannerError):
    """A server that cannot be reached, or that says no."""


@dataclass(frozen=True)
class Found:
    """An event on the server: where it is, which version of it, and what it says."""

    url: str
    etag: str | None
    data: str


@dataclass(frozen=True)
class Change:
    """One thing to do on the server. `found` is what is there now, `data` what has to be."""

    kind: Literal["new", "changed", "removed"]
    uid: str
    title: str
    start: datetime | None  # in UTC
    data: bytes = b""
    found: Found | None = None


@dataclass(frozen=True)
class Agenda:
    """What has to be done, and how much is left alone.

    `newer` counts events that a later revision of the block has written there.
    """

    changes: tuple[Change, ...]
    unchanged: int
    foreign: int
    newer: int


def agenda(block: Block, found: Iterable[Found]) -> Agenda:
    """What makes a collection say what a block says.

    Args:
        block: the block.
        found: every event of the collection.
    """
    wanted, key = to_singles(block), block_key(block.scenario.id)
    dropped = {one.uid for one in block.dropped}
    there: dict[str, tuple[Found, Event]] = {}
    removed, foreign = [], 0
    for one in found:
        event = _event(one.data)
        uid = "" if event is None else str(event.get("UID", ""))
        if event is not None and uid in wanted and uid not in there:
            there[uid] = one, event
        elif event is not None and (uid in dropped or str(event.get(MARK, "")) == key):
            removed.append(_change("removed", uid, event, found=one))
        else:
            foreign += 1
    changes, newer = [], 0
    for uid, data in wanted.items():
        event = _event(data.decode())
        assert event is not None
        old = there.get(uid)
        if old is None:
            changes.append(_change("new", uid, event, data))
        elif not _is_same(event, old[1]):
            changes.append(_change("changed", uid, event, data, old[0]))
            newer += _revision(old[1]) > _revision(event)
    removed.sort(key=lambda change: (str(change.start), change.uid))
    same = len(wanted) - len(changes)
    return Agenda((*changes, *removed), same, foreign, newer)


def _change(
    kind: Literal["new", "changed", "removed"],
    uid: str,
    event: Event,
    data: bytes = b"",
    found: Found | None = None,
) -> Change:
    start = _instant(event, "DTSTART")
    return Change(kind, uid, str(event.get("SUMMARY", "")), start, data, found)


def _instant(event: Event, name: str) -> datetime | None:
    """A time of an event in UTC; None for one without a zone, which we never write."""
    moment = getattr(event.get(name), "dt", None)
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(UTC)
    return None


def _event(data: str) -> Event | None:
    """The event of a calendar object; None when it holds no single one that can be read."""
    try:
        events = Calendar.from_ical(data).events
    except (ValueError, IndexError, KeyError, AttributeError):
        return None
    return events[0] if len(events) == 1 else None


def _is_same(ours: Event, theirs: Event) -> bool:
    """Whether an event says what it has to; stamps are left to the server, which may set them."""
    return _revision(theirs) >= _revision(ours) and _content(ours) == _content(theirs)


def _revision(event: Event) -> int:
    return int(event.get("SEQUENCE", 0))


def _content(event: Event) -> dict[str, Any]:
    content: dict[str, Any] = {
        name: "\n".join(str(event.get(name, _DEFAULTS.get(name, ""))).split("\n")).strip()
        for name in _TEXTS
    }
    for name in ("DTSTART", "DTEND"):
        content[name] = _instant(event, name)
    content["alarms"] = sorted(str(alarm.get("TRIGGER").to_ical()) for alarm in _alarms(event))
    content["categories"] = sorted(map(str, event.categories))
    return content


def _alarms(event: Event) -> list[Any]:
    return [part for part in event.walk("VALARM") if "TRIGGER" in part]


class Collection:
    """A calendar of a CalDAV server."""

    def __init__(self, url: str, user: str | None = None, password: str | None = None) -> None:
        """Nothing is asked of the server yet.

        Args:
            url: the address of the collection.
            user: who to say we are; None for a server that lets everybody in.
            password: theirs.
        """
        from caldav.davclient import DAVClient

        self.url = url if url.endswith("/") else f"{url}/"
        self._client: Any = DAVClient(
            url=self.url, username=user, password=password, timeout=TIMEOUT,
            enable_rfc6764=False,
        )  # fmt: skip

    def __enter__(self) -> Collection:
        """Use it as a context, so that its connections are closed."""
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def read(self) -> list[Found]:
        """Every event of the collection, in order of its address.

        Raises:
            PublishError: it cannot be read; the message says why.
        """
        self._check()
        events = self._asked(self._client.calendar(url=self.url).get_events)
        found = [Found(str(one.url), one.etag, one.data) for one in events if one.data]
        return sorted(found, key=lambda one: one.url)

    def _check(self) -> None:
        """That the address is one of a calendar; else the message names those that there are."""
        answer = self._asked(lambda: self._client.propfind(self.url, ["resourcetype"]))
        if answer.status in GONE:
            raise PublishError(f"{self.url}: there is no such calendar{self._maybe_url()}")
        types = [
            kind
            for part in answer.parse_propfind()
            for kind in part.properties.get("{DAV:}resourcetype") or ()
        ]
        if _CALENDAR not in types:
            raise PublishError(f"{self.url}: is no calendar{self._maybe_url()}")

    def _maybe_url(self) -> str:
        """A mend with the calendars of the server, where it tells."""
        from caldav.lib import error

        try:
            urls = sorted(str(one.url) for one in self._client.principal().calendars())
        except (OSError, error.DAVError):
            urls = []
        named = f": the server has {', '.join(urls[:5])}" if urls else ""
        return f"\nMaybe look up the address of the calendar itself{named}"

    def apply(self, change: Change) -> bool:
        """Make one change; False when the event was changed by somebody else meanwhile.

        Raises:
            PublishError: the server cannot be reached, or says no.
        """
        old, headers = change.found, {"Content-Type": "text/calendar; charset=utf-8"}
        if old is None:
            url, headers["If-None-Match"] = f"{self.url}{change.uid}.ics", "*"
        else:
            url = old.url
            if old.etag is not None:
                headers["If-Match"] = old.etag
        if change.kind == "removed":
            answer = self._asked(lambda: self._client.delete(url, headers))
            if answer.status in GONE:
                return True
        else:
            answer = self._asked(lambda: self._client.put(url, change.data.decode(), headers))
        if answer.status == CHANGED_MEANWHILE:
            return False
        if not 200 <= answer.status < 300:
            raise PublishError(
                f"{self.url}: the server refused a {change.kind} event: {answer.status} "
                f"{answer.reason}{_MAYBE_RIGHTS}"
            )
        return True

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What the server answers, or an error in the athlete's words."""
        from caldav.lib import error

        try:
            return ask()
        except error.AuthorizationError as fault:
            raise PublishError(f"{self.url}: {_denied(fault.reason)}{_MAYBE_PASSWORD}") from None
        except error.DAVError as fault:
            why = " ".join(str(fault.reason or fault).split())[:200]
            raise PublishError(f"{self.url}: cannot be used ({why}){_MAYBE_URL}") from None
        except OSError as fault:
            raise PublishError(
                f"{self.url}: the connection failed: {_why(fault)}{_MAYBE_AGAIN}"
            ) from None


def _why(fault: BaseException) -> str:
    """What a system says of a failed connection; the libraries wrap it in words of their own."""
    inner = fault
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        inner = deeper
    return getattr(inner, "strerror", None) or " ".join(str(fault).split())[:200]


def _denied(reason: str | None) -> str:
    return f"the server does not let us in ({reason or 'no reason given'})"


_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"
_MAYBE_URL: Final = "\nMaybe look up the address of the calendar itself in your calendar program"
_MAYBE_PASSWORD: Final = (
    "\nMaybe check --user and the password; some servers want an app password of its own"
)
_MAYBE_RIGHTS: Final = "\nMaybe the calendar is read-only for you"
_MAYBE_AGAIN: Final = "\nMaybe run the same again later: what is done already stays done"
