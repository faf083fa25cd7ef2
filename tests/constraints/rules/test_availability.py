"""Availability: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.rule import Breach
from constraints.rules.availability import Availability
from scenarios.errors import ScenarioError
from tests.builders import block, scenario, session

START = date(2027, 2, 1)


def at(when: str, **more: Any) -> Session:
    """A session at a local time, such as "02-01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-{when}")
    fields = {"week": (moment.date() - START).days // 7 + 1, **more}
    return session(moment.date(), moment.time(), **fields)


def breaches(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says; by default Monday, Wednesday and Friday are open from 18:00."""
    (rule,) = Availability.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def days(*numbers: int) -> list[Session]:
    """Sessions of the first week at 18:00, by day of February."""
    return [at(f"02-0{day} 18:00", label="ABCDEFG"[day - 1]) for day in numbers]


def test_every_window_of_the_block_may_be_used() -> None:
    opens = [START + timedelta(weeks=week, days=day) for week in range(12) for day in (0, 2, 4)]
    assert breaches(*[at(f"{day:%m-%d} 18:00") for day in opens]) == ()


@pytest.mark.parametrize("when", ["02-01 17:59", "02-01 18:01", "02-02 18:00", "04-26 18:00"])
def test_a_session_starts_when_a_window_opens(when: str) -> None:
    (breach,) = breaches(at(when, label="B", week=1))
    assert (breach.excess, breach.priority, breach.unit) == (1, "must", "sessions")
    assert (breach.where.week, breach.where.session) == (1, "B")
    assert "no window" in breach.text


def test_a_session_belongs_to_the_week_that_it_falls_in() -> None:
    assert breaches(at("02-08 18:00", week=2)) == ()
    (breach,) = breaches(at("02-08 18:00", week=1))
    assert "in its week" in breach.text


def test_only_one_of_two_windows_of_a_day_is_used() -> None:
    twice: dict[str, Any] = {"availability": {"monday": ["07:00-08:00", "18:00-19:30"]}}
    morning, evening = at("02-01 07:00"), at("02-01 18:00", label="B")
    assert breaches(morning, **twice) == ()
    assert breaches(evening, **twice) == ()
    (breach,) = breaches(evening, morning, **twice)
    assert breach.where.session == "B"
    assert "second session" in breach.text


def test_both_ends_of_an_away_span_are_closed() -> None:
    away: dict[str, Any] = {
        "availability": {
            "tuesday": "18:00-19:30",
            "thursday": "18:00-19:30",
            "away": [{"from": date(2027, 2, 2), "to": date(2027, 2, 4)}],
        }
    }
    found = breaches(*days(1, 2, 3, 4, 5), **away)
    assert [breach.where.session for breach in found] == ["B", "C", "D"]
    assert all("not open" in breach.text and breach.excess == 1 for breach in found)


@pytest.mark.parametrize(
    ("club", "taken"),
    [
        ({"on": date(2027, 2, 3), "blocks_day": True}, ["C"]),
        ({"weekday": "friday", "blocks_day": True}, ["E"]),
        ({"on": date(2027, 2, 3)}, []),
        ({"on": date(2027, 2, 2), "blocks_day": True}, []),
    ],
)
def test_a_session_elsewhere_may_take_the_day(club: dict[str, Any], taken: list[str]) -> None:
    changes = {"elsewhere": [{"title": "Club", "at": "09:00", **club}]}
    found = breaches(*days(1, 3, 5), **changes)
    assert [breach.where.session for breach in found] == taken


def test_a_test_has_a_window_of_its_own() -> None:
    saturday: dict[str, Any] = {"goal": {"test": date(2027, 4, 24), "test_at": "11:00"}}
    assert breaches(at("04-24 11:00"), **saturday) == ()
    assert len(breaches(at("04-24 18:00"), **saturday)) == 1
    away = {"away": [{"from": date(2027, 4, 22), "to": date(2027, 4, 25)}]}
    found = breaches(at("04-23 18:00"), at("04-24 11:00"), availability=away, **saturday)
    assert [breach.where.week for breach in found] == [12]
    assert "2027-04-23" in found[0].text


def test_slots_by_date_are_windows_too() -> None:
    slots: dict[str, Any] = {
        "availability": {
            "monday": [],
            "wednesday": [],
            "friday": [],
            "slots": [{"from": datetime(2027, 2, 6, 9), "to": datetime(2027, 2, 6, 10)}],
        }
    }
    assert breaches(at("02-06 09:00"), **slots) == ()
    assert len(breaches(at("02-01 18:00"), **slots)) == 1


def test_a_change_of_the_clock_moves_no_window() -> None:
    pair = at("03-26 18:00"), at("03-29 18:00")
    assert pair[0].start.utcoffset() != pair[1].start.utcoffset()
    assert breaches(*pair) == ()
    assert len(breaches(at("03-29 17:00"))) == 1


def test_it_cannot_be_softened() -> None:
    with pytest.raises(ScenarioError, match="always a must"):
        scenario(priorities={"availability": "off"})
