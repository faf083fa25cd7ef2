"""Climber: raises what is proved of a price, in a model of its own, while the block is mended.

It stands alone because it works beside the mending, in a model of its own: it is told how a tier
stands, asks one question about all blocks, and answers with what that proves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ortools.sat.python import cp_model

from planner.solving.attempt import (
    Attempt,
    Options,
    attempt,
    start_from_block,
    start_from_nothing,
)
from planner.solving.build import Built, Expr, twin
from planner.solving.found import PREFER
from planner.solving.objective import Tier
from planner.solving.progress import Watch

RELAXED: Final = 4.0  # of the effort, for climbing by the relaxation, whose units take less time
# The strategy that climbs, by tier. What should be is few wishes, at a great price: there a search
# beside the cores finds the block that they prove to be the best one, and from nothing.
CLIMBS: Final = "both", "core"


@dataclass(frozen=True)
class Reached:
    """What is reached in a tier: the price and the values of the best block, and what is proved."""

    price: int
    bound: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class Climbed:
    """What a question ended with: a bound of the tier's price, and perhaps a block."""

    bound: int
    tried: Attempt


@dataclass(frozen=True)
class Question:
    """A question about all blocks, in words; one that has raised a bound may raise it again."""

    words: str
    ask: Callable[[Reached], Climbed]
    may_repeat: bool = True


class Climber:
    """Questions about all blocks, in a twin of the model; one is asked at a time."""

    def __init__(self, built: Built, tiers: tuple[Tier, ...], options: Options) -> None:
        self._built, self._options = twin(built), options
        self._model = self._built.model
        self._tiers = tuple(tier.of(self._model) for tier in tiers)
        self._shares: dict[int, dict[int, int]] = defaultdict(dict)
        self._leaps: dict[int, int] = defaultdict(int)
        self._unanswered = 0

    def fix(self, number: int, price: int) -> None:
        """From now on a tier costs no more than this."""
        self._tiers[number].within(0, price)

    def questions(self, number: int, effort: float, until: float) -> Iterator[Question]:
        """All ways to raise the bound of a tier, the one that gives most first.

        Args:
            number: which tier.
            effort: deterministic time of each.
            until: the moment at which they end.
        """
        yield self.climbing(number, effort, until)
        yield self.reaching(number, effort, until)
        yield self.relaxing(number, effort * RELAXED, until)
        parts = self._tiers[number].parts
        for stretch in parts if len(parts) > 1 else ():
            if stretch not in self._shares[number]:
                yield self.sharing(number, stretch, effort, until)

    def freeing(self, effort: float, until: float) -> Question:
        """Ask for a block that costs nothing at all."""

        def ask(now: Reached) -> Climbed:
            for tier in self._tiers:
                tier.within(0, 0)
            tried = self._any(effort, until)
            for tier in self._tiers:
                tier.within(0, tier.most)
            return Climbed(now.bound, tried)

        return Question("looking for a block that keeps every wish", ask)

    def climbing(self, number: int, effort: float, until: float) -> Question:
        """Minimise the price from the bound up."""
        return self._minimizing(number, CLIMBS[number], effort, until)

    def relaxing(self, number: int, effort: float, until: float) -> Question:
        """Minimise the price by the relaxation of all wishes together."""
        return self._minimizing(number, "lb_tree_search", effort, until)

    def _minimizing(self, number: int, way: str, effort: float, until: float) -> Question:
        def ask(now: Reached) -> Climbed:
            tried = self._least(number, self._tiers[number].price, now, way, effort, until)
            return Climbed(tried.bound, tried)

        return Question("closing the gap", ask)

    def reaching(self, number: int, effort: float, until: float) -> Question:
        """Ask for a block that pays hardly more than the bound; a "no" proves that all pay more.

        After each "no" the next question leaps further, after any other answer it starts anew. A
        block may be found that another way misses.
        """

        def ask(now: Reached) -> Climbed:
            price = min(now.bound + self._leaps[number], now.price - 1)
            if price < now.bound:  # that no block pays less is known
                return Climbed(now.bound, Attempt(cp_model.UNKNOWN, None, (), stopped=False))
            self._tiers[number].within(0, price)
            tried = self._any(effort, until)
            is_no = tried.status == cp_model.INFEASIBLE
            self._leaps[number] = 2 * self._leaps[number] + 1 if is_no else 0
            return Climbed(price + 1 if is_no else now.bound, tried)

        return Question("looking for a lower price", ask)

    def sharing(self, number: int, stretch: int, effort: float, until: float) -> Question:
        """Prove what a stretch of weeks must pay at least, however dear the others become."""
        part, shares = self._tiers[number].parts[stretch], self._shares[number]

        def ask(now: Reached) -> Climbed:
            tried = self._least(number, part, now, "no_lp", effort, until)
            if tried.status == cp_model.OPTIMAL:
                self._model.add(part >= tried.bound)
                shares[stretch] = tried.bound
            return Climbed(sum(shares.values()), tried)

        return Question(f"what stretch {stretch + 1} must pay", ask, may_repeat=False)

    def _any(self, effort: float, until: float) -> Attempt:
        """Any block within the limits.

        After a try without an answer the next one takes another way, the same on every run.
        """
        start_from_nothing(self._model)
        options = replace(self._options, seed=self._options.seed + self._unanswered)
        tried = attempt(self._built, options, Watch(), "no_lp", until, effort)
        self._unanswered += tried.status == cp_model.UNKNOWN
        return tried

    def _least(
        self, number: int, price: Expr, now: Reached, way: str, effort: float, until: float
    ) -> Attempt:
        """Minimise a price from the best block."""
        # Cores climb worse where a row says what must be paid of what should be.
        self._tiers[number].within(now.bound if number == PREFER else 0, now.price)
        self._model.minimize(price)
        start_from_block(self._model, now.values)
        return attempt(self._built, self._options, Watch(), way, until, effort)
