"""Planning again in the midst of a block: what is over stays, and as little as possible changes.

Three tiers, one after the other. What must hold, holds. Then quality: no rule may cost more than in
the old block, with what was missed left out; where that cannot be had any more, no more than in the
best block that can be. `tolerance` lets the `prefer` tier cost a little more than that, for fewer
changes. Then the least change, as `planner.least_change` counts it.

What is over is in the scenario (`scenarios.past.Replanned`), so that building, auditing and finding
conflicts need to know nothing of the old block.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Session
from planner.attempt import Attempt, Options, attempt, reader, start_from
from planner.build import Built, build
from planner.extract import Value, extract
from planner.least_change import Hints, changes_of
from planner.objective import TIERS, tier_of
from planner.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.over import as_it_was, fresh_weeks, held_of, is_over, plain, request_of, with_fresh
from planner.progress import Progress, Watch
from planner.revision import revised
from planner.search import Found, least_price
from planner.solve import solved
from scenarios.ids import LABELS
from scenarios.schema import Scenario

TOLERANCE = 0  # price points of `prefer`
# Deterministic time; one unit is 5 to 20 seconds. What is near the old block is found in far less.
AS_GOOD = 1.0  # for a block as good as the old one
QUALITY = 2.0  # for the least price of a tier
CHANGE = 1.0  # for the least change, in each of the ways
WAYS = "core", "no_lp", "max_lp"  # climbs and mostly proves; comes down; lifts the bound


@dataclass(frozen=True)
class Again:
    """What became of planning again.

    `outcome` holds the new block, with the ids of the old one. `changes` are price points of
    change and a proved lower bound of them; None without a block. `is_same` means that there was
    nothing new: the block is the old one itself. Without a block, `asked` is what was asked for,
    with what is over.
    """

    outcome: Outcome
    changes: tuple[int, int] | None = None
    is_same: bool = False
    asked: Scenario | None = None


def replan(
    old: Block,
    asked: Scenario,
    on: date,
    missed: Iterable[Session] = (),
    origin: str = "",
    tolerance: int = TOLERANCE,
    options: Options | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Again:
    """The block that changes least from a day on.

    Args:
        old: the block as it was planned.
        asked: what is asked for from now on; that of the old block, or with changes.
        on: the first day that can still change.
        missed: sessions before that day that were not held; all others count as planned.
        origin: what the new block says that it came from.
        tolerance: price points that the `prefer` tier may cost more, for fewer changes.
        options: limits of the solve.
        on_progress: called at every stage and better block, also from the solver's thread.

    Raises:
        PlannerError: the day lies outside the block, or what is asked for does not fit the part
            that is over.
        AssertionError: the block breaks a `must`, or its price is not the solver's: our defect.
    """
    options = options or Options()
    started = time.perf_counter()
    gone = tuple(sorted(missed, key=lambda one: one.start))
    request = request_of(old, asked, on, gone, origin)
    if not gone and plain(old.scenario) == plain(request):
        return Again(_unchanged(old), (0, 0), is_same=True)
    built = build(request)
    if fresh := fresh_weeks(old, built):
        request = with_fresh(request, fresh=fresh)
        built = build(request)
    statistics = Statistics(
        len(built.model.proto.variables), len(built.model.proto.constraints),
        time.perf_counter() - started, None, 0.0,
    )  # fmt: skip
    return _Job(old, built, tolerance, options, Watch(on_progress), statistics).run()


class _Job:
    """One replan: quality first, then the least change; all in one model."""

    def __init__(
        self, old: Block, built: Built, tolerance: int, options: Options, watch: Watch,
        statistics: Statistics,
    ) -> None:  # fmt: skip
        self._old, self._built, self._tolerance = old, built, tolerance
        self._request = built.plan.scenario
        self._options, self._watch, self._statistics = options, watch, statistics
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._changes = changes_of(built.plan, old)
        self._started = time.perf_counter()
        self._stopped = False

    def run(self) -> Again:
        """As good as before where that can be had, else as good as can be."""
        before = audit(as_it_was(self._old, self._request))
        prices = before.price("should"), before.price("prefer")
        found = self._least_change(prices, (0, 0), self._changes.hints, AS_GOOD)
        if found is not None:
            return found
        best = None if self._stopped else self._best()
        if best is None and not self._stopped:
            best = least_price(build(self._request), self._options, self._watch)
        if best is None or best.value is None:
            status = cp_model.UNKNOWN if best is None else best.status
            stopped = self._stopped or (best is not None and best.stopped)
            return Again(self._without(status, stopped), asked=self._request)
        value = best.value  # of a model that was built alike
        start = tuple((variable, value(variable)) for variable, _ in self._changes.hints)
        found = self._least_change(best.prices, best.bounds, start, CHANGE)
        return found or Again(Undecided(self._spent(), self._stopped))

    def _best(self) -> Found | None:
        """The least price of each tier, climbed from the bound, for the old block is near to it.

        None where that was not proved in good time: then a full search must.
        """
        for tier in self._tiers:
            tier.within(0, tier.most)
        prices: list[int] = []
        values: tuple[int, ...] = ()
        for name, tier in zip(TIERS, self._tiers, strict=True):
            self._built.model.minimize(tier.price)
            self._watch.turns_to(f"{name}: as good as can be", [])
            tried = self._attempt(self._changes.hints, QUALITY)
            if tried.status == cp_model.INFEASIBLE:
                spent = self._spent().proof
                return Found(None, (0, 0), (0, 0), tried.status, spent, stopped=False)
            if tried.status != cp_model.OPTIMAL or tried.solver is None:
                return None
            prices.append(tried.solver.value(tier.price))
            tier.within(0, prices[-1])
            values = tried.values
        found = prices[0], prices[1]
        return Found(
            reader(values), found, found, cp_model.OPTIMAL, self._spent().proof, stopped=False
        )

    def _least_change(
        self, prices: tuple[int, int], bounds: tuple[int, int], hints: Hints, effort: float
    ) -> Again | None:
        """The block of least change that costs no more than these prices; None without one."""
        should, prefer = prices
        for tier, most in zip(self._tiers, (should, prefer + self._tolerance), strict=True):
            tier.within(0, min(tier.most, most))
        self._built.model.minimize(self._changes.price)
        self._watch.turns_to("looking for the least change", [])
        points, bound, paid = 0, 0, [0, 0]
        values: tuple[int, ...] = ()
        for way in WAYS:
            tried = self._attempt(hints, effort, way)
            if not tried.values or tried.solver is None:
                break
            bound = max(bound, tried.bound)
            if not values or tried.solver.value(self._changes.price) < points:
                points = tried.solver.value(self._changes.price)
                paid = [tried.solver.value(tier.price) for tier in self._tiers]
                values = tried.values
            if bound >= points or self._stopped:
                break
            best = reader(values)
            hints = tuple((variable, best(variable)) for variable, _ in hints)
        if not values:
            return None
        return Again(self._planned(reader(values), paid, bounds), (points, min(bound, points)))

    def _attempt(self, hints: Hints, effort: float, way: str = "core") -> Attempt:
        """Solve from these hints."""
        start_from(self._built.model, hints)
        until = self._started + self._options.time_limit
        tried = attempt(self._built, self._options, self._watch, way, until, effort)
        self._stopped = tried.stopped
        return tried

    def _planned(self, value: Value, paid: list[int], bounds: tuple[int, int]) -> Planned:
        draft = extract(self._built.plan, value, solved((0, 0), (0, 0), self._options))
        held = held_of(self._old, self._request)
        sessions = (*held, *(one for one in draft.sessions if not is_over(self._request, one)))
        draft = _whole(draft, sessions)
        priced = audit(draft)
        prices = priced.price("should"), priced.price("prefer")
        assert list(prices) == paid, f"audited prices {prices} are not the solver's {paid}"
        block = draft.model_copy(
            update={"score": priced.score(), "solve": solved(prices, bounds, self._options)}
        )
        block = revised(self._old, block)
        report = audit(block)
        assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
        return Planned(block, report, self._spent(), self._stopped)

    def _without(self, status: cp_model.CpSolverStatus, stopped: bool) -> Outcome:
        if status != cp_model.INFEASIBLE:
            return Undecided(self._spent(), stopped)
        return Infeasible(self._spent())

    def _spent(self) -> Statistics:
        return replace(self._statistics, proof=time.perf_counter() - self._started)


def _unchanged(old: Block) -> Planned:
    return Planned(old, audit(old), Statistics(0, 0, 0.0, None, 0.0))


def _whole(block: Block, sessions: Iterable[Session]) -> Block:
    """The block with these sessions, its weeks added up again."""
    ordered = tuple(sorted(sessions, key=lambda one: (one.week, LABELS.index(one.label))))
    bare = Block(scenario=block.scenario, solve=block.solve, sessions=ordered)
    rows = tuple(bare.week_row(week) for week in bare.timeline)
    return bare.model_copy(update={"weeks": rows})
