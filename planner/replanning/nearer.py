"""Nearer: a block that changes less, part by part, and a bound of what every block must change.

It stands alone because it knows nothing of quality: either the model allows only blocks that are
good enough, and what is minimised is the change, or that is the least part of a price in which
quality counts first. The best part to ask about is all that has changed: the rest is held as it
was, so it is small, and much of it turns out to have changed for nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from planner.replanning.least_change import Hints
from planner.solving import stopping
from planner.solving.attempt import (
    SOLVED,
    Attempt,
    Options,
    attempt,
    narrowed,
    start_from_block,
)
from planner.solving.build import Built, Expr, twin
from planner.solving.neighbourhoods import Neighbourhood, Neighbourhoods
from planner.solving.progress import Watch

# Deterministic time.
PART: Final = 0.1  # for a part of the block
PARTS: Final = 0.7  # for all parts together
AFTERWARDS: Final = 0.15  # of that for a block that the proof has found, which is not mended yet


@dataclass(frozen=True)
class Proof:
    """How a bound is asked for, and perhaps a proof: the strategy and its deterministic time."""

    way: str
    effort: float


CHANGE: Final = Proof("both", 0.8)


class Nearer:
    """The best block and the bound, closing in on each other; whether somebody stopped it."""

    def __init__(
        self, built: Built, price: Expr, hints: Hints, best: Attempt, options: Options,
        watch: Watch, until: float, *, bound: int = 0, proof: Proof = CHANGE,
    ) -> None:  # fmt: skip
        """Start from a block.

        Args:
            built: the model, whose objective is the price.
            price: what it is to pay less of: the change, or all prices as one.
            hints: the older block.
            best: the block.
            options: seed and workers.
            watch: hears of every solution.
            until: the moment at which it ends.
            bound: what every block must pay at least.
            proof: how that is asked for.
        """
        self.best, self.bound = best, bound
        self._built, self._price, self._how = built, price, proof
        self._old = {variable.index: (variable, value) for variable, value in hints}
        self._options, self._watch, self._until = options, watch, until
        self._parts = Neighbourhoods(built.plan, options.seed)
        self.is_stopped = best.stopped
        self._counted: tuple[Attempt | None, int] = None, 0

    def search(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Change less and raise the bound, side by side, until the effort is spent.

        Where it is to be thorough: with more and more effort, until they meet or the time is up.

        Args:
            meanwhile: done once there is no proof, while the block still comes nearer.
        """
        self._built = twin(self._built)  # a part that is cut short may leave cuts behind
        times = 1
        while self._is_open:
            self._close_in(times, meanwhile)
            if not self._options.is_thorough or time.perf_counter() >= self._until:
                return
            times *= 2

    def _close_in(self, times: int, meanwhile: Callable[[], object]) -> None:
        """Come near as long as nothing is proved; then only the block of the proof counts.

        How far the parts have come by then depends on the clock.
        """
        first, climbed = self.best, list[Attempt]()
        beside = twin(self._built)  # before a part is held in it

        def climb() -> Attempt | None:
            proved = self._proof(beside, first.values, times, climbed.append)
            if proved is None:
                meanwhile()
            return proved

        proved, _ = stopping.unless(climb, lambda: self.come_near(times))
        if proved is not None:
            self.best, self.is_stopped = first, proved.stopped
        before = self.best
        for one in climbed:
            self._take(one)
            self.bound = max(self.bound, one.bound)
        self.bound = min(self.bound, self.points)
        if proved is None and self.best is not before:
            self.come_near(times * AFTERWARDS)

    def _proof(
        self,
        beside: Built,
        values: Sequence[int],
        times: int,
        tell: Callable[[Attempt], None],
    ) -> Attempt | None:
        """The least change, proved; None where the effort does not suffice.

        Args:
            beside: a model of its own.
            values: the block to start from.
            times: times the usual effort.
            tell: hears of every try, for its bound and its block.
        """
        tried = self._ask(beside, values, times * self._how.effort, self._how.way, Watch())
        tell(tried)
        return tried if tried.status == cp_model.OPTIMAL else None

    def come_near(self, times: float = 1) -> None:
        """Change less, part by part, with so many times the usual effort."""
        left = times * PARTS
        self._take_back()
        if not self._is_open:
            return
        for spent in self._parts.improve(
            mend=self._mend,
            standing=lambda: self.points,
            paying=lambda: self._built.plan.stretches,
        ):
            left -= spent
            if not self._is_open or left <= 0:
                return

    @property
    def points(self) -> int:
        """What the best block changes."""
        counted, points = self._counted
        if counted is not self.best:  # the sum is long, and asked for after every part
            assert self.best.solver is not None, "it found a block"
            points = self.best.solver.value(self._price)
            self._counted = self.best, points
        return points

    @property
    def _is_open(self) -> bool:
        return not self.is_stopped and self.bound < self.points

    def _mend(self, part: Neighbourhood) -> Attempt:
        """Decide a part anew, and with drawn ones all that has changed; then take back more."""
        points, held = self.points, part.held
        if part.is_drawn:
            held = tuple(one for one in held if self._is_as_before(one))
        tried = self._free(held)
        is_all_asked = part.is_drawn and tried.status == cp_model.OPTIMAL
        if self.points < points and not is_all_asked:
            self._take_back()
        return tried

    def _take_back(self) -> None:
        """Decide all anew that has changed, as long as that brings anything back.

        Once that is proved, nothing of it can be taken back: what is left is a part of it.
        """
        points, is_proved = self.points + 1, False
        while self.points < points and self._is_open and not is_proved:
            points = self.points
            kept = [one for one, _ in self._old.values() if self._is_as_before(one)]
            is_proved = self._free(kept).status == cp_model.OPTIMAL

    def _is_as_before(self, variable: cp_model.IntVar) -> bool:
        """Whether a decision is that of the older block; what that does not say counts as such."""
        _, was = self._old.get(variable.index, (None, self.best.values[variable.index]))
        return self.best.values[variable.index] == was

    def _free(self, held: Iterable[cp_model.IntVar]) -> Attempt:
        """The best block with all but these decided anew."""
        values = [(one, self.best.values[one.index]) for one in held]
        with narrowed(self._built.model, values):
            tried = self._ask(self._built, self.best.values, PART, "no_lp", self._watch)
        self._take(tried)
        return tried

    def _ask(
        self, built: Built, values: Sequence[int], effort: float, way: str, watch: Watch
    ) -> Attempt:
        start_from_block(built.model, values)
        return attempt(built, self._options, watch, way, self._until, effort)

    def _take(self, tried: Attempt) -> None:
        """Keep a block that changes less, and that somebody has stopped it."""
        self.is_stopped = self.is_stopped or tried.stopped
        if tried.status in SOLVED and tried.solver is not None:
            points = tried.solver.value(self._price)
            self.best = tried if points < self.points else self.best
