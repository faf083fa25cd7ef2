"""Taper and test: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules import test_day
from constraints.rules.taper import Taper
from tests.builders import block, entry, scenario, session

LIFT = "conventional_deadlift"
TEST_DAY = date(2027, 4, 23)  # a Friday, in week 12; the taper is weeks 11 and 12
ONE_REP = entry(LIFT, 1, 1, part="test", percent=102, rpe=10)
# The numbers that the tests lean on; weeks 9 and 10 are the last loading weeks.
NUMBERS: dict[str, Any] = {
    "sets_drop_percent": [41, 60], "first_drop_percent": [30, 45], "last_drop_percent": [60, 80],
    "last_heavy_days": [7, 10], "light_days": 6, "light_percent": 75, "quiet_days": 5,
    "quiet_contacts": 10, "quiet_swing_reps": 20, "forbid": ["nordic_curl"], "forbid_days": 5,
    "legs_days": 0,
}  # fmt: skip
FULL: dict[str, Any] = {"taper": NUMBERS}
NO_WINDOW: dict[str, Any] = {**FULL, "goal": {"test_reps": 3}}


def on(day: date, *entries: Entry, **more: Any) -> Session:
    """A session on a day, in the week that it falls in."""
    week = (day - date(2027, 2, 1)).days // 7 + 1
    return session(day, exercises=entries, week=week, **more)


def days_before(days: int, *entries: Entry, **more: Any) -> Session:
    """A session so many days before the test."""
    return on(TEST_DAY - timedelta(days=days), *entries, **more)


def audit(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = Taper.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


# -- sets ----------------------------------------------------------------------------------------


def sets(*counts: int, **changes: Any) -> list[tuple[int | None, float, int]]:
    """Week, limit and points of the breaches, for so many sets in weeks 9 to 12 and a test."""
    mondays = [date(2027, 3, 29) + timedelta(weeks=week) for week in range(len(counts))]
    planks = [
        on(day, entry("plank", count, 30)) for day, count in zip(mondays, counts, strict=True)
    ]
    found = audit(*planks, on(TEST_DAY, ONE_REP), **{**NO_WINDOW, **changes})
    assert all((breach.unit, breach.priority) == ("sets", "must") for breach in found)
    return [(breach.where.week, breach.limit, breach.excess) for breach in found]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((20, 20, 14, 7), []),  # the test is the eighth set of the last week
        ((20, 20, 11, 5), []),
        ((20, 20, 15, 7), [(11, 14, 1)]),
        ((20, 20, 10, 7), [(11, 11, 1)]),
        ((20, 20, 14, 8), [(12, 8, 1)]),
        ((20, 20, 14, 2), [(12, 4, 1)]),
        ((20, 20, 17, 4), [(11, 14, 3)]),
        ((40, 20, 14, 7), [(11, 24, 2)]),  # 60 % under two weeks of 30 sets
        ((16, 20, 14, 7), [(11, 21.24, 1)]),  # 41 % under two weeks of 18 sets
        ((16, 20, 13, 7), []),
        ((20, 20, 11, 3), [(11, 16, 1)]),
    ],
)
def test_sets_fall_week_by_week_and_together(
    counts: tuple[int, ...], found: list[tuple[int, float, int]]
) -> None:
    assert sets(*counts) == found


def test_of_the_loading_weeks_only_the_last_two_count() -> None:
    heavy = on(date(2027, 3, 15), entry("plank", 60, 30))
    weeks = [on(date(2027, 3, 29) + timedelta(weeks=n), entry("plank", count, 30))
             for n, count in enumerate((20, 20, 14, 7))]  # fmt: skip
    assert audit(heavy, *weeks, on(TEST_DAY, ONE_REP), **NO_WINDOW) == ()


@pytest.mark.parametrize(
    ("week", "counts", "limit"),
    [(9, (1, 20, 14, 7), 14), (10, (20, 1, 14, 7), 14), (10, (20, 1, 15, 7), 14)],
)
def test_a_loading_week_with_days_away_is_no_measure(
    week: int, counts: tuple[int, ...], limit: int
) -> None:
    """Week 7 counts in its place; week 8 is a deload."""
    monday = date(2027, 2, 1) + timedelta(weeks=week - 1)
    away = [{"from": monday, "to": monday + timedelta(days=4)}]
    before = on(date(2027, 3, 15), entry("plank", 20, 30))
    planks = [
        on(date(2027, 3, 29) + timedelta(weeks=n), entry("plank", count, 30))
        for n, count in enumerate(counts)
    ]
    asked = {**NO_WINDOW, "availability": {"away": away}}
    found = audit(before, *planks, on(TEST_DAY, ONE_REP), **asked)
    assert [one.limit for one in found] == ([limit] if counts[2] > limit else [])


def test_a_taper_of_one_week_has_only_the_sum() -> None:
    short: dict[str, Any] = {
        **FULL, "weeks": 4, "goal": {"test": date(2027, 2, 26), "test_reps": 3},
    }  # fmt: skip
    for count, limit in ((10, []), (7, []), (11, [11.8]), (6, [8])):
        weeks = [
            on(date(2027, 2, 1) + timedelta(weeks=n), entry("plank", done, 30))
            for n, done in enumerate((9, 20, 20, count))
        ]
        found = audit(*weeks, on(date(2027, 2, 26), ONE_REP), **short)
        assert [breach.limit for breach in found] == limit


def test_the_scenario_has_the_drops() -> None:
    own = {"taper": {**NUMBERS, "first_drop_percent": [50, 50], "sets_drop_percent": [0, 99]}}
    assert sets(20, 20, 10, 7, **own) == []
    assert sets(20, 20, 14, 7, **own) == [(11, 10, 4)]


# -- the window of the last heavy pull -----------------------------------------------------------


def pull(percent: float, lift: str = LIFT, **more: Any) -> Entry:
    """Doubles at a percent."""
    return entry(lift, 2, 2, percent=percent, **more)


def window(*sessions: Session, **changes: Any) -> list[tuple[str, float, float]]:
    """Unit, measured and limit of breaches, those of the sets left out."""
    found = audit(*sessions, **{**FULL, **changes})
    return [(b.unit, b.measured, b.limit) for b in found if b.unit != "sets"]


MISSING = ("sessions", 0, 1)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (11, [MISSING]),
        (10, []),
        (8, []),
        (7, []),
        (6, [("days", 6, 7), MISSING, ("days", 6, 0)]),  # it is not light either
    ],
)
def test_the_last_heavy_pull_lies_7_to_10_days_out(
    days: int, found: list[tuple[str, float, float]]
) -> None:
    assert window(days_before(days, pull(90))) == found


def test_one_pull_in_the_window_does_not_excuse_a_later_one() -> None:
    shorter = {"taper": {**NUMBERS, "light_days": 5}}
    pulls = days_before(9, pull(90)), days_before(6, pull(86), label="B")
    (breach,) = [breach for breach in audit(*pulls, **shorter) if breach.unit != "sets"]
    assert (breach.measured, breach.limit, breach.unit) == (6, 7, "days")
    assert (breach.excess, breach.priority) == (1, "must")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (11, "B", LIFT)


def test_a_missing_pull_is_a_breach_of_the_lift_and_of_no_week() -> None:
    (breach,) = [breach for breach in audit(**FULL) if breach.unit == "sessions"]
    assert (breach.excess, breach.priority) == (1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (None, None, LIFT)


@pytest.mark.parametrize(
    ("heavy", "found"),
    [
        (pull(85.1), []),
        (pull(85), [MISSING]),
        (pull(90, part="top"), []),
        (pull(90, part="back_off"), [MISSING]),
        (pull(95, "block_pull"), [MISSING]),
        (entry(LIFT, 2, 2, rpe=9), [MISSING]),
    ],
)
def test_above_85_percent_of_the_goal_lift(
    heavy: Entry, found: list[tuple[str, float, float]]
) -> None:
    assert window(days_before(8, heavy)) == found


@pytest.mark.parametrize(
    "free",
    [
        {"goal": {"test_reps": 2}},
        {"athlete": {"one_rep_max": {"back_squat": 130}}},
        {"effort": {"percent": 85}},  # nothing above 85 % is allowed anyway
    ],
)
def test_who_has_no_window(free: dict[str, Any]) -> None:
    assert window(**free) == []


def test_the_scenario_has_the_window() -> None:
    own = {"taper": {**NUMBERS, "last_heavy_days": [9, 12]}}
    assert [window(days_before(days, pull(90)), **own) for days in (9, 12)] == [[], []]
    assert window(days_before(8, pull(90)), **own) == [("days", 8, 9), MISSING]
    assert window(days_before(13, pull(90)), **own) == [MISSING]


@pytest.mark.parametrize(
    ("percents", "lightest", "heaviest"),
    [
        (None, 85.1, 95.8),  # 85 to 95, and half a step of 2.5 kg to 160: 0.8 points
        ([90, 92.5], 89.2, 93.3),
        ([88, 88], 87.2, 88.8),
    ],
)
def test_the_last_heavy_pull_is_as_heavy_as_asked(
    percents: list[float] | None, lightest: float, heaviest: float
) -> None:
    own = {} if percents is None else {"last_heavy_percent": percents}
    asked: dict[str, Any] = {"taper": {**NUMBERS, **own}}
    for percent in (lightest, heaviest):
        assert window(days_before(8, pull(percent)), **asked) == []
    for percent in (round(lightest - 0.1, 1), round(heaviest + 0.1, 1)):
        assert window(days_before(8, pull(percent)), **asked) == [MISSING]


def test_a_bar_with_coarser_plates_has_a_wider_window() -> None:
    coarse: dict[str, Any] = {
        "taper": {**NUMBERS, "last_heavy_percent": [90, 92.5]},
        "equipment": {"barbell": {"bar": 20, "plates": [2.5, 5, 10, 20, 25]}},
    }
    for percent, found in ((88.3, [MISSING]), (88.4, []), (94.1, []), (94.2, [MISSING])):
        assert window(days_before(8, pull(percent)), **coarse) == found


def test_a_pull_that_is_heavier_than_asked_is_still_heavy() -> None:
    shorter: dict[str, Any] = {
        "taper": {**NUMBERS, "last_heavy_percent": [86, 88], "light_days": 5}
    }
    pulls = days_before(8, pull(87)), days_before(6, pull(95))
    assert window(*pulls, **shorter) == [("days", 6, 7)]


# -- the last days -------------------------------------------------------------------------------


def late(days: int, *entries: Entry, **changes: Any) -> list[Breach]:
    """Breaches of a session so many days before the test, those of the sets left out."""
    found = audit(days_before(days, *entries), **{**NO_WINDOW, **changes})
    return [breach for breach in found if breach.unit != "sets"]


@pytest.mark.parametrize(
    ("days", "hinge", "count"),
    [
        (7, pull(80), 0),
        (6, pull(75.1), 1),
        (6, pull(75), 0),
        (5, pull(75.1), 1),
        (5, pull(75), 0),
        (1, pull(75.1), 1),
        (1, pull(75.1, part="back_off"), 1),
        (1, pull(82.5, "block_pull"), 0),  # 75 % of 1.1 times the deadlift
        (1, pull(82.7, "block_pull"), 1),
        (1, pull(90, "power_clean"), 0),  # no hinge
        (6, entry("sumo_deadlift", 2, 6, rpe=6), 0),  # 73.9 % by the table
        (6, entry("sumo_deadlift", 2, 6, rpe=6.5), 1),  # 75.1 %
        (7, entry("sumo_deadlift", 2, 6, rpe=6.5), 0),
        (1, entry("single_leg_rdl", 2, 8, rpe=8), 0),
        (1, entry("single_leg_rdl", 2, 6, rpe=8), 1),
        (1, pull(69.9, "romanian_deadlift"), 0),  # percents of another lift's 1RM
        (1, pull(70, "romanian_deadlift"), 1),
        (1, pull(39.9, "good_morning"), 0),
        (1, pull(40, "good_morning"), 1),
        (1, pull(70, rpe=9), 0),  # where the own percent is known it counts
        (1, entry("hip_thrust", 2, 5, rpe=9), 0),  # no hinge
    ],
)
def test_no_hinge_is_above_75_percent_in_the_last_days(days: int, hinge: Entry, count: int) -> None:
    assert len(late(days, hinge)) == count


@pytest.mark.parametrize(("days", "contacts", "excess"), [(5, 10, []), (5, 12, [2]), (6, 30, [])])
def test_jump_contacts_are_few_in_the_last_days(
    days: int, contacts: int, excess: list[int]
) -> None:
    found = late(days, entry("box_jump", 1, contacts - 4), entry("broad_jump", 2, 2))
    assert [breach.excess for breach in found] == excess
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (contacts, 10, "contacts")
        assert (breach.priority, breach.where.session) == ("must", "A")


@pytest.mark.parametrize(("days", "reps", "count"), [(5, 20, 0), (5, 21, 1), (6, 21, 0)])
def test_swing_sets_are_short_in_the_last_days(days: int, reps: int, count: int) -> None:
    assert len(late(days, entry("kettlebell_swing", 2, reps))) == count
    assert late(days, entry("plank", 2, 60)) == []


@pytest.mark.parametrize(("days", "count"), [(6, 0), (5, 1), (1, 1)])
def test_forbidden_exercises_wait_for_the_test(days: int, count: int) -> None:
    assert len(late(days, entry("nordic_curl", 1, 3))) == count
    assert late(days, entry("leg_curl", 1, 8)) == []
    own = {"taper": {**NUMBERS, "forbid": ["leg_curl"]}}
    assert len(late(days, entry("leg_curl", 1, 8), **own)) == count
    assert late(days, entry("nordic_curl", 1, 3), **own) == []


@pytest.mark.parametrize(
    ("exercise", "is_leg_work"),
    [
        ("split_squat", True),
        ("hip_thrust", True),
        ("single_leg_rdl", True),
        ("leg_curl", True),
        ("calf_raise", True),
        ("copenhagen", True),  # adductors
        ("back_extension", False),  # the back
        ("pull_up", False),
        ("face_pull", False),
        ("dead_bug", False),
        ("box_jump", False),
        (LIFT, False),  # no accessory
        ("kettlebell_swing", False),
    ],
)
def test_at_last_no_accessories_for_the_legs(exercise: str, is_leg_work: bool) -> None:
    legs: dict[str, Any] = {"taper": {**NUMBERS, "legs_days": 2}}
    easy = entry(exercise, 1, 6, rpe=5)
    assert [len(late(days, easy, **legs)) for days in (1, 2, 3)] == [is_leg_work, is_leg_work, 0]
    assert late(1, easy) == []


def test_the_scenario_has_the_days_without_leg_work() -> None:
    assert scenario().taper.legs_days == 2
    longer: dict[str, Any] = {"taper": {**NUMBERS, "legs_days": 4}}
    easy = entry("split_squat", 1, 6, rpe=5)
    assert [len(late(days, easy, **longer)) for days in (3, 4, 5)] == [1, 1, 0]
    (breach,) = late(4, easy, entry("pull_up", 1, 5), entry("leg_curl", 1, 6), **longer)
    assert (breach.measured, breach.unit, breach.excess) == (4, "days", 1)
    assert "split_squat, leg_curl" in breach.text


def test_a_session_is_too_loud_once_and_says_so() -> None:
    (breach,) = late(2, pull(80), entry("nordic_curl", 1, 3))
    assert (breach.excess, breach.measured, breach.unit) == (1, 2, "days")
    assert (breach.where.week, breach.where.session) == (12, "A")
    assert LIFT in breach.text
    assert "nordic_curl" in breach.text


def test_the_day_of_the_test_is_free() -> None:
    jumps = entry("box_jump", 5, 5)
    found = audit(on(TEST_DAY, ONE_REP, jumps, entry("nordic_curl", 1, 3)), **NO_WINDOW)
    assert [breach.unit for breach in found if breach.unit != "sets"] == []


def test_the_scenario_has_the_days_and_numbers() -> None:
    own = {"taper": {**NUMBERS, "light_percent": 60, "quiet_contacts": 3, "quiet_swing_reps": 9}}
    assert late(1, pull(60), entry("box_jump", 1, 3), entry("kettlebell_swing", 2, 9), **own) == []
    found = late(1, pull(61), entry("box_jump", 1, 4), entry("kettlebell_swing", 2, 9), **own)
    assert [breach.unit for breach in found] == ["days", "contacts"]
    assert len(late(1, entry("kettlebell_swing", 2, 10), **own)) == 1
    longer = {"taper": {**NUMBERS, "light_days": 9, "quiet_days": 8, "forbid_days": 7}}
    assert [len(late(days, pull(80), **longer)) for days in (8, 9, 10)] == [1, 1, 0]
    assert len(late(8, entry("box_jump", 4, 3), **longer)) == 1
    assert len(late(7, entry("nordic_curl", 1, 3), **longer)) == 1
    assert late(8, entry("nordic_curl", 1, 3), **longer) == []


def test_it_can_be_softened_and_is_not_asked_without_a_taper() -> None:
    ranked = {**FULL, "priorities": {"taper": "should"}}
    assert {breach.priority for breach in audit(**ranked)} == {"should"}
    assert Taper.asked_by(scenario(priorities={"taper": "off"})) == ()
    assert Taper.asked_by(scenario(goal={"test": None})) == ()


# -- the test itself -----------------------------------------------------------------------------


def verdict(*sessions: Session, **changes: Any) -> list[tuple[float, float, str]]:
    """Measured, limit and unit of what the rule about the test says."""
    ask = scenario(**changes)
    assert test_day.Test.asked_by(ask) == (test_day.Test("must", ask),)
    found = test_day.Test.asked_by(ask)[0].audit(block(sessions, **changes))
    assert all((b.excess, b.priority, b.where.exercise) == (1, "must", LIFT) for b in found)
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


def test_the_test_is_on_its_day_and_once() -> None:
    right, early = on(TEST_DAY, ONE_REP), on(date(2027, 4, 21), ONE_REP)
    assert verdict(on(date(2027, 4, 19), pull(70)), right) == []
    assert verdict(on(TEST_DAY, pull(100))) == [(0, 1, "tests")]
    assert verdict(early) == [(1, 1, "tests")]
    assert verdict(early, right) == [(2, 1, "tests")]


def test_it_is_the_goal_lift_that_is_tested() -> None:
    other = entry("sumo_deadlift", 1, 1, part="test")
    (rule,) = test_day.Test.asked_by(scenario())

    def found(*sessions: Session) -> list[tuple[str | None, float, float]]:
        breaches = rule.audit(block(sessions))
        return [(b.where.exercise, b.measured, b.limit) for b in breaches]

    assert found(on(TEST_DAY, other)) == [(LIFT, 0, 1), ("sumo_deadlift", 1, 0)]
    assert found(on(TEST_DAY, ONE_REP, other)) == [("sumo_deadlift", 1, 0)]
    early = on(date(2027, 4, 21), other)
    assert found(early, on(TEST_DAY, ONE_REP)) == [("sumo_deadlift", 1, 0)]


@pytest.mark.parametrize(
    ("weeks", "week", "limit"),
    [
        (12, 8, [9]),
        (12, 9, []),
        (10, 6, [7]),
        (10, 7, []),
        (3, 2, [3]),
        (3, 3, []),
        (2, 1, [2]),
        (2, 2, []),
        (1, 1, []),
    ],
)
def test_no_single_is_tested_in_the_first_two_thirds(
    weeks: int, week: int, limit: list[int]
) -> None:
    day = date(2027, 2, 5) + timedelta(weeks=week - 1)
    ask: dict[str, Any] = {"weeks": weeks, "goal": {"test": day}}
    assert verdict(on(day, ONE_REP), **ask) == [(week, end, "weeks") for end in limit]
    repeats: dict[str, Any] = {"weeks": weeks, "goal": {"test": day, "test_reps": 5}}
    assert verdict(on(day, ONE_REP), **repeats) == []


def test_a_test_on_another_day_and_early_is_two_breaches() -> None:
    found = verdict(on(date(2027, 2, 5), ONE_REP))
    assert found == [(1, 1, "tests"), (1, 9, "weeks")]


def test_the_test_can_be_softened_and_is_not_asked_without_a_day() -> None:
    (rule,) = test_day.Test.asked_by(scenario(priorities={"test": "should"}))
    assert [breach.priority for breach in rule.audit(block([]))] == ["should"]
    assert test_day.Test.asked_by(scenario(priorities={"test": "off"})) == ()
    assert test_day.Test.asked_by(scenario(goal={"test": None})) == ()
