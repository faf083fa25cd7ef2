"""What real programs make of the calendar file: a CalDAV server with its client, and khal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from constraints.block import Block
from planner.exports.ics import to_ics
from planner.exports.words import glance, notebook
from planner.replanning.revision import revised
from tests.builders import block, session, weeks
from tests.planner.chain import chain
from tests.shipped import planned

LIFTER, SHALOM = "\U0001f3cb\U0001f3fd\u200d\u2640\ufe0f", "\u05e9\u05dc\u05d5\u05dd"
OWN = f"Deadlift, spring; \u201ehalf\u201c {LIFTER} {SHALOM} 100 % ^n"

BASIC = "Basic bGlmdGVyOm5vbmU="  # lifter, none: the server asks for a name, not for a password

Row = tuple[datetime, datetime, str, str]
Collection = Any  # a caldav Calendar: its methods are half typed


def plan() -> Block:
    """36 sessions over the change of the clock, one of them in the night of the change."""
    night = session(datetime(2027, 3, 28).date(), datetime(2027, 3, 28, 1, 30).time(), minutes=90,
                    week=8, label="D")  # fmt: skip
    own = [*weeks()[:-1], night]
    return block(own, title=OWN, calendar={"reminder_minutes": 30, "location": "Halle 2, Tor"})


def shipped() -> Block:
    """The block that the README plans: 36 sessions, planned and proved."""
    return planned("intermediate_3day_barbell")


either = pytest.mark.parametrize("made", [plan, shipped])


def rows(own: Block) -> dict[str, Row]:
    return {
        s.uid: (s.start.astimezone(UTC), s.end.astimezone(UTC), glance(own, s), notebook(own, s))
        for s in own.sessions
    }


def reminders(own: Block) -> dict[str, list[datetime]]:
    """When the athlete wants to be reminded of each session."""
    minutes = own.scenario.calendar.reminder_minutes
    before = [] if minutes is None else [timedelta(minutes=minutes)]
    return {s.uid: [s.start.astimezone(UTC) - one for one in before] for s in own.sessions}


def singles(data: bytes) -> dict[str, str]:
    """One calendar for each event, as CalDAV wants them and clients cut them (RFC 4791 4.1)."""
    whole = icalendar.Calendar.from_ical(data)
    found = {}
    for event in whole.events:
        one = icalendar.Calendar()
        one.add("prodid", whole["PRODID"])
        one.add("version", "2.0")
        one.add_component(event)
        found[str(event["UID"])] = one.to_ical().decode()
    return found


# -- CalDAV -----------------------------------------------------------------------------------


def on_server(collection: Collection) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for resource in collection.events():
        event: Any
        (event,) = icalendar.Calendar.from_ical(resource.data).events
        assert event["UID"] not in found
        found[str(event["UID"])] = (
            event.start, event.end, str(event["SUMMARY"]), str(event["DESCRIPTION"]),
        )  # fmt: skip
    return found


def due_on_server(collection: Collection) -> dict[str, list[datetime]]:
    """When the server's events remind, by uid."""
    found = {}
    for resource in collection.events():
        event: Any
        (event,) = icalendar.Calendar.from_ical(resource.data).events
        found[str(event["UID"])] = [one.trigger for one in event.alarms.times]
    return found


@either
def test_caldav_keeps_every_session_and_doubles_none(
    collection: Collection, made: Callable[[], Block]
) -> None:
    own = made()
    for _ in range(2):
        for one in singles(to_ics(own)).values():
            collection.add_event(one)
        assert on_server(collection) == rows(own)
        assert due_on_server(collection) == reminders(own)
        assert len(on_server(collection)) == 36


def test_caldav_updates_a_revised_session(collection: Collection) -> None:
    own = plan()
    for one in singles(to_ics(own)).values():
        collection.add_event(one)
    first, *others = own.sessions
    changes = {"sequence": 1, "stamp": "2027-02-02T00:00:00Z", "label": "Z"}
    revised = own.model_copy(update={"sessions": (first.model_copy(update=changes), *others)})
    collection.add_event(singles(to_ics(revised))[first.uid])
    assert on_server(collection) == rows(revised)
    assert due_on_server(collection) == reminders(revised)


def test_upload_of_the_whole_file(collection: Collection) -> None:
    own = plan()
    for _ in range(2):
        request = urllib.request.Request(
            str(collection.url), data=to_ics(own), method="PUT",
            headers={"Content-Type": "text/calendar; charset=utf-8", "Authorization": BASIC},
        )  # fmt: skip
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            assert answer.status == 201
        assert on_server(collection) == rows(own)
        assert due_on_server(collection) == reminders(own)


