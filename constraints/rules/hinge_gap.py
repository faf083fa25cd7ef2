"""Hinge gaps: recovery between hinge sessions, by how hard they were (REC-1 to REC-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before, gaps
from constraints.block import Block, Session
from constraints.lines import Tier
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Hinge, Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

TIERS: dict[Hinge, Tier] = {
    "none": Tier.NONE, "light": Tier.LIGHT, "moderate": Tier.MODERATE, "heavy": Tier.HEAVY,
}  # fmt: skip


@dataclass(frozen=True)
class HingeGap:
    """Heavy hinge to heavy hinge.

    start(b) - start(a) >= hours, for sessions a < b that both reach the tier.
    The tier of a session is that of its hardest entry, tests included; good mornings and heavy
    Romanian deadlifts count. Hinges planned elsewhere and those before the block count too, on
    the same day and at the same hour as well; however many of them lie too close, the session is
    one breach, measured to the nearest.
    Units: hours, local wall clock. Source: NSCA-F, TRA21, BEL19 (against), P.
    """

    slug: ClassVar[str] = "hinge-gap"
    sentence: ClassVar[str] = "Heavy hinges lie far enough apart."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.heavy_hinge_hours",)
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "TRA21", "BEL19", "P")
    point: ClassVar[str] = "a pair of sessions"
    narrows: ClassVar[bool] = False
    first: ClassVar[Tier] = Tier.HEAVY
    second: ClassVar[Tier] = Tier.HEAVY
    key: ClassVar[str] = "heavy_hinge_hours"

    priority: Priority
    hours: float
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off or zero."""
        priority = scenario.priority(cls.slug, f"recovery.{cls.key}")
        hours: float = getattr(scenario.recovery, cls.key)
        return () if priority == "off" or hours == 0 else (cls(priority, hours, scenario),)

    def _fixed(self) -> tuple[tuple[datetime, Tier], ...]:
        """Starts and tiers of hinge sessions that are not ours."""
        fixed = [(other.start, TIERS[other.hinge]) for other in timeline.elsewhere(self.scenario)]
        fixed += [(one.start, one.tier) for one in before.sessions(self.scenario)]
        return tuple((start, tier) for start, tier in fixed if tier > Tier.NONE)

    def _clashes(self, start: datetime) -> tuple[tuple[float, Tier], ...]:
        """Hours to each session elsewhere that is too close, and a tier that it forbids here."""
        found = []
        for other, tier in self._fixed():
            apart = abs(timeline.hours_between(other, start))
            if apart < self.hours:
                found += [(apart, self.second)] if tier >= self.first else []
                found += [(apart, self.first)] if tier >= self.second else []
        return tuple(found)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Pairs of slots that lie too close never both reach the tier."""
        for a, b in gaps.pairs_of_slots(plan, self.hours):
            orders = {(self.first, self.second), (self.second, self.first)}
            reached = [
                (plan.slot_reaches(a, one), plan.slot_reaches(b, other))
                for one, other in sorted(orders)
            ]
            clashing_pairs = [(x, y) for x, y in reached if x is not None and y is not None]
            if clashing_pairs:
                to.forbid_each(clashing_pairs, place(b.week))
        for slot in plan.slots:
            clashing = self._clashes(slot.start)
            if clashing:
                literal = plan.slot_reaches(slot, min(tier for _, tier in clashing))
                if literal is not None:
                    to.forbid([literal], place(slot.week))

    def _pairs(self, block: Block) -> dict[tuple[str, str], tuple[Session, Session, float]]:
        """Clashing pairs once each, whichever of the two is the harder."""
        tier = {session.uid: block.tier(session) for session in block.in_order}

        def reaches(least: Tier) -> Callable[[Session], bool]:
            return lambda session: tier[session.uid] >= least

        orders = {(self.first, self.second), (self.second, self.first)}
        return {
            (a.uid, b.uid): (a, b, apart)
            for one, other in sorted(orders)
            for a, b, apart, _ in gaps.short_pairs(block, self.hours, reaches(one), reaches(other))
        }

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs of sessions that lie too close."""
        found = []
        for a, b, apart in self._pairs(block).values():
            text = f"{a.day} and {b.day}: {apart:g} h between {self._what()}, least {self.hours:g}"
            where = place(b.week_index, b)
            found.append(Breach(self.slug, self.priority, where, text, apart, self.hours, "h"))
        for session in block.in_order:
            reached = block.tier(session)
            close = [apart for apart, tier in self._clashes(session.local_start) if reached >= tier]
            if close:
                apart, where = min(close), place(session.week_index, session)
                text = (
                    f"{session.day}: {apart:g} h from a hinge session outside the block, "
                    f"least {self.hours:g}"
                )
                found.append(Breach(self.slug, self.priority, where, text, apart, self.hours, "h"))
        return tuple(found)

    def _what(self) -> str:
        names = sorted({self.first, self.second}, reverse=True)
        return " and ".join(tier.name.lower() for tier in names) + " hinges"

    def explain(self) -> str:
        """The rule with its hours."""
        return f"At least {self.hours:g} hours lie between {self._what()}, start to start."


@dataclass(frozen=True)
class HingeModerateGap(HingeGap):
    """Heavy hinge to moderate hinge, in either direction; else as `HingeGap`."""

    slug: ClassVar[str] = "hinge-moderate-gap"
    sentence: ClassVar[str] = "Heavy and moderate hinges lie far enough apart."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.heavy_moderate_hours",)
    second: ClassVar[Tier] = Tier.MODERATE
    key: ClassVar[str] = "heavy_moderate_hours"


@dataclass(frozen=True)
class ModerateGap(HingeGap):
    """Moderate hinge to moderate hinge; else as `HingeGap`."""

    slug: ClassVar[str] = "moderate-gap"
    sentence: ClassVar[str] = "Moderate hinges lie far enough apart."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.moderate_hours",)
    first: ClassVar[Tier] = Tier.MODERATE
    second: ClassVar[Tier] = Tier.MODERATE
    key: ClassVar[str] = "moderate_hours"


@dataclass(frozen=True)
class LightGap(HingeGap):
    """Light hinges and swings to any other hinge; else as `HingeGap`."""

    slug: ClassVar[str] = "light-gap"
    sentence: ClassVar[str] = "Even light hinges leave the back a day."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.light_hours",)
    first: ClassVar[Tier] = Tier.LIGHT
    second: ClassVar[Tier] = Tier.LIGHT
    key: ClassVar[str] = "light_hours"
