"""Exposure gap: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.exposure_gap import ExposureGap
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

# One group to look at: calves.
CALVES: dict[str, Any] = {
    "volume": {
        muscle: {"min": 0, "target": [3.75, 8], "max": 20}
        for muscle in (
            "hamstrings", "glutes", "erectors", "lats", "upper_back", "core", "adductors",
        )
    }
}  # fmt: skip
START = date(2027, 2, 1)


def breaches(trained: dict[int, int], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of calf sets on these days of the block, counted from 0."""
    changes = {**CALVES, **changes}
    (rule,) = ExposureGap.asked_by(scenario(**changes))
    sessions = [
        session(
            START + timedelta(days=day),
            exercises=[entry("plank", 2, 30), *([entry("calf_raise", sets)] if sets else [])],
            week=day // 7 + 1,
            label="ABCD"[day % 7 // 2],
            deload=day // 7 in (3, 7),
        )
        for day, sets in trained.items()
    ]
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("trained", [{0: 2, 4: 2, 9: 2}, {2: 2, 7: 2}, {0: 2}, {}])
def test_five_days_are_near_enough(trained: dict[int, int]) -> None:
    assert breaches(trained) == ()


@pytest.mark.parametrize(
    ("trained", "excess"), [({0: 2, 6: 2}, [1]), ({0: 2, 2: 0, 4: 0, 7: 2}, [2])]
)
def test_more_are_too_many_whatever_lies_between(
    trained: dict[int, int], excess: list[int]
) -> None:
    found = breaches(trained)
    assert [breach.excess for breach in found] == excess
    assert found[0].where.muscle == "calves_foot"


def test_a_deload_week_ends_the_run() -> None:
    assert breaches({18: 2, 28: 2}) == ()  # weeks 3 and 5
    assert len(breaches({4: 2, 14: 2})) == 1  # weeks 1 and 3


def test_not_asked_in_season_or_with_one_session_a_week() -> None:
    assert ExposureGap.asked_by(scenario(profile="in_season")) == ()
    assert ExposureGap.asked_by(scenario(availability={"sessions": 1})) == ()


def test_a_written_number_is_a_must() -> None:
    (breach,) = breaches({0: 2, 4: 2}, balance={"exposure_gap_days": 3})
    assert (breach.priority, breach.excess) == ("must", 1)


def test_posted_for_runs_of_loading_weeks() -> None:
    short = scenario(weeks=3, goal={"test": date(2027, 2, 19)}, **CALVES)
    (rule,) = ExposureGap.asked_by(short)
    assert rule.weeks == (0, 1)
    names = ["conventional_deadlift", "calf_raise"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert built.tiers.terms["should"]
