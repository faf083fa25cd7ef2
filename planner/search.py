"""Search: the least price of a model, proved.

Most requests can be met nearly in full, so the search climbs a ladder: is there a block that costs
nothing? One that costs at most 1? Under a cap so low every wish binds and propagates, and a rung
is answered far sooner than the least price is found from above. Each "no" is a proof that the
price is higher. Above the last rung the least price is searched for, from the bound proved so far.

One worker repeats itself: rungs are cut off by deterministic time, never by the clock alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.build import Built, CpSatAlgebra
from planner.extract import Value
from planner.objective import Objective
from planner.order_cuts import add_order_cuts

LADDER = (0, 1, 2, 4)  # caps on the price
RUNG = 2.0  # deterministic time that a rung may take; about ten seconds for each 1.0
SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True)
class Options:
    """How to solve. Times in seconds; one worker repeats itself, more do not."""

    time_limit: float = 300.0
    workers: int = 1
    seed: int = 0


@dataclass(frozen=True)
class Found:
    """What a search ended with.

    `bound` is a proved lower bound of the price; `seconds` is wall-clock time; `stopped` means that
    someone stopped it before its time was up.
    """

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus
    bound: int
    seconds: float
    stopped: bool


def solver_for(options: Options, seconds: float, way: str = "core") -> cp_model.CpSolver:
    """A solver with the parameters that were measured to be best (see the benchmarks).

    `way` names the one strategy of a single worker: `core` climbs from the bound, `no_lp` decides
    whether there is a solution at all. More workers take the solver's own portfolio.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.01, seconds)
    parameters.random_seed = options.seed
    parameters.num_workers = options.workers
    parameters.max_presolve_iterations = 1
    parameters.cp_model_probing_level = 0
    if options.workers == 1:
        parameters.subsolvers.append(way)
    return solver


def least_price(
    built: Built,
    objective: Objective,
    options: Options,
    watch: cp_model.CpSolverSolutionCallback,
) -> Found:
    """The cheapest block of a model, or what is known when the time is up."""
    started = time.perf_counter()
    model, bound = built.model, 0
    prices = _Prices(built, objective)

    def left() -> float:
        return options.time_limit - (time.perf_counter() - started)

    def run(solver: cp_model.CpSolver, cap: int) -> cp_model.CpSolverStatus:
        prices.within(bound, cap)
        return solver.solve(model, watch)

    def ended(solver: cp_model.CpSolver, status: cp_model.CpSolverStatus, is_cut: bool) -> Found:
        proved = max(bound, round(solver.best_objective_bound)) if status in SOLVED else bound
        early = status != cp_model.OPTIMAL and left() > 1 and not is_cut
        return Found(solver, status, proved, options.time_limit - left(), early)

    for cap in (cap for cap in LADDER if cap < prices.most):
        while True:
            # Half of the time is kept for a block of any price.
            solver = solver_for(options, left() - options.time_limit / 2, "no_lp")
            solver.parameters.max_deterministic_time = RUNG
            status = run(solver, cap)
            if status != cp_model.OPTIMAL or not add_order_cuts(built.plan, reader(solver)):
                break
            _hint(model, solver)
        if status == cp_model.OPTIMAL:
            return ended(solver, status, False)
        if status != cp_model.INFEASIBLE:
            spent = solver.response_proto.deterministic_time
            if spent < RUNG and solver.wall_time < solver.parameters.max_time_in_seconds:
                return ended(solver, status, False)
            break
        bound = cap + 1
    while True:
        solver = solver_for(options, left())
        status = run(solver, prices.most)
        if status != cp_model.OPTIMAL or not add_order_cuts(built.plan, reader(solver)):
            break
        _hint(model, solver)
    return ended(solver, status, status == cp_model.INFEASIBLE)


class _Prices:
    """The span in which a solve looks for the price, told to the model as strongly as it can be."""

    def __init__(self, built: Built, objective: Objective) -> None:
        self._model, self._objective = built.model, objective
        self.most = CpSatAlgebra(built.model).bounds(objective.total)[1]
        total = built.model.add_linear_constraint(objective.total, 0, self.most)
        self._total = built.model.proto.constraints[total.index].linear.domain
        self._excesses = [
            (excess.index, weight * (objective.weight if tier == "should" else 1))
            for tier, terms in built.tiers.terms.items()
            for weight, excess, _, _ in terms
            if isinstance(excess, cp_model.IntVar)
        ]
        variables = built.model.proto.variables
        self._ends = [variables[index].domain[1] for index, _ in self._excesses]

    def within(self, bound: int, cap: int) -> None:
        """Look only at prices from a proved bound to a cap, both included."""
        self._total[0], self._total[1] = bound, self.most if cap == bound == 0 else cap
        variables = self._model.proto.variables
        for (index, weight), end in zip(self._excesses, self._ends, strict=True):
            variables[index].domain[1] = min(end, cap // weight)
        if bound == cap:
            self._model.clear_objective()
        else:
            self._model.minimize(self._objective.total)


def reader(solver: cp_model.CpSolver) -> Value:
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
