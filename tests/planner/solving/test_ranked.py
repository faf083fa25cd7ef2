"""Ranked prices: which of two blocks is the better one, and what a bound of the whole proves."""

from __future__ import annotations

from itertools import product

import pytest

from planner.solving.ranked import Ranked

MOST = (2, 3, 4)
EVERY = list(product(*(range(most + 1) for most in MOST)))


def one_price(*values: int) -> int:
    price = Ranked.of(values, MOST).price
    assert isinstance(price, int)
    return price


def test_no_amount_of_a_later_price_outweighs_a_point_of_an_earlier() -> None:
    assert sorted(EVERY, key=lambda values: one_price(*values)) == EVERY


@pytest.mark.parametrize("reached", [(1, 2, 3), (2, 0, 0), (0, 0, 0), MOST])
def test_a_bound_of_the_whole_says_no_more_than_is_true_of_each(
    reached: tuple[int, ...],
) -> None:
    """Whatever the least prices are: those of the first are exact, and so on where they agree."""
    ranked = Ranked.of(reached, MOST)
    for least in (one for one in EVERY if one <= reached):
        for bound in range(one_price(*least) + 1):
            proved = ranked.bounds(bound, reached)
            for rank in range(len(MOST)):
                if least[:rank] == reached[:rank]:
                    assert proved[rank] <= least[rank]
        agree = [rank for rank in range(len(MOST)) if least[:rank] == reached[:rank]]
        exact = ranked.bounds(one_price(*least), reached)
        assert [exact[rank] for rank in agree] == [least[rank] for rank in agree]


def test_of_a_later_price_nothing_is_known_while_more_is_paid_of_an_earlier() -> None:
    ranked = Ranked.of(MOST, MOST)
    assert ranked.bounds(one_price(1, 3, 4), (2, 3, 4)) == (1, 0, 0)
    assert ranked.bounds(one_price(2, 1, 4), (2, 3, 4)) == (2, 1, 0)


def test_what_no_float_can_tell_apart_is_left_out() -> None:
    """Of a price that is not asked about nothing is proved."""
    large = Ranked.of((1, 2, 3), (2**30, 2**20, 2**20))
    price = 1 * (2**20 + 1) + 2
    assert large.price == price
    assert large.bounds(price, (1, 2, 3)) == (1, 2, 0)
    small = Ranked.of((1, 2, 3), (2**10, 2**20, 2**20))
    price = price * (2**20 + 1) + 3
    assert small.price == price
    assert small.bounds(price, (1, 2, 3)) == (1, 2, 3)
