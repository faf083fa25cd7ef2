"""The search of a replan: a block that is as good as before, or can be, and then changes least.

It stands alone because what to ask for (`planner.replanning.replan`) and how to find it are two
things. The old block is near to what is looked for, so every search starts from it, and holds the
weeks that are far from the change first. Where no block is as good as the old one, the least price
and the least change are one question, from a near block or from nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Session
from planner.replanning.attempts import Attempts
from planner.replanning.beginning import Beginning
from planner.replanning.carried import carried, whole
from planner.replanning.from_nothing import from_nothing
from planner.replanning.near import REACHES, far_weeks
from planner.replanning.nearer import CHANGE, Proof
from planner.replanning.nearest_numbers import changed_numbers
from planner.replanning.over import Over, fresh_weeks, only_spared, with_fresh
from planner.replanning.quality import Prices, as_good_as, as_it_is
from planner.replanning.revision import revised
from planner.replanning.set_aside import set_aside
from planner.solving.attempt import Attempt, Options, everything, narrowed, reader
from planner.solving.build import narrow
from planner.solving.extract import Value, extract
from planner.solving.found import NOTHING_FOUND, SHOULD, Found, Start
from planner.solving.objective import TIERS, Tier
from planner.solving.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import solved
from scenarios.schema import Scenario

SEARCH = 0.8  # of the time that is left, where all has to be searched
# Deterministic time; one unit is 1 to 20 seconds. What is near the old block is found in far less.
PROOF = 0.15  # for what every block must pay in a tier
RANKED = 1.0  # for the least price and the least change, in one question
FAR = 0.5  # for the same, from a block that is near in nothing: there it proves nothing
BRIEF = 2.0, 1.0  # for the least price of (should, prefer), where no block was found soon
THOROUGH = 10.0  # for what every block must pay, where it is asked for
FORCED = 1.0  # for the least breach of what the past has made impossible
SOON = 0.3  # for a block that is as good as before, and for the numbers


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
    is_far: bool = False  # nothing near the old block was found, and nothing else was searched
    later: tuple[Session, ...] = ()  # logged, but still to come: planned like all to come


class Job:
    """One replan: quality first, then the least change; all in one model."""

    def __init__(
        self, old: Block, past: Over, tolerance: int, options: Options, watch: Watch
    ) -> None:
        started, request = time.perf_counter(), past.request
        choices = narrow(request)
        if fresh := fresh_weeks(old, choices.menus):
            request = with_fresh(request, fresh=fresh)
            choices = narrow(request)
        built = choices.create()
        self._old, self._past, self._request = old, past, request
        self._statistics = Statistics(
            len(built.model.proto.variables), len(built.model.proto.constraints),
            time.perf_counter() - started, None, 0.0,
        )  # fmt: skip
        self._goal = carried(old, request, past.done)
        self._started = time.perf_counter()
        until = self._started + options.time_limit
        self._ours = Attempts(built, self._goal, tolerance, options, watch, until)
        self._least: Prices | None = None  # what every block must pay, once it was asked

    def run(self, only_near: bool = False) -> Again:
        """As good as before where nothing else is asked for, else as good as can be.

        Args:
            only_near: end where no block near the old one is found, nor any that pays nothing of
                `should`: made up anew, the sessions are mostly better.
        """
        ours = self._ours
        if ours.forced is not None and self._give_way(ours.forced) == cp_model.INFEASIBLE:
            return Again(Infeasible(self._spent()), asked=self._request)
        now = as_it_is(self._old, self._request, self._past.done)
        good = as_good_as(self._old, self._goal, now)
        ours.cap(good)
        best, near, known, bound = self._held(), None, (0, 0), 0
        effort, is_ranked = RANKED, False
        if best is None and not ours.is_stopped:
            begun = Beginning(ours, self._goal, only_near)
            best = begun.search(self._as_good, ours.most(good), self._past.is_asked)
            ours.is_stopped = ours.is_stopped or begun.is_stopped
            near, known, bound = begun.near, begun.bounds, 0 if best is None else best.bound
            if best is None and near is None:
                near, effort = begun.free, FAR
            if best is None and near is None and only_near and not ours.is_stopped:
                return self._far(begun.is_impossible)
        if near is None and best is not None and self._may_pay_less(best):
            near = best
        if near is not None:
            self._least = self._known(known, near)
            is_as_good, is_ranked = near is best, any(ours.prices(near))
            best, bound = self._cheapest(near, known, effort) if is_ranked else (near, 0)
            # As good as before: then more than was paid before is the tolerance.
            good = min(good, ours.prices(best)) if is_as_good else ours.prices(best)
        elif best is None:
            best, told, status = self._from_nothing(known)
            if best is None:
                return self._nothing(status)
            good, is_ranked, bound = ours.prices(best), told is not None, told or 0
        ours.cap(good)
        # The change was asked about with the price, save with a tolerance: then there may be less.
        is_settled = is_ranked and ours.tolerance == 0 and ours.ranked.count > len(ours.tiers)
        if not is_settled or ours.options.is_thorough:
            best, bound = self._nearest(best, bound if ours.tolerance == 0 or not is_ranked else 0)
        paid, points = ours.prices(best), ours.points(best)
        bounds = self._bounds(best, ours.watch)
        planned = self._planned(reader(self._settled(best, paid).values), paid, bounds)
        return Again(planned, (points, min(bound, points)), asked=self._request)

    def _give_way(self, forced: Tier) -> cp_model.CpSolverStatus:
        """What the past has made impossible is broken as little as can be."""
        ours = self._ours
        ours.built.model.minimize(forced.price)
        ours.watch.turns_to("what has to give way", [])
        tried = ours.ask(ours.changes.hints, FORCED)
        if tried.values and tried.solver is not None:
            forced.within(0, tried.solver.value(forced.price))
        return tried.status

    def _may_pay_less(self, best: Attempt) -> bool:
        """Whether what is asked for now may be had for less than the old block pays."""
        return self._past.is_asked and any(self._ours.prices(best))

    def _as_good(self) -> Attempt:
        """Any block under the limits, as near as is found soon."""
        return self._ours.ask(self._ours.changes.hints, SOON * self._ours.pace)

    def _bounds(self, best: Attempt, watch: Watch) -> Prices:
        """What every block must pay at least, as far as it is proved soon, in each tier.

        It is asked once for a price. Below a `should` that is not proved nothing is known of
        `prefer`.

        Args:
            best: a block that is known.
            watch: hears of it; no other solve that runs meanwhile may have the same one.
        """
        ours = self._ours
        if self._least is not None:
            return self._least
        prices, hints, bounds = ours.prices(best), ours.decided(reader(best.values)), [0, 0]
        ours.free()  # a cap on `prefer` would make `should` dearer
        for number, (name, tier) in enumerate(zip(TIERS, ours.tiers, strict=True)):
            tier.within(0, min(tier.most, prices[number]))
            if prices[number] > 0 and not ours.is_stopped:
                ours.built.model.minimize(tier.price)
                watch.turns_to(f"{name}: what must be paid", [])
                effort = THOROUGH if ours.options.is_thorough else PROOF
                tried = ours.ask(hints, effort, watch=watch)
                bounds[number] = min(tried.bound, prices[number])
            if bounds[number] < prices[number]:
                break
        self._least = bounds[0], bounds[1]
        return self._least

    def _known(self, bounds: Prices, best: Attempt) -> Prices:
        """What is known of each tier: of `prefer` nothing while a block pays more of `should`."""
        should, prefer = bounds
        return should, prefer if should == self._ours.prices(best)[SHOULD] else 0

    def _cheapest(self, near: Attempt, known: Prices, effort: float) -> tuple[Attempt, int]:
        """The cheapest block, and of those the one that changes least.

        Args:
            near: a block near the old one.
            known: what every block must pay, tier by tier, as far as that is known.
            effort: deterministic time of the question.

        Returns:
            The block, and a bound of the change of all that are as cheap.
        """
        ours, best, bound = self._ours, near, 0
        if ours.options.is_thorough:
            start = Start(tuple(everything(ours.built.model, near.values)), known)
            found = self._searched(start)
            if found.value is not None:
                is_less = found.prices < ours.prices(near)
                best = (ours.known(found.value, found.prices) if is_less else None) or near
        elif not ours.is_stopped:
            ours.rank_all(ours.prices(near))
            proof = Proof("pair", effort * ours.pace)
            nearer = ours.nearer(near, ours.ranked.price, proof=proof)
            nearer.search()
            ours.is_stopped = ours.is_stopped or nearer.is_stopped
            best, bound = nearer.best, self._told(nearer.bound, known, nearer.best)
        return best, bound

    def _from_nothing(
        self, known: Prices
    ) -> tuple[Attempt | None, int | None, cp_model.CpSolverStatus]:
        """The same where nothing near is known; without a block, what is known of that.

        The bound is None where only the price was asked about.
        """
        ours = self._ours
        if ours.is_stopped:
            return None, None, cp_model.UNKNOWN
        if not ours.options.is_thorough:
            ours.rank_all()
            made = from_nothing(ours)
            ours.is_stopped = ours.is_stopped or made.is_stopped
            if made.best is not None:
                return made.best, self._told(made.bound, known, made.best), made.status
            if made.status == cp_model.INFEASIBLE or ours.is_stopped:
                return None, None, made.status
        found = self._searched(Start(bounds=known))
        if found.value is None:
            return None, None, found.status
        return ours.known(found.value, found.prices), None, found.status

    def _told(self, bound: int, known: Prices, best: Attempt) -> int:
        """What a bound of all prices as one tells of the change; that of the prices is kept."""
        should, prefer, change = self._ours.ranked.bounds(bound, self._ours.rank(best))
        self._least = self._known(max(known, (should, prefer)), best)
        return change

    def _searched(self, start: Start) -> Found:
        """The least price of each tier, and what of it is proved."""
        ours = self._ours
        if ours.is_stopped:
            return NOTHING_FOUND
        ours.free()
        left = ours.until - time.perf_counter()
        options = replace(ours.options, time_limit=max(0.0, left * SEARCH))
        brief = None if ours.options.is_thorough else BRIEF
        found = least_price(ours.built, options, ours.watch, start, brief)
        ours.is_stopped = ours.is_stopped or found.stopped
        self._least = found.bounds if found.value else self._least
        return found

    def _nothing(self, status: cp_model.CpSolverStatus) -> Again:
        outcome: Outcome = Undecided(self._spent(), self._ours.is_stopped)
        if status == cp_model.INFEASIBLE:
            outcome = Infeasible(self._spent())
        return Again(outcome, asked=self._request, stopped=self._ours.is_stopped)

    def _far(self, is_impossible: bool) -> Again:
        """Nothing near is known, and nothing else was asked for."""
        status = cp_model.INFEASIBLE if is_impossible else cp_model.UNKNOWN
        return replace(self._nothing(status), is_far=True)

    def _nearest(self, best: Attempt, bound: int) -> tuple[Attempt, int]:
        """A block that changes less at no higher price, and a bound of what any must change.

        Args:
            best: a block to start from.
            bound: points that every block must change at least.
        """
        ours = self._ours
        if bound >= ours.points(best) or ours.is_stopped:
            return best, bound
        left = ours.until - time.perf_counter()  # some of it is for the prices
        until = ours.until - (1 - SEARCH) * left
        nearer = ours.nearer(best, ours.changes.price, bound, CHANGE, until)
        is_asked = self._least is None and not ours.options.is_thorough
        nearer.search(meanwhile=lambda: is_asked and self._bounds(best, Watch()))
        ours.is_stopped = ours.is_stopped or nearer.is_stopped
        if is_asked and ours.prices(nearer.best) != ours.prices(best):
            self._least = None  # of other prices more may be known
        return nearer.best, nearer.bound

    def _settled(self, best: Attempt, paid: Prices) -> Attempt:
        """The same change, with the numbers that lie closest to the old ones."""
        ours = self._ours
        numbers = changed_numbers(ours.built.plan, self._goal, reader(best.values))
        if numbers is None or ours.is_stopped:
            return best
        for tier, price in zip(ours.tiers, paid, strict=True):
            tier.within(0, price)
        ours.built.model.add(ours.changes.price <= ours.points(best))
        ours.built.model.minimize(numbers.distance)
        ours.watch.turns_to("staying near the numbers", [])
        with narrowed(ours.built.model, numbers.held):
            tried = ours.ask(everything(ours.built.model, best.values), SOON, "no_lp")
        return tried if tried.values else best

    def _held(self) -> Attempt | None:
        """A block under these prices that leaves most as it was: all of it, or what is far off.

        Only exercises whose 1RM has moved are free in any case. None where that cannot be.
        """
        plan = self._ours.built.plan
        past = plan.scenario.replanned
        moved = frozenset(one.exercise for one in (() if past is None else past.maxes))
        return self._ours.holding(far_weeks(plan, self._goal, (0, *REACHES), moved))

    def _planned(self, value: Value, paid: Prices, bounds: Prices) -> Planned:
        ours = self._ours
        draft = extract(ours.built.plan, value, solved((0, 0), (0, 0), ours.options))
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
            update={"score": priced.score(), "solve": solved(prices, bounds, ours.options)}
        )
        block = revised(self._old, block, self._goal)
        aside = set_aside(self._old, block, self._goal)
        block = block.model_copy(update={"set_aside": aside})
        report = audit(block)
        assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
        return Planned(block, report, self._spent(), ours.is_stopped)

    def _spent(self) -> Statistics:
        return replace(self._statistics, proof=time.perf_counter() - self._started)
