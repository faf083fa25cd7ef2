"""Exposure gap: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.block import Session
from constraints.rule import Breach
from constraints.rules.exposure_gap import ExposureGap
from planner.replanning import near
from planner.solving.build import build
from planner.solving.objective import tier_of
from scenarios.past import HeldEntry, HeldSession, MissedSession, Replanned
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


def sessions(trained: dict[int, int]) -> list[Session]:
    """Sessions with calf sets on these days of the block, counted from 0."""
    return [
        session(
            START + timedelta(days=day),
            exercises=[entry("plank", 2, 30), *([entry("calf_raise", sets)] if sets else [])],
            week=day // 7 + 1,
            label="ABCD"[day % 7 // 2],
            deload=day // 7 in (3, 7),
        )
        for day, sets in trained.items()
    ]


def breaches(trained: dict[int, int], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of calf sets on these days of the block, counted from 0."""
    changes = {**CALVES, **changes}
    (rule,) = ExposureGap.asked_by(scenario(**changes))
    return rule.audit(block(sessions(trained), **changes))


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


def costs(
    trained: dict[int, int],
    day: int,
    short: tuple[int, ...],
    missed: tuple[tuple[int, str], ...] = (),
) -> tuple[int, int]:
    """Points of a session on a day of week 3, planned again from Saturday the 13th: both halves."""
    held = tuple(
        HeldSession(
            start=one.local_start, week=one.week, label=one.label,
            exercises=tuple(
                HeldEntry(exercise=e.exercise, part="work", sets=e.sets, reps=e.reps, unit="kg")
                for e in one.exercises
            ),
        )
        for one in sessions(trained)
    )  # fmt: skip
    past = Replanned(
        block="old", on=START + timedelta(days=12), week=3, sessions=held, short=short,
        missed=tuple(MissedSession(week=week, label=label) for week, label in missed),
    )  # fmt: skip
    asked = scenario(**CALVES, weeks=3, goal={"test": None})
    again = asked.model_copy(update={"replanned": past})
    (rule,) = ExposureGap.asked_by(again)
    work = entry("plank", 2, 30), entry("calf_raise", 2, 8, rpe=7)
    coming = session(START + timedelta(days=day), exercises=work, week=3)
    old = block((*sessions(trained), coming)).model_copy(update={"scenario": again})
    built = build(again, rules=[rule], exercises=["calf_raise", "plank"])
    near.hold(built.plan, old, [2])
    built.model.minimize(tier_of(built, "should").price)
    solver = cp_model.CpSolver()
    assert solver.solve(built.model) == cp_model.OPTIMAL
    found = [one.excess for one in rule.audit(old) if one.where.week == 3]
    return sum(found), round(solver.objective_value)


@pytest.mark.parametrize("trained", [{0: 2}, {0: 2, 4: 0}])
def test_a_wait_through_missed_sessions_counts_from_the_eve_of_planning_again(
    trained: dict[int, int],
) -> None:
    """Week 2 was missed by Saturday the 13th, and nobody can train in it any more."""
    assert costs(trained, 14, short=()) == (9, 9)  # nothing was missed, so they lie too far apart
    assert costs(trained, 14, short=(2,)) == (0, 0)
    assert costs(trained, 18, short=(2,)) == (2, 2)  # a week from the eve: that could be mended


def test_what_was_missed_before_a_wait_began_does_not_shorten_it() -> None:
    every = {0: 2, 7: 2, 9: 0}
    assert costs(every, 14, short=(1,)) == (2, 2)  # the wait is that since week 2, day 7
    assert costs(every, 14, short=(1, 2)) == (0, 0)  # less was done on day 9
    late = {0: 2, 9: 2}
    assert costs(late, 16, short=(2,)) == (2, 2)  # before day 9
    assert costs(late, 16, short=(2,), missed=((2, "A"),)) == (2, 2)
    assert costs(late, 16, short=(2,), missed=((2, "C"),)) == (0, 0)


@pytest.mark.parametrize(
    ("away", "trained", "apart"),
    [
        ((7, 13), {4: 2, 14: 2}, []),  # a week away: from its Friday to the Monday after it
        ((7, 13), {4: 2, 14: 0, 16: 2}, []),
        ((7, 13), {4: 2, 14: 0, 18: 2}, [7]),
        ((7, 9), {4: 2, 11: 2}, []),  # a Friday, after a Wednesday away
        ((8, 8), {4: 2, 11: 2}, [7]),  # no Tuesday has a window
        ((9, 9), {4: 2, 11: 2}, [7]),  # the Monday of that week is open
        ((9, 9), {4: 2, 14: 2}, []),
        ((2, 2), {0: 2, 7: 2}, []),
    ],
)
def test_days_away_are_no_wait(
    away: tuple[int, int], trained: dict[int, int], apart: list[int]
) -> None:
    first, last = (START + timedelta(days=day) for day in away)
    spans = {"availability": {"away": [{"from": first, "to": last}]}}
    assert [one.measured for one in breaches(trained, **spans)] == apart
