"""Frequency: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.frequency import Frequency
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

# One group to look at: calves. A calf raise credits it with a whole set, a split squat with none.
CALVES: dict[str, Any] = {
    "volume": {
        muscle: {"min": 0, "target": [3.75, 8], "max": 20}
        for muscle in (
            "hamstrings", "glutes", "erectors", "lats", "upper_back", "core", "adductors",
        )
    }
}  # fmt: skip


def breaches(*calf_sets: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week with so many sets of calf raises in its sessions."""
    changes = {**CALVES, **changes}
    (rule,) = Frequency.asked_by(scenario(**changes))
    sessions = [
        session(
            date(2027, 2, 1 + 2 * number),
            exercises=[
                entry("split_squat", 2, 8),
                *([entry("calf_raise", sets, 10)] if sets else []),
            ],
            label="ABC"[number],
        )
        for number, sets in enumerate(calf_sets)
    ]
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("week", [(1, 0, 1), (2, 2, 2), (1, 1), (4,), ()])
def test_two_sessions_are_enough_and_one_of_one(week: tuple[int, ...]) -> None:
    assert breaches(*week) == ()


@pytest.mark.parametrize(("week", "excess"), [((8, 0, 0), 1), ((0, 0, 0), 2), ((0,), 1)])
def test_missing_sessions_are_counted(week: tuple[int, ...], excess: int) -> None:
    (breach,) = breaches(*week)
    assert (breach.excess, breach.where.muscle, breach.where.week) == (excess, "calves_foot", 1)


@pytest.mark.parametrize(("sets", "count"), [(1, 1), (2, 0)])
def test_less_than_one_fractional_set_is_no_exposure(sets: int, count: int) -> None:
    """A single-leg deadlift credits calves with half a set, so two sets are one."""
    (rule,) = Frequency.asked_by(scenario(**CALVES))
    one = session(exercises=[entry("single_leg_rdl", sets, 8, sides=2)])
    assert len(rule.audit(block([one], **CALVES))) == count


def test_groups_with_a_lower_target_are_free() -> None:
    assert Frequency.asked_by(scenario(**CALVES))[0].muscles == ("calves_foot",)
    low = {"calves_foot": {"min": 0, "target": [3, 8], "max": 10}, **CALVES["volume"]}
    assert Frequency.asked_by(scenario(volume=low)) == ()


def test_not_asked_in_season_or_with_one_session_a_week() -> None:
    assert Frequency.asked_by(scenario(profile="in_season")) == ()
    assert Frequency.asked_by(scenario(availability={"sessions": 1})) == ()


def test_a_written_number_is_a_must() -> None:
    (breach,) = breaches(1, 1, 0, balance={"exposures": 3})
    assert breach.priority == "must"


def test_deload_weeks_are_free() -> None:
    (rule,) = Frequency.asked_by(scenario(**CALVES))
    deload = session(date(2027, 2, 22), exercises=[entry("plank", 2, 30)], week=4, deload=True)
    assert rule.audit(block([deload], **CALVES)) == ()


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, **CALVES)
    (rule,) = Frequency.asked_by(short)
    names = ["conventional_deadlift", "calf_raise"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 1
