"""The objective: two tiers in one sum, exact.

A `should` point weighs more than all `prefer` points together can ever cost, so one solve finds
the lexicographic optimum, and its bound splits back into a bound for each tier.
"""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.posting import Tiers
from constraints.variables import Algebra

LARGEST = 1 << 53  # sums beyond this are no longer exact in the solver's report


@dataclass(frozen=True)
class Objective:
    """Both tiers and the weight of a `should` point."""

    should: cp_model.LinearExpr | int
    prefer: cp_model.LinearExpr | int
    weight: int

    @property
    def total(self) -> cp_model.LinearExpr | int:
        """What the solver minimises."""
        return self.weight * self.should + self.prefer

    def split(self, bound: float) -> tuple[int, int]:
        """Lower bounds of both tiers that follow from a bound of the total.

        With `should` at its bound, what is left of the total is a bound for `prefer` there.
        """
        whole = max(0, round(bound))
        should = -(-(whole - self.weight + 1) // self.weight) if whole else 0
        return max(0, should), max(0, whole - self.weight * max(0, should))


def objective_of(tiers: Tiers, algebra: Algebra) -> Objective:
    """The objective of what the rules posted.

    Raises:
        OverflowError: the tiers are too large to be summed exactly (a defect of a rule).
    """
    sums = {
        tier: algebra.total([expr for _, expr, _, _ in terms], [weight for weight, *_ in terms])
        for tier, terms in tiers.terms.items()
    }
    weight = algebra.bounds(sums["prefer"])[1] + 1
    if weight * (algebra.bounds(sums["should"])[1] + 1) > LARGEST:
        raise OverflowError("the tiers are too large to be summed exactly")
    return Objective(sums["should"], sums["prefer"], weight)
