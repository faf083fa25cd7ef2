"""Prilepin's table: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.rule import Breach
from constraints.rules.prilepin import Prilepin
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import LIFT, audited, held, limits, ranks, singles


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


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert Prilepin.asked_by(asked) == (Prilepin("should", asked),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(Prilepin, "prefer") == ["prefer"]
    assert ranks(Prilepin, "off") == []
