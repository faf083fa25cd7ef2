"""Very heavy gap: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.very_heavy_gap import VeryHeavyGap
from tests.builders import block, entry, scenario, session

START = date(2027, 2, 1)


def pull(percent: float, lift: str = "conventional_deadlift", **more: Any) -> Entry:
    """Doubles at a percent of the named lift's 1RM; very heavy from 89.5."""
    return entry(lift, 2, 2, percent=percent, **more)


def at(when: str, *entries: Entry, **more: Any) -> Session:
    """A session at a local time, such as "02-01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-{when}")
    week = (moment.date() - START).days // 7 + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, **more)


def breaches(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = VeryHeavyGap.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def test_a_week_is_enough_and_an_hour_less_is_not() -> None:
    monday = at("02-01 18:00", pull(90))
    assert breaches(monday, at("02-08 18:00", pull(90))) == ()
    (breach,) = breaches(monday, at("02-08 17:00", pull(90), label="B"))
    assert (breach.measured, breach.limit, breach.unit) == (167, 168, "h")
    assert (breach.excess, breach.priority) == (1, "should")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (2, "B", "conventional_deadlift")


@pytest.mark.parametrize(("monday", "count"), [("18:00", 0), ("17:00", 1)])
def test_a_change_of_the_clock_moves_nothing(monday: str, count: int) -> None:
    pair = at("03-22 18:00", pull(90)), at(f"03-29 {monday}", pull(90))
    assert len(breaches(*pair)) == count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (pull(89.4), pull(100), 0),
        (pull(89.5), pull(100), 1),
        (pull(100), pull(89.4), 0),
        (pull(100), pull(89.5), 1),
    ],
)
def test_both_are_very_heavy(first: Entry, second: Entry, count: int) -> None:
    assert len(breaches(at("02-01 18:00", first), at("02-05 18:00", second))) == count


@pytest.mark.parametrize(
    ("lift", "percent", "count"),
    [
        # A block pull has 1.1 times the deadlift's 1RM, a deficit deadlift 0.92 times.
        # Rounded to tenths: 98.4 / 1.1 and 82.3 / 0.92 are 89.5.
        ("block_pull", 98.3, 0),
        ("block_pull", 98.4, 1),
        ("deficit_deadlift", 82.2, 0),
        ("deficit_deadlift", 82.3, 1),
    ],
)
def test_the_percent_is_that_of_the_lifts_own_max(lift: str, percent: float, count: int) -> None:
    days = [at(f"02-0{day} 18:00", pull(percent, lift)) for day in (1, 5)]
    assert len(breaches(*days)) == count


@pytest.mark.parametrize(
    ("own", "percent", "count"),
    [
        (180, 106.9, 1),  # 171 kg, 95 %
        (180, 100.7, 1),  # 89.5 %
        (180, 100.6, 0),  # of the usual 176 kg it would be 91.5 %
        (150, 84, 1),
        (150, 83.8, 0),
    ],
)
def test_a_stated_max_of_the_lift_wins(own: float, percent: float, count: int) -> None:
    stated = {"athlete": {"one_rep_max": {"conventional_deadlift": 160, "block_pull": own}}}
    days = [at(f"02-0{day} 18:00", pull(percent, "block_pull")) for day in (1, 5)]
    assert len(breaches(*days, **stated)) == count


def test_a_stated_ratio_of_the_lift_wins() -> None:
    stated = {"athlete": {"ratios": {"block_pull": {"of": "conventional_deadlift", "times": 1.2}}}}
    for percent, count in ((107.3, 0), (107.4, 1)):
        days = [at(f"02-0{day} 18:00", pull(percent, "block_pull")) for day in (1, 5)]
        assert len(breaches(*days, **stated)) == count


def test_a_heavy_lift_joins_when_its_max_is_stated() -> None:
    days = [at(f"02-0{day} 18:00", pull(67.5, "romanian_deadlift")) for day in (1, 5)]
    maxes = {"conventional_deadlift": 160, "romanian_deadlift": 120}
    assert breaches(*days) == ()
    assert len(breaches(*days, athlete={"one_rep_max": maxes})) == 1


def test_another_lift_is_free() -> None:
    deadlift, block_pull = pull(92), pull(105, "block_pull")
    assert breaches(at("02-01 18:00", deadlift), at("02-03 18:00", block_pull)) == ()


@pytest.mark.parametrize("lift", ["power_clean", "hip_thrust", "romanian_deadlift", "clean_pull"])
def test_lifts_that_are_no_heavy_compound_with_a_max_of_their_own_are_free(lift: str) -> None:
    days = [at(f"02-0{day} 18:00", pull(95, lift)) for day in (1, 3)]
    assert breaches(*days) == ()


def test_a_test_counts_and_so_does_a_top_set() -> None:
    test = entry("conventional_deadlift", 1, 1, part="test", percent=100)
    top = pull(92.5, part="top"), pull(80, part="back_off")
    (breach,) = breaches(at("04-19 18:00", *top), at("04-23 18:00", test))
    assert (breach.measured, breach.where.week) == (96, 12)


def test_light_days_between_do_not_help() -> None:
    days = at("02-01 18:00", pull(90)), at("02-03 18:00", pull(70)), at("02-05 18:00", pull(90))
    assert [breach.measured for breach in breaches(*days)] == [96]


def test_every_pair_counts() -> None:
    days = [at(f"02-0{day} 18:00", pull(90)) for day in (1, 3, 5)]
    assert sorted(breach.measured for breach in breaches(*days)) == [48, 48, 96]


def test_two_very_heavy_sets_of_one_session_are_one_session() -> None:
    both = pull(95, part="top"), pull(90, part="back_off")
    assert breaches(at("02-01 18:00", *both)) == ()


def test_written_hours_are_a_must_and_off_asks_nothing() -> None:
    pair = at("02-01 18:00", pull(90)), at("02-06 18:00", pull(90))
    (breach,) = breaches(*pair, recovery={"very_heavy_hours": 121})
    assert (breach.measured, breach.limit, breach.priority) == (120, 121, "must")
    assert breaches(*pair, recovery={"very_heavy_hours": 120}) == ()
    assert VeryHeavyGap.asked_by(scenario(priorities={"very-heavy-gap": "off"})) == ()


def test_advanced_lifters_need_six_days_and_masters_two_weeks() -> None:
    hours = [
        VeryHeavyGap.asked_by(scenario(**who))[0].hours
        for who in ({"athlete": {"level": "advanced"}}, {"profile": "masters"})
    ]
    assert hours == [144, 336]
