"""Busy: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Session
from constraints.rule import Breach
from constraints.rules.busy import Busy
from scenarios.errors import ScenarioError
from tests.builders import block, entry, scenario, session

MONDAY = date(2027, 2, 1)


def busy(*spans: str, buffer: int = 0, **more: Any) -> dict[str, Any]:
    """Busy on the first Monday, such as "16:00-17:30", or between two moments of February."""
    found = []
    for span in spans:
        ends = [one if " " in one else f"01 {one}" for one in span.split("-")]
        found.append(dict(zip(("from", "to"), map(_moment, ends), strict=True)))
    return {"availability": {"busy": found, "buffer_minutes": buffer, **more}}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-02-{text}")


def evening(**more: Any) -> Session:
    """Monday at 18:00: 8 min of warm-up, 1.5 min of set-up and 3 sets, see `lasts`."""
    return session(MONDAY, exercises=[entry("dead_bug", 3, 8, sides=2)], **more)


def breaches(changes: dict[str, Any], *sessions: Session) -> tuple[Breach, ...]:
    """What the rule says of these sessions, by default of one evening."""
    (rule,) = Busy.asked_by(scenario(**changes))
    return rule.audit(block(sessions or [evening()], **changes))


def lasts() -> int:
    """Whole minutes of the evening, rounded up."""
    return -(-int(block([evening()]).seconds(evening())) // 60)


def test_a_session_may_start_when_something_ends() -> None:
    assert breaches(busy("16:00-18:00")) == ()
    (breach,) = breaches(busy("16:00-18:01"))
    assert (breach.rule, breach.priority, breach.excess) == ("busy", "must", 1)
    assert (breach.where.week, breach.where.session, breach.measured) == (1, "A", 1)
    assert "busy 16:00 to 18:01" in breach.text


def test_a_session_may_end_when_something_begins() -> None:
    end = 18 * 60 + lasts()
    at = f"{end // 60}:{end % 60:02}"
    before = f"{(end - 1) // 60}:{(end - 1) % 60:02}"
    assert breaches(busy(f"{at}-21:00")) == ()
    assert len(breaches(busy(f"{before}-21:00"))) == 1


def test_something_short_in_the_middle_counts() -> None:
    assert len(breaches(busy("18:05-18:06"))) == 1


@pytest.mark.parametrize(
    ("span", "buffer", "count"),
    [("16:00-17:30", 30, 0), ("16:00-17:30", 31, 1), ("19:00-20:00", 59, 1), ("19:00-20:00", 5, 0)],
)
def test_the_way_counts_on_both_sides(span: str, buffer: int, count: int) -> None:
    assert lasts() < 50
    assert len(breaches(busy(span, buffer=buffer))) == count


def test_over_midnight_and_whole_days() -> None:
    assert len(breaches(busy("01 00:00-02 00:00"))) == 1
    assert breaches(busy("02 00:00-03 00:00")) == ()
    assert len(breaches(busy("01 17:00-05 09:00"))) == 1


def test_one_point_a_session_however_much_is_busy() -> None:
    (breach,) = breaches(busy("17:00-18:02", "18:10-18:13", "18:20-22:00"))
    assert breach.excess == 1


def test_a_test_in_a_window_counts_and_one_at_a_set_time_does_not() -> None:
    single = entry("conventional_deadlift", 1, 1, part="test", load=170)
    own = session(MONDAY, exercises=[single])
    goal = {"goal": {"test": MONDAY}, "weeks": 1}
    assert len(breaches({**busy("18:00-19:00"), **goal}, own)) == 1
    closed = busy("18:00-19:00", monday=[])
    assert breaches({**closed, "goal": {"test": MONDAY, "test_at": "18:00"}, "weeks": 1}, own) == ()


def test_it_is_asked_only_where_something_is_busy() -> None:
    assert Busy.asked_by(scenario()) == ()
    assert Busy.asked_by(scenario(**busy("18:00-19:00"), priorities={"busy": "off"})) == ()
    (rule,) = Busy.asked_by(scenario(**busy("18:00-19:00"), priorities={"busy": "should"}))
    assert rule.priority == "should"
    assert "1 busy time of your own calendar." in rule.explain()


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (("2027-02-01T19:00:00", "2027-02-01T18:00:00"), "ends before it starts"),
        (("2027-02-01T18:00:00+01:00", "2027-02-01T19:00:00+01:00"), "local time"),
    ],
)
def test_times_that_cannot_be_used(span: tuple[str, str], said: str) -> None:
    times = dict(zip(("from", "to"), map(datetime.fromisoformat, span), strict=True))
    with pytest.raises(ScenarioError, match=said) as error:
        scenario(availability={"busy": [times]})
    assert "availability.busy (number 1)" in str(error.value)
