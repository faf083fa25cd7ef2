"""Search: the least price of a model, tier by tier, proved.

First any block that keeps every `must`: it shows that there is one, and the rest starts from it.
Then the question whether a block can be had for nothing: under a cap of 0 every wish binds and
propagates, and most requests end here. Where some wish has to give way, the tiers are closed one
after the other: the price comes down from the best block, and what each stretch of weeks must pay
at least is proved alone, in a far smaller problem; the sum of these bounds mostly is the price.
What is still open is climbed from the bound.

One worker repeats itself: attempts are cut off by deterministic time, never by the clock alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner import stopping
from planner.build import Built, Expr
from planner.extract import Value
from planner.objective import TIERS, tier_of
from planner.order_cuts import add_order_cuts
from planner.progress import Standing, Watch

EFFORT = 2.0  # deterministic time of a first attempt, 10 to 20 seconds; doubled in every round
FREE = 1.5  # deterministic time for the question whether a block can be had for nothing
Decision = tuple[cp_model.IntVar, int]
SHOULD, PREFER = range(len(TIERS))
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

    `value` reads the best block, None without one. `prices` are what it pays in (should, prefer),
    `bounds` are proved lower bounds of them, that of `prefer` for the `should` that was reached.
    `status` says what is known: OPTIMAL, FEASIBLE, INFEASIBLE or UNKNOWN. `seconds` is wall-clock
    time; `stopped` means that someone stopped it before its time was up.
    """

    value: Value | None
    prices: tuple[int, int]
    bounds: tuple[int, int]
    status: cp_model.CpSolverStatus
    seconds: float
    stopped: bool


@dataclass(frozen=True)
class Start:
    """Where a search starts: values of decisions, and lower bounds that are proved elsewhere.

    `bounds` are of (should, prefer); that of `prefer` holds for a `should` that is no higher.
    """

    decisions: tuple[Decision, ...] = ()
    bounds: tuple[int, int] = (0, 0)


