"""Attempt: one limited solve of a model, with order cuts, that somebody may stop.

Searching, staying near a block and planning again all ask the solver in this one way.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.build import Built
from planner.solving.extract import Value
from planner.solving.order_cuts import add_order_cuts
from planner.solving.progress import Watch

Decision = tuple[cp_model.IntVar, int]
SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
# Strategies that take turns, by the name of the way. The solver gives each turn one unit of
# deterministic time, so that an effort below that ends within the first ones.
TAKING_TURNS = {"both": ("core", "no_lp"), "pair": ("core", "no_lp")}
# Workers that share the turns, where they are more than one. Between two batches of turns they tell
# each other what they have learned, and never in the midst of one: so they repeat themselves, on
# one core too. No more than two: with four the memory of the process breaks (or-tools #5048).
WORKERS = {"pair": 2}
LAST = 0.25  # of the effort, at least, for a solve that has to be made once more
BATCH = 3  # turns; with four a strategy that has ended waits for the other one's


@dataclass(frozen=True)
class Options:
    """How to solve. Times in seconds; one worker repeats itself, more that are asked for do not.

    What is usually left unproved after a short effort goes on for the whole time where it is to be
    thorough.
    """

    time_limit: float = 300.0
    workers: int = 1
    seed: int = 0
    is_thorough: bool = False


@dataclass(frozen=True)
class Attempt:
    """What one attempt ended with.

    `values` are those of all variables, () without a block; `solver` is None when there was no
    time. `stopped` means that somebody stopped it. `before` is the deterministic time of solves
    before the last one.
    """

    status: cp_model.CpSolverStatus
    solver: cp_model.CpSolver | None
    values: tuple[int, ...]
    stopped: bool
    before: float = 0.0

    @property
    def bound(self) -> int:
        """A proved lower bound of what was minimised; 0 where nothing is known."""
        return 0 if self.solver is None else max(0, round(self.solver.best_objective_bound))

    @property
    def spent(self) -> float:
        """Deterministic time of its solves."""
        last = 0.0 if self.solver is None else self.solver.response_proto.deterministic_time
        return self.before + last


def solver_for(options: Options, seconds: float, way: str = "core") -> cp_model.CpSolver:
    """A solver with the parameters that were measured to be best (see the benchmarks).

    `way` names the strategy of a single worker: `core` climbs from the bound, `no_lp` looks for a
    solution, and comes down from one, `default_lp` sees soon that there is none, and `both` lets
    the first two and the solver's own neighbourhoods take turns in one presolved model. In a `pair`
    two workers do that, on two cores, and learn from each other. More workers take the solver's own
    portfolio.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.01, seconds)
    parameters.random_seed = options.seed
    parameters.num_workers = options.workers
    parameters.max_presolve_iterations = 1
    parameters.cp_model_probing_level = 0
    if options.workers == 1:
        parameters.interleave_search = way in TAKING_TURNS
        if way in WORKERS:
            parameters.num_workers, parameters.interleave_batch_size = WORKERS[way], BATCH
        parameters.subsolvers.extend(TAKING_TURNS.get(way, (way,)))
    return solver


def turns(effort: float) -> Iterator[tuple[str, float]]:
    """Ways to find out whether there is any block, with the effort for each, without end.

    Pure search mostly finds one soon, but often never sees that there is none, where the relaxation
    sees it at once. So they take turns, each time with twice the effort.
    """
    while True:
        for way in ("no_lp", "default_lp"):
            yield way, effort
        effort *= 2


def attempt(
    built: Built,
    options: Options,
    watch: Watch,
    way: str,
    until: float,
    effort: float | None = None,
) -> Attempt:
    """Solve a model, again with order cuts until a solution needs none.

    Args:
        built: the model, which keeps the cuts.
        options: seed and workers.
        watch: hears of every solution.
        way: the strategy, see `solver_for`.
        until: the moment (`time.perf_counter`) at which it ends.
        effort: deterministic time of all solves, and a little more after one that has spent it.
    """
    spent, given = 0.0, effort
    while (seconds := until - time.perf_counter()) > 0:
        solver = solver_for(options, seconds, way)
        if effort is not None:
            solver.parameters.max_deterministic_time = effort
        status, stopped = stopping.solve(solver, built.model, watch)
        if status not in SOLVED:
            return Attempt(status, solver, (), stopped, spent)
        values = tuple(solver.response_proto.solution)  # a copy: its own die with it
        if not add_order_cuts(built.plan, reader(values)):
            return Attempt(status, solver, values, stopped, spent)
        if stopped:
            return Attempt(cp_model.UNKNOWN, None, (), stopped)
        spent += solver.response_proto.deterministic_time
        if given is not None:
            effort = max(LAST * given, given - spent)
        start_from_block(built.model, values)
    return Attempt(cp_model.UNKNOWN, None, (), stopped=False)


def start_from(model: cp_model.CpModel, decisions: Iterable[Decision]) -> None:
    """Hint these values, and no others, to the next solve."""
    pairs = [(variable.index, value) for variable, value in decisions]
    _hint(model, [index for index, _ in pairs], [value for _, value in pairs])


def start_from_block(model: cp_model.CpModel, values: Sequence[int]) -> None:
    """Hint a block, by the values of all its variables, to the next solve."""
    _hint(model, range(len(values)), values)


def _hint(model: cp_model.CpModel, indices: Sequence[int], values: Sequence[int]) -> None:
    # At once, not with `add_hint`, variable by variable: that took as long as many a solve.
    model.clear_hints()  # type: ignore[no-untyped-call]  # the library does not annotate it
    if not indices:  # a hint of nothing is one too
        return
    hint = model.proto.solution_hint
    hint.vars.extend(indices)
    hint.values.extend(values)


def start_from_nothing(model: cp_model.CpModel) -> None:
    """Ask for any solution: no objective, and no hints, which would hold the search back."""
    model.clear_objective()  # type: ignore[no-untyped-call]  # the library does not annotate it
    start_from(model, ())


def everything(model: cp_model.CpModel, values: Sequence[int]) -> Iterator[Decision]:
    """Every variable of a model with its value in a solution."""
    for index, value in enumerate(values):
        yield model.get_int_var_from_proto_index(index), value


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


def reader(values: Sequence[int]) -> Value:
    """Reads the values of variables from a solution."""

    def value(variable: object) -> int:
        assert isinstance(variable, cp_model.IntVar), "only variables have values"
        return int(values[variable.index])

    return value
