"""What a solve ended with, made up; and what is done beside it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.attempt import Attempt
from planner.solving.objective import Tier


def priced(
    tiers: Sequence[Tier], *prices: int, status: cp_model.CpSolverStatus = cp_model.FEASIBLE
) -> Attempt:
    """A block that pays so much in each tier; its values are the prices."""
    pays = {id(tier.price): price for tier, price in zip(tiers, prices, strict=True)}
    solver: Any = SimpleNamespace(
        value=lambda price: pays.get(id(price), 0),
        best_objective_bound=0,
        response_proto=SimpleNamespace(deterministic_time=0.0),
    )
    return Attempt(status, solver, prices, stopped=False)


def is_in_vain(seconds: float) -> bool:
    """Whether what is done beside something else is stopped within this time."""
    until, present = time.perf_counter() + seconds, stopping._present.get()
    assert present is not None
    while time.perf_counter() < until and not present.is_set():
        time.sleep(0.01)
    return present.is_set()


def without(status: cp_model.CpSolverStatus) -> Attempt:
    """No block."""
    return Attempt(status, None, (), stopped=False)
