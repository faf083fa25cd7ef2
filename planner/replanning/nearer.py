"""Nearer: a block that changes less, part by part, and a bound of what every block must change.

It stands alone because it knows nothing of quality: the model allows only blocks that are good
enough, and what is minimised is the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ortools.sat.python import cp_model

from planner.solving.attempt import Attempt, narrowed
from planner.solving.build import Built, Expr
from planner.solving.neighbourhoods import Neighbourhood, Neighbourhoods

# Deterministic time.
PART: Final = 0.1  # for a part of the block
PARTS: Final = 0.6  # for all parts together
LEAST: Final = 0.02  # what each part counts at least: presolve takes time that is not counted
BOUND: Final = 0.8  # for a bound by the relaxation, once for each best block

Ask = Callable[[tuple[int, ...], float, str], Attempt]


class Nearer:
    """The best block and the bound, closing in on each other; whether somebody stopped it."""

    def __init__(
        self, built: Built, price: Expr, best: Attempt, bound: int, seed: int, ask: Ask
    ) -> None:
        """Start from a block.

        Args:
            built: the model, whose objective is the change.
            price: the points of change.
            best: the block.
            bound: points that every block must change at least.
            seed: which parts are drawn.
            ask: solves the model from the values of a block, for an effort, in a way.
        """
        self.best, self.bound = best, bound
        self._built, self._price, self._ask = built, price, ask
        self._parts = Neighbourhoods(built.plan, seed)
        self._left = PARTS
        self._climbed: int | None = None
        self.is_stopped = best.stopped

    def search(self) -> None:
        """Change less and raise the bound, until they meet or the effort is spent."""
        self.come_near(self._climb)
        with self._kept():
            self._climb()

    def come_near(self, whole: Callable[[], object] = lambda: None) -> None:
        """Change less, part by part; `whole` is called where no part can change less by itself."""
        with self._kept():
            self._parts.improve(
                mend=self._mend,
                standing=lambda: self.points,
                paying=lambda: self._built.plan.stretches,
                whole=whole,
            )

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Keep the best block where Ctrl-C comes between two solves."""
        try:
            yield
        except KeyboardInterrupt:
            self.is_stopped = True

    @property
    def points(self) -> int:
        """What the best block changes."""
        assert self.best.solver is not None, "it found a block"
        return self.best.solver.value(self._price)

    @property
    def _is_open(self) -> bool:
        return not self.is_stopped and self.bound < self.points

    def _mend(self, part: Neighbourhood) -> bool | None:
        if not self._is_open or self._left <= 0:
            return None
        held = [(one, self.best.values[one.index]) for one in part.held]
        with narrowed(self._built.model, held):
            tried = self._take(self._ask(self.best.values, PART, "no_lp"))
        spent = 0.0 if tried.solver is None else tried.solver.response_proto.deterministic_time
        self._left -= LEAST + spent
        return tried.status == cp_model.OPTIMAL

    def _climb(self) -> None:
        """Raise the bound, once for each best block."""
        if self._is_open and self._climbed != self.points:
            tried = self._ask(self.best.values, BOUND, "lb_tree_search")
            self.bound = max(self.bound, tried.bound)
            self._take(tried)
            self._climbed = self.points

    def _take(self, tried: Attempt) -> Attempt:
        """Keep a block that changes less, and that somebody has stopped it."""
        self.is_stopped = self.is_stopped or tried.stopped
        if tried.solver is not None and tried.values:
            points = tried.solver.value(self._price)
            self.best = tried if points < self.points else self.best
        return tried