# -- khal -------------------------------------------------------------------------------------


FIELDS = ("start-long", "end-long", "title", "description")


class Khal:
    """khal with a home of its own."""

    def __init__(self, home: Path, zone: str) -> None:
        self.home = home
        (home / "vdir").mkdir()
        (home / "config").write_text(
            f"[calendars]\n[[training]]\npath = {home / 'vdir'}\ntype = calendar\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {home / 'khal.db'}\n[default]\ndefault_calendar = training\n"
        )

    def __call__(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(self.home / "config"), *arguments]
        env = {**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        env |= {f"XDG_{kind}_HOME": str(self.home) for kind in ("CONFIG", "DATA", "CACHE")}
        run = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
        assert run.returncode == 0, run.stderr
        assert "rror" not in run.stderr
        return run.stdout

    def events(self) -> list[dict[str, Any]]:
        asked = [part for field in ("uid", *FIELDS) for part in ("--json", field)]
        out = self("list", *asked, "2027-01-31", "100d")
        return [event for line in out.splitlines() for event in json.loads(line)]


@either
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_khal_imports_and_doubles_nothing(
    tmp_path: Path, zone: str, made: Callable[[], Block]
) -> None:
    own, khal, file = made(), Khal(tmp_path, zone), tmp_path / "plan.ics"
    file.write_bytes(to_ics(own))

    def local(at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"

    expected = {
        uid: (local(start), local(end), *words) for uid, (start, end, *words) in rows(own).items()
    }
    for _ in range(2):
        khal("import", "--batch", str(file))
        events = khal.events()
        assert len(events) == 36
        assert {e["uid"]: tuple(e[field] for field in FIELDS) for e in events} == expected
    assert len(list((tmp_path / "vdir").glob("*.ics"))) == 36


def test_khal_follows_revisions(tmp_path: Path) -> None:
    """Sessions move, are dropped and come back: never twice, never at an old time."""
    own, khal, file = block(weeks(2)), Khal(tmp_path, "Europe/Berlin"), tmp_path / "plan.ics"
    first, second, *others = own.sessions
    tomorrow = {"start": first.start + timedelta(days=1), "end": first.end + timedelta(days=1)}
    moved = first.model_copy(update=tomorrow)
    for sessions, gone in (([first, second], None), ([moved], second), ([second], first)):
        own = revised(own, block([*sessions, *others]))
        file.write_bytes(to_ics(own))
        khal("import", "--batch", str(file))
        if gone is None:
            continue
        events = {event["uid"]: event for event in khal.events()}
        assert set(events) == {first.uid, second.uid, *(one.uid for one in others)}
        assert [u for u, one in events.items() if "Cancelled" in one["title"]] == [gone.uid]
        assert events[first.uid]["start-long"] == "2027-02-02 18:00"
        assert events[second.uid]["start-long"] == "2027-02-03 18:00"
        assert len(list((tmp_path / "vdir").glob("*.ics"))) == 6


# -- three replans, one after the other ---------------------------------------------------------


def cancelled(own: Block) -> set[str]:
    return {one.uid for one in own.dropped}


def test_caldav_follows_three_replans(collection: Collection) -> None:
    for own in chain():
        for one in singles(to_ics(own)).values():
            collection.add_event(one)
    found = {}
    for resource in collection.events():
        event: Any
        (event,) = icalendar.Calendar.from_ical(resource.data).events
        assert event["UID"] not in found
        found[str(event["UID"])] = event
    last = chain()[-1]
    expected = rows(last)
    assert set(found) == set(expected) | cancelled(last)
    assert {uid for uid, event in found.items() if event["STATUS"] == "CANCELLED"} == cancelled(
        last
    )
    for uid, (start, end, title, notes) in expected.items():
        event = found[uid]
        read = event.start, event.end, str(event["SUMMARY"]), str(event["DESCRIPTION"])
        assert read == (start, end, title, notes)


def test_khal_follows_three_replans(tmp_path: Path) -> None:
    khal, file = Khal(tmp_path, "Europe/Berlin"), tmp_path / "plan.ics"
    for own in chain():
        file.write_bytes(to_ics(own))
        khal("import", "--batch", str(file))
    last = chain()[-1]
    found = {event["uid"]: event for event in khal.events()}
    assert len(khal.events()) == len(found) == len(last.sessions) + len(last.dropped)
    assert {u for u, one in found.items() if "Cancelled" in one["title"]} == cancelled(last)
    for one in last.sessions:
        assert found[one.uid]["start-long"] == f"{one.local_start:%Y-%m-%d %H:%M}"
        assert found[one.uid]["title"] == glance(last, one)
