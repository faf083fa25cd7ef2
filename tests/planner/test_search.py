"""The search: the same least price by every way, and bounds that are no more than it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner import search
from planner.build import CpSatAlgebra, build
from planner.objective import objective_of
from planner.outcome import Planned
from planner.search import Found, Options, least_price, solver_for
from planner.solve import plan
from scenarios.loader import load, merged, resolve
from tests.builders import ATHLETE

NAMES = (
    "conventional_deadlift", "romanian_deadlift", "barbell_row", "dead_bug", "split_squat",
    "nordic_curl", "box_jump",
)  # fmt: skip
# What two short weeks with seven exercises leave open: each case has a least price of its own.
CASES: dict[str, dict[str, Any]] = {
    "wishes": {},
    "deload": {"weeks": 3, "deload": {"weeks": [2]}},
    "short": {"availability": {"minutes": 40}},
    "away": {"availability": {"away": [{"from": date(2027, 2, 2), "to": date(2027, 2, 4)}]}},
}


class Quiet(cp_model.CpSolverSolutionCallback):
    """Hears of every better block and says nothing."""

    def on_solution_callback(self) -> None:
        """Called by the solver."""


def searched(case: str, seconds: float = 120) -> tuple[Found, int]:
    """What the search finds for a case, and the price of the block in hand (-1: none)."""
    goal = {"kind": "general", "lift": "conventional_deadlift"}
    asked = merged({**ATHLETE, "goal": goal, "weeks": 2}, CASES[case])
    built = build(resolve(asked, where="test", stem="test"), exercises=NAMES)
    objective = objective_of(built.tiers, CpSatAlgebra(built.model))
    found = least_price(built, objective, Options(time_limit=seconds), Quiet())
    return found, -1 if found.solver is None else round(found.solver.objective_value)


@pytest.mark.parametrize("case", CASES)
def test_the_ladder_finds_the_price_that_the_general_search_finds(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    climbed, price = searched(case)
    monkeypatch.setattr(search, "LADDER", ())
    monkeypatch.setattr(search, "CONCESSION", 0.0)
    searched_for, general = searched(case)
    assert climbed.status == searched_for.status == cp_model.OPTIMAL
    assert price == general
    assert climbed.bound == searched_for.bound == price


def test_a_request_that_can_be_met_is_answered_on_the_first_rung(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways = []

    def noted(options: Options, seconds: float, way: str = "core") -> cp_model.CpSolver:
        ways.append(way)
        return solver_for(options, seconds, way)

    monkeypatch.setattr(search, "solver_for", noted)
    outcome = plan(load("sample_workout"))
    assert isinstance(outcome, Planned)
    assert [tier.objective for tier in outcome.block.solve.tiers] == [0, 0]
    assert ways == ["no_lp"]


def test_without_time_nothing_is_found_and_nothing_is_claimed() -> None:
    found, price = searched("wishes", seconds=0)
    assert (found.status, found.bound, price) == (cp_model.UNKNOWN, 0, -1)
    assert not found.stopped
