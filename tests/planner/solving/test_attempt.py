"""Attempt: one limited solve, and the strategies of a single worker."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.attempt import Options, attempt, solver_for
from planner.solving.build import build, twin
from planner.solving.objective import tier_of
from planner.solving.progress import Watch
from scenarios.loader import load


@pytest.mark.parametrize(
    ("way", "workers", "in_use", "takes_turns", "strategies"),
    [
        ("core", 1, 1, False, ["core"]),
        ("both", 1, 1, True, ["core", "no_lp"]),
        ("pair", 1, 2, True, ["core", "no_lp"]),
        ("both", 2, 2, False, []),
        ("pair", 3, 3, False, []),
    ],
)
def test_who_asks_for_more_workers_gets_the_portfolio_of_the_solver(
    way: str, workers: int, in_use: int, takes_turns: bool, strategies: list[str]
) -> None:
    """Those that learn from each other while they run do not repeat themselves."""
    parameters = solver_for(Options(workers=workers), 1, way).parameters
    assert parameters.num_workers == in_use
    assert parameters.interleave_search is takes_turns
    assert list(parameters.subsolvers) == strategies


@pytest.mark.parametrize("way", ["both", "pair"])
def test_strategies_that_take_turns_repeat_themselves(way: str) -> None:
    """The same block and the same bound, and both as early, also where two workers take them."""
    built = build(load("beginner_2day_dumbbells"))
    built.model.minimize(tier_of(built, "prefer").price)
    found = [
        attempt(twin(built), Options(), Watch(), way, time.perf_counter() + 60, 0.2)
        for _ in range(2)
    ]
    assert found[0].values
    assert found[0].values == found[1].values
    assert found[0].bound == found[1].bound
    assert found[0].spent == found[1].spent


@pytest.mark.parametrize(("effort", "left"), [(20.0, 15.0), (1e-6, 0.25e-6)])
def test_a_solve_that_is_made_once_more_has_the_effort_that_is_left(
    effort: float, left: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an order costs more than the model says; else an effort could be spent many times."""
    efforts: list[float] = []
    spent: list[float] = []

    def solve(solver: cp_model.CpSolver, *given: Any) -> Any:
        efforts.append(solver.parameters.max_deterministic_time)
        solver.parameters.max_deterministic_time = 20  # there is a block
        found = plain(solver, *given)
        spent.append(solver.response_proto.deterministic_time)
        return found

    plain = stopping.solve
    built = build(load("beginner_2day_dumbbells"))
    monkeypatch.setattr(stopping, "solve", solve)
    monkeypatch.setattr("planner.solving.attempt.add_order_cuts", lambda *_: len(efforts) < 4)
    tried = attempt(built, Options(), Watch(), "no_lp", time.perf_counter() + 60, effort)
    assert tried.values
    assert efforts[0] == effort
    assert all(left <= one <= max(effort - sum(spent[:1]), left) for one in efforts[1:])
    assert len(efforts) == 4
    assert tried.spent == pytest.approx(sum(spent))
