"""Conflict: rules that clash, found by deletion and verified by fresh solves.

Whole rules are left out one after the other, wishes first, and kept out as long as what remains
is still infeasible. So what is left at the end is infeasible, and needs each of its members.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.rule import Rule
from constraints.rules import asked_by
from planner.build import build
from scenarios.schema import Scenario

SECONDS_A_TEST = 10.0  # a test that takes longer counts as "not shown to be infeasible"


@dataclass(frozen=True)
class Clash:
    """Rules that cannot hold together; `minimal` when each of them was shown to be needed."""

    rules: tuple[Rule, ...]
    minimal: bool


def clash(scenario: Scenario, time_limit: float) -> Clash:
    """The `must` rules of a scenario that clash.

    The number of sessions belongs to them even as a wish: that an open week is not left empty
    binds all the same.

    Args:
        scenario: a request that was proved infeasible.
        time_limit: seconds for all tests together; what was not tested stays in the clash.

    Returns:
        The clash; empty where a fresh solve could not confirm it in time.
    """
    ends = time.perf_counter() + time_limit
    kept = [r for r in asked_by(scenario) if r.priority == "must" or r.slug == "session-count"]
    if _status(scenario, kept, time_limit) != cp_model.INFEASIBLE:
        return Clash((), minimal=False)
    minimal = True
    for rule in tuple(kept):
        left = ends - time.perf_counter()
        if left <= 0:
            return Clash(tuple(kept), minimal=False)
        rest = [other for other in kept if other is not rule]
        status = _status(scenario, rest, min(left, SECONDS_A_TEST))
        if status == cp_model.INFEASIBLE:
            kept = rest
        elif status == cp_model.UNKNOWN:
            minimal = False
    return Clash(tuple(kept), minimal)


def _status(scenario: Scenario, rules: list[Rule], seconds: float) -> cp_model.CpSolverStatus:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    return solver.solve(build(scenario, rules).model)
