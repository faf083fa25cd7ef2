"""Calendar files of the athlete's own: events in, busy times out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scenarios.calendar_files import busy_spans
from scenarios.errors import ScenarioError
from scenarios.ids import busy_uid, session_uid
from scenarios.loader import load, resolve

START, END = date(2027, 3, 22), date(2027, 4, 5)  # the clock changes on Sunday 28 March
OWN_ZONE = """
BEGIN:VTIMEZONE
TZID:Our place
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*events: str, extra: str = "") -> bytes:
    """A file with these events, each given by its own lines."""
    parts = [
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20270101T000000Z\n{event.strip()}\nEND:VEVENT"
        if "UID:" not in event
        else f"BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\n{event.strip()}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    lines = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x{extra}\n" + "\n".join(parts)
    return (lines + "\nEND:VCALENDAR\n").replace("\n", "\r\n").encode()


def spans(tmp_path: Path, data: bytes, zone: str = "Europe/Berlin") -> list[str]:
    """The busy times of a file, such as "22 09:00-10:00"."""
    file = tmp_path / "work.ics"
    file.write_bytes(data)
    found = busy_spans(file, "mine.toml", START, END, zone)
    return [f"{a:%d %H:%M}-{f'{b:%d} ' * (a.date() != b.date())}{b:%H:%M}" for a, b in found]


MEETING = "SUMMARY:Meeting\nDTSTART;TZID=Europe/Berlin:20270326T170000\n"
OTHER = "DTSTART:20270401T080000Z\nDTEND:20270401T090000Z"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (MEETING + "DTEND;TZID=Europe/Berlin:20270326T180000", ["26 17:00-18:00"]),
        (MEETING + "DURATION:PT90M", ["26 17:00-18:30"]),
        ("DTSTART:20270326T160000Z\nDTEND:20270326T170000Z", ["26 17:00-18:00"]),
        ("DTSTART:20270329T160000Z\nDTEND:20270329T170000Z", ["29 18:00-19:00"]),  # summer time
        ("DTSTART;TZID=America/New_York:20270326T120000\nDURATION:PT1H", ["26 17:00-18:00"]),
        ("DTSTART;TZID=Our place:20270329T170000\nDURATION:PT1H", ["29 17:00-18:00"]),
        ("DTSTART;TZID=W. Europe Standard Time:20270329T170000\nDURATION:PT1H", ["29 17:00-18:00"]),
        ("DTSTART:20270326T170000\nDTEND:20270326T180000", ["26 17:00-18:00"]),  # no zone: local
        ("DTSTART;VALUE=DATE:20270326", ["26 00:00-27 00:00"]),
        ("DTSTART;VALUE=DATE:20270326\nDTEND;VALUE=DATE:20270328", ["26 00:00-28 00:00"]),
        ("DTSTART:20270321T220000Z\nDTEND:20270321T233000Z", ["21 23:00-22 00:30"]),
        (MEETING, []),  # without a length
        (MEETING + "DURATION:PT1H\nSTATUS:CANCELLED", []),
        (MEETING + "DURATION:PT1H\nSTATUS:TENTATIVE", ["26 17:00-18:00"]),
        (MEETING + "DURATION:PT1H\nTRANSP:TRANSPARENT", []),
        (MEETING + "DURATION:PT1H\nTRANSP:OPAQUE", ["26 17:00-18:00"]),
        (MEETING + "DURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20270405T160000Z\nDTEND:20270405T170000Z", []),  # the day after the block
    ],
)
def test_one_event(tmp_path: Path, event: str, expected: list[str]) -> None:
    found = spans(tmp_path, calendar(event, OTHER, extra=OWN_ZONE))
    assert sorted(found) == sorted([*expected, "01 10:00-11:00"])


WEEKLY = "UID:w\nDTSTART;TZID=Europe/Berlin:20261104T170000\nDURATION:PT1H\n"


def test_a_series_keeps_its_wall_clock_over_the_change(tmp_path: Path) -> None:
    found = spans(tmp_path, calendar(WEEKLY + "RRULE:FREQ=WEEKLY;BYDAY=WE,MO"))
    assert found == ["22 17:00-18:00", "24 17:00-18:00", "29 17:00-18:00", "31 17:00-18:00"]


def test_exceptions_of_a_series(tmp_path: Path) -> None:
    moved = (
        "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20270324T170000\n"
        "DTSTART;TZID=Europe/Berlin:20270325T190000\nDURATION:PT30M"
    )
    off = (
        "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20270331T170000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/Berlin:20270331T170000\nDURATION:PT1H"
    )
    dates = "RDATE;TZID=Europe/Berlin:20270403T070000\nEXDATE;TZID=Europe/Berlin:20270326T170000\n"
    series = WEEKLY + dates + "RRULE:FREQ=WEEKLY;BYDAY=WE,FR;UNTIL=20270401T000000Z"
    assert spans(tmp_path, calendar(series, moved, off)) == ["25 19:00-19:30", "03 07:00-08:00"]


def test_in_another_place_the_same_event_is_at_another_time(tmp_path: Path) -> None:
    event = calendar("DTSTART:20270326T220000Z\nDTEND:20270326T230000Z", OTHER)
    assert "26 18:00-19:00" in spans(tmp_path, event, "America/New_York")
    assert "27 07:00-08:00" in spans(tmp_path, event, "Asia/Tokyo")


def test_a_night_in_which_the_clock_is_put_back(tmp_path: Path) -> None:
    file = tmp_path / "work.ics"
    file.write_bytes(calendar("DTSTART:20271031T004500Z\nDTEND:20271031T011500Z"))  # 02:45 to 02:15
    (span,) = busy_spans(file, "x", date(2027, 10, 31), date(2027, 11, 1), "Europe/Berlin")
    assert [f"{one:%H:%M}" for one in span] == ["02:45", "03:15"]


