"""After a pause: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.balance import ordinary_weeks
from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.after_pause import AfterPause
from constraints.rules.main_dose import MainDose
from constraints.rules.main_dose_middle import MainDoseMiddle
from constraints.rules.no_easier import NoEasier
from constraints.rules.prilepin import Prilepin
from constraints.rules.rise import Rise
from constraints.rules.session_size import SessionSize
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import LIFT, ROW, audited, held, limits, ranks, weeks_of

# Weeks 2 and 3 are away: half of the sets in week 4, seven tenths in week 5.
AWAY: dict[str, Any] = {
    "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}],
    "availability": {"away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]},
}  # fmt: skip


def said(*weeks: tuple[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each of these weeks (from 1)."""
    return audited(AfterPause, [held(week, one) for week, one in weeks], **{**AWAY, **changes})


@pytest.mark.parametrize(
    ("exercise", "before", "week", "most"),
    [
        ("romanian_deadlift", 6, 4, 3),
        ("romanian_deadlift", 5, 4, 2),
        ("romanian_deadlift", 2, 4, 2),  # two are left in any case
        ("romanian_deadlift", 6, 5, 4),
        ("romanian_deadlift", 10, 5, 7),
        ("romanian_deadlift", 0, 4, 2),  # not trained before
        ("box_jump", 6, 4, 3),
        ("power_clean", 4, 4, 3),  # the least of the exercise
        ("nordic_curl", 3, 4, 2),  # though its least is one
    ],
)
def test_sets_come_back_step_by_step(exercise: str, before: int, week: int, most: int) -> None:
    full = [(1, entry(exercise, before, 3))] if before else []
    assert said(*full, (week, entry(exercise, most, 3))) == ()
    (breach,) = said(*full, (week, entry(exercise, most + 2, 3)))
    assert (breach.measured, breach.limit, breach.unit) == (most + 2, most, "sets")
    assert (breach.excess, breach.priority) == (2, "should")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (week, "A", exercise)


def test_the_session_with_most_sets_of_the_last_full_week_counts() -> None:
    first = [held(1, entry(ROW, 3, 8), label="A"), held(1, entry(ROW, 6, 8), label="B")]
    assert limits(audited(AfterPause, [*first, held(4, entry(ROW, 5, 8))], **AWAY)) == [3]


def test_other_weeks_are_free() -> None:
    assert said((1, entry(ROW, 2, 8, rpe=7)), (6, entry(ROW, 5, 8, rpe=9))) == ()


@pytest.mark.parametrize("week", [4, 5])
def test_nothing_is_hard_in_the_weeks_back(week: int) -> None:
    assert said((week, entry(ROW, 2, 8, rpe=7.5))) == ()
    (breach,) = said((week, entry(ROW, 2, 8, rpe=8)))
    assert (breach.measured, breach.limit, breach.unit, breach.excess) == (8, 7.5, "RPE", 1)
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (week, None, ROW)


@pytest.mark.parametrize(
    ("load", "reps", "weeks"),
    [(100, 6, []), (102.5, 6, [4]), (102.5, 7, [4]), (102.5, 5, []), (95, 8, [])],
)
def test_no_load_is_above_the_last_one_unless_reps_fall(
    load: float, reps: int, weeks: list[int]
) -> None:
    found = said((1, entry(LIFT, 2, 6, load=100)), (4, entry(LIFT, 2, reps, load=load)))
    assert weeks_of(found) == weeks
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (102.5, 100, "load")


def test_the_second_week_back_may_go_up() -> None:
    loads = {1: 100, 4: 100, 5: 105}
    assert said(*((week, entry(LIFT, 2, 6, load=load)) for week, load in loads.items())) == ()
    assert weeks_of(said((1, entry(LIFT, 2, 6, load=100)), (4, entry(LIFT, 2, 6)),
                         (5, entry(LIFT, 2, 6, load=105)))) == []  # fmt: skip


def test_a_load_that_is_open_is_compared_with_nothing() -> None:
    assert said((1, entry(LIFT, 2, 6)), (4, entry(LIFT, 2, 6, load=105))) == ()
    assert said((1, entry(LIFT, 2, 6, load=100)), (4, entry(LIFT, 2, 6))) == ()


def test_a_test_is_free() -> None:
    test = entry(LIFT, 3, 1, load=180, rpe=10, part="test")
    assert said((1, entry(LIFT, 2, 6, load=100)), (4, test)) == ()


def test_numbers_are_the_athletes_own() -> None:
    own = {"progression": {"return_sets_percent": [80, 90], "return_rpe": 6}}
    assert limits(said((1, entry(ROW, 6, 8)), (4, entry(ROW, 6, 8, rpe=6.5)), **own)) == [4, 6]


def test_it_is_asked_only_after_a_pause() -> None:
    assert AfterPause.asked_by(scenario()) == ()
    asked = scenario(**{**AWAY, "priorities": {"after-pause": "off"}})
    assert AfterPause.asked_by(asked) == ()
    assert ranks(AfterPause, "should") == []
    (rule,) = AfterPause.asked_by(scenario(**AWAY))
    assert rule.explain() == (
        "After a pause: at most 50 % of the sets in week 4, 70 % of the sets in week 5; nothing "
        "above RPE 7.5; and at first no load above the last one, unless reps fall."
    )


@pytest.mark.parametrize(
    ("kind", "weeks", "more", "broken"),
    [
        (SessionSize, {4: (2, 6, 100), 5: (2, 6, 100), 6: (2, 6, 100)},
         {"session": {"exercises": [1, 7], "sets": [3, 20]}}, [6]),
        (Rise, {4: (3, 6, 100), 5: (3, 6, 100), 6: (3, 6, 100)}, {}, [6]),
        (MainDose, {4: (2, 5, 100), 5: (2, 5, 100), 6: (2, 5, 100)}, {}, [6]),
        (NoEasier, {1: (3, 6, 120), 4: (3, 6, 100), 5: (3, 6, 90), 6: (3, 6, 80)}, {}, [6]),
    ],
)  # fmt: skip
def test_what_a_usual_week_owes_is_not_owed(
    kind: Any, weeks: dict[int, tuple[int, int, float]], more: dict[str, Any], broken: list[int]
) -> None:
    sessions = [
        held(week, entry(LIFT, sets, reps, load=load)) for week, (sets, reps, load) in weeks.items()
    ]
    assert weeks_of(audited(kind, sessions, **AWAY, **more)) == broken


@pytest.mark.parametrize("kind", [MainDoseMiddle, Prilepin])
def test_a_small_dose_is_enough_on_the_way_to_a_test_too(kind: Any) -> None:
    """Week 4 is a deload, so that only week 5 is a week of return."""
    sessions = [held(week, entry(LIFT, 2, 3, load=125, percent=80)) for week in (5, 6)]
    away = {"availability": AWAY["availability"]}
    assert weeks_of(audited(kind, sessions, **away)) == [6]


def test_balance_is_not_owed_either() -> None:
    assert ordinary_weeks(scenario(**AWAY)) == (0, 1, 2, 5)
