"""Attempts: the model of a replan, the limits on its prices, and what is asked of it.

It stands alone because every stage of a replan asks in the same ways: from the decisions of the old
block, with some of them held, and with one clock and one memory of whether somebody stopped it.
"""

from __future__ import annotations

from collections.abc import Iterable

from constraints.block import Block
from planner.replanning.least_change import Hints, changes_of
from planner.replanning.near import NEAR
from planner.replanning.nearer import CHANGE, Nearer, Proof
from planner.replanning.quality import Prices
from planner.solving.attempt import (
    SOLVED,
    Attempt,
    Decision,
    Options,
    attempt,
    narrowed,
    reader,
    solver_for,
    start_from,
)
from planner.solving.build import Built, Expr
from planner.solving.extract import Value
from planner.solving.found import PREFER, SHOULD
from planner.solving.objective import TIERS, Tier, tier_of
from planner.solving.order_cuts import add_order_cuts
from planner.solving.progress import Standing, Watch
from planner.solving.ranked import Ranked

SIZE = 11_500  # variables of a model in which a unit of deterministic time takes 2 to 3 seconds
KNOWN = 5.0  # seconds, for what follows from decisions that are all made: far more than it takes


class Attempts:
    """One model, asked again and again; `is_stopped` tells that somebody stopped it, and stays."""

    def __init__(
        self, built: Built, goal: Block, tolerance: int, options: Options, watch: Watch,
        until: float,
    ) -> None:  # fmt: skip
        """Prepare the model.

        Args:
            built: the model; it gets rows for the prices.
            goal: the old block under the new request.
            tolerance: points of `prefer` that a nearer block may pay more.
            options: seed and workers.
            watch: hears of every solution.
            until: the moment at which all ends.
        """
        self.built, self.options, self.watch, self.until = built, options, watch, until
        self.forced = tier_of(built, "forced") if built.tiers.terms["forced"] else None
        self.tiers: tuple[Tier, ...] = tuple(tier_of(built, name) for name in TIERS)
        self.changes = changes_of(built.plan, goal)
        prices = [*(tier.price for tier in self.tiers), self.changes.price]
        most = [*(tier.most for tier in self.tiers), built.plan.bounds(self.changes.price)[1]]
        self.ranked = Ranked.of(prices, most)
        # Of an effort, so that a larger model takes hardly longer: there a unit takes more seconds.
        self.pace = SIZE / max(SIZE, len(built.model.proto.variables))
        self.is_stopped = False
        self.tolerance = tolerance

    def free(self) -> None:
        """From now on a block may pay whatever it takes."""
        for tier in self.tiers:
            tier.within(0, tier.most)

    def rank_all(self, reached: Prices | None = None) -> None:
        """From now on look for the least price, and for the least change that it leaves.

        Args:
            reached: what a block pays that is known: none that pays more is looked for.
        """
        self.free()
        if reached is not None:
            self.tiers[SHOULD].each_within(reached[SHOULD])
            if reached[SHOULD] == 0:  # else one that pays less of it may pay more of `prefer`
                self.tiers[PREFER].each_within(reached[PREFER])
        self.built.model.minimize(self.ranked.price)
        self.watch.standing = Standing()
        self.watch.turns_to("looking for the least price", [tier.price for tier in self.tiers])

    def cap(self, prices: Prices) -> None:
        """From now on look for the least change, at no more than these prices."""
        for tier, most in zip(self.tiers, self.most(prices), strict=True):
            tier.within(0, min(tier.most, most))
        self.built.model.minimize(self.changes.price)
        self.watch.turns_to("looking for the least change", [])

    def most(self, prices: Prices) -> Prices:
        """What may be paid for a block that counts as one at these prices."""
        return prices[SHOULD], prices[PREFER] + self.tolerance

    def prices(self, tried: Attempt) -> Prices:
        """What a block pays in (should, prefer)."""
        assert tried.solver is not None, "it found a block"
        should, prefer = (tried.solver.value(tier.price) for tier in self.tiers)
        return should, prefer

    def points(self, tried: Attempt) -> int:
        """What a block changes, in price points of change."""
        assert tried.solver is not None, "it found a block"
        return tried.solver.value(self.changes.price)

    def rank(self, tried: Attempt) -> tuple[int, int, int]:
        """What a block pays, and what it changes: of two blocks the lower one is better."""
        return *self.prices(tried), self.points(tried)

    def decided(self, value: Value) -> Hints:
        """The decisions of a block that was found."""
        return tuple((variable, value(variable)) for variable, _ in self.changes.hints)

    def ask(
        self,
        hints: Iterable[Decision],
        effort: float,
        way: str = "core",
        watch: Watch | None = None,
    ) -> Attempt:
        """Solve from these hints.

        Args:
            hints: decisions to start from.
            effort: deterministic time.
            way: the strategy, see `solver_for`.
            watch: hears of it instead of the usual one.
        """
        start_from(self.built.model, hints)
        watch = watch or self.watch
        tried = attempt(self.built, self.options, watch, way, self.until, effort)
        self.is_stopped = self.is_stopped or tried.stopped
        return tried

    def holding(self, groups: Iterable[Hints]) -> Attempt | None:
        """The nearest block that keeps the first of these groups of decisions that one can keep."""
        for kept in groups:
            with narrowed(self.built.model, kept):
                tried = self.ask(self.changes.hints, NEAR)
            if tried.values or self.is_stopped:
                return tried if tried.values else None
        return None

    def nearer(
        self, best: Attempt, price: Expr, bound: int = 0, proof: Proof = CHANGE,
        until: float | None = None,
    ) -> Nearer:  # fmt: skip
        """What comes from a block nearer to the old one, and pays less of a price.

        Args:
            best: the block.
            price: the objective of the model.
            bound: what every block must pay of it at least.
            proof: how that is asked for.
            until: the moment at which it ends, where that is earlier.
        """
        return Nearer(
            self.built, price, self.changes.hints, best, self.options, self.watch,
            self.until if until is None else until, bound=bound, proof=proof,
        )  # fmt: skip

    def known(self, value: Value, prices: Prices) -> Attempt | None:
        """A block that is known, with all that follows from its decisions; no stop loses it.

        Args:
            value: reads its decisions.
            prices: what it pays; nothing but these limits keeps the model from paying more.
        """
        for tier, price in zip(self.tiers, prices, strict=True):
            tier.within(0, price)
        self.built.model.minimize(self.changes.price)
        hints = self.decided(value)
        with narrowed(self.built.model, hints):
            while True:  # until no order costs more than the model says
                start_from(self.built.model, hints)
                solver = solver_for(self.options, KNOWN)
                status = solver.solve(self.built.model)
                if status not in SOLVED:
                    return None
                values = tuple(solver.response_proto.solution)
                if not add_order_cuts(self.built.plan, reader(values)):
                    return Attempt(status, solver, values, self.is_stopped)
