"""The judge: whether some demands of a scenario can hold together, decided by a fresh solve.

It stands alone because conflicts and repairs ask the same question, hundreds of times in small
models, and both have to know how sure the answer is and whether somebody has had enough.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ortools.sat.python import cp_model

from constraints.block import Place
from constraints.rule import Rule
from constraints.rules import asked_by
from planner.impossible.demands import Spot, spot_of
from planner.solving import stopping
from planner.solving.attempt import SOLVED, Options, solver_for
from planner.solving.build import Built, build
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from constraints.variables import Literal, PlanVars

EFFORT: Final = 2.0  # deterministic time of one question; about ten seconds for each 1.0
SHORT: Final = 0.3  # of one that may be answered soon, or whose answer only makes a conflict milder
Keeps = Callable[[Spot], bool]
Group = TypeVar("Group", bound=Hashable)


@dataclass
class Kept(Generic[Group]):
    """A guard of postings: states what is kept, each on a literal of its group where there is one.

    `seen` are the spots that were stated.
    """

    wanted: Keeps
    group: Callable[[Spot], Group] | None = None
    literals: dict[Group, Literal] = field(default_factory=dict)
    seen: set[Spot] = field(default_factory=set)

    def keeps(self, rule: Rule, where: Place) -> bool:
        """Whether a spot is stated."""
        spot = spot_of(rule, where)
        if not self.wanted(spot):
            return False
        self.seen.add(spot)
        return True

    def literal(self, plan: PlanVars, rule: Rule, where: Place) -> Literal | None:
        """What a spot hangs on."""
        if self.group is None:
            return None
        key = self.group(spot_of(rule, where))
        if key not in self.literals:
            self.literals[key] = plan.model.new_bool_var(f"holds {key}")
        return self.literals[key]


class Stopped(Exception):
    """Somebody stopped the work, or its time is up; what was proved so far stays."""

    def __init__(self, by_hand: bool) -> None:
        super().__init__()
        self.by_hand = by_hand


def everything(_: Spot) -> bool:
    """Keeps every demand."""
    return True


@dataclass
class Judge:
    """Answers questions until its time is up; `asked` counts them.

    `ends` is in seconds of `time.perf_counter`. `on_step` is called before every question. `also`
    is demanded of every plan beside the scenario, and gives way in none of them.
    """

    ends: float
    seed: int = 0
    on_step: Callable[[], None] | None = None
    also: Callable[[PlanVars], None] | None = None
    asked: int = 0
    sees_more: bool = False  # the relaxation does, so far, than pure search

    def built(
        self,
        scenario: Scenario,
        guard: Kept[Any],
        weeks: Collection[int] | None = None,
        rules: Collection[str] | None = None,
    ) -> Built:
        """A model of hard demands alone.

        Args:
            scenario: what is asked for.
            guard: what is kept of it.
            weeks: weeks (from 0) in which anything can be trained, see `build`.
            rules: slugs of the rules that are kept at all; every one when None.
        """
        must = [
            rule
            for rule in asked_by(scenario)
            if rule.priority == "must" and (rules is None or rule.slug in rules)
        ]
        built = build(scenario, must, guard=guard, weeks=weeks)
        if self.also is not None:
            self.also(built.plan)
        return built

    def can_hold(self, built: Built, way: str | None = None) -> bool | None:
        """Whether the demands of a model can hold together; None when that was not decided.

        With only some weeks a yes is sure, a no only says that those weeks do not manage alone.

        Raises:
            Stopped: the time is up, or somebody stopped it.
        """
        return self.solve(built, way)[0]

    def core(
        self,
        built: Built,
        guard: Kept[Group],
        wanted: Collection[Group],
        effort: float = EFFORT,
    ) -> list[Group] | None:
        """Groups among the wanted ones that cannot hold together; None when they can, or unsure.

        Raises:
            Stopped: see `can_hold`.
        """
        built.model.clear_assumptions()
        names = {}
        for key, literal in guard.literals.items():
            if key in wanted:
                built.model.add_assumption(literal)
                names[literal.index] = key
        answer, solver = self.solve(built, "no_lp", effort)
        if answer is not False:
            return None
        return [names[one] for one in solver.sufficient_assumptions_for_infeasibility()]

    def solve(
        self, built: Built, way: str | None = None, effort: float = EFFORT
    ) -> tuple[bool | None, cp_model.CpSolver]:
        """Whether a model has a solution, with the solver that said so.

        In one way; without it the relaxation is asked where pure search gives up, and soon where
        that has helped before.
        """
        self.asked += 1
        if self.on_step is not None:
            self.on_step()
        tries = [(way or "no_lp", effort)]
        if way is None:
            soon = [("no_lp", SHORT), ("default_lp", SHORT)]
            tries = [*soon, *tries] if self.sees_more else [*tries, soon[-1]]
        answer, solver = None, cp_model.CpSolver()
        for one, most in tries:
            answer, solver = self._solve(built, one, most)
            if answer is not None:
                self.sees_more = self.sees_more or one == "default_lp"
                break
        return answer, solver

    def _solve(
        self, built: Built, way: str, effort: float
    ) -> tuple[bool | None, cp_model.CpSolver]:
        left = self.ends - time.perf_counter()
        if left <= 0:
            raise Stopped(by_hand=False)
        solver = solver_for(Options(seed=self.seed), left, way)
        solver.parameters.max_deterministic_time = effort
        status, is_stopped = stopping.solve(solver, built.model)
        if is_stopped:
            raise Stopped(by_hand=True)
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(f"the model is invalid: {built.model.validate()}")
        if status in SOLVED:
            return True, solver
        if status == cp_model.INFEASIBLE:
            return False, solver
        if solver.wall_time >= solver.parameters.max_time_in_seconds:
            raise Stopped(by_hand=False)
        return None, solver
