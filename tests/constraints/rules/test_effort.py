"""Effort: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.lines import Line, menu
from constraints.rule import Breach
from constraints.rules.effort import Effort
from tests.builders import block, entry, scenario, session

LIFT = "conventional_deadlift"


def breaches(*days: list[Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of the sessions of one week; by default one rep in reserve, RPE 9."""
    (rule,) = Effort.asked_by(scenario(**changes))
    sessions = [
        session(date(2027, 2, 1 + 2 * n), exercises=entries, label="ABC"[n])
        for n, entries in enumerate(days)
    ]
    return rule.audit(block(sessions, **changes))


def pull(percent: float | None, reps: int, lift: str = LIFT, **more: Any) -> list[Entry]:
    """A session of one lift at a percent of the named 1RM."""
    return [entry(lift, 3, reps, percent=percent, **more)]


@pytest.mark.parametrize(
    ("percent", "most"),
    [  # the chart's reps less one
        (95, 1),
        (93, 2),
        (90, 3),
        (87, 4),
        (85, 5),
        (83, 6),
        (80, 7),
        (77, 8),
        (75, 9),
        (70, 11),
        (65, 14),
        (83.1, 5),  # between two rows the heavier one counts
        (84.9, 5),
    ],
)
def test_a_set_stays_one_rep_below_the_chart(percent: float, most: int) -> None:
    assert breaches(pull(percent, most)) == ()
    (breach,) = breaches(pull(percent, most + 1))
    assert (breach.measured, breach.limit, breach.unit) == (most + 1, most, "reps")
    assert (breach.excess, breach.priority) == (1, "must")


def test_at_the_full_max_there_is_no_rep_in_reserve() -> None:
    (breach,) = breaches(pull(100, 1))
    assert (breach.measured, breach.limit) == (1, 0)


def test_a_breach_says_where() -> None:
    (breach,) = breaches([entry("plank")], pull(85, 6))
    where = breach.where
    assert (where.week, where.session, where.exercise) == (1, "B", LIFT)


@pytest.mark.parametrize(
    ("lift", "percent", "most"),
    [
        ("deficit_deadlift", 78.2, 5),  # 85 % of 0.92 times the deadlift
        ("deficit_deadlift", 78.3, 4),
        ("block_pull", 93.5, 5),  # 85 % of 1.1 times the deadlift
        ("power_clean", 85, 5),
        ("barbell_row", 75, 9),
    ],
)
def test_the_percent_is_that_of_the_lifts_own_max(lift: str, percent: float, most: int) -> None:
    assert breaches(pull(percent, most, lift)) == ()
    assert [breach.limit for breach in breaches(pull(percent, most + 1, lift))] == [most]


@pytest.mark.parametrize(
    ("own", "percent", "most"),
    [
        (180, 95.6, 5),  # 153 kg, 85 %
        (180, 95.7, 4),
        (160, 85, 5),
        (160, 85.1, 4),
    ],
)
def test_a_stated_max_of_the_lift_wins(own: float, percent: float, most: int) -> None:
    stated = {"athlete": {"one_rep_max": {LIFT: 160, "block_pull": own}}}
    assert breaches(pull(percent, most, "block_pull"), **stated) == ()
    found = breaches(pull(percent, most + 1, "block_pull"), **stated)
    assert [breach.limit for breach in found] == [most]


def test_a_lift_that_is_stronger_than_the_one_it_is_reckoned_from_can_be_trained() -> None:
    # 1.3 times the squat of 130 kg: 135 kg are 80 % of it, and more than the squat.
    stated = {"athlete": {"ratios": {"hip_thrust": {"of": "back_squat", "times": 1.3}}}}
    asked = scenario(**stated)
    heavy = [what for what in menu(asked, Line("hip_thrust")) if what.load == 13500]
    assert {what.percent for what in heavy} == {None}  # a reckoned percent is not printed
    fives = next(what for what in heavy if what.reps == 5)
    assert fives.rpe is not None
    assert breaches(pull(None, 5, "hip_thrust", load=135, rpe=fives.rpe / 2), **stated) == ()


@pytest.mark.parametrize("lift", ["romanian_deadlift", "good_morning", "clean_pull"])
def test_without_a_max_of_its_own_the_chart_is_silent(lift: str) -> None:
    assert breaches(pull(100, 10, lift)) == ()


@pytest.mark.parametrize("lift", [LIFT, "single_leg_rdl", "romanian_deadlift"])
def test_the_rpe_stays_at_or_under_the_cap(lift: str) -> None:
    assert breaches(pull(None, 8, lift, rpe=9)) == ()
    (breach,) = breaches(pull(None, 8, lift, rpe=9.5))
    assert (breach.measured, breach.limit, breach.unit) == (9.5, 9, "RPE")
    assert (breach.excess, breach.priority) == (1, "must")


def test_chart_and_cap_both_hold_and_a_prescription_is_one_breach() -> None:
    assert breaches(pull(85, 5, rpe=9)) == ()
    assert [breach.unit for breach in breaches(pull(85, 5, rpe=9.5))] == ["RPE"]
    assert [breach.unit for breach in breaches(pull(85, 6, rpe=9))] == ["reps"]
    assert [breach.unit for breach in breaches(pull(85, 6, rpe=9.5))] == ["reps"]


def test_a_test_is_free_and_back_offs_are_not() -> None:
    assert breaches(pull(100, 1, part="test", rpe=10)) == ()
    assert len(breaches(pull(85, 6, part="back_off"))) == 1
    assert len(breaches(pull(85, 6, part="top"))) == 1


def test_reps_without_load_or_effort_are_free() -> None:
    assert breaches(pull(None, 30), [entry("box_jump", 3, 5)], [entry("plank", 3, 60)]) == ()


def test_a_prescription_of_the_week_counts_once() -> None:
    assert len(breaches(pull(85, 6), pull(85, 6))) == 1
    assert [breach.measured for breach in breaches(pull(85, 6), pull(85, 7))] == [6, 7]


def test_the_scenario_has_the_numbers_and_the_rank() -> None:
    two: dict[str, Any] = {"effort": {"reserve": 2, "rpe": 7.5}}
    assert breaches(pull(85, 4, rpe=7.5), **two) == ()
    assert [breach.limit for breach in breaches(pull(85, 5), **two)] == [4]
    assert [breach.limit for breach in breaches(pull(None, 5, rpe=8), **two)] == [7.5]
    none: dict[str, Any] = {"effort": {"reserve": 0}}
    assert breaches(pull(85, 6), **none) == ()
    assert [breach.limit for breach in breaches(pull(85, 7), **none)] == [6]
    (breach,) = breaches(pull(85, 6), priorities={"effort": "should"})
    assert breach.priority == "should"
    assert Effort.asked_by(scenario(priorities={"effort": "off"})) == ()


@pytest.mark.parametrize(
    ("who", "cap"),
    [
        ({"athlete": {"level": "beginner"}}, 7.5),
        ({"athlete": {"level": "advanced"}}, 9.5),
        ({"profile": "masters"}, 8),
        ({"profile": "in_season"}, 8),
    ],
)
def test_levels_and_profiles_have_their_own_cap(who: dict[str, Any], cap: float) -> None:
    assert breaches(pull(None, 5, rpe=cap), **who) == ()
    assert [breach.limit for breach in breaches(pull(None, 5, rpe=cap + 0.5), **who)] == [cap]
