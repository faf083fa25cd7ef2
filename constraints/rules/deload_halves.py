"""Deload halves: each exercise gives up half of its sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class DeloadHalves:
    """In a deload every exercise keeps about half of its sets.

    |2 x sets(deload) - sets(before)| <= 1 for an exercise that a session holds in the deload and in
    the loading week before: half of an odd number may be rounded either way.
    Without it a deload could spare one exercise and empty another. Back-offs and tests are free,
    and so are weeks that lose days to an away span. Not asked of an athlete whose deload keeps
    more than half of all sets, or less.
    Units: sets. Source: ROG24 (half of the sets), P.
    """

    slug: ClassVar[str] = "deload-halves"
    sentence: ClassVar[str] = "In a deload every exercise keeps about half of its sets."
    numbers: ClassVar[tuple[str, ...]] = ("deload.sets_percent",)
    source: ClassVar[tuple[str, ...]] = ("ROG24", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    odd: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a deload that may keep half of the sets."""
        priority = scenario.priority(cls.slug)
        has_deload = any(week.deload for week in timeline.weeks(scenario))
        low, high = scenario.deload.sets_percent
        if priority == "off" or not has_deload or not low <= 50 <= high:
            return ()
        odd = odd_weeks.away_weeks(scenario) | odd_weeks.return_weeks(scenario)
        return (cls(priority, odd),)

    def _pairs(self, weeks: tuple[timeline.Week, ...]) -> list[tuple[int, int]]:
        return [pair for pair in progress.deload_pairs(weeks) if not {*pair} & self.odd]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each exercise of each session, in both directions."""
        for before, deload in self._pairs(plan.weeks):
            for k in plan.labels:
                for line in plan.lines_in(deload, k):
                    if line.part != "work" or (before, k, line) not in plan.on:
                        continue
                    when = [plan.on[before, k, line], plan.on[deload, k, line]]
                    twice = 2 * plan.sets[deload, k, line]
                    full, where = plan.sets[before, k, line], place(deload, k, line)
                    to.at_most(twice - full, 1, where, when, step=2)
                    to.at_least(twice - full, -1, where, when, step=2)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that keep too many sets, or too few."""
        found = []
        for before, deload in self._pairs(block.timeline):
            full = {
                (one.label, line): sets
                for one in block.of_week(before)
                for line, sets in block.sets_of(one).items()
            }
            for session in block.of_week(deload):
                for line, sets in block.sets_of(session).items():
                    was = full.get((session.label, line))
                    if line.part != "work" or was is None:
                        continue
                    over = abs(2 * sets - was) - 1
                    if over > 0:
                        text = f"{session.day}: {line.exercise} {sets} sets after {was}"
                        where = place(deload, session, line)
                        found.append(
                            Breach(self.slug, self.priority, where, text, sets, was / 2,
                                   "sets", -(-over // 2))
                        )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Half of an odd number may be rounded up or down."
