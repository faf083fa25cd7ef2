"""Exercise limits: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.block import Session
from constraints.rules.exercise_limits import ExerciseLimits
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session


def own(**limits: Any) -> dict[str, Any]:
    """The athlete's limits for hip thrusts."""
    return {"exercises": {"hip_thrust": limits}}


def week(*pairs: tuple[int, int], number: int = 1) -> list[Session]:
    """Sessions with so many sets and reps of hip thrusts; no sets: something else."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=number - 1, days=2 * place),
            exercises=[entry("hip_thrust", *pair) if pair[0] else entry("plank", 2, 30)],
            week=number,
            label="ABC"[place],
        )
        for place, pair in enumerate(pairs)
    ]


def units(limits: dict[str, Any], *pairs: tuple[int, int], number: int = 1) -> list[Any]:
    changes = own(**limits)
    (rule,) = ExerciseLimits.asked_by(scenario(**changes))
    found = rule.audit(block(week(*pairs, number=number), **changes))
    assert {breach.priority for breach in found} <= {"must"}
    return [(breach.unit, breach.excess) for breach in found if breach.where.week == number]


@pytest.mark.parametrize(
    ("limits", "pairs", "found"),
    [
        ({"sets_week": (3, 6)}, ((3, 8), (3, 8)), []),
        ({"sets_week": (3, 6)}, ((4, 8), (4, 8)), [("sets", 2)]),
        ({"sets_week": (3, 6)}, ((2, 8), (0, 0)), [("sets", 1)]),
        ({"reps_week": (0, 30)}, ((2, 8), (2, 7)), []),
        ({"reps_week": (0, 30)}, ((2, 8), (3, 5)), [("reps", 1)]),
        ({"sessions_week": 1}, ((2, 8), (2, 8)), [("sessions", 1)]),
        ({"sessions_week": 1}, ((0, 0), (0, 0)), [("sessions", 1)]),
        ({"reps_session": (16, 20)}, ((2, 8), (2, 10)), []),
        ({"reps_session": (16, 20)}, ((3, 5), (3, 7)), [("reps", 1), ("reps", 1)]),
        ({"reps_session": (16, 20)}, ((0, 0),), []),
    ],
)
def test_sets_reps_and_sessions(
    limits: dict[str, Any], pairs: tuple[tuple[int, int], ...], found: list[tuple[str, int]]
) -> None:
    assert units(limits, *pairs) == found


def test_lower_ends_hold_in_loading_weeks_of_the_exercise() -> None:
    assert units({"sets_week": (3, 6)}, (2, 8), number=4) == []  # a deload
    assert units({"sets_week": (3, 6)}, (7, 8), number=4) == [("sets", 1)]
    assert units({"sets_week": (3, 6), "weeks": (5, 8)}, (0, 0), number=3) == []
    assert units({"sets_week": (3, 6), "weeks": (5, 8)}, (0, 0), number=5) == [("sets", 3)]


def test_lower_ends_need_an_open_day() -> None:
    changes = {
        **own(sets_week=(3, 6)),
        "availability": {"away": [{"from": "2027-02-08", "to": "2027-02-14"}]},
    }
    (rule,) = ExerciseLimits.asked_by(scenario(**changes))
    found = rule.audit(block(week((3, 8)), **changes))
    assert 2 not in {breach.where.week for breach in found}
    assert 3 in {breach.where.week for breach in found}


def test_back_offs_count_and_tests_do_not() -> None:
    changes = {"exercises": {"conventional_deadlift": {"sets_week": (0, 3)}}}
    (rule,) = ExerciseLimits.asked_by(scenario(**changes))
    test = entry(sets=1, reps=1, part="test")
    parts = [deadlift(1, 3, part="top"), deadlift(2, 5, part="back_off"), test]
    assert rule.audit(block([session(exercises=parts)], **changes)) == ()
    more = [*parts, deadlift(1, 5, part="back_off")]
    assert len(rule.audit(block([session(exercises=more)], **changes))) == 1


def test_loads_lie_within_the_athletes_own() -> None:
    changes = own(load=(60, 100))
    (rule,) = ExerciseLimits.asked_by(scenario(**changes))
    for load, count in ((100, 0), (102.5, 1), (57.5, 1), (None, 0)):
        thrusts = session(exercises=[entry("hip_thrust", 3, 8, load=load)])
        assert len(rule.audit(block([thrusts], **changes))) == count


def test_asked_where_limits_are_given() -> None:
    assert ExerciseLimits.asked_by(scenario()) == ()
    assert ExerciseLimits.asked_by(scenario(**own(reps=(5, 8)))) == ()


@pytest.mark.parametrize(("sets", "status"), [(6, cp_model.OPTIMAL), (7, cp_model.INFEASIBLE)])
def test_posted_as_a_must(sets: int, status: object) -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, **own(sets_week=(0, 6)))
    (rule,) = ExerciseLimits.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift", "hip_thrust"])
    built.model.add(built.plan.line_sets(0, entry("hip_thrust").line) == sets)
    assert cp_model.CpSolver().solve(built.model) == status
