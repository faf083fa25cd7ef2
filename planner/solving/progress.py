"""Progress: how far a search is, told while it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving.build import Expr


@dataclass(frozen=True)
class Progress:
    """How far the search is: what it works on, the prices of the best block, and their bounds.

    `prices` are (should, prefer) in price points, None as long as there is no block whose price
    says anything; `bounds` are proved. `seconds` is wall-clock time since the search began.
    """

    seconds: float
    stage: str
    prices: tuple[int, int] | None
    bounds: tuple[int, int]


@dataclass
class Standing:
    """What a search knows so far."""

    stage: str = ""
    prices: tuple[int, int] | None = None
    bounds: tuple[int, int] = (0, 0)


class Watch(cp_model.CpSolverSolutionCallback):
    """Hears of every solution, and tells of the better ones.

    `first` is when the first one came, in seconds, None before it.
    """

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        super().__init__()
        self.first: float | None = None
        self.standing = Standing()
        self._started = time.perf_counter()
        self._on_progress = on_progress
        self._tiers: Sequence[Expr] = ()

    def turns_to(self, stage: str, tiers: Sequence[Expr]) -> None:
        """A new stage begins; `tiers` are the prices to read from its blocks, if they say much."""
        self.standing.stage, self._tiers = stage, tiers
        self.tell()

    def tell(self) -> None:
        """Pass on how things stand."""
        if self._on_progress is not None:
            now, seconds = self.standing, time.perf_counter() - self._started
            self._on_progress(Progress(seconds, now.stage, now.prices, now.bounds))

    def on_solution_callback(self) -> None:
        """Called by the solver, from its own thread."""
        if self.first is None:
            self.first = time.perf_counter() - self._started
        if not self._tiers or self._on_progress is None:
            return
        should, prefer = (self.value(price) for price in self._tiers)
        if self.standing.prices is None or (should, prefer) < self.standing.prices:
            self.standing.prices = should, prefer
            self.tell()
