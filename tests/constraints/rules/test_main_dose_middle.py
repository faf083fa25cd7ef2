"""The middle of the goal lift's dose: pattern in, verdict out."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.main_dose import MainDose
from constraints.rules.main_dose_middle import MainDoseMiddle
from tests.builders import scenario
from tests.constraints.rules.verdicts import DOSE, LIFT, TWO_MATCHES, audited, held, ranks, singles


@pytest.mark.parametrize(
    ("week", "asked", "low", "high"),
    [
        (1, [14, 22], 16, 20),  # a quarter of 8 around 18
        (3, [16, 22], 17, 21),  # a quarter of 6, rounded up, around 19
        (5, [11, 19], 13, 17),
        (10, [5, 13], 7, 11),
        (1, [20, 20], 20, 20),
        (5, [15, 20], 16, 19),  # a quarter of 5, rounded up, around 17.5
        (5, [14, 21], 16, 19),
        (5, [4, 5], 4, 5),
    ],
)
def test_the_dose_lies_within_a_quarter_of_its_middle(
    week: int, asked: list[int], low: int, high: int
) -> None:
    phase = {1: "accumulation", 3: "accumulation", 5: "intensification", 10: "realization"}[week]
    own: dict[str, Any] = {"phases": {phase: {"main_total_reps": asked}}}

    def found(total: int) -> tuple[Breach, ...]:
        return audited(MainDoseMiddle, [held(week, singles(total))], **own)

    assert found(low) == found(high) == ()
    for total, limit in ((low - 3, low), (low - 1, low), (high + 1, high), (high + 4, high)):
        (breach,) = found(total)
        assert (breach.measured, breach.limit, breach.unit) == (total, limit, "reps")
        assert (breach.excess, breach.priority) == (abs(total - limit), "prefer")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (week, "A", LIFT)


@pytest.mark.parametrize("total", [1, 100])
@pytest.mark.parametrize(("week", "count"), [(1, 1), (2, 0), (4, 0), (8, 0), (11, 0), (12, 0)])
def test_deloads_tapers_and_weeks_with_two_matches_have_no_middle(
    week: int, count: int, total: int
) -> None:
    sessions = [held(week, singles(total))]
    assert len(audited(MainDoseMiddle, sessions, **DOSE, **TWO_MATCHES)) == count
    if week == 2:
        assert len(audited(MainDoseMiddle, sessions, **DOSE)) == 1


@pytest.mark.parametrize("total", [1, 100])
def test_only_working_sets_of_the_goal_lift_have_a_middle(total: int) -> None:
    free = [singles(total, part="back_off"), singles(total, part="test")]
    assert audited(MainDoseMiddle, [held(1, *free, singles(total, "sumo_deadlift"))], **DOSE) == ()
    assert len(audited(MainDoseMiddle, [held(1, singles(total, part="top"))], **DOSE)) == 1


def test_every_session_has_its_middle() -> None:
    sessions = [held(1, singles(16)), held(1, singles(20), label="B")]
    assert audited(MainDoseMiddle, sessions, **DOSE) == ()
    (breach,) = audited(MainDoseMiddle, [*sessions, held(1, singles(8), label="C")], **DOSE)
    assert (breach.where.session, breach.excess) == ("C", 8)


@pytest.mark.parametrize(
    "free",
    [
        {"goal": {"test": None}},
        {"goal": {"kind": "general"}},
        {"athlete": {"one_rep_max": {"back_squat": 130}}},
    ],
)
def test_without_a_test_of_a_known_max_the_range_is_enough(free: dict[str, Any]) -> None:
    assert MainDoseMiddle.asked_by(scenario(**free)) == ()
    assert len(MainDose.asked_by(scenario(**free))) == 1


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert MainDoseMiddle.asked_by(asked) == (MainDoseMiddle("prefer", asked),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(MainDoseMiddle, "should") == ["should"]
    assert ranks(MainDoseMiddle, "off") == []
