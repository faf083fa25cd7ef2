"""Mender: the best block that is known, and how it gets cheaper, a part of it at a time.

It stands alone because it proves nothing: how low a price can be is the climber's business, which
works in a twin of the model of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving.attempt import (
    Attempt,
    Decision,
    Options,
    attempt,
    narrowed,
    start_from_block,
    start_from_nothing,
    turns,
)  # fmt: skip
from planner.solving.build import Built, Expr, twin
from planner.solving.found import Status
from planner.solving.neighbourhoods import Neighbourhood, Neighbourhoods
from planner.solving.objective import TIERS, Tier
from planner.solving.progress import Watch

FIRST = 0.8  # deterministic time to start well from a block that is given
PART = 0.3  # deterministic time, for what a part of the block must pay


@dataclass(frozen=True)
class Best:
    """The best block: its values, () without one, its prices, and stretches in which it pays."""

    values: tuple[int, ...]
    prices: list[int]
    paying: list[list[int]]


class Mender:
    """Keeps the best block, and whether somebody stopped the search for a better one."""

    def __init__(self, built: Built, tiers: Sequence[Tier], options: Options, watch: Watch) -> None:
        self._given, self._options, self._watch = built, options, watch
        self._built, self._tiers = _twin(built, tiers)
        self.best = Best((), [tier.most for tier in tiers], [])
        self.is_stopped = False
        self._parts = Neighbourhoods(built.plan, options.seed)
        self._round: tuple[int, Iterator[float]] | None = None
        self._bound = 0

    def begin(self, decisions: Sequence[Decision], half: float, ends: float) -> Status:
        """Any block: the one to start from, where it is one, at what it has to pay.

        Args:
            decisions: those of the block to start from; none without one.
            half: the moment until which that one may take.
            ends: the moment until which any other may.
        """
        if decisions:
            paid = sum((tier.price for tier in self._tiers), start=0)
            self._watch.turns_to("starting from a block", ())
            with narrowed(self._built.model, decisions):
                status = self._least(paid, half, FIRST).status
        if not self.best.values and not self.is_stopped:
            self._watch.turns_to("looking for a first block", ())
            start_from_nothing(self._built.model)
            for way, effort in turns(FIRST):
                status = self._attempt(way, ends, effort).status
                is_late = time.perf_counter() >= ends
                if status != cp_model.UNKNOWN or self.is_stopped or is_late:
                    break
        self._watch.turns_to("looking for a block that keeps every wish", self._told())
        return status

    def mend(
        self, number: int, bound: int, until: float, effort: float, once: bool = False
    ) -> None:
        """Bring a tier's price down part by part, for as long as the effort lasts.

        It goes on where it was when the effort of the last call was over.

        Args:
            number: which tier.
            bound: what it costs at least.
            until: the moment at which it ends.
            effort: deterministic time.
            once: end where the parts find nothing more; else begin again.
        """
        self._bound = bound
        while effort > 0 and self._is_open(number, until):
            if self._round is None or self._round[0] != number:
                self._round = number, self._rounds(number, until)
            for spent in self._round[1]:
                effort -= spent
                if effort <= 0 or not self._is_open(number, until):
                    return
            self._round = None
            if once:
                return

    def take(self, tried: Attempt) -> bool:
        """Keep a better block, and that somebody has stopped it; whether it is better."""
        self.is_stopped = self.is_stopped or tried.stopped
        if not tried.values or tried.solver is None:
            return False
        value = tried.solver.value
        pays = [value(tier.price) for tier in self._tiers]
        is_better = not self.best.values or pays < self.best.prices
        if is_better:
            paying = [
                [stretch for stretch, part in tier.parts.items() if value(part) > 0]
                for tier in self._tiers
            ]
            self.best = Best(tried.values, pays, paying)
        return is_better

    def back_to(self, best: Best) -> None:
        """Forget what was found since, which depends on the clock, and what was cut short.

        What comes next is mended in a model in which nothing is left of that.
        """
        self.best, self.is_stopped = best, False
        self._built, self._tiers = _twin(self._given, self._tiers)
        self._parts, self._round = self._parts.anew(self._options.seed), None

    def turns_to(self, number: int, words: str) -> None:
        """Tell of a stage of a tier."""
        self._watch.turns_to(f"{TIERS[number]}: {words}", self._told())

    def _told(self) -> Sequence[Expr]:
        """Prices to tell of, where they say something."""
        return [tier.price for tier in self._tiers] if self.best.values else ()

    def _is_open(self, number: int, until: float) -> bool:
        is_late = time.perf_counter() >= until
        return self._bound < self.best.prices[number] and not self.is_stopped and not is_late

    def _rounds(self, number: int, until: float) -> Iterator[float]:
        """Each step mends a part, as long as that gains anything."""
        return self._parts.improve(
            mend=lambda part: self._part(number, part, until),
            standing=lambda: (number, *self.best.prices),
            paying=lambda: self.best.paying[number],
        )

    def _part(self, number: int, part: Neighbourhood, until: float) -> Attempt:
        """Minimise the price of a tier in a part of the block."""
        tier, best = self._tiers[number], self.best
        for dearer, price in zip(self._tiers[:number], best.prices, strict=False):
            dearer.within(0, price)
        tier.within(self._bound, best.prices[number])
        with narrowed(self._built.model, [(one, best.values[one.index]) for one in part.held]):
            self.turns_to(number, part.free)
            return self._least(tier.price, until, PART)

    def _least(self, price: Expr, until: float, effort: float) -> Attempt:
        """Minimise a price from the best block."""
        self._built.model.minimize(price)
        start_from_block(self._built.model, self.best.values)
        return self._attempt("no_lp", until, effort)

    def _attempt(self, way: str, until: float, effort: float) -> Attempt:
        """Solve, and keep a better block."""
        tried = attempt(self._built, self._options, self._watch, way, until, effort)
        self.take(tried)
        return tried


def _twin(built: Built, tiers: Sequence[Tier]) -> tuple[Built, tuple[Tier, ...]]:
    """The same model once more, with its tiers."""
    other = twin(built)
    return other, tuple(tier.of(other.model) for tier in tiers)
