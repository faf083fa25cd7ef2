"""Prilepin's table and the dose of the goal lift: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.prilepin import MainDose, MainDoseMiddle, Prilepin
from scenarios.schema import Scenario
from tests.builders import block, entry, scenario, session

LIFT = "conventional_deadlift"


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def singles(total: int, exercise: str = LIFT, **more: Any) -> Entry:
    """So many sets of one rep: any total can be hit."""
    return entry(exercise, total, 1, **more)


def audited(kind: Any, sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


def limits(found: Iterable[Breach]) -> list[float]:
    """The limits that were crossed."""
    return [breach.limit for breach in found]


# -- Prilepin ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "low", "high"),
    [
        (69.5, 12, 24),  # programmed as 70 %
        (70, 12, 24),
        (79.4, 12, 24),
        (79.5, 10, 20),  # programmed as 80 %
        (80, 10, 20),
        (89.4, 10, 20),
        (89.5, 4, 10),
        (90, 4, 10),
        (95, 4, 10),
    ],
)
def test_total_reps_of_the_goal_lift_fit_the_percent(percent: float, low: int, high: int) -> None:
    def found(total: int) -> tuple[Breach, ...]:
        return audited(Prilepin, [held(2, singles(total, percent=percent))])

    assert found(low) == found(high) == ()
    for total, limit in ((low - 2, low), (low - 1, low), (high + 1, high), (high + 5, high)):
        (breach,) = found(total)
        assert (breach.measured, breach.limit, breach.unit) == (total, limit, "reps")
        assert (breach.excess, breach.priority) == (abs(total - limit), "should")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (2, "A", LIFT)


@pytest.mark.parametrize(("sets", "reps", "count"), [(4, 6, 0), (5, 5, 1), (3, 4, 0), (11, 1, 1)])
def test_reps_are_those_of_all_sets(sets: int, reps: int, count: int) -> None:
    assert len(audited(Prilepin, [held(1, entry(LIFT, sets, reps, percent=75))])) == count


@pytest.mark.parametrize("total", [1, 100])
def test_light_or_open_loads_are_free(total: int) -> None:
    light, unknown = singles(total, percent=69.4), singles(total, rpe=9)
    assert audited(Prilepin, [held(1, light), held(2, unknown)]) == ()


@pytest.mark.parametrize(
    ("exercise", "percent", "high"),
    [
        ("sumo_deadlift", 75, 24),
        ("power_clean", 85, 20),
        ("power_snatch", 90, 10),
        ("deficit_deadlift", 64.4, 24),  # 70 % of its own 1RM, which is 92 % of the deadlift's
        ("deficit_deadlift", 73.6, 20),
        ("block_pull", 87, 24),  # 110 %
        ("block_pull", 88, 20),
    ],
)
def test_other_heavy_lifts_have_an_upper_end_only(exercise: str, percent: float, high: int) -> None:
    for total, crossed in ((1, []), (high, []), (high + 1, [high])):
        found = audited(Prilepin, [held(1, singles(total, exercise, percent=percent))])
        assert limits(found) == crossed


@pytest.mark.parametrize(
    ("exercise", "percent"),
    [
        ("deficit_deadlift", 63.8),
        ("block_pull", 76),
        ("clean_pull", 100),  # its own 1RM is not known
        ("romanian_deadlift", 70),
        ("good_morning", 75),
        ("hip_thrust", 80),
        ("kb_deadlift", None),
    ],
)
def test_the_table_is_for_olympic_lifts_and_the_deadlift_family(
    exercise: str, percent: float | None
) -> None:
    assert audited(Prilepin, [held(1, singles(100, exercise, percent=percent))]) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_back_offs_and_tests_are_not_in_the_table(part: str) -> None:
    assert audited(Prilepin, [held(1, singles(100, percent=85, part=part))]) == ()


def test_a_top_set_is_in_the_table() -> None:
    assert limits(audited(Prilepin, [held(1, singles(3, percent=90, part="top"))])) == [4]


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (10, 1), (11, 0), (12, 0)])
def test_the_table_holds_in_loading_weeks(week: int, count: int) -> None:
    for total in (1, 100):
        assert len(audited(Prilepin, [held(week, singles(total, percent=75))])) == count


def test_every_session_is_read_on_its_own() -> None:
    half, whole = singles(12, percent=75), singles(25, percent=75)
    assert audited(Prilepin, [held(1, half), held(1, half, label="B"), held(2, half)]) == ()
    found = audited(Prilepin, [held(1, half), held(1, whole, label="B")])
    assert [breach.where.session for breach in found] == ["B"]


@pytest.mark.parametrize("kind", ["hypertrophy", "general", "maintenance"])
def test_the_table_is_for_strength(kind: str) -> None:
    assert Prilepin.asked_by(scenario(goal={"kind": kind, "test": None})) == ()


# -- the dose of the goal lift -------------------------------------------------------------------

DOSE: dict[str, Any] = {
    "phases": {
        "accumulation": {"main_total_reps": [14, 22]},
        "intensification": {"main_total_reps": [11, 19]},
        "realization": {"main_total_reps": [5, 13]},
        "taper": {"main_total_reps": [3, 9]},
    }
}


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


def test_a_taper_asks_for_no_least_dose() -> None:
    for week in (11, 12):
        assert audited(MainDose, [held(week, singles(1))], **DOSE) == ()
        assert audited(MainDose, [held(week, singles(9))], **DOSE) == ()
        assert limits(audited(MainDose, [held(week, singles(10))], **DOSE)) == [9]


@pytest.mark.parametrize("total", [1, 100])
@pytest.mark.parametrize(("week", "count"), [(1, 1), (2, 0), (4, 0), (8, 0)])
def test_deloads_and_weeks_with_two_matches_have_no_dose(week: int, count: int, total: int) -> None:
    matches: dict[str, Any] = {"season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}}
    assert len(audited(MainDose, [held(week, singles(total))], **DOSE, **matches)) == count


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


# -- the middle of the dose ----------------------------------------------------------------------


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
    matches: dict[str, Any] = {"season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}}
    sessions = [held(week, singles(total))]
    assert len(audited(MainDoseMiddle, sessions, **DOSE, **matches)) == count
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


# -- all three -----------------------------------------------------------------------------------


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked: Scenario = scenario()
    assert Prilepin.asked_by(asked) == (Prilepin("should", asked),)
    assert MainDose.asked_by(asked) == (MainDose("must", asked),)
    assert MainDoseMiddle.asked_by(asked) == (MainDoseMiddle("prefer", asked),)


@pytest.mark.parametrize(
    ("kind", "other"), [(Prilepin, "prefer"), (MainDose, "prefer"), (MainDoseMiddle, "should")]
)
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any, other: str) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked(other)] == [other]
    assert asked("off") == ()
