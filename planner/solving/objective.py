"""The objective: what the block pays in each tier, and where it may have to pay.

The tiers are lexicographic: no amount of `prefer` buys a `should`. A tier is the weighted sum of
its excesses. It falls into parts, one for each stretch of weeks that share their templates: what
one stretch must pay at least, another cannot spare it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from planner.solving.build import Built, Expr

TIERS = ("should", "prefer")


@dataclass(frozen=True)
class Tier:
    """What a block pays in one tier, in price points.

    `most` is the largest price that the variables allow. `parts` are the sums of the stretches;
    what belongs to no week is in none of them. `_row` bounds the price, and
    `_excesses` are the variables with their weights and largest values; `_ends` were last asked of
    them in this model.
    """

    price: Expr
    most: int
    parts: dict[int, Expr]
    _model: cp_model.CpModel
    _row: int
    _excesses: tuple[tuple[int, int, int], ...]
    _ends: list[int] = field(default_factory=list, compare=False)

    def of(self, model: cp_model.CpModel) -> Tier:
        """The same tier of a twin of the model."""
        return replace(self, _model=model, _ends=[])

    def within(self, low: int, high: int) -> None:
        """Look only for blocks that pay from `low` to `high`, both included.

        No single excess can cost more than the whole: said variable by variable it propagates.
        """
        if self._ends == [low, high]:
            return
        self._ends[:] = low, high
        domain = self._model.proto.constraints[self._row].linear.domain
        domain[0], domain[1] = low, high
        self._each_at_most(high)

    def each_within(self, high: int) -> None:
        """Look only for blocks no single excess of which pays more than this; the sum may.

        Cores of a price that is minimised climb well with this, and far worse with a row for it.
        """
        self.within(0, self.most)
        self._each_at_most(high)
        self._ends.clear()

    def _each_at_most(self, high: int) -> None:
        variables = self._model.proto.variables
        for index, weight, most in self._excesses:
            variables[index].domain[1] = min(most, high // weight)


def hold_forced(built: Built, most: int) -> None:
    """Let nothing give way to the past further than by so many points."""
    if built.tiers.terms["forced"]:
        tier_of(built, "forced").within(0, most)


def tier_of(built: Built, name: str) -> Tier:
    """A tier of a model, without an upper limit yet.

    Args:
        built: the model; it gets a row for the price.
        name: one of `TIERS`, or `forced`, what is paid where a `must` gives way to the past.
    """
    model, plan = built.model, built.plan
    terms = built.tiers.terms[name]
    price = plan.total([excess for _, excess, _, _ in terms], [weight for weight, *_ in terms])
    most = plan.bounds(price)[1]
    row = model.add_linear_constraint(price if terms else model.new_constant(0), 0, most)
    stretches: dict[int, list[Expr]] = defaultdict(list)
    for weight, excess, _, where in terms:
        if where.week is not None:
            stretches[plan.weeks[where.week - 1].stretch].append(weight * excess)
    variables = model.proto.variables
    excesses = [
        (excess.index, weight, variables[excess.index].domain[1])
        for weight, excess, _, _ in terms
        if isinstance(excess, cp_model.IntVar)
    ]
    parts = {one: plan.total(stretches[one]) for one in plan.stretches if one in stretches}
    return Tier(price, most, parts, model, row.index, tuple(excesses))
