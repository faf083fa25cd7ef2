"""Ranked: several prices as one, where no amount of a later one outweighs a point of an earlier.

It stands alone because it knows nothing of what is paid for. Asked one after the other, each price
has a presolve and a proof of its own. In one question the cores that have proved the first go on
with the second, and whatever block is found for one of them counts for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planner.solving.build import Expr

EXACT: Final = 2**53  # below it a float holds every integer, and the solver tells bounds as floats


@dataclass(frozen=True)
class Ranked:
    """Prices in the order of their rank, and `price`, all of them as one.

    `_weights` are what a point of each is worth; the last one's are worth 1.
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
        weights = [1]
        for each in reversed(most[1:]):
            weights.insert(0, weights[0] * (each + 1))
        assert weights[0] * (most[0] + 1) < EXACT, "a year of training stays far below it"
        terms = (weight * price for weight, price in zip(weights, prices, strict=True))
        return cls(sum(terms, start=0), tuple(weights))

    def bounds(self, bound: int, reached: Sequence[int]) -> tuple[int, ...]:
        """What a bound of the whole proves of each price.

        Args:
            bound: a lower bound of `price`.
            reached: the prices of a block. Of a price nothing is known as long as more is paid of
                an earlier one than must be.
        """
        bounds = [0 for _ in self._weights]
        for rank, weight in enumerate(self._weights):
            bounds[rank], bound = min(bound // weight, reached[rank]), bound % weight
            if bounds[rank] < reached[rank]:
                break
        return tuple(bounds)
