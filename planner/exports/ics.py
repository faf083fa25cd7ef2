"""The calendar file of a block: one event for each session, in UTC, the same bytes every time.

What programs really do with such files, and why the file is as it is: UTC only, because every
program reads it alike over a change of the clock; no METHOD and no UID of the calendar, because
some programs then take one event instead of all; the stamp of a session, never the time of the
export, because an unchanged session must stay unchanged for whoever reads the file again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vText

from constraints.block import Block, Dropped, Session
from planner.exports.words import clean, glance, notebook, title
from scenarios.errors import PlannerError
from scenarios.ids import block_key, busy_uid

PRODID: Final = "-//Posterior chain planner//Training block//EN"  # never with a version in it
BUSY_PRODID: Final = "-//planner//Times//EN"  # a calendar for others does not say of what
CATEGORY: Final = "Strength training"
BUSY: Final = "Busy"
CANCELLED: Final = "Cancelled"
MARK: Final = "X-POSTERIOR-CHAIN-BLOCK"  # on a server: the block that an event belongs to

IMPORT_HELP: Final = """\
Best: let the calendar subscribe to the file (put it where it has an https address).
Then a new plan replaces the old one by itself, within minutes to a day.

Importing the file instead: import it into a new calendar of its own. A first import works
everywhere. What a second import of a changed plan does:

  updates the sessions            CalDAV upload (Radicale, vdirsyncer), khal, Evolution, GNOME,
                                  KDE (only sessions that the planner has revised)
  unreliable                      Google (never doubled, but changes are often ignored),
                                  Apple (macOS updates; iPhone and iCloud may refuse)
  changes nothing                 Thunderbird, Nextcloud: delete the calendar, import again
  doubles every session           Outlook, calcurse: delete the calendar, import again

A session that is gone from the new plan stays where it was imported, except in a subscribed
calendar, vdirsyncer and an upload that replaces a whole Radicale calendar.
"""


def to_ics(block: Block, cancelled: bool = True) -> bytes:
    """The block as an iCalendar file (RFC 5545): UTF-8, CRLF, lines of at most 75 octets.

    Args:
        block: the block.
        cancelled: whether sessions that it has dropped are in it, as cancelled events.

    Errors: PlannerError for a session whose uid, stamp, start or minutes cannot be used.
    """
    return _calendar(block, PRODID, title(block), _event, cancelled)


def to_singles(block: Block) -> dict[str, bytes]:
    """Each session as a calendar object of its own, by uid, as servers keep them (RFC 4791 4.1).

    Each carries `MARK` with the key of its block.

    Errors: as `to_ics`.
    """
    found = {}
    for session in sorted(block.sessions, key=lambda session: (_start(session), session.uid)):
        calendar, event = Calendar(), _event(block, session)
        calendar.add("prodid", PRODID)
        calendar.add("version", "2.0")
        event.add(MARK, block_key(block.scenario.id))
        calendar.add_component(event)
        found[session.uid] = calendar.to_ical()
    return found


def to_busy(block: Block, cancelled: bool = True) -> bytes:
    """The times of the block and nothing else, to share at work: every event is called "Busy".

    The ids are stable, and others than in the full file: nobody can match the two.

    Args and errors: as `to_ics`.
    """
    return _calendar(block, BUSY_PRODID, BUSY, _busy_event, cancelled)


def event_text(block: Block, session: Session | Dropped) -> bytes:
    """What the calendar says of a session, its revision left out: to see whether it changed."""
    first = {"sequence": 0, "stamp": "2000-01-01T00:00:00Z"}
    text: bytes = _event(block, session.model_copy(update=first)).to_ical()
    return text


def _calendar(
    block: Block,
    prodid: str,
    name: str,
    event: Callable[[Block, Session | Dropped], Event],
    cancelled: bool,
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", prodid)
    calendar.add("version", "2.0")
    # Both are TEXT (RFC 7986 5.1); without a type the library would leave a comma unescaped.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    seen: set[str] = set()
    sessions: list[Session | Dropped] = [*block.sessions, *(block.dropped if cancelled else ())]
    for session in sorted(sessions, key=lambda session: (_start(session), session.uid)):
        if session.uid in seen:
            raise _fault(session, f"another session has the same uid {session.uid}")
        seen.add(session.uid)
        calendar.add_component(event(block, session))
    data: bytes = calendar.to_ical()
    return data


def _bare(session: Session | Dropped, uid: str, summary: str) -> Event:
    """When a session is, which revision of it this is, and whether it is held at all.

    Some programs do not look at the status: so a session that is dropped says so in its title,
    and takes no time.
    """
    stamp, is_held = stamp_of(session), isinstance(session, Session)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)  # without METHOD the same as DTSTAMP (RFC 5545 3.8.7.2)
    event.add("sequence", session.sequence)
    event.add("dtstart", _start(session))
    event.add("dtend", _end(session))
    event.add("summary", summary if is_held else clean(f"{CANCELLED}: {summary}"))
    event.add("status", "CONFIRMED" if is_held else "CANCELLED")
    event.add("transp", "OPAQUE" if is_held else "TRANSPARENT")
    return event


def _busy_event(_: Block, session: Session | Dropped) -> Event:
    return _bare(session, busy_uid(_uid(session)), BUSY)


def _event(block: Block, session: Session | Dropped) -> Event:
    wishes = block.scenario.calendar
    summary = session.title if isinstance(session, Dropped) else glance(block, session)
    event = _bare(session, _uid(session), summary)
    event.add("categories", [CATEGORY])
    if wishes.private:
        event.add("class", "PRIVATE")
    if isinstance(session, Dropped):
        return event
    event.add("description", notebook(block, session))
    if location := clean(wishes.location):
        event.add("location", location)
    if wishes.reminder_minutes is not None:
        before = timedelta(minutes=wishes.reminder_minutes)
        event.add_component(Alarm.new_display(summary, -before))
    return event


def _start(session: Session | Dropped) -> datetime:
    if session.start.utcoffset() is None:
        raise _fault(session, f"start {session.start} has no offset, such as +01:00")
    return session.start.astimezone(UTC).replace(microsecond=0)


def _end(session: Session | Dropped) -> datetime:
    """Start and minutes, added in UTC: on wall clocks an hour is lost or won over a change."""
    end = _start(session) + timedelta(minutes=session.minutes)
    if session.minutes < 1:
        raise _fault(session, f"minutes = {session.minutes}: must be 1 or more")
    if session.end.utcoffset() is None or session.end.astimezone(UTC) != end:
        local = end.astimezone(session.start.tzinfo)
        raise _fault(session, f"start and minutes give the end {local}, not {session.end}")
    return end


def stamp_of(session: Session | Dropped) -> datetime:
    """When a session was last revised, in UTC: no clock time, it only grows."""
    try:
        stamp = datetime.fromisoformat(session.stamp)
    except ValueError:
        stamp = datetime.min
    if stamp.utcoffset() is None:
        raise _fault(session, f'stamp "{session.stamp}" is not like 2027-02-01T00:00:00Z')
    return stamp.astimezone(UTC).replace(microsecond=0)


def _uid(session: Session | Dropped) -> str:
    """The uid, a UUID: it holds no name, mail, date or host (RFC 7986 5.3)."""
    try:
        if str(UUID(session.uid)) == session.uid:
            return session.uid
    except ValueError:
        pass
    raise _fault(session, f'uid "{session.uid}" is not a UUID')


def _fault(session: Session | Dropped, what: str) -> PlannerError:
    where = f"week {session.week}, session {session.label}"
    return PlannerError(f"{where}: {what}\nMaybe plan again, or undo the last edit of the block")
