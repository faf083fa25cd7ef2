"""Solve: from a scenario to a proved block, or to an honest answer why there is none.

One worker, one search that repeats itself: the same scenario gives the same block on every run,
unless a time limit cuts in (then the block is not proved and says so).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version

from ortools.sat.python import cp_model

from constraints.audit import Report, audit
from constraints.block import Block, Solve, TierRow
from constraints.variables import PlanVars
from planner import __version__
from planner.solving import stopping
from planner.solving.attempt import Options
from planner.solving.build import build
from planner.solving.extract import Value, extract
from planner.solving.found import Found
from planner.solving.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.solving.progress import Progress, Watch
from planner.solving.search import least_price
from scenarios.schema import Scenario

AS_MEASURED = Options()


@stopping.listens
def plan(
    scenario: Scenario,
    options: Options = AS_MEASURED,
    on_progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """The best block for a scenario.

    Args:
        scenario: what is asked for.
        options: limits of the solve.
        on_progress: called at every stage and better block, also from the solver's thread.

    Returns:
        `Planned` with an audited block, `Infeasible`, or `Undecided`.

    Raises:
        AssertionError: the block breaks a `must`, or its price is not the solver's: our defect.
    """
    started = time.perf_counter()
    built = build(scenario)
    seconds = time.perf_counter() - started
    watch = Watch(on_progress)
    found = least_price(built, options, watch)
    proto, status = built.model.proto, found.status
    statistics = Statistics(
        len(proto.variables), len(proto.constraints), seconds, watch.first, found.seconds
    )
    if found.value is not None:
        block, report = settled(built.plan, found.value, found, options)
        return Planned(block, report, statistics, found.stopped)
    if status == cp_model.INFEASIBLE:
        return Infeasible(statistics)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(f"the model is invalid: {built.model.validate()}")
    return Undecided(statistics, found.stopped)


def settled(plan: PlanVars, value: Value, found: Found, options: Options) -> tuple[Block, Report]:
    """The block of a solution with what was proved of it, audited.

    Raises:
        AssertionError: it breaks a `must`, or its price is not the solver's: our defect.
    """
    draft = extract(plan, value, solved((0, 0), (0, 0), options))
    priced = audit(draft)
    prices = priced.price("should"), priced.price("prefer")
    block = draft.model_copy(
        update={"score": priced.score(), "solve": solved(prices, found.bounds, options)}
    )
    report = audit(block)
    assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
    is_proved = found.status == cp_model.OPTIMAL
    assert not is_proved or prices == found.prices, (
        f"audited prices {prices} are not the solver's {found.prices}"
    )
    return block, report


def solved(prices: tuple[int, int], bounds: tuple[int, int], options: Options) -> Solve:
    """The proof as it stands in the block: proved means that the bound reaches the price."""
    should, prefer = prices
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
