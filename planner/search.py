"""Search: the least price of a model, proved.

Most requests can be met nearly in full, so the search climbs a ladder: is there a block that costs
nothing? One that costs at most 1? Under a cap so low every wish binds and propagates, and a rung
is answered far sooner than the least price is found from above. Each "no" is a proof that the
price is higher. Above the last rung some wish has to give way: each is let go alone, or some
together, with all others kept, which finds good blocks soon. Then the least price is searched for
between the bound proved and the best block found.

One worker repeats itself: rungs are cut off by deterministic time, never by the clock alone.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.build import Built, CpSatAlgebra
from planner.extract import Value
from planner.objective import Objective
from planner.order_cuts import add_order_cuts

LADDER = (0, 1, 2, 4)  # caps on the price
RUNG = 2.0  # deterministic time that a rung may take; about ten seconds for each 1.0
CONCESSION = 0.5  # deterministic time for a try that lets wishes go
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

    `solver` holds the best block, None without one; `bound` is a proved lower bound of the price;
    `seconds` is wall-clock time; `stopped` means that someone stopped it before its time was up.
    """

    solver: cp_model.CpSolver | None
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
    return _Search(built, objective, options, watch).run()


class _Search:
    """One search; `bound` and `best` close in on the least price."""

    def __init__(
        self,
        built: Built,
        objective: Objective,
        options: Options,
        watch: cp_model.CpSolverSolutionCallback,
    ) -> None:
        self._built, self._options, self._watch = built, options, watch
        self._prices = _Prices(built, objective)
        self._started = time.perf_counter()
        self._bound = 0
        self._best: cp_model.CpSolver | None = None
        self._stopped = False

    def run(self) -> Found:
        """Climb the ladder, let single wishes go, search the rest."""
        for cap in (cap for cap in LADDER if cap < self._prices.most):
            # Half of the time is kept for a block of any price.
            status = self._solve("no_lp", cap, RUNG, self._left() - self._options.time_limit / 2)
            if status == cp_model.OPTIMAL:
                return self._found(status)
            if status != cp_model.INFEASIBLE:
                break
            self._bound = cap + 1
        for free in self._concessions():
            if self._stopped or self._best_price == self._bound:
                break
            share = self._left() - self._options.time_limit / 2
            self._solve("no_lp", self._best_price - 1, CONCESSION, share, free)
        if self._stopped:
            return self._found(cp_model.UNKNOWN)
        if self._best_price == self._bound:
            return self._found(cp_model.OPTIMAL)
        status = self._solve("core", self._best_price, None, self._left())
        return self._found(status)

    def _concessions(self) -> Iterator[frozenset[str]]:
        """Wishes that may give way: each small one alone; when that is too few, more and more."""
        for slug in self._prices.small:
            yield frozenset({slug})
        for count in range(2, len(self._prices.wishes) + 1):
            if self._best is None:
                yield frozenset(self._prices.wishes[:count])

    def _left(self) -> float:
        return self._options.time_limit - (time.perf_counter() - self._started)

    @property
    def _best_price(self) -> int:
        return self._prices.most if self._best is None else round(self._best.objective_value)

    def _solve(
        self,
        way: str,
        cap: int,
        effort: float | None,
        seconds: float,
        free: frozenset[str] | None = None,
    ) -> cp_model.CpSolverStatus:
        """Solve between the bound and a cap, with order cuts; keeps a better block.

        `effort` limits deterministic time; `free` names the wishes that may give way.
        """
        if seconds <= 0:
            return cp_model.UNKNOWN
        self._prices.within(self._bound, cap, free)
        until = time.perf_counter() + seconds
        while True:
            solver = solver_for(self._options, until - time.perf_counter(), way)
            if effort is not None:
                solver.parameters.max_deterministic_time = effort
            status = solver.solve(self._built.model, self._watch)
            found = status in SOLVED
            if not found or not add_order_cuts(self._built.plan, reader(solver)):
                break
            _hint(self._built.model, solver)
        if found:
            self._best = solver
            _hint(self._built.model, solver)
        if free is None and status == cp_model.OPTIMAL:
            self._bound = round(solver.objective_value)
        elif free is None and status == cp_model.FEASIBLE:
            self._bound = max(self._bound, round(solver.best_objective_bound))
        spent = solver.response_proto.deterministic_time
        is_cut = effort is not None and spent >= effort
        is_late = solver.wall_time >= solver.parameters.max_time_in_seconds
        self._stopped = status in (cp_model.UNKNOWN, cp_model.FEASIBLE) and not (is_cut or is_late)
        return status

    def _found(self, status: cp_model.CpSolverStatus) -> Found:
        seconds = time.perf_counter() - self._started
        if self._best is None:
            return Found(None, status, self._bound, seconds, self._stopped)
        # With a block in hand, "nothing cheaper" proves it the cheapest.
        if status == cp_model.INFEASIBLE:
            self._bound = self._best_price
        proved = self._bound >= self._best_price
        outcome = cp_model.OPTIMAL if proved else cp_model.FEASIBLE
        return Found(self._best, outcome, self._bound, seconds, self._stopped)


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
        self._slugs = [
            slug
            for terms in built.tiers.terms.values()
            for _, excess, slug, _ in terms
            if isinstance(excess, cp_model.IntVar)
        ]
        variables = built.model.proto.variables
        self._ends = [variables[index].domain[1] for index, _ in self._excesses]

    @property
    def small(self) -> tuple[str, ...]:
        """The wishes of the cheap tier, in the same order."""
        weights = dict(zip(self._slugs, (weight for _, weight in self._excesses), strict=True))
        return tuple(slug for slug in self.wishes if weights[slug] < self._objective.weight)

    @property
    def wishes(self) -> tuple[str, ...]:
        """Slugs of what can be paid for: cheap tier first, then those with the most places."""
        price = {
            slug: weight for slug, (_, weight) in zip(self._slugs, self._excesses, strict=True)
        }
        dear, places = self._objective.weight, Counter(self._slugs)
        return tuple(sorted(places, key=lambda one: (price[one] >= dear, -places[one], one)))

    def within(self, bound: int, cap: int, free: frozenset[str] | None = None) -> None:
        """Look only at prices from a proved bound to a cap, both included.

        With `free`, only those wishes may be paid for.
        """
        self._total[0], self._total[1] = bound, self.most if cap == bound == 0 else cap
        variables = self._model.proto.variables
        rows = zip(self._excesses, self._ends, self._slugs, strict=True)
        for (index, weight), end, slug in rows:
            is_kept = free is not None and slug not in free
            variables[index].domain[1] = 0 if is_kept else min(end, cap // weight)
        if bound == cap:
            self._model.clear_objective()  # type: ignore[no-untyped-call]  # not annotated
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
