"""Quality: what the old block pays, before anything is searched for.

It stands alone because it only audits: what a replan must be as good as is known without a solver.
Prices are pairs of (should, prefer).
"""

from __future__ import annotations

from constraints.audit import audit, is_over, price_of
from constraints.block import Block
from planner.replanning.as_done import AsDone
from planner.replanning.carried import carried
from scenarios.schema import Scenario

Prices = tuple[int, int]


def as_it_is(old: Block, request: Scenario, done: AsDone) -> Prices:
    """What the old block pays under the new request, with what is over as it was done."""
    found = audit(carried(old, request, done, anew=False))
    return found.price("should"), found.price("prefer")


def as_good_as(old: Block, goal: Block, now: Prices) -> Prices:
    """Prices of a block that is as good as the old one was, and as it still is.

    Where it now pays more in `should`, that is not accepted before a search. What the old one
    paid for weeks that are over is no longer paid, and allows nothing else.

    Args:
        old: the old block.
        goal: the same under the new request, with what is over as it was done.
        now: what that pays.
    """
    was = {"should": 0, "prefer": 0}
    for finding in audit(old).findings:
        for one in finding.breaches:
            if one.priority in was and not is_over(goal, finding.rule, one):
                was[one.priority] += price_of(one)
    should, prefer = now
    if should <= was["should"]:
        return now
    return was["should"], max(prefer, was["prefer"])
