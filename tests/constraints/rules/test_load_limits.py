"""Load limits: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.load_limits import LoadLimits
from tests.builders import block, entry, scenario, session

ACCUMULATION, DELOAD, INTENSIFICATION, REALIZATION, TAPER, TEST_WEEK = 1, 4, 5, 9, 11, 12
LIFT = "conventional_deadlift"


def breaches(*entries: Entry, week: int = 1, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session of this week; by default the cap is 92.5 %."""
    (rule,) = LoadLimits.asked_by(scenario(**changes))
    day = date(2027, 2, 1) + timedelta(weeks=week - 1)
    return rule.audit(block([session(day, exercises=entries, week=week)], **changes))


def verdict(
    exercise: str, percent: float, week: int = 1, **changes: Any
) -> list[tuple[float, float]]:
    """Measured and limit of the breaches of one entry."""
    found = breaches(entry(exercise, 3, 3, percent=percent), week=week, **changes)
    return [(breach.measured, breach.limit) for breach in found]


def cap(percent: float) -> dict[str, Any]:
    """The athlete's own cap."""
    return {"effort": {"percent": percent}}


@pytest.mark.parametrize(
    ("exercise", "low", "high"),
    [
        ("conventional_deadlift", 65, 92.5),  # the cap is below the window's 95 %
        ("trap_bar_deadlift", 60, 90),
        ("block_pull", 75, 100),  # of the deadlift; 1.1 times the cap is above
        ("deficit_deadlift", 60, 80),
        ("romanian_deadlift", 50, 70),
        ("good_morning", 20, 40),
        ("power_clean", 60, 90),
        ("clean_pull", 80, 110),
    ],
)
def test_each_lift_has_a_window_with_two_ends(exercise: str, low: float, high: float) -> None:
    assert verdict(exercise, low) == []
    assert verdict(exercise, high) == []
    assert verdict(exercise, low - 0.1) == [(low - 0.1, low)]
    assert verdict(exercise, high + 0.1) == [(high + 0.1, high)]


def test_a_breach_says_where_and_is_a_must() -> None:
    (breach,) = breaches(entry(LIFT, 3, 3, percent=60), entry("plank"), week=2)
    assert (breach.unit, breach.excess, breach.priority) == ("%", 1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (2, "A", LIFT)


@pytest.mark.parametrize("week", [DELOAD, TAPER, TEST_WEEK])
def test_deload_and_taper_may_be_ten_points_lighter_and_not_heavier(week: int) -> None:
    assert verdict(LIFT, 55, week) == []
    assert verdict(LIFT, 54.9, week) == [(54.9, 55)]
    assert verdict("power_clean", 50, week) == []
    assert verdict("power_clean", 49.9, week) == [(49.9, 50)]
    assert verdict(LIFT, 92.6, week) == [(92.6, 92.5)]


@pytest.mark.parametrize("week", [ACCUMULATION, INTENSIFICATION, REALIZATION])
def test_loading_weeks_may_not(week: int) -> None:
    assert verdict(LIFT, 64.9, week) == [(64.9, 65)]


@pytest.mark.parametrize(
    ("percent", "week", "limit"),
    [
        (94.9, ACCUMULATION, []),
        (95, ACCUMULATION, [94.9]),
        (95, DELOAD, [94.9]),
        (94.9, INTENSIFICATION, []),
        (95, INTENSIFICATION, [94.9]),
        (95, REALIZATION, []),
        (95.1, REALIZATION, [95]),  # the end of the window
        (95, TAPER, []),
    ],
)
def test_95_percent_waits_for_the_realization(
    percent: float, week: int, limit: list[float]
) -> None:
    assert [end for _, end in verdict(LIFT, percent, week, **cap(100))] == limit


def test_the_athletes_cap_is_of_the_lifts_own_max() -> None:
    assert verdict(LIFT, 85, **cap(85)) == []
    assert verdict(LIFT, 85.1, **cap(85)) == [(85.1, 85)]
    # A block pull has 1.1 times the deadlift's 1RM, a deficit deadlift 0.92 times.
    assert verdict("block_pull", 93.5, **cap(85)) == []
    assert verdict("block_pull", 93.6, **cap(85)) == [(93.6, 93.5)]
    assert verdict("deficit_deadlift", 73.6, **cap(80)) == []
    assert verdict("deficit_deadlift", 73.7, **cap(80)) == [(73.7, 73.6)]


def test_where_no_max_of_its_own_is_known_the_window_is_all() -> None:
    assert verdict("romanian_deadlift", 70, **cap(60)) == []
    assert verdict("clean_pull", 110, **cap(60)) == []


def test_the_window_by_rule_of_thumb_ends_where_the_own_max_is_known() -> None:
    # 120 of 160 kg: 60 % of it are 45 % of the deadlift, the cap of 92.5 % are 69.375 %.
    known: dict[str, Any] = {"athlete": {"recent_sets": {"romanian_deadlift": "1 x 120 @ 10"}}}
    for percent, limit in ((44.9, 45), (69.5, 69.4)):
        assert verdict("romanian_deadlift", percent, **known) == [(percent, limit)]
    assert verdict("romanian_deadlift", 45, **known) == []
    # The good morning keeps the window of its own.
    known = {"athlete": {"recent_sets": {"good_morning": "1 x 70 @ 10"}}}
    assert verdict("good_morning", 40.1, **known) == [(40.1, 40)]


def test_olympic_lifts_and_accessories_have_no_cap() -> None:
    assert verdict("power_clean", 90, **cap(80)) == []
    assert verdict("barbell_row", 94.9, **cap(80)) == []
    assert verdict("barbell_row", 5) == []
    assert verdict("barbell_row", 95) == [(95, 94.9)]
    assert verdict("barbell_row", 95, REALIZATION) == []


def test_the_athletes_own_window_wins_but_not_over_the_cap() -> None:
    own: dict[str, Any] = {"exercises": {LIFT: {"percent": [70, 80]}}}
    assert [verdict(LIFT, percent, **own) for percent in (70, 80)] == [[], []]
    assert verdict(LIFT, 69.9, **own) == [(69.9, 70)]
    assert verdict(LIFT, 80.1, **own) == [(80.1, 80)]
    wide: dict[str, Any] = {"exercises": {LIFT: {"percent": [40, 120]}}}
    assert verdict(LIFT, 40, **wide) == []
    assert verdict(LIFT, 92.6, **wide) == [(92.6, 92.5)]


def test_tests_and_open_loads_are_free_and_back_offs_are_not() -> None:
    assert breaches(entry(LIFT, 1, 1, percent=102, part="test"), week=TEST_WEEK) == ()
    assert breaches(entry(LIFT, 3, 5, rpe=8)) == ()
    top, back_off = (entry(LIFT, 3, 3, percent=60, part=part) for part in ("top", "back_off"))
    assert [b.where.exercise for b in breaches(top, back_off)] == [LIFT, LIFT]


def test_a_prescription_of_the_week_counts_once() -> None:
    (rule,) = LoadLimits.asked_by(scenario())
    for percents, count in (((60, 60), 1), ((60, 50), 2)):
        days = [
            session(date(2027, 2, 1 + 2 * n), exercises=[entry(LIFT, 3, 3, percent=percent)])
            for n, percent in enumerate(percents)
        ]
        assert len(rule.audit(block(days))) == count


def test_it_can_be_softened_or_turned_off() -> None:
    (breach,) = breaches(entry(LIFT, percent=60), priorities={"load-limits": "should"})
    assert breach.priority == "should"
    assert LoadLimits.asked_by(scenario(priorities={"load-limits": "off"})) == ()
