"""Beginning: a good block that is near the old one, from which the search for the best one starts.

It stands alone because it may be looked for beside the search for a block that is as good as the
old one, in a twin of the model; mostly that finds one, and this is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from constraints.block import Block
from constraints.variables import PlanVars
from planner.replanning.least_change import Changes, Hints
from planner.replanning.near import decisions
from planner.solving.attempt import (
    Attempt,
    Options,
    attempt,
    narrowed,
    start_from,
    start_from_block,
)
from planner.solving.build import Built
from planner.solving.objective import Tier
from planner.solving.progress import Watch
from scenarios.ids import LABELS

NEAR: Final = 0.5  # deterministic time, for the least price of a tier near the change
REACHES: Final = 2, 4  # weeks from the present one that may change at first, before all of them may


class Beginning:
    """Looks for a block that differs from the old one in few weeks, or in few exercises."""

    def __init__(
        self, built: Built, tiers: tuple[Tier, ...], goal: Block, changes: Changes,
        options: Options, until: float,
    ) -> None:  # fmt: skip
        """Prepare the search.

        Args:
            built: the model.
            tiers: the tiers of that model.
            goal: the old block.
            changes: how far a block is from the old one, and that one as a start.
            options: seed and workers.
            until: the moment at which it ends.
        """
        self._built, self._tiers = built, tiers
        self._goal, self._changes = goal, changes
        self._options, self._until = options, until

    def search(self) -> tuple[int, ...]:
        """The values of the block, () without one, or where somebody stopped it."""
        for tier in self._tiers:
            tier.within(0, tier.most)
        plan = self._built.plan
        for kept in (*far_weeks(plan, self._goal), exercises_of(plan, self._goal)):
            with narrowed(self._built.model, kept):
                tried, values = self._least()
            if values or tried.stopped:
                return values
        return ()

    def _least(self) -> tuple[Attempt, tuple[int, ...]]:
        """The least price of each tier, as far as it is found soon."""
        values: tuple[int, ...] = ()
        for tier in self._tiers:
            self._built.model.minimize(tier.price)
            if values:
                start_from_block(self._built.model, values)
            else:
                start_from(self._built.model, self._changes.hints)
            tried = attempt(self._built, self._options, Watch(), "core", self._until, NEAR)
            if not tried.values or tried.solver is None:
                break
            values = tried.values
            tier.within(0, tried.solver.value(tier.price))
        for tier in self._tiers:
            tier.within(0, tier.most)
        return tried, values


def far_weeks(
    plan: PlanVars,
    old: Block,
    reaches: tuple[int, ...] = REACHES,
    free: frozenset[str] = frozenset(),
) -> Iterator[Hints]:
    """The old block in the weeks from so many after the present one, save `free` exercises."""
    weeks, past = len(plan.weeks), plan.scenario.replanned
    first = 0 if past is None else past.week - 1
    for reach in reaches:
        yield tuple(decisions(plan, old, range(min(first + reach, weeks), weeks), free))
        if first + reach >= weeks:  # nothing is held any more
            return


def exercises_of(plan: PlanVars, old: Block) -> Hints:
    """Exercises of the sessions to come, but of those that hold one which is lost."""
    found: list[tuple[object, int]] = []
    for session in old.sessions:
        week, k = session.week_index, LABELS.index(session.label)
        lines = {one.line for one in session.exercises if one.part != "test"}
        if plan.is_over(week, k) or any((week, k, line) not in plan.on for line in lines):
            continue
        found += [
            (plan.on[week, k, line], int(line in lines))
            for line in plan.lines_in(week, k)
            if line.part == "work"
        ]
    return tuple(found)
