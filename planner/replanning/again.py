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
from planner.replanning.least_change import Hints, changes_of
from planner.replanning.near import decisions
from planner.replanning.nearer import Nearer
from planner.replanning.nearest_numbers import changed_numbers
from planner.replanning.over import Over, carried, fresh_weeks, whole, with_fresh
from planner.replanning.revision import revised
from planner.solving.attempt import (
    Attempt,
    Decision,
    Options,
    attempt,
    everything,
    narrowed,
    reader,
    start_from,
)
from planner.solving.build import build
from planner.solving.extract import Value, extract
from planner.solving.objective import TIERS, tier_of
from planner.solving.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.solving.progress import Watch
from planner.solving.search import FROM_NOTHING, Found, Start, least_price
from planner.solving.solve import solved
from scenarios.ids import LABELS
from scenarios.schema import Scenario

# Deterministic time; one unit is 5 to 20 seconds. What is near the old block is found in far less.
AS_GOOD = 0.3  # for a block as good as the old one
NEAR = 0.5  # for the least price of a tier, near the change
SEARCH = 0.8  # of the time that is left, where all has to be searched
PROOF = 0.3  # for what every block must pay in a tier
REACHES = 2, 4  # weeks from the present one that may change at first, before all of them may
BRIEF = 0.5  # for the least price of each tier, where it is not proved at once
THOROUGH = 2.0  # for the same, where nothing near the old block is possible
CHANGE = 0.3  # for the least change, before it is looked for part by part


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
        built = build(request)
        if fresh := fresh_weeks(old, built):
            request = with_fresh(request, fresh=fresh)
            built = build(request)
        self._old, self._past, self._built, self._tolerance = old, past, built, tolerance
        self._request = request
        self._options, self._watch = options, watch
        self._statistics = Statistics(
            len(built.model.proto.variables), len(built.model.proto.constraints),
            time.perf_counter() - started, None, 0.0,
        )  # fmt: skip
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._goal = carried(old, request, past.done)
        self._changes = changes_of(built.plan, self._goal)
        self._started = time.perf_counter()
        self._stopped = False

    def run(self) -> Again:
        """As good as before where that can be had, else as good as can be."""
        before = audit(carried(self._old, self._request, self._past.done, anew=False))
        prices = before.price("should"), before.price("prefer")
        found = self._least_change(prices, None, self._changes.hints, AS_GOOD)
        if found is not None:
            return found
        best = None if self._stopped else self._best()
        if best is None and not self._stopped:
            left = self._options.time_limit - self._spent().proof
            options = replace(self._options, time_limit=max(0.0, left * SEARCH))
            best = least_price(build(self._request), options, self._watch, FROM_NOTHING, THOROUGH)
            self._stopped = best.stopped
        if best is None or best.value is None:
            status = cp_model.UNKNOWN if best is None else best.status
            stopped = self._stopped or (best is not None and best.stopped)
            outcome = self._without(status, stopped)
            return Again(outcome, asked=self._request, stopped=stopped)
        value = best.value  # of a model that was built alike
        start = tuple((variable, value(variable)) for variable, _ in self._changes.hints)
        found = self._least_change(best.prices, best.bounds, start, CHANGE, is_known=True)
        undecided = Undecided(self._spent(), self._stopped)
        return found or Again(undecided, asked=self._request, stopped=self._stopped)

    def _bounds(self, prices: list[int], hints: Hints) -> tuple[int, int]:
        """What every block must pay at least, as far as it is proved soon, in each tier.

        Below a `should` that is not proved nothing is known of `prefer`.

        Args:
            prices: what is paid by a block that is known.
            hints: that block.
        """
        bounds = [0, 0]
        for tier in self._tiers:  # a cap on `prefer` would make `should` dearer
            tier.within(0, tier.most)
        for number, (name, tier) in enumerate(zip(TIERS, self._tiers, strict=True)):
            tier.within(0, min(tier.most, prices[number]))
            if prices[number] > 0 and not self._stopped:
                self._built.model.minimize(tier.price)
                self._watch.turns_to(f"{name}: what must be paid", [])
                bounds[number] = min(self._attempt(hints, PROOF).bound, prices[number])
            if bounds[number] < prices[number]:
                break
        return bounds[0], bounds[1]

    def _best(self) -> Found | None:
        """The least price of each tier, closed in on from a block that is near the old one.

        What a block pays that leaves the weeks far off as they are is mostly the least there is.
        None where no such block was found in good time: then a full search must.
        """
        for tier in self._tiers:
            tier.within(0, tier.most)
        found = self._near()
        if found is None:
            return None
        start = Start(tuple(everything(self._built.model, found[0])))
        left = self._options.time_limit - self._spent().proof
        options = replace(self._options, time_limit=max(0.0, left * SEARCH))
        best = least_price(self._built, options, self._watch, start, BRIEF)
        self._stopped = best.stopped
        return best

    def _near(self) -> tuple[tuple[int, ...], list[int]] | None:
        """A good block that differs from the old one in few weeks, and what it pays."""
        plan, weeks = self._built.plan, len(self._built.plan.weeks)
        first = 0 if plan.scenario.replanned is None else plan.scenario.replanned.week - 1
        far = [
            tuple(decisions(plan, self._goal, range(min(first + reach, weeks), weeks)))
            for reach in REACHES
        ]
        for kept in (*far, self._exercises()):
            with narrowed(self._built.model, kept):
                found = self._near_with()
            if found is not None or self._stopped:
                return found
        return None

    def _exercises(self) -> Hints:
        """Exercises of the sessions to come, but of those that hold one which is lost."""
        plan, found = self._built.plan, []
        for session in self._goal.sessions:
            week, k = session.week_index, LABELS.index(session.label)
            lines = {one.line for one in session.exercises if one.part != "test"}
            if plan.is_over(week, k) or any((week, k, line) not in plan.on for line in lines):
                continue
            found += [
                (plan.on[week, k, line], int(line in lines))
                for line in plan.lines_in(week, k)
                if line.part == "work"
            ]
        return tuple(found)

    def _near_with(self) -> tuple[tuple[int, ...], list[int]] | None:
        """The least price of each tier, as far as it is found soon."""
        found = None
        self._watch.turns_to("looking near the change", [])
        for number, tier in enumerate(self._tiers):
            self._built.model.minimize(tier.price)
            start = self._changes.hints if found is None else self._start(found[0])
            tried = self._attempt(start, NEAR)
            if not tried.values:
                break
            found = tried.values, self._paid(tried)
            tier.within(0, found[1][number])
        for tier in self._tiers:
            tier.within(0, tier.most)
        return found

    def _paid(self, tried: Attempt) -> list[int]:
        assert tried.solver is not None, "it found a block"
        return [tried.solver.value(tier.price) for tier in self._tiers]

    def _start(self, values: tuple[int, ...]) -> Hints:
        """The decisions of a block that was found."""
        best = reader(values)
        return tuple((variable, best(variable)) for variable, _ in self._changes.hints)

    def _least_change(
        self,
        prices: tuple[int, int],
        bounds: tuple[int, int] | None,
        hints: Hints,
        effort: float,
        is_known: bool = False,
    ) -> Again | None:
        """The block of least change that costs no more than these prices; None without one.

        With `is_known` the hints are such a block: at worst it is the answer. `bounds` are what
        every block must pay at least; None where that is still to be proved.
        """
        should, prefer = prices
        for tier, most in zip(self._tiers, (should, prefer + self._tolerance), strict=True):
            tier.within(0, min(tier.most, most))
        self._built.model.minimize(self._changes.price)
        self._watch.turns_to("looking for the least change", [])
        best = self._as_known(hints, effort) if is_known else self._held()
        # Where it is near to the old block already, there is little to do.
        if best is not None and self._points(best) > 0 and not self._stopped:
            with narrowed(self._built.model, self._exercises()):
                tried = self._attempt(self._changes.hints, CHANGE)
            best = tried if tried.values and self._points(tried) < self._points(best) else best
        bound = 0
        if not self._stopped and (best is None or self._points(best) > 0):
            best, bound = self._closed(hints, best, effort)
        if best is None:
            return None
        points = self._points(best)
        paid = self._paid(best)
        if bounds is None:
            bounds = self._bounds(paid, self._start(best.values))
        best = self._settled(best, paid)
        planned = self._planned(reader(best.values), paid, bounds)
        return Again(planned, (points, min(bound, points)), asked=self._request)

    def _settled(self, best: Attempt, paid: list[int]) -> Attempt:
        """The same change, with the numbers that lie closest to the old ones."""
        numbers = changed_numbers(self._built.plan, self._goal, reader(best.values))
        if numbers is None or self._stopped:
            return best
        for tier, price in zip(self._tiers, paid, strict=True):
            tier.within(0, price)
        self._built.model.minimize(numbers.distance)
        self._watch.turns_to("staying near the numbers", [])
        with narrowed(self._built.model, numbers.held):
            tried = self._attempt(everything(self._built.model, best.values), CHANGE, "no_lp")
        return tried if tried.values else best

    def _closed(
        self, hints: Hints, best: Attempt | None, effort: float
    ) -> tuple[Attempt | None, int]:
        """A block that changes less, and a bound of what any must change."""
        tried = self._attempt(hints if best is None else self._start(best.values), effort)
        if tried.values and (best is None or self._points(tried) < self._points(best)):
            best = tried
        if best is None or tried.bound >= self._points(best) or self._stopped:
            return best, tried.bound

        nearer = Nearer(
            self._built, self._changes.price, best, tried.bound, self._options, self._watch,
            self._started + self._options.time_limit,
        )  # fmt: skip
        nearer.search()
        self._stopped = self._stopped or nearer.is_stopped
        return nearer.best, nearer.bound

    def _held(self) -> Attempt | None:
        """A block under these prices that leaves most as it was: all of it, or what is far off.

        Only exercises whose 1RM has moved are free in any case. None where that cannot be.
        """
        plan, weeks = self._built.plan, len(self._built.plan.weeks)
        past = plan.scenario.replanned
        first = 0 if past is None else past.week - 1
        moved = {one.exercise for one in (() if past is None else past.maxes)}
        for reach in (0, *REACHES):
            kept = tuple(
                decisions(plan, self._goal, range(min(first + reach, weeks), weeks), moved)
            )
            with narrowed(self._built.model, kept):
                tried = self._attempt(self._changes.hints, NEAR)
            if tried.values or self._stopped:
                return tried if tried.values else None
        return None

    def _as_known(self, hints: Hints, effort: float) -> Attempt | None:
        """A block that is known, with all that follows from its decisions."""
        with narrowed(self._built.model, hints):
            tried = self._attempt(hints, effort)
        return tried if tried.values else None

    def _points(self, tried: Attempt) -> int:
        assert tried.solver is not None, "it found a block"
        return tried.solver.value(self._changes.price)

    def _attempt(self, hints: Iterable[Decision], effort: float, way: str = "core") -> Attempt:
        """Solve from these hints."""
        start_from(self._built.model, hints)
        until = self._started + self._options.time_limit
        tried = attempt(self._built, self._options, self._watch, way, until, effort)
        self._stopped = self._stopped or tried.stopped  # and stays so
        return tried

    def _planned(self, value: Value, paid: list[int], bounds: tuple[int, int]) -> Planned:
        draft = extract(self._built.plan, value, solved((0, 0), (0, 0), self._options))
        done = self._past.done
        coming = (one for one in draft.sessions if not draft.is_over(one))
        draft = whole(draft, (*done.sessions, *coming), done.planned)
        priced = audit(draft)
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

    def _without(self, status: cp_model.CpSolverStatus, stopped: bool) -> Outcome:
        if status != cp_model.INFEASIBLE:
            return Undecided(self._spent(), stopped)
        return Infeasible(self._spent())

    def _spent(self) -> Statistics:
        return replace(self._statistics, proof=time.perf_counter() - self._started)
