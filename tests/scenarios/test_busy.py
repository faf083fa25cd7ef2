"""What is left of the windows beside what is busy: spans in, starts and open days out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scenarios import busy, odd_weeks, timeline
from scenarios.schema import Scenario
from tests.builders import scenario

MONDAY = datetime(2027, 2, 1)


def asked(*spans: tuple[str, str], days: tuple[int, ...] = (0,), **more: Any) -> Scenario:
    """Monday, Wednesday and Friday from 18:00 to 19:30; busy on these days of the block."""
    found = [
        {"from": MONDAY + timedelta(days=day) + clock(begin),
         "to": MONDAY + timedelta(days=day) + clock(end)}
        for day in days
        for begin, end in spans
    ]  # fmt: skip
    ask = {"busy": found, "buffer_minutes": 0, **more.pop("availability", {})}
    return scenario(weeks=4, goal={"test": None, "kind": "general"}, availability=ask, **more)


def clock(text: str) -> timedelta:
    """A time of day, or of the next one when past 24:00."""
    hours, minutes = map(int, text.split(":"))
    return timedelta(hours=hours, minutes=minutes)


def starts(of: Scenario) -> list[str]:
    """The starts of the first Monday."""
    return [f"{s.start:%H:%M} {s.minutes}" for s in timeline.slots(of) if s.day == MONDAY.date()]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ["18:00 75"]),
        ([("16:00", "18:00")], ["18:00 75"]),  # nothing is lost
        ([("16:00", "18:30")], ["18:00 75", "18:30 60"]),
        ([("16:00", "18:07")], ["18:00 75", "18:10 75"]),  # at full five minutes
        ([("16:00", "19:00")], ["18:00 75", "19:00 30"]),
        ([("16:00", "19:01")], ["18:00 75"]),  # too little is left to go there
        ([("17:00", "18:30"), ("18:50", "19:00")], ["18:00 75", "19:00 30"]),
        ([("17:00", "18:20"), ("18:10", "18:30")], ["18:00 75", "18:30 60"]),
        ([("18:40", "22:00")], ["18:00 75"]),
    ],
)
def test_a_session_may_start_when_something_is_over(
    spans: list[tuple[str, str]], expected: list[str]
) -> None:
    assert starts(asked(*spans)) == expected


def test_the_way_belongs_to_it() -> None:
    of = asked(("16:00", "18:00"), availability={"buffer_minutes": 20})
    assert starts(of) == ["18:00 75", "18:20 70"]


def test_nothing_changes_where_nobody_asks() -> None:
    assert starts(asked(("16:00", "18:30"), priorities={"busy": "off"})) == ["18:00 75"]


def test_the_start_of_another_window_is_no_second_slot() -> None:
    twice = {"monday": ["17:00-20:00", "18:30-21:00"]}
    of = asked(("16:00", "18:30"), availability=twice)
    assert starts(of) == ["17:00 75", "18:30 75"]


@pytest.mark.parametrize(
    ("start", "seconds"),
    [("17:59", 60), ("18:00", 0), ("18:29", 0), ("18:30", 1800), ("19:00", 0), ("20:00", None)],
)
def test_room_until_the_next_busy_time(start: str, seconds: int | None) -> None:
    of = asked(("18:00", "18:30"), ("19:00", "20:00"))
    assert busy.room(of, MONDAY + clock(start)) == seconds


def test_what_touches_is_one() -> None:
    of = asked(("09:00", "10:00"), ("10:00", "12:00"), ("13:00", "14:00"), ("11:00", "11:30"))
    assert [f"{a:%H}-{b:%H}" for a, b in busy.blocked(of)] == ["09-12", "13-14"]


def days_of(of: Scenario, week: int = 0) -> list[date]:
    """The open days of a week."""
    return sorted(timeline.open_days(of)[week])


def test_a_day_is_open_while_a_session_could_fit() -> None:
    monday, wednesday, friday = (date(2027, 2, day) for day in (1, 3, 5))
    assert days_of(asked(("18:00", "19:30"))) == [wednesday, friday]
    assert days_of(asked(("18:00", "19:00"))) == [monday, wednesday, friday]  # from 19:00
    assert days_of(asked(("18:30", "19:30"))) == [monday, wednesday, friday]  # until 18:30
    assert days_of(asked(("18:29", "19:30"))) == [wednesday, friday]
    assert len(days_of(asked(("18:00", "19:30"), priorities={"busy": "should"}))) == 3


def test_a_week_is_short_when_it_is_busier_than_others() -> None:
    once = asked(("18:00", "19:30"), days=(0,))
    assert odd_weeks.away_weeks(once) == {0}
    always = asked(("18:00", "19:30"), days=(0, 7, 14, 21))
    assert odd_weeks.away_weeks(always) == frozenset()
    spare = asked(("18:00", "19:30"), availability={"saturday": "09:00-11:00"})
    assert odd_weeks.away_weeks(spare) == frozenset()
