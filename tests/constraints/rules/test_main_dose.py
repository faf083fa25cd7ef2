"""The dose of the goal lift: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.rule import Breach
from constraints.rules.main_dose import MainDose
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import (
    DOSE,
    LIFT,
    TWO_MATCHES,
    audited,
    held,
    limits,
    ranks,
    singles,
)


@pytest.mark.parametrize(
    ("week", "low", "high"), [(1, 14, 22), (3, 14, 22), (5, 11, 19), (10, 5, 13)]
)
def test_the_goal_lift_gets_the_total_reps_of_its_phase(week: int, low: int, high: int) -> None:
    def found(total: int) -> tuple[Breach, ...]:
        return audited(MainDose, [held(week, singles(total))], **DOSE)

    assert found(low) == found(high) == ()
    for total, limit in ((low - 2, low), (low - 1, low), (high + 1, high), (high + 5, high)):
        (breach,) = found(total)
        assert (breach.measured, breach.limit, breach.unit) == (total, limit, "reps")
        assert (breach.excess, breach.priority) == (abs(total - limit), "must")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (week, "A", LIFT)


@pytest.mark.parametrize(("sets", "reps", "count"), [(4, 5, 0), (4, 6, 1), (7, 2, 0), (13, 1, 1)])
def test_the_dose_is_sets_times_reps(sets: int, reps: int, count: int) -> None:
    assert len(audited(MainDose, [held(1, entry(LIFT, sets, reps))], **DOSE)) == count


def test_what_was_done_with_several_loads_is_one_dose() -> None:
    """Two sets with one load and two with another: 20 reps; with a third 28, six too many."""
    works = [entry(LIFT, 2, 5, load=load) for load in (100, 105)]
    assert audited(MainDose, [held(1, *works)], **DOSE) == ()
    (breach,) = audited(MainDose, [held(1, *works, entry(LIFT, 2, 4, load=110))], **DOSE)
    assert (breach.measured, breach.limit) == (28, 22)


def test_a_taper_asks_for_no_least_dose() -> None:
    for week in (11, 12):
        assert audited(MainDose, [held(week, singles(1))], **DOSE) == ()
        assert audited(MainDose, [held(week, singles(9))], **DOSE) == ()
        assert limits(audited(MainDose, [held(week, singles(10))], **DOSE)) == [9]


@pytest.mark.parametrize("total", [1, 100])
@pytest.mark.parametrize(("week", "count"), [(1, 1), (2, 0), (4, 0), (8, 0)])
def test_deloads_and_weeks_with_two_matches_have_no_dose(week: int, count: int, total: int) -> None:
    assert len(audited(MainDose, [held(week, singles(total))], **DOSE, **TWO_MATCHES)) == count


@pytest.mark.parametrize("total", [1, 100])
def test_only_working_sets_of_the_goal_lift_are_its_dose(total: int) -> None:
    free = [singles(total, part="back_off"), singles(total, part="test")]
    assert audited(MainDose, [held(1, *free, singles(total, "sumo_deadlift"))], **DOSE) == ()
    assert len(audited(MainDose, [held(1, singles(total, part="top"))], **DOSE)) == 1


def test_every_session_gets_the_dose() -> None:
    sessions = [held(1, singles(14)), held(1, singles(22), label="B")]
    assert audited(MainDose, sessions, **DOSE) == ()
    (breach,) = audited(MainDose, [*sessions, held(1, singles(7), label="C")], **DOSE)
    assert (breach.where.session, breach.excess) == ("C", 7)


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert MainDose.asked_by(asked) == (MainDose("must", asked),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(MainDose, "prefer") == ["prefer"]
    assert ranks(MainDose, "off") == []
