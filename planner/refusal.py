"""Refusal: which rules of a scenario speak against an alternative that is impossible.

It stands alone because here the scenario is sound, and only one more demand is not: a few whole
rules clash with that demand, and every set of rules that is named was solved afresh.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from constraints.rule import Rule
from constraints.rules import RULES, asked_by
from planner import stopping
from planner.attempt import SOLVED, Options, solver_for
from planner.build import build
from planner.question import Demand
from scenarios.schema import Scenario

EFFORT: Final = 2.0  # deterministic time of one test; one that takes longer shows nothing
_ORDER: Final = {kind.slug: number for number, kind in enumerate(RULES)}


@dataclass(frozen=True)
class Refusal:
    """Rules that clash with a demand, in the order of RULES.

    `rules` is None where no clash could be confirmed in time, and empty where the demand cannot be
    met even without any rule. `minimal` when it can be met without any one of them.
    """

    rules: tuple[Rule, ...] | None
    minimal: bool


def refusal(scenario: Scenario, demand: Demand, options: Options) -> Refusal:
    """The rules that a demand clashes with.

    The number of sessions belongs to the `must` rules even as a wish: that an open week is not
    left empty binds all the same.

    Args:
        scenario: what is asked for, possible by itself.
        demand: what was proved impossible beside it.
        options: limits of all solves together.

    Raises:
        KeyboardInterrupt: it was stopped.
    """
    return _Tests(scenario, demand, options).run()


class _Tests:
    """Fresh solves of a few rules with the demand, until the time is up."""

    def __init__(self, scenario: Scenario, demand: Demand, options: Options) -> None:
        self._scenario, self._demand, self._options = scenario, demand, options
        self._ends = time.perf_counter() + options.time_limit

    def run(self) -> Refusal:
        asked = asked_by(self._scenario)
        musts = [one for one in asked if one.priority == "must" or one.slug == "session-count"]
        # What narrows menus and what shapes a session comes late, so that it is blamed last.
        every = sorted(musts, key=lambda one: -_ORDER[one.slug])
        if not self._clash(every):
            return Refusal(None, minimal=False)
        if self._clash([]):
            return Refusal((), minimal=True)
        few = self._fewest(every, [], grew=False)
        minimal = all(self._can_hold([one for one in few if one is not out]) for out in few)
        few.sort(key=lambda one: _ORDER[one.slug])
        return Refusal(tuple(few), minimal)

    def _fewest(self, rules: Sequence[Rule], sure: list[Rule], grew: bool) -> list[Rule]:
        """QuickXplain: few of these rules that clash together with those kept for sure."""
        if grew and self._clash(sure):
            return []
        if len(rules) == 1:
            return list(rules)
        early, late = rules[: len(rules) // 2], rules[len(rules) // 2 :]
        from_early = self._fewest(early, [*sure, *late], grew=True)
        from_late = self._fewest(late, [*sure, *from_early], grew=bool(from_early))
        return [*from_early, *from_late]

    def _clash(self, rules: Sequence[Rule]) -> bool:
        return self._status(rules) == cp_model.INFEASIBLE

    def _can_hold(self, rules: Sequence[Rule]) -> bool:
        return self._status(rules) in SOLVED

    def _status(self, rules: Sequence[Rule]) -> cp_model.CpSolverStatus:
        left = self._ends - time.perf_counter()
        if left <= 0:
            return cp_model.UNKNOWN
        kept = set(rules)
        built = build(self._scenario, [one for one in asked_by(self._scenario) if one in kept])
        self._demand(built.plan)
        solver = solver_for(self._options, left, "no_lp")
        solver.parameters.max_deterministic_time = EFFORT
        status, is_stopped = stopping.solve(solver, built.model)
        if is_stopped:
            raise KeyboardInterrupt
        return status
