"""A reader of calendar files for tests: bytes first, because programs forgive too much."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from constraints.block import Block, Dropped, Session
from planner.exports.ics import PRODID, to_ics
from planner.exports.words import clean, glance, notebook

Component = dict[str, list[str]]


def content_lines(data: bytes) -> list[str]:
    """The unfolded lines of a file, after R1 is checked on its bytes."""
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")  # so no byte order mark
    assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    physical = data.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    assert all(line.strip() for line in physical)
    lines: list[str] = []
    for line in physical:
        text = line.decode("utf-8")  # fails where a fold lies inside a character
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def read(data: bytes) -> tuple[Component, list[Component]]:
    """The calendar and its events: values by property, an alarm as VALARM, VALARM/TRIGGER, ..."""
    stack: list[str] = []
    calendar: Component = {}
    events: list[Component] = []
    for line in content_lines(data):
        prop, value = line.split(":", 1)
        assert re.fullmatch(r"[A-Z-]+", prop), "we write no parameters"
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)
        if prop == "BEGIN":
            assert value == ("VCALENDAR", "VEVENT", "VALARM")[len(stack)]
            stack.append(value)
            if value == "VEVENT":
                events.append({})
            elif value == "VALARM":
                events[-1].setdefault("VALARM", []).append("")
        elif prop == "END":
            assert stack.pop() == value
        else:
            into = events[-1] if len(stack) > 1 else calendar
            into.setdefault("VALARM/" * (len(stack) == 3) + prop, []).append(value)
    assert not stack
    return calendar, events


def text(value: str) -> str:
    """A TEXT value without its escapes; ours holds no backslash of its own (R8)."""
    assert not re.search(r"(?<!\\)[,;]", value)
    assert not re.search(r"\\[^n,;]", value)
    return value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")


def utc(value: str) -> datetime:
    assert re.fullmatch(r"\d{8}T\d{6}Z", value)
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def check(own: Block) -> tuple[Component, list[Component]]:
    """R1 to R4 and R8 to R10 on the file of a block."""
    calendar, events = read(to_ics(own))
    assert {k: len(v) for k, v in calendar.items()} == dict.fromkeys(
        ("VERSION", "PRODID", "NAME", "X-WR-CALNAME"), 1
    )
    assert (calendar["VERSION"], calendar["PRODID"]) == (["2.0"], [PRODID])
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    assert text(calendar["NAME"][0]).strip()
    every: list[Session | Dropped] = [*own.sessions, *own.dropped]
    by_uid = {one.uid: one for one in every}
    assert len(events) == len(by_uid)
    assert {event["UID"][0] for event in events} == set(by_uid)
    for event in events:
        planned = by_uid[event["UID"][0]]
        once = {"UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"}
        once |= {"SEQUENCE", "STATUS", "TRANSP", "CATEGORIES"}
        may = {"CLASS", "LOCATION", "VALARM", "VALARM/ACTION", "VALARM/TRIGGER"}
        is_held = isinstance(planned, Session)
        if is_held:
            assert once <= set(event) <= once | may | {"VALARM/DESCRIPTION"}
        else:
            assert once - {"DESCRIPTION"} <= set(event) <= once - {"DESCRIPTION"} | {"CLASS"}
        assert {len(values) for values in event.values()} == {1}
        assert str(UUID(planned.uid)) == planned.uid
        start, end = utc(event["DTSTART"][0]), utc(event["DTEND"][0])
        assert start == planned.start
        assert end - start == timedelta(minutes=planned.minutes) > timedelta()
        assert event["DTSTAMP"] == event["LAST-MODIFIED"]
        assert event["SEQUENCE"] == [str(planned.sequence)]
        shown = ("CONFIRMED", "OPAQUE") if is_held else ("CANCELLED", "TRANSPARENT")
        assert (event["STATUS"], event["TRANSP"]) == tuple([one] for one in shown)
        for key in ("SUMMARY", "DESCRIPTION", "LOCATION", "VALARM/DESCRIPTION"):
            for value in map(text, event.get(key, [])):
                assert value == value.strip() != ""
                assert not set(value) & set("<>\ufeff\u202e")
        assert "\n" not in text(event["SUMMARY"][0])
        if not isinstance(planned, Session):
            assert text(event["SUMMARY"][0]) == clean(f"Cancelled: {planned.title}")
            continue
        assert text(event["SUMMARY"][0]) == glance(own, planned)
        assert text(event["DESCRIPTION"][0]) == notebook(own, planned)
    return calendar, events
