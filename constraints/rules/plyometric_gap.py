"""Plyometric gap: hours between sessions with jumps (REC-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before, gaps
from constraints.block import Block, Session
from constraints.rule import Breach
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Slot

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class PlyometricGap:
    """Sessions with jumps lie far enough apart.

    start(b) - start(a) >= hours, for sessions a < b that both hold a jump; a may lie before the
    block.
    Units: hours, local wall clock. Source: STACK, NSCA.
    """

    slug: ClassVar[str] = "plyometric-gap"
    sentence: ClassVar[str] = "Sessions with jumps lie far enough apart."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.plyometric_hours",)
    source: ClassVar[tuple[str, ...]] = ("STACK", "NSCA")
    point: ClassVar[str] = "a pair of sessions"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    earlier: tuple[datetime, ...] = ()  # sessions with jumps before the block

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off or zero."""
        priority = scenario.priority(cls.slug, "recovery.plyometric_hours")
        hours = scenario.recovery.plyometric_hours
        earlier = tuple(one.start for one in before.sessions(scenario) if one.jumps)
        return () if priority == "off" or hours == 0 else (cls(priority, hours, earlier),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Pairs of slots that lie too close never both hold a jump."""

        def jumps(week: int, k: int) -> Literal | None:
            lines = [line for line in plan.lines_in(week, k) if plan.exercise(line).is_jump]
            ons = [plan.on[week, k, line] for line in lines]
            return plan.any_of(("jumps", week, k), ons) if ons else None

        def in_slot(slot: Slot) -> Literal | None:
            return plan.in_slot(slot, "jumps", jumps)

        gaps.post_gap(plan, to, self.hours, in_slot, in_slot)
        gaps.post_after(plan, to, self.hours, self.earlier, in_slot)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs of sessions with jumps that lie too close."""

        def jumps(session: Session) -> bool:
            return any(block.exercise(e.exercise).is_jump for e in session.exercises)

        pairs = [
            (a.day, b.day, apart, where)
            for a, b, apart, where in gaps.short_pairs(block, self.hours, jumps, jumps)
        ]
        pairs += [
            (start.date(), b.day, apart, where)
            for start, b, apart, where in gaps.short_after(block, self.hours, self.earlier, jumps)
        ]
        return tuple(
            Breach(
                self.slug, self.priority, where,
                f"{first} and {second}: {apart:g} h between jumps, least {self.hours:g}",
                apart, self.hours, "h",
            )
            for first, second, apart, where in pairs
        )  # fmt: skip

    def explain(self) -> str:
        """The rule with its hours."""
        return f"At least {self.hours:g} hours lie between sessions with jumps."