def test_several_calendars_in_a_file_and_a_byte_order_mark(tmp_path: Path) -> None:
    two = calendar(OTHER) + calendar(MEETING + "DURATION:PT1H")
    assert spans(tmp_path, b"\xef\xbb\xbf" + two) == ["26 17:00-18:00", "01 10:00-11:00"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not an iCalendar file"),
        (b"hello", "is not an iCalendar file"),
        (b"\xff\xfe\x00\x01", "is not an iCalendar file"),
        (b"<html><body>Log in</body></html>", "is not an iCalendar file"),
        (calendar(OTHER)[:-20], "the end of it is missing"),
        (calendar(), "holds no event between 2027-03-22 and 2027-04-04"),
        (calendar("DTSTART:20260326T160000Z\nDURATION:PT1H"), "holds no event between"),
        (calendar(OTHER + "\nSUMMARY:Tick\nRRULE:FREQ=SECONDLY"), '"Tick" repeats secondly'),
        (
            calendar(OTHER, "SUMMARY:Odd one\nRRULE:FREQ=DAILY"),
            'the event "Odd one" cannot be read',
        ),
        (calendar(OTHER, "SUMMARY:Odd\nDTSTART:garbage"), 'the event "Odd" cannot be read'),
        (calendar(OTHER, "RRULE:FREQ=DAILY"), "without a title"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        spans(tmp_path, data)
    assert str(error.value).startswith("mine.toml: ")
    assert said in str(error.value)
    assert "\nMaybe " in str(error.value)


# -- in a scenario ----------------------------------------------------------------------------


BUSY = "[goal]\ntest = 2027-06-11\n[availability]\nbusy = "


def scenario_file(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """A scenario of an intermediate athlete, from the first Monday on."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f'extends = "intermediate_3day_barbell"\nstart = 2027-03-22\n{text}', "utf-8")
    return file


def test_a_scenario_names_files_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario_file(tmp_path / "a", f'{BUSY}["work.ics", "own/x.ics"]\n')
    (tmp_path / "a" / "work.ics").write_bytes(calendar(OTHER, MEETING + "DURATION:PT1H"))
    (tmp_path / "a" / "own").mkdir()
    (tmp_path / "a" / "own" / "x.ics").write_bytes(calendar(MEETING + "DURATION:PT2H"))
    monkeypatch.chdir(tmp_path)
    asked = load("a/mine.toml")
    found = [f"{one.begin:%d %H:%M}-{one.end:%H:%M}" for one in asked.availability.busy]
    assert found == ["26 17:00-19:00", "01 10:00-11:00"]  # what overlaps is one
    assert asked.availability.buffer_minutes == 30
    above = tmp_path / "b" / "above.toml"
    above.parent.mkdir()
    above.write_text('extends = "../a/mine.toml"\n[availability]\nminutes = 60\n', "utf-8")
    assert load(str(above)).availability.busy == asked.availability.busy


def test_sessions_of_the_plan_itself_do_not_block_it(tmp_path: Path) -> None:
    """A calendar may hold what we put there, in full or as times only."""
    mine = session_uid("mine", 3, "B")
    events = [f"UID:{uid}\n{OTHER}" for uid in (mine, busy_uid(mine))]
    file = scenario_file(tmp_path, f'{BUSY}"work.ics"\n')
    (tmp_path / "work.ics").write_bytes(calendar(*events))
    assert load(str(file)).availability.busy == ()
    others = [f"UID:{session_uid('other', 3, 'B')}\n{OTHER}"]
    (tmp_path / "work.ics").write_bytes(calendar(*events, *others))
    assert len(load(str(file)).availability.busy) == 1
    assert load(str(file), goes_on="other").availability.busy == ()


def test_one_file_needs_no_list_and_times_may_be_written(tmp_path: Path) -> None:
    one = scenario_file(tmp_path, f'{BUSY}"work.ics"\n')
    (tmp_path / "work.ics").write_bytes(calendar(OTHER))
    assert len(load(str(one)).availability.busy) == 1
    span = "{ from = 2027-04-01T10:30:00, to = 2027-04-01T12:00:00 }"
    both = scenario_file(tmp_path, f'{BUSY}["work.ics", {span}]\n')
    (found,) = load(str(both)).availability.busy
    assert f"{found.begin:%H:%M}-{found.end:%H:%M}" == "10:00-12:00"


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    file = scenario_file(tmp_path, f'{BUSY}"w.ics"\n')
    with pytest.raises(ScenarioError) as error:
        load(str(file))
    assert f'{file}: availability.busy = "{tmp_path / "w.ics"}": no such file' in str(error.value)
    assert "\nMaybe " in str(error.value)


def test_a_resolved_scenario_is_resolved_again(tmp_path: Path) -> None:
    file = scenario_file(tmp_path, f'{BUSY}"work.ics"\n')
    (tmp_path / "work.ics").write_bytes(calendar(OTHER, MEETING + "DURATION:PT1H"))
    first = load(str(file))
    table = first.model_dump(by_alias=True, exclude={"written"})
    (tmp_path / "work.ics").unlink()
    assert resolve(table, "x", "x").availability == first.availability


def test_something_else_than_a_file(tmp_path: Path) -> None:
    file = scenario_file(tmp_path, f"{BUSY}[7]\n")
    with pytest.raises(ScenarioError, match=r"availability.busy \(number 1\) = 7: must be a table"):
        load(str(file))
