"""Muscle gap: hours between two sessions that both work a muscle group hard (REC-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.catalogue import MUSCLES
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Slot, hours_between

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

HARD_FROM = 20  # quarter-sets of a group in a session: 5 fractional sets (REC-8)


@dataclass(frozen=True)
class MuscleGap:
    """Two sessions that both work a muscle group hard lie far enough apart.

    start(b) - start(a) >= hours, for sessions a < b with >= 5 fractional sets of the same group,
    across week borders and in every week. A breach is a pair of sessions and a group.
    Sessions planned elsewhere count with the sets that they state, those before the block too. The
    eight groups of the
    posterior chain count, quads don't.
    Units: hours, local wall clock. Source: MOR17, GON16, HOU, NSCA-F.
    """

    slug: ClassVar[str] = "muscle-gap"
    sentence: ClassVar[str] = "A muscle group recovers before it is worked hard again."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.muscle_hours",)
    source: ClassVar[tuple[str, ...]] = ("MOR17", "GON16", "HOU", "NSCA-F")
    point: ClassVar[str] = "a pair of sessions and a muscle group"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    elsewhere: tuple[tuple[datetime, str], ...]  # start and group of hard work not ours

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off or zero."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        hours = scenario.recovery.muscle_hours
        elsewhere = tuple(
            (other.start, muscle)
            for other in timeline.elsewhere(scenario)
            for muscle, quarters in other.quarter_sets
            if quarters >= HARD_FROM
        )
        earlier = tuple(
            (one.start, muscle)
            for one in before.sessions(scenario)
            for muscle in MUSCLES
            if one.quarter_sets(muscle) >= HARD_FROM
        )
        rule = cls(priority, hours, (*earlier, *elsewhere))
        return () if priority == "off" or hours == 0 else (rule,)

    def _is_close(self, a: datetime, b: datetime) -> bool:
        return abs(hours_between(a, b)) < self.hours

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Slots that lie too close never both work a group hard."""

        def hard(slot: Slot, muscle: str) -> Literal | None:
            key = ("hard", muscle, HARD_FROM)
            return plan.in_slot(
                slot, key, lambda week, k: plan.has_quarter_sets(week, k, muscle, HARD_FROM)
            )

        close = [(a, b) for a, b in combinations(plan.slots, 2) if self._is_close(a.start, b.start)]
        for muscle in MUSCLES:
            for a, b in close:
                if a.day != b.day:  # a day holds one session
                    together = hard(a, muscle), hard(b, muscle)
                    both = [literal for literal in together if literal is not None]
                    if len(both) == 2:
                        to.forbid(both, place(b.week, muscle=muscle))
            for start, group in self.elsewhere:
                for slot in plan.slots:
                    if group == muscle and self._is_close(start, slot.start):
                        alone = hard(slot, muscle)
                        if alone is not None:
                            to.forbid([alone], place(slot.week, muscle=muscle))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs of sessions that work a group hard and lie too close."""
        found = []
        for muscle in MUSCLES:
            hard = [
                session
                for session in block.in_order
                if block.session_quarter_sets(session, muscle) >= HARD_FROM
            ]
            pairs = [(a.local_start, b) for a, b in combinations(hard, 2)]
            pairs += [
                (start, session)
                for start, group in self.elsewhere
                for session in hard
                if group == muscle
            ]
            for a, later in pairs:
                b = later.local_start
                apart = abs(hours_between(a, b))
                if apart < self.hours:
                    text = (
                        f"{a:%Y-%m-%d} and {b:%Y-%m-%d}: {apart:g} h between hard work for "
                        f"{muscle}, least {self.hours:g}"
                    )
                    where = place(later.week_index, later, muscle=muscle)
                    found.append(
                        Breach(self.slug, self.priority, where, text, apart, self.hours, "h")
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule with its hours."""
        return (
            f"At least {self.hours:g} hours lie between sessions with {HARD_FROM // 4} or more "
            "fractional sets of the same muscle group."
        )
