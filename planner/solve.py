"""Solve: from a scenario to a proved block, or to an honest answer why there is none.

One worker, one search that repeats itself: the same scenario gives the same block on every run,
unless a time limit cuts in (then the block is not proved and says so).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Solve, TierRow
from planner import __version__
from planner.build import Built, CpSatAlgebra, build
from planner.conflict import clash
from planner.extract import extract
from planner.objective import Objective, objective_of
from planner.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.search import Found, Options, least_price, reader
from scenarios.schema import Scenario

AS_MEASURED = Options()


@dataclass(frozen=True)
class Progress:
    """How far the solve is: prices of the best block so far and what is proved of them."""

    seconds: float
    should: int
    should_bound: int
    prefer: int
    prefer_bound: int


def plan(
    scenario: Scenario,
    options: Options = AS_MEASURED,
    on_progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """The best block for a scenario.

    Args:
        scenario: what is asked for.
        options: limits of the solve.
        on_progress: called with every better block, from the solver's thread.

    Returns:
        `Planned` with an audited block, `Infeasible` with rules that clash, or `Undecided`.

    Raises:
        AssertionError: the block breaks a `must`, or its price is not the solver's: our defect.
    """
    started = time.perf_counter()
    built = build(scenario)
    objective = objective_of(built.tiers, CpSatAlgebra(built.model))
    seconds = time.perf_counter() - started
    watch = _Watch(objective, on_progress)
    found = least_price(built, objective, options, watch)
    proto, status = built.model.proto, found.status
    statistics = Statistics(
        len(proto.variables), len(proto.constraints), seconds, watch.first, found.seconds
    )
    if found.solver is not None:
        return _planned(built, objective, found, found.solver, options, statistics)
    if status == cp_model.INFEASIBLE:
        clashing = clash(scenario, options.time_limit)
        sentences = tuple(rule.explain() for rule in clashing.rules)
        slugs = tuple(rule.slug for rule in clashing.rules)
        return Infeasible(slugs, sentences, clashing.minimal, statistics)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(f"the model is invalid: {built.model.validate()}")
    return Undecided(statistics, found.stopped)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports every better solution, and when the first one came."""

    def __init__(
        self, objective: Objective, on_progress: Callable[[Progress], None] | None
    ) -> None:
        super().__init__()
        self.first: float | None = None
        self._started = time.perf_counter()
        self._objective, self._on_progress = objective, on_progress

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        seconds = time.perf_counter() - self._started
        self.first = seconds if self.first is None else self.first
        if self._on_progress is None:
            return
        should_bound, prefer_bound = self._objective.split(self.best_objective_bound)
        should, prefer = divmod(round(self.objective_value), self._objective.weight)
        self._on_progress(Progress(seconds, should, should_bound, prefer, prefer_bound))


def _planned(
    built: Built,
    objective: Objective,
    found: Found,
    solver: cp_model.CpSolver,
    options: Options,
    statistics: Statistics,
) -> Planned:
    draft = extract(built.plan, reader(solver), _solve(0, 0, (0, 0), options))
    priced = audit(draft)
    prices = priced.price("should"), priced.price("prefer")
    bounds = objective.split(found.bound)
    block = draft.model_copy(
        update={"score": priced.score(), "solve": _solve(*prices, bounds, options)}
    )
    report = audit(block)
    assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
    price = round(solver.objective_value)
    audited = objective.weight * prices[0] + prices[1]
    is_proved = block.solve.status == "optimal"
    assert not is_proved or audited == price, (
        f"audited price {prices} is not the solver's {divmod(price, objective.weight)}"
    )
    return Planned(block, report, statistics, found.stopped)


def _solve(should: int, prefer: int, bounds: tuple[int, int], options: Options) -> Solve:
    """The proof as it stands in the block: proved means that the bound reaches the price."""
    proved_should = bounds[0] >= should
    proved_prefer = proved_should and bounds[1] >= prefer
    rows = (
        TierRow(priority="should", objective=should, bound=min(bounds[0], should),
                status="optimal" if proved_should else "feasible"),
        # Below an unproved `should` nothing is known of `prefer`.
        TierRow(priority="prefer", objective=prefer,
                bound=min(bounds[1], prefer) if proved_should else 0,
                status="optimal" if proved_prefer else "feasible"),
    )  # fmt: skip
    open_points = sum(row.objective - row.bound for row in rows)
    gap = open_points / max(1, sum(row.objective for row in rows))
    return Solve(
        status="optimal" if proved_prefer else "feasible", gap=round(gap, 4), tiers=rows,
        seed=options.seed, solver=f"OR-Tools CP-SAT {version('ortools')}", planner=__version__,
    )  # fmt: skip


__all__ = ["Block", "Options", "Progress", "plan"]
