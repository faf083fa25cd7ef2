"""Beginning: a block that is as good as the old one, or a near one from which to search for it.

It stands alone because two things are done side by side here. Where something has only happened,
there mostly is a block that is as good, and the near one was found in vain. Where something else is
asked for, a block for less is wanted in any case, near or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ortools.sat.python import cp_model

from constraints.block import Block
from planner.replanning.attempts import Attempts
from planner.replanning.least_change import Hints
from planner.replanning.near import exercises_of, far_weeks
from planner.replanning.quality import Prices
from planner.solving import stopping
from planner.solving.attempt import (
    Attempt,
    attempt,
    narrowed,
    reader,
    start_from,
    start_from_nothing,
)
from planner.solving.build import Built, twin
from planner.solving.found import SHOULD
from planner.solving.progress import Watch

# Deterministic time.
FREE: Final = 0.5  # for any block that pays nothing of what should be
ANY: Final = 0.3  # for any block at all
NEAR: Final = 0.3  # for a near block
AGAIN: Final = 0.15  # for another near block, where nothing is asked for and one is known


class Beginning:
    """Looks for a block that differs from the old one in few weeks, or in few exercises.

    Once `search` has ended without any block that is as good as the old one, `near` is the cheapest
    one that was found, None without one; then `free` is any that pays nothing of `should`, if one
    was found. `bounds` are what every block must pay, as far as that is known; `is_impossible`
    tells that there is none at all, and `is_stopped` that somebody stopped the search. What a
    thread did that was stopped in vain is in none of them.
    """

    def __init__(self, ours: Attempts, goal: Block, only_near: bool = False) -> None:
        """Prepare the search.

        Args:
            ours: the model; only a twin of it is searched in.
            goal: the old block.
            only_near: nothing is done later without a near block: tell whether there is any other.
        """
        self._ours, self._goal, self._only_near = ours, goal, only_near
        self._built = twin(ours.built)
        tiers = tuple(tier.of(self._built.model) for tier in ours.tiers)
        for tier in tiers:
            tier.within(0, tier.most)
        self._should = tiers[SHOULD]
        self._built.model.minimize(ours.ranked.price)
        self.near: Attempt | None = None
        self.free: Attempt | None = None
        self.bounds: Prices = (0, 0)
        self.is_stopped = self.is_impossible = False

    def search(
        self, as_good: Callable[[], Attempt], good: Prices, is_asked: bool
    ) -> Attempt | None:
        """A block that is as good as the old one; None without one, or where it is not asked about.

        Args:
            as_good: looks for such a block.
            good: what that may pay in (should, prefer).
            is_asked: something else is asked for, and not only something has happened.
        """
        should, prefer = good
        if is_asked and should == 0:
            self._search_near()
            return None

        def ahead() -> Attempt | None:
            tried = as_good()
            if should == 0 and tried.status == cp_model.INFEASIBLE:
                self.bounds = 0, prefer + 1
            return tried if tried.values or tried.stopped else None

        found, _ = stopping.unless(ahead, lambda: self._look(should, AGAIN))
        if found is None:
            return None
        if not found.values:
            self.is_stopped = True
            return None
        self.near, self.is_stopped = None, False  # found, and stopped, in vain
        return found

    def _search_near(self) -> None:
        """A near block, for nothing of `should` if one can; else any block for nothing of it.

        The latter is asked for meanwhile, in vain where there is a near one.
        """
        free = twin(self._built)
        self._should.of(free.model).within(0, 0)

        def looks() -> bool | None:
            for most in (0, self._should.most):
                self._should.within(0, most)
                self._look(0, NEAR)
                if self.near is not None:
                    return True
                if self.is_stopped:
                    return None
            if self._only_near:
                tried = self._any(self._built, ANY)
                self.is_impossible = tried.status == cp_model.INFEASIBLE
                self.is_stopped = self.is_stopped or tried.stopped
            return None

        _, free_of_charge = stopping.unless(looks, lambda: self._any(free, FREE))
        if free_of_charge is None:
            return
        self.is_stopped = self.is_stopped or free_of_charge.stopped
        self.free = self._priced(free_of_charge) if free_of_charge.values else None
        if free_of_charge.status == cp_model.INFEASIBLE:
            self.bounds = 1, 0

    def _any(self, built: Built, effort: float) -> Attempt:
        """Any block of a model."""
        start_from_nothing(built.model)
        ours = self._ours
        return attempt(built, ours.options, Watch(), "no_lp", ours.until, effort)

    def _priced(self, tried: Attempt) -> Attempt:
        """The same block at its true prices: without an objective nothing keeps them down."""
        ours = self._ours
        self._should.within(0, 0)
        self._built.model.minimize(ours.ranked.price)
        decided = ours.decided(reader(tried.values))
        with narrowed(self._built.model, decided):
            start_from(self._built.model, decided)
            priced = attempt(self._built, ours.options, Watch(), "core", ours.until, ANY)
        return priced if priced.values else tried

    def _look(self, enough: int, again: float) -> None:
        """The cheapest block of those that leave most as it was.

        Args:
            enough: a `should` with which no other decisions are held to look for a cheaper one.
            again: deterministic time for another one where a block is known.
        """
        plan, ours = self._built.plan, self._ours
        for kept in (*far_weeks(plan, self._goal), exercises_of(plan, self._goal)):
            self._ask(kept, NEAR if self.near is None else again)
            is_enough = self.near is not None and ours.prices(self.near)[SHOULD] <= enough
            if self.is_stopped or is_enough:
                return

    def _ask(self, kept: Hints, effort: float) -> None:
        """The cheapest block that keeps these decisions, as far as it is found soon."""
        ours, model = self._ours, self._built.model
        with narrowed(model, kept):
            start_from(model, ours.changes.hints)
            tried = attempt(self._built, ours.options, Watch(), "core", ours.until, effort)
        self._take(tried)

    def _take(self, tried: Attempt) -> None:
        """Keep a better block, and that somebody has stopped it."""
        self.is_stopped = self.is_stopped or tried.stopped
        if not tried.values:
            return
        rank = self._ours.rank
        if self.near is None or rank(tried) < rank(self.near):
            self.near = tried
