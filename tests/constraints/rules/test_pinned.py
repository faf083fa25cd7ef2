"""Pinned: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

from ortools.sat.python import cp_model

from constraints.rules.pinned import Pinned
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

PIN: dict[str, Any] = {"exercises": {"pin": ["box_jump"]}}
JUMPS = entry("box_jump", 5, 2)


def test_every_loading_week_trains_it() -> None:
    (rule,) = Pinned.asked_by(scenario(**PIN))
    monday = session(exercises=[deadlift()])
    wednesday = session(date(2027, 2, 3), exercises=[JUMPS], label="B")
    found = rule.audit(block([monday, wednesday], **PIN))
    # Weeks 4 and 8 are deloads, 11 and 12 the taper.
    assert [breach.where.week for breach in found] == [2, 3, 5, 6, 7, 9, 10]
    assert {breach.where.exercise for breach in found} == {"box_jump"}


def test_only_in_its_own_weeks_and_where_a_day_is_open() -> None:
    changes: dict[str, Any] = {
        "exercises": {"pin": ["box_jump"], "box_jump": {"weeks": (2, 5)}},
        "availability": {"away": [{"from": "2027-02-15", "to": "2027-02-21"}]},
    }
    (rule,) = Pinned.asked_by(scenario(**changes))
    found = rule.audit(block([session()], **changes))
    assert [breach.where.week for breach in found] == [2, 5]


def test_asked_where_something_is_pinned() -> None:
    assert Pinned.asked_by(scenario()) == ()
    assert Pinned.asked_by(scenario(**PIN))[0].priority == "must"
    soft = scenario(**PIN, priorities={"pinned": "prefer"})
    assert Pinned.asked_by(soft)[0].priority == "prefer"


def test_posted_as_a_must() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, **PIN)
    (rule,) = Pinned.asked_by(short)
    built = build(short, rules=[rule], exercises=["conventional_deadlift", "box_jump"])
    assert cp_model.CpSolver().solve(built.model) == cp_model.OPTIMAL
    built.model.add(built.plan.trained[0, JUMPS.line] == 0)
    assert cp_model.CpSolver().solve(built.model) == cp_model.INFEASIBLE
    without = build(short, rules=[rule], exercises=["conventional_deadlift"])
    assert cp_model.CpSolver().solve(without.model) == cp_model.INFEASIBLE
