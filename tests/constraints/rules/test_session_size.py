"""Session size: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.session_size import SessionSize
from tests.builders import block, entry, scenario, session

NAMES = (
    *("conventional_deadlift", "barbell_row", "pull_up", "nordic_curl"),
    *("plank", "dead_bug", "calf_raise", "face_pull", "copenhagen"),
)
LIMITS: dict[str, Any] = {"session": {"exercises": [4, 7], "sets": [8, 26]}}
ONE_WEEK: dict[str, Any] = {"weeks": 1, "goal": {"test": None}, **LIMITS}
DELOAD = {**ONE_WEEK, "deload": {"weeks": [1]}}
TAPER = {**ONE_WEEK, "phase_plan": [{"phase": "taper", "weeks": 1}]}


def breaches(*sets: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session with so many sets of as many exercises, in one week."""
    ask = {**ONE_WEEK, **changes}
    (rule,) = SessionSize.asked_by(scenario(**ask))
    entries = [entry(name, count) for name, count in zip(NAMES, sets, strict=False)]
    return rule.audit(block([session(exercises=entries, label="B")], **ask))


@pytest.mark.parametrize(
    "sets",
    [
        (2, 2, 2, 2),
        (7, 7, 6, 6),
        (2, 2, 2, 2, 2, 2, 2),
        (4, 4, 4, 4, 4, 3, 3),
    ],
)
def test_sizes_up_to_both_ends_are_fine(sets: tuple[int, ...]) -> None:
    assert breaches(*sets) == ()


@pytest.mark.parametrize(
    ("sets", "measured", "limit", "excess", "unit"),
    [
        ((4, 4, 4), 3, 4, 1, "exercises"),
        ((8, 8), 2, 4, 2, "exercises"),
        ((2,) * 8, 8, 7, 1, "exercises"),
        ((2,) * 9, 9, 7, 2, "exercises"),
        ((2, 2, 2, 1), 7, 8, 1, "sets"),
        ((1, 1, 1, 1), 4, 8, 4, "sets"),
        ((7, 7, 7, 6), 27, 26, 1, "sets"),
        ((8, 8, 8, 8), 32, 26, 6, "sets"),
    ],
)
def test_what_is_too_few_or_too_many_is_counted(
    sets: tuple[int, ...], measured: int, limit: int, excess: int, unit: str
) -> None:
    (breach,) = breaches(*sets)
    assert (breach.measured, breach.limit, breach.excess) == (measured, limit, excess)
    assert (breach.unit, breach.priority) == (unit, "must")
    assert (breach.where.week, breach.where.session) == (1, "B")


def test_exercises_and_sets_are_two_demands() -> None:
    found = breaches(2, 2, 2)
    assert [(breach.unit, breach.excess) for breach in found] == [("exercises", 1), ("sets", 2)]


@pytest.mark.parametrize(("lighter", "most"), [(DELOAD, 7), (TAPER, 5)], ids=["deload", "taper"])
def test_deload_and_taper_need_one_exercise_fewer_and_no_least_sets(
    lighter: dict[str, Any], most: int
) -> None:
    assert breaches(1, 1, 1, **lighter) == ()
    (breach,) = breaches(4, 4, **lighter)
    assert (breach.measured, breach.limit, breach.unit) == (2, 3, "exercises")
    (breach,) = breaches(9, 9, 9, **lighter)
    assert (breach.measured, breach.limit, breach.unit) == (27, 26, "sets")
    assert breaches(*(1,) * most, **lighter) == ()
    (breach,) = breaches(*(1,) * (most + 1), **lighter)
    assert (breach.measured, breach.limit, breach.unit) == (most + 1, most, "exercises")


def test_a_taper_holds_as_many_exercises_as_the_scenario_says() -> None:
    own = {**TAPER, "taper": {"exercises": 6}}
    assert breaches(*(1,) * 6, **own) == ()
    assert len(breaches(*(1,) * 7, **own)) == 1
    assert len(breaches(*(1,) * 8, **{**own, "taper": {"exercises": 9}})) == 1  # 7 in any session
    assert breaches(*(1,) * 3, **{**own, "taper": {"exercises": 1}}) == ()  # nor under the fewest


def test_a_lift_with_back_offs_is_one_exercise_and_all_its_sets_count() -> None:
    (rule,) = SessionSize.asked_by(scenario(**ONE_WEEK))
    lift = [entry(sets=1, part="top"), entry(sets=5, part="back_off")]
    others = [entry(name, 1) for name in NAMES[1:4]]
    assert rule.audit(block([session(exercises=[*lift, *others])], **ONE_WEEK)) == ()
    found = rule.audit(block([session(exercises=[*lift, *others[1:]])], **ONE_WEEK))
    assert [(b.measured, b.unit) for b in found] == [(3, "exercises")]


def test_the_session_of_the_test_is_free() -> None:
    tested: dict[str, Any] = {**ONE_WEEK, "goal": {"test": date(2027, 2, 5)}}
    (rule,) = SessionSize.asked_by(scenario(**tested))
    single = session(date(2027, 2, 5), exercises=[entry(sets=1, reps=1, part="test")])
    assert rule.audit(block([single], **tested)) == ()
    full = session(exercises=[entry(sets=1, reps=1)], label="B")
    assert {breach.where.session for breach in rule.audit(block([single, full], **tested))} == {"B"}


def test_every_session_is_looked_at() -> None:
    (rule,) = SessionSize.asked_by(scenario(**ONE_WEEK))
    days = [session(date(2027, 2, 1 + 2 * n), exercises=[entry(sets=8)]) for n in range(3)]
    assert [breach.excess for breach in rule.audit(block(days, **ONE_WEEK))] == [3, 3, 3]


def test_with_few_exercises_to_plan_with_fewer_are_enough() -> None:
    only = {"exercises": {"only": list(NAMES[:2])}}
    assert breaches(4, 4, **only) == ()
    (breach,) = breaches(8, **only)
    assert (breach.measured, breach.limit) == (1, 2)
    five = {"exercises": {"only": list(NAMES[:5])}}
    assert [breach.limit for breach in breaches(4, 4, 4, **five)] == [4]


def test_the_scenario_has_the_numbers_and_the_rank() -> None:
    small = {"session": {"exercises": [1, 2], "sets": [2, 3]}}
    assert breaches(1, 2, **small) == ()
    assert [(b.limit, b.unit) for b in breaches(1, 1, 2, **small)] == [
        (2, "exercises"),
        (3, "sets"),
    ]
    (breach,) = breaches(4, 4, 4, priorities={"session-size": "should"})
    assert breach.priority == "should"
    assert SessionSize.asked_by(scenario(priorities={"session-size": "off"})) == ()
