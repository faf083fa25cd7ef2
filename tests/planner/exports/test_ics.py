"""The calendar file, read byte by byte: no program notices all of these faults."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time as clock
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exports import FORMATS
from planner.exports.ics import IMPORT_HELP, to_busy, to_ics
from planner.exports.words import glance, notebook
from scenarios.errors import PlannerError
from tests.builders import block, entry, session, weeks
from tests.planner.exports.reading import check, read, text, utc

HOSTILE = [
    "\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    "x\nEND:VEVENT\nEND:VCALENDAR",
    "C:\\new\\path\\",
    "\\nBEGIN:VALARM",
    "bell\x07 nul\x00 esc\x1b[2J del\x7f csi\x9b",
    "a\u0085b\u2028c\u2029d\x0b\x0ce",
    ';LANGUAGE=de:x"',
    "a;b,c:d\"e'f^n^^",
    "<script>alert(1)</script>",
    "\ufeff\u202eleft\u2066",
    "  \t blanks \t ",
    "\u00a0",
    "=cmd|' /C calc'!A0",
]


def test_a_whole_block() -> None:
    _, events = check(block(weeks()))
    assert len(events) == 36
    assert text(events[0]["SUMMARY"][0]) == "Wk 1 A: Deadlift 4x6 @ 100 kg +4"


def test_sorted_by_start_then_uid() -> None:
    own = list(weeks(4))
    twin = session(own[0].day, uid="00000000-0000-5000-8000-000000000000", week=1, label="T")
    data = to_ics(block([*reversed(own), twin]))
    assert data == to_ics(block([twin, *own]))
    _, events = read(data)
    keys = [(utc(event["DTSTART"][0]), event["UID"][0]) for event in events]
    assert keys == sorted(keys)
    assert keys[0][1] == twin.uid


def test_an_instant_sorts_the_same_in_any_offset() -> None:
    early = session(date(2027, 2, 1), time(23, 30), zone="Pacific/Kiritimati")
    late = session(date(2027, 2, 1), time(11), zone="Europe/Berlin")
    _, events = check(block([late, early]))
    assert [event["UID"][0] for event in events] == [early.uid, late.uid]


def test_sequence_and_stamp_are_those_of_the_session() -> None:
    moved = session(sequence=3, stamp="2027-02-01T02:00:00+01:00")
    _, (event,) = check(block([moved]))
    assert event["SEQUENCE"] == ["3"]
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == ["20270201T010000Z"]


def test_a_revised_session_leaves_the_others_byte_by_byte() -> None:
    first = weeks(2)
    second = (first[0].model_copy(update={"sequence": 1, "label": "Z"}), *first[1:])
    cut = b"BEGIN:VEVENT"
    before, after = (to_ics(block(own)).split(cut) for own in (first, second))
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, *[True] * 5]


# -- names, places, alarms --------------------------------------------------------------------


def test_title_names_the_calendar() -> None:
    calendar, _ = check(block(title="Zw\u00f6lf Wochen, dann; Test"))
    assert calendar["NAME"] == ["Zw\u00f6lf Wochen\\, dann\\; Test"]


def test_private_and_place_only_when_asked_for() -> None:
    _, (plain,) = check(block())
    assert not {"CLASS", "LOCATION", "VALARM"} & set(plain)
    _, (told,) = check(block(calendar={"private": True, "location": "Gym,\nhall 2"}))
    assert told["CLASS"] == ["PRIVATE"]
    assert text(told["LOCATION"][0]) == "Gym, hall 2"
    _, (blank,) = check(block(calendar={"location": " \n"}))
    assert "LOCATION" not in blank


@pytest.mark.parametrize(("minutes", "trigger"), [(30, "-PT30M"), (90, "-PT1H30M"), (1440, "-P1D")])
def test_one_alarm_before_the_start(minutes: int, trigger: str) -> None:
    _, (event,) = check(block(calendar={"reminder_minutes": minutes}))
    assert event["VALARM/ACTION"] == ["DISPLAY"]
    assert event["VALARM/TRIGGER"] == [trigger]
    assert event["VALARM/DESCRIPTION"] == event["SUMMARY"]


def test_an_alarm_at_the_start() -> None:
    _, (event,) = check(block(calendar={"reminder_minutes": 0}))
    assert event["VALARM/TRIGGER"] in (["PT0S"], ["P0D"])


# -- hostile text -----------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    define = {"trick": {"pattern": "hinge", "modality": "accessory", "name": words}}
    own = session(exercises=[entry("trick", load=40)], label=words)
    check(
        block(
            [own, session(date(2027, 2, 3))],
            title=words,
            note=words,
            calendar={"location": words, "reminder_minutes": 5},
            exercises={"define": define},
        )
    )


@pytest.mark.parametrize("shift", range(8))
def test_folds_keep_characters_whole(shift: int) -> None:
    """Four octets a character, so that some fold would cut one at every shift."""
    title = "x" * shift + "\U0001f3cb\ufe0f\u200d\u2640 \u00e9\u4e2d" * 40
    calendar, (event,) = check(block(title=title[:500]))
    assert text(calendar["NAME"][0]) == title[:500].strip()
    assert text(event["DESCRIPTION"][0]).endswith("\n" + title[:500].strip())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=10))
def test_any_words(title: str, place: str, label: str) -> None:
    plain = block([session(label=label)])
    wishes = plain.scenario.calendar.model_copy(update={"location": place})
    told = plain.scenario.model_copy(update={"title": title, "calendar": wishes})
    check(plain.model_copy(update={"scenario": told}))


# -- clocks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "start", "end"),
    [
        (date(2027, 3, 27), time(18), "20270327T170000Z", "20270327T183000Z"),
        (date(2027, 3, 28), time(1, 30), "20270328T003000Z", "20270328T020000Z"),
        (date(2027, 3, 28), time(18), "20270328T160000Z", "20270328T173000Z"),
        (date(2027, 3, 29), time(18), "20270329T160000Z", "20270329T173000Z"),
        (date(2027, 10, 31), time(1, 30), "20271030T233000Z", "20271031T010000Z"),
        (date(2027, 10, 31), time(18), "20271031T170000Z", "20271031T183000Z"),
    ],
)
def test_change_of_the_clock(day: date, at: time, start: str, end: str) -> None:
    _, (event,) = check(block([session(day, at, minutes=90)]))
    assert (event["DTSTART"], event["DTEND"]) == ([start], [end])
    local = utc(start).astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.date(), local.time()) == (day, at)


def test_a_zone_object_gives_the_same_as_an_offset() -> None:
    own = session(date(2027, 3, 28), time(1, 30), minutes=90)
    zone = ZoneInfo("Europe/Berlin")
    zoned = own.model_copy(
        update={"start": own.start.astimezone(zone), "end": own.end.astimezone(zone)}
    )
    assert to_ics(block([zoned])) == to_ics(block([own]))


# -- times to share -----------------------------------------------------------------------------


def test_times_only() -> None:
    own = block(
        weeks(), title="My secret plan", calendar={"reminder_minutes": 5, "location": "Gym"}
    )
    calendar, events = read(to_busy(own))
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == ["Busy"]
    _, full = read(to_ics(own))
    for event, told in zip(events, full, strict=True):
        assert set(event) == {
            "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS",
            "TRANSP",
        }  # fmt: skip
        assert event["SUMMARY"] == ["Busy"]
        assert event["TRANSP"] == ["OPAQUE"]
        assert [event[key] for key in ("DTSTART", "DTEND", "SEQUENCE")] == [
            told[key] for key in ("DTSTART", "DTEND", "SEQUENCE")
        ]
    text = to_busy(own).decode().lower()
    for word in ("train", "secret", "gym", "deadlift", "wk", own.scenario.id):
        assert word not in text


def test_times_have_ids_of_their_own_that_stay() -> None:
    own = block(weeks(1))
    moved = own.model_copy(update={"sessions": (session(uid=own.sessions[0].uid, minutes=70),)})
    (first, *_), (again,) = (read(to_busy(one))[1] for one in (own, moved))
    assert first["UID"] == again["UID"]
    assert not {e["UID"][0] for e in read(to_busy(own))[1]} & {one.uid for one in own.sessions}
    assert str(UUID(first["UID"][0])) == first["UID"][0]


# -- what cannot be used ----------------------------------------------------------------------

WALL_CLOCK = datetime.fromisoformat("2027-03-28T03:00:00+02:00")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"uid": "me@example.org"}, 'uid "me@example.org" is not a UUID'),
        ({"uid": "6C505D7C-6872-55C6-8B57-B071C8C7700F"}, "is not a UUID"),
        ({"stamp": "yesterday"}, 'stamp "yesterday" is not like 2027-02-01T00:00:00Z'),
        ({"stamp": "2027-02-01T00:00:00"}, "is not like"),
        ({"start": datetime(2027, 2, 1, 18)}, "has no offset"),
        ({"minutes": 66}, "give the end 2027-02-01 19:06:00+01:00, not 2027-02-01 19:05:00+01:00"),
        ({"minutes": 0}, "minutes = 0: must be 1 or more"),
    ],
)
def test_a_session_that_cannot_be_used(changes: dict[str, Any], said: str) -> None:
    own = session().model_copy(update=changes)
    with pytest.raises(PlannerError, match=re.escape(said)) as error:
        to_ics(block([own]))
    assert str(error.value).startswith("week 1, session A: ")
    assert "\nMaybe " in str(error.value)


def test_an_end_reckoned_on_wall_clocks_is_found_out() -> None:
    """01:30 + 90 min on the change day is 04:00, not 03:00."""
    own = session(date(2027, 3, 28), time(1, 30), minutes=90)
    with pytest.raises(PlannerError, match=r"give the end 2027-03-28 03:00:00\+01:00"):
        to_ics(block([own.model_copy(update={"end": WALL_CLOCK})]))


def test_an_end_without_an_offset_is_not_taken_for_the_time_of_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    clock.tzset()
    own = session().model_copy(update={"end": datetime(2027, 2, 1, 19, 5)})
    with pytest.raises(PlannerError, match="start and minutes give the end"):
        to_ics(block([own]))
    monkeypatch.undo()
    clock.tzset()


def test_two_sessions_with_one_uid() -> None:
    own = session()
    with pytest.raises(PlannerError, match="another session has the same uid"):
        to_ics(block([own, session(date(2027, 2, 3), uid=own.uid)]))


# -- determinism, reading back ----------------------------------------------------------------

SCRIPT = """
import sys
from planner.exports.ics import to_ics
from tests.builders import block, weeks
sys.stdout.buffer.write(to_ics(block(weeks(), calendar={"reminder_minutes": 30})))
"""


@pytest.mark.parametrize(
    ("seed", "zone", "tongue"),
    [("0", "America/New_York", "de_DE.UTF-8"), ("4711", "Asia/Kathmandu", "C")],
)
def test_same_bytes_everywhere(seed: str, zone: str, tongue: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": tongue, "LC_ALL": tongue}
    env["PYTHONPATH"] = os.pathsep.join(sys.path)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True, timeout=60,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert run.stdout == to_ics(block(weeks(), calendar={"reminder_minutes": 30}))


def test_no_clock_and_no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("asked for a clock or for chance")

    own = block(weeks(2), calendar={"reminder_minutes": 30})
    for target in ("time.time", "uuid.uuid1", "uuid.uuid4", "os.urandom", "random.random"):
        monkeypatch.setattr(target, forbidden)
    assert to_ics(own) == to_ics(own)


def test_icalendar_reads_it_back() -> None:
    own = block(weeks(), calendar={"reminder_minutes": 30, "location": "Halle 2; Tor"})
    calendar = icalendar.Calendar.from_ical(to_ics(own))
    assert not calendar.errors
    assert calendar.calendar_name == own.scenario.title
    events = calendar.events
    assert len(events) == 36
    for event, planned in zip(events, own.in_order, strict=True):
        assert not event.errors
        assert (event.start, event.end) == (planned.start, planned.end)
        assert (event["SUMMARY"], event["UID"]) == (glance(own, planned), planned.uid)
        assert event["DESCRIPTION"] == notebook(own, planned)
        assert event["LOCATION"] == "Halle 2; Tor"
        assert event.alarms.times[0].trigger == planned.start - timedelta(minutes=30)


def test_the_list_of_formats() -> None:
    assert FORMATS["ics"] is to_ics
    assert set(FORMATS) >= {"ics", "json"}


def test_import_help_names_every_client_and_the_feed() -> None:
    for client in (
        "Thunderbird", "Nextcloud", "Google", "Apple", "Outlook", "Evolution", "GNOME", "KDE",
        "khal", "Radicale", "vdirsyncer", "calcurse",
    ):  # fmt: skip
        assert client in IMPORT_HELP
    assert "subscribe" in IMPORT_HELP.splitlines()[0]
    assert max(map(len, IMPORT_HELP.splitlines())) <= 100
