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
from planner.extract import Value, extract
from planner.objective import Objective, objective_of
from planner.order_cuts import add_order_cuts
from planner.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Progress:
    """How far the solve is: prices of the best block so far and what is proved of them."""

    seconds: float
    should: int
    should_bound: int
    prefer: int
    prefer_bound: int


@dataclass(frozen=True)
class Options:
    """How to solve. Times in seconds; one worker repeats itself, more do not."""

    time_limit: float = 300.0
    workers: int = 1
    seed: int = 0


def plan(
    scenario: Scenario,
    options: Options = Options(),
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
    built.model.minimize(objective.total)
    seconds = time.perf_counter() - started
    watch = _Watch(objective, on_progress)
    while True:
        solver = solver_for(options)
        spent = time.perf_counter() - started - seconds
        solver.parameters.max_time_in_seconds = max(0.01, options.time_limit - spent)
        status = solver.solve(built.model, watch)
        watch.before += solver.wall_time
        if status != cp_model.OPTIMAL or not add_order_cuts(built.plan, _reader(solver)):
            break
        _hint(built.model, solver)
    proto = built.model.proto
    proof = time.perf_counter() - started - seconds
    statistics = Statistics(
        len(proto.variables), len(proto.constraints), seconds, watch.first, proof
    )
    stopped = status != cp_model.OPTIMAL and proof < options.time_limit - 1
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _planned(built, objective, solver, options, statistics, stopped)
    if status == cp_model.INFEASIBLE:
        found = clash(scenario, options.time_limit)
        sentences = tuple(rule.explain() for rule in found.rules)
        slugs = tuple(rule.slug for rule in found.rules)
        return Infeasible(slugs, sentences, found.minimal, statistics)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(f"the model is invalid: {built.model.validate()}")
    return Undecided(statistics, stopped)


def solver_for(options: Options) -> cp_model.CpSolver:
    """A solver with the parameters that were measured to be best (see the benchmarks)."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = options.time_limit
    parameters.random_seed = options.seed
    parameters.num_workers = options.workers
    parameters.max_presolve_iterations = 1
    parameters.cp_model_probing_level = 0
    if options.workers == 1:
        parameters.subsolvers.append("core")
    return solver


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports every better solution, and when the first one came."""

    def __init__(
        self, objective: Objective, on_progress: Callable[[Progress], None] | None
    ) -> None:
        super().__init__()
        self.first: float | None = None
        self.before = 0.0  # seconds of earlier solves of the same request
        self._objective, self._on_progress = objective, on_progress

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        seconds = self.before + self.wall_time
        self.first = seconds if self.first is None else self.first
        if self._on_progress is None:
            return
        should_bound, prefer_bound = self._objective.split(self.best_objective_bound)
        should, prefer = divmod(round(self.objective_value), self._objective.weight)
        self._on_progress(Progress(seconds, should, should_bound, prefer, prefer_bound))


def _reader(solver: cp_model.CpSolver) -> Value:
    """Reads the values of variables from a solution."""
    values = solver.response_proto.solution

    def value(variable: object) -> int:
        assert isinstance(variable, cp_model.IntVar), "only variables have values"
        return int(values[variable.index])

    return value


def _hint(model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
    """Start the next solve from this solution."""
    model.clear_hints()  # type: ignore[no-untyped-call]  # the library does not annotate it
    for index, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _planned(
    built: Built,
    objective: Objective,
    solver: cp_model.CpSolver,
    options: Options,
    statistics: Statistics,
    stopped: bool,
) -> Planned:
    draft = extract(built.plan, _reader(solver), _solve(0, 0, (0, 0), options))
    priced = audit(draft)
    prices = priced.price("should"), priced.price("prefer")
    bounds = objective.split(solver.best_objective_bound)
    block = draft.model_copy(
        update={"score": priced.score(), "solve": _solve(*prices, bounds, options)}
    )
    report = audit(block)
    assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
    found = round(solver.objective_value)
    audited = objective.weight * prices[0] + prices[1]
    is_proved = block.solve.status == "optimal"
    assert not is_proved or audited == found, (
        f"audited price {prices} is not the solver's {divmod(found, objective.weight)}"
    )
    return Planned(block, report, statistics, stopped)


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


__all__ = ["Block", "Options", "Progress", "plan", "solver_for"]
