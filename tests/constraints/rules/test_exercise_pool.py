"""Exercise pool: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.exercise_pool import ExercisePool
from scenarios.errors import ScenarioError
from tests.builders import block, deadlift, entry, scenario, session


def breaches(*entries: Entry | str, week: int = 1, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session with these exercises; by default intermediate."""
    (rule,) = ExercisePool.asked_by(scenario(**changes))
    day = date(2027, 2, 1) + timedelta(weeks=week - 1)
    listed = [entry(one) if isinstance(one, str) else one for one in entries]
    return rule.audit(block([session(day, exercises=listed, week=week, label="B")], **changes))


def refused(*entries: Entry | str, **changes: Any) -> list[str | None]:
    """The exercises that the rule has something against."""
    return [breach.where.exercise for breach in breaches(*entries, **changes)]


def pool(**ask: object) -> dict[str, Any]:
    """A change of the athlete's exercises."""
    return {"exercises": ask}


def level(name: str, technical: int, **more: Any) -> dict[str, Any]:
    """An athlete of this level who may do exercises of this technical demand."""
    return {"athlete": {"level": name}, "effort": {"technical": technical}, **more}


def test_what_stands_against_an_exercise_is_one_breach() -> None:
    (breach,) = breaches(deadlift(), "nordic_curl", **pool(exclude=["nordic_curl"]))
    assert (breach.measured, breach.limit, breach.unit) == (1, 0, "entries")
    assert (breach.excess, breach.priority) == (1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (1, "B", "nordic_curl")
    assert breach.text == "nordic_curl is excluded"


@pytest.mark.parametrize(
    ("name", "exercise", "count"),
    [
        ("beginner", "trap_bar_deadlift", 0),
        ("beginner", "nordic_curl", 1),
        ("intermediate", "nordic_curl", 0),
        ("intermediate", "power_snatch", 1),
        ("advanced", "power_snatch", 0),
        ("advanced", "trap_bar_deadlift", 0),
    ],
)
def test_the_level_of_an_exercise_is_at_most_the_athletes(
    name: str, exercise: str, count: int
) -> None:
    found = breaches(exercise, **level(name, 3))
    assert ["level" in breach.text for breach in found] == [True] * count


@pytest.mark.parametrize(
    ("limit", "exercise", "count"),
    [
        (1, "glute_bridge", 0),
        (1, "nordic_curl", 1),
        (2, "nordic_curl", 0),
        (2, "good_morning", 1),
        (3, "good_morning", 0),
    ],
)
def test_the_technical_demand_is_limited(limit: int, exercise: str, count: int) -> None:
    found = breaches(exercise, **level("intermediate", limit))
    assert ["technical" in breach.text for breach in found] == [True] * count


@pytest.mark.parametrize(
    ("limit", "exercise", "count"),
    [
        (2, "good_morning", 1),
        (2, "romanian_deadlift", 0),
        (1, "romanian_deadlift", 1),
        (0, "single_leg_rdl", 1),
        (0, "plank", 0),
    ],
)
def test_the_axial_class_is_limited(limit: int, exercise: str, count: int) -> None:
    found = breaches(exercise, lumbar={"axial_class": limit})
    assert ["lower back" in breach.text for breach in found] == [True] * count


def test_pinned_exercises_and_the_goal_lift_need_no_level_and_no_technique() -> None:
    beginner, both = level("beginner", 1), ("power_snatch", "block_pull")
    assert refused(*both, **beginner) == ["power_snatch", "block_pull"]
    assert refused(*both, **beginner, **pool(pin=["power_snatch"])) == ["block_pull"]
    assert refused(*both, **beginner, goal={"lift": "block_pull"}) == ["power_snatch"]


def test_a_preferred_exercise_still_needs_them() -> None:
    assert len(breaches("power_snatch", **pool(prefer=["power_snatch"]))) == 1


def test_the_axial_class_holds_for_pinned_exercises_and_the_goal_lift() -> None:
    low_back: dict[str, Any] = {"lumbar": {"axial_class": 2}}
    found = breaches(deadlift(), "good_morning", **low_back, **pool(pin=["good_morning"]))
    assert len(found) == 2


def test_only_the_exercises_that_are_listed() -> None:
    only = pool(only=["conventional_deadlift", "plank"])
    assert breaches(deadlift(), "plank", **only) == ()
    assert refused(deadlift(), "dead_bug", **only) == ["dead_bug"]
    assert breaches("dead_bug", **pool(only=[])) == ()


def test_an_exercise_stays_in_its_own_weeks() -> None:
    ask = pool(block_pull={"weeks": [2, 3]})
    found = [breaches("block_pull", week=week, **ask) for week in (1, 2, 3, 4)]
    assert [len(of_week) for of_week in found] == [1, 0, 0, 1]
    assert found[3][0].where.week == 4
    assert breaches(deadlift(), week=4, **ask) == ()
    assert len(breaches("block_pull", week=4, **pool(pin=["block_pull"], **ask["exercises"]))) == 1


def test_several_reasons_are_one_breach_and_each_entry_has_its_own() -> None:
    ask = {**level("beginner", 1), **pool(exclude=["power_snatch"])}
    assert len(breaches("power_snatch", **ask)) == 1
    assert len(breaches("power_snatch", "power_snatch", "power_clean", **ask)) == 3


def test_a_test_counts_too() -> None:
    test = entry("sumo_deadlift", 1, 1, part="test")
    assert len(breaches(test, **pool(exclude=["sumo_deadlift"]))) == 1


def test_profiles_and_levels_set_the_limits() -> None:
    assert len(breaches("good_morning", profile="low_back")) == 1
    assert breaches("romanian_deadlift", profile="low_back") == ()
    beginner: dict[str, Any] = {"athlete": {"level": "beginner"}}
    assert len(breaches("power_clean", **beginner)) == 1


def test_it_cannot_be_softened() -> None:
    with pytest.raises(ScenarioError, match="always a must"):
        scenario(priorities={"exercise-pool": "should"})
