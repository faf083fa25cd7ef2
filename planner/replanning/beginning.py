"""Beginning: a block that is as good as the old one, or a near one from which to search for it.

It stands alone because two things are done side by side here. Where something has only happened,
there mostly is a block that is as good, and the near one was found in vain. Where something else is
asked for, what every block must pay is proved while a near one is found and mended.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import le
from typing import Final

from ortools.sat.python import cp_model

from constraints.block import Block
from planner.replanning.least_change import Changes, Hints
from planner.replanning.near import NEAR, exercises_of, far_weeks
from planner.replanning.quality import Prices
from planner.solving import stopping
from planner.solving.attempt import (
    Attempt,
    Options,
    attempt,
    everything,
    narrowed,
    reader,
    start_from,
    start_from_block,
)
from planner.solving.build import Built, twin
from planner.solving.climber import Climbed, Climber, Reached
from planner.solving.found import PREFER, SHOULD, Found, Start
from planner.solving.mender import Mender
from planner.solving.objective import Tier
from planner.solving.progress import Watch

# Deterministic time.
CLIMB: Final = 0.5  # for what every block must pay
AGAIN: Final = 0.15  # for another near block, where nothing is asked for and one is known
MENDED: Final = 0.7  # for mending meanwhile: about as many seconds


class Beginning:
    """Looks for a block that differs from the old one in few weeks, or in few exercises.

    Once `search` has ended without any block that is as good as the old one, `start` and `found`
    tell of the cheapest one, `is_settled` that no more of the least price is soon to be known, and
    `is_stopped` that somebody stopped the search for it. What a thread did that was stopped in vain
    is in none of them.
    """

    def __init__(
        self, built: Built, tiers: tuple[Tier, ...], goal: Block, changes: Changes,
        options: Options, until: float,
    ) -> None:  # fmt: skip
        """Prepare the search.

        Args:
            built: the model; only twins of it are searched in.
            tiers: the tiers of that model.
            goal: the old block.
            changes: how far a block is from the old one, and that one as a start.
            options: seed and workers.
            until: the moment at which it ends.
        """
        self._built = twin(built)
        self._tiers = tuple(tier.of(self._built.model) for tier in tiers)
        self._goal, self._changes = goal, changes
        self._options, self._until = options, until
        self._mender = Mender(self._built, self._tiers, options, Watch())
        self._climber = Climber(self._built, self._tiers, options)
        self._climbed: Climbed | None = None
        self.is_stopped = self.is_settled = False
        self._bounds: Prices = (0, 0)
        self._kept: list[tuple[Hints, Prices]] = []

    def search(
        self, as_good: Callable[[], Attempt], good: Prices, is_asked: bool
    ) -> Attempt | None:
        """A block that is as good as the old one; None without one, or where it is not asked about.

        Args:
            as_good: looks for such a block.
            good: what that may pay in (should, prefer).
            is_asked: something else is asked for, and not only something has happened. Then a block
                for less is wanted in any case, and mostly only `prefer` has to be paid.
        """
        if is_asked and good[SHOULD] == 0:
            self._search_least()
            return None
        return self._search_as_good(as_good, good)

    def _search_as_good(self, as_good: Callable[[], Attempt], good: Prices) -> Attempt | None:
        should, prefer = good

        def ahead() -> Attempt | None:
            tried = as_good()
            if should == 0 and tried.status == cp_model.INFEASIBLE:
                self._bounds = 0, prefer + 1
            return tried if tried.values or tried.stopped else None

        found, _ = stopping.unless(ahead, lambda: self._near(should, AGAIN))
        if found is not None:
            return found if found.values else None
        self.is_stopped = self._mender.is_stopped
        return None

    def _search_least(self) -> None:
        """Prove what every block must pay, and mend a near one; either may end the other."""
        free, least = (0, 0), list[int]()

        def proves() -> bool | None:
            question = self._climber.climbing(PREFER, CLIMB, self._until)
            self._climber.fix(SHOULD, 0)
            climbed = question.ask(Reached(self._tiers[PREFER].most, 0, ()))
            self._climbed = climbed
            if climbed.tried.status == cp_model.OPTIMAL:
                least.extend((0, climbed.bound))
                self._mender.ends_at(least)
            return True if least and self._mender.reached(least) else None

        def mends() -> bool | None:
            self._near(0, NEAR, most=0)
            if not self._mender.best.values and not self._mender.is_stopped:
                self._near(0, NEAR)
            best = self._mender.best
            if best.values and best.prices[SHOULD] == 0:
                self._mender.mend(PREFER, 0, self._until, MENDED, once=True)
            return True if self._mender.reached(free) else None

        stopping.sooner(proves, mends)
        first = self._mender.reached(free) or (self._mender.reached(least) if least else None)
        if first is not None:
            self._mender.back_to(first)
            self._bounds = 0, first.prices[PREFER]
        elif self._climbed is not None:
            tried = self._climbed.tried
            self._mender.take(tried)
            is_impossible = tried.status == cp_model.INFEASIBLE
            self._bounds = (1, 0) if is_impossible else (0, self._climbed.bound)
        best = self._mender.best
        self.is_settled = bool(best.values) and best.prices[SHOULD] == 0
        self.is_stopped = self._mender.is_stopped

    @property
    def start(self) -> Start:
        """Where the search for the least price can begin, with what is proved of it."""
        model, values = self._built.model, self._mender.best.values
        return Start(tuple(everything(model, values)), self._bounds)

    @property
    def found(self) -> Found | None:
        """The cheapest block, with what is proved of its price; None without one."""
        best, (should, prefer) = self._mender.best, self._bounds
        if not best.values:
            return None
        prices = best.prices[SHOULD], best.prices[PREFER]
        bounds = should, prefer if should == prices[SHOULD] else 0
        status = cp_model.OPTIMAL if prices == bounds else cp_model.FEASIBLE
        return Found(reader(best.values), prices, bounds, status, 0.0, self.is_stopped)

    def kept(self, most: Prices) -> Hints:
        """Decisions of the old block that, as was found, one at these prices can keep."""
        return next((kept for kept, least in self._kept if all(map(le, least, most))), ())

    def _near(self, enough: int, again: float, most: int | None = None) -> None:
        """The cheapest block of those that leave most as it was.

        Args:
            enough: a `should` with which no other decisions are held to look for a cheaper one.
            again: deterministic time for another one where a block is known.
            most: the greatest `should` that a block may pay; any where it is None.
        """
        plan, best = self._built.plan, self._mender.best
        for kept in (*far_weeks(plan, self._goal), exercises_of(plan, self._goal)):
            with narrowed(self._built.model, kept):
                least = self._least(again if best.values else NEAR, most)
            if least is not None:
                self._kept.append((kept, least))
            best = self._mender.best
            if self._mender.is_stopped or (best.values and best.prices[SHOULD] <= enough):
                return

    def _least(self, effort: float, most: int | None) -> Prices | None:
        """The least price of each tier, as far as it is found soon; None without a block."""
        values: tuple[int, ...] = ()
        found: Prices | None = None
        should, prefer = self._tiers
        should.within(0, should.most if most is None else most)
        prefer.within(0, prefer.most)
        for tier in (prefer,) if most == 0 else (should, prefer):
            self._built.model.minimize(tier.price)
            if values:
                start_from_block(self._built.model, values)
            else:
                start_from(self._built.model, self._changes.hints)
            tried = attempt(self._built, self._options, Watch(), "core", self._until, effort)
            self._mender.take(tried)
            if not tried.values or tried.solver is None:
                break
            values, value = tried.values, tried.solver.value
            found = value(self._tiers[SHOULD].price), value(self._tiers[PREFER].price)
            tier.within(0, value(tier.price))
        return found
