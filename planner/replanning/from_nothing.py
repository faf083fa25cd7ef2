"""From nothing: a block where none near the old one is known, and what every block must pay.

It stands alone because there is no block to start from. Two questions are asked side by side, each
of which fails some athletes: cores of all prices as one mostly end with a cheap block, and where
they do not, a search for what should be paid, and for nothing else, has at least that. The better
block of the two is then mended part by part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ortools.sat.python import cp_model

from planner.replanning.attempts import Attempts
from planner.solving import stopping
from planner.solving.attempt import Attempt, attempt, start_from, start_from_block
from planner.solving.build import Built, Expr, twin
from planner.solving.climber import Climbed
from planner.solving.found import SHOULD, Status
from planner.solving.progress import Watch

CLIMB: Final = 1.5, 0.9  # deterministic time of each question at the pace of the model, and at most
MENDED: Final = 0.3  # of the usual effort for parts


@dataclass(frozen=True)
class Made:
    """The cheapest block, None without one, and a lower bound of all prices as one.

    `status` is INFEASIBLE where there is no block at all; `is_stopped` tells that somebody stopped
    it.
    """

    best: Attempt | None
    bound: int
    status: Status
    is_stopped: bool


def from_nothing(ours: Attempts) -> Made:
    """The cheapest block that is found soon, and what is proved of the least price.

    Args:
        ours: the model, whose objective is all prices as one.
    """
    every, first = twin(ours.built), twin(ours.built)
    effort = min(CLIMB[0] * ours.pace, CLIMB[1])
    asked: list[Attempt] = []

    def climb() -> Attempt | None:
        asked.append(_least(ours, every, ours.ranked.price, "core", effort, ours.watch))
        return asked[0] if asked[0].status in (cp_model.OPTIMAL, cp_model.INFEASIBLE) else None

    proved, other = stopping.unless(climb, lambda: _should_first(ours, first, effort))
    if proved is not None:
        best = proved if proved.values else None
        return Made(best, proved.bound, proved.status, proved.stopped)
    assert other is not None, "without a proof both have ended"
    bound = max(asked[0].bound, other.bound)
    is_stopped = asked[0].stopped or other.tried.stopped
    blocks = [one for one in (asked[0], other.tried) if one.values]
    if not blocks:
        return Made(None, bound, other.tried.status, is_stopped)
    mended = ours.nearer(min(blocks, key=ours.rank), ours.ranked.price, bound)
    if not is_stopped:
        mended.come_near(MENDED)
    return Made(mended.best, bound, cp_model.FEASIBLE, is_stopped or mended.is_stopped)


def _should_first(ours: Attempts, built: Built, effort: float) -> Climbed:
    """What should be paid, and nothing else; once that is proved, all that is left to pay."""
    tried = _least(ours, built, ours.tiers[SHOULD].price, "both", effort, Watch())
    bound, left = ours.ranked.of_first(tried.bound), effort - tried.spent
    if tried.status != cp_model.OPTIMAL or tried.stopped or left <= 0:
        return Climbed(bound, tried)
    ours.tiers[SHOULD].of(built.model).each_within(tried.bound)
    built.model.minimize(ours.ranked.price)
    start_from_block(built.model, tried.values)
    more = attempt(built, ours.options, Watch(), "both", ours.until, left)
    best = more if more.values else replace(tried, stopped=more.stopped)
    return Climbed(max(bound, more.bound), best)


def _least(
    ours: Attempts, built: Built, price: Expr, way: str, effort: float, watch: Watch
) -> Attempt:
    built.model.minimize(price)
    start_from(built.model, ())
    return attempt(built, ours.options, watch, way, ours.until, effort)
