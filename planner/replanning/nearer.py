"""Nearer: a block that changes less, part by part, and a bound of what every block must change.

It stands alone because it knows nothing of quality: the model allows only blocks that are good
enough, and what is minimised is the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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
PARTS: Final = 0.8  # for all parts together
BOUND: Final = 1.2  # for a bound by the relaxation, whose units take less time


class Nearer:
    """The best block and the bound, closing in on each other; whether somebody stopped it."""

    def __init__(
        self, built: Built, price: Expr, best: Attempt, bound: int, options: Options, watch: Watch,
        until: float,
    ) -> None:  # fmt: skip
        """Start from a block.

        Args:
            built: the model, whose objective is the change.
            price: the points of change.
            best: the block.
            bound: points that every block must change at least.
            options: seed and workers.
            watch: hears of every solution.
            until: the moment at which it ends.
        """
        self.best, self.bound = best, bound
        self._built, self._price = built, price
        self._options, self._watch, self._until = options, watch, until
        self._parts = Neighbourhoods(built.plan, options.seed)
        self.is_stopped = best.stopped

    def search(self) -> None:
        """Change less and raise the bound, side by side, until the effort is spent."""
        if self._is_open:
            beside, values = twin(self._built), self.best.values
            _, climbed = stopping.together(
                self.come_near,
                lambda: self._ask(beside, values, BOUND, "lb_tree_search", Watch()),
            )
            self._take(climbed)
            self.bound = min(max(self.bound, climbed.bound), self.points)

    def come_near(self) -> None:
        """Change less, part by part."""
        left = PARTS
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
        assert self.best.solver is not None, "it found a block"
        return self.best.solver.value(self._price)

    @property
    def _is_open(self) -> bool:
        return not self.is_stopped and self.bound < self.points

    def _mend(self, part: Neighbourhood) -> Attempt:
        held = [(one, self.best.values[one.index]) for one in part.held]
        with narrowed(self._built.model, held):
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