def solver_for(options: Options, seconds: float, way: str = "core") -> cp_model.CpSolver:
    """A solver with the parameters that were measured to be best (see the benchmarks).

    `way` names the one strategy of a single worker: `core` climbs from the bound, `no_lp` decides
    whether there is a solution at all, and comes down from one. More workers take the solver's
    own portfolio.
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


FROM_NOTHING = Start()


def least_price(built: Built, options: Options, watch: Watch, start: Start = FROM_NOTHING) -> Found:
    """The cheapest block of a model, or what is known when the time is up."""
    return _Search(built, options, watch, start).run()


@contextmanager
def narrowed(model: cp_model.CpModel, decisions: Sequence[Decision]) -> Iterator[None]:
    """Decisions have their values, and only for a while: no row of the model stays behind."""
    variables = model.proto.variables
    domains = [variables[one.index].domain for one, _ in decisions]
    widest = [(domain[0], domain[1]) for domain in domains]
    for domain, (_, value) in zip(domains, decisions, strict=True):
        domain[0] = domain[1] = value
    try:
        yield
    finally:
        for domain, (low, high) in zip(domains, widest, strict=True):
            domain[0], domain[1] = low, high


class _Search:
    """One search; for each tier, a bound and the best block close in on the least price."""

    def __init__(self, built: Built, options: Options, watch: Watch, start: Start) -> None:
        self._model, self._plan, self._start = built.model, built.plan, start
        self._options, self._watch = options, watch
        watch.standing = Standing()
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._started = time.perf_counter()
        self._ends = self._started + options.time_limit
        self._bounds = [0 for _ in self._tiers]
        self._prices = [tier.most for tier in self._tiers]
        self._best: Sequence[int] | None = None
        self._stopped = False

    def run(self) -> Found:
        """Search until the least price is proved, the time is up, or somebody stops it."""
        status = cp_model.UNKNOWN
        try:
            status = self._first()
            if status in SOLVED:
                self._cheapen()
        except KeyboardInterrupt:  # between two solves
            self._stopped = True
        if self._best is not None:
            is_proved = self._bounds == self._prices
            status = cp_model.OPTIMAL if is_proved else cp_model.FEASIBLE
        return self._found(status)

    def _first(self) -> cp_model.CpSolverStatus:
        """Any block: the one to start from, where it is one."""
        if self._start.decisions:
            with narrowed(self._model, self._start.decisions):
                status = self._find("starting from a block", self._half(), FREE)
            if status in SOLVED:
                return status
        return self._find("looking for a first block", self._ends)

    def _cheapen(self) -> None:
        """A block that costs nothing, or else the least price of each tier."""
        free = cp_model.INFEASIBLE if any(self._start.bounds) else self._free()
        self._raise(SHOULD, self._start.bounds[SHOULD])
        self._close(SHOULD, self._half())
        if self._prices[SHOULD] <= self._start.bounds[SHOULD]:
            self._raise(PREFER, self._start.bounds[PREFER])
        if free == cp_model.INFEASIBLE and self._prices[SHOULD] == 0:
            self._raise(PREFER, 1)
        self._close(PREFER, self._ends)

    def _free(self) -> cp_model.CpSolverStatus:
        """Look for a block that costs nothing; whether there is one."""
        for tier in self._tiers:
            tier.within(0, 0)
        status = self._find("looking for a block that keeps every wish", self._half(), FREE)
        for tier in self._tiers:
            tier.within(0, tier.most)
        return status

    def _close(self, number: int, until: float) -> None:
        """Bring a tier's price down and its bound up until they meet, or its time is up."""
        tier, effort = self._tiers[number], EFFORT
        is_free_asked = number == PREFER and self._prices[SHOULD] == 0
        asked = 0 if is_free_asked else -1
        shares: dict[int, int] = {}
        while self._is_open(number, until):
            if self._bounds[number] > asked:
                asked = self._bounds[number]
                self._reach(number, asked, until, effort)
            self._pay_less(number, "no_lp", "paying less", until, effort)
            for index in range(len(tier.parts)):
                if index not in shares and len(tier.parts) > 1:
                    self._share(number, index, shares, until, effort)
            self._pay_less(number, "core", "closing the gap", until, effort)
            effort *= 2
        tier.within(0, self._prices[number])

    def _reach(self, number: int, price: int, until: float, effort: float) -> None:
        """Ask for a block of no more than a price; a "no" proves that it costs more."""
        self._tiers[number].within(0, price)
        stage = f"{TIERS[number]}: looking for a price of {price}"
        if self._find(stage, until, effort) == cp_model.INFEASIBLE:
            self._raise(number, price + 1)

    def _pay_less(self, number: int, way: str, stage: str, until: float, effort: float) -> None:
        """Minimise the price of a tier, from the best block down or from the bound up."""
        if self._is_open(number, until):
            tier = self._tiers[number]
            tier.within(self._bounds[number], self._prices[number])
            stage = f"{TIERS[number]}: {stage}"
            self._raise(number, self._least(tier.price, way, stage, until, effort)[1])

    def _share(
        self, number: int, index: int, shares: dict[int, int], until: float, effort: float
    ) -> None:
        """Prove what one stretch of weeks must pay at least, however dear the others become."""
        if not self._is_open(number, until):
            return
        tier = self._tiers[number]
        tier.within(self._bounds[number], self._prices[number])
        stage = f"{TIERS[number]}: what stretch {index + 1} must pay"
        status, least = self._least(tier.parts[index], "no_lp", stage, until, effort)
        if status == cp_model.OPTIMAL:
            self._model.add(tier.parts[index] >= least)
            shares[index] = least
            self._raise(number, sum(shares.values()))

    def _find(
        self, stage: str, until: float, effort: float | None = None
    ) -> cp_model.CpSolverStatus:
        """Look for any block within the limits; no hint, which would hold the search back."""
        self._model.clear_objective()  # type: ignore[no-untyped-call]  # not annotated
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # not annotated
        return self._solve("no_lp", stage, until, effort)[0]

    def _least(
        self, price: Expr, way: str, stage: str, until: float, effort: float
    ) -> tuple[cp_model.CpSolverStatus, int]:
        """Minimise a price from the best block; the status, and a lower bound of the price."""
        self._model.minimize(price)
        if self._best is not None:
            self._hint(self._best)
        status, solver = self._solve(way, stage, until, effort)
        return status, 0 if solver is None else max(0, round(solver.best_objective_bound))

    def _solve(
        self, way: str, stage: str, until: float, effort: float | None
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver | None]:
        """Solve with order cuts, and keep a better block; no solver when there was no time."""
        prices = [tier.price for tier in self._tiers]
        self._watch.turns_to(stage, prices if self._best is not None else [])
        while (seconds := until - time.perf_counter()) > 0:
            solver = solver_for(self._options, seconds, way)
            if effort is not None:
                solver.parameters.max_deterministic_time = effort
            status, self._stopped = stopping.solve(solver, self._model, self._watch)
            values = tuple(solver.response_proto.solution)  # a copy: its own die with it
            if status not in SOLVED or not add_order_cuts(self._plan, reader(values)):
                break
            self._hint(values)
        else:
            return cp_model.UNKNOWN, None
        if status in SOLVED:
            pays = [solver.value(price) for price in prices]
            if self._best is None or pays < self._prices:
                self._best, self._prices = values, pays
        return status, solver

    def _hint(self, values: Sequence[int]) -> None:
        """Start the next solve from this solution."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # not annotated
        for index, value in enumerate(values):
            self._model.add_hint(self._model.get_int_var_from_proto_index(index), value)

    def _raise(self, number: int, bound: int) -> None:
        """A lower bound of a tier's price was proved."""
        self._bounds[number] = max(self._bounds[number], min(bound, self._prices[number]))
        self._watch.standing.bounds = self._bounds[SHOULD], self._bounds[PREFER]

    def _is_open(self, number: int, until: float) -> bool:
        is_open = self._bounds[number] < self._prices[number]
        return is_open and not self._stopped and time.perf_counter() < until

    def _half(self) -> float:
        """The moment when half of the time that is left will be over."""
        return (self._ends + time.perf_counter()) / 2

    def _found(self, status: cp_model.CpSolverStatus) -> Found:
        return Found(
            value=None if self._best is None else reader(self._best),
            prices=(self._prices[SHOULD], self._prices[PREFER]),
            bounds=(self._bounds[SHOULD], self._bounds[PREFER]),
            status=status,
            seconds=time.perf_counter() - self._started,
            stopped=self._stopped,
        )


def reader(values: Sequence[int]) -> Value:
    """Reads the values of variables from a solution."""

    def value(variable: object) -> int:
        assert isinstance(variable, cp_model.IntVar), "only variables have values"
        return int(values[variable.index])

    return value
