"""The athlete's own calendar: from an iCalendar file (RFC 5545) to the times that are busy.

It stands alone because nothing else here reads such files. What an appointment is about is never
kept: only when it begins and ends, in the athlete's wall-clock time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scenarios.errors import ScenarioError

if TYPE_CHECKING:
    from icalendar import Calendar

Span = tuple[datetime, datetime]
DAY = timedelta(days=1)
_TOO_OFTEN = ("SECONDLY", "MINUTELY")  # thousands of events a day, in no calendar of a person


def busy_spans(
    path: Path, where: str, start: date, end: date, zone: str, own: Collection[str] = ()
) -> list[Span]:
    """When an iCalendar file is busy between two dates, in order of time.

    Repeated events come with all their exceptions. Cancelled events and those marked free
    (TRANSP:TRANSPARENT, or FREE as Outlook writes it) do not count, nor do events without a
    length, nor what this plan has put there before. A whole day counts from midnight to midnight;
    times without a zone are local ones.

    Args:
        path: the file.
        where: how messages begin: the scenario's file and the key.
        start: the first date.
        end: the day after the last date.
        zone: the athlete's IANA time zone.
        own: ids of the sessions of this plan: they may lie in that calendar.

    Raises:
        ScenarioError: there is no such file, it is no iCalendar file, an event of it cannot be
            read, or none lies between the dates.
    """
    calendars = _read(path, where)
    found: list[tuple[Span, bool]] = []
    for calendar in calendars:
        for event in _occurrences(calendar, where, start - DAY, end + DAY):
            found.append((_local(event, ZoneInfo(zone)), _is_busy(event, own)))
    first, last = datetime.combine(start, time()), datetime.combine(end, time())
    within = [(span, is_busy) for span, is_busy in found if span[0] < last and first < span[1]]
    if not within:
        raise ScenarioError(
            f"{where}: holds no event between {start} and {end - DAY}, the days of the block\n"
            "Maybe export that calendar again, with the days to come, or take the file away"
        )
    return sorted(span for span, is_busy in within if is_busy and span[0] < span[1])


def _read(path: Path, where: str) -> list[Calendar]:
    """Every calendar of a file; programs may write several."""
    from icalendar import Calendar, Component

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError(
            f"{where}: no such file: {path}\n"
            "Maybe export the calendar to that place; a path counts from the scenario's folder"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(f"{where}: cannot be read: {reason}") from None
    try:
        parts: Iterable[Component] = Component.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise ScenarioError(f"{where}: {_NOT_ONE} ({_short(error)}){_MAYBE}") from None
    calendars = [part for part in parts if isinstance(part, Calendar)]
    if not calendars:
        raise ScenarioError(f"{where}: {_NOT_ONE}, or the end of it is missing{_MAYBE}")
    return calendars


_NOT_ONE = "is not an iCalendar file"
_MAYBE = "\nMaybe save the calendar as .ics: its lines run from BEGIN:VCALENDAR to END:VCALENDAR"


def _occurrences(calendar: Calendar, where: str, start: date, end: date) -> Iterator[Any]:
    """Every event of a calendar that touches the dates, repeated ones unrolled."""
    import recurring_ical_events

    for event in calendar.events:
        rule = event.get("RRULE")
        often = rule.get("FREQ", [""])[0] if isinstance(rule, dict) else ""
        if str(often).upper() in _TOO_OFTEN:
            raise _fault(where, event, f"repeats {str(often).lower()}")
    try:
        yield from recurring_ical_events.of(calendar).between(start, end)
    except Exception:  # of many kinds, by the fault; which event it is, we find out here
        for event in calendar.events:
            alone = calendar.copy()
            alone.subcomponents = [
                part for part in calendar.subcomponents if part.name == "VTIMEZONE" or part is event
            ]
            try:
                recurring_ical_events.of(alone).between(start, end)
            except Exception as error:  # again of many kinds: this is the event
                raise _fault(where, event, f"cannot be read ({_short(error)})") from None
        raise ScenarioError(f"{where}: its repeated events cannot be read{_MAYBE}") from None


def _fault(where: str, event: Any, what: str) -> ScenarioError:
    name = " ".join(str(event.get("SUMMARY", "")).split())[:60] or "without a title"
    return ScenarioError(
        f'{where}: the event "{name}" {what}\nMaybe delete it from that calendar and export again'
    )


def _short(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 80 else f"{text[:77]}..."


def _is_busy(event: Any, own: Collection[str]) -> bool:
    is_cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    is_free |= str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    return not is_cancelled and not is_free and str(event.get("UID", "")) not in own


def _local(event: Any, zone: ZoneInfo) -> Span:
    """An event in wall-clock time; its length survives where the clock is put back meanwhile."""
    begin, end = (_wall_clock(moment, zone) for moment in (event.start, event.end))
    return begin, end if end >= begin else begin + event.duration


def _wall_clock(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return moment.replace(fold=0)
