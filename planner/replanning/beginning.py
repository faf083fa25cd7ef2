"""Beginning: a block that is as good as the old one, and beside it a near one to begin with.

It stands alone because two things are done side by side here. Mostly there is a block that is as
good, and what was found beside it is in vain. Where there is none, what every block must pay is
asked for at once, while the near one is found and mended.
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
    tell of the cheapest one, and `is_stopped` whether somebody stopped the search for it. What a
    thread did that was stopped in vain is in none of them.
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
        self.is_stopped = False
        self._bounds: Prices = (0, 0)
        self._kept: list[tuple[Hints, Prices]] = []

    def search(
        self, as_good: Callable[[], Attempt], good: Prices, is_asked: bool
    ) -> Attempt | None:
        """A block that is as good as the old one; None without one.

        Args:
            as_good: looks for such a block.
            good: what that may pay in (should, prefer).
            is_asked: something else is asked for, and not only something has happened. Then it is
                mostly `prefer` that has to be paid.
        """
        should, prefer = good
        climbs = is_asked and should == 0
        least: list[int] = []

        def ahead() -> Attempt | None:
            tried = as_good()
            if tried.values or tried.stopped:
                return tried
            if should == 0 and tried.status == cp_model.INFEASIBLE:
                self._bounds = 0, prefer + 1
            if not climbs:
                return None
            self._climbed = self._climb()
            status, bound = self._climbed.tried.status, self._climbed.bound
            is_free = status != cp_model.INFEASIBLE
            self._bounds = (0, max(self._bounds[PREFER], bound)) if is_free else (1, 0)
            if status != cp_model.OPTIMAL:
                return None
            least.extend((0, bound))
            if self._mender.reached(least):
                return self._climbed.tried  # what is mended further is in vain
            self._mender.ends_at(least)
            return None

        def near() -> None:
            self._near(should, is_asked)
            best = self._mender.best
            if climbs and best.values and best.prices[SHOULD] == 0:
                self._mender.mend(PREFER, 0, self._until, MENDED, once=True)

        found, _ = stopping.unless(ahead, near)
        if found is not None and self._climbed is None:
            return found if found.values else None
        if least and (first := self._mender.reached(least)):
            self._mender.back_to(first)
        if self._climbed is not None:
            self._mender.take(self._climbed.tried)
        self.is_stopped = self._mender.is_stopped
        return None

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

    @property
    def is_settled(self) -> bool:
        """Whether no more of the least price is soon to be known by a search."""
        best = self._mender.best
        return self._climbed is not None and bool(best.values) and best.prices[SHOULD] == 0

    def kept(self, most: Prices) -> list[Hints]:
        """The decisions of the old block that, as was found, one at these prices can keep."""
        return [kept for kept, least in self._kept if all(map(le, least, most))]

    def _climb(self) -> Climbed:
        """What every block must pay in `prefer` that pays nothing in `should`."""
        self._climber.fix(SHOULD, 0)
        question = self._climber.climbing(PREFER, "core", CLIMB, self._until)
        return question.ask(Reached(self._tiers[PREFER].most, 0, ()))

    def _near(self, enough: int, is_asked: bool) -> None:
        """The cheapest block of those that leave most as it was.

        Args:
            enough: a `should` with which no other decisions are held to look for a cheaper one.
            is_asked: something else is asked for.
        """
        plan, best = self._built.plan, self._mender.best
        for kept in (*far_weeks(plan, self._goal), exercises_of(plan, self._goal)):
            with narrowed(self._built.model, kept):
                least = self._least(NEAR if is_asked or not best.values else AGAIN)
            if least is not None:
                self._kept.append((kept, least))
            best = self._mender.best
            if self._mender.is_stopped or (best.values and best.prices[SHOULD] <= enough):
                return

    def _least(self, effort: float) -> Prices | None:
        """The least price of each tier, as far as it is found soon; None without a block."""
        values: tuple[int, ...] = ()
        found: Prices | None = None
        for tier in self._tiers:
            tier.within(0, tier.most)
        for tier in self._tiers:
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
