"""Ranked: several prices as one, where no amount of a later one outweighs a point of an earlier.

It stands alone because it knows nothing of what is paid for. Asked one after the other, each price
has a presolve and a proof of its own. In one question the cores that have proved the first go on
with the second, and whatever block is found for one of them counts for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planner.solving.build import Expr

EXACT: Final = 2**53  # below it a float holds every integer, and the solver tells bounds as floats


@dataclass(frozen=True)
class Ranked:
    """Prices in the order of their rank, and `price`, all of them as one.

    `_weights` are what a point of each is worth, as many as can be told exactly: of a block of half
    a year the last price may be left out.
    """

    price: Expr
    _weights: tuple[int, ...]

    @classmethod
    def of(cls, prices: Sequence[Expr], most: Sequence[int]) -> Ranked:
        """Rank some prices.

        Args:
            prices: the one that counts most first.
            most: the largest value of each.
        """
        count = len(prices)
        while math.prod(each + 1 for each in most[:count]) > EXACT:
            count -= 1
        weights = [math.prod(each + 1 for each in most[rank:count]) for rank in range(1, count + 1)]
        terms = (weight * price for weight, price in zip(weights, prices, strict=False))
        return cls(sum(terms, start=0), tuple(weights))

    @property
    def count(self) -> int:
        """How many of the prices are in it, the first ones."""
        return len(self._weights)

    def of_first(self, bound: int) -> int:
        """What a lower bound of the first price is as one of `price`."""
        return bound * self._weights[0]

    def bounds(self, bound: int, reached: Sequence[int]) -> tuple[int, ...]:
        """What a bound of the whole proves of each price.

        Args:
            bound: a lower bound of `price`.
            reached: the prices of a block. Of a price nothing is known as long as more is paid of
                an earlier one than must be.
        """
        bounds = [0 for _ in reached]
        for rank, weight in enumerate(self._weights):
            bounds[rank], bound = min(bound // weight, reached[rank]), bound % weight
            if bounds[rank] < reached[rank]:
                break
        return tuple(bounds)
