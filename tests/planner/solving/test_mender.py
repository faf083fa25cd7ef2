"""The mender: every better block is kept, and the first that is good enough can be had again."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.solving import mender as mending
from planner.solving.attempt import Attempt, Options
from planner.solving.build import build
from planner.solving.found import PREFER
from planner.solving.mender import Mender
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Watch
from tests.planner.replanning.athlete import asked
from tests.planner.solving.priced import priced, without


@pytest.fixture(scope="module")
def given() -> tuple[Any, ...]:
    built = build(asked())
    return built, tuple(tier_of(built, name) for name in TIERS), Options(), Watch()


def test_the_first_block_at_a_price_is_kept_however_far_it_went_on(given: Any) -> None:
    mender = Mender(*given)
    assert mender.reached([10**6, 10**6]) is None  # nothing costs less than no block
    for prices in ((5, 9), (0, 7), (0, 4), (0, 3)):
        mender.take(priced(mender._tiers, *prices))

    def first(*prices: int) -> tuple[int, ...] | None:
        best = mender.reached(prices)
        return None if best is None else best.values

    assert first(0, 4) == (0, 4)
    assert first(0, 5) == (0, 4)
    assert first(0) == (0, 7)
    assert first(0, 2) is None
    assert mender.steps_from_here().values == (0, 3)
    assert first(0, 7) == (0, 3)  # what came before is forgotten


@pytest.mark.parametrize(("proved", "is_asked"), [((0, 3), False), ((0, 2), True), ((), True)])
def test_it_ends_where_the_price_is_reached_that_was_proved(
    proved: tuple[int, ...], is_asked: bool, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: list[Any] = []

    def part(own: Mender, *_: Any) -> Attempt:
        parts.append(own)
        return without(cp_model.OPTIMAL)

    monkeypatch.setattr(mending.Mender, "_part", part)
    mender = Mender(*given)
    mender.take(priced(mender._tiers, 0, 3))
    mender.steps_from_here()
    mender.ends_at(proved)
    mender.mend(PREFER, 0, time.perf_counter() + 10, 1, once=True)
    assert bool(parts) == is_asked
    mender.back_to(mender.best)
    mender.mend(PREFER, 0, time.perf_counter() + 10, 1, once=True)
    assert parts
