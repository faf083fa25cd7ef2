"""Failure gap: a hinge taken to failure needs a day more (REC-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before, gaps
from constraints.block import Block, Session
from constraints.lines import Tier
from constraints.rule import Breach
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Slot

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

FAILURE = 20  # halves: RPE 10


@dataclass(frozen=True)
class FailureGap:
    """After a hinge at RPE 10 the next heavy hinge waits a day longer.

    start(b) - start(a) >= heavy hinge hours + failure hours, for a session a with a hinge set at
    RPE 10 (a test too), in the block or before it, and a later session b with a heavy hinge.
    Units: hours, local wall clock. Source: MOR17, P.
    """

    slug: ClassVar[str] = "failure-gap"
    sentence: ClassVar[str] = "After a hinge to failure the next heavy one waits a day longer."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.failure_hours", "recovery.heavy_hinge_hours")
    source: ClassVar[tuple[str, ...]] = ("MOR17", "P")
    point: ClassVar[str] = "a pair of sessions"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    earlier: tuple[datetime, ...] = ()  # such sets before the block

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, "recovery.failure_hours")
        ours = scenario.recovery
        hours = ours.heavy_hinge_hours + ours.failure_hours
        earlier = tuple(
            one.start
            for one in before.sessions(scenario)
            if any(work.exercise.is_hinge and work.asked.rpe == FAILURE for work in one.work)
        )
        return () if priority == "off" else (cls(priority, hours, earlier),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Pairs of slots that lie too close."""

        def fails(week: int, k: int) -> Literal | None:
            found = []
            for line in plan.lines_in(week, k):
                if plan.exercise(line).is_hinge:
                    literal = plan.does(week, k, line, "failure", lambda p: p.rpe == FAILURE)
                    found += [] if literal is None else [literal]
            return plan.any_of(("failure", week, k), found) if found else None

        def is_heavy(slot: Slot) -> Literal | None:
            return plan.slot_reaches(slot, Tier.HEAVY)

        gaps.post_gap(
            plan, to, self.hours, lambda slot: plan.in_slot(slot, "failure", fails), is_heavy
        )
        gaps.post_after(plan, to, self.hours, self.earlier, is_heavy)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Heavy hinges too soon after a failure."""

        def fails(session: Session) -> bool:
            return any(
                block.exercise(entry.exercise).is_hinge and entry.prescription.rpe == FAILURE
                for entry in session.exercises
            )

        def is_heavy(session: Session) -> bool:
            return block.tier(session) >= Tier.HEAVY

        pairs = [
            (a.day, b.day, apart, where)
            for a, b, apart, where in gaps.short_pairs(block, self.hours, fails, is_heavy)
        ]
        pairs += [
            (start.date(), b.day, apart, where)
            for start, b, apart, where in gaps.short_after(
                block, self.hours, self.earlier, is_heavy
            )
        ]
        return tuple(
            Breach(
                self.slug, self.priority, where,
                f"{first} and {second}: {apart:g} h after a set to failure, least {self.hours:g}",
                apart, self.hours, "h",
            )
            for first, second, apart, where in pairs
        )  # fmt: skip

    def explain(self) -> str:
        """The rule with its hours."""
        return f"After a hinge at RPE 10 the next heavy one waits {self.hours:g} hours."
