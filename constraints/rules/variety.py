"""Variety: few different exercises in a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Variety:
    """Few different exercises: what is done often is learnt.

    different exercises(block) <= 5 for each weekly session. Weeks with fewer tools are free.
    Units: exercises. Source: KAS22, P.
    """

    slug: ClassVar[str] = "variety"
    sentence: ClassVar[str] = "A block uses few different exercises."
    numbers: ClassVar[tuple[str, ...]] = ("availability.sessions",)
    source: ClassVar[tuple[str, ...]] = ("KAS22", "P")
    point: ClassVar[str] = "an exercise"
    narrows: ClassVar[bool] = False
    per_session: ClassVar[int] = 5

    priority: Priority
    most: int

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        most = cls.per_session * scenario.availability.sessions[1]
        return () if priority == "off" else (cls(priority, most),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Lines that any template uses."""
        used = []
        whole = {week.stretch for week in plan.weeks if not week.is_apart}
        for line in plan.lines:
            literals = [plan.used(stretch, line) for stretch in sorted(whole)]
            present = [literal for literal in literals if literal is not None]
            if present:
                used.append(plan.any_of(("in block", line), present))
        to.at_most(plan.total(used), self.most, place())

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Too many different exercises."""
        whole = (s for s in block.sessions if not block.timeline[s.week_index].is_apart)
        names = frozenset().union(*map(block.template, whole))
        over = len(names) - self.most
        if over <= 0:
            return ()
        text = f"{len(names)} different exercises, {self.most} are free"
        return (
            Breach(
                self.slug, self.priority, place(), text, len(names), self.most, "exercises", over
            ),
        )

    def explain(self) -> str:
        """The rule with its number."""
        return f"Up to {self.most} different exercises are free."
