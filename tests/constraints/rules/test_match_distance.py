"""Match distance: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rules.match_distance import MatchDistance
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

SATURDAYS: dict[str, Any] = {"season": {"weekly": "saturday"}}  # 6 February is the first


def breaches(
    day: int, at: time, entries: list[Entry], changes: dict[str, Any] = SATURDAYS
) -> list[tuple[str, int]]:
    (rule,) = MatchDistance.asked_by(scenario(**changes))
    found = rule.audit(block([session(date(2027, 2, day), at, entries)], **changes))
    return [(breach.unit, breach.excess) for breach in found]


@pytest.mark.parametrize(("day", "broken"), [(5, False), (6, True), (7, True), (8, False)])
def test_no_session_on_a_match_day_nor_the_day_after(day: int, broken: bool) -> None:
    expected = [("sessions", 1)] if broken else []
    assert breaches(day, time(10), [entry("inverted_row")]) == expected


@pytest.mark.parametrize(
    ("day", "at", "broken"),
    [(3, time(23), False), (4, time(0), False), (4, time(0, 30), True), (5, time(18), True)],
)
def test_hinges_keep_48_hours_before_the_match_day(day: int, at: time, broken: bool) -> None:
    light = entry("romanian_deadlift", 3, 8, rpe=6)
    assert breaches(day, at, [light]) == ([("entries", 1)] if broken else [])


def test_hinges_that_hardly_load_the_back_are_free() -> None:
    assert breaches(4, time(18), [entry("single_leg_rdl", 3, 8, rpe=6)]) == []


@pytest.mark.parametrize(
    ("exercise", "rpe", "broken"),
    [("step_up", 6, False), ("step_up", 6.5, True), ("step_up", None, False),
     ("inverted_row", 9, False)],
)  # fmt: skip
def test_leg_work_is_easy_two_days_before(exercise: str, rpe: float | None, broken: bool) -> None:
    expected = [("entries", 1)] if broken else []
    assert breaches(4, time(18), [entry(exercise, 3, 8, rpe=rpe)]) == expected


@pytest.mark.parametrize(("contacts", "excess"), [(10, []), (11, [1]), (20, [1]), (21, [2])])
def test_a_primer_of_jumps_is_fine(contacts: int, excess: list[int]) -> None:
    jumps = [entry("box_jump", 1, contacts)]
    assert breaches(4, time(18), jumps) == [("contacts", one) for one in excess]
    assert breaches(3, time(18), jumps) == []


@pytest.mark.parametrize("exercise", ["nordic_curl", "copenhagen"])
def test_what_makes_sore_keeps_72_hours_before_kick_off(exercise: str) -> None:
    sore = [entry(exercise, 1, 5)]
    assert breaches(3, time(15), sore) == []
    assert breaches(3, time(15, 30), sore) == [("entries", 1)]


def test_heavy_hinges_keep_72_hours_before_kick_off() -> None:
    heavy = [deadlift(load=130)]  # 81 %
    assert breaches(3, time(15), heavy) == []
    assert breaches(3, time(15, 30), heavy) == [("sessions", 1)]
    assert breaches(3, time(15, 30), [deadlift(load=120)]) == []


@pytest.mark.parametrize(("kick_off", "latest"), [(time(11), 11), (time(19, 45), 19)])
def test_hours_count_to_the_kick_off_that_is_given(kick_off: time, latest: int) -> None:
    evening = {"season": {"matches": [datetime.combine(date(2027, 2, 6), kick_off)]}}
    every = {"season": {"weekly": "saturday", "kick_off": kick_off}}
    for changes in (evening, every):
        for one, unit in ((deadlift(load=130), "sessions"), (entry("nordic_curl"), "entries")):
            assert breaches(3, time(latest), [one], changes) == []
            assert breaches(3, time(latest + 1), [one], changes) == [(unit, 1)]


def test_days_before_a_match_are_days_whenever_it_starts() -> None:
    late = {"season": {"matches": [datetime(2027, 2, 6, 20)]}}
    light = entry("romanian_deadlift", 3, 8, rpe=6)
    assert breaches(4, time(18), [light], late) == [("entries", 1)]  # 50 hours, but MD-2


def test_two_days_after_a_match_heavy_hinges_need_96_hours() -> None:
    friday: dict[str, Any] = {"season": {"matches": [date(2027, 1, 30), date(2027, 2, 5)]}}
    heavy = [deadlift(load=130)]
    assert breaches(1, time(15), heavy, friday) == []
    assert breaches(1, time(15, 30), heavy, friday) == [("sessions", 1)]
    assert breaches(2, time(15), heavy, friday) == []


def test_asked_where_there_are_matches() -> None:
    assert MatchDistance.asked_by(scenario()) == ()
    assert MatchDistance.asked_by(scenario(**SATURDAYS))[0].priority == "must"


def test_posted_where_slots_are_close() -> None:
    names = ["conventional_deadlift", "nordic_curl", "box_jump"]
    soft = {"priorities": {"match-distance": "should"}, **SATURDAYS}
    short = scenario(weeks=1, goal={"test": date(2027, 2, 5)}, **soft)
    (rule,) = MatchDistance.asked_by(short)
    built = build(short, rules=[rule], exercises=names)
    assert built.model.validate() == ""
    # Wednesday 18:00 is close for soreness and heavy hinges, for both sessions before the test;
    # the test on Friday is a hinge, heavy and, at RPE 10, hard.
    places = [(where.session, where.exercise) for *_, where in built.tiers.terms["should"]]
    assert places == [
        ("A", None), ("A", "nordic_curl"), ("B", None), ("B", "nordic_curl"),
        ("C", None), ("C", "conventional_deadlift"), ("C", "conventional_deadlift"),
    ]  # fmt: skip
