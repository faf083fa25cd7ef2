"""The search of a replan: a block that is as good as before, or can be, and then changes least.

It stands alone because what to ask for (`planner.replanning.replan`) and how to find it are two
things. The old block is near to what is looked for, so every search starts from it, and holds the
weeks that are far from the change first.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Session
from planner.replanning.beginning import Beginning
from planner.replanning.carried import carried, whole
from planner.replanning.least_change import Hints, changes_of
from planner.replanning.near import NEAR, REACHES, exercises_of, far_weeks
from planner.replanning.nearer import Nearer
from planner.replanning.nearest_numbers import changed_numbers
from planner.replanning.over import Over, fresh_weeks, only_spared, with_fresh
from planner.replanning.quality import Prices, as_good_as, as_it_is
from planner.replanning.revision import revised
from planner.solving.attempt import (
    SOLVED,
    Attempt,
    Decision,
    Options,
    attempt,
    everything,
    narrowed,
    reader,
    solver_for,
    start_from,
)
from planner.solving.build import narrow
from planner.solving.extract import Value, extract
from planner.solving.found import FROM_NOTHING, NOTHING_FOUND, PREFER, SHOULD, Found, Start
from planner.solving.objective import TIERS, Tier, tier_of
from planner.solving.order_cuts import add_order_cuts
from planner.solving.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import solved
from scenarios.schema import Scenario

# Deterministic time; one unit is 5 to 20 seconds. What is near the old block is found in far less.
SEARCH = 0.8  # of the time that is left, where all has to be searched
PROOF = 0.3  # for what every block must pay in a tier
BRIEF = 0.5, 0.25  # for the least price of (should, prefer), where it is not proved at once
LONGER = 2.0, 2.0  # for the same, where nothing near the old block is possible
THOROUGH = 10.0  # for what every block must pay, where it is asked for
FORCED = 1.0  # for the least breach of what the past has made impossible
KNOWN = 5.0  # seconds, for what follows from decisions that are all made: far more than it takes
CHANGE = 0.3  # for the least change, before it is looked for part by part, and for the numbers


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
    stopped: bool = False
    later: tuple[Session, ...] = ()  # logged, but still to come: planned like all to come


class Job:
    """One replan: quality first, then the least change; all in one model."""

    def __init__(
        self, old: Block, past: Over, request: Scenario, tolerance: int, options: Options,
        watch: Watch,
    ) -> None:  # fmt: skip
        started = time.perf_counter()
        choices = narrow(request)
        if fresh := fresh_weeks(old, choices.menus):
            request = with_fresh(request, fresh=fresh)
            choices = narrow(request)
        built = choices.create()
        self._old, self._past, self._built, self._tolerance = old, past, built, tolerance
        self._request = request
        self._options, self._watch = options, watch
        self._statistics = Statistics(
            len(built.model.proto.variables), len(built.model.proto.constraints),
            time.perf_counter() - started, None, 0.0,
        )  # fmt: skip
        self._forced = tier_of(built, "forced") if built.tiers.terms["forced"] else None
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._goal = carried(old, request, past.done)
        self._changes = changes_of(built.plan, self._goal)
        self._started = time.perf_counter()
        self._until = self._started + options.time_limit
        self._stopped = False
        self._least: Prices | None = None  # what every block must pay, once it was asked

    def run(self) -> Again:
        """As good as before where nothing else is asked for, else as good as can be."""
        if self._forced is not None and self._give_way(self._forced) == cp_model.INFEASIBLE:
            return Again(Infeasible(self._spent()), asked=self._request)
        now = as_it_is(self._old, self._request, self._past.done)
        good = as_good_as(self._old, self._goal, now)
        self._cap(good)
        best, begun = self._held(), None
        is_new = best is None
        if best is None and not self._stopped:
            begun = self._beginning()
            self._cap(good)
            best = begun.search(self._as_good, self._most(good), self._past.is_asked)
            self._stopped = self._stopped or begun.is_stopped
            begun = begun if best is None else None  # what it has found by then is in vain
        is_open = best is None or self._may_pay_less(best)
        if begun is not None or (is_open and not self._stopped):
            found = self._best(best, begun)
            if best is None and found.value is None:
                return self._nothing(found)
            if best is None or (found.value and found.prices < self._prices(best)):
                best, is_new = self._as_cheap(found, now, begun) or best, False
            else:
                self._cap(min(good, self._prices(best)))
            self._least = found.bounds if found.value else None
        if best is None:
            outcome = Undecided(self._spent(), self._stopped)
            return Again(outcome, asked=self._request, stopped=self._stopped)
        likely = () if is_new or begun else exercises_of(self._built.plan, self._goal)
        best, bound = self._nearest(best, is_new, likely)
        paid, points = self._prices(best), self._points(best)
        bounds = self._bounds(best, self._watch)
        planned = self._planned(reader(self._settled(best, paid).values), paid, bounds)
        return Again(planned, (points, min(bound, points)), asked=self._request)

    def _give_way(self, forced: Tier) -> cp_model.CpSolverStatus:
        """What the past has made impossible is broken as little as can be."""
        self._built.model.minimize(forced.price)
        self._watch.turns_to("what has to give way", [])
        tried = self._attempt(self._changes.hints, FORCED)
        if tried.values and tried.solver is not None:
            forced.within(0, tried.solver.value(forced.price))
        return tried.status

    def _may_pay_less(self, best: Attempt) -> bool:
        """Whether what is asked for now may be had for less than the old block pays."""
        return self._past.is_asked and any(self._prices(best))

    def _cap(self, prices: Prices) -> None:
        """From now on look for the least change, at no more than these prices."""
        for tier, most in zip(self._tiers, self._most(prices), strict=True):
            tier.within(0, min(tier.most, most))
        self._built.model.minimize(self._changes.price)
        self._watch.turns_to("looking for the least change", [])

    def _most(self, prices: Prices) -> Prices:
        """What may be paid for a block that counts as one at these prices."""
        return prices[SHOULD], prices[PREFER] + self._tolerance

    def _as_good(self) -> Attempt:
        """Any block under the limits, as near as is found soon."""
        return self._attempt(self._changes.hints, CHANGE)

    def _bounds(self, best: Attempt, watch: Watch) -> Prices:
        """What every block must pay at least, as far as it is proved soon, in each tier.

        It is asked once for a price. Below a `should` that is not proved nothing is known of
        `prefer`.

        Args:
            best: a block that is known.
            watch: hears of it; no other solve that runs meanwhile may have the same one.
        """
        if self._least is not None:
            return self._least
        prices, hints, bounds = self._prices(best), self._start(best.values), [0, 0]
        for tier in self._tiers:  # a cap on `prefer` would make `should` dearer
            tier.within(0, tier.most)
        for number, (name, tier) in enumerate(zip(TIERS, self._tiers, strict=True)):
            tier.within(0, min(tier.most, prices[number]))
            if prices[number] > 0 and not self._stopped:
                self._built.model.minimize(tier.price)
                watch.turns_to(f"{name}: what must be paid", [])
                effort = THOROUGH if self._options.is_thorough else PROOF
                tried = self._attempt(hints, effort, watch=watch)
                bounds[number] = min(tried.bound, prices[number])
            if bounds[number] < prices[number]:
                break
        self._least = bounds[0], bounds[1]
        return self._least

    def _beginning(self) -> Beginning:
        """The search for a block to begin with, whatever it costs."""
        for tier in self._tiers:
            tier.within(0, tier.most)
        options, until = self._options, self._until
        return Beginning(self._built, self._tiers, self._goal, self._changes, options, until)

    def _best(self, best: Attempt | None, begun: Beginning | None) -> Found:
        """The least price of each tier, closed in on from a block that is near the old one.

        What a block pays that leaves the weeks far off as they are is mostly the least there is.
        Without such a block a full search must.
        """
        for tier in self._tiers:
            tier.within(0, tier.most)
        start, known = FROM_NOTHING, None
        if best is not None:
            start = Start(tuple(everything(self._built.model, best.values)))
        elif begun is not None:
            start, known = begun.start, begun.found
        is_thorough = self._options.is_thorough
        is_settled = begun is not None and begun.is_settled and not is_thorough
        left = self._until - time.perf_counter()
        if self._stopped or (known is not None and (is_settled or left <= 0)):
            return known or NOTHING_FOUND
        options = replace(self._options, time_limit=max(0.0, left * SEARCH))
        effort = BRIEF if start.decisions else LONGER
        brief = None if is_thorough else effort
        found = least_price(self._built, options, self._watch, start, brief)
        self._stopped = self._stopped or found.stopped
        return found if found.value is not None or known is None else known

    def _as_cheap(self, found: Found, now: Prices, begun: Beginning | None) -> Attempt | None:
        """A block near the old one at the least price, or at that of the old one if that is less.

        The old block itself may be as good: then it is the nearest.
        """
        assert found.value is not None, "a block was found"
        if begun is None:
            self._cap(min(found.prices, now))
            best = self._held()
        else:
            self._cap(found.prices)
            best = self._holding(begun.kept(self._most(found.prices)))
        if best is None:
            self._cap(found.prices)
            best = self._as_known(found.value)
        return best

    def _nothing(self, found: Found) -> Again:
        outcome: Outcome = Undecided(self._spent(), self._stopped)
        if found.status == cp_model.INFEASIBLE:
            outcome = Infeasible(self._spent())
        return Again(outcome, asked=self._request, stopped=self._stopped)

    def _prices(self, tried: Attempt) -> Prices:
        """What a block pays in (should, prefer)."""
        assert tried.solver is not None, "it found a block"
        should, prefer = (tried.solver.value(tier.price) for tier in self._tiers)
        return should, prefer

    def _start(self, values: tuple[int, ...]) -> Hints:
        """The decisions of a block that was found."""
        best = reader(values)
        return tuple((variable, best(variable)) for variable, _ in self._changes.hints)

    def _nearest(self, best: Attempt, is_new: bool, likely: Hints) -> tuple[Attempt, int]:
        """A block that changes less, and a bound of what any must change.

        Args:
            best: a block to start from.
            is_new: it came of a search of all blocks, which has a bound.
            likely: decisions of the old block that a nearer one is likely to keep.
        """
        bound = best.bound if is_new else 0
        if bound >= self._points(best) or self._stopped:
            return best, bound
        left = self._until - time.perf_counter()  # some of it is for the prices
        nearer = Nearer(
            self._built, self._changes, best, bound, self._options, self._watch,
            self._until - (1 - SEARCH) * left,
            likely,
        )  # fmt: skip
        is_asked = self._least is None and not self._options.is_thorough
        nearer.search(meanwhile=lambda: is_asked and self._bounds(best, Watch()))
        self._stopped = self._stopped or nearer.is_stopped
        if is_asked and self._prices(nearer.best) != self._prices(best):
            self._least = None  # of other prices more may be known
        return nearer.best, nearer.bound

    def _settled(self, best: Attempt, paid: Prices) -> Attempt:
        """The same change, with the numbers that lie closest to the old ones."""
        numbers = changed_numbers(self._built.plan, self._goal, reader(best.values))
        if numbers is None or self._stopped:
            return best
        for tier, price in zip(self._tiers, paid, strict=True):
            tier.within(0, price)
        self._built.model.add(self._changes.price <= self._points(best))
        self._built.model.minimize(numbers.distance)
        self._watch.turns_to("staying near the numbers", [])
        with narrowed(self._built.model, numbers.held):
            tried = self._attempt(everything(self._built.model, best.values), CHANGE, "no_lp")
        return tried if tried.values else best

    def _held(self) -> Attempt | None:
        """A block under these prices that leaves most as it was: all of it, or what is far off.

        Only exercises whose 1RM has moved are free in any case. None where that cannot be.
        """
        plan = self._built.plan
        past = plan.scenario.replanned
        moved = frozenset(one.exercise for one in (() if past is None else past.maxes))
        return self._holding(far_weeks(plan, self._goal, (0, *REACHES), moved))

    def _holding(self, groups: Iterable[Hints]) -> Attempt | None:
        """The nearest block under these prices that keeps the first group that one can keep."""
        for kept in groups:
            with narrowed(self._built.model, kept):
                tried = self._attempt(self._changes.hints, NEAR)
            if tried.values or self._stopped:
                return tried if tried.values else None
        return None

    def _as_known(self, value: Value) -> Attempt | None:
        """A block that is known, with all that follows from its decisions; no stop loses it."""
        hints = tuple((variable, value(variable)) for variable, _ in self._changes.hints)
        with narrowed(self._built.model, hints):
            while True:  # until no order costs more than the model says
                start_from(self._built.model, hints)
                solver = solver_for(self._options, KNOWN)
                status = solver.solve(self._built.model)
                if status not in SOLVED:
                    return None
                values = tuple(solver.response_proto.solution)
                if not add_order_cuts(self._built.plan, reader(values)):
                    return Attempt(status, solver, values, self._stopped)

    def _points(self, tried: Attempt) -> int:
        assert tried.solver is not None, "it found a block"
        return tried.solver.value(self._changes.price)

    def _attempt(
        self,
        hints: Iterable[Decision],
        effort: float,
        way: str = "core",
        watch: Watch | None = None,
    ) -> Attempt:
        """Solve from these hints."""
        start_from(self._built.model, hints)
        watch = watch or self._watch
        tried = attempt(self._built, self._options, watch, way, self._until, effort)
        self._stopped = self._stopped or tried.stopped  # and stays so
        return tried

    def _planned(self, value: Value, paid: Prices, bounds: Prices) -> Planned:
        draft = extract(self._built.plan, value, solved((0, 0), (0, 0), self._options))
        done = self._past.done
        coming = (one for one in draft.sessions if not draft.is_over(one))
        draft = whole(draft, (*done.sessions, *coming), done.planned)
        priced = audit(draft)
        spared = only_spared(draft.scenario, priced.forced)
        draft = draft.model_copy(update={"scenario": spared})
        prices = priced.price("should"), priced.price("prefer")
        # Under a cap nothing keeps the solver from paying for more than it buys.
        is_paid = all(price <= most for price, most in zip(prices, paid, strict=True))
        assert is_paid, f"audited prices {prices} are not the solver's {paid}"
        block = draft.model_copy(
            update={"score": priced.score(), "solve": solved(prices, bounds, self._options)}
        )
        block = revised(self._old, block)
        report = audit(block)
        assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
        return Planned(block, report, self._spent(), self._stopped)

    def _spent(self) -> Statistics:
        return replace(self._statistics, proof=time.perf_counter() - self._started)
