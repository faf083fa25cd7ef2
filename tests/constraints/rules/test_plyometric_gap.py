"""Plyometric gap: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.plyometric_gap import PlyometricGap
from tests.builders import block, deadlift, entry, scenario, session

START = date(2027, 2, 1)
JUMPS = entry("box_jump", 3, 3)


def at(when: str, *entries: Entry, **more: Any) -> Session:
    """A session at a local time, such as "02-01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-{when}")
    week = (moment.date() - START).days // 7 + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, **more)


def breaches(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions; by default 48 hours."""
    (rule,) = PlyometricGap.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def test_two_days_are_enough_and_an_hour_less_is_not() -> None:
    monday = at("02-01 18:00", JUMPS, deadlift())
    assert breaches(monday, at("02-03 18:00", JUMPS)) == ()
    (breach,) = breaches(monday, at("02-03 17:00", JUMPS, label="B"))
    assert (breach.measured, breach.limit, breach.unit) == (47, 48, "h")
    assert (breach.excess, breach.priority) == (1, "must")
    assert (breach.where.week, breach.where.session) == (1, "B")


@pytest.mark.parametrize(("monday", "count"), [("18:00", 0), ("17:00", 1)])
def test_the_gap_runs_across_weeks_and_a_change_of_the_clock(monday: str, count: int) -> None:
    found = breaches(at("03-27 18:00", JUMPS), at(f"03-29 {monday}", JUMPS))
    assert [(breach.measured, breach.where.week) for breach in found] == [(47, 9)] * count


@pytest.mark.parametrize("jump", ["box_jump", "broad_jump", "vertical_jump"])
def test_every_jump_counts_even_a_single_one(jump: str) -> None:
    one = entry(jump, 1, 1)
    assert len(breaches(at("02-01 18:00", JUMPS), at("02-02 18:00", one))) == 1


def test_sessions_without_jumps_are_free() -> None:
    others = deadlift(), entry("kettlebell_swing", 3, 15), entry("power_clean", 5, 2)
    assert breaches(at("02-01 18:00", JUMPS), at("02-02 18:00", *others)) == ()
    assert breaches(at("02-01 18:00", *others), at("02-02 18:00", JUMPS)) == ()


def test_two_kinds_of_jumps_in_one_session_are_one_session() -> None:
    both = JUMPS, entry("broad_jump", 3, 3)
    assert breaches(at("02-01 18:00", *both)) == ()
    assert len(breaches(at("02-01 18:00", *both), at("02-02 18:00", *both))) == 1


def test_every_pair_counts() -> None:
    days = [at(f"02-0{day} 18:00", JUMPS) for day in (1, 2, 3)]
    assert [breach.measured for breach in breaches(*days)] == [24, 24]
    assert len(breaches(*days, recovery={"plyometric_hours": 72})) == 3


def test_written_hours_stay_a_must_unless_ranked() -> None:
    pair = at("02-01 18:00", JUMPS), at("02-03 18:00", JUMPS)
    hours = {"plyometric_hours": 72}
    (breach,) = breaches(*pair, recovery=hours)
    assert (breach.limit, breach.priority) == (72, "must")
    (breach,) = breaches(*pair, recovery=hours, priorities={"plyometric-gap": "should"})
    assert breach.priority == "should"


def test_zero_or_off_asks_nothing_and_masters_wait_three_days() -> None:
    assert PlyometricGap.asked_by(scenario(recovery={"plyometric_hours": 0})) == ()
    assert PlyometricGap.asked_by(scenario(priorities={"plyometric-gap": "off"})) == ()
    assert [rule.hours for rule in PlyometricGap.asked_by(scenario(profile="masters"))] == [72]
